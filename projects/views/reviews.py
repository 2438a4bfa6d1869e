"""The review of weekly reports: one of them section by section, and the queue of all that wait."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.views import PortalView, RowMixin, forbidden
from projects import actions, policies, reviews
from projects.forms import ReviewForm
from projects.models import WeeklyReport

REPORTS = WeeklyReport.objects.select_related("project__zone", "project__unit", "submitted_by", "reviewed_by")


class ReportReview(RowMixin, PortalView):
    """Old against new, a comment for each section; accept, or send back with a note. Nothing typed is lost."""

    policy = policies.reviews
    queryset = REPORTS
    template_name = "projects/report_review.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.row.is_given:
            return forbidden(request, self.row.review_access(request.user).reason)
        return self.answer(self.form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.stale(form) if form.is_outdated else self.answer(form)
        try:
            row = actions.review_report(report=self.row, word=form.word(), by=request.user)
        except actions.OutdatedReviewError:
            return self.stale(form)
        except actions.ProposalError as refusal:
            form.add_error(form.field_of(refusal.entry), str(refusal))
            return self.answer(form)
        done = _("Accepted: %(row)s") if form.accepts else _("Sent back: %(row)s")
        messages.success(request, done % {"row": row})
        return redirect("projects:review_queue")

    def form(self, data: Any = None) -> ReviewForm:
        entries = list(self.row.milestone_weeks.select_related("milestone__project__zone", "revision"))
        return ReviewForm(data, user=self.request.user, zone=self.row.zone, report=self.row, entries=entries)

    def stale(self, form: ReviewForm) -> HttpResponse:
        """The report as it is now beside the words that were typed; the next click is about this copy."""
        read = form.cleaned_data.get("version")
        self.row = self.rows().get(pk=self.row.pk)
        if not self.row.is_given and read == self.row.version:
            return forbidden(self.request, self.row.review_access(self.request.user).reason)
        data = self.request.POST.copy()
        data["version"] = str(self.row.version)
        changed = {"stale": True, "changed": reviews.changed_since(self.row, read)}
        return self.answer(self.form(data), changed, status=HTTPStatus.CONFLICT)

    def answer(self, form: ReviewForm, context: Any = None, *, status: int = HTTPStatus.OK) -> HttpResponse:
        report = self.row
        previous = actions.last_given(project=report.project, before=report.monday)
        told = {
            "form": form,
            "row": report,
            "previous": previous,
            "parts": reviews.parts(report, previous, form),
            "reasons": reviews.screening.reasons(report, previous, form.entries),
            "rounds": reviews.rounds(report),
        }
        return self.page({**told, **(context or {})}, status=status)


class ReviewQueue(PortalView):
    """All submitted reports that I may review, those worth a look on top; the ticked ones are accepted in one step."""

    policy = policies.reviewer
    template_name = "projects/review_queue.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = reviews.read_ticks(request.POST.getlist("report"))
        if not ticked:
            return self.answer({"nothing": True})
        seen = WeeklyReport.objects.all().visible_to(request.user).of_ids(ticked)
        if seen.count() < len(ticked):
            raise Http404(_("There is no such page, or it is not of your zone."))
        if seen.reviewable_by(request.user).count() < len(ticked):
            return forbidden(request, _("Only the head of the responsible unit reviews its reports."))
        try:
            done = actions.accept_reports(versions=ticked, by=request.user)
        except actions.OutdatedReviewsError as refusal:
            return self.changed(set(ticked), refusal.pks)
        messages.success(request, _("Reports accepted: %(count)s") % {"count": len(done)})
        return redirect("projects:review_queue")

    def changed(self, ticked: set[int], pks: list[int]) -> HttpResponse:
        """Those that are not as they were read, by name; the others keep their ticks."""
        rows = REPORTS.visible_to(self.request.user).of_ids(pks)
        return self.answer({"changed": rows, "ticked": ticked.difference(pks)}, status=HTTPStatus.CONFLICT)

    def answer(self, context: Any = None, *, status: int = HTTPStatus.OK) -> HttpResponse:
        found = WeeklyReport.objects.in_zone(self.request.zone).reviewable_by(self.request.user).submitted()
        return self.page({"queue": reviews.queue(found), **(context or {})}, status=status)
