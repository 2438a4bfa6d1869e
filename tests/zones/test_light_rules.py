"""The pages of the light rules: who reads and writes them, what an edition may say, and what happens when two write at once."""

import datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import InternalError, connection, transaction
from django.utils import translation

from tests import factories
from tests.zones.pages import errors, filled
from zones import light_words
from zones.choices import CatchUp, Measure, Subject
from zones.lights import Clause, Rules, shipped
from zones.models import RuleSet
from zones.presets import PRESETS

TODAY = datetime.date(2015, 6, 16)
NEW = "/rules/new/"
EMPTY = {f"c{number}-{name}": "" for number in range(12) for name in ("what", "yellow", "red", "wording")} | {
    f"c{number}-{colour}_consequence": "" for number in range(12) for colour in ("yellow", "red")
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def clerk(sign_in, people):
    client = sign_in(people.clerk)
    client.cookies["django_language"] = "en"
    return client


def typed(client, **changes):
    """A new edition with one clause, as a browser would send it."""
    one = {"c0-what": "project:days_overdue", "c0-yellow": "1", "c0-red": "20", "c0-red_at": "at"}
    head = {"name": "逾期亮灯", "valid_from": "2015-07-01"}
    return {**filled(client, NEW), **EMPTY, **head, **one, **changes}


def enact(client, **changes):
    return client.post(NEW, typed(client, **changes))


# --- reading -----------------------------------------------------------------------------------
def test_the_list_says_which_edition_is_in_force_today(clerk, zone, other_zone):
    factories.rule_set(zone=other_zone, name="外区规则")
    first = factories.rule_set(zone=zone, name="第一版")
    second = factories.rule_set(zone=zone, name="第二版", edition=2, valid_from=datetime.date(2015, 6, 16))
    third = factories.rule_set(zone=zone, name="第三版", edition=3, valid_from=datetime.date(2015, 6, 17))
    page = clerk.get("/rules/")
    assert {row.pk: row.is_in_force for row in page.context["page"]} == {first.pk: False, second.pk: True, third.pk: False}
    assert "外区规则" not in page.content.decode()
    assert [row.pk for row in clerk.get("/rules/?in_force=yes").context["page"]] == [second.pk]


def test_the_page_of_an_edition_says_what_it_changed(clerk, zone):
    factories.rule_set(zone=zone, red=30)
    second = factories.rule_set(zone=zone, edition=2, red=20, due_soon_days=7)
    page = clerk.get(second.get_absolute_url())
    changes = page.context["changes"]
    assert [change.before.split(": ")[0] for change in changes] == ["promise · days overdue", "project · days overdue", "due soon"]
    assert "red more than 30 days, yellow 1 days or more" in changes[1].before
    assert "red more than 20 days, yellow 1 days or more" in changes[1].now
    assert (changes[2].before, changes[2].now) == ("due soon: within 14 days", "due soon: within 7 days")


def test_the_first_edition_is_compared_with_the_portal_s_own_rules(clerk, zone):
    first = factories.rule_set(zone=zone, red=30)
    assert clerk.get(first.get_absolute_url()).context["changes"] == []
    assert "Nothing: the clauses are the same." in clerk.get(first.get_absolute_url()).content.decode()


def test_clauses_that_came_and_went_stand_on_one_side_only():
    old = shipped(2015)
    new = Rules(2015, clauses=(*old.clauses[:1], Clause(Subject.UNIT, Measure.RED_PROJECTS, red=Decimal(3))))
    with translation.override("en"):
        came, went = light_words.changes(old, new)
    assert (came.before, came.now.split(";")[0]) == ("", "unit · projects with a red light: red 3 projects or more")
    assert (went.before.split(":")[0], went.now) == ("project · days overdue", "")


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        (
            Clause("unit", "month_share", yellow=Decimal(80), yellow_at=False, red=Decimal(60)),
            "red 60% or less, yellow less than 80%",
        ),
        (Clause("indicator", "points_behind", yellow=Decimal("10.50")), "yellow 10.5 points or more"),
        (Clause("project", "start_late", red=Decimal(3), red_at=False), "red more than 3 months"),
    ],
)
def test_limits_are_said_in_words(clause, words):
    assert light_words.sentence(clause).endswith(f": {words}")


# --- writing -----------------------------------------------------------------------------------
def test_saving_makes_the_next_edition_and_leaves_the_one_before(clerk, zone):
    first = factories.rule_set(zone=zone, red=30)
    answer = enact(clerk)
    second = RuleSet.objects.in_zone(zone).enacted_last()
    assert answer["Location"] == second.get_absolute_url()
    assert (second.year, second.edition, second.valid_from) == (2015, 2, datetime.date(2015, 7, 1))
    (clause,) = second.as_rules().clauses
    assert (clause.subject, clause.measure, clause.yellow, clause.red) == ("project", "days_overdue", 1, 20)
    first.refresh_from_db()
    assert (first.version, first.clauses.count()) == (1, 2)


