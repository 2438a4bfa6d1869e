"""Projects, their buildings, officers, stages and investment by year."""

import datetime
from typing import Any

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Amount, Day, Note, Small, TextLine, Whole, Year
from core.history import tracked
from core.models import Sourced, TimeStamped, unique_name
from projects.choices import BuildingKind, Kind, RevisionReason, Stage
from projects.codes import project_code_format
from projects.models.enterprises import Enterprise
from projects.querysets import InvestmentYearQuerySet, OfInvestmentQuerySet, OfProjectQuerySet, ProjectQuerySet
from zones import rules
from zones.choices import Role
from zones.models import Park, Unit, User, Zone


@tracked(by_day=())
class Project(TimeStamped, Sourced):
    """One construction undertaking (项目): industrial, infrastructure or resettlement.

    Three investment figures live side by side and never agree: planned and statistically accepted stand in
    InvestmentYear, the self-reported one comes with the weekly report.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="projects")
    name = TextLine(_("name"), max_length=120)
    aliases = TextLine(_("also called"), max_length=300, blank=True, default="", help_text=_("other names, separated by 、"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices, default=Kind.INDUSTRIAL)
    owner = models.ForeignKey(Enterprise, models.PROTECT, verbose_name=_("owner"), related_name="projects", null=True, blank=True)
    park = models.ForeignKey(Park, models.PROTECT, verbose_name=_("park"), related_name="projects", null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("responsible unit"), related_name="projects", null=True, blank=True
    )
    officers = models.ManyToManyField(
        User, through="ProjectOfficer", verbose_name=_("field officers"), related_name="assigned_projects", blank=True
    )
    leader = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("leader in charge"), related_name="led_projects", null=True, blank=True
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.PLANNED)
    code = TextLine(_("investment project code"), max_length=24, blank=True, default="", validators=[project_code_format])
    total_wan = Amount(_("total investment"), unit=_("× 10,000 yuan"), null=True, blank=True)
    started_year = Year(_("year of start"), null=True, blank=True)
    situation = Note(_("situation at the last year's end"))
    remark = Note(_("remark"))

    objects = ProjectQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["id"]
        constraints = [unique_name("project_name_unique", "zone", message=_("a project of this name is already registered"))]
        indexes = [models.Index(fields=["zone", "stage"], name="project_zone_stage")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project_detail", args=[self.pk])

    def first_day(self) -> datetime.date | None:
        """The first day that is known of the project: of a stage, or of the year of its start. One query.

        None if ``stage_entries`` are prefetched. See also ProjectQuerySet.first_days.
        """
        reached = [entry.reached_on for entry in self.stage_entries.all()]
        started = datetime.date(self.started_year, 1, 1) if self.started_year else None
        return min((day for day in (*reached, started) if day), default=None)

    def refuse_day(self, due: datetime.date, first: datetime.date | None) -> str:
        """Why a promise cannot be due on a day: a closed ledger, or before the project's :meth:`first_day`; "" when it can."""
        access = self.zone.ledger_access(due)
        if not access:
            return str(access.reason)
        return str(_("the project begins on %(day)s only") % {"day": first}) if first and due < first else ""

    @property
    def reports_weekly(self) -> bool:
        return self.stage in Stage.reporting()

    def edit_access(self, user: Any) -> Decision:
        """Keepers of the zone, people of the responsible unit, assigned officers. See also ProjectQuerySet.editable_by."""
        role = user.role_in(self.zone)
        if role in Role.keepers():
            return Allowed
        if role in Role.of_a_unit() and (self._is_of_unit(user) or self._is_assigned(user)):
            return Allowed
        if role == Role.LEADER:
            return Denied(_("Leaders read; the responsible unit writes."))
        return Denied(_("Only the responsible unit and the assigned officers change this project."))

    def review_access(self, user: Any) -> Decision:
        """Who accepts or sends back the project's weekly reports: the head of its unit, and the keepers."""
        role = user.role_in(self.zone)
        if role in Role.keepers() or (role == Role.UNIT_HEAD and self._is_of_unit(user)):
            return Allowed
        return Denied(_("Only the head of the responsible unit reviews its reports."))

    def report_access(self, user: Any) -> Decision:
        """Who writes its weekly reports: who changes the project, and who stands in for one of its people today."""
        decision = self.edit_access(user)
        return Allowed if not decision and self.principals_of(user) else decision

    def principals_of(self, user: Any) -> list[Any]:
        """Those of the project's people for whom ``user`` stands in today (memberships). See also of_projects_of_principals."""
        several = user.principals_by_zone.get(self.zone_id, [])
        assigned = {officer.pk for officer in self.officers.all()} if several else set()
        return [each for each in several if each.unit_id == self.unit_id or each.user_id in assigned]

    def register_access(self, user: Any) -> Decision:
        """Who changes the register's own facts (owner, unit, investment): the keepers."""
        return rules.keeper(user, self)

    def instruct_access(self, user: Any) -> Decision:
        """Who gives instructions: the leaders of the zone, and nobody in their place, the administrators neither."""
        return Allowed if user.role_in(self.zone) == Role.LEADER else Denied(_("Only leaders of the zone give instructions."))

    def _is_of_unit(self, user: Any) -> bool:
        return self.unit_id is not None and self.unit_id == user.unit_id_in(self.zone)

    def _is_assigned(self, user: Any) -> bool:
        return any(officer.pk == user.pk for officer in self.officers.all())


