"""Findings: what is stated of a year, who decides, that a decision ends with the numbers it was made on."""

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from indicators.models import Figure
from reports import checks
from reports.models import FindingDecision
from tests import factories
from tests.indicators.factories import seed_figures
from zones.models import DownloadEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicators(zone):
    return seed_figures(zone)


def by_rule(zone, rule: str) -> dict[str, checks.Finding]:
    return {one.statement.subject: one for one in checks.findings(zone, 2014) if one.statement.rule == rule}


def failing(zone) -> list[str]:
    return [one.statement.rule for one in checks.findings(zone, 2014) if one.fails]


def address(one: checks.Finding, name: str = "finding") -> str:
    return reverse(f"reports:{name}", args=[2014, one.statement.rule, one.statement.about])


class TestFigures:
    def test_the_employment_target_contradicts_its_base_with_both_readings(self, zone, indicators):
        (one,) = [one for one in checks.findings(zone, 2014) if one.fails]
        assert (one.statement.left, one.statement.right) == (26180, 32780)
        assert "32,780" in one.statement.words
        assert "23,800" in one.statement.words

    def test_targets_within_rounding_and_comparable_prices_are_no_finding(self, zone, indicators):
        found = by_rule(zone, "target_growth")
        assert {one.statement.left: one.statement.holds for one in found.values()} == {180: True, 130: True, 26180: False}

    def test_parks_that_miss_the_zone_are_found(self, zone, indicators):
        assert by_rule(zone, "parks_make_zone")["入区企业 2014"].statement.holds is True
        Figure.objects.filter(park__name="家具园").update(value=61)
        assert "parks_make_zone" in failing(zone)

    def test_a_part_that_is_larger_than_the_whole_is_found(self, zone, indicators):
        assert by_rule(zone, "part_of_whole")["工业项目投资 2014"].statement.holds is True
        Figure.objects.filter(indicator=indicators["gyxm"]).update(value=Decimal("116.1"))
        assert "part_of_whole" in failing(zone)

    def test_a_cumulative_figure_that_falls_is_found_and_a_level_may_fall(self, zone):
        for over_time, expected in (("sum", ["cumulative_rises"]), ("latest", [])):
            indicator = factories.indicator(zone=zone, over_time=over_time)
            for month, value in ((2, 10), (3, 9)):
                factories.figure(indicator=indicator, through_month=month, value=Decimal(value), year=2014)
            own = [one for one in checks.findings(zone, 2014) if one.statement.about.split(":")[1] == str(indicator.pk)]
            assert [one.statement.rule for one in own if one.fails] == expected

    def test_a_rule_of_the_zone_s_own_is_applied(self, zone, indicators):
        factories.check_rule(zone=zone, name="增加值率", left="gszjz / zyywsr * 100", operator="<=", right="20", unit="%")
        (one,) = by_rule(zone, "own_rule").values()
        assert one.fails
        assert round(one.statement.left, 2) == Decimal("23.03")
        zone.check_rules.update(is_active=False)
        assert by_rule(zone, "own_rule") == {}


class TestLedger:
    def test_a_task_that_is_promised_twice_is_found_once(self, zone):
        project = factories.project(zone=zone, name="物华食品")
        for month in (5, 6):
            factories.milestone(project=project, text="设备进场", due=factories.DAY.replace(month=month))
        factories.milestone(project=project, text="竣工")
        factories.milestone(project=factories.project(zone=zone), text="设备进场")
        (one,) = [one for one in checks.findings(zone, 2014) if one.fails]
        assert (one.statement.rule, one.statement.left, one.statement.right) == ("promised_twice", 2, 1)
        assert "2015-05-16、2015-06-16" in one.statement.words

    def test_the_same_task_of_other_buildings_is_another(self, zone):
        project = factories.project(zone=zone)
        for month in (5, 6):
            row = factories.milestone(project=project, text="设备进场", due=factories.DAY.replace(month=month))
            row.buildings.add(factories.building(project=project))
        assert failing(zone) == []


