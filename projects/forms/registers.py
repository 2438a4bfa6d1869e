"""Forms of enterprises, projects and what belongs to them."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.formfields import FULL_WIDTH, DayField, TextField
from core.forms import RowForm
from projects.actions import PlanMove, reach_stage, set_above_scale_years, store_investment
from projects.choices import RevisionReason
from projects.codes import credit_code_fault
from projects.models import Building, Enterprise, Excuse, InvestmentYear, Project
from zones.choices import Role

YEARS = re.compile(r"[\s,、;，；]+")


class YearsField(TextField):
    """Years separated by 、, comma or blank. Raises: ValidationError."""

    def clean(self, value: Any) -> set[int]:  # type: ignore[override]
        parts = [part for part in YEARS.split((super().clean(value) or "").translate(FULL_WIDTH)) if part]
        if not all(part.isascii() and part.isdigit() and 1950 <= int(part) <= 2100 for part in parts):
            raise ValidationError(_("write years like 2013、2014"))
        return {int(part) for part in parts}


class EnterpriseForm(RowForm):
    years = YearsField(label=_("Above scale in the years"), required=False, max_length=200, help_text=_("like 2013、2014"))
    accept_code = forms.BooleanField(label=_("The licence really shows this credit code"), required=False)
    fieldsets = [
        (pgettext_lazy("heading", "Enterprise"), ["name", "aliases", "park", "industry_code"]),
        (_("Credit code"), ["credit_code", "accept_code"]),
        (_("Production and scale"), ["is_producing", "producing_since", "years"]),
        (_("Notes"), ["source", "remark"]),
    ]

    class Meta:
        model = Enterprise
        fields = ["name", "aliases", "park", "industry_code", "credit_code", "is_producing", "producing_since", "source", "remark"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["years"] = "、".join(str(row.year) for row in self.instance.above_scale_years.all())
        if "accept_code" not in self.data and not (self.is_bound and self._code_fault() == "check"):
            del self.fields["accept_code"]

    def _code_fault(self) -> str:
        code = str(self.data.get(self.add_prefix("credit_code"), "")).strip().upper()
        return credit_code_fault(code) if code else ""

    def clean_credit_code(self) -> str:
        """Length and characters are certain faults; a wrong check character may stand on a real licence."""
        code = self.cleaned_data["credit_code"].upper()
        fault = credit_code_fault(code) if code else ""
        if fault == "length":
            raise ValidationError(_("a unified social credit code has 18 characters"))
        if fault == "character":
            raise ValidationError(_("only digits and capital letters without I, O, S, V, Z"))
        if fault == "check" and not self.data.get(self.add_prefix("accept_code")):
            raise ValidationError(_("the check character does not fit; if the licence really shows this, confirm it below"))
        return code

    def stored(self, row: Any) -> dict[str, Any]:
        return {**super().stored(row), "years": {entry.year for entry in row.above_scale_years.all()}}

    def proposed(self) -> dict[str, Any]:
        return {**super().proposed(), "years": self.cleaned_data.get("years")}

    def save(self, commit: bool = True) -> Enterprise:
        enterprise = super().save(commit)
        set_above_scale_years(enterprise=enterprise, years=self.cleaned_data["years"])
        return enterprise


class ProjectForm(RowForm):
    fieldsets = [
        (pgettext_lazy("heading", "Project"), ["name", "aliases", "kind", "owner", "park", "code"]),
        (_("Responsibility"), ["unit", "leader", "officers"]),
        (_("Investment"), ["total_wan", "started_year"]),
        (_("Notes"), ["situation", "source", "remark"]),
    ]

    class Meta:
        model = Project
        fields = [
            "name",
            "aliases",
            "kind",
            "owner",
            "park",
            "code",
            "unit",
            "leader",
            "officers",
            "total_wan",
            "started_year",
            "situation",
            "source",
            "remark",
        ]
        widgets = {"officers": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [officer.pk for officer in self.instance.officers.all()] if self.instance.pk else []
        self._limit("officers", Role.of_a_unit(), chosen)
        self._limit("leader", {Role.LEADER}, [self.instance.leader_id])

    def _limit(self, name: str, roles: set[str], chosen: list[Any]) -> None:
        """People of these roles, and whoever is entered already: saving the form must not drop them unseen."""
        self.narrow(name, lambda people: people.with_role_in(self.zone, roles) | people.filter(pk__in=chosen))


class StageForm(RowForm):
    """The next stage and the day on which it was reached."""

    reached_on = DayField(label=_("Reached on"), required=False)
    note = TextField(label=_("Note"), required=False, max_length=200)

    class Meta:
        model = Project
        fields = ["stage"]

    def stored(self, row: Any) -> dict[str, Any]:
        return {**super().stored(row), **self._known(row.stage)}

    def proposed(self) -> dict[str, Any]:
        """What is left empty stays as it was known; see reach_stage."""
        typed = super().proposed()
        known = self._known(typed.get("stage"))
        return {**typed, **{name: self.cleaned_data.get(name) or known[name] for name in known}}

    def _known(self, stage: Any) -> dict[str, Any]:
        entry = self.instance.stage_entries.filter(stage=stage).first()
        return {"reached_on": entry.reached_on if entry else None, "note": entry.note if entry else ""}

    def save(self, commit: bool = True) -> Project:
        given = self.cleaned_data
        return reach_stage(project=self.instance, stage=given["stage"], reached_on=given["reached_on"], note=given["note"])


class InvestmentYearForm(RowForm):
    """A year's figures. The first agreed plan stays as the baseline; another plan needs its reason."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *RevisionReason.choices], required=False)
    explanation = TextField(label=_("Explanation"), max_length=300, required=False)
    approved_by = TextField(label=_("Approved by"), max_length=60, required=False)
    fieldsets = [
        (_("Figures of the year"), ["year", "planned_wan", "completed_wan", "accepted_wan", "source"]),
        (_("Only when an agreed plan changes"), ["reason", "explanation", "approved_by"]),
    ]

    class Meta:
        model = InvestmentYear
        fields = ["year", "planned_wan", "completed_wan", "accepted_wan", "source"]

    def __init__(self, *args: Any, as_of: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_of, self.planned_before = as_of, self.instance.planned_wan

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.moves_the_plan() and given.get("version") == self.instance.version:
            for name in ("reason", "explanation", "approved_by"):
                if not given.get(name):
                    self.add_error(name, _("needed, because the agreed plan of %(plan)s changes") % {"plan": self.planned_before})
        return given

    def moves_the_plan(self) -> bool:
        before, after = self.planned_before, self.cleaned_data.get("planned_wan")
        return before is not None and "planned_wan" in self.cleaned_data and after != before

    def save(self, commit: bool = True) -> InvestmentYear:
        given = self.cleaned_data
        words = {name: given[name] for name in ("reason", "explanation", "approved_by")}
        move = PlanMove(**words, asked_on=self.as_of, by=self.user) if self.moves_the_plan() else None
        return store_investment(investment=self.instance, planned_before=self.planned_before, move=move)


class BuildingForm(RowForm):
    class Meta:
        model = Building
        fields = ["name", "kind", "quantity", "floor_area_m2", "position", "remark"]


class ExcuseForm(RowForm):
    """A cause beyond the project's power, for the whole project or one of its promises; a shorter last day ends it."""

    class Meta:
        model = Excuse
        fields = ["milestone", "first_day", "last_day", "reason", "explanation", "approved_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        promises: Any = self.fields["milestone"]
        promises.queryset, promises.empty_label = self.instance.project.milestones.all(), _("the whole project")

    def save(self, commit: bool = True) -> Excuse:
        if self.instance.by_id is None:
            self.instance.by = self.user
        return super().save(commit)
