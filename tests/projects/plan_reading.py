"""Short ways to say what a plan's text gives."""

import datetime
from pathlib import Path

from projects.plan_text import Promise, Reading, read

REPORT = (Path(__file__).parent / "plans" / "report_2014.txt").read_text("utf-8")
YEAR = 2015


def day(text: str) -> datetime.date:
    """``0630`` of the plan's year, ``20160229`` of another."""
    return datetime.datetime.strptime(text if len(text) == 8 else f"{YEAR}{text}", "%Y%m%d").date()  # noqa: DTZ007


def reading(text: str, *, as_of: datetime.date | None = None, names: tuple[str, ...] = ()) -> Reading:
    return read(text, year=YEAR, as_of=as_of, names=names)


def one(text: str, **given) -> Promise:
    """The only promise of a text that skips nothing."""
    found = reading(text, **given)
    assert found.skipped == ()
    (promise,) = found.milestones
    return promise


def said(text: str, **given) -> list[tuple[str, str, str]]:
    """Project, due date as ``0630`` (with the year where it is another one) and task of every promise."""
    return [
        (each.project, each.due.strftime("%m%d" if each.due.year == YEAR else "%Y%m%d"), each.text)
        for each in reading(text, **given).milestones
    ]


def reasons(text: str, **given) -> list[str]:
    return [each.reason for each in reading(text, **given).skipped]
