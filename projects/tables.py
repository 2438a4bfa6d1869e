"""The columns of the project, milestone, enterprise and report lists."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from core.periods import Precision, Relation
from core.querysets import in_order
from core.tables import (
    EMPTY,
    BaseTable,
    ChoiceColumn,
    Column,
    DateColumn,
    Group,
    LightColumn,
    MomentColumn,
    NumberColumn,
    YesColumn,
)
from projects import unreviewed
from projects.choices import BulkKind, InstructionStanding, Kind, Phase, ReportStanding, RevisionReason, Stage, Standing
from zones.choices import Light

WAN = _("× 10,000 yuan")
DAYS = _("days")


def marked_number(value: Any, is_unreviewed: bool, column: Any) -> SafeString:
    """A number of a weekly report, with the word while nobody has accepted it."""
    return EMPTY if value is None else unreviewed.marked(column.text(value), is_unreviewed)


class EnterpriseTable(BaseTable):
    name = Column(verbose_name=_("Enterprise"), to="projects:enterprise_detail", pinyin="name")
    park = Column(accessor="park__name", order_by=("park__position",), verbose_name=_("Park"))
    industry_code = Column(verbose_name=_("Industry"))
    is_producing = YesColumn(verbose_name=_("In production"))
    producing_since = DateColumn(verbose_name=_("In production since"))
    is_above_scale = YesColumn(verbose_name=_("Above scale"))
    project_count = NumberColumn(verbose_name=_("Projects"))
    credit_code = Column(verbose_name=_("Credit code"))
    aliases = Column(verbose_name=_("Also called"))
    remark = Column(verbose_name=_("Remark"))
    is_generated = YesColumn(verbose_name=_("Generated"))

    class Meta(BaseTable.Meta):
        hidden = ("industry_code", "credit_code", "aliases", "remark")


class ProjectTable(BaseTable):
    name = Column(verbose_name=_("Project"), to="projects:project_detail", pinyin="name")
    light = LightColumn(choices=Light, verbose_name=_("Light"), order_by=("severity", "earliest_open"))
    stage = ChoiceColumn(choices=Stage, verbose_name=_("Stage"))
    park = Column(accessor="park__name", order_by=("park__position",), verbose_name=_("Park"))
    unit = Column(accessor="unit__name", order_by=("unit__position",), verbose_name=_("Responsible unit"))
    earliest_open = DateColumn(verbose_name=_("Oldest open promise"))
    planned_wan = NumberColumn(verbose_name=_("Planned this year"), unit=WAN)
    completed_wan = NumberColumn(verbose_name=_("Self-reported"), unit=WAN)
    completed_review = Column(
        accessor="completed_unreviewed", order_by=("completed_unreviewed",), verbose_name=_("Self-reported: review")
    )
    accepted_wan = NumberColumn(verbose_name=_("Accepted"), unit=WAN)
    total_wan = NumberColumn(verbose_name=_("Total investment"), unit=WAN)
    owner = Column(
        accessor="owner__name", verbose_name=_("Owner"), to="projects:enterprise_detail", to_pk="owner_id", pinyin="owner__name"
    )
    leader = Column(accessor="leader__name", verbose_name=_("Leader in charge"))
    kind = ChoiceColumn(choices=Kind, verbose_name=_("Kind"))
    code = Column(verbose_name=_("Project code"))
    aliases = Column(verbose_name=_("Also called"))
    updated_at = MomentColumn(verbose_name=_("Changed"))

    class Meta(BaseTable.Meta):
        hidden = ("completed_review", "accepted_wan", "total_wan", "owner", "leader", "kind", "code", "aliases", "updated_at")
        along = {"completed_review": ("completed_wan",)}
        groups = {
            "park": Group(key=("park_id",), order=("park__position", "park_id"), column="park"),
            "unit": Group(key=("unit_id",), order=("unit__position", "unit_id"), column="unit"),
            "stage": Group(key=("stage",), order=(in_order("stage", Stage.values),), column="stage"),
            "light": Group(key=("light",), order=("severity",), column="light"),
        }

    def render_completed_wan(self, record: Any, column: Any) -> SafeString:
        return marked_number(record.completed_wan, record.completed_unreviewed, column)

    def render_completed_review(self, record: Any) -> SafeString | str:
        return unreviewed.tag(record.completed_wan is not None and record.completed_unreviewed) or EMPTY

    def value_completed_review(self, record: Any) -> str | None:
        return unreviewed.word(record.completed_wan is not None and record.completed_unreviewed) or None


def due_words(record: Any) -> str:
    """How the date was promised, in words, unless it is simply a day: "month end", "by" …"""
    words = [] if record.precision == Precision.DAY else [str(Precision(record.precision).label)]
    if record.relation == Relation.BY:
        words.append(str(Relation.BY.label))
    return " · ".join(words)


def due_html(record: Any) -> SafeString:
    words = due_words(record)
    note = f' <small class="text-secondary">{escape(words)}</small>' if words else ""
    return mark_safe(f'<span class="text-nowrap">{record.due_date.isoformat()}{note}</span>')


class MilestoneTable(BaseTable):
    text = Column(verbose_name=_("Promise"), to="projects:milestone_detail")
    project = Column(
        accessor="project__name",
        verbose_name=_("Project"),
        to="projects:project_detail",
        to_pk="project_id",
        pinyin="project__name",
    )
    due_date = DateColumn(verbose_name=_("Due"))
    standing = ChoiceColumn(choices=Standing, verbose_name=_("Standing"), order_by=("due_date",))
    light = LightColumn(choices=Light, verbose_name=_("Light"), order_by=("severity", "scored_date"))
    slip = NumberColumn(accessor="slip_days", verbose_name=_("Slip"), unit=DAYS, orderable=False)
    actual_date = DateColumn(verbose_name=_("Actual date"))
    actual_review = Column(accessor="met_unreviewed", order_by=("met_unreviewed",), verbose_name=_("Actual date: review"))
    unit = Column(accessor="answering_name", order_by=("answering_position",), verbose_name=_("Responsible unit"))
    phase = ChoiceColumn(choices=Phase, verbose_name=_("Phase"))
    revision_count = NumberColumn(verbose_name=_("Revisions"))
    baseline_date = DateColumn(verbose_name=_("Baseline"))
    park = Column(accessor="project__park__name", order_by=("project__park__position",), verbose_name=_("Park"))
    wording = Column(verbose_name=_("Words of the plan"))
    doubt = Column(verbose_name=_("Doubt"))
    remark = Column(verbose_name=_("Remark"))

    class Meta(BaseTable.Meta):
        hidden = ("actual_review", "light", "phase", "revision_count", "baseline_date", "park", "wording", "doubt", "remark")
        along = {"actual_review": ("actual_date",)}
        groups = {
            "project": Group(key=("project_id",), order=("project__name__pinyin", "project_id"), column="project"),
            "unit": Group(key=("answering_id",), order=("answering_position", "answering_id"), column="unit"),
            "park": Group(key=("project__park_id",), order=("project__park__position", "project__park_id"), column="park"),
            "standing": Group(key=("standing",), order=(in_order("standing", Standing.values),), column="standing"),
            "light": Group(key=("light",), order=("severity",), column="light"),
            "month": Group(
                key=("due_date__year", "due_date__month"),
                order=("due_date__year", "due_date__month"),
                label=_("Month due"),
                words=lambda record: f"{record.due_date:%Y-%m}",
            ),
        }

    def render_due_date(self, record: Any) -> SafeString:
        return due_html(record)

    def render_slip(self, record: Any) -> str:
        return f"{record.slip_days:+d}" if record.slip_days else EMPTY

    def render_actual_date(self, record: Any, column: Any) -> SafeString:
        return unreviewed.marked(column.text(record.actual_date), record.met_unreviewed) if record.actual_date else EMPTY

    def render_actual_review(self, record: Any) -> SafeString | str:
        return unreviewed.tag(record.met_unreviewed) or EMPTY

    def value_actual_review(self, record: Any) -> str | None:
        return unreviewed.word(record.met_unreviewed) or None


class TickedTable(BaseTable):
    """The promises that were ticked, with what stands against changing one: ``faults`` by id."""

    text = Column(verbose_name=_("Promise"), to="projects:milestone_detail", orderable=False)
    fault = Column(accessor="pk", verbose_name=_("Not possible"), orderable=False)
    project = Column(accessor="project__name", verbose_name=_("Project"), orderable=False)
    due_date = DateColumn(verbose_name=_("Due"), orderable=False)
    actual_date = DateColumn(verbose_name=_("Actual date"), orderable=False)
    unit = Column(accessor="answering_name", verbose_name=_("Responsible unit"), orderable=False)
    faults: Mapping[int, str] = {}

    def render_fault(self, record: Any) -> str:
        reason = self.faults.get(record.pk)
        return format_html('<span class="faulty">{}</span>', reason) if reason else EMPTY

    def render_due_date(self, record: Any) -> SafeString:
        return due_html(record)


class BulkChangeTable(BaseTable):
    created_at = MomentColumn(verbose_name=_("When"), to="projects:change_detail")
    kind = ChoiceColumn(choices=BulkKind, verbose_name=_("What was done"))
    about = Column(verbose_name=_("In words"))
    row_count = NumberColumn(verbose_name=_("Rows"))
    by = Column(accessor="by__name", verbose_name=_("Entered by"), pinyin="by__name")
    reason = ChoiceColumn(choices=RevisionReason, verbose_name=_("Reason"))
    explanation = Column(verbose_name=_("Explanation"))
    approved_by = Column(verbose_name=_("Approved by"))
    undone_at = MomentColumn(verbose_name=_("Taken back"))

    class Meta(BaseTable.Meta):
        hidden = ("approved_by",)


class ChangedRowTable(BaseTable):
    """The rows of one bulk change (bulk_words.ChangedRow)."""

    text = Column(verbose_name=_("Promise"), orderable=False)
    project = Column(verbose_name=_("Project"), orderable=False)
    old = Column(verbose_name=_("Before"), orderable=False)
    new = Column(verbose_name=_("After"), orderable=False)
    since = Column(verbose_name=_("Since then"), orderable=False)

    def render_text(self, record: Any) -> SafeString:
        name = "projects:milestone_detail" if record.milestone else "projects:milestone_history"
        return format_html('<a href="{}">{}</a>', reverse(name, args=[record.pk]), record.text)


class LedgerTable(MilestoneTable):
    """The ledger on one project's own page."""

    class Meta(MilestoneTable.Meta):
        exclude = ("project", "unit", "park", "light")
        sequence = ("text", "phase", "due_date", "standing", "baseline_date", "slip", "actual_date", "doubt", "...")


