"""The weekly brief as a Word document, in the form of official papers."""

import io
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from projects import unreviewed
from reports.brief.reading import Brief
from reports.brief.rows import Cell, Picture, Shown
from reports.word import TEXT_WIDTH, Column, Paper, han

LONGEST = 400  # characters of one cell; the page and the workbook hold all of it
GROUP = 20  # mm: the column of parks or units
PICTURES, BESIDE, HEIGHT = 24, 3, 40  # on paper at most, in a row, mm


def brief_document(brief: Brief, *, by: str, author: str, looks: Any = None) -> io.BytesIO:
    occasion = brief.occasion
    title = _("%(zone)s: weekly brief %(week)s") % {"zone": brief.zone_name, "week": occasion.week}
    paper = Paper(title=title, author=author, moment=occasion.now, looks=looks)
    paper.write(title, "Title")
    for line in headlines(brief):
        paper.write(line, "Subtitle")
    paper.write(summary(brief))
    for number, (chapter, tables) in enumerate(brief.shown(by)):
        paper.write(_("%(number)s. %(title)s") % numbered(number, chapter.title), "heading 1")
        for place, table in enumerate(tables):
            if len(tables) > 1:
                paper.write(pgettext("second level", "(%(number)s) %(title)s") % numbered(place, table.section.title), "heading 2")
            write_table(paper, table, brief.order(by).by)
    write_pictures(paper, brief, len(brief.chapters))
    return paper.save()


def numbered(place: int, title: str) -> dict[str, Any]:
    """Chinese papers count with 一、二、三."""
    is_chinese = (get_language() or "").startswith("zh")
    return {"number": han(place + 1) if is_chinese else place + 1, "title": title}


def headlines(brief: Brief) -> list[str]:
    """Which days it tells of, and as of when; the same in Word and Excel."""
    occasion, form = brief.occasion, pgettext("date format", "Y-m-d")
    day = date_format(occasion.as_of, form)
    state = _("as it stood at the end of %(day)s") if occasion.is_fixed else _("what is known on %(day)s; it may still change")
    week = {"from": occasion.week.monday, "to": occasion.week.sunday, "day": date_format(occasion.day, form)}
    lines = [_("%(from)s to %(to)s, for the early meeting of %(day)s") % week, state % {"day": day}]
    if brief.is_incomplete:
        lines.append(_("Too much was written in the ledger in this week for its changes to be told."))
    if occasion.zone.is_demo:
        lines.append(_("Demonstration: weekly reports and photos are made up."))
    return lines


def summary(brief: Brief) -> str:
    told = [_("%(count)s %(words)s") % {"count": each.count, "words": each.words} for each in brief.counters]
    return _("In short: %(numbers)s.") % {"numbers": pgettext("list", "; ").join(told)}


def write_table(paper: Paper, table: Shown, by: str) -> None:
    section = table.section
    if not section.rows:
        paper.write(section.empty, "Table Text")
    else:
        head = pgettext("column", "Unit") if by == "unit" else pgettext("column", "Park")
        share = (TEXT_WIDTH - GROUP) / sum(column.width for column in section.columns)
        columns = [Column(head, GROUP), *(Column(heading(each), each.width * share, style(each)) for each in section.columns)]
        rows = [[group.name, *map(clipped, row.cells)] for group in table.groups for row in group.rows]
        paper.table(columns, [*rows, *total(table)])
    if section.note:
        paper.write(section.note, "Table Text")
    paper.write("", "Gap")


def total(table: Shown) -> list[list[str]]:
    cells = table.section.total
    return [[_("Total"), "", *(cell.marked for cell in cells[1:])]] if cells else []


def heading(column: Any) -> str:
    return f"{column.head}（{column.unit}）" if column.unit else str(column.head)


def style(column: Any) -> str:
    return "List Centre" if column.kind in {"number", "date", "moment"} else "List Text"


def clipped(cell: Cell) -> str:
    words = cell.words
    if len(words) > LONGEST:
        words = f"{words[:LONGEST]}…"
    return f"{words}（{unreviewed.word(True)}）" if cell.is_marked else words


# --- photos ----------------------------------------------------------------------------------------
def write_pictures(paper: Paper, brief: Brief, number: int) -> None:
    paper.write(_("%(number)s. %(title)s") % numbered(number, _("Photos of the week")), "heading 1")
    if not brief.pictures:
        paper.write(_("No photo was taken in the week."), "Table Text")
    drawn = [(data, words(each)) for each in chosen(brief.pictures) if (data := thumbnail(each))]
    for row in (drawn[place : place + BESIDE] for place in range(0, len(drawn), BESIDE)):
        paper.pictures([*row, *[(b"", "")] * (BESIDE - len(row))], HEIGHT)
    gone = [words(each) for each in brief.pictures if each.photo is None]
    if gone:
        paper.write(_("Removed since: %(photos)s.") % {"photos": pgettext("list", "; ").join(gone)}, "Table Text")
    left = len(brief.pictures) - len(gone) - len(drawn)
    if left > 0:
        paper.write(_("%(count)s more photos stand on the page.") % {"count": left}, "Table Text")


def chosen(pictures: list[Picture]) -> list[Picture]:
    """At most PICTURES: one of each project first, then the second ones."""
    turn: dict[int, int] = {}
    ranked = []
    for place, each in enumerate(pictures):
        turn[each.row.project] = turn.get(each.row.project, 0) + 1
        ranked.append((turn[each.row.project], place, each))
    first = sorted(ranked, key=lambda one: one[:2])[:PICTURES]
    return [each for _turn, _place, each in sorted(first, key=lambda one: one[1])]


def words(picture: Picture) -> str:
    """Project, day and caption, with the marks."""
    notes = [unreviewed.word(picture.is_unreviewed), _("generated") if picture.is_generated else ""]
    told = " ".join(part for part in (picture.project, f"{timezone.localtime(picture.moment):%Y-%m-%d}", picture.caption) if part)
    return told + "".join(f"（{note}）" for note in notes if note)


def thumbnail(picture: Picture) -> bytes:
    """No bytes when the photo or its file is gone."""
    if picture.photo is None:
        return b""
    try:
        with picture.photo.thumbnail.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return b""
