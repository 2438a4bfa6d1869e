"""Problems of the last week's reports that were made issues: made up and marked, one of every state."""

import datetime

from projects.models import WeeklyReport
from supervision import actions
from supervision.models import Issue
from zoneportal.demo.source import GENERATED, TODAY, Ground

STEPS = ("raised", "assigned", "in_hand", "done", "settled")


def build(ground: Ground) -> None:
    """The newest reports with a problem, one issue each."""
    given = WeeklyReport.objects.in_zone(ground.zone).given().select_related("project__unit").exclude(problems="")
    for step, report in zip(STEPS, given.order_by("-monday", "project")[: len(STEPS)], strict=False):
        _issue(ground, report, step)


def _issue(ground: Ground, report: WeeklyReport, step: str) -> None:
    raised = report.monday + datetime.timedelta(days=7)
    asked = {} if step == "raised" else {"unit": report.project.unit, "due_on": TODAY + datetime.timedelta(days=7)}
    text = f"{actions.lines_of(report)[0][:200]}（{GENERATED}）"
    fields = {"project": report.project, "report": report, "line": 0, "text": text, "is_generated": True}
    issue = Issue(zone=ground.zone, **fields, **asked)
    actions.raise_issue(issue=issue, by=report.submitted_by, on=min(raised, TODAY))
    if step in {"in_hand", "done", "settled"}:
        actions.take_issue(issue=issue)
    if step in {"done", "settled"}:
        issue.outcome = f"已协调解决（{GENERATED}）"
        actions.report_done(issue=issue, by=report.submitted_by)
    if step == "settled":
        actions.confirm_issue(issue=issue, is_settled=True, by=ground.people["clerk"], on=TODAY)
