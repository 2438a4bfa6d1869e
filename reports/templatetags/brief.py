"""Cells of the weekly brief: a tag for each costs a tenth of a template included for each."""

from django import template
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from core.tables import light_html
from projects import unreviewed
from reports.brief.rows import Cell, Column

register = template.Library()
FOLDED, SHOWN = 240, 160  # characters from which on words are folded, and how many then stay in sight


@register.simple_tag
def brief_cell(column: Column, cell: Cell) -> SafeString:
    """The words of a cell with its mark; long words open at a click."""
    classes = " ".join(
        name for name, wanted in (("num", column.is_number), ("wide", column.is_long), ("none", cell.value in {None, ""})) if wanted
    )
    words, mark = _words(column, cell), unreviewed.tag(cell.is_marked)
    shown = format_html("{} {}", mark, words) if column.is_number else format_html("{}{}", words, mark)
    return format_html('<td data-label="{}" class="{}">{}</td>', column.head, classes, shown)


def _words(column: Column, cell: Cell) -> SafeString | str:
    words = cell.words
    if cell.light:
        return light_html(cell.light, words)
    if column.is_long and len(words) > FOLDED:
        full = mark_safe(linebreaks(words, autoescape=True))
        return format_html('<details class="brief-long"><summary>{}</summary>{}</details>', Truncator(words).chars(SHOWN), full)
    if cell.is_bad:
        return format_html('<span class="text-red">{}</span>', words)
    return words
