"""Monthly returns of the 48 above-scale firms of the main zone: all made up, so that their sums are the zone's own figures."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from projects.models import Enterprise
from returns.actions import add_standard_items
from returns.models import Return, ReturnItem, ReturnValue
from zoneportal.demo.source import YEAR, Ground, facts, spread
from zones.rhythm import PORTAL_ZONE

SHARES = {2: ".142", 3: ".226", 4: ".316", 5: ".405", 6: ".49", 7: ".57", 8: ".65", 9: ".74", 10: ".83", 11: ".915", 12: "1"}
WAN = 10_000  # 万元 in one 亿元
LAST_YEAR = {"yysr": Decimal(145 * WAN), "zjz": Decimal("33.4") * WAN, "cy": Decimal(29_800)}  # December of the report's year
OF_REVENUE = {"zcz": (101, 106), "ss": (2, 4), "lr": (3, 8), "yd": (4, 9), "tz": (5, 14)}  # percent
OPEN, SENT_BACK, DOUBTFUL = {3, 17, 30}, 8, 21  # places of the firms in the newest month
UNREVIEWED = range(20, 32)


def build(ground: Ground) -> None:
    items = _items(ground)
    firms = list(Enterprise.objects.in_zone(ground.zone).above_scale(YEAR).order_by("pk"))
    months = [(year, month) for year in (YEAR - 1, YEAR) for month in SHARES if (year, month) < (YEAR, 6)]
    for year, month in months:
        _month(ground, items, firms, year, month)


def _items(ground: Ground) -> dict[str, ReturnItem]:
    """The standard items; operating revenue begins later."""
    add_standard_items(zone=ground.zone)
    return {item.code: item for item in ReturnItem.objects.in_zone(ground.zone)}


def _month(ground: Ground, items: dict[str, ReturnItem], firms: list[Enterprise], year: int, month: int) -> None:
    is_newest = (year, month) == (YEAR, 5)
    rows = Return.objects.bulk_create([_return(ground, firm, place, year, month) for place, firm in enumerate(firms)])
    numbers = values(firms, year, month)
    ReturnValue.objects.bulk_create(
        ReturnValue(report=row, item=items[code], value=_typed(code, value, place, is_newest=is_newest))
        for place, row in enumerate(rows)
        if row.state != "open"
        for code, value in numbers[place].items()
    )


def _typed(code: str, value: Decimal, place: int, *, is_newest: bool) -> Decimal:
    """One draft of the newest month holds its electricity in kWh: the portal asks about it."""
    return value * WAN if is_newest and place == DOUBTFUL and code == "yd" else value


def _return(ground: Ground, firm: Enterprise, place: int, year: int, month: int) -> Return:
    state, clerk = _state(place, year, month), ground.people["statistics"]
    is_given = state in {"submitted", "accepted", "returned"}
    days = 2 + spread(f"{firm.name}{year}{month}", 0, 9) + (4 if spread(f"late{firm.name}{year}{month}", 1, 20) == 1 else 0)
    following = datetime.date(year + month // 12, month % 12 + 1, min(days, 20))
    moment = datetime.datetime.combine(following, datetime.time(10 + place % 7, place), PORTAL_ZONE)
    return Return(
        enterprise=firm,
        year=year,
        month=month,
        state=state,
        first_submitted=moment if is_given else None,
        submitted_at=moment if is_given else None,
        submitted_by=clerk if is_given else None,
        reviewed_by=clerk if state in {"accepted", "returned"} else None,
        review_note="从业人员与上月相差较大，请核实（演示生成）" if state == "returned" else "",
        is_generated=True,
    )


def _state(place: int, year: int, month: int) -> str:
    if (year, month) < (YEAR, 5):
        return "accepted"
    if place in OPEN:
        return "open"
    if place == SENT_BACK:
        return "returned"
    if place == DOUBTFUL:
        return "draft"
    return "submitted" if place in UNREVIEWED else "accepted"


def values(firms: list[Enterprise], year: int, month: int) -> list[dict[str, Decimal]]:
    """The values of each firm in their order, as months 1–``month``; their sums are the zone's own figures."""
    totals = {code: _total(code, year, month) for code in LAST_YEAR}
    weights = [Decimal(spread(firm.name, 20, 180)) + spread(f"{firm.name}{year}", 0, 9) for firm in firms]
    found = {code: list(_split(total, weights, 0 if code == "cy" else 1)) for code, total in totals.items()}
    rows = [{code: found[code][place] for code in found} for place in range(len(firms))]
    for firm, row in zip(firms, rows, strict=True):
        for code, (low, high) in OF_REVENUE.items():
            row[code] = round(row["yysr"] * spread(f"{firm.name}{code}", low, high) / 100, 1)
    return rows


def _total(code: str, year: int, month: int) -> Decimal:
    """The zone's figure in the unit of the returns."""
    if year < YEAR:
        return LAST_YEAR[code] if code == "cy" else round(LAST_YEAR[code] * Decimal(SHARES[month]), 1)
    published = Decimal(facts("figures_2015")[{"yysr": "zyywsr", "zjz": "gszjz", "cy": "cyry"}[code]]["values"][month - 2])
    return published if code == "cy" else published * WAN


def _split(total: Decimal, weights: list[Decimal], places: int) -> Iterator[Decimal]:
    """Rounded shares that make the total: what is left over is in the last one."""
    rest, whole = total, sum(weights)
    for weight in weights[:-1]:
        share = round(total * weight / whole, places)
        rest -= share
        yield share
    yield rest
