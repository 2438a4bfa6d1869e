"""The dashboard's charts as plain data: static/js/charts.js draws them, a table beside each holds the same numbers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.units import rounded
from reports.dashboard import ParkLine, TargetLine
from zones.choices import Light

COLOURS = {Light.RED: "#d03027", Light.YELLOW: "#e3a008", Light.GREEN: "#2f9e57", Light.NONE: "#b9c3d0"}


def percent(share: Any) -> float | None:
    return None if share is None else float(rounded(share * 100, 1))


def dashboard_charts(targets: Sequence[TargetLine], parks: Sequence[ParkLine]) -> dict[str, Any]:
    """Both of them by the names that the page uses."""
    return {"targets_chart": targets_chart(targets), "parks_chart": parks_chart(parks)}


def targets_chart(lines: Sequence[TargetLine]) -> dict[str, Any]:
    """Completion of each target beside the elapsed-time expectation, in percent."""
    return {
        "kind": "bar",
        "horizontal": True,
        "unit": "%",
        "description": _("Completion of the year's targets and what the elapsed time lets expect, in percent"),
        "categories": [str(line.target.indicator) for line in lines],
        "series": [
            {"name": pgettext("share", "completed"), "values": [percent(line.share) for line in lines], "color": "#1d4f91"},
            {"name": _("expected by elapsed time"), "values": [percent(line.expected) for line in lines], "color": "#b9c9df"},
        ],
    }


def parks_chart(parks: Sequence[ParkLine]) -> dict[str, Any]:
    """Projects of each park by light, stacked."""
    return {
        "kind": "bar",
        "stacked": True,
        "unit": "",
        "description": _("Projects of each park by light"),
        "categories": [park.name or _("No park stated") for park in parks],
        "series": [
            {"name": str(light.label), "values": [park.lights.get(light, 0) for park in parks], "color": COLOURS[light]}
            for light in Light
        ],
    }
