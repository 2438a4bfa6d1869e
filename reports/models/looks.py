"""How an office's own papers look."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import TextLine
from core.history import tracked
from core.models import TimeStamped
from reports.querysets import LooksQuerySet
from zones import rules
from zones.models import Zone


@tracked()
class PaperLooks(TimeStamped):
    """Fonts, sizes, lines and margins of a zone's Word documents (公文样式), read from a document of its own.

    ``looks`` is what reports.paper_reading found in it; without a row the papers follow GB/T 9704.
    """

    zone = models.OneToOneField(Zone, models.PROTECT, verbose_name=_("zone"), related_name="paper_looks")
    filename = TextLine(_("file"), max_length=120)
    looks = models.JSONField(editable=False)

    objects = LooksQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("looks of papers")
        verbose_name_plural = _("looks of papers")

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("reports:paper_looks")

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)
