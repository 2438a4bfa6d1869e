"""What each page costs in queries, at one row and at three: the number must not depend on the rows."""

import datetime

import pytest
from django.urls import reverse

from core.periods import ONE_WEEK
from projects.models import ProjectOfficer
from tests import factories
from tests.projects.conftest import THIS_WEEK

GIVEN = datetime.datetime(2015, 6, 14, tzinfo=datetime.UTC)
LISTS = {"/projects/": 6, "/milestones/": 6, "/enterprises/": 6, "/reports/": 5, "/instructions/": 5, "/units/lights/": 7}
LISTS |= {"/reminders/": 5}
FILTERS = {"/projects/": 2, "/milestones/": 2, "/enterprises/": 1, "/reports/": 2, "/instructions/": 3, "/reminders/": 1}
KEEPERS_ONLY = {"/reminders/"}


def fill(zone, unit, people, rows):
    """``rows`` projects with everything that hangs on one, under as many units, parks, owners and officers."""
    made = []
    for number in range(rows):
        own = unit if number == 0 else factories.unit(zone=zone)
        park, leader = factories.park(zone=zone), factories.person(zone=zone, role="leader")
        owner = factories.enterprise(zone=zone, park=park)
        owner.above_scale_years.create(year=2014)
        project = factories.project(zone=zone, unit=own, park=park, owner=owner, leader=leader)
        ProjectOfficer.objects.create(project=project, user=people.officer)
        ProjectOfficer.objects.create(project=project, user=factories.person(zone=zone, unit=own))
        project.investment_years.create(year=2015 - number, planned_wan=100)
        factories.instruction(project=project, given_by=leader)
        give(project, people)
        factories.reminder(zone=zone, user=leader, by=people.clerk)
        made.append(project)
    return made


def give(project, people):
    milestone = factories.milestone(project=project, due=datetime.date(2015, 6, 1))
    milestone.revisions.create(
        old_date=milestone.due_date,
        new_date=milestone.due_date,
        old_precision="day",
        new_precision="day",
        asked_on=milestone.due_date,
        by=people.head,
    )
    milestone.buildings.add(factories.building(project=project))
    report = factories.report(project=project, monday=THIS_WEEK)
    earlier = factories.report(
        project=project,
        monday=THIS_WEEK - ONE_WEEK,
        state="returned",
        submitted_at=GIVEN,
        submitted_by=people.officer,
        reviewed_by=people.head,
    )
    for row in (report, earlier):
        row.milestone_weeks.create(milestone=milestone, outlook="late")
    return milestone, report


def more_of_one(project, people, rows):
    """``rows`` - 1 more milestones, buildings, years, stages and reports of the one project."""
    report = project.weekly_reports.get(monday=THIS_WEEK)
    for number in range(1, rows):
        milestone = factories.milestone(project=project)
        milestone.buildings.add(factories.building(project=project))
        report.milestone_weeks.create(milestone=milestone, outlook="late")
        project.investment_years.create(year=2010 + number)
        factories.instruction(project=project, given_by=factories.person(zone=project.zone, role="leader"))
        about = {"report": report, "milestone": project.milestones.first(), "taken_by": people.officer}
        factories.photo(project=project, **about)
        factories.photo(project=project, **{**about, "milestone": milestone})
        project.stage_entries.create(stage=["started", "landed", "signed"][number])
        first = project.milestones.first()
        monday = THIS_WEEK - (number + 1) * ONE_WEEK
        by = factories.person(zone=project.zone, unit=project.unit)
        week = factories.report(project=project, monday=monday, state="accepted", submitted_at=GIVEN, submitted_by=by)
        week.milestone_weeks.create(milestone=first, outlook="on_track")
        first.revisions.create(
            old_date=first.due_date,
            new_date=first.due_date,
            old_precision="day",
            new_precision="day",
            asked_on=first.due_date,
            by=by,
        )


