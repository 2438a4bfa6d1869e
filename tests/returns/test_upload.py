"""A month's workbook: downloaded, filled in, checked cell by cell, stored as a whole or not at all; and by the command."""

import datetime
import io
import random
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import clock
from returns.actions import store_return
from returns.models import Return, ReturnValue
from tests import factories

pytestmark = pytest.mark.django_db
UPLOAD = reverse("exchange:import_new", args=["returns-2015-05"])
JUNE_25 = datetime.date(2015, 6, 25)


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


def downloaded(client) -> openpyxl.Workbook:
    answer = client.get(reverse("exchange:import_template", args=["returns-2015-05"]))
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def head_of(sheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if str(row[3].value).startswith("企业"))


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
    return client.post(UPLOAD, {"file": SimpleUploadedFile("may.xlsx", data)}, follow=True)


def confirm(client, page, **given):
    return client.post(page.context["row"].get_absolute_url(), given, follow=True)


def counts(page) -> list[int]:
    """New, changed, same and wrong."""
    return [page.context["row"].counts[name] for name in ("new", "changed", "same", "wrong")]


def faults(page) -> list:
    return page.context["preview"].faults


def revenue() -> dict:
    found = ReturnValue.objects.filter(item__code="yysr", value__isnull=False)
    return dict(found.values_list("report__enterprise__name", "value"))


class TestRound:
    def test_what_is_filled_in_is_shown_first_and_stored_after_the_confirmation(self, may, clerk):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56), 乙家具=("1,200.5", "–", None)))
        assert counts(page) == [0, 2, 3, 0]
        assert revenue() == {}
        confirm(clerk, page)
        assert revenue() == {"甲家具": 100, "乙家具": 1200.5}
        assert Return.objects.get(enterprise__name="甲家具").state == "draft"
        assert Return.objects.get(enterprise__name="丙家具").state == "open"

    def test_the_same_workbook_downloaded_anew_changes_nothing(self, may, clerk):
        confirm(clerk, upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56))), submit="on")
        page = upload(clerk, downloaded(clerk))
        assert counts(page) == [0, 0, 5, 0]
        assert Return.objects.get(enterprise__name="甲家具").state == "submitted"

    @pytest.mark.parametrize("seed", range(3))
    def test_whatever_is_stored_comes_back_without_a_change(self, may, clerk, people, seed):
        chance = random.Random(seed)
        for row in may.rows.values():
            values = {
                may.items.revenue.pk: Decimal(chance.randrange(10**9)) / 10,
                may.items.workers.pk: chance.choice([None, 0, 56]),
            }
            row.note = chance.choice(["", "=1+1", "停产", "-"])
            store_return(
                report=row, values=values, by=people.clerk, now=clock.now(), today=factories.DAY, submit=chance.random() < 0.5
            )
        assert counts(upload(clerk, downloaded(clerk))) == [0, 0, 5, 0]

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


class TestRights:
    def test_who_reads_no_single_value_exchanges_none(self, may, people, sign_in):
        for person in (people.leader, people.officer, people.head):
            client = sign_in(person)
            assert client.get(UPLOAD).status_code == 403
            assert client.get(reverse("exchange:import_template", args=["returns-2015-05"])).status_code == 403

    def test_a_clerk_of_a_park_stores_the_own_firms_and_exchanges_no_other_register(self, may, sign_in):
        client = sign_in(may.clerks[0])
        page = confirm(client, upload(client, fill(downloaded(client), 甲家具=(100, 5, 56))))
        assert revenue() == {"甲家具": 100}
        assert reverse("returns:month", args=[2015, 5]) in page.content.decode()
        assert client.get(reverse("exchange:import_new", args=["enterprises"])).status_code == 403
        assert client.get(reverse("exchange:import_list")).status_code == 403

    def test_who_lost_the_right_meanwhile_stores_nothing(self, may, sign_in):
        client = sign_in(may.clerks[0])
        page = upload(client, fill(downloaded(client), 甲家具=(100, 5, 56)))
        may.clerks[0].memberships.update(role="leader", park=None)
        assert confirm(client, page).status_code == 403
        assert revenue() == {}

    @pytest.mark.parametrize("code", ["returns-2015-13", "returns-2015-5", "returns-0001-05", "returns-", "returns-2015-05-"])
    def test_what_is_no_month_is_not_there(self, may, clerk, code):
        assert clerk.get(f"/imports/{code}/new/").status_code == 404

    def test_the_newest_month_stands_among_the_registers(self, may, clerk, zone):
        assert UPLOAD in clerk.get(reverse("exchange:import_list")).content.decode()


