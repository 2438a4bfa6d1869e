"""One zone with one row of every kind, each text of which can be recognised: what a stranger must never read.

Every text holds :data:`MARK`. ``build`` returns the rows by name; ``arguments`` says which row an address is about.
"""

import datetime
import uuid
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from core.periods import Week
from infrastructure.models import Housing, PowerStation, Publicity, WaterPlant
from projects.actions import add_note, move_due_date, move_due_dates, open_week, reach_stage, undo_change
from projects.models import MilestoneBuilding, MilestoneWeek, ReportComment
from tests import factories
from zones.lights import Clause
from zones.models import Unit, Zone

MARK = "白鹿原"
WEEK = Week(datetime.date(2015, 6, 8))
OTHER_FACTS = [
    ("housing", Housing, {"floor_area_m2": Decimal(29800), "flats": 596, "persons": 2400, "blocks": 8}),
    ("wastewater", WaterPlant, {"capacity_wan_t": Decimal(3), "network_km": Decimal(12)}),
    ("substation", PowerStation, {"voltage_kv": Decimal(110)}),
    ("publicity", Publicity, {"place": f"{MARK}路口", "billboards": 12, "renewed": f"{MARK}沙盘"}),
]
MOMENT = datetime.datetime(2015, 6, 15, 4, 0, tzinfo=datetime.UTC)


def build(*, zone: Zone, people: Any) -> SimpleNamespace:
    """The rows of the zone. The project belongs to the unit of ``people.officer`` and ``people.head``."""
    unit = people.officer.memberships.get().unit
    Zone.objects.filter(pk=zone.pk).update(name=f"{MARK}集聚区", county=f"{MARK}县")
    top = factories.unit(zone=zone, name=f"{MARK}总指挥部")
    Unit.objects.filter(pk=unit.pk).update(parent=top, duty=f"{MARK}职责", aliases=f"{MARK}简称")
    people.officer.email, people.officer.must_change_password = "officer@example.org", False
    people.officer.save()
    named = factories.person(zone=zone, role="leader", name=f"{MARK}领导", must_change_password=True)
    factories.reminder(zone=zone, user=named, kind="before")
    park = factories.park(zone=zone, name=f"{MARK}园", industry="food", parent=factories.park(zone=zone, name=f"{MARK}总园"))
    firm = factories.enterprise(
        zone=zone,
        name=f"{MARK}家具",
        aliases=f"{MARK}别名",
        park=park,
        industry_code="C2110",
        credit_code="91410928MA0000000N",
        is_producing=True,
        producing_since=datetime.date(2013, 5, 1),
        remark=f"{MARK}备注",
        source=f"{MARK}来源",
        is_generated=True,
    )
    firm.above_scale_years.create(year=2014)
    project = factories.project(
        zone=zone,
        name=f"{MARK}一期",
        aliases=f"{MARK}俗称",
        owner=firm,
        park=park,
        unit=unit,
        leader=people.leader,
        code="2015-410928-21-03-000001",
        total_wan=Decimal("12345.67"),
        situation=f"{MARK}形势",
        remark=f"{MARK}说明",
    )
    world = SimpleNamespace(zone=zone, unit=unit, park=park, enterprise=firm, project=project)
    _ledger(world, people)
    _bulk(world, people)
    _leaders(world, people)
    _lights(world, people)
    _figures(world, people)
    _returns(world, people)
    given = {"project": world.project, "report": world.report, "line": 1, "unit": world.unit, "due_on": datetime.date(2015, 6, 10)}
    done = {"state": "done", "outcome": f"{MARK}办结", "done_by": people.head, "note": f"{MARK}不足"}
    world.issue = factories.issue(zone=world.zone, raised_by=people.officer, text=f"{MARK}缺电", **given, state="assigned")
    world.done = factories.issue(zone=world.zone, raised_by=people.officer, **{**given, "line": 2}, **done)
    settled = {"state": "settled", "settled_on": factories.DAY, "settled_by": people.clerk, "line": 3}
    factories.issue(zone=world.zone, raised_by=people.officer, **{**given, **done, **settled})
    _meetings(world, people)
    _bulletins(world, people)
    _tours(world, people)
    _works(world)
    world.note = factories.note(zone=zone, title=f"{MARK}问题", text=f"{MARK}正文")
    world.annual_section = factories.annual_section(zone=zone, year=2014, heading=f"{MARK}章节", text=f"{MARK}句子")
    given = {"state": "given", "given_by": people.head, "given_on": factories.DAY}
    world.text = factories.unit_text(unit=unit, question=f"{MARK}要写什么", text=f"{MARK}材料", year=2016, **given)
    world.document = factories.issued_document(zone=zone, issued_by=people.clerk, number=f"{MARK}1号", filename=f"{MARK}.docx")
    world.run = factories.import_run(zone=zone, user=people.clerk, filename=f"{MARK}表.xlsx")
    world.download = zone.record_download(user=people.clerk, what=f"{MARK}清单", about=f"{MARK}条件", rows=3)
    world.membership = people.colleague.memberships.get()
    world.view = factories.saved_view(user=people.officer, zone=zone, name=f"{MARK}视图")
    world.calendar_day = zone.calendar_days.create(day=datetime.date(2015, 9, 26), is_worked=True, name=f"{MARK}观摩")
    days = {"first_day": datetime.date(2015, 7, 1), "last_day": datetime.date(2015, 7, 10)}  # later: it gives no rights today
    world.deputy = factories.deputy(zone=zone, principal=people.head, deputy=people.colleague, remark=f"{MARK}出差", **days)
    factories.deputy(zone=zone, principal=people.officer, deputy=factories.person(zone=zone, role="clerk"))  # today
    return world


