"""The verbs of issues: which are open, late, or waiting for somebody."""

import datetime
from decimal import Decimal
from typing import Any, Self

from django.db.models import (
    Avg,
    BooleanField,
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from core.querysets import ScopedQuerySet, in_order
from core.units import rounded
from projects.querysets import units_of, zones_by_role
from supervision.choices import AgendaPart, BulletinKind, BulletinState, EntryState, IssueState, Outcome
from zones.choices import Role


class NumberedQuerySet(ScopedQuerySet):
    """Rows with a number of their zone and year."""

    def of_year(self, year: int) -> Self:
        """Rows that have a number of ``year``, by which they are counted."""
        return self.filter(year=year)

    def locked(self) -> Self:
        """One writer of a row at a time: what is closed or issued does not change any more."""
        return self.select_for_update(of=("self",), no_key=True)

    def next_number(self, zone: Any, year: int, **within: Any) -> int:
        """The number of the next row of a zone and year, and of a kind when ``within`` says so. One query."""
        return (self.filter(zone=zone, year=year, **within).aggregate(last=Max("number"))["last"] or 0) + 1


class IssueQuerySet(NumberedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """The twin of Issue.assign_access."""
        if user.is_superuser:
            return self.unsettled()
        heads = [m for m in user.memberships_by_zone.values() if m.role == Role.UNIT_HEAD]
        headed = Q(pk__in=[])
        for head in heads:
            headed |= Q(zone=head.zone_id) & (Q(unit=head.unit_id) | Q(project__unit=head.unit_id))
        return self.unsettled().filter(Q(zone__in=zones_by_role(user, Role.keepers())) | headed)

    def unsettled(self) -> Self:
        return self.exclude(state=IssueState.SETTLED)

    def raised_until(self, day: datetime.date) -> Self:
        return self.filter(raised_on__lte=day)

    def of_project(self, project: Any) -> Self:
        return self.filter(project=project)

    def of_report(self, report: Any) -> Self:
        return self.filter(report=report)

    def overdue(self, as_of: datetime.date) -> Self:
        """See also Issue.is_overdue."""
        return self.unsettled().filter(due_on__lt=as_of)

    def with_overdue(self, as_of: datetime.date) -> Self:
        """Adds ``late``: bool, whether it is open after its deadline."""
        late = ExpressionWrapper(Q(due_on__lt=as_of) & ~Q(state=IssueState.SETTLED), output_field=BooleanField())
        return self.annotate(late=late)

    def told(self) -> dict[str, Any]:
        """``raised`` and ``settled`` issues, and the ``mean_days`` from the one to the other (Decimal, one place) or None.

        One query.
        """
        took = ExpressionWrapper(F("settled_on") - F("raised_on"), output_field=DurationField())
        told = self.aggregate(raised=Count("pk"), settled=Count("settled_on"), mean=Avg(took))
        mean = told.pop("mean")
        return {**told, "mean_days": None if mean is None else rounded(Decimal(mean.total_seconds()) / 86400, 1)}

    def counts(self, as_of: datetime.date) -> dict[str, int]:
        """``open`` and ``overdue`` issues. One query."""
        late = Q(due_on__lt=as_of)
        return self.unsettled().aggregate(open=Count("pk"), overdue=Count("pk", filter=late))


class MeetingQuerySet(NumberedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """The twin of Meeting.edit_access."""
        if user.is_superuser:
            return self.open()
        return self.open().filter(zone__in=zones_by_role(user, Role.keepers()))

    def open(self) -> Self:
        """Meetings whose minutes are not closed."""
        return self.filter(closed_on__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_on__isnull=False)

    def with_counts(self) -> Self:
        """Adds ``matters``, ``heard``, ``decided`` and ``settled``: how many matters, and what became of them."""
        return self.annotate(
            matters=Count("items"),
            heard=Count("items", filter=~Q(items__outcome=Outcome.OPEN)),
            decided=Count("items", filter=Q(items__outcome=Outcome.DECIDED)),
            settled=Count("items", filter=Q(items__outcome=Outcome.SETTLED)),
        )

    def told(self) -> dict[str, int]:
        """``held``: meetings with closed minutes; ``settled``: their matters that were settled on the spot. One query."""
        settled = Count("items", filter=Q(items__outcome=Outcome.SETTLED))
        return self.closed().aggregate(held=Count("pk", distinct=True), settled=settled)


class MeetingItemQuerySet(ScopedQuerySet):
    scope_path = "meeting__zone"

    def editable_by(self, user: Any) -> Self:
        """The twin of MeetingItem.edit_access."""
        found = self.filter(meeting__closed_on__isnull=True)
        return found if user.is_superuser else found.filter(meeting__zone__in=zones_by_role(user, Role.keepers()))

    def of_meeting(self, meeting: Any) -> Self:
        return self.filter(meeting=meeting)

    def of_issue(self, issue: Any) -> Self:
        """Where an issue was heard, the newest meeting first."""
        return self.filter(issue=issue).order_by("-meeting__held_on", "-pk")

    def followed(self) -> Self:
        """Decisions, and what was settled on the spot."""
        return self.filter(outcome__in=Outcome.followed())

    def in_hearing_order(self) -> Self:
        return self.order_by(in_order("subject", AgendaPart.values), "position", "pk")

    def with_carried(self) -> Self:
        """Adds ``carried``: at how many earlier meetings of the zone the same matter stood on the agenda."""
        earlier = self.model.objects.filter(
            about=OuterRef("about"), meeting__zone=OuterRef("meeting__zone"), meeting__held_on__lt=OuterRef("meeting__held_on")
        )
        counted = earlier.exclude(about="").order_by().values("about").annotate(count=Count("pk")).values("count")
        return self.annotate(carried=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def drafts_seen_by(user: Any, prefix: str = "") -> Q:
    """Drafts are for those who write and those who sign: keepers and leaders."""
    seen = Q(**{f"{prefix}zone__in": zones_by_role(user, Role.keepers() | {Role.LEADER})})
    return ~Q(**{f"{prefix}state": BulletinState.DRAFT}) | seen


class BulletinQuerySet(NumberedQuerySet):
    def visible_to(self, user: Any) -> Self:
        found = super().visible_to(user)
        return found if user.is_superuser else found.filter(drafts_seen_by(user))

    def editable_by(self, user: Any) -> Self:
        """The twin of Bulletin.edit_access."""
        drafts = self.filter(state=BulletinState.DRAFT)
        return drafts if user.is_superuser else drafts.filter(zone__in=zones_by_role(user, Role.keepers()))

    def years(self) -> list[int]:
        """The years of issued bulletins, the newest first. One query."""
        return list(self.issued().order_by("-year").values_list("year", flat=True).distinct())

    def issued(self) -> Self:
        """Those that count: withdrawn ones do not."""
        return self.filter(state=BulletinState.ISSUED)

    def with_counts(self) -> Self:
        """Adds ``units`` and ``unanswered``: how many entries, and how many of these nobody has acknowledged."""
        waiting = Q(entries__state=EntryState.WAITING) & ~Q(state=BulletinState.DRAFT)
        return self.annotate(units=Count("entries"), unanswered=Count("entries", filter=waiting))


class BulletinEntryQuerySet(ScopedQuerySet):
    scope_path = "bulletin__zone"

    def visible_to(self, user: Any) -> Self:
        found = super().visible_to(user)
        return found if user.is_superuser else found.filter(drafts_seen_by(user, "bulletin__"))

    def editable_by(self, user: Any) -> Self:
        """The twin of BulletinEntry.edit_access."""
        found = self.filter(bulletin__state=BulletinState.DRAFT)
        return found if user.is_superuser else found.filter(bulletin__zone__in=zones_by_role(user, Role.keepers()))

    def of_bulletin(self, bulletin: Any) -> Self:
        return self.filter(bulletin=bulletin)

    def of_year(self, year: int) -> Self:
        return self.filter(bulletin__year=year)

    def issued(self) -> Self:
        return self.filter(bulletin__state=BulletinState.ISSUED)

    def sent_out(self) -> Self:
        """Of bulletins that were issued, withdrawn ones too."""
        return self.exclude(bulletin__state=BulletinState.DRAFT)

    def asked_of(self, user: Any) -> Self:
        """What the person's units have not acknowledged, or not put right."""
        own = self.issued().filter(unit__in=units_of(user))
        waiting = Q(state=EntryState.WAITING)
        wrong = Q(state=EntryState.ACKNOWLEDGED, excuse="") & ~Q(bulletin__kind=BulletinKind.PRAISE)
        return own.filter(waiting | wrong)

    def with_late(self, as_of: datetime.date) -> Self:
        """Adds ``late``: bool, whether it had to be put right before ``as_of`` and is not."""
        answered = Q(state__in=[EntryState.RECTIFIED, EntryState.CONFIRMED]) | Q(bulletin__kind=BulletinKind.PRAISE) | ~Q(excuse="")
        late = Q(bulletin__state=BulletinState.ISSUED, bulletin__rectify_by__lt=as_of) & ~answered
        return self.annotate(late=ExpressionWrapper(late, output_field=BooleanField()))

    def counts_by_kind(self) -> dict[str, int]:
        """How many units were named by the kind of the bulletin. One query."""
        rows = self.order_by().values_list("bulletin__kind").annotate(count=Count("pk"))
        return dict(rows)

    def points_by_unit(self) -> list[dict[str, Any]]:
        """For each unit ``unit``, ``unit__name``, ``praise``, ``criticism``, ``exposure`` (entries) and ``points``.

        Only issued entries without an excuse count: praise adds, the others take off. See also BulletinEntry.signed_points.
        """
        counted = self.issued().filter(excuse="")
        kinds = {kind.value: Count("pk", filter=Q(bulletin__kind=kind)) for kind in BulletinKind}
        signed = Case(When(bulletin__kind=BulletinKind.PRAISE, then=F("points")), default=-F("points"), output_field=IntegerField())
        rows = counted.order_by("unit__position", "unit").values("unit", "unit__name")
        return list(rows.annotate(points=Sum(signed), **kinds))


class TourQuerySet(NumberedQuerySet):
    def editable_by(self, user: Any) -> Self:
        """The twin of Tour.edit_access."""
        found = self.filter(closed_on__isnull=True)
        return found if user.is_superuser else found.filter(zone__in=zones_by_role(user, Role.keepers()))

    def closed(self) -> Self:
        """Those whose scores everybody may see."""
        return self.filter(closed_on__isnull=False)

    def with_counts(self) -> Self:
        """Adds ``places`` (stops) and ``votes`` (ballots that are not void)."""
        votes = Count("stops__ballots", filter=Q(stops__ballots__void_reason=""), distinct=True)
        return self.annotate(places=Count("stops", distinct=True), votes=votes)


class TourStopQuerySet(ScopedQuerySet):
    scope_path = "tour__zone"

    def editable_by(self, user: Any) -> Self:
        """The twin of TourStop.edit_access."""
        found = self.filter(tour__closed_on__isnull=True)
        return found if user.is_superuser else found.filter(tour__zone__in=zones_by_role(user, Role.keepers()))

    def of_tour(self, tour: Any) -> Self:
        return self.filter(tour=tour)

    def of_tours(self, tours: Any) -> Self:
        return self.filter(tour__in=tours)

    def in_route_order(self) -> Self:
        return self.order_by("tour__held_on", "tour", "position", "pk")


class BallotQuerySet(ScopedQuerySet):
    scope_path = "stop__tour__zone"

    def of_tour(self, tour: Any) -> Self:
        return self.filter(stop__tour=tour)

    def of_tours(self, tours: Any) -> Self:
        return self.filter(stop__tour__in=tours)

    def of_stop(self, stop: Any) -> Self:
        return self.filter(stop=stop)

    def by_judge(self, user: Any) -> Self:
        return self.filter(judge=user)