class TimelineTable(MilestoneTable):
    """The timeline in figures: the promises of the projects and the period that it shows, in its order."""

    class Meta(MilestoneTable.Meta):
        exclude = ("unit", "phase", "park", "wording", "doubt", "remark")
        sequence = ("project", "text", "due_date", "baseline_date", "slip", "revision_count", "actual_date", "...")
        hidden = ("actual_review",)


class UnitLightTable(BaseTable):
    """The units with their projects by light and their promises of the last complete month."""

    name = Column(verbose_name=_("Unit"), to="projects:unit_light", pinyin="name")
    light = LightColumn(choices=Light, verbose_name=_("Light"), order_by=("severity",))
    reason = Column(verbose_name=_("Reason"), orderable=False)
    red = NumberColumn(verbose_name=_("Projects red"))
    yellow = NumberColumn(verbose_name=_("Projects yellow"))
    green = NumberColumn(verbose_name=_("Projects green"))
    kept = NumberColumn(verbose_name=_("Promises of the month met"))
    not_kept = NumberColumn(verbose_name=_("Not met by their date"))
    share = NumberColumn(verbose_name=_("Share met"), unit="%", places=1)
    missed = NumberColumn(verbose_name=_("Promises overdue"))
    parent = Column(accessor="parent__name", verbose_name=_("Superior unit"))

    class Meta(BaseTable.Meta):
        hidden = ("parent",)


