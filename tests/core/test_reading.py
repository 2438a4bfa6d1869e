"""Workbooks in: what is read from a cell, and what is refused before it costs anything."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from core.excel import WorkbookError, read_rows

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml" Type="x"/></Relationships>'
)
BOOK = (
    f'{HEAD}<workbook {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def packed(sheet: str, **parts: str) -> bytes:
    """A workbook of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        files = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": RELS, "xl/worksheets/sheet1.xml": sheet, **parts}
        for name, content in files.items():
            file.writestr(name, content)
    return stream.getvalue()


def sheet(rows: str) -> str:
    return f"{HEAD}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def saved(*rows, hidden=()) -> bytes:
    """What openpyxl writes."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def values(data: bytes) -> list[list]:
    return [[row.value(column) for column in range(max(row.cells) + 1)] for row in read_rows(data)]


class TestCells:
    def test_text_and_numbers_as_they_stand(self):
        data = saved(["企业", 1234.5, 0.1 + 0.2, None, "12万"], [], ["甲", 0, -3, "x"])
        assert values(data) == [["企业", Decimal("1234.5"), Decimal("0.3"), None, "12万"], ["甲", 0, -3, "x"]]

    def test_rows_have_the_number_that_the_program_shows_and_cells_their_place(self):
        rows = read_rows(saved(["a"], [], [None, "b"]))
        assert [(row.number, cell.at) for row in rows for cell in row.cells.values()] == [(1, "A1"), (3, "B3")]

    def test_hidden_rows_are_told(self):
        assert str(read_rows(saved([10]))[0].value(0)) == "10"
        assert [row.is_hidden for row in read_rows(saved(["a"], ["b"], hidden=[2]))] == [False, True]

    def test_a_formula_is_the_value_that_was_stored_with_it(self):
        rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="e"><v>#N/A</v></c></row>'
        (row,) = read_rows(packed(sheet(rows)))
        assert row.value(0) == 2
        assert [bool(row.cells[column].fault) for column in range(3)] == [False, True, True]
        assert "#N/A" in row.cells[2].fault

    def test_inline_and_shared_texts_without_their_phonetic_guides(self):
        inline = '<c r="B1" t="inlineStr"><is><t>乙</t></is></c>'
        rows = f'<row r="1"><c r="A1" t="s"><v>0</v></c>{inline}<c r="C1" t="s"><v>9</v></c></row>'
        shared = f"{HEAD}<sst {MAIN}><si><r><t>甲</t></r><r><t>丙</t></r><rPh sb='0' eb='1'><t>jia</t></rPh></si></sst>"
        (row,) = read_rows(packed(sheet(rows), **{"xl/sharedStrings.xml": shared}))
        assert [row.value(0), row.value(1)] == ["甲丙", "乙"]
        assert row.cells[2].fault

    def test_the_first_visible_sheet_is_read(self):
        book = openpyxl.Workbook()
        book.active.append(["hidden"])
        book.active.sheet_state = "hidden"
        book.create_sheet("b").append(["seen"])
        stream = io.BytesIO()
        book.save(stream)
        assert values(stream.getvalue()) == [["seen"]]


class TestRefusals:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"   ",
            b"name,value\n1,2",
            "企业,值".encode("gb18030"),
            b"%PDF-1.4",
            b"\xd0\xcf\x11\xe0" + b"\0" * 600,
            b"\x89PNG\r\n",
            b"<html></html>",
            b"PK\x03\x04broken",
            saved(["a"])[:-200],
        ],
    )
    def test_what_is_no_workbook_is_named(self, data):
        with pytest.raises(WorkbookError) as refused:
            read_rows(data)
        assert str(refused.value)

    def test_other_things_in_a_zip(self):
        for parts in ({"mimetype": "x"}, {"xl/vbaProject.bin": "x"}):
            with pytest.raises(WorkbookError):
                read_rows(packed(sheet(""), **parts))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as file:
            file.writestr("a.txt", "x")
        with pytest.raises(WorkbookError):
            read_rows(stream.getvalue())

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        with pytest.raises(WorkbookError):
            read_rows(packed(sheet(" " * 60_000_000)))
        with pytest.raises(WorkbookError):
            read_rows(packed(sheet(" " * 5_000_000)))

    def test_definitions_are_refused(self):
        laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        with pytest.raises(WorkbookError):
            read_rows(packed(sheet("").replace(HEAD, HEAD + laughs)))
        with pytest.raises(WorkbookError):
            read_rows(packed(sheet(""), **{"xl/workbook.xml": BOOK.replace(HEAD, HEAD + laughs)}))

    @pytest.mark.parametrize(
        "rows",
        [
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
            '<row r="1"><c r="XFD1"><v>1</v></c></row>',
            '<row r="99999999999999999999"><c><v>1</v></c></row>',
            '<row r="20001"><c r="A20001"><v>1</v></c></row>',
        ],
    )
    def test_places_beyond_the_limits_are_refused(self, rows):
        with pytest.raises(WorkbookError):
            read_rows(packed(sheet(rows)))

    @pytest.mark.parametrize("raw", ["NaN", "1e400", "Infinity", "abc", "1e999999999"])
    def test_a_number_that_is_none_is_a_fault_of_its_cell(self, raw):
        (row,) = read_rows(packed(sheet(f'<row r="1"><c r="A1"><v>{raw}</v></c></row>')))
        assert row.cells[0].fault

    def test_more_entries_than_any_program_writes(self):
        with pytest.raises(WorkbookError):
            read_rows(packed(sheet(""), **{f"xl/x{n}.xml": "x" for n in range(250)}))
