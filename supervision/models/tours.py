"""Inspection tours (巡回观摩): their stops, and the ballots of those who judge them."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Amount, Day, Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from projects.models import Project
from supervision.querysets import BallotQuerySet, TourQuerySet, TourStopQuerySet
from supervision.scoring import Criterion, read_rubric, weighted
from zones import rules
from zones.choices import Role
from zones.models import User, Zone

RUBRIC = "工程进度 40\n投资完成 30\n现场管理 30"
DIFFICULTY = (Decimal("0.5"), Decimal("1.5"))


def valid_rubric(text: str) -> None:
    """Raises: ValidationError."""
    try:
        read_rubric(text)
    except ValueError as error:
        words = _("one criterion a line with its weight, together 100: %(fault)s")
        raise ValidationError(words, params={"fault": error}, code="rubric") from None


@tracked()
class Tour(TimeStamped):
    """One tour: a route with stops that are judged by a rubric, and ranked within their groups.

    Leaders, clerks and the heads of other units judge. Once it is closed everybody sees the scores and none is given any more.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="tours")
    year = Year(_("year"), editable=False)
    number = Small(_("number"), editable=False)
    name = TextLine(_("name"), max_length=100)
    held_on = Day(_("held on"))
    route = Note(_("route"))
    rubric = Note(
        _("rubric"),
        blank=False,
        default=RUBRIC,
        validators=[valid_rubric],
        help_text=_("one criterion a line with its weight; the weights make 100"),
    )
    closed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("closed by"), related_name="tours", null=True, blank=True, editable=False
    )
    closed_on = Day(_("closed on"), null=True, blank=True, editable=False)
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    objects = TourQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("inspection tour")
        verbose_name_plural = _("inspection tours")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "year", "number"], name="tour_number_unique"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True, closed_on__isnull=True) | Q(closed_by__isnull=False, closed_on__isnull=False),
                name="tour_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return gettext("〔%(year)s〕 no. %(number)s") % {"year": self.year, "number": self.number} + f" {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:tour_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """Number and name, as a column of a list."""
        return str(self)

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @cached_property
    def criteria(self) -> list[Criterion]:
        return read_rubric(self.rubric)

    def edit_access(self, user: Any) -> Decision:
        """See also TourQuerySet.editable_by."""
        return Denied(_("This tour is closed.")) if self.is_closed else rules.keeper(user, self)

    def scores_access(self, user: Any) -> Decision:
        """Who sees scores and ballots: keepers and leaders at once, everybody once the tour is closed."""
        if self.is_closed or user.role_in(self.zone) in Role.keepers() | {Role.LEADER}:
            return Allowed
        return Denied(_("Scores are shown when the tour is closed."))


@tracked()
class TourStop(TimeStamped):
    """A project on the route. ``group`` is within which it is ranked, ``difficulty`` what its score is multiplied by."""

    tour = models.ForeignKey(Tour, models.CASCADE, verbose_name=_("inspection tour"), related_name="stops")
    position = Small(_("place"), editable=False)
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("project"), related_name="tour_stops")
    group = TextLine(_("group"), max_length=60, blank=True, default="")
    difficulty = Amount(
        _("difficulty"),
        max_digits=3,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(DIFFICULTY[0]), MaxValueValidator(DIFFICULTY[1])],
        help_text=_("from 0.5 to 1.5; the score is multiplied by it"),
    )
    seen = Note(_("what was seen"))
    gap = Note(_("where it falls behind, and why"))

    objects = TourStopQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("stop of a tour")
        verbose_name_plural = _("stops of tours")
        ordering = ["tour", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tour", "project"],
                name="tour_stop_once",
                violation_error_message=_("this project is a stop of the tour already"),
            ),
            models.CheckConstraint(
                condition=Q(difficulty__gte=DIFFICULTY[0], difficulty__lte=DIFFICULTY[1]), name="tour_stop_difficulty"
            ),
        ]

    def __str__(self) -> str:
        return str(self.project)

    def get_absolute_url(self) -> str:
        return f"{self.tour.get_absolute_url()}#stop-{self.pk}"

    @property
    def zone(self) -> Zone:
        return self.tour.zone

    def edit_access(self, user: Any) -> Decision:
        """As the tour. See also TourStopQuerySet.editable_by."""
        return self.tour.edit_access(user)

    def judge_access(self, user: Any) -> Decision:
        """Leaders, keepers, and the heads of other units than the project's own."""
        if self.tour.is_closed:
            return Denied(_("This tour is closed."))
        role = user.role_in(self.zone)
        if role == Role.UNIT_HEAD and user.unit_id_in(self.zone) == self.project.unit_id:
            return Denied(_("Nobody judges the projects of the own unit."))
        if role in Role.keepers() | {Role.LEADER, Role.UNIT_HEAD}:
            return Allowed
        return rules.refuse(user, self, _("Leaders, clerks and heads of units judge."))


@tracked()
class Ballot(TimeStamped):
    """What one judge gives one stop: a mark from 0 to 100 for every criterion of the rubric, in its order.

    A void one is kept with the reason and does not count.
    """

    stop = models.ForeignKey(TourStop, models.CASCADE, verbose_name=_("stop of a tour"), related_name="ballots")
    judge = models.ForeignKey(User, models.PROTECT, verbose_name=_("judge"), related_name="ballots", editable=False)
    marks = models.JSONField(_("marks"), default=list, editable=False)
    remark = TextLine(_("remark"), max_length=300, blank=True, default="")
    void_reason = TextLine(_("void, because"), max_length=300, blank=True, default="")

    objects = BallotQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["stop", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stop", "judge"], name="ballot_once", violation_error_message=_("you have judged this stop already")
            )
        ]

    def __str__(self) -> str:
        return f"{self.stop}：{self.judge}"

    def get_absolute_url(self) -> str:
        return self.stop.get_absolute_url()

    @property
    def zone(self) -> Zone:
        return self.stop.zone

    @property
    def score(self) -> Decimal:
        """By the weights of the rubric, unrounded."""
        return weighted([Decimal(mark) for mark in self.marks], self.stop.tour.criteria)

    def void_access(self, user: Any) -> Decision:
        """A keeper, and nobody the own one."""
        if self.stop.tour.is_closed:
            return Denied(_("This tour is closed."))
        if self.judge_id == user.pk:
            return Denied(_("Nobody makes the own ballot void."))
        return rules.keeper(user, self)
