"""Sentences filled with their values, and what is to be looked at: unknown names, missing values, numbers typed by hand. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

NAME = re.compile(r"\{([^{}\n]{1,60})\}")
NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
SAID = ".说法"  # behind an indicator's name: 预计, or nothing
MISSING = "【待补：{name}】"


@dataclass(slots=True)
class Part:
    """One heading with its paragraphs. ``unbound`` are numbers of the text that no value of the year says."""

    section: Any
    heading: str
    paragraphs: list[str]
    missing: list[str] = field(default_factory=list)
    unbound: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Draft:
    parts: list[Part]

    @property
    def missing(self) -> list[str]:
        return list(dict.fromkeys(name for part in self.parts for name in part.missing))

    @property
    def unbound(self) -> list[str]:
        return list(dict.fromkeys(number for part in self.parts for number in part.unbound))


def names_in(text: str) -> list[str]:
    return NAME.findall(text)


def draft(sections: Iterable[Any], values: Mapping[str, str]) -> Draft:
    """``sections`` have ``heading`` and ``text``."""
    said = {number for value in values.values() for number in NUMBER.findall(value)}
    return Draft([filled(section, values, said) for section in sections])


def filled(section: Any, values: Mapping[str, str], said: set[str]) -> Part:
    missing: list[str] = []

    def value(found: re.Match) -> str:
        name = found[1].strip()
        if not values.get(name):
            if name.endswith(SAID) and name in values:
                return ""
            missing.append(name)
            return MISSING.format(name=name)
        return values[name]

    text = NAME.sub(value, section.text)
    typed = [number for number in NUMBER.findall(NAME.sub("", section.text)) if number not in said]
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return Part(section, NAME.sub(value, section.heading), lines, missing, list(dict.fromkeys(typed)))
