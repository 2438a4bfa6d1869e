"""The demonstration's year: weeks, figures, works and notes, and the second zone that nobody sees across."""

import datetime
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db.models import Count

from indicators.models import Figure, Indicator, Target
from infrastructure import findings
from infrastructure.models import Housing, Work, WorkPackage
from projects.models import Enterprise, InvestmentYear, Milestone, MilestoneWeek, Project, ReportingWeek, WeeklyReport
from reports.models import YearNote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

LAST_WEEK = datetime.date(2015, 6, 8)


# --- weeks -------------------------------------------------------------------------------------
def test_each_reporting_project_has_a_report_for_each_of_the_23_weeks(xian):
    assert ReportingWeek.objects.filter(zone=xian).count() == 23
    counts = WeeklyReport.objects.filter(project__zone=xian).values_list("project__name").annotate(n=Count("id"))
    assert {n for _name, n in counts} == {23}
    assert len(counts) == Project.objects.filter(zone=xian).reporting().count() == 22


def test_quanyou_and_others_have_not_reported_the_last_week(xian):
    last = WeeklyReport.objects.filter(project__zone=xian, monday=LAST_WEEK)
    missing = set(last.filter(state="open").values_list("project__name", flat=True))
    assert missing == {"全友家居", "顿丘二期", "宏康钢构", "民安防护门", "双虎家居公租房项目"}
    assert last.get(state="returned").review_note
    assert Counter(last.values_list("state", flat=True)).keys() == {"open", "returned", "submitted", "accepted"}
    assert last.get(project__name="全友家居").due_at.isoformat() == "2015-06-15T10:00:00+00:00"


def test_reports_with_content_are_generated_and_open_ones_are_empty():
    given = WeeklyReport.objects.exclude(state="open")
    assert not given.filter(is_generated=False).exists()
    blank = WeeklyReport.objects.filter(state="open")
    assert blank.count() == 6
    assert not blank.exclude(progress="", completed_wan=None, workers=None, is_generated=False).exists()


def test_investment_grows_within_the_year():
    for site in Project.objects.reporting():
        amounts = [
            value for value in site.weekly_reports.order_by("monday").values_list("completed_wan", flat=True) if value is not None
        ]
        assert all(earlier <= later for earlier, later in pairwise(amounts))
        assert 0 < amounts[-1] < InvestmentYear.objects.get(project=site, year=2015).planned_wan
    assert not InvestmentYear.objects.filter(is_generated=False).exists()


def test_nobody_reports_what_has_not_happened_yet():
    for row in MilestoneWeek.objects.select_related("report", "milestone").filter(outlook="met"):
        assert row.report.monday <= row.met_on <= row.report.monday + datetime.timedelta(days=6)
        assert row.met_on == row.milestone.actual_date
        assert row.met_on <= row.report.submitted_at.date()


def test_some_reports_came_late_and_the_festival_stood_still():
    late = [report for report in WeeklyReport.objects.exclude(state="open") if report.was_late]
    assert 5 <= len(late) <= 40
    festival = WeeklyReport.objects.filter(monday=datetime.date(2015, 2, 23))
    assert festival.exists()
    assert all(report.no_change and report.no_change_reason and report.workers <= 5 for report in festival)


# --- figures -----------------------------------------------------------------------------------
def figure(code, **period):
    return Figure.objects.get(indicator__zone__code="xian", indicator__code=code, park=None, **{"year": 2014, **period})


@pytest.mark.parametrize(
    ("code", "value", "growth", "status"),
    [
        ("zyywsr", "145", "20.8", "estimate"),
        ("gdzctz", "116", "13.7", "estimate"),
        ("gyxmtz", "108.1", None, "estimate"),
        ("gszjz", "33.4", "15.3", "estimate"),
        ("cyry", "29800", "8.2", "flash"),
        ("xmgs", "41", None, "flash"),
        ("xmkg", "36", None, "flash"),
        ("xmtz", "62.96", None, "flash"),
        ("xmwc", "38.6", None, "flash"),
        ("xkgtz", "42", None, "flash"),
        ("rqxm", "106", None, "flash"),
        ("gsqy", "48", None, "flash"),
        ("tcqy", "72", None, "flash"),
        ("xztc", "12", None, "flash"),
        ("zaohui", "200", None, "flash"),
        ("wenti", "560", None, "flash"),
        ("ssj", None, None, "flash"),
        ("yyxm", None, None, "flash"),
    ],
)
def test_figures_of_2014_stand_as_published(code, value, growth, status):
    stored = figure(code)
    assert stored.value == (Decimal(value) if value else None)
    assert stored.growth == (Decimal(growth) if growth else None)
    assert (stored.status, stored.is_generated) == (status, False)


