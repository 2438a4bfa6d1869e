"""The form of one weekly report, with one line for each milestone that matters this week."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.formfields import DayField, TextField
from core.forms import RowForm, dress
from core.periods import ONE_DAY
from core.writings import Writing, noting
from projects.actions import Said, store_report
from projects.choices import Outlook, Proposal, ReportState, RevisionReason
from projects.forms.ledger import refuse_day
from projects.models import Milestone, MilestoneWeek, WeeklyReport
from zones.models import RuleSet

LOOK_AHEAD = 30  # days after the week in which a milestone is asked about
PARTS = ("outlook", "met_on", "note", "proposed_date", "proposed_reason")  # of a line; see actions.Said


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    milestone: Milestone
    standing: Any
    outlook: forms.BoundField
    met_on: forms.BoundField
    note: forms.BoundField
    proposed_date: forms.BoundField
    proposed_reason: forms.BoundField
    said: Any  # what the report says of it already, with what became of the proposal


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
        self.said = {row.milestone_id: row for row in self._said_rows()}
        for milestone in self.milestones:
            self._add_line(milestone, self.said.get(milestone.pk))
        if not (self.is_bound and self._is_lower()):
            del self.fields["confirm_lower"]
        self.fields["problems"].help_text = _("one a line")

    def _milestones(self) -> list[Milestone]:
        """Open promises up to a month ahead, and those that this report has said something about."""
        horizon = self.instance.week.sunday + LOOK_AHEAD * ONE_DAY
        return list(Milestone.objects.filter(project=self.instance.project).asked_in(self.instance, horizon))

    def _said_rows(self) -> Iterable[MilestoneWeek]:
        """What the report has said of milestones, with the moves that came of it. One query."""
        return self.instance.milestone_weeks.select_related("revision")

    def _last_values(self, previous: WeeklyReport) -> dict[str, Any]:
        """Last week's plan is not repeated: it speaks of the week that is now reported."""
        kept = {name: getattr(previous, name) for name in ("progress", "workers", "problems")}
        return {**kept, "completed_wan": self._floor()}

    def _add_line(self, milestone: Milestone, said: Any) -> None:
        reasons = [("", _("Choose a reason")), *RevisionReason.choices]
        fields: tuple[forms.Field, ...] = (
            forms.ChoiceField(label=_("Outlook"), choices=Outlook.choices, required=False, widget=forms.RadioSelect),
            DayField(label=_("Met on"), required=False),
            TextField(label=_("Note"), required=False, max_length=200),
            DayField(label=_("New date proposed"), required=False, help_text=_("decided on by who reviews the report")),
            forms.ChoiceField(label=_("Reason"), choices=reasons, required=False),
        )
        for part, field in zip(PARTS, fields, strict=True):
            dress(field)
            self.fields[f"m{milestone.pk}-{part}"] = field
            self.initial[f"m{milestone.pk}-{part}"] = getattr(said, part, None)

    def lines(self) -> list[MilestoneLine]:
        return self._lines

    @cached_property
    def _lines(self) -> list[MilestoneLine]:
        in_force = RuleSet.in_force(self.zone, self.as_of)
        return [
            MilestoneLine(m, m.standing_on(self.as_of, in_force), *(self[f"m{m.pk}-{part}"] for part in PARTS), self.said.get(m.pk))
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
        if self.instance.monday > self.as_of:
            self.add_error(None, _("This week has not begun yet."))
        if not self.submitting:
            return given
        if "confirm_lower" in self.fields and not given.get("confirm_lower"):
            self.refuse_lower()
        if given.get("no_change"):
            self._clean_no_change(given)
        elif not given.get("progress") and "progress" not in self.errors:
            self.add_error("progress", _("say in a few words how far it is, or tick “no change”"))
        return given

    def refuse_lower(self) -> None:
        words = _("lower than last week's %(sum)s; confirm it below if it is right")
        self.add_error("completed_wan", words % {"sum": self._floor()})

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
        if outlook == Outlook.LATE:
            self._clean_proposal(milestone, given)
        else:
            given[f"{name}-proposed_date"], given[f"{name}-proposed_reason"] = None, ""

    def _clean_proposal(self, milestone: Milestone, given: dict[str, Any]) -> None:
        """The rules of moving a date (forms.MoveForm); what has been granted already is not judged again."""
        name, said = f"m{milestone.pk}", self.said.get(milestone.pk)
        day = given.get(f"{name}-proposed_date")
        if day is None or (said and said.proposal == Proposal.GRANTED and said.proposed_date == day):
            return
        if day == milestone.due_date:
            self.add_error(f"{name}-proposed_date", _("this is the date it has already"))
        elif day < milestone.due_date:
            self.add_error(f"{name}-proposed_date", _("what will be late is due after %(day)s") % {"day": milestone.due_date})
        elif day < self.as_of:
            self.add_error(f"{name}-proposed_date", _("this day has passed already"))
        elif refusal := refuse_day(self.instance.project, day):
            self.add_error(f"{name}-proposed_date", refusal)
        if self.submitting:
            for part in ("proposed_reason", "note"):
                if not given.get(f"{name}-{part}") and f"{name}-{part}" not in self.errors:
                    self.add_error(f"{name}-{part}", _("a new date needs its reason and a word of explanation"))

    def outlooks(self) -> dict[int, Said]:
        """What was said of each milestone; nothing for those left open."""
        given = {m.pk: Said(*(self.cleaned_data.get(f"m{m.pk}-{part}") or None for part in PARTS)) for m in self.milestones}
        return {
            pk: said._replace(note=said.note or "", proposed_reason=said.proposed_reason or "")
            for pk, said in given.items()
            if said.outlook
        }

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

    def is_later(self, row: Any) -> bool | None:
        writing = Writing.read(self.data)
        return writing.is_later(row, self.cleaned_data.get("version") or 0) if writing else None

    def name_of(self, name: str) -> str:
        """A line's field together with its promise: "Outlook" alone would not say of what."""
        promise = next((m.text for m in self.milestones if name.startswith(f"m{m.pk}-")), "")
        return f"{promise} · {super().name_of(name)}" if promise else super().name_of(name)

    def save(self, commit: bool = True) -> WeeklyReport:
        with noting(Writing.read(self.data)):
            return store_report(report=self.instance, outlooks=self.outlooks(), by=self.user, now=self.now, submit=self.submitting)
