"""My week, the board of who has not reported, the list, and the review."""

import datetime

import pytest
from django.urls import reverse

from core import clock
from core.periods import ONE_WEEK
from projects.models import ProjectOfficer, ReportingWeek, WeeklyReport
from tests import factories
from tests.projects.browser import text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK

MY_WEEK, BOARD = "/weeks/mine/", "/weeks/"
GIVEN = datetime.datetime(2015, 6, 14, tzinfo=datetime.UTC)


def assign(project, person):
    ProjectOfficer.objects.create(project=project, user=person)


def give(project, state="submitted", monday=THIS_WEEK, **fields):
    return factories.report(project=project, monday=monday, state=state, submitted_at=fields.pop("submitted_at", GIVEN), **fields)


# --- my week ------------------------------------------------------------------------------------


def test_the_first_visit_opens_the_week_and_lists_my_projects(sign_in, people, project, unit, zone):
    assign(project, people.officer)
    factories.project(zone=zone, unit=unit, name="同单位别人的项目")
    page = sign_in(people.officer).get(MY_WEEK)
    assert [(report.project, str(report.week), report.state) for report in page.context["reports"]] == [
        (project, "2015-W24", "open")
    ]
    assert "同单位别人的项目" not in page.content.decode()
    assert WeeklyReport.objects.count() == 2
    assert "2015-06-08 to 2015-06-14, due 2015-06-15 18:00" in text(page)


def test_a_unit_head_sees_the_reports_of_the_whole_unit(sign_in, people, project, unit, zone):
    second = factories.project(zone=zone, unit=unit)
    factories.project(zone=zone, unit=people.colleague.memberships.get().unit, name="别的单位的项目")
    page = sign_in(people.head).get(MY_WEEK)
    assert [report.project for report in page.context["reports"]] == [project, second]
    assert "别的单位的项目" not in page.content.decode()


def test_who_has_no_project_is_told_where_to_look(sign_in, people, project):
    page = sign_in(people.leader).get(MY_WEEK)
    assert "No project is assigned to you." in text(page)
    assert page.context["reports"] == []


def test_what_is_owed_from_earlier_weeks_is_listed_oldest_first(sign_in, people, project):
    assign(project, people.officer)
    for weeks, state in ((1, "accepted"), (2, "returned"), (3, "submitted"), (4, "open")):
        monday = THIS_WEEK - weeks * ONE_WEEK
        factories.report(
            project=project, monday=monday, state=state, submitted_at=None if state == "open" else GIVEN, review_note="补数字"
        )
    page = sign_in(people.officer).get(MY_WEEK)
    assert [(report.state, str(report.week)) for report in page.context["owed"]] == [("open", "2015-W20")]
    assert [(report.state, str(report.week)) for report in page.context["returned"]] == [("returned", "2015-W22")]
    assert "补数字" in text(page)


def test_it_counts_what_is_given_and_says_what_is_late(sign_in, people, project, unit, zone):
    for name in ("甲", "乙"):
        give(factories.project(zone=zone, unit=unit, name=name), state="accepted" if name == "甲" else "submitted")
    late = factories.report(project=project, monday=THIS_WEEK)
    factories.milestone(project=project, due=datetime.date(2015, 6, 1))
    factories.milestone(project=project, due=datetime.date(2015, 6, 20))
    page = sign_in(people.head).get(MY_WEEK)
    words = text(page)
    assert page.context["given"] == 2
    assert "2 of 3 reported" in words
    assert "1 overdue" in words
    assert "1 due soon" in words
    found = {report.pk: report.standing for report in page.context["reports"]}
    assert found[late.pk] == "overdue"  # due on Monday the 15th, read on Tuesday


def test_due_soon_follows_the_rule_of_the_zone(sign_in, people, project, zone):
    factories.rule_set(zone=zone, due_soon_days=1)
    assign(project, people.officer)
    factories.milestone(project=project, due=datetime.date(2015, 6, 20))
    (report,) = sign_in(people.officer).get(MY_WEEK).context["reports"]
    assert report.due_soon_count == 0


def test_the_deadline_shown_is_the_one_the_week_was_opened_with(sign_in, people, project, zone):
    assign(project, people.officer)
    client = sign_in(people.officer)
    client.get(MY_WEEK)
    zone.due_weekday, zone.due_hour = 4, 9
    zone.save()
    assert "due 2015-06-15 18:00" in text(client.get(MY_WEEK))


def test_paused_projects_ask_for_nothing(sign_in, people, project):
    assign(project, people.officer)
    factories.report(project=project, monday=THIS_WEEK)
    project.stage = "suspended"
    project.save()
    page = sign_in(people.officer).get(MY_WEEK)
    assert page.context["reports"] == []


