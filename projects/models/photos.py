"""Pictures of the site."""

import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.access import Decision, Denied
from core.fields import Amount, TextLine, Whole
from core.history import tracked
from core.models import TimeStamped
from core.periods import Week
from projects.choices import ReportState
from projects.models.milestones import Milestone
from projects.models.projects import Project
from projects.models.weeks import WeeklyReport
from projects.querysets import PhotoQuerySet
from zones.choices import Role
from zones.models import User, Zone


@tracked()
class Photo(TimeStamped):
    """A picture of a project (现场照片), of a week and of a promise where it says so.

    The stored file was written anew from the picture's dots: nothing else of what was uploaded is kept. Time and place
    are kept as fields, where the person agreed. Files have random names and are served after the permission check only.
    """

    project = models.ForeignKey(Project, models.CASCADE, verbose_name=_("project"), related_name="photos")
    report = models.ForeignKey(
        WeeklyReport, models.SET_NULL, verbose_name=_("weekly report"), related_name="photos", null=True, blank=True
    )
    milestone = models.ForeignKey(
        Milestone, models.SET_NULL, verbose_name=_("promise"), related_name="photos", null=True, blank=True
    )
    image = models.FileField(max_length=120, editable=False)
    thumbnail = models.FileField(max_length=120, editable=False)
    width = Whole(unit=_("pixels"), editable=False)
    height = Whole(unit=_("pixels"), editable=False)
    byte_size = Whole(unit=_("bytes"), editable=False)
    caption = TextLine(_("caption"), max_length=120, blank=True, default="")
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    latitude = Amount(_("latitude"), unit="°", signed=True, max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = Amount(_("longitude"), unit="°", signed=True, max_digits=9, decimal_places=6, null=True, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("uploaded by"), related_name="photos")
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return self.caption or str(_("photo of %(project)s") % {"project": self.project})

    def get_absolute_url(self) -> str:
        return reverse("projects:photo_detail", args=[self.pk])

    @property
    def zone(self) -> Zone:
        return self.project.zone

    @property
    def shown_at(self) -> datetime.datetime:
        """When it was taken, as far as known, else when it came in."""
        return self.taken_at or self.created_at

    @property
    def is_unreviewed(self) -> bool:
        """It belongs to a report that nobody has accepted yet."""
        return self.report is not None and self.report.is_unreviewed

    @property
    def week(self) -> Week:
        """The week it belongs to. See also PhotoQuerySet.with_week."""
        return Week(self.report.monday) if self.report else Week.of(timezone.localtime(self.shown_at).date())

    def edit_access(self, user: Any) -> Decision:
        """Who changes the project, of a report's photo who writes the report, until it is accepted; then the keepers.

        See also PhotoQuerySet.editable_by.
        """
        decision = self.project.edit_access(user) if self.report is None else self.project.report_access(user)
        closed = self.report is not None and self.report.state == ReportState.ACCEPTED
        if decision and closed and user.role_in(self.zone) not in Role.keepers():
            return Denied(_("This photo belongs to an accepted report; only clerks of the zone change it."))
        return decision