def test_an_edition_of_another_year_begins_its_own_count(clerk, zone):
    factories.rule_set(zone=zone)
    enact(clerk, valid_from="2016-01-01")
    assert RuleSet.objects.in_zone(zone).enacted_last().edition == 1


def test_a_clause_is_stored_as_typed(clerk, zone):
    sent = {
        "c3-what": "unit:months_missed",
        "c3-yellow": "1",
        "c3-yellow_at": "beyond",
        "c3-red": "2",
        "c3-red_at": "at",
        "c3-catch_up": "stays",
        "c3-yellow_consequence": "提醒",
        "c3-red_consequence": "约谈",
        "c3-wording": "连续两个月未完成的亮红灯",
    }
    enact(clerk, **dict.fromkeys(("c0-what", "c0-yellow", "c0-red"), ""), **sent)
    (clause,) = RuleSet.objects.in_zone(zone).enacted_last().as_rules().clauses
    assert clause == Clause(
        *("unit", "months_missed"),
        yellow=Decimal(1),
        yellow_at=False,
        red=Decimal(2),
        catch_up=CatchUp.STAYS,
        excusable=True,
        yellow_consequence="提醒",
        red_consequence="约谈",
        wording="连续两个月未完成的亮红灯",
    )


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_can_be_taken_over_as_it_stands(clerk, zone, preset):
    data = filled(clerk, f"{NEW}?start={preset}")
    assert clerk.post(NEW, data).status_code == 302
    row = RuleSet.objects.in_zone(zone).enacted_last()
    found = PRESETS[preset]
    assert (row.preset, row.name, row.source) == (preset, str(found.name), str(found.source))
    limits = ("subject", "measure", "yellow", "red", "yellow_at", "red_at", "catch_up", "excusable", "wording")
    stored = [tuple(str(getattr(clause, name)) for name in limits) for clause in row.as_rules().clauses]
    shown = [tuple(str(getattr(clause, name)) for name in limits) for clause in found.clauses]
    assert [tuple(text.removesuffix(".00") for text in row) for row in stored] == shown


def test_a_new_edition_starts_from_the_newest_or_the_one_that_was_chosen(clerk, zone, other_zone):
    assert clerk.get(NEW).context["form"]["name"].value() == str(PRESETS["portal"].name)
    first = factories.rule_set(zone=zone, year=2014, name="去年的规则", red=9)
    factories.rule_set(zone=zone, name="今年的规则", red=8)
    foreign = factories.rule_set(zone=other_zone, name="外区规则", red=7)
    form = clerk.get(NEW).context["form"]
    assert (form["name"].value(), form["c1-red"].value()) == ("今年的规则", "8")
    form = clerk.get(f"{NEW}?start={first.pk}").context["form"]
    assert (form["name"].value(), form["c1-red"].value()) == ("去年的规则", "9")
    for nonsense in (str(foreign.pk), "9" * 30, "abc", "-1", ""):
        assert clerk.get(f"{NEW}?start={nonsense}").context["form"]["name"].value() == "今年的规则"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"valid_from": "2014-12-31"}, "valid_from", "that year is over: its lights stay as they were"),
        ({"valid_from": "2015-02-28"}, "valid_from", "not before edition 1, which is in force from 2015-03-01"),
        ({"c0-what": ""}, "c0-what", "say what is measured"),
        ({"c0-yellow": "", "c0-red": ""}, "c0-yellow", "a rule needs a limit for yellow or for red"),
        ({"c0-yellow": "20", "c0-red": "20"}, "c0-red", "red begins where yellow does or before, so nothing would be yellow"),
        ({"c0-yellow": "30"}, "c0-red", "red begins where yellow does or before, so nothing would be yellow"),
        (
            {"c0-what": "unit:month_share", "c0-yellow": "60", "c0-red": "80"},
            "c0-red",
            "red begins where yellow does or before, so nothing would be yellow",
        ),
        (
            {"c0-what": "indicator:points_behind", "c0-catch_up": "stays"},
            "c0-catch_up",
            "only missed promises can be made up",
        ),
        ({"c0-yellow": "-1"}, "c0-yellow", "Ensure this value is greater than or equal to 0."),
        ({"c0-wording": "a\x0bb"}, "c0-wording", "contains a character that cannot be stored: U+000B at position 2"),
        ({"c0-what": "milestone:month_share"}, "c0-what", "Select a valid choice."),
        ({"c0-what": "indicator:red_projects"}, "c0-what", "Select a valid choice."),
    ],
)
def test_what_an_edition_cannot_say_is_refused_at_its_field(clerk, zone, changes, field, said):
    factories.rule_set(zone=zone, valid_from=datetime.date(2015, 3, 1))
    answer = enact(clerk, **changes)
    assert answer.status_code == 200
    found = errors(answer)
    assert list(found) == [field]
    assert found[field][0].startswith(said)
    assert RuleSet.objects.in_zone(zone).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"c0-yellow": "20", "c0-red": "20", "c0-red_at": "beyond"},
        {"c0-yellow": "", "c0-red": "1"},
        {"c0-what": "unit:month_share", "c0-yellow": "80", "c0-red": "60"},
        {"c0-yellow": "0", "c0-yellow_at": "beyond", "c0-red": "50"},
        {"valid_from": "2015-03-01"},
    ],
)
def test_limits_between_which_something_is_yellow_are_taken(clerk, zone, changes):
    factories.rule_set(zone=zone, valid_from=datetime.date(2015, 3, 1))
    assert enact(clerk, **changes).status_code == 302


