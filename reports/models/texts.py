"""What units are asked to write for a year's report, and what they wrote."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision
from core.fields import Day, Note, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from projects.querysets import units_of
from reports.choices import TextState
from reports.querysets import UnitTextQuerySet
from zones import rules
from zones.models import Unit, User, Zone


@tracked()
class UnitText(TimeStamped):
    """A unit's paragraphs for the annual report (单位材料): asked for with a question and a day, given by the unit's people.

    The report names them {单位材料.unit} (reports.annual.values). ``note`` is what the clerk says on sending them back.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="unit_texts")
    year = Year(_("year"))
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="year_texts")
    question = TextLine(_("what is asked"), max_length=300)
    due_on = Day(_("due on"))
    text = Note(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=TextState.choices, default=TextState.ASKED, editable=False)
    note = TextLine(_("what is to be changed"), max_length=300, blank=True, default="")
    given_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("given by"), related_name="unit_texts", null=True, blank=True, editable=False
    )
    given_on = Day(_("given on"), null=True, blank=True, editable=False)
    reminded_on = Day(_("reminded on"), null=True, blank=True, editable=False)

    objects = UnitTextQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("text of a unit")
        verbose_name_plural = _("texts of units")
        ordering = ["-year", "unit__position", "unit_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "year", "unit"],
                name="unit_text_once_a_year",
                violation_error_message=_("this unit is asked for this year already"),
            ),
            models.CheckConstraint(
                condition=models.Q(state=TextState.ASKED) | models.Q(given_by__isnull=False, given_on__isnull=False),
                name="unit_text_given_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("reports:text_edit", args=[self.pk])

    @property
    def is_given(self) -> bool:
        return self.state == TextState.GIVEN

    @property
    def is_returned(self) -> bool:
        return self.state == TextState.RETURNED

    def edit_access(self, user: Any) -> Decision:
        """The people of the unit, and the keepers, who edit what the report takes over."""
        return Allowed if self.unit_id in units_of(user) else rules.keeper(user, self)
