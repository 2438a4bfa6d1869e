"""A bulletin from the lists to its answer, and what it counts."""

import datetime
import io
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from core.periods import Week
from projects.actions import open_week
from projects.models import WeeklyReport
from supervision.models import Bulletin, BulletinEntry
from supervision.red_and_black import named
from supervision.scoring import ranks
from tests import factories

pytestmark = pytest.mark.django_db
DAY = factories.DAY
BY = datetime.date(2015, 6, 30)


@pytest.fixture
def bulletin(zone, people):
    return factories.bulletin(zone=zone, issued_by=people.clerk, rectify_by=BY)


@pytest.fixture
def entry(bulletin, unit):
    return factories.bulletin_entry(bulletin=bulletin, unit=unit, text="封顶逾期")


def post(client, name, row, **fields):
    row.refresh_from_db()
    return client.post(reverse(f"supervision:{name}", args=[row.pk]), {"version": row.version, **fields})


class TestLists:
    @pytest.fixture
    def ground(self, zone, unit):
        """A unit with a red project and a missing report, one that kept its promise, one that kept one of two."""
        factories.rule_set(zone=zone, clauses=factories.overdue_clauses(30))
        red = factories.project(zone=zone, name="红灯项目", unit=unit)
        factories.milestone(project=red, text="围墙", due=datetime.date(2015, 4, 1))
        good, half = (factories.unit(zone=zone, name=name) for name in ("按期指挥部", "半期指挥部"))
        for each, days in ((good, (10,)), (half, (10, 12))):
            project = factories.project(zone=zone, name=f"{each}项目", unit=each)
            for day in days:
                due = datetime.date(2015, 5, day)
                factories.milestone(project=project, due=due, actual_date=due + datetime.timedelta(days=day - 10))
        open_week(zone=zone, week=Week(datetime.date(2015, 6, 8)), as_of=datetime.date(2015, 6, 14))
        WeeklyReport.objects.exclude(project=red).update(state="submitted", submitted_at="2015-06-12T00:00Z")

    def test_the_black_list_names_red_lights_and_silence(self, zone, unit, ground):
        found = named(zone, "criticism", DAY)
        assert [(each.unit, each.points, str(each.project or "")) for each in found] == [(unit, 2, "红灯项目"), (unit, 1, "")]
        assert "围墙" in found[0].text
        assert "红灯项目" in found[1].text

    def test_the_red_list_names_who_kept_every_promise(self, zone, ground):
        found = named(zone, "praise", DAY)
        assert [(str(each.unit), each.points) for each in found] == [("按期指挥部", 1)]
        assert "1" in found[0].text

    def test_an_overdue_promise_of_nobody_leaves_the_red_list_as_it_is(self, zone, ground):
        factories.milestone(project=factories.project(zone=zone, unit=None), due=datetime.date(2015, 4, 1))
        assert [str(each.unit) for each in named(zone, "praise", DAY)] == ["按期指挥部"]

    def test_a_promise_counts_for_the_unit_that_answers_for_it(self, zone, ground):
        own = factories.unit(zone=zone, name="代管指挥部")
        project = factories.project(zone=zone, unit=factories.unit(zone=zone))
        day = datetime.date(2015, 5, 20)
        factories.milestone(project=project, unit=own, due=day, actual_date=day)
        assert {str(each.unit) for each in named(zone, "praise", DAY)} == {"按期指挥部", "代管指挥部"}

    def test_a_new_bulletin_may_begin_with_them(self, zone, ground, people, sign_in):
        client, address = sign_in(people.clerk), reverse("supervision:bulletin_new")
        given = {"version": "0", "kind": "criticism", "title": "滞后通报", "rectify_by": "2015-06-30"}
        client.post(address, {**given, "is_drafted": "on"})
        assert BulletinEntry.objects.count() == 2
        client.post(address, {**given, "title": "空白"})
        assert BulletinEntry.objects.count() == 2


