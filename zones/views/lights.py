"""The page that opens a light: on which day, by which rules, from which numbers."""

import datetime
from typing import Any

from core.views import DetailView
from zones.lights import Rules, Why
from zones.models import RuleSet
from zones.rule_forms import DayForm


class LightPage(DetailView):
    """The light of one row with its reasons, today or on a past day (``?on=2015-05-31``) by the rules in force then.

    A day that cannot be read shows its message and no light.
    """

    template_name = "zones/light.html"

    def get_context(self) -> dict[str, Any]:
        form = DayForm({"on": self.request.GET.get("on") or self.as_of.isoformat()}, today=self.as_of)
        day = form.cleaned_data["on"] if form.is_valid() else None
        return {"day_form": form, "on": day, **self.back(), **(self.of_day(day) if day else {})}

    def back(self) -> dict[str, Any]:
        """The page that the light belongs to."""
        return {"back": self.row.get_absolute_url(), "back_label": self.row}

    def of_day(self, day: datetime.date) -> dict[str, Any]:
        return {"why": self.why(day, RuleSet.in_force(self.row.zone, day))}

    def why(self, day: datetime.date, rules: Rules) -> Why:
        raise NotImplementedError
