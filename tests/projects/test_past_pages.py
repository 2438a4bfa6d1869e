"""The pages of the ledger's past: a day, the time between two days, dropping a promise, and histories."""

import datetime
import io
from urllib.parse import quote

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.history import noted
from projects import ledger_changes
from projects.models import Excuse, Milestone, MilestoneWeek, Project, Revision
from reports import dashboard
from tests import factories
from tests.past import on
from tests.projects.browser import errors, submit, text
from tests.projects.test_ledger_history import day, drop, move, write
from tests.test_query_strings import DAYS, NASTY
from zones.models import DownloadEntry, Membership

pytestmark = pytest.mark.django_db
ON, CHANGES = "/ledger/", "/ledger/changes/"


@pytest.fixture
def promise(project):
    with on("2015-01-05"):
        row = factories.milestone(project=project, text="厂房竣工", due=day("2015-05-31"))
    with on("2015-01-05 08:00"):  # the project was registered first
        Project.objects.filter(pk=project.pk).update(remark="登记")
    return row


@pytest.fixture
def project(zone, unit):
    with on("2015-01-01"):
        return factories.project(zone=zone, unit=unit, park=factories.park(zone=zone, name="家具园"), name="全友家居三期")


@pytest.fixture
def clerk(people, sign_in):
    return sign_in(people.clerk)


def shown(answer) -> list[str]:
    assert answer.status_code == 200
    return [row.text for row in answer.context["page"]]


def lines(answer) -> list[tuple[str, str]]:
    assert answer.status_code == 200
    return [(line.promise.text, str(line.kind)) for line in answer.context["page"]]


def sheets(answer) -> dict[str, list[list]]:
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


# --- as it stood on a day ------------------------------------------------------------------------


def test_the_page_says_which_day_it_shows_and_that_it_is_not_today(clerk, promise):
    write(promise, "2015-06-01", text="厂房验收")
    page = clerk.get(ON, {"on": "2015-05-29"})
    assert shown(page) == ["厂房竣工"]
    assert "As it stood on 2015-05-29 (Friday), not today" in text(page)
    assert shown(clerk.get(ON)) == ["厂房验收"]
    assert "not today" not in text(clerk.get(ON))


def test_a_dropped_promise_is_marked_and_leads_to_its_history(clerk, people, promise):
    drop(promise, "2015-04-14", people.clerk)
    page = clerk.get(ON, {"on": "2015-04-13"})
    assert "dropped since" in text(page)
    assert reverse("projects:milestone_history", args=[promise.pk]) in page.content.decode()
    assert reverse("projects:milestone_detail", args=[promise.pk]) + '"' not in page.content.decode()


def test_the_weeks_around_and_the_usual_days_are_one_click_away(clerk, promise):
    context = clerk.get(ON, {"on": "2015-06-02", "unit": promise.project.unit_id}).context
    assert (context["earlier"], context["later"]) == (day("2015-05-26"), day("2015-06-09"))
    assert context["friday"] == day("2015-06-12")
    assert context["month_ends"][:2] == [day("2015-05-31"), day("2015-04-30")]
    assert context["meetings"][:2] == [day("2015-06-09"), day("2015-06-02")]
    assert clerk.get(ON, {"on": "2015-06-12"}).context["later"] is None
    page = clerk.get(ON, {"on": "2015-06-02", "q": "厂房"}).content.decode()
    assert f"?on=2015-05-26&amp;q={quote('厂房')}" in page or f"?q={quote('厂房')}&amp;on=2015-05-26" in page


def test_a_day_before_the_history_says_so(clerk, promise):
    page = clerk.get(ON, {"on": "2014-12-31"})
    assert shown(page) == []
    assert "The history begins on 2015-01-01" in text(page)
    assert "The ledger held no promise on this day." in text(clerk.get(ON, {"on": "2015-01-04"}))


def test_a_future_day_is_today_and_says_so(clerk, promise):
    page = clerk.get(ON, {"on": "2015-06-17"})
    assert shown(page) == ["厂房竣工"]
    assert "2015-06-17 has not come yet: this is the ledger of today, 2015-06-16" in text(page)
    assert page.context["as_of"] == day("2015-06-16")


