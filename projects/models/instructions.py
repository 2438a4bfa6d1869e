"""What leaders write on a project, and the calendar that people take along."""

import datetime
import secrets
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Day, Note, TextLine
from core.history import tracked
from core.models import TimeStamped, raise_version
from projects import progress
from projects.choices import InstructionStanding
from projects.models.milestones import Milestone
from projects.models.projects import Project
from projects.querysets import CalendarFeedQuerySet, InstructionQuerySet, MilestoneQuerySet
from zones import rules
from zones.choices import Role
from zones.models import Unit, User, Zone


@tracked()
class Instruction(TimeStamped):
    """A leader's instruction on a project (批示): answered by the responsible unit, shown until it is answered.

    An answer may be corrected: ``answered_on`` stays the day of the first one, ``answered_by`` is who wrote the words.
    """

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("project"), related_name="instructions")
    text = Note(_("instruction"), blank=False)
    given_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("given by"), related_name="instructions")
    given_on = Day(_("given on"))
    answer_by = Day(_("answer by"), null=True, blank=True)
    answer = Note(_("answer"))
    answered_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("answered by"), related_name="answered_instructions", null=True, blank=True
    )
    answered_on = Day(_("answered on"), null=True, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("instruction")
        verbose_name_plural = _("instructions")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answered_by__isnull=True)
                | Q(answered_on__isnull=False, answered_by__isnull=False),
                name="instruction_answered_by_someone",
            )
        ]
        indexes = [models.Index(fields=["project"], condition=Q(answered_on__isnull=True), name="instruction_open_by_project")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    def get_absolute_url(self) -> str:
        return reverse("projects:instruction_detail", args=[self.pk])

    @property
    def zone(self) -> Zone:
        return self.project.zone

    @property
    def is_open(self) -> bool:
        return self.answered_on is None

    def standing_on(self, as_of: datetime.date) -> InstructionStanding:
        """See also InstructionQuerySet.with_standing, whose annotation is called ``standing``."""
        return progress.instruction_standing(self.answer_by, self.answered_on, as_of)

    def edit_access(self, user: Any) -> Decision:
        """The leader who gave it, until it is answered. See also InstructionQuerySet.editable_by."""
        if user.pk != self.given_by_id or user.role_in(self.zone) != Role.LEADER:
            return Denied(_("Only the leader who gave the instruction changes it."))
        return Allowed if self.is_open else Denied(_("This instruction is answered; write a new one."))

    def answer_access(self, user: Any) -> Decision:
        """The people of the project and the keepers."""
        return self.project.edit_access(user)


def secret() -> str:
    return secrets.token_urlsafe(32)


@tracked(without=("token", "last_read_at"))
class CalendarFeed(TimeStamped):
    """The secret address under which a calendar program fetches due dates: of one person's projects, or of a unit's.

    Whoever has the address reads the dates; the person who made it takes it back by deleting it.
    """

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="calendar_feeds")
    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("unit"), related_name="calendar_feeds", null=True, blank=True)
    token = TextLine(max_length=64, unique=True, default=secret, editable=False)
    last_read_at = models.DateTimeField(_("last fetched"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        triggers = [raise_version(condition=pgtrigger.AnyChange(exclude=["last_read_at"]))]
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "user", "unit"], nulls_distinct=False, name="calendar_feed_once"),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.user)

    def get_absolute_url(self) -> str:
        """The secret address itself."""
        return reverse("projects:calendar_feed", args=[self.token])

    def edit_access(self, user: Any) -> Decision:
        return Allowed if user.pk == self.user_id else Denied(_("Only the person who made this calendar changes it."))

    def read_access(self) -> Decision:
        """Whether its person still may read it: asked whenever it is fetched. A unit's dates are for its people, for the
        keepers and the leaders."""
        role = self.user.role_in(self.zone)
        if not role or not self.user.is_active:
            return Denied(rules.NO_ZONE)
        if self.unit is None or (self.unit.zone_id == self.zone_id and role not in Role.of_a_unit()):
            return Allowed
        own = self.unit_id == self.user.unit_id_in(self.zone)
        return Allowed if own else Denied(_("You do not belong to this unit."))

    def promises(self) -> MilestoneQuerySet:
        """The promises whose dates it holds, with their projects, the one due last first."""
        seen = Milestone.objects.visible_to(self.user).in_zone(self.zone)
        found = seen.of_unit(self.unit) if self.unit else seen.of_person(self.user)
        return found.with_met_review().select_related("project").order_by("-due_date", "-pk")

    def note_read(self, now: datetime.datetime) -> None:
        """That a program fetched it, to the hour. Nobody's edit: the version stays."""
        CalendarFeed.objects.filter(pk=self.pk).not_read_since(now - datetime.timedelta(hours=1)).update(last_read_at=now)
