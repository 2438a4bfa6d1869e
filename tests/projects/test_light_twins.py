"""Lights of thousands of projects in SQL beside the same rules on plain facts: every measure, limit and excuse."""

import datetime
import random
from collections import Counter
from decimal import Decimal
from itertools import product

import pytest

from core.periods import ONE_DAY
from projects import lights, why
from projects.choices import Outcome, Phase
from projects.models import Milestone, Project
from projects.querysets.measures import IN_LEDGER, MEASURES
from projects.querysets.projects import year_investment
from projects.querysets.units import outcome
from projects.units import unit_lines
from tests import factories
from zones.choices import CatchUp, Light, Measure, Subject
from zones.lights import Clause, Rules
from zones.models import Unit

MID, END, START = datetime.date(2015, 6, 16), datetime.date(2015, 6, 30), datetime.date(2015, 1, 20)
DAYS = [MID, END, START, datetime.date(2016, 2, 29)]
LIMITS = {  # measure: values of yellow and red, in and out of reach
    Measure.DAYS_OVERDUE: [(1, 30), (0, 16), (None, 1)],
    Measure.TASKS_MISSED: [(1, 2), (0, 3), (None, 1)],
    Measure.MONTHS_MISSED: [(1, 2), (0, 4), (None, 1)],
    Measure.MONTH_SHARE: [(80, 60), (100, 50), (None, 0)],
    Measure.SHARE_BEHIND: [(0, 50), (20, 40), (None, 1)],
    Measure.POINTS_BEHIND: [(10, 30), (0, 20), (None, 1)],
    Measure.START_MONTHS_LATE: [(1, 3), (0, 2), (None, 1)],
    Measure.MONTHS_UNLISTED: [(1, 2), (0, 5), (None, 1)],
}


def clauses(measure, subject=Subject.PROJECT):
    for (yellow, red), at, catch_up, excusable in product(LIMITS[measure], (True, False), CatchUp, (True, False)):
        limits = {name: None if value is None else Decimal(value) for name, value in (("yellow", yellow), ("red", red))}
        yield Clause(subject, measure, **limits, yellow_at=at, red_at=not at, catch_up=catch_up, excusable=excusable)


@pytest.fixture
def many(zone, people):
    """Projects whose promises, money, stages and excuses lie around the days of the tests, drawn with a fixed seed."""
    draw = random.Random(20150616)
    units = [factories.unit(zone=zone) for _n in range(3)]
    for _number in range(50):
        project = factories.project(zone=zone, unit=draw.choice([*units, None]))
        ledger = [one_promise(draw, project, units) for _n in range(draw.choice([0, 1, 1, 2, 5, 9]))]
        if draw.random() < 0.7:
            planned = draw.choice([None, Decimal(0), Decimal(1200), Decimal("999.99")])
            factories.investment(
                project=project,
                planned_wan=planned,
                completed_wan=draw.choice([None, Decimal(0), Decimal(250), Decimal(620)]),
                accepted_wan=draw.choice([None, None, Decimal(0)]),
            )
        if draw.random() < 0.5:
            submitted = datetime.datetime(2015, 5, 4, tzinfo=datetime.UTC)
            factories.report(
                project=project,
                monday=datetime.date(2015, 4, 27),
                state="accepted",
                submitted_at=submitted,
                completed_wan=draw.choice([None, Decimal(480), Decimal(20)]),
            )
        if draw.random() < 0.6:
            reached = draw.choice([None, day(draw), datetime.date(2015, 1, 31), datetime.date(2015, 4, 16)])
            project.stage_entries.create(stage="started", reached_on=reached)
        for _n in range(draw.choice([0, 0, 1, 2])):
            first = day(draw)
            project.excuses.create(
                milestone=draw.choice([None, *ledger]),
                first_day=first,
                last_day=first + draw.randint(0, 90) * ONE_DAY,
                reason="weather",
                explanation="洪水",
                approved_by="主任",
                by=people.clerk,
            )
    return zone


def day(draw):
    return datetime.date(2014, 11, 1) + draw.randint(0, 270) * ONE_DAY


def one_promise(draw, project, units):
    due = draw.choice([day(draw), MID, END, datetime.date(2015, 5, 31)])
    kept = draw.choice([None, None, due, due - ONE_DAY, due + draw.randint(1, 70) * ONE_DAY])
    return factories.milestone(
        project=project,
        due=due,
        actual_date=kept,
        phase=draw.choice([Phase.START, Phase.BODY]),
        whole_project=draw.random() < 0.6,
        unit=draw.choice([None, None, *units]),
    )


def known(as_of):
    """What was kept after the day was open on it: the lists know today's rows only."""
    Milestone.objects.filter(actual_date__gt=as_of).update(actual_date=None)


@pytest.fixture
def facts(many):
    """Everything that a rule can ask of each project on a day, by the project's id."""
    every = Rules(2015, clauses=tuple(Clause(Subject.PROJECT, measure, red=Decimal(1)) for measure in MEASURES))

    def of_day(as_of):
        projects = Project.objects.in_zone(many)
        return {p.pk: why.facts_of(p, as_of, every, p.milestones.all(), p.excuses.on(as_of)) for p in projects}

    return of_day


