"""The form of a return: a box for each item and a word that explains what is doubtful. One row of the grid is the same form."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.edit import Difference
from core.formfields import AmountField, TextField
from core.forms import RowForm, ScopedForm
from indicators.choices import PeriodForm
from indicators.models import PeriodRule
from returns import actions
from returns.choices import Doubt, ReturnState
from returns.doubts import doubts, explained
from returns.grid import Around, Month
from returns.models import Return, ReturnItem

MOST_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of the grid with what stands around it, and what somebody else stored meanwhile ("" where they did not)."""

    item: ReturnItem
    box: forms.BoundField
    around: Around
    doubts: str
    theirs: str = ""


def item_field(item: ReturnItem) -> AmountField:
    """The box of an item: its decimals, below zero only where that means something."""
    lowest = None if item.is_signed else Decimal(0)
    return AmountField(
        label=item.name,
        unit=item.unit,
        required=False,
        min_value=lowest,
        max_digits=MOST_DIGITS,
        decimal_places=item.places,
    )


class ReturnForm(RowForm):
    """``month`` holds the items and what was reported before; ``submit`` hands the return in, otherwise it is a draft.

    Doubts are explained with a word before a return is handed in; a draft is kept with them. ``doubts_in_words`` says what a
    cleaned form is doubtful about.
    """

    doubts_in_words = ""

    class Meta:
        model = Return
        fields = ["note"]

    def __init__(self, data: Any = None, *args: Any, month: Month, today: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.month, self.today = month, today
        own = {name: field for name, field in self.fields.items() if name in {"version", "submission"}}
        note = self.fields["note"]
        self.names = {f"i{item.pk}": item for item in month.items}
        boxes = self.item_boxes()
        self.fields = {**boxes, "note": note, **own}
        for place, name in enumerate([*boxes, "note"]):
            column = {"data-col": place, "aria-labelledby": f"firm-{self.instance.pk} column-{name}"}
            self.fields[name].widget.attrs.update({"autocomplete": "off", **column} if self.prefix else {})
        for name in boxes:
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        self.initial.update({name: month.value(self.instance, item) for name, item in self.names.items()})

    def item_boxes(self) -> dict[str, Any]:
        return {name: item_field(item) for name, item in self.names.items()}

    @property
    def submits(self) -> bool:
        return self.data.get("submit") == str(self.instance.pk)

    def stored(self, row: Any) -> dict[str, Any]:
        now = dict(row.values.values_list("item_id", "value"))
        return {**{name: now.get(item.pk) for name, item in self.names.items()}, "note": row.note}

    def proposed(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in [*self.names, "note"]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, item in self.names.items():
            whole = cleaned.get(f"i{item.part_of_id}")
            value = cleaned.get(name)
            if whole is not None and value is not None and value > whole:
                params = {"whole": item.part_of, "value": whole}
                self.add_error(name, ValidationError(_("more than %(whole)s (%(value)s)"), code="part", params=params))
        if refusal := actions.refusal(self.instance, self.month.locks, self.today):
            self.add_error(None, ValidationError(refusal, code="locked"))
        if self.instance.is_given and not self.submits and self.differs(cleaned):
            self.add_error(None, _("This return is handed in: press “Submit” in its row to change it."))
        found = self.doubtful(cleaned)
        words = self.doubts_in_words = "；".join(f"{self.names[name]}：{explained(each)}" for name, each in found)
        if self.submits and words and not self.explains(cleaned):
            self.add_error("note", ValidationError(_("Explain with a word: %(words)s"), code="doubt", params={"words": words}))
        return cleaned

    def explains(self, given: dict[str, Any]) -> bool:
        """Whether there is a word that explains what is doubtful."""
        return bool(given.get("note"))

    def differs(self, given: dict[str, Any]) -> bool:
        """Whether anything is written that is not stored."""
        stored = {name: self.month.value(self.instance, item) for name, item in self.names.items()}
        return any(given.get(name) != value for name, value in {**stored, "note": self.initial.get("note", "")}.items())

    def doubtful(self, values: Any) -> Iterator[tuple[str, list[Doubt]]]:
        """The boxes whose values are doubtful, with what is."""
        for name, item in self.names.items():
            if name in values or name not in self.errors:
                past = self.month.past_of(self.instance, item)
                found = doubts(values.get(name), past, self.month.year, self.month.month, item.limits)
                if found:
                    yield name, found

    def save(self, commit: bool = True) -> Return:
        if self.instance.is_given and not self.submits:
            return self.instance
        given = {"by": self.user, "now": clock.now(), "today": self.today, "submit": self.submits}
        return actions.store_return(report=self.instance, values=self.values, **given)

    @property
    def values(self) -> dict[int, Decimal | None]:
        """The given values by the items' numbers."""
        return {item.pk: self.cleaned_data.get(name) for name, item in self.names.items()}

    # --- in the grid -----------------------------------------------------------------------------
    def fingerprint(self) -> str:
        values = [str(self[name].value() if self[name].value() is not None else "") for name in [*self.names, "note"]]
        return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:24]

    @property
    def seen(self) -> str:
        """The fingerprint of what the row showed before anybody wrote in it."""
        return str(self.data.get(self.add_prefix("seen"), "")) if self.is_bound else self.fingerprint()

    @property
    def is_touched(self) -> bool:
        return self.seen != self.fingerprint()

    @property
    def extra(self) -> list[tuple[str, str]]:
        """The hidden boxes of the row: name and value."""
        return [(self.add_prefix("version"), str(self["version"].value() or "")), (self.add_prefix("seen"), self.seen)]

    def cells(self, conflict: tuple[Difference, ...] = ()) -> list[Cell]:
        theirs = {each.label: str(each.stored if each.stored is not None else "–") for each in conflict}
        values = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else self.initial
        is_begun = self.is_bound or self.instance.state != ReturnState.OPEN
        found = {name: explained(each) for name, each in self.doubtful(values)} if is_begun else {}
        return [
            Cell(item, self[name], self.month.around(self.instance, item), found.get(name, ""), theirs.get(item.name, ""))
            for name, item in self.names.items()
        ]


class SendBackForm(RowForm):
    """Why a return goes back to whoever entered it."""

    needed = ("review_note",)

    class Meta:
        model = Return
        fields = ["review_note"]

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if refusal := actions.refusal(self.instance, PeriodRule.locks(self.zone, PeriodForm.RETURNS), self.today):
            self.add_error(None, ValidationError(refusal, code="locked"))
        return cleaned


class ReturnItemForm(RowForm):
    class Meta:
        model = ReturnItem
        fields = [
            *("code", "name", "unit", "places", "is_cumulative", "is_signed"),
            *("part_of", "low", "high", "indicator", "valid_from", "valid_to", "definition", "position"),
        ]

    fieldsets = [
        (gettext_lazy("Item"), ["code", "name", "unit", "places", "position"]),
        (gettext_lazy("How it is counted"), ["is_cumulative", "is_signed", "definition", "valid_from", "valid_to"]),
        (gettext_lazy("What is asked about"), ["low", "high", "part_of"]),
        (gettext_lazy("What the totals make"), ["indicator"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow("part_of", lambda rows: rows.exclude(pk=self.instance.pk))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and high < low:
            self.add_error("high", _("must not be below the lower limit"))
        if self.instance.pk and cleaned.get("part_of") == self.instance:
            self.add_error("part_of", _("an item is no part of itself"))
        item = ReturnItem(unit=cleaned.get("unit", ""), indicator=cleaned.get("indicator"))
        if item.indicator and actions.factor(item) is None:
            self.add_error("indicator", _("its unit does not fit: only the same one, or 亿元 for 万元"))
        return cleaned


class ReturnRowForm(ReturnForm):
    """A return as a row of a workbook. What was handed in is handed in again.

    ``explanation`` stands for the rows whose doubts no word of their own explains, ``shared`` are the boxes of another row.
    """

    def __init__(self, *args: Any, submits: bool, explanation: str, shared: dict[str, Any], **kwargs: Any) -> None:
        self.hands_in, self.explanation, self.shared = submits, explanation, shared
        super().__init__(*args, **kwargs)

    def item_boxes(self) -> dict[str, Any]:
        """The same for all rows, which nobody draws."""
        return self.shared or super().item_boxes()

    @property
    def submits(self) -> bool:
        return self.hands_in or self.instance.is_given

    def clean(self) -> dict[str, Any]:
        if not self.instance.pk:
            self.add_error(None, _("the portal opens the returns; of this enterprise and month there is none"))
            return self.cleaned_data
        return super().clean()

    def explains(self, given: dict[str, Any]) -> bool:
        given["note"] = given.get("note") or self.explanation
        return super().explains(given)


class HandInForm(ScopedForm):
    """What becomes of the returns of a workbook."""

    submit = forms.BooleanField(label=gettext_lazy("hand the returns in"), required=False)
    note = TextField(label=gettext_lazy("Explanation of what is doubtful"), required=False, max_length=300)
