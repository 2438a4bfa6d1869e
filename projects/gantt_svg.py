"""The timeline as markup, joined from strings: a template step for each mark would cost more than the query.

A strip is an SVG in which places are percent. It is as wide as its cell at a desk and on paper, and wider on a phone, where
the style sheet (static/css/gantt.css) moves it so that the months around today are seen. The signs are defined once, in
templates/projects/_signs.html.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.tables import row_address
from projects import unreviewed
from projects.choices import Stage
from projects.gantt import Group, Mark, Row, Sheet, Span
from projects.progress import lateness
from projects.tables import due_words
from zones.choices import Light

HEAD = 36  # pixels of the axis above the strips
LINE_OF_YEARS, LINE_OF_MONTHS = 14, 30
PAIR, PAIR_ROW = (8, 21), 32  # pixels: the middle of the upper and of the lower bar of a promise with a row to itself


def strip(sheet: Sheet, drawn: str, height: float, css: str = "strip") -> str:
    """``drawn`` on the lines of the months, so wide that a phone's part of the period fills a phone; elsewhere the style
    sheet makes it as wide as its cell."""
    wide = sheet.axis.days / sheet.phone.days * 100
    return f'<svg class="{css}" width="{wide:.2f}%" height="{height:g}"><use href="#gantt-grid"/>{drawn}</svg>'


def grid(sheet: Sheet) -> SafeString:
    """The lines that every strip repeats by ``<use>``: months, quarters or years, and today."""
    lines = [upright(tick.x, "tick" if tick.step else "tick tick-inner") for tick in sheet.ticks()]
    return mark_safe(f'<g id="gantt-grid">{"".join(lines)}{upright(sheet.axis.middle(sheet.as_of), "today")}</g>')


def upright(x: float, css: str) -> str:
    return f'<line class="{css}" x1="{x:.2f}%" x2="{x:.2f}%" y2="100%"/>'


def head(sheet: Sheet) -> SafeString:
    """The axis: the years where they begin, the months (or the first month of each quarter), ten-day periods."""
    parts: list[str] = []
    year = 0
    for tick in sheet.ticks():
        repeated = sheet.width and tick.step and tick.date.month % 3 == 1  # the year, where it may have scrolled away
        if (tick.date.year != year or repeated) and 0 <= tick.x < 100:
            year = tick.date.year
            parts.append(label(tick.x, LINE_OF_YEARS, pgettext("year of an axis", "%(year)s") % {"year": year}, "axis-year"))
        if tick.step == 0:
            parts.append(label(tick.x, LINE_OF_MONTHS, str(tick.date.day), "axis-day"))
        elif tick.step < 12:
            words = pgettext("month of an axis", "%(month)s") % {"month": tick.date.month}
            parts.append(label(tick.x, LINE_OF_MONTHS, words, "axis-month" if tick.date.month % 3 == 1 else "axis-month odd"))
    today = f"{sheet.axis.middle(sheet.as_of):.2f}%"  # no <use>: Chromium misplaces one in a head that is repeated on paper
    parts.append(f'<line class="today-mark" x1="{today}" x2="{today}" y1="{HEAD - 5}" y2="{HEAD}"/>')
    spread = f'<svg class="spread" width="{sheet.width}" height="0"/>' if sheet.width else ""
    return mark_safe(f"{spread}{strip(sheet, ''.join(parts), HEAD, 'strip axis')}")


def label(x: float, y: int, words: str, css: str) -> str:
    return f'<text class="{css}" x="{x:.2f}%" y="{y}" dx="4">{escape(words)}</text>'


def words(mark: Mark, as_of: datetime.date, project: str = "") -> str:
    """What a mark means: the promise, its date in the words of the plan, its first date, the actual one, how it stands."""
    promise = mark.promise
    said = [f"{project}：{promise.text}" if project else promise.text]
    if promise.whole_project:
        said.append(_("target of the whole project"))
    said.append(" ".join([_("due %(day)s") % {"day": promise.due_date}, due_words(promise)]).strip())
    if mark.baseline is not None:
        said.append(_("baseline %(day)s, revisions: %(count)s") % {"day": promise.baseline_date, "count": promise.revision_count})
    if promise.actual_date:
        said.append(unreviewed.noted(_("met on %(day)s") % {"day": promise.actual_date}, promise.met_unreviewed))
    said.append(str(mark.standing.label))
    if mark.late:
        said.append(_("%(days)s days late") % {"days": lateness(promise.scored_date, promise.actual_date, as_of)})
    return " · ".join(said)


def bar(span: Span, y: float, css: str, height: float = 5, fill: str = "") -> str:
    place = f'x="{span[0]:.2f}%" y="{y - height / 2:g}" width="{max(span[1] - span[0], 0.05):.2f}%" height="{height:g}"'
    return f'<rect class="{css}" {place}{fill}/>'


def late_bar(mark: Mark, y: float, height: float = 5) -> str:
    """Overdue is hatched, met late is solid, so that they differ without colours."""
    if mark.late is None:
        return ""
    fill = ' fill="url(#sign-hatch)"' if mark.promise.actual_date is None else ""
    return bar(mark.late, y, f"late late-{mark.standing}", height, fill)


def shapes(mark: Mark, y: float) -> str:
    """What is drawn of a promise, the sign last and on top."""
    parts = []
    if mark.window and not mark.promise.actual_date:
        parts.append(bar(mark.window, y, "window"))
    if mark.baseline is not None:
        parts.append(f'<line class="moved" x1="{mark.baseline:.2f}%" x2="{mark.due:.2f}%" y1="{y:g}" y2="{y:g}"/>')
    if mark.early:
        parts.append(f'<line class="early" x1="{mark.early[0]:.2f}%" x2="{mark.early[1]:.2f}%" y1="{y:g}" y2="{y:g}"/>')
    first = "" if mark.baseline is None else sign("baseline", mark.baseline, y)
    return "".join([*parts, late_bar(mark, y), first, sign(sign_of(mark), mark.point, y)])


def sign(name: str, x: float, y: float) -> str:
    return f'<use href="#sign-{name}" x="{x:.2f}%" y="{y:g}"/>'


def sign_of(mark: Mark) -> str:
    return f"whole-{mark.standing}" if mark.promise.whole_project else str(mark.standing)


def link(mark: Mark, href: str, title: str, drawn: str) -> str:
    left, right = mark.reach(0)
    css = "point beyond" if right < 0 or left > 100 else "point"  # of the months that only a phone shows
    return f'<a class="{css}" href="{href}"><title>{escape(title)}</title>{drawn}</a>'


def body(sheet: Sheet, groups: Iterable[tuple[Group, list[Row]]]) -> SafeString:
    """One ``tbody`` for each group: its heading, and a row for each project."""
    of_promise, name = row_address("projects:milestone_detail"), namer()

    def line(row: Row) -> str:
        said = (words(mark, sheet.as_of, row.project.name) for mark in row.marks)
        marks = [link(m, of_promise(m.promise), title, shapes(m, row.y(m.lane))) for m, title in zip(row.marks, said, strict=True)]
        return f"<tr>{name(row)}<td>{strip(sheet, ''.join(marks), row.height)}</td></tr>"

    return mark_safe("".join([f"<tbody>{heading(group)}{''.join(map(line, rows))}</tbody>" for group, rows in groups]))


def two_bars(mark: Mark) -> str:
    """A promise with a row to itself: the first agreed date above, what became of it below, joined when it was moved."""
    upper, lower = PAIR
    parts = []
    if mark.baseline is not None:
        parts.append(f'<line class="moved" x1="{mark.baseline:.2f}%" x2="{mark.due:.2f}%" y1="{upper}" y2="{lower}"/>')
    if mark.window:
        parts += [bar(mark.window, upper, "baseline", 4)] if mark.baseline is None else []
        parts.append(bar(mark.window, lower, "window", 7))
    parts.append(sign("baseline", mark.due if mark.baseline is None else mark.baseline, upper))
    if mark.early:
        parts.append(bar(mark.early, lower, "early-bar", 7))
    return "".join([*parts, late_bar(mark, lower, 7), sign(sign_of(mark), mark.point, lower)])


def promises(sheet: Sheet, marks: Iterable[Mark]) -> SafeString:
    """One project's promises, a row for each with its text and how often it was moved."""
    href = row_address("projects:milestone_detail")

    def line(mark: Mark) -> str:
        text, address = escape(mark.promise.text), href(mark.promise)
        times = _("revisions: %(count)s") % {"count": mark.promise.revision_count}
        moved = f'<span class="gantt-stage">{escape(times)}</span>' if mark.promise.revision_count else ""
        name = f'<div class="gantt-head"><a class="gantt-name" href="{address}" title="{text}">{text}</a>{moved}</div>'
        drawn = link(mark, address, words(mark, sheet.as_of), two_bars(mark))
        return f'<tr><th scope="row">{name}</th><td>{strip(sheet, drawn, PAIR_ROW)}</td></tr>'

    return mark_safe(f"<tbody>{''.join(map(line, marks))}</tbody>")


