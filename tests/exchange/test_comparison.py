"""Every list without a register comes back without a difference, and tells what changed since it was exported."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories
from tests.pages import LISTS
from zones.models import DownloadEntry, Zone

COMPARE = reverse("exchange:list_comparison")
RECORDS = [name for name, view in LISTS.items() if not view.register]
pytestmark = pytest.mark.django_db


def export(client, name: str, **query) -> bytes:
    columns = ",".join(LISTS[name].table_class.base_columns)
    answer = client.get(reverse(name), {"cols": columns, **query, "export": "xlsx"})
    return b"".join(answer.streaming_content)


def send(client, content: bytes):
    return client.post(COMPARE, {"file": SimpleUploadedFile("表.xlsx", content)})


def refused(client, content: bytes) -> str:
    return str(send(client, content).context["form"].errors["file"])


@pytest.mark.parametrize("name", RECORDS)
def test_every_list_comes_back_without_a_difference(name, world, sign_in):
    client = sign_in(world.people.admin)
    content = export(client, name)
    count = DownloadEntry.objects.order_by("pk").last().row_count
    found = send(client, content).context["found"]
    assert ([line.changes for line in found.changed], found.gone) == ([], [])
    assert found.same == count > 0


class TestDifferences:
    @pytest.fixture
    def lists(self, zone, people, sign_in):
        """Two meetings and who keeps them."""
        first = factories.meeting(zone=zone, chair="甲", place="会议室")
        factories.meeting(zone=zone, kind="dispatch", chair="乙")
        return sign_in(people.clerk), first

    def test_changed_and_gone_rows_are_told_with_both_values(self, lists, zone):
        client, first = lists
        content = export(client, "supervision:meeting_list")
        type(first).objects.filter(pk=first.pk).update(chair="丙", held_on="2015-06-19")
        zone.meetings.exclude(pk=first.pk).delete()
        answer = send(client, content)
        found = answer.context["found"]
        assert [(change.label, change.old, change.new) for change in found.changed[0].changes] == [
            ("会议日期", "2015-06-16", "2015-06-19"),
            ("主持", "甲", "丙"),
        ]
        assert (found.same, found.changed[0].name, len(found.gone)) == (0, str(first), 1)
        page = answer.content.decode()
        assert "<del>甲</del>" in page
        assert "<ins>丙</ins>" in page

    def test_the_same_filter_and_columns_are_asked_again(self, lists):
        client, first = lists
        content = export(client, "supervision:meeting_list", kind=first.kind)
        assert send(client, content).context["found"].same == 1
        factories.meeting(zone=first.zone, held_on="2015-07-07")
        found = send(client, content).context["found"]
        assert (found.same, found.changed, found.gone) == (1, [], [])

    def test_saved_by_another_program_with_moved_columns_it_is_read_too(self, lists):
        client, _first = lists
        book = openpyxl.load_workbook(io.BytesIO(export(client, "supervision:meeting_list")))
        book.active.insert_cols(1)
        book.active.insert_rows(1, 2)
        out = io.BytesIO()
        book.save(out)
        assert send(client, out.getvalue()).context["found"].same == 2


class TestRefused:
    def test_another_zone_s_list_is_not_read(self, world, sign_in):
        client = sign_in(world.people.clerk)
        content = export(client, "supervision:meeting_list")
        Zone.objects.filter(pk=world.zone.pk).update(code="anders")
        assert "本区" in refused(client, content)

    def test_a_register_is_sent_to_its_register(self, world, sign_in):
        client = sign_in(world.people.clerk)
        assert "台账" in refused(client, export(client, "projects:enterprise_list"))

    @pytest.mark.parametrize("page", ["/no-such-list/", "/sign-in/", "/imports/compare/", "//evil.example/", "/meetings/?kind=x"])
    def test_a_forged_address_leads_nowhere(self, page, world, sign_in):
        client = sign_in(world.people.clerk)
        book = openpyxl.load_workbook(io.BytesIO(export(client, "supervision:meeting_list")))
        book.properties.keywords = f"zoneportal;{world.zone.code};@{page};list"
        out = io.BytesIO()
        book.save(out)
        assert refused(client, out.getvalue())

    def test_a_list_that_one_may_not_see_is_not_shown(self, world, sign_in):
        content = export(sign_in(world.people.admin), "zones:person_list")
        answer = send(sign_in(world.people.officer), content)
        assert "found" not in answer.context
        assert world.people.head.name not in answer.content.decode()

    def test_what_is_no_workbook_or_no_export_is_named(self, world, sign_in):
        client = sign_in(world.people.clerk)
        out = io.BytesIO()
        openpyxl.Workbook().save(out)
        for content in (b"a,b", out.getvalue()):
            assert refused(client, content)
