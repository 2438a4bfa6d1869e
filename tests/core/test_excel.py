"""Workbooks out: text stays text, null stays empty, totals are live, and the page is ready for the printer."""

import datetime
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from openpyxl.worksheet import _writer

from core import excel
from core.excel import Book, Chart, Column, Formula, Link, safe_filename, safe_text
from core.excel.cells import decimals, lines_needed, serial
from core.excel.text import cut, range_name, sheet_name, text_width
from core.tables import BaseTable, ChoiceColumn, DateColumn, NumberColumn
from core.tables import Column as TableColumn
from projects.choices import Stage


def sheet_of(columns, *rows, missing="", header=True, role="body"):
    """One sheet with ``rows``, read back: formulas as written."""
    stream = written(columns, *rows, missing=missing, header=header, role=role)
    return openpyxl.load_workbook(stream).worksheets[0]


def written(columns, *rows, missing="", header=True, role="body"):
    with Book(title="t", missing=missing) as book:
        sheet = book.sheet("表")
        if header:
            sheet.header(columns)
        else:
            sheet.columns = columns
        for row in rows:
            sheet.row(row, role)
        return book.save()


def xml_of(stream, part="xl/worksheets/sheet1.xml"):
    """A part of the file as text; lxml, where it is installed, writes Chinese as numbers."""
    text = zipfile.ZipFile(stream).read(part).decode()
    return re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), text)


TEXT, NUMBER, DATE = Column("名称"), Column("金额", "number", unit="万元"), Column("日期", "date")


class TestText:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+86 371", "-5度", "@家具", "\t=2", "＝求和", "＋1", "－1", "＠x", "=HYPERLINK('x')", "=cmd|' /C calc'!A0"]
    )
    def test_text_that_begins_like_a_formula_stays_text_also_when_edited(self, text):
        stream = written([TEXT], [text])
        cell = openpyxl.load_workbook(stream).worksheets[0]["A2"]
        assert (cell.data_type, cell.value) == ("s", text)
        assert cell.quotePrefix
        assert "<f>" not in xml_of(stream)

    def test_ordinary_text_has_no_quote_mark(self):
        assert not sheet_of([TEXT], ["家具园"])["A2"].quotePrefix

    def test_characters_that_break_a_workbook_are_dropped_and_the_rest_kept(self):
        dirty = "甲\x0b\x1b\x00乙\ufffe\uffff丙\ud800丁\x85戊\ufdd0"
        assert sheet_of([TEXT], [dirty])["A2"].value == "甲乙丙丁戊"

    def test_rare_characters_emoji_tabs_and_line_breaks_come_back_equal(self):
        for text in ("𠮷野家", "龘", "施工👷‍♀️", "一行\n二行\t列", " 前后空格 "):
            assert sheet_of([TEXT], [text])["A2"].value == text

    def test_windows_line_ends_become_one_character(self):
        assert safe_text("甲\r\n乙\r丙") == "甲\n乙\n丙"

    def test_text_that_looks_like_an_escape_is_written_so_that_programs_show_it(self):
        assert "_x005F_x0041_" in xml_of(written([TEXT], ["a_x0041_b"]))

    def test_a_cell_over_the_limit_is_cut_and_says_so(self):
        assert safe_text("字" * 32_767) == "字" * 32_767
        long = safe_text("字" * 40_000)
        assert (len(long), long[-1], long[-2]) == (32_767, "…", "字")

    def test_the_limit_counts_emoji_twice_as_spreadsheets_do(self):
        long = safe_text("👷" * 20_000)
        assert len(long.encode("utf-16-le")) // 2 <= 32_767
        assert long == "👷" * 16_383 + "…"
        assert cut("a" * 9 + "👷", 10) == "a" * 9 + "…"

    def test_values_of_other_types_are_written_in_their_words(self):
        with translation.override("en"):
            sheet = sheet_of([TEXT, TEXT], [gettext_lazy("overdue"), Stage.BUILDING.label])
        assert [cell.value for cell in sheet[2]] == ["overdue", "under construction"]

    def test_width_counts_chinese_double_and_takes_the_longest_line(self):
        assert text_width("abc") == 3
        assert text_width("产业Ａ") == 6
        assert text_width("短\n比较长的一行\nx") == 12

    def test_lines_needed_follow_breaks_and_width(self):
        assert lines_needed("产业集聚区", 11) == 1
        assert lines_needed("产业集聚区项目", 11) == 2
        assert lines_needed("a\nb", 11) == 2


