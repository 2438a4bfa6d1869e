"""The columns of the board of a week, of the reports behind its shares, and of the reminders."""

from django.utils.translation import gettext_lazy as _

from core.tables import BaseTable, ChoiceColumn, Column, MomentColumn, NumberColumn, YesColumn
from projects.choices import BoardState, Delivery, ReminderKind


class BoardTable(BaseTable):
    """The board of a week in its workbook (board.Line)."""

    unit = Column(accessor="unit_name", verbose_name=_("Responsible unit"), orderable=False)
    project = Column(verbose_name=_("Project"), to="projects:report_detail", orderable=False)
    people = Column(accessor="people_names", verbose_name=_("Who is asked"), orderable=False)
    state = ChoiceColumn(choices=BoardState, verbose_name=_("State"), orderable=False)
    overdue = YesColumn(accessor="is_overdue", verbose_name=_("Missing at the deadline"), orderable=False)
    given_late = MomentColumn(verbose_name=_("Given late on"), orderable=False)
    reminded = MomentColumn(accessor="reminder__sent_at", verbose_name=_("Last reminder"), orderable=False)
    kind = ChoiceColumn(accessor="reminder__kind", choices=ReminderKind, verbose_name=_("Occasion"), orderable=False)


class KeptTable(BaseTable):
    """The reports behind a share given in time (board.KeptLine)."""

    week = Column(verbose_name=_("Week"), orderable=False)
    project = Column(verbose_name=_("Project"), to="projects:report_detail", orderable=False)
    unit = Column(verbose_name=_("Responsible unit"), orderable=False)
    people = Column(verbose_name=_("Who is asked"), orderable=False)
    state = ChoiceColumn(choices=BoardState, verbose_name=_("At the deadline"), orderable=False)
    given_later = MomentColumn(verbose_name=_("Given late on"), orderable=False)


class WayColumn(ChoiceColumn):
    """What became of a reminder on one way out of the portal; nothing where it was not asked for."""

    def words(self) -> dict[str, str]:
        return {key: word for key, word in super().words().items() if key}


class ReminderTable(BaseTable):
    """Who was reminded of what, when, on which ways."""

    sent_at = MomentColumn(verbose_name=_("When"))
    user = Column(accessor="user__name", verbose_name=_("Person"), pinyin="user__name")
    week = Column(verbose_name=_("Week"), order_by=("monday",))
    kind = ChoiceColumn(choices=ReminderKind, verbose_name=_("Occasion"))
    report_count = NumberColumn(verbose_name=_("Reports missing"))
    seen_at = MomentColumn(verbose_name=_("Seen"))
    by_email = WayColumn(choices=Delivery, verbose_name=_("By e-mail"))
    by_robot = WayColumn(choices=Delivery, verbose_name=_("By the group's robot"))
    by = Column(accessor="by__name", verbose_name=_("Sent by"))
