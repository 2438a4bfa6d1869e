"""Forms of figures and targets. A figure or target that stands is never edited: see EditionForm."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import units
from core.edit import Difference
from core.forms import RowForm
from core.models import DataStatus
from indicators.actions import figure_refusal
from indicators.choices import PeriodKind, month_choices
from indicators.growth import looks_like_another_unit
from indicators.locks import Locks
from indicators.models import Figure, Target

SERIES = ("park", "year", "kind", "through_month")


class EditionForm(RowForm):
    """The form of a first or next edition. ``replaces`` is the number of the newest edition its reader has seen (0: none).

    When somebody else was quicker, ``newer`` holds what stands now: the person sees both and decides; see core.edit.
    The box ``confirmed`` waits unseen and appears when the magnitude of the value makes one doubt its unit.

    ``figures`` and ``targets`` answer ``same_series``: the database, or what was read of it (indicators.editions).
    """

    replaces = forms.IntegerField(required=False, min_value=0, max_value=30_000, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput, label=_("The number and its unit are right"))
    newer: Any = None

    def __init__(self, *args: Any, figures: Any = None, targets: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures, self.targets = figures or Figure.objects, targets or Target.objects
        self.fields["value"].unit = self.instance.indicator.unit  # type: ignore[attr-defined]

    @property
    def is_first(self) -> bool:
        return not self.initial.get("replaces")

    def check_newest(self, editions: list[Any]) -> None:
        """Refuse when ``editions`` (newest first) go on after the one that was seen."""
        newest = editions[0] if editions else None
        if newest is None or newest.edition == (self.cleaned_data.get("replaces") or 0):
            return
        if self.is_first:
            text = _("there is already one: %(value)s %(unit)s. Open it and enter a new edition there.")
            params = {"value": units.number(newest.value), "unit": newest.indicator.unit}
            self.add_error("year", ValidationError(text, code="exists", params=params))
            return
        self.newer = newest
        self.data = self.data.copy()
        self.data[self.add_prefix("replaces")] = str(newest.edition)
        self.add_error(None, _("Edition %(edition)s was entered in the meantime.") % {"edition": newest.edition})

    def differences(self) -> tuple[Difference, ...]:
        """The edition that stands now beside what was typed."""
        stored, typed = self.stored(self.newer), self.proposed()
        return tuple(
            Difference(str(self[name].label), self.words(name, stored[name]), self.words(name, typed[name]))
            for name in stored
            if stored[name] != typed[name]
        )

    def words(self, name: str, value: Any) -> Any:
        return dict(self._meta.model._meta.get_field(name).flatchoices).get(value, value)

    def check_counted(self, year: int) -> None:
        """Refuse a year in which the indicator is not counted: 主营业务收入 ends where 营业收入 begins."""
        indicator = self.instance.indicator  # type: ignore[attr-defined]
        if not indicator.is_valid_in(year):
            first, last = indicator.valid_from or "", indicator.valid_to or ""
            text = _("%(indicator)s is counted in the years %(years)s only")
            params = {"indicator": indicator, "years": f"{first}–{last}"}
            self.add_error("year" if "year" in self.fields else None, ValidationError(text, code="year", params=params))

    def check_magnitude(self, value: Any, before: Any, unit: str) -> None:
        """Ask once when ``value`` is so far from the one before that 万元 and 亿元 were probably mixed up."""
        if not looks_like_another_unit(value, before):
            return
        self.fields["confirmed"].widget = forms.CheckboxInput()
        if not self.cleaned_data.get("confirmed"):
            text = _("%(value)s is far from the %(before)s %(unit)s before it. Is it meant in %(unit)s? If so, tick the box.")
            params = {"value": units.number(value), "before": units.number(before), "unit": unit}
            self.add_error("value", ValidationError(text, code="magnitude", params=params))


class FigureForm(EditionForm):
    """The first edition of a figure, or (without park and period) the next one."""

    through_month = forms.TypedChoiceField(label=_("Up to month"), coerce=int, choices=month_choices)

    class Meta:
        model = Figure
        fields = [
            "park",
            "year",
            "kind",
            "through_month",
            "value",
            "growth",
            "qualifier",
            "status",
            "source",
            "signed_by",
            "remark",
        ]

    fieldsets = [
        (_("Period"), ["park", "year", "kind", "through_month"]),
        (_("Number as published"), ["value", "confirmed", "growth", "qualifier"]),
        (_("Where it comes from"), ["status", "source", "signed_by", "remark"]),
    ]

    def __init__(
        self,
        *args: Any,
        as_of: datetime.date,
        statuses: Sequence[DataStatus] = tuple(DataStatus),
        locks: Locks | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.as_of, self.locks = as_of, locks
        self.fields["status"].choices = [(status.value, status.label) for status in statuses]
        self.fields["value"].help_text = _("leave it empty when it is not reported")
        if self.is_first:
            self.fields["park"].empty_label = _("whole zone")
            self.fields["kind"].required = False
        else:
            for name in SERIES:
                del self.fields[name]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or PeriodKind.CUMULATIVE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("status") == DataStatus.REVISED and not cleaned.get("remark"):
            self.add_error("remark", _("say what was revised, and why"))
        if not {"year", "through_month", "value"} & set(self.errors):
            asked = self.asked(cleaned)
            self.check_series(cleaned, asked)
            self.check_period(cleaned, asked)
            self.check_counted(asked.year)
            self.check_january(asked)
        return cleaned

    def asked(self, cleaned: dict[str, Any]) -> Figure:
        """The series that is written: as typed for a first edition."""
        if not self.is_first:
            return self.instance
        return Figure(indicator=self.instance.indicator, **{name: cleaned.get(name) for name in SERIES})

    def check_january(self, asked: Figure) -> None:
        """Where January is not published, neither January nor February stands alone."""
        alone = {PeriodKind.CUMULATIVE: {1}, PeriodKind.MONTH: {1, 2}}.get(PeriodKind(asked.kind), set())
        if not asked.indicator.has_january and asked.through_month in alone:
            text = _("January of this indicator is not published by itself: the year begins with months 1–2")
            self.add_error("through_month" if self.is_first else None, ValidationError(text, code="january"))

    def check_period(self, cleaned: dict[str, Any], asked: Figure) -> None:
        """The same refusal as the action's, before anything is stored."""
        asked.status = cleaned.get("status") or asked.status
        if refusal := figure_refusal(asked, self.as_of, self.locks):
            self.add_error(None, ValidationError(refusal, code="locked"))

    def check_series(self, cleaned: dict[str, Any], asked: Figure) -> None:
        editions = list(self.figures.same_series(asked))
        self.check_newest(editions)
        year_before = list(self.figures.same_series(asked, year=asked.year - 1))
        before = next((figure.value for figure in [*editions[:1], *year_before[:1]] if figure.value), None)
        self.check_magnitude(cleaned.get("value"), before, asked.indicator.unit)


