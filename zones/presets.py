"""Light rules that other places have published, in our own words, and the portal's own: a start for a zone's rules.

Pure data: each preset's name, source and clauses. The texts are translated when they are stored. What a published text
leaves open (10 points behind or less, an excuse it does not name) is left as it is: green, and no excuse.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zones.choices import CatchUp, Measure, Preset, Subject
from zones.lights import Clause, shipped


@dataclass(frozen=True, slots=True)
class Published:
    name: Any
    source: Any
    clauses: tuple[Clause, ...]


REMINDER, INTERVIEW = _("reminder"), _("interview with the person in charge, then bulletin")  # 提醒, 约谈、通报


def clause(subject: str, measure: str, yellow: int | None, red: int | None, **options: Any) -> Clause:
    """A clause with whole limits."""
    limits = {name: None if limit is None else Decimal(limit) for name, limit in (("yellow", yellow), ("red", red))}
    return Clause(subject, measure, **{**limits, **options})


SANYA_INVESTMENT: dict[str, Any] = {
    "yellow_at": False,
    "red_at": False,
    "excusable": False,
    "yellow_consequence": REMINDER,
    "red_consequence": INTERVIEW,
    "wording": _("At or above what the elapsed time lets expect: green. Behind by up to half of it: yellow. By more: red."),
}
SANYA_MONTHS: dict[str, Any] = {
    "excusable": False,
    "yellow_consequence": REMINDER,
    "red_consequence": INTERVIEW,
    "wording": _("A month's task missed: yellow. Missed two months running: red."),
}
SANYA = (
    clause(Subject.PROJECT, Measure.SHARE_BEHIND, 0, 50, **SANYA_INVESTMENT),
    clause(Subject.PROJECT, Measure.MONTHS_MISSED, 1, 2, **SANYA_MONTHS),
    clause(Subject.UNIT, Measure.MONTHS_MISSED, 1, 2, **SANYA_MONTHS),
    clause(Subject.INDICATOR, Measure.SHARE_BEHIND, 0, 50, **SANYA_INVESTMENT),
)

YINCHUAN_POINTS: dict[str, Any] = {
    "red_at": False,
    "yellow_consequence": REMINDER,
    "red_consequence": INTERVIEW,
    "wording": _("10 to 30 points behind the elapsed time without cause: yellow. More than 30 points: red."),
}
YINCHUAN = (
    clause(Subject.PROJECT, Measure.POINTS_BEHIND, 10, 30, **YINCHUAN_POINTS),
    clause(
        Subject.PROJECT,
        Measure.START_MONTHS_LATE,
        1,
        3,
        yellow_consequence=REMINDER,
        red_consequence=INTERVIEW,
        wording=_("Not started in the planned month without cause: yellow. Three months running: red."),
    ),
    clause(
        Subject.PROJECT,
        Measure.MONTHS_UNLISTED,
        1,
        2,
        yellow_at=False,
        red_at=False,
        yellow_consequence=REMINDER,
        red_consequence=INTERVIEW,
        wording=_("Started and after one month not in the statistics without cause: yellow. After more than two: red."),
    ),
    clause(Subject.INDICATOR, Measure.POINTS_BEHIND, 10, 30, **YINCHUAN_POINTS),
)

OUHAI_MISSED: dict[str, Any] = {
    "catch_up": CatchUp.STAYS,
    "excusable": False,
    "yellow_consequence": REMINDER,
    "red_consequence": INTERVIEW,
    "wording": _("A task that is missed: red. Made up afterwards: yellow, never green again in the year."),
}
OUHAI = (
    clause(Subject.MILESTONE, Measure.DAYS_OVERDUE, None, 1, **OUHAI_MISSED),
    clause(Subject.PROJECT, Measure.TASKS_MISSED, None, 1, **OUHAI_MISSED),
    clause(Subject.UNIT, Measure.TASKS_MISSED, None, 1, **OUHAI_MISSED),
)

XINHUANG_SHARE: dict[str, Any] = {
    "yellow_at": False,
    "red_at": False,
    "excusable": False,
    "yellow_consequence": _("key supervision"),  # 重点督查
    "red_consequence": _("yellow card"),  # 黄牌警告, this rule's worst level
    "wording": _("Less than 80 % of the month's tasks done: key supervision. Less than 60 %: yellow card."),
}
XINHUANG = (
    clause(Subject.PROJECT, Measure.MONTH_SHARE, 80, 60, **XINHUANG_SHARE),
    clause(Subject.UNIT, Measure.MONTH_SHARE, 80, 60, **XINHUANG_SHARE),
)

PRESETS: dict[Preset, Published] = {
    Preset.PORTAL: Published(_("Lights by overdue promises"), "", shipped(0).clauses),
    Preset.SANYA_2022: Published(
        _("Lights by the elapsed time, as in Sanya"), _("published rule of Sanya, 2022, in other words"), SANYA
    ),
    Preset.YINCHUAN_2025: Published(
        _("Lights by the elapsed time, as in Yinchuan"), _("published rule of Yinchuan, 2025, in other words"), YINCHUAN
    ),
    Preset.OUHAI_2020: Published(
        _("Lights by missed tasks, as in Ouhai"), _("published rule of Ouhai, 2020, in other words"), OUHAI
    ),
    Preset.XINHUANG_2015: Published(
        _("Lights by the month's tasks, as in Xinhuang"), _("published rule of Xinhuang, 2015, in other words"), XINHUANG
    ),
}
