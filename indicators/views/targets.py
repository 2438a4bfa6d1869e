"""Setting a year's target and revising it; the old one keeps its date and reason."""

from typing import Any

from django.utils.translation import gettext as _

from core.listing import small_number
from core.views import HistoryView
from indicators.actions import set_target
from indicators.forms import TargetForm
from indicators.models import Target
from indicators.views.base import NextEdition, OfIndicator
from indicators.views.figures import FIRST_YEAR, LAST_YEAR
from zones import rules


class TargetNew(OfIndicator):
    policy = rules.keeper
    queryset = Target.objects.all()
    form_class = TargetForm

    def get_parent(self) -> Any:
        indicator = super().get_parent()
        self.new_title = _("New target: %(indicator)s") % {"indicator": indicator}
        return indicator

    def get_initial(self) -> dict[str, Any]:
        return {"year": small_number(self.request.GET.get("year", ""), self.as_of.year, FIRST_YEAR, LAST_YEAR)}

    def save(self, form: Any) -> Target:
        return set_target(target=form.instance, after=0)


class TargetRevision(NextEdition):
    policy = rules.keeper
    queryset = Target.objects.select_related("indicator__zone")
    form_class = TargetForm

    def get_parent(self) -> Any:
        target = super().get_parent()
        self.new_title = _("Revise the target: %(target)s") % {"target": target}
        return target

    def new_row(self) -> Target:
        return Target(indicator=self.newest.indicator, year=self.newest.year)

    def get_initial(self) -> dict[str, Any]:
        newest = self.newest
        kept = {name: getattr(newest, name) for name in ("value", "stated_growth", "source")}
        return {**kept, "replaces": newest.edition, "set_on": self.as_of}

    def save(self, form: Any) -> Target:
        return set_target(target=form.instance, after=form.cleaned_data["replaces"])


class TargetHistory(HistoryView):
    policy = rules.member
    queryset = Target.objects.select_related("indicator__zone")
