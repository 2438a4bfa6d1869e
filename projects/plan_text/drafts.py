"""From the words of a task to the rows it promises: split at 、, strip, name buildings and phase, flag doubts. Pure."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from core.periods import Relation
from projects.plan_text.calendar import Window
from projects.plan_text.folding import Folded
from projects.plan_text.names import INTRO_START
from projects.plan_text.terms import Flag, Promise
from projects.plan_text.words import (
    AMBIGUOUS_COUNT,
    BEGINS_WORK,
    OPEN_LIST,
    UNCLEAR_STAGE,
    is_task,
    objects_of,
    phase_of,
    same_task,
    stands_alone,
)

LONGEST_WORDING = 300  # characters from the date to the task's end; farther apart the task stands alone
_EDGE = "\t,;。、:.-·\"'( "
_WORK_ENDS = re.compile(
    "(?:完成|完工|竣工|调试|安装|封顶|吊装|施工|投产|投用|试生产|进场|进厂|验收|建设|使用|开工|到位|招标|拆迁|征收|装修|粉刷|批复|审批|运行|通车|硬化|绿化|铺设)$"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A date that governs tasks: where it stands, what it means, what is doubtful about it."""

    window: Window
    start: int
    end: int
    relation: Relation
    flags: frozenset[Flag] = frozenset()
    replaced: date | None = None


@dataclass(slots=True)
class Draft:
    """A promise being put together; ``start`` and ``end`` are the task's places in the folded text."""

    project: str
    due: Due
    start: int
    end: int
    subject: tuple[int, int] | None = None  # words before the date that belong to the task: 办公楼12月底竣工
    flags: set[Flag] = field(default_factory=set)

    def words(self, chars: str) -> str:
        subject = chars[slice(*self.subject)] if self.subject else ""
        return subject + chars[self.start : self.end]


def trimmed(chars: str, start: int, end: int) -> tuple[int, int]:
    """The words' places without marks at their edges, words that only lead to them, and a bracket left open."""
    while start < end:
        before = (start, end)
        while start < end and chars[start] in _EDGE + ")":
            start += 1
        while start < end and chars[end - 1] in _EDGE:
            end -= 1
        if lead := INTRO_START.match(chars, start, end):
            start = lead.end()
        if (start, end) == before:
            break
    return start, _closed(chars, start, end)


def _closed(chars: str, start: int, end: int) -> int:
    """Where the words end when a bracket in them is not closed, or closed but never opened."""
    depth, opened = 0, end
    for place in range(start, end):
        if chars[place] == "(":
            opened = place if not depth else opened
            depth += 1
        elif chars[place] == ")":
            if not depth:
                return place
            depth -= 1
    return opened if depth else end


def parts_of(chars: str, start: int, end: int) -> list[tuple[int, int]]:
    """The tasks that 、 holds apart: 设备安装调试、厂区道路管网完工 are two, 三栋厂房、库房完工 is one."""
    if BEGINS_WORK.match(chars, start, end) and not re.search("、(?:开始|完成|启动|实现)", chars[start:end]):
        return [(start, end)]
    found, begin = [], start
    cut = chars.find("、", start, end)
    while cut >= 0:
        following = chars.find("、", cut + 1, end)
        right = chars[cut + 1 : following if following >= 0 else end]
        if _WORK_ENDS.search(chars, max(begin, cut - 4), cut) and stands_alone(right):
            found.append((begin, cut))
            begin = cut + 1
        cut = following
    return [*found, (begin, end)]


def doubts(draft: Draft, words: str) -> set[Flag]:
    """What is doubtful about a draft by its own words."""
    found = draft.flags | set(draft.due.flags) | set(draft.due.window.flags)
    found |= {Flag.AMBIGUOUS_COUNT} if AMBIGUOUS_COUNT.search(words) else set()
    found |= {Flag.OPEN_LIST} if OPEN_LIST.search(words) else set()
    found |= {Flag.UNCLEAR_STAGE} if UNCLEAR_STAGE.search(words) else set()
    return found | (set() if draft.project else {Flag.NO_PROJECT})


def promises(drafts: list[Draft], folded: Folded) -> tuple[Promise, ...]:
    """The drafts as rows; the same task of the same project promised twice is flagged on both and never merged."""
    said = [draft.words(folded.chars) for draft in drafts]
    twins = defaultdict(list)
    for at, (draft, words) in enumerate(zip(drafts, said, strict=True)):
        twins[draft.project, same_task(words)].append(at)
    doubled = {at for group in twins.values() if len(group) > 1 for at in group}
    rows = []
    for at, (draft, words) in enumerate(zip(drafts, said, strict=True)):
        flags = doubts(draft, words) | ({Flag.DUPLICATE} if at in doubled else set())
        rows.append(_promise(draft, words, flags, folded))
    return tuple(rows)


def _promise(draft: Draft, words: str, flags: set[Flag], folded: Folded) -> Promise:
    start, end = folded.place(*_wording(draft))
    text = folded.words(draft.start, draft.end)
    if draft.subject:
        text = folded.words(*draft.subject) + text
    return Promise(
        project=draft.project,
        due=draft.due.window.due,
        window_start=draft.due.window.start,
        precision=draft.due.window.precision.value,
        relation=draft.due.relation.value,
        text=text,
        objects=objects_of(words),
        phase=phase_of(words).value,
        flags=tuple(flag.value for flag in Flag if flag in flags),
        wording=folded.source[start:end],
        start=start,
        end=end,
        replaced_due=draft.due.replaced,
    )


def _wording(draft: Draft) -> tuple[int, int]:
    """From the date or the subject, whichever stands first, to the end of the task or of the date."""
    places = [draft.start, draft.due.start, *(draft.subject or ())]
    start, end = min(places), max(draft.end, draft.due.end if draft.due.start >= draft.start else 0)
    near = end - start <= LONGEST_WORDING or draft.due.start >= draft.start
    return (start, end) if near else (draft.start, draft.end)


__all__ = ["Draft", "Due", "doubts", "is_task", "parts_of", "promises", "trimmed"]
