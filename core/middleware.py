"""What every request passes: refusal of malformed requests, plain answers while the database is away, language."""

import logging
import sys
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import defaults

from core.storage import FULL_DISK

logger = logging.getLogger("portal.faults")
Handler = Callable[[HttpRequest], HttpResponse]
MAX_QUERY = 8_000  # bytes of query string that any page could mean
MAX_BODY_MB = 200  # of one request: a dozen photos; larger ones would only fill the disk with what nobody reads
AWAY = (OperationalError, InterfaceError)
BUSY = {"40001", "40P01", "55P03", "57014"}  # serialisation, deadlock, lock timeout, statement timeout


class FaultMiddleware:
    """A database that is down or busy in a view gives 503 with Retry-After and a plain page, never a traceback."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception) if is_away(exception) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: the same for middleware (session, person), whose exceptions never reach another middleware."""
    error = sys.exc_info()[1]
    return unavailable(request, error) if error and is_away(error) else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: forms that are larger than the portal reads are refused in words."""
    if isinstance(exception, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        reason = _("more than %(limit)s MB of text are sent at once; nothing was stored, send a part of it") % {"limit": limit}
    elif isinstance(exception, TooManyFieldsSent):
        reason = _("the form has more fields than can be read at once; nothing was stored, send a part of it")
    else:
        return defaults.bad_request(request, exception)
    return render(None, "faults/bad_request.html", {"reason": reason}, status=400)


def is_away(error: BaseException) -> bool:
    """The database does not answer, or the disk has no room for what is being sent."""
    return isinstance(error, AWAY) or (isinstance(error, OSError) and error.errno in FULL_DISK)


def unavailable(request: HttpRequest, error: BaseException) -> HttpResponse:
    full = isinstance(error, OSError)
    busy = getattr(error.__cause__, "pgcode", None) in BUSY
    state = "disk full" if full else "database busy" if busy else "database away"
    logger.error("%s at %s: %s", state, request.path, str(error).splitlines()[:1])
    response = render(None, "faults/unavailable.html", {"busy": busy, "full": full}, status=503)
    response["Retry-After"] = "5"
    return response


class CleanRequestMiddleware:
    """Refuses what no page and no form of the portal sends: NUL bytes, endless queries, foreign charsets."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reason = self.refusal(request)
        if reason:
            return render(None, "faults/bad_request.html", {"reason": reason}, status=400)
        return self.get_response(request)

    def refusal(self, request: HttpRequest) -> str:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY:
            return _("the address is too long")
        sent = request.META.get("CONTENT_LENGTH") or ""
        if sent.isdecimal() and int(sent[:20]) > MAX_BODY_MB * 1024**2:
            return _("more than %(limit)s MB are sent at once; send fewer files") % {"limit": MAX_BODY_MB}
        if "\x00" in request.path_info or b"\x00" in unquote_to_bytes(query):
            return _("the address contains a NUL character")
        if any("\x00" in value for value in request.COOKIES.values()):
            return _("a cookie contains a NUL character")
        charset = (request.content_params or {}).get("charset", "utf-8").lower().strip("\"'")
        if charset not in {"utf-8", "utf8", "us-ascii"}:
            return _("the form is not in UTF-8")
        return ""


class LanguageMiddleware:
    """The person's chosen language from its cookie, else Chinese: the browser's own preference does not count."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
