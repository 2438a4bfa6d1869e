"""The ledger: list, one promise, and the verbs on it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import history
from core.access import Allowed
from core.listing import address
from core.lists import Counter, exchange
from core.views import DetailView, EditView, ListView, PortalView
from projects import actions, ledger_history, policies, why
from projects.choices import Standing
from projects.filtersets import MilestoneFilterSet
from projects.forms import DropForm, MeetForm, MilestoneForm, MilestoneTextForm, MoveForm
from projects.models import Milestone
from projects.tables import MilestoneTable, due_words
from projects.views.history import StandingOrDropped
from projects.views.projects import OfProject
from zones import rules
from zones.models import RuleSet


def ledger_of(request: Any, as_of: Any) -> Any:
    """The promises of the zone with everything that the ledger's columns and filters read."""
    in_force = RuleSet.in_force(request.zone, as_of)
    rows = Milestone.objects.visible_to(request.user).in_zone(request.zone).with_responsible()
    return rows.with_moved().with_standing(as_of, in_force.due_soon_days).with_light(as_of, in_force).order_by("due_date", "pk")


class MilestoneList(ListView):
    policy = rules.member
    queryset = Milestone.objects.all()
    table_class = MilestoneTable
    filterset_class = MilestoneFilterSet
    register = "milestones"
    title = gettext_lazy("Ledger")
    intro = gettext_lazy("Every dated promise of every project. The first agreed date stays as the baseline.")

    counters = (
        Counter(pgettext_lazy("counter", "all")),
        *(
            Counter(standing.label, (("standing", standing.value),), ("standing", standing.value), Standing.css().get(standing, ""))
            for standing in Standing
        ),
        Counter(pgettext_lazy("counter", "moved"), (("moved", "yes"),), ("is_moved", True)),
    )

    def get_queryset(self) -> Any:
        if policies.changes_many(self.request.user, self.request.zone):
            self.may_tick = "may_edit"
        return ledger_of(self.request, self.as_of).with_edit_right(self.request.user)

    def get_context(self) -> dict[str, Any]:
        if not self.may_tick:
            return {}
        mine = [row for row in self.listing.page.object_list if row.may_edit]
        ticks = ",".join(f"{row.pk}.{row.version}" for row in mine)
        return {"ticks_url": reverse("projects:milestone_bulk"), "page_rows": ticks}

    def get_actions(self) -> list[dict[str, Any]]:
        """The timeline, the calendar, and the same selection in the past."""
        given = self.request.GET
        others = {name: None for name in given if name not in {"park", "unit", "project"}}
        ways = [
            (_("Timeline"), "projects:timeline", "list-details"),
            (_("Calendar"), "projects:calendar", "calendar-due"),
            (_("As it stood on …"), "projects:ledger_on", "calendar-event"),
            (_("What changed"), "projects:ledger_changes", "history"),
            (_("Bulk changes"), "projects:change_list", "checks"),
        ]
        query = address(given, **others).removesuffix("?")
        keeps = rules.keeper(self.request.user, self.request.zone)
        plan = {"label": _("Read a plan's text"), "url": reverse("projects:plan_read"), "icon": "file-text", "decision": keeps}
        shown = [{"label": label, "url": reverse(name) + query, "icon": icon, "decision": Allowed} for label, name, icon in ways]
        made = {"label": _("Ledger templates"), "url": reverse("projects:template_list"), "icon": "copy", "decision": Allowed}
        return [plan, exchange(self.register, keeps), *shown, made] if keeps else shown


class MilestoneDetail(DetailView):
    policy = rules.member
    queryset = Milestone.objects.select_related("project__zone", "project__unit", "unit").prefetch_related(
        "buildings", "project__officers"
    )
    template_name = "projects/milestone_detail.html"

    def get_context(self) -> dict[str, Any]:
        in_force = RuleSet.in_force(self.row.zone, self.as_of)
        weeks = list(self.row.weeks.select_related("report", "revision", "milestone").order_by("-report__monday")[:12])
        return {
            "standing": self.row.standing_on(self.as_of, in_force),
            "why": why.of_promise(self.row, self.as_of, in_force, self.row.project.excuses.on(self.as_of)),
            "lateness": self.row.lateness_days(self.as_of),
            "due_words": due_words(self.row),
            "revisions": self.row.revisions.all(),
            "weeks": weeks,
            "met_unreviewed": any(self.row.actual_date and each.reports_met(self.row.actual_date) for each in weeks),
            "photos": self.row.photos.select_related("project", "milestone", "report").in_order_of_time().reverse()[:8],
            "changes": history.changes(self.row, limit=12, why=ledger_history.why),
            "may_drop": self.row.register_access(self.request.user),
            "may_edit": self.row.edit_access(self.request.user),
        }


class MilestoneNew(OfProject):
    policy = policies.edits
    queryset = Milestone.objects.all()
    form_class = MilestoneForm
    new_title = gettext_lazy("New promise")


class MilestoneEdit(EditView):
    policy = policies.edits
    queryset = Milestone.objects.select_related("project__zone")
    form_class = MilestoneTextForm


class DatedEdit(EditView):
    """A form that must know today."""

    policy = policies.edits
    queryset = Milestone.objects.select_related("project__zone")

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}


class MilestoneMeet(DatedEdit):
    policy = policies.edits
    form_class = MeetForm


class MilestoneMove(DatedEdit):
    policy = policies.edits
    form_class = MoveForm


class MilestoneDrop(StandingOrDropped, PortalView):
    """Asks once, with a reason, and says what goes along; sent twice, it drops once."""

    policy = policies.registers
    template_name = "projects/milestone_drop.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.answer(DropForm(**self.asking())) if self.row else self.gone()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = DropForm(request.POST, **self.asking())
        if self.row is None:
            return self.gone()
        if not form.is_valid():
            return self.answer(form)
        try:
            actions.drop_milestone(milestone=self.row, by=request.user, **form.cleaned_data)
        except actions.OutdatedPromiseError:
            return self.stale(form)
        except Milestone.DoesNotExist:
            return self.gone()
        messages.success(request, _("Dropped: %(row)s") % {"row": self.row})
        return redirect(self.row.project)

    def asking(self) -> dict[str, Any]:
        version = {"version": self.row.version} if self.row else {}
        return {"initial": version, "user": self.request.user, "zone": self.request.zone}

    def answer(self, form: DropForm, **how: Any) -> HttpResponse:
        context = {"row": self.row, "form": form, "goes_along": self.row.goes_along(), "stale": False}
        return self.page({**context, **how.pop("context", {})}, **how)

    def stale(self, form: DropForm) -> HttpResponse:
        """The promise as it is now beside the reason that was typed; the next click is about this copy."""
        self.row = self.rows().get(pk=self.row.pk)
        data = form.data.copy()
        data["version"] = str(self.row.version)
        again = DropForm(data, **self.asking())
        return self.answer(again, context={"stale": True}, status=HTTPStatus.CONFLICT)

    def gone(self) -> HttpResponse:
        messages.info(self.request, _("This promise was dropped already."))
        return redirect("projects:milestone_history", self.kwargs["pk"])
