"""The form that spreads a target over its months."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.formfields import AmountField
from core.forms import RowForm
from indicators import paths
from indicators.actions import last_year
from indicators.choices import Split
from indicators.models import Target


class SplitForm(RowForm):
    """The way of splitting, and for one by hand the cumulative value expected by the end of each month (empty: on a line)."""

    class Meta:
        model = Target
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = Target._meta.get_field("split").formfield()
        own, self.fields = self.fields, {"split": choice}
        steps = self.instance.steps
        for month in range(1, 12):
            label = pgettext("period", "month %(month)s") % {"month": month}
            box = AmountField(label=label, unit=self.instance.indicator.unit, required=False, max_digits=18, decimal_places=4)
            box.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})
            self.fields[f"m{month}"] = box
            self.initial[f"m{month}"] = steps.get(month)
        self.fields.update(own)
        self.initial["split"] = self.instance.split

    fieldsets = [("", ["split"]), ("", [f"m{month}" for month in range(1, 12)])]

    def stored(self, row: Any) -> dict[str, Any]:
        steps = row.steps
        return {"split": row.split, **{f"m{month}": steps.get(month) for month in range(1, 12)}}

    def proposed(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in ["split", *(f"m{month}" for month in range(1, 12))]}

    @property
    def steps(self) -> dict[int, Decimal]:
        given = {month: self.cleaned_data.get(f"m{month}") for month in range(1, 12)}
        return {month: value for month, value in given.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        target = self.instance
        if cleaned.get("split") == Split.LAST_YEAR and not paths.by_last_year(target.value or Decimal(0), last_year(target), 4):
            self.add_error("split", _("last year has no cumulative figures up to December"))
        if cleaned.get("split") == Split.BY_HAND and not self.errors:
            self.check_path(self.steps)
        return cleaned

    def check_path(self, steps: dict[int, Decimal]) -> None:
        """A path by hand has a step at least, and only rises."""
        if not steps:
            self.add_error("split", _("enter what is expected by the end of one month at least"))
            return
        month = paths.first_fall(steps, self.instance.value or Decimal(0))
        if month:
            text = _("the path falls here, or lies above the target")
            self.add_error(f"m{min(month, 11)}", ValidationError(text, code="path"))
