"""The columns of the figure and indicator lists."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import units
from core.models import DataStatus
from core.statements import Operator, Priority
from core.tables import EMPTY, BaseTable, ChoiceColumn, Column, DateColumn, MomentColumn, NumberColumn, YesColumn
from indicators.choices import GrowthBasis, PeriodForm, Qualifier, Split, period_words
from indicators.growth import print_growth


class FigureTable(BaseTable):
    indicator = Column(
        accessor="indicator__name", order_by=("indicator__position",), verbose_name=_("Indicator"), to="indicators:figure_detail"
    )
    year = Column(verbose_name=_("Year"))
    through_month = Column(verbose_name=_("Period"), css="text-nowrap")
    park = Column(accessor="park__name", order_by=("park__position",), verbose_name=_("Park"), css="text-nowrap")
    value = NumberColumn(verbose_name=_("Value"))
    unit = Column(accessor="indicator__unit", verbose_name=_("Unit"))
    growth = NumberColumn(verbose_name=_("Published growth"), unit="%")
    growth_basis = ChoiceColumn(accessor="indicator__growth_basis", choices=GrowthBasis, verbose_name=_("Growth basis"))
    status = ChoiceColumn(choices=DataStatus, verbose_name=_("Status"))
    edition = NumberColumn(verbose_name=_("Edition"))
    source = Column(verbose_name=_("Source"))
    qualifier = ChoiceColumn(choices=Qualifier, verbose_name=_("Worded as"))
    signed_by = Column(verbose_name=_("Signed by"))
    entered_by = Column(accessor="entered_by__name", verbose_name=_("Entered by"))
    created_at = MomentColumn(verbose_name=_("Entered"))
    remark = Column(verbose_name=_("Remark"), orderable=False)
    is_generated = YesColumn(verbose_name=_("Generated"))

    class Meta(BaseTable.Meta):
        hidden = ("qualifier", "signed_by", "entered_by", "created_at", "remark", "is_generated")

    def render_through_month(self, record: Any) -> str:
        return record.period

    def render_park(self, record: Any) -> str:
        return str(record.park) if record.park_id else gettext("whole zone")

    def value_through_month(self, record: Any) -> str:
        return record.period

    def value_park(self, record: Any) -> str:
        return str(record.park) if record.park_id else gettext("whole zone")

    def render_growth(self, value: Any) -> str:
        """In a column of percent the sign is left out: 20.8, but 1.4 times."""
        return EMPTY if value is None else print_growth(value).removesuffix("%")


class TargetTable(BaseTable):
    indicator = Column(
        accessor="indicator__name",
        order_by=("indicator__position",),
        verbose_name=_("Indicator"),
        to="indicators:indicator_detail",
        to_pk="indicator_id",
    )
    year = Column(verbose_name=_("Year"))
    value = NumberColumn(verbose_name=_("Target"))
    unit = Column(accessor="indicator__unit", verbose_name=_("Unit"))
    stated_growth = NumberColumn(verbose_name=_("Stated growth"), unit="%")
    edition = NumberColumn(verbose_name=_("Edition"))
    set_on = DateColumn(verbose_name=_("Set on"))
    reason = Column(verbose_name=_("Reason of a revision"))
    split = ChoiceColumn(choices=Split, verbose_name=_("Spread over the months"))
    source = Column(verbose_name=_("Source"))
    is_generated = YesColumn(verbose_name=_("Generated"))

    class Meta(BaseTable.Meta):
        hidden = ("split", "source", "is_generated")


class EditionTable(FigureTable):
    """The figures of one indicator with all their editions; needs FigureQuerySet.with_is_newest."""

    class Meta(FigureTable.Meta):
        exclude = ("indicator", "unit", "growth_basis", "qualifier", "is_generated", "signed_by", "entered_by", "remark")

    def render_year(self, record: Any) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("indicators:figure_detail", args=[record.pk]), record.year)

    def render_edition(self, record: Any) -> SafeString:
        note = "" if record.is_newest else format_html(' <small class="text-secondary">{}</small>', gettext("superseded"))
        return format_html("{}{}", record.edition, note)


class IndicatorTable(BaseTable):
    name = Column(verbose_name=_("Indicator"), to="indicators:indicator_detail", pinyin="name")
    unit = Column(verbose_name=_("Unit"))
    latest_value = NumberColumn(verbose_name=_("Newest figure"))
    latest_year = Column(verbose_name=_("Period"), order_by=("latest_year", "latest_month"))
    latest_status = ChoiceColumn(choices=DataStatus, verbose_name=_("Status"))
    growth_basis = ChoiceColumn(choices=GrowthBasis, verbose_name=_("Growth basis"))
    is_assessed = YesColumn(verbose_name=_("The zone is judged by it"))
    part_of = Column(accessor="part_of__name", verbose_name=_("Of which part of"))
    code = Column(verbose_name=_("Code"))
    legal_source = Column(verbose_name=_("Legal source"))
    valid_from = Column(verbose_name=_("Valid from"))
    valid_to = Column(verbose_name=_("Valid to"))

    class Meta(BaseTable.Meta):
        hidden = ("code", "legal_source", "valid_from", "valid_to")

    def render_latest_value(self, record: Any) -> SafeString | str:
        if record.latest_id is None:
            return EMPTY
        return format_html(
            '<a href="{}">{}</a>', reverse("indicators:figure_detail", args=[record.latest_id]), units.number(record.latest_value)
        )

    def render_latest_year(self, record: Any) -> str:
        return EMPTY if record.latest_year is None else f"{record.latest_year} {period_words(record.latest_month)}"

    def value_latest_year(self, record: Any) -> str | None:
        return None if record.latest_year is None else f"{record.latest_year} {period_words(record.latest_month)}"


class CheckRuleTable(BaseTable):
    name = Column(verbose_name=_("Rule"), to="indicators:rule_edit", pinyin="name")
    left = Column(verbose_name=_("Left side"))
    operator = ChoiceColumn(choices=Operator, verbose_name=_("Operator"))
    right = Column(verbose_name=_("Right side"))
    tolerance = NumberColumn(verbose_name=_("Tolerance"))
    unit = Column(verbose_name=_("Unit"))
    priority = ChoiceColumn(choices=Priority, verbose_name=_("Weight"))
    is_active = YesColumn(verbose_name=_("Is applied"))


class PeriodExceptionTable(BaseTable):
    form = ChoiceColumn(choices=PeriodForm, verbose_name=_("What is reported"))
    year = Column(verbose_name=_("Year"))
    month = NumberColumn(verbose_name=_("Month"))
    park = Column(accessor="park__name", order_by=("park__position",), verbose_name=_("Park"))
    first_day = DateColumn(verbose_name=_("First day"))
    last_day = DateColumn(verbose_name=_("Last day"), to="indicators:exception_edit")
    is_open = YesColumn(verbose_name=_("Open today"))
    reason = Column(verbose_name=_("Reason"), orderable=False)
    granted_by = Column(accessor="granted_by__name", verbose_name=_("Granted by"))
    created_at = MomentColumn(verbose_name=_("Granted"))

    class Meta(BaseTable.Meta):
        hidden = ("created_at",)

    def render_park(self, record: Any) -> str:
        return str(record.park) if record.park_id else gettext("all")

    def value_park(self, record: Any) -> str:
        return self.render_park(record)
