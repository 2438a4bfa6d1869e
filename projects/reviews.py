"""What a reviewer reads: a report section by section against the last one, the reviews it has had, and the queue."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from core.units import number
from projects import screening
from projects.choices import ReportSection, ReportState
from projects.differences import Piece, differences
from projects.models import MilestoneWeek, ReportComment, WeeklyReport
from projects.screening import Reason

WORDS = {ReportSection.PROGRESS: "progress", ReportSection.PROBLEMS: "problems", ReportSection.NEXT_PLAN: "next_plan"}
COMPARED = ("progress", "completed_wan", "workers", "problems", "next_plan")


# --- one report ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Number:
    """A number of last time and of this time; ``old`` is None where there is nothing to compare with."""

    label: Any
    unit: Any
    old: Decimal | int | None
    new: Decimal | int | None
    is_lower: bool = False

    @property
    def is_changed(self) -> bool:
        return self.old != self.new

    @property
    def difference(self) -> str:
        """``+120``, with the share where there is one; "" where it cannot be computed."""
        if self.old is None or self.new is None or not self.is_changed:
            return ""
        step, share = self.new - self.old, screening.change(self.old, self.new) if self.old else None
        words = f"{'+' if step > 0 else ''}{number(step)}"
        return words if share is None else f"{words} ({screening.signed(share)})"

    @property
    def is_big(self) -> bool:
        return self.is_lower or screening.is_big(screening.change(self.old, self.new))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report as its reviewer sees it; which of the others it fills follows from its ``key``."""

    key: ReportSection
    pieces: Sequence[Piece] = ()
    numbers: Sequence[Number] = ()
    entries: Sequence[MilestoneWeek] = ()
    photos: Sequence[Any] = ()

    @property
    def is_changed(self) -> bool:
        return any(piece.kind for piece in self.pieces) or any(each.is_changed for each in self.numbers)

    @property
    def is_compared(self) -> bool:
        return self.key in {*WORDS, ReportSection.FIGURES}


def sections(report: WeeklyReport, previous: WeeklyReport | None, entries: Sequence[MilestoneWeek]) -> list[Section]:
    """The parts of ``report`` against the project's last given one. One query, for the photos."""
    before = previous or report  # without an earlier one nothing is marked
    words = {key: differences(getattr(before, name), getattr(report, name)) for key, name in WORDS.items()}
    photos = report.photos.select_related("project", "milestone", "report").in_order_of_time()
    others = {
        ReportSection.PROMISES: Section(ReportSection.PROMISES, entries=entries),
        ReportSection.FIGURES: Section(ReportSection.FIGURES, numbers=numbers(report, previous)),
        ReportSection.PHOTOS: Section(ReportSection.PHOTOS, photos=list(photos)),
    }
    return [Section(key, pieces=words[key]) if key in words else others[key] for key in ReportSection]


