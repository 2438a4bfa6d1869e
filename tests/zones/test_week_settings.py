"""The zone's settings of the week and of reminders; the address of the group's robot is a secret."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.zones.pages import errors, filled, says
from zones import robots
from zones.models import Zone

KEY = "geheim-693a91f6"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
OTHER = "https://oapi.dingtalk.com/robot/send?access_token=anders-77"


@pytest.fixture
def client(sign_in, people):
    return sign_in(people.admin)


@pytest.fixture
def page(zone):
    return reverse("zones:zone_edit", args=[zone.pk])


def stored(zone):
    zone.refresh_from_db()
    return zone.robot_url


def test_the_settings_of_the_week_are_stored(client, zone, page):
    changed = {"opens_weekday": "3", "due_weekday": "1", "due_hour": "9", "off_day": "earlier"}
    reminders = {"remind_hours_before": "12", "remind_by_email": "on", "robot": "wecom", "robot_secret": ADDRESS}
    given = {name: value for name, value in filled(client, page).items() if name != "remind_after"}
    assert client.post(page, {**given, **changed, **reminders}).status_code == 302
    zone.refresh_from_db()
    assert (zone.opens_weekday, zone.due_weekday, zone.due_hour, zone.off_day) == (3, 1, 9, "earlier")
    assert (zone.remind_at_opening, zone.remind_hours_before, zone.remind_after, zone.remind_by_email) == (True, 12, False, True)
    assert (zone.robot, zone.robot_url) == ("wecom", ADDRESS)


@pytest.mark.parametrize(
    ("field", "value"), [("opens_weekday", "7"), ("off_day", "never"), ("remind_hours_before", "73"), ("robot", "icq")]
)
def test_settings_out_of_their_limits_are_refused(client, page, field, value):
    assert list(errors(client.post(page, {**filled(client, page), field: value}))) == [field]


def test_the_page_says_when_the_next_week_opens_and_is_due(client, zone, page):
    coming = client.get(page).context["coming"]
    assert all(part in coming for part in ("2015-W25", "2015-06-19", "2015-06-23", "18:00")), coming
    Zone.objects.filter(pk=zone.pk).update(opens_weekday=2, due_weekday=3, due_hour=8)
    coming = client.get(page).context["coming"]
    assert all(part in coming for part in ("2015-W25", "2015-06-17", "2015-06-25", "08:00")), coming


def test_a_zone_s_other_settings_keep_the_address(client, zone, page):
    Zone.objects.filter(pk=zone.pk).update(robot="wecom", robot_url=ADDRESS)
    answer = client.get(page)
    assert KEY not in answer.content.decode()
    assert says(answer, "stored: %(address)s; empty: it stays", address=robots.masked(ADDRESS))
    client.post(page, {**filled(client, page), "county": "另一县"})
    assert stored(zone) == ADDRESS
    assert zone.county == "另一县"
    client.post(page, {**filled(client, page), "robot": "dingtalk", "robot_secret": OTHER})
    assert stored(zone) == OTHER
    client.post(page, {**filled(client, page), "robot": "", "robot_forget": "on"})
    assert stored(zone) == ""


@pytest.mark.parametrize(
    "address",
    [
        f"http://qyapi.weixin.qq.com/send?key={KEY}",
        f"https://evil.example/send?key={KEY}",
        f"https://qyapi.weixin.qq.com.evil.example/send?key={KEY}",
        f"https://qyapi.weixin.qq.com@evil.example/send?key={KEY}",
        f"https://user:{KEY}@qyapi.weixin.qq.com/send",
        f"https://qyapi.weixin.qq.com:8443/send?key={KEY}",
        f"https://qyapi.weixin.qq.com:99999999/send?key={KEY}",
        f"https://evil.example\\@qyapi.weixin.qq.com/send?key={KEY}",
        f"https://qyapi.weixin.qq.com/send?key={KEY}#x",
        f"https://qyapi.weixin.qq.com/send key={KEY}",
        f"https://ｑyapi.weixin.qq.com/send?key={KEY}",
        f"https://127.0.0.1/send?key={KEY}",
        f"https://[::1]/send?key={KEY}",
        f"https://[/send?key={KEY}",
        f"javascript:alert('{KEY}')",
        f"//qyapi.weixin.qq.com/send?key={KEY}",
        "https://qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com",
        KEY,
    ],
)
def test_an_address_that_leads_elsewhere_is_refused_without_being_repeated(client, zone, page, address):
    answer = client.post(page, {**filled(client, page), "robot_secret": address})
    refused = errors(answer)
    assert list(refused) == ["robot_secret"]
    assert "qyapi.weixin.qq.com" in refused["robot_secret"][0]
    assert KEY not in str(refused)
    assert stored(zone) == ""


def test_dingtalk_s_key_for_signing_goes_along_and_is_never_shown(client, zone, page):
    signed = f"{OTHER}&secret=SEC{KEY}"
    assert client.post(page, {**filled(client, page), "robot": "dingtalk", "robot_secret": signed}).status_code == 302
    assert stored(zone) == signed
    assert KEY not in client.get(page).content.decode()
    assert robots.masked(signed) == robots.masked(OTHER)


def test_an_address_that_is_too_long_is_refused(client, zone, page):
    assert list(errors(client.post(page, {**filled(client, page), "robot_secret": ADDRESS + "x" * 300}))) == ["robot_secret"]


def test_the_hosts_are_those_of_the_environment(settings):
    robots.check_address(ADDRESS)
    robots.check_address(OTHER)
    settings.ROBOT_HOSTS = ["oapi.dingtalk.com"]
    with pytest.raises(ValidationError):
        robots.check_address(ADDRESS)
    assert not robots.is_allowed(ADDRESS)
    robots.check_address(OTHER)


def test_a_robot_without_an_address_is_refused(client, zone, page):
    given = {**filled(client, page), "robot": "wecom"}
    assert list(errors(client.post(page, given))) == ["robot_secret"]
    Zone.objects.filter(pk=zone.pk).update(robot="wecom", robot_url=ADDRESS)
    given = {**filled(client, page), "robot_forget": "on"}
    assert list(errors(client.post(page, given))) == ["robot_secret"]
    assert stored(zone) == ADDRESS


def test_what_was_typed_stays_in_the_box_of_a_refused_form_but_never_as_text(client, page):
    html = client.post(page, {**filled(client, page), "robot_secret": ADDRESS, "due_hour": "24"}).content.decode()
    assert html.count(KEY) == 1
    box = next(part for part in html.split("<input") if KEY in part)
    assert 'type="password"' in box


def test_no_history_and_no_page_of_one_holds_the_address(client, zone, page):
    client.post(page, {**filled(client, page), "robot": "wecom", "robot_secret": ADDRESS})
    assert stored(zone) == ADDRESS
    events = Zone.pgh_event_model.objects.filter(pgh_obj=zone.pk)
    assert KEY not in str(list(events.values()))
    answer = client.get(reverse("zones:zone_history", args=[zone.pk]))
    assert answer.status_code == 200
    assert KEY not in answer.content.decode()


def test_two_who_change_the_address_at_once_are_told_without_reading_it(client, zone, page):
    first = second = {**filled(client, page), "robot": "wecom"}
    client.post(page, {**first, "robot_secret": ADDRESS})
    answer = client.post(page, {**second, "robot_secret": OTHER})
    assert answer.status_code == 409
    assert KEY not in answer.content.decode()
    shown = [(str(each.stored), str(each.typed)) for each in answer.context["conflict"]]
    assert shown == [("", robots.masked(OTHER))]
    assert stored(zone) == ADDRESS
    again = {**second, "robot_secret": OTHER, "version": answer.context["form"]["version"].value()}
    client.post(page, again)
    assert stored(zone) == OTHER


def test_a_form_that_came_too_late_does_not_print_the_address(sign_in, people, zone, page):
    """Somebody whose right ended while they wrote gets their words back, but not the secret."""
    answer = sign_in(people.clerk).post(page, {"name": "写到一半的名字", "robot_secret": ADDRESS})
    assert answer.status_code == 403
    assert "写到一半的名字" in answer.content.decode()
    assert KEY not in answer.content.decode()
