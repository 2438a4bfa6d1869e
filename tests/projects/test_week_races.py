"""Twenty hands at once: one report, one week, one enterprise, and no answer that is a fault."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.periods import Week
from projects import actions
from projects.models import Enterprise, MilestoneWeek, ReportingWeek, WeeklyReport
from tests import factories
from tests.projects.browser import filled
from tests.projects.conftest import THIS_WEEK

HANDS = 20


def at_once(work, hands=HANDS):
    """``work(number)`` in threads that start together; their answers."""
    gate = Barrier(hands)

    def run(number):
        try:
            gate.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(run, range(hands)))


def same_person(client):
    other = Client(raise_request_exception=False)
    other.cookies = client.cookies
    return other


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_submits_make_one_submitted_report(sign_in, people, project):
    report = factories.report(project=project, monday=THIS_WEEK)
    milestone = factories.milestone(project=project)
    client = sign_in(people.officer)
    url = reverse("projects:report_write", args=[report.pk])
    data = filled(client.get(url), progress="主体三层", completed_wan="120", **{f"m{milestone.pk}-outlook": "met"})
    statuses = at_once(lambda number: same_person(client).post(url, data).status_code)
    assert statuses == [302] * HANDS
    row = WeeklyReport.objects.get()
    assert (row.state, row.progress, row.completed_wan) == ("submitted", "主体三层", 120)
    assert row.version == report.version + 1
    assert MilestoneWeek.objects.count() == 1
    assert milestone.events.filter(pgh_label="update").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_twenty_different_versions_one_is_stored_and_every_other_sees_both(sign_in, people, project):
    report = factories.report(project=project, monday=THIS_WEEK)
    client = sign_in(people.officer)
    url = reverse("projects:report_write", args=[report.pk])
    data = filled(client.get(url))
    answers = at_once(lambda number: same_person(client).post(url, {**data, "progress": f"进度{number}"}))
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (HANDS - 1)
    kept = WeeklyReport.objects.get().progress
    for number, answer in enumerate(answers):
        if answer.status_code == 409:
            page = answer.content.decode()
            assert kept in page
            assert f"进度{number}" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("button", "state"), [("draft", "open"), ("submit", "submitted")])
def test_fifty_identical_rows_of_the_grid_are_one_change(sign_in, people, project, button, state):
    report = factories.report(project=project, monday=THIS_WEEK)
    name, client = f"r{report.pk}", sign_in(people.head)
    data = {"row": report.pk, f"{name}-version": report.version, f"{name}-progress": "主体三层", button: report.pk}
    url = reverse("projects:report_row", args=[report.pk])
    statuses = at_once(lambda number: same_person(client).post(url, data, headers={"HX-Request": "true"}).status_code, 50)
    assert statuses == [200] * 50
    row = WeeklyReport.objects.get()
    assert (row.state, row.progress, row.version) == (state, "主体三层", report.version + 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_grids_sent_at_once_store_each_row_once(sign_in, people, project, zone, unit):
    other = factories.project(zone=zone, unit=unit)
    reports = [factories.report(project=each, monday=THIS_WEEK) for each in (project, other)]
    data = {"row": [report.pk for report in reports], "draft": "all"}
    for report in reports:
        data |= {f"r{report.pk}-version": report.version, f"r{report.pk}-progress": f"进度{report.pk}"}
    client = sign_in(people.head)
    assert at_once(lambda number: same_person(client).post("/weeks/grid/", data).status_code) == [302] * HANDS
    rows = WeeklyReport.objects.order_by("pk")
    assert [(row.progress, row.version) for row in rows] == [(f"进度{row.pk}", 2) for row in rows]


@pytest.mark.django_db(transaction=True)
def test_twenty_first_visits_open_the_week_once(zone, project):
    week = Week(THIS_WEEK)
    opened = at_once(lambda number: actions.ensure_week(zone=zone, week=week, as_of=week.sunday).pk)
    assert len(set(opened)) == 1
    assert (ReportingWeek.objects.count(), WeeklyReport.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_new_enterprises_are_one(sign_in, people, zone):
    client = sign_in(people.clerk)
    data = filled(client.get("/enterprises/new/"), name="只有一家", years="2014")
    answers = at_once(lambda number: same_person(client).post("/enterprises/new/", data))
    row = Enterprise.objects.get()
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, row.get_absolute_url())}
    assert row.above_scale_years.count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_and_sending_back_at_once_leaves_one_word(sign_in, people, project):
    report = factories.report(project=project, monday=THIS_WEEK, state="submitted", submitted_at="2015-06-14T00:00:00Z")
    url = reverse("projects:report_review", args=[report.pk])
    head, clerk = sign_in(people.head), sign_in(people.clerk)

    def decide(number):
        yes = {"accept": "yes", "version": report.version}
        no = {"accept": "no", "note": "退回", "version": report.version}
        return same_person(head if number % 2 else clerk).post(url, yes if number % 2 else no).status_code

    statuses = at_once(decide)
    assert set(statuses) <= {302, 409}  # 409: somebody else has said something meanwhile
    row = WeeklyReport.objects.get()
    assert (row.state, row.reviewed_by, row.review_note) in {("accepted", people.head, ""), ("returned", people.clerk, "退回")}
    assert row.version == report.version + 1
