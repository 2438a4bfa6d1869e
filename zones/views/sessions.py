"""Signing in and out, one's own password and language, the choice of zone."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core import access
from core.views import PortalView
from zones import throttle
from zones.forms import OwnPasswordForm, SignInForm
from zones.middleware import ZONE, form_expired
from zones.models import Zone


class SignIn(auth.LoginView):
    policy = access.anyone
    template_name = "zones/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:
        """Where ``next`` leads, if that is a page of ours; back to this page would be a ring."""
        target = super().get_redirect_url()
        return "" if target.split("?")[0] == self.request.path else target

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        throttle.remember_browser(self.request, response, form.get_user())
        return response


class SignOut(auth.LogoutView):
    policy = access.anyone


class ChangePassword(auth.PasswordChangeView):
    policy = access.signed_in
    template_name = "zones/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("reports:dashboard")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


def back_to(request: HttpRequest) -> str:
    """The page that the person came from, if it is one of ours."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


class ChooseLanguage(PortalView):
    """Keeps the chosen language in a cookie; before sign-in too."""

    policy = access.anyone

    def post(self, request: HttpRequest) -> HttpResponse:
        response = redirect(back_to(request))
        chosen = request.POST.get("language", "")
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, samesite="Lax", secure=settings.HTTPS)
        return response


class ChooseZone(PortalView):
    """Switches to another zone that the person sees; any other is ignored."""

    policy = access.signed_in

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("zone", "")
        readable = chosen.isascii() and chosen.isdigit() and len(chosen) < 19
        zone = Zone.objects.visible_to(request.user).filter(pk=chosen).first() if readable else None
        if zone is not None:
            request.session[ZONE] = zone.pk
        return redirect("/")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form without its token: what was typed is shown again, to be sent once more."""
    return form_expired(request)
