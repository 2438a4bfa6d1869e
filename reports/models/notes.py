"""The narrative facts of a year."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Note, Small, TextLine, Year
from core.history import tracked
from core.models import Sourced, TimeStamped
from reports.choices import NoteKind
from reports.querysets import YearNoteQuerySet
from zones import rules
from zones.models import Zone


@tracked()
class YearNote(TimeStamped, Sourced):
    """One narrative fact of a zone's year (存在的问题, 保障措施, 考核结果, 工作机制, 成效), for workbook and annual report.

    ``year`` is the year of the report that tells it: the 2014 report's safeguards for 2015 are of 2014.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="year_notes")
    year = Year(_("year"), help_text=_("of the report that tells it"))
    kind = models.CharField(_("kind"), max_length=12, choices=NoteKind.choices, default=NoteKind.PROBLEM)
    title = TextLine(_("heading"), max_length=120)
    text = Note(_("text"))
    position = Small(_("position"), default=0, help_text=_("order in lists"))

    objects = YearNoteQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("note of the year")
        verbose_name_plural = _("notes of the year")
        ordering = ["-year", "kind", "position", "id"]
        indexes = [models.Index(fields=["zone", "year"], name="year_note_zone_year")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('reports:year_workbook')}?year={self.year}"

    def edit_access(self, user: Any) -> Decision:
        """See also YearNoteQuerySet.editable_by."""
        return rules.keeper(user, self)
