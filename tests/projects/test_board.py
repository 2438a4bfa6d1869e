"""The board of a week: states, who is asked, shares and streaks; an old week tells what it told at its deadline."""

import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from projects.asked import Write, at, spans
from projects.models import Project, ProjectOfficer, ReportingWeek, WeeklyReport
from projects.punctuality import Punctuality, punctuality, streak
from tests import factories
from tests.past import moment, on
from tests.projects.browser import text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK
from zones.models import DownloadEntry, Membership, Unit, User

ONE_WEEK = datetime.timedelta(days=7)
DUE = moment("2015-06-08 18:00:00")  # of the week of the 1st of June
OLD = "/weeks/2015-W23/"


# --- pure ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("weeks", "length"),
    [([], 0), ([True], 1), ([False], -1), ([True, False, True, True], 2), ([True, False, False], -2), ([True] * 12, 12)],
)
def test_a_streak_is_the_run_of_like_weeks_at_the_end(weeks, length):
    assert streak(weeks) == length


def test_a_share_counts_reports_and_a_week_is_kept_only_as_a_whole():
    first, second, third = (THIS_WEEK - n * ONE_WEEK for n in (2, 1, 0))
    told = [(first, True), (first, True), (second, True), (second, False), (third, False)]
    assert punctuality(told) == Punctuality(asked=5, on_time=3, streak=-2)
    assert punctuality(told).share == Decimal("0.6")
    assert punctuality(told).weeks_missed == 2
    assert punctuality(told[:2]).streak == 1


def test_without_reports_there_is_no_share_and_never_zero():
    assert punctuality([]).share is None
    assert punctuality([(THIS_WEEK, False)]).share == 0


def test_people_are_tied_from_their_first_write_to_the_next():
    first, second, third = (moment(f"2015-06-0{n}") for n in (1, 2, 3))
    told = spans([Write(1, first, 7, 70), Write(2, second, 7, 71), Write(1, third, 8, 70), Write(2, third, None, None)])
    assert [at(told[7], each) for each in (first, second, third, None)] == [(70,), (70, 71), (), ()]
    assert at(told[8], None) == (70,)
    assert at(told[7], moment("2015-05-31")) == ()


# --- this week ----------------------------------------------------------------------------------
@pytest.fixture
def states(people, project, zone, unit):
    """One project of the unit in each state of the board; the officer is asked for the first two."""
    ReportingWeek.objects.create(zone=zone, monday=THIS_WEEK, due_at=moment("2015-06-15 18:00:00"))
    made = {}
    for state in ("not_started", "draft", "submitted", "returned", "accepted"):
        own = project if state == "not_started" else factories.project(zone=zone, unit=unit, name=f"项目{state}")
        given = {} if state in {"not_started", "draft"} else {"state": state, "submitted_at": moment("2015-06-14")}
        made[state] = factories.report(project=own, monday=THIS_WEEK, **given)
    WeeklyReport.objects.filter(pk=made["draft"].pk).update(progress="三层")
    for state in ("not_started", "draft"):
        factories.assignment(project=made[state].project, user=people.officer)
    return made


def board(client, url="/weeks/", **query):
    return client.get(url, query).context


@pytest.mark.django_db
def test_each_state_is_told_apart_and_its_number_leads_to_its_rows(sign_in, people, states):
    client = sign_in(people.leader)
    page = board(client)
    for state, report in states.items():
        assert page[state] == 1
        assert [line.pk for line in board(client, state=state)["lines"]] == [report.pk], state
    assert (page["total"], page["missing"], page["given"]) == (5, 3, 2)
    assert {line.state for line in page["lines"] if line.is_overdue} == {"not_started", "draft", "returned"}


@pytest.mark.django_db
def test_numbers_stay_those_of_the_unit_whatever_state_is_shown(sign_in, people, states, zone, unit):
    """Each number equals what its link shows, under any filter."""
    factories.report(project=factories.project(zone=zone, unit=factories.unit(zone=zone)), monday=THIS_WEEK)
    client = sign_in(people.leader)
    for state in ("", "missing", "given", "draft"):
        page = board(client, unit=unit.pk, state=state)
        (group,) = page["groups"]
        assert (group.given, group.missing, len(group.lines)) == (2, 3, 5)
        assert (page["total"], page["missing"], page["given"], page["draft"]) == (5, 3, 2, 1)
        assert len(group.shown) == len(page["lines"]) == {"": 5, "missing": 3, "given": 2, "draft": 1}[state]


