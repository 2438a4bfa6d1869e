"""What was written for many promises at once: bulk changes that can be taken back whole, and plans that were read."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import LongText, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from projects.choices import BulkKind, RevisionReason
from projects.models.milestones import Milestone
from projects.querysets import BulkChangeQuerySet
from zones import rules
from zones.choices import Role
from zones.models import User, Zone


@tracked()
class BulkChange(TimeStamped):
    """One step on many promises (批量调整): all of them or none, and taken back as a whole or not at all.

    It can be taken back while nothing else has touched the rows since; ``rows`` keeps what they were before.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="bulk_changes")
    kind = models.CharField(_("what was done"), max_length=12, choices=BulkKind.choices)
    about = TextLine(_("in words"), max_length=300, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=10, choices=RevisionReason.choices, blank=True, default="")
    explanation = TextLine(_("explanation"), max_length=300, blank=True, default="")
    approved_by = TextLine(_("approved by"), max_length=60, blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("entered by"), related_name="bulk_changes")
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("taken back by"), null=True, blank=True, related_name="+")

    objects = BulkChangeQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.about}" if self.about else str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("projects:change_detail", args=[self.pk])

    def undo_access(self, user: Any) -> Decision:
        """Who did it, while they may write at all, and the keepers. Whether the rows are still as it left them is asked of
        the rows."""
        writes = user.role_in(self.zone) in Role.of_a_unit()
        return Allowed if user.pk == self.by_id and writes else rules.keeper(user, self)

    def undo_decision(self, user: Any) -> Decision:
        """The same for the button: nothing is taken back twice."""
        return Denied(_("This change was taken back already.")) if self.undone_at else self.undo_access(user)

    @property
    def made_rows(self) -> bool:
        """Whether its rows did not exist before."""
        return self.kind in BulkKind.creating()


class BulkRow(models.Model):
    """A promise of a bulk change: what it was before (null: it was made by the change) and its version afterwards."""

    change = models.ForeignKey(BulkChange, models.CASCADE, related_name="rows")
    milestone = models.ForeignKey(Milestone, models.DO_NOTHING, db_constraint=False, related_name="bulk_rows")
    before = models.JSONField(null=True, blank=True)
    version_after = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("row of a bulk change")
        verbose_name_plural = _("rows of bulk changes")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["change", "milestone"], name="bulk_row_once")]

    def __str__(self) -> str:
        return f"{self.change_id} · {self.milestone_id}"


@tracked(without=("text",))
class PlanText(TimeStamped):
    """A plan's prose that a clerk has read into the ledger; the same text of a year is one row, whoever pastes it."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="plan_texts")
    year = Year(_("year"))
    title = TextLine(_("title"), max_length=120, blank=True, default="")
    digest = TextLine(max_length=64, editable=False)
    text = LongText(_("text"))
    row_count = models.PositiveIntegerField(_("rows written"), default=0)
    confirmed_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("confirmed by"), related_name="plan_texts")
    change = models.ForeignKey(BulkChange, models.SET_NULL, null=True, blank=True, related_name="plan_texts")

    class Meta(TimeStamped.Meta):
        verbose_name = _("plan text")
        verbose_name_plural = _("plan texts")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["zone", "year", "digest"], name="plan_text_once_a_year")]

    def __str__(self) -> str:
        return self.title or f"{self.year}"
