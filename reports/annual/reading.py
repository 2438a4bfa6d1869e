"""A year's report as it stands: its own sections or the standard ones, with frozen values or today's."""

from dataclasses import dataclass

from reports.annual.draft import Draft, draft
from reports.annual.patterns import STANDARD
from reports.annual.values import values_of
from reports.models import AnnualSection, YearSnapshot
from zones.models import Zone


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """``is_begun`` tells that the sections are stored; ``snapshot`` is None while the values follow the registers."""

    sections: list[AnnualSection]
    values: dict[str, str]
    snapshot: YearSnapshot | None
    is_begun: bool

    @property
    def draft(self) -> Draft:
        return draft(self.sections, self.values)


def annual_report(zone: Zone, year: int) -> AnnualReport:
    sections = list(AnnualSection.objects.in_zone(zone).of_year(year))
    snapshot = YearSnapshot.objects.of(zone, year).deferring_workbook().first()
    values = snapshot.values if snapshot else values_of(zone, year)
    given = [AnnualSection(zone=zone, year=year, level=level, heading=head, text=text) for level, head, text in STANDARD]
    return AnnualReport(sections or given, values, snapshot, bool(sections))
