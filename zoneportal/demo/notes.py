"""The narrative facts of the report, in our own words, under its headings."""

from reports.models import YearNote
from zoneportal.demo.source import YEAR, Ground, cited, facts


def build(ground: Ground) -> None:
    """Notes of the 2014 report, its plans for 2015 included: the year is that of the report that tells them."""
    YearNote.objects.bulk_create(
        [
            YearNote(
                zone=ground.zone,
                year=YEAR - 1,
                kind=row["kind"],
                title=row["title"],
                text=row["text"],
                position=position,
                source=cited(row["line"]),
            )
            for position, row in enumerate(facts("notes"), start=1)
        ]
    )
