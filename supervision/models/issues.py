"""A problem with a responsible unit and a deadline."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Day, Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from projects.models import Project, WeeklyReport
from supervision.choices import IssueCategory, IssueState
from supervision.querysets import IssueQuerySet
from zones import rules
from zones.choices import Role
from zones.models import Unit, User, Zone


@tracked()
class Issue(TimeStamped):
    """A problem that is followed until it is settled (问题): raised → assigned → in hand → reported done → settled (销号).

    ``report`` and ``line`` say from which line of a weekly report it was made. Whoever reports it done never settles it.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="issues")
    year = Year(_("year"), editable=False)
    number = Small(_("number"), editable=False)
    text = TextLine(_("problem"), max_length=300)
    category = models.CharField(_("category"), max_length=12, choices=IssueCategory.choices, default=IssueCategory.OTHER)
    project = models.ForeignKey(Project, models.PROTECT, verbose_name=_("project"), related_name="issues", null=True, blank=True)
    report = models.ForeignKey(
        WeeklyReport, models.PROTECT, verbose_name=_("weekly report"), related_name="issues", null=True, blank=True, editable=False
    )
    line = Small(_("line of the report"), null=True, blank=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("responsible unit"), related_name="issues", null=True, blank=True)
    due_on = Day(_("to be settled by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=IssueState.choices, default=IssueState.RAISED, editable=False)
    raised_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("raised by"), related_name="issues", editable=False)
    raised_on = Day(_("raised on"), editable=False)
    outcome = Note(_("what was done"))
    done_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("reported done by"), related_name="done_issues", null=True, blank=True, editable=False
    )
    settled_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("settled by"), related_name="settled_issues", null=True, blank=True, editable=False
    )
    settled_on = Day(_("settled on"), null=True, blank=True, editable=False)
    note = TextLine(_("note of the confirmation"), max_length=300, blank=True, default="")
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "year", "number"], name="issue_number_unique"),
            models.UniqueConstraint(
                fields=["report", "line"],
                condition=Q(report__isnull=False),
                name="issue_once_a_line",
                violation_error_message=_("this problem is an issue already"),
            ),
            models.CheckConstraint(
                condition=Q(state="raised") | Q(unit__isnull=False, due_on__isnull=False), name="issue_assigned_with_a_deadline"
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(settled_on__isnull=False) & ~Q(settled_by=models.F("done_by")),
                name="issue_settled_by_somebody_else",
                violation_error_message=_("whoever reported it done does not settle it"),
            ),
        ]

    def __str__(self) -> str:
        return f"〔{self.year}〕{self.number} {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:issue_detail", args=[self.pk])

    @property
    def is_settled(self) -> bool:
        return self.state == IssueState.SETTLED

    @property
    def is_done(self) -> bool:
        return self.state == IssueState.DONE

    @property
    def is_at_work(self) -> bool:
        return self.state in IssueState.at_work()

    def is_overdue(self, as_of: datetime.date) -> bool:
        """See also IssueQuerySet.with_overdue."""
        return not self.is_settled and self.due_on is not None and self.due_on < as_of

    def age_days(self, as_of: datetime.date) -> int:
        """Days from raising to settling, or to ``as_of`` while it is open."""
        return ((self.settled_on or as_of) - self.raised_on).days

    def assign_access(self, user: Any) -> Decision:
        """The keepers, and the head of the project's or of the responsible unit. See also IssueQuerySet.editable_by."""
        if self.is_settled:
            return Denied(_("This issue is settled."))
        role = user.role_in(self.zone)
        own = {self.unit_id, self.project.unit_id if self.project else None} - {None}
        if role in Role.keepers() or (role == Role.UNIT_HEAD and user.unit_id_in(self.zone) in own):
            return Allowed
        return rules.refuse(user, self, _("Clerks and heads of the unit assign an issue."))

    def work_access(self, user: Any) -> Decision:
        """Who signs for it and reports it done: the people of the responsible unit, and the keepers.

        Whoever has reported it done may put the words right until somebody confirms.
        """
        if self.is_done and user.pk == self.done_by_id:
            return Allowed
        if not self.is_at_work:
            return Denied(_("This issue is not at work."))
        role = user.role_in(self.zone)
        if role in Role.keepers() or (role in Role.of_a_unit() and user.unit_id_in(self.zone) == self.unit_id):
            return Allowed
        return rules.refuse(user, self, _("The responsible unit works on this issue."))

    def settle_access(self, user: Any) -> Decision:
        """Who confirms: a keeper or who raised it, never who reported it done; who settled it may take that back."""
        if self.is_settled and user.pk == self.settled_by_id:
            return Allowed
        if not self.is_done:
            return Denied(_("This issue is not reported done."))
        if user.pk == self.done_by_id:
            return Denied(_("Somebody else confirms what you have reported done."))
        if user.role_in(self.zone) in Role.keepers() or user.pk == self.raised_by_id:
            return Allowed
        return rules.refuse(user, self, _("Clerks and whoever raised the issue confirm it."))
