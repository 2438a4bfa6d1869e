"""What the demonstration holds: the report's facts as said, contradictions included, and the rest marked as generated."""

import datetime
from collections import Counter

import pytest
from django.apps import apps
from django.db.models import Count, Q

from core.access import Allowed
from projects.models import (
    AboveScaleYear,
    Building,
    Enterprise,
    LedgerTemplate,
    Milestone,
    Project,
    Revision,
    StageEntry,
    WeeklyReport,
)
from zoneportal.demo.source import facts
from zones.models import Membership, Park, RuleSet, Unit, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

TODAY = datetime.date(2015, 6, 16)
LAST_WEEK = datetime.date(2015, 6, 8)
OURS = ["zones", "projects", "indicators", "infrastructure", "returns", "supervision", "reports"]


def project(name):
    return Project.objects.get(zone__code="xian", name=name)


def promises(name):
    return Milestone.objects.filter(project=project(name)).order_by("id")


# --- every row ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "model", [m for label in OURS for m in apps.get_app_config(label).get_models() if not m.__name__.endswith("Event")], ids=str
)
def test_every_row_passes_its_own_validation(model):
    relations = [field.name for field in model._meta.fields if field.is_relation]
    for row in model.objects.all():
        row.clean_fields(exclude=[*relations, "id"])
        row.clean()


def test_the_history_names_the_command(xian):
    event = xian.events.get()
    assert event.pgh_context == {"origin": "command", "name": "setup_demo"}


# --- zone, units, people -----------------------------------------------------------------------
def test_parks_and_units_are_those_of_the_report(xian):
    parks = {park.name: (park.industry, park.parent and park.parent.name) for park in Park.objects.filter(zone=xian)}
    assert parks == {
        "家具园": ("furniture", None),
        "食品园": ("food", None),
        "环保科技园": ("environment", None),
        "中小家具园": ("furniture", "家具园"),
    }
    units = Unit.objects.filter(zone=xian)
    assert units.count() == 7
    assert units.filter(parent__name="工业和产业集聚区建设指挥部").count() == 3
    assert units.get(name="环保科技产业指挥部").aliases == "科技环保指挥部"


def test_people_sign_in_with_the_one_password_and_need_not_change_it(account):
    from zoneportal.demo import SIGN_IN_WITH

    assert all(user.check_password(SIGN_IN_WITH) and not user.must_change_password for user in User.objects.all())
    assert not User.objects.filter(Q(is_superuser=True) | Q(is_staff=True)).exists()
    assert set(Membership.objects.values_list("role", flat=True)) == {
        "officer",
        "unit_head",
        "clerk",
        "park_clerk",
        "leader",
        "admin",
    }


def test_the_furniture_officer_logs_quanyou_and_not_wuhua(account):
    officer = account("jiaju-officer")
    report = WeeklyReport.objects.get(project=project("全友家居"), monday=LAST_WEEK)
    assert report.write_access(officer) is Allowed
    assert officer in project("全友家居").officers.all()
    assert project("物华食品").edit_access(officer) is not Allowed


# --- registers ---------------------------------------------------------------------------------
def test_the_parks_hold_the_reported_106_firms(xian):
    by_park = dict(Enterprise.objects.filter(zone=xian).values_list("park__name").annotate(n=Count("id")))
    assert by_park == {"家具园": 62, "食品园": 27, "环保科技园": 17, None: 3}


def test_firms_without_a_stated_park_stand_beside_the_106(xian):
    outside = Enterprise.objects.filter(zone=xian, park=None)
    assert {firm.name for firm in outside} == {"万泰钢构", "金太阳彩印包装", "民安防护门"}
    assert all("园区待核实" in firm.remark for firm in outside)


def test_48_firms_are_above_scale_and_72_produce_12_of_them_since_2014(xian):
    firms = Enterprise.objects.filter(zone=xian)
    assert firms.above_scale(2014).count() == 48
    assert firms.producing().count() == 72
    assert firms.filter(producing_since__year=2014).count() == 12
    assert not firms.above_scale(2014).filter(is_producing=False).exists()
    assert not AboveScaleYear.objects.filter(enterprise__is_generated=False).exists()


def test_only_generated_firms_are_made_up_and_their_names_say_so(xian):
    made = Enterprise.objects.filter(zone=xian, is_generated=True)
    assert made.count() == 84
    assert all(firm.name.endswith("(演示生成)") and firm.source == "演示生成" for firm in made)
    real = Enterprise.objects.filter(zone=xian, is_generated=False)
    assert set(real.values_list("name", flat=True)) == {row["name"] for row in facts("enterprises")}
    assert real.count() == 25
    assert not real.exclude(industry_code="", credit_code="").exists()


def test_the_19_named_projects_are_registered(xian):
    named = Project.objects.filter(zone=xian, kind="industrial")
    assert named.count() == 19
    assert not named.filter(is_generated=True).exists()
    assert not named.filter(total_wan__isnull=False).exists()
    assert named.filter(started_year=2014).count() == 9
    assert named.filter(owner__isnull=True).count() == 0
    assert project("东方神鹿保健酒").aliases == "神鹿保健酒"
    assert project("中石产业园").aliases == "中石集团产业园"
    assert project("金太阳彩印包装").pk != project("汇鑫彩印包装").pk


