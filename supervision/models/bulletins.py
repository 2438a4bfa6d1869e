"""Bulletins (督查通报): who is praised and who is criticised, for what, and what became of it."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import Day, Note, Small, TextLine, Year
from core.history import tracked
from core.models import TimeStamped
from projects.models import Project
from projects.querysets import units_of
from supervision.choices import BulletinKind, BulletinState, EntryState
from supervision.querysets import BulletinEntryQuerySet, BulletinQuerySet
from zones import rules
from zones.choices import Role
from zones.models import Unit, User, Zone

MOST_POINTS = 20


def _by(words: Any, name: str) -> models.ForeignKey:
    return models.ForeignKey(User, models.PROTECT, verbose_name=words, related_name=name, null=True, blank=True, editable=False)


@tracked()
class Bulletin(TimeStamped):
    """Praise (通报表彰), criticism (通报批评) or exposure on television (电视曝光), numbered when it is issued.

    A draft is seen by clerks and leaders only. A withdrawn one keeps its number and says why; its points do not count.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="bulletins")
    kind = models.CharField(_("kind"), max_length=10, choices=BulletinKind.choices, default=BulletinKind.CRITICISM)
    title = TextLine(_("title"), max_length=200)
    text = Note(_("opening words"))
    rectify_by = Day(_("to be put right by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BulletinState.choices, default=BulletinState.DRAFT, editable=False)
    year = Year(_("year"), null=True, editable=False)
    number = Small(_("number"), null=True, editable=False)
    issued_by = _by(_("issued by"), "bulletins")
    issued_on = Day(_("issued on"), null=True, blank=True, editable=False)
    withdrawn_on = Day(_("withdrawn on"), null=True, blank=True, editable=False)
    reason = TextLine(_("why it is withdrawn"), max_length=300, blank=True, default="")
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    objects = BulletinQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        ordering = [F("issued_on").desc(nulls_first=True), "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "year", "number"], name="bulletin_number_unique"),
            models.CheckConstraint(
                condition=Q(state=BulletinState.DRAFT, number__isnull=True)
                | Q(number__isnull=False, year__isnull=False, issued_on__isnull=False, issued_by__isnull=False)
                & ~Q(state=BulletinState.DRAFT),
                name="bulletin_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=~Q(state=BulletinState.WITHDRAWN) | Q(withdrawn_on__isnull=False) & ~Q(reason=""),
                name="bulletin_withdrawn_why",
            ),
        ]

    def __str__(self) -> str:
        number = gettext("〔%(year)s〕 no. %(number)s") % {"year": self.year, "number": self.number} if self.number else ""
        return f"{number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("supervision:bulletin_detail", args=[self.pk])

    @property
    def name(self) -> str:
        """Number and title, as a column of a list."""
        return str(self)

    @property
    def is_draft(self) -> bool:
        return self.state == BulletinState.DRAFT

    @property
    def is_issued(self) -> bool:
        return self.state == BulletinState.ISSUED

    @property
    def is_praise(self) -> bool:
        return self.kind == BulletinKind.PRAISE

    def edit_access(self, user: Any) -> Decision:
        """See also BulletinQuerySet.editable_by."""
        return rules.keeper(user, self) if self.is_draft else Denied(_("This bulletin is issued: it can only be withdrawn."))

    def withdraw_access(self, user: Any) -> Decision:
        """Of one that is withdrawn the reason may be put right."""
        return Denied(_("Only an issued bulletin is withdrawn.")) if self.is_draft else rules.keeper(user, self)


@tracked()
class BulletinEntry(TimeStamped):
    """One unit on a bulletin: for what, with how many points, and how far it has put things right.

    ``points`` have no sign: praise adds them, the others take them off. An entry with an ``excuse`` is told and counts nothing.
    """

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, verbose_name=_("bulletin"), related_name="entries")
    position = Small(_("place"), editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("unit"), related_name="bulletin_entries")
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name=_("project"), related_name="bulletin_entries", null=True, blank=True
    )
    text = TextLine(_("for what"), max_length=300)
    points = Small(_("points"), default=1)
    excuse = TextLine(_("excused, because"), max_length=300, blank=True, default="")
    state = models.CharField(_("state"), max_length=12, choices=EntryState.choices, default=EntryState.WAITING, editable=False)
    acknowledged_by = _by(_("acknowledged by"), "acknowledged_entries")
    acknowledged_on = Day(_("acknowledged on"), null=True, blank=True, editable=False)
    rectification = Note(_("what was put right, and what shows it"))
    rectified_by = _by(_("put right by"), "rectified_entries")
    rectified_on = Day(_("put right on"), null=True, blank=True, editable=False)
    confirmed_by = _by(_("confirmed by"), "confirmed_entries")
    confirmed_on = Day(_("confirmed on"), null=True, blank=True, editable=False)
    note = TextLine(pgettext_lazy("bulletin", "what is missing"), max_length=300, blank=True, default="")

    objects = BulletinEntryQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("entry of a bulletin")
        verbose_name_plural = _("entries of bulletins")
        ordering = ["bulletin", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__lte=MOST_POINTS),
                name="bulletin_entry_points",
                violation_error_message=_("at most 20 points"),
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.CONFIRMED) | Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("rectified_by")),
                name="bulletin_entry_confirmed_by_somebody_else",
                violation_error_message=_("whoever put it right does not confirm it"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}：{self.text}"

    def get_absolute_url(self) -> str:
        return f"{self.bulletin.get_absolute_url()}#entry-{self.pk}"

    @property
    def zone(self) -> Zone:
        return self.bulletin.zone

    @property
    def signed_points(self) -> int:
        """What the entry counts for its unit. See also BulletinEntryQuerySet.points_by_unit."""
        if self.excuse or not self.bulletin.is_issued:
            return 0
        return self.points if self.bulletin.is_praise else -self.points

    @property
    def is_waiting(self) -> bool:
        return self.state == EntryState.WAITING

    @property
    def is_settled(self) -> bool:
        return self.state == EntryState.CONFIRMED

    @property
    def css(self) -> str:
        return EntryState.css()[EntryState(self.state)]

    def edit_access(self, user: Any) -> Decision:
        """As the bulletin. See also BulletinEntryQuerySet.editable_by."""
        return self.bulletin.edit_access(user)

    def acknowledge_access(self, user: Any) -> Decision:
        """The people of the unit say that they have read it; who has, may say so twice."""
        if self.state == EntryState.ACKNOWLEDGED and user.pk == self.acknowledged_by_id:
            return Allowed
        if not self.bulletin.is_issued or not self.is_waiting:
            return Denied(_("There is nothing to acknowledge."))
        return self._of_the_unit(user)

    def rectify_access(self, user: Any) -> Decision:
        """The unit tells what it has put right; it may correct that until somebody confirms."""
        if not self.bulletin.is_issued or self.bulletin.is_praise or self.excuse or self.state == EntryState.CONFIRMED:
            return Denied(_("There is nothing to put right."))
        return self._of_the_unit(user)

    def _of_the_unit(self, user: Any) -> Decision:
        if self.unit_id in units_of(user) or user.role_in(self.zone) in Role.keepers():
            return Allowed
        return rules.refuse(user, self, _("The unit answers for this itself."))

    def confirm_access(self, user: Any) -> Decision:
        """A keeper, never who put it right; who has confirmed it may take that back."""
        if self.is_settled and user.pk == self.confirmed_by_id:
            return Allowed
        if not self.bulletin.is_issued or self.state != EntryState.RECTIFIED:
            return Denied(_("There is nothing to confirm."))
        if user.pk == self.rectified_by_id:
            return Denied(_("Somebody else confirms what you have put right."))
        return rules.keeper(user, self)
