"""Light rules in words: limits, clauses as sentences, what changed between two editions. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import units
from zones.choices import CatchUp, Light, Measure, Subject
from zones.lights import Clause, Reason, Rules


def named(rules: Rules) -> str:
    """The rules with their edition: ``Lights by overdue promises 2015-2``; without a row the portal's own."""
    return f"{rules.name} {rules.year}-{rules.edition}" if rules.edition else _("the portal's own light rules")


def amount(value: Decimal | int, measure: str) -> str:
    """A measured value or a limit with its unit, rounded to two decimals: ``46 days``, ``33.33%``."""
    unit, printed = str(Measure.units().get(Measure(measure), "")), units.number(units.rounded(value, 2))
    return f"{printed}%" if unit == "%" else pgettext("amount", "%(number)s %(unit)s") % {"number": printed, "unit": unit}


def value_words(reason: Reason) -> str:
    """The measured value of a reason as a page prints it; what is ahead of the expectation says so."""
    measure, value = reason.clause.measure, reason.value
    if value is None:
        return _("not measured")
    if measure in Measure.of_investment() and value < 0:
        return _("ahead by %(amount)s") % {"amount": amount(-value, measure)}
    return amount(value, measure)


def limit(clause: Clause, value: Decimal, at: bool) -> str:
    """From which value on: ``30 days or more``, ``more than 30 days``, ``less than 60%``."""
    words = {"limit": amount(value, clause.measure)}
    if clause.measure in Measure.smaller_is_worse():
        return (_("%(limit)s or less") if at else _("less than %(limit)s")) % words
    return (_("%(limit)s or more") if at else _("more than %(limit)s")) % words


def limits(clause: Clause) -> list[tuple[Light, str]]:
    """Each colour that the clause gives, the worst first, with the values that give it."""
    found = [(Light.RED, clause.red, clause.red_at), (Light.YELLOW, clause.yellow, clause.yellow_at)]
    return [(light, limit(clause, value, at)) for light, value, at in found if value is not None]


def sentence(clause: Clause) -> str:
    """A clause in one line: ``project · days overdue: red more than 30 days, yellow 1 days or more``."""
    colours = pgettext("list", ", ").join(f"{light.label} {words}" for light, words in limits(clause))
    return said(title(clause), colours)


def said(what: Any, words: str) -> str:
    return pgettext("clause", "%(what)s: %(words)s") % {"what": what, "words": words}


def title(clause: Clause) -> str:
    return f"{Subject(clause.subject).label} · {Measure(clause.measure).label}"


def choice(subject: str, measure: str) -> str:
    """What a clause can be about, with the unit of its limits: ``project · days overdue (days)``."""
    unit = Measure.units().get(Measure(measure), "")
    return f"{Subject(subject).label} · {Measure(measure).label} ({unit})"


def reason_words(reason: Reason) -> str:
    """``days overdue: 46 days``."""
    return said(Measure(reason.clause.measure).label, value_words(reason))


def conditions(clause: Clause) -> list[str]:
    """What else a clause says: making up, excuses, consequences."""
    made_up = [_("made up afterwards: %(what)s") % {"what": CatchUp(clause.catch_up).label}]
    found = made_up if clause.measure in Measure.of_promises() else []
    found.append(_("an approved excuse counts") if clause.excusable else _("no excuse counts"))
    for light, words in ((Light.YELLOW, clause.yellow_consequence), (Light.RED, clause.red_consequence)):
        if words:
            found.append(said(light.label, words))
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one sentence from one edition to the next; an empty side is not there."""

    before: str
    now: str


def in_full(clause: Clause) -> str:
    return pgettext("list", "; ").join([sentence(clause), *conditions(clause), *([clause.wording] if clause.wording else [])])


def changes(before: Rules, now: Rules) -> list[Change]:
    """The sentences that differ between two editions; a clause is the same one by what it lights and measures."""
    old, new = (pairs(rules) for rules in (before, now))
    found = [Change(old.get(key, ""), new.get(key, "")) for key in dict.fromkeys([*new, *old]) if old.get(key) != new.get(key)]
    if before.due_soon_days != now.due_soon_days:
        found.append(Change(due_soon(before), due_soon(now)))
    return found


def pairs(rules: Rules) -> dict[Any, str]:
    """Each clause in full by its subject, measure and place among those."""
    found: dict[Any, str] = {}
    for clause in rules.clauses:
        place = sum(key[:2] == (clause.subject, clause.measure) for key in found)
        found[clause.subject, clause.measure, place] = in_full(clause)
    return found


def due_soon(rules: Rules) -> str:
    return _("due soon: within %(soon)s days") % {"soon": rules.due_soon_days}
