"""The form of one weekly report, with one line for each milestone that matters this week."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.formfields import DayField, TextField
from core.forms import RowForm, dress
from core.periods import ONE_DAY
from projects.actions import store_report
from projects.choices import Outlook, ReportState
from projects.models import Milestone, WeeklyReport
from zones.models import RuleSet

LOOK_AHEAD = 30  # days after the week in which a milestone is asked about


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    milestone: Milestone
    standing: Any
    outlook: forms.BoundField
    met_on: forms.BoundField
    note: forms.BoundField


class WeeklyReportForm(RowForm):
    """``previous`` is the last given report: an untouched one starts from its values, they stand beside the boxes, and
    its cumulative sum is a floor."""

    confirm_lower = forms.BooleanField(label=_("The lower sum is right; last week's was wrong"), required=False)

    class Meta:
        model = WeeklyReport
        fields = ["progress", "completed_wan", "workers", "problems", "next_plan", "no_change", "no_change_reason"]

    def __init__(self, *args: Any, previous: WeeklyReport | None, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.previous, self.now, self.as_of = previous, now, now.date()
        self.submitting = "draft" not in self.data or self.instance.is_given
        if self.previous and self.instance.is_untouched:
            self.initial.update(self._last_values(self.previous))
        self.milestones = self._milestones()
        said = {row.milestone_id: row for row in self.instance.milestone_weeks.all()}
        for milestone in self.milestones:
            self._add_line(milestone, said.get(milestone.pk))
        if not (self.is_bound and self._is_lower()):
            del self.fields["confirm_lower"]
        self.fields["progress"].widget.attrs["rows"] = 3

    def _milestones(self) -> list[Milestone]:
        """Open promises up to a month ahead, and those that this report has said something about."""
        horizon = self.instance.week.sunday + LOOK_AHEAD * ONE_DAY
        return list(Milestone.objects.filter(project=self.instance.project).asked_in(self.instance, horizon))

    def _last_values(self, previous: WeeklyReport) -> dict[str, Any]:
        """Last week's plan is not repeated: it speaks of the week that is now reported."""
        kept = {name: getattr(previous, name) for name in ("progress", "workers", "problems")}
        return {**kept, "completed_wan": self._floor()}

    def _add_line(self, milestone: Milestone, said: Any) -> None:
        name = f"m{milestone.pk}"
        outlook = forms.ChoiceField(label=_("Outlook"), choices=Outlook.choices, required=False, widget=forms.RadioSelect)
        met_on, note = DayField(label=_("Met on"), required=False), TextField(label=_("Note"), required=False, max_length=200)
        for suffix, field in (("outlook", outlook), ("met_on", met_on), ("note", note)):
            dress(field)
            self.fields[f"{name}-{suffix}"] = field
            self.initial[f"{name}-{suffix}"] = getattr(said, suffix, None)

    def lines(self) -> list[MilestoneLine]:
        in_force = RuleSet.in_force(self.zone, self.as_of)
        return [
            MilestoneLine(
                m, m.standing_on(self.as_of, in_force), *(self[f"m{m.pk}-{part}"] for part in ("outlook", "met_on", "note"))
            )
            for m in self.milestones
        ]

    def _floor(self) -> Any:
        """Last report's cumulative sum, if it is of the same year."""
        same_year = self.previous and self.previous.week.sunday.year == self.instance.week.sunday.year
        return self.previous.completed_wan if same_year and self.previous else None

    def _is_lower(self) -> bool:
        field, raw = self.fields["completed_wan"], self.data.get(self.add_prefix("completed_wan"), "")
        try:
            value = field.clean(raw)
        except ValidationError:
            return False
        return value is not None and self._floor() is not None and value < self._floor()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for milestone in self.milestones:
            self._clean_line(milestone, given)
        if not self.submitting:
            return given
        if "confirm_lower" in self.fields and not given.get("confirm_lower"):
            self.add_error(
                "completed_wan", _("lower than last week's %(sum)s; confirm it below if it is right") % {"sum": self._floor()}
            )
        if given.get("no_change"):
            self._clean_no_change(given)
        elif not given.get("progress") and "progress" not in self.errors:
            self.add_error("progress", _("say in a few words how far it is, or tick “no change”"))
        return given

    def _clean_no_change(self, given: dict[str, Any]) -> None:
        """One tap repeats last week's words; from the second week in a row it needs a reason."""
        if self.previous and not given.get("progress"):
            given["progress"] = self.previous.progress
        if self.previous and given.get("completed_wan") is None:
            given["completed_wan"] = self._floor()
        if self.previous and self.previous.no_change and not given.get("no_change_reason"):
            self.add_error("no_change_reason", _("nothing changed last week either: please say why"))

    def _clean_line(self, milestone: Milestone, given: dict[str, Any]) -> None:
        name = f"m{milestone.pk}"
        outlook, met_on = given.get(f"{name}-outlook"), given.get(f"{name}-met_on")
        if outlook == Outlook.MET and not met_on:
            given[f"{name}-met_on"] = min(self.instance.week.sunday, self.as_of)
        elif outlook == Outlook.MET and met_on > self.as_of:
            self.add_error(f"{name}-met_on", _("this day has not come yet"))
        elif outlook != Outlook.MET:
            given[f"{name}-met_on"] = None

    def _said(self, milestone_id: int, source: dict[str, Any]) -> tuple[str, datetime.date | None, str]:
        return tuple(source.get(f"m{milestone_id}-{part}") or None for part in ("outlook", "met_on", "note"))  # type: ignore[return-value]

    def outlooks(self) -> dict[int, tuple[str, datetime.date | None, str]]:
        """What was said of each milestone; nothing for those left open."""
        said = {m.pk: self._said(m.pk, self.cleaned_data) for m in self.milestones}
        return {pk: (outlook, met_on, note or "") for pk, (outlook, met_on, note) in said.items() if outlook}

    def stored(self, row: Any) -> dict[str, Any]:
        return {
            **super().stored(row),
            **{name: self.initial.get(name) for name in self.fields if name.startswith("m") and "-" in name},
        }

    def proposed(self) -> dict[str, Any]:
        lines = {name: self.cleaned_data.get(name) for name in self.fields if name.startswith("m") and "-" in name}
        return {**super().proposed(), **lines}

    def is_done(self, row: Any) -> bool:
        """The words of a draft are the same, but handing it in is still to be done."""
        return not self.submitting or row.state != ReportState.OPEN

    def name_of(self, name: str) -> str:
        """A line's field together with its promise: "Outlook" alone would not say of what."""
        promise = next((m.text for m in self.milestones if name.startswith(f"m{m.pk}-")), "")
        return f"{promise} · {super().name_of(name)}" if promise else super().name_of(name)

    def save(self, commit: bool = True) -> WeeklyReport:
        return store_report(report=self.instance, outlooks=self.outlooks(), by=self.user, now=self.now, submit=self.submitting)
