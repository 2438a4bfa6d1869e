"""Forms of definitions: an indicator, and a rule that its figures should satisfy."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import RowForm
from indicators import formulas
from indicators.models import CheckRule, Indicator


class IndicatorForm(RowForm):
    """The definition of an indicator. Its unit is fixed as soon as there are figures in it."""

    class Meta:
        model = Indicator
        fields = [
            *("code", "name", "unit", "places", "part_of", "is_assessed", "position"),
            *("growth_basis", "more_is_better", "over_time", "over_parks", "has_january"),
            *("definition", "legal_source", "valid_from", "valid_to"),
        ]

    fieldsets = [
        (_("Indicator"), ["code", "name", "unit", "places", "part_of", "position", "is_assessed"]),
        (_("How it is counted"), ["growth_basis", "over_time", "over_parks", "has_january", "more_is_better"]),
        (_("Definition"), ["definition", "legal_source", "valid_from", "valid_to"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow("part_of", lambda rows: rows.wholes().exclude(pk=self.instance.pk))

    def clean_unit(self) -> str:
        unit, stored = self.cleaned_data["unit"], self.initial.get("unit", "")
        if self.instance.pk and unit != stored and self.instance.figures.exists():
            text = _("the figures of this indicator are stored in %(unit)s; a new unit needs a new indicator")
            raise ValidationError(text, code="unit", params={"unit": stored or gettext("no unit of measure")})
        return unit

    def clean_part_of(self) -> Indicator | None:
        whole = self.cleaned_data["part_of"]
        if whole and self.instance.pk and self.instance.parts.exists():
            raise ValidationError(_("this indicator has parts of its own and cannot be a part"), code="part_of")
        if whole and (whole.part_of_id or whole == self.instance):
            raise ValidationError(_("%(whole)s is a part itself"), code="part_of", params={"whole": whole})
        return whole

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("must not be before the first year"))
        return cleaned


class CheckRuleForm(RowForm):
    """A rule of the zone's own. Its words are codes of the zone's indicators."""

    class Meta:
        model = CheckRule
        fields = ["name", "priority", "left", "operator", "right", "tolerance", "unit", "is_active"]

    fieldsets = [
        (_("Rule"), ["name", "priority", "is_active"]),
        (_("What should hold"), ["left", "operator", "right", "tolerance", "unit"]),
    ]

    def clean_left(self) -> str:
        return self.known("left")

    def clean_right(self) -> str:
        return self.known("right")

    def known(self, name: str) -> str:
        text = self.cleaned_data[name]
        known = set(Indicator.objects.in_zone(self.zone).values_list("code", flat=True))
        try:
            codes = formulas.codes(text)
        except formulas.FormulaError as error:
            raise ValidationError(str(error), code="formula") from None
        if missing := sorted(codes - known):
            params = {"codes": "、".join(missing)}
            raise ValidationError(_("no indicator has the code %(codes)s"), code="code", params=params)
        return text
