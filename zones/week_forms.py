"""Forms of what the week of a zone hangs on: the days of its calendar, and who stands in for whom."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import workdays
from core.forms import RowForm
from zones.choices import Role
from zones.models import CalendarDay, Deputy

WORKED = [(False, _("off")), (True, _("working day"))]


class CalendarDayForm(RowForm):
    """A day that is off or worked in this zone, whatever was published for it."""

    is_worked = forms.TypedChoiceField(
        label=_("In this zone the day is"), choices=WORKED, coerce=lambda value: value == "True", empty_value=False
    )

    class Meta:
        model = CalendarDay
        fields = ["day", "is_worked", "name"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        day, is_worked = given.get("day"), given.get("is_worked")
        if day and "is_worked" in given and workdays.is_worked(day) == is_worked:
            same = _("is a working day without a correction") if is_worked else _("is off without a correction")
            self.add_error("day", same)
        return given


class DeputyForm(RowForm):
    """Who stands in for whom from when to when. A unit head enters the own deputies, the administrator anybody's."""

    class Meta:
        model = Deputy
        fields = ["principal", "deputy", "first_day", "last_day", "remark"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limit("principal", Role.of_a_unit())
        self._limit("deputy", Role.standing_in())
        self.fields["last_day"].help_text = _("the rights end with this day")
        if self.user.role_in(self.zone) != Role.ADMIN:
            del self.fields["principal"]
            self.instance.principal = self.user

    def _limit(self, name: str, roles: set[str]) -> None:
        people = self.fields[name].queryset  # type: ignore[attr-defined]
        self.fields[name].queryset = people.with_role_in(self.zone, roles)  # type: ignore[attr-defined]

    def clean_deputy(self) -> Any:
        deputy = self.cleaned_data["deputy"]
        if deputy == self._principal():
            raise ValidationError(_("nobody is their own deputy"))
        return deputy

    def _principal(self) -> Any:
        """As typed, or the unit head who fills in the form; None when it cannot be read."""
        return self.cleaned_data.get("principal") if "principal" in self.fields else self.user

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first_day, last_day, deputy = given.get("first_day"), given.get("last_day"), given.get("deputy")
        principal = self._principal()
        if first_day and last_day and last_day < first_day:
            self.add_error("last_day", _("the last day is before the first"))
        elif first_day and last_day and deputy and principal:
            self._refuse_twice(principal, deputy, first_day, last_day)
        return given

    def _refuse_twice(self, principal: Any, deputy: Any, first_day: Any, last_day: Any) -> None:
        others = Deputy.objects.in_zone(self.zone).between(principal, deputy).overlapping(first_day, last_day)
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("first_day", _("stands in for the same person in a part of these days already"))
