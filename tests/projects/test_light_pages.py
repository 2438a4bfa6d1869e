"""The pages that open a light, the units side by side, excuses, and what new rules would do."""

import datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from core.periods import ONE_DAY
from projects.models import Excuse, Milestone, Project
from tests import factories
from tests.projects.browser import errors, submit, text
from zones.choices import CatchUp, Measure, Subject
from zones.lights import Clause
from zones.models import RuleSet
from zones.presets import PRESETS

TODAY = datetime.date(2015, 6, 16)
MAY = datetime.date(2015, 5, 10)


def url(name, row, **query):
    address = reverse(f"projects:{name}", args=[row.pk])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else address


@pytest.fixture
def leader(sign_in, people):
    return sign_in(people.leader)


@pytest.fixture
def clerk(sign_in, people):
    return sign_in(people.clerk)


def light(client, row, name="project_light", **query):
    return client.get(url(name, row, **query)).context["why"].light


# --- why ---------------------------------------------------------------------------------------
def test_a_light_says_its_numbers_its_words_its_rule_and_its_consequence(leader, zone, project):
    clause = Clause(
        *(Subject.PROJECT, Measure.DAYS_OVERDUE),
        yellow=Decimal(1),
        red=Decimal(30),
        red_at=False,
        yellow_consequence="提醒函",
        wording="逾期未完成的亮黄灯",
    )
    rules = factories.rule_set(zone=zone, name="年度规则", clauses=(clause,))
    factories.milestone(project=project, text="主体封顶", due=datetime.date(2015, 6, 1))
    for address in (url("project_light", project), project.get_absolute_url()):
        words = text(leader.get(address))
        assert "on 2015-06-16 by 年度规则 2015-1 · in force since 2015-01-01" in words
        assert "days overdue: 15 days red more than 30 days · yellow 1 days or more 逾期未完成的亮黄灯 主体封顶 2015-06-01" in words
        assert "Consequence: 提醒函" in words
    assert rules.get_absolute_url() in leader.get(project.get_absolute_url()).content.decode()


def test_without_rules_of_the_zone_the_portal_s_own_are_named(leader, project):
    factories.milestone(project=project)
    page = leader.get(url("project_light", project))
    assert "by the portal's own light rules" in text(page)
    assert 'href="/rules/"' in page.content.decode()


def test_a_past_day_shows_the_light_of_that_day_by_the_rules_in_force_then(leader, zone, project):
    factories.rule_set(zone=zone, red=30)
    factories.rule_set(zone=zone, edition=2, red=3, valid_from=datetime.date(2015, 6, 10))
    factories.milestone(project=project, due=datetime.date(2015, 6, 1), actual_date=datetime.date(2015, 6, 15))
    days = {"2015-06-01": "green", "2015-06-09": "yellow", "2015-06-10": "red", "2015-06-14": "red", "2015-06-15": "green"}
    assert {day: light(leader, project, on=day) for day in days} == days
    page = leader.get(url("project_light", project, on="2015-06-09"))
    assert "2015-1" in text(page)
    assert "A past day is judged by the rules that were in force then" in text(page)
    assert "A past day" not in text(leader.get(url("project_light", project)))


def test_last_years_lights_do_not_move_when_this_years_rule_changes(leader, zone, project):
    factories.rule_set(zone=zone, year=2014, red=100)
    factories.milestone(project=project, due=datetime.date(2014, 12, 1))
    before = light(leader, project, on="2014-12-31")
    factories.rule_set(zone=zone, year=2015, red=1)
    assert (before, light(leader, project, on="2014-12-31")) == ("yellow", "yellow")
    assert light(leader, project) == "red"
    assert leader.get("/projects/?light=red").context["page"].paginator.count == 1


@pytest.mark.parametrize("day", ["2015-13-45", "2015-02-30", "0001-01-01", "9999-12-31", "abc", "2015-06-17", "9" * 5000, "%FF"])
@pytest.mark.parametrize("name", ["project_light", "milestone_light", "unit_light"])
def test_a_day_that_cannot_be_meant_shows_its_message_and_no_light(leader, project, unit, name, day):
    milestone = factories.milestone(project=project, due=MAY)
    row = {"project_light": project, "milestone_light": milestone, "unit_light": unit}[name]
    page = leader.get(url(name, row, on=day))
    assert page.status_code in {200, 400}
    if page.status_code == 200:
        assert page.context["day_form"].errors["on"]
        assert "why" not in page.context
        assert "days overdue" not in text(page)


def test_an_empty_day_is_today(leader, project):
    assert leader.get(url("project_light", project, on="")).context["on"] == TODAY


