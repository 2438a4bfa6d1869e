"""The project register and the page of one project."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import history
from core.access import Allowed
from core.listing import OWN, address
from core.lists import Counter, exchange
from core.tables import BaseTable
from core.views import DetailView, EditView, HistoryView, ListView
from projects import ledger_history, policies, timeline, why
from projects.choices import Stage
from projects.filtersets import ProjectFilterSet
from projects.forms import BuildingForm, InvestmentYearForm, ProjectForm, StageForm
from projects.models import Building, InvestmentYear, Project
from projects.tables import LedgerTable, ProjectTable
from zones import rules
from zones.choices import Light
from zones.models import RuleSet
from zones.templatetags.lights import rules_link


class ProjectList(ListView):
    policy = rules.member
    queryset = Project.objects.all()
    table_class = ProjectTable
    filterset_class = ProjectFilterSet
    register = "projects"
    title = gettext_lazy("Projects")
    counters = (
        Counter(pgettext_lazy("counter", "all")),
        *(Counter(light.label, (("light", light.value),), ("light", light.value), light.value) for light in Light.worst_first()),
    )

    def get_queryset(self) -> Any:
        self.rules = RuleSet.in_force(self.request.zone, self.as_of)
        return super().get_queryset().with_light(self.as_of, self.rules).with_investment(self.as_of)

    def get_context(self) -> dict[str, Any]:
        return {"intro": format_html("{} {}", _("Lights by"), rules_link(self.rules))}

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        drawn = f"{reverse('projects:timeline')}{address(self.request.GET, **dict.fromkeys(OWN))}".removesuffix("?")
        return [
            {"label": _("New project"), "url": reverse("projects:project_new"), "icon": "plus", "decision": decision},
            exchange(self.register, decision),
            {"label": _("Timeline"), "url": drawn, "icon": "list-details", "decision": Allowed},
        ]


class ProjectDetail(DetailView):
    """Facts, ledger as timeline and table, the last weeks, buildings, investment, history."""

    policy = rules.member
    queryset = Project.objects.select_related("zone", "park", "unit", "owner", "leader").prefetch_related("officers")
    template_name = "projects/project_detail.html"

    def get_context(self) -> dict[str, Any]:
        project, user = self.row, self.request.user
        in_force = RuleSet.in_force(project.zone, self.as_of)
        milestones = list(project.milestones.with_standing(self.as_of, in_force.due_soon_days).order_by("due_date", "pk"))
        excuses = list(project.excuses.select_related("milestone"))
        lasting = [excuse for excuse in excuses if excuse.lasts_on(self.as_of)]
        opened = why.of_project(project, self.as_of, in_force, milestones, lasting)
        reports = list(project.weekly_reports.select_related("submitted_by").order_by("-monday")[:8])
        return {
            "why": opened,
            "excuses": excuses,
            "table": ledger(milestones),
            "timeline": timeline.draw(milestones, self.as_of, in_force.due_soon_days),
            "reports": reports,
            "latest": next((report for report in reports if report.is_given), None),
            "buildings": project.buildings.all(),
            "investments": project.investment_years.with_self_reported(self.as_of).prefetch_related("revisions"),
            "steps": steps(project),
            "photos": project.photos.select_related("milestone", "report").in_order_of_time().reverse()[:4],
            "changes": history.changes(project, limit=8, why=ledger_history.why),
            "may_edit": project.edit_access(user),
            "may_instruct": project.instruct_access(user),
            "may_register": project.register_access(user),
            **instructions(project, self.as_of),
        }


def instructions(project: Project, as_of: Any) -> dict[str, Any]:
    """The leaders' instructions that wait for an answer, and the newest that have one."""
    rows = list(project.instructions.with_standing(as_of).select_related("given_by").most_urgent_first())
    answered = sorted((row for row in rows if not row.is_open), key=lambda row: row.answered_on)
    return {"asked": [row for row in rows if row.is_open], "answered": answered[-5:]}


def ledger(milestones: list[Any]) -> BaseTable:
    hidden = ("actual_review", "revision_count", "wording", "remark")
    return LedgerTable(milestones, exclude=[*LedgerTable.Meta.exclude, *hidden])


def steps(project: Project) -> list[dict[str, Any]]:
    """The stages in order with the day each was reached, as far as known."""
    reached = {entry.stage: entry for entry in project.stage_entries.all()}
    order = Stage.in_order()
    here = order.index(Stage(project.stage)) if project.stage in order else -1
    return [
        {"label": stage.label, "entry": reached.get(stage), "done": index < here, "current": index == here}
        for index, stage in enumerate(order)
    ]


class ProjectEdit(EditView):
    policy = policies.registers
    queryset = Project.objects.all()
    form_class = ProjectForm


class ProjectNew(EditView):
    policy = rules.keeper
    queryset = Project.objects.all()
    form_class = ProjectForm
    new_title = gettext_lazy("New project")


class ProjectStage(EditView):
    policy = policies.edits
    queryset = Project.objects.all()
    form_class = StageForm


class ProjectHistory(HistoryView):
    """The project's own changes and those of its ledger in one line."""

    policy = rules.member
    queryset = Project.objects.all()

    def get_changes(self) -> list[history.Change]:
        return ledger_history.project_changes(self.row)


def visible_project(request: HttpRequest, pk: int) -> Project:
    """The project that something new belongs to. Raises: Http404."""
    project = Project.objects.visible_to(request.user).filter(pk=pk).first()
    if project is None:
        raise Http404
    return project


class OfProject(EditView):
    """A new row of a project; the policy is asked about the project."""

    def get_parent(self) -> Project:
        self.project = visible_project(self.request, self.kwargs["project"])
        return self.project

    def new_row(self) -> Any:
        return self.queryset.model(project=self.project)

    def back(self) -> str:
        return self.project.get_absolute_url()


class BuildingNew(OfProject):
    policy = policies.edits
    queryset = Building.objects.all()
    form_class = BuildingForm
    new_title = gettext_lazy("New building")


class BuildingEdit(EditView):
    policy = policies.edits
    queryset = Building.objects.select_related("project__zone")
    form_class = BuildingForm


class InvestmentMixin:
    """A form that must know today."""

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}  # type: ignore[attr-defined]


class InvestmentNew(InvestmentMixin, OfProject):
    policy = policies.registers
    queryset = InvestmentYear.objects.all()
    form_class = InvestmentYearForm
    new_title = gettext_lazy("Investment of a year")

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.as_of.year}


class InvestmentEdit(InvestmentMixin, EditView):
    policy = policies.registers
    queryset = InvestmentYear.objects.select_related("project__zone")
    form_class = InvestmentYearForm
