"""The filters of the project, milestone, enterprise and report lists."""

import datetime
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import formfields
from core.filtersets import BaseFilterSet, DayFilter, FilterForm, ScopedChoiceFilter, WholeFilter
from core.periods import ONE_DAY, Week, add_months, month_end
from projects.choices import BulkKind, InstructionStanding, Kind, Phase, ReminderKind, ReportStanding, Stage, Standing
from projects.gantt import Axis
from projects.models import BulkChange, Enterprise, Instruction, LedgerTemplate, Milestone, Project, Reminder, WeeklyReport
from zones.choices import Light
from zones.models import Park, Unit, User

YES_NO = [("yes", _("yes")), ("no", _("no"))]


class EnterpriseFilterSet(BaseFilterSet):
    search_fields = ("name", "aliases", "remark")
    park = ScopedChoiceFilter(queryset=Park.objects.all(), label=_("Park"), null_label=_("No park stated"))
    producing = django_filters.ChoiceFilter(choices=YES_NO, method="by_producing", label=_("In production"))
    above_scale = WholeFilter(method="by_above_scale", label=_("Above scale in the year"), min_value=1950, max_value=2100)
    since_year = WholeFilter(method="by_since", label=_("In production since the year"), min_value=1950, max_value=2100)
    generated = django_filters.ChoiceFilter(choices=YES_NO, method="by_generated", label=_("Generated"))

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def by_producing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_producing=value == "yes")

    def by_above_scale(self, queryset: Any, name: str, value: int) -> QuerySet:
        return queryset.above_scale(value)

    def by_since(self, queryset: QuerySet, name: str, value: int) -> QuerySet:
        return queryset.filter(producing_since__year=value)

    def by_generated(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_generated=value == "yes")


