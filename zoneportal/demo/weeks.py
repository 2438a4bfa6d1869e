"""Generated weekly reports from 2015-01-05 to the week of 2015-06-08, with the investment they add up to."""

import datetime
from decimal import Decimal

from core.periods import ONE_DAY, Week
from projects.choices import Kind, Outlook, Proposal, ReportState, Stage
from projects.models import InvestmentYear, MilestoneWeek, Project, ReportComment, ReportingWeek, Revision, WeeklyReport
from zoneportal.demo import story
from zoneportal.demo.source import GENERATED, YEAR, Ground, facts, spread
from zoneportal.demo.story import Site

FIRST = Week(datetime.date(2015, 1, 5))
LAST = Week(datetime.date(2015, 6, 8))  # the week that is due when the demo's day begins
HEAD_OF = {"U-JJ": "jiaju-head", "U-SP": "shipin-head", "U-HB": "huanbao-head", "U-GWH": "guanwei-head", "U-ER": "er-head"}
HOUR = datetime.timedelta(hours=1)


def weeks_from(first: Week) -> list[Week]:
    return [first.shift(number) for number in range((LAST.monday - first.monday).days // 7 + 1)]


def build(ground: Ground, first: Week = FIRST) -> None:
    """Opens the weeks and writes a report for each week and project that reports; wants projects, ledger and officers."""
    weeks = weeks_from(first)
    rhythm = ground.zone.rhythm()
    due = {week: rhythm.due_moment(week) for week in weeks}
    ReportingWeek.objects.bulk_create([ReportingWeek(zone=ground.zone, monday=week.monday, due_at=due[week]) for week in weeks])
    sites = _sites(ground)
    amounts = {site.key: story.invested_wan(site, weeks) for site in sites}
    InvestmentYear.objects.bulk_create([_investment(site, amounts[site.key][-1]) for site in sites])
    made = [
        (site, week, _report(site, week, due[week], amounts[site.key][place])) for place, week in enumerate(weeks) for site in sites
    ]
    WeeklyReport.objects.bulk_create([report for _site, _week, report in made], batch_size=500)
    MilestoneWeek.objects.bulk_create([row for site, week, report in made for row in _outlooks(site, week, report)])
    _reviews(ground, [report for _site, week, report in made if week == LAST])


def _sites(ground: Ground) -> list[Site]:
    """The projects that report, in the order of the data files."""
    asked = dict(Revision.objects.filter(milestone__project__zone=ground.zone).values_list("milestone", "asked_on"))
    units = {unit.pk: key for key, unit in ground.units.items()}
    saved = Project.objects.filter(pk__in=[project.pk for project in ground.projects.values()]).prefetch_related("officers")
    officers = {project.pk: project.officers.all()[0] for project in saved}
    ledgers: dict[int, list] = {}
    for promise in sorted(ground.milestones.values(), key=lambda promise: (promise.due_date, promise.pk)):
        ledgers.setdefault(promise.project_id, []).append(promise)
    return [
        Site(
            key=key,
            project=project,
            ledger=ledgers.get(project.pk, []),
            officer=officers[project.pk],
            head=ground.people[HEAD_OF[units[project.unit_id]]],
            planned_wan=_planned_wan(key, project),
            asked=asked,
        )
        for key, project in ground.projects.items()
        if project.stage in Stage.reporting()
    ]


def _planned_wan(key: str, project: Project) -> int:
    """This year's planned investment in 万元, in hundreds: much only where industrial buildings come up."""
    small = project.kind == Kind.INFRASTRUCTURE or project.stage != Stage.BUILDING
    return spread(f"{key}planned", 8, 28) * 100 if small else spread(f"{key}planned", 40, 160) * 100


def _investment(site: Site, completed: int) -> InvestmentYear:
    """The statistics office accepts less than the projects report, and of some nothing yet."""
    share = spread(f"{site.key}accepted", 60, 92)
    return InvestmentYear(
        project=site.project,
        year=YEAR,
        planned_wan=site.planned_wan,
        baseline_wan=site.planned_wan,
        accepted_wan=None if share < 66 else completed * share // 1000 * 10,
        source=GENERATED,
        is_generated=True,
    )


def state_of(key: str, week: Week) -> ReportState:
    """Old weeks are accepted; of the last two some still wait for review; of the last some are missing."""
    last = facts("outcomes")["last_week"]
    if week == LAST and key in last["open"]:
        return ReportState.OPEN
    if week == LAST and key in last["returned"]:
        return ReportState.RETURNED
    waits = {LAST: 2, LAST.shift(-1): 0}.get(week, -1)
    return ReportState.SUBMITTED if spread(f"{key}{week}review", 0, 3) <= waits else ReportState.ACCEPTED


def _report(site: Site, week: Week, due_at: datetime.datetime, amount: int) -> WeeklyReport:
    state = state_of(site.key, week)
    report = WeeklyReport(project=site.project, monday=week.monday, due_at=due_at, state=state)
    if state == ReportState.OPEN:
        return report
    report.progress = story.progress(site, week)
    report.completed_wan = Decimal(amount)
    report.workers = story.workers(site, week)
    report.problems = story.problems(site, week)
    report.next_plan = story.next_plan(site, week)
    report.no_change = week in story.HOLIDAY
    report.no_change_reason = story.words()["holiday_reason"] if week == story.HOLIDAY[1] else ""
    report.submitted_at = _submitted_at(site, week, due_at)
    report.submitted_by = site.officer
    report.is_generated = True
    if state != ReportState.SUBMITTED:
        report.reviewed_by = site.head
    if state == ReportState.RETURNED:
        report.review_note = "施工人数与上周相差较大，请核实后再报"
    return report


def _submitted_at(site: Site, week: Week, due_at: datetime.datetime) -> datetime.datetime:
    """From Friday to the deadline, never before what it tells; one in twenty-five of the older ones came hours too late."""
    key = f"{site.key}{week}"
    minutes = datetime.timedelta(minutes=spread(f"{key}minutes", 0, 59))
    if week < LAST and spread(f"{key}late", 0, 24) == 0:
        return due_at + spread(f"{key}hours", 2, 30) * HOUR + minutes
    days_before = 0 if site.met_in(week) else spread(f"{key}days", 0, 3)
    return due_at - spread(f"{key}hours", 2, 9) * HOUR - days_before * ONE_DAY + minutes


def _outlooks(site: Site, week: Week, report: WeeklyReport) -> list[MilestoneWeek]:
    """Promises met in the week and those that are late; in the last four weeks also those due within thirty days."""
    if report.state == ReportState.OPEN:
        return []
    until = week.sunday + (30 if week >= LAST.shift(-3) else -1) * ONE_DAY
    ahead = [promise for promise in site.open_after(week.sunday) if promise.due_date <= until]
    said = [(promise, Outlook.MET, promise.actual_date) for promise in site.met_in(week)]
    said += [(promise, _outlook(promise.due_date, week), None) for promise in ahead]
    return [MilestoneWeek(report=report, milestone=promise, outlook=outlook, met_on=on) for promise, outlook, on in said]


def _reviews(ground: Ground, reports: list[WeeklyReport]) -> None:
    """Of the last week: what the reviewer said of a report that came back, and new dates that wait for a decision."""
    told, by_project = facts("outcomes")["last_week"], {report.project_id: report for report in reports}
    for row in told["comments"]:
        report = by_project.get(ground.projects[row["project"]].pk) if row["project"] in ground.projects else None
        if report:
            ReportComment.objects.create(report=report, section=row["section"], text=row["text"], by=report.reviewed_by)
    for row in told["proposals"]:
        asked = MilestoneWeek.objects.filter(report__in=reports, milestone=ground.milestones.get(row["milestone"]))
        for entry in asked.select_related("report"):
            entry.outlook, entry.note, entry.proposal = Outlook.LATE, row["note"], Proposal.ASKED
            entry.proposed_date, entry.proposed_reason = row["date"], row["reason"]
            entry.save()


def _outlook(due: datetime.date, week: Week) -> Outlook:
    return Outlook.LATE if due < week.sunday else Outlook.ON_TRACK
