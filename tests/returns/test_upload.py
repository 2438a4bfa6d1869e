"""A month's workbook: downloaded, filled in, checked cell by cell, stored as a whole or not at all; and by the command."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from returns.models import Return, ReturnValue
from tests import factories

pytestmark = pytest.mark.django_db
UPLOAD = reverse("returns:month_upload", args=[2015, 5])
JUNE_25 = datetime.date(2015, 6, 25)


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


def downloaded(client) -> openpyxl.Workbook:
    answer = client.get(reverse("returns:month_template", args=[2015, 5]))
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def head_of(sheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[3].value == "企业名称")


def column_of(sheet, name: str) -> int:
    return next(cell.column for cell in sheet[head_of(sheet)] if str(cell.value).split("\n")[0] == name)


def fill(book, **values):
    """``甲家具=(100, 5, 56)`` as revenue, tax and workers."""
    sheet = book.active
    for row in sheet.iter_rows(min_row=head_of(sheet) + 1):
        for name, value in zip(("主营业务收入", "税金", "从业人员"), values.get(row[3].value, ()), strict=False):
            sheet.cell(row[0].row, column_of(sheet, name)).value = value
    return book


def bytes_of(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(client, book):
    data = book if isinstance(book, bytes) else bytes_of(book)
    return client.post(UPLOAD, {"file": SimpleUploadedFile("may.xlsx", data)})


def confirm(client, page, **given):
    rows = page.context["confirm"].initial["rows"]
    return client.post(UPLOAD, {"step": "confirm", "rows": rows, **given}, follow=True)


def revenue() -> dict:
    found = ReturnValue.objects.filter(item__code="yysr", value__isnull=False)
    return dict(found.values_list("report__enterprise__name", "value"))


class TestRound:
    def test_what_is_filled_in_is_shown_first_and_stored_after_the_confirmation(self, may, clerk):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56), 乙家具=("1,200.5", "–", None)))
        assert page.context["reading"].faults == []
        assert (page.context["reading"].new_count, page.context["reading"].same_count) == (2, 3)
        assert revenue() == {}
        confirm(clerk, page)
        assert revenue() == {"甲家具": 100, "乙家具": 1200.5}
        assert Return.objects.get(enterprise__name="甲家具").state == "draft"
        assert Return.objects.get(enterprise__name="丙家具").state == "open"

    def test_the_same_workbook_downloaded_anew_changes_nothing(self, may, clerk):
        confirm(clerk, upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56))), submit="on")
        page = upload(clerk, downloaded(clerk))
        assert page.context["reading"].changed == []
        assert Return.objects.get(enterprise__name="甲家具").state == "submitted"

    def test_headings_that_were_moved_are_found(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        book.active.insert_cols(6)
        book.active.insert_rows(1, 3)
        confirm(clerk, upload(clerk, book))
        assert revenue() == {"甲家具": 100}

    def test_confirming_twice_stores_once(self, may, clerk):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56)))
        confirm(clerk, page)
        before = Return.pgh_event_model.objects.count()
        confirm(clerk, page)
        assert Return.pgh_event_model.objects.count() == before


class TestFaults:
    def test_every_fault_is_listed_with_its_cell_and_nothing_is_stored(self, may, clerk):
        rows = {"甲家具": ("12万", 5, 56), "乙家具": (100, 101, 5.5), "丙家具": (-1, None, None), "丁食品": (9, 1, 2)}
        book = fill(downloaded(clerk), **rows)
        sheet = book.active
        place = {row[3].value: row[0].row for row in sheet.iter_rows(min_row=head_of(sheet) + 1)}
        letters = [openpyxl.utils.get_column_letter(column_of(sheet, name)) for name in ("主营业务收入", "税金", "从业人员")]
        page = upload(clerk, book)
        assert {fault.at for fault in page.context["reading"].faults} == {
            f"{letters[0]}{place['甲家具']}",
            f"{letters[1]}{place['乙家具']}",
            f"{letters[2]}{place['乙家具']}",
            f"{letters[0]}{place['丙家具']}",
        }
        assert page.context["confirm"].initial["rows"] == ""
        assert revenue() == {}

    def marked(self, client, page, **other):
        given = {"step": "mark", "book": page.context["mark"].initial["book"], **other}
        return client.post(UPLOAD, given)

    def test_the_workbook_comes_back_with_its_faults_marked_and_mended_it_is_read(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=("12万", 5, 56), 丙家具=(-1, None, None))
        book.active["A1"].font = openpyxl.styles.Font(name="楷体")
        page = upload(clerk, book)
        answer = self.marked(clerk, page)
        back = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        sheet = back.active
        red = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}
        assert red == {fault.at for fault in page.context["reading"].faults}
        assert [cell.value for cell in sheet["A"]].count("⚠") == 1 + 2
        assert sheet["A1"].font.name == "楷体"
        assert may.zone.downloads.order_by("pk").last().row_count == 2
        for row in sheet.iter_rows(min_row=head_of(sheet) + 1):
            if row[3].value in {"甲家具", "丙家具"}:
                sheet.cell(row[0].row, column_of(sheet, "主营业务收入")).value = 12
        mended = upload(clerk, back).context["reading"]
        assert (mended.faults, mended.new_count) == ([], 2)

    @pytest.mark.parametrize("book", ["", "forged", "IjEi:1a:b"])
    def test_a_workbook_that_was_not_sent_here_is_not_marked(self, may, clerk, book):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=("12万", 5, 56)))
        assert self.marked(clerk, page, book=book).status_code == 302

    def test_one_that_is_too_large_to_be_marked_is_told(self, may, clerk, monkeypatch):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=("12万", 5, 56)))
        monkeypatch.setattr("core.excel.marking.LARGEST_UNPACKED", 1000)
        assert self.marked(clerk, page).status_code == 302

    def test_a_workbook_that_somebody_else_sent_is_not_marked(self, may, clerk, sign_in):
        page = upload(clerk, fill(downloaded(clerk), 丁食品=("12万", 5, 56)))
        assert self.marked(sign_in(may.clerks[0]), page).status_code == 302

    def test_a_number_of_somebody_else_s_firm_is_a_fault(self, may, sign_in, clerk):
        own = sign_in(may.clerks[0])
        page = upload(own, fill(downloaded(clerk), 丁食品=(100, 5, 56)))
        assert len(page.context["reading"].faults) == 2  # both firms of the other park
        assert "丁食品" not in page.content.decode()

    def test_a_row_that_changed_since_the_download_is_a_conflict(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        Return.objects.filter(enterprise__name="甲家具").update(note="x")
        page = upload(clerk, book)
        assert len(page.context["reading"].faults) == 1
        assert "甲家具" in page.content.decode()

    def test_a_row_that_changes_between_preview_and_confirmation_stores_nothing(self, may, clerk):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56), 乙家具=(1, 1, 1)))
        Return.objects.filter(enterprise__name="乙家具").update(note="x")
        assert "乙家具" in confirm(clerk, page).content.decode()
        assert revenue() == {}

    @pytest.mark.parametrize("rows", ["", "forged", "eyJhIjoxfQ:1a:b"])
    def test_forged_rows_store_nothing(self, may, clerk, rows):
        clerk.post(UPLOAD, {"step": "confirm", "rows": rows})
        assert revenue() == {}

    def test_rows_signed_for_somebody_else_store_nothing(self, may, clerk, sign_in):
        page = upload(clerk, fill(downloaded(clerk), 丁食品=(100, 5, 56)))
        confirm(sign_in(may.clerks[0]), page)
        assert revenue() == {}

    def test_twice_the_same_row_and_a_hidden_one(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        sheet = book.active
        first = head_of(sheet) + 1
        sheet.append([cell.value for cell in sheet[first]])
        sheet.row_dimensions[first + 1].hidden = True
        assert len(upload(clerk, book).context["reading"].faults) == 2

    def test_what_is_no_workbook_is_named_at_its_box(self, may, clerk):
        page = upload(clerk, b"a,b\n1,2")
        assert list(page.context["form"].errors) == ["file"]

    def test_a_late_workbook_is_refused_with_the_reason(self, may, clerk, settings):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        factories.period_rule(zone=may.zone, form="returns")
        page = upload(clerk, book)
        settings.PORTAL_TODAY = JUNE_25
        assert "2015-06-25" in upload(clerk, book).content.decode()
        assert "2015-06-25" in confirm(clerk, page).content.decode()
        assert revenue() == {}


class TestDoubts:
    """甲家具 has reported 200, 300 and 400: a cumulative 399 is doubtful, and handing it in takes a word."""

    @pytest.fixture
    def row(self, may):
        row = may.rows["甲家具"]
        for month, value in ((2, 200), (3, 300), (4, 400)):
            factories.monthly_return(enterprise=row.enterprise, values={may.items.revenue: value}, month=month)
        return row

    def test_handing_in_keeps_the_word_that_explains(self, may, clerk, row):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(399, 5, 56), 乙家具=(10, 1, 5)))
        assert page.context["reading"].doubtful[0].report == row
        confirm(clerk, page, submit="on", note="冲减上月")
        found = dict(Return.objects.of_month(2015, 5).submitted().values_list("enterprise__name", "note"))
        assert found == {"甲家具": "冲减上月", "乙家具": ""}  # only where there is something to explain

    def test_without_a_word_nothing_is_handed_in(self, may, clerk, row):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(399, 5, 56), 乙家具=(10, 1, 5)))
        answer = confirm(clerk, page, submit="on").content.decode()
        assert "请说明：甲家具" in answer
        assert revenue().get("乙家具") is None
        assert not Return.objects.of_month(2015, 5).given().exists()

    def test_a_draft_is_kept_with_its_doubts(self, may, clerk, row):
        confirm(clerk, upload(clerk, fill(downloaded(clerk), 甲家具=(399, 5, 56))))
        row.refresh_from_db()
        assert (row.state, row.note) == ("draft", "")

    def test_a_row_of_which_only_the_explanation_is_new_is_stored(self, may, clerk):
        book = downloaded(clerk)
        sheet = book.active
        sheet.cell(head_of(sheet) + 1, column_of(sheet, "说明")).value = "停产检修"
        page = upload(clerk, book)
        assert [line.note for line in page.context["reading"].changed] == ["停产检修"]
        assert "停产检修" in page.content.decode()
        confirm(clerk, page)
        assert Return.objects.filter(note="停产检修").count() == 1

    def test_the_command_wants_the_word_too(self, may, clerk, row, people, tmp_path):
        book = fill(downloaded(clerk), 甲家具=(399, 5, 56))
        with pytest.raises(CommandError, match="甲家具"):
            command(book, tmp_path, may, people.clerk, "--submit")
        assert not Return.objects.of_month(2015, 5).given().exists()
        command(book, tmp_path, may, people.clerk, "--submit", "--note", "冲减上月")
        row.refresh_from_db()
        assert (row.state, row.note) == ("submitted", "冲减上月")


def command(book, tmp_path, may, person, *more):
    path = tmp_path / "may.xlsx"
    path.write_bytes(bytes_of(book))
    call_command("import_returns", str(path), "--month", "2015-05", "--by", person.username, "--zone", may.zone.code, *more)


class TestCommand:
    def test_it_stores_like_the_browser(self, may, clerk, people, tmp_path):
        command(fill(downloaded(clerk), 甲家具=(100, 5, 56)), tmp_path, may, people.clerk, "--submit")
        assert revenue() == {"甲家具": 100}
        assert Return.objects.get(enterprise__name="甲家具").submitted_by == people.clerk

    def test_it_refuses_after_the_lock_and_stores_nothing(self, may, clerk, people, tmp_path, settings):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        factories.period_rule(zone=may.zone, form="returns")
        settings.PORTAL_TODAY = JUNE_25
        with pytest.raises(CommandError, match="2015-06-25"):
            command(book, tmp_path, may, people.clerk)
        assert revenue() == {}

    def test_it_has_the_rights_of_whoever_answers_for_it(self, may, clerk, people, tmp_path):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        for person in (people.officer, may.clerks[1]):
            with pytest.raises(CommandError):
                command(book, tmp_path, may, person)
        assert revenue() == {}

    def test_opening_is_a_command_too(self, may, capsys):
        call_command("open_returns", "--month", "2015-04", "--zone", may.zone.code)
        assert "5 returns opened" in capsys.readouterr().out
        call_command("open_returns", "--month", "2015-04", "--zone", may.zone.code)
        assert "0 returns opened" in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("open_returns", "--month", "2015-13")
