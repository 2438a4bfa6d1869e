"""Which project of the register a plan's words mean. Pure: names in, projects out.

神鹿 and 东方神鹿保健酒 are one project, 金太阳彩印 and 汇鑫彩印 are two: what is not certain is left to a person.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Words that stand or are left out at will: 中石集团产业园 is 中石产业园, 全友家居项目 is 全友家居.
AT_WILL = re.compile(r"有限责任公司|股份有限公司|有限公司|集团|公司|建设项目|建设工程|项目|工程|[\s“”\"'《》〈〉()·.,。、:;-]")
BETWEEN = re.compile(r"[、,，;；/]")
SHORTEST = 2  # characters that a part of a name needs to be one


class How(StrEnum):
    """How the register knows a name."""

    EXACT = "exact"
    PART = "part"  # one project alone has it as a part of its name or is its firm's only one
    SEVERAL = "several"  # a person chooses
    SIMILAR = "similar"  # a registered name is a part of it: 全友家居二期 is perhaps another project than 全友家居
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Named:
    """A project of the register: what it is called, and what its firm is called."""

    pk: int
    names: tuple[str, ...]
    firm: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    how: How
    found: tuple[int, ...] = ()

    @property
    def project(self) -> int | None:
        """The one project that is meant, or None where a person must say."""
        return self.found[0] if self.how in {How.EXACT, How.PART} else None


def key(name: str) -> str:
    """A name as it counts for sameness; the name itself where nothing else would be left (项目 is no name of any)."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return AT_WILL.sub("", plain) or "".join(plain.split())


def split(aliases: str) -> tuple[str, ...]:
    """The names of a field “also called”."""
    return tuple(name.strip() for name in BETWEEN.split(aliases) if name.strip())


class Register:
    """The projects of a zone by what they are called."""

    def __init__(self, projects: Iterable[Named]) -> None:
        self.exact: dict[str, list[int]] = defaultdict(list)
        self.firms: dict[str, list[int]] = defaultdict(list)
        self.names: dict[str, None] = {}  # as they are written, for the reader of plan texts
        for project in projects:
            self.names |= dict.fromkeys((*project.names, *project.firm))
            for name in {key(name) for name in project.names}:
                self.exact[name].append(project.pk)
            for name in {key(name) for name in project.firm}:
                self.firms[name].append(project.pk)

    def find(self, words: str) -> Match:
        """The project that ``words`` name: by a name of its own, by its firm's, by a part of either."""
        name = key(words)
        if found := self.exact.get(name):
            owned = {pk for pk in self.firms.get(name, ()) if len(self.firms[name]) > 1}
            return _sure(How.EXACT, found) if not owned or set(found) & owned else _sure(How.SEVERAL, [*found, *owned])
        if len(name) < SHORTEST:
            return Match(How.UNKNOWN)
        if found := self.firms.get(name):
            return _sure(How.PART, found)
        parts = [pk for known, pks in (*self.exact.items(), *self.firms.items()) if name in known for pk in pks]
        if parts:
            return _sure(How.PART, parts)
        wider = [pk for known, pks in self.exact.items() if len(known) >= SHORTEST and known in name for pk in pks]
        return Match(How.SIMILAR, _once(wider)) if wider else Match(How.UNKNOWN)


def _once(pks: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pks))


def _sure(how: How, pks: Iterable[int]) -> Match:
    found = _once(pks)
    return Match(how if len(found) == 1 else How.SEVERAL, found)
