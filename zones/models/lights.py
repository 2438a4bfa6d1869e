"""The rules of the lights, as editions that nobody changes afterwards."""

import datetime
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import Amount, Day, Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from zones import lights
from zones.choices import CatchUp, Measure, Preset, Subject
from zones.models.places import Zone
from zones.querysets import RuleSetQuerySet

HEAD = ("year", "edition", "name", "due_soon_days", "valid_from")
CLAUSE = tuple(lights.Clause.__dataclass_fields__)  # the columns of a clause, by the same names
WRITTEN_ONCE = pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)


@tracked()
class RuleSet(TimeStamped):
    """The light rules of one zone and year (亮灯规则), in force from a day of that year on.

    A change is a new edition: lights of earlier days and years keep the rules they were given by.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="rule_sets")
    year = Year(_("year"))
    edition = Small(_("edition"), default=1, editable=False)
    valid_from = Day(_("in force from"))
    name = TextLine(_("name"), max_length=80)
    preset = models.CharField(_("published rule"), max_length=16, choices=Preset.choices, blank=True, default="")
    due_soon_days = Small(_("due soon means within"), default=14, help_text=_("days"))
    source = TextLine(_("source"), max_length=300, blank=True, default="")
    remark = Note(_("remark"))

    objects = RuleSetQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("light rules")
        verbose_name_plural = _("light rules")
        ordering = ["-year", "-edition"]
        triggers = [*TimeStamped.Meta.triggers, WRITTEN_ONCE]
        constraints = [
            models.UniqueConstraint(fields=["zone", "year", "edition"], name="rule_edition_once"),
            models.CheckConstraint(
                condition=models.Q(year=ExtractYear("valid_from")),
                name="rule_begins_in_its_year",
                violation_error_message=_("must be a day of the year of the rules"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.edition} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("zones:rules_detail", args=[self.pk])

    @property
    def pk_text(self) -> str:
        """For addresses that templates build."""
        return str(self.pk)

    def as_rules(self) -> lights.Rules:
        """As the arithmetic wants them. One query, unless the clauses are prefetched."""
        head = {name: getattr(self, name) for name in ("pk", *HEAD)}
        return lights.Rules(**head, clauses=tuple(clause.as_clause() for clause in self.clauses.all()))

    @classmethod
    def in_force(cls, zone: Zone, as_of: datetime.date, *, known: datetime.datetime | None = None) -> lights.Rules:
        """The rules that gave the lights of ``as_of``: the year's newest edition that had begun, else an earlier year's,
        else the portal's own. With ``known`` only those written before that moment. One query: every list asks it."""
        begun = cls.objects.in_zone(zone).begun(as_of)
        first = (begun.written_before(known) if known else begun).values("pk")[:1]
        rows = cls.objects.filter(pk=first).order_by("clauses__position", "clauses__pk")
        found = list(rows.values("pk", *HEAD, *(f"clauses__{name}" for name in ("pk", *CLAUSE))))
        if not found:
            return lights.shipped(as_of.year)
        clauses = (lights.Clause(**{name: row[f"clauses__{name}"] for name in CLAUSE}) for row in found if row["clauses__pk"])
        return lights.Rules(**{name: found[0][name] for name in ("pk", *HEAD)}, clauses=tuple(clauses))


@tracked()
class RuleClause(TimeStamped):
    """One sentence of a rule set: what is measured of which kind of thing, and where yellow and red begin."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="clauses")
    position = Small(_("position"), default=0)
    subject = models.CharField(_("lights"), max_length=10, choices=Subject.choices)
    measure = models.CharField(_("measure"), max_length=16, choices=Measure.choices)
    yellow = Amount(_("yellow from"), null=True, blank=True)
    yellow_at = models.BooleanField(_("the value itself is yellow"), default=True)
    red = Amount(_("red from"), null=True, blank=True)
    red_at = models.BooleanField(_("the value itself is red"), default=True)
    catch_up = models.CharField(_("made up afterwards"), max_length=8, choices=CatchUp.choices, default=CatchUp.CLEARS)
    excusable = models.BooleanField(_("an approved excuse counts"), default=True)
    yellow_consequence = TextLine(_("consequence of yellow"), max_length=120, blank=True, default="")
    red_consequence = TextLine(_("consequence of red"), max_length=120, blank=True, default="")
    wording = TextLine(_("words of the rule"), max_length=300, blank=True, default="")

    class Meta(TimeStamped.Meta):
        verbose_name = _("clause of a rule")
        verbose_name_plural = _("clauses of rules")
        ordering = ["position", "id"]
        triggers = [*TimeStamped.Meta.triggers, WRITTEN_ONCE]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(yellow__isnull=False) | models.Q(red__isnull=False),
                name="clause_has_a_limit",
                violation_error_message=_("a rule needs a limit for yellow or for red"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} · {self.get_measure_display()}"

    def as_clause(self) -> lights.Clause:
        return lights.Clause(**{name: getattr(self, name) for name in CLAUSE})

    @classmethod
    def from_clause(cls, clause: lights.Clause, **fields: Any) -> "RuleClause":
        """An unsaved row that says the same."""
        return cls(**{name: getattr(clause, name) for name in CLAUSE}, **fields)
