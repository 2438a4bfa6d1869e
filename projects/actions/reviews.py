"""Weekly reports reviewed: one with comments and decisions, or many at once; never a copy that nobody has read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.access import Decision
from core.periods import Precision
from projects.actions.ledger import move_due_date
from projects.choices import Proposal, ReportState, RevisionReason
from projects.models import Milestone, MilestoneWeek, ReportComment, WeeklyReport
from zones.models import User


class OutdatedReviewError(ValueError):
    """The report is not as the reviewer read it: written again, sent back or accepted in the meantime."""


class OutdatedReviewsError(OutdatedReviewError):
    """Of many, these are not as they were read; none of them was accepted. ``pks`` names them."""

    def __init__(self, pks: Iterable[int]) -> None:
        self.pks = sorted(pks)
        super().__init__(f"reports {self.pks}")


class ProposalError(ValueError):
    """A proposed date cannot be decided on like this; ``entry`` is the MilestoneWeek's id, the message is for people."""

    def __init__(self, entry: int, message: str) -> None:
        self.entry = entry
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Word:
    """What a reviewer says of a report: accepted or sent back, with a note, comments by section, and for each date that
    is proposed (by the id of its MilestoneWeek) whether it is granted. ``version`` is that of the copy that was read."""

    version: int | None
    accept: bool
    note: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    grants: Mapping[int, bool] = field(default_factory=dict)

    @property
    def state(self) -> ReportState:
        return ReportState.ACCEPTED if self.accept else ReportState.RETURNED


@transaction.atomic
def review_report(*, report: WeeklyReport, word: Word, by: User) -> WeeklyReport:
    """Accept a submitted report, or send it back with a note; the same click sent twice reviews once.

    Nothing is accepted unseen, nor with a proposed date that was not decided on. Raises: OutdatedReviewError, ProposalError.
    """
    report = WeeklyReport.objects.select_for_update(of=("self",)).select_related("project__zone").get(pk=report.pk)
    if _is_said(report, word, by):
        return report
    if report.version != word.version or not report.is_given:
        raise OutdatedReviewError(f"version {word.version} of a report in state {report.state}")
    _settle_proposals(report, word, by)
    report.state, report.reviewed_by, report.review_note = word.state, by, word.note
    report.save()
    for section, text in word.comments.items():
        ReportComment.objects.create(report=report, section=section, text=text, by=by)
    return report


def _is_said(report: WeeklyReport, word: Word, by: User) -> bool:
    """Whether this very word stands already."""
    if (report.state, report.reviewed_by_id, report.review_note) != (word.state, by.pk, word.note):
        return False
    return dict(report.comments.of_last_review().values_list("section", "text")) == dict(word.comments)


def _settle_proposals(report: WeeklyReport, word: Word, by: User) -> None:
    """With the acceptance each proposed date is granted or declined. Sending back decides on none, and takes back what was
    declined: the officer writes anew. What was granted stands in the ledger."""
    entries = report.milestone_weeks.proposing().select_related("revision").order_by("milestone_id")
    if not word.accept:
        for entry in entries.declined():
            _settle(entry, Proposal.ASKED)
        return
    for entry in entries:
        if entry.is_asked:
            _decide(report, entry, word.grants.get(entry.pk), by)


def _decide(report: WeeklyReport, entry: MilestoneWeek, is_granted: bool | None, by: User) -> None:
    if is_granted is None:
        raise ProposalError(entry.pk, _("decide on the proposed date first"))
    if not is_granted:
        _settle(entry, Proposal.DECLINED)
        return
    milestone = Milestone.objects.select_for_update(of=("self",)).select_related("project__zone").get(pk=entry.milestone_id)
    entry.milestone = milestone
    access = move_access(entry)
    if not access:
        raise ProposalError(entry.pk, str(access.reason))
    words = RevisionReason(entry.proposed_reason or RevisionReason.OTHER)
    entry.revision = move_due_date(
        milestone=milestone,
        to=entry.proposed_date,
        precision=Precision.DAY,
        reason=words,
        explanation=entry.note or str(words.label),
        approved_by=by.name,
        by=by,
        asked_on=clock.day_of(report.submitted_at),
    )
    _settle(entry, Proposal.GRANTED)


def _settle(entry: MilestoneWeek, outcome: Proposal) -> None:
    entry.proposal = outcome
    entry.save(update_fields=["proposal", "revision", "updated_at"])


def move_access(entry: MilestoneWeek) -> Decision:
    """Whether the promise may be moved to the proposed date: the rules of the form that moves one (MoveForm)."""
    return entry.milestone.move_access(entry.proposed_date, Precision.DAY)


@transaction.atomic
def accept_reports(*, versions: Mapping[int, int], by: User) -> list[WeeklyReport]:
    """Accept many submitted reports, all of them or none; ``versions`` says by id which copy of each was read.

    The rows are locked in the order of their ids, so that two such steps wait for each other and none is written between
    the look and the word. Sent twice it accepts once. Raises: OutdatedReviewsError with those that are not as they were
    read, or that have a proposed date to be decided on.
    """
    rows = WeeklyReport.objects.filter(pk__in=versions).order_by("pk").select_for_update(of=("self",))
    reports = {report.pk: report for report in rows}
    waiting = [pk for pk, report in reports.items() if not _is_accepted(report, versions[pk], by)]
    asked = set(MilestoneWeek.objects.of_reports(waiting).asked().values_list("report_id", flat=True))
    fresh = {pk for pk in waiting if reports[pk].state == ReportState.SUBMITTED and reports[pk].version == versions[pk]}
    changed = {pk for pk in waiting if pk not in fresh or pk in asked} | (versions.keys() - reports.keys())
    if changed:
        raise OutdatedReviewsError(changed)
    for pk in waiting:
        report = reports[pk]
        report.state, report.reviewed_by, report.review_note = ReportState.ACCEPTED, by, ""
        report.save()
    return list(reports.values())


def _is_accepted(report: WeeklyReport, version: int, by: User) -> bool:
    """Whether this very step has accepted the copy already."""
    return (report.state, report.reviewed_by_id, report.version) == (ReportState.ACCEPTED, by.pk, version + 1)
