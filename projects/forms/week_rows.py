"""A weekly report as a row of a workbook."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.actions.weeks import Said
from projects.forms.weeks import WeeklyReportForm
from projects.models import Milestone, MilestoneWeek


class WeekRowForm(WeeklyReportForm):
    """The rules of the form of the week, and a row that is stored is handed in. What was said of promises stays as it is."""

    def _milestones(self) -> list[Milestone]:
        return []

    def _said_rows(self) -> Iterable[MilestoneWeek]:
        """Read for all rows at once (WeekImport)."""
        return self.instance.milestone_weeks.all() if self.instance.pk else []

    def outlooks(self) -> dict[int, Said]:
        names = Said._fields
        return {pk: Said(*(getattr(row, name) for name in names)) for pk, row in self.said.items()}

    def clean(self) -> dict[str, Any]:
        if not self.instance.pk:
            self.add_error(None, _("the portal opens the weekly reports; of this project and week there is none"))
            return self.cleaned_data
        return super().clean()

    def refuse_lower(self) -> None:
        self.add_error(
            "completed_wan", _("lower than last week's %(sum)s; correct it in the portal if it is right") % {"sum": self._floor()}
        )
