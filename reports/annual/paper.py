"""The annual report as a Word document in the form of official papers."""

import datetime
import io

from django.utils.translation import gettext as _

from reports.annual.draft import Draft
from reports.models import PaperLooks
from reports.word import Paper
from zones.models import Zone


def report_title(zone: Zone, year: int) -> str:
    return _("%(zone)s: work of %(year)s and plans for %(next)s") % {"zone": zone, "year": year, "next": year + 1}


def report_document(made: Draft, *, zone: Zone, year: int, author: str, moment: datetime.datetime) -> io.BytesIO:
    title = report_title(zone, year)
    paper = Paper(title=title, author=author, moment=moment, looks=PaperLooks.objects.of_zone(zone))
    paper.write(title, "Title")
    paper.write("", "Subtitle")
    for part in made.parts:
        if part.heading:
            paper.write(part.heading, f"heading {part.section.level or 1}")
        for text in part.paragraphs:
            paper.write(text)
    return paper.save()
