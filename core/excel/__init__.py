"""Workbooks out and in. This package is the only place that knows openpyxl; exporters yield rows."""

from core.excel.book import Book, Sheet
from core.excel.cells import Column, Formula, Link, quoted
from core.excel.charts import Chart
from core.excel.listing import LIST_FORMS, list_csv, list_workbook, write_table
from core.excel.marking import Mark, marked
from core.excel.reading import (
    LARGEST_FILE,
    LAST_DAY,
    MOST_ROWS,
    Cell,
    Content,
    Row,
    WorkbookError,
    day_of,
    letters,
    read_rows,
    read_workbook,
)
from core.excel.template import Explained, Template
from core.excel.text import safe_filename, safe_text

__all__ = [
    "LARGEST_FILE",
    "LAST_DAY",
    "LIST_FORMS",
    "MOST_ROWS",
    "Book",
    "Cell",
    "Chart",
    "Column",
    "Content",
    "Explained",
    "Formula",
    "Link",
    "Mark",
    "Row",
    "Sheet",
    "Template",
    "WorkbookError",
    "day_of",
    "letters",
    "list_csv",
    "list_workbook",
    "marked",
    "quoted",
    "read_rows",
    "read_workbook",
    "safe_filename",
    "safe_text",
    "write_table",
]
