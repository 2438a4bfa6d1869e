"""The light of a year's target against the elapsed time of its newest figure."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators import lights
from indicators.choices import Aggregation
from indicators.models import Figure, Indicator, Target
from tests import factories
from tests.projects.browser import text
from zones.choices import Light, Measure, Subject
from zones.lights import Clause, Rules
from zones.presets import PRESETS

JUNE = datetime.date(2015, 6, 16)
RED, YELLOW, GREEN, NONE = Light.RED, Light.YELLOW, Light.GREEN, Light.NONE


def rules(preset):
    return Rules(2015, clauses=PRESETS[preset].clauses)


def light(preset, value, months=5, target=1200, **fields):
    indicator = Indicator(pk=1, unit="亿元", **fields)
    figure = Figure(pk=1, indicator=indicator, year=2015, through_month=months, value=None if value is None else Decimal(value))
    aim = Target(indicator=indicator, year=2015, value=None if target is None else Decimal(target))
    return lights.of_target(rules(preset), indicator, aim, figure, JUNE).light


@pytest.mark.parametrize(
    ("value", "expected"),
    [("500", GREEN), ("499.9", YELLOW), ("250", YELLOW), ("249.9", RED), ("0", RED), ("900", GREEN)],
)
def test_a_target_is_behind_in_shares_of_what_the_elapsed_time_lets_expect(value, expected):
    assert light("sanya_2022", value) == expected


@pytest.mark.parametrize(("value", "expected"), [("380.1", GREEN), ("380", YELLOW), ("140", YELLOW), ("139.9", RED)])
def test_a_target_is_behind_in_percentage_points_of_itself(value, expected):
    assert light("yinchuan_2025", value) == expected


def test_the_elapsed_time_is_that_of_the_figure():
    assert light("sanya_2022", "100", months=1) == GREEN
    assert light("sanya_2022", "100", months=2) == YELLOW


@pytest.mark.parametrize("over_time", [Aggregation.LATEST, Aggregation.MAX, Aggregation.AVERAGE])
def test_what_does_not_add_up_is_measured_at_the_year_s_end_only(over_time):
    assert light("sanya_2022", "10", over_time=over_time) == NONE
    assert light("sanya_2022", "1199", months=12, over_time=over_time) == YELLOW
    assert light("sanya_2022", "1200", months=12, over_time=over_time) == GREEN


@pytest.mark.parametrize(("value", "expected"), [("500", GREEN), ("100", GREEN), ("501", YELLOW), ("751", RED)])
def test_where_less_is_better_what_lies_above_the_expectation_is_behind(value, expected):
    assert light("sanya_2022", value, more_is_better=False) == expected


def test_without_target_figure_or_value_there_is_no_light():
    indicator = Indicator(pk=1)
    for target, figure in ((None, Figure(value=Decimal(1))), (Target(value=Decimal(1)), None)):
        assert lights.of_target(rules("sanya_2022"), indicator, target, figure, JUNE).light == NONE
    assert light("sanya_2022", None) == NONE
    assert light("sanya_2022", "1", target=None) == NONE
    assert light("sanya_2022", "1", target=0) == NONE
    assert light("portal", "1") == NONE


def test_a_year_that_is_over_is_judged_by_the_rules_of_its_last_day():
    assert lights.judged_on(2014, JUNE) == datetime.date(2014, 12, 31)
    assert lights.judged_on(2015, JUNE) == JUNE


# --- pages -------------------------------------------------------------------------------------
POINTS = (Clause(Subject.INDICATOR, Measure.POINTS_BEHIND, yellow=Decimal(10), red=Decimal(30), red_at=False, wording="落后亮灯"),)


@pytest.fixture
def leader(sign_in, people):
    client = sign_in(people.leader)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def aimed(zone):
    """An indicator with targets of two years; its figures reach 25 % of this year's after five months, 50 % of last year's."""
    indicator = factories.indicator(zone=zone, name="固定资产投资")
    factories.target(indicator=indicator, value=Decimal(400))
    factories.target(indicator=indicator, year=2014, value=Decimal(200))
    factories.figure(indicator=indicator, year=2014, value=Decimal(100))
    factories.figure(indicator=indicator, year=2015, through_month=4, value=Decimal(4))
    factories.figure(indicator=indicator, year=2015, through_month=5, value=Decimal(100))
    return indicator


def address(indicator):
    return reverse("indicators:indicator_light", args=[indicator.pk])


def test_the_light_of_a_target_says_why(leader, zone, aimed):
    factories.rule_set(zone=zone, name="年度规则", clauses=POINTS)
    for page in (leader.get(address(aimed)), leader.get(aimed.get_absolute_url())):
        words = text(page)
        assert page.context["why"].light == YELLOW
        assert "by 年度规则 2015-1" in words
        assert "behind expectation, points: 16.67 points" in words
        assert "落后亮灯" in words
        assert "Target 2015 400 亿元 Expected after 5 months 166.67 亿元 Figure, months 1–5 100 亿元" in words


def test_a_past_day_knows_the_figures_of_the_months_that_were_over(leader, zone, aimed):
    factories.rule_set(zone=zone, clauses=POINTS)
    page = leader.get(address(aimed), {"on": "2015-05-10"})
    assert page.context["why"].light == RED
    assert "behind expectation, points: 32.33 points" in text(page)
    assert leader.get(address(aimed), {"on": "2015-02-30"}).context["day_form"].errors


def test_last_year_s_target_keeps_last_year_s_rule(leader, zone, aimed):
    """50 points behind at the end of 2014: red by that year's rule, whatever this year's says."""
    factories.rule_set(zone=zone, year=2014, clauses=POINTS)
    factories.rule_set(zone=zone, year=2015, clauses=(Clause(Subject.INDICATOR, Measure.POINTS_BEHIND, red=Decimal(90)),))
    (last,) = leader.get("/figures/year/2014/").context["overview"].lines
    (this,) = leader.get("/figures/year/2015/").context["overview"].lines
    assert (last.light, this.light) == (RED, GREEN)
    assert leader.get(address(aimed), {"on": "2014-12-31"}).context["why"].light == RED


def test_the_overview_shows_lights_where_the_rules_speak_of_indicators(leader, zone, aimed):
    address_of_light = f'href="{address(aimed)}"'
    assert address_of_light not in leader.get("/figures/year/2015/").content.decode()
    factories.rule_set(zone=zone, clauses=POINTS)
    page = leader.get("/figures/year/2015/")
    assert address_of_light in page.content.decode()
    assert "Lights of the targets" in text(page)


def test_a_foreign_indicator_has_no_light_page(leader, other_zone):
    assert leader.get(address(factories.indicator(zone=other_zone))).status_code == 404
