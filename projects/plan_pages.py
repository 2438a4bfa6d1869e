"""What the pages of a plan's text are made of: its reading within the page's limits, and the text with its rows marked."""

import datetime
from typing import Any

from django.utils.translation import gettext as _

from projects import plan_text, plan_words
from projects.forms.plans import PlanProposals
from projects.forms.proposals import MAX_ROWS
from projects.proposals import Piece, Proposal, Span, of_reading, pieces
from projects.zone_projects import ZoneProjects

NOTHING: Any = plan_text.Reading(milestones=(), skipped=())


class UnreadableError(Exception):
    """The text cannot be proposed as rows; the message says why."""


def read(text: str, year: int, as_of: datetime.date, register: ZoneProjects) -> Any:
    """Raises: UnreadableError."""
    try:
        reading = plan_text.read(text, year=year, as_of=as_of, names=tuple(register.register.names))
    except plan_text.TextTooLongError:
        raise UnreadableError(_("the text is too long to be read at once; paste a part of it")) from None
    except ValueError:
        raise UnreadableError(_("the text cannot be read for this year")) from None
    count = len(reading.milestones)
    if count > MAX_ROWS:
        most = {"count": count, "most": MAX_ROWS}
        raise UnreadableError(_("the text holds %(count)s promises; at most %(most)s are read at once, paste a part of it") % most)
    if not count:
        raise UnreadableError(_("no promise with a date was found in this text"))
    return reading


def rows(reading: Any) -> list[Proposal]:
    return of_reading(reading.milestones)


def read_again(proposals: PlanProposals, as_of: datetime.date) -> Any:
    """The reading of a page that is shown again, for the words that were left out; nothing where it cannot be read."""
    given = getattr(proposals.head, "cleaned_data", {})
    if not given.get("text") or not given.get("year"):
        return NOTHING
    try:
        return read(given["text"], given["year"], as_of, proposals.register)
    except UnreadableError:
        return NOTHING


def marked(proposals: PlanProposals, reading: Any) -> list[Piece]:
    """The text in pieces, and at each row the number of the piece where its words begin."""
    text = str(proposals.head["text"].value() or "")
    if proposals.head.is_bound:
        text = getattr(proposals.head, "cleaned_data", {}).get("text", "")
    places = [(place, row.value("start"), row.value("end"), row) for place, row in enumerate(proposals.rows.forms)]
    spans = [Span(start, end, row=place) for place, start, end, _row in places if isinstance(start, int) and isinstance(end, int)]
    spans += [Span(skipped.start, skipped.end, reason=plan_words.skipped(str(skipped.reason))) for skipped in reading.skipped]
    cut = pieces(text, spans)
    first = {place: piece.number for piece in reversed(cut) for place in piece.rows}
    for place, _start, _end, row in places:
        row.piece = first.get(place)
    return cut
