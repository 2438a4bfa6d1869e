"""Figures as workbooks: each changed row is the next edition, each new one the first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from core.imports import Import
from indicators.actions import publish_edition
from indicators.choices import next_statuses
from indicators.forms import FigureForm
from indicators.models import Figure, Indicator

SERIES = ("indicator", "park", "year", "kind", "through_month")


class FigureImport(Import):
    code = "figures"
    title = _("Figures")
    queryset = Figure.objects.select_related("indicator__zone", "park")
    form_class = FigureForm
    fields = (*SERIES, "value", "growth", "qualifier", "status", "source", "signed_by", "remark")
    unique = ()
    key = SERIES
    fixed = SERIES
    fixed_words = _("a figure keeps its indicator, park and period; add a row for another one")
    examples = {"year": "2014", "value": "145", "growth": "16"}

    def rows(self) -> Any:
        return super().rows().current()

    def new_row(self) -> Figure:
        return Figure(indicator=Indicator(zone=self.zone))

    def boxes(self) -> dict[str, Any]:
        known = Indicator.objects.visible_to(self.user).in_zone(self.zone)
        chosen = forms.ModelChoiceField(known, label=Figure._meta.get_field("indicator").verbose_name)
        return {"indicator": chosen, **super().boxes()}

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}

    def form(self, row: Any, data: Any) -> RowForm:
        """The form of the next edition of a stored figure, or of the first one of the indicator that the row names."""
        if not row.pk:
            return self.checked_class(data, instance=Figure(indicator=data.get("indicator")), **self.given())
        series = {name: getattr(row, name) for name in SERIES}
        data["replaces"] = str(row.edition)
        statuses = next_statuses([edition.status for edition in Figure.objects.same_series(row)])
        initial = {"replaces": row.edition}
        return self.checked_class(data, instance=Figure(**series), initial=initial, statuses=statuses, **self.given())

    def save(self, form: RowForm) -> Figure:
        after = form.cleaned_data["replaces"] or 0
        return publish_edition(figure=form.instance, after=after, by=self.user, today=self.as_of)