@pytest.fixture
def warm(sign_in, people):
    """A client whose session is written, for a person who may do most."""

    def client(user):
        signed_in = sign_in(user)
        signed_in.get("/weeks/mine/")
        return signed_in

    return client


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_three(warm, people, zone, unit, url, rows, django_assert_num_queries):
    fill(zone, unit, people, rows)
    client = warm(people.admin if url in KEEPERS_ONLY else people.officer)
    with django_assert_num_queries(LISTS[url]):
        page = client.get(url)
    assert len(page.context["page"].object_list) >= rows


def test_no_list_costs_more_than_eight_queries():
    assert max(count + FILTERS.get(url, 0) for url, count in LISTS.items()) <= 8


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", LISTS)
def test_a_list_with_every_column_and_filter_costs_the_same_for_one_row_and_for_three(
    warm, people, zone, unit, url, rows, django_assert_num_queries
):
    fill(zone, unit, people, rows)
    client = warm(people.admin)
    names = [name for name, _label, _shown in client.get(url).context["columns"]]
    with django_assert_num_queries(LISTS[url] + FILTERS.get(url, 0)):
        client.get(url, {"cols": names, "part": "filters"})


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", ["/projects/", "/milestones/"])
def test_groups_cost_one_query_more_and_counters_one_of_their_own(warm, people, zone, unit, url, rows, django_assert_num_queries):
    fill(zone, unit, people, rows)
    client = warm(people.clerk)
    with django_assert_num_queries(LISTS[url] + 1):
        page = client.get(url, {"group": "unit"})
    assert page.content.decode().count('<tr class="group">') == rows
    with django_assert_num_queries(5):
        part = client.get(f"{url}{page.context['counting_url']}", headers={"HX-Request": "true"})
    assert part.context["counted"][0].count == page.context["page"].paginator.count == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"), [({}, 8), ({"group": "unit", "order": "open", "light": "yellow"}, 8), ({"view": "table"}, 8)]
)
def test_the_timeline_costs_the_same_for_one_project_and_for_three(
    warm, people, zone, unit, rows, query, queries, django_assert_num_queries
):
    for project in fill(zone, unit, people, rows):
        more_of_one(project, people, rows)
    client = warm(people.officer)
    with django_assert_num_queries(queries):
        page = client.get("/timeline/", query)
    assert page.context["chart"].total == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "queries"), [("/weeks/mine/", 15), ("/weeks/", 14), ("/weeks/?by=person", 14), ("/weeks/2015-W23/", 12)]
)
def test_the_pages_of_the_week_cost_the_same_for_one_project_and_for_three(
    warm, people, zone, unit, rows, url, queries, django_assert_num_queries
):
    fill(zone, unit, people, rows)
    client = warm(people.officer)
    with django_assert_num_queries(queries):
        page = client.get(url)
    groups = page.context["reports"] if "mine" in url else page.context["groups"]
    assert len(groups) == (rows + 1 if "person" in url else rows)  # one officer is asked for all of them


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("project_detail", 17), ("milestone_detail", 12), ("report_write", 9), ("report_detail", 9), ("enterprise_detail", 6)],
)
def test_a_page_of_one_row_costs_the_same_whatever_hangs_on_it(
    warm, people, zone, unit, rows, name, queries, django_assert_num_queries
):
    (project,) = fill(zone, unit, people, 1)
    more_of_one(project, people, rows)
    for _number in range(1, rows):
        factories.project(zone=zone, owner=project.owner, unit=factories.unit(zone=zone))
    target = {
        "project_detail": project,
        "milestone_detail": project.milestones.first(),
        "report_write": project.weekly_reports.get(monday=THIS_WEEK),
        "report_detail": project.weekly_reports.get(monday=THIS_WEEK),
        "enterprise_detail": project.owner,
    }[name]
    client = warm(people.officer)
    with django_assert_num_queries(queries):
        assert client.get(reverse(f"projects:{name}", args=[target.pk])).status_code == 200