class TargetForm(EditionForm):
    """A year's target, or (without the year) its revision, which needs a date and a reason."""

    class Meta:
        model = Target
        fields = ["year", "value", "stated_growth", "set_on", "source", "reason"]

    fieldsets = [
        (_("Target"), ["year", "value", "confirmed", "stated_growth"]),
        (_("Where it comes from"), ["set_on", "source", "reason"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stated_growth"].help_text = _("as the office stated it; it is checked and never corrected")
        if self.is_first:
            del self.fields["reason"]
        else:
            del self.fields["year"]
            self.fields["set_on"].required = self.fields["reason"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"year", "value"} & set(self.errors):
            return cleaned
        asked = Target(indicator=self.instance.indicator, year=cleaned.get("year") or self.instance.year)
        self.check_counted(asked.year)
        editions = list(self.targets.same_series(asked))
        self.check_newest(editions)
        year_before = list(self.figures.same_series(Figure(indicator=asked.indicator, year=asked.year - 1)))
        before = next((row.value for row in [*editions[:1], *year_before[:1]] if row.value), None)
        self.check_magnitude(cleaned.get("value"), before, asked.indicator.unit)
        return cleaned


def figure_words(figure: Figure) -> str:
    """The figure's name with its period and place: 主营业务收入 2014 全年 家具园."""
    place = [str(figure.park)] if figure.park_id else []
    return " ".join([str(figure.indicator), str(figure.year), figure.period, *place])