def numbers(report: WeeklyReport, previous: WeeklyReport | None) -> list[Number]:
    """The cumulative sum starts anew each year; against one of another year there is nothing to compare."""
    sums = previous.completed_wan if previous and screening.same_year(report, previous) else None
    lower = sums is not None and report.completed_wan is not None and report.completed_wan < sums
    return [
        Number(_("Completed this year"), _("× 10,000 yuan"), sums, report.completed_wan, is_lower=lower),
        Number(_("Workers"), _("persons"), previous.workers if previous else None, report.workers),
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that somebody wrote anew while the report was being read: what was read, what stands there now."""

    label: str
    read: Any
    stored: Any


def changed_since(report: WeeklyReport, version: int | None) -> list[Changed]:
    """What became of the copy with a version; nothing where no such copy is known, or only its promises changed."""
    read = report.events.filter(version=version).order_by("-pgh_id").first() if version else None  # type: ignore[attr-defined]
    if read is None:
        return []
    labels = {name: str(report._meta.get_field(name).verbose_name) for name in COMPARED}  # type: ignore[union-attr]
    found = [Changed(labels[name], getattr(read, name), getattr(report, name)) for name in COMPARED]
    return [each for each in found if each.read != each.stored]


@dataclass(frozen=True, slots=True)
class Promise:
    """What the report says of one promise, what the one before said of it, and the decision that its proposed date wants."""

    entry: MilestoneWeek
    earlier: MilestoneWeek | None
    decision: Any = None


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what the reviewer writes beside it: bound fields of the form."""

    section: Section
    comment: Any
    promises: Sequence[Promise] = ()


def parts(report: WeeklyReport, previous: WeeklyReport | None, form: Any) -> list[Part]:
    """The page of a review. Two queries, for the photos and for what the report before said of the promises."""
    earlier = {each.milestone_id: each for each in previous.milestone_weeks.all()} if previous and form.entries else {}
    promises = [Promise(each, earlier.get(each.milestone_id), form.decision_of(each)) for each in form.entries]
    found = sections(report, previous, form.entries)
    return [Part(each, form[f"comment-{each.key}"], promises if each.key == ReportSection.PROMISES else ()) for each in found]


# --- the reviews it has had ----------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Round:
    """One review: by whom, what became of the report, the note, and the comments on its sections."""

    moment: datetime.datetime
    by: Any
    state: ReportState
    note: str
    comments: list[ReportComment] = field(default_factory=list)

    @property
    def when(self) -> datetime.datetime:
        """Of the last comment, which is written a moment after the word, else of the word."""
        return max([self.moment, *(comment.created_at for comment in self.comments)])

    @property
    def is_return(self) -> bool:
        return self.state == ReportState.RETURNED


def rounds(report: WeeklyReport) -> list[Round]:
    """Every review of a report, the newest first: the words from its history, the comments from their rows. Two queries."""
    found, starts, before = [], [], None
    for event in report.events.select_related("reviewed_by").order_by("pgh_id"):  # type: ignore[attr-defined]
        word = (event.state, event.reviewed_by_id, event.review_note)
        if event.state in {ReportState.RETURNED, ReportState.ACCEPTED} and word != before:
            found.append(Round(event.pgh_created_at, event.reviewed_by, ReportState(event.state), event.review_note))
            starts.append(event.updated_at)
        before = word
    for comment in report.comments.select_related("by") if found else ():
        places = [place for place, start in enumerate(starts) if start <= comment.created_at]
        found[places[-1] if places else 0].comments.append(comment)
    return found[::-1]


def attach(reports: Sequence[WeeklyReport]) -> None:
    """Gives each report ``remarks``, the comments of the last review, and ``settled``, the proposed dates that were decided
    on. Two queries."""
    decided = MilestoneWeek.objects.decided().select_related("milestone", "revision")
    prefetch_related_objects(
        reports,
        Prefetch("comments", ReportComment.objects.of_last_review(), to_attr="remarks"),
        Prefetch("milestone_weeks", decided, to_attr="settled"),
    )


# --- the queue -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits for its reviewer, with what it changed, and why it should be looked at first."""

    report: Any
    previous: WeeklyReport | None
    reasons: list[Reason]
    numbers: list[Number]

    @property
    def tick(self) -> str:
        """What a ticked box sends: which report, and which copy of it was read."""
        return f"{self.report.pk}:{self.report.version}"

    @property
    def must_be_opened(self) -> bool:
        """A proposed date is decided on in the report's own review."""
        return any(reason.look == screening.Look.PROPOSAL for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, in three groups: with a reason to look, without one, and those that say “no change”."""

    looked_at: list[Waiting]
    ordinary: list[Waiting]
    unchanged: list[Waiting]

    @property
    def total(self) -> int:
        return len(self.looked_at) + len(self.ordinary) + len(self.unchanged)


def queue(found: Any) -> Queue:
    """The reports of a queryset, the oldest week first; those with the most reasons on top. Three queries."""
    related = found.select_related("project__unit", "submitted_by").with_previous()
    reports = list(related.order_by("monday", "project__unit__position", "project_id"))
    earlier = WeeklyReport.objects.in_bulk({report.previous_pk for report in reports if report.previous_pk})
    said: dict[int, list[MilestoneWeek]] = {}
    for entry in MilestoneWeek.objects.of_reports(reports).select_related("milestone", "revision"):
        said.setdefault(entry.report_id, []).append(entry)
    rows = [_waiting(report, earlier.get(report.previous_pk), said.get(report.pk, [])) for report in reports]
    urgent = sorted((row for row in rows if row.reasons), key=lambda row: -len(row.reasons))
    others = [row for row in rows if not row.reasons]
    return Queue(urgent, [row for row in others if not row.report.no_change], [row for row in others if row.report.no_change])


def _waiting(report: Any, previous: WeeklyReport | None, entries: list[MilestoneWeek]) -> Waiting:
    return Waiting(report, previous, screening.reasons(report, previous, entries), numbers(report, previous))


def read_ticks(values: Iterable[str]) -> dict[int, int] | None:
    """Version by report from the ticked boxes; None where one of them cannot be read."""
    found: dict[int, int] = {}
    for value in values:
        parts = value.split(":")
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
            return None
        found[int(parts[0])] = int(parts[1])
    return found
