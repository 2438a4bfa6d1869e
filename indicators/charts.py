"""What static/js/charts.js draws, as plain data."""

from typing import Any

from django.utils.translation import gettext as _

from indicators.models import Figure, Indicator, Target


def years_chart(indicator: Indicator, figures: list[Figure], targets: list[Target]) -> dict[str, Any]:
    """Whole-year figures as bars, each year's newest target as a mark; ``rows`` is the table beside it.

    ``figures`` carry FigureQuerySet.with_year_before; ``targets`` stand newest edition first within a year.
    """
    by_year = {figure.year: figure for figure in figures}
    aims: dict[int, Target] = {}
    for target in targets:
        aims.setdefault(target.year, target)
    years = sorted({*by_year, *aims})
    rows = [{"year": year, "figure": by_year.get(year), "target": aims.get(year)} for year in years]
    return {
        "rows": rows,
        "spec": {
            "kind": "bar",
            "unit": indicator.unit,
            "description": _("%(indicator)s: whole-year figures and targets, as in the table beside") % {"indicator": indicator},
            "categories": [str(year) for year in years],
            "series": [
                {"name": _("Figure"), "values": [plain(row["figure"]) for row in rows]},
                {"name": _("Target"), "kind": "line", "dashed": True, "values": [plain(row["target"]) for row in rows]},
            ],
        },
    }


def plain(row: Any) -> float | None:
    """A number for drawing only; what is not reported leaves a gap."""
    return None if row is None or row.value is None else float(row.value)
