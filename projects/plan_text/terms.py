"""What the reader of plan texts hands back: promises, what it skipped and why, and the codes of its doubts."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 1_000_000  # characters
LONGEST_TASK = 300  # characters of one promised task
FIRST_YEAR, LAST_YEAR = 1950, 2100


class TextTooLongError(ValueError):
    """The text has more than :data:`LONGEST_TEXT` characters."""


class Flag(StrEnum):
    """A doubt about a promise that a person should look at before it is saved."""

    DAY_MISSING = "day_missing"  # 4月30前
    MONTH_MISSING = "month_missing"  # 月底前, 15日前: the month is the last one named
    YEAR_UNCLEAR = "year_unclear"  # 元旦前, 春节前: this year's or next year's
    BEFORE_UNCLEAR = "before_unclear"  # 6月前: before June begins, or by its end
    SEVERAL_DATES = "several_dates"  # 分别于3月底、6月底: which date belongs to what
    DUPLICATE = "duplicate"  # the same task of the same project is promised twice
    AMBIGUOUS_COUNT = "ambiguous_count"  # 三栋厂房、库房
    OPEN_LIST = "open_list"  # 等
    STRAY_MARK = "stray_mark"  # 10月30日前:
    VAGUE = "vague"  # 力争6月底前
    REPLAN = "replan"  # 由6月份提前至4月份
    UNCLEAR_STAGE = "unclear_stage"  # 正试生产, 正试投入生产
    FESTIVAL = "festival"  # 五一前, 春节前
    LUNAR = "lunar"  # a festival of the lunar calendar, computed from a table
    NO_PROJECT = "no_project"


class SkipReason(StrEnum):
    """Why words with a date, or a promise without one, are no row of the ledger."""

    IMPOSSIBLE_DATE = "impossible_date"  # 2月30日
    RECURRING = "recurring"  # 每周二, 每月28日15点前
    VAGUE = "vague"  # 近期, 尽快
    MASKED = "masked"  # X月底前
    NO_TASK = "no_task"  # a date and nothing promised
    HISTORY = "history"  # 已于3月底完成
    INDICATOR = "indicator"  # 全年固定资产投资完成130亿元: a target, not a task
    MONTH_UNKNOWN = "month_unknown"  # 月底前 with no month before it
    RELATIVE = "relative"  # 20个工作日内, a lunar feast outside the table: cannot be counted
    OPEN_ENDED = "open_ended"  # 春节后: no last day
    TOO_LONG = "too_long"  # more than LONGEST_TASK characters in one task


@dataclass(frozen=True, slots=True)
class Promise:
    """One row proposed for the ledger: a task with the window of its due date and the words it came from.

    ``precision`` and ``relation`` are values of core.periods.Precision and Relation, ``phase`` of
    projects.choices.Phase, ``flags`` of :class:`Flag`. ``text[start:end]`` of what was read is ``wording``.
    """

    project: str  # as the text names it, "" when no name governs
    due: datetime.date
    window_start: datetime.date
    precision: str
    relation: str
    text: str
    objects: tuple[str, ...]  # 1号厂房, 3号厂房, 库房, 七栋厂房
    phase: str
    flags: tuple[str, ...]
    wording: str
    start: int
    end: int
    replaced_due: datetime.date | None = None  # of a re-plan: the date it had before


@dataclass(frozen=True, slots=True)
class Skipped:
    """Words that look like a promise and are none; ``reason`` is a :class:`SkipReason`."""

    text: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Both in the order of the text."""

    milestones: tuple[Promise, ...]
    skipped: tuple[Skipped, ...]
