"""Meetings (早会, 调度会), what they heard and what they decided."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Day, Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from projects.models import Project
from supervision.choices import AgendaPart, IssueCategory, MeetingKind, Outcome
from supervision.models.issues import Issue
from supervision.querysets import MeetingItemQuerySet, MeetingQuerySet
from zones import rules
from zones.choices import Role
from zones.models import Unit, User, Zone


@tracked()
class Meeting(TimeStamped):
    """One meeting: its agenda prepares itself (supervision.agenda), its minutes are written item by item and closed once.

    ``number`` counts the meetings of a kind and year. ``taken_off`` names matters of the agenda (``MeetingItem.about``) that
    somebody does not want to hear at this one. Closed minutes do not change; what was decided lives on as issues.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="meetings")
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind.choices, default=MeetingKind.EARLY)
    year = Year(_("year"), editable=False)
    number = Small(_("number"), editable=False)
    held_on = Day(_("held on"))
    place = TextLine(_("place"), max_length=100, blank=True, default="")
    chair = TextLine(_("chaired by"), max_length=100, blank=True, default="")
    attendance = Note(_("who attended"))
    absence = Note(_("who was absent, and why"))
    remark = Note(_("what else was said"))
    taken_off = models.JSONField(_("matters taken off the agenda"), default=list, blank=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("minutes closed by"), related_name="meetings", null=True, blank=True, editable=False
    )
    closed_on = Day(_("minutes closed on"), null=True, blank=True, editable=False)
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "kind", "held_on"],
                name="meeting_once_a_day",
                violation_error_message=_("this meeting of the day is entered already"),
            ),
            models.UniqueConstraint(fields=["zone", "kind", "year", "number"], name="meeting_number_unique"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True, closed_on__isnull=True) | Q(closed_by__isnull=False, closed_on__isnull=False),
                name="meeting_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(kind)s 〔%(year)s〕 no. %(number)s") % {
            "kind": self.get_kind_display(),
            "year": self.year,
            "number": self.number,
        }

    @property
    def name(self) -> str:
        """Kind and number, as a column of a list."""
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("supervision:meeting_detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    def edit_access(self, user: Any) -> Decision:
        """See also MeetingQuerySet.editable_by."""
        return Denied(_("The minutes of this meeting are closed.")) if self.is_closed else rules.keeper(user, self)

    def propose_access(self, user: Any) -> Decision:
        """Who brings a matter before the meeting: the heads of units, and the keepers."""
        if self.is_closed:
            return Denied(_("The minutes of this meeting are closed."))
        if rules.role(user, self) in Role.keepers() | {Role.UNIT_HEAD}:
            return Allowed
        return rules.refuse(user, self, _("Clerks and heads of units bring matters before a meeting."))


@tracked()
class MeetingItem(TimeStamped):
    """A matter on the agenda and what became of it.

    ``about`` names what the agenda found (``project:12``), so that it is found once and counted from meeting to meeting; ""
    is a matter that somebody brought. Until it ``is_written`` its words follow the registers. ``issue`` is the issue it is
    about, or the one that its decision was made.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, verbose_name=_("meeting"), related_name="items")
    subject = models.CharField(_("subject"), max_length=12, choices=AgendaPart.choices, default=AgendaPart.OTHER, editable=False)
    about = TextLine(_("what it was found by"), max_length=40, blank=True, default="", editable=False)
    position = Small(_("place"), editable=False)
    text = TextLine(_("matter"), max_length=300)
    category = models.CharField(_("category"), max_length=12, choices=IssueCategory.choices, default=IssueCategory.OTHER)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("project"), related_name="meeting_items", null=True, blank=True
    )
    issue = models.ForeignKey(
        Issue, models.PROTECT, verbose_name=_("issue"), related_name="meeting_items", null=True, blank=True, editable=False
    )
    outcome = models.CharField(pgettext_lazy("meeting", "outcome"), max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decision = Note(_("decision"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("responsible unit"), related_name="meeting_items", null=True, blank=True
    )
    due_on = Day(_("to be settled by"), null=True, blank=True)
    is_written = models.BooleanField(_("somebody has written to it"), default=False, editable=False)

    objects = MeetingItemQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("matter of a meeting")
        verbose_name_plural = _("matters of meetings")
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "about"], condition=~Q(about=""), name="meeting_item_found_once"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DECIDED) | Q(unit__isnull=False, due_on__isnull=False) & ~Q(decision=""),
                name="meeting_item_decided_for_somebody",
                violation_error_message=_("a decision names what is to be done, by whom and by when"),
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.SETTLED) | Q(unit__isnull=False) & ~Q(decision=""),
                name="meeting_item_settled_how",
                violation_error_message=_("what is settled names how, and the unit that answers for it"),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#item-{self.pk}"

    @property
    def zone(self) -> Zone:
        return self.meeting.zone

    @property
    def words(self) -> str:
        """The matter with its project's name in front."""
        return f"{self.project}：{self.text}" if self.project and str(self.project) not in self.text else self.text

    @property
    def css(self) -> str:
        return Outcome.css()[Outcome(self.outcome)]

    def edit_access(self, user: Any) -> Decision:
        """As the minutes. See also MeetingItemQuerySet.editable_by."""
        return self.meeting.edit_access(user)
