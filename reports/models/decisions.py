"""What people decided about findings of the checks."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Day, Note, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from core.statements import Statement
from reports.choices import DecisionState
from reports.querysets import DecisionQuerySet
from zones import rules
from zones.models import User, Zone


@tracked()
class FindingDecision(TimeStamped):
    """What a named person decided about a finding (校验处理): accepted with a reason, or sent to somebody for an answer.

    ``rule`` and ``about`` are the statement's key; the decision holds for the two sides that it was made on
    (``fingerprint``): when they change, the finding is back. ``subject`` and ``statement`` keep the words of then.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="finding_decisions")
    year = Year(_("year"))
    rule = TextLine(_("rule"), max_length=40, editable=False)
    about = TextLine(max_length=100, editable=False)
    fingerprint = TextLine(max_length=32, editable=False)
    subject = TextLine(_("subject"), max_length=200, editable=False)
    statement = Note(_("statement"), editable=False)
    state = models.CharField(_("decision"), max_length=10, choices=DecisionState.choices, default=DecisionState.ACCEPTED)
    words = Note(_("reason or question"), blank=False)
    sent_to = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("sent to"), related_name="findings_to_answer", null=True, blank=True
    )
    answer = Note(_("answer"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("decided by"), related_name="finding_decisions", editable=False
    )
    decided_on = Day(_("decided on"), editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("decision about a finding")
        verbose_name_plural = _("decisions about findings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "rule", "about"],
                name="finding_decided_once",
                violation_error_message=_("somebody else has just decided about this finding"),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "answered"]) | Q(sent_to__isnull=False),
                name="finding_sent_to_someone",
                violation_error_message=_("say to whom it is sent"),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("reports:finding", args=[self.year, self.rule, self.about])

    @property
    def is_accepted(self) -> bool:
        return self.state == DecisionState.ACCEPTED

    @property
    def is_sent(self) -> bool:
        return self.state == DecisionState.SENT

    def still_holds(self, statement: Statement) -> bool:
        """Whether both sides are still what was decided about."""
        return self.fingerprint == statement.fingerprint

    def edit_access(self, user: Any) -> Decision:
        """See also DecisionQuerySet.editable_by."""
        return rules.keeper(user, self)

    def answer_access(self, user: Any) -> Decision:
        """The person it was sent to, and the keepers instead."""
        if self.is_accepted:
            return Denied(_("This finding is accepted; nothing is asked any more."))
        return Allowed if user.pk == self.sent_to_id else rules.keeper(user, self)
