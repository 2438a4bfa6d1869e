"""A workbook that somebody sent, from the check to the rows that it became."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.fields import TextLine
from core.history import tracked
from core.imports import Preview
from core.models import TimeStamped
from exchange.choices import RunState
from exchange.querysets import ImportRunQuerySet
from zones.models import User, Zone


@tracked(without=("content", "preview"))
class ImportRun(TimeStamped):
    """``content`` is the workbook while it is open (nothing of one that was refused), ``preview`` what its last check found.

    ``mapping`` says what headings mean that nobody knew.
    ``counts`` are the numbers of new, changed, same and wrong rows at the last check; ``told`` says why it was refused.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="import_runs")
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("person"), related_name="import_runs")
    kind = TextLine(_("register"), max_length=30)
    filename = TextLine(_("file"), max_length=120)
    sha256 = TextLine(_("fingerprint"), max_length=64)
    content = models.BinaryField(editable=False)
    mapping = models.JSONField(default=dict, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    preview = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=RunState.choices, default=RunState.WRONG)
    told = TextLine(_("reason"), max_length=300, blank=True, default="")
    stored_at = models.DateTimeField(_("stored at"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("workbook that was sent")
        verbose_name_plural = _("workbooks that were sent")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=RunState.STORED) | models.Q(stored_at__isnull=False),
                name="import_run_stored_has_a_moment",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("exchange:import_detail", args=[self.pk])

    @property
    def code(self) -> str:
        """That of the register."""
        return self.kind

    @property
    def shown(self) -> Preview:
        return Preview.read(self.preview)

    @property
    def is_open(self) -> bool:
        """Whether its workbook is kept."""
        return self.state in RunState.open()

    @property
    def is_running(self) -> bool:
        return self.state == RunState.RUNNING

    @property
    def is_stored(self) -> bool:
        return self.state == RunState.STORED

    @property
    def was_interrupted(self) -> bool:
        return self.state == RunState.INTERRUPTED