class TestNames:
    @pytest.mark.parametrize(
        ("wanted", "given"),
        [
            ("2014/2015[台账]:*?", "2014-2015-台账----"),
            ("'引号'", "引号"),
            ("", "Sheet"),
            ("\x00\x07", "Sheet"),
            ("History", "History_"),
            ("甲" * 40, "甲" * 30 + "…"),
            ("一\n二", "一 二"),
        ],
    )
    def test_sheet_names_are_cleaned(self, wanted, given):
        assert sheet_name(wanted, set()) == given

    def test_sheet_names_are_unique_without_regard_to_case(self):
        assert sheet_name("Roads", {"roads", "ROADS (2)"}) == "Roads (3)"
        long = sheet_name("x" * 31, {"x" * 31})
        assert (len(long), long[-4:]) == (31, " (2)")

    def test_a_book_takes_two_sheets_of_the_same_name(self):
        with Book(title="t") as book:
            assert [book.sheet("项目").name, book.sheet("项目").name] == ["项目", "项目 (2)"]
            book.save()

    @pytest.mark.parametrize(
        ("name", "given"),
        [
            ("项目-2015-06-16.xlsx", "项目-2015-06-16.xlsx"),
            ("../../etc/passwd", "etcpasswd"),
            ('a"b\r\nSet-Cookie: x.xlsx', "abSet-Cookie x.xlsx"),
            ("", "export"),
            ("...xlsx", "export.xlsx"),
            ("中" * 200 + ".xlsx", "中" * 120 + ".xlsx"),
        ],
    )
    def test_file_names_hold_no_path_quote_or_line_break(self, name, given):
        assert safe_filename(name) == given


class TestNumbersAndDates:
    def test_null_is_an_empty_cell_and_zero_is_zero(self):
        sheet = sheet_of([TEXT, NUMBER, DATE], ["甲", None, None], ["乙", 0, None])
        assert [cell.value for cell in sheet[2]] == ["甲", None, None]
        assert sheet["B3"].value == 0

    def test_a_book_may_print_a_dash_for_null_but_not_for_what_was_never_meant(self):
        sheet = sheet_of([TEXT, NUMBER, DATE, NUMBER], ["甲", None, None, ""], missing="–")
        assert [cell.value for cell in sheet[2]] == ["甲", "–", "–", None]
        assert sheet["B2"].alignment.horizontal == "right"

    @pytest.mark.parametrize(
        ("value", "read", "shown"),
        [
            (Decimal("145.0000"), 145, "#,##0_ "),
            (Decimal("1234.50"), 1234.5, "#,##0.0_ "),
            (Decimal("62.96"), 62.96, "#,##0.00_ "),
            (29_800, 29_800, "#,##0_ "),
            (Decimal("-0"), 0, "#,##0_ "),
            (Decimal("1E+3"), 1000, "#,##0_ "),
            (0.25, 0.25, "#,##0.00_ "),
        ],
    )
    def test_numbers_keep_their_value_and_print_the_decimals_they_have(self, value, read, shown):
        cell = sheet_of([NUMBER], [value])["A2"]
        assert (cell.data_type, cell.value) == ("n", read)
        assert cell.number_format.split(";")[0] == shown

    def test_a_column_may_fix_its_decimals(self):
        cell = sheet_of([Column("造价", "number", places=4)], [Decimal("0.76")])["A2"]
        assert cell.number_format.startswith("#,##0.0000_")

    @pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan"), float("-inf")])
    def test_what_is_no_number_never_becomes_one(self, value):
        assert sheet_of([NUMBER], [value])["A2"].data_type == "s"

    def test_long_identifiers_stay_whole(self):
        assert sheet_of([NUMBER], [350_000_000_000_000_017])["A2"].value == "350000000000000017"

    def test_dates_are_dates_and_moments_are_of_shanghai(self):
        moment = datetime.datetime(2014, 12, 31, 16, 30, tzinfo=datetime.UTC)
        sheet = sheet_of([DATE, Column("时刻", "moment")], [datetime.date(2015, 2, 28), moment])
        assert sheet["A2"].value == datetime.datetime(2015, 2, 28)  # noqa: DTZ001
        assert sheet["A2"].number_format == "yyyy-mm-dd"
        assert sheet["B2"].value == datetime.datetime(2015, 1, 1, 0, 30)  # noqa: DTZ001

    def test_day_numbers_are_those_of_the_1900_system(self):
        assert serial(datetime.date(1950, 1, 1)) == "18264"
        assert serial(datetime.date(2100, 12, 31)) == "73415"

    def test_decimals_of_floats_in_scientific_form_are_harmless(self):
        assert decimals(1e-9)[0] == "1e-09"


