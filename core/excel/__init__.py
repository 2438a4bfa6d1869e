"""Workbooks out and in. This package is the only place that knows openpyxl; exporters yield rows."""

from core.excel.book import Book, Sheet
from core.excel.cells import Column, Formula, Link, quoted
from core.excel.charts import Chart
from core.excel.listing import list_workbook
from core.excel.reading import LARGEST_FILE, WorkbookError, read_rows
from core.excel.text import safe_filename, safe_text

__all__ = [
    "LARGEST_FILE",
    "Book",
    "Chart",
    "Column",
    "Formula",
    "Link",
    "Sheet",
    "WorkbookError",
    "list_workbook",
    "quoted",
    "read_rows",
    "safe_filename",
    "safe_text",
]
