"""The year's page: who reads and writes the notes, and who takes the workbook."""

import io

import openpyxl
import pytest
from django.urls import reverse

from reports.models import YearNote, YearNoteEvent
from tests import factories
from zones.models import DownloadEntry

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def note(zone):
    return YearNote.objects.create(
        zone=zone, year=2014, kind="problem", title="企业项目落地难", text="环节多、周期长", source="2014年总结"
    )


def post(client, name, data, pk=None):
    return client.post(reverse(name, args=[pk] if pk else []), data)


FORM = {"kind": "problem", "year": "2014", "position": "1", "title": "体制运行难", "text": "机构不健全", "source": ""}


class TestPage:
    def test_it_shows_the_last_finished_year_with_its_notes(self, people, sign_in, note):
        page = sign_in(people.officer).get(reverse("reports:year_workbook")).content.decode()
        assert "企业项目落地难" in page
        assert "2014年总结" in page
        assert reverse("reports:year_download", args=[2014]) in page

    def test_another_year_is_one_click_away_and_shows_its_own_notes_only(self, people, sign_in, note, zone):
        YearNote.objects.create(zone=zone, year=2012, title="旧问题")
        client = sign_in(people.leader)
        assert 'href="?year=2012"' in client.get(reverse("reports:year_workbook")).content.decode()
        page = client.get(reverse("reports:year_workbook"), {"year": "2012"}).content.decode()
        assert "旧问题" in page
        assert "企业项目落地难" not in page

    @pytest.mark.parametrize("year", ["", "abc", "-1", "0", "9" * 500, "2014.5", "\x00", "２０１４"])
    def test_a_year_that_cannot_be_read_is_no_fault(self, people, sign_in, note, year):
        assert sign_in(people.clerk).get(reverse("reports:year_workbook"), {"year": year}).status_code in {200, 400}

    def test_only_keepers_see_buttons_that_write(self, people, sign_in, note):
        edit = reverse("reports:year_note_edit", args=[note.pk])
        assert edit in sign_in(people.clerk).get(reverse("reports:year_workbook")).content.decode()
        for reader in (people.officer, people.head, people.leader):
            assert edit not in sign_in(reader).get(reverse("reports:year_workbook")).content.decode()

    def test_a_member_of_another_zone_sees_none_of_it(self, people, sign_in, note):
        client = sign_in(people.stranger)
        assert "企业项目落地难" not in client.get(reverse("reports:year_workbook"), {"year": "2014"}).content.decode()
        for name in ("year_note_edit", "year_note_history"):
            assert client.get(reverse(f"reports:{name}", args=[note.pk])).status_code == 404

    def test_script_in_a_note_is_text(self, people, sign_in, zone):
        YearNote.objects.create(zone=zone, year=2014, title="<script>alert(1)</script>", text="{{ 7|add:7 }}<img src=x>")
        page = sign_in(people.clerk).get(reverse("reports:year_workbook")).content.decode()
        assert "<script>alert" not in page
        assert "&lt;img src=x&gt;" in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries_do_not_depend_on_the_number_of_notes(self, people, sign_in, zone, count, django_assert_num_queries):
        for number in range(count):
            YearNote.objects.create(zone=zone, year=2014, title=f"问题{number}")
        client = sign_in(people.clerk)
        client.get(reverse("reports:year_workbook"))
        with django_assert_num_queries(7):
            client.get(reverse("reports:year_workbook"))


