"""Periods open, fall due and lock: one answer for every way of writing. Pure.

A month's figures are written in the month after it: from the opening day on, on time up to the due day (moved to the next
working day), locked from the day that the rule names. The year's final editions (年报, 修订) come later and have a lock of
their own. An exception opens one month of one park, or of all, for some days. Without a rule nothing is ever locked.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.periods import month_end, month_number, month_of
from core.workdays import Known, next_worked
from indicators.choices import PeriodState


class LockedError(ValueError):
    """A period that is not open; the message says why, since when, and whom to ask."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of one month's period; ``locks`` and ``final`` are the first locked days, None for never."""

    opens: datetime.date
    due: datetime.date
    locks: datetime.date | None
    final: datetime.date | None


@dataclass(frozen=True, slots=True)
class Locks:
    """What is known of one form of a zone: ``rules`` and ``exceptions`` are rows of indicators.models.periods, or like them.

    ``who`` names the people who can open a locked period.
    """

    rules: Sequence[Any] = ()
    exceptions: Sequence[Any] = ()
    known: Known = field(default_factory=dict)
    who: str = ""

    def rule_of(self, year: int) -> Any | None:
        """The rule of the newest year up to ``year``."""
        return max((rule for rule in self.rules if rule.year <= year), key=lambda rule: rule.year, default=None)

    def dates(self, year: int, month: int) -> Dates | None:
        """The days of months 1–``month`` of ``year``; None without a rule."""
        rule = self.rule_of(year)
        if rule is None:
            return None
        after = month_of(month_number(datetime.date(year, month, 1)) + 1)
        final = None if rule.final_month is None else month_end(datetime.date(year + 1, rule.final_month, 1))
        return Dates(
            opens=after.replace(day=rule.opens_day),
            due=next_worked(after.replace(day=rule.due_day), self.known),
            locks=None if rule.lock_day is None else after.replace(day=rule.lock_day),
            final=None if final is None else final + datetime.timedelta(days=1),
        )

    def state(self, year: int, month: int, today: datetime.date) -> PeriodState:
        dates = self.dates(year, month)
        if dates is None:
            return PeriodState.OPEN
        if today < dates.opens:
            return PeriodState.COMING
        if dates.locks and today >= dates.locks:
            return PeriodState.LOCKED
        return PeriodState.OVERDUE if today > dates.due else PeriodState.OPEN

    def exception(self, year: int, month: int, today: datetime.date, park: Any = None) -> Any | None:
        """The exception that opens the month on a day, for the park, for the one that it is a part of, or for all."""
        parks = {None} if park is None else {None, park.pk, park.parent_id}
        for one in self.exceptions:
            if (one.year, one.month) == (year, month) and one.first_day <= today <= one.last_day and one.park_id in parks:
                return one
        return None

    def refusal(self, year: int, month: int, *, today: datetime.date, park: Any = None, is_final: bool = False) -> str:
        """Why nothing may be written for months 1–``month`` of ``year``; "" when it may. ``park`` None is the zone."""
        dates = self.dates(year, month)
        if dates is None or self.exception(year, month, today, park):
            return ""
        params = {"period": f"{year}-{month:02d}", "who": self.who or _("the administrator")}
        if today < dates.opens:
            text = _("The period of %(period)s is not open yet; it opens on %(day)s. %(who)s can open it earlier.")
            return text % {**params, "day": dates.opens}
        since = dates.final if is_final else dates.locks
        if since is None or today < since:
            return ""
        text = _("The period of %(period)s has been locked since %(day)s. %(who)s can open it with an exception.")
        return text % {**params, "day": since}
