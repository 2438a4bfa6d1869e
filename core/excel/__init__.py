"""Workbooks out. This package is the only place that knows openpyxl; exporters yield rows."""

from core.excel.book import Book, Sheet
from core.excel.cells import Column, Formula, Link, quoted
from core.excel.charts import Chart
from core.excel.listing import list_workbook
from core.excel.text import safe_filename, safe_text

__all__ = ["Book", "Chart", "Column", "Formula", "Link", "Sheet", "list_workbook", "quoted", "safe_filename", "safe_text"]
