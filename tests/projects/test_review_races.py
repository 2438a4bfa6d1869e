"""Reviews at the same moment as each other and as a resubmission: nothing is accepted that nobody has read."""

from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.urls import reverse

from projects import actions
from projects.models import MilestoneWeek, ReportComment, Revision, WeeklyReport
from tests import factories
from tests.projects.browser import filled
from tests.projects.test_review_pages import GIVEN, LATER, QUEUE, give
from tests.projects.test_week_races import HANDS, at_once, same_person

pytestmark = pytest.mark.django_db(transaction=True)
READ, UNREAD = "读过的进度", "没人读过的进度"


@pytest.fixture
def reports(zone, unit):
    return [give(factories.project(zone=zone, unit=unit), progress=READ) for _number in range(3)]


def versions(reports):
    return {report.pk: WeeklyReport.objects.get(pk=report.pk).version for report in reports}


def stored(report):
    row = WeeklyReport.objects.get(pk=report.pk)
    return row.state, row.progress


def accept_by_looking_first(*, versions, by, between):
    """What accept_reports would be without lock and version: a look, and then the word."""
    found = list(WeeklyReport.objects.filter(pk__in=versions, state="submitted"))
    between()
    with transaction.atomic():
        WeeklyReport.objects.filter(pk__in=[row.pk for row in found]).update(state="accepted", reviewed_by=by)


def resubmit(report, people):
    row = WeeklyReport.objects.select_related("project").get(pk=report.pk)
    row.progress = UNREAD
    actions.store_report(report=row, outlooks={}, by=people.officer, now=GIVEN, submit=True)


def test_without_lock_and_version_a_resubmission_is_accepted_that_nobody_has_read(people, reports):
    read, looked, written = versions(reports), Event(), Event()

    def hand(number):
        if number:
            assert looked.wait(10)
            resubmit(reports[1], people)
            written.set()
            return
        accept_by_looking_first(versions=read, by=people.head, between=lambda: (looked.set(), written.wait(10)))

    at_once(hand, hands=2)
    assert stored(reports[1]) == ("accepted", UNREAD)


def test_a_resubmission_that_comes_first_stops_the_whole_step(people, reports):
    read = versions(reports)
    resubmit(reports[1], people)
    with pytest.raises(actions.OutdatedReviewsError) as refusal:
        actions.accept_reports(versions=read, by=people.head)
    assert refusal.value.pks == [reports[1].pk]
    assert [stored(report)[0] for report in reports] == ["submitted"] * 3


def test_a_resubmission_waits_for_the_step_that_has_begun_and_is_then_refused(sign_in, people, reports):
    officer, url = sign_in(people.officer), reverse("projects:report_write", args=[reports[1].pk])
    data = filled(officer.get(url), progress=UNREAD)
    read, begun = versions(reports), Barrier(2)

    def hand(number):
        if number:
            begun.wait(10)
            return same_person(officer).post(url, data).status_code
        with transaction.atomic():
            done = actions.accept_reports(versions=read, by=people.head)
            begun.wait(10)
            with connection.cursor() as cursor:  # the officer's write is on its way, and waits
                cursor.execute("SELECT pg_sleep(0.5)")
            return len(done)

    count, status = at_once(hand, hands=2)
    assert (count, status) in {(3, 409), (3, 403)}
    assert stored(reports[1]) == ("accepted", READ)


@pytest.mark.parametrize("turn", range(5))
def test_at_the_same_moment_either_the_read_copy_is_accepted_or_none(sign_in, people, reports, turn):
    officer, head = sign_in(people.officer), sign_in(people.head)
    url = reverse("projects:report_write", args=[reports[turn % 3].pk])
    data = filled(officer.get(url), progress=UNREAD)
    ticks = {"report": [f"{pk}:{version}" for pk, version in versions(reports).items()]}

    def hand(number):
        client = same_person(officer if number % 2 else head)
        return client.post(url if number % 2 else QUEUE, data if number % 2 else ticks).status_code

    statuses = at_once(hand, hands=6)
    assert set(statuses) <= {302, 403, 409}
    states = {stored(report) for report in reports}
    assert states in ({("accepted", READ)}, {("submitted", READ), ("submitted", UNREAD)})


def test_twenty_identical_steps_accept_each_report_once(sign_in, people, reports):
    head = sign_in(people.head)
    read = versions(reports)
    ticks = {"report": [f"{pk}:{version}" for pk, version in read.items()]}
    assert at_once(lambda number: same_person(head).post(QUEUE, ticks).status_code) == [302] * HANDS
    for report in reports:
        row = WeeklyReport.objects.get(pk=report.pk)
        assert (row.state, row.reviewed_by, row.version) == ("accepted", people.head, read[report.pk] + 1)
        assert row.events.filter(state="accepted").count() == 1


def test_two_steps_in_other_orders_do_not_block_each_other(people, reports):
    read = versions(reports)
    orders = [dict(sorted(read.items())), dict(sorted(read.items(), reverse=True))]

    def hand(number):
        try:
            return len(actions.accept_reports(versions=orders[number % 2], by=people.head))
        except actions.OutdatedReviewsError:
            return 0

    assert at_once(hand, hands=10) == [3] * 10


def test_twenty_identical_reviews_comment_once_and_move_the_promise_once(sign_in, people, reports):
    milestone = factories.milestone(project=reports[0].project)
    entry = MilestoneWeek.objects.create(
        report=reports[0], milestone=milestone, outlook="late", proposed_date=LATER, proposed_reason="land", proposal="asked"
    )
    head, url = sign_in(people.head), reverse("projects:report_review", args=[reports[0].pk])
    data = {"version": reports[0].version, "accept": "yes", f"decision-{entry.pk}": "grant", "comment-progress": "好"}
    assert at_once(lambda number: same_person(head).post(url, data).status_code) == [302] * HANDS
    assert (Revision.objects.count(), ReportComment.objects.count()) == (1, 1)
    assert MilestoneWeek.objects.get().proposal == "granted"
    assert WeeklyReport.objects.get(pk=reports[0].pk).version == reports[0].version + 1