@pytest.mark.parametrize("value", [value for value in DAYS if value != "20150616"])
def test_a_day_that_cannot_be_read_shows_no_rows(clerk, promise, value):
    page = clerk.get(ON, {"on": value})
    assert shown(page) == []
    assert page.context["filter"].form.errors["on"]
    assert "No rows are shown" in text(page)
    assert "not today" not in text(page)
    export = clerk.get(ON, {"on": value, "export": "xlsx"})
    assert export["Content-Type"].startswith("text/html")


def test_the_day_and_the_filters_go_along_with_each_other(clerk, promise):
    page = clerk.get(ON, {"on": "2015-05-29", "q": "厂房"})
    html = page.content.decode()
    assert '<input type="hidden" name="on" value="2015-05-29"' in html
    assert '<input type="hidden" name="q" value="厂房">' in html
    fragment = clerk.get(ON, {"on": "2015-05-29"}, headers={"HX-Request": "true"}).content.decode()
    assert "As it stood on 2015-05-29" in fragment
    assert "<html" not in fragment


def test_showing_everything_stays_on_the_day(clerk, promise):
    page = clerk.get(ON, {"on": "2015-05-29", "q": "没有"})
    assert shown(page) == []
    assert page.context["everything"] == "?on=2015-05-29"
    assert "Nothing matches these filters." in text(page)


def test_the_list_is_filtered_by_what_was_so_then(clerk, zone, promise, project, unit):
    with on("2015-03-01"):
        other = factories.unit(zone=zone, name="环保产业指挥部")
        Project.objects.filter(pk=project.pk).update(unit=other, park=factories.park(zone=zone), name="改名项目")
    for asked, before, after in (
        ({"unit": unit.pk}, ["厂房竣工"], []),
        ({"unit": other.pk}, [], ["厂房竣工"]),
        ({"park": project.park_id}, ["厂房竣工"], []),
        ({"q": "改名项目"}, [], ["厂房竣工"]),
        ({"project": project.pk}, ["厂房竣工"], ["厂房竣工"]),
        ({"standing": "ahead"}, ["厂房竣工"], ["厂房竣工"]),
        ({"standing": "overdue"}, [], []),
    ):
        assert shown(clerk.get(ON, {"on": "2015-02-01", **asked})) == before, asked
        assert shown(clerk.get(ON, {"on": "2015-03-02", **asked})) == after, asked


def test_standing_follows_the_rules_in_force_on_the_day(clerk, zone, promise):
    factories.rule_set(zone=zone, year=2015, valid_from=day("2015-01-01"), due_soon_days=40)
    factories.rule_set(zone=zone, year=2015, edition=2, valid_from=day("2015-05-10"), due_soon_days=5)
    assert [row.standing for row in clerk.get(ON, {"on": "2015-05-09"}).context["page"]] == ["due_soon"]
    assert [row.standing for row in clerk.get(ON, {"on": "2015-05-10"}).context["page"]] == ["ahead"]


def test_slip_and_lateness_are_those_of_the_day(clerk, people, promise):
    move(promise, "2015-03-10", "2015-06-10", people.head)
    answer = clerk.get(ON, {"on": "2015-06-15", "cols": "text,slip,lateness", "export": "xlsx"})
    (_name, rows), *_none = sheets(answer).items()
    assert rows[-1][:3] == ["厂房竣工", 10, 5]
    answer = clerk.get(ON, {"on": "2015-03-09", "cols": "text,slip,lateness", "export": "xlsx"})
    assert next(iter(sheets(answer).values()))[-1][:3] == ["厂房竣工", 0, 0]


def test_the_sheet_says_of_which_day_it_is_and_is_written_down(clerk, people, promise):
    write(promise, "2015-06-01", text="厂房验收")
    answer = clerk.get(ON, {"on": "2015-05-29", "unit": promise.project.unit_id, "export": "xlsx"})
    assert "2015-05-29.xlsx" in answer["Content-Disposition"]
    (rows,) = sheets(answer).values()
    notices = [row[0] for row in rows[1:3]]
    assert notices == [
        "Filter: As it stood on: 2015-05-29; Responsible unit: 家具产业指挥部",
        f"As of 2015-05-29, exported by {people.clerk.name}",
    ]
    assert rows[-1][0] == "厂房竣工"
    entry = DownloadEntry.objects.latest("pk")
    assert (entry.user, entry.what, entry.row_count) == (people.clerk, "Ledger on a past day", 1)
    assert "2015-05-29" in entry.about


