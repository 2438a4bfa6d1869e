"""The arithmetic of works. Pure: Decimals in, checks and quotients out; None for "cannot be computed", never 0.

Nothing here corrects a stated number: a check has two sides and says whether they agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import units
from infrastructure.choices import Measure, Rule

Text = str | Promise
M, MU, WAN, PIECES = _("m"), _("mu"), _("× 10,000 yuan"), pgettext_lazy("pieces", "works")
EXACTLY = Decimal(0)


@dataclass(frozen=True, slots=True)
class Check:
    """Two numbers that should agree: ``left`` is computed by ``formula``, ``right`` is stated. None is not reported."""

    rule: Rule
    formula: str
    left: Decimal | None
    right: Decimal | None
    unit: Text
    tolerance: Decimal = EXACTLY
    silent: tuple[str, ...] = ()  # whose number is missing

    @property
    def difference(self) -> Decimal | None:
        return None if self.left is None or self.right is None else self.left - self.right

    @property
    def holds(self) -> bool | None:
        """None when a side is missing: neither true nor false."""
        return None if self.difference is None else abs(self.difference) <= self.tolerance

    @property
    def printed_difference(self) -> str:
        """With its sign; – when a side is missing."""
        sign = "" if not self.difference else "+" if self.difference > 0 else "−"
        return sign + printed(None if self.difference is None else abs(self.difference))

    @property
    def statement(self) -> str:
        """``790 × 50 ÷ 666.67 = 59.25 亩; stated: 60 亩``."""
        return gettext("%(formula)s = %(left)s %(unit)s; stated: %(right)s %(unit)s") % {
            "formula": self.formula or units.NOT_REPORTED,
            "left": printed(self.left),
            "right": printed(self.right),
            "unit": self.unit,
        }


@dataclass(frozen=True, slots=True)
class Quotient:
    """A number that shows whether two others are of the usual size; nothing is stated to compare it with."""

    measure: Measure
    value: Decimal | None
    unit: Text
    places: int = 2

    @property
    def printed(self) -> str:
        return units.number(None if self.value is None else units.rounded(self.value, self.places))


def printed(value: Decimal | None) -> str:
    """At most two decimals, without trailing zeros; – when not reported."""
    return units.number(None if value is None else units.rounded(value, 2))


def half_unit(value: Decimal) -> Decimal:
    """Half a unit of the last printed digit: 0.5 for 60, 0.05 for 33.5. Stored zeros behind the point are not printed."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return Decimal(5).scaleb(-places - 1)


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None when there is nothing to add or something is not reported."""
    found = list(values)
    known = [Decimal(value) for value in found if value is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(found) else None


def rounding(values: Iterable[Decimal | None]) -> Decimal:
    """How far a sum of rounded numbers may miss a rounded total: half a unit of the last digit of each."""
    return sum((half_unit(Decimal(value)) for value in values if value is not None), Decimal(0))


def quotient(dividend: Decimal | int | None, divisor: Decimal | int | None) -> Decimal | None:
    return None if dividend is None or not divisor else Decimal(dividend) / Decimal(divisor)


def area_mu(length_m: Decimal | None, width_m: Decimal | None) -> Decimal | None:
    """Length × width in 亩, unrounded."""
    return None if length_m is None or width_m is None else units.mu(Decimal(length_m) * Decimal(width_m))


def plus(values: Iterable[Decimal | None]) -> str:
    """``900 + 1,200``, – for what is not reported."""
    return " + ".join(units.number(value) for value in values)


def cross_section(parts: Sequence[tuple[Decimal, int]], red_line_width_m: Decimal | None) -> Check:
    """The parts' widths, each times its sides, against the red line's. *Unit:* metres, exactly: designs are not rounded."""
    formula = " + ".join(units.number(width) if sides == 1 else f"{sides} × {units.number(width)}" for width, sides in parts)
    return Check(Rule.CROSS_SECTION, formula, total(width * sides for width, sides in parts), red_line_width_m, M)


def road_land(length_m: Decimal | None, width_m: Decimal | None, land_mu: Decimal | None) -> Check:
    """Length × red line against the stated land, to half a unit of its last printed digit. *Unit:* 亩."""
    formula = f"{units.number(length_m)} × {units.number(width_m)} ÷ 666.67"
    tolerance = EXACTLY if land_mu is None else half_unit(land_mu)
    return Check(Rule.ROAD_LAND, formula, area_mu(length_m, width_m), land_mu, MU, tolerance)


def segment_lengths(lengths: Sequence[Decimal | None], length_m: Decimal | None) -> Check:
    return Check(Rule.SEGMENT_LENGTH, plus(lengths), total(lengths), length_m, M)


def segment_budgets(budgets: Sequence[Decimal | None], budget_wan: Decimal | None) -> Check:
    return Check(Rule.SEGMENT_BUDGET, plus(budgets), total(budgets), budget_wan, WAN)


def package_count(counts: Sequence[int], stated: int | None) -> Check:
    """Works of the package and of each of its parts against the stated number."""
    found = [Decimal(count) for count in counts]
    return Check(Rule.PACKAGE_COUNT, plus(found), total(found), None if stated is None else Decimal(stated), PIECES)


def package_sum(rule: Rule, unit: Text, parts: Sequence[tuple[str, Decimal | None]], stated: Decimal | None) -> Check:
    """Named numbers of the works against the stated total; both are rounded, so rounding may part them."""
    values = [value for _name, value in parts]
    silent = tuple(name for name, value in parts if value is None)
    return Check(rule, plus(values), total(values), stated, unit, rounding([*values, stated]), silent)


def package_area(areas_mu: Sequence[tuple[str, Decimal | None]], stated_mu: Decimal | None) -> Check:
    """Length × red line of all roads against the package's stated land. *Unit:* 亩. See also road_land."""
    values = [value for _name, value in areas_mu]
    silent = tuple(name for name, value in areas_mu if value is None)
    formula = " + ".join(printed(value) for value in values)
    tolerance = EXACTLY if stated_mu is None else half_unit(stated_mu)
    return Check(Rule.PACKAGE_AREA, formula, total(values), stated_mu, MU, tolerance, silent)


def road_quotients(budget_wan: Decimal | None, length_m: Decimal | None) -> list[Quotient]:
    return [Quotient(Measure.WAN_PER_M, quotient(budget_wan, length_m), _("× 10,000 yuan/m"), 4)]


def housing_quotients(
    *, budget_wan: Decimal | None, floor_area_m2: Decimal | None, blocks: int | None, flats: int | None, persons: int | None
) -> list[Quotient]:
    yuan = None if budget_wan is None else budget_wan * units.WAN
    return [
        Quotient(Measure.PERSONS_PER_FLAT, quotient(persons, flats), _("persons/flat")),
        Quotient(Measure.M2_PER_FLAT, quotient(floor_area_m2, flats), _("m²/flat")),
        Quotient(Measure.YUAN_PER_M2, quotient(yuan, floor_area_m2), _("yuan/m²"), 1),
        Quotient(Measure.FLATS_PER_BLOCK, quotient(flats, blocks), _("flats/block")),
    ]
