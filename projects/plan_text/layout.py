"""Lines, headings and clauses of a folded plan text, with the dates that stand in each clause. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from projects.plan_text.dates import YEAR, Hit, number
from projects.plan_text.words import HAN, PLAN, SUMMARY

_CHINESE = "[一二三四五六七八九十]{1,3}"
_NUMBERING = re.compile(
    rf"(?:[\t \"]*(?:第{_CHINESE}[章节、,]|\((?:{_CHINESE}|[0-9]{{1,3}})\)|{_CHINESE}(?:、|\.|是(?!否))"
    r"|[0-9]{1,3}(?:、|\.(?![0-9])|\))"
    r"|[\u2460-\u2473\u2474-\u2487\u2488-\u249b\u3220-\u3229]|[-•●■◆▪·★☆*>]+))+[\t、.]*"
)
_BREAK = re.compile(rf"[;。:\t]|,|(?<={HAN})\.(?![0-9])|(?<=[)\"])\.")
_HEADING_YEAR = re.compile(f"({YEAR}|[0-9]{{4}}年)(?!以来|[0-9])")
LONGEST_HEADING = 40


@dataclass(slots=True)
class Clause:
    """Words between two marks: places in the folded text, the mark before, the mark behind ("" at the line's end), its dates."""

    start: int
    end: int
    before: str
    mark: str
    hits: list[Hit]


@dataclass(slots=True)
class Line:
    """A line without its numbering."""

    start: int
    end: int
    numbered: bool
    hits: list[Hit]
    places: tuple[int, int]


def lines(chars: str, hits: list[Hit]) -> Iterator[Line]:
    """The lines that are not empty, each with its dates."""
    at, begin = 0, 0
    while begin <= len(chars):
        end = chars.find("\n", begin)
        end = len(chars) if end < 0 else end
        first = at
        while at < len(hits) and hits[at].start < end:
            at += 1
        here = hits[first:at]
        opened = _NUMBERING.match(chars, begin, end)
        start = opened.end() if opened and not (here and here[0].start < opened.end()) else begin
        if start < end:
            yield Line(start, end, start > begin, here, (begin, end))
        begin = end + 1


def clauses(chars: str, line: Line) -> Iterator[Clause]:
    """The line cut at its marks; a comma between figures (3,4号厂房; 1,234) and a mark inside a date are no cut."""
    begin, before, at = line.start, "", 0
    hits = line.hits
    for mark in _BREAK.finditer(chars, line.start, line.end):
        place = mark.start()
        while at < len(hits) and hits[at].end <= place and hits[at].start >= begin:
            at += 1
        inside = at < len(hits) and hits[at].start <= place < hits[at].end
        if inside or (mark[0] in ",:" and chars[place - 1 : place].isdigit() and chars[place + 1 : place + 2].isdigit()):
            continue
        found, hits, at = hits[:at], hits[at:], 0
        said = "。" if mark[0] == "." else mark[0]
        yield Clause(begin, place, before, said, found)
        begin, before = place + 1, said
    if begin < line.end:
        yield Clause(begin, line.end, before, "", hits)


def is_heading(chars: str, line: Line) -> bool:
    """A short line of one clause, without a date but a bare year."""
    words = chars[line.start : line.end]
    only_years = all(hit.kind in {"year_alone", "whole"} for hit in line.hits)
    return len(words) <= LONGEST_HEADING and only_years and not re.search("[;。]", words.rstrip("。;"))


def heading_years(words: str) -> list[int]:
    return sorted({number(found[1].rstrip("年度")) for found in _HEADING_YEAR.finditer(words)})


def heading_mood(words: str) -> str:
    """``past`` for 总结, ``plan`` for 计划, "" when the heading says neither or both."""
    past, plan = SUMMARY.search(words) is not None, PLAN.search(words) is not None
    return "" if past == plan else "past" if past else "plan"
