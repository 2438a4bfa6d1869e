"""The columns of the list of issues."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.tables import BaseTable, ChoiceColumn, Column, DateColumn, NumberColumn, YesColumn
from supervision.choices import IssueCategory, IssueState


class IssueTable(BaseTable):
    number = NumberColumn(verbose_name=pgettext_lazy("issue", "No."))
    text = Column(verbose_name=_("Problem"), to="supervision:issue_detail")
    category = ChoiceColumn(choices=IssueCategory, verbose_name=_("Category"))
    project = Column(accessor="project__name", to="projects:project_detail", to_pk="project_id", verbose_name=_("Project"))
    unit = Column(accessor="unit__name", order_by=("unit__position", "unit"), verbose_name=_("Responsible unit"))
    due_on = DateColumn(verbose_name=_("To be settled by"))
    state = ChoiceColumn(choices=IssueState, verbose_name=pgettext_lazy("issue", "State"))
    late = YesColumn(verbose_name=pgettext_lazy("issue", "Overdue"))
    raised_on = DateColumn(verbose_name=_("Raised on"))
    raised_by = Column(accessor="raised_by__name", verbose_name=_("Raised by"))
    settled_on = DateColumn(verbose_name=_("Settled on"))
    settled_by = Column(accessor="settled_by__name", verbose_name=_("Settled by"))
    outcome = Column(verbose_name=_("What was done"), orderable=False)
    year = Column(verbose_name=_("Year"))

    class Meta(BaseTable.Meta):
        hidden = ("late", "raised_by", "settled_on", "settled_by", "outcome", "year")

    def render_due_on(self, record: Any) -> SafeString | str:
        day = str(record.due_on or "–")
        return format_html('{} <span class="text-red">{}</span>', day, gettext("overdue")) if record.late else day
