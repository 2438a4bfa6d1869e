"""Abstract bases: row version and idempotent creation, source of a figure, due date with precision."""

import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import Lower, Trim
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import periods
from core.fields import Day, TextLine


class NameKey(models.Func):
    """A name as it counts for sameness: compatibility-normalised, trimmed, case ignored."""

    function = "NORMALIZE"
    template = "%(function)s(%(expressions)s, NFKC)"
    output_field = models.TextField()


def unique_name(name: str, *scope: str, message: Any = None) -> models.UniqueConstraint:
    """No two names in ``scope`` that are equal after NFKC, trimming and case folding."""
    return models.UniqueConstraint(
        Lower(Trim(NameKey("name"))),
        *scope,
        name=name,
        violation_error_message=message or _("this name is already taken"),
    )


def raise_version(**conditions: Any) -> pgtrigger.Trigger:
    """The trigger that counts a row's writes; ``condition`` leaves out writes that are nobody's edit."""
    return pgtrigger.Trigger(
        name="raise_version",
        level=pgtrigger.Row,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func="NEW.version = OLD.version + 1; RETURN NEW;",
        **conditions,
    )


class TimeStamped(models.Model):
    """When a row was made and changed, its version, and the form submission that made it.

    ``version`` is raised by a trigger at every write, bulk and SQL included: a form that carries an older one is
    stale. ``submission`` is the token of the form that created the row: the same form sent twice finds the row
    instead of making a second one.
    """

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    submission = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True
        triggers = [raise_version()]


class DataStatus(models.TextChoices):
    """How firm a published figure is; a later status never overwrites an earlier one."""

    ESTIMATE = "estimate", pgettext_lazy("status", "estimate")  # 预计
    FLASH = "flash", pgettext_lazy("status", "flash report")  # 快报
    ANNUAL = "annual", pgettext_lazy("status", "annual report")  # 年报(核定)
    REVISED = "revised", pgettext_lazy("status", "revised")  # 修订

    @classmethod
    def final(cls) -> set[str]:
        """What the year's end makes of a figure, long after its month."""
        return {cls.ANNUAL, cls.REVISED}

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.ESTIMATE: "orange", cls.FLASH: "blue", cls.ANNUAL: "teal", cls.REVISED: "orange"}


class Sourced(models.Model):
    """Where a row comes from, and whether a program made it up for the demonstration."""

    source = TextLine(_("source"), max_length=300, blank=True, default="")
    is_generated = models.BooleanField(_("generated for the demonstration"), default=False, editable=False)

    class Meta:
        abstract = True


class DueDate(models.Model):
    """A promised date: the last day of its window, how exactly it was promised, and 前 or at.

    ``due_date`` is the last day on which the promise is kept; overdue starts the day after.
    """

    due_date = Day(_("due date"), help_text=_("the last day on which the promise is kept"))
    window_start = Day(_("window begins"), help_text=_("first day of the promised window"))
    precision = models.CharField(_("precision"), max_length=10, choices=periods.Precision.choices, default=periods.Precision.DAY)
    relation = models.CharField(_("relation"), max_length=2, choices=periods.Relation.choices, default=periods.Relation.BY)

    class Meta:
        abstract = True
