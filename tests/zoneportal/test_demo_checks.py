"""The checks on the demonstration find the nine contradictions of the report, and none of what holds."""

import json

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

NINE = {
    ("target_growth", "从业人员，2015年目标"): (26180, 32780),
    ("package_area", "2015 道路建设"): (437.82, 439),
    ("promised_twice", "物华食品 · 3、4、5、6号厂房设备进场"): (2, 1),
    ("road_land", "南环路东延"): (59.25, 60),
    ("road_land", "姚庄村北南北路"): (11.37, 12),
    **{("road_cross_section", road): (26, 30) for road in ("黄河路建设工程", "和义路北延工程", "建设路", "姚庄村北东西路")},
}


def test_exactly_the_nine_failing_checks_of_the_report_are_found(capsys):
    call_command("check_figures", "--year", "2014", "--zone", "xian", "--json")
    found = json.loads(capsys.readouterr().out)["findings"]
    failing = {(one["rule"], one["subject"]): (one["left"], one["right"]) for one in found if one["holds"] is False}
    assert failing == NINE
    employment = next(one for one in found if one["left"] == 26180)
    assert "32,780" in employment["statement"]
    assert "23,800" in employment["statement"]
    assert employment["difference"] == -6600
    assert sum(one["holds"] is True for one in found) >= 22