class TestFaults:
    def test_every_fault_is_listed_with_its_cell_and_nothing_is_stored(self, may, clerk):
        rows = {"甲家具": ("12万", 5, 56), "乙家具": (100, 101, 5.5), "丙家具": (-1, None, None), "丁食品": (9, 1, 2)}
        book = fill(downloaded(clerk), **rows)
        sheet = book.active
        place = {row[3].value: row[0].row for row in sheet.iter_rows(min_row=head_of(sheet) + 1)}
        letters = [openpyxl.utils.get_column_letter(column_of(sheet, name)) for name in ("主营业务收入", "税金", "从业人员")]
        page = upload(clerk, book)
        assert {fault.at for fault in faults(page)} == {
            f"{letters[0]}{place['甲家具']}",
            f"{letters[1]}{place['乙家具']}",
            f"{letters[2]}{place['乙家具']}",
            f"{letters[0]}{place['丙家具']}",
        }
        confirm(clerk, page)
        assert revenue() == {}

    def marked(self, client, page):
        return client.get(reverse("exchange:import_marked", args=[page.context["row"].pk]))

    def test_the_workbook_comes_back_with_its_faults_marked_and_mended_it_is_read(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=("12万", 5, 56), 丙家具=(-1, None, None))
        book.active["A1"].font = openpyxl.styles.Font(name="楷体")
        page = upload(clerk, book)
        answer = self.marked(clerk, page)
        back = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        sheet = back.active
        red = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}
        assert red == {fault.at for fault in faults(page)}
        assert [cell.value for cell in sheet["A"]].count("⚠") == 1 + 2
        assert sheet["A1"].font.name == "楷体"
        assert may.zone.downloads.order_by("pk").last().row_count == 2
        for row in sheet.iter_rows(min_row=head_of(sheet) + 1):
            if row[3].value in {"甲家具", "丙家具"}:
                sheet.cell(row[0].row, column_of(sheet, "主营业务收入")).value = 12
        assert counts(upload(clerk, back)) == [0, 2, 3, 0]

    def test_one_that_is_too_large_to_be_marked_is_told(self, may, clerk, monkeypatch):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=("12万", 5, 56)))
        monkeypatch.setattr("core.excel.marking.LARGEST_UNPACKED", 1000)
        assert self.marked(clerk, page).status_code == 302

    def test_a_workbook_that_somebody_else_sent_is_not_marked(self, may, clerk, sign_in):
        page = upload(clerk, fill(downloaded(clerk), 丁食品=("12万", 5, 56)))
        assert self.marked(sign_in(may.clerks[0]), page).status_code == 404

    def test_numbers_of_somebody_else_s_firms_are_refused_as_a_whole(self, may, sign_in, clerk):
        own = sign_in(may.clerks[0])
        page = upload(own, fill(downloaded(clerk), 甲家具=(1, 1, 1), 丁食品=(100, 5, 56)))
        assert (page.context["row"].state, bytes(page.context["row"].content)) == ("refused", b"")
        assert "丁食品" not in page.content.decode()
        assert revenue() == {}

    def test_what_somebody_else_wrote_meanwhile_is_kept_and_the_same_cell_is_a_conflict(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        confirm(clerk, upload(clerk, fill(downloaded(clerk), 甲家具=(None, 4, None), 乙家具=(7, None, None))))
        page = upload(clerk, book)
        tax = f"{openpyxl.utils.get_column_letter(column_of(book.active, '税金'))}{head_of(book.active) + 1}"
        assert [fault.at for fault in faults(page)] == [tax]
        assert "4" in faults(page)[0].words
        sheet = book.active
        sheet[tax].value = 4
        confirm(clerk, upload(clerk, book))
        assert revenue() == {"甲家具": 100, "乙家具": 7}

    def test_a_row_that_changes_between_preview_and_storing_stores_nothing(self, may, clerk, people):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56), 乙家具=(1, 1, 1)))
        report = may.rows["乙家具"]
        values = {may.items.revenue.pk: 9}
        store_return(report=report, values=values, by=people.clerk, now=clock.now(), today=factories.DAY, submit=False)
        assert len(faults(confirm(clerk, page))) == 1
        assert revenue() == {"乙家具": 9}

    def test_a_workbook_that_somebody_else_sent_is_not_stored(self, may, clerk, sign_in):
        page = upload(clerk, fill(downloaded(clerk), 丁食品=(100, 5, 56)))
        assert sign_in(may.clerks[0]).post(page.context["row"].get_absolute_url()).status_code == 404
        assert revenue() == {}

    def test_another_month_s_workbook_is_refused(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        book.properties.keywords = book.properties.keywords.replace("2015-05", "2015-04")
        assert "2015-05" in str(upload(clerk, book).context["form"].errors["file"])

    def test_rows_without_numbers_are_known_by_their_firm_and_a_strange_one_is_a_fault(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56), 乙家具=(20, 1, 2))
        sheet = book.active
        first = head_of(sheet) + 1
        for row in (first, first + 1):
            sheet.cell(row, 2).value = sheet.cell(row, 3).value = None
        confirm(clerk, upload(clerk, book))
        assert revenue() == {"甲家具": 100, "乙家具": 20}
        sheet.cell(first, 4).value = "己家具"
        assert [fault.at for fault in faults(upload(clerk, book))] == [f"D{first}"]

    def test_what_was_accepted_stays(self, may, clerk, people):
        confirm(clerk, upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56))), submit="on")
        Return.objects.filter(enterprise__name="甲家具").update(state="accepted", reviewed_by=people.admin)
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(101, 5, 56)))
        assert [fault.words for fault in faults(page)] == ["本月报已审核，退回后方可修改。"]

    def test_what_was_handed_in_is_handed_in_again(self, may, clerk):
        confirm(clerk, upload(clerk, fill(downloaded(clerk), 甲家具=(100, 5, 56))), submit="on")
        before = Return.objects.get(enterprise__name="甲家具").submitted_at
        confirm(clerk, upload(clerk, fill(downloaded(clerk), 甲家具=(101, 5, 56))))
        row = Return.objects.get(enterprise__name="甲家具")
        assert (row.state, revenue()["甲家具"]) == ("submitted", 101)
        assert row.submitted_at > before

    def test_twice_the_same_row_and_a_hidden_one(self, may, clerk):
        book = fill(downloaded(clerk), 甲家具=(100, 5, 56))
        sheet = book.active
        first = head_of(sheet) + 1
        sheet.append([cell.value for cell in sheet[first]])
        sheet.row_dimensions[first + 1].hidden = True
        assert len(faults(upload(clerk, book))) == 2

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
        assert [bool(line.remark) for line in page.context["preview"].changed] == [True, False]
        confirm(clerk, page, submit="on", note="冲减上月")
        found = dict(Return.objects.of_month(2015, 5).submitted().values_list("enterprise__name", "note"))
        assert found == {"甲家具": "冲减上月", "乙家具": ""}  # only where there is something to explain

    def test_without_a_word_nothing_is_handed_in(self, may, clerk, row):
        page = upload(clerk, fill(downloaded(clerk), 甲家具=(399, 5, 56), 乙家具=(10, 1, 5)))
        answer = confirm(clerk, page, submit="on")
        assert [fault.words[:10] for fault in faults(answer)] == ["请说明：主营业务收入"]
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
        assert [[change.new for change in line.changes] for line in page.context["preview"].changed] == [["停产检修"]]
        assert "停产检修" in page.content.decode()
        confirm(clerk, page)
        assert Return.objects.filter(note="停产检修").count() == 1

    def test_the_command_wants_the_word_too(self, may, clerk, row, people, tmp_path):
        book = fill(downloaded(clerk), 甲家具=(399, 5, 56))
        with pytest.raises(CommandError, match="请说明"):
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