def test_one_project_s_day_is_its_own(clerk, zone, promise, project):
    with on("2015-01-06"):
        factories.milestone(project=factories.project(zone=zone), text="他项目节点")
    address = reverse("projects:project_ledger_on", args=[project.pk])
    page = clerk.get(address, {"on": "2015-05-29"})
    assert shown(page) == ["厂房竣工"]
    assert "全友家居三期" in text(page)
    assert set(page.context["filter"].form.fields) == {"q", "on", "standing", "phase"}
    assert shown(clerk.get(ON, {"on": "2015-05-29"})) == ["厂房竣工", "他项目节点"]
    answer = clerk.get(address, {"on": "2015-05-29", "export": "xlsx"})
    assert len(sheets(answer)) == 1


def test_a_person_of_two_zones_reads_a_project_s_past_in_its_own_zone(sign_in, people, promise, foreign, other_zone):
    Membership.objects.create(zone=other_zone, user=people.leader, role="leader")
    client = sign_in(people.leader)
    address = reverse("projects:project_ledger_on", args=[foreign.project.pk])
    assert shown(client.get(address)) == ["外区机密节点"]
    assert client.get(address, {"export": "xlsx"}).status_code == 200
    assert DownloadEntry.objects.latest("pk").zone == other_zone
    assert shown(client.get(ON)) == ["厂房竣工"]


def test_another_zone_s_past_is_not_there(clerk, foreign, other_zone):
    unit = foreign.project.unit_id
    assert clerk.get(reverse("projects:project_ledger_on", args=[foreign.project.pk])).status_code == 404
    assert clerk.get(reverse("projects:milestone_history", args=[foreign.milestone.pk])).status_code == 404
    assert clerk.get(reverse("projects:milestone_drop", args=[foreign.milestone.pk])).status_code == 404
    for address, asked in ((ON, {"project": foreign.project.pk}), (ON, {"unit": unit}), (ON, {}), (CHANGES, {"unit": unit})):
        answer = clerk.get(address, asked)
        assert "外区机密" not in text(answer), (address, asked)
    answer = clerk.get(CHANGES, {"project": foreign.project.pk, "from": "2015-01-01"})
    assert answer.context["form"].errors["project"]
    assert "外区机密" not in answer.content.decode()


def test_a_dropped_promise_of_another_zone_is_not_there_either(clerk, foreign):
    pk = foreign.milestone.pk
    foreign.milestone.delete()
    assert clerk.get(reverse("projects:milestone_history", args=[pk])).status_code == 404
    assert clerk.post(reverse("projects:milestone_drop", args=[pk]), {}).status_code == 404


# --- what changed between two days ---------------------------------------------------------------


def test_the_changes_begin_with_the_last_meeting_and_end_today(clerk, promise):
    write(promise, "2015-06-09", remark="会后当天")
    write(promise, "2015-06-10", text="厂房验收")
    page = clerk.get(CHANGES)
    assert lines(page) == [("厂房验收", "corrected")]
    assert (page.context["given"]["since"], page.context["given"]["until"]) == (day("2015-06-09"), day("2015-06-16"))
    assert "From the end of 2015-06-09 to the end of 2015-06-16" in text(page)


def test_both_ends_are_compared_or_every_change_is_listed(clerk, people, promise):
    move(promise, "2015-03-10", "2015-06-30", people.head, explanation="先延")
    move(promise, "2015-04-10", "2015-05-10", people.head, explanation="再提前")
    asked = {"from": "2015-03-01", "to": "2015-05-01"}
    page = clerk.get(CHANGES, asked)
    assert lines(page) == [("厂房竣工", "earlier")]
    assert "2015-05-31 → 2015-05-10" in text(page)
    assert "funds · 再提前" in text(page)
    assert "2 writes" in text(page)
    steps = clerk.get(CHANGES, {**asked, "show": "steps"})
    assert lines(steps) == [("厂房竣工", "slipped"), ("厂房竣工", "earlier")]
    assert "2015-05-31 → 2015-06-30" in text(steps)
    assert "funds · 先延" in text(steps)


