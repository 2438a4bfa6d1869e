"""What does not fit together in a year's numbers, and deciding about it. Nothing is ever corrected here."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core import history
from core.access import Allowed
from core.statements import Priority
from core.views import ActionView, EditView, HistoryView, PortalView, download
from reports import actions, checks, policies
from reports.checks import Finding
from reports.choices import DecisionState
from reports.forms import DecisionForm, FindingAnswerForm
from reports.models import FindingDecision
from reports.views.workbook import FIRST, LAST, asked_year
from reports.workbook.checks import checks_workbook
from reports.years import finished_year, workbook_years
from zones import rules

DECISIONS = FindingDecision.objects.select_related("zone", "sent_to", "decided_by")


class ChecksPage(PortalView):
    """All findings of a year's report and of its plan for the next year; with ``?export=xlsx`` as a workbook."""

    policy = rules.member
    template_name = "reports/checks.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        zone, year = request.zone, asked_year(request, finished_year(self.as_of))
        found = checks.findings(zone, year)
        if request.GET.get("export") == "xlsx":
            return self.export(found, year)
        show = request.GET.get("show", "")
        context = {
            "title": _("Checks of %(year)s") % {"year": year},
            "year": year,
            "years": sorted({*workbook_years(zone, self.as_of), year}, reverse=True),
            "findings": checks.shown(found, show),
            "counts": checks.tally(found),
            "show": show,
            "asked": FindingDecision.objects.in_zone(zone).asked_of(request.user),
            "may_keep": rules.keeper(request.user, zone),
        }
        return self.page({**context, "state_css": DecisionState.css(), "priority_css": Priority.css()})

    def export(self, found: list[Finding], year: int) -> HttpResponseBase:
        zone, title = self.request.zone, _("checks %(year)s") % {"year": year}
        stream, rows = checks_workbook(zone, year, found, self.as_of, str(self.request.user))
        zone.record_download(user=self.request.user, what=title, about=f"{year}", rows=rows)
        return download(stream, f"{zone}-{title}.xlsx")


class OfFinding(PortalView):
    """What pages about one finding share. Raises: Http404 when nothing of that key is stated of the year."""

    @cached_property
    def finding(self) -> Finding:
        year = self.kwargs["year"]
        given = {name: self.kwargs[name] for name in ("rule", "about")}
        found = checks.finding(self.request.zone, year, **given) if FIRST <= year <= LAST else None
        if found is None:
            raise Http404(_("There is no such finding; perhaps its row was deleted."))
        return found

    def get_target(self) -> Any:
        """The zone, once it is certain that there is such a finding in it."""
        return super().get_target() if self.finding else None

    def address(self) -> str:
        return reverse("reports:finding", kwargs={name: self.kwargs[name] for name in ("year", "rule", "about")})


class FindingPage(OfFinding):
    """One finding: both sides, the decision, what was decided before."""

    policy = rules.member
    template_name = "reports/finding.html"

    def get(self, request: HttpRequest, year: int, rule: str, about: str) -> HttpResponseBase:
        decision = self.finding.decision
        context = {
            "title": self.finding.statement.subject,
            "finding": self.finding,
            "year": year,
            "address": self.address(),
            "may_decide": rules.keeper(request.user, request.zone),
            "may_answer": decision.answer_access(request.user) if decision else Allowed,
            "changes": history.changes(decision, limit=20) if decision else [],
            "state_css": DecisionState.css(),
            "priority_css": Priority.css(),
        }
        return self.page(context)


class DecisionNew(OfFinding, EditView):
    """The first decision about a finding."""

    policy = rules.keeper
    queryset = DECISIONS
    form_class = DecisionForm
    template_name = "reports/decision_edit.html"

    def get_parent(self) -> Any:
        self.new_title = _("Decide: %(finding)s") % {"finding": self.finding.statement.subject}
        return super().get_parent()

    def new_row(self) -> FindingDecision:
        return FindingDecision(zone=self.request.zone, year=self.kwargs["year"])

    def save(self, form: Any) -> FindingDecision:
        return actions.decide(decision=form.instance, statement=self.finding.statement, by=self.request.user, on=self.as_of)

    def page(self, context: dict[str, Any] | None = None, **others: Any) -> HttpResponse:
        return super().page({"view_finding": self.finding, **(context or {})}, **others)

    def back(self) -> str:
        return self.address()


class DecisionEdit(EditView):
    """Another decision about the same finding, on its sides of now."""

    policy = rules.keeper
    queryset = DECISIONS
    form_class = DecisionForm
    template_name = "reports/decision_edit.html"

    def save(self, form: Any) -> FindingDecision:
        row = form.instance
        found = checks.finding(row.zone, row.year, row.rule, row.about)
        if found is None:
            raise Http404(_("There is no such finding; perhaps its row was deleted."))
        return actions.decide(decision=row, statement=found.statement, by=self.request.user, on=self.as_of)


class DecisionAnswer(EditView):
    policy = policies.answers
    queryset = DECISIONS
    form_class = FindingAnswerForm
    template_name = "reports/decision_edit.html"

    def save(self, form: Any) -> FindingDecision:
        return actions.answer_finding(decision=form.instance)


class DecisionDrop(ActionView):
    """The finding is open again."""

    policy = rules.keeper
    queryset = DECISIONS

    def act(self, row: FindingDecision, **others: Any) -> str:
        actions.take_decision_back(decision=row)
        return _("The finding is open again: %(finding)s") % {"finding": row}


class DecisionHistory(HistoryView):
    policy = rules.member
    queryset = DECISIONS