def _ledger(world: SimpleNamespace, people: Any) -> None:
    project = world.project
    world.building = factories.building(project=project, name=f"{MARK}厂房", remark=f"{MARK}单体")
    world.investment = factories.investment(project=project, accepted_wan=Decimal(800), source=f"{MARK}计划")
    kept_on = datetime.date(2015, 4, 2)
    kept = factories.milestone(project=project, text=f"{MARK}开工", due=datetime.date(2015, 3, 31), actual_date=kept_on)
    milestone = factories.milestone(
        project=project, text=f"{MARK}封顶", wording=f"{MARK}原文", doubt=f"{MARK}疑问", remark=f"{MARK}节点"
    )
    MilestoneBuilding.objects.create(milestone=milestone, building=world.building)
    move_due_date(
        milestone=milestone,
        to=datetime.date(2015, 7, 10),
        precision="day",
        reason="land",
        explanation=f"{MARK}理由",
        approved_by=f"{MARK}主任",
        by=people.clerk,
        asked_on=datetime.date(2015, 6, 1),
    )
    reach_stage(project=project, stage="building", reached_on=datetime.date(2015, 3, 1), note=f"{MARK}阶段")
    open_week(zone=world.zone, week=WEEK, as_of=WEEK.sunday)
    report = project.weekly_reports.get(monday=WEEK.monday)
    report.progress, report.problems, report.next_plan = f"{MARK}进展", f"{MARK}难题", f"{MARK}打算"
    report.state, report.submitted_at, report.submitted_by = "submitted", MOMENT, people.officer
    report.workers, report.completed_wan, report.is_generated = 35, Decimal(1200), True
    report.save()
    proposed = {"proposed_date": datetime.date(2015, 8, 1), "proposed_reason": "land", "proposal": "asked"}
    MilestoneWeek.objects.create(report=report, milestone=kept, outlook="met", met_on=kept_on)  # which nobody has accepted
    MilestoneWeek.objects.create(report=report, milestone=milestone, outlook="late", note=f"{MARK}周况", **proposed)
    ReportComment.objects.create(report=report, section="figures", text=f"{MARK}意见", by=people.head)
    milestone.refresh_from_db()
    world.milestone, world.report = milestone, report
    world.template = factories.template(zone=world.zone, name=f"{MARK}模板", remark=f"{MARK}说明")
    world.step = factories.step(template=world.template, text=f"{MARK}吊装", days=90)
    sent = {"by_email": "sent", "by_robot": "failed", "by": people.clerk, "seen_at": MOMENT}
    factories.reminder(zone=world.zone, user=people.head, **sent)
    world.reminder = factories.reminder(zone=world.zone, user=people.officer, kind="after")
    world.feed = factories.feed(zone=world.zone, user=people.officer)


