"""Rows for tests, made with as little as they need. Every factory takes the fields it should set."""

import datetime
import io
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import openpyxl
import pgtrigger
from PIL import Image

from core.images import Picture, read_picture
from core.periods import Week
from exchange.models import ImportRun
from indicators.models import CheckRule, Figure, Indicator, PeriodException, PeriodRule, Target
from infrastructure.models import CrossSectionPart, Road, RoadSegment, Work, WorkPackage, WorkshopTenant
from projects.actions import BulkStep, store_with_files
from projects.models import (
    Building,
    CalendarFeed,
    Enterprise,
    Excuse,
    Instruction,
    InvestmentYear,
    LedgerTemplate,
    Milestone,
    Photo,
    Project,
    ProjectOfficer,
    Reminder,
    TemplateStep,
    WeeklyReport,
)
from reports.models import AnnualSection, FindingDecision, IssuedDocument, UnitText, YearNote, YearSnapshot
from returns.models import Return, ReturnItem, ReturnValue
from supervision.models import Ballot, Bulletin, BulletinEntry, Issue, Meeting, MeetingItem, Tour, TourStop
from zones.choices import Subject
from zones.lights import Clause, Rules, overdue_clause
from zones.models import Deputy, Membership, Park, RuleClause, RuleSet, SavedView, Unit, User, Zone

number = count(1)


def small() -> int:
    """A number of a zone and year, which is a small one however many rows were made before."""
    return next(number) % 30_000 + 1


DAY = datetime.date(2015, 6, 16)  # today


def zone(**fields: Any) -> Zone:
    n = next(number)
    return Zone.objects.create(**{"code": f"zone-{n}", "name": f"测试产业集聚区{n}", "county": "某县", **fields})


def park(*, zone: Zone, **fields: Any) -> Park:
    return Park.objects.create(**{"zone": zone, "name": f"测试园{next(number)}", **fields})


def unit(*, zone: Zone, **fields: Any) -> Unit:
    return Unit.objects.create(**{"zone": zone, "name": f"测试指挥部{next(number)}", **fields})


def person(
    *, zone: Zone | None = None, role: str = "officer", unit: Unit | None = None, park: Park | None = None, **fields: Any
) -> User:
    n = next(number)
    user = User(**{"username": f"person{n}", "name": f"人员{n}", "must_change_password": False, **fields})
    user.set_password("correct horse battery")
    user.save()
    if zone:
        Membership.objects.create(zone=zone, user=user, role=role, unit=unit, park=park)
    return user


def people(*, zone: Zone, unit: Unit, other_zone: Zone) -> SimpleNamespace:
    """One person of each kind: of the unit, of another unit, of the zone, of another zone, and a disabled one."""
    other_unit = Unit.objects.create(zone=zone, name="食品产业指挥部")
    return SimpleNamespace(
        officer=person(zone=zone, role="officer", unit=unit),
        colleague=person(zone=zone, role="officer", unit=other_unit),
        head=person(zone=zone, role="unit_head", unit=unit),
        clerk=person(zone=zone, role="clerk"),
        leader=person(zone=zone, role="leader"),
        admin=person(zone=zone, role="admin"),
        stranger=person(zone=other_zone, role="admin"),
        disabled=person(zone=zone, role="admin", is_active=False),
    )


def deputy(*, zone: Zone, principal: User, deputy: User, **fields: Any) -> Deputy:
    """In June 2015 unless other days are given."""
    days = {"first_day": datetime.date(2015, 6, 1), "last_day": datetime.date(2015, 6, 30)}
    return Deputy.objects.create(**{"zone": zone, "principal": principal, "deputy": deputy, **days, **fields})


def enterprise(*, zone: Zone, **fields: Any) -> Enterprise:
    return Enterprise.objects.create(**{"zone": zone, "name": f"测试企业{next(number)}", **fields})


def project(*, zone: Zone, entered: str = "2014-12-01", **fields: Any) -> Project:
    """Entered long before the weeks that tests speak of, unless they say when."""
    row = Project.objects.create(**{"zone": zone, "name": f"测试项目{next(number)}", "stage": "building", **fields})
    with pgtrigger.ignore("projects.ProjectEvent:append_only"):
        moment = datetime.datetime.fromisoformat(f"{entered}T12:00:00+08:00")
        Project.pgh_event_model.objects.filter(pgh_obj=row.pk).update(pgh_created_at=moment)
    return row