class TestIssuing:
    def test_it_is_numbered_by_year_when_it_is_issued(self, zone, unit, people, sign_in):
        factories.bulletin(zone=zone, issued_by=people.clerk, number=7)
        draft = factories.bulletin(zone=zone)
        client = sign_in(people.clerk)
        post(client, "bulletin_issue", draft)
        draft.refresh_from_db()
        assert (draft.state, draft.number) == ("draft", None)  # it names nobody
        factories.bulletin_entry(bulletin=draft, unit=unit)
        post(client, "bulletin_issue", draft)
        draft.refresh_from_db()
        assert (draft.state, draft.year, draft.number, draft.issued_by, draft.issued_on) == ("issued", 2015, 8, people.clerk, DAY)
        assert post(client, "bulletin_issue", draft).status_code == 403

    def test_a_draft_is_seen_by_clerks_and_leaders_only(self, zone, unit, people, sign_in):
        draft = factories.bulletin(zone=zone, title="秘密草稿")
        factories.bulletin_entry(bulletin=draft, unit=unit, text="秘密条目")
        for person, seen in ((people.clerk, True), (people.leader, True), (people.officer, False), (people.head, False)):
            client = sign_in(person)
            assert (client.get(draft.get_absolute_url()).status_code == 200) is seen
            assert ("秘密" in client.get(reverse("supervision:bulletin_list")).content.decode()) is seen
            assert "秘密" not in client.get(reverse("supervision:entry_list")).content.decode()  # nobody is asked for an answer yet
            word = client.get(reverse("reports:bulletin_word", args=[draft.pk])).status_code
            assert (word == 200) is seen

    def test_an_issued_one_is_not_rewritten(self, entry, people, unit, sign_in):
        client = sign_in(people.clerk)
        assert post(client, "entry_edit", entry, text="别的", points="1", unit=unit.pk).status_code == 403
        assert post(client, "entry_drop", entry).status_code == 403
        assert post(client, "bulletin_edit", entry.bulletin, title="别的").status_code == 403

    def test_one_that_is_issued_while_somebody_writes_keeps_its_words_and_units(self, entry, people, unit, sign_in, monkeypatch):
        """The right was asked before it was issued; form and action ask again under the lock."""
        client, allowed = sign_in(people.clerk), entry.bulletin.withdraw_access(people.clerk)
        monkeypatch.setattr(Bulletin, "edit_access", lambda self, user: allowed)
        for name, row, fields in (
            ("entry_edit", entry, {"text": "别的", "points": "1", "unit": unit.pk}),
            ("bulletin_edit", entry.bulletin, {"title": "别的", "kind": "criticism", "rectify_by": "2015-06-30"}),
        ):
            assert "只能撤回" in str(post(client, name, row, **fields).context["form"].errors)
        post(client, "entry_drop", entry)
        entry.refresh_from_db()
        assert (entry.text, entry.bulletin.title != "别的") == ("封顶逾期", True)

    def test_criticism_says_by_when_and_praise_does_not(self, zone, people, sign_in):
        client, address = sign_in(people.clerk), reverse("supervision:bulletin_new")
        for kind, day in (("criticism", ""), ("exposure", "2015-06-15"), ("praise", "2015-06-30")):
            answer = client.post(address, {"version": "0", "kind": kind, "title": "通报", "rectify_by": day})
            assert list(answer.context["form"].errors) == ["rectify_by"]
        assert not Bulletin.objects.exists()

    def test_the_database_gives_no_number_to_a_draft(self, zone):
        draft = factories.bulletin(zone=zone)
        with transaction.atomic(), pytest.raises(IntegrityError):
            Bulletin.objects.filter(pk=draft.pk).update(number=1, year=2015)