def _bulk(world: SimpleNamespace, people: Any) -> None:
    """A step of the officer whose row was touched since, and one of the clerk that was taken back."""
    row = factories.milestone(project=world.project, text=f"{MARK}室外", due=datetime.date(2015, 7, 20))
    given = {"reason": "funds", "explanation": f"{MARK}缘由", "approved_by": f"{MARK}科长", "asked_on": factories.DAY}
    world.change = move_due_dates(step=factories.bulk_step(by=people.officer, rows=[row]), days=10, **given)
    row.refresh_from_db()
    noted = add_note(step=factories.bulk_step(by=people.clerk, rows=[row]), note=f"{MARK}批注")
    undo_change(change=noted, by=people.clerk, at=MOMENT)


def _leaders(world: SimpleNamespace, people: Any) -> None:
    project, day = world.project, datetime.date(2015, 6, 10)
    given = {"project": project, "given_by": people.leader}
    world.instruction = factories.instruction(**given, text=f"{MARK}批示", answer_by=day)
    answered = {"answer": f"{MARK}回复", "answered_by": people.head, "answered_on": day}
    factories.instruction(**given, text=f"{MARK}旧批示", answer_by=datetime.date(2015, 6, 5), **answered)
    about = {"report": world.report, "milestone": world.milestone, "caption": f"{MARK}照片", "taken_at": MOMENT}
    place = {"latitude": Decimal("35.701234"), "longitude": Decimal("115.091234")}
    world.photo = factories.photo(project=project, taken_by=people.officer, **about, **place)


def _lights(world: SimpleNamespace, people: Any) -> None:
    """Rules of which every clause measures something, and an excuse that is over."""
    texts = {"yellow_consequence": f"{MARK}提醒", "red_consequence": f"{MARK}约谈", "wording": f"{MARK}条文"}
    limits = {"yellow": Decimal(10), "red": Decimal(30)}
    others = (Clause("unit", "month_share", yellow=Decimal(80), red=Decimal(60)), Clause("indicator", "points_behind", **limits))
    clauses = tuple(replace(clause, **texts) for clause in (*factories.overdue_clauses(30), *others))
    factories.milestone(project=world.project, text=f"{MARK}围墙", due=datetime.date(2015, 5, 20))
    fields = {"name": f"{MARK}规则", "source": f"{MARK}文件", "remark": f"{MARK}规则说明", "preset": "portal"}
    world.rule_set = factories.rule_set(zone=world.zone, clauses=clauses, **fields)
    world.excuse = factories.excuse(
        project=world.project, milestone=world.milestone, explanation=f"{MARK}洪水", approved_by=f"{MARK}批准人", by=people.clerk
    )


def _figures(world: SimpleNamespace, people: Any) -> None:
    world.indicator = factories.indicator(
        zone=world.zone, code="own", name=f"{MARK}收入", definition=f"{MARK}口径", legal_source=f"{MARK}制度", is_assessed=True
    )
    factories.indicator(zone=world.zone, name=f"{MARK}其中", part_of=world.indicator, valid_from=2010, valid_to=2020)
    fields = {"source": f"{MARK}公报", "signed_by": f"{MARK}局长", "remark": f"{MARK}注", "entered_by": people.clerk}
    factories.figure(indicator=world.indicator, value=Decimal(140), source=f"{MARK}快报")  # superseded by the next edition
    world.figure = factories.figure(indicator=world.indicator, growth=Decimal("20.8"), edition=2, status="flash", **fields)
    factories.figure(indicator=world.indicator, park=world.park, value=Decimal(70), is_generated=True)
    about = {"stated_growth": Decimal(12), "set_on": datetime.date(2015, 1, 20), "is_generated": True}
    world.target = factories.target(indicator=world.indicator, source=f"{MARK}目标", reason=f"{MARK}调整", **about)
    world.period_rule = factories.period_rule(zone=world.zone, year=2016, final_month=6)
    opened = {"park": world.park, "reason": f"{MARK}补报", "granted_by": people.admin}
    world.exception = factories.period_exception(zone=world.zone, **opened)
    own = {"left": "own", "operator": "<=", "right": "own.target * 2", "tolerance": Decimal("0.5"), "unit": "亿元"}
    world.check_rule = factories.check_rule(zone=world.zone, name=f"{MARK}规则", **own)
    about = f"indicators.checkrule:{world.check_rule.pk}:2014"
    told = {"subject": f"{MARK}收入", "statement": f"{MARK}两边", "words": f"{MARK}何故", "sent_to": people.officer}
    world.decision = factories.decision(zone=world.zone, about=about, state="sent", decided_by=people.clerk, **told)


