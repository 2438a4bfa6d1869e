"""The columns of the ledger on a past day, and of what changed between two."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.tables import EMPTY, BaseTable, ChoiceColumn, Column, DateColumn, MomentColumn, NumberColumn
from core.units import NOT_REPORTED
from projects import progress
from projects.choices import ChangeKind, Phase, Standing
from projects.tables import DAYS, MilestoneTable


class LedgerOnTable(BaseTable):
    """The ledger on a past day; see ledger_history.ledger_on. What is gone since then leads to its history."""

    text = Column(verbose_name=_("Promise"))
    project = Column(
        accessor="project_name",
        order_by=("project_name__pinyin",),
        verbose_name=_("Project"),
        to="projects:project_detail",
        to_pk="project_id",
    )
    due_date = DateColumn(verbose_name=_("Due"))
    standing = ChoiceColumn(choices=Standing, verbose_name=_("Standing"), order_by=("due_date",))
    slip = NumberColumn(accessor="due_date", verbose_name=_("Slip"), unit=DAYS, orderable=False)
    lateness = NumberColumn(accessor="scored_date", verbose_name=_("Lateness"), unit=DAYS, orderable=False)
    actual_date = DateColumn(verbose_name=_("Actual date"))
    actual_review = Column(accessor="met_unreviewed", verbose_name=_("Actual date: review"), orderable=False)
    unit = Column(accessor="unit_name", order_by=("unit_position",), verbose_name=_("Responsible unit"))
    phase = ChoiceColumn(choices=Phase, verbose_name=_("Phase"))
    scored_date = DateColumn(verbose_name=_("Date that counts"))
    baseline_date = DateColumn(verbose_name=_("Baseline"))
    park = Column(accessor="park_name", order_by=("park_position",), verbose_name=_("Park"))
    wording = Column(verbose_name=_("Words of the plan"))
    doubt = Column(verbose_name=_("Doubt"))
    remark = Column(verbose_name=_("Remark"))

    class Meta(BaseTable.Meta):
        hidden = ("actual_review", "phase", "scored_date", "baseline_date", "park", "wording", "doubt", "remark")
        along = {"actual_review": ("actual_date",)}

    def render_text(self, record: Any) -> SafeString:
        if record.is_there:
            return format_html('<a href="{}">{}</a>', reverse("projects:milestone_detail", args=[record.pgh_obj_id]), record.text)
        address, gone = reverse("projects:milestone_history", args=[record.pgh_obj_id]), gettext("dropped since")
        return format_html('<a href="{}">{}</a> <span class="badge badge-red">{}</span>', address, record.text, gone)

    render_due_date = MilestoneTable.render_due_date
    render_actual_date = MilestoneTable.render_actual_date
    render_actual_review = MilestoneTable.render_actual_review
    value_actual_review = MilestoneTable.value_actual_review

    def render_slip(self, record: Any) -> str:
        days = self.value_slip(record)
        return f"{days:+d}" if days else EMPTY

    def value_slip(self, record: Any) -> int:
        return progress.slip(record.baseline_date, record.due_date)

    def render_lateness(self, record: Any) -> str:
        return str(self.value_lateness(record) or EMPTY)

    def value_lateness(self, record: Any) -> int:
        return progress.lateness(record.scored_date, record.actual_date, record.as_of)


class LedgerChangeTable(BaseTable):
    """What changed between two days (ledger_changes.LedgerChange). Page and sheet leave out other columns."""

    project = Column(accessor="project_name", verbose_name=_("Project"), orderable=False)
    unit = Column(accessor="unit_name", verbose_name=_("Responsible unit"), orderable=False)
    text = Column(verbose_name=_("Promise"), to="projects:milestone_history", to_pk="milestone_id", orderable=False)
    kind = ChoiceColumn(choices=ChangeKind, verbose_name=_("Change"), orderable=False)
    change = Column(accessor="fields", verbose_name=_("From → to"), orderable=False)
    old = DateColumn(verbose_name=pgettext_lazy("change", "From"), orderable=False)
    new = DateColumn(verbose_name=pgettext_lazy("change", "To"), orderable=False)
    days = NumberColumn(verbose_name=_("Days"), orderable=False)
    corrected = Column(accessor="fields", verbose_name=_("Corrections"), orderable=False)
    by = Column(verbose_name=_("Who"), orderable=False)
    moment = MomentColumn(verbose_name=_("When"), orderable=False)
    origin = Column(verbose_name=_("Through"), orderable=False, css="choice")
    why = Column(verbose_name=_("Why"), orderable=False)

    on_page = ("text", "kind", "change", "days", "by", "moment", "origin", "why")
    in_sheet = ("project", "unit", "text", "kind", "old", "new", "days", "corrected", "by", "moment", "origin", "why")

    @classmethod
    def showing(cls, names: tuple[str, ...], records: Iterable[Any]) -> "LedgerChangeTable":
        return cls(list(records), exclude=[name for name in cls.base_columns if name not in names])

    def render_change(self, record: Any) -> SafeString:
        lines = [self._dates(record)] if record.old or record.new else []
        lines += [self._field(one) for one in record.fields]
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) if lines else EMPTY

    def _dates(self, record: Any) -> SafeString:
        return format_html('<span class="text-nowrap">{} → {}</span>', record.old or NOT_REPORTED, record.new or NOT_REPORTED)

    def _field(self, one: Any) -> SafeString:
        old, new = one.old or NOT_REPORTED, one.new or NOT_REPORTED
        return format_html("<small>{}: <del>{}</del> → <ins>{}</ins></small>", one.label, old, new)

    def value_corrected(self, record: Any) -> str | None:
        words = (f"{one.label}: {one.old or NOT_REPORTED} → {one.new or NOT_REPORTED}" for one in record.fields)
        return "; ".join(words) or None

    def render_days(self, record: Any) -> str:
        return f"{record.days:+d}" if record.days else EMPTY

    def render_by(self, record: Any) -> SafeString:
        mark = format_html(' <span class="generated">{}</span>', gettext("generated")) if record.is_generated else ""
        return format_html("{}{}", record.by or gettext("system"), mark)

    def value_by(self, record: Any) -> str:
        who = record.by or gettext("system")
        return f"{who} · {gettext('generated')}" if record.is_generated else who

    def render_moment(self, record: Any) -> SafeString:
        moment = f"{timezone.localtime(record.moment):%Y-%m-%d %H:%M}"
        more = gettext("%(count)s writes") % {"count": record.writes} if record.writes > 1 else ""
        return format_html('<span class="text-nowrap">{}</span> <small class="text-secondary">{}</small>', moment, more)
