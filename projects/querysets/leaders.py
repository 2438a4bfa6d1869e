"""Instructions, calendars and photos of projects."""

import datetime
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, ExtractDay, TruncWeek

from core.querysets import ScopedQuerySet
from projects.choices import InstructionStanding, ReportState
from projects.querysets.base import (
    OfProjectQuerySet,
    of_projects_editable_by,
    of_projects_of_principals,
    units_of,
    zones_by_role,
)
from zones.choices import Role


class InstructionQuerySet(OfProjectQuerySet):
    def unanswered(self) -> Self:
        return self.filter(answered_on__isnull=True)

    def given_until(self, day: datetime.date) -> Self:
        return self.filter(given_on__lte=day)

    def editable_by(self, user: Any) -> Self:
        """See also Instruction.edit_access."""
        return self.unanswered().filter(given_by=user.pk, project__zone__in=zones_by_role(user, {Role.LEADER}))

    def asked_of(self, user: Any) -> Self:
        """Unanswered instructions on projects of this person's unit or assignment."""
        own = Q(project__assignments__user=user.pk) | Q(project__unit__in=units_of(user))
        return self.unanswered().filter(own, project__zone__in=zones_by_role(user, Role.of_a_unit())).distinct()

    def with_standing(self, as_of: datetime.date) -> Self:
        """Adds ``standing`` (InstructionStanding value) and ``waiting_days``: days since it was given, None once answered.

        See also progress.instruction_standing.
        """
        age = ExpressionWrapper(Value(as_of, output_field=DateField()) - F("given_on"), output_field=DurationField())
        return self.annotate(
            standing=Case(
                When(answered_on__gt=F("answer_by"), then=Value(InstructionStanding.ANSWERED_LATE)),
                When(answered_on__isnull=False, then=Value(InstructionStanding.ANSWERED)),
                When(answer_by__lt=as_of, then=Value(InstructionStanding.OVERDUE)),
                default=Value(InstructionStanding.OPEN),
                output_field=CharField(),
            ),
            waiting_days=Case(When(answered_on__isnull=True, then=ExtractDay(age))),
        )

    def most_urgent_first(self) -> Self:
        """By the day on which an answer is wanted, those without one last; then the oldest first."""
        return self.order_by(F("answer_by").asc(nulls_last=True), "given_on", "pk")

    def counted(self, as_of: datetime.date) -> dict[str, int]:
        """``total`` and of these ``overdue``: how many wait for an answer. One query."""
        return self.unanswered().aggregate(total=Count("pk"), overdue=Count("pk", filter=Q(answer_by__lt=as_of)))


class CalendarFeedQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; somebody else's secret address does not exist."""
        return super().visible_to(user).filter(user=user.pk)

    def editable_by(self, user: Any) -> Self:
        return self.filter(user=user.pk)

    def by_token(self, token: str) -> Any:
        """The feed of a secret address with its person, zone and unit; None when there is none."""
        return self.select_related("user", "zone", "unit").filter(token=token).first()

    def not_read_since(self, moment: datetime.datetime) -> Self:
        return self.filter(Q(last_read_at__isnull=True) | Q(last_read_at__lt=moment))


SHOWN_AT = Coalesce("taken_at", "created_at")  # when a picture was taken, else when it came in


class PhotoQuerySet(OfProjectQuerySet):
    def editable_by(self, user: Any) -> Self:
        """See also Photo.edit_access."""
        if user.is_superuser:
            return self
        in_place = of_projects_of_principals(user, self.project_path) & Q(report__isnull=False)
        rows = self.filter(of_projects_editable_by(user, self.project_path) | in_place).distinct()
        kept = Q(project__zone__in=zones_by_role(user, Role.keepers()))
        return rows.filter(kept | ~Q(report__state=ReportState.ACCEPTED) | Q(report__isnull=True))

    def of_milestone(self, milestone: Any) -> Self:
        return self.filter(milestone=milestone)

    def in_order_of_time(self) -> Self:
        """Oldest first, by the day taken, else by the day uploaded."""
        return self.order_by(SHOWN_AT, "pk")

    def with_week(self) -> Self:
        """Adds ``monday``: of the week that a picture belongs to, its report's, else that in which it was taken."""
        return self.annotate(monday=Coalesce("report__monday", Cast(TruncWeek(SHOWN_AT), DateField())))

    def by_week(self) -> Self:
        """The newest week first, and within a week the newest picture; with ``monday``."""
        return self.with_week().order_by("-monday", SHOWN_AT.desc(), "-pk")

    def before(self, photo: Any) -> Self:
        """Pictures in front of one in the order of time, the nearest first."""
        earlier = self.alias(moment=SHOWN_AT).filter(Q(moment__lt=photo.shown_at) | Q(moment=photo.shown_at, pk__lt=photo.pk))
        return earlier.order_by("-moment", "-pk")

    def after(self, photo: Any) -> Self:
        """Pictures behind one in the order of time, the nearest first."""
        later = self.alias(moment=SHOWN_AT).filter(Q(moment__gt=photo.shown_at) | Q(moment=photo.shown_at, pk__gt=photo.pk))
        return later.order_by("moment", "pk")

    def stored_bytes(self) -> int:
        """What the files take on the disk, in bytes, thumbnails included."""
        return self.aggregate(sum=Sum("byte_size"))["sum"] or 0
