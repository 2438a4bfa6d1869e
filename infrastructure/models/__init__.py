from infrastructure.models.facts import (
    CrossSectionPart,
    Housing,
    PowerStation,
    Publicity,
    Road,
    RoadSegment,
    WaterPlant,
    WorkshopTenant,
)
from infrastructure.models.works import Work, WorkPackage

__all__ = [
    "CrossSectionPart",
    "Housing",
    "PowerStation",
    "Publicity",
    "Road",
    "RoadSegment",
    "WaterPlant",
    "Work",
    "WorkPackage",
    "WorkshopTenant",
]
