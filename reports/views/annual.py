"""The annual report: its sentences in the browser, the values they name, freezing these, and the Word document."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.progress import TrackedView
from core.views import ActionView, EditView, HistoryView, PortalView, download
from reports import actions
from reports.annual.paper import report_document, report_title
from reports.annual.reading import annual_report
from reports.forms import AnnualSectionForm
from reports.models import AnnualSection
from reports.views.workbook import FIRST, LAST, asked_year
from reports.years import finished_year
from zones import rules


class OfYear(PortalView):
    """Pages of one year's report."""

    policy = rules.member

    @property
    def year(self) -> int:
        return self.kwargs["year"]

    def get_target(self) -> Any:
        if not FIRST <= self.year <= LAST:
            raise Http404(_("There is no report of such a year."))
        return super().get_target()

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("reports:annual_of", args=[self.year]))


class AnnualPage(OfYear):
    """The report as it would be printed, and what is still to be looked at."""

    template_name = "reports/annual.html"

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        zone, report = request.zone, annual_report(request.zone, year)
        context = {
            "title": report_title(zone, year),
            "year": year,
            "report": report,
            "draft": report.draft,
            "may_write": rules.keeper(request.user, zone),
            "new_url": f"{reverse('reports:annual_section_new')}?year={year}",
        }
        return self.page(context)


class AnnualBegin(OfYear):
    """Stores the standard sentences, to be edited."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, year: int) -> HttpResponseRedirect:
        count = actions.begin_report(zone=request.zone, year=year)
        messages.success(request, _("Sections stored: %(count)s") % {"count": count})
        return self.back()


class AnnualFreeze(TrackedView, OfYear):
    """Freezes the year's values, or lets them follow the registers again."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, year: int) -> HttpResponseRedirect:
        if "thaw" in request.POST:
            self.thaw(year)
        else:
            actions.freeze_year(zone=request.zone, year=year, by=request.user, today=self.as_of)
            messages.success(
                request, _("The year %(year)s is frozen: its values and its workbook stay as they are now.") % {"year": year}
            )
        return self.back()

    def thaw(self, year: int) -> None:
        try:
            actions.thaw_year(zone=self.request.zone, year=year)
        except actions.IssuedError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("The values follow the registers again."))


class AnnualWord(OfYear):
    """The document; written down like every file that leaves the portal."""

    def get(self, request: HttpRequest, year: int) -> FileResponse:
        zone, title = request.zone, report_title(request.zone, year)
        made = annual_report(zone, year).draft
        stream = report_document(made, zone=zone, year=year, author=str(request.user), moment=clock.now())
        zone.record_download(user=request.user, what=title, about=f"{year}", rows=len(made.parts))
        return download(stream, f"{title}.docx")


class AnnualSectionEdit(EditView):
    policy = rules.keeper
    queryset = AnnualSection.objects.select_related("zone")
    form_class = AnnualSectionForm
    template_name = "reports/annual_section.html"
    new_title = gettext_lazy("New section")

    def get_initial(self) -> dict[str, Any]:
        return {"year": asked_year(self.request, finished_year(self.as_of))}

    def back(self) -> str:
        return super().back() if self.row else reverse("reports:annual_of", args=[self.get_initial()["year"]])


class AnnualSectionDrop(ActionView):
    policy = rules.keeper
    queryset = AnnualSection.objects.select_related("zone")

    def act(self, row: AnnualSection, **others: Any) -> str:
        actions.drop_section(section=row)
        return _("Deleted: %(row)s") % {"row": row}


class AnnualSectionHistory(HistoryView):
    policy = rules.member
    queryset = AnnualSection.objects.select_related("zone")