def test_the_light_of_a_promise_is_on_its_page_and_in_the_ledger(leader, zone, project):
    late = factories.milestone(project=project, text="晚", due=MAY)
    soon = factories.milestone(project=project, text="早", due=TODAY)
    assert light(leader, late, "milestone_light") == "red"
    assert "days overdue: 37 days" in text(leader.get(late.get_absolute_url()))
    found = {row.pk: row.light for row in leader.get("/milestones/").context["page"]}
    assert found == {late.pk: "red", soon.pk: "green"}
    assert [row.pk for row in leader.get("/milestones/?light=red").context["page"]] == [late.pk]
    assert [row.pk for row in leader.get("/milestones/?sort=light").context["page"]] == [late.pk, soon.pk]
    factories.rule_set(zone=zone, clauses=PRESETS["xinhuang_2015"].clauses)  # says nothing of promises
    assert "Why this light" not in text(leader.get(late.get_absolute_url()))


def test_every_measure_of_a_rule_is_explained_on_the_page_of_a_project(leader, zone, project):
    clauses = tuple(Clause(Subject.PROJECT, measure, red=Decimal(1)) for measure in Measure.of(Subject.PROJECT))
    factories.rule_set(zone=zone, clauses=clauses)
    factories.milestone(project=project, text="开工", due=MAY, phase="start", whole_project=True)
    factories.investment(project=project, planned_wan=Decimal(1200), completed_wan=Decimal(100))
    project.stage_entries.create(stage="started", reached_on=datetime.date(2015, 2, 1))
    words = text(leader.get(project.get_absolute_url()))
    for said in (
        "days overdue: 37 days",
        "promises missed: 1 promises",
        "months missed in a row: 1 months",
        "2015-05 1 of 1 promises not met",
        "share of the month's promises met: 0%",
        "2015-05 0 of 1 promises met by their date",
        "behind expectation, share of it: 80%",
        "behind expectation, points: 33.33 points",
        "Planned this year 1,200 × 10,000 yuan Expected after 5 months 500 × 10,000 yuan Self-reported 100 × 10,000 yuan",
        "months since the planned start: 1 months",
        "months started and not in the statistics: 5 months",
        "Start of works 2015-02-01 Accepted by the statistics office no",
    ):
        assert said in words


def test_what_is_ahead_says_so(leader, zone, project):
    factories.rule_set(zone=zone, clauses=PRESETS["sanya_2022"].clauses)
    factories.investment(project=project, planned_wan=Decimal(1200), completed_wan=Decimal(600))
    assert "behind expectation, share of it: ahead by 20%" in text(leader.get(url("project_light", project)))


def test_a_foreign_thing_has_no_light_page(leader, foreign):
    for name, row in (
        ("project_light", foreign.project),
        ("milestone_light", foreign.milestone),
        ("unit_light", foreign.project.unit),
    ):
        assert leader.get(url(name, row)).status_code == 404


# --- excuses -----------------------------------------------------------------------------------
GIVEN = {"first_day": "2015-06-01", "last_day": "2015-06-20", "reason": "weather", "explanation": "洪水", "approved_by": "副县长"}


def test_an_excuse_takes_the_light_away_while_it_lasts_and_says_who_approved_it(clerk, people, project):
    factories.milestone(project=project, due=MAY)
    assert light(clerk, project) == "red"
    assert submit(clerk, url("excuse_new", project), **GIVEN)["Location"] == project.get_absolute_url()
    excuse = Excuse.objects.get()
    assert (excuse.by, excuse.milestone, excuse.last_day) == (people.clerk, None, datetime.date(2015, 6, 20))
    page = clerk.get(project.get_absolute_url())
    assert page.context["why"].light == "green"
    assert "Excused, approved by 副县长" in text(page)
    assert [light(clerk, project, on=day) for day in ("2015-05-31", "2015-06-01", "2015-06-16")] == ["yellow", "green", "green"]
    assert clerk.get("/projects/?light=green").context["page"].paginator.count == 1


def test_an_excuse_of_one_promise_leaves_the_others(clerk, project):
    first = factories.milestone(project=project, text="围墙", due=MAY)
    factories.milestone(project=project, due=datetime.date(2015, 6, 10))
    submit(clerk, url("excuse_new", project), **GIVEN, milestone=first.pk)
    page = clerk.get(project.get_absolute_url())
    assert page.context["why"].light == "yellow"
    assert "围墙 excused by 副县长" in text(page)
    assert light(clerk, first, "milestone_light") == "green"
    assert Milestone.objects.get(pk=first.pk).light_on(TODAY, RuleSet.in_force(project.zone, TODAY)) == "green"


def test_an_excuse_is_ended_by_an_earlier_last_day_and_keeps_who_entered_it(clerk, sign_in, people, project):
    factories.milestone(project=project, due=MAY)
    excuse = factories.excuse(project=project, last_day=datetime.date(2015, 12, 31), by=people.clerk)
    assert light(clerk, project) == "green"
    submit(sign_in(people.admin), url("excuse_edit", excuse), last_day="2015-06-15")
    assert light(clerk, project) == "red"
    excuse.refresh_from_db()
    assert excuse.by == people.clerk
    assert "ended" in text(clerk.get(project.get_absolute_url()))
    assert "2015-06-15" in text(clerk.get(url("excuse_history", excuse)))


