"""The columns of the lists of issues, meetings, bulletins, what these say, and tours."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.tables import BaseTable, ChoiceColumn, Column, DateColumn, NumberColumn, YesColumn
from supervision.choices import (
    AgendaPart,
    BulletinKind,
    BulletinState,
    EntryState,
    IssueCategory,
    IssueState,
    MeetingKind,
    Outcome,
)


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


class MeetingTable(BaseTable):
    held_on = DateColumn(verbose_name=_("Held on"))
    number = Column(
        accessor="name", order_by=("year", "kind", "number"), to="supervision:meeting_detail", verbose_name=_("Meeting")
    )
    kind = ChoiceColumn(choices=MeetingKind, verbose_name=_("Kind"))
    matters = NumberColumn(verbose_name=_("Matters"))
    heard = NumberColumn(verbose_name=_("Heard"))
    decided = NumberColumn(verbose_name=_("Decided"))
    settled = NumberColumn(verbose_name=_("Settled on the spot"))
    closed_on = DateColumn(verbose_name=_("Minutes closed on"))
    chair = Column(verbose_name=_("Chaired by"))
    place = Column(verbose_name=pgettext_lazy("meeting", "Place"))
    year = Column(verbose_name=_("Year"))

    class Meta(BaseTable.Meta):
        hidden = ("kind", "chair", "place", "year")


class MinuteTable(BaseTable):
    held_on = DateColumn(accessor="meeting__held_on", verbose_name=_("Held on"))
    meeting = Column(
        accessor="meeting",
        order_by=("meeting__year", "meeting__number"),
        to="supervision:meeting_detail",
        to_pk="meeting_id",
        verbose_name=_("Meeting"),
    )
    subject = ChoiceColumn(choices=AgendaPart, verbose_name=_("Heard under"))
    text = Column(verbose_name=_("Matter"))
    outcome = ChoiceColumn(choices=Outcome, verbose_name=pgettext_lazy("meeting", "Outcome"))
    decision = Column(verbose_name=_("Decision"), orderable=False)
    unit = Column(accessor="unit__name", order_by=("unit__position", "unit"), verbose_name=_("Responsible unit"))
    due_on = DateColumn(verbose_name=_("To be settled by"))
    issue = ChoiceColumn(accessor="issue__state", choices=IssueState, verbose_name=_("State of the issue"))
    project = Column(accessor="project__name", to="projects:project_detail", to_pk="project_id", verbose_name=_("Project"))
    category = ChoiceColumn(choices=IssueCategory, verbose_name=_("Category"))
    carried = NumberColumn(verbose_name=_("Carried over"), unit=_("times"))

    class Meta(BaseTable.Meta):
        hidden = ("subject", "project", "category", "carried")


class BulletinTable(BaseTable):
    name = Column(order_by=("year", "number", "pk"), to="supervision:bulletin_detail", verbose_name=_("Bulletin"))
    kind = ChoiceColumn(choices=BulletinKind, verbose_name=_("Kind"))
    issued_on = DateColumn(verbose_name=_("Issued on"))
    state = ChoiceColumn(choices=BulletinState, verbose_name=pgettext_lazy("bulletin", "State"))
    units = NumberColumn(verbose_name=_("Entries"))
    unanswered = NumberColumn(verbose_name=_("Not acknowledged"))
    rectify_by = DateColumn(verbose_name=_("To be put right by"))
    year = Column(verbose_name=_("Year"))
    reason = Column(verbose_name=_("Why it is withdrawn"))

    class Meta(BaseTable.Meta):
        hidden = ("year", "reason")


class EntryTable(BaseTable):
    bulletin = Column(
        order_by=("bulletin__year", "bulletin__number", "position"),
        to="supervision:bulletin_detail",
        to_pk="bulletin_id",
        verbose_name=_("Bulletin"),
    )
    kind = ChoiceColumn(accessor="bulletin__kind", choices=BulletinKind, verbose_name=_("Kind"))
    issued_on = DateColumn(accessor="bulletin__issued_on", verbose_name=_("Issued on"))
    unit = Column(accessor="unit__name", order_by=("unit__position", "unit"), verbose_name=pgettext_lazy("column", "Unit"))
    text = Column(verbose_name=_("For what"))
    points = NumberColumn(accessor="signed_points", orderable=False, verbose_name=_("Points"))
    state = ChoiceColumn(choices=EntryState, verbose_name=_("Answer of the unit"))
    late = YesColumn(verbose_name=pgettext_lazy("bulletin", "Overdue"))
    project = Column(accessor="project__name", to="projects:project_detail", to_pk="project_id", verbose_name=_("Project"))
    excuse = Column(verbose_name=_("Excused, because"))
    rectification = Column(verbose_name=_("What was put right"), orderable=False)

    class Meta(BaseTable.Meta):
        hidden = ("issued_on", "project", "excuse", "rectification")


class TourTable(BaseTable):
    held_on = DateColumn(verbose_name=_("Held on"))
    title = Column(order_by=("year", "number"), to="supervision:tour_detail", verbose_name=_("Inspection tour"))
    places = NumberColumn(verbose_name=_("Stops"))
    votes = NumberColumn(verbose_name=_("Ballots"))
    closed_on = DateColumn(verbose_name=pgettext_lazy("tour", "Closed on"))
    route = Column(verbose_name=_("Route"), orderable=False)
    year = Column(verbose_name=_("Year"))

    class Meta(BaseTable.Meta):
        hidden = ("route", "year")