class TestFormulas:
    def test_a_formula_is_live_and_carries_its_value(self):
        stream = written([NUMBER], [1], [2], [Formula("SUM(A2:A3)", Decimal(3))])
        assert openpyxl.load_workbook(stream).worksheets[0]["A4"].value == "=SUM(A2:A3)"
        assert openpyxl.load_workbook(stream, data_only=True).worksheets[0]["A4"].value == 3

    def test_a_formula_may_give_text_or_nothing_yet(self):
        stream = written([TEXT, NUMBER], [Formula('IF(1,"是","")', "是"), Formula("1+1")])
        values = openpyxl.load_workbook(stream, data_only=True).worksheets[0]
        assert (values["A2"].value, values["B2"].value) == ("是", None)

    def test_programs_are_asked_to_recalculate(self):
        assert 'fullCalcOnLoad="1"' in xml_of(written([TEXT], ["x"]), "xl/workbook.xml")

    def test_words_in_a_formula_cannot_end_its_string(self):
        assert excel.quoted('逾"期') == '"逾""期"'


class TestSheet:
    def page(self):
        columns = [
            Column("序号", "number"),
            Column("指标", width=30),
            Column("完成", "number", group="2014年"),
            Column("增长", "number", unit="%", group="2014年"),
            Column("备注", "wrap"),
        ]
        with translation.override("zh-hans"), Book(title="t") as book:
            first = book.sheet("目录", footer="甲&乙区")
            first.columns = [Column("")]
            sheet = book.sheet("指标", paper="A3", footer="甲&乙区")
            sheet.title("主要指标", len(columns))
            sheet.line("截至今日", len(columns))
            sheet.header(columns, freeze=2)
            for number in range(12):
                sheet.row([number, "主营业务收入", 145, Decimal("20.8"), "很长的备注" * 20])
            sheet.filter(4, sheet.next_row - 1)
            chart = Chart("完成数", 1, [(2, "2014")], 5, 16, unit="亿元")
            sheet.chart(chart, at=(0, 18), to=(5, 30))
            sheet.chart(Chart("线", 1, [(2, "2014")], 5, 16, kind="line"), at=(0, 31), to=(5, 40))
            sheet.chart(Chart("叠", 1, [(2, "2014"), (3, "x")], 5, 16, kind="stacked"), at=(0, 41), to=(5, 50))
            first.row([Link("指标", sheet.name)])
            return book.save()

    def test_headings_are_merged_two_deep_with_their_units(self):
        sheet = openpyxl.load_workbook(self.page())["指标"]
        merged = {str(area) for area in sheet.merged_cells.ranges}
        assert {"A1:E1", "A2:E2", "C3:D3", "A3:A4", "B3:B4", "E3:E4"} == merged
        assert [cell.value for cell in sheet[3]] == ["序号", "指标", "2014年", None, "备注"]
        assert [cell.value for cell in sheet[4]] == [None, None, "完成", "增长\n(%)", None]

    def test_what_a_merge_hides_is_empty(self):
        xml = xml_of(self.page(), "xl/worksheets/sheet2.xml")
        assert xml.count(">指标<") == 1
        assert xml.count(">2014年<") == 1

    def test_each_block_of_a_sheet_has_headings_of_its_own_height(self):
        with Book(title="t") as book:
            sheet = book.sheet("设施")
            sheet.header([Column("很长很长很长很长很长的表头", width=8)])
            sheet.row(["甲"])
            sheet.header([Column("短", width=8)])
            stream = book.save()
        heights = openpyxl.load_workbook(stream)["设施"].row_dimensions
        assert (heights[1].height, heights[3].height) == (14 * 4 + 4, 22)

    def test_the_page_is_ready_for_the_printer(self):
        stream = self.page()
        sheet = openpyxl.load_workbook(stream)["指标"]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$3:$4"
        assert sheet.freeze_panes == "C5"
        assert sheet.auto_filter.ref == "A4:E16"
        xml = xml_of(stream, "xl/worksheets/sheet2.xml")
        assert "&amp;P" in xml
        assert "&amp;N" in xml
        assert "甲&amp;&amp;乙区" in xml

    def test_rows_of_wrapped_text_are_as_high_as_their_lines(self):
        sheet = openpyxl.load_workbook(self.page())["指标"]
        lines = lines_needed("很长的备注" * 20, sheet.column_dimensions["E"].width)
        assert lines > 2
        assert sheet.row_dimensions[5].height == 14 * lines + 3

    def test_columns_are_as_wide_as_asked_or_as_their_texts(self):
        sheet = openpyxl.load_workbook(self.page())["指标"]
        assert sheet.column_dimensions["B"].width == 30
        assert sheet.column_dimensions["A"].width == 6
        assert sheet_of([TEXT], ["某县产业集聚区家具园"]).column_dimensions["A"].width == 22

    def test_links_lead_to_their_sheet(self):
        cell = openpyxl.load_workbook(self.page())["目录"]["A1"]
        assert (cell.value, cell.hyperlink.location) == ("指标", "'指标'!A1")

    def test_the_list_has_a_name_for_formulas(self):
        names = openpyxl.load_workbook(self.page()).defined_names
        assert {name: found.attr_text for name, found in names.items()} == {"指标": "'指标'!$A$4:$E$16"}

    @pytest.mark.parametrize(
        ("wanted", "name"),
        [("指标 2014", "指标_2014"), ("2014年", "_2014年"), ("Q1", "_Q1"), ("R1C1", "_R1C1"), ("甲-乙", "甲_乙__"), ("", "_")],
    )
    def test_names_of_ranges_are_none_of_a_cell(self, wanted, name):
        assert range_name(wanted, {"甲_乙", "甲_乙_"}) == name

    def test_charts_are_native_and_show_their_axes(self):
        stream = self.page()
        parts = [name for name in zipfile.ZipFile(stream).namelist() if name.startswith("xl/charts/chart")]
        assert len(parts) == 3
        for part in parts:
            xml = xml_of(stream, part)
            assert xml.count('<c:delete val="0"' if "<c:delete" in xml else '<delete val="0"') == 2
            assert "'指标'!$C$5:$C$16" in xml

    def test_styles_are_named_and_shared(self):
        book = openpyxl.load_workbook(self.page())
        assert {"portal title wrap", "portal header centre", "portal body number1"} <= set(book.named_styles)
        assert len(book.named_styles) < 12

    def test_a_long_sheet_streams_and_counts_its_rows_right(self):
        stream = written([TEXT, NUMBER], *[[f"第{n}行", n] for n in range(1000)])
        sheet = openpyxl.load_workbook(stream).worksheets[0]
        assert (sheet["A1001"].value, sheet["B1001"].value, sheet.max_row) == ("第999行", 999, 1001)

    def test_a_book_that_fails_leaves_nothing_on_the_disk(self):
        before = set(_writer.ALL_TEMP_FILES)

        def fail():
            with Book(title="t") as book:
                sheet = book.sheet("表")
                sheet.header([TEXT])
                for number in range(400):
                    sheet.row([f"{number}"])
                files.extend(set(_writer.ALL_TEMP_FILES) - before)
                raise RuntimeError("the database is gone")

        files = []
        with pytest.raises(RuntimeError):
            fail()
        assert len(files) == 1
        assert not Path(files[0]).exists()
        assert set(_writer.ALL_TEMP_FILES) == before