def building(*, project: Project, **fields: Any) -> Building:
    return Building.objects.create(**{"project": project, "name": f"{next(number)}号厂房", "kind": "workshop", **fields})


def milestone(*, project: Project, due: datetime.date = datetime.date(2015, 6, 30), **fields: Any) -> Milestone:
    days = dict.fromkeys(["due_date", "window_start", "baseline_date", "scored_date"], due)
    return Milestone.objects.create(**{"project": project, "text": f"节点{next(number)}", **days, **fields})


def report(*, project: Project, monday: datetime.date = datetime.date(2015, 6, 8), **fields: Any) -> WeeklyReport:
    due_at = project.zone.rhythm().due_moment(Week(monday))
    return WeeklyReport.objects.create(**{"project": project, "monday": monday, "due_at": due_at, **fields})


def assignment(*, project: Project, user: User) -> ProjectOfficer:
    return ProjectOfficer.objects.create(project=project, user=user)


def reminder(*, zone: Zone, user: User, monday: datetime.date = datetime.date(2015, 6, 8), **fields: Any) -> Reminder:
    values = {"kind": "by_hand", "report_count": 1, "sent_at": datetime.datetime(2015, 6, 16, 1, tzinfo=datetime.UTC)}
    return Reminder.objects.create(zone=zone, user=user, monday=monday, **{**values, **fields})


def feed(*, zone: Zone, user: User, unit: Unit | None = None) -> CalendarFeed:
    return CalendarFeed.objects.create(zone=zone, user=user, unit=unit)


def investment(*, project: Project, year: int = 2015, **fields: Any) -> InvestmentYear:
    return InvestmentYear.objects.create(**{"project": project, "year": year, "planned_wan": Decimal(5000), **fields})


def instruction(*, project: Project, given_by: User, **fields: Any) -> Instruction:
    values = {"project": project, "given_by": given_by, "given_on": datetime.date(2015, 6, 1), "text": f"批示{next(number)}"}
    return Instruction.objects.create(**{**values, **fields})


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """The bytes of a picture's file."""
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


@cache
def picture() -> Picture:
    return read_picture(encoded(Image.new("RGB", (64, 48), "steelblue")))


def photo(*, project: Project, taken_by: User, **fields: Any) -> Photo:
    """A photo with its two files."""
    row = Photo(project=project, taken_by=taken_by, **fields)
    return store_with_files(photo=row, picture=picture(), folder="photos/2015")


def excuse(*, project: Project, **fields: Any) -> Excuse:
    """For the whole project in May 2015, unless ``milestone`` or other days say otherwise."""
    days = {"first_day": datetime.date(2015, 5, 1), "last_day": datetime.date(2015, 5, 31)}
    return Excuse.objects.create(
        **{"project": project, "reason": "weather", "explanation": "连续降雨", "approved_by": "副主任", **days, **fields}
    )


def bulk_step(*, by: User, rows: Iterable[Milestone], **fields: Any) -> BulkStep:
    """A step on rows as they are in memory."""
    given = {"zone": by.zone, "by": by, "versions": {row.pk: row.version for row in rows}, "as_of": DAY, "submission": uuid4()}
    return BulkStep(**{**given, **fields})


def saved_view(*, zone: Zone, user: User, page: str = "projects:milestone_list", **fields: Any) -> SavedView:
    return SavedView.objects.create(**{"zone": zone, "user": user, "page": page, "name": f"视图{next(number)}", **fields})


def rules(*, soon: int = 14, red: int = 30) -> Rules:
    """The portal's own rules with other days, without a row."""
    return Rules(2015, due_soon_days=soon, clauses=overdue_clauses(red))


def overdue_clauses(red: int) -> tuple[Clause, ...]:
    subjects = (Subject.MILESTONE, Subject.PROJECT)
    return tuple(replace(overdue_clause(subject), red=Decimal(red)) for subject in subjects)


def rule_set(*, zone: Zone, year: int = 2015, red: int = 30, clauses: tuple[Clause, ...] = (), **fields: Any) -> RuleSet:
    values = {"zone": zone, "year": year, "valid_from": datetime.date(year, 1, 1), "name": f"测试规则{next(number)}"}
    made = RuleSet.objects.create(**{**values, **fields})
    for position, clause in enumerate(clauses or overdue_clauses(red)):
        RuleClause.from_clause(clause, rule_set=made, position=position).save()
    return made


def indicator(*, zone: Zone, **fields: Any) -> Indicator:
    n = next(number)
    return Indicator.objects.create(
        **{"zone": zone, "code": f"i{n}", "name": f"测试指标{n}", "unit": "亿元", "places": 1, **fields}
    )


