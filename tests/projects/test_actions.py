"""Opening the week, handing in, reviewing, moving dates: what each action writes, and what it leaves alone."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, InternalError, connection, transaction

from core.periods import ONE_DAY, Precision, Week
from projects import actions
from projects.choices import Outlook, ReportState, RevisionReason, Stage
from projects.models import InvestmentYear, Milestone, MilestoneWeek, ReportingWeek, Revision, WeeklyReport
from tests import factories

WEEK = Week.parse("2015-W24")
AS_OF = datetime.date(2015, 6, 16)
NOW = datetime.datetime(2015, 6, 15, 9, tzinfo=datetime.UTC)
MET_ON = datetime.date(2015, 6, 10)


# --- the week -----------------------------------------------------------------------------------


def test_opening_a_week_makes_one_report_for_every_project_that_reports(zone, project, foreign):
    for stage in (Stage.SUSPENDED, Stage.ENDED, Stage.PRODUCING, Stage.PLANNED):
        factories.project(zone=zone, stage=stage)
    landed = factories.project(zone=zone, stage=Stage.LANDED)
    opened = actions.open_week(zone=zone, week=WEEK, as_of=AS_OF)
    reports = WeeklyReport.objects.in_zone(zone)
    assert {report.project for report in reports} == {project, landed}
    assert {(r.monday, r.state, r.due_at, r.progress, r.completed_wan) for r in reports} == {
        (WEEK.monday, ReportState.OPEN, opened.due_at, "", None)
    }
    assert opened.due_at.isoformat() == "2015-06-15T18:00:00+08:00"
    assert not WeeklyReport.objects.in_zone(foreign.project.zone).exclude(pk=foreign.report.pk).exists()


def test_opening_a_week_twice_adds_nothing_and_changes_nothing(zone, project):
    actions.open_week(zone=zone, week=WEEK, as_of=AS_OF)
    written = WeeklyReport.objects.get()
    WeeklyReport.objects.filter(pk=written.pk).update(progress="主体完成", workers=30)
    before = list(WeeklyReport.objects.values())
    actions.open_week(zone=zone, week=WEEK, as_of=AS_OF)
    assert list(WeeklyReport.objects.values()) == before
    assert ReportingWeek.objects.count() == 1


def test_opening_a_week_again_adds_the_project_that_has_come_since(zone, project):
    actions.open_week(zone=zone, week=WEEK, as_of=AS_OF)
    late = factories.project(zone=zone)
    actions.open_week(zone=zone, week=WEEK, as_of=AS_OF)
    assert [report.project for report in WeeklyReport.objects.order_by("pk")] == [project, late]


def test_the_deadline_of_an_open_week_stays_though_the_settings_change(zone, project):
    first = actions.open_week(zone=zone, week=WEEK, as_of=AS_OF).due_at
    zone.due_weekday, zone.due_hour = 3, 9
    zone.save()
    late = factories.project(zone=zone)
    assert actions.open_week(zone=zone, week=WEEK, as_of=AS_OF).due_at == first
    assert {report.due_at for report in (*project.weekly_reports.all(), *late.weekly_reports.all())} == {first}
    following = actions.open_week(zone=zone, week=WEEK.shift(1), as_of=AS_OF)
    assert following.due_at.isoformat() == "2015-06-25T09:00:00+08:00"


def test_the_first_visit_opens_the_week_and_the_next_one_costs_one_query(zone, project, django_assert_num_queries):
    opened = actions.ensure_week(zone=zone, week=WEEK, as_of=AS_OF)
    assert WeeklyReport.objects.count() == 1
    factories.project(zone=zone)
    with django_assert_num_queries(1):
        assert actions.ensure_week(zone=zone, week=WEEK, as_of=AS_OF) == opened
    assert WeeklyReport.objects.count() == 1


# --- the report ---------------------------------------------------------------------------------


@pytest.fixture
def report(project):
    return factories.report(project=project)


@pytest.fixture
def milestone(project):
    return factories.milestone(project=project)


def store(report, by, said=None, *, submit=True, now=NOW):
    return actions.store_report(report=WeeklyReport.objects.get(pk=report.pk), outlooks=said or {}, by=by, now=now, submit=submit)


def actual_date(milestone):
    return Milestone.objects.get(pk=milestone.pk).actual_date


def test_a_draft_keeps_the_words_and_hands_nothing_in(report, milestone, people):
    report.progress = "主体完成"
    actions.store_report(
        report=report, outlooks={milestone.pk: actions.Said(Outlook.MET, MET_ON, "验收")}, by=people.officer, now=NOW, submit=False
    )
    report.refresh_from_db()
    assert (report.state, report.submitted_at, report.submitted_by, report.progress) == (ReportState.OPEN, None, None, "主体完成")
    said = report.milestone_weeks.get()
    assert (said.milestone, said.outlook, said.met_on, said.note) == (milestone, Outlook.MET, MET_ON, "验收")
    assert actual_date(milestone) is None


def test_handing_in_names_the_person_and_the_moment(report, people):
    store(report, people.officer)
    report.refresh_from_db()
    assert (report.state, report.submitted_at, report.submitted_by) == (ReportState.SUBMITTED, NOW, people.officer)


def test_a_promise_that_is_reported_met_gets_its_day_with_the_submission(report, milestone, people):
    other = factories.milestone(project=report.project)
    store(
        report,
        people.officer,
        {milestone.pk: actions.Said(Outlook.MET, MET_ON, ""), other.pk: actions.Said(Outlook.LATE, None, "停电")},
    )
    assert actual_date(milestone) == MET_ON
    assert actual_date(other) is None
    assert report.milestone_weeks.get(milestone=other).note == "停电"


def test_a_milestone_of_another_project_is_not_touched(report, people, foreign):
    store(report, people.officer, {foreign.milestone.pk: actions.Said(Outlook.MET, MET_ON, "")})
    assert actual_date(foreign.milestone) is None
    assert not MilestoneWeek.objects.exists()


@pytest.mark.parametrize("now_says", [{"outlook": Outlook.ON_TRACK}, {"outlook": Outlook.LATE}, None])
def test_taking_the_word_back_takes_the_day_back(report, milestone, people, now_says):
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON, "")})
    store(report, people.officer, {milestone.pk: actions.Said(now_says["outlook"])} if now_says else {})
    assert actual_date(milestone) is None
    assert [said.outlook for said in report.milestone_weeks.all()] == ([now_says["outlook"]] if now_says else [])


def test_a_draft_in_between_does_not_make_the_word_stick(report, milestone, people):
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON, "")})
    WeeklyReport.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.ON_TRACK, None, "")}, submit=False)
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.ON_TRACK, None, "")})
    assert actual_date(milestone) is None


def test_a_corrected_day_replaces_the_first_one(report, milestone, people):
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON, "")})
    WeeklyReport.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON - ONE_DAY, "")}, submit=False)
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON - ONE_DAY, "")})
    assert actual_date(milestone) == MET_ON - ONE_DAY


def test_a_day_that_the_ledger_got_from_elsewhere_is_not_taken_back(report, milestone, people):
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON, "")})
    Milestone.objects.filter(pk=milestone.pk).update(actual_date=MET_ON - 5 * ONE_DAY)
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.ON_TRACK, None, "")})
    assert actual_date(milestone) == MET_ON - 5 * ONE_DAY


def test_a_draft_that_was_never_handed_in_takes_no_day_back(report, milestone, people):
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON, "")}, submit=False)
    Milestone.objects.filter(pk=milestone.pk).update(actual_date=MET_ON)
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.ON_TRACK, None, "")})
    assert actual_date(milestone) == MET_ON


# --- the review ---------------------------------------------------------------------------------


def review(report, by, *, accept=True, note="", version=None):
    version = WeeklyReport.objects.get(pk=report.pk).version if version is None else version
    return actions.review_report(report=report, word=actions.Word(version, accept, note), by=by)


def reviewed(report):
    report.refresh_from_db()
    return (report.state, report.reviewed_by, report.review_note)


def test_a_head_accepts_or_sends_back_with_a_note(report, people):
    store(report, people.officer)
    review(report, people.head, accept=False, note="请补充工人数")
    assert reviewed(report) == (ReportState.RETURNED, people.head, "请补充工人数")
    store(report, people.officer)
    assert reviewed(report) == (ReportState.SUBMITTED, None, "")
    review(report, people.head)
    assert reviewed(report) == (ReportState.ACCEPTED, people.head, "")


def test_an_accepted_report_can_still_be_sent_back(report, people):
    store(report, people.officer)
    review(report, people.head)
    review(report, people.head, accept=False, note="数字有误")
    assert reviewed(report)[0] == ReportState.RETURNED


@pytest.mark.parametrize("state", [ReportState.OPEN, ReportState.RETURNED])
def test_what_was_not_handed_in_cannot_be_reviewed(report, people, state):
    given = None if state == ReportState.OPEN else NOW
    WeeklyReport.objects.filter(pk=report.pk).update(state=state, submitted_at=given)
    with pytest.raises(actions.OutdatedReviewError):
        review(report, people.head)
    assert reviewed(report) == (state, None, "")


def test_nothing_is_accepted_that_changed_since_it_was_read(report, people):
    store(report, people.officer)
    read = WeeklyReport.objects.get(pk=report.pk).version
    WeeklyReport.objects.filter(pk=report.pk).update(completed_wan=999)
    for version in (read, 0):
        with pytest.raises(actions.OutdatedReviewError):
            review(report, people.head, version=version)
    assert reviewed(report)[0] == ReportState.SUBMITTED


def test_the_same_review_sent_twice_reviews_once(report, people):
    store(report, people.officer)
    read = WeeklyReport.objects.get(pk=report.pk).version
    review(report, people.head, version=read)
    after = WeeklyReport.objects.get(pk=report.pk).version
    review(report, people.head, version=read)
    assert WeeklyReport.objects.get(pk=report.pk).version == after == read + 1


# --- the ledger ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("promised", "precision", "window"),
    [
        ((2015, 6, 16), Precision.DAY, ((2015, 6, 16), (2015, 6, 16))),
        ((2015, 12, 12), Precision.TEN_DAY, ((2015, 12, 11), (2015, 12, 20))),
        ((2015, 9, 2), Precision.MONTH, ((2015, 9, 1), (2015, 9, 30))),
        ((2015, 6, 15), Precision.MONTH_END, ((2015, 6, 30), (2015, 6, 30))),
        ((2015, 8, 1), Precision.HALF_YEAR, ((2015, 7, 1), (2015, 12, 31))),
    ],
)
def test_a_new_promise_gets_its_window_and_its_first_date_as_baseline(project, promised, precision, window):
    building, other = factories.building(project=project), factories.building(project=project)
    milestone = Milestone(project=project, text="主体完工", due_date=datetime.date(*promised), precision=precision)
    stored = actions.add_milestone(milestone=milestone, buildings=[building])
    stored.refresh_from_db()
    assert (stored.window_start, stored.due_date) == tuple(datetime.date(*day) for day in window)
    assert stored.baseline_date == stored.due_date
    assert list(stored.buildings.all()) == [building] != [other]


def test_a_range_keeps_its_first_day(project):
    first, last = datetime.date(2015, 9, 15), datetime.date(2015, 9, 25)
    milestone = Milestone(project=project, text="设备安装", window_start=first, due_date=last, precision=Precision.RANGE)
    stored = actions.add_milestone(milestone=milestone, buildings=[])
    assert (stored.window_start, stored.due_date, stored.baseline_date) == (first, last, last)


def move(milestone, to, by, *, precision=Precision.DAY, asked_on=AS_OF):
    return actions.move_due_date(
        milestone=milestone,
        to=to,
        precision=precision,
        reason=RevisionReason.LAND,
        explanation="供地推迟",
        approved_by="张主任",
        by=by,
        asked_on=asked_on,
    )


def test_a_moved_date_leaves_the_baseline_and_a_revision(milestone, people):
    baseline, later, last = milestone.due_date, datetime.date(2015, 8, 10), datetime.date(2015, 10, 31)
    move(milestone, later, people.head)
    move(milestone, datetime.date(2015, 10, 3), people.clerk, precision=Precision.MONTH)
    milestone.refresh_from_db()
    assert (milestone.baseline_date, milestone.window_start, milestone.due_date) == (baseline, datetime.date(2015, 10, 1), last)
    assert (milestone.precision, milestone.slip_days) == (Precision.MONTH, (last - baseline).days)
    rows = Revision.objects.order_by("pk").values_list("old_date", "old_precision", "new_date", "new_precision", "by", "asked_on")
    assert list(rows) == [
        (baseline, "day", later, "day", people.head.pk, AS_OF),
        (later, "day", last, "month", people.clerk.pk, AS_OF),
    ]
    first = Revision.objects.first()
    assert (first.reason, first.explanation, first.approved_by) == ("land", "供地推迟", "张主任")


def test_moving_to_the_same_date_is_refused_and_leaves_no_trace(milestone, people):
    with pytest.raises(ValueError, match="same"):
        move(milestone, milestone.due_date, people.head)
    assert not Revision.objects.exists()


def test_the_same_day_with_another_precision_is_a_move(milestone, people):
    move(milestone, milestone.due_date, people.head, precision=Precision.MONTH_END)
    assert Revision.objects.get().new_precision == "month_end"


def test_an_extension_asked_for_after_the_deadline_is_marked(milestone, people):
    in_time = move(milestone, datetime.date(2015, 7, 31), people.head, asked_on=milestone.due_date)
    too_late = move(milestone, datetime.date(2015, 9, 30), people.head, asked_on=datetime.date(2015, 8, 1))
    assert (in_time.counts, too_late.counts) == (True, False)


def test_a_date_asked_for_too_late_is_recorded_and_the_earlier_one_counts(milestone, people):
    """Once broken, a promise stays broken: a further move before the new date does not count either."""
    deadline = milestone.due_date
    move(milestone, datetime.date(2015, 7, 31), people.head, asked_on=deadline + ONE_DAY)
    second = move(milestone, datetime.date(2015, 9, 30), people.head, asked_on=datetime.date(2015, 7, 20))
    milestone.refresh_from_db()
    assert (milestone.baseline_date, milestone.scored_date, milestone.due_date) == (deadline, deadline, datetime.date(2015, 9, 30))
    assert not second.counts
    assert milestone.standing_on(deadline + ONE_DAY, factories.rules()) == "overdue"
    assert milestone.lateness_days(deadline + 5 * ONE_DAY) == 5
    assert list(Milestone.objects.overdue(deadline + ONE_DAY)) == [milestone]
    milestone.actual_date = datetime.date(2015, 8, 1)
    assert milestone.standing_on(datetime.date(2015, 12, 31), factories.rules()) == "met_late"


def test_a_date_asked_for_in_time_counts_from_then_on(milestone, people):
    move(milestone, datetime.date(2015, 7, 31), people.head, asked_on=milestone.due_date)
    milestone.refresh_from_db()
    assert milestone.scored_date == milestone.due_date == datetime.date(2015, 7, 31)
    assert milestone.standing_on(datetime.date(2015, 7, 31), factories.rules()) == "due_soon"


def test_the_first_plan_of_a_year_stays_and_another_one_leaves_its_reason(project, people):
    entry = InvestmentYear(project=project, year=2015)
    actions.store_investment(investment=entry, planned_before=None, move=None)
    assert entry.baseline_wan is None
    entry.planned_wan = Decimal(5000)
    actions.store_investment(investment=entry, planned_before=None, move=None)
    entry.planned_wan = Decimal(4200)
    with pytest.raises(ValueError, match="reason"), transaction.atomic():
        actions.store_investment(investment=entry, planned_before=Decimal(5000), move=None)
    why = actions.PlanMove(reason="funds", explanation="资金未到位", approved_by="张主任", asked_on=AS_OF, by=people.clerk)
    actions.store_investment(investment=entry, planned_before=Decimal(5000), move=why)
    entry.refresh_from_db()
    assert (entry.baseline_wan, entry.planned_wan) == (5000, 4200)
    assert list(entry.revisions.values_list("old_wan", "new_wan", "reason")) == [(5000, 4200, "funds")]
    with pytest.raises(InternalError, match="freeze_first_plan"):
        InvestmentYear.objects.update(baseline_wan=Decimal(1))


@pytest.mark.parametrize("column", ["baseline_date = '2015-12-31'", "project_id = %s"])
def test_the_database_itself_refuses_a_new_baseline_and_a_new_project(milestone, zone, column):
    other = factories.project(zone=zone)
    arguments = [other.pk, milestone.pk] if "%s" in column else [milestone.pk]
    statement = f"UPDATE projects_milestone SET {column} WHERE id = %s"  # noqa: S608  (two literals of this file)
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, arguments)
    stored = Milestone.objects.get(pk=milestone.pk)
    assert (stored.baseline_date, stored.project) == (milestone.baseline_date, milestone.project)


def test_a_bulk_update_of_baselines_is_refused_too(milestone):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Milestone.objects.update(baseline_date=datetime.date(2016, 1, 1))


# --- stages and years ---------------------------------------------------------------------------


def test_a_stage_is_reached_on_a_day_that_stays_known(project):
    started = datetime.date(2015, 3, 1)
    actions.reach_stage(project=project, stage=Stage.STARTED, reached_on=started, note="奠基")
    actions.reach_stage(project=project, stage=Stage.COMPLETED, reached_on=None, note="")
    actions.reach_stage(project=project, stage=Stage.STARTED, reached_on=None, note="")
    project.refresh_from_db()
    assert project.stage == Stage.STARTED
    entries = {entry.stage: (entry.reached_on, entry.note) for entry in project.stage_entries.all()}
    assert entries == {Stage.STARTED: (started, "奠基"), Stage.COMPLETED: (None, "")}


def test_the_years_of_an_enterprise_become_exactly_the_given_ones(zone):
    enterprise, other = factories.enterprise(zone=zone), factories.enterprise(zone=zone)
    other.above_scale_years.create(year=2012)
    actions.set_above_scale_years(enterprise=enterprise, years={2012, 2013})
    kept = enterprise.above_scale_years.get(year=2013)
    actions.set_above_scale_years(enterprise=enterprise, years={2013, 2014})
    assert [row.year for row in enterprise.above_scale_years.all()] == [2013, 2014]
    assert enterprise.above_scale_years.get(year=2013).pk == kept.pk
    assert [row.year for row in other.above_scale_years.all()] == [2012]


def test_a_new_report_starts_from_the_newest_one_that_was_given_before_it(project, zone):
    for monday, state in (((2015, 5, 25), "accepted"), ((2015, 6, 1), "open"), ((2015, 6, 15), "submitted")):
        given = None if state == "open" else NOW
        factories.report(project=project, monday=datetime.date(*monday), state=state, submitted_at=given)
    factories.report(project=factories.project(zone=zone), monday=datetime.date(2015, 6, 1), state="accepted", submitted_at=NOW)
    assert actions.last_given(project=project, before=WEEK.monday).monday == datetime.date(2015, 5, 25)
    assert actions.last_given(project=project, before=datetime.date(2015, 5, 25)) is None


def test_every_write_is_in_the_history(report, milestone, people):
    store(report, people.officer, {milestone.pk: actions.Said(Outlook.MET, MET_ON, "")})
    assert [event.pgh_label for event in report.events.order_by("pgh_id")][:2] == ["insert", "update"]
    assert milestone.events.order_by("-pgh_id").first().actual_date == MET_ON