def test_a_person_without_a_zone_is_told_whom_to_ask(sign_in, zone):
    page = sign_in(factories.person()).get(MY_WEEK)
    assert page.status_code == 403
    assert "Your account is not assigned to a zone yet." in text(page)


# --- the board ----------------------------------------------------------------------------------


@pytest.fixture
def board(people, project, zone, foreign):
    """Three projects of the unit, two of another one and one of none, in all states."""
    own, other = project.unit, people.colleague.memberships.get().unit
    give(project, "accepted", submitted_at=datetime.datetime(2015, 6, 16, tzinfo=datetime.UTC))
    give(factories.project(zone=zone, unit=own, name="本单位已报"))
    factories.report(project=factories.project(zone=zone, unit=own, name="本单位未报"), monday=THIS_WEEK)
    give(factories.project(zone=zone, unit=other, name="他单位退回"), "returned")
    give(factories.project(zone=zone, unit=other, name="他单位已报"))
    factories.report(project=factories.project(zone=zone, name="无单位未报"), monday=THIS_WEEK)
    return {"total": 6, "given": 3, "missing": 3, "accepted": 1, "late": 1}


def test_the_board_groups_by_unit_with_the_missing_first(sign_in, people, board, unit):
    page = sign_in(people.leader).get(BOARD)
    blocks = [(block.name, [line.project for line in block.lines]) for block in page.context["groups"]]
    assert blocks == [
        ("家具产业指挥部", ["本单位未报", "全友家居三期", "本单位已报"]),
        ("食品产业指挥部", ["他单位退回", "他单位已报"]),
        ("", ["无单位未报"]),
    ]
    words = text(page)
    for part in ("2 of 3 reported", "1 of 2 reported", "0 of 1 reported", "Without a unit"):
        assert part in words
    assert "外区机密" not in page.content.decode()


def test_the_counters_of_the_board_equal_its_rows_and_the_lists_they_lead_to(sign_in, people, board):
    client = sign_in(people.leader)
    page = client.get(BOARD)
    assert {name: page.context[name] for name in board} == board
    rows = [line for block in page.context["groups"] for line in block.lines]
    assert len(rows) == board["total"]
    assert sum(not line.report.is_given for line in rows) == board["missing"]
    for state in ("missing", "given", "accepted", "late"):
        assert len(client.get(BOARD, {"state": state}).context["lines"]) == board[state], state
    for query, name in (("", "total"), ("&missing=yes", "missing"), ("&standing=accepted", "accepted")):
        assert client.get(f"/reports/?week=2015-W24{query}").context["page"].paginator.count == board[name], name


def test_an_old_week_shows_its_own_reports(sign_in, people, board, project):
    give(project, "accepted", monday=LAST_WEEK)  # W23 has no row of its own here: it was never opened by the portal
    page = sign_in(people.leader).get("/weeks/2015-W23/")
    assert (page.context["total"], page.context["given"], str(page.context["later"])) == (1, 1, "2015-W24")


@pytest.mark.parametrize("week", ["2015-W54", "2015-W00", "2015-24", "abc", "２０１５-W24", "9999-W01", "2015-W24%00"])
def test_a_week_that_does_not_exist_is_not_found(sign_in, people, project, week):
    assert sign_in(people.leader).get(f"/weeks/{week}/").status_code in {404, 400}


def test_a_week_that_has_not_come_is_not_opened_by_looking_at_it(sign_in, people, project):
    page = sign_in(people.leader).get("/weeks/2015-W30/")
    assert "This week was not opened for reporting." in text(page)
    assert not WeeklyReport.objects.exists()
    assert page.context["later"] is None


def test_an_old_week_that_was_never_opened_stays_closed(sign_in, people, project):
    assert "This week was not opened for reporting." in text(sign_in(people.leader).get("/weeks/2015-W10/"))
    assert not ReportingWeek.objects.exists()


# --- the review ---------------------------------------------------------------------------------


@pytest.fixture
def submitted(project):
    return give(project, progress="主体三层")


def review(client, report, **data):
    version = WeeklyReport.objects.get(pk=report.pk).version
    return client.post(reverse("projects:report_review", args=[report.pk]), {"version": version, **data}, follow=True)


def state(report):
    row = WeeklyReport.objects.get(pk=report.pk)
    return (row.state, row.reviewed_by, row.review_note)


def test_the_head_of_the_unit_comes_from_the_board_to_the_review_and_accepts(sign_in, people, submitted):
    client = sign_in(people.head)
    address = reverse("projects:report_review", args=[submitted.pk])
    assert f'href="{address}"' in client.get(BOARD).content.decode()
    assert f'name="version" value="{submitted.version}"' in client.get(address).content.decode()
    answer = review(client, submitted, accept="yes")
    assert "Accepted: 全友家居三期 2015-W24" in text(answer)
    assert state(submitted) == ("accepted", people.head, "")