def test_rules_without_any_clause_are_refused(clerk, zone):
    answer = enact(clerk, **{"c0-what": "", "c0-yellow": "", "c0-red": ""})
    assert errors(answer) == {"__all__": ["rules need at least one clause"]}


def test_a_clause_that_is_wrong_stands_open_among_those_in_use(clerk):
    page = enact(clerk, **{"c9-wording": "没有选衡量内容"})
    assert errors(page) == {"c9-what": ["say what is measured"]}
    assert [box.number for box in page.context["form"].used_boxes()] == [1, 10]


def test_the_database_writes_an_edition_once(zone):
    row = factories.rule_set(zone=zone)
    for write in (
        lambda: RuleSet.objects.filter(pk=row.pk).update(name="改名"),
        lambda: row.clauses.update(red=1),
        lambda: row.clauses.first().delete(),
    ):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            write()


# --- two people at once ------------------------------------------------------------------------
def test_the_second_of_two_people_is_told_and_keeps_what_was_typed(clerk, sign_in, people, zone):
    factories.rule_set(zone=zone)
    slow = typed(clerk, name="慢的一版")
    quick = sign_in(people.admin)
    assert enact(quick, name="快的一版").status_code == 302
    answer = clerk.post(NEW, slow)
    assert answer.status_code == 409
    assert RuleSet.objects.in_zone(zone).count() == 2
    page = answer.content.decode()
    assert "慢的一版" in page
    assert next((row.stored, row.typed) for row in answer.context["conflict"]) == ("快的一版", "慢的一版")
    again = {**slow, "replaces": answer.context["form"]["replaces"].value()}
    assert clerk.post(NEW, again).status_code == 302
    assert RuleSet.objects.in_zone(zone).enacted_last().edition == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_editions_sent_at_the_same_moment_one_is_stored(sign_in, people, zone):
    factories.rule_set(zone=zone)
    clients = [sign_in(people.clerk), sign_in(people.admin)]
    sheets = [typed(client, name=f"第{number}人的版") for number, client in enumerate(clients)]
    barrier, answers = Barrier(2), []

    def send(client, data):
        barrier.wait()
        answers.append(client.post(NEW, data).status_code)
        connection.close()

    threads = [Thread(target=send, args=pair) for pair in zip(clients, sheets, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert sorted(RuleSet.objects.in_zone(zone).values_list("edition", flat=True)) == [1, 2]


# --- which rules hold --------------------------------------------------------------------------
def test_an_edition_of_the_middle_of_the_year_counts_from_its_day_only(zone):
    factories.rule_set(zone=zone, red=30)
    factories.rule_set(zone=zone, edition=2, red=20, valid_from=datetime.date(2015, 6, 10))
    days = {datetime.date(2015, 6, 9): 30, datetime.date(2015, 6, 10): 20, datetime.date(2015, 12, 31): 20}
    assert {day: RuleSet.in_force(zone, day).of("project")[0].red for day in days} == days


def test_the_rules_in_force_cost_one_query_and_are_those_of_the_row(zone, django_assert_num_queries):
    row = factories.rule_set(zone=zone, clauses=PRESETS["yinchuan_2025"].clauses)
    with django_assert_num_queries(1):
        found = RuleSet.in_force(zone, TODAY)
    assert found == row.as_rules()
    assert len(found.clauses) == 4


def test_rules_without_clauses_are_rules_and_not_the_portal_s_own(zone):
    row = RuleSet.objects.create(zone=zone, year=2015, valid_from=datetime.date(2015, 1, 1), name="空")
    assert RuleSet.in_force(zone, TODAY) == Rules(2015, 1, "空", 14, datetime.date(2015, 1, 1), (), row.pk)
