"""Units, parks and corrections of the calendar as workbooks, for the administrator."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.imports import Import
from zones import rules
from zones.forms import ParkForm, UnitForm
from zones.models import CalendarDay, Park, Unit
from zones.tables import CalendarDayTable, ParkTable, UnitTable
from zones.week_forms import CalendarDayForm


class AdministratorImport(Import):
    policy = staticmethod(rules.administrator)

    def access(self, row: Any) -> Decision:
        return rules.administrator(self.user, row)


class UnitImport(AdministratorImport):
    code = "units"
    title = _("Units")
    queryset = Unit.objects.select_related("zone", "parent")
    form_class = UnitForm
    fields = tuple(UnitForm.Meta.fields)
    table_class = UnitTable
    examples = {"name": "某某指挥部", "position": "10"}


class ParkImport(AdministratorImport):
    code = "parks"
    title = _("Parks")
    queryset = Park.objects.select_related("zone", "parent")
    form_class = ParkForm
    fields = tuple(ParkForm.Meta.fields)
    table_class = ParkTable
    examples = {"name": "某某园", "position": "10"}


class CalendarImport(AdministratorImport):
    code = "calendar"
    title = _("Corrections of the calendar")
    queryset = CalendarDay.objects.select_related("zone")
    form_class = CalendarDayForm
    fields = tuple(CalendarDayForm.Meta.fields)
    unique = ("day",)
    key = ("day",)
    table_class = CalendarDayTable
    only_shown = ("is_worked",)
    examples = {"day": "2015-09-03", "name": "放假"}

    def stored(self, row: Any) -> dict[str, Any]:
        """The page offers two words and no box to tick."""
        return {**super().stored(row), "is_worked": str(row.is_worked)}
