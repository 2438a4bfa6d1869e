"""The ledger as it stood on a day, and what changed between two days, read from the histories that triggers wrote."""

import datetime
from types import SimpleNamespace

import pytest
from django.db import connection

from core.history import noted
from projects import actions, ledger_changes, ledger_history
from projects.ledger_changes import Period, TooManyWritesError, changes_between
from projects.models import Milestone, Project
from tests import factories
from tests.past import moment, on
from zones.models import Park, Unit

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 6, 16)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def ledger(zone, text: str, *, soon: int = 14, **only):
    return ledger_history.ledger_on(zone, day(text), today=TODAY, soon=soon, **only)


def stood(zone, text: str, *names: str):
    """The promises of a day, each with the asked columns."""
    return [tuple(getattr(row, name) for name in names) for row in ledger(zone, text)]


def texts(zone, text: str) -> list[str]:
    return [row.text for row in ledger(zone, text)]


@pytest.fixture
def project(zone, unit):
    with on("2015-01-05"):
        park = factories.park(zone=zone, name="家具园")
        return factories.project(zone=zone, unit=unit, park=park, name="全友家居三期")


@pytest.fixture
def promise(project):
    """Entered on the 5th of January for the 31st of May."""
    with on("2015-01-05 09:00"):
        return factories.milestone(project=project, text="厂房竣工", due=day("2015-05-31"), phase="completion")


def write(row, at: str, **values) -> None:
    with on(at):
        Milestone.objects.filter(pk=row.pk).update(**values)


def move(row, at: str, to: str, by, *, as_of: str | None = None, explanation: str = "缺口") -> None:
    with on(at):
        actions.move_due_date(
            milestone=row,
            to=day(to),
            precision="day",
            reason="funds",
            explanation=explanation,
            approved_by="主任",
            by=by,
            asked_on=day(as_of or at[:10]),
        )


def drop(row, at: str, by) -> None:
    with on(at):
        row.refresh_from_db()
        actions.drop_milestone(milestone=row, version=row.version, reason="design", explanation="不再建设", by=by)


# --- as it stood ---------------------------------------------------------------------------------


def test_old_values_are_shown_on_old_days(zone, promise, people):
    write(promise, "2015-02-10", text="厂房竣工验收", phase="production")
    move(promise, "2015-03-10", "2015-06-30", people.head)
    write(promise, "2015-06-12", actual_date=day("2015-06-11"))
    names = ("text", "phase", "due_date", "scored_date", "baseline_date", "actual_date", "standing")
    may, june = day("2015-05-31"), day("2015-06-30")
    assert stood(zone, "2015-01-04", *names) == []
    assert stood(zone, "2015-01-05", *names) == [("厂房竣工", "completion", may, may, may, None, "ahead")]
    assert stood(zone, "2015-02-10", *names) == [("厂房竣工验收", "production", may, may, may, None, "ahead")]
    assert stood(zone, "2015-06-01", *names) == [("厂房竣工验收", "production", june, june, may, None, "ahead")]
    assert stood(zone, "2015-06-11", *names) == [("厂房竣工验收", "production", june, june, may, None, "ahead")]
    assert stood(zone, "2015-06-12", *names) == [("厂房竣工验收", "production", june, june, may, day("2015-06-11"), "met")]


@pytest.mark.parametrize(
    ("on_day", "soon", "standing"),
    [
        ("2015-05-16", 14, "ahead"),
        ("2015-05-17", 14, "due_soon"),
        ("2015-05-17", 7, "ahead"),
        ("2015-05-31", 14, "due_soon"),
        ("2015-06-01", 14, "overdue"),
    ],
)
def test_the_standing_is_that_of_the_day_by_the_rules_of_the_day(zone, promise, on_day, soon, standing):
    assert [row.standing for row in ledger(zone, on_day, soon=soon)] == [standing]


