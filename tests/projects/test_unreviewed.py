"""未审核: the mark stands wherever a value of a report stands that nobody has accepted, and nowhere else; in files too."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from projects import why
from projects.models import InvestmentYear, MilestoneWeek, WeeklyReport
from tests import factories, past
from tests.projects.browser import text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK
from zones.choices import Measure
from zones.lights import Clause

GIVEN = datetime.datetime(2015, 6, 14, tzinfo=datetime.UTC)


@pytest.fixture
def site(project, people):
    """One accepted report, and a newer one with other numbers that is only submitted."""
    InvestmentYear.objects.create(project=project, year=2015, planned_wan=5000)
    give(project, LAST_WEEK, "accepted", progress="三层", completed_wan=1100, workers=41, problems="旧难题", next_plan="旧打算")
    words = {"progress": "四层", "problems": "缺电", "next_plan": "封顶"}
    report = give(project, THIS_WEEK, "submitted", completed_wan=1234, workers=35, **words)
    factories.photo(project=project, report=report, taken_by=people.officer, caption="塔吊")
    return report


def give(project, monday, state, **fields):
    return factories.report(project=project, monday=monday, state=state, submitted_at=GIVEN, **fields)


def accept(report):
    report.state = "accepted"
    report.save()


def sheet(answer):
    rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)
    return [list(row) for row in rows]


def cells(rows, name):
    """The column under a heading that begins with ``name``, below that heading."""
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            if str(value or "").startswith(name):
                return [line[column] for line in rows[place + 1 :]]
    raise AssertionError(name)


def pages(site):
    photo = site.photos.get()
    return {
        "project": site.project.get_absolute_url(),
        "list": "/projects/",
        "report": site.get_absolute_url(),
        "reports": "/reports/?cols=project,progress,completed_wan,workers,problems,next_plan",
        "photo": photo.get_absolute_url(),
        "photos": reverse("projects:project_photos", args=[site.project_id]),
        "pair": reverse("projects:photo_pair", args=[site.project_id]),
        "dashboard": "/dashboard/",
        "sheet": reverse("reports:project_sheet", args=[site.project_id]),
    }


MARKS = {  # page: what stands there, with its mark
    "project": ["1,234 unreviewed", "35 unreviewed", "35 persons unreviewed", "塔吊 unreviewed"],
    "list": ["1,234 unreviewed"],
    "report": ["四层 unreviewed", "1,234 unreviewed", "35 unreviewed", "缺电 unreviewed", "封顶 unreviewed", "塔吊 unreviewed"],
    "reports": ["四层 unreviewed", "1,234 unreviewed", "35 unreviewed", "缺电 unreviewed", "封顶 unreviewed"],
    "photo": ["塔吊 unreviewed"],
    "photos": ["塔吊 unreviewed"],
    "pair": ["塔吊 unreviewed"],
    "dashboard": ["of which 1,234 unreviewed"],
    "sheet": ["35 unreviewed", "Self-reported: unreviewed", "缺电 unreviewed", "封顶 unreviewed", "塔吊 unreviewed"],
}


@pytest.mark.parametrize("name", MARKS)
def test_the_mark_stands_with_every_value_until_it_is_accepted(sign_in, people, site, name):
    client, page = sign_in(people.leader), pages(site)[name]
    words = text(client.get(page))
    for marked in MARKS[name]:
        assert marked in words, marked
    accept(site)
    words = text(client.get(page))
    assert "unreviewed" not in words
    for marked in MARKS[name]:
        assert marked.removesuffix(" unreviewed").split()[-1].strip(":").casefold() in words.casefold(), marked


def test_accepted_values_beside_it_carry_no_mark(sign_in, people, site):
    words = text(sign_in(people.leader).get("/reports/?cols=progress,completed_wan,workers,problems"))
    for value in ("三层", "1,100", "41", "旧难题"):
        assert value in words
        assert f"{value} unreviewed" not in words


def test_what_was_not_reported_carries_no_mark(sign_in, people, project):
    give(project, THIS_WEEK, "submitted", progress="", completed_wan=None, workers=None)
    for page in (project.get_absolute_url(), "/projects/", "/reports/?cols=progress,completed_wan,workers,problems,next_plan"):
        assert "unreviewed" not in text(sign_in(people.leader).get(page)), page


def test_what_was_entered_in_the_register_carries_no_mark(sign_in, people, project):
    InvestmentYear.objects.create(project=project, year=2015, planned_wan=5000, completed_wan=777)
    for page in (project.get_absolute_url(), "/projects/", "/dashboard/"):
        words = text(sign_in(people.leader).get(page))
        assert "777" in words
        assert "unreviewed" not in words


def test_the_dashboard_tells_how_much_of_the_sum_is_unreviewed(sign_in, people, site, zone):
    give(factories.project(zone=zone), THIS_WEEK, "accepted", completed_wan=1000)
    words = text(sign_in(people.leader).get("/dashboard/"))
    assert "2,234 of which 1,234 unreviewed" in words


@pytest.mark.parametrize("columns", ["", "name,completed_wan"])
def test_the_file_of_projects_has_the_mark_in_a_column_and_the_number_as_a_number(sign_in, people, site, zone, columns):
    give(factories.project(zone=zone, name="另一项目"), THIS_WEEK, "accepted", completed_wan=99)
    rows = sheet(sign_in(people.leader).get("/projects/", {"export": "xlsx", "cols": columns}))
    found = dict(zip(cells(rows, "Project"), cells(rows, "Self-reported: review"), strict=True))
    assert found == {"全友家居三期": "unreviewed", "另一项目": None}
    assert 1234 in [value for row in rows for value in row]


@pytest.mark.parametrize("column", ["progress", "completed_wan", "workers", "problems", "next_plan"])
def test_the_file_of_reports_has_the_mark_with_any_value_of_a_report(sign_in, people, site, column):
    rows = sheet(sign_in(people.leader).get("/reports/", {"export": "xlsx", "cols": f"week,{column}"}))
    found = dict(zip(cells(rows, "Week"), cells(rows, "Review"), strict=True))
    assert found == {"2015-W24": "unreviewed", "2015-W23": None}


def test_a_file_without_such_values_needs_no_mark(sign_in, people, site):
    rows = sheet(sign_in(people.leader).get("/reports/", {"export": "xlsx", "cols": "week,project"}))
    assert "Review" not in [value for row in rows for value in row]


def test_a_draft_s_values_are_marked_too(sign_in, people, project):
    factories.report(project=project, monday=THIS_WEEK, progress="草稿", workers=12)
    words = text(sign_in(people.leader).get("/reports/"))
    assert "草稿 unreviewed" in words
    assert "12 unreviewed" in words


def test_an_actual_date_that_only_a_submitted_report_says_is_marked_on_its_page(sign_in, people, site):
    day = datetime.date(2015, 6, 12)
    milestone = factories.milestone(project=site.project, actual_date=day)
    client = sign_in(people.leader)
    assert "unreviewed" not in text(client.get(milestone.get_absolute_url()))
    MilestoneWeek.objects.create(report=site, milestone=milestone, outlook="met", met_on=day)
    words = text(client.get(milestone.get_absolute_url()))
    assert "Actual date 2015-06-12 unreviewed" in words
    assert "met 2015-06-12 unreviewed" in words
    accept(site)
    assert "unreviewed" not in text(client.get(milestone.get_absolute_url()))


PLACES = {  # of the ledger: what stands with a date of completion that nobody has accepted
    "/milestones/": "2015-06-12 unreviewed",
    "/timeline/?view=table": "2015-06-12 unreviewed",
    "/timeline/": "met on 2015-06-12 (unreviewed)",
    "project": "2015-06-12 unreviewed",
    "sheet": "2015-06-12 unreviewed",
}


@pytest.mark.parametrize("place", PLACES)
def test_such_a_date_is_marked_in_every_ledger(sign_in, people, site, place):
    day = datetime.date(2015, 6, 12)
    kept, other = (factories.milestone(project=site.project, text=name, actual_date=day) for name in ("封顶", "竣工"))
    accepted = WeeklyReport.objects.get(project=site.project, monday=LAST_WEEK)
    MilestoneWeek.objects.create(report=accepted, milestone=other, outlook="met", met_on=day)
    MilestoneWeek.objects.create(report=site, milestone=kept, outlook="met", met_on=day)
    address = pages(site).get(place, place)
    client, marked = sign_in(people.leader), PLACES[place]
    assert text(client.get(address)).count(marked) == 1
    accept(site)
    assert marked not in text(client.get(address))


def test_the_file_of_the_ledger_has_the_mark_in_a_column_with_the_date(sign_in, people, site):
    kept = factories.milestone(project=site.project, text="封顶", actual_date=datetime.date(2015, 6, 12))
    factories.milestone(project=site.project, text="竣工", actual_date=datetime.date(2015, 6, 12))
    MilestoneWeek.objects.create(report=site, milestone=kept, outlook="met", met_on=kept.actual_date)
    client = sign_in(people.leader)
    rows = sheet(client.get("/milestones/", {"export": "xlsx", "cols": "text,actual_date"}))
    found = dict(zip(cells(rows, "Promise"), cells(rows, "Actual date: review"), strict=True))
    assert found == {"封顶": "unreviewed", "竣工": None}
    assert "Actual date: review" not in str(sheet(client.get("/milestones/", {"export": "xlsx", "cols": "text,due_date"})))


def test_the_reason_of_a_light_says_that_its_number_is_unreviewed(site, zone, today):
    clause = Clause("project", Measure.POINTS_BEHIND, yellow=0, red=90)
    rules = factories.rule_set(zone=zone, clauses=(clause,))
    rules = type(rules).in_force(zone, today)
    labels = [fact.label for reason in why.of_project(site.project, today, rules, [], []).reasons for fact in reason.facts]
    assert "Self-reported, unreviewed" in [str(label) for label in labels]


def test_the_ledger_of_a_past_day_marks_what_nobody_had_accepted_then(sign_in, people, project):
    day = datetime.date(2015, 6, 10)
    with past.on("2015-06-01"):
        promise = factories.milestone(project=project, text="主体封顶", due=day)
    with past.on("2015-06-11"):
        report = give(project, THIS_WEEK, "submitted")
        MilestoneWeek.objects.create(report=report, milestone=promise, outlook="met", met_on=day)
        promise.actual_date = day
        promise.save()
    with past.on("2015-06-14"):
        accept(report)
    client = sign_in(people.clerk)

    def marks(on: str) -> tuple[bool, list]:
        given = {"on": on, "project": project.pk}
        page = client.get(reverse("projects:ledger_on"), given).content.decode()
        rows = sheet(client.get(reverse("projects:ledger_on"), {**given, "export": "xlsx"}))
        return "unreviewed" in page.split("<tbody")[1], cells(rows, "Actual date: review")

    assert marks("2015-06-12") == (True, ["unreviewed"])
    assert marks("2015-06-14") == (False, [None])
    assert marks("2015-06-10") == (False, [None])