@pytest.mark.django_db
def test_who_reviews_is_led_to_what_waits_and_accepts_nothing_unseen(sign_in, people, states, zone):
    factories.deputy(zone=zone, principal=people.head, deputy=people.colleague)
    for person, reviewed in {"head": True, "clerk": True, "colleague": True, "officer": False, "leader": False}.items():
        page = sign_in(getattr(people, person)).get("/weeks/").content.decode()
        assert (f'href="/reports/{states["submitted"].pk}/review/"' in page) == reviewed, person
        assert page.count("/review/") == reviewed
        assert 'name="accept"' not in page


@pytest.mark.django_db
def test_officers_are_asked_and_without_one_the_head_of_the_unit(sign_in, people, states):
    asked = {str(line.state): line.names for line in board(sign_in(people.leader))["lines"]}
    assert asked["draft"] == (people.officer.name,)
    assert asked["returned"] == (people.head.name,)
    groups = [(group.name, len(group.lines)) for group in board(sign_in(people.leader), by="person")["groups"]]
    assert sorted(groups) == sorted([(people.officer.name, 2), (people.head.name, 3)])


@pytest.mark.django_db
def test_one_person_s_reports_stand_under_that_person_alone(sign_in, people, states):
    factories.assignment(project=states["draft"].project, user=people.colleague)
    client = sign_in(people.leader)
    assert sorted(len(group.lines) for group in board(client, by="person")["groups"]) == [1, 2, 3]
    (group,) = board(client, by="person", person=people.officer.pk)["groups"]
    assert (group.name, len(group.lines)) == (people.officer.name, 2)


@pytest.mark.django_db
def test_where_nobody_is_asked_the_board_says_so(sign_in, people, zone):
    factories.report(project=factories.project(zone=zone, name="无人"), monday=THIS_WEEK)
    page = sign_in(people.leader).get("/weeks/?by=person")
    (group,) = page.context["groups"]
    assert (group.key, group.record.share) == (None, 0)
    assert "Nobody is asked" in text(page)
    assert len(board(sign_in(people.leader), person="none")["lines"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{"unit": "999999"}, {"unit": "abc"}, {"state": "x"}, {"person": "1e9"}, {"by": "zone"}])
def test_a_filter_that_cannot_be_read_shows_no_rows(sign_in, people, states, query):
    page = sign_in(people.leader).get("/weeks/", query)
    assert page.context["lines"] == []
    assert "No rows are shown, because a filter cannot be read." in text(page)


@pytest.mark.django_db
def test_whatever_stands_in_the_address_is_answered_with_a_page(sign_in, people, states):
    client = sign_in(people.leader)
    client.raise_request_exception = False
    values = [
        "",
        "0",
        "-1",
        "9" * 25,
        "1e131073",
        "none",
        "None",
        "\u0661",
        "<script>",
        "\ufffe",
        "%",
        "长" * 99,
        "1&unit=2",
        "[]",
    ]
    for address in ("/weeks/", "/weeks/2015-W24/", "/weeks/2015-W24/record/", "/weeks/2015-W01/", "/weeks/2015-W01/record/"):
        for value in values:
            query = dict.fromkeys(("unit", "state", "by", "person", "kept", "page", "export"), value)
            answer = client.get(address, query)
            assert answer.status_code == 200, (address, value)
            assert "<script>1" not in answer.content.decode()
    assert client.get("/weeks/2015-W99/record/").status_code == 404


@pytest.mark.django_db
def test_names_are_text_and_no_markup_on_the_board(sign_in, people, states, zone):
    Project.objects.filter(pk=states["draft"].project_id).update(name="<script>1")
    User.objects.filter(pk=people.officer.pk).update(name="<script>1")
    Unit.objects.filter(pk=people.head.memberships.get().unit_id).update(name="<script>1")
    client = sign_in(people.clerk)
    for address in ("/weeks/", "/weeks/?by=person", "/weeks/2015-W24/record/"):
        page = client.get(address).content.decode()
        assert "<script>1" not in page
        assert "&lt;script&gt;1" in page


@pytest.mark.django_db
def test_the_unit_of_another_zone_is_no_choice(sign_in, people, states, other_zone):
    foreign = factories.unit(zone=other_zone, name="外区机密指挥部")
    page = sign_in(people.leader).get("/weeks/", {"unit": foreign.pk})
    assert page.context["lines"] == []
    assert "外区机密指挥部" not in page.content.decode()


@pytest.mark.django_db
def test_the_workbook_is_the_board_as_it_stands_and_is_logged(sign_in, people, states):
    answer = sign_in(people.leader).get("/weeks/", {"export": "xlsx", "state": "missing"})
    sheet = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert "Filter: State: missing" in str(sheet[1][0])
    assert {row[1] for row in sheet if row[3] in {"not started", "draft", "sent back"}} == {
        "全友家居三期",
        "项目draft",
        "项目returned",
    }
    entry = DownloadEntry.objects.get()
    assert (entry.user, entry.what, entry.about, entry.row_count) == (
        people.leader,
        "Who has not reported 2015-W24",
        "State: missing",
        3,
    )


