"""What pages of projects show of issues, which they do not know of themselves."""

from typing import Any

from django import template

from supervision import policies
from supervision.actions import lines_of
from supervision.choices import IssueState
from supervision.models import Issue

register = template.Library()


@register.inclusion_tag("supervision/_problems.html", takes_context=True)
def report_problems(context: template.Context, report: Any) -> dict[str, Any]:
    """The problems of a weekly report line by line, each with its issue or the way to make one of it. One query."""
    issues = {issue.line: issue for issue in Issue.objects.of_report(report)} if report.problems else {}
    lines = [(place, text, issues.get(place)) for place, text in enumerate(lines_of(report))]
    may_raise = policies.raises(context["request"].user, report)
    return {"lines": lines, "report": report, "may_raise": may_raise, "state_css": IssueState.css()}


@register.inclusion_tag("supervision/_of_project.html", takes_context=True)
def project_issues(context: template.Context, project: Any) -> dict[str, Any]:
    """The issues of a project that are not settled. One query."""
    found = Issue.objects.of_project(project).unsettled().select_related("unit").with_overdue(context["as_of"])
    return {"issues": found, "project": project, "state_css": IssueState.css()}
