"""What day a written date means: its window, by the year and month that the text has named before. Pure."""

import datetime
from dataclasses import dataclass, replace

from core.periods import Precision, add_months, month_end, window
from projects.plan_text import festivals
from projects.plan_text.dates import Hit, number
from projects.plan_text.terms import FIRST_YEAR, LAST_YEAR, Flag, SkipReason

FROM_NOW = {"明年": 1, "来年": 1, "次年": 1, "翌年": 1, "后年": 2, "去年": -1, "上年": -1}
TEN_DAYS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31)}
HALVES = {"上中旬": (1, 20), "中下旬": (11, 31), "上半月": (1, 15), "下半月": (16, 31)}
MONTH_ENDS = {"底", "末", "月底", "月末"}


class RefusedError(ValueError):
    """The words give no due date; ``reason`` is a SkipReason."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Window:
    """The days in which a promise is to be kept, both included."""

    start: datetime.date
    due: datetime.date
    precision: Precision
    flags: tuple[Flag, ...] = ()
    year_named: bool = False  # the words themselves say the year


@dataclass(slots=True)
class Calendar:
    """What the text has said about time up to here: the plan's year, the year of the section, the last date."""

    plan_year: int
    as_of: datetime.date | None = None
    year: int = 0  # of the section or the clause; the plan's at first
    last: Window | None = None

    def __post_init__(self) -> None:
        self.year = self.year or self.plan_year

    @property
    def _now(self) -> int:
        """The year in which 今年 was written: that of ``as_of`` when it is the section's or the one before."""
        if self.as_of and self.as_of.year in {self.year - 1, self.year}:
            return self.as_of.year
        return self.year

    def forget_year(self) -> None:
        """A later year that was named counts on within its line and project only."""
        if self.last and self.last.year_named:
            self.last = replace(self.last, year_named=False)

    def window_of(self, hit: Hit) -> Window:
        """Raises: RefusedError when there is no such day, or when it hangs on a month that nobody named."""
        try:
            found = self._window(hit)
        except (ValueError, OverflowError) as fault:
            raise fault if isinstance(fault, RefusedError) else RefusedError(SkipReason.IMPOSSIBLE_DATE) from None
        if not (found.start.year >= FIRST_YEAR and found.due.year <= LAST_YEAR):
            raise RefusedError(SkipReason.IMPOSSIBLE_DATE)
        return found

    def _window(self, hit: Hit) -> Window:
        named = "year" in hit.parts or "relative" in hit.parts or "dotted" in hit.parts
        found = replace(_BY_KIND[hit.kind](self, hit), year_named=named)
        return self._ranged(found, hit.until) if hit.until else found

    def _ranged(self, opening: Window, until: Hit) -> Window:
        closing = Calendar(self.plan_year, self.as_of, opening.start.year, opening).window_of(until)
        due = closing.due if closing.due >= opening.start else closing.due.replace(year=closing.due.year + 1)
        return Window(opening.start, due, Precision.RANGE, opening.flags, opening.year_named or closing.year_named)

    # --- the year of a date ----------------------------------------------------------------------
    def year_of(self, parts: dict[str, str], month: int = 0) -> int:
        """The words' own year, else that of the section; a later year just named counts on while the months rise."""
        if "dotted" in parts:
            return int(parts["dotted"])
        if "year" in parts:
            year = number(parts["year"].rstrip("年度"))
            return year + 2000 if year < 100 else year
        if "relative" in parts:
            if parts["relative"] in {"同年", "次年", "翌年"} and self.last:
                return self.last.due.year + FROM_NOW.get(parts["relative"], 0)
            return self._now + FROM_NOW.get(parts["relative"], 0)
        if self.last and self.last.year_named and self.last.due.year > self.year and month >= self.last.due.month:
            return self.last.due.year
        return self.year

    def month_before(self) -> datetime.date:
        """The month that 月底 and 15日 mean: the last one named, else that of ``as_of``."""
        if self.last:
            return self.last.due
        if self.as_of:
            return self.as_of
        raise RefusedError(SkipReason.MONTH_UNKNOWN)


def _end_of(year: int, month: int) -> datetime.date:
    return month_end(datetime.date(year, month, 1))


def _span(start: datetime.date, due: datetime.date, precision: Precision, *flags: Flag) -> Window:
    if start > due:
        raise ValueError("the window ends before it begins")
    return Window(start, due, precision, flags)


def _of(day: datetime.date, precision: Precision, *flags: Flag) -> Window:
    return Window(*window(day, precision), precision, flags)


def _day(calendar: Calendar, hit: Hit) -> Window:
    parts = hit.parts
    month = number(parts["month"])
    first = datetime.date(calendar.year_of(parts, month), month, number(parts["day"]))
    if "day2" in parts:
        return _span(first, first.replace(day=number(parts["day2"])), Precision.RANGE)
    lost = hit.kind == "day" and "unit" not in parts
    return _of(first, Precision.DAY, *([Flag.DAY_MISSING] if lost else []))


