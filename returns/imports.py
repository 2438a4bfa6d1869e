"""Items and the returns of a month as workbooks: one row for each enterprise, one column for each item of the year."""

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, history
from core.imports import Import
from core.listing import small_number
from core.views import MAX_ROW_ID
from projects.models import Enterprise
from returns import actions, policies
from returns.forms import HandInForm, ReturnItemForm, ReturnRowForm
from returns.grid import Month
from returns.models import Return, ReturnItem, ReturnValue
from returns.tables import ReturnItemTable

CODE = re.compile(r"returns-([12]\d{3})-(0[1-9]|1[0-2])", re.ASCII)


class ItemImport(Import):
    code = "items"
    title = gettext_lazy("Items of the return")
    queryset = ReturnItem.objects.select_related("zone", "part_of", "indicator")
    form_class = ReturnItemForm
    fields = tuple(ReturnItemForm.Meta.fields)
    unique = ("name", "code")
    key = ("code",)
    table_class = ReturnItemTable
    examples = {"code": "zyywsr", "name": "主营业务收入", "unit": "万元", "places": "1"}


class MonthImport(Import):
    """The returns of one month that the person may see.

    A return that was handed in is handed in again, the others as is chosen when they are stored (``HandInForm``).
    """

    queryset = Return.objects.select_related("enterprise__zone", "enterprise__park").prefetch_related("values")
    form_class = ReturnRowForm
    unique = ()
    key = ("enterprise",)
    fixed = key
    fixed_words = gettext_lazy("a return keeps its enterprise")
    takes_new = False
    beside = (gettext_lazy("Park"), gettext_lazy("State"))
    policy = staticmethod(policies.statistician)
    options_class = HandInForm

    def __init__(self, *, year: int, month: int, **who: Any) -> None:
        self.code = code_of(year, month)
        self.title = self.title_of(self.code)
        self.month = Month.load(who["zone"], year, month, [])
        self.fields = ("enterprise", *(f"i{item.pk}" for item in self.month.items), "note")
        self.submits, self.explanation = False, ""
        self.rest: list[tuple[Return, dict[int, Any]]] = []  # to be stored after the last row
        self.now = clock.now()
        self.shared: dict[str, Any] = {}
        super().__init__(**who)
        self.shared = {name: codec.box for name, codec in self.codecs.items() if name not in {"enterprise", "note"}}

    @classmethod
    def is_code(cls, code: str) -> bool:
        return CODE.fullmatch(code) is not None

    @classmethod
    def title_of(cls, code: str) -> str:
        return _("Returns of %(month)s") % {"month": code.removeprefix("returns-")}

    @classmethod
    def page_of(cls, code: str) -> str:
        _word, year, month = code.split("-")
        return reverse("returns:month", args=[int(year), int(month)])

    @classmethod
    def of(cls, code: str, **who: Any) -> "MonthImport":
        """Raises: KeyError for what is no month."""
        if not (found := CODE.fullmatch(code)):
            raise KeyError(code)
        return cls(year=int(found[1]), month=int(found[2]), **who)

    def rows(self) -> Any:
        return super().rows().of_month(self.month.year, self.month.month).with_enterprise()

    def rows_to_fill_in(self, asked: Mapping[str, str]) -> Any:
        """All of them, or those of one park (``?park=``)."""
        park = small_number(asked.get("park", ""), 0, 0, MAX_ROW_ID)
        return self.rows().of_park(park) if park else self.rows()

    def prepare(self, rows: list[Return]) -> None:
        self.month = Month.load(self.zone, self.month.year, self.month.month, rows)

    def take(self, options: dict[str, Any]) -> None:
        self.submits, self.explanation = options["submit"], options["note"]

    def new_row(self) -> Return:
        return Return(enterprise=Enterprise(zone=self.zone), year=self.month.year, month=self.month.month)

    def boxes(self) -> dict[str, Any]:
        numbers = list(self.rows().order_by().values_list("enterprise", flat=True))  # as a subquery it waits for statistics
        firms = Enterprise.objects.in_zone(self.zone).filter(pk__in=numbers)
        return {"enterprise": forms.ModelChoiceField(firms, label=_("Enterprise")), **super().boxes()}

    def form_arguments(self) -> dict[str, Any]:
        return {
            "month": self.month,
            "today": self.as_of,
            "submits": self.submits,
            "explanation": self.explanation,
            "shared": self.shared,
        }

    def stored(self, row: Return) -> dict[str, Any]:
        values = {f"i{item.pk}": self.month.value(row, item) for item in self.month.items}
        return {"enterprise": row.enterprise, **values, "note": row.note}

    def shown_beside(self, row: Return) -> list[Any]:
        return [str(row.enterprise.park or ""), row.get_state_display()]

    def downloaded(self, stored: Return, number: str, version: str) -> Any:
        """The values are rows of their own: those before the write that made the next version. Three queries."""
        base = super().downloaded(stored, number, version)
        if base is None:
            return None
        later = Return.pgh_event_model.objects.filter(pgh_obj_id=stored.pk, version__gt=base.version).order_by("pgh_id").first()
        values = history.rows_at(ReturnValue, later.pgh_created_at if later else None, report=stored.pk)
        then = {f"i{item.pk}": None for item in self.month.items} | {f"i{row.item_id}": row.value for row in values}
        return SimpleNamespace(enterprise=stored.enterprise, note=base.note, **then)

    def remark(self, form: Any) -> str:
        return form.doubts_in_words

    def checked(self, form: Any) -> Any:
        """The form with its boxes would be kept for thousands of rows."""
        return form.instance, form.values, form.submits

    def save(self, checked: Any) -> None:
        report, values, submits = checked
        given = {"by": self.user, "now": self.now, "today": self.as_of, "submit": submits, "locks": self.month.locks}
        actions.put_down(report=report, **given)
        self.rest.append((report, values))

    def save_rest(self) -> None:
        actions.store_returns(self.rest)


def code_of(year: int, month: int) -> str:
    """``returns-2015-05``."""
    return f"returns-{year}-{month:02d}"
