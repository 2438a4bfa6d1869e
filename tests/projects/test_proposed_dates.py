"""A new date on its whole way: proposed in the officer's form, sent back with a comment, proposed again, granted, in the ledger."""

import datetime

import pytest
from django.urls import reverse

from projects.models import MilestoneWeek, Revision, WeeklyReport
from tests import factories
from tests.projects.browser import errors, submit, text
from tests.projects.conftest import THIS_WEEK

pytestmark = pytest.mark.django_db
QUEUE, MY_WEEK = "/reports/review/", "/weeks/mine/"
DUE, LATER, LATEST = (datetime.date(2015, *day) for day in ((6, 30), (7, 20), (8, 10)))
SECTIONS = ("promises", "progress", "figures", "problems", "next_plan", "photos")


@pytest.fixture
def officer(sign_in, people):
    return sign_in(people.officer)


@pytest.fixture
def head(sign_in, people):
    return sign_in(people.head)


@pytest.fixture
def milestone(project):
    return factories.milestone(project=project, text="3号厂房封顶", due=DUE)


@pytest.fixture
def report(project, people):
    factories.assignment(project=project, user=people.officer)
    return factories.report(project=project, monday=THIS_WEEK)


def write(report):
    return reverse("projects:report_write", args=[report.pk])


def propose(client, report, milestone, day=LATER):
    words = {"outlook": "late", "proposed_date": f"{day}", "proposed_reason": "utilities", "note": "停电两周"}
    answer = submit(client, write(report), progress="主体", **{f"m{milestone.pk}-{part}": said for part, said in words.items()})
    assert answer.status_code == 302, errors(answer)


def word(client, report, **said):
    version = WeeklyReport.objects.get(pk=report.pk).version
    return client.post(reverse("projects:report_review", args=[report.pk]), {"version": version, **said})


def due(milestone):
    milestone.refresh_from_db()
    return milestone.due_date


def test_what_the_officer_proposes_is_granted_in_the_review_and_stands_in_the_ledger(officer, head, report, milestone, people):
    propose(officer, report, milestone)
    (waiting,) = head.get(QUEUE).context["queue"].looked_at
    assert (waiting.report, waiting.must_be_opened) == (report, True)
    entry = MilestoneWeek.objects.get()
    refused = word(head, report, accept="yes")
    assert "decide on the proposed date first" in text(refused)
    assert due(milestone) == DUE
    assert word(head, report, accept="yes", **{f"decision-{entry.pk}": "grant"}).status_code == 302
    revision = Revision.objects.get()
    assert (due(milestone), revision.new_date, revision.reason, revision.explanation) == (LATER, LATER, "utilities", "停电两周")
    assert (revision.by, revision.approved_by) == (people.head, people.head.name)
    assert WeeklyReport.objects.get().state == "accepted"


def test_a_report_that_comes_back_shows_each_comment_beside_its_box_and_asks_anew(officer, head, report, milestone):
    propose(officer, report, milestone)
    comments = {f"comment-{section}": f"意见{number}" for number, section in enumerate(SECTIONS)}
    assert word(head, report, accept="no", note="请改", **comments).status_code == 302
    page = officer.get(write(report)).content.decode()
    for number, section in enumerate(SECTIONS):
        box = page.split(f'data-section="{section}"', 1)[1].split("data-section=", 1)[0]
        assert box.count(f"意见{number}") == page.count(f"意见{number}") == 1, section
    assert "2015-07-20" in page
    propose(officer, report, milestone)
    assert [(row.proposed_date, row.proposal) for row in MilestoneWeek.objects.all()] == [(LATER, "asked")]
    assert "意见0" not in officer.get(write(report)).content.decode()


def test_what_was_granted_before_it_came_back_is_not_asked_again_but_another_date_is(officer, head, report, milestone):
    propose(officer, report, milestone)
    entry = MilestoneWeek.objects.get()
    word(head, report, accept="yes", **{f"decision-{entry.pk}": "grant"})
    word(head, report, accept="no", note="人数再核")
    assert submit(officer, write(report), progress="主体完成").status_code == 302
    row = MilestoneWeek.objects.get()
    assert (row.outcome, row.is_asked, due(milestone)) == ("granted", False, LATER)
    assert MilestoneWeek.objects.asked().count() == 0
    word(head, report, accept="no", note="再核")
    propose(officer, report, milestone, LATEST)
    row = MilestoneWeek.objects.get()
    assert (row.outcome, row.is_asked, due(milestone)) == ("asked", True, LATER)
    assert word(head, report, accept="yes", **{f"decision-{row.pk}": "grant"}).status_code == 302
    assert due(milestone) == LATEST
    assert Revision.objects.count() == 2


def test_a_declined_date_moves_nothing_and_the_officer_reads_it(officer, head, report, milestone):
    propose(officer, report, milestone)
    entry = MilestoneWeek.objects.get()
    assert word(head, report, accept="yes", **{f"decision-{entry.pk}": "decline"}).status_code == 302
    assert due(milestone) == DUE
    assert MilestoneWeek.objects.get().outcome == "declined"
    assert "declined" in text(officer.get(MY_WEEK))
