"""The milestone ledger: promises, their baseline, their revisions, their excuses."""

import datetime
from typing import Any

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Day, Note, TextLine
from core.history import tracked
from core.models import DueDate, Sourced, TimeStamped
from core.periods import Precision
from projects import lights, progress
from projects.choices import Phase, RevisionReason, Standing
from projects.models.projects import Building, Project
from projects.querysets import ExcuseQuerySet, MilestoneQuerySet, OfMilestoneQuerySet
from zones.choices import Light, Role
from zones.lights import Rules
from zones.models import Unit, User, Zone


@tracked(by_day=("project",))
class Milestone(TimeStamped, DueDate, Sourced):
    """A dated promise in the ledger (节点). The first agreed date is the baseline, frozen by the database.

    ``scored_date`` is the due date that counts: an extension that was asked for after the deadline moves ``due_date``
    and leaves it. ``wording`` keeps the words of the plan that the promise came from, ``doubt`` what is unclear about
    them. A promise about the whole project (开工、竣工、投产目标) is one like any other, and is marked.
    """

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("project"), related_name="milestones")
    text = TextLine(_("promise"), max_length=200)
    whole_project = models.BooleanField(_("target of the whole project"), default=False)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("responsible unit"),
        related_name="milestones",
        null=True,
        blank=True,
        help_text=_("empty: the project's own unit"),
    )
    buildings = models.ManyToManyField(
        Building, through="MilestoneBuilding", verbose_name=_("buildings"), related_name="milestones", blank=True
    )
    phase = models.CharField(_("phase"), max_length=14, choices=Phase.choices, default=Phase.OTHER)
    baseline_date = Day(_("baseline"), editable=False)
    scored_date = Day(_("date that counts"), editable=False)
    actual_date = Day(_("actual date"), null=True, blank=True)
    wording = TextLine(_("words of the plan"), max_length=300, blank=True, default="")
    doubt = TextLine(_("doubt"), max_length=300, blank=True, default="")
    remark = Note(_("remark"))

    objects = MilestoneQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["due_date", "id"]
        triggers = [*TimeStamped.Meta.triggers, pgtrigger.ReadOnly(name="freeze_baseline", fields=["baseline_date", "project"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(window_start__lte=models.F("due_date")),
                name="milestone_window_in_order",
                violation_error_message=_("the window begins after its end"),
            )
        ]
        indexes = [
            models.Index(
                fields=["project", "scored_date"], condition=models.Q(actual_date__isnull=True), name="milestone_open_by_project"
            ),
            models.Index(fields=["scored_date"], condition=models.Q(actual_date__isnull=True), name="milestone_open_by_date"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("projects:milestone_detail", args=[self.pk])

    @property
    def zone(self) -> Zone:
        return self.project.zone

    @property
    def responsible_unit(self) -> Unit | None:
        return self.unit or self.project.unit

    def edit_access(self, user: Any) -> Decision:
        """Who changes the project, and the people of the promise's own unit, while its year is open.

        See also MilestoneQuerySet.editable_by.
        """
        still_open = self.zone.ledger_access(self.due_date)
        if not still_open:
            return still_open
        decision = self.project.edit_access(user)
        if decision or self.unit_id is None or user.role_in(self.zone) not in Role.of_a_unit():
            return decision
        return Allowed if user.unit_id_in(self.zone) == self.unit_id else decision

    def move_access(self, to: datetime.date, precision: str) -> Decision:
        """Whether the promise may be due on another day: its own year and the new one's are open, the project has begun by
        then, and something moves. One query."""
        still_open = self.zone.ledger_access(self.due_date)
        if not still_open:
            return still_open
        if (to, precision) == (self.due_date, self.precision):
            return Denied(_("this is the date it has already"))
        refusal = self.project.refuse_day(to, self.project.first_day())
        return Denied(refusal) if refusal else Allowed

    def register_access(self, user: Any) -> Decision:
        """Who drops a promise: the keepers. Whoever answers for it moves it instead, with a reason."""
        return self.project.register_access(user)

    def goes_along(self) -> list[tuple[str, int]]:
        """What is deleted with the promise, in words and counts: its revisions, excuses and what reports say of it."""
        hanging = [
            (gettext("statements in weekly reports"), self.weeks),
            (gettext("revisions of its date"), self.revisions),
            (gettext("excuses"), self.excuses),
            (gettext("links to buildings"), self.parts),
        ]
        return [(words, count) for words, rows in hanging if (count := rows.count())]

    @property
    def slip_days(self) -> int:
        return progress.slip(self.baseline_date, self.due_date)

    def lateness_days(self, as_of: datetime.date) -> int:
        return progress.lateness(self.scored_date, self.actual_date, as_of)

    def standing_on(self, as_of: datetime.date, rules: Rules) -> Standing:
        """See also MilestoneQuerySet.with_standing, whose annotation is called ``standing``."""
        return progress.standing(self.scored_date, self.actual_date, as_of, rules.due_soon_days)

    def light_on(self, as_of: datetime.date, rules: Rules) -> Light:
        """See also MilestoneQuerySet.with_light, whose annotation is called ``light``. One query, for the excuses."""
        counting = [each for each in self.project.excuses.on(as_of) if each.milestone_id in {None, self.pk}]
        excused_by = next((excuse.approved_by for excuse in counting), "")
        return lights.of_promise(rules, lights.Promise(self.scored_date, self.actual_date, excused_by=excused_by), as_of).light


@tracked()
class MilestoneBuilding(TimeStamped):
    """A milestone speaks about a building."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="parts")
    building = models.ForeignKey(Building, models.CASCADE, related_name="promises")

    objects = OfMilestoneQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("building of a milestone")
        verbose_name_plural = _("buildings of milestones")
        ordering = ["building__position", "id"]
        constraints = [models.UniqueConstraint(fields=["milestone", "building"], name="building_once_per_milestone")]

    def __str__(self) -> str:
        return f"{self.milestone} · {self.building}"


@tracked()
class Revision(TimeStamped):
    """A due date that was moved (节点调整), with its reason; the milestone's baseline stays.

    ``counts`` tells whether the move also moved the date that is scored: it does when it was asked for before the
    deadline that counted then. A later one is recorded only.
    """

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="revisions")
    old_date = Day(_("old date"))
    old_precision = models.CharField(max_length=10, choices=Precision.choices)
    new_date = Day(_("new date"))
    new_precision = models.CharField(max_length=10, choices=Precision.choices)
    reason = models.CharField(_("reason"), max_length=10, choices=RevisionReason.choices)
    explanation = TextLine(_("explanation"), max_length=300)
    approved_by = TextLine(_("approved by"), max_length=60)
    asked_on = Day(_("asked on"))
    counts = models.BooleanField(_("counts for the light"), default=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("entered by"), related_name="revisions")

    objects = OfMilestoneQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("revision of a date")
        verbose_name_plural = _("revisions of dates")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old_date} → {self.new_date}"


@tracked()
class Excuse(TimeStamped):
    """A cause beyond the project's power (不可抗力), approved by someone for some days.

    While it lasts, the project, or the one promise that it names, gives no yellow or red by rules that admit excuses.
    """

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("project"), related_name="excuses")
    milestone = models.ForeignKey(
        Milestone,
        models.CASCADE,
        verbose_name=_("promise"),
        related_name="excuses",
        null=True,
        blank=True,
        help_text=_("empty: the whole project"),
    )
    first_day = Day(_("first day"))
    last_day = Day(_("last day"))
    reason = models.CharField(_("reason"), max_length=10, choices=RevisionReason.choices)
    explanation = TextLine(_("explanation"), max_length=300)
    approved_by = TextLine(_("approved by"), max_length=60)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("entered by"), related_name="excuses")

    objects = ExcuseQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("excuse")
        verbose_name_plural = _("excuses")
        ordering = ["-first_day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")),
                name="excuse_days_in_order",
                violation_error_message=_("the first day comes after the last"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone or self.project} {self.first_day} – {self.last_day}"

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()

    @property
    def zone(self) -> Zone:
        return self.project.zone

    def lasts_on(self, as_of: datetime.date) -> bool:
        """See also ExcuseQuerySet.on."""
        return self.first_day <= as_of <= self.last_day

    def register_access(self, user: Any) -> Decision:
        """Excuses are entered by the keepers, never by those whose light they clear."""
        return self.project.register_access(user)