class TestRegisters:
    def test_a_firm_that_is_another_one_s_other_name_is_found(self, zone):
        factories.enterprise(zone=zone, name="东方神鹿", aliases="神鹿、神鹿家具")
        factories.enterprise(zone=zone, name="神鹿")
        factories.project(zone=zone, name="神鹿")
        (one,) = [one for one in checks.findings(zone, 2014) if one.fails]
        assert (one.statement.rule, one.statement.subject) == ("registered_twice", "神鹿")
        assert "东方神鹿" in one.statement.words

    def test_the_above_scale_list_is_counted_against_the_figure(self, zone):
        for _ in range(2):
            factories.enterprise(zone=zone).above_scale_years.create(year=2014)
        stated = factories.figure(indicator=factories.indicator(zone=zone, code="gsqy"), value=Decimal(2))
        assert failing(zone) == []
        Figure.objects.filter(pk=stated.pk).update(value=3)
        assert failing(zone) == ["above_scale_list"]


def test_the_cost_in_queries_does_not_grow_with_the_rows(zone, indicators, django_assert_max_num_queries):
    for _round in range(3):
        project = factories.project(zone=zone)
        factories.milestone(project=project, text="设备进场")
        factories.figure(indicator=factories.indicator(zone=zone))
        factories.road(work=factories.work(project=project))
        factories.package(zone=zone)
        factories.check_rule(zone=zone)
    with django_assert_max_num_queries(23):
        checks.findings(zone, 2014)