def _returns(world: SimpleNamespace, people: Any) -> None:
    """A return of the world's enterprise that is handed in, with the year before."""
    whole = factories.return_item(zone=world.zone, name=f"{MARK}产值")
    limits = {"low": Decimal(1), "high": Decimal(9000), "valid_from": 2010, "valid_to": 2030}
    about = {"part_of": whole, "indicator": world.indicator, "definition": f"{MARK}项目"}
    world.item = factories.return_item(zone=world.zone, name=f"{MARK}收入项", **limits, **about)
    values = {whole: 900, world.item: 850}
    notes = {"note": f"{MARK}说明", "review_note": f"{MARK}退回", "submitted_by": people.clerk, "is_generated": True}
    world.reporter = world.enterprise
    factories.monthly_return(enterprise=world.enterprise, values=values, year=2014)
    world.monthly_return = factories.monthly_return(enterprise=world.enterprise, values=values, state="submitted", **notes)
    world.enterprise.above_scale_years.create(year=2015)
    factories.person(zone=world.zone, role="park_clerk", park=world.park, name=f"{MARK}统计员")


def _meetings(world: SimpleNamespace, people: Any) -> None:
    """An open meeting with a matter that is decided, and an earlier one at which the same was heard."""
    about = {"chair": f"{MARK}主任", "place": f"{MARK}会议室", "attendance": f"{MARK}到会", "absence": f"{MARK}请假"}
    world.meeting = factories.meeting(zone=world.zone, remark=f"{MARK}其他", is_generated=True, **about)
    closed = {"closed_by": people.clerk, "closed_on": datetime.date(2015, 6, 9)}
    earlier = factories.meeting(zone=world.zone, held_on=datetime.date(2015, 6, 9), **closed)
    matter = {"about": f"issue:{world.issue.pk}", "subject": "issue", "text": f"{MARK}事项", "issue": world.issue}
    decided = {"outcome": "decided", "decision": f"{MARK}决定", "unit": world.unit, "due_on": datetime.date(2015, 6, 30)}
    factories.meeting_item(meeting=earlier, **matter)
    world.matter = factories.meeting_item(meeting=world.meeting, project=world.project, **matter, **decided)


def _bulletins(world: SimpleNamespace, people: Any) -> None:
    """A draft, an issued bulletin with entries in every state, and a withdrawn one."""
    zone, unit = world.zone, world.unit
    world.draft = factories.bulletin(zone=zone, title=f"{MARK}草稿", text=f"{MARK}开头", is_generated=True)
    about = {"project": world.project, "excuse": f"{MARK}不可抗力"}
    world.draft_entry = factories.bulletin_entry(bulletin=world.draft, unit=unit, text=f"{MARK}点名", **about)
    late = datetime.date(2015, 6, 10)
    world.bulletin = factories.bulletin(zone=zone, issued_by=people.clerk, title=f"{MARK}通报", rectify_by=late)
    world.entry = factories.bulletin_entry(bulletin=world.bulletin, unit=unit, text=f"{MARK}滞后")
    read = {"acknowledged_by": people.officer, "acknowledged_on": factories.DAY}
    right = {**read, "rectified_by": people.head, "rectified_on": factories.DAY, "rectification": f"{MARK}整改"}
    given = {"state": "rectified", "note": f"{MARK}缺照片", **right}
    world.rectified = factories.bulletin_entry(bulletin=world.bulletin, unit=unit, **given)
    confirmed = {**right, "state": "confirmed", "confirmed_by": people.clerk, "confirmed_on": factories.DAY}
    factories.bulletin_entry(bulletin=world.bulletin, unit=unit, **about, **confirmed)
    gone = {"state": "withdrawn", "withdrawn_on": factories.DAY, "reason": f"{MARK}有误"}
    factories.bulletin(zone=zone, issued_by=people.clerk, kind="praise", rectify_by=None, **gone)


