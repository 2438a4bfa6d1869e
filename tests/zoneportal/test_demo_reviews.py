"""The demonstration's reviews: a report that came back with comments, and a date that waits for a decision."""

import datetime

import pytest

from projects import reviews
from projects.models import MilestoneWeek, ReportComment, WeeklyReport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
LAST_WEEK = datetime.date(2015, 6, 8)


def test_the_report_that_came_back_has_comments_of_its_reviewer_in_the_days_of_the_story():
    report = WeeklyReport.objects.get(project__zone__code="xian", state="returned", monday=LAST_WEEK)
    comments = list(report.comments.of_last_review())
    assert [(comment.section, comment.by) for comment in comments] == [
        ("figures", report.reviewed_by),
        ("problems", report.reviewed_by),
    ]
    assert all("演示生成" in comment.text for comment in comments)
    (only,) = reviews.rounds(report)
    assert (only.note, len(only.comments), only.when.date()) == (report.review_note, 2, datetime.date(2015, 6, 15))
    for comment in comments:
        event = comment.events.get()
        assert (event.pgh_created_at, event.pgh_context["generated"]) == (comment.created_at, True)
    assert ReportComment.objects.count() == 2


def test_one_proposed_date_waits_for_the_reviewer_and_stands_on_top(account):
    entry = MilestoneWeek.objects.proposing().get()
    assert (entry.is_asked, entry.report.project.name, entry.report.state) == (True, "物华食品", "submitted")
    assert "演示生成" in entry.note
    assert entry.proposed_date > entry.milestone.due_date
    head = account("shipin-head")
    found = reviews.queue(WeeklyReport.objects.all().reviewable_by(head).submitted())
    assert found.looked_at[0].report == entry.report
