"""The return of one enterprise and month, and its values."""

import datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.access import Allowed, Decision, Denied
from core.fields import Amount, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from projects.models import Enterprise
from returns.choices import ReturnState
from returns.models.items import ReturnItem
from returns.querysets import ReturnQuerySet
from zones.choices import Role
from zones.models import User, Zone


@tracked()
class Return(TimeStamped):
    """What one above-scale enterprise reports of one month (企业月报). Its values are confidential (统计法).

    ``note`` explains what is doubtful about the values. ``first_submitted`` decides whether it came on time.
    """

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, verbose_name=_("enterprise"), related_name="returns")
    year = Year(_("year"))
    month = Small(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    state = models.CharField(_("state"), max_length=10, choices=ReturnState.choices, default=ReturnState.OPEN, editable=False)
    note = TextLine(_("explanation"), max_length=300, blank=True, default="")
    first_submitted = models.DateTimeField(pgettext_lazy("moment", "first submitted"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(pgettext_lazy("moment", "submitted"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("submitted by"), related_name="returns", null=True, blank=True, editable=False
    )
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("reviewed by"), related_name="reviewed_returns", null=True, blank=True, editable=False
    )
    review_note = TextLine(_("note of the review"), max_length=300, blank=True, default="")
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    objects = ReturnQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("monthly return")
        verbose_name_plural = _("monthly returns")
        ordering = ["-year", "-month", "id"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "year", "month"], name="return_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "draft"]) | models.Q(submitted_at__isnull=False),
                name="return_given_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["year", "month"], name="return_by_month")]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.year}-{self.month:02d}"

    def get_absolute_url(self) -> str:
        return reverse("returns:return_detail", args=[self.pk])

    @property
    def zone(self) -> Zone:
        return self.enterprise.zone

    @property
    def is_given(self) -> bool:
        return self.state in ReturnState.given()

    @property
    def is_accepted(self) -> bool:
        return self.state == ReturnState.ACCEPTED

    @property
    def is_submitted(self) -> bool:
        return self.state == ReturnState.SUBMITTED

    def was_late(self, due: datetime.date) -> bool:
        """Whether it was first handed in after the due day."""
        return bool(self.first_submitted) and timezone.localtime(self.first_submitted).date() > due

    def edit_access(self, user: Any) -> Decision:
        """Who enters it: the zone's statisticians and the clerk of its park, until it is accepted.

        See also ReturnQuerySet.editable_by.
        """
        role = user.role_in(self.zone)
        if role not in Role.statisticians():
            return Denied(_("The figures of a single enterprise are confidential; statisticians enter them."))
        if self.is_accepted:
            return Denied(_("This return is accepted. Send it back to change it."))
        return Allowed

    def review_access(self, user: Any) -> Decision:
        """The statisticians of the zone, not those of a park."""
        if user.role_in(self.zone) in Role.keepers():
            return Allowed
        return Denied(_("Returns are accepted by the statisticians of the zone."))


@tracked()
class ReturnValue(models.Model):
    """One item of a return. Null is "not reported", never zero."""

    report = models.ForeignKey(Return, models.CASCADE, verbose_name=_("monthly return"), related_name="values")
    item = models.ForeignKey(ReturnItem, models.PROTECT, verbose_name=_("item"), related_name="values")
    value = Amount(_("value"), signed=True, max_digits=16, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("value of a return")
        verbose_name_plural = _("values of returns")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["report", "item"], name="return_value_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.item}"