def test_the_head_sends_back_with_a_note_and_the_officer_reads_it(sign_in, people, submitted):
    assign(submitted.project, people.officer)
    answer = review(sign_in(people.head), submitted, accept="no", note="请补充工人数")
    assert "Sent back: 全友家居三期 2015-W24" in text(answer)
    assert state(submitted) == ("returned", people.head, "请补充工人数")
    assert "请补充工人数" in text(sign_in(people.officer).get(MY_WEEK))


def test_sending_back_needs_a_note(sign_in, people, submitted):
    for note in ("", "  ", "x" * 301):
        answer = review(sign_in(people.head), submitted, accept="no", note=note)
        assert list(answer.context["form"].errors) == ["note"]
    assert state(submitted) == ("submitted", None, "")


def test_only_the_head_of_the_unit_and_the_keepers_review(sign_in, people, submitted, other_zone):
    other_head = factories.person(zone=submitted.zone, role="unit_head", unit=people.colleague.memberships.get().unit)
    for person in (people.officer, people.colleague, people.leader, other_head):
        answer = review(sign_in(person), submitted, accept="yes")
        assert answer.status_code == 403
        assert "Only the head of the responsible unit reviews its reports." in text(answer)
        assert 'name="accept"' not in sign_in(person).get(BOARD).content.decode()
        assert 'name="accept"' not in sign_in(person).get(submitted.get_absolute_url()).content.decode()
    assert review(sign_in(people.stranger), submitted, accept="yes").status_code == 404
    assert state(submitted) == ("submitted", None, "")
    review(sign_in(people.clerk), submitted, accept="yes")
    assert state(submitted) == ("accepted", people.clerk, "")


@pytest.mark.parametrize("stored", ["open", "returned"])
def test_what_was_not_handed_in_cannot_be_accepted(sign_in, people, project, stored):
    report = give(project, stored) if stored == "returned" else factories.report(project=project)
    answer = review(sign_in(people.head), report, accept="yes")
    assert answer.status_code == 403
    assert "There is nothing to review yet." in text(answer)
    assert state(report)[0] == stored


def test_a_report_that_changed_after_it_was_read_is_not_accepted_unseen(sign_in, people, submitted):
    read = submitted.version
    WeeklyReport.objects.filter(pk=submitted.pk).update(completed_wan=99999)
    for version in (read, "", "abc", "-1"):
        answer = review(sign_in(people.head), submitted, accept="yes", version=version)
        assert answer.status_code == 409
    assert state(submitted) == ("submitted", None, "")


def test_looking_at_a_review_does_nothing(sign_in, people, submitted):
    assert sign_in(people.head).get(reverse("projects:report_review", args=[submitted.pk])).status_code == 200
    assert state(submitted) == ("submitted", None, "")


# --- the list -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("week=2015-W24", {"本单位已报", "本单位未报", "他单位退回", "他单位已报", "无单位未报", "全友家居三期"}),
        ("week=2015-W23", set()),
        ("standing=overdue", {"本单位未报", "无单位未报"}),
        ("standing=returned", {"他单位退回"}),
        ("standing=submitted", {"本单位已报", "他单位已报"}),
        ("missing=yes", {"本单位未报", "无单位未报", "他单位退回"}),
        ("q=他单位", {"他单位退回", "他单位已报"}),
    ],
)
def test_each_filter_of_the_reports_finds_its_rows(sign_in, people, board, query, expected):
    page = sign_in(people.leader).get(f"/reports/?{query}")
    assert {report.project.name for report in page.context["page"].object_list} == expected
    assert "外区机密" not in page.content.decode()


@pytest.mark.parametrize("query", ["week=2015-W54", "week=24", "standing=late", "unit=abc", "project=9999999"])
def test_a_filter_that_cannot_be_read_shows_no_reports(sign_in, people, board, query):
    page = sign_in(people.leader).get(f"/reports/?{query}")
    assert page.context["page"].paginator.count == 0
    assert "No rows are shown, because a filter cannot be read." in text(page)


def test_a_value_that_nobody_accepted_says_so_in_the_list(sign_in, people, project, zone):
    give(project, "accepted", completed_wan=1500)
    give(factories.project(zone=zone), completed_wan=99)
    give(factories.project(zone=zone), "returned", completed_wan=None)
    words = text(sign_in(people.leader).get("/reports/?sort=completed_wan"))
    assert "99 unreviewed" in words
    assert "1,500 unreviewed" not in words


def test_the_clock_of_the_tests_is_the_demos_tuesday(today):
    assert (clock.today(), today.isoweekday()) == (datetime.date(2015, 6, 16), 2)
