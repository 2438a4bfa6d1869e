"""Registers as workbooks: downloaded, filled in, checked cell by cell, marked, stored as a whole or not at all."""

import datetime
import hashlib
import io
import tracemalloc
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse

from exchange.actions import begin, finish
from exchange.kinds import KINDS, kind_of
from exchange.models import ImportRun
from projects.models import Enterprise
from supervision.models import Issue
from tests import factories
from zones.models import DownloadEntry, User

pytestmark = pytest.mark.django_db
HEADER = 4
NAME, PARK, SINCE, PRODUCING, INDUSTRY, CODE = "名称", "产业园", "投产时间", "已投产", "行业代码", "统一社会信用代码"


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


@pytest.fixture
def firms(zone):
    park = factories.park(zone=zone, name="家具园")
    made = [factories.enterprise(zone=zone, name=name, park=park) for name in ("甲家具", "乙家具", "丙家具")]
    made[0].above_scale_years.create(year=2014)
    return made


def downloaded(client, code="enterprises") -> openpyxl.Workbook:
    answer = client.get(reverse("exchange:import_template", args=[code]))
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def bytes_of(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(book):
    return book.worksheets[0]


def head_row(sheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == "⚠")


def place(sheet, label: str, name: str):
    """The cell of a column and of the row with a name."""
    head = head_row(sheet)
    columns = {str(cell.value or "").split("\n")[0].rstrip(" *"): cell.column for cell in sheet[head]}
    row = next(row[0].row for row in sheet.iter_rows(min_row=head + 1) if name in [cell.value for cell in row])
    return sheet.cell(row, columns[label])


def add(sheet, **values):
    """A row below the last one, by labels."""
    head = head_row(sheet)
    columns = {str(cell.value or "").split("\n")[0].rstrip(" *"): cell.column for cell in sheet[head]}
    row = max(cell.row for cell in sheet["D"] if cell.value is not None) + 1
    for label, value in values.items():
        sheet.cell(row, columns[label], value)
    return row


def send(client, book, code="enterprises", follow=True, **given):
    data = book if isinstance(book, bytes) else bytes_of(book)
    file = SimpleUploadedFile("表.xlsx", data)
    return client.post(reverse("exchange:import_new", args=[code]), {"file": file, **given}, follow=follow)


def store(client, page):
    return client.post(page.context["row"].get_absolute_url(), follow=True)


class TestRound:
    def test_an_untouched_workbook_changes_nothing(self, firms, clerk):
        page = send(clerk, downloaded(clerk))
        assert page.context["row"].counts == {"new": 0, "changed": 0, "same": 3, "wrong": 0}

    def test_changed_and_new_rows_are_shown_and_then_stored(self, firms, clerk):
        book = downloaded(clerk)
        sheet = sheet_of(book)
        place(sheet, PARK, "甲家具").value = None
        add(sheet, **{NAME: "丁家具", PARK: "家具园"})
        page = send(clerk, book)
        assert page.context["row"].counts == {"new": 1, "changed": 1, "same": 2, "wrong": 0}
        changes = [(line.name, [(c.label, c.old, c.new) for c in line.changes]) for line in page.context["preview"].changed]
        assert changes[0] == ("甲家具", [(PARK, "家具园", None)])
        assert not Enterprise.objects.filter(name="丁家具").exists()
        store(clerk, page)
        assert Enterprise.objects.get(name="丁家具").park.name == "家具园"
        firms[0].refresh_from_db()
        assert firms[0].park is None
        assert [entry.year for entry in firms[0].above_scale_years.all()] == [2014]
        run = ImportRun.objects.get()
        assert (run.state, bytes(run.content)) == ("stored", b"")

    def test_the_same_file_twice_changes_nothing(self, firms, clerk):
        book = downloaded(clerk)
        place(sheet_of(book), INDUSTRY, "甲家具").value = "C21"
        add(sheet_of(book), **{NAME: "丁家具"})
        store(clerk, send(clerk, book))
        page = send(clerk, book)
        assert page.context["row"].counts == {"new": 0, "changed": 0, "same": 4, "wrong": 0}

    def test_confirming_twice_stores_once(self, firms, clerk):
        book = downloaded(clerk)
        add(sheet_of(book), **{NAME: "丁家具"})
        page = send(clerk, book)
        store(clerk, page)
        before = Enterprise.pgh_event_model.objects.count()
        store(clerk, page)
        assert Enterprise.pgh_event_model.objects.count() == before

    def test_a_list_of_one_s_own_without_numbers_finds_its_rows_by_name(self, firms, clerk):
        book = openpyxl.Workbook()
        book.active.append(["　名 称", "行业代码*"])
        book.active.append(["甲家具", "C21"])
        store(clerk, send(clerk, book))
        firms[0].refresh_from_db()
        assert (firms[0].industry_code, firms[0].park.name) == ("C21", "家具园")
        assert Enterprise.objects.count() == 3

    @pytest.mark.parametrize("code", list(KINDS))
    def test_every_register_comes_back_without_a_change(self, code, zone, people, firms, sign_in):
        text = "=1+1 — 𠮷龘\n第二行"
        project = factories.project(zone=zone, name="＝甲项目", stage="building", remark=text, owner=firms[0], total_wan="1234.50")
        project.officers.add(people.officer)
        promise = factories.milestone(project=project, text="竣工", remark=text)
        promise.buildings.add(factories.building(project=project))
        indicator = factories.indicator(zone=zone)
        factories.figure(indicator=indicator, year=2014, value="120.5", remark="-")
        factories.target(indicator=indicator, value="170.25", stated_growth=12, source=text.split("\n")[0])
        road = factories.project(zone=zone, name="人民路", kind="infrastructure")
        factories.work(project=road, land_mu="33.5", wording=text)
        factories.issue(zone=zone, project=project, text="@缺电", raised_by=people.officer)
        factories.report(project=project, progress=text)
        Enterprise.objects.filter(pk=firms[0].pk).update(remark=text, is_producing=True, producing_since="2014-02-28")
        factories.package(zone=zone, parent=factories.package(zone=zone), wording=text)
        factories.check_rule(zone=zone)
        factories.return_item(zone=zone, part_of=factories.return_item(zone=zone), definition=text)
        factories.unit(zone=zone, parent=factories.unit(zone=zone), duty="=1+1")
        zone.calendar_days.create(day=datetime.date(2015, 6, 20), is_worked=True, name="@调休")
        admin = sign_in(people.admin)
        page = send(admin, downloaded(admin, code), code)
        counts = page.context["row"].counts
        assert (counts["new"], counts["changed"], counts["wrong"]) == (0, 0, 0)
        assert counts["same"] == kind_of(code, user=people.admin, zone=zone, as_of=factories.DAY).rows().count() > 0

    def test_the_download_is_logged(self, firms, clerk):
        downloaded(clerk)
        assert DownloadEntry.objects.get().row_count == 3

    def test_issues_are_raised_as_the_page_raises_them(self, zone, people, clerk):
        project = factories.project(zone=zone, name="甲项目")
        book = downloaded(clerk, "issues")
        words = {"问题": "缺电", "类别": None, "项目": "甲项目"}
        sheet = sheet_of(book)
        labels = [str(cell.value).split("\n")[0].rstrip(" *") for cell in sheet[head_row(sheet)][3:]]
        add(sheet, **{labels[0]: "缺电", labels[1]: Issue(category="pace").get_category_display(), labels[2]: "甲项目"})
        assert words
        store(clerk, send(clerk, book, "issues"))
        issue = Issue.objects.get()
        assert (issue.text, issue.project, issue.raised_by, issue.number) == ("缺电", project, people.clerk, 1)


class TestFaults:
    """Seven faults in five rows come back as seven marked cells in one pass; mended, the workbook imports."""

    @pytest.fixture
    def book(self, firms, clerk):
        book = downloaded(clerk)
        sheet = sheet_of(book)
        for name in ("丁家具", "戊家具"):
            add(sheet, **{NAME: name})
        wrong = [
            ("甲家具", PARK, "没有的园"),
            ("甲家具", SINCE, "2015-02-30"),
            ("乙家具", INDUSTRY, "木头"),
            ("乙家具", PRODUCING, "也许"),
            ("丙家具", CODE, "3.5E+17"),
            ("丁家具", SINCE, "#N/A"),
            ("戊家具", PRODUCING, "大概"),
        ]
        cells = [place(sheet, label, name) for name, label, _value in wrong]
        for cell, (_name, _label, value) in zip(cells, wrong, strict=True):
            cell.value = value
        self.wrong = {cell.coordinate for cell in cells}
        sheet["D1"].font = openpyxl.styles.Font(name="楷体", size=20)
        return book

    def marked(self, client, page):
        answer = client.get(reverse("exchange:import_marked", args=[page.context["row"].pk]))
        return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    def test_every_faulty_cell_is_marked_in_one_pass(self, book, clerk):
        page = send(clerk, book)
        assert {fault.at for fault in page.context["preview"].faults} == self.wrong
        assert page.context["row"].counts == {"new": 0, "changed": 0, "same": 0, "wrong": 7}
        back = sheet_of(self.marked(clerk, page))
        red = {cell.coordinate for row in back.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}
        assert red == self.wrong
        assert all(back[at].comment.text for at in self.wrong)
        assert "没有的园" in place(back, "错误信息", "甲家具").value
        assert [cell.value for cell in back["A"]].count("⚠") == 1 + 5
        assert back["D1"].font.name == "楷体"

    def test_mended_it_imports_and_again_it_changes_nothing(self, book, clerk):
        back = self.marked(clerk, send(clerk, book))
        sheet = sheet_of(back)
        for name, label, value in [
            *(("甲家具", PARK, "家具园"), ("甲家具", SINCE, None), ("乙家具", INDUSTRY, "c21"), ("乙家具", PRODUCING, "是")),
            *(("丙家具", CODE, None), ("丁家具", SINCE, None), ("戊家具", PRODUCING, "√")),
        ]:
            place(sheet, label, name).value = value
        sheet.cell(1, 1).comment = None
        place(sheet, INDUSTRY, "乙家具").value = "C21"
        page = send(clerk, back)
        assert page.context["preview"].faults == []
        store(clerk, page)
        assert set(Enterprise.objects.filter(is_producing=True).values_list("name", flat=True)) == {"乙家具", "戊家具"}
        assert send(clerk, back).context["row"].counts == {"new": 0, "changed": 0, "same": 5, "wrong": 0}

    def test_marking_again_takes_the_old_marks_away(self, book, clerk):
        back = self.marked(clerk, send(clerk, book))
        for at in self.wrong - {min(self.wrong)}:
            sheet_of(back)[at].value = None
        again = sheet_of(self.marked(clerk, send(clerk, back)))
        red = {cell.coordinate for row in again.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}
        assert red == {min(self.wrong)}
        assert [cell.value for cell in again["A"]].count("⚠") == 2

    def test_a_workbook_that_is_too_large_is_not_marked_and_its_faults_stand_on_the_page(self, book, clerk, monkeypatch):
        monkeypatch.setattr("core.excel.marking.LARGEST_UNPACKED", 1000)
        page = send(clerk, book)
        answer = clerk.get(reverse("exchange:import_marked", args=[page.context["row"].pk]), follow=True)
        assert "没有的园" in answer.content.decode()

    def test_a_cell_far_out_costs_no_cells_between(self, firms, clerk):
        book = openpyxl.Workbook()
        book.active.append([NAME, INDUSTRY])
        book.active.append(["丁家具", "木头"])
        book.active.cell(20_000, 100, "x")
        data = bytes_of(book)
        page = send(clerk, data)
        tracemalloc.start()
        self.marked(clerk, page)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 100 * 1024 * 1024

    def test_one_wrong_row_of_many_writes_nothing(self, firms, clerk):
        book = openpyxl.Workbook()
        book.active.append([NAME, SINCE, PRODUCING])
        for number in range(300):
            book.active.append([f"厂{number}", "2014-13-01" if number == 299 else "2014.6.16", "是"])
        page = send(clerk, book)
        assert [fault.at for fault in page.context["preview"].faults] == ["B301"]
        store(clerk, page)
        assert Enterprise.objects.count() == 3

    def test_rows_of_one_workbook_that_say_the_same(self, firms, clerk):
        book = downloaded(clerk)
        row = add(sheet_of(book), **{NAME: "丁家具"})
        add(sheet_of(book), **{NAME: "丁 家具"})
        page = send(clerk, book)
        assert [(fault.row, "丁" in fault.words) for fault in page.context["preview"].faults] == [(row + 1, True)]

    def test_hidden_merged_and_repeated_rows_are_told(self, firms, clerk):
        book = downloaded(clerk)
        sheet = sheet_of(book)
        rows = [place(sheet, NAME, name).row for name in ("甲家具", "乙家具", "丙家具")]
        sheet.row_dimensions[rows[0]].hidden = True
        sheet.merge_cells(start_row=rows[1], end_row=rows[1], start_column=9, end_column=10)
        for column in (2, 3, 4):
            sheet.cell(rows[2] + 1, column, sheet.cell(rows[2], column).value)
        assert sorted(fault.row for fault in send(clerk, book).context["preview"].faults) == [rows[0], rows[1], rows[2] + 1]

    def test_totals_and_notes_are_left_out_and_told(self, firms, clerk):
        book = downloaded(clerk)
        rows = [add(sheet_of(book), **{NAME: words}) for words in ("合计：3 家", "注：数据截至年底")]
        page = send(clerk, book)
        assert page.context["preview"].skipped == rows
        assert page.context["row"].counts["new"] == 0

    @pytest.mark.parametrize("value", ["2014/6/16", "2014.6.16", "2014年6月16日", "２０１４-06-16", "2014-06-16 00:00:00", 41806])
    def test_days_in_the_spellings_of_an_office(self, value, firms, clerk):
        book = openpyxl.Workbook()
        book.active.append([NAME, SINCE, PRODUCING])
        book.active.append(["丁家具", value, "是"])
        store(clerk, send(clerk, book))
        assert str(Enterprise.objects.get(name="丁家具").producing_since) == "2014-06-16"

    def test_days_of_a_workbook_that_counts_from_1904(self, firms, clerk):
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.append([NAME, SINCE, PRODUCING])
        book.active.append(["丁家具", 40344, "是"])
        store(clerk, send(clerk, book))
        assert str(Enterprise.objects.get(name="丁家具").producing_since) == "2014-06-16"


class TestHeadings:
    def test_moved_ones_are_found(self, firms, clerk):
        book = downloaded(clerk)
        sheet_of(book).insert_cols(5, 2)
        sheet_of(book).insert_rows(1, 3)
        assert send(clerk, book).context["row"].counts["same"] == 3

    def test_unknown_ones_are_asked_about(self, firms, clerk):
        book = openpyxl.Workbook()
        book.active.append([NAME, INDUSTRY, "归口园区", "老板"])
        book.active.append(["丁家具", "C21", "家具园", "某人"])
        page = send(clerk, book)
        assert page.context["preview"].questions == ["归口园区", "老板"]
        assert 'class="btn btn-primary">存储' not in page.content.decode()
        store(clerk, page)
        assert not Enterprise.objects.filter(name="丁家具").exists()
        page = clerk.post(page.context["row"].get_absolute_url(), {"headings": "1", "h0": "park", "h1": ""}, follow=True)
        assert page.context["preview"].is_clean
        store(clerk, page)
        assert Enterprise.objects.get(name="丁家具").park.name == "家具园"

    def test_doubled_ones_and_none_are_refused_at_the_box(self, firms, clerk):
        for heads in ([NAME, INDUSTRY, NAME], ["甲", "乙"]):
            book = openpyxl.Workbook()
            book.active.append(heads)
            book.active.append(["丁家具", "C21", "x"])
            assert list(send(clerk, book).context["form"].errors) == ["file"]


class TestStale:
    def test_cells_changed_in_both_are_conflicts_and_the_others_are_merged(self, firms, clerk):
        Enterprise.objects.filter(pk=firms[0].pk).update(remark="旧", industry_code="C20")
        book = downloaded(clerk)
        sheet = sheet_of(book)
        place(sheet, "备注", "甲家具").value = "表里的"
        place(sheet, INDUSTRY, "甲家具").value = "C21"
        Enterprise.objects.filter(pk=firms[0].pk).update(remark="网上的", credit_code="", source="会议")
        page = send(clerk, book)
        assert [fault.at for fault in page.context["preview"].faults] == [place(sheet, "备注", "甲家具").coordinate]
        assert "网上的" in page.context["preview"].faults[0].words
        place(sheet, "备注", "甲家具").value = "网上的"
        store(clerk, send(clerk, book))
        firms[0].refresh_from_db()
        assert (firms[0].industry_code, firms[0].remark, firms[0].source) == ("C21", "网上的", "会议")

    def test_a_change_between_preview_and_storing_is_one_too(self, firms, clerk):
        book = downloaded(clerk)
        place(sheet_of(book), "备注", "甲家具").value = "表里的"
        page = send(clerk, book)
        Enterprise.objects.filter(pk=firms[0].pk).update(remark="网上的")
        page = store(clerk, page)
        firms[0].refresh_from_db()
        assert firms[0].remark == "网上的"
        assert page.context["row"].state == "wrong"


class TestForeign:
    def test_a_workbook_of_another_zone_is_refused_and_recorded(self, firms, people, clerk, sign_in):
        book = downloaded(sign_in(people.stranger))
        page = send(sign_in(people.clerk), book)
        assert list(page.context["form"].errors) == ["file"]
        assert [(run.state, run.user) for run in ImportRun.objects.all()] == [("refused", people.clerk)]

    def test_a_number_of_another_zone_is_refused_and_recorded(self, firms, people, clerk):
        foreign = factories.enterprise(zone=factories.zone(), name="外地厂")
        book = downloaded(clerk)
        row = add(sheet_of(book), **{NAME: "我的厂"})
        sheet_of(book).cell(row, 2, foreign.pk)
        page = send(clerk, book)
        store(clerk, page)
        foreign.refresh_from_db()
        run = ImportRun.objects.get()
        assert (foreign.name, run.state, bytes(run.content), run.preview) == ("外地厂", "refused", b"", {})
        assert "外地厂" not in page.content.decode()

    def test_somebody_else_s_workbook_does_not_exist(self, firms, people, clerk, sign_in):
        page = send(clerk, downloaded(clerk))
        url = page.context["row"].get_absolute_url()
        assert sign_in(people.stranger).get(url).status_code == 404
        assert sign_in(people.admin).get(url).status_code == 403

    def test_another_register_s_workbook_is_named(self, firms, clerk):
        page = send(clerk, downloaded(clerk, "projects"))
        assert "另一" in str(page.context["form"].errors["file"])


class TestInterrupted:
    def test_what_nobody_stores_any_more_is_told(self, firms, clerk):
        page = send(clerk, downloaded(clerk))
        ImportRun.objects.update(state="running")
        page = clerk.get(page.context["row"].get_absolute_url())
        assert page.context["row"].state == "interrupted"
        assert "一行也没有写入" in page.content.decode()
        store(clerk, page)
        assert ImportRun.objects.get().state == "stored"

    def test_a_failure_half_way_leaves_no_row(self, firms, clerk, monkeypatch):
        book = downloaded(clerk)
        for name in ("丁家具", "戊家具"):
            add(sheet_of(book), **{NAME: name})
        page = send(clerk, book)
        kind = KINDS["enterprises"]
        before = kind.save

        def save(self, form):
            if form.instance.name == "戊家具":
                raise IntegrityError
            return before(self, form)

        monkeypatch.setattr(kind, "save", save)
        page = store(clerk, page)
        assert Enterprise.objects.count() == 3
        assert page.context["row"].state == "wrong"


class TestState:
    def test_looking_at_a_preview_writes_nothing(self, firms, clerk):
        page = send(clerk, downloaded(clerk))
        before = ImportRun.objects.get().version
        clerk.get(page.context["row"].get_absolute_url())
        assert ImportRun.objects.get().version == before

    def test_of_two_that_store_the_second_finds_nothing_to_do(self, firms, people, clerk, zone):
        book = downloaded(clerk)
        add(sheet_of(book), **{NAME: "丁家具"})
        run = send(clerk, book).context["row"]
        assert [begin(run=run), begin(run=run)] == [True, False]
        kind = kind_of("enterprises", user=people.clerk, zone=zone, as_of=factories.DAY)
        for count in (1, 0):
            stored, reading = finish(run=run, kind=kind, now=run.created_at)
            assert (stored.state, len(reading.changed)) == ("stored", count)
        assert Enterprise.objects.count() == 4

    def test_a_right_that_was_withdrawn_counts_at_once(self, firms, people, clerk):
        book = downloaded(clerk)
        add(sheet_of(book), **{NAME: "丁家具"})
        url = send(clerk, book).context["row"].get_absolute_url()
        people.clerk.memberships.update(role="officer", unit=factories.unit(zone=firms[0].zone))
        assert clerk.post(url).status_code == 403
        assert Enterprise.objects.count() == 3

    def test_of_what_is_refused_only_the_fingerprint_is_kept(self, firms, clerk):
        send(clerk, b"a,b")
        run = ImportRun.objects.get()
        assert (run.state, bytes(run.content), run.sha256) == ("refused", b"", hashlib.sha256(b"a,b").hexdigest())

    def test_a_refusal_of_the_action_is_a_fault_of_its_row(self, firms, clerk, monkeypatch):
        book = downloaded(clerk)
        row = add(sheet_of(book), **{NAME: "丁家具"})
        page = send(clerk, book)
        monkeypatch.setattr(KINDS["enterprises"], "save", lambda kind, form: (_ for _ in ()).throw(ValueError("已锁定")))
        page = store(clerk, page)
        assert [(fault.row, fault.words) for fault in page.context["preview"].faults] == [(row, "已锁定")]
        assert ImportRun.objects.get().state == "wrong"


class TestNames:
    def test_names_that_differ_in_brackets_are_two(self, zone, clerk):
        for name in ("甲公司(北厂)", "甲公司(南厂)"):
            factories.enterprise(zone=zone, name=name, park=factories.park(zone=zone, name=f"园{name}"))
        book = downloaded(clerk)
        add(sheet_of(book), **{NAME: "甲公司"})
        page = send(clerk, book)
        assert page.context["row"].counts == {"new": 1, "changed": 0, "same": 2, "wrong": 0}
        store(clerk, page)
        assert Enterprise.objects.count() == 3

    def test_a_firm_whose_name_begins_like_a_note_is_none(self, zone, clerk):
        book = downloaded(clerk)
        for name in ("注塑机厂", "总计算机公司", "合计", "合 计（3 家）", "备注：略"):
            add(sheet_of(book), **{NAME: name})
        page = send(clerk, book)
        assert [line.name for line in page.context["preview"].changed] == ["注塑机厂", "总计算机公司"]

    def test_a_row_that_stands_there_by_number_and_again_by_name(self, firms, clerk):
        book = downloaded(clerk)
        row = add(sheet_of(book), **{NAME: "甲家具"})
        assert [fault.row for fault in send(clerk, book).context["preview"].faults] == [row]

    def test_columns_of_the_template_are_as_wide_as_their_texts_within_limits(self, firms, clerk):
        Enterprise.objects.filter(pk=firms[0].pk).update(name="甲" * 12, remark="备" * 300)
        widths = sheet_of(downloaded(clerk)).column_dimensions
        assert (widths["D"].width, widths["E"].width, widths["M"].width) == (28, 10, 40)

    def test_rows_of_the_template_can_be_sorted_and_deleted(self, firms, clerk):
        sheet = sheet_of(downloaded(clerk))
        row = place(sheet, NAME, "甲家具").row
        assert not any(cell.protection.locked for cell in sheet[row])
        assert all(cell.protection.locked for cell in sheet[head_row(sheet)])


class TestTaken:
    def test_a_credit_code_of_another_row_is_told_at_its_cell(self, firms, clerk):
        Enterprise.objects.filter(pk=firms[1].pk).update(credit_code="91350100M000100Y43")
        book = downloaded(clerk)
        cell = place(sheet_of(book), CODE, "甲家具")
        cell.value = "91350100M000100Y43"
        place(sheet_of(book), CODE, "乙家具").value = None
        place(sheet_of(book), NAME, "丙家具").value = "乙家具"
        page = send(clerk, book)
        assert cell.coordinate in {fault.at for fault in page.context["preview"].faults}

    def test_people_who_left_their_role_stay_where_they_are_entered(self, zone, people, clerk):
        project = factories.project(zone=zone, name="甲项目")
        project.officers.add(people.leader)
        book = downloaded(clerk, "projects")
        place(sheet_of(book), "备注", "甲项目").value = "新"
        store(clerk, send(clerk, book, "projects"))
        project.refresh_from_db()
        assert (project.remark, list(project.officers.all())) == ("新", [people.leader])


class TestPromises:
    def test_new_ones_come_with_their_window_and_stored_ones_keep_date_and_buildings(self, zone, clerk):
        project = factories.project(zone=zone, name="甲项目")
        promise = factories.milestone(project=project, text="封顶")
        promise.buildings.add(factories.building(project=project))
        book = downloaded(clerk, "milestones")
        sheet = sheet_of(book)
        place(sheet, "备注", "封顶").value = "新"
        labels = kind_labels("milestones", zone, clerk)
        values = {"project": "甲项目", "text": "竣工", "due_date": "2015-09-15", "precision": "月内", "relation": "前"}
        add(sheet, **{labels[name]: value for name, value in values.items()})
        page = send(clerk, book, "milestones")
        assert page.context["preview"].faults == []
        store(clerk, page)
        promise.refresh_from_db()
        assert (promise.remark, promise.buildings.count()) == ("新", 1)
        made = project.milestones.get(text="竣工")
        assert (str(made.window_start), str(made.due_date)) == ("2015-09-01", "2015-09-30")
        assert send(clerk, book, "milestones").context["row"].counts["same"] >= 1

    def test_a_date_is_not_moved_by_a_workbook(self, zone, clerk):
        promise = factories.milestone(project=factories.project(zone=zone, name="甲项目"), text="封顶")
        book = downloaded(clerk, "milestones")
        cell = place(sheet_of(book), kind_labels("milestones", zone, clerk)["due_date"], "封顶")
        cell.value = "2016-01-31"
        page = send(clerk, book, "milestones")
        assert [fault.at for fault in page.context["preview"].faults] == [cell.coordinate]
        before = promise.due_date
        promise.refresh_from_db()
        assert promise.due_date == before


class TestFigures:
    def test_a_changed_row_is_the_next_edition_and_a_new_one_the_first(self, zone, people, clerk):
        indicator = factories.indicator(zone=zone, name="税收")
        first = factories.figure(indicator=indicator, year=2013, value=100, status="flash")
        book = downloaded(clerk, "figures")
        sheet = sheet_of(book)
        labels = kind_labels("figures", zone, clerk)
        place(sheet, labels["value"], "税收").value = 101
        place(sheet, labels["status"], "税收").value = "年报"
        row = {"indicator": "税收", "year": 2014, "through_month": "12月", "value": 120, "status": "快报"}
        kind = kind_of("figures", user=people.clerk, zone=zone, as_of=factories.DAY)
        row["through_month"] = kind.codecs["through_month"].words[0]
        row["status"] = kind.codecs["status"].written("flash")
        row["qualifier"] = kind.codecs["qualifier"].written("exact")
        place(sheet, labels["status"], "税收").value = kind.codecs["status"].written("annual")
        add(sheet, **{labels[name]: value for name, value in row.items()})
        page = send(clerk, book, "figures")
        assert page.context["preview"].faults == []
        store(clerk, page)
        page = send(clerk, book, "figures")
        assert [(f.at, f.words) for f in page.context["preview"].faults] == []
        again = page.context["row"]
        assert (again.state, again.counts) == ("checked", {"new": 0, "changed": 0, "same": 2, "wrong": 0})
        editions = indicator.figures.order_by("year", "edition").values_list("year", "edition", "value", "entered_by")
        assert list(editions) == [
            (2013, 1, 100, first.entered_by_id),
            (2013, 2, 101, people.clerk.pk),
            (2014, 1, 120, people.clerk.pk),
        ]

    @pytest.mark.parametrize("month", [11, "11", "11月", "１１月"])
    def test_a_month_is_its_number_or_its_word(self, month, zone, people, clerk):
        indicator = factories.indicator(zone=zone, name="税收")
        factories.figure(indicator=indicator, year=2013)
        kind = kind_of("figures", user=people.clerk, zone=zone, as_of=factories.DAY)
        book, labels = downloaded(clerk, "figures"), kind_labels("figures", zone, clerk)
        status = kind.codecs["status"].written("flash")
        row = {"indicator": "税收", "year": 2014, "through_month": month, "value": 120, "status": status}
        add(sheet_of(book), **{labels[name]: value for name, value in row.items()})
        store(clerk, send(clerk, book, "figures"))
        assert indicator.figures.get(year=2014).through_month == 11
        assert send(clerk, book, "figures").context["row"].counts["same"] == 2

    def test_a_closed_period_is_refused_and_a_status_that_goes_back_too(self, zone, people, clerk):
        indicator = factories.indicator(zone=zone, name="税收")
        factories.figure(indicator=indicator, year=2015, through_month=3, value=10, status="flash")
        factories.period_rule(zone=zone)
        book = downloaded(clerk, "figures")
        sheet, labels = sheet_of(book), kind_labels("figures", zone, clerk)
        place(sheet, labels["value"], "税收").value = 11
        kind = kind_of("figures", user=people.clerk, zone=zone, as_of=factories.DAY)
        row = {"indicator": "税收", "year": 2015, "through_month": kind.codecs["through_month"].written(2), "value": 5}
        row["status"] = kind.codecs["status"].written("flash")
        add(sheet, **{labels[name]: value for name, value in row.items()})
        page = send(clerk, book, "figures")
        words = "\n".join(fault.words for fault in page.context["preview"].faults)
        assert "2015-03-25" in words
        assert "“快报”不在可选值之内" in words
        assert "flash" not in words
        store(clerk, page)
        assert indicator.figures.count() == 1


class TestTargets:
    def test_a_revision_needs_its_reason_and_is_the_next_edition(self, zone, clerk):
        indicator = factories.indicator(zone=zone, name="税收")
        factories.target(indicator=indicator, value=170)
        book = downloaded(clerk, "targets")
        sheet, labels = sheet_of(book), kind_labels("targets", zone, clerk)
        place(sheet, labels["value"], "税收").value = 171
        add(sheet, **{labels["indicator"]: "税收", labels["year"]: 2016, labels["value"]: 190})
        faults = send(clerk, book, "targets").context["preview"].faults
        assert {fault.at for fault in faults} == {place(sheet, labels[name], "税收").coordinate for name in ("set_on", "reason")}
        place(sheet, labels["set_on"], "税收").value = "2015-06-01"
        place(sheet, labels["reason"], "税收").value = "调整"
        store(clerk, send(clerk, book, "targets"))
        found = list(indicator.targets.order_by("year", "edition").values_list("year", "edition", "value", "reason"))
        assert found == [(2015, 1, 170, ""), (2015, 2, 171, "调整"), (2016, 1, 190, "")]
        assert send(clerk, book, "targets").context["row"].counts == {"new": 0, "changed": 0, "same": 2, "wrong": 0}

    def test_an_edition_that_somebody_else_has_followed_up_is_a_conflict(self, zone, clerk):
        indicator = factories.indicator(zone=zone, name="税收")
        factories.target(indicator=indicator, value=170)
        book = downloaded(clerk, "targets")
        sheet, labels = sheet_of(book), kind_labels("targets", zone, clerk)
        place(sheet, labels["value"], "税收").value = 171
        factories.target(indicator=indicator, value=175, edition=2, set_on="2015-05-01", reason="上调")
        faults = send(clerk, book, "targets").context["preview"].faults
        assert [fault.at for fault in faults] == [place(sheet, labels["value"], "税收").coordinate]
        assert "175" in faults[0].words


class TestWorks:
    def test_a_work_of_a_registered_project_is_added_and_another_one_changed(self, zone, clerk):
        road, plant = (factories.project(zone=zone, name=name, kind="infrastructure") for name in ("人民路", "污水厂"))
        work = factories.work(project=road, land_mu=10)
        book = downloaded(clerk, "works")
        sheet, labels = sheet_of(book), kind_labels("works", zone, clerk)
        place(sheet, labels["land_mu"], "人民路").value = "33.5"
        kind = work._meta.get_field("kind").flatchoices
        add(sheet, **{labels["project"]: "污水厂", labels["kind"]: str(dict(kind)["wastewater"]), labels["plan_year"]: 2015})
        page = send(clerk, book, "works")
        assert page.context["preview"].faults == []
        store(clerk, page)
        work.refresh_from_db()
        assert (work.land_mu, plant.work.plan_year) == (Decimal("33.5"), 2015)


def kind_labels(code, zone, client) -> dict:
    """What the columns of a register are called."""
    user = client.session["_auth_user_id"]
    made = kind_of(code, user=User.objects.get(pk=user), zone=zone, as_of=factories.DAY)
    return {name: codec.label for name, codec in made.codecs.items()}


class TestCheckedAgain:
    def test_what_was_wrong_with_the_register_is_mended_there_and_the_kept_workbook_checked_again(self, zone, firms, clerk):
        book = downloaded(clerk)
        place(sheet_of(book), PARK, "甲家具").value = "食品园"
        page = send(clerk, book)
        assert len(page.context["preview"].faults) == 1
        factories.park(zone=zone, name="食品园")
        address = page.context["row"].get_absolute_url()
        assert len(clerk.get(address).context["preview"].faults) == 1  # looking checks nothing
        again = clerk.post(address, {"again": "1"}, follow=True)
        assert (again.context["preview"].faults, again.context["row"].state) == ([], "checked")
        store(clerk, again)
        firms[0].refresh_from_db()
        assert firms[0].park.name == "食品园"

    def test_a_preview_shows_200_rows_and_says_how_many_there_are(self, firms, clerk):
        book = openpyxl.Workbook()
        book.active.append(["名称", "行业代码"])
        for number in range(201):
            book.active.append([f"新企业{number:03d}", "C21"])
        page = send(clerk, book)
        assert (len(page.context["preview"].changed), page.context["preview"].changed_count) == (200, 201)
        assert "新企业199" in page.content.decode()
        assert "201" in page.content.decode()
        store(clerk, page)
        assert Enterprise.objects.count() == 204


class TestForgotten:
    def test_what_nobody_mended_is_not_kept_for_ever(self, zone, people, clerk, capsys):
        old, young, stored, killed = (factories.import_run(zone=zone, user=people.clerk) for _turn in range(4))
        long_ago = datetime.datetime.now(tz=datetime.UTC) - datetime.timedelta(days=4000)
        ImportRun.objects.filter(pk=stored.pk).update(state="stored", stored_at=long_ago)
        ImportRun.objects.filter(pk=killed.pk).update(state="running")
        ImportRun.objects.filter(pk__in=[old.pk, stored.pk, killed.pk]).update(updated_at=long_ago)
        call_command("forget_imports")
        assert "2 workbooks" in capsys.readouterr().out
        states = dict(ImportRun.objects.values_list("pk", "state"))
        assert states == {old.pk: "forgotten", young.pk: "wrong", stored.pk: "stored", killed.pk: "forgotten"}
        old.refresh_from_db()
        assert (bytes(old.content), old.preview) == (b"", {})
        assert clerk.get(old.get_absolute_url()).status_code == 200
        assert clerk.get(reverse("exchange:import_marked", args=[old.pk])).status_code == 404

    @pytest.mark.parametrize("days", ["0", "-1", "4000"])
    def test_impossible_days_are_refused(self, days):
        with pytest.raises(CommandError):
            call_command("forget_imports", "--days", days)
