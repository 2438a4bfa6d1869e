"""The past of the demonstration looks lived in, is marked as generated, and leads to the rows of today."""

import datetime
from collections import Counter
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from core import history
from projects import ledger_changes, ledger_history
from projects.models import Milestone, Project, Revision, StageEntry, WeeklyReport
from tests.past import moment
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
TODAY = datetime.date(2015, 6, 16)
PROMISES = Milestone.pgh_event_model


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def ledger(zone, text: str):
    return ledger_history.ledger_on(zone, day(text), today=TODAY, soon=14)


def changes(zone, since: str, until: str = "2015-06-16"):
    found = ledger_changes.changes_between(ledger_changes.Period(zone, day(since), day(until), TODAY))
    return SimpleNamespace(net=found.told(found.net), steps=found.told(found.steps))


def of(project: str, text: str) -> Milestone:
    return Milestone.objects.get(project__name=project, text=text)


def told(row) -> list[tuple]:
    return [(change.moment, change.kind, change.user, change.origin) for change in reversed(history.changes(row))]


@pytest.mark.parametrize(
    ("on", "count"),
    [
        ("2014-11-30", 0),
        ("2014-12-01", 5),
        ("2015-01-04", 5),
        ("2015-01-05", 78),
        ("2015-03-09", 78),
        ("2015-03-10", 79),
        ("2015-04-13", 79),
        ("2015-04-14", 78),
        ("2015-06-16", 78),
    ],
)
def test_the_ledger_fills_at_the_turn_of_the_year_and_holds_a_dropped_promise_for_a_month(xian, on, count):
    assert ledger(xian, on).count() == count


def test_the_history_of_today_is_the_rows_of_today():
    """What the events were rewritten to ends where the rows are, version included."""
    for model in (Milestone, Project, Revision, StageEntry, WeeklyReport):
        tracked = {field.attname for field in model.pgh_event_model._meta.concrete_fields}
        names = [field.attname for field in model._meta.concrete_fields if field.attname in tracked]
        skipped = {"created_at", "updated_at"} if model is WeeklyReport else set()
        compared = [name for name in names if name not in skipped]
        events = history.rows_at(model, None).order_by("pgh_obj_id").values_list(*compared)
        assert list(events) == list(model.objects.order_by("pk").values_list(*compared)), model


def test_a_promise_is_met_in_the_week_in_which_it_happened_by_its_officer():
    row = of("物华食品", "办公楼及1、2号厂房开挖基础")  # met on Tuesday, 2015-05-12
    entered, met = told(row)
    assert entered == (moment("2015-01-05 10:20"), "insert", "管委会办公室", "form")
    assert met == (moment("2015-05-15 17:20"), "update", "食品指挥部联络员", "form")
    for event in PROMISES.objects.filter(pgh_label="update", actual_date__isnull=False):
        noted = event.pgh_created_at.astimezone(moment("2015-01-01").tzinfo).date()
        if event.actual_date != day("2015-06-05"):
            assert 0 <= (noted - event.actual_date).days <= 6
            assert noted.isocalendar()[:2] == event.actual_date.isocalendar()[:2]


def test_nothing_was_written_after_the_day_of_the_demonstration():
    late = PROMISES.objects.filter(pgh_created_at__gte=moment("2015-06-16 00:00:00"))
    assert not late.exists()
    assert PROMISES.objects.order_by("pgh_created_at").first().pgh_created_at == moment("2014-12-01 10:20")


def test_dates_were_moved_on_the_day_they_were_asked_for(xian):
    moved = [line for line in changes(xian, "2015-01-05").steps if line.kind == "slipped"]
    assert [(line.text, line.moment, line.by, line.days) for line in moved] == [
        ("办公楼竣工投入使用", moment("2015-04-24 11:20"), "家具指挥部指挥长", 40),
        ("完成五栋厂房钢构主体", moment("2015-04-22 11:20"), "食品指挥部指挥长", 31),
    ]
    assert all("演示生成" in line.why and " · " in line.why for line in moved)
    (before,) = [row for row in ledger(xian, "2015-04-23") if row.text == "办公楼竣工投入使用"]
    assert (before.due_date, before.scored_date, before.standing) == (day("2015-05-01"), day("2015-05-01"), "due_soon")


