"""The project register and the page of one project."""

import datetime
import html
from decimal import Decimal

import pytest
from django.urls import reverse

from core.periods import ONE_WEEK
from projects.models import Building, InvestmentYear, Milestone, Project, ProjectOfficer
from tests import factories
from tests.projects.browser import errors, filled, submit, text
from tests.projects.conftest import THIS_WEEK

NEW = "/projects/new/"
GIVEN = datetime.datetime(2015, 6, 14, tzinfo=datetime.UTC)


@pytest.fixture
def clerk(sign_in, people):
    return sign_in(people.clerk)


def url(name, row):
    return reverse(f"projects:{name}", args=[row.pk])


def test_a_clerk_registers_a_project_with_its_people(clerk, zone, unit, people):
    owner, park = factories.enterprise(zone=zone), factories.park(zone=zone)
    response = submit(
        clerk,
        NEW,
        name="全友家居三期",
        owner=owner.pk,
        park=park.pk,
        unit=unit.pk,
        leader=people.leader.pk,
        officers=[people.officer.pk, people.head.pk],
        total_wan="１２，０００．５",
        started_year="2014",
        code="2015-410900-21-03-000001",
    )
    stored = Project.objects.get()
    assert (response.status_code, response.url) == (302, stored.get_absolute_url())
    assert (stored.zone, stored.owner, stored.park, stored.unit, stored.leader) == (zone, owner, park, unit, people.leader)
    assert (stored.total_wan, stored.started_year, stored.code) == (Decimal("12000.50"), 2014, "2015-410900-21-03-000001")
    assert set(stored.officers.all()) == {people.officer, people.head}


def test_the_register_is_kept_by_clerks_and_stages_by_the_unit_too(sign_in, people, project):
    for person in (people.officer, people.head, people.colleague, people.leader):
        for page in (NEW, url("project_edit", project), url("investment_new", project)):
            response = sign_in(person).post(page, {"name": "改名"})
            assert response.status_code == 403
            assert "Only clerks of the zone change this." in text(response)
    for person, status in (
        (people.officer, 200),
        (people.head, 200),
        (people.clerk, 200),
        (people.colleague, 403),
        (people.leader, 403),
    ):
        for page in ("project_stage", "building_new", "milestone_new"):
            assert sign_in(person).get(url(page, project)).status_code == status, (person.name, page)
    refused = text(sign_in(people.colleague).get(url("project_stage", project)))
    assert "Only the responsible unit and the assigned officers change this project." in refused
    assert "Leaders read; the responsible unit writes." in text(sign_in(people.leader).get(url("project_stage", project)))


@pytest.mark.parametrize(
    "page", ["project_detail", "project_edit", "project_stage", "project_history", "building_new", "milestone_new"]
)
def test_a_project_of_another_zone_does_not_exist(sign_in, people, foreign, page):
    for person in (people.officer, people.clerk, people.admin):
        assert sign_in(person).get(url(page, foreign.project)).status_code == 404
    assert sign_in(people.stranger).get(url(page, foreign.project)).status_code == 200


def test_an_assigned_officer_of_another_unit_may_write_and_loses_it_with_the_assignment(sign_in, people, project):
    client = sign_in(people.colleague)
    assignment = ProjectOfficer.objects.create(project=project, user=people.colleague)
    assert client.get(url("project_stage", project)).status_code == 200
    assignment.delete()
    assert client.get(url("project_stage", project)).status_code == 403


@pytest.mark.parametrize("pk", ["0", "9223372036854775808", "1" * 25])
@pytest.mark.parametrize(
    "page", ["/projects/{}/", "/projects/{}/milestones/new/", "/projects/{}/buildings/new/", "/enterprises/{}/edit/"]
)
def test_numbers_that_no_row_can_have_are_not_found(clerk, project, page, pk):
    assert clerk.get(page.format(pk)).status_code == 404