@tracked()
class ProjectOfficer(TimeStamped):
    """A person who is responsible for a project (包项目人员)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("field officer"), related_name="assignments")

    objects = OfProjectQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="officer_once_per_project")]

    def __str__(self) -> str:
        return f"{self.project} · {self.user}"


@tracked()
class StageEntry(TimeStamped):
    """The day on which a project reached a stage; unknown days stay empty."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="stage_entries")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices)
    reached_on = Day(_("reached on"), null=True, blank=True)
    note = TextLine(_("note"), max_length=200, blank=True, default="")

    objects = OfProjectQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("stage reached")
        verbose_name_plural = _("stages reached")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["project", "stage"], name="stage_reached_once")]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_stage_display()}"


@tracked()
class InvestmentYear(TimeStamped, Sourced):
    """One project's investment of one year, in 万元. Null is not reported.

    The three figures have three owners: the plan, the project itself, the statistics office (列统).
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="investment_years")
    year = Year(_("year"))
    planned_wan = Amount(_("planned investment"), unit=_("× 10,000 yuan"), null=True, blank=True)
    baseline_wan = Amount(_("first agreed plan"), unit=_("× 10,000 yuan"), null=True, blank=True, editable=False)
    completed_wan = Amount(
        _("completed, self-reported"),
        unit=_("× 10,000 yuan"),
        null=True,
        blank=True,
        help_text=_("only for years without weekly reports; otherwise the last report counts"),
    )
    accepted_wan = Amount(_("accepted by the statistics office"), unit=_("× 10,000 yuan"), null=True, blank=True)

    objects = InvestmentYearQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        triggers = [
            *TimeStamped.Meta.triggers,
            pgtrigger.Protect(
                name="freeze_first_plan",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__baseline_wan__isnull=False)
                & pgtrigger.Q(old__baseline_wan__df=pgtrigger.F("new__baseline_wan")),
            ),
        ]
        verbose_name = _("investment of a year")
        verbose_name_plural = _("investments by year")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"],
                name="investment_once_a_year",
                violation_error_message=_("this year is already entered for the project"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.year}"

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()

    @property
    def zone(self) -> Zone:
        return self.project.zone

    def register_access(self, user: Any) -> Decision:
        return self.project.register_access(user)


@tracked()
class InvestmentRevision(TimeStamped):
    """A year's planned investment that was changed after it was agreed, with its reason; ``baseline_wan`` stays."""

    investment = models.ForeignKey(InvestmentYear, models.CASCADE, related_name="revisions")
    old_wan = Amount(_("old plan"), unit=_("× 10,000 yuan"))
    new_wan = Amount(_("new plan"), unit=_("× 10,000 yuan"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=RevisionReason.choices)
    explanation = TextLine(_("explanation"), max_length=300)
    approved_by = TextLine(_("approved by"), max_length=60)
    asked_on = Day(_("asked on"))
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("entered by"), related_name="investment_revisions")

    objects = OfInvestmentQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("revision of a plan")
        verbose_name_plural = _("revisions of plans")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.old_wan} → {self.new_wan}"


@tracked()
class Building(TimeStamped):
    """A part of a project that milestones speak about (单体): 1号厂房, 办公楼, 七栋厂房."""

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("project"), related_name="buildings")
    name = TextLine(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=BuildingKind.choices, default=BuildingKind.OTHER)
    quantity = Whole(_("number of buildings"), default=1)
    floor_area_m2 = Amount(_("floor area"), unit=_("m²"), null=True, blank=True)
    position = Small(_("position"), default=0)
    remark = TextLine(_("remark"), max_length=200, blank=True, default="")

    objects = OfProjectQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["position", "id"]
        constraints = [unique_name("building_name_unique", "project", message=_("this project has a building of this name"))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()

    @property
    def zone(self) -> Zone:
        return self.project.zone

    def edit_access(self, user: Any) -> Decision:
        return self.project.edit_access(user)