def test_the_counts_on_top_are_chips_that_filter(clerk, people, project, promise):
    with on("2015-02-01"):
        other = factories.milestone(project=project, text="另一个", due=day("2015-07-31"))
    move(promise, "2015-03-10", "2015-06-30", people.head)
    drop(other, "2015-03-11", people.clerk)
    page = clerk.get(CHANGES, {"from": "2015-03-01"})
    assert {str(kind): count for kind, count in page.context["counts"].items()} == {"slipped": 1, "dropped": 1}
    assert page.context["total"] == 2
    html = page.content.decode()
    assert "?from=2015-03-01&amp;kind=slipped" in html
    chosen = clerk.get(CHANGES, {"from": "2015-03-01", "kind": "dropped"})
    assert lines(chosen) == [("另一个", "dropped")]
    assert chosen.context["total"] == 2


def test_who_through_what_and_why_stand_beside_a_change(clerk, people, promise):
    with noted(user=people.clerk.pk, name="管委会办公室", origin="bulk", generated=True):
        drop(promise, "2015-04-14 15:30", people.clerk)
    page = text(clerk.get(CHANGES, {"from": "2015-04-01"}))
    assert people.clerk.name in page
    assert "2015-04-14 15:30" in page
    assert "bulk change" in page
    assert "change of design · 不再建设" in page
    assert "generated" in page


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2015-02-30"}, "since"),
        ({"to": "2015-13-01"}, "until"),
        ({"from": "1949-12-31"}, "since"),
        ({"from": "2101-01-01"}, "since"),
        ({"from": "gestern"}, "since"),
        ({"from": "2015-06-10", "to": "2015-06-09"}, "since"),
        ({"from": "2015-06-17"}, "since"),
        ({"to": "2015-06-17"}, "until"),
        ({"kind": "no-such"}, "kind"),
        ({"show": "no-such"}, "show"),
        ({"unit": "abc"}, "unit"),
        ({"park": str(2**63)}, "park"),
    ],
)
def test_what_cannot_be_read_gives_a_message_and_no_changes(clerk, promise, asked, field):
    write(promise, "2015-06-10", text="厂房验收")
    page = clerk.get(CHANGES, asked)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "No changes are shown." in text(page)
    assert "厂房验收" not in text(page)
    assert clerk.get(CHANGES, {**asked, "export": "xlsx"})["Content-Type"].startswith("text/html")


def test_a_day_is_read_as_people_write_it(clerk, promise):
    write(promise, "2015-06-10", text="厂房验收")
    assert lines(clerk.get(CHANGES, {"from": "2015年6月9日", "to": "２０１５/6/16"})) == [("厂房验收", "corrected")]
    assert shown(clerk.get(ON, {"on": "2015.6.9"})) == ["厂房竣工"]


def test_nothing_between_two_days_says_so(clerk, promise):
    page = clerk.get(CHANGES, {"from": "2015-05-01", "to": "2015-05-02"})
    assert "Nothing changed in the ledger between these days." in text(page)
    assert "The history begins on 2015-01-01." in text(page)


def test_more_than_a_page_compares_is_said_and_not_cut(clerk, promise, monkeypatch):
    write(promise, "2015-06-10", text="厂房验收")
    monkeypatch.setattr(ledger_changes, "MOST_WRITES", 0)
    page = clerk.get(CHANGES)
    assert "Too much was written between these days." in text(page)
    assert "厂房验收" not in text(page)
    monkeypatch.setattr(dashboard, "MOST_WRITES", 0)
    assert "very much was changed in the ledger" in text(clerk.get("/dashboard/"))


def test_long_periods_come_in_pages(clerk, project):
    with on("2015-02-01"):
        for number in range(3):
            factories.milestone(project=project, text=f"节点{number}")
    from projects.views import history

    assert history.LINES == 200
    rows = [row.pk for row in Milestone.objects.all()]
    for turn in range(80):
        with on("2015-03-01"):
            Milestone.objects.filter(pk__in=rows).update(remark=f"第{turn}次")
    asked = {"from": "2015-02-15", "show": "steps"}
    first, second = clerk.get(CHANGES, asked), clerk.get(CHANGES, {**asked, "page": "2"})
    assert (len(first.context["page"]), len(second.context["page"])) == (200, 40)
    assert clerk.get(CHANGES, {**asked, "page": "99"}).context["page"].number == 2


