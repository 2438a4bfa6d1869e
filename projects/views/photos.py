"""Photos: those of a project by week, one of them, two beside each other, sending, changing and removing them, the files."""

import logging
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.listing import small_number
from core.periods import Week
from core.views import DetailView, EditView, HistoryView, PortalView, RowMixin
from projects import actions, policies
from projects.forms import OfMilestoneForm, PairForm, PhotoForm, PhotosForm
from projects.models import Photo, Project
from projects.views.projects import visible_project
from zones import rules
from zones.views.administration import RemovalView

logger = logging.getLogger("portal.photos")
PHOTOS = Photo.objects.select_related("project__zone", "project__unit", "report", "milestone", "taken_by")
A_PAGE = 60


class ProjectPhotos(DetailView):
    """The pictures of one project, week by week, the newest first."""

    policy = rules.member
    queryset = Project.objects.select_related("zone", "unit").prefetch_related("officers")
    template_name = "projects/project_photos.html"

    def get_context(self) -> dict[str, Any]:
        form = OfMilestoneForm(self.request.GET, project=self.row)
        found = form.chosen().select_related("milestone", "report").by_week()
        page = Paginator(found, A_PAGE).get_page(small_number(self.request.GET.get("page", ""), 1, 1, 10_000))
        return {
            "form": form,
            "photos": page,
            "weeks": [(Week(monday), list(photos)) for monday, photos in groupby(page, key=lambda photo: photo.monday)],
            "may_edit": self.row.edit_access(self.request.user),
        }


class PhotoDetail(DetailView):
    policy = rules.member
    queryset = PHOTOS.prefetch_related("project__officers")
    template_name = "projects/photo_detail.html"

    def get_context(self) -> dict[str, Any]:
        others = self.row.project.photos
        return {
            "earlier": others.before(self.row).first(),
            "later": others.after(self.row).first(),
            "may_edit": self.row.edit_access(self.request.user),
        }


class PhotoPair(DetailView):
    """Before and after: two pictures of a project, the first and the last unless others are chosen."""

    policy = rules.member
    queryset = Project.objects.select_related("zone")
    template_name = "projects/photo_pair.html"

    def get_context(self) -> dict[str, Any]:
        form = PairForm(self.request.GET, project=self.row)
        return {"form": form, "pair": form.pair()}


class PhotoNew(PortalView):
    """Several pictures at once. The good ones are stored, the others named with what is wrong."""

    policy = policies.reports
    template_name = "projects/photo_new.html"

    def get_target(self) -> Project:
        self.project = visible_project(self.request, self.kwargs["project"])
        return self.project

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        initial = {name: request.GET.get(name) for name in ("report", "milestone")}
        return self.answer(PhotosForm(initial=initial, **self.known()))

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        form = PhotosForm(request.POST, request.FILES, **self.known())
        if not form.is_valid():
            return self.answer(form)
        upload = actions.add_photos(about=form.about(), sent=form.sent(), token=form.token(), by=request.user, as_of=self.as_of)
        if upload.photos:
            messages.success(request, _("Photos stored: %(count)s") % {"count": len(upload.photos)})
        if not upload.refused:
            return HttpResponseRedirect(self.way_back(form.about().report))
        for name, reason in upload.refused:
            form.add_error("photos", _("%(file)s %(reason)s") % {"file": name, "reason": reason})
        return self.answer(form)

    def known(self) -> dict[str, Any]:
        return {"user": self.request.user, "zone": self.project.zone, "project": self.project}

    def way_back(self, report: Any) -> str:
        return report.get_absolute_url() if report else reverse("projects:project_photos", args=[self.project.pk])

    def answer(self, form: PhotosForm) -> HttpResponse:
        return self.page({"form": form, "project": self.project, "title": _("New photos")})


class PhotoEdit(EditView):
    policy = policies.edits
    queryset = PHOTOS
    form_class = PhotoForm


class PhotoRemove(RemovalView):
    policy = policies.edits
    queryset = PHOTOS
    warning = gettext_lazy("The picture is deleted for good; its caption and who removed it stay in the history.")

    def back(self) -> str:
        return reverse("projects:project_photos", args=[self.row.project_id])

    def remove(self, row: Photo) -> None:
        actions.remove_photo(photo=row)


class PhotoHistory(HistoryView):
    policy = rules.member
    queryset = PHOTOS


class PhotoFile(RowMixin, PortalView):
    """The file itself. A browser keeps it, and asks each time whether it may still show it."""

    policy = rules.member
    queryset = Photo.objects.select_related("project__zone")

    def get(self, request: HttpRequest, pk: int, size: str) -> HttpResponse:
        etag = f'"{self.row.pk}-{size}-{self.row.byte_size}"'
        answer = get_conditional_response(request, etag=etag) or self.whole(size)
        answer["ETag"], answer["Cache-Control"], answer["X-Content-Type-Options"] = etag, "private, no-cache", "nosniff"
        return answer

    def whole(self, size: str) -> HttpResponse:
        file = self.row.thumbnail if size == "thumb" else self.row.image
        try:
            with file.open("rb") as opened:
                answer = HttpResponse(opened.read(), content_type="image/jpeg")
        except OSError as error:
            logger.error("photo %s cannot be read: %s", self.row.pk, error)
            raise Http404(_("The file of this photo is missing.")) from None
        answer["Content-Disposition"] = f'inline; filename="photo-{self.row.pk}.jpg"'
        return answer