def test_midnight_is_that_of_shanghai(zone, promise):
    write(promise, "2015-05-29 23:59:59", text="当日最后一秒")
    write(promise, "2015-05-30 00:00:00", text="次日第一秒")
    assert texts(zone, "2015-05-28") == ["厂房竣工"]
    assert texts(zone, "2015-05-29") == ["当日最后一秒"]
    assert texts(zone, "2015-05-30") == ["次日第一秒"]


def test_of_several_writes_on_one_day_the_last_counts(zone, promise):
    with on("2015-05-29 10:00"):  # all in one transaction and with one time: the number of the event decides
        for text in ("一改", "二改", "三改"):
            Milestone.objects.filter(pk=promise.pk).update(text=text)
    assert texts(zone, "2015-05-29") == ["三改"]


def test_a_dropped_promise_is_there_before_and_not_after(zone, promise, people):
    drop(promise, "2015-04-14", people.clerk)
    assert texts(zone, "2015-04-13") == ["厂房竣工"]
    assert [row.is_there for row in ledger(zone, "2015-04-13")] == [False]
    assert texts(zone, "2015-04-14") == texts(zone, "2015-06-16") == []


def test_a_promise_that_came_later_is_not_there_before(zone, promise, project):
    with on("2015-03-10"):
        factories.milestone(project=project, text="后加", due=day("2015-07-31"))
    assert texts(zone, "2015-03-09") == ["厂房竣工"]
    assert texts(zone, "2015-03-10") == ["厂房竣工", "后加"]
    assert [row.is_there for row in ledger(zone, "2015-03-10")] == [True, True]


def test_a_bulk_write_by_sql_is_seen(zone, promise):
    with on("2015-02-02"), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_milestone SET text = 'SQL 改' WHERE id = %s", [promise.pk])
    assert texts(zone, "2015-02-01") == ["厂房竣工"]
    assert texts(zone, "2015-02-02") == ["SQL 改"]