def heading(group: Group) -> str:
    """The group's name, how many projects it has, and how many of them burn red and yellow."""
    lights = [light(key, str(group.lights[key])) for key in (Light.RED, Light.YELLOW) if group.lights.get(key)]
    count = escape(_("%(count)s projects") % {"count": group.total})
    told = f'<span class="gantt-count">{count}{"".join(lights)}</span>'
    return f'<tr class="gantt-group"><th colspan="2" scope="rowgroup"><span>{escape(group.name)} {told}</span></th></tr>'


def light(key: str, word: str = "") -> str:
    """A light as small as a letter: its shape tells what its colour tells, its word is there for who does not see it."""
    spoken = f'<span class="visually-hidden">{escape(Light(key).label)}</span>'
    dot = f'<span class="light-dot" title="{escape(Light(key).label)}"></span>'
    return f'<span class="light light-{key}">{dot}{spoken}{escape(word)}</span>'


def namer() -> Any:
    """A function that gives the heading cell of a row: light, name, stage, and a link to what found no lane."""
    of_project, ledger = row_address("projects:project_detail"), reverse("projects:milestone_list")
    lights = {str(key): light(key) for key in Light.values}
    stages = {str(key): escape(label) for key, label in Stage.choices}

    def cell(row: Row) -> str:
        project, name = row.project, escape(row.project.name)
        others = f'<a class="gantt-more" href="{ledger}?project={project.pk}">+{row.left_out}</a>' if row.left_out else ""
        linked = f'{lights[project.light]}<a class="gantt-name" href="{of_project(project)}" title="{name}">{name}</a>{others}'
        return (
            f'<th scope="row"><div class="gantt-head">{linked}<span class="gantt-stage">{stages[project.stage]}</span></div></th>'
        )

    return cell
