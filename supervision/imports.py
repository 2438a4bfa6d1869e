"""Issues as workbooks."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.forms import RowForm
from core.imports import Import
from supervision import actions
from supervision.forms import IssueForm
from supervision.models import Issue
from supervision.tables import IssueTable


class IssueImport(Import):
    code = "issues"
    title = _("Issues")
    queryset = Issue.objects.select_related("zone", "project__unit", "unit", "raised_by")
    form_class = IssueForm
    fields = ("text", "category", "project", "unit", "due_on")
    unique = ()
    key = ("text", "project")
    table_class = IssueTable
    examples = {"text": "施工用电没有接通", "due_on": "2015-07-01"}

    newest = 0  # the number of the issue that was raised last

    def form_arguments(self) -> dict[str, Any]:
        return {"as_of": self.as_of}

    def access(self, row: Issue) -> Decision:
        return row.assign_access(self.user)

    def save(self, checked: RowForm) -> None:
        """As the pages do: a new one is raised, another one assigned."""
        if checked.instance.pk:
            actions.assign_issue(issue=checked.instance)
        else:
            row = actions.raise_issue(issue=checked.instance, by=self.user, on=self.as_of, after=self.newest)
            self.newest = row.number