def test_firms_by_park_are_published_figures():
    parks = Figure.objects.filter(indicator__code="rqxm", park__isnull=False)
    assert {row.park.name: row.value for row in parks} == {"家具园": 62, "食品园": 27, "环保科技园": 17}


def test_six_indicators_are_assessed_and_over_is_worded_at_least(xian):
    assert Indicator.objects.filter(zone=xian).assessed().count() == 6
    assert figure("zaohui").qualifier == figure("wenti").qualifier == "at_least"
    assert Indicator.objects.get(zone=xian, code="gszjz").growth_basis == "comparable"


def test_the_wrong_employment_target_is_kept(xian):
    targets = {t.indicator.code: (t.value, t.stated_growth) for t in Target.objects.filter(indicator__zone=xian, year=2015)}
    assert targets == {"zyywsr": (180, 24), "gdzctz": (130, 12), "gszjz": (41, 23), "cyry": (26180, 10)}


def test_this_years_figures_are_generated_and_there_is_none_for_january(xian):
    made = Figure.objects.filter(indicator__zone=xian, year=2015)
    assert {row.through_month for row in made} == {2, 3, 4, 5}
    assert made.count() == 16
    assert all(row.is_generated and row.source == "演示生成" and row.status == "flash" for row in made)


# --- works -------------------------------------------------------------------------------------
def test_seven_roads_are_planned_and_four_were_built(xian):
    roads = Work.objects.filter(project__zone=xian, kind="road")
    assert roads.filter(plan_year=2015, project__stage="planned").count() == 7
    assert roads.filter(plan_year=2014, project__stage="producing").count() == 4
    package = WorkPackage.objects.get(zone=xian, year=2015, name="道路建设")
    assert (package.stated_count, package.stated_land_mu, package.stated_investment_wan) == (7, 439, 6140)
    assert package.investment_worded == "about"
    assert Work.objects.filter(project__zone=xian).count() == 22


def test_the_roads_contradictions_are_kept(xian):
    works = Work.objects.filter(project__zone=xian, kind="road").order_by("id")
    failing = {(str(work), check.rule) for work in works for check in findings.work_checks(work) if check.holds is False}
    sections = {name for name, rule in failing if rule == "road_cross_section"}
    assert sections == {"黄河路建设工程", "和义路北延工程", "建设路", "姚庄村北东西路"}
    assert {name for name, rule in failing if rule == "road_land"} == {"南环路东延", "姚庄村北南北路"}
    assert len(failing) == 6


def test_a_missing_head_count_and_a_shared_sum_stay_as_they_are(xian):
    homes = {str(home.work): (home.flats, home.persons) for home in Housing.objects.filter(work__project__zone=xian)}
    assert homes == {
        "南方家居公租房项目": (300, 1200),
        "好风景家居公租房项目": (200, 800),
        "双虎家居公租房项目": (500, None),
    }
    shared = WorkPackage.objects.get(zone=xian, name="其他配套设施")
    assert shared.stated_investment_wan == 5030
    assert {(str(work), work.budget_wan) for work in shared.works.all()} == {
        ("110千伏孟德输变电站", None),
        ("中水回用升级改造项目", None),
    }


def test_tenants_are_in_the_register(xian):
    park = Work.objects.get(project__name="中小家具园一期工程")
    tenants = {tenant.name: (tenant.hall_state, tenant.workshop_state) for tenant in park.tenants.all()}
    assert tenants["滕浩家具"] == ("", "in_use")
    assert tenants["京亿家具"] == ("built", "producing")
    assert len(tenants) == park.tenants.filter(enterprise__name__in=tenants).count() == 5


# --- notes, second zone ------------------------------------------------------------------------
def test_notes_of_the_year_tell_problems_safeguards_contests_and_mechanisms(xian):
    kinds = Counter(YearNote.objects.filter(zone=xian, year=2014).values_list("kind", flat=True))
    assert (kinds["problem"], kinds["safeguard"], kinds["contest"]) == (4, 3, 3)
    assert kinds["mechanism"] >= 6
    assert not YearNote.objects.filter(source="").exists()


@pytest.mark.parametrize("model", [Project, Enterprise, Milestone, WeeklyReport, Figure, Target, Work])
def test_a_member_of_the_second_zone_sees_nothing_of_the_first(model, account):
    path = model.objects.none().scope_path
    seen = model.objects.visible_to(account("er-admin"))
    assert model.objects.filter(**{f"{path}__code": "xian"}).exists()
    assert not seen.exclude(**{f"{path}__code": "er"}).exists()
    assert seen.exists() or model is Work


@pytest.mark.parametrize("model", [Project, Enterprise, Milestone, Figure, Target])
def test_all_of_the_second_zone_is_generated(model):
    rows = model.objects.filter(**{f"{model.objects.none().scope_path}__code": "er"})
    assert rows.exists()
    assert not rows.filter(is_generated=False).exists()
