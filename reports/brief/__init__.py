"""The weekly brief (周报简报) for the early meeting."""

from reports.brief.occasion import Occasion, occasion_of
from reports.brief.reading import BY_PARK, BY_UNIT, Brief, week_brief

__all__ = ["BY_PARK", "BY_UNIT", "Brief", "Occasion", "occasion_of", "week_brief"]
