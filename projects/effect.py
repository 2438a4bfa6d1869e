"""What new light rules would do to the projects of a day."""

import datetime
from dataclasses import dataclass
from typing import Any

from projects.models import Project
from zones.choices import Light
from zones.lights import Rules


@dataclass(frozen=True, slots=True)
class EffectLine:
    """How many projects have a light by one rule and by another."""

    light: Light
    before: int
    now: int


def effect(zone: Any, as_of: datetime.date, before: Rules, now: Rules) -> list[EffectLine]:
    """The projects of a zone by light under both rules, worst first. Two queries."""
    old, new = (Project.objects.in_zone(zone).by_light(as_of, rules) for rules in (before, now))
    return [EffectLine(light, old.get(light, 0), new.get(light, 0)) for light in Light.worst_first()]