def test_the_sheet_of_changes_has_both_comparisons(clerk, people, promise):
    move(promise, "2015-03-10", "2015-06-30", people.head, explanation="先延")
    move(promise, "2015-04-10", "2015-05-10", people.head, explanation="再提前")
    answer = clerk.get(CHANGES, {"from": "2015-03-01", "unit": promise.project.unit_id, "export": "xlsx"})
    found = sheets(answer)
    assert list(found) == ["Both ends compared", "Every change"]
    net, steps = found.values()
    assert net[1][0] == "Filter: From: 2015-03-01; To: 2015-06-16; Responsible unit: 家具产业指挥部"
    assert net[2][0] == f"As of 2015-06-16, exported by {people.clerk.name}"
    columns = [str(name) for name in net[3]]
    told = dict(zip(columns, net[-1], strict=True))
    assert (told["Project"], told["Promise"], told["Days"]) == ("全友家居三期", "厂房竣工", -21)
    assert (told["From"].date(), told["To"].date()) == (day("2015-05-31"), day("2015-05-10"))
    assert told["Why"] == "funds · 再提前"
    assert [row[columns.index("Days")] for row in steps[4:]] == [30, -51]
    entry = DownloadEntry.objects.latest("pk")
    assert (entry.what, entry.row_count) == ("What changed in the ledger", 3)


def test_the_dashboard_tells_what_changed_since_the_meeting(clerk, people, project, promise):
    with on("2015-02-01"):
        other = factories.milestone(project=project, text="另一个", due=day("2015-07-31"))
    write(promise, "2015-06-09", remark="会前")
    assert "nothing changed in the ledger" in text(clerk.get("/dashboard/"))
    write(promise, "2015-06-12", actual_date=day("2015-06-11"))
    move(other, "2015-06-12", "2015-08-31", people.head)
    page = clerk.get("/dashboard/")
    assert "Since the early meeting of 2015-06-09 met 1 slipped 1" in text(page)
    assert "/ledger/changes/?from=2015-06-09&amp;kind=slipped" in page.content.decode()


# --- dropping a promise --------------------------------------------------------------------------


def drop_url(row) -> str:
    return reverse("projects:milestone_drop", args=[row.pk])


def test_dropping_asks_once_and_says_what_goes_along(clerk, people, zone, project, promise):
    move(promise, "2015-03-10", "2015-06-30", people.head)
    promise.buildings.add(factories.building(project=project))
    MilestoneWeek.objects.create(report=factories.report(project=project), milestone=promise, outlook="late")
    factories.milestone(project=project).weeks.create(report=factories.report(project=project, monday=day("2015-06-01")))
    page = text(clerk.get(drop_url(promise)))
    for words in ("statements in weekly reports (1)", "revisions of its date (1)", "links to buildings (1)"):
        assert words in page
    assert "excuses" not in page
    Excuse.objects.create(
        project=project,
        milestone=promise,
        first_day=day("2015-06-01"),
        last_day=day("2015-06-30"),
        reason="weather",
        explanation="大雨",
        approved_by="主任",
        by=people.clerk,
    )
    assert "excuses (1)" in text(clerk.get(drop_url(promise)))


def test_a_dropped_promise_is_gone_and_the_history_says_who_and_why(clerk, people, project, promise):
    move(promise, "2015-03-10", "2015-06-30", people.head)
    answer = submit(clerk, drop_url(promise), reason="design", explanation="不再建设")
    assert answer["Location"] == project.get_absolute_url()
    assert not Milestone.objects.exists()
    assert not Revision.objects.exists()
    event = Milestone.pgh_event_model.objects.latest("pgh_id")
    assert event.pgh_label == "delete"
    said = {"user": people.clerk.pk, "name": people.clerk.name, "origin": "form", "url": drop_url(promise)}
    assert event.pgh_context == {**said, "reason": "design", "explanation": "不再建设"}
    page = clerk.get(CHANGES, {"from": "2015-06-15"})
    assert lines(page) == [("厂房竣工", "dropped")]
    assert "change of design · 不再建设" in text(page)


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"reason": "", "explanation": "说明"}, ["reason"]),
        ({"reason": "design", "explanation": " "}, ["explanation"]),
        ({"reason": "no-such", "explanation": "说明"}, ["reason"]),
        ({"reason": "design", "explanation": "长" * 301}, ["explanation"]),
        ({"reason": "design", "explanation": "a\u202eb"}, ["explanation"]),
        ({}, ["reason", "explanation"]),
    ],
)
def test_a_promise_is_not_dropped_without_a_reason(clerk, promise, sent, wrong):
    promise.refresh_from_db()
    answer = clerk.post(drop_url(promise), {"version": promise.version, **sent})
    assert list(errors(answer)) == wrong
    assert Milestone.objects.filter(pk=promise.pk).exists()
    if sent.get("explanation", "").strip():
        assert answer.context["form"]["explanation"].value() == sent["explanation"]


