"""Native charts: drawn by the program that opens the book, from the cells of a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

from core.excel.text import safe_text

GRID = "D9DEE5"
COLOURS = ("1D4E89", "9DB4CC", "D08A1D", "4B8B5C", "B23A3A")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the rows ``first`` to ``last``: ``labels`` is the column of names, ``series`` are (column, name).

    ``kind``: bar, stacked or line; ``labelled`` prints the numbers of bars and points. Columns are counted from 0.
    """

    title: str
    labels: int
    series: Sequence[tuple[int, str]]
    first: int
    last: int
    kind: str = "bar"
    unit: str = ""
    colours: Sequence[str] = COLOURS
    labelled: bool = True


def heading(text: str) -> Title:
    """A chart's title in the size of the sheet's headings; programs' own sizes are too large."""
    font = CharacterProperties(sz=1200, b=True)
    run = RegularTextRun(rPr=font, t=safe_text(text))
    rich = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=font), r=[run])])
    return Title(tx=Text(rich=rich), overlay=False)


def anchor(at: tuple[int, int], to: tuple[int, int]) -> TwoCellAnchor:
    """From the upper left corner of cell ``at`` to that of ``to``: column counted from 0, row from 1."""
    start, end = AnchorMarker(col=at[0], row=at[1] - 1), AnchorMarker(col=to[0], row=to[1] - 1)
    return TwoCellAnchor(editAs="oneCell", _from=start, to=end)


def build(sheet: Any, wanted: Chart) -> Any:
    chart = LineChart() if wanted.kind == "line" else BarChart()
    if wanted.kind == "stacked":
        chart.grouping, chart.overlap = "stacked", 100
    chart.title = heading(f"{wanted.title} ({wanted.unit})" if wanted.unit else wanted.title)
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl hides both otherwise
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID))
    chart.legend.position = "b"
    for (column, name), colour in zip(wanted.series, wanted.colours, strict=False):
        values = Reference(sheet, min_col=column + 1, min_row=wanted.first, max_row=wanted.last)
        series = Series(values, title=safe_text(name))
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = colour
        series.smooth = False if wanted.kind == "line" else None
        chart.series.append(series)
    chart.set_categories(Reference(sheet, min_col=wanted.labels + 1, min_row=wanted.first, max_row=wanted.last))
    if wanted.labelled and wanted.kind != "stacked":
        chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False)
    return chart