def test_officers_and_leaders_are_chosen_among_the_zones_own(clerk, project, people, other_zone):
    abroad = factories.person(zone=other_zone, unit=factories.unit(zone=other_zone), name="外区人员")
    page = clerk.get(url("project_edit", project))
    offered = {person.pk for person in page.context["form"].fields["officers"].queryset}
    assert offered == {people.officer.pk, people.colleague.pk, people.head.pk}
    assert list(page.context["form"].fields["leader"].queryset) == [people.leader]
    assert "外区人员" not in page.content.decode()
    for wrong in (abroad, people.stranger, people.disabled, people.clerk):
        assert list(errors(clerk.post(url("project_edit", project), filled(page, officers=[wrong.pk])))) == ["officers"]
        assert list(errors(clerk.post(url("project_edit", project), filled(page, leader=wrong.pk)))) == ["leader"]
    assert not project.officers.exists()


def test_people_who_are_entered_already_are_not_dropped_when_they_leave(clerk, project, people):
    ProjectOfficer.objects.create(project=project, user=people.officer)
    project.leader = people.leader
    project.save()
    for person in (people.officer, people.leader):
        person.is_active = False
        person.save()
    assert submit(clerk, url("project_edit", project), remark="改备注").status_code == 302
    project.refresh_from_db()
    assert (list(project.officers.all()), project.leader, project.remark) == ([people.officer], people.leader, "改备注")


@pytest.mark.parametrize("field", ["owner", "park", "unit"])
def test_rows_of_another_zone_are_no_choice(clerk, project, other_zone, field):
    make = {"owner": factories.enterprise, "park": factories.park, "unit": factories.unit}[field]
    row = make(zone=other_zone, name="外区的行")
    page = clerk.get(url("project_edit", project))
    assert "外区的行" not in page.content.decode()
    assert list(errors(clerk.post(url("project_edit", project), filled(page, **{field: row.pk})))) == [field]


def test_names_equal_after_normalisation_are_one_project(clerk, project):
    Project.objects.filter(pk=project.pk).update(name="ABC三期")
    assert "a project of this name is already registered" in text(submit(clerk, NEW, name="ａｂｃ三期"))
    assert Project.objects.count() == 1


@pytest.mark.parametrize("amount", ["-1", "12万", "1e5", "NaN", "1_000", "٣", "99999999999999999", "1.234"])
def test_an_amount_that_cannot_be_read_for_certain_is_refused_and_kept(clerk, project, amount):
    response = submit(clerk, url("project_edit", project), total_wan=amount)
    assert list(errors(response)) == ["total_wan"]
    assert f'value="{amount}"' in response.content.decode()
    project.refresh_from_db()
    assert project.total_wan is None


def test_two_people_changing_the_officers_of_one_copy_see_both_lists(sign_in, people, project):
    edit = url("project_edit", project)
    first, second = sign_in(people.clerk), sign_in(people.admin)
    mine, theirs = first.get(edit), second.get(edit)
    first.post(edit, filled(mine, officers=[people.officer.pk]))
    conflict = second.post(edit, filled(theirs, officers=[people.head.pk]))
    assert conflict.status_code == 409
    (found,) = conflict.context["conflict"]
    assert (found.label, found.stored, found.typed) == ("Field officers", people.officer.name, people.head.name)
    assert list(project.officers.all()) == [people.officer]


def test_a_conflict_speaks_the_words_of_the_choices(sign_in, people, project):
    stage = url("project_stage", project)
    first, second = sign_in(people.clerk), sign_in(people.admin)
    mine, theirs = first.get(stage), second.get(stage)
    first.post(stage, filled(mine, stage="landed"))
    (found,) = second.post(stage, filled(theirs, stage="trial")).context["conflict"]
    assert (found.stored, found.typed) == ("land granted", "trial production")


def test_the_stage_moves_on_with_its_day(sign_in, people, project):
    client = sign_in(people.officer)
    response = submit(client, url("project_stage", project), stage="completed", reached_on="2015-06-01", note="验收")
    assert response.status_code == 302
    project.refresh_from_db()
    entry = project.stage_entries.get()
    assert (project.stage, entry.stage, entry.reached_on, entry.note) == (
        "completed",
        "completed",
        datetime.date(2015, 6, 1),
        "验收",
    )
    steps = client.get(project.get_absolute_url()).context["steps"]
    assert [step["label"] for step in steps if step["current"]] == ["completed"]
    assert sum(step["done"] for step in steps) == 6