@pytest.mark.parametrize("version", ["", "999", "abc", "-1"])
def test_a_stale_page_drops_nothing_and_keeps_the_reason(clerk, promise, version):
    page = clerk.get(drop_url(promise))
    Milestone.objects.filter(pk=promise.pk).update(text="他人已改")
    sent = {"version": version or page.context["form"]["version"].value(), "reason": "design", "explanation": "不再建设"}
    answer = clerk.post(drop_url(promise), sent)
    assert answer.status_code in {200, 409}
    assert Milestone.objects.filter(pk=promise.pk).exists()
    assert "不再建设" in answer.content.decode()
    if answer.status_code == 409:
        assert "他人已改" in text(answer)
        assert "Nothing was dropped." in text(answer)
        again = clerk.post(drop_url(promise), {**sent, "version": answer.context["form"]["version"].value()})
        assert again.status_code == 302
        assert not Milestone.objects.exists()


def test_the_same_click_sent_twice_drops_once(clerk, promise):
    promise.refresh_from_db()
    sent = {"version": promise.version, "reason": "design", "explanation": "不再建设"}
    assert clerk.post(drop_url(promise), sent).status_code == 302
    written = Milestone.pgh_event_model.objects.count()
    for answer in (clerk.post(drop_url(promise), sent), clerk.get(drop_url(promise))):
        assert answer["Location"] == reverse("projects:milestone_history", args=[promise.pk])
    assert "This promise was dropped already." in text(clerk.get(reverse("projects:milestone_history", args=[promise.pk])))
    assert Milestone.pgh_event_model.objects.count() == written


def test_only_keepers_drop_promises(sign_in, people, promise):
    promise.refresh_from_db()
    sent = {"version": promise.version, "reason": "design", "explanation": "不再建设"}
    for person in (people.officer, people.head, people.leader, people.colleague):
        assert sign_in(person).post(drop_url(promise), sent).status_code == 403
    assert Milestone.objects.filter(pk=promise.pk).exists()
    page = sign_in(people.head).get(promise.get_absolute_url()).content.decode()
    assert f'href="{drop_url(promise)}"' not in page
    assert "Only clerks of the zone change this." in page
    assert sign_in(people.admin).post(drop_url(promise), sent).status_code == 302


# --- histories -----------------------------------------------------------------------------------


def test_a_project_s_history_tells_of_its_promises_with_origin_and_reason(clerk, people, project, promise):
    submit(
        clerk,
        reverse("projects:milestone_move", args=[promise.pk]),
        due_date="2015-07-31",
        reason="funds",
        explanation="缺口",
        approved_by="主任",
    )
    submit(clerk, drop_url(promise), reason="design", explanation="不再建设")
    page = text(clerk.get(reverse("projects:project_history", args=[project.pk])))
    assert "created it milestone “厂房竣工”" in page
    assert "deleted it milestone “厂房竣工” · form" in page
    assert "Why: change of design · 不再建设" in page
    assert "Why: funds · 缺口" in page
    assert "directly in the database" in page  # the factory's own writes carry no page


def test_the_history_of_a_dropped_promise_is_read_under_its_old_address(clerk, people, project, promise):
    drop(promise, "2015-04-14", people.clerk)
    page = clerk.get(reverse("projects:milestone_history", args=[promise.pk]))
    assert "厂房竣工" in text(page)
    assert "Why: change of design · 不再建设" in text(page)
    assert project.get_absolute_url() in page.content.decode()
    assert clerk.get(reverse("projects:milestone_detail", args=[promise.pk])).status_code == 404


def test_the_pages_lead_to_each_other(clerk, project, promise, unit):
    on_day, changes = reverse("projects:project_ledger_on", args=[project.pk]), f"{CHANGES}?project={project.pk}"
    page = clerk.get(project.get_absolute_url()).content.decode()
    assert on_day in page
    assert changes in page
    assert on_day in clerk.get(promise.get_absolute_url()).content.decode()
    listed = clerk.get("/milestones/", {"unit": unit.pk, "standing": "overdue"}).content.decode()
    assert f'href="/ledger/?unit={unit.pk}"' in listed
    assert f'href="/ledger/changes/?unit={unit.pk}"' in listed
    assert 'href="/ledger/"' in clerk.get("/milestones/").content.decode()


