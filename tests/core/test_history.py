"""The history sees every write, whichever way it came, and keeps no password."""

import datetime
from decimal import Decimal

import pghistory
import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from core import history
from core.history import Origin
from projects.models import Enterprise
from tests import factories
from zones.models import Park, User, Zone

pytestmark = pytest.mark.django_db


def shown(row) -> list[tuple[str, dict[str, tuple]]]:
    """(kind, {label: (old, new)}) of every change, newest first."""
    return [(change.kind, {f.label: (f.old, f.new) for f in change.fields}) for change in history.changes(row)]


def test_a_saved_change_appears_with_old_and_new(zone):
    row = factories.enterprise(zone=zone, name="旧名", remark="原")
    row.name = "新名"
    row.save()
    newest, oldest = shown(row)
    assert newest == ("update", {str(Enterprise._meta.get_field("name").verbose_name): ("旧名", "新名")})
    assert oldest == ("insert", {})


def test_bulk_and_sql_writes_appear_like_any_other(zone):
    rows = Enterprise.objects.bulk_create([Enterprise(zone=zone, name=f"企业{n}") for n in range(3)])
    Enterprise.objects.filter(zone=zone).update(remark="批量")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_enterprise SET remark = 'SQL' WHERE zone_id = %s", [zone.pk])
    label = str(Enterprise._meta.get_field("remark").verbose_name)
    for row in rows:
        assert shown(row) == [("update", {label: ("批量", "SQL")}), ("update", {label: ("", "批量")}), ("insert", {})]


def test_a_deleted_row_stays_in_the_history(zone):
    row = factories.enterprise(zone=zone, name="将删")
    events, pk = Enterprise.pgh_event_model, row.pk
    Enterprise.objects.filter(pk=pk).delete()
    last = events.objects.filter(pgh_obj_id=pk).order_by("-pgh_id").first()
    assert (last.pgh_label, last.name) == ("delete", "将删")


def test_a_foreign_key_and_a_choice_are_shown_in_words(zone):
    before, after = factories.park(zone=zone, name="家具园"), factories.park(zone=zone, name="食品园")
    row = factories.project(zone=zone, park=before, stage="building")
    row.park, row.stage, row.total_wan = after, "completed", Decimal("12.50")
    row.save()
    fields = shown(row)[0][1]
    words = {str(label): value for label, value in fields.items()}
    stage = dict(type(row)._meta.get_field("stage").flatchoices)
    assert [tuple(map(str, pair)) for pair in words.values()] == [
        ("家具园", "食品园"),
        (str(stage["building"]), str(stage["completed"])),
        ("", "12.50"),
    ]


def test_who_and_whence_stand_beside_a_change(zone):
    row = factories.enterprise(zone=zone)
    with pghistory.context(user=7, name="张三", origin="form", url="/x/"):
        Enterprise.objects.filter(pk=row.pk).update(remark="改")
    newest = history.changes(row)[0]
    assert (newest.user, newest.origin) == ("张三", "form")
    assert history.changes(row)[1].user == ""


def test_a_page_writes_its_person_into_the_history(zone, people, sign_in):
    row = factories.enterprise(zone=zone, name="企业")
    sign_in(people.clerk).post(f"/enterprises/{row.pk}/edit/", {"name": "改名", "version": row.version})
    newest = history.changes(row)[0]
    assert (newest.user, newest.origin) == (people.clerk.name, "form")


def test_a_write_that_changes_nothing_is_not_shown(zone):
    row = factories.enterprise(zone=zone)
    row.save()
    assert [kind for kind, _fields in shown(row)] == ["insert"]


def test_only_the_newest_changes_are_read(zone, django_assert_num_queries):
    row = factories.enterprise(zone=zone)
    for n in range(6):
        Enterprise.objects.filter(pk=row.pk).update(remark=f"第{n}次")
    with django_assert_num_queries(1):
        newest = history.changes(row, limit=3)
    assert [change.fields[0].new for change in newest] == ["第5次", "第4次", "第3次"]


def test_no_history_keeps_a_password(zone):
    person = factories.person(zone=zone, role="clerk")
    person.set_password("another horse battery")
    person.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(event)::text FROM zones_userevent AS event")
        written = " ".join(row[0] for row in cursor.fetchall())
    assert person.name in written
    assert person.password not in written
    assert "md5$" not in written
    assert not {"password", "last_login"} & {f.name for f in User.pgh_event_model._meta.get_fields()}


def histories() -> list:
    return [model for model in apps.get_models() if hasattr(model, "pgh_event_model")]


def test_every_row_of_ours_has_a_history():
    ours = ["zones", "projects", "indicators", "infrastructure", "reports"]
    without = {
        model.__name__
        for label in ours
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_event_model") and not model.__name__.endswith("Event")
    }
    assert without == {"DownloadEntry", "BulkRow"}  # only ever added to