class TestAnswer:
    def test_a_unit_reads_puts_right_and_somebody_else_confirms(self, entry, people, sign_in):
        officer, clerk = sign_in(people.officer), sign_in(people.clerk)
        assert entry.bulletin.title in officer.get(reverse("projects:my_week")).content.decode()
        post(officer, "entry_acknowledge", entry)
        entry.refresh_from_db()
        assert (entry.state, entry.acknowledged_by, entry.acknowledged_on) == ("acknowledged", people.officer, DAY)
        version = entry.version
        assert post(officer, "entry_acknowledge", entry).status_code == 302  # a double click
        entry.refresh_from_db()
        assert entry.version == version
        post(officer, "entry_rectify", entry, rectification="已封顶，见照片")
        assert entry.bulletin.title not in officer.get(reverse("projects:my_week")).content.decode()
        assert post(officer, "entry_confirm", entry, is_settled="yes").status_code == 403
        assert list(post(clerk, "entry_confirm", entry, is_settled="no").context["form"].errors) == ["note"]
        post(clerk, "entry_confirm", entry, is_settled="no", note="照片不清")
        entry.refresh_from_db()
        assert (entry.state, entry.rectified_by, entry.note) == ("acknowledged", None, "照片不清")
        assert "照片不清" in officer.get(entry.bulletin.get_absolute_url()).content.decode()
        post(officer, "entry_rectify", entry, rectification="已补拍")
        post(clerk, "entry_confirm", entry, is_settled="yes")
        entry.refresh_from_db()
        assert (entry.state, entry.confirmed_by, entry.note) == ("confirmed", people.clerk, "")
        assert post(officer, "entry_rectify", entry, rectification="x").status_code == 403

    def test_another_unit_does_not_answer(self, entry, people, sign_in):
        client = sign_in(people.colleague)
        assert post(client, "entry_acknowledge", entry).status_code == 403
        assert post(client, "entry_rectify", entry, rectification="x").status_code == 403

    def test_whoever_put_it_right_does_not_confirm(self, entry, people, sign_in):
        client = sign_in(people.clerk)
        post(client, "entry_rectify", entry, rectification="代单位填报")
        assert post(client, "entry_confirm", entry, is_settled="yes").status_code == 403
        with transaction.atomic(), pytest.raises(IntegrityError):
            BulletinEntry.objects.filter(pk=entry.pk).update(state="confirmed", confirmed_by=people.clerk)

    def test_praise_and_excused_entries_ask_for_nothing(self, zone, unit, people):
        praise = factories.bulletin(zone=zone, issued_by=people.clerk, kind="praise", rectify_by=None)
        praised = factories.bulletin_entry(bulletin=praise, unit=unit)
        excused = factories.bulletin_entry(bulletin=factories.bulletin(zone=zone, issued_by=people.clerk), unit=unit, excuse="洪水")
        assert not praised.rectify_access(people.officer)
        assert not excused.rectify_access(people.officer)

    @pytest.mark.parametrize(
        ("fields", "late"),
        [({}, True), ({"state": "rectified"}, False), ({"excuse": "洪水"}, False), ({"state": "acknowledged"}, True)],
    )
    def test_it_is_late_when_it_is_not_put_right_in_time(self, bulletin, unit, fields, late):
        entry = factories.bulletin_entry(bulletin=bulletin, unit=unit, **fields)
        found = BulletinEntry.objects.filter(pk=entry.pk)
        assert found.with_late(BY).get().late is False
        assert found.with_late(BY + datetime.timedelta(days=1)).get().late is late