# --- any address ---------------------------------------------------------------------------------


def test_every_parameter_of_the_changes_with_every_nasty_value(clerk, promise):
    clerk.raise_request_exception = False
    for value in NASTY:
        for name in ("from", "to", "park", "unit", "project", "kind", "show", "page", "export"):
            answer = clerk.get(f"{CHANGES}?{name}={quote(value[:1500], errors='surrogatepass')}")
            assert answer.status_code in {200, 400}, (name, value)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_combination_of_parameters(clerk, promise, data):
    clerk.raise_request_exception = False
    keys = st.sampled_from(
        ["on", "from", "to", "park", "unit", "project", "kind", "show", "page", "export", "sort", "cols", "no_such"]
    )
    values = st.one_of(st.sampled_from(NASTY), st.text(max_size=20), st.dates().map(str), st.sampled_from(["xlsx", "steps", "met"]))
    pairs = data.draw(st.lists(st.tuples(keys, values), max_size=6))
    query = "&".join(f"{quote(key)}={quote(value, errors='surrogatepass')}" for key, value in pairs)[:7900]
    for address in (ON, CHANGES, reverse("projects:project_ledger_on", args=[promise.project_id])):
        answer = clerk.get(f"{address}?{query}")
        assert answer.status_code in {200, 400}, query
        wrong = answer.status_code == 200 and answer.context and "form" in answer.context and answer.context["form"].errors
        if wrong:
            assert "page" not in answer.context


# --- queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "queries"),
    [(f"{ON}?on=2015-05-29", 8), (ON, 6), (f"{CHANGES}?from=2015-02-01", 10), (f"{CHANGES}?from=2015-02-01&show=steps", 10)],
)
def test_a_page_of_the_past_costs_the_same_for_one_row_and_for_three(
    sign_in, people, zone, rows, url, queries, django_assert_num_queries
):
    for number in range(rows):
        with on("2015-01-05"):
            own, park = factories.unit(zone=zone), factories.park(zone=zone)
            row = factories.milestone(project=factories.project(zone=zone, unit=own, park=park), due=day("2015-05-31"))
        move(row, f"2015-03-{number + 10}", "2015-06-30", people.head)
    client = sign_in(people.clerk)
    client.get("/weeks/mine/")
    with django_assert_num_queries(queries):
        page = client.get(url)
    assert len(page.context["page"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("project_ledger_on", 7), ("project_history", 12), ("milestone_drop", 8)])
def test_a_page_about_one_row_costs_the_same_whatever_hangs_on_it(
    sign_in, people, project, promise, unit, rows, name, queries, django_assert_num_queries
):
    for number in range(rows):
        move(promise, f"2015-03-{number + 10}", f"2015-07-{number + 10}", people.head)
        factories.milestone(project=project, unit=unit).buildings.add(factories.building(project=project))
        project.stage_entries.create(stage=["started", "landed", "signed"][number])
    client = sign_in(people.clerk)
    client.get("/weeks/mine/")
    target = promise.pk if name.startswith("milestone") else project.pk
    with django_assert_num_queries(queries):
        assert client.get(reverse(f"projects:{name}", args=[target])).status_code == 200


def test_the_days_of_shortcuts():
    from projects import weeks

    friday = datetime.date(2015, 6, 12)
    assert weeks.last_friday(friday) == datetime.date(2015, 6, 5)
    assert weeks.last_friday(friday + datetime.timedelta(days=1)) == friday
    assert weeks.last_meeting(datetime.date(2015, 6, 16)) == datetime.date(2015, 6, 9)
    assert weeks.last_meeting(datetime.date(2015, 6, 17)) == datetime.date(2015, 6, 16)
    assert weeks.month_ends_before(datetime.date(2015, 3, 31), 4) == [
        datetime.date(2015, 2, 28),
        datetime.date(2015, 1, 31),
        datetime.date(2014, 12, 31),
        datetime.date(2014, 11, 30),
    ]
    assert weeks.meetings_before(datetime.date(2015, 1, 6), 2) == [datetime.date(2014, 12, 30), datetime.date(2014, 12, 23)]