def test_two_days_for_one_stage_are_a_conflict_and_not_a_silent_loss(sign_in, people, project):
    stage = url("project_stage", project)
    first, second = sign_in(people.officer), sign_in(people.head)
    mine, theirs = first.get(stage), second.get(stage)
    sent = filled(mine, stage="completed", reached_on="2015-06-01")
    assert first.post(stage, sent).status_code == 302
    assert first.post(stage, sent).status_code == 302
    conflict = second.post(stage, filled(theirs, stage="completed", reached_on="2015-06-09"))
    assert conflict.status_code == 409
    assert [(found.label, found.typed) for found in conflict.context["conflict"]] == [("Reached on", datetime.date(2015, 6, 9))]
    assert project.stage_entries.get().reached_on == datetime.date(2015, 6, 1)


def test_buildings_and_investments_hang_on_their_project(clerk, sign_in, people, project, foreign):
    officer = sign_in(people.officer)
    assert (
        submit(officer, url("building_new", project), name="3号厂房", kind="workshop", floor_area_m2="2000").url
        == project.get_absolute_url()
    )
    assert submit(clerk, url("investment_new", project), planned_wan="5000").url == project.get_absolute_url()
    building, year = Building.objects.get(), InvestmentYear.objects.get()
    assert (building.project, building.name, building.floor_area_m2) == (project, "3号厂房", 2000)
    assert (year.project, year.year, year.planned_wan, year.accepted_wan) == (project, 2015, 5000, None)
    assert submit(officer, url("building_edit", building), quantity="7").status_code == 302
    assert submit(clerk, url("investment_edit", year), accepted_wan="0").status_code == 302
    building.refresh_from_db()
    year.refresh_from_db()
    assert (building.quantity, year.accepted_wan) == (7, 0)
    foreign_building = factories.building(project=foreign.project)
    assert officer.get(url("building_edit", foreign_building)).status_code == 404


def test_an_agreed_plan_changes_with_its_reason_only(clerk, project):
    submit(clerk, url("investment_new", project), planned_wan="5000")
    year = InvestmentYear.objects.get()
    bare = submit(clerk, url("investment_edit", year), planned_wan="4200")
    assert list(errors(bare)) == ["reason", "explanation", "approved_by"]
    why = {"reason": "funds", "explanation": "资金未到位", "approved_by": "张主任"}
    assert submit(clerk, url("investment_edit", year), planned_wan="4200", **why).status_code == 302
    year.refresh_from_db()
    assert (year.planned_wan, year.baseline_wan, year.revisions.get().explanation) == (4200, 5000, "资金未到位")
    page = text(clerk.get(project.get_absolute_url()))
    assert "5,000 → 4,200 · funds: 资金未到位 · asked 2015-06-16, approved by 张主任" in page


def test_a_year_and_a_building_name_stand_once_in_a_project(clerk, project, zone):
    InvestmentYear.objects.create(project=project, year=2015)
    factories.building(project=project, name="3号厂房")
    assert "this year is already entered for the project" in text(submit(clerk, url("investment_new", project), year="2015"))
    assert "this project has a building of this name" in text(submit(clerk, url("building_new", project), name="３号厂房"))
    other = factories.project(zone=zone)
    assert submit(clerk, url("building_new", other), name="3号厂房").status_code == 302
    assert (InvestmentYear.objects.count(), Building.objects.count()) == (1, 2)