def test_the_dropped_promise_tells_who_dropped_it_and_why(xian):
    found = [line for line in changes(xian, "2015-03-01").steps if "仓储棚" in line.text]
    assert [(str(line.kind), line.by, line.moment.date()) for line in found] == [
        ("added", "家具指挥部指挥长", day("2015-03-10")),
        ("dropped", "管委会办公室", day("2015-04-14")),
    ]
    assert found[1].why.endswith("不再另建仓储棚（演示生成）")
    assert all("演示生成" in line.text for line in found)


def test_words_were_put_right(xian):
    typed = [row.text for day_ in ("2015-01-05", "2015-01-07") for row in ledger(xian, day_) if row.text.startswith("厂房")]
    assert typed == ["厂房峻工", "厂房竣工"]


def test_a_promise_reported_met_was_taken_back_after_the_last_meeting(xian):
    row = Milestone.objects.filter(text="3、4、5、6号厂房设备进场").earliest("due_date")
    then = {found.pgh_obj_id: found.standing for found in ledger(xian, "2015-06-09")}
    assert then[row.pk] == "met_late"
    assert row.actual_date is None
    assert {str(kind): n for kind, n in Counter(line.kind for line in changes(xian, "2015-06-09").net).items()} == {
        "unmet": 1,
        "corrected": 1,
    }


def test_stages_were_reached_in_the_history_too():
    row = Project.objects.get(name="南方家居四期")
    entered, reached = history.changes(row)[::-1]
    assert (entered.moment, entered.origin) == (moment("2014-12-01 09:20"), "command")
    assert (reached.moment, reached.user) == (moment("2015-05-06 18:20"), "家具指挥部联络员（二）")
    entry = StageEntry.objects.get(project=row, stage="trial")
    assert entry.events.get().pgh_created_at == moment("2015-05-06 18:20")


def test_weekly_reports_were_written_when_they_were_handed_in():
    for report in WeeklyReport.objects.select_related("submitted_by")[:200]:
        event = report.events.get()
        if report.submitted_at:
            assert (event.pgh_created_at, event.pgh_context["name"]) == (report.submitted_at, report.submitted_by.name)
            assert event.pgh_context["generated"] is True
        else:
            assert event.pgh_created_at == datetime.datetime(2015, 6, 12, 0, 20, tzinfo=datetime.UTC)  # 8:20 on its Friday


def test_reminders_were_sent_by_the_command_and_are_marked_as_generated(xian):
    rows = xian.reminders.filter(monday="2015-06-08")
    assert Counter(rows.values_list("kind", flat=True)) == {"opening": 5, "before": 5, "after": 8}
    assert {row.kind for row in rows if row.seen_at is None} == {"after"}
    for row in xian.reminders.all():
        event = row.events.get()
        assert event.pgh_created_at == row.sent_at
        assert event.pgh_context == {"origin": "command", "command": "send_reminders", "generated": True}


def test_every_write_that_a_person_made_is_marked_as_generated():
    for model in (Milestone, Project, Revision, StageEntry, WeeklyReport):
        contexts = model.pgh_event_model.objects.values_list("pgh_context", flat=True)
        assert all(said.get("generated") for said in contexts if said.get("user")), model


def test_the_second_zone_has_its_own_past():
    er = Zone.objects.get(code="er")
    assert [ledger(er, on).count() for on in ("2015-01-04", "2015-01-05", "2015-06-16")] == [0, 7, 7]
    lines = changes(er, "2015-01-05").steps
    assert [(str(line.kind), line.by, line.moment.date()) for line in lines] == [
        ("met", "邻县联络员", day("2015-03-28")),
        ("met", "邻县联络员", day("2015-03-06")),
    ]


def test_rows_of_today_were_made_when_they_were_entered():
    made = set(Milestone.objects.filter(project__zone__code="xian").values_list("created_at", flat=True))
    assert made == {moment("2014-12-01 10:20"), moment("2015-01-05 10:20")}
    assert of("全友家居", "办公楼竣工投入使用").updated_at == moment("2015-04-24 11:20")


def test_the_histories_are_append_only_again():
    for label in ("projects", "zones"):
        for model in apps.get_app_config(label).get_models():
            events = getattr(model, "pgh_event_model", None)
            if events is not None and events.objects.exists():
                with pytest.raises(DatabaseError), transaction.atomic():
                    events.objects.filter(pk=events.objects.first().pk).update(pgh_label="gefälscht")