class TestPoints:
    def test_praise_adds_criticism_takes_off_and_excused_or_withdrawn_ones_do_not_count(self, zone, people, unit, sign_in):
        second, third = factories.unit(zone=zone, name="二部"), factories.unit(zone=zone, name="三部")
        issued = {"zone": zone, "issued_by": people.clerk}
        praise = factories.bulletin(kind="praise", rectify_by=None, **issued)
        criticism, exposure = factories.bulletin(**issued), factories.bulletin(kind="exposure", **issued)
        gone = factories.bulletin(state="withdrawn", withdrawn_on=DAY, reason="有误", **issued)
        for bulletin, of, points, excuse in (
            (praise, unit, 5, ""),
            (criticism, unit, 2, ""),
            (criticism, second, 1, ""),
            (exposure, third, 1, ""),
            (exposure, second, 9, "洪水"),
            (gone, second, 9, ""),
            (factories.bulletin(zone=zone), second, 9, ""),
            (factories.bulletin(year=2014, **{**issued, "number": 1}), second, 9, ""),
        ):
            factories.bulletin_entry(bulletin=bulletin, unit=of, points=points, excuse=excuse)
        rows = BulletinEntry.objects.in_zone(zone).of_year(2015).points_by_unit()
        told = {row["unit__name"]: (row["praise"], row["criticism"], row["exposure"], row["points"]) for row in rows}
        assert told == {str(unit): (1, 1, 0, 3), "二部": (0, 1, 0, -1), "三部": (0, 0, 1, -1)}
        signed = {}
        for entry in BulletinEntry.objects.of_year(2015).select_related("bulletin", "unit"):
            signed[str(entry.unit)] = signed.get(str(entry.unit), 0) + entry.signed_points
        assert signed == {name: row[-1] for name, row in told.items()}
        context = sign_in(people.leader).get(reverse("supervision:bulletin_points")).context
        shown = context["rows"]
        assert context["years"] == [2015, 2014]
        assert [(row["unit__name"], row["rank"]) for row in shown] == [(str(unit), 1), ("二部", 2), ("三部", 2)]

    def test_equal_scores_share_a_rank_and_the_next_is_skipped(self):
        assert ranks([3, Decimal("5.5"), 3, None, 1]) == [2, 1, 2, None, 4]

    def test_a_withdrawn_bulletin_keeps_its_number_and_says_why(self, entry, people, sign_in):
        client = sign_in(people.clerk)
        assert list(post(client, "bulletin_withdraw", entry.bulletin).context["form"].errors) == ["reason"]
        post(client, "bulletin_withdraw", entry.bulletin, reason="核实有误")
        entry.bulletin.refresh_from_db()
        assert (entry.bulletin.state, entry.bulletin.withdrawn_on, entry.signed_points) == ("withdrawn", DAY, 0)
        assert entry.bulletin.number
        assert "核实有误" in sign_in(people.officer).get(entry.bulletin.get_absolute_url()).content.decode()


class TestPages:
    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries(self, bulletin, people, zone, sign_in, count):
        for _ in range(count):
            project = factories.project(zone=zone)
            factories.bulletin_entry(bulletin=bulletin, unit=factories.unit(zone=zone), project=project)
        client = sign_in(people.clerk)
        client.get(bulletin.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(bulletin.get_absolute_url())
        assert len(queries) == 5


class TestPaper:
    def test_it_names_every_unit_the_excused_apart_and_signs(self, zone, people, sign_in):
        bulletin = factories.bulletin(
            zone=zone, issued_by=people.clerk, title="关于进度的通报", text="第一段\n第二段", rectify_by=BY
        )
        one, two = factories.unit(zone=zone, name="甲部"), factories.unit(zone=zone, name="乙部")
        factories.bulletin_entry(bulletin=bulletin, unit=one, text="洪水停工", excuse="不可抗力")
        project = factories.project(zone=zone, name="全友家居")
        factories.bulletin_entry(bulletin=bulletin, unit=two, text="封顶逾期", project=project)
        answer = sign_in(people.officer).get(reverse("reports:bulletin_word", args=[bulletin.pk]))
        document = Document(io.BytesIO(b"".join(answer.streaming_content)))
        lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
        assert lines == [
            "关于进度的通报",
            f"通报批评〔2015〕{bulletin.number}号",
            "第一段",
            "第二段",
            "1. 乙部：全友家居：封顶逾期",
            "以下情况经核实予以免责：",
            "1. 甲部：洪水停工（不可抗力）",
            "请被通报单位于2015年6月30日前整改到位并报告整改情况。",
            str(zone),
            "2015年6月16日",
        ]
        assert [paragraph.style.name for paragraph in document.paragraphs[-2:]] == ["Signature", "Signature"]