def _part_of_month(year: int, month: int, part: str) -> Window:
    """上旬, 月底, 下半月 … of a month."""
    if part in MONTH_ENDS:
        return _of(_end_of(year, month), Precision.MONTH_END)
    first, last = (TEN_DAYS | HALVES)[part]
    due = datetime.date(year, month, min(last, _end_of(year, month).day))
    return _span(due.replace(day=first), due, Precision.TEN_DAY if part in TEN_DAYS else Precision.RANGE)


def _part(calendar: Calendar, hit: Hit) -> Window:
    month = number(hit.parts["month"])
    return _part_of_month(calendar.year_of(hit.parts, month), month, hit.parts["part"])


def _whole_unless_before(hit: Hit) -> list[Flag]:
    """6月前 may mean before June begins or by its end; the end is taken, and asked about."""
    return [Flag.BEFORE_UNCLEAR] if hit.by else []


def _month(calendar: Calendar, hit: Hit) -> Window:
    month = number(hit.parts["month"])
    return _of(datetime.date(calendar.year_of(hit.parts, month), month, 1), Precision.MONTH, *_whole_unless_before(hit))


def _months(calendar: Calendar, hit: Hit) -> Window:
    """8—12月, 3月至6月底, 11月至次年2月."""
    parts = hit.parts
    first, last = number(parts["month"]), number(parts["month2"])
    start = datetime.date(calendar.year_of(parts, first), first, 1)
    later = {name[:-1]: text for name, text in parts.items() if name in {"year2", "relative2"}}
    year = calendar.year_of(later) if later else start.year + (last < first)
    if parts.get("relative2") in {"次年", "翌年"}:
        year = start.year + 1
    if "day2" in parts:
        return _span(start, datetime.date(year, last, number(parts["day2"])), Precision.RANGE)
    due = _part_of_month(year, last, parts["part2"]).due if "part2" in parts else _end_of(year, last)
    return _span(start, due, Precision.RANGE)


def _quarter(calendar: Calendar, hit: Hit) -> Window:
    parts = hit.parts
    year = calendar.year_of(parts)
    first = 1 if "first" in parts else number(parts["quarter"])
    last = number(parts.get("first") or parts.get("quarter2") or parts["quarter"])
    start, due = datetime.date(year, first * 3 - 2, 1), _end_of(year, last * 3)
    if last != first:
        return _span(start, due, Precision.RANGE)
    if parts.get("part") == "初":
        return _of(start, Precision.MONTH)
    return _of(due, Precision.QUARTER, *([] if "part" in parts else _whole_unless_before(hit)))


def _half(calendar: Calendar, hit: Hit) -> Window:
    """上半年, 下半年; 年中 is the end of June."""
    first_half = hit.parts.get("half") != "下"
    flags = [] if "part" in hit.parts or "middle" in hit.parts else _whole_unless_before(hit)
    return _of(datetime.date(calendar.year_of(hit.parts), 6 if first_half else 12, 30), Precision.HALF_YEAR, *flags)


def _whole(calendar: Calendar, hit: Hit) -> Window:
    """年底, 年内, 全年; 明年初 is the first quarter; 2016年前 may mean before that year or by its end."""
    year = calendar.year_of(hit.parts)
    if "part" in hit.parts:
        return _of(datetime.date(year, 1, 1), Precision.QUARTER)
    return _of(datetime.date(year, 12, 31), Precision.YEAR, *([Flag.BEFORE_UNCLEAR] if "open" in hit.parts else []))


def _feast(calendar: Calendar, hit: Hit) -> Window:
    name = hit.parts["feast"] if hit.kind == "feast" else "春节"
    year, flags = calendar.year_of(hit.parts), [Flag.FESTIVAL]
    day = festivals.day_of(name, year)
    if not {"year", "relative"} & set(hit.parts) and name in {"元旦", "春节", "新春", "除夕", "元宵"}:
        flags.append(Flag.YEAR_UNCLEAR)
        if day and calendar.as_of and calendar.as_of.year == year and calendar.as_of > day:
            day = festivals.day_of(name, year + 1)
    if festivals.is_lunar(name):
        flags.append(Flag.LUNAR)
    if day is None:
        raise RefusedError(SkipReason.RELATIVE)
    return _of(day, Precision.DAY, *flags)


def _this_month(calendar: Calendar, hit: Hit) -> Window:
    """月底, 15日 and 下旬 of the month named before; 本月 and 下月 counted from it or from ``as_of``."""
    which, part = hit.parts.get("which", ""), hit.parts.get("part", "")
    flags = [] if which else [Flag.MONTH_MISSING]
    day = calendar.month_before() if not which or calendar.as_of is None else calendar.as_of
    if which[:1] in {"下", "次", "上"}:
        day = add_months(day, -1 if which[:1] == "上" else 1)
    if "day" in hit.parts:
        return _of(day.replace(day=number(hit.parts["day"])), Precision.DAY, *flags)
    if part:
        return replace(_part_of_month(day.year, day.month, part), flags=tuple(flags))
    return _of(day, Precision.MONTH, *flags)


_BY_KIND = {
    "full": _day,
    "day": _day,
    "slash": _day,
    "part": _part,
    "month": _month,
    "months": _months,
    "quarter": _quarter,
    "half": _half,
    "whole": _whole,
    "feast": _feast,
    "new_year": _feast,
    "this_month": _this_month,
    "this_day": _this_month,
}
