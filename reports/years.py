"""Which years a zone's workbook can be made of."""

import datetime

from indicators.models import Figure
from reports.models import YearNote
from zones.models import Zone


def workbook_years(zone: Zone, as_of: datetime.date) -> list[int]:
    """Years that something was published of or written for, and the last finished one; newest first. Two queries."""
    known = {*Figure.objects.years(zone), *YearNote.objects.in_zone(zone).years(), finished_year(as_of)}
    return sorted(known, reverse=True)


def finished_year(as_of: datetime.date) -> int:
    """The last year that is over: the one a year-end workbook is made of."""
    return as_of.year - 1