@pytest.mark.parametrize("as_of", DAYS)
def test_the_light_of_every_clause_in_sql_is_the_twin_of_the_pure_one(many, facts, as_of):
    known(as_of)
    of_each, seen = facts(as_of), set()
    for clause in (clause for measure in MEASURES for clause in clauses(measure)):
        rules = Rules(as_of.year, clauses=(clause,))
        found = dict(Project.objects.in_zone(many).with_light(as_of, rules).values_list("pk", "light"))
        assert found == {pk: lights.of_project(rules, each, as_of).light for pk, each in of_each.items()}, clause
        seen |= {(clause.measure, light) for light in found.values()}
    if as_of == MID:
        assert seen >= set(product(MEASURES, [Light.RED, Light.YELLOW, Light.GREEN, Light.NONE]))


@pytest.mark.parametrize("as_of", [MID, START])
def test_the_worst_of_several_clauses_counts_in_sql_as_in_the_pure_rule(many, facts, as_of):
    known(as_of)
    of_each, every = facts(as_of), [clause for measure in MEASURES for clause in clauses(measure)]
    draw = random.Random(1)
    for _number in range(20):
        rules = Rules(as_of.year, clauses=tuple(draw.sample(every, 4)))
        found = dict(Project.objects.in_zone(many).with_light(as_of, rules).values_list("pk", "light"))
        assert found == {pk: lights.of_project(rules, each, as_of).light for pk, each in of_each.items()}, rules.clauses


@pytest.mark.parametrize("as_of", DAYS)
def test_the_values_in_sql_are_those_of_the_pure_measures(many, facts, as_of):
    known(as_of)
    of_each = facts(as_of)
    for measure, build in MEASURES.items():
        clause = next(clauses(measure))
        rows = Project.objects.in_zone(many).with_open_promise().alias(**year_investment(as_of))
        found = {
            row.pk: row.value if row.has_ledger or measure not in IN_LEDGER else None
            for row in rows.annotate(value=build(clause, as_of))
        }
        expected = {pk: lights.MEASURES[measure](clause, each, as_of).value for pk, each in of_each.items()}
        if measure == Measure.DAYS_OVERDUE:
            found = {pk: 0 if value is None and expected[pk] == 0 else value for pk, value in found.items()}
        assert {pk: rounded(value) for pk, value in found.items()} == {pk: rounded(value) for pk, value in expected.items()}, (
            measure
        )


def rounded(value):
    return None if value is None else round(Decimal(value), 12)


@pytest.mark.parametrize("as_of", DAYS)
def test_the_light_of_promises_in_sql_is_the_twin_of_the_pure_one(many, as_of):
    known(as_of)
    rows = list(Milestone.objects.filter(project__zone=many).select_related("project"))
    excuses = {row.project_id: list(row.project.excuses.on(as_of)) for row in rows}
    for clause in clauses(Measure.DAYS_OVERDUE, Subject.MILESTONE):
        rules = Rules(as_of.year, clauses=(clause,))
        found = dict(Milestone.objects.with_light(as_of, rules).values_list("pk", "light"))
        assert found == {row.pk: why.of_promise(row, as_of, rules, excuses[row.project_id]).light for row in rows}, clause
    assert rows[0].light_on(as_of, rules) == found[rows[0].pk]


def test_without_clauses_of_a_kind_nothing_of_it_has_a_light(many):
    rules = Rules(2015)
    assert set(Project.objects.with_light(MID, rules).values_list("light", flat=True)) == {Light.NONE}
    assert set(Milestone.objects.with_light(MID, rules).values_list("light", flat=True)) == {Light.NONE}


@pytest.mark.parametrize("as_of", DAYS)
def test_outcomes_in_sql_are_those_of_the_pure_rule_on_past_days_too(many, as_of):
    rows = list(Milestone.objects.filter(project__zone=many).annotate(outcome=outcome(as_of)))
    known_then = {row.pk: row.actual_date if row.actual_date and row.actual_date <= as_of else None for row in rows}
    assert [row.outcome for row in rows] == [Outcome.of(row.scored_date, known_then[row.pk], as_of) for row in rows]
    assert as_of != MID or {row.outcome for row in rows} == set(Outcome)


@pytest.mark.parametrize("as_of", DAYS)
def test_a_unit_answers_for_its_own_promises_and_for_those_of_its_projects_that_no_other_unit_has(many, as_of):
    known(as_of)
    rules = Rules(as_of.year, clauses=tuple(clauses(Measure.DAYS_OVERDUE)))
    lines = unit_lines(many, as_of, rules)
    assert len(lines) == 3
    for pk, line in lines.items():
        promises = [
            why.promise(
                row,
                as_of,
                "主任"
                if row.project.excuses.on(as_of).filter(milestone__in=[row]).exists()
                or row.project.excuses.on(as_of).filter(milestone=None).exists()
                else "",
            )
            for row in Milestone.objects.of_unit(Unit.objects.get(pk=pk)).select_related("project")
        ]
        assert line.every == lights.tally(promises, as_of)
        assert line.counted == lights.tally((each for each in promises if not each.excused_by), as_of)
        projects = Project.objects.filter(unit=pk).with_light(as_of, rules)
        assert line.projects == Counter(projects.values_list("light", flat=True))
