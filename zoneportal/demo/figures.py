"""Indicators with the figures that the report publishes, its targets for 2015, and generated figures of this year."""

from decimal import Decimal

from indicators.choices import PeriodForm
from indicators.models import CheckRule, Figure, Indicator, PeriodRule, Target
from zoneportal.demo.source import GENERATED, YEAR, Ground, Row, cited, facts
from zones.models import Zone

LAST_YEAR = YEAR - 1
REPORTED_ON, PLANNED_ON = 5, 21  # lines of the report
FIRST_MONTH = 2  # January alone is not published


def build(ground: Ground) -> None:
    rows = facts("indicators")
    indicators = save_indicators(ground.zone, rows)
    Figure.objects.bulk_create([figure for row in rows for figure in _published(ground, indicators[row["code"]], row)])
    Target.objects.bulk_create([_target(indicators[row["code"]], row) for row in rows if "target" in row])
    PeriodRule.objects.bulk_create([PeriodRule(zone=ground.zone, form=form, year=YEAR) for form in PeriodForm])
    CheckRule.objects.bulk_create([CheckRule(zone=ground.zone, **row) for row in facts("check_rules")])
    Figure.objects.bulk_create(this_year(ground, indicators, facts("figures_2015")))


def save_indicators(zone: Zone, rows: list[Row]) -> dict[str, Indicator]:
    """Indicators by code; a part's whole stands before it in ``rows``."""
    saved: dict[str, Indicator] = {}
    for position, row in enumerate(rows, start=1):
        saved[row["code"]] = Indicator.objects.create(
            zone=zone,
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            places=row.get("places", 0),
            part_of=saved.get(row.get("part_of", "")),
            over_time=row.get("over_time", "sum"),
            growth_basis=row["basis"],
            has_january=row.get("january", True),
            is_assessed=row.get("assessed", False),
            valid_to=row.get("valid_to"),
            definition=row.get("definition", ""),
            position=position,
        )
    return saved


def _published(ground: Ground, indicator: Indicator, row: Row) -> list[Figure]:
    """The figure of 2014 as the report words it, and its split by park where there is one. Null is kept as null."""
    zone_wide = Figure(
        indicator=indicator,
        year=LAST_YEAR,
        value=number(row["value"]),
        qualifier=row.get("qualifier", "exact"),
        growth=number(row.get("growth")),
        status=row["status"],
        source=cited(row.get("line", REPORTED_ON)),
        remark=row.get("remark", ""),
    )
    parks = [
        Figure(
            indicator=indicator,
            park=ground.parks[park],
            year=LAST_YEAR,
            value=number(value),
            status=row["status"],
            source=cited(REPORTED_ON),
        )
        for park, value in row.get("parks", {}).items()
    ]
    return [zone_wide, *parks]


def _target(indicator: Indicator, row: Row) -> Target:
    """The target and its growth as stated; that they contradict each other is for the checks to find."""
    return Target(
        indicator=indicator,
        year=YEAR,
        value=number(row["target"]),
        stated_growth=number(row["target_growth"]),
        source=cited(PLANNED_ON),
    )


def this_year(ground: Ground, indicators: dict[str, Indicator], rows: dict[str, Row]) -> list[Figure]:
    """Cumulative figures of months 1–2, 1–3 … of 2015, made up."""
    clerk = next(person for username, person in ground.people.items() if username in {"statistics", "er-clerk"})
    return [
        Figure(
            indicator=indicators[code],
            year=YEAR,
            through_month=month,
            value=number(value),
            growth=number(growth),
            status="flash",
            entered_by=clerk,
            source=GENERATED,
            is_generated=True,
        )
        for code, row in rows.items()
        for month, (value, growth) in enumerate(zip(row["values"], row["growth"], strict=True), start=FIRST_MONTH)
    ]


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
