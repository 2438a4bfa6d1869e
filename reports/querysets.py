"""The narrative facts of a year, and decisions about findings."""

import datetime
from typing import Any, Self

from django.apps import apps
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, IntegerField, OuterRef, Q, Value, When

from core.querysets import ScopedQuerySet
from projects.querysets import units_of, zones_by_role
from reports.choices import DecisionState, NoteKind, TextState
from zones.choices import Role


class YearNoteQuerySet(ScopedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """See also YearNote.edit_access."""
        return self if user.is_superuser else self.filter(zone__in=zones_by_role(user, Role.keepers()))

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def years(self) -> list[int]:
        return list(self.order_by("year").values_list("year", flat=True).distinct())

    def in_report_order(self) -> Self:
        """Kind by kind, as a year's report tells them."""
        places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(NoteKind.values)]
        return self.order_by(Case(*places, output_field=IntegerField()), "position", "id")


class AnnualQuerySet(ScopedQuerySet):
    """Sections of annual reports."""

    def editable_by(self, user: Any) -> Self:
        """See also AnnualSection.edit_access."""
        return self if user.is_superuser else self.filter(zone__in=zones_by_role(user, Role.keepers()))

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)


class SnapshotQuerySet(ScopedQuerySet):
    """Frozen years."""

    def of(self, zone: Any, year: int) -> Self:
        """A year of a zone: one row, or none while it is not frozen."""
        return self.in_zone(zone).filter(year=year)

    def deferring_workbook(self) -> Self:
        """Rows without the bytes of their workbooks."""
        return self.defer("workbook").select_related("frozen_by")

    def having_workbook(self) -> Self:
        """Years that were frozen with their workbook."""
        return self.filter(workbook__isnull=False)


class UnitTextQuerySet(ScopedQuerySet):
    """What units are asked to write for a year's report."""

    def editable_by(self, user: Any) -> Self:
        """See also UnitText.edit_access."""
        if user.is_superuser:
            return self
        return self.filter(Q(unit__in=units_of(user)) | Q(zone__in=zones_by_role(user, Role.keepers())))

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def owed(self) -> Self:
        """Not given yet, or sent back."""
        return self.exclude(state=TextState.GIVEN)

    def asked_of(self, user: Any) -> Self:
        """What the units of ``user`` owe, the soonest first; a frozen year asks for nothing any more."""
        frozen = apps.get_model("reports", "YearSnapshot").objects.filter(zone=OuterRef("zone"), year=OuterRef("year"))
        own = self.owed().filter(~Exists(frozen), unit__in=units_of(user))
        return own.select_related("unit").order_by("due_on", "pk")

    def with_late(self, as_of: datetime.date) -> Self:
        """Adds ``is_late``: bool, whether it is owed after its day."""
        late = Q(due_on__lt=as_of) & ~Q(state=TextState.GIVEN)
        return self.annotate(is_late=ExpressionWrapper(late, output_field=BooleanField()))

    def owed_first(self) -> Self:
        """Who is missing comes first."""
        return self.order_by(Case(When(state=TextState.GIVEN, then=Value(1)), default=Value(0)), "unit__position", "unit_id")

    def with_people(self) -> Self:
        """With what a page of the year prints: one query."""
        return self.select_related("unit", "given_by", "zone")


class LooksQuerySet(ScopedQuerySet):
    """How zones' own papers look."""

    def of_zone(self, zone: Any) -> dict[str, Any] | None:
        """As reports.word.Paper takes them; None for the standard's. One query."""
        return self.filter(zone=zone).values_list("looks", flat=True).first()


class IssuedQuerySet(ScopedQuerySet):
    """Documents as they were issued; nobody changes them."""

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def without_content(self) -> Self:
        return self.defer("content")


class DecisionQuerySet(ScopedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """See also FindingDecision.edit_access."""
        return self if user.is_superuser else self.filter(zone__in=zones_by_role(user, Role.keepers()))

    def by_key(self) -> dict[tuple[str, str], Any]:
        """The decisions by the key of their statement, with the people. One query."""
        return {(row.rule, row.about): row for row in self.select_related("sent_to", "decided_by")}

    def of_key(self, rule: str, about: str) -> Self:
        return self.filter(rule=rule, about=about)

    def asked_of(self, user: Any) -> Self:
        """Findings that wait for the answer of ``user``."""
        return self.filter(state=DecisionState.SENT, sent_to=user.pk).order_by("pk")
