"""A register as a workbook that comes back without a change."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from core.excel import Column, Explained, Mark, Template, marked
from core.imports.cells import Codec
from core.imports.check import Fault
from core.imports.kinds import Import
from core.imports.words import FAULTS, MARK, NUMBER, VERSION


def template(kind: Import, rows: Iterable[Any], *, title: str) -> io.BytesIO:
    """The rows with number and version, to be changed and added to."""
    notices = [
        _("Change what has changed and add new rows below; an empty cell empties what is stored. Leave the hidden columns alone.")
        if kind.takes_new
        else _("Fill in the rows that are there; an empty cell empties what is stored. Leave the hidden columns alone."),
        _("Every cell is checked before anything is stored. Choices, and what belongs where, stand on the second sheet."),
    ]
    rows = list(rows)
    kind.prepare(rows)
    columns = [explained(codec, kind.examples.get(name, "")) for name, codec in kind.codecs.items()]
    columns += [Explained(Column(str(words), "text"), _("Only shown; what stands here is not read.")) for words in kind.beside]
    book = Template(title, kind.stamp, (MARK, str(NUMBER), str(VERSION)), columns, notices)
    return book.save(written(kind, row) for row in rows)


def given_back(data: bytes, faults: Iterable[Fault], header: int) -> io.BytesIO:
    """Somebody's own workbook with its faults marked. Raises: WorkbookError for one that is too large to be written anew."""
    marks = [Mark(fault.row, fault.column, fault.words) for fault in faults]
    return marked(data, marks, header=header, heading=str(FAULTS), mark=MARK)


def written(kind: Import, row: Any) -> list[Any]:
    holds = kind.stored(row)
    values = (codec.written(holds[name]) for name, codec in kind.codecs.items())
    return [row.pk, row.version, *values, *kind.shown_beside(row)]


def explained(codec: Codec, example: str) -> Explained:
    column = Column(codec.label, codec.kind, codec.unit)
    choices = [_("yes"), _("no")] if codec.is_yes_or_no else [] if codec.is_many else codec.words
    return Explained(column, str(codec.box.help_text), codec.box.required, choices, example)