def figure(*, indicator: Indicator, **fields: Any) -> Figure:
    return Figure.objects.create(**{"indicator": indicator, "year": 2014, "value": Decimal(145), "status": "estimate", **fields})


def target(*, indicator: Indicator, **fields: Any) -> Target:
    return Target.objects.create(**{"indicator": indicator, "year": 2015, "value": Decimal(170), **fields})


def check_rule(*, zone: Zone, **fields: Any) -> CheckRule:
    return CheckRule.objects.create(**{"zone": zone, "name": f"测试规则{next(number)}", "left": "1", "right": "2", **fields})


def period_rule(*, zone: Zone, **fields: Any) -> PeriodRule:
    """Figures from 2015 on, open on day 1, on time until day 10, locked from day 25, unless ``fields`` say otherwise."""
    return PeriodRule.objects.create(**{"zone": zone, "year": 2015, **fields})


def period_exception(*, zone: Zone, granted_by: User, **fields: Any) -> PeriodException:
    """Of May 2015 for DAY, unless ``fields`` say otherwise."""
    values = {"year": 2015, "month": 5, "first_day": DAY, "last_day": DAY, "reason": "补报"}
    return PeriodException.objects.create(**{"zone": zone, "granted_by": granted_by, **values, **fields})


def decision(*, zone: Zone, decided_by: User, **fields: Any) -> FindingDecision:
    """About a rule of the zone's own in 2014, on no sides at all, unless ``fields`` say otherwise."""
    values = {"year": 2014, "rule": "own_rule", "words": "已核实", "decided_on": DAY, "decided_by": decided_by}
    return FindingDecision.objects.create(zone=zone, **{**values, **fields})


def return_item(*, zone: Zone, **fields: Any) -> ReturnItem:
    """Cumulative 万元 unless ``fields`` say otherwise."""
    n = next(number)
    return ReturnItem.objects.create(**{"zone": zone, "code": f"r{n}", "name": f"测试项{n}", "unit": "万元", **fields})


def monthly_return(*, enterprise: Enterprise, values: Any = (), state: str = "accepted", **fields: Any) -> Return:
    """Of May 2015 with ``values`` by item, handed in on 9 June unless it is open or a draft."""
    moment = datetime.datetime(2015, 6, 9, 2, tzinfo=datetime.UTC) if state not in {"open", "draft"} else None
    given = {"year": 2015, "month": 5, "state": state, "submitted_at": moment, "first_submitted": moment}
    made = Return.objects.create(enterprise=enterprise, **{**given, **fields})
    for item, value in dict(values).items():
        ReturnValue.objects.create(report=made, item=item, value=None if value is None else Decimal(str(value)))
    return made


def issue(*, zone: Zone, raised_by: User, **fields: Any) -> Issue:
    """Raised on DAY, with neither unit nor deadline."""
    values = {"year": 2015, "number": small(), "text": f"问题{next(number)}", "raised_on": DAY}
    return Issue.objects.create(**{"zone": zone, "raised_by": raised_by, **values, **fields})


def meeting(*, zone: Zone, **fields: Any) -> Meeting:
    """An early meeting on DAY with nothing on its agenda."""
    values = {"year": 2015, "number": small(), "held_on": DAY}
    return Meeting.objects.create(**{"zone": zone, **values, **fields})


def meeting_item(*, meeting: Meeting, **fields: Any) -> MeetingItem:
    """A matter that somebody brought."""
    values = {"position": 1, "text": f"事项{next(number)}"}
    return MeetingItem.objects.create(**{"meeting": meeting, **values, **fields})


def bulletin(*, zone: Zone, issued_by: User | None = None, **fields: Any) -> Bulletin:
    """A draft of criticism; with ``issued_by`` issued on DAY."""
    issued = {"state": "issued", "year": 2015, "number": small(), "issued_on": DAY, "issued_by": issued_by}
    values = {"title": f"通报{next(number)}", "rectify_by": datetime.date(2015, 6, 30), **(issued if issued_by else {})}
    return Bulletin.objects.create(**{"zone": zone, **values, **fields})


def bulletin_entry(*, bulletin: Bulletin, unit: Unit, **fields: Any) -> BulletinEntry:
    """Criticised with one point, not acknowledged."""
    values = {"position": 1, "text": f"进度滞后{next(number)}"}
    return BulletinEntry.objects.create(**{"bulletin": bulletin, "unit": unit, **values, **fields})


