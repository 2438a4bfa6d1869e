"""The columns of the administration's lists."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _w
from django.utils.translation import gettext_lazy as _

from core import workdays
from core.tables import BaseTable, ChoiceColumn, Column, DateColumn, MomentColumn, NumberColumn, YesColumn
from zones.choices import Industry, Preset, Role
from zones.models.places import WEEKDAYS

BRANCH = "└ "
STEP = "\u3000"  # as wide as one character of the names


class PersonTable(BaseTable):
    """Memberships of one zone, with the person behind each."""

    name = Column(accessor="user__name", verbose_name=_("Name"), to="zones:person_edit", pinyin="user__name")
    username = Column(accessor="user__username", verbose_name=_("Sign-in name"))
    role = ChoiceColumn(choices=Role, verbose_name=_("Role"))
    unit = Column(accessor="unit__name", order_by=("unit__position", "unit"), verbose_name=_("Unit"))
    park = Column(accessor="park__name", order_by=("park__position", "park"), verbose_name=_("Park"))
    is_active = YesColumn(accessor="user__is_active", verbose_name=_("May sign in"))
    last_login = MomentColumn(accessor="user__last_login", verbose_name=_("Last sign-in"))
    first_password = YesColumn(accessor="user__must_change_password", verbose_name=_("First password unchanged"))
    email = Column(accessor="user__email", verbose_name=_("E-mail"))
    created_at = MomentColumn(verbose_name=_("In this zone since"))

    class Meta(BaseTable.Meta):
        hidden = ("park", "first_password", "email", "created_at")


class TreeTable(BaseTable):
    """Rows in tree order show their depth before the name; sorted otherwise they stand flush."""

    def render_name(self, record: Any) -> SafeString:
        name = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.name)
        if self.order_by or not record.depth:
            return name
        return format_html('<span class="text-secondary" aria-hidden="true">{}{}</span>{}', STEP * (record.depth - 1), BRANCH, name)


class UnitTable(TreeTable):
    name = Column(verbose_name=_("Unit"), pinyin="name")
    parent = Column(accessor="parent__name", verbose_name=_("Superior unit"))
    heads = Column(orderable=False, verbose_name=_("Unit heads"), empty_values=())
    people_count = NumberColumn(verbose_name=_("People"))
    duty = Column(verbose_name=_("Duty"))
    aliases = Column(verbose_name=_("Also called"))
    position = NumberColumn(verbose_name=_("Position"))

    class Meta(BaseTable.Meta):
        hidden = ("aliases", "position")

    def value_heads(self, record: Any) -> str:
        return "、".join(head.user.name for head in record.heads)

    def render_heads(self, record: Any) -> str:
        return self.value_heads(record) or "–"


class ParkTable(TreeTable):
    name = Column(verbose_name=_("Park"), pinyin="name")
    parent = Column(accessor="parent__name", verbose_name=_("Part of"))
    industry = ChoiceColumn(choices=Industry, verbose_name=_("Leading industry"))
    position = NumberColumn(verbose_name=_("Position"))


class CalendarDayTable(BaseTable):
    day = DateColumn(verbose_name=_("Day"), to="zones:calendar_edit")
    weekday = Column(accessor="day", verbose_name=_("Weekday"), orderable=False)
    is_worked = YesColumn(verbose_name=_("Working day"))
    published = Column(accessor="day", verbose_name=_("Published"), orderable=False)
    name = Column(verbose_name=_("Occasion"))
    updated_at = MomentColumn(verbose_name=_("Changed"))

    class Meta(BaseTable.Meta):
        hidden = ("updated_at",)

    def value_weekday(self, record: Any) -> str:
        return str(WEEKDAYS[record.day.weekday()][1])

    def value_published(self, record: Any) -> str:
        return _w("working day") if workdays.is_worked(record.day) else _w("off")

    def render_weekday(self, record: Any) -> str:
        return self.value_weekday(record)

    def render_published(self, record: Any) -> str:
        return self.value_published(record)


class DeputyTable(BaseTable):
    """The deputy's name leads to the form where the reader may change it; ``is_editable`` comes from with_today."""

    deputy = Column(accessor="deputy__name", verbose_name=_("Deputy"), pinyin="deputy__name")
    principal = Column(accessor="principal__name", verbose_name=_("Stands in for"), pinyin="principal__name")
    first_day = DateColumn(verbose_name=_("First day"))
    last_day = DateColumn(verbose_name=_("Last day"))
    is_on = YesColumn(verbose_name=_("Today"))
    remark = Column(verbose_name=_("Remark"))
    created_at = MomentColumn(verbose_name=_("Entered"))

    class Meta(BaseTable.Meta):
        hidden = ("created_at",)

    def value_deputy(self, record: Any) -> str:
        return record.deputy.name

    def render_deputy(self, record: Any) -> Any:
        page = "zones:deputy_edit" if record.is_editable else "zones:deputy_history"
        return format_html('<a href="{}">{}</a>', reverse(page, args=[record.pk]), record.deputy.name)


class DownloadTable(BaseTable):
    created_at = MomentColumn(verbose_name=_("When"))
    user = Column(accessor="user__name", verbose_name=_("Person"), pinyin="user__name")
    what = Column(verbose_name=_("What"))
    about = Column(verbose_name=_("Filter"))
    row_count = NumberColumn(verbose_name=_("Rows"))


class RuleSetTable(BaseTable):
    name = Column(verbose_name=_("Light rules"), to="zones:rules_detail")
    year = Column(verbose_name=_("Year"))
    edition = NumberColumn(verbose_name=_("Edition"))
    valid_from = DateColumn(verbose_name=_("In force from"))
    is_in_force = YesColumn(verbose_name=_("In force today"))
    clause_count = NumberColumn(verbose_name=_("Clauses"))
    preset = ChoiceColumn(choices=Preset, verbose_name=_("Published rule"))
    due_soon_days = NumberColumn(verbose_name=_("Due soon means within"), unit=_("days"))
    source = Column(verbose_name=_("Source"))
    remark = Column(verbose_name=_("Remark"), orderable=False)
    created_at = MomentColumn(verbose_name=_("Entered"))

    class Meta(BaseTable.Meta):
        hidden = ("due_soon_days", "source", "remark", "created_at")
