"""The robot of a group: what it is sent, and that nothing of it hangs, wanders off or gives the address away."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest

from projects import robots
from tests.projects.receiver import receiving

KEY = "0123-secret-key"


@pytest.fixture
def robot(settings):
    with receiving() as (told, host):
        settings.ROBOT_HOSTS = settings.ROBOT_PLAIN_HOSTS = [host]
        told.address = f"http://{host}/cgi-bin/webhook/send?key={KEY}"
        yield told


def refusal(address: str) -> str:
    with pytest.raises(robots.RobotError) as error:
        robots.send_text(address, "周报")
    assert KEY not in str(error.value)
    return str(error.value)


def test_it_is_sent_one_text_as_json(robot):
    robots.send_text(robot.address, "周报提醒：\n张三“甲厂”")
    assert robot.got == [(f"/cgi-bin/webhook/send?key={KEY}", {"msgtype": "text", "text": {"content": "周报提醒：\n张三“甲厂”"}})]


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (200, {"errcode": 310000, "errmsg": "keywords not in content"}, "errcode 310000"),
        (200, {"errcode": "0"}, "errcode 0"),
        (200, {"errcode": False}, "errcode False"),
        (200, {}, "errcode None"),
        (200, [0], "errcode None"),
        (200, b"<html>", "the answer is no JSON"),
        (200, b"", "the answer is no JSON"),
        (200, b"\xff\xfe", "the answer is no JSON"),
        (500, {"errcode": 0}, "HTTPError 500"),
        (404, {"errcode": 0}, "HTTPError 404"),
    ],
)
def test_every_answer_but_errcode_zero_is_a_failure(robot, status, answer, why):
    robot.status, robot.answer = status, answer
    assert refusal(robot.address) == why


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(robot, status):
    robot.status, robot.headers = status, {"Location": robot.address.replace("webhook", "elsewhere")}
    assert refusal(robot.address) == f"HTTPError {status}"
    assert len(robot.got) == 1


@pytest.mark.parametrize("how", ["wait", "drip"])
def test_a_slow_receiver_is_given_up(robot, monkeypatch, how):
    """A socket's timeout alone would begin anew with every byte that drips in."""
    monkeypatch.setattr(robots, "SECONDS", 0.5)
    setattr(robot, how, 0.9 if how == "wait" else 0.03)
    begun = time.monotonic()
    assert refusal(robot.address) in {"no answer within 0.5 seconds", "TimeoutError"}
    assert time.monotonic() - begun < 0.8
    time.sleep(0.8)  # until the receiver is done


def test_nobody_listens(settings):
    settings.ROBOT_HOSTS = settings.ROBOT_PLAIN_HOSTS = ["127.0.0.1:9"]
    assert refusal(f"http://127.0.0.1:9/?key={KEY}") == "URLError"


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/send",
        "https://evil.example/send",
        "https://qyapi.weixin.qq.com.evil.example/",
        "https://qyapi.weixin.qq.com@evil.example/",
        "https://user@qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com:8443/",
        "https://127.0.0.1/",
        "ftp://qyapi.weixin.qq.com/",
        "file:///etc/passwd",
        "https:///send",
        "https://[::1/",
        "",
    ],
)
def test_other_hosts_are_not_spoken_to(address):
    assert "address" in refusal(f"{address}")


def test_the_published_hosts_are_allowed_over_tls_only():
    for host in ("qyapi.weixin.qq.com", "oapi.dingtalk.com"):
        assert robots.allowed(f"https://{host}/send?key=1").netloc == host


def test_a_host_that_is_allowed_no_more_is_not_spoken_to(settings):
    settings.ROBOT_HOSTS = ["oapi.dingtalk.com"]
    assert "allowed" in refusal(f"https://qyapi.weixin.qq.com/send?key={KEY}")


def test_a_secret_in_the_address_signs_and_is_not_sent():
    """The example is computed by DingTalk's own rule: HMAC-SHA256 of time and secret, with the secret as key."""
    url = robots.signed(urlsplit("https://oapi.dingtalk.com/robot/send?access_token=a%2Bb&secret=SECthis"), 1434420000000)
    query = parse_qs(urlsplit(url).query)
    assert query == {
        "access_token": ["a+b"],
        "timestamp": ["1434420000000"],
        "sign": ["pG+sWgxAReHrk+wL6zRhK9qiUQEdUudt6IljPsdodPI="],
    }
    plain = "https://oapi.dingtalk.com/robot/send?access_token=a%2Bb"
    assert robots.signed(urlsplit(plain), 1) == plain


def test_long_lists_go_out_in_pieces_that_hold_every_line_once():
    lines = [f"人员{n}：全友家居三期（1个项目）" for n in range(100)]
    texts = robots.pieces("周报提醒", lines, "https://portal.example/weeks/mine/")
    assert len(texts) == 3
    assert [line for text, _own in texts for line in text.splitlines()[1:-1]] == lines
    assert [number for _text, own in texts for number in own] == list(range(100))
    assert all(len(text.encode()) <= robots.LONGEST for text, _own in texts)
    assert robots.pieces("头", []) == []


def test_a_line_that_no_message_holds_is_cut_between_characters():
    ((text, own),) = robots.pieces("头", ["长" * 1000])
    assert len(text.encode()) <= robots.LONGEST
    assert text.endswith("长…")
    assert own == range(1)
