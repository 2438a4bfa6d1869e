"""The annual report: its sentences, and the figures that it was frozen with."""

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Day, Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from reports.querysets import AnnualQuerySet, SnapshotQuerySet
from zones import rules
from zones.models import User, Zone


@tracked()
class AnnualSection(TimeStamped):
    """A heading of a zone's annual report with its sentences; names in braces are values (reports.annual.values)."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="annual_sections")
    year = Year(_("year"))
    position = Small(_("position"), default=0, help_text=_("order in lists"))
    level = Small(_("level of the heading"), default=2, validators=[MaxValueValidator(3)], help_text=_("0: without a heading"))
    heading = TextLine(_("heading"), max_length=120, blank=True, default="")
    text = Note(_("text"))

    objects = AnnualQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("section of the annual report")
        verbose_name_plural = _("sections of the annual report")
        ordering = ["year", "position", "id"]
        indexes = [models.Index(fields=["zone", "year"], name="annual_section_of_year")]

    def __str__(self) -> str:
        return self.heading or self.text[:20]

    def get_absolute_url(self) -> str:
        return reverse("reports:annual_of", args=[self.year])

    def edit_access(self, user: Any) -> Decision:
        """See also AnnualQuerySet.editable_by."""
        return rules.keeper(user, self)


@tracked(without=("workbook",))
class YearSnapshot(TimeStamped):
    """A year as it was when somebody froze it: report and workbook give this and nothing later.

    ``values`` are those of reports.annual.values by their names; ``workbook`` is the year-end workbook of the same moment, with
    ``as_of`` as its day (both null for years that were frozen before workbooks were).
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="year_snapshots")
    year = Year(_("year"))
    values = models.JSONField(editable=False)
    workbook = models.BinaryField(editable=False, null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    as_of = Day(_("as of"), null=True, editable=False)
    frozen_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("frozen by"), related_name="year_snapshots")

    objects = SnapshotQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("frozen year")
        verbose_name_plural = _("frozen years")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "year"], name="year_frozen_once", violation_error_message=_("this year is frozen already")
            )
        ]

    def __str__(self) -> str:
        return str(self.year)
