"""The rules of the lights: their editions, one edition in sentences, a new one."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.listing import small_number
from core.views import MAX_ROW_ID, DetailView, EditView, ListView
from zones import light_words, rules
from zones.choices import Preset
from zones.filtersets import RuleSetFilterSet
from zones.lights import Rules, shipped
from zones.models import RuleSet
from zones.presets import PRESETS
from zones.rule_forms import RuleSetForm
from zones.tables import RuleSetTable


class RulesList(ListView):
    policy = rules.member
    queryset = RuleSet.objects.with_clause_count()
    table_class = RuleSetTable
    filterset_class = RuleSetFilterSet
    title = gettext_lazy("Light rules")
    intro = gettext_lazy("By which rules lights are given. A change is a new edition: earlier lights keep the rules they had.")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_in_force(self.as_of)

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        css = "btn btn-primary"
        return [{"label": _("New edition"), "url": reverse("zones:rules_new"), "icon": "plus", "decision": decision, "css": css}]


class RulesDetail(DetailView):
    """One edition: its clauses as sentences, since when it holds, and what it changed."""

    policy = rules.member
    queryset = RuleSet.objects.select_related("zone").prefetch_related("clauses")
    template_name = "zones/rules_detail.html"

    def get_context(self) -> dict[str, Any]:
        now, before = self.row.as_rules(), RuleSet.objects.edition_before(self.row)
        former = before.as_rules() if before else shipped(self.row.year)
        return {
            "rules": now,
            "before": before,
            "former": former,
            "changes": light_words.changes(former, now),
            "in_force": RuleSet.in_force(self.row.zone, self.as_of).pk == self.row.pk,
            "may_keep": rules.keeper(self.request.user, self.row),
        }


class RulesPage:
    """The form of a new edition and the page around it; also for those that only try it."""

    template_name = "zones/rules_edit.html"
    request: Any
    as_of: Any

    def start(self) -> tuple[Rules, str, str]:
        """What the form starts from: rules, preset and source. ``?start=`` names a preset or an edition, else the newest."""
        asked, editions = self.request.GET.get("start", ""), RuleSet.objects.in_zone(self.request.zone)
        if asked in Preset.values:
            found = PRESETS[Preset(asked)]
            return Rules(self.as_of.year, name=str(found.name), clauses=found.clauses), asked, str(found.source)
        pk = small_number(asked, 0, 0, MAX_ROW_ID)
        row = (editions.filter(pk=pk).first() if pk else None) or editions.enacted_last()
        own = PRESETS[Preset.PORTAL]
        portal = Rules(self.as_of.year, name=str(own.name), clauses=own.clauses)
        return (row.as_rules(), row.preset, row.source) if row else (portal, Preset.PORTAL, "")

    def rules_initial(self) -> dict[str, Any]:
        given, preset, source = self.start()
        newest = RuleSet.objects.in_zone(self.request.zone).enacted_last()
        head = {"name": given.name, "preset": preset, "source": source, "due_soon_days": given.due_soon_days}
        seen = {"replaces": newest.pk if newest else 0, "valid_from": self.as_of}
        return {**head, **seen, **RuleSetForm.clause_initial(given.clauses)}

    def rules_context(self, form: RuleSetForm) -> dict[str, Any]:
        editions = RuleSet.objects.in_zone(self.request.zone).order_by("-year", "-edition")[:4]
        return {
            "form": form,
            "title": _("New edition of the light rules"),
            "cancel": reverse("zones:rules_list"),
            "conflict": form.differences(),
            "presets": Preset,
            "editions": editions,
            "started_from": self.request.GET.get("start", ""),
        }

    def rules_status(self, form: RuleSetForm) -> int:
        return HTTPStatus.CONFLICT if form.newer else HTTPStatus.OK


class RulesNew(RulesPage, EditView):
    policy = rules.keeper
    queryset = RuleSet.objects.all()
    form_class = RuleSetForm

    def get_initial(self) -> dict[str, Any]:
        return self.rules_initial()

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}

    def answer(self, form: Any, *, conflict: tuple = (), status: int = 200) -> HttpResponse:
        return self.page(self.rules_context(form), status=self.rules_status(form))
