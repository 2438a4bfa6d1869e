"""A meeting from its agenda to closed minutes, whose decisions live on as issues."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from core.periods import Week
from projects.actions import open_week
from supervision import actions
from supervision.agenda import agenda
from supervision.models import Issue, Meeting, MeetingItem
from tests import factories
from zones.models import DownloadEntry

pytestmark = pytest.mark.django_db
DAY = factories.DAY
DUE = datetime.date(2015, 6, 30)


@pytest.fixture
def project(zone, unit):
    factories.rule_set(zone=zone, clauses=factories.overdue_clauses(30))
    return factories.project(zone=zone, name="全友家居", unit=unit)


@pytest.fixture
def late(project):
    factories.milestone(project=project, text="封顶", due=datetime.date(2015, 6, 1))
    return factories.milestone(project=project, text="围墙", due=datetime.date(2015, 4, 30))


@pytest.fixture
def meeting(zone):
    return actions.open_meeting(meeting=Meeting(zone=zone, held_on=DAY), as_of=DAY)


def item(meeting, **fields):
    return factories.meeting_item(meeting=meeting, **fields)


def minute(client, row, **fields):
    row.refresh_from_db()
    given = {"version": row.version, "text": row.text, "category": row.category, **fields}
    return client.post(reverse("supervision:minute_edit", args=[row.pk]), given)


def close(client, meeting):
    return client.post(reverse("supervision:meeting_close", args=[meeting.pk]))


class TestAgenda:
    def test_it_names_what_is_late_open_silent_and_unanswered(self, zone, late, people, unit):
        project = late.project
        open_week(zone=zone, week=Week(datetime.date(2015, 6, 8)), as_of=datetime.date(2015, 6, 14))
        settled = {"state": "settled", "unit": unit, "due_on": DUE, "settled_on": DAY, "settled_by": people.clerk}
        issue = factories.issue(zone=zone, raised_by=people.officer, text="缺电", raised_on=datetime.date(2015, 6, 6))
        factories.issue(zone=zone, raised_by=people.officer, text="已办", **settled)
        factories.instruction(project=project, given_by=people.leader, text="抓紧", given_on=datetime.date(2015, 6, 2))
        factories.milestone(project=factories.project(zone=zone, name="按时"), text="开工", due=DUE)
        found = {each.about: each for each in agenda(zone, DAY)}
        assert f"project:{project.pk}" in found
        told = found[f"project:{project.pk}"]
        assert "逾期节点2个" in told.text
        assert "围墙" in told.text
        assert "2015-04-30" in told.text
        assert "47" in told.text
        assert (told.project, told.unit) == (project, unit)
        assert "缺电" in found[f"issue:{issue.pk}"].text
        assert "10" in found[f"issue:{issue.pk}"].text
        assert "全友家居" in found[f"unit:{unit.pk}"].text
        assert any("抓紧" in each.text for each in found.values())
        assert not any("已办" in each.text or str(each.project) == "按时" for each in found.values())
        before = {each.about for each in agenda(zone, datetime.date(2015, 6, 1))}
        assert f"issue:{issue.pk}" not in before  # which nobody had raised yet
        assert not any(about.startswith("instruction") for about in before)

    def test_another_zone_is_not_on_it(self, zone, late, other_zone):
        assert [each.about for each in agenda(other_zone, DAY)] == []

    def test_the_number_of_queries_does_not_grow(self, zone, late, people):
        with CaptureQueriesContext(
            connection,
        ) as one:
            agenda(zone, DAY)
        for place in range(3):
            other = factories.project(zone=zone, unit=factories.unit(zone=zone))
            factories.milestone(project=other, due=datetime.date(2015, 5, 1 + place))
            factories.issue(zone=zone, raised_by=people.officer, project=other)
        with CaptureQueriesContext(connection) as three:
            assert len(agenda(zone, DAY)) == 7
        assert (len(one), len(three)) == (7, 7)

    def test_looking_again_brings_new_drops_settled_and_keeps_what_is_written(self, zone, late, meeting, people, unit):
        kept = meeting.items.get()
        issue = factories.issue(zone=zone, raised_by=people.officer, text="缺电")
        brought = item(meeting, text="其他")
        assert actions.prepare_agenda(meeting=meeting, as_of=DAY) == (1, 0)
        late.project.milestones.update(actual_date=DAY)
        kept.refresh_from_db()
        kept.decision = "已到现场"
        actions.write_minute(item=kept)
        Issue.objects.filter(pk=issue.pk).update(text="仍缺电")
        assert actions.prepare_agenda(meeting=meeting, as_of=DAY) == (0, 0)
        assert {row.decision for row in meeting.items.all()} == {"", "已到现场"}
        assert any(row.text.startswith("仍缺电") for row in meeting.items.all())
        Issue.objects.filter(pk=issue.pk).update(state="settled", unit=unit, due_on=DAY, settled_on=DAY, settled_by=people.clerk)
        assert actions.prepare_agenda(meeting=meeting, as_of=DAY) == (0, 1)
        assert set(meeting.items.values_list("pk", flat=True)) == {brought.pk, kept.pk}

    def test_a_matter_that_was_taken_off_does_not_come_again(self, zone, late, meeting, people, sign_in):
        row = meeting.items.first()
        sign_in(people.clerk).post(reverse("supervision:minute_drop", args=[row.pk]))
        actions.prepare_agenda(meeting=meeting, as_of=DAY)
        assert row.about not in meeting.items.values_list("about", flat=True)
        later = actions.open_meeting(meeting=Meeting(zone=zone, held_on=DAY + datetime.timedelta(days=7)), as_of=DAY)
        assert row.about in later.items.values_list("about", flat=True)

    def test_words_that_a_clerk_put_right_are_not_overwritten(self, zone, late, meeting, people, sign_in):
        row = meeting.items.get()
        fields = {"version": row.version, "text": "停工待料", "category": row.category, "outcome": "open"}
        sign_in(people.clerk).post(reverse("supervision:minute_edit", args=[row.pk]), fields)
        assert actions.prepare_agenda(meeting=meeting, as_of=datetime.date(2015, 6, 20)) == (0, 0)
        assert meeting.items.get().text == "停工待料"

    def test_what_stays_open_is_counted_from_meeting_to_meeting(self, zone, late, other_zone):
        days = [datetime.date(2015, 6, 2), datetime.date(2015, 6, 9), DAY]
        meetings = [actions.open_meeting(meeting=Meeting(zone=zone, held_on=day), as_of=day) for day in days]
        elsewhere = factories.meeting(zone=other_zone, held_on=days[0])
        item(elsewhere, about=meetings[0].items.get().about)
        carried = [MeetingItem.objects.of_meeting(each).with_carried().get().carried for each in meetings]
        assert carried == [0, 1, 2]


class TestNumbers:
    def test_they_count_by_kind_and_year(self, zone):
        days = [(2015, 6, 9, "early"), (2015, 6, 16, "early"), (2015, 6, 16, "dispatch"), (2016, 1, 5, "early")]
        made = [Meeting(zone=zone, held_on=datetime.date(*day), kind=kind) for *day, kind in days]
        for each in made:
            actions.open_meeting(meeting=each, as_of=DAY)
        assert [(each.year, each.number) for each in made] == [(2015, 1), (2015, 2), (2015, 1), (2016, 1)]

    def test_the_next_tuesday_is_proposed_and_one_day_has_one(self, zone, people, sign_in):
        client = sign_in(people.clerk)
        address = reverse("supervision:meeting_new")
        assert client.get(address).context["form"]["held_on"].value() == DAY  # a Tuesday
        given = {"version": "0", "kind": "early", "held_on": "2015-06-16", "place": "会议室"}
        assert client.post(address, given).status_code == 302
        answer = client.post(address, given)
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert Meeting.objects.get().place == "会议室"


class TestMinutes:
    def test_a_decision_becomes_an_issue_of_the_unit(self, meeting, project, people, unit, sign_in):
        row, client = item(meeting, text="施工道路不通", project=project, category="utilities"), sign_in(people.clerk)
        assert minute(client, row, outcome="decided", decision="两周内修通", unit=unit.pk, due_on="2015-06-30").status_code == 302
        assert not Issue.objects.exists()
        close(client, meeting)
        issue = Issue.objects.get()
        assert (issue.text, issue.project, issue.category) == ("施工道路不通", project, "utilities")
        assert (issue.state, issue.unit, issue.due_on, issue.raised_on) == ("assigned", unit, DUE, DAY)
        page = sign_in(people.officer).get(issue.get_absolute_url()).content.decode()
        assert "两周内修通" in page
        meeting.refresh_from_db()
        assert (meeting.closed_by, meeting.closed_on) == (people.clerk, DAY)

    def test_what_is_settled_on_the_spot_is_counted_as_settled(self, meeting, people, unit, sign_in):
        row, client = item(meeting, text="缺水"), sign_in(people.clerk)
        minute(client, row, outcome="settled", decision="当场接通", unit=unit.pk)
        close(client, meeting)
        issue = Issue.objects.get()
        assert (issue.state, issue.settled_by, issue.settled_on, issue.outcome) == ("settled", people.clerk, DAY, "当场接通")
        assert Meeting.objects.in_zone(meeting.zone).told() == {"held": 1, "settled": 1}

    def test_a_decision_changes_the_issue_it_is_about(self, zone, people, unit, sign_in):
        issue = factories.issue(zone=zone, raised_by=people.officer, text="缺电")
        meeting = actions.open_meeting(meeting=Meeting(zone=zone, held_on=DAY), as_of=DAY)
        client = sign_in(people.clerk)
        minute(client, meeting.items.get(), outcome="decided", decision="架专线", unit=unit.pk, due_on="2015-06-30")
        close(client, meeting)
        issue.refresh_from_db()
        assert (issue.state, issue.unit, issue.due_on, Issue.objects.count()) == ("assigned", unit, DUE, 1)

    def test_an_overdue_issue_keeps_its_deadline(self, zone, people, unit, sign_in):
        given = {"unit": unit, "due_on": datetime.date(2015, 6, 10), "state": "in_hand"}
        issue = factories.issue(zone=zone, raised_by=people.officer, **given)
        meeting = actions.open_meeting(meeting=Meeting(zone=zone, held_on=DAY), as_of=DAY)
        client = sign_in(people.clerk)
        minute(client, meeting.items.get(), outcome="decided", decision="再催", unit=unit.pk, due_on="2015-06-30")
        close(client, meeting)
        issue.refresh_from_db()
        assert (issue.due_on, issue.state) == (datetime.date(2015, 6, 10), "in_hand")

    def test_whoever_reported_an_issue_done_does_not_settle_it_at_the_meeting(self, zone, people, unit, sign_in):
        given = {"unit": unit, "due_on": DUE, "state": "done", "done_by": people.clerk, "outcome": "已接"}
        issue = factories.issue(zone=zone, raised_by=people.officer, **given)
        meeting = actions.open_meeting(meeting=Meeting(zone=zone, held_on=DAY), as_of=DAY)
        client = sign_in(people.clerk)
        minute(client, meeting.items.get(), outcome="settled", decision="销号", unit=unit.pk)
        close(client, meeting)
        issue.refresh_from_db()
        assert (issue.state, issue.outcome) == ("done", "已接")

    def test_an_issue_that_was_reported_done_goes_back_with_the_decision(self, zone, people, unit, sign_in):
        given = {"unit": unit, "due_on": DUE, "state": "done", "done_by": people.officer, "outcome": "已接"}
        issue = factories.issue(zone=zone, raised_by=people.officer, **given)
        meeting = actions.open_meeting(meeting=Meeting(zone=zone, held_on=DAY), as_of=DAY)
        client = sign_in(people.clerk)
        minute(client, meeting.items.get(), outcome="decided", decision="再架一条", unit=unit.pk, due_on="2015-07-10")
        close(client, meeting)
        issue.refresh_from_db()
        assert (issue.state, issue.note, issue.done_by) == ("in_hand", "再架一条", None)
        assert issue.due_on == datetime.date(2015, 7, 10)

    def test_minutes_are_not_closed_before_the_meeting(self, zone, people, unit, sign_in):
        meeting = actions.open_meeting(meeting=Meeting(zone=zone, held_on=DAY + datetime.timedelta(days=1)), as_of=DAY)
        row, client = item(meeting, text="缺水"), sign_in(people.clerk)
        minute(client, row, outcome="settled", decision="当场接通", unit=unit.pk)
        answer = client.post(reverse("supervision:meeting_close", args=[meeting.pk]), follow=True)
        assert "2015-06-17" in answer.content.decode()
        meeting.refresh_from_db()
        assert (meeting.closed_on, Issue.objects.count()) == (None, 0)

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"outcome": "decided", "decision": "修路", "due_on": "2015-06-30"}, {"unit"}),
            ({"outcome": "decided", "decision": "", "unit": True, "due_on": "2015-06-30"}, {"decision"}),
            ({"outcome": "decided", "decision": "修路", "unit": True}, {"due_on"}),
            ({"outcome": "decided", "decision": "修路", "unit": True, "due_on": "2015-06-15"}, {"due_on"}),
            ({"outcome": "settled", "decision": "", "unit": True}, {"decision"}),
            ({"outcome": "heard", "decision": ""}, set()),
        ],
    )
    def test_a_decision_says_what_who_and_by_when(self, meeting, people, unit, sign_in, fields, wrong):
        given = {**fields, **({"unit": unit.pk} if fields.get("unit") else {})}
        answer = minute(sign_in(people.clerk), item(meeting), **given)
        assert set(answer.context["form"].errors if answer.context else []) - {"__all__"} == wrong

    def test_closed_minutes_do_not_change(self, meeting, people, unit, sign_in):
        row, client = item(meeting), sign_in(people.clerk)
        other = item(meeting, outcome="settled", decision="已办", unit=unit)
        close(client, meeting)
        assert minute(client, row, outcome="heard").status_code == 403
        assert client.post(reverse("supervision:matter_new", args=[meeting.pk]), {"text": "晚到"}).status_code == 403
        assert close(client, meeting).status_code == 403
        assert actions.close_meeting(meeting=meeting, by=people.admin, on=DAY) == 0
        assert actions.prepare_agenda(meeting=meeting, as_of=DAY) == (0, 0)
        assert (Issue.objects.count(), MeetingItem.objects.count()) == (1, 2)
        other.refresh_from_db()
        assert other.issue == Issue.objects.get()

    def test_minutes_that_were_closed_while_somebody_wrote_refuse_it(self, meeting, people, sign_in, monkeypatch):
        """The right was asked before the minutes were closed; the form asks again under the lock."""
        row, client = item(meeting), sign_in(people.clerk)
        allowed = meeting.edit_access(people.clerk)
        Meeting.objects.filter(pk=meeting.pk).update(closed_on=DAY, closed_by=people.admin)
        monkeypatch.setattr(Meeting, "edit_access", lambda self, user: allowed)
        answer = minute(client, row, outcome="heard")
        assert "已关闭" in str(answer.context["form"].errors)
        client.post(reverse("supervision:minute_drop", args=[row.pk]))
        meeting.refresh_from_db()
        given = {"version": meeting.version, "place": "别处"}
        answer = client.post(reverse("supervision:meeting_edit", args=[meeting.pk]), given)
        assert "已关闭" in str(answer.context["form"].errors)
        row.refresh_from_db()
        assert row.outcome == "open"

    def test_heads_bring_matters_and_write_no_minutes(self, meeting, people, unit, sign_in):
        client, address = sign_in(people.head), reverse("supervision:matter_new", args=[meeting.pk])
        assert client.get(address).context["form"]["unit"].value() == unit.pk
        assert client.post(address, {"version": "0", "text": "请求协调用电", "category": "utilities"}).status_code == 302
        row = meeting.items.get()
        assert (row.text, row.subject, row.outcome) == ("请求协调用电", "other", "open")
        assert minute(client, row, outcome="heard").status_code == 403


class TestPages:
    def test_the_page_says_what_is_carried_over(self, zone, late, people, sign_in):
        for day in (datetime.date(2015, 6, 9), DAY):
            meeting = actions.open_meeting(meeting=Meeting(zone=zone, held_on=day), as_of=day)
        page = sign_in(people.officer).get(meeting.get_absolute_url()).content.decode()
        assert "已延续1次" in page
        assert reverse("supervision:minute_edit", args=[meeting.items.get().pk]) not in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_its_queries(self, meeting, people, unit, sign_in, count):
        for _ in range(count):
            item(meeting, unit=unit, project=factories.project(zone=meeting.zone))
        client = sign_in(people.clerk)
        client.get(meeting.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(meeting.get_absolute_url())
        assert len(queries) == 5

    def test_the_page_of_closing_says_what_will_become_of_the_matters(self, meeting, people, unit, sign_in):
        item(meeting, text="修路", outcome="decided", decision="修", unit=unit, due_on=DUE)
        item(meeting, text="没议到")
        answer = sign_in(people.clerk).get(reverse("supervision:meeting_close", args=[meeting.pk]))
        assert [row.text for row in answer.context["followed"]] == ["修路"]
        assert [row.text for row in answer.context["unheard"]] == ["没议到"]


class TestPaper:
    def test_the_minutes_hold_every_decision_and_what_comes_again(self, meeting, people, unit, sign_in):
        Meeting.objects.filter(pk=meeting.pk).update(chair="指挥长", attendance="家具指挥部\n食品指挥部", remark="注意安全")
        item(meeting, text="施工道路不通", outcome="decided", decision="两周内修通", unit=unit, due_on=DUE)
        item(meeting, text="缺水", outcome="settled", decision="当场接通", unit=unit)
        item(meeting, text="没议到的事")
        client = sign_in(people.leader)
        answer = client.get(reverse("reports:meeting_word", args=[meeting.pk]))
        document = Document(io.BytesIO(b"".join(answer.streaming_content)))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert document.paragraphs[0].style.name == "Title"
        for words in ("〔2015〕1号", "指挥长", "家具指挥部、食品指挥部", "2015年6月16日", "1. 施工道路不通", "两周内修通"):
            assert words in text
        assert f"责任单位：{unit}；完成时限：2015年6月30日" in text
        assert text.index("当场接通") < text.index("注意安全") < text.index("没议到的事")
        assert "未关闭" in text
        assert (DownloadEntry.objects.get().user, DownloadEntry.objects.get().row_count) == (people.leader, 3)
