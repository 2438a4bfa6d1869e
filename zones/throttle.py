"""How many wrong passwords are enough (django-axes; the numbers stand in settings.py).

Five per account and address lock that account for that address, for a quarter of an hour. An office is one address,
so the address itself is never locked: after a hundred failures in that time its failures are slowed to one in five
seconds, for unknown and known names alike. A browser in which a person has signed in before is exempt for that person,
so that colleagues work on while somebody beside them guesses.
"""

import ipaddress
import logging
import unicodedata
from datetime import timedelta
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zones.models import User

logger = logging.getLogger("portal.security")
ADDRESS_FAILURES = 100
ADDRESS_PAUSE = timedelta(seconds=5)
COOKIE, COOKIE_SALT, COOKIE_AGE, COOKIE_PEOPLE = "seen_here", "zones.seen_here", 180 * 86400, 10


def same_name(username: str) -> str:
    """The key under which failures for a sign-in name are counted: at least as coarse as the database's comparison,
    so that ZHANG, zhang and zhanɢ with odd letters do not give more attempts at one account."""
    letters = unicodedata.normalize("NFKD", username.strip()).casefold()
    return "".join(char for char in letters if not unicodedata.combining(char))[:255]


def attempted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """AXES_USERNAME_CALLABLE."""
    return same_name(str((credentials or request.POST).get("username") or ""))


def client_address(request: HttpRequest) -> str | None:
    """AXES_CLIENT_IP_CALLABLE: the peer, or what our own proxy (PORTAL_BEHIND_PROXY) says last: the rest is hearsay."""
    peer = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        peer = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip() or peer
    try:
        return str(ipaddress.ip_address(peer))
    except ValueError:
        return None


class SignInThrottle(AxesDatabaseHandler):
    """AXES_HANDLER."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        if super().is_locked(request, credentials):
            return True
        request.address_slowed = self.address_slowed(request, attempted_name(request, credentials))
        return request.address_slowed

    def address_slowed(self, request: Any, name: str) -> bool:
        attempts = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        found = attempts.aggregate(failures=Sum("failures_since_start"), newest=Max("attempt_time"))
        if (found["failures"] or 0) < ADDRESS_FAILURES or request.axes_attempt_time - found["newest"] >= ADDRESS_PAUSE:
            return False
        return not seen_here(request, name)

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None and request.axes_locked_out:
            logger.warning("sign-in refused: %.60r from %s", credentials.get("username", ""), request.axes_ip_address)


def locked_out(request: Any, response: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: 429 with the time to wait, and what was typed but the password."""
    slowed = getattr(request, "address_slowed", False)
    wait = ADDRESS_PAUSE if slowed else timedelta(hours=settings.AXES_COOLOFF_TIME)
    context = {"slowed": slowed, "minutes": int(wait.total_seconds()) // 60, "username": request.POST.get("username", "")[:60]}
    refusal = render(request, "zones/locked_out.html", context, status=settings.AXES_HTTP_RESPONSE_CODE)
    refusal["Retry-After"] = str(int(wait.total_seconds()))
    return refusal


def people_seen(request: HttpRequest) -> list[str]:
    """The ids of the people who have signed in with this browser, the latest first."""
    text = request.get_signed_cookie(COOKIE, "", salt=COOKIE_SALT, max_age=COOKIE_AGE) or ""
    return [part for part in text.split(".") if part.isdigit()][:COOKIE_PEOPLE]


def seen_here(request: HttpRequest, name: str) -> bool:
    people = User.objects.filter(pk__in=people_seen(request))
    return any(same_name(username) == name for username in people.values_list("username", flat=True))


def remember_browser(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Notes in a signed cookie that this person has signed in here."""
    people = [str(person.pk), *(pk for pk in people_seen(request) if pk != str(person.pk))][:COOKIE_PEOPLE]
    response.set_signed_cookie(
        COOKIE,
        ".".join(people),
        salt=COOKIE_SALT,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
