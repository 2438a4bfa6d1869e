"""Indicators, rules, figures and targets as workbooks.

Of figures and targets each changed row is the next edition, each new one the first.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from core.imports import Import
from indicators.actions import publish_edition, set_target
from indicators.choices import PeriodForm, next_statuses
from indicators.editions import FIGURE_SERIES, TARGET_SERIES, Editions
from indicators.forms import CheckRuleForm, FigureForm, IndicatorForm, TargetForm
from indicators.locks import Locks
from indicators.models import CheckRule, Figure, Indicator, PeriodRule, Target
from indicators.tables import CheckRuleTable, FigureTable, IndicatorTable, TargetTable

SERIES = ("indicator", "park", "year", "kind", "through_month")


class IndicatorImport(Import):
    code = "indicators"
    title = _("Indicators")
    queryset = Indicator.objects.select_related("zone", "part_of")
    form_class = IndicatorForm
    fields = tuple(IndicatorForm.Meta.fields)
    unique = ("name", "code")
    key = ("code",)
    table_class = IndicatorTable
    examples = {"code": "gyzcz", "name": "工业总产值", "unit": "亿元", "places": "1"}


class CheckRuleImport(Import):
    code = "rules"
    title = _("Check rules")
    queryset = CheckRule.objects.select_related("zone")
    form_class = CheckRuleForm
    fields = tuple(CheckRuleForm.Meta.fields)
    table_class = CheckRuleTable


class EditionImport(Import):
    """What both have in common: the newest editions go out, and the indicator is a column of its own."""

    unique = ()
    series: ClassVar[tuple[str, ...]]  # the columns of the database that make one
    figures: Editions | None = None
    targets: Editions | None = None
    locks: Locks | None = None

    def rows(self) -> Any:
        return super().rows().current()

    def new_row(self) -> Any:
        return self.queryset.model(indicator=Indicator(zone=self.zone))

    def prepare(self, rows: list[Any]) -> None:
        """What the forms and actions of all rows would ask for. Six queries."""
        self.figures = Editions.read(Figure.objects.in_zone(self.zone).select_related("indicator"), FIGURE_SERIES)
        targets = Target.objects.in_zone(self.zone).select_related("indicator").with_path()
        self.targets = Editions.read(targets, TARGET_SERIES)
        self.locks = PeriodRule.locks(self.zone, PeriodForm.FIGURES)

    def form_arguments(self) -> dict[str, Any]:
        return {"figures": self.figures, "targets": self.targets}

    def boxes(self) -> dict[str, Any]:
        known = Indicator.objects.select_related("zone").visible_to(self.user).in_zone(self.zone)
        name = self.queryset.model._meta.get_field("indicator").verbose_name  # type: ignore[union-attr]
        return {"indicator": forms.ModelChoiceField(known, label=name), **super().boxes()}

    def by_number(self, rows: Iterable[Any]) -> dict[str, Any]:
        """Earlier editions stand for the newest of their series: the same workbook sent twice names them."""
        current = {tuple(getattr(row, name) for name in self.series): row for row in rows}
        editions = self.queryset.model.objects.in_zone(self.zone).values_list("pk", *self.series)
        return {str(pk): current[tuple(series)] for pk, *series in editions if tuple(series) in current}

    def downloaded(self, stored: Any, number: str, version: str) -> Any:
        """The edition that was downloaded; no edition is ever changed."""
        return self.queryset.model.objects.in_zone(self.zone).filter(pk=number).first()

    def edition(self, row: Any, data: Any, **given: Any) -> RowForm:
        """The form of the next edition of a stored row, or of the first one of the indicator that the row names."""
        model = self.queryset.model
        if not row.pk:
            return self.checked_class(data, instance=model(indicator=data.get("indicator")), **self.given())
        data["replaces"] = str(row.edition)
        series = {name: getattr(row, name) for name in self.key}
        return self.checked_class(data, instance=model(**series), initial={"replaces": row.edition}, **given, **self.given())


class FigureImport(EditionImport):
    code = "figures"
    title = _("Figures")
    queryset = Figure.objects.select_related("indicator__zone", "park")
    form_class = FigureForm
    fields = (*SERIES, "value", "growth", "qualifier", "status", "source", "signed_by", "remark")
    key = SERIES
    series = FIGURE_SERIES
    fixed = SERIES
    fixed_words = _("a figure keeps its indicator, park and period; add a row for another one")
    table_class = FigureTable
    only_shown = ("park", "through_month")
    examples = {"year": "2014", "value": "145", "growth": "16"}

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "as_of": self.as_of, "locks": self.locks}

    def form(self, row: Any, data: Any) -> RowForm:
        editions = self.figures.same_series(row) if row.pk and self.figures else ()
        given = {"statuses": next_statuses([edition.status for edition in editions])} if row.pk else {}
        return self.edition(row, data, **given)

    def save(self, checked: RowForm) -> None:
        after = checked.cleaned_data["replaces"] or 0
        publish_edition(figure=checked.instance, after=after, by=self.user, today=self.as_of, locks=self.locks)


class TargetImport(EditionImport):
    """A revision needs its date and its reason, in the workbook too."""

    code = "targets"
    title = _("Targets")
    queryset = Target.objects.select_related("indicator__zone")
    form_class = TargetForm
    fields = ("indicator", "year", "value", "stated_growth", "set_on", "source", "reason")
    key = ("indicator", "year")
    series = TARGET_SERIES
    fixed = key
    fixed_words = _("a target keeps its indicator and year; add a row for another one")
    table_class = TargetTable
    examples = {"year": "2015", "value": "180", "set_on": "2015-01-20"}

    def boxes(self) -> dict[str, Any]:
        return {**super().boxes(), "reason": Target._meta.get_field("reason").formfield()}

    def form(self, row: Any, data: Any) -> RowForm:
        return self.edition(row, data)

    def save(self, checked: RowForm) -> None:
        set_target(target=checked.instance, after=checked.cleaned_data["replaces"] or 0, targets=self.targets)
