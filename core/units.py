"""Units of measure and how numbers are printed. A column has one unit; values are Decimals in it."""

from decimal import ROUND_HALF_UP, Decimal

WAN = Decimal(10_000)  # one 亿元 in 万元

NOT_REPORTED = "–"


def number(value: Decimal | int | None, places: int | None = None) -> str:
    """``1,234.5``: thousands grouped, trailing zeros dropped unless ``places`` fixes them; – when not reported."""
    if value is None:
        return NOT_REPORTED
    if places is not None:
        return f"{rounded(value, places):,f}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Decimal | int) -> str:
    """``29800`` and ``108.1``: neither grouped nor with idle zeros, as official papers and cells have it."""
    return number(value).replace(",", "")


def rounded(value: Decimal | int, places: int) -> Decimal:
    """Rounded half up, as offices do."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(share: Decimal | None, places: int = 1) -> str:
    """A share (0.613) as ``61.3%``; – when it cannot be computed."""
    return NOT_REPORTED if share is None else f"{number(rounded(share * 100, places))}%"


def mu(square_metres: Decimal | int) -> Decimal:
    """Square metres in 亩 (2000/3 m²), unrounded: multiplied first, so that 30,000 m² are exactly 45 亩."""
    return Decimal(square_metres) * 3 / 2000
