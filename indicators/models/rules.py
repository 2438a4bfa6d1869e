"""What a zone's figures should satisfy, as its clerks write it down."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Decision
from core.fields import Amount, TextLine
from core.history import tracked
from core.models import TimeStamped, unique_name
from core.statements import Operator, Priority
from indicators import formulas
from indicators.querysets import CheckRuleQuerySet
from zones import rules
from zones.models import Zone


def readable(text: str) -> None:
    """Raises: ValidationError for a formula that cannot be read."""
    try:
        formulas.evaluate(text, lambda code, kind: Decimal(1))
    except formulas.FormulaError as error:
        raise ValidationError(str(error), code="formula") from None


@tracked()
class CheckRule(TimeStamped):
    """A rule that a year's figures should satisfy (校验规则): ``left operator right`` within a tolerance.

    Both sides are formulas; see indicators.formulas.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="check_rules")
    name = TextLine(pgettext_lazy("rule", "name"), max_length=80)
    left = TextLine(_("left side"), max_length=200, validators=[readable])
    operator = models.CharField(_("operator"), max_length=2, choices=Operator.choices, default=Operator.EQUAL)
    right = TextLine(_("right side"), max_length=200, validators=[readable])
    tolerance = Amount(_("tolerance"), max_digits=18, decimal_places=4, default=Decimal(0))
    unit = TextLine(pgettext_lazy("measure", "unit"), max_length=12, blank=True, default="")
    priority = models.CharField(_("weight"), max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    is_active = models.BooleanField(_("is applied"), default=True)

    objects = CheckRuleQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("check rule")
        verbose_name_plural = _("check rules")
        ordering = ["id"]
        constraints = [unique_name("check_rule_name_unique", "zone")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:rule_edit", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        return rules.keeper(user, self)