class WeeklyReportTable(BaseTable):
    project = Column(accessor="project__name", verbose_name=_("Project"), to="projects:report_detail", pinyin="project__name")
    week = Column(accessor="week", verbose_name=_("Week"), order_by=("monday",), css="text-nowrap")
    standing = ChoiceColumn(choices=ReportStanding, verbose_name=_("State"))
    unit = Column(accessor="project__unit__name", order_by=("project__unit__position",), verbose_name=_("Responsible unit"))
    progress = Column(verbose_name=_("Progress"), orderable=False)
    completed_wan = NumberColumn(verbose_name=_("Completed this year"), unit=WAN)
    workers = NumberColumn(verbose_name=_("Workers"), unit=_("persons"))
    review = Column(accessor="is_unreviewed", order_by=("state",), verbose_name=_("Review"))
    submitted_at = MomentColumn(verbose_name=_("Submitted"))
    submitted_by = Column(accessor="submitted_by__name", verbose_name=_("Submitted by"))
    problems = Column(verbose_name=_("Problems"), orderable=False)
    next_plan = Column(verbose_name=_("Plan for next week"), orderable=False)
    is_generated = YesColumn(verbose_name=_("Generated"))

    class Meta(BaseTable.Meta):
        hidden = ("review", "submitted_by", "problems", "next_plan", "is_generated")
        along = {"review": ("progress", "completed_wan", "workers", "problems", "next_plan")}

    def render_progress(self, record: Any) -> str:
        text = record.progress
        return unreviewed.marked(f"{text[:39]}…" if len(text) > 40 else text, record.is_unreviewed) if text else EMPTY

    def value_progress(self, record: Any) -> str | None:
        return record.progress or None

    def render_completed_wan(self, record: Any, column: Any) -> SafeString:
        """A value that nobody has accepted yet says so."""
        return marked_number(record.completed_wan, record.is_unreviewed, column)

    def render_workers(self, record: Any, column: Any) -> SafeString:
        return marked_number(record.workers, record.is_unreviewed, column)

    def render_problems(self, record: Any) -> SafeString:
        return unreviewed.marked(record.problems, record.is_unreviewed) if record.problems else EMPTY

    def render_next_plan(self, record: Any) -> SafeString:
        return unreviewed.marked(record.next_plan, record.is_unreviewed) if record.next_plan else EMPTY

    def render_review(self, record: Any) -> SafeString | str:
        return unreviewed.tag(record.is_unreviewed and record.has_content) or EMPTY

    def value_review(self, record: Any) -> str | None:
        return unreviewed.word(record.is_unreviewed and record.has_content) or None