def test_excuses_are_entered_by_the_keepers_and_never_by_those_whose_light_they_clear(sign_in, people, project):
    for person in (people.officer, people.head, people.leader):
        client = sign_in(person)
        assert client.get(url("excuse_new", project)).status_code == 403
        assert client.post(url("excuse_new", project), GIVEN).status_code == 403
    assert Excuse.objects.count() == 0


def test_an_excuse_names_a_promise_of_its_own_project_and_days_in_order(clerk, project, zone):
    other = factories.milestone(project=factories.project(zone=zone))
    assert list(errors(submit(clerk, url("excuse_new", project), **GIVEN, milestone=other.pk))) == ["milestone"]
    turned = submit(clerk, url("excuse_new", project), **{**GIVEN, "last_day": "2015-05-31"})
    assert errors(turned) == {"__all__": ["the first day comes after the last"]}
    assert Excuse.objects.count() == 0


def test_a_rule_that_knows_no_excuse_is_not_cleared(clerk, zone, project, people):
    factories.rule_set(zone=zone, clauses=PRESETS["ouhai_2020"].clauses)
    milestone = factories.milestone(project=project, due=MAY)
    factories.excuse(project=project, last_day=datetime.date(2015, 12, 31), by=people.clerk)
    assert light(clerk, project) == light(clerk, milestone, "milestone_light") == "red"
    milestone.actual_date = TODAY
    milestone.save()
    assert light(clerk, project) == light(clerk, milestone, "milestone_light") == "yellow"
    assert clerk.get("/projects/?light=yellow").context["page"].paginator.count == 1


# --- units -------------------------------------------------------------------------------------
@pytest.fixture
def busy(zone, unit, people):
    """A unit with two projects and promises of May, one of which another unit answers for."""
    other = people.colleague.memberships.get().unit
    first, second = (factories.project(zone=zone, unit=unit, name=name) for name in ("一期", "二期"))
    factories.milestone(project=first, text="五月未完成", due=MAY)
    factories.milestone(project=second, due=MAY, actual_date=MAY)
    factories.milestone(project=second, due=MAY, actual_date=MAY + ONE_DAY)
    factories.milestone(project=second, text="别单位的", due=MAY, unit=other)
    return unit, other


def clauses(*limits, **options):
    return tuple(Clause(Subject.UNIT, measure, red=Decimal(red), **options) for measure, red in limits)


def test_the_units_stand_side_by_side_with_their_projects_and_promises(leader, zone, busy):
    unit, other = busy
    factories.rule_set(zone=zone, clauses=(*factories.overdue_clauses(30), *clauses(("tasks_missed", 1), ("red_projects", 2))))
    rows = {row.pk: row for row in leader.get("/units/lights/").context["page"]}
    counted = ("light", "red", "yellow", "green", "kept", "not_kept", "missed")
    assert [getattr(rows[unit.pk], name) for name in counted] == ["red", 2, 0, 0, 1, 2, 1]
    assert rows[unit.pk].share == pytest.approx(Decimal("33.3333"), abs=Decimal("0.0001"))
    assert rows[unit.pk].reason == "promises missed: 1 promises; projects with a red light: 2 projects"
    assert [getattr(rows[other.pk], name) for name in counted] == ["red", 0, 0, 0, 0, 1, 1]
    assert "Promises of the month: those due in 2015-05." in text(leader.get("/units/lights/"))


def test_a_promise_that_another_unit_answers_for_still_counts_for_its_project(leader, busy):
    unit, _other = busy
    page = leader.get(url("unit_light", unit))
    assert {project.name: project.light for project in page.context["projects"]} == {"一期": "red", "二期": "red"}


def test_the_list_of_units_filters_sorts_and_exports_by_light(leader, zone, busy):
    unit, other = busy
    factories.rule_set(zone=zone, clauses=clauses(("month_share", 40)))
    assert {row.pk for row in leader.get("/units/lights/?light=red").context["page"]} == {unit.pk, other.pk}
    assert leader.get("/units/lights/?light=green").context["page"].paginator.count == 0
    factories.unit(zone=zone, name="没有任务的单位")
    assert [row.light for row in leader.get("/units/lights/?sort=light").context["page"]] == ["red", "red", "none"]
    answer = leader.get("/units/lights/?light=red&export=xlsx")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert unit.name in cells
    assert "没有任务的单位" not in cells
    assert zone.downloads.get().row_count == 2


