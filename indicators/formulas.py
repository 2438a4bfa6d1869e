"""Formulas over a year's figures, as a clerk writes them into a rule: ``xmkg``, ``gszjz / zyywsr * 100``. Pure.

A word is the code of an indicator and stands for the zone's figure of the year; ``code.target`` is the year's target,
``code.before`` the figure of the year before, ``code.next`` the target of the next year. Numbers, ``+ - * / ( )``; nothing
else is read, and nothing is ever executed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core import units

KINDS = ("figure", "target", "before", "next")
MAX_PARTS = 60
TOKEN = re.compile(r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,6})?)|(?P<code>[^\W\d][\w-]*)(?:\.(?P<kind>[a-z]+))?|(?P<sign>[-+*/×÷()]))")
SIGNS = {"×": "*", "÷": "/"}
Lookup = Callable[[str, str], Decimal | None]


class FormulaError(ValueError):
    """A formula that cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a formula: a number, a word with its kind, or a sign."""

    text: str
    kind: str  # "number", "sign" or one of KINDS


def parts(text: str) -> list[Part]:
    """Raises: FormulaError for anything that is no number, word or sign."""
    found: list[Part] = []
    at, text = 0, text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise FormulaError(_("cannot read the formula from “%(rest)s” on") % {"rest": text[at : at + 20].strip()})
        if match["kind"] and match["kind"] not in KINDS[1:]:
            raise FormulaError(
                _("after the point only target, before and next are known, not “%(word)s”") % {"word": match["kind"]}
            )
        found.append(_part(match))
        at = match.end()
    if not found:
        raise FormulaError(_("the formula is empty"))
    if len(found) > MAX_PARTS:
        raise FormulaError(_("the formula has more than %(count)s parts") % {"count": MAX_PARTS})
    return found


def _part(match: re.Match[str]) -> Part:
    if match["number"]:
        return Part(match["number"], "number")
    if match["code"]:
        return Part(match["code"], match["kind"] or "figure")
    return Part(SIGNS.get(match["sign"], match["sign"]), "sign")


def codes(text: str) -> set[str]:
    """The indicators that a formula speaks of. Raises: FormulaError."""
    return {part.text for part in parts(text) if part.kind in KINDS}


def evaluate(text: str, lookup: Lookup) -> Decimal | None:
    """The value of a formula. None when anything in it is not reported, and for a division by zero.

    ``lookup`` takes a code and one of KINDS. Raises: FormulaError.
    """
    reader = _Reader(parts(text), lookup)
    value = reader.total()
    if reader.rest:
        raise FormulaError(_("cannot read the formula from “%(rest)s” on") % {"rest": reader.rest[0].text})
    return value


class _Reader:
    """Sums of products, from left to right."""

    def __init__(self, found: list[Part], lookup: Lookup) -> None:
        self.rest, self.lookup = found, lookup

    def total(self) -> Decimal | None:
        value = self.product()
        while self.sign in {"+", "-"}:
            sign, other = self.take().text, self.product()
            value = None if value is None or other is None else value + other if sign == "+" else value - other
        return value

    def product(self) -> Decimal | None:
        value = self.one()
        while self.sign in {"*", "/"}:
            sign, other = self.take().text, self.one()
            if value is None or other is None or (sign == "/" and not other):
                value = None
            else:
                value = value * other if sign == "*" else value / other
        return value

    def one(self) -> Decimal | None:
        part = self.take()
        if part.kind == "number":
            return Decimal(part.text)
        if part.kind in KINDS:
            return self.lookup(part.text, part.kind)
        if part.text == "-":
            value = self.one()
            return None if value is None else -value
        if part.text == "(":
            value = self.total()
            if self.take().text != ")":
                raise FormulaError(_("a closing bracket is missing"))
            return value
        raise FormulaError(_("a number or a code is missing before “%(rest)s”") % {"rest": part.text})

    @property
    def sign(self) -> str:
        return self.rest[0].text if self.rest and self.rest[0].kind == "sign" else ""

    def take(self) -> Part:
        if not self.rest:
            raise FormulaError(_("the formula ends too early"))
        return self.rest.pop(0)


def in_words(text: str, names: dict[str, str], lookup: Lookup) -> str:
    """The formula with names and numbers in place of codes: ``新谋划实施项目已开工 36``. Raises: FormulaError."""
    kinds = {"figure": "", "target": _("(target)"), "before": _("(a year before)"), "next": _("(next year's target)")}
    shown = [
        f"{names.get(part.text, part.text)}{kinds[part.kind]} {units.number(lookup(part.text, part.kind))}"
        if part.kind in kinds
        else part.text
        for part in parts(text)
    ]
    return " ".join(shown)
