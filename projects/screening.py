"""Which weekly reports a reviewer should look at first, and why. Pure: reports, and what they say of promises, come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.units import number, percent
from projects.choices import Outlook

BIG = Decimal("0.5")  # half as much again, or half of it gone


class Look(models.TextChoices):
    """Why a report is looked at first, in the order of weight."""

    PROPOSAL = "proposal", gettext_lazy("new date proposed")
    PROBLEMS = "problems", gettext_lazy("problems")
    LATE = "late", gettext_lazy("will be late")
    LOWER = "lower", pgettext_lazy("review", "sum is lower")
    JUMP = "jump", pgettext_lazy("review", "sum jumps")
    WORKERS = "workers", pgettext_lazy("review", "workers changed")

    @classmethod
    def css(cls) -> dict[str, str]:
        return {cls.PROPOSAL: "orange", cls.LATE: "red", cls.LOWER: "red", cls.JUMP: "yellow", cls.WORKERS: "yellow"}


@dataclass(frozen=True, slots=True)
class Reason:
    look: Look
    words: str


def change(old: Decimal | int | None, new: Decimal | int | None) -> Decimal | None:
    """The change as a share of the old value; from nothing to something it is a whole. None where it cannot be computed."""
    if old is None or new is None:
        return None
    if old == 0:
        return Decimal(1) if new else Decimal(0)
    return (Decimal(new) - Decimal(old)) / Decimal(old)


def is_big(share: Decimal | None) -> bool:
    return share is not None and abs(share) >= BIG


def same_year(report: Any, previous: Any) -> bool:
    """Whether the cumulative sums of two reports are of one year: a week belongs to that in which it ends."""
    return previous is not None and previous.week.sunday.year == report.week.sunday.year


def reasons(report: Any, previous: Any | None, entries: Iterable[Any]) -> list[Reason]:
    """Why ``report`` is worth a look; ``previous`` is the project's last given one, ``entries`` its MilestoneWeeks."""
    said, found = list(entries), []
    proposals = [each for each in said if each.is_asked]
    late = [each for each in said if each.outlook == Outlook.LATE]
    if proposals:
        found.append(Reason(Look.PROPOSAL, "、".join(f"{each.milestone} → {each.proposed_date}" for each in proposals)))
    if report.problems:
        found.append(Reason(Look.PROBLEMS, report.problems))
    if late:
        found.append(Reason(Look.LATE, "、".join(str(each.milestone) for each in late)))
    return [*found, *_figures(report, previous)]


def _figures(report: Any, previous: Any | None) -> list[Reason]:
    if previous is None:
        return []
    found = []
    if same_year(report, previous):
        share = change(previous.completed_wan, report.completed_wan)
        if share is not None and (share < 0 or is_big(share)):
            look = Look.LOWER if share < 0 else Look.JUMP
            found.append(Reason(look, step(previous.completed_wan, report.completed_wan)))
    if is_big(change(previous.workers, report.workers)):
        found.append(Reason(Look.WORKERS, step(previous.workers, report.workers)))
    return found


def step(old: Any, new: Any) -> str:
    """``80 → 30 (-62.5%)``; without the share where the old value is zero or one of them is not reported."""
    share = change(old, new) if old else None
    if share is None:
        return f"{number(old)} → {number(new)}"
    return _("%(old)s → %(new)s (%(share)s)") % {"old": number(old), "new": number(new), "share": signed(share)}


def signed(share: Decimal) -> str:
    return f"{'+' if share > 0 else ''}{percent(share)}"
