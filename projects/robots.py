"""Messages to the robot of a group of WeCom (企业微信) or DingTalk (钉钉): one POST of JSON to the robot's secret address.

The address is a secret and stands in no message, log or error. Only allowed addresses (zones.robots) are spoken to, over TLS,
without following a redirect, and for five seconds at most however slowly an answer comes.
"""

import base64
import hashlib
import hmac
import json
import queue
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPException
from itertools import pairwise
from typing import Any
from urllib.error import HTTPError
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from zones.robots import is_allowed

SECONDS = 5.0
LONGEST = 2_000  # bytes of a text; WeCom takes 2,048
MAX_ANSWER = 64 * 1024


class RobotError(Exception):
    """The message did not arrive; says why, without the address."""


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """A redirect is an answer like any other that is not 200."""
        return


def send_text(address: str, text: str) -> None:
    """Say ``text`` in the group. Raises: RobotError."""
    parts = allowed(address)
    url = signed(parts, int(time.time() * 1000))  # the real time: the receiver compares it with its own
    body = json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False).encode()
    answer = bounded(lambda: _post(url, body, plain=parts.scheme == "http"))
    try:
        said = json.loads(answer)
    except ValueError:
        raise RobotError("the answer is no JSON") from None
    code = said.get("errcode") if isinstance(said, dict) else None
    if code != 0 or isinstance(code, bool):
        raise RobotError(f"errcode {str(code)[:20]}")


def allowed(address: str) -> SplitResult:
    """The parts of an address that may be spoken to (zones.robots.is_allowed, asked anew). Raises: RobotError."""
    if not is_allowed(address):
        raise RobotError("the address is not of an allowed host")
    return urlsplit(address)


def signed(parts: SplitResult, timestamp: int) -> str:
    """The address to post to. A ``secret=SEC…`` in it is DingTalk's key for signing (加签): it signs and is not sent."""
    query = dict(parse_qsl(parts.query))
    secret = query.pop("secret", "")
    if not secret:
        return parts.geturl()
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    query |= {"timestamp": str(timestamp), "sign": base64.b64encode(digest).decode()}
    return parts._replace(query=urlencode(query)).geturl()


def _post(url: str, body: bytes, *, plain: bool) -> bytes:
    """Raises: OSError, HTTPException, ValueError."""
    opener = build_opener(NoRedirect, *([ProxyHandler({})] if plain else []))
    request = Request(url, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST")  # noqa: S310 (see allowed)
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return answer.read(MAX_ANSWER)
    except HTTPError as error:
        error.close()
        raise


def bounded(work: Callable[[], bytes]) -> bytes:
    """What ``work`` gives within SECONDS: a socket's own timeout begins anew with every byte of a slow answer.

    Raises: RobotError.
    """
    done: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put(work())
        except (OSError, HTTPException, ValueError) as error:
            done.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        found = done.get(timeout=SECONDS)
    except queue.Empty:
        raise RobotError(f"no answer within {SECONDS:g} seconds") from None
    if isinstance(found, Exception):
        code = getattr(found, "code", "")
        raise RobotError(f"{type(found).__name__} {code}".strip()) from None
    return found


def pieces(head: str, lines: Sequence[str], foot: str = "") -> list[tuple[str, range]]:
    """Texts of at most LONGEST bytes, each with the head before its lines and the foot behind them, and which lines it has.

    Pure; every line stands in one of them.
    """
    room = LONGEST - len(f"{head}\n\n{foot}".encode())
    shown = [cut(line, room) for line in lines]
    starts, left = [], 0
    for number, line in enumerate(shown):
        size = len(line.encode()) + 1
        if not starts or size > left:
            starts.append(number)
            left = room
        left -= size
    ranges = [range(start, end) for start, end in pairwise([*starts, len(shown)])]
    return [("\n".join([head, *shown[own.start : own.stop], *([foot] if foot else [])]), own) for own in ranges]


def cut(line: str, room: int) -> str:
    """A line of less than ``room`` bytes, its end cut off between two characters where it is longer."""
    data = line.encode()
    return line if len(data) < room else f"{data[: max(room - 4, 0)].decode('utf-8', 'ignore')}…"