def test_a_unit_opens_with_its_reasons_projects_and_overdue_promises(leader, zone, busy):
    unit, _other = busy
    factories.rule_set(zone=zone, clauses=clauses(("month_share", 40), ("months_missed", 1), ("tasks_missed", 5)))
    page = leader.get(url("unit_light", unit))
    words = text(page)
    assert page.context["why"].light == "red"
    assert "share of the month's promises met: 33.33%" in words
    assert "2015-05 1 of 3 promises met by their date" in words
    assert "months missed in a row: 1 months" in words
    assert "五月未完成" in words
    assert "别单位的" not in words
    assert "red days" not in words


def test_rules_that_say_nothing_of_units_say_so(leader, busy):
    unit, _other = busy
    assert "The rules in force give units no light of their own." in text(leader.get("/units/lights/"))
    assert "These rules say nothing of this kind of thing." in text(leader.get(url("unit_light", unit)))


def test_a_unit_on_a_past_day_has_what_was_kept_by_then(leader, zone, busy):
    unit, _other = busy
    factories.rule_set(zone=zone, clauses=clauses(("tasks_missed", 1)))
    Milestone.objects.filter(actual_date__isnull=True).update(actual_date=TODAY)
    assert light(leader, unit, "unit_light") == "green"
    assert light(leader, unit, "unit_light", on="2015-06-15") == "red"
    line = leader.get(url("unit_light", unit, on="2015-05-11")).context["line"]
    assert (line.missed, line.kept) == (1, 0)  # on the 11th of May the last complete month is April


def test_excuses_take_promises_out_of_a_unit_s_account(leader, zone, busy, people):
    unit, _other = busy
    factories.rule_set(zone=zone, clauses=clauses(("tasks_missed", 1)))
    red = Project.objects.get(name="一期")
    factories.excuse(project=red, first_day=TODAY, last_day=TODAY, by=people.clerk)
    assert light(leader, unit, "unit_light") == "green"
    assert {row.pk: row.light for row in leader.get("/units/lights/").context["page"]}[unit.pk] == "green"


def test_units_of_another_zone_are_not_listed(leader, foreign):
    assert foreign.project.unit.pk not in {row.pk for row in leader.get("/units/lights/").context["page"]}


# --- what new rules would do -------------------------------------------------------------------
def test_the_effect_of_rules_is_shown_before_anything_is_stored(clerk, zone):
    for days in (1, 5, 40, -3):
        factories.milestone(project=factories.project(zone=zone), due=TODAY - days * ONE_DAY)
    factories.project(zone=zone)
    form = clerk.get("/rules/new/").context["form"]
    data = {box.html_name: box.value() for box in form if box.value() not in (None, False)}
    page = clerk.post("/rules/effect/", {**data, "name": "试行规则", "c1-red": "4"})
    found = {line.light: (line.before, line.now) for line in page.context["effect"]}
    assert found == {"red": (1, 2), "yellow": (2, 1), "green": (1, 1), "none": (1, 1)}
    assert page.context["form"]["name"].value() == "试行规则"
    assert not RuleSet.objects.exists()
    assert 'action="/rules/new/"' in page.content.decode()


def test_rules_with_a_fault_have_no_effect_and_keep_what_was_typed(clerk):
    page = clerk.post("/rules/effect/", {"name": "半张表", "valid_from": "2015-02-30"})
    assert page.status_code == 200
    assert "effect" not in page.context
    assert set(errors(page)) >= {"valid_from", "due_soon_days"}
    assert "半张表" in page.content.decode()


# --- costs -------------------------------------------------------------------------------------
EVERY = tuple(
    Clause(subject, measure, red=Decimal(1), catch_up=CatchUp.STAYS if measure in Measure.of_promises() else CatchUp.CLEARS)
    for subject in (Subject.MILESTONE, Subject.PROJECT, Subject.UNIT)
    for measure in Measure.of(subject)
)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/projects/", 6),
        ("/milestones/", 6),
        ("/units/lights/", 7),
        ("/rules/", 5),
        ("project_light", 10),
        ("milestone_light", 6),
        ("unit_light", 8),
    ],
)
def test_lights_of_every_measure_cost_the_same_for_one_row_and_for_three(
    sign_in, people, zone, unit, address, queries, rows, django_assert_num_queries
):
    projects = [factories.project(zone=zone, unit=unit) for _n in range(rows)]
    for edition, project in enumerate(projects, 1):
        for _n in range(rows):
            milestone = factories.milestone(project=project, due=MAY)
            factories.excuse(project=project, milestone=milestone, last_day=TODAY, by=people.clerk)
        factories.rule_set(zone=zone, edition=edition, clauses=EVERY)
    client = sign_in(people.leader)
    row = {"project_light": projects[0], "milestone_light": milestone, "unit_light": unit}.get(address)
    client.get("/weeks/mine/")
    with django_assert_num_queries(queries):
        assert client.get(url(address, row) if row else address).status_code == 200