class WordsColumn(Column):
    """Words of any length: the list shows how they begin, the workbook has them all."""

    def text(self, value: Any) -> str:
        return super().text(value if len(value) <= 60 else f"{value[:59]}…")


class InstructionTable(BaseTable):
    text = WordsColumn(verbose_name=_("Instruction"), to="projects:instruction_detail")
    project = Column(
        accessor="project__name",
        verbose_name=_("Project"),
        to="projects:project_detail",
        to_pk="project_id",
        pinyin="project__name",
    )
    standing = ChoiceColumn(choices=InstructionStanding, verbose_name=_("Standing"), order_by=("answered_on", "answer_by"))
    given_on = DateColumn(verbose_name=_("Given on"))
    given_by = Column(accessor="given_by__name", verbose_name=_("Given by"), css="text-nowrap")
    answer_by = DateColumn(verbose_name=_("Answer by"))
    waiting_days = NumberColumn(verbose_name=_("Waiting"), unit=DAYS)
    unit = Column(accessor="project__unit__name", order_by=("project__unit__position",), verbose_name=_("Responsible unit"))
    answered_on = DateColumn(verbose_name=_("Answered on"))
    answered_by = Column(accessor="answered_by__name", verbose_name=_("Answered by"))
    answer = WordsColumn(verbose_name=_("Answer"))
    park = Column(accessor="project__park__name", order_by=("project__park__position",), verbose_name=_("Park"))

    class Meta(BaseTable.Meta):
        hidden = ("answered_on", "answered_by", "answer", "park")


class LedgerTemplateTable(BaseTable):
    name = Column(verbose_name=_("Ledger template"), to="projects:template_detail", pinyin="name")
    kind = ChoiceColumn(choices=Kind, verbose_name=_("Kind of project"))
    step_count = NumberColumn(verbose_name=_("Steps"))
    length_days = NumberColumn(verbose_name=_("Until the last step"), unit=DAYS)
    remark = Column(verbose_name=_("Remark"))
    updated_at = MomentColumn(verbose_name=_("Changed"))

    class Meta(BaseTable.Meta):
        hidden = ("updated_at",)
