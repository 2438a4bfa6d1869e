"""Forms of the rules of periods and of exceptions from locks."""

from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from indicators.models import PeriodException, PeriodRule


class PeriodRuleForm(RowForm):
    class Meta:
        model = PeriodRule
        fields = ["form", "year", "opens_day", "due_day", "lock_day", "final_month"]

    fieldsets = [
        ("", ["form", "year"]),
        (_("Days of the month after the reported one"), ["opens_day", "due_day", "lock_day"]),
        (_("End of the year"), ["final_month"]),
    ]


class PeriodExceptionForm(RowForm):
    class Meta:
        model = PeriodException
        fields = ["form", "year", "month", "park", "first_day", "last_day", "reason"]

    fieldsets = [
        (_("What is opened"), ["form", "year", "month", "park"]),
        (_("For which days"), ["first_day", "last_day", "reason"]),
    ]
