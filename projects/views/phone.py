"""The form of the week, and what keeps it and "my week" on a phone without a line."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core import access, background, clock
from core.forms import RowForm
from core.views import EditView, PortalView
from projects import actions, policies
from projects.forms import ReportPhotosForm, WeeklyReportForm
from projects.models import WeeklyReport


class KeptOnDevice:
    """A page that the service worker keeps for whom it was made: the header says who that is."""

    def page(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().page(*args, **kwargs)  # type: ignore[misc]
        response["X-Portal-Person"] = self.request.user.pk  # type: ignore[attr-defined]
        return response


class ReportWrite(KeptOnDevice, EditView):
    """The form of the week: last week's words and numbers beside each box.

    Pictures are stored whatever becomes of the words: a file cannot be put back into a page. A script that sends the form
    in the background is answered in its own way (core.background).
    """

    policy = policies.writes
    queryset = WeeklyReport.objects.select_related("project__zone", "project__unit")
    form_class = WeeklyReportForm
    template_name = "projects/report_form.html"

    def form_arguments(self) -> dict[str, Any]:
        previous = actions.last_given(project=self.row.project, before=self.row.monday)
        return {"previous": previous, "now": clock.now()}

    def pictures(self) -> ReportPhotosForm:
        sent = (self.request.POST, self.request.FILES) if self.request.method == "POST" else ()
        return ReportPhotosForm(*sent, user=self.request.user, zone=self.row.zone, report=self.row)

    def post(self, request: HttpRequest, pk: int | None = None, **parents: Any) -> HttpResponse:
        form = self.pictures()
        self.refused: list[list[Any]] = []
        if form.is_valid():
            upload = actions.add_photos(about=form.about(), sent=form.sent(), token=form.token(), by=request.user, as_of=self.as_of)
            refused = zip(upload.places, upload.refused, strict=True)
            self.refused = [[place, f"{name} {reason}"] for place, (name, reason) in refused]
        else:
            reason = " ".join(str(error) for errors in form.errors.values() for error in errors)
            self.refused = [[place, reason] for place, _file in enumerate(request.FILES.getlist("photos"))]
        if not background.asked_by_script(request):
            for text in dict.fromkeys(text for _place, text in self.refused):
                messages.warning(request, _("Photo not stored: %(reason)s") % {"reason": text})
        return super().post(request, pk, **parents)

    def stored(self, row: WeeklyReport) -> HttpResponse:
        if not background.asked_by_script(self.request):
            return super().stored(row)
        row.refresh_from_db(fields=["version", "state"])
        if "draft" not in self.request.POST:
            messages.success(self.request, _("Saved: %(row)s") % {"row": row})
        about = {"version": row.version, "is_given": row.is_given, "at": f"{clock.now():%H:%M}", "next": self.success_url(row)}
        return JsonResponse({**about, "refused": self.refused})

    def success_url(self, row: Any) -> str:
        return reverse("projects:my_week")

    def answer(self, form: RowForm, *, conflict: tuple = (), status: int = 200) -> HttpResponse:
        if background.asked_by_script(self.request) and self.request.method == "POST":
            return background.not_stored(form, conflict=bool(conflict), refused=self.refused)
        photos = self.row.photos.select_related("project", "milestone").in_order_of_time()
        about = {"form": form, "pictures": self.pictures(), "photos": photos, "row": self.row, "conflict": conflict}
        return self.page(about, status=status)


@cache
def worker_script() -> str:
    return (Path(settings.BASE_DIR) / "static/js/sw.js").read_text(encoding="utf-8")


class ServiceWorker(PortalView):
    """The script that keeps pages on the device, served for the whole site: from /static/ it would rule only that folder."""

    policy = access.anyone

    def get(self, request: HttpRequest) -> HttpResponse:
        places = {name: reverse(f"zones:{view}") for name, view in (("signIn", "login"), ("signOut", "logout"))}
        home, form = reverse("projects:my_week"), reverse("projects:report_write", args=[0]).replace("0", "[0-9]+")
        pages = [f"^{path}$" for path in (home, form)]
        build = getattr(staticfiles_storage, "manifest_hash", "")
        kept = {"build": build, "static": settings.STATIC_URL, "pages": pages, "home": home, **places}
        body = f"const PORTAL = {json.dumps(kept)};\n{worker_script()}"
        response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
        response["Cache-Control"], response["Service-Worker-Allowed"] = "no-cache", "/"
        return response