def test_a_deletion_by_sql_is_seen(zone, promise):
    with on("2015-02-02"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM projects_milestone WHERE id = %s", [promise.pk])
    assert (texts(zone, "2015-02-01"), texts(zone, "2015-02-02")) == (["厂房竣工"], [])


def test_project_park_and_unit_are_called_and_placed_as_they_were(zone, project, promise, unit):
    with on("2015-03-01"):
        food = factories.park(zone=zone, name="食品园", position=2)
        other = factories.unit(zone=zone, name="食品产业指挥部", position=2)
    with on("2015-03-02"):
        Project.objects.filter(pk=project.pk).update(name="全友三期", park=food, unit=other)
    with on("2015-04-01"):
        Park.objects.filter(pk=food.pk).update(name="食品科技园")
        Unit.objects.filter(pk=other.pk).update(name="食品指挥部")
    names = ("project_name", "park_name", "unit_name", "park_then", "unit_then")
    first = ("全友家居三期", "家具园", "家具产业指挥部", project.park_id, unit.pk)
    assert stood(zone, "2015-03-01", *names) == [first]
    assert stood(zone, "2015-03-02", *names) == [("全友三期", "食品园", "食品产业指挥部", food.pk, other.pk)]
    assert stood(zone, "2015-04-01", *names) == [("全友三期", "食品科技园", "食品指挥部", food.pk, other.pk)]


def test_a_promise_s_own_unit_goes_before_its_project_s(zone, promise, unit):
    with on("2015-02-01"):
        own = factories.unit(zone=zone, name="管委会")
    write(promise, "2015-02-02", unit=own)
    assert stood(zone, "2015-02-01", "unit_name") == [("家具产业指挥部",)]
    assert stood(zone, "2015-02-02", "unit_name", "unit_then") == [("管委会", own.pk)]


def test_a_unit_of_a_younger_history_is_called_as_at_first(zone):
    with on("2015-06-01"):
        young = factories.unit(zone=zone, name="新设指挥部")
    with on("2015-05-01"):  # as in a register that was entered after the ledger
        factories.milestone(project=factories.project(zone=zone, unit=young), text="早")
    with on("2015-06-02"):
        Unit.objects.filter(pk=young.pk).update(name="再改指挥部")
    assert stood(zone, "2015-05-02", "text", "unit_name") == [("早", "新设指挥部")]
    assert stood(zone, "2015-06-02", "text", "unit_name") == [("早", "再改指挥部")]


def test_a_project_without_park_and_unit_shows_none(zone):
    with on("2015-02-01"):
        factories.milestone(project=factories.project(zone=zone), text="独立")
    assert stood(zone, "2015-02-01", "text", "park_name", "unit_name", "unit_then") == [("独立", None, None, None)]


def test_the_rows_of_another_zone_never_show(zone, promise, other_zone):
    with on("2015-02-01"):
        foreign = factories.project(zone=other_zone, name="别区项目")
        factories.milestone(project=foreign, text="别区节点", due=day("2015-03-01"))
    assert texts(zone, "2015-02-02") == texts(zone, "2015-06-16") == ["厂房竣工"]
    assert texts(other_zone, "2015-02-02") == ["别区节点"]
    assert list(ledger(zone, "2015-02-02", project=foreign)) == []


def test_a_project_that_changed_zones_leaves_its_past_where_it_was(zone, other_zone, project, promise):
    with on("2015-03-01"):
        Project.objects.filter(pk=project.pk).update(zone=other_zone, park=None, unit=None)
    assert (texts(zone, "2015-02-28"), texts(zone, "2015-03-01")) == (["厂房竣工"], [])
    assert (texts(other_zone, "2015-02-28"), texts(other_zone, "2015-03-01")) == ([], ["厂房竣工"])


def test_a_deleted_project_is_there_with_its_promises_on_old_days(zone, project, promise):
    with on("2015-03-01"):
        project.delete()
    assert stood(zone, "2015-02-28", "text", "project_name") == [("厂房竣工", "全友家居三期")]
    assert texts(zone, "2015-03-01") == []


@pytest.mark.parametrize("asked", ["2015-06-16", "2015-06-17", "2100-12-31"])
def test_today_and_later_are_the_ledger_of_now(zone, promise, asked):
    Milestone.objects.filter(pk=promise.pk).update(text="刚改")  # at the server's time, years after the pinned day
    assert stood(zone, asked, "text", "as_of", "standing") == [("刚改", TODAY, "overdue")]
    assert texts(zone, "2015-06-15") == ["厂房竣工"]


def test_the_state_of_now_is_that_of_the_rows(zone, promise, project, people):
    move(promise, "2015-03-10", "2015-06-30", people.head)
    drop(factories.milestone(project=project), "2015-03-11", people.clerk)
    factories.milestone(project=project, text="另一个", actual_date=day("2015-06-01"))
    names = [field.attname for field in Milestone._meta.concrete_fields if field.attname not in {"version", "updated_at"}]
    rows = Milestone.objects.in_zone(zone).with_standing(TODAY, 14).order_by("due_date", "pk")
    assert list(ledger(zone, "2015-06-16").values_list(*names, "standing")) == list(rows.values_list(*names, "standing"))


def test_the_history_begins_with_the_first_project(zone, other_zone, project, promise):
    with on("2014-12-01 00:00:00"):
        earlier = factories.project(zone=zone)
    with on("2014-11-01"):
        factories.project(zone=other_zone)
    assert ledger_history.begins_on(zone) == day("2014-12-01")
    assert ledger_history.begins_on(zone, project) == day("2015-01-05")
    assert ledger_history.begins_on(zone, earlier) == day("2014-12-01")
    assert ledger_history.begins_on(factories.zone()) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_a_day_is_read_in_one_statement(zone, project, rows, django_assert_num_queries):
    with on("2015-01-05"):
        for number in range(rows):
            factories.milestone(project=factories.project(zone=zone, name=f"项目{number}"))
    with django_assert_num_queries(1):
        assert len(ledger(zone, "2015-05-01")) == rows


# --- what changed --------------------------------------------------------------------------------


def changes(zone, since: str, until: str = "2015-06-16", *, project=None, park=None, unit=None):
    """Both comparisons of a period in words."""
    found = changes_between(Period(zone, day(since), day(until), TODAY, project)).of(park=park, unit=unit)
    return SimpleNamespace(net=found.told(found.net), steps=found.told(found.steps))


def told(lines) -> list[tuple]:
    return [(line.text, str(line.kind), line.old, line.new, line.days) for line in lines]


def test_each_kind_of_change_is_told_with_its_dates(zone, project, promise, people):
    with on("2015-01-06"):
        others = {text: factories.milestone(project=project, text=text, due=day("2015-05-31")) for text in "甲乙丙丁戊"}
    write(others["乙"], "2015-02-01", actual_date=day("2015-01-30"))
    write(promise, "2015-03-02", actual_date=day("2015-06-02"))
    write(others["乙"], "2015-03-03", actual_date=None)
    move(others["甲"], "2015-03-04", "2015-06-30", people.head)
    move(others["丙"], "2015-03-05", "2015-05-01", people.head)
    drop(others["丁"], "2015-03-06", people.clerk)
    write(others["戊"], "2015-03-07", text="戊字更正")
    with on("2015-03-08"):
        factories.milestone(project=project, text="新", due=day("2015-12-31"))
    may, found = day("2015-05-31"), changes(zone, "2015-03-01", "2015-03-31")
    assert told(found.net) == [
        ("厂房竣工", "met", None, day("2015-06-02"), 2),
        ("乙", "unmet", day("2015-01-30"), None, None),
        ("甲", "slipped", may, day("2015-06-30"), 30),
        ("丙", "earlier", may, day("2015-05-01"), -30),
        ("丁", "dropped", may, None, None),
        ("戊字更正", "corrected", None, None, None),
        ("新", "added", None, day("2015-12-31"), None),
    ]
    assert told(found.steps) == told(found.net)
    assert [(f.old, f.new) for f in found.net[5].fields] == [("戊", "戊字更正")]


def test_a_date_that_moved_twice_shows_both_moves(zone, promise, people):
    move(promise, "2015-03-10", "2015-06-30", people.head, explanation="先延")
    move(promise, "2015-04-10", "2015-05-10", people.clerk, explanation="再提前")
    found = changes(zone, "2015-03-01")
    assert told(found.steps) == [
        ("厂房竣工", "slipped", day("2015-05-31"), day("2015-06-30"), 30),
        ("厂房竣工", "earlier", day("2015-06-30"), day("2015-05-10"), -51),
    ]
    assert told(found.net) == [("厂房竣工", "earlier", day("2015-05-31"), day("2015-05-10"), -21)]
    assert [line.why.rpartition(" · ")[2] for line in (*found.steps, *found.net)] == ["先延", "再提前", "再提前"]
    assert found.net[0].writes == 2


def test_only_what_lies_between_the_ends_of_both_days_is_told(zone, promise):
    write(promise, "2015-03-10 23:59:59", text="头一天之内")
    write(promise, "2015-03-11 00:00:00", text="之后第一秒")
    write(promise, "2015-03-12 23:59:59", text="末一天之内")
    write(promise, "2015-03-13 00:00:00", text="之后")
    found = changes(zone, "2015-03-10", "2015-03-12")
    assert [[(one.old, one.new) for one in line.fields] for line in found.steps] == [
        [("头一天之内", "之后第一秒")],
        [("之后第一秒", "末一天之内")],
    ]
    assert [[(one.old, one.new) for one in line.fields] for line in found.net] == [[("头一天之内", "末一天之内")]]
    assert changes(zone, "2015-03-12", "2015-03-12").steps == []


def test_who_when_through_what_and_why(zone, promise, people):
    with noted(user=people.clerk.pk, name="管委会办公室", origin="form"):
        drop(promise, "2015-04-14 15:30", people.clerk)
    (line,) = changes(zone, "2015-04-01").net
    assert (line.kind, line.by, line.moment) == ("dropped", people.clerk.name, moment("2015-04-14 15:30"))
    assert line.why.endswith(" · 不再建设")
    assert len(line.why) > len(" · 不再建设")
    assert str(line.origin)


def test_a_move_is_explained_by_its_own_revision(zone, project, people):
    with on("2015-01-05"):
        one, other = (factories.milestone(project=project, due=day("2015-05-31")) for _ in range(2))
    move(one, "2015-03-10", "2015-06-30", people.head, explanation="其一")
    move(other, "2015-03-10", "2015-06-30", people.head, explanation="其二")
    write(one, "2015-03-11", remark="与日期无关")
    assert [line.why.rpartition(" · ")[2] for line in changes(zone, "2015-03-01").steps] == ["其一", "其二", ""]


def test_a_date_moved_by_sql_has_no_reason(zone, promise):
    write(promise, "2015-03-10", due_date=day("2015-06-30"))
    (line,) = changes(zone, "2015-03-01").net
    assert (line.kind, line.why, line.by) == ("slipped", "", "")


def test_a_promise_that_comes_back_under_its_number(zone, promise, people):
    drop(promise, "2015-03-01", people.clerk)
    with on("2015-04-01"):
        factories.milestone(project=promise.project, pk=promise.pk, text="厂房竣工", due=day("2015-05-31"), phase="completion")
    assert [line.kind for line in changes(zone, "2015-03-15").net] == ["restored"]
    assert [line.kind for line in changes(zone, "2015-02-01").net] == []
    assert [line.kind for line in changes(zone, "2015-02-01").steps] == ["dropped", "restored"]


def test_projects_and_units_are_named_as_at_the_end_of_the_period(zone, project, promise, unit):
    write(promise, "2015-03-02", text="改")
    with on("2015-03-03"):
        Project.objects.filter(pk=project.pk).update(name="三月之名")
        Unit.objects.filter(pk=unit.pk).update(name="三月之部")
    with on("2015-04-01"):
        Project.objects.filter(pk=project.pk).update(name="四月之名")
        Unit.objects.filter(pk=unit.pk).update(name="四月之部")
    lines = [changes(zone, "2015-03-01", until).net[0] for until in ("2015-03-31", "2015-04-01")]
    assert [(line.project_name, line.unit_name) for line in lines] == [("三月之名", "三月之部"), ("四月之名", "四月之部")]


def test_a_unit_that_was_set_is_named(zone, promise, unit):
    with on("2015-02-01"):
        own = factories.unit(zone=zone, name="管委会")
    write(promise, "2015-03-02", unit=own)
    (line,) = changes(zone, "2015-03-01").net
    assert [(one.old, one.new) for one in line.fields] == [("", "管委会")]
    assert line.unit_name == "管委会"


def test_changes_are_narrowed_to_a_park_a_unit_and_a_project(zone, project, promise, unit):
    with on("2015-01-06"):
        other = factories.project(zone=zone, unit=factories.unit(zone=zone), park=factories.park(zone=zone))
        elsewhere = factories.milestone(project=other, text="他处")
    for row in (promise, elsewhere):
        write(row, "2015-03-02", remark="改")
    assert [line.text for line in changes(zone, "2015-03-01").net] == ["厂房竣工", "他处"]
    assert [line.text for line in changes(zone, "2015-03-01", park=project.park_id).net] == ["厂房竣工"]
    assert [line.text for line in changes(zone, "2015-03-01", unit=other.unit_id).steps] == ["他处"]
    assert changes(zone, "2015-03-01", park=project.park_id, unit=other.unit_id).net == []
    assert [line.text for line in changes(zone, "2015-03-01", project=other).net] == ["他处"]


def test_changes_of_another_zone_never_show(zone, promise, other_zone):
    with on("2015-03-02"):
        factories.milestone(project=factories.project(zone=other_zone, name="别区项目"), text="别区节点")
    write(promise, "2015-03-03", remark="改")
    assert [line.text for line in changes(zone, "2015-03-01").steps] == ["厂房竣工"]
    assert [line.text for line in changes(other_zone, "2015-03-01").steps] == ["别区节点"]


def test_the_changes_of_a_deleted_project_are_told(zone, project, promise):
    with on("2015-03-02"):
        project.delete()
    (line,) = changes(zone, "2015-03-01").net
    assert (line.kind, line.project_name) == ("dropped", "全友家居三期")


def test_until_today_is_until_now_and_from_today_is_nothing(zone, promise):
    Milestone.objects.filter(pk=promise.pk).update(remark="刚改")  # at the server's time
    assert [line.kind for line in changes(zone, "2015-06-15").net] == ["corrected"]
    assert changes(zone, "2015-06-10", "2015-06-15").net == []
    assert changes(zone, "2015-06-16").net == []


def test_too_much_for_one_page_is_refused_and_not_cut(zone, promise, monkeypatch):
    monkeypatch.setattr(ledger_changes, "MOST_WRITES", 2)
    for number in range(2):
        write(promise, "2015-03-02", remark=f"第{number}次")
    assert len(changes(zone, "2015-03-01").steps) == 2
    write(promise, "2015-03-03", remark="第三次")
    with pytest.raises(TooManyWritesError):
        changes(zone, "2015-03-01")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_period_is_read_in_five_queries(zone, unit, people, rows, django_assert_num_queries):
    for number in range(rows):
        with on("2015-01-05"):
            own = factories.milestone(project=factories.project(zone=zone, name=f"项目{number}", unit=unit), due=day("2015-05-31"))
        move(own, f"2015-03-{10 + number}", "2015-06-30", people.head)
        write(own, f"2015-03-{20 + number}", remark="改")
    with django_assert_num_queries(5):
        found = changes(zone, "2015-03-01")
    assert (len(found.net), len(found.steps)) == (rows, 2 * rows)


# --- who changed what ----------------------------------------------------------------------------


def test_a_project_s_history_has_everything_that_hangs_on_its_ledger(zone, project, promise, people):
    building = factories.building(project=project, name="1号厂房")
    move(promise, "2015-03-10", "2015-06-30", people.head)
    drop(promise, "2015-04-14", people.clerk)
    building.delete()
    with on("2015-05-01"):
        Project.objects.filter(pk=project.pk).update(name="改名")
    found = {(change.kind, change.subject[change.subject.find("“") :]) for change in ledger_history.project_changes(project)}
    assert found >= {
        ("insert", "“改名”"),
        ("update", "“改名”"),
        ("insert", "“厂房竣工”"),
        ("update", "“厂房竣工”"),
        ("delete", "“厂房竣工”"),
        ("insert", "“2015-05-31 → 2015-06-30”"),
        ("delete", "“2015-05-31 → 2015-06-30”"),
        ("insert", "“1号厂房”"),
        ("delete", "“1号厂房”"),
    }


def test_a_project_s_history_is_in_the_order_of_time_and_its_own(zone, project, promise, people):
    with on("2015-02-01"):
        other = factories.project(zone=zone, name="旁项目")
        factories.milestone(project=other, text="旁节点")
    drop(promise, "2015-04-14", people.clerk)
    told_of = ledger_history.project_changes(project)
    assert [change.moment for change in told_of] == sorted((change.moment for change in told_of), reverse=True)
    assert not [change for change in told_of if "旁" in change.subject]
    dropped = next(change for change in told_of if change.kind == "delete")
    assert dropped.why.endswith(" · 不再建设")


def test_a_dropped_promise_keeps_its_history(zone, promise, people):
    move(promise, "2015-03-10", "2015-06-30", people.head, explanation="缺口")
    drop(promise, "2015-04-14", people.clerk)
    told_of = ledger_history.milestone_changes(promise.pk)
    assert [change.kind for change in told_of if not change.subject] == ["delete", "update", "insert"]
    assert [change.why.rpartition(" · ")[2] for change in told_of if change.subject] == ["缺口", "缺口"]
