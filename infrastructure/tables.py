"""The columns of works and packages."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import EMPTY, BaseTable, ChoiceColumn, Column, DateColumn, NumberColumn, YesColumn
from infrastructure.choices import Wording, WorkKind
from infrastructure.details import size
from infrastructure.engineering import Check
from infrastructure.findings import package_checks, work_checks
from projects.choices import Stage

WAN, MU, M = _("× 10,000 yuan"), _("mu"), _("m")


def verdict(checks: list[Check]) -> str:
    """``2 do not hold``, ``all hold``, or "" when nothing can be checked."""
    known = [check.holds for check in checks if check.holds is not None]
    wrong = known.count(False)
    if wrong:
        return gettext("%(count)s fail") % {"count": wrong}
    return gettext("all hold") if known else ""


def verdict_html(checks: list[Check]) -> SafeString:
    """The verdict with a mark beside the word, so that it reads in black and white."""
    words = verdict(checks)
    if not words:
        return EMPTY
    fails = any(check.holds is False for check in checks)
    return format_html('<span class="{}">{} {}</span>', "check-fails" if fails else "check-holds", "✗" if fails else "✓", words)


class WorkTable(BaseTable):
    name = Column(accessor="project__name", verbose_name=_("Work"), to="infrastructure:work_detail", pinyin="project__name")
    kind = ChoiceColumn(choices=WorkKind, verbose_name=_("Kind of work"))
    plan_year = Column(verbose_name=_("Year"))
    stage = ChoiceColumn(accessor="project__stage", choices=Stage, verbose_name=_("Stage"))
    unit = Column(accessor="project__unit__name", order_by=("project__unit__position",), verbose_name=_("Responsible unit"))
    size = Column(empty_values=(), orderable=False, verbose_name=_("Size"))
    length_m = NumberColumn(accessor="road__length_m", verbose_name=_("Length"), unit=M)
    red_line_width_m = NumberColumn(accessor="road__red_line_width_m", verbose_name=_("Red line width"), unit=M)
    land_mu = NumberColumn(verbose_name=_("Land"), unit=MU)
    budget_wan = NumberColumn(verbose_name=_("Budget or investment"), unit=WAN)
    checks = Column(empty_values=(), orderable=False, verbose_name=_("Checks"), css="text-nowrap")
    floor_area_m2 = NumberColumn(accessor="housing__floor_area_m2", verbose_name=_("Floor area"), unit=_("m²"))
    flats = NumberColumn(accessor="housing__flats", verbose_name=_("Flats"))
    persons = NumberColumn(accessor="housing__persons", verbose_name=_("Room for"), unit=_("persons"))
    capacity_wan_t = NumberColumn(accessor="waterplant__capacity_wan_t", verbose_name=_("Capacity"), unit=_("10,000 t/day"))
    voltage_kv = NumberColumn(accessor="powerstation__voltage_kv", verbose_name=_("Voltage"), unit=_("kV"))
    package = Column(accessor="package__name", verbose_name=_("Package"), to="infrastructure:package_detail", to_pk="package_id")
    owner = Column(accessor="project__owner__name", verbose_name=_("Owner"), pinyin="project__owner__name")
    completed_on = DateColumn(verbose_name=_("Completed on"))
    completed_words = Column(verbose_name=_("Completion in the source's words"), orderable=False)
    situation = Column(verbose_name=_("Situation"), orderable=False)
    is_generated = YesColumn(verbose_name=_("Generated"))

    class Meta(BaseTable.Meta):
        hidden = (
            "unit",
            "length_m",
            "red_line_width_m",
            "floor_area_m2",
            "flats",
            "persons",
            "capacity_wan_t",
            "voltage_kv",
            "package",
            "owner",
            "completed_on",
            "completed_words",
            "situation",
            "is_generated",
        )

    def render_size(self, record: Any) -> str:
        return size(record) or EMPTY

    def value_size(self, record: Any) -> str | None:
        return size(record) or None

    def render_checks(self, record: Any) -> SafeString:
        return verdict_html(work_checks(record))

    def value_checks(self, record: Any) -> str | None:
        return verdict(work_checks(record)) or None


class PackageTable(BaseTable):
    name = Column(verbose_name=_("Package"), to="infrastructure:package_detail", pinyin="name")
    year = Column(verbose_name=_("Year"))
    parent = Column(accessor="parent__name", verbose_name=_("Part of"), to="infrastructure:package_detail", to_pk="parent_id")
    stated_count = NumberColumn(verbose_name=_("Stated number of works"))
    work_count = NumberColumn(verbose_name=_("Works in the register"), orderable=False)
    stated_land_mu = NumberColumn(verbose_name=_("Stated land"), unit=MU)
    stated_investment_wan = NumberColumn(verbose_name=_("Stated investment"), unit=WAN)
    investment_worded = ChoiceColumn(choices=Wording, verbose_name=_("Investment worded as"))
    checks = Column(empty_values=(), orderable=False, verbose_name=_("Checks"), css="text-nowrap")
    opened_land_mu = NumberColumn(verbose_name=_("Land opened up"), unit=MU)
    remark = Column(verbose_name=_("Remark"), orderable=False)

    class Meta(BaseTable.Meta):
        hidden = ("opened_land_mu", "remark")

    def render_checks(self, record: Any) -> SafeString:
        return verdict_html(package_checks(record))

    def value_checks(self, record: Any) -> str | None:
        return verdict(package_checks(record)) or None