def _tours(world: SimpleNamespace, people: Any) -> None:
    """An open tour with a stop that others than the people of its unit have judged, and a closed one."""
    closed = {"closed_by": people.clerk, "closed_on": datetime.date(2015, 3, 26), "held_on": datetime.date(2015, 3, 26)}
    factories.tour(zone=world.zone, **closed)
    world.tour = factories.tour(zone=world.zone, name=f"{MARK}观摩", route=f"{MARK}路线", is_generated=True)
    about = {"group": f"{MARK}组", "seen": f"{MARK}所见", "gap": f"{MARK}差距", "difficulty": Decimal("1.1")}
    world.stop = factories.tour_stop(tour=world.tour, project=world.project, **about)
    factories.ballot(stop=world.stop, judge=people.leader, remark=f"{MARK}评语")
    other = factories.person(zone=world.zone, role="unit_head", unit=factories.unit(zone=world.zone))
    world.ballot = factories.ballot(stop=world.stop, judge=other, void_reason=f"{MARK}作废")


def _works(world: SimpleNamespace) -> None:
    whole = factories.package(
        zone=world.zone, name=f"{MARK}总包", stated_land_mu=Decimal(500), stated_investment_wan=Decimal(15000)
    )
    fields = {
        "parent": whole,
        "wording": f"{MARK}包文",
        "remark": f"{MARK}包注",
        "stated_count": 2,
        "opened_land_mu": Decimal(3000),
    }
    world.package = factories.package(zone=world.zone, name=f"{MARK}工程包", **fields)
    project = factories.project(zone=world.zone, name=f"{MARK}大道", kind="infrastructure", unit=world.unit, owner=world.enterprise)
    fields = {"situation": f"{MARK}路况", "wording": f"{MARK}路文", "completed_words": f"{MARK}月底"}
    day = datetime.date(2015, 4, 30)
    world.work = factories.work(
        project=project,
        package=world.package,
        land_mu=Decimal(45),
        budget_wan=Decimal(900),
        completed_on=day,
        is_generated=True,
        **fields,
    )
    world.road = factories.road(work=world.work, from_place=f"{MARK}东路", to_place=f"{MARK}西路", red_line_width_m=Decimal(24))
    world.part = factories.part(road=world.road, name=f"{MARK}路面")
    world.segment = factories.segment(road=world.road, from_place=f"{MARK}北路", to_place=f"{MARK}南路")
    for kind, model, facts in OTHER_FACTS:
        other = factories.project(zone=world.zone, name=f"{MARK}{kind}", kind="infrastructure")
        model.objects.create(work=factories.work(project=other, kind=kind), **facts)
    world.tenant = factories.tenant(work=world.work, name=f"{MARK}租户", wording=f"{MARK}户况")