@pytest.mark.parametrize("name", ["万泰钢构", "金太阳彩印包装", "民安防护门"])
def test_a_park_that_is_not_stated_is_not_invented(name):
    assert project(name).park is None
    assert "未载明" in project(name).remark


def test_stages_tell_what_the_report_says_and_what_is_generated():
    entries = {entry.stage: entry for entry in StageEntry.objects.filter(project=project("南方家居四期"))}
    assert entries["building"].note == "据2014年总结：两栋厂房基础完成，正在吊装钢构"
    assert entries["building"].reached_on is None
    assert (entries["trial"].note, entries["trial"].reached_on) == ("演示生成", datetime.date(2015, 5, 6))
    assert project("南方家居四期").stage == "trial"
    assert project("万泰钢构").stage == "started"


def test_buildings_carry_number_or_count():
    quanyou = {building.name: building.quantity for building in Building.objects.filter(project=project("全友家居"))}
    assert quanyou["9号厂房"] == quanyou["10号厂房"] == 1
    assert quanyou["三栋宿舍楼"] == 3
    assert Building.objects.get(project=project("顿丘二期"), kind="workshop").quantity == 7


# --- ledger ------------------------------------------------------------------------------------
def test_the_ledger_has_73_milestones_of_56_dated_entries_and_5_forward_ones(xian):
    rows = facts("milestones")
    plan = [row for row in rows if row["id"].startswith("M")]
    assert (len(plan), len({row["entry"] for row in plan}), len(rows) - len(plan)) == (73, 56, 5)
    stored = Milestone.objects.filter(project__zone=xian)
    assert stored.count() == 78
    assert stored.filter(project__name="河南省家具检测中心").count() == 3
    assert not stored.filter(is_generated=True).exists()
    assert Counter(stored.values_list("precision", flat=True)) == {"day": 64, "month_end": 10, "ten_day": 3, "month": 1}


def test_a_promise_keeps_its_words_and_its_window():
    promise = Milestone.objects.get(project=project("金太阳彩印包装"))
    assert (promise.window_start, promise.due_date, promise.relation) == (
        datetime.date(2014, 12, 11),
        datetime.date(2014, 12, 20),
        "at",
    )
    assert promise.wording == "12月中旬试生产"
    assert promise.source.endswith("第7行")
    steel = promises("顿丘二期").first()
    assert (steel.wording, steel.phase, steel.relation) == ("4月30日前完成七栋厂房钢构主体", "steel", "by")
    assert [building.name for building in steel.buildings.all()] == ["七栋厂房"]


def test_the_odd_dates_are_kept_with_a_doubt():
    third = promises("南方家居四期").last()
    assert third.wording.startswith("4月30前")
    assert "缺“日”字" in third.doubt
    assert promises("春韵食品").last().wording == "10月30日前:开始试生产"
    assert "正试" in promises("美松爱家")[2].doubt


def test_the_promise_made_twice_stands_twice_and_is_open():
    twice = promises("物华食品").filter(text="3、4、5、6号厂房设备进场")
    assert [promise.due_date for promise in twice] == [datetime.date(2015, 5, 31), datetime.date(2015, 6, 30)]
    assert all(promise.doubt and promise.actual_date is None for promise in twice)


def test_outcomes_are_marked_as_generated_and_future_promises_have_none(xian):
    stored = Milestone.objects.filter(project__zone=xian)
    assert all("实际完成日期为演示生成" in promise.remark for promise in stored.filter(actual_date__isnull=False))
    assert not stored.filter(actual_date__gte=TODAY).exists()
    noted = "6月2日调度会"  # the only thing that has happened to promises that lie ahead
    ahead = stored.filter(baseline_date__gt=TODAY).exclude(actual_date=None, remark="")
    assert not ahead.exclude(actual_date=None, remark__startswith=noted).exists()
    past = stored.filter(baseline_date__lt=TODAY)
    assert (past.count(), past.filter(actual_date=None).count()) == (41, 5)


def test_moved_promises_keep_their_baseline(xian):
    moved = Revision.objects.filter(milestone__project__zone=xian)
    assert moved.count() == 2
    for revision in moved:
        assert revision.milestone.baseline_date == revision.old_date
        assert revision.milestone.due_date == revision.new_date
        assert revision.counts
        assert "演示生成" in revision.explanation
        assert "演示生成" in revision.milestone.remark


def test_lights_are_mixed(xian):
    reporting = Project.objects.filter(zone=xian).reporting().with_light(TODAY, RuleSet.in_force(xian, TODAY))
    lights = {p.name: p.light for p in reporting}
    assert {name for name, light in lights.items() if light == "red"} == {"顿丘二期", "宏康钢构"}
    assert {name for name, light in lights.items() if light == "yellow"} == {"全友家居", "物华食品", "三净食品"}
    assert Counter(lights.values())["green"] == 13


def test_the_zone_keeps_two_ledger_templates(xian):
    templates = {row.kind: row for row in LedgerTemplate.objects.all()}
    assert {kind: (row.zone, row.steps.count()) for kind, row in templates.items()} == {
        "industrial": (xian, 14),
        "infrastructure": (xian, 8),
    }
    assert {event.pgh_created_at.date().isoformat() for row in templates.values() for event in row.events.all()} == {"2014-12-01"}
