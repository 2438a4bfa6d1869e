"""Ledgers to begin with: the usual promises of a kind of project, as days from its start."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Small, TextLine
from core.history import tracked
from core.models import TimeStamped, unique_name
from core.periods import Precision
from projects.choices import Kind, Phase
from projects.querysets import TemplateQuerySet, TemplateStepQuerySet
from zones import rules
from zones.models import Zone


@tracked()
class LedgerTemplate(TimeStamped):
    """The standard phases of a kind of project (台账模板)."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="ledger_templates")
    name = TextLine(_("name"), max_length=80)
    kind = models.CharField(_("kind of project"), max_length=14, choices=Kind.choices, default=Kind.INDUSTRIAL)
    remark = TextLine(_("remark"), max_length=200, blank=True, default="")

    objects = TemplateQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("ledger template")
        verbose_name_plural = _("ledger templates")
        ordering = ["id"]
        constraints = [unique_name("ledger_template_name_unique", "zone", message=_("a template of this name exists already"))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:template_detail", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)


@tracked()
class TemplateStep(TimeStamped):
    """One promise of a template, ``days`` after the start; month precision widens to the month it falls into."""

    template = models.ForeignKey(LedgerTemplate, models.CASCADE, related_name="steps")
    position = Small(_("position"), default=0)
    text = TextLine(_("promise"), max_length=200)
    phase = models.CharField(_("phase"), max_length=14, choices=Phase.choices, default=Phase.OTHER)
    days = Small(_("days after the start"), default=0)
    precision = models.CharField(_("precision"), max_length=10, choices=Precision.choices, default=Precision.DAY)
    whole_project = models.BooleanField(_("target of the whole project"), default=False)

    objects = TemplateStepQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("step of a template")
        verbose_name_plural = _("steps of templates")
        ordering = ["position", "days", "id"]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.template.get_absolute_url()

    @property
    def zone(self) -> Zone:
        return self.template.zone

    def edit_access(self, user: Any) -> Decision:
        return self.template.edit_access(user)
