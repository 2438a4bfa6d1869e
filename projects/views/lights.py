"""Lights opened: of a project, a promise, a unit; the units side by side; excuses; what new rules would do."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import EditView, HistoryView, ListView, PortalView
from projects import policies, units, why
from projects.effect import effect
from projects.filtersets import UnitLightFilterSet
from projects.forms import ExcuseForm
from projects.lights import month_words, shared_month
from projects.models import Excuse, Milestone, Project
from projects.tables import UnitLightTable
from projects.views.projects import OfProject
from zones import rules
from zones.choices import Subject
from zones.lights import Rules, Why
from zones.models import RuleSet, Unit
from zones.rule_forms import RuleSetForm
from zones.views.light_rules import RulesPage
from zones.views.lights import LightPage

SHOWN = 50  # overdue promises on a unit's page; the ledger has them all


class ProjectLight(LightPage):
    policy = rules.member
    queryset = Project.objects.select_related("zone")

    def why(self, day: datetime.date, rules: Rules) -> Why:
        return why.of_project(self.row, day, rules, self.row.milestones.all(), self.row.excuses.on(day))


class MilestoneLight(LightPage):
    policy = rules.member
    queryset = Milestone.objects.select_related("project__zone")

    def why(self, day: datetime.date, rules: Rules) -> Why:
        return why.of_promise(self.row, day, rules, self.row.project.excuses.on(day))


class UnitLight(LightPage):
    """What a unit answers for: its light, its projects with theirs, its promises that are overdue."""

    policy = rules.member
    queryset = Unit.objects.select_related("zone")
    template_name = "projects/unit_light.html"

    def back(self) -> dict[str, Any]:
        return {"back": reverse("projects:unit_lights"), "back_label": UnitLights.title}

    def of_day(self, day: datetime.date) -> dict[str, Any]:
        in_force = RuleSet.in_force(self.row.zone, day)
        line = why.unit_line(self.row, day, in_force)
        return {
            "why": line.why,
            "line": line,
            "month": month_words(shared_month(day)),
            "projects": Project.objects.of_unit(self.row).with_light(day, in_force).order_by("severity", "earliest_open", "pk"),
            "promises": Milestone.objects.of_unit(self.row)
            .overdue(day)
            .select_related("project")
            .order_by("scored_date", "pk")[:SHOWN],
        }


class UnitLights(ListView):
    """The units side by side."""

    policy = rules.member
    queryset = Unit.objects.all()
    table_class = UnitLightTable
    filterset_class = UnitLightFilterSet
    title = gettext_lazy("Units by light")

    def get_queryset(self) -> Any:
        self.rules = RuleSet.in_force(self.request.zone, self.as_of)
        lines = units.unit_lines(self.request.zone, self.as_of, self.rules)
        return units.with_lines(super().get_queryset(), lines)

    def get_context(self) -> dict[str, Any]:
        about = _("The projects and promises that each unit answers for. Promises of the month: those due in %(month)s.")
        silent = "" if self.rules.of(Subject.UNIT) else _("The rules in force give units no light of their own.")
        return {"intro": f"{about % {'month': month_words(shared_month(self.as_of))}} {silent}".strip()}


class ExcuseNew(OfProject):
    policy = policies.registers
    queryset = Excuse.objects.all()
    form_class = ExcuseForm
    new_title = gettext_lazy("New excuse")

    def get_initial(self) -> dict[str, Any]:
        return {"first_day": self.as_of}


class ExcuseEdit(EditView):
    policy = policies.registers
    queryset = Excuse.objects.select_related("project__zone", "milestone")
    form_class = ExcuseForm


class ExcuseHistory(HistoryView):
    policy = rules.member
    queryset = Excuse.objects.select_related("project__zone", "milestone")


class RulesEffect(RulesPage, PortalView):
    """The rules in the form, tried on today's projects; nothing is stored."""

    policy = rules.keeper
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        given = {
            "instance": RuleSet(zone=request.zone),
            "initial": self.rules_initial(),
            "user": request.user,
            "zone": request.zone,
        }
        form = RuleSetForm(request.POST, as_of=self.as_of, **given)
        context = {"rules_now": RuleSet.in_force(request.zone, self.as_of)}
        if form.is_valid():
            context["effect"] = effect(request.zone, self.as_of, context["rules_now"], form.rules())
        return self.page({**self.rules_context(form), **context}, status=self.rules_status(form))