def more(world: SimpleNamespace, count: int = 2) -> None:
    """``count`` more rows in every list, with other numbers and dates, and some not reported."""
    zone, project = world.zone, world.project
    for n in range(count):
        day = datetime.date(2015, 8 + n, 20)
        firm = factories.enterprise(zone=zone, park=factories.park(zone=zone), is_producing=True, producing_since=day)
        other = factories.project(zone=zone, owner=firm, unit=factories.unit(zone=zone), total_wan=Decimal(9 + 991 * n))
        factories.assignment(project=other, user=factories.person(zone=zone, role="officer", unit=world.unit))
        factories.investment(project=other, planned_wan=None if n else Decimal(70))
        factories.milestone(project=project, due=day, actual_date=day if n else None)
        factories.step(template=factories.template(zone=zone, kind="infrastructure"), days=9 + 91 * n)
        late = factories.milestone(project=other, text="晚", due=day, baseline_date=day - datetime.timedelta(days=9))
        add_note(step=factories.bulk_step(by=world.download.user, rows=[late]), note=f"注{n}")
        factories.report(
            project=other, state="submitted", submitted_at=MOMENT, completed_wan=Decimal(90 + 911 * n), workers=n or None
        )
        leader = factories.person(zone=zone, role="leader")
        answered = {"answered_on": day, "answered_by": leader, "answer": "已办"} if n else {}
        factories.instruction(project=other, given_by=leader, given_on=datetime.date(2015, 6, 2 + n), answer_by=day, **answered)
        indicator = factories.indicator(zone=zone, part_of=world.indicator if n else None, valid_from=2000 + n)
        factories.figure(indicator=indicator, value=Decimal(9 + 100 * n), year=2013 + n)
        revised = {"edition": 2 + n, "set_on": day, "stated_growth": Decimal(9 + 100 * n)}
        factories.target(indicator=indicator, value=Decimal(9 + 100 * n), year=2013 + n, **revised)
        given = {"granted_by": world.membership.user, "park": None, "last_day": day, "first_day": day, "month": 2 + n}
        factories.period_exception(zone=zone, form="returns" if n else "figures", year=2013 + n, **given)
        factories.issue(zone=zone, raised_by=world.membership.user, raised_on=day, due_on=day if n else None)
        held_on = day + datetime.timedelta(days=zone.meetings.count())  # one a day
        meeting = factories.meeting(zone=zone, held_on=held_on, kind="dispatch" if n else "early", year=2014 + n)
        factories.meeting_item(meeting=meeting, unit=world.unit, due_on=day if n else None, category="land" if n else "pace")
        issued = {"issued_by": leader, "issued_on": day, "rectify_by": day, "year": 2014 + n}
        named = factories.bulletin(zone=zone, kind="exposure" if n else "criticism", **issued)
        factories.bulletin_entry(bulletin=named, unit=other.unit, points=9 + n)
        tour = factories.tour(zone=zone, year=2014 + n, held_on=day)
        factories.ballot(stop=factories.tour_stop(tour=tour, project=other), judge=leader)
        factories.return_item(zone=zone, low=Decimal(n), high=Decimal(9 + 100 * n), unit="人" if n else "吨")
        factories.check_rule(zone=zone, left=f"{n + 1}", tolerance=Decimal(9 + 100 * n), unit="人" if n else "")
        kind = {"kind": "workbook" if n else "report", "estimates": "" if n else "税收", "sha256": f"{n}" * 64}
        document = factories.issued_document(zone=zone, issued_by=leader, year=2012 + n, **kind)
        type(document).objects.filter(pk=document.pk).update(created_at=MOMENT + datetime.timedelta(days=n))
        factories.package(zone=zone, parent=world.package if n else None, stated_land_mu=Decimal(9 + 100 * n))
        work = factories.work(project=late.project, land_mu=Decimal(9 + 100 * n), budget_wan=None if n else Decimal(900))
        factories.road(work=work, length_m=Decimal(99 + 901 * n))
        factories.rule_set(zone=zone, edition=zone.rule_sets.count() + 1, red=20 + n, due_soon_days=9 + n)
        zone.calendar_days.create(day=datetime.date(2015, 11, 1 + zone.calendar_days.count()), is_worked=bool(n))
        deputy = factories.person(zone=zone, unit=world.unit)
        factories.deputy(zone=zone, principal=world.membership.user, deputy=deputy, last_day=day)
        seen = {"seen_at": datetime.datetime(2015, 6, 16, 2 + n, tzinfo=datetime.UTC), "report_count": 9 + 91 * n} if n else {}
        kinds = {"kind": "opening", "monday": WEEK.shift(n).monday, "by": leader if n else None}
        factories.reminder(
            zone=zone, user=leader, sent_at=datetime.datetime(2015, 6, 12 + n, 1, tzinfo=datetime.UTC), **kinds, **seen
        )
        zone.record_download(user=world.download.user, what="清单", about="", rows=9 + 91 * n)