class TestWriting:
    def test_a_clerk_adds_a_note_and_finds_it_on_the_page_of_its_year(self, people, sign_in, zone):
        response = post(sign_in(people.clerk), "reports:year_note_new", FORM)
        note = YearNote.objects.get()
        assert response.url == f"{reverse('reports:year_workbook')}?year=2014"
        assert (note.zone, note.kind, note.title, note.is_generated) == (zone, "problem", "体制运行难", False)

    def test_the_new_form_begins_with_the_asked_year_and_kind(self, people, sign_in):
        page = sign_in(people.clerk).get(reverse("reports:year_note_new"), {"year": "2013", "kind": "safeguard"}).content.decode()
        assert 'value="2013"' in page
        assert '<option value="safeguard" selected>' in page
        odd = sign_in(people.clerk).get(reverse("reports:year_note_new"), {"kind": "nonsense"})
        assert odd.status_code == 200

    @pytest.mark.parametrize("role", ["officer", "colleague", "head", "leader"])
    def test_others_are_told_why_they_cannot(self, people, sign_in, note, role):
        client = sign_in(getattr(people, role))
        for name, pk in (("new", None), ("edit", note.pk), ("drop", note.pk)):
            response = post(client, f"reports:year_note_{name}", FORM, pk)
            assert response.status_code == 403
        note.refresh_from_db()
        assert (note.title, YearNote.objects.count()) == ("企业项目落地难", 1)

    def test_a_change_keeps_what_was_there_in_the_history(self, people, sign_in, note):
        client = sign_in(people.clerk)
        post(client, "reports:year_note_edit", {**FORM, "version": note.version}, note.pk)
        note.refresh_from_db()
        assert note.title == "体制运行难"
        page = client.get(reverse("reports:year_note_history", args=[note.pk])).content.decode()
        assert "企业项目落地难" in page

    def test_a_stale_copy_is_a_conflict_and_nothing_is_lost(self, people, sign_in, note):
        stale = note.version
        YearNote.objects.filter(pk=note.pk).update(text="别人改过")
        response = post(sign_in(people.clerk), "reports:year_note_edit", {**FORM, "version": stale}, note.pk)
        assert response.status_code == 409
        page = response.content.decode()
        assert "别人改过" in page
        assert "机构不健全" in page

    def test_the_same_form_sent_twice_makes_one_note(self, people, sign_in):
        token = "6e9b8f2c-6a51-4d6f-9d8c-0f3b1a2c4d5e"
        client = sign_in(people.clerk)
        for _again in range(2):
            assert post(client, "reports:year_note_new", {**FORM, "submission": token}).status_code == 302
        assert YearNote.objects.count() == 1

    def test_a_deleted_note_leaves_the_page_and_stays_in_the_history_table(self, people, sign_in, note):
        response = post(sign_in(people.clerk), "reports:year_note_drop", {}, note.pk)
        assert response.url == f"{reverse('reports:year_workbook')}?year=2014"
        assert not YearNote.objects.exists()
        kept = YearNoteEvent.objects.get(pgh_label="delete")
        assert (kept.title, kept.pgh_context["name"]) == ("企业项目落地难", people.clerk.name)

    def test_the_button_that_deletes_is_not_in_the_form_that_saves(self, people, sign_in, note):
        page = sign_in(people.clerk).get(reverse("reports:year_note_edit", args=[note.pk])).content.decode()
        saving = page[page.index("data-guard") : page.index("</form>", page.index("data-guard"))]
        assert reverse("reports:year_note_drop", args=[note.pk]) in page
        assert reverse("reports:year_note_drop", args=[note.pk]) not in saving

    @pytest.mark.parametrize(("field", "value"), [("kind", "nonsense"), ("year", "10000"), ("title", ""), ("text", "坏\x1b字")])
    def test_what_cannot_be_stored_is_refused_at_its_field(self, people, sign_in, field, value):
        response = post(sign_in(people.clerk), "reports:year_note_new", {**FORM, field: value})
        assert response.status_code == 200
        assert field in response.context["form"].errors
        assert not YearNote.objects.exists()


class TestDownload:
    def test_everybody_of_the_zone_takes_the_workbook_and_it_is_written_down(self, people, sign_in, zone, note):
        factories.enterprise(zone=zone, name="全友家居")
        for person in (people.officer, people.leader, people.clerk):
            response = sign_in(person).get(reverse("reports:year_download", args=[2014]))
            assert response.headers["Content-Type"] == XLSX
            book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
            assert any(cell.value == "全友家居" for sheet in book for row in sheet.iter_rows() for cell in row)
        entries = list(DownloadEntry.objects.order_by("pk"))
        assert [entry.user for entry in entries] == [people.officer, people.leader, people.clerk]
        assert {(entry.zone, entry.about) for entry in entries} == {(zone, "2014")}
        assert entries[0].row_count >= 2

    def test_a_stranger_gets_the_workbook_of_their_own_zone(self, people, sign_in, zone, other_zone):
        factories.enterprise(zone=zone, name="本区机密")
        factories.enterprise(zone=other_zone, name="邻区企业")
        response = sign_in(people.stranger).get(reverse("reports:year_download", args=[2014]))
        book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
        texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "邻区企业" in texts
        assert "本区机密" not in texts

    @pytest.mark.parametrize("year", [0, 1949, 2101, 10**25])
    def test_there_is_no_workbook_of_an_impossible_year(self, people, sign_in, year):
        assert sign_in(people.clerk).get(f"/year/{year}/workbook/").status_code == 404
        assert not DownloadEntry.objects.exists()

    def test_before_sign_in_there_is_the_sign_in_page(self, client, zone):
        assert client.get(reverse("reports:year_download", args=[2014])).status_code == 302
