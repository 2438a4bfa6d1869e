"""Answers for the portal's own scripts, which send a form in the background: the same outcomes, in words for a script.

A script says so by its Accept header. 200 stored, 401 sign in first, 403 and 404 refused, 409 both versions differ, 422 not
as it should be; each with the reason to be shown to the person, whose typing stays in the page until 200.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from core.forms import RowForm


def asked_by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def sign_in_first(address: str) -> JsonResponse:
    """``address`` is the page on which a person signs in."""
    reason = _("You are signed out. Sign in again; what you typed is kept.")
    return JsonResponse({"sign_in": address, "reason": reason}, status=HTTPStatus.UNAUTHORIZED)


def refused(reason: Any, status: int = HTTPStatus.FORBIDDEN) -> JsonResponse:
    return JsonResponse({"reason": str(reason)}, status=status)


def not_stored(form: RowForm, *, conflict: bool, **more: Any) -> JsonResponse:
    """What the form's own page would say: both versions differ, or which field breaks which rule."""
    if conflict:
        return JsonResponse({"reason": _("Somebody else changed this while you were writing."), **more}, status=HTTPStatus.CONFLICT)
    words = [
        f"{form.name_of(name)}: {' '.join(map(str, errors))}" if name in form.fields else " ".join(map(str, errors))
        for name, errors in form.errors.items()
    ]
    return JsonResponse({"reason": "; ".join(words), **more}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
