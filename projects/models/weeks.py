"""The week: what was opened when, what each project reported, what was said of its milestones."""

import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Allowed, Decision, Denied
from core.fields import Amount, Day, Note, TextLine, Whole
from core.history import tracked
from core.models import TimeStamped
from core.periods import Week
from projects.choices import Outlook, Proposal, ReportSection, ReportState, RevisionReason
from projects.models.milestones import Milestone, Revision
from projects.models.projects import Project
from projects.querysets import MilestoneWeekQuerySet, ReportCommentQuerySet, ReportingWeekQuerySet, WeeklyReportQuerySet
from zones.choices import Role
from zones.models import User, Zone


@tracked()
class ReportingWeek(TimeStamped):
    """A week that the system has opened in a zone, with the moment its reports are due."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="reporting_weeks")
    monday = Day(_("Monday of the week"))
    due_at = models.DateTimeField(_("due"))

    objects = ReportingWeekQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("reporting week")
        verbose_name_plural = _("reporting weeks")
        ordering = ["-monday"]
        constraints = [models.UniqueConstraint(fields=["zone", "monday"], name="reporting_week_once")]

    def __str__(self) -> str:
        return str(Week(self.monday))


@tracked()
class WeeklyReport(TimeStamped):
    """What happened on one project in one week (周报); opened by the system, one for each project and week."""

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("project"), related_name="weekly_reports")
    monday = Day(_("week"), help_text=_("Monday of the week"))
    due_at = models.DateTimeField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    progress = Note(_("progress in words"))
    completed_wan = Amount(_("investment completed this year"), unit=_("× 10,000 yuan"), null=True, blank=True)
    workers = Whole(_("workers on site"), unit=_("persons"), null=True, blank=True)
    problems = Note(_("problems"))
    next_plan = Note(_("plan for next week"))
    no_change = models.BooleanField(_("no change this week"), default=False)
    no_change_reason = TextLine(_("why nothing changed"), max_length=200, blank=True, default="")
    submitted_at = models.DateTimeField(pgettext_lazy("moment", "submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("submitted by"), related_name="submitted_reports", null=True, blank=True
    )
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("reviewed by"), related_name="reviewed_reports", null=True, blank=True
    )
    review_note = TextLine(_("note of the review"), max_length=300, blank=True, default="")
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    objects = WeeklyReportQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("weekly report")
        verbose_name_plural = _("weekly reports")
        ordering = ["-monday", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "monday"], name="report_once_a_week"),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(submitted_at__isnull=False), name="report_given_has_a_moment"
            ),
        ]
        indexes = [models.Index(fields=["project", "-monday"], name="report_latest_by_project")]

    def __str__(self) -> str:
        return f"{self.project} {self.week}"

    def get_absolute_url(self) -> str:
        return reverse("projects:report_detail", args=[self.pk])

    @property
    def week(self) -> Week:
        return Week(self.monday)

    @property
    def zone(self) -> Zone:
        return self.project.zone

    @property
    def is_given(self) -> bool:
        return self.state in ReportState.given()

    @property
    def is_returned(self) -> bool:
        return self.state == ReportState.RETURNED

    @property
    def is_unreviewed(self) -> bool:
        """Nobody has accepted its values yet: they are marked 未审核 wherever they appear (projects.unreviewed)."""
        return self.state != ReportState.ACCEPTED

    @property
    def has_content(self) -> bool:
        """Anything at all is written in it."""
        return bool(self.progress or self.problems or self.next_plan) or not (self.completed_wan is None and self.workers is None)

    @property
    def is_untouched(self) -> bool:
        """Opened by the system and not written in yet, not even a draft."""
        return self.state == ReportState.OPEN and self.version == 1

    @property
    def was_late(self) -> bool:
        return self.submitted_at is not None and self.submitted_at > self.due_at

    @cached_property
    def remarks_by_section(self) -> dict[str, list["ReportComment"]]:
        """What the review that sent it back says of each part, for the boxes of its form; otherwise nothing. One query."""
        found: dict[str, list[ReportComment]] = {}
        for comment in self.comments.of_last_review() if self.is_returned else ():
            found.setdefault(comment.section, []).append(comment)
        return found

    def is_overdue(self, now: datetime.datetime) -> bool:
        return self.state in ReportState.missing() and now > self.due_at

    def write_access(self, user: Any) -> Decision:
        """The people of the project and their deputies write it until it is accepted. See also WeeklyReportQuerySet.editable_by."""
        if self.state == ReportState.ACCEPTED:
            return Denied(_("This report is accepted and closed."))
        if not self.project.reports_weekly:
            return Denied(_("This project is paused or finished: it does not report."))
        return self.project.report_access(user)

    def review_access(self, user: Any) -> Decision:
        if not self.is_given:
            return Denied(_("There is nothing to review yet."))
        return self.reviewer_access(user)

    def reviewer_access(self, user: Any) -> Decision:
        """Who reviews it once it is given: the head of the project's unit, who stands in for that head today, the keepers.

        See also WeeklyReportQuerySet.reviewable_by.
        """
        decision = self.project.review_access(user)
        if decision:
            return decision
        heads = [each for each in self.project.principals_of(user) if each.role == Role.UNIT_HEAD]
        return Allowed if any(head.unit_id == self.project.unit_id for head in heads) else decision


@tracked()
class MilestoneWeek(TimeStamped):
    """What the officer said of one milestone in one week; of a late one perhaps a new date, which the reviewer decides on.

    ``note`` is the explanation of the proposal too. A granted one has its ``revision``, asked for when it was submitted.
    """

    report = models.ForeignKey(WeeklyReport, models.CASCADE, related_name="milestone_weeks")
    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="weeks")
    outlook = models.CharField(_("outlook"), max_length=10, choices=Outlook.choices)
    met_on = Day(_("met on"), null=True, blank=True)
    note = TextLine(_("note"), max_length=200, blank=True, default="")
    proposed_date = Day(_("proposed date"), null=True, blank=True)
    proposed_reason = models.CharField(_("reason"), max_length=10, choices=RevisionReason.choices, blank=True, default="")
    proposal = models.CharField(_("proposal"), max_length=10, choices=Proposal.choices, blank=True, default="", editable=False)
    revision = models.ForeignKey(
        Revision, models.SET_NULL, verbose_name=_("revision of a date"), related_name="+", null=True, blank=True, editable=False
    )

    objects = MilestoneWeekQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("milestone in the week")
        verbose_name_plural = _("milestones in the week")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "milestone"], name="milestone_once_a_report")]

    def __str__(self) -> str:
        return f"{self.milestone} · {self.get_outlook_display()}"

    @property
    def is_asked(self) -> bool:
        """A new date is proposed and to be decided on. See also MilestoneWeekQuerySet.asked."""
        if self.proposed_date is None or self.proposal == Proposal.DECLINED:
            return False
        return self.proposal != Proposal.GRANTED or self.revision is None or self.revision.new_date != self.proposed_date

    @property
    def outcome(self) -> Proposal | None:
        """What has become of the proposed date; None where none is proposed."""
        return None if self.proposed_date is None else Proposal.ASKED if self.is_asked else Proposal(self.proposal)

    def reports_met(self, day: datetime.date) -> bool:
        """The actual date is this week's word, which nobody has accepted yet."""
        return self.met_on == day and self.report.is_unreviewed


@tracked()
class ReportComment(TimeStamped):
    """What a reviewer says of one section of a report; it stands beside that box when the report comes back."""

    report = models.ForeignKey(WeeklyReport, models.CASCADE, related_name="comments")
    section = models.CharField(_("section"), max_length=10, choices=ReportSection.choices)
    text = TextLine(_("comment"), max_length=300)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("by"), related_name="report_comments")

    objects = ReportCommentQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("comment on a report")
        verbose_name_plural = _("comments on reports")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