@pytest.mark.parametrize("model", histories(), ids=lambda model: model.__name__)
def test_no_history_can_be_rewritten(model, zone):
    """Even with an empty table the triggers stand; one written history shows that they work."""
    table = model.pgh_event_model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
        assert cursor.fetchone()[0] >= 1


def test_a_written_history_refuses_change_and_deletion(zone):
    row = factories.enterprise(zone=zone)
    event = row.events.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(event).objects.filter(pk=event.pk).update(name="gefälscht")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(event).objects.filter(pk=event.pk).delete()
    assert row.events.get().name == row.name


# --- rows on a day ---------------------------------------------------------------------------------


@pytest.fixture
def story(zone):
    """An enterprise that was entered on the 1st, renamed twice on the 2nd and deleted on the 4th, beside one that stayed."""
    events = Enterprise.pgh_event_model
    gone, stays = factories.enterprise(zone=zone, name="初名"), factories.enterprise(zone=zone, name="常在")
    retime(events, moment(1))
    for name in ("误名", "新名"):
        Enterprise.objects.filter(pk=gone.pk).update(name=name)
    retime(events, moment(2))
    Enterprise.objects.filter(pk=gone.pk).delete()
    retime(events, moment(4))
    return gone, stays


def moment(day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(2015, 6, day, hour, tzinfo=datetime.UTC)


def retime(events, to: datetime.datetime) -> None:
    """Gives the events that were written just now another moment."""
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        events.objects.filter(pgh_created_at__gt=moment(30)).update(pgh_created_at=to)


def names_at(at: datetime.datetime | None) -> list[str]:
    return sorted(history.rows_at(Enterprise, at).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("at", "names"),
    [
        (moment(1), []),
        (moment(1, 13), ["初名", "常在"]),
        (moment(2), ["初名", "常在"]),  # the moment itself is not before it
        (moment(3), ["常在", "新名"]),
        (moment(4, 13), ["常在"]),
        (None, ["常在"]),
    ],
)
def test_rows_stand_as_the_newest_write_before_a_moment_left_them(story, at, names):
    assert names_at(at) == names


def test_the_newest_writes_tell_of_deletions_too(story, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = {event.pgh_label: event.name for event in history.newest(Enterprise, None)}
    assert found == {"delete": "新名", "insert": "常在"}


def test_a_reading_is_narrowed_by_what_a_row_keeps(story, other_zone):
    factories.enterprise(zone=other_zone, name="别区")
    assert names_at(None) == ["别区", "常在"]
    assert [row.name for row in history.rows_at(Enterprise, None, zone=other_zone)] == ["别区"]
    assert [row.name for row in history.rows_at(Enterprise, moment(3), pgh_obj=story[0].pk)] == ["新名"]


def test_one_value_of_a_row_is_read_as_it_stood(story):
    def values(**how):
        asked = (history.value_at(Enterprise, at, story[0].pk, "name", **how) for at in (moment(1), moment(2), moment(3), None))
        return [Zone.objects.annotate(name_then=value).first().name_then for value in asked]

    assert values() == [None, "初名", "新名", "新名"]
    assert values(or_first=True) == ["初名", "初名", "新名", "新名"]


def test_many_rows_are_read_as_they_stood_in_one_query(story, django_assert_num_queries):
    """Also those that are gone since, and those of a younger history by what it begins with; the same as one by one."""
    pks = [row.pk for row in story]
    for at in (moment(1), moment(2), moment(3), None):
        with django_assert_num_queries(1):
            found = history.values_at(Enterprise, at, pks, "name", "zone")
        assert set(found) == set(pks)
        one_by_one = [
            Zone.objects.annotate(told=history.value_at(Enterprise, at, pk, "name", or_first=True)).first().told for pk in pks
        ]
        assert [found[pk][0] for pk in pks] == one_by_one
    assert history.values_at(Enterprise, None, [], "name") == {}


def test_the_writes_between_two_moments_come_in_their_order(story):
    found = history.between(Enterprise, moment(2), moment(4))
    assert [(event.pgh_label, event.name) for event in found] == [("update", "误名"), ("update", "新名")]
    assert [event.pgh_label for event in history.between(Enterprise, moment(2), None, pgh_obj=story[0].pk)] == [
        "update",
        "update",
        "delete",
    ]
    assert not history.between(Enterprise, moment(5), None)


def test_what_was_known_last_of_a_row_outlives_it(story):
    gone, stays = story
    assert (history.last_known(Enterprise, gone.pk).pgh_label, history.last_known(Enterprise, gone.pk).name) == ("delete", "新名")
    assert history.last_known(Enterprise, stays.pk).pgh_label == "insert"
    assert history.last_known(Enterprise, 0) is None


# --- who, why, through what ------------------------------------------------------------------------


def test_a_write_keeps_its_own_words_beside_those_of_the_request(zone):
    row = factories.enterprise(zone=zone)
    with pghistory.context(user=7, name="张三", origin="form"):
        with history.noted(origin=Origin.BULK, reason="funds", explanation="资金"):
            Enterprise.objects.filter(pk=row.pk).update(remark="一")
        Enterprise.objects.filter(pk=row.pk).update(remark="二")
    contexts = list(row.events.order_by("pgh_id").values_list("pgh_context", flat=True))[1:]
    assert contexts == [
        {"user": 7, "name": "张三", "origin": "bulk", "reason": "funds", "explanation": "资金"},
        {"user": 7, "name": "张三", "origin": "form"},
    ]


def test_outside_of_a_request_the_words_stand_alone(zone):
    row = factories.enterprise(zone=zone)
    with history.noted(origin=Origin.IMPORT):
        Enterprise.objects.filter(pk=row.pk).update(remark="一")
    assert [change.origin for change in history.changes(row)] == ["import", ""]


def test_words_that_were_noted_are_forgotten_after_an_error(zone):
    row = factories.enterprise(zone=zone)
    with pghistory.context(origin="form"):
        with pytest.raises(ZeroDivisionError), history.noted(reason="funds"):
            raise ZeroDivisionError
        Enterprise.objects.filter(pk=row.pk).update(remark="一")
    assert row.events.order_by("-pgh_id").first().pgh_context == {"origin": "form"}


@pytest.mark.parametrize(
    ("origin", "words"),
    [("form", "form"), ("grid", "grid"), ("bulk", "bulk change"), ("import", "import"), ("feed", "interface")],
)
def test_an_origin_is_shown_in_words(origin, words):
    with translation.override("en"):
        assert Origin.words(origin) == words


def test_an_unknown_origin_is_shown_as_it_is_and_none_says_so():
    with translation.override("en"):
        assert Origin.words("fax") == "fax"
        assert Origin.words("") == "directly in the database"


def test_why_stands_beside_a_change(zone):
    row = factories.enterprise(zone=zone)
    with history.noted(explanation="核对后更正", generated=True):
        Enterprise.objects.filter(pk=row.pk).update(remark="改")
    newest, oldest = history.changes(row)
    assert (newest.why, newest.is_generated) == ("核对后更正", True)
    assert (oldest.why, oldest.is_generated) == ("", False)
    assert history.changes(row, why=lambda event: event.remark)[0].why == "改"


def test_rows_that_changes_refer_to_are_read_at_once(zone, django_assert_num_queries):
    parks = [factories.park(zone=zone, name=f"园{n}") for n in range(4)]
    row, gone = factories.enterprise(zone=zone, park=parks[0]), parks[2].pk
    for park in (*parks[1:], parks[0]):
        Enterprise.objects.filter(pk=row.pk).update(park=park)
    parks[2].delete()
    with django_assert_num_queries(2):
        found = history.changes(row)
    printed = [(str(change.fields[0].old), str(change.fields[0].new)) for change in found[:-1]]
    assert printed == [("园3", "园0"), (f"#{gone}", "园3"), ("园1", f"#{gone}"), ("园0", "园1")]


def test_a_yes_or_no_is_shown_in_words(zone):
    row = factories.enterprise(zone=zone, is_producing=False)
    Enterprise.objects.filter(pk=row.pk).update(is_producing=True)
    with translation.override("en"):
        assert [(one.old, one.new) for one in history.changes(row)[0].fields] == [("no", "yes")]


# --- several rows in one line ----------------------------------------------------------------------


def test_a_timeline_holds_the_changes_of_several_models_newest_first(zone, django_assert_num_queries):
    park, firm = factories.park(zone=zone, name="家具园"), factories.enterprise(zone=zone, name="企业甲")
    Park.objects.filter(pk=park.pk).update(name="食品园")
    Enterprise.objects.filter(pk=firm.pk).update(park=park)
    Enterprise.objects.filter(pk=firm.pk).delete()
    parts = [
        history.Part(Park, {"pgh_obj": park.pk}),
        history.Part(Enterprise, {"zone": zone}, name=lambda event: event.name, why=lambda event: event.pgh_label[0]),
    ]
    with django_assert_num_queries(3), translation.override("en"):
        told = history.timeline(parts)
    firm_words = "enterprise “企业甲”"
    assert sorted((change.kind, change.subject, change.why) for change in told) == sorted(
        [
            ("insert", "", ""),
            ("update", "", ""),
            ("insert", firm_words, "i"),
            ("update", firm_words, "u"),
            ("delete", firm_words, "d"),
        ]
    )
    assert [str(change.fields[0].new) for change in told if change.kind == "update"] == ["食品园", "食品园"]


def test_a_timeline_is_cut_to_its_newest_changes(zone):
    firm = factories.enterprise(zone=zone)
    for n in range(5):
        Enterprise.objects.filter(pk=firm.pk).update(remark=f"第{n}次")
    told = history.timeline([history.Part(Enterprise, {"pgh_obj": firm.pk})], limit=2)
    assert [change.fields[0].new for change in told] == ["第4次", "第3次"]
