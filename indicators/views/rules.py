"""The zone's own rules for its figures: the list, a rule, taking one out."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Allowed
from core.lists import exchange
from core.views import ActionView, EditView, HistoryView, ListView
from indicators import actions
from indicators.filtersets import CheckRuleFilterSet
from indicators.forms import CheckRuleForm
from indicators.models import CheckRule, Indicator
from indicators.tables import CheckRuleTable
from zones import rules


class RuleList(ListView):
    policy = rules.member
    queryset = CheckRule.objects.all()
    register = "rules"
    table_class = CheckRuleTable
    filterset_class = CheckRuleFilterSet
    title = gettext_lazy("Check rules")
    intro = gettext_lazy("What the figures of a year should satisfy, beside the rules that the portal ships.")

    def get_actions(self) -> list[dict[str, Any]]:
        decision = rules.keeper(self.request.user, self.request.zone)
        return [
            exchange(self.register, decision),
            {"label": _("New check rule"), "url": reverse("indicators:rule_new"), "icon": "plus", "decision": decision},
            {"label": _("Checks"), "url": reverse("reports:checks"), "icon": "checks", "decision": Allowed},
        ]


class RuleEdit(EditView):
    policy = rules.keeper
    queryset = CheckRule.objects.select_related("zone")
    form_class = CheckRuleForm
    template_name = "indicators/rule_edit.html"
    new_title = gettext_lazy("New check rule")

    def page(self, context: dict[str, Any] | None = None, **others: Any) -> HttpResponse:
        codes = Indicator.objects.in_zone(self.request.zone).values_list("code", "name", "unit")
        return super().page({"codes": codes, **(context or {})}, **others)

    def success_url(self, row: CheckRule) -> str:
        return reverse("indicators:rule_list")

    def back(self) -> str:
        return reverse("indicators:rule_list")


class RuleRemove(ActionView):
    policy = rules.keeper
    queryset = CheckRule.objects.select_related("zone")

    def act(self, row: CheckRule, **others: Any) -> str:
        actions.remove_rule(rule=row)
        return _("Deleted: %(row)s") % {"row": row}

    def success_url(self, row: CheckRule) -> str:
        return reverse("indicators:rule_list")


class RuleHistory(HistoryView):
    policy = rules.member
    queryset = CheckRule.objects.all()
