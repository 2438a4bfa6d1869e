"""The form of a rule edition with its clauses, and the day that a light is asked of."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from core.edit import Difference
from core.formfields import DayField
from core.forms import RowForm, dress
from zones import actions, light_words
from zones.choices import CatchUp, Light, Measure, Subject
from zones.lights import Clause, Rules
from zones.models import RuleClause, RuleSet

CLAUSES = 12  # that one edition holds at most
AT, BEYOND = "at", "beyond"
SHARPNESS = [(AT, _("from this value on")), (BEYOND, _("only beyond it"))]
ORDER = (
    *("what", "catch_up", "excusable"),
    *("yellow", "yellow_at", "yellow_consequence"),
    *("red", "red_at", "red_consequence"),
    "wording",
)
TEXTS = ("yellow_consequence", "red_consequence", "wording")


def measures_by_subject() -> Iterator[tuple[Any, list[tuple[str, Any]]]]:
    """What can be measured, under what it lights: no other pairs can be chosen."""
    yield "", [("", _("(no clause)"))]
    for subject in Subject:
        yield subject.label, [(f"{subject}:{measure}", light_words.choice(subject, measure)) for measure in Measure.of(subject)]


@dataclass(frozen=True, slots=True)
class ClauseBox:
    """The fields of one clause on the page."""

    number: int
    fields: list[forms.BoundField]
    is_used: bool


class RuleSetForm(RowForm):
    """A new edition: the year follows from the day on which it comes into force.

    ``newest`` is the edition that was enacted last. ``replaces`` is the one that the reader has seen (0: none); when
    somebody else was quicker, ``newer`` holds theirs, and what was typed stays.
    """

    replaces = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    newer: RuleSet | None = None
    after = 0  # the last edition of the year, so far

    class Meta:
        model = RuleSet
        fields = ["name", "valid_from", "preset", "due_soon_days", "source", "remark"]

    def __init__(self, *args: Any, as_of: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of = as_of
        self.fields["valid_from"].help_text = _("a day that is past changes the lights of the days since")
        for number in range(CLAUSES):
            for name, field in self.clause_fields().items():
                dress(field)
                self.fields[f"c{number}-{name}"] = field

    @staticmethod
    def clause_fields() -> dict[str, Any]:
        """The fields of one clause, empty."""
        own = {name: RuleClause._meta.get_field(name) for name in ("yellow", "red", "catch_up", "excusable", *TEXTS)}
        made = {name: field.formfield(required=False) for name, field in own.items()}
        kinds = forms.ChoiceField(label=_("What is measured"), choices=measures_by_subject, required=False)
        sharp = {
            f"{colour}_at": forms.ChoiceField(label=label, choices=SHARPNESS, required=False)
            for colour, label in (("yellow", _("Yellow begins")), ("red", _("Red begins")))
        }
        found = {"what": kinds, **made, **sharp}
        return {name: found[name] for name in ORDER}

    @classmethod
    def clause_initial(cls, clauses: Iterable[Clause]) -> dict[str, Any]:
        """The values of the boxes that say the same as ``clauses``."""
        values = {}
        for number, clause in enumerate(clauses):
            for name in ("yellow", "red", "catch_up", "excusable"):
                values[f"c{number}-{name}"] = getattr(clause, name)
            for name in TEXTS:
                values[f"c{number}-{name}"] = str(getattr(clause, name))
            values[f"c{number}-what"] = f"{clause.subject}:{clause.measure}"
            values[f"c{number}-yellow_at"] = AT if clause.yellow_at else BEYOND
            values[f"c{number}-red_at"] = AT if clause.red_at else BEYOND
        return values

    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in self._meta.fields or ()]

    def boxes(self) -> list[ClauseBox]:
        """The clauses on the page: one that is chosen, or has something wrong with it, is in use."""
        found = []
        for number in range(CLAUSES):
            fields = [self[f"c{number}-{name}"] for name in self.clause_fields()]
            found.append(ClauseBox(number + 1, fields, bool(fields[0].value()) or any(field.errors for field in fields)))
        return found

    def used_boxes(self) -> list[ClauseBox]:
        return [box for box in self.boxes() if box.is_used]

    def spare_boxes(self) -> list[ClauseBox]:
        return [box for box in self.boxes() if not box.is_used]

    # --- reading ---------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.clauses = tuple(clause for number in range(CLAUSES) if (clause := self.read_clause(number)))
        if not self.clauses and not self.errors:
            self.add_error(None, _("rules need at least one clause"))
        if cleaned.get("valid_from"):
            self.check_day(cleaned["valid_from"])
        self.check_newest()
        return cleaned

    def read_clause(self, number: int) -> Clause | None:
        """One clause as typed; None where none is chosen or something is wrong with it."""
        values = {name: self.cleaned_data.get(f"c{number}-{name}") for name in self.clause_fields()}
        if not values["what"]:
            if any(values[name] not in (None, "") for name in ("yellow", "red", *TEXTS)) and f"c{number}-what" not in self.errors:
                self.add_error(f"c{number}-what", _("say what is measured"))
            return None
        subject, _colon, measure = values.pop("what").partition(":")
        sharp = {name: values.pop(name) != BEYOND for name in ("yellow_at", "red_at")}
        catch_up = values.pop("catch_up") or CatchUp.CLEARS
        clause = Clause(subject, measure, catch_up=catch_up, **sharp, **values)
        wrong = self.faults(clause)
        for name, message in wrong.items():
            if f"c{number}-{name}" not in self.errors:
                self.add_error(f"c{number}-{name}", message)
        return None if wrong else clause

    def faults(self, clause: Clause) -> dict[str, Any]:
        """What is wrong with a clause, by field."""
        if clause.yellow is None and clause.red is None:
            return {"yellow": _("a rule needs a limit for yellow or for red")}
        if clause.catch_up == CatchUp.STAYS and clause.measure not in Measure.of_promises():
            return {"catch_up": _("only missed promises can be made up")}
        if clause.yellow is not None and clause.light(clause.yellow) == Light.RED and not self.yellow_is_wider(clause):
            return {"red": _("red begins where yellow does or before, so nothing would be yellow")}
        row = RuleClause.from_clause(clause)
        try:
            row.clean_fields(exclude=["rule_set", "submission"])
        except ValidationError as error:
            return dict(error.error_dict)
        return {}

    @staticmethod
    def yellow_is_wider(clause: Clause) -> bool:
        """Some value is yellow: the two limits differ, in the direction that is worse."""
        if clause.yellow == clause.red or clause.red is None or clause.yellow is None:
            return False
        return (clause.red < clause.yellow) == (clause.measure in Measure.smaller_is_worse())

    def check_day(self, day: datetime.date) -> None:
        """The lights of a year that is over stay as they are, and editions of a year follow each other in time."""
        if day.year < self.as_of.year:
            self.add_error("valid_from", _("that year is over: its lights stay as they were"))
        before = RuleSet.objects.in_zone(self.zone).of_year(day.year).order_by("-edition").first()
        self.after = before.edition if before else 0
        if before and day < before.valid_from:
            text = _("not before edition %(edition)s, which is in force from %(day)s")
            self.add_error("valid_from", text % {"edition": before.edition, "day": before.valid_from})

    def check_newest(self) -> None:
        newest = RuleSet.objects.in_zone(self.zone).enacted_last()
        if newest is None or newest.pk == (self.cleaned_data.get("replaces") or 0):
            return
        self.newer = newest
        self.data = self.data.copy()
        self.data[self.add_prefix("replaces")] = str(newest.pk)
        self.add_error(None, _("Edition %(edition)s was entered in the meantime.") % {"edition": newest})

    # --- answering -------------------------------------------------------------------------
    def differences(self) -> tuple[Difference, ...]:
        """The edition that was enacted in the meantime beside what was typed; nothing without one."""
        if self.newer is None:
            return ()
        theirs, typed = self.newer.as_rules(), self.rules()
        pairs = [
            (str(self["name"].label), theirs.name, typed.name),
            (str(self["valid_from"].label), theirs.valid_from, typed.valid_from),
            (str(_("clauses")), *(_join(rules) for rules in (theirs, typed))),
        ]
        return tuple(Difference(label, stored, own) for label, stored, own in pairs if stored != own)

    def rules(self) -> Rules:
        """What was typed, as the arithmetic wants it."""
        given = self.cleaned_data
        day = given.get("valid_from")
        soon = given.get("due_soon_days") or 0
        return Rules(day.year if day else self.as_of.year, 0, given.get("name", ""), soon, day, self.clauses)

    def save(self, commit: bool = True) -> RuleSet:
        return actions.enact_rules(rule_set=self.instance, clauses=self.clauses, after=self.after)


def _join(rules: Rules) -> str:
    return pgettext("list", "; ").join(light_words.sentence(clause) for clause in rules.clauses)


class DayForm(forms.Form):
    """The day that a light is asked of: today or a past one."""

    on = DayField(label=_("On the day"))

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        dress(self.fields["on"])

    def clean_on(self) -> datetime.date:
        day = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("this day has not come yet"))
        return day
