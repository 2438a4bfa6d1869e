"""Every page of the portal, each about a row of the demonstration."""

from types import SimpleNamespace

from django.urls import reverse

from core.checks import patterns
from indicators.models import Figure, Indicator, Target
from infrastructure.models import CrossSectionPart, Road, RoadSegment, Work, WorkPackage, WorkshopTenant
from projects.models import (
    Building,
    BulkChange,
    CalendarFeed,
    Enterprise,
    Excuse,
    Instruction,
    InvestmentYear,
    LedgerTemplate,
    Milestone,
    Photo,
    Project,
    WeeklyReport,
)
from reports.models import YearNote
from returns.models import Return
from supervision.models import Ballot, BulletinEntry, MeetingItem, TourStop
from tests import factories
from tests import world as worlds
from zones.models import Membership, Park, RuleSet, SavedView, Unit, User, Zone

FILES = {
    *(
        "reports:meeting_word",
        "reports:bulletin_word",
        "reports:week_brief_word",
        "reports:week_brief_workbook",
        "reports:dashboard_workbook",
    ),
    *("exchange:import_template", "exchange:import_marked"),
    *("reports:year_download", "reports:document_file", "reports:annual_word", "reports:project_sheet_word", "projects:photo_file"),
    *("projects:calendar_file", "projects:calendar_feed", "projects:service_worker"),
}
NO_PAGE = {"reports:home", "zones:login", "zones:progress", "projects:milestone_bulk", *FILES}  # they lead on, or are a file


def rows() -> SimpleNamespace:
    """A row of each kind, chosen for having much to show; None where the demonstration has none."""
    zone, project = Zone.objects.get(code="xian"), Project.objects.get(name="全友家居")
    road = Road.objects.exclude(parts=None).order_by("pk")[0]
    indicator = Indicator.objects.filter(zone=zone).order_by("position")[0]
    template = LedgerTemplate.objects.filter(zone=zone)[0]
    monthly = Return.objects.submitted().in_zone(zone).of_month(2015, 5).order_by("pk")[0]
    return SimpleNamespace(
        check_rule=zone.check_rules.first(),
        decision=zone.finding_decisions.first(),
        period_rule=zone.period_rules.first(),
        exception=zone.period_exceptions.first(),
        item=zone.return_items.first(),
        issue=zone.issues.get(state="assigned", report__isnull=False),
        done=zone.issues.get(state="done", report__isnull=False),
        bulletin=zone.bulletins.issued().first(),
        draft=zone.bulletins.filter(state="draft").first(),
        entry=BulletinEntry.objects.in_zone(zone).issued().filter(state="waiting", bulletin__kind="criticism").first(),
        draft_entry=BulletinEntry.objects.filter(bulletin__zone=zone, bulletin__state="draft").first(),
        rectified=BulletinEntry.objects.filter(bulletin__zone=zone, state="rectified").first(),
        tour=zone.tours.get(closed_on=None),
        stop=TourStop.objects.filter(tour=zone.tours.get(closed_on=None)).first(),
        ballot=Ballot.objects.filter(stop__tour=zone.tours.get(closed_on=None)).exclude(judge__username="admin").first(),
        meeting=zone.meetings.open().first(),
        matter=MeetingItem.objects.of_meeting(zone.meetings.open().first()).first(),
        monthly_return=monthly,
        reporter=monthly.enterprise,
        zone=zone,
        project=project,
        unit=Unit.objects.get(name="家具产业指挥部"),
        park=Park.objects.get(name="家具园"),
        membership=Membership.objects.get(user__username="jiaju-officer"),
        enterprise=Enterprise.objects.get(name="全友家居"),
        building=Building.objects.filter(project=project).first(),
        investment=InvestmentYear.objects.filter(project=project).first(),
        milestone=Milestone.objects.get(project=project, text__contains="办公楼竣工"),
        report=WeeklyReport.objects.submitted().filter(project__name="物华食品").latest("monday"),
        indicator=indicator,
        figure=Figure.objects.filter(indicator=indicator, year=2014).first(),
        target=Target.objects.filter(indicator=indicator).first(),
        work=Work.objects.get(road=road),
        road=road,
        part=CrossSectionPart.objects.filter(road=road).first(),
        segment=RoadSegment.objects.filter(road__work__project__zone=zone).first(),
        tenant=WorkshopTenant.objects.filter(work__project__zone=zone).first(),
        package=WorkPackage.objects.filter(zone=zone).first(),
        template=template,
        step=template.steps.first(),
        instruction=Instruction.objects.get(project=project),
        photo=Photo.objects.filter(project=project).latest("taken_at"),
        rule_set=RuleSet.objects.filter(zone=zone).latest("pk"),
        excuse=Excuse.objects.filter(project__zone=zone).first(),
        feed=CalendarFeed.objects.filter(zone=zone).first(),
        change=BulkChange.objects.filter(zone=zone).first(),
        view=SavedView.objects.filter(user__username="admin").first(),
        document=zone.issued_documents.first()
        or factories.issued_document(zone=zone, year=2013, issued_by=User.objects.get(username="admin")),
        annual_section=zone.annual_sections.first() or factories.annual_section(zone=zone),
        text=zone.unit_texts.first(),
        note=YearNote.objects.filter(zone=zone).first(),
        run=zone.import_runs.first() or factories.import_run(zone=zone, user=User.objects.get(username="admin")),
        calendar_day=zone.calendar_days.first(),
        deputy=zone.deputies.first(),
    )


def pages() -> dict[str, str]:
    """Path by the name of the address, for all that answer GET with a page."""
    found = rows()
    return {
        name: reverse(name, kwargs=worlds.arguments(found, name))
        for name, entry in patterns()
        if name not in NO_PAGE and answers_get(entry.callback.view_class)
    }


def answers_get(view: type) -> bool:
    return hasattr(view, "get") and "get" in view.http_method_names  # type: ignore[attr-defined]


def names_of(zone: Zone) -> set[str]:
    """What the people of a zone call its projects, firms, parks, units and each other."""
    people = User.objects.filter(memberships__zone=zone).exclude(memberships__zone__in=Zone.objects.exclude(pk=zone.pk))
    registers = (zone.projects, zone.enterprises, zone.parks, zone.units, people)
    return {zone.name, *(name for rows in registers for name in rows.values_list("name", flat=True))}