def arguments(world: SimpleNamespace, name: str) -> dict[str, Any]:
    """The arguments of the address ``name``, by the row it is about."""
    special = {
        **{f"projects:week_{page}": {"week": str(WEEK)} for page in ("board_of", "record", "remind")},
        "projects:calendar_feed": {"token": "no-such-secret"},
        "zones:calendar_year_of": {"year": 2015},
        "indicators:overview_of": {"year": 2014},
        "supervision:issue_from_report": {"report": world.report.pk, "line": 0},
        **{f"returns:month{page}": {"year": 2015, "month": 5} for page in ("", "_accept", "_publish", "_template", "_upload")},
        "reports:year_download": {"year": 2014},
        "supervision:bulletin_points_of": {"year": 2015},
        "zones:progress": {"token": uuid.UUID(int=7)},
        **{f"reports:texts_{page}": {"year": 2016} for page in ("of", "ask", "remind")},
        **{f"reports:annual_{page}": {"year": 2014} for page in ("of", "begin", "freeze", "word")},
        **{f"exchange:import_{page}": {"code": "enterprises"} for page in ("new", "template")},
        **{f"reports:week_brief_{form}": {"week": str(WEEK)} for form in ("of", "word", "workbook")},
        "reports:finding": {"year": 2014, "rule": world.decision.rule, "about": world.decision.about},
        "reports:decision_new": {"year": 2014, "rule": "package_count", "about": f"infrastructure.workpackage:{world.package.pk}"},
        "projects:template_standard": {"kind": "industrial"},
        "projects:step_delete": {"pk": world.template.pk, "child": world.step.pk},
        "projects:photo_file": {"pk": world.photo.pk, "size": "thumb"},
    }
    return special.get(name) or {key: getattr(world, row).pk for key, row in ROWS.get(name, {}).items()}


def _rows(prefix: str, row: str, *names: str, key: str = "pk") -> dict[str, dict[str, str]]:
    return {f"{prefix}_{name}": {key: row} for name in names}