def test_the_page_of_a_project_shows_its_light_with_the_reason(sign_in, people, project):
    client = sign_in(people.leader)
    page = client.get(project.get_absolute_url())
    assert page.context["why"].light == "none"
    assert "Nothing that the rules measure, so no light." in text(page)
    factories.milestone(project=project, text="主体完工", due=datetime.date(2015, 6, 1))
    page = client.get(project.get_absolute_url())
    assert page.context["why"].light == "yellow"
    assert "yellow days overdue: 15 days" in text(page)
    assert "yellow days overdue: 15 days red more than 30 days · yellow 1 days or more 主体完工 2015-06-01" in text(page)
    factories.milestone(project=project, due=datetime.date(2015, 5, 1))
    assert client.get(project.get_absolute_url()).context["why"].light == "red"
    Milestone.objects.update(actual_date=datetime.date(2015, 6, 2))
    page = client.get(project.get_absolute_url())
    assert page.context["why"].light == "green"
    assert "Within the rules." in text(page)
    assert "days overdue: 0 days" in text(page)


def test_the_light_follows_the_rule_of_the_zone(sign_in, people, project, zone):
    factories.rule_set(zone=zone, due_soon_days=3, red=5)
    factories.milestone(project=project, due=datetime.date(2015, 6, 8))
    near = factories.milestone(project=project, due=datetime.date(2015, 6, 20))
    page = sign_in(people.leader).get(project.get_absolute_url())
    assert page.context["why"].light == "red"
    assert [row.standing for row in page.context["timeline"].rows] == ["overdue", "ahead"]
    assert "ahead" in text(sign_in(people.leader).get(near.get_absolute_url()))


def test_the_ledger_is_a_drawing_and_a_table_of_the_same_promises(sign_in, people, project, foreign):
    milestone = factories.milestone(project=project, text="1号厂房主体完工", due=datetime.date(2015, 6, 1))
    page = sign_in(people.officer).get(project.get_absolute_url())
    content = page.content.decode()
    assert [row.promise for row in page.context["timeline"].rows] == [milestone]
    assert content.count(f'href="{milestone.get_absolute_url()}"') == 4  # name, mark, line of the table, reason of the light
    assert 'class="late late-overdue"' in content
    assert content.count('href="#sign-overdue"') == 2  # the mark and the legend
    assert "外区机密" not in content


def test_the_investment_of_the_year_is_the_last_reports_and_never_last_years(sign_in, people, project):
    last_year = datetime.date(2014, 12, 22)
    factories.report(project=project, monday=last_year, state="accepted", submitted_at=GIVEN, completed_wan=8000, workers=55)
    InvestmentYear.objects.create(project=project, year=2015, planned_wan=5000)
    client = sign_in(people.officer)
    page = text(client.get(project.get_absolute_url()))
    assert "2015 5,000 – –" in page
    factories.report(project=project, monday=THIS_WEEK, state="submitted", submitted_at=GIVEN, completed_wan=1234)
    page = text(client.get(project.get_absolute_url()))
    assert "2015 5,000 1,234 unreviewed –" in page


def test_the_page_lists_the_last_eight_weeks(sign_in, people, project):
    for weeks in range(10):
        factories.report(project=project, monday=THIS_WEEK - weeks * ONE_WEEK)
    page = sign_in(people.officer).get(project.get_absolute_url())
    assert [str(report.week) for report in page.context["reports"]] == [f"2015-W{number}" for number in range(24, 16, -1)]


def test_buttons_are_live_for_those_who_may_and_grey_with_the_reason_for_the_others(sign_in, people, project):
    live = f'href="{url("milestone_new", project)}"'
    assert live in sign_in(people.officer).get(project.get_absolute_url()).content.decode()
    page = html.unescape(sign_in(people.colleague).get(project.get_absolute_url()).content.decode())
    assert live not in page
    assert 'title="Only the responsible unit and the assigned officers change this project."' in page


def test_text_is_text_on_the_page_and_in_the_drawing(clerk, project):
    name = "<script>alert(1)</script>"
    Project.objects.filter(pk=project.pk).update(name=name, situation=name, aliases=name)
    factories.milestone(project=project, text=name)
    factories.building(project=project, name=name)
    factories.report(project=project, progress=name)
    page = clerk.get(project.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)") >= 6