class ProjectFilterSet(BaseFilterSet):
    search_fields = ("name", "aliases", "owner__name")
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"))
    light = django_filters.ChoiceFilter(choices=Light.choices, label=_("Light"))
    park = ScopedChoiceFilter(queryset=Park.objects.all(), label=_("Park"), null_label=_("No park stated"))
    unit = ScopedChoiceFilter(queryset=Unit.objects.all(), label=_("Responsible unit"))
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    mine = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_mine", label=_("Assigned to me"))

    class Meta:
        model = Project
        fields = ["kind"]

    def by_mine(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.assigned_to(self.request.user)


class TimelineFilterSet(ProjectFilterSet):
    open = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_open", label=_("With open promises only"))

    class Meta(ProjectFilterSet.Meta):
        pass

    def by_open(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(earliest_open__isnull=False)


class PeriodForm(FilterForm):
    """``from`` and ``to`` of the timeline, each of which may be left out: a year from, or up to, the other one."""

    LONGEST = 10  # years
    ENDS = (datetime.date(1950, 1, 1), datetime.date(2100, 12, 31))

    def __init__(self, data: Any) -> None:
        labels = {"from": pgettext_lazy("period", "From"), "to": pgettext_lazy("period", "To")}
        super().__init__({name: formfields.DayField(label=label, required=False) for name, label in labels.items()}, data)

    @property
    def is_default(self) -> bool:
        return not any(self.cleaned_data.values())

    def axis(self, as_of: datetime.date) -> Axis:
        """The period that was asked for, by default the year of ``as_of``. Needs a valid form."""
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        if self.is_default:
            return Axis(as_of.replace(month=1, day=1), as_of.replace(month=12, day=31))
        first = first or max(add_months(last, -12) + ONE_DAY, self.ENDS[0])
        return Axis(first, last or min(add_months(first, 12) - ONE_DAY, self.ENDS[1]))

    def phone_axis(self, as_of: datetime.date) -> Axis:
        """What a phone shows: unless a period was asked for, the month of ``as_of`` with three months before and after."""
        if not self.is_default:
            return self.axis(as_of)
        month = as_of.replace(day=1)
        return Axis(add_months(month, -3), month_end(add_months(month, 3)))

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and first > last:
            self.add_error("to", _("lies before the first day"))
        elif first and last and add_months(first, self.LONGEST * 12) <= last:
            self.add_error("to", _("the timeline shows ten years at most"))
        return self.cleaned_data


class MilestoneFilterSet(BaseFilterSet):
    search_fields = ("text", "project__name", "project__aliases")
    standing = django_filters.ChoiceFilter(choices=Standing.choices, label=_("Standing"))
    light = django_filters.ChoiceFilter(choices=Light.choices, label=_("Light"))
    park = ScopedChoiceFilter(field_name="project__park", queryset=Park.objects.all(), label=_("Park"))
    unit = ScopedChoiceFilter(method="by_unit", queryset=Unit.objects.all(), label=_("Responsible unit"))
    project = ScopedChoiceFilter(queryset=Project.objects.all(), label=_("Project"), hidden=True)
    moved = django_filters.ChoiceFilter(choices=YES_NO, method="by_moved", label=_("Moved from its first date"))
    phase = django_filters.ChoiceFilter(choices=Phase.choices, label=_("Phase"))
    year = WholeFilter(field_name="due_date__year", label=_("Year"), min_value=1950, max_value=2100)
    due_from = DayFilter(field_name="due_date", lookup_expr="gte", label=_("Due from"))
    due_to = DayFilter(field_name="due_date", lookup_expr="lte", label=_("Due to"))
    doubt = django_filters.ChoiceFilter(choices=YES_NO, method="by_doubt", label=_("Doubt noted"))

    class Meta:
        model = Milestone
        fields = ["phase"]

    def by_unit(self, queryset: Any, name: str, value: Unit) -> QuerySet:
        return queryset.of_unit(value)

    def by_moved(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.moved() if value == "yes" else queryset.not_moved()

    def by_doubt(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.exclude(doubt="") if value == "yes" else queryset.filter(doubt="")


class BulkChangeFilterSet(BaseFilterSet):
    search_fields = ("about", "explanation", "approved_by", "by__name")
    kind = django_filters.ChoiceFilter(choices=BulkKind.choices, label=_("What was done"))
    by = ScopedChoiceFilter(queryset=User.objects.filter(bulk_changes__isnull=False).distinct(), label=_("Entered by"))
    since = DayFilter(field_name="created_at__date", lookup_expr="gte", label=_("Done from"))
    until = DayFilter(field_name="created_at__date", lookup_expr="lte", label=_("Done to"))
    undone = django_filters.ChoiceFilter(choices=YES_NO, method="by_undone", label=_("Taken back"))

    class Meta:
        model = BulkChange
        fields = ["kind"]

    def by_undone(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.taken_back() if value == "yes" else queryset.standing()


class UnitLightFilterSet(BaseFilterSet):
    search_fields = ("name", "aliases", "duty")
    light = django_filters.ChoiceFilter(choices=Light.choices, label=_("Light"))

    class Meta:
        model = Unit
        fields: list[str] = []


class LedgerOnFilterSet(BaseFilterSet):
    """Of the ledger on a past day, whose rows are those of ledger_history.ledger_on: the day itself has chosen them."""

    search_fields = ("text", "project_name")
    on = DayFilter(method="by_day", label=_("As it stood on"), widget=HiddenInput)
    standing = django_filters.ChoiceFilter(choices=Standing.choices, label=_("Standing"))
    park = ScopedChoiceFilter(method="by_park", queryset=Park.objects.all(), label=_("Park"))
    unit = ScopedChoiceFilter(method="by_unit", queryset=Unit.objects.all(), label=_("Responsible unit"))
    project = ScopedChoiceFilter(queryset=Project.objects.all(), label=_("Project"), hidden=True)
    phase = django_filters.ChoiceFilter(choices=Phase.choices, label=_("Phase"))

    class Meta:
        model = Milestone.pgh_event_model  # type: ignore[attr-defined]
        fields: list[str] = []

    def by_day(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        return queryset

    def by_park(self, queryset: QuerySet, name: str, value: Park) -> QuerySet:
        return queryset.filter(park_then=value.pk)

    def by_unit(self, queryset: QuerySet, name: str, value: Unit) -> QuerySet:
        return queryset.filter(unit_then=value.pk)


class ProjectLedgerOnFilterSet(LedgerOnFilterSet):
    """The same on one project's page."""

    park = unit = project = None


class WeekField(formfields.TextField):
    """A week like 2015-W24. Raises: ValidationError for a week that does not exist."""

    default_validators = []  # the rules for text: the value is a Week by then

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Week.parse(text)
        except ValueError:
            raise ValidationError(_("write a week like 2015-W24"), code="invalid") from None


class WeekFilter(django_filters.Filter):
    field_class = WeekField

    def filter(self, queryset: Any, value: Week | None) -> QuerySet:
        return queryset.of_week(value.monday) if value else queryset


class WeeklyReportFilterSet(BaseFilterSet):
    search_fields = ("project__name", "progress", "problems", "next_plan")
    week = WeekFilter(label=_("Week"))
    standing = django_filters.ChoiceFilter(choices=ReportStanding.choices, label=_("State"))
    unit = ScopedChoiceFilter(field_name="project__unit", queryset=Unit.objects.all(), label=_("Responsible unit"))
    park = ScopedChoiceFilter(field_name="project__park", queryset=Park.objects.all(), label=_("Park"))
    project = ScopedChoiceFilter(queryset=Project.objects.all(), label=_("Project"), hidden=True)
    missing = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_missing", label=_("Missing"))
    problems = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_problems", label=_("With problems"))

    class Meta:
        model = WeeklyReport
        fields: list[str] = []

    def by_missing(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.missing()

    def by_problems(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.exclude(problems="")


class InstructionFilterSet(BaseFilterSet):
    search_fields = ("text", "answer", "project__name", "project__aliases")
    unanswered = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_unanswered", label=_("Unanswered"))
    standing = django_filters.ChoiceFilter(choices=InstructionStanding.choices, label=_("Standing"))
    unit = ScopedChoiceFilter(field_name="project__unit", queryset=Unit.objects.all(), label=_("Responsible unit"))
    park = ScopedChoiceFilter(field_name="project__park", queryset=Park.objects.all(), label=_("Park"))
    given_by = ScopedChoiceFilter(queryset=User.objects.filter(instructions__isnull=False).distinct(), label=_("Given by"))
    project = ScopedChoiceFilter(queryset=Project.objects.all(), label=_("Project"), hidden=True)

    class Meta:
        model = Instruction
        fields: list[str] = []

    def by_unanswered(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.unanswered()


class LedgerTemplateFilterSet(BaseFilterSet):
    search_fields = ("name", "remark")
    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind of project"))

    class Meta:
        model = LedgerTemplate
        fields = ["kind"]


class ReminderFilterSet(BaseFilterSet):
    search_fields = ("user__name", "by__name")
    week = WeekFilter(label=_("Week"))
    kind = django_filters.ChoiceFilter(choices=ReminderKind.choices, label=_("Occasion"))
    user = ScopedChoiceFilter(queryset=User.objects.filter(reminders__isnull=False).distinct(), label=_("Person"))
    failed = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_failed", label=_("Not delivered"))
    unseen = django_filters.ChoiceFilter(choices=YES_NO[:1], method="by_unseen", label=_("Not seen"))

    class Meta:
        model = Reminder
        fields: list[str] = []

    def by_failed(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.failed()

    def by_unseen(self, queryset: Any, name: str, value: str) -> QuerySet:
        return queryset.unseen()