def tour(*, zone: Zone, **fields: Any) -> Tour:
    """An open tour of DAY without stops, judged by the usual rubric (40, 30, 30)."""
    values = {"year": 2015, "number": small(), "name": f"观摩{next(number)}", "held_on": DAY}
    return Tour.objects.create(**{"zone": zone, **values, **fields})


def tour_stop(*, tour: Tour, project: Project, **fields: Any) -> TourStop:
    return TourStop.objects.create(**{"tour": tour, "project": project, "position": 1, **fields})


def ballot(*, stop: TourStop, judge: User, marks: Any = ("90", "80", "70"), **fields: Any) -> Ballot:
    """81 points by the usual rubric."""
    return Ballot.objects.create(stop=stop, judge=judge, marks=list(marks), **fields)


def annual_section(*, zone: Zone, **fields: Any) -> AnnualSection:
    """Of 2014, with a sentence that names no value."""
    return AnnualSection.objects.create(**{"zone": zone, "year": 2014, "heading": "（一）情况", "text": "情况良好。", **fields})


def unit_text(*, unit: Unit, **fields: Any) -> UnitText:
    """Asked for 2014 and not given, unless ``fields`` say otherwise."""
    values = {"zone": unit.zone, "year": 2014, "question": "全年工作", "due_on": datetime.date(2015, 6, 30)}
    return UnitText.objects.create(**{"unit": unit, **values, **fields})


def issued_document(*, zone: Zone, issued_by: User, year: int = 2014, **fields: Any) -> IssuedDocument:
    """A report with its frozen year; the bytes are none of real documents."""
    snapshot = YearSnapshot.objects.filter(zone=zone, year=year).first()
    frozen = {"values": {}, "workbook": b"x", "as_of": DAY}
    snapshot = snapshot or YearSnapshot.objects.create(zone=zone, year=year, frozen_by=issued_by, **frozen)
    values = {
        "year": year,
        "number": f"{next(number)}号",
        "filename": "报告.docx",
        "content": b"x",
        "sha256": "0" * 64,
        "estimates": "税收",
    }
    return IssuedDocument.objects.create(**{"zone": zone, "issued_by": issued_by, "snapshot": snapshot, **values, **fields})


def import_run(*, zone: Zone, user: User, rows: Any = (("名称", "行业代码"), ("甲厂", "木头")), **fields: Any) -> ImportRun:
    """A workbook of enterprises that was sent, by default with a fault."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    values = {"kind": "enterprises", "filename": "表.xlsx", "sha256": "0" * 64, "content": stream.getvalue()}
    return ImportRun.objects.create(**{"zone": zone, "user": user, **values, **fields})


def package(*, zone: Zone, **fields: Any) -> WorkPackage:
    return WorkPackage.objects.create(**{"zone": zone, "year": 2015, "name": f"测试工程包{next(number)}", **fields})


def work(*, project: Project, **fields: Any) -> Work:
    """A road unless ``kind`` says otherwise."""
    return Work.objects.create(**{"project": project, "kind": "road", "plan_year": 2015, **fields})


def road(*, work: Work, **fields: Any) -> Road:
    return Road.objects.create(**{"work": work, "from_place": "东环路", "to_place": "西环路", "length_m": Decimal(900), **fields})


def part(*, road: Road, **fields: Any) -> CrossSectionPart:
    return CrossSectionPart.objects.create(**{"road": road, "kind": "carriageway", "width_m": Decimal(24), "sides": 1, **fields})


def segment(*, road: Road, **fields: Any) -> RoadSegment:
    return RoadSegment.objects.create(**{"road": road, "from_place": "东环路", "to_place": "人民路", **fields})


def tenant(*, work: Work, **fields: Any) -> WorkshopTenant:
    return WorkshopTenant.objects.create(**{"work": work, "name": f"测试租户{next(number)}", **fields})


def note(*, zone: Zone, **fields: Any) -> YearNote:
    return YearNote.objects.create(**{"zone": zone, "year": 2014, "kind": "problem", "title": f"测试问题{next(number)}", **fields})


def template(*, zone: Zone, **fields: Any) -> LedgerTemplate:
    return LedgerTemplate.objects.create(**{"zone": zone, "name": f"测试模板{next(number)}", **fields})


def step(*, template: LedgerTemplate, **fields: Any) -> TemplateStep:
    return TemplateStep.objects.create(**{"template": template, "text": "钢构吊装", "phase": "steel", "days": 90, **fields})
