"""Who is here, for which zone, since when, and what the history writes down about it."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.background import asked_by_script, sign_in_first
from core.edit import form_kept
from core.history import Origin
from zones.models import Zone

Handler = Callable[[HttpRequest], HttpResponse]
SEEN, ZONE = "last_seen", "zone"
WRITE_AFTER = timedelta(minutes=1)


def outside() -> set[str]:
    """The addresses that a person needs before or instead of the portal's pages."""
    return {reverse("zones:login"), reverse("zones:password_change"), reverse("zones:logout"), reverse("zones:language")}


def form_expired(request: HttpRequest) -> HttpResponse:
    """The page of a form that came too late or without its token: nothing is stored, nothing typed is lost."""
    if asked_by_script(request):
        return sign_in_first(redirect_to_login(request.path).url)
    if "HX-Request" in request.headers:  # a script, which keeps what was typed and says where to sign in
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": reverse("zones:login")})
    return render(request, "faults/csrf.html", {"kept": form_kept(request), "back": request.path}, status=HTTPStatus.FORBIDDEN)


class IdleTimeoutMiddleware:
    """Signs out a session that nobody used for IDLE_TIMEOUT_MINUTES; notes its use once a minute at most."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            seen = parse_datetime(request.session.get(SEEN, "")) or now
            if now - seen > timedelta(minutes=settings.IDLE_TIMEOUT_MINUTES):
                logout(request)
                if form_kept(request) and request.path not in outside():
                    return form_expired(request)
            elif SEEN not in request.session or now - seen > WRITE_AFTER:
                request.session[SEEN] = now.isoformat()
        return self.get_response(request)


class CurrentZoneMiddleware:
    """Sets ``request.zone``: the chosen one if still allowed, else the person's first. Sends new people to the
    password page before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.zone = self.current(request) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        changing = request.user.is_authenticated and request.user.must_change_password
        if changing and request.path not in outside() and not request.path.startswith(settings.STATIC_URL):
            return redirect("zones:password_change")
        return self.get_response(request)

    def current(self, request: HttpRequest) -> Zone | None:
        user: Any = request.user
        chosen = request.session.get(ZONE)
        if user.is_superuser:
            return Zone.objects.filter(pk=chosen).first() or Zone.objects.first()
        memberships = user.memberships_by_zone
        membership = memberships.get(chosen) or next(iter(memberships.values()), None)
        return membership.zone if membership else None


class HistoryMiddleware:
    """Every row written during a request carries who did it and through which page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self.get_response(request)
        who = {"user": request.user.pk, "name": str(request.user)} if request.user.is_authenticated else {}
        with pghistory.context(**who, origin=Origin.FORM, url=request.path):
            return self.get_response(request)