class Row:
    def __init__(self, name, amount, due, stage):
        self.name, self.amount, self.due, self.stage = name, amount, due, stage


class RegisterTable(BaseTable):
    name = TableColumn(verbose_name="项目名称")
    amount = NumberColumn(verbose_name="总投资", unit="万元")
    due = DateColumn(verbose_name="期限")
    stage = ChoiceColumn(choices=Stage, verbose_name="阶段")


class TestListWorkbook:
    def export(self, rows):
        table = RegisterTable(rows)
        stream, count = excel.list_workbook(title="某区 项目", notices=["筛选: 无", "截至 2015-06-16"], table=table, records=rows)
        return openpyxl.load_workbook(stream).worksheets[0], count

    def test_the_list_stands_under_its_title_notices_and_headings(self):
        rows = [
            Row("=全友", Decimal("1234.50"), datetime.date(2015, 6, 30), "building"),
            Row("物华", None, None, "trial"),
        ]
        sheet, count = self.export(rows)
        assert count == 2
        assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["某区 项目", "筛选: 无", "截至 2015-06-16"]
        assert [cell.value for cell in sheet[4]] == ["项目名称", "总投资\n(万元)", "期限", "阶段"]
        first, second = [[cell.value for cell in sheet[number]] for number in (5, 6)]
        assert first[:3] == ["=全友", 1234.5, datetime.datetime(2015, 6, 30)]  # noqa: DTZ001
        assert second[1:3] == [None, None]
        assert sheet["A5"].data_type == "s"
        assert sheet.auto_filter.ref == "A4:D6"
        assert sheet.print_title_rows == "$4:$4"
        assert sheet.freeze_panes == "B5"

    def test_an_empty_list_is_a_workbook_with_headings(self):
        sheet, count = self.export([])
        assert count == 0
        assert sheet["A4"].value == "项目名称"

    def test_html_of_the_page_does_not_get_into_the_workbook(self):
        sheet, _count = self.export([Row("<b>甲</b> & 乙", None, None, "building")])
        assert sheet["A5"].value == "<b>甲</b> & 乙"


def test_a_workbook_is_a_readable_zip(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(written([TEXT], ["甲"]).getvalue())
    assert zipfile.ZipFile(io.BytesIO(path.read_bytes())).testzip() is None