# --- shares and streaks -------------------------------------------------------------------------
def opened(zone, monday, due_at):
    return ReportingWeek.objects.create(zone=zone, monday=monday, due_at=due_at)


def give(project, monday, days_after):
    """A report of a past week, given so many days after (or before) its deadline; None: not given."""
    report = factories.report(project=project, monday=monday)
    ReportingWeek.objects.get_or_create(zone=project.zone, monday=monday, defaults={"due_at": report.due_at})
    if days_after is not None:
        submitted = report.due_at + datetime.timedelta(days=days_after)
        WeeklyReport.objects.filter(pk=report.pk).update(state="submitted", submitted_at=submitted)
    return report


@pytest.mark.django_db
def test_shares_and_streaks_go_over_the_last_twelve_weeks_that_are_due(sign_in, people, project):
    factories.assignment(project=project, user=people.officer)
    for back in range(1, 15):
        give(project, THIS_WEEK - back * ONE_WEEK, 1 if back == 3 else -1)
    give(project, THIS_WEEK, None)
    client = sign_in(people.leader)
    (unit,), (person,) = board(client)["groups"], board(client, by="person")["groups"]
    assert unit.record == person.record == Punctuality(asked=12, on_time=10, streak=-1)
    (before,) = board(client, OLD)["groups"]
    assert before.record == Punctuality(asked=12, on_time=11, streak=2)


@pytest.mark.django_db
def test_every_share_leads_to_the_reports_it_counts(sign_in, people, project, unit, zone):
    second = factories.project(zone=zone, unit=people.colleague.memberships.get().unit)
    factories.assignment(project=project, user=people.officer)
    for back in range(5):
        give(project, THIS_WEEK - back * ONE_WEEK, 1 if back % 2 else -1)
        give(second, THIS_WEEK - back * ONE_WEEK, -1)
    client = sign_in(people.leader)
    for by, whose in (("unit", unit.pk), ("person", people.officer.pk)):
        group = next(group for group in board(client, by=by)["groups"] if group.key == whose)
        assert (group.record.on_time, group.record.asked) == (3, 5)
        for kept, count in (("", 5), ("yes", 3), ("no", 2)):
            page = board(client, "/weeks/2015-W24/record/", kept=kept, **{by: whose})
            assert len(page["rows"]) == len(page["table"].rows) == count
            assert {row.record.project for row in page["table"].rows} == {project.name}
    assert "3 of 5 given in time" in text(client.get(f"/weeks/2015-W24/record/?unit={unit.pk}"))


@pytest.mark.django_db
def test_a_unit_without_reports_that_are_due_has_no_share(sign_in, people, project, zone, monkeypatch):
    opened(zone, THIS_WEEK, moment("2015-06-17 18:00:00"))
    report = factories.report(project=project, monday=THIS_WEEK)
    WeeklyReport.objects.filter(pk=report.pk).update(due_at=moment("2015-06-17 18:00:00"))
    page = sign_in(people.leader).get("/weeks/")
    (group,) = page.context["groups"]
    assert group.record == Punctuality()
    assert "in time –" in text(page)
    assert "0%" not in text(page)


@pytest.mark.django_db
def test_a_report_sent_back_and_given_again_after_the_deadline_was_in_time(sign_in, people, project, zone):
    """By the state at the deadline: the moment of the last submission would call it late."""
    with on("2015-06-05"):
        report = factories.report(project=project, monday=LAST_WEEK)
        opened(zone, LAST_WEEK, report.due_at)
    write(report, "2015-06-08 09:00", state="submitted", submitted_at=moment("2015-06-08 09:00"))
    write(report, "2015-06-09 09:00", state="returned")
    write(report, "2015-06-10 09:00", state="submitted", submitted_at=moment("2015-06-10 09:00"))
    (line,) = board(sign_in(people.leader), OLD)["lines"]
    assert (line.state, line.given_late) == ("submitted", None)


# --- an old week --------------------------------------------------------------------------------
def write(row, at_, **values):
    with on(at_):
        type(row).objects.filter(pk=row.pk).update(**values)


