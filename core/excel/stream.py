"""openpyxl's write-only sheet, taking whole rows.

The library writes cell by cell and looks up a style for each; here a row is one finished XML element, which halves the
time, and a formula may carry its value. Both classes touch two private modules of openpyxl 3.1 (pinned by
requirements.txt); tests/core/test_excel.py fails when they move.
"""

from contextlib import suppress
from pathlib import Path
from typing import Any

from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter


class RowWriter(WorksheetWriter):
    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
        xf.write(row)


class StreamSheet(WriteOnlyWorksheet):
    """A write-only sheet; ``put`` takes row elements in order. Widths must be set before the first one."""

    _writer: Any
    _rows: Any

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = RowWriter(self)
            self._writer.write_top()

    def _values_to_row(self, values: Any, row_idx: int) -> Any:
        return values[0]

    def put(self, element: Any) -> None:
        self.append((element,))

    def add_link(self, link: Any) -> None:
        """A hyperlink; openpyxl keeps the list that the sheet's tail is written from."""
        self._get_writer()
        self._hyperlinks.append(link)

    def discard(self) -> None:
        """Removes the temporary file of a sheet that will not be saved; a full disk must not keep it."""
        if self._writer is None or not Path(self._writer.out).exists():
            return
        with suppress(OSError):
            self._rows = self._rows and self._rows.close()
            self._writer.close()
        self._writer.cleanup()
