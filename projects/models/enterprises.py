"""Enterprises and their yearly membership in the above-scale list."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Day, Note, TextLine, Year
from core.history import tracked
from core.models import Sourced, TimeStamped, unique_name
from projects.codes import industry_code_format
from projects.querysets import EnterpriseQuerySet
from zones import rules
from zones.models import Park, Zone


@tracked()
class Enterprise(TimeStamped, Sourced):
    """A firm in a park (入区企业). Its single figures are confidential and do not stand here."""

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="enterprises")
    name = TextLine(_("name"), max_length=120)
    aliases = TextLine(_("also called"), max_length=300, blank=True, default="", help_text=_("other names, separated by 、"))
    park = models.ForeignKey(
        Park,
        models.PROTECT,
        verbose_name=_("park"),
        related_name="enterprises",
        null=True,
        blank=True,
        help_text=_("empty when not known"),
    )
    industry_code = TextLine(
        _("industry code"),
        max_length=5,
        blank=True,
        default="",
        validators=[industry_code_format],
        help_text=_("GB/T 4754-2017: a letter and two to four digits, like C21"),
    )
    credit_code = TextLine(_("unified social credit code"), max_length=18, blank=True, default="")
    is_producing = models.BooleanField(_("in production"), default=False)
    producing_since = Day(_("in production since"), null=True, blank=True)
    remark = Note(_("remark"))

    objects = EnterpriseQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["id"]
        constraints = [
            unique_name("enterprise_name_unique", "zone", message=_("an enterprise of this name is already registered")),
            models.UniqueConstraint(
                fields=["zone", "credit_code"],
                condition=~models.Q(credit_code=""),
                name="enterprise_credit_code_unique",
                violation_error_message=_("another enterprise has this credit code"),
            ),
            models.CheckConstraint(
                condition=models.Q(producing_since__isnull=True) | models.Q(is_producing=True),
                name="enterprise_since_means_producing",
                violation_error_message=_("a start of production means that the enterprise is in production"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:enterprise_detail", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        """See also EnterpriseQuerySet.editable_by."""
        return rules.keeper(user, self)


@tracked()
class AboveScaleYear(TimeStamped):
    """The enterprise is in that year's list of above-scale enterprises (规上), fixed for the whole year."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="above_scale_years")
    year = Year(_("year"))

    class Meta(TimeStamped.Meta):
        verbose_name = _("above-scale year")
        verbose_name_plural = _("above-scale years")
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["enterprise", "year"], name="above_scale_once_a_year")]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year}"
