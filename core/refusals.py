"""Before sign-in is the sign-in page, in scope without the right is 403 with the reason; a script is told in its own way."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from core import background, edit


def sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page; a fragment's request makes the whole page go there, a script is told."""
    response = redirect_to_login(request.get_full_path())
    if background.asked_by_script(request):
        return background.sign_in_first(response.url)
    return HttpResponseClientRedirect(response.url) if getattr(request, "htmx", False) else response


def forbidden(request: HttpRequest, reason: Any) -> HttpResponse:
    if background.asked_by_script(request):
        return background.refused(reason)
    kept = edit.form_kept(request)  # the right may have ended while somebody wrote
    return render(request, "faults/forbidden.html", {"reason": reason, "kept": kept}, status=HTTPStatus.FORBIDDEN)