@pytest.fixture
def june(zone, other_zone):
    """A zone whose history is of 2015: two units, two officers, two projects; one report given, one a draft at the deadline."""
    with on("2015-01-05"):
        units = [factories.unit(zone=zone, name=name, position=n) for n, name in enumerate(("家具部", "食品部"))]
        people = [factories.person(zone=zone, unit=own, name=name) for own, name in zip(units, ("张三", "李四"), strict=True)]
        head = factories.person(zone=zone, role="unit_head", unit=units[0], name="王五")
        leader = factories.person(zone=zone, role="leader")
        projects = [factories.project(zone=zone, unit=own, name=name) for own, name in zip(units, ("甲厂", "乙厂"), strict=True)]
        for project, person in zip(projects, people, strict=True):
            factories.assignment(project=project, user=person)
    with on("2015-06-05"):
        reports = [factories.report(project=project, monday=LAST_WEEK) for project in projects]
        opened(zone, LAST_WEEK, reports[0].due_at)
        opened(zone, THIS_WEEK, reports[0].due_at + ONE_WEEK)
    write(reports[0], "2015-06-07", state="submitted", submitted_at=moment("2015-06-07"))
    write(reports[1], "2015-06-08 17:59", progress="写了一半")
    return units, people, head, leader, projects, reports


def told(client) -> list[tuple]:
    """What the board of the old week tells, by unit and by person."""
    found = []
    for by in ("unit", "person"):
        page = board(client, OLD, by=by)
        counted = tuple(page[name] for name in ("total", "missing", "given", "draft", "submitted", "accepted"))
        for group in page["groups"]:
            lines = [(line.project, line.unit_name, line.names, str(line.state)) for line in group.lines]
            found.append((counted, group.name, group.heads, group.record, lines))
    return found


@pytest.mark.django_db
def test_the_board_of_an_old_week_is_the_same_today_as_then(sign_in, june):
    units, people, head, leader, projects, reports = june
    client = sign_in(leader)
    then = told(client)
    assert then[0] == (
        (2, 1, 1, 1, 1, 0),
        "家具部",
        "王五",
        Punctuality(1, 1, 1),
        [("甲厂", "家具部", ("张三",), "submitted")],
    )
    assert then[1][1:] == ("食品部", "", Punctuality(1, 0, -1), [("乙厂", "食品部", ("李四",), "draft")])
    with on("2015-06-10"):  # the officers change places, a project its unit, everybody and everything its name
        ProjectOfficer.objects.all().delete()
        for project, person in zip(projects, reversed(people), strict=True):
            factories.assignment(project=project, user=person)
        Project.objects.filter(pk=projects[0].pk).update(unit=units[1], name="甲厂（改名）")
        Unit.objects.filter(pk=units[0].pk).update(name="家具部（改名）")
        User.objects.filter(pk=people[0].pk).update(name="张三（改名）")
        Membership.objects.filter(user=head).update(unit=units[1])
        Project.objects.filter(pk=projects[1].pk).update(stage="suspended")
    write(reports[0], "2015-06-11", state="accepted")
    assert told(client) == then


@pytest.mark.django_db
def test_what_came_after_the_deadline_stands_beside_it_with_its_moment(sign_in, june):
    *_others, leader, _projects, reports = june
    client = sign_in(leader)
    assert "not given to this day" in text(client.get(OLD))
    write(reports[1], "2015-06-09 08:30", state="submitted", submitted_at=moment("2015-06-09 08:30"))
    page = client.get(OLD)
    assert "given late on 2015-06-09 08:30" in text(page)
    assert (page.context["late"], page.context["never"], page.context["draft"]) == (1, 0, 1)
    write(reports[1], "2015-06-10 08:30", state="returned")
    write(reports[1], "2015-06-12 08:30", state="submitted", submitted_at=moment("2015-06-12 08:30"))
    assert "given late on 2015-06-09 08:30" in text(client.get(OLD))
    assert [line.project for line in board(client, OLD, state="late")["lines"]] == ["乙厂"]


@pytest.mark.django_db
def test_this_week_asks_those_of_today(sign_in, june):
    _units, people, _head, leader, projects, _reports = june
    factories.report(project=projects[0], monday=THIS_WEEK)
    with on("2015-06-10"):
        ProjectOfficer.objects.filter(project=projects[0]).update(user=people[1])
    page = board(sign_in(leader))
    assert [(line.project, line.names) for line in page["lines"]] == [("甲厂", ("李四",))]


@pytest.mark.django_db
def test_a_unit_that_is_gone_keeps_its_name_on_the_boards_of_its_time(sign_in, june):
    units, _people, _head, leader, _projects, _reports = june
    with on("2015-06-10"):
        Project.objects.filter(unit=units[0]).update(unit=units[1])
        Membership.objects.filter(unit=units[0]).update(unit=units[1])
        units[0].delete()
    assert [group.name for group in board(sign_in(leader), OLD)["groups"]] == ["食品部", "家具部"]


@pytest.mark.django_db
def test_the_board_of_a_week_that_is_over_accepts_and_reminds_nobody(sign_in, june, zone):
    clerk = factories.person(zone=zone, role="clerk")
    page = sign_in(clerk).get(OLD)
    assert page.context["may_remind"] is None
    assert 'name="accept"' not in page.content.decode()
    assert "Remind now" not in text(page)