ROWS: dict[str, dict[str, str]] = {
    **_rows("zones:person", "membership", "edit", "password", "remove", "history"),
    **_rows("zones:unit", "unit", "edit", "remove", "history"),
    **_rows("zones:park", "park", "edit", "remove", "history"),
    **_rows("zones:zone", "zone", "edit", "history"),
    **_rows("zones:calendar", "calendar_day", "edit", "remove", "history"),
    **_rows("zones:deputy", "deputy", "edit", "end", "history"),
    **_rows("zones:rules", "rule_set", "detail"),
    **_rows("zones:view", "view", "edit", "remove"),
    **_rows("projects:enterprise", "enterprise", "detail", "edit", "history"),
    **_rows("projects:project", "project", "detail", "edit", "stage", "history", "light", "ledger_on"),
    **_rows("projects:unit", "unit", "light"),
    **_rows("projects:excuse", "excuse", "edit", "history"),
    **_rows("projects:excuse", "project", "new", key="project"),
    **_rows("projects:building", "building", "edit"),
    **_rows("projects:investment", "investment", "edit"),
    **_rows("projects:instruction", "instruction", "detail", "edit", "answer", "history"),
    **_rows("projects:instruction", "project", "new", key="project"),
    **_rows("projects:photo", "photo", "detail", "file", "edit", "remove", "history"),
    **_rows("projects:photo", "project", "new", key="project"),
    **_rows("projects:photo", "project", "pair"),
    **_rows("projects:project", "project", "photos"),
    **_rows("reports:project", "project", "sheet", "sheet_word"),
    **_rows("projects:milestone", "milestone", "detail", "edit", "meet", "move", "history", "light", "drop"),
    **_rows("projects:template", "template", "detail", "edit", "delete"),
    **_rows("projects:step", "step", "edit"),
    **_rows("projects:step", "template", "new", key="template"),
    **_rows("projects:ledger", "project", "from_template", "copy"),
    **_rows("projects:change", "change", "detail", "undo"),
    **_rows("projects:report", "report", "detail", "write", "row", "review"),
    **_rows("projects:feed", "feed", "renew", "remove"),
    **_rows("projects:reminder", "reminder", "seen"),
    **_rows("projects:building", "project", "new", key="project"),
    **_rows("projects:investment", "project", "new", key="project"),
    **_rows("projects:milestone", "project", "new", key="project"),
    **_rows("indicators:figure", "figure", "detail", "history"),
    **_rows("indicators:indicator", "indicator", "detail", "edit", "history", "light", "picture"),
    **_rows("indicators:target", "target", "split", "history"),
    **_rows("indicators:figure", "figure", "edition", key="row"),
    **_rows("indicators:target", "target", "edition", key="row"),
    **_rows("indicators:figure", "indicator", "new", key="indicator"),
    **_rows("indicators:target", "indicator", "new", key="indicator"),
    **_rows("indicators:indicator", "indicator", "continue", key="indicator"),
    **_rows("indicators:period_rule", "period_rule", "edit", "history"),
    **_rows("indicators:exception", "exception", "edit", "history"),
    **_rows("indicators:rule", "check_rule", "edit", "remove", "history"),
    **_rows("reports:decision", "decision", "edit", "answer", "drop", "history"),
    **_rows("supervision:issue", "issue", "detail", "edit", "take", "done", "history"),
    "supervision:issue_confirm": {"pk": "done"},
    **_rows("supervision:meeting", "meeting", "detail", "edit", "prepare", "close", "history"),
    **_rows("supervision:minute", "matter", "edit", "drop", "history"),
    **_rows("supervision:matter", "meeting", "new", key="meeting"),
    **_rows("reports:meeting", "meeting", "word"),
    **_rows("supervision:bulletin", "bulletin", "detail", "withdraw", "history"),
    **_rows("supervision:bulletin", "draft", "edit", "issue"),
    **_rows("supervision:entry", "draft_entry", "edit", "drop"),
    **_rows("supervision:entry", "entry", "acknowledge", "rectify", "history"),
    **_rows("supervision:entry", "rectified", "confirm"),
    **_rows("supervision:entry", "draft", "new", key="bulletin"),
    **_rows("reports:bulletin", "bulletin", "word"),
    **_rows("supervision:tour", "tour", "detail", "edit", "close", "history"),
    **_rows("supervision:stop", "stop", "edit", "drop", "history"),
    **_rows("supervision:stop", "tour", "new", key="tour"),
    **_rows("supervision:ballot", "stop", "new", key="stop"),
    **_rows("supervision:ballot", "ballot", "void"),
    **_rows("reports:text", "text", "edit", "return", "drop", "history"),
    **_rows("reports:annual_section", "annual_section", "edit", "drop", "history"),
    **_rows("reports:document", "document", "file"),
    **_rows("exchange:import", "run", "detail", "marked"),
    **_rows("returns:item", "item", "edit", "history"),
    **_rows("returns:return", "monthly_return", "detail", "edit", "accept", "send_back", "history"),
    "returns:enterprise": {"pk": "reporter"},
    **_rows("infrastructure:work", "work", "detail", "edit", "history"),
    **_rows("infrastructure:facts", "work", "edit"),
    **_rows("infrastructure:package", "package", "detail", "edit", "history"),
    **{f"infrastructure:{row}_new": {"work": "work"} for row in ("part", "segment", "tenant")},
    **{f"infrastructure:{row}_edit": {"pk": row} for row in ("part", "segment", "tenant")},
    **{f"infrastructure:{row}_remove": {"pk": "work", "child": row} for row in ("part", "segment", "tenant")},
    **_rows("reports:year_note", "note", "edit", "drop", "history"),
}