class TestDecisions:
    @pytest.fixture
    def one(self, zone, indicators):
        return next(one for one in checks.findings(zone, 2014) if one.fails)

    def send(self, client, one, **fields):
        given = {"version": "0", "submission": "", "state": "accepted", "words": "目标按23800人测算", **fields}
        return client.post(address(one, "decision_new"), given)

    def test_accepting_needs_a_reason(self, zone, people, sign_in, one):
        client = sign_in(people.clerk)
        assert list(self.send(client, one, words="").context["form"].errors) == ["words"]
        assert not FindingDecision.objects.exists()

    def test_an_accepted_finding_is_no_longer_open_and_nothing_is_corrected(self, zone, people, sign_in, one):
        answer = self.send(sign_in(people.clerk), one)
        assert answer.url == address(one)
        (again,) = [one for one in checks.findings(zone, 2014) if one.fails]
        assert (again.is_open, again.is_accepted) == (False, True)
        assert again.decision.decided_by == people.clerk
        assert again.statement.left == 26180
        page = sign_in(people.leader).get(reverse("reports:checks")).content.decode()
        assert "目标按23800人测算" in page

    def test_it_comes_back_when_a_side_changes(self, zone, people, sign_in, one, indicators):
        self.send(sign_in(people.clerk), one)
        indicators["cyry"].targets.update(value=26181)
        (again,) = [one for one in checks.findings(zone, 2014) if one.fails]
        assert (again.is_open, again.is_back) == (True, True)
        page = sign_in(people.clerk).get(address(again)).content.decode()
        assert "目标按23800人测算" in page
        assert "26,180" in page

    def test_it_stays_decided_when_only_the_name_changes(self, zone, people, sign_in, one, indicators):
        self.send(sign_in(people.clerk), one)
        type(indicators["cyry"]).objects.filter(pk=indicators["cyry"].pk).update(name="期末从业人员")
        assert [one.is_open for one in checks.findings(zone, 2014) if one.fails] == [False]

    def test_sending_needs_somebody_who_finds_it_and_answers(self, zone, people, sign_in, one):
        clerk, head = sign_in(people.clerk), sign_in(people.head)
        assert list(self.send(clerk, one, state="sent").context["form"].errors) == ["sent_to"]
        self.send(clerk, one, state="sent", sent_to=people.head.pk, words="哪个数有误？")
        assert "哪个数有误？" in head.get(reverse("reports:checks")).content.decode().split("alert-info")[1]
        row = FindingDecision.objects.get()
        page = reverse("reports:decision_answer", args=[row.pk])
        assert sign_in(people.officer).get(page).status_code == 403
        head.post(page, {"version": row.version, "answer": "上年应为23800人"})
        row.refresh_from_db()
        assert (row.state, row.answer) == ("answered", "上年应为23800人")
        assert "alert-info" not in head.get(reverse("reports:checks")).content.decode()

    def test_deciding_again_ends_the_answer_and_the_history_keeps_it(self, zone, people, sign_in, one):
        clerk = sign_in(people.clerk)
        self.send(clerk, one, state="sent", sent_to=people.head.pk)
        FindingDecision.objects.update(state="answered", answer="上年应为23800人")
        row = FindingDecision.objects.get()
        given = {"version": row.version, "state": "accepted", "words": "按原公布数"}
        clerk.post(reverse("reports:decision_edit", args=[row.pk]), given)
        row.refresh_from_db()
        assert (row.state, row.answer, row.sent_to) == ("accepted", "", None)
        assert "上年应为23800人" in clerk.get(reverse("reports:decision_history", args=[row.pk])).content.decode()

    def test_a_decision_can_be_taken_back(self, zone, people, sign_in, one):
        clerk = sign_in(people.clerk)
        self.send(clerk, one)
        clerk.post(reverse("reports:decision_drop", args=[FindingDecision.objects.get().pk]))
        assert [one.is_open for one in checks.findings(zone, 2014) if one.fails] == [True]

    def test_two_clerks_who_decide_at_once_see_each_other(self, zone, people, sign_in, one):
        other = factories.person(zone=zone, role="clerk")
        self.send(sign_in(people.clerk), one, words="第一")
        answer = self.send(sign_in(other), one, words="第二")
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert FindingDecision.objects.get().words == "第一"

    def test_the_sheet_says_what_was_decided(self, zone, people, sign_in, one):
        self.send(sign_in(people.clerk), one)
        answer = sign_in(people.leader).get(reverse("reports:checks"), {"year": "2014", "export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        row = next(row for row in sheet.iter_rows(values_only=True) if row[1] and "从业人员" in str(row[1]))
        assert row[4:6] == (26180, 32780)
        assert "目标按23800人测算" in row[9]
        assert DownloadEntry.objects.latest("pk").user == people.leader

    def test_a_finding_of_another_zone_does_not_exist(self, zone, people, sign_in, one):
        assert sign_in(people.stranger).get(address(one)).status_code == 404
        assert "从业人员" not in sign_in(people.stranger).get(reverse("reports:checks"), {"year": "2014"}).content.decode()


class TestRules:
    def test_a_formula_with_an_unknown_code_is_refused_by_name(self, zone, people, sign_in, indicators):
        given = {"version": "0", "name": "规则", "left": "nosuch + cyry", "operator": "=", "right": "1", "tolerance": "0"}
        given |= {"priority": "normal", "is_active": "on"}
        form = sign_in(people.clerk).post(reverse("indicators:rule_new"), given).context["form"]
        assert "nosuch" in str(form.errors["left"])

    def test_a_formula_that_cannot_be_read_is_refused_at_its_box(self, zone, people, sign_in, indicators):
        given = {"version": "0", "name": "规则", "left": "cyry +", "operator": "=", "right": "1", "tolerance": "0"}
        given |= {"priority": "low"}
        assert list(sign_in(people.clerk).post(reverse("indicators:rule_new"), given).context["form"].errors) == ["left"]


class TestCommand:
    def run(self, capsys, *arguments) -> str:
        call_command("check_figures", "--language", "en", *arguments)
        return capsys.readouterr().out

    def test_json_has_both_sides_of_every_statement(self, zone, indicators, capsys):
        found = json.loads(self.run(capsys, "--year", "2014", "--json"))["findings"]
        assert set(found[0]) == {"rule", "subject", "statement", "left", "right", "difference", "unit", "holds"}
        assert [one["left"] for one in found if one["holds"] is False] == [26180]
        assert sum(one["holds"] is True for one in found) >= 4

    def test_in_words_it_says_how_many_are_undecided(self, zone, indicators, capsys):
        assert "1 of" in self.run(capsys, "--year", "2014", "--zone", zone.code)

    @pytest.mark.parametrize(("year", "zone_code"), [("1800", ""), ("2014", "no-such")])
    def test_bad_arguments_are_refused_in_words(self, zone, year, zone_code):
        with pytest.raises(CommandError):
            call_command("check_figures", "--year", year, "--zone", zone_code)
