"""Twenty hands at once: one report, one week, one enterprise, and no answer that is a fault."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

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
def test_fifty_people_hand_in_at_once_and_none_is_lost_or_doubled(sign_in, people, zone, unit):
    made = [factories.report(project=factories.project(zone=zone, unit=unit), monday=THIS_WEEK) for _n in range(50)]
    clients = [sign_in(factories.person(zone=zone, role="officer", unit=unit)) for _report in made]
    urls = [reverse("projects:report_write", args=[report.pk]) for report in made]
    forms = [filled(client.get(url), progress=f"进度{n}") for n, (client, url) in enumerate(zip(clients, urls, strict=True))]
    assert at_once(lambda n: same_person(clients[n]).post(urls[n], forms[n]).status_code, hands=50) == [302] * 50
    rows = list(WeeklyReport.objects.order_by("pk").values_list("state", "progress", "version", "submitted_by__pk"))
    assert [row[:3] for row in rows] == [("submitted", f"进度{n}", 2) for n in range(50)]
    assert len({row[3] for row in rows}) == 50


@pytest.mark.django_db(transaction=True)
def test_twenty_submits_of_a_script_are_one_report_with_its_photos(sign_in, people, project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    report = factories.report(project=project, monday=THIS_WEEK)
    client = sign_in(people.officer)
    url = reverse("projects:report_write", args=[report.pk])
    data = {**filled(client.get(url), progress="主体三层"), "writing": str(uuid.uuid4()), "turn": 1, "submit": "yes"}
    pictures = [factories.encoded(Image.new("RGB", (60, 40), colour)) for colour in ("red", "blue")]

    def send(number):
        files = [SimpleUploadedFile(f"{n}.jpg", picture, content_type="image/jpeg") for n, picture in enumerate(pictures)]
        return same_person(client).post(url, {**data, "photos": files}, HTTP_ACCEPT="application/json").status_code

    assert at_once(send) == [200] * HANDS
    row = WeeklyReport.objects.get()
    assert (row.state, row.version, row.photos.count()) == ("submitted", report.version + 1, 2)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 4


@pytest.mark.django_db(transaction=True)
def test_states_of_one_writing_that_arrive_at_once_end_with_the_last(sign_in, people, project):
    report = factories.report(project=project, monday=THIS_WEEK)
    client, writing = sign_in(people.officer), str(uuid.uuid4())
    url = reverse("projects:report_write", args=[report.pk])
    data = filled(client.get(url))

    def send(number):
        words = {"progress": "字" * (number + 1), "writing": writing, "turn": number, "draft": "yes"}
        return same_person(client).post(url, {**data, **words}, HTTP_ACCEPT="application/json").status_code

    assert at_once(send) == [200] * HANDS
    assert WeeklyReport.objects.get().progress == "字" * HANDS


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
