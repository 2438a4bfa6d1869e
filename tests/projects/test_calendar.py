"""Calendars: the page of the secret addresses, and what somebody, or a program, gets from them."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core.periods import ONE_DAY
from projects import ics
from projects.models import CalendarFeed, Milestone
from tests import factories
from tests.projects.browser import text
from zones.models import DownloadEntry

PAGE, NEW, FILE = reverse("projects:calendar"), reverse("projects:feed_new"), reverse("projects:calendar_file")
AS_OF = datetime.date(2015, 6, 16)


@pytest.fixture
def other_unit(people):
    return people.colleague.memberships.get().unit


@pytest.fixture
def ledger(zone, unit, other_unit, people, project, foreign):
    """Promises of the officer's project, of the unit, of another unit, and what must never leak."""
    factories.assignment(project=project, user=people.officer)
    of_unit = factories.project(zone=zone, unit=unit, name="本单位项目")
    elsewhere = factories.project(zone=zone, unit=other_unit, name="他单位项目", leader=people.leader)
    factories.milestone(project=project, text="办公楼竣工", due=datetime.date(2015, 6, 30))
    factories.milestone(project=of_unit, text="厂房封顶", due=datetime.date(2015, 7, 31))
    factories.milestone(project=elsewhere, text="设备进场", due=datetime.date(2015, 8, 31))
    factories.milestone(project=elsewhere, text="交给本单位", due=datetime.date(2015, 9, 30), unit=unit)
    factories.assignment(project=foreign.project, user=people.stranger)


@pytest.fixture
def feed(zone, people, ledger):
    return factories.feed(zone=zone, user=people.officer)


@pytest.fixture
def unit_feed(zone, unit, people, ledger):
    return factories.feed(zone=zone, user=people.officer, unit=unit)


def fetch(feed, **headers):
    """As a calendar program does: without cookies."""
    return Client(raise_request_exception=False).get(feed.get_absolute_url(), headers=headers)


def summaries(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [str(event["summary"]).rpartition("：")[2] for event in Calendar.from_ical(content).walk("VEVENT")]


# --- what is in it ---------------------------------------------------------------------------------


def test_one_s_own_calendar_holds_the_projects_one_is_assigned_to_or_leads(feed, zone, people, ledger):
    assert summaries(fetch(feed)) == ["办公楼竣工"]
    assert summaries(fetch(factories.feed(zone=zone, user=people.leader))) == ["交给本单位", "设备进场"]
    assert summaries(fetch(factories.feed(zone=zone, user=people.clerk))) == []


def test_a_unit_s_calendar_holds_what_the_unit_answers_for(unit_feed, zone, people, other_unit):
    assert summaries(fetch(unit_feed)) == ["交给本单位", "厂房封顶", "办公楼竣工"]
    other = factories.feed(zone=zone, user=people.colleague, unit=other_unit)
    assert summaries(fetch(other)) == ["设备进场"]


def test_open_promises_stay_and_kept_ones_for_sixty_days(feed, project):
    for days, name in ((59, "刚完成"), (60, "六十天"), (61, "早完成")):
        factories.milestone(project=project, text=name, actual_date=AS_OF - days * ONE_DAY)
    factories.milestone(project=project, text="久拖", due=datetime.date(2013, 1, 1))
    content = fetch(feed).content.decode()
    assert "早完成" not in content
    assert content.count("SUMMARY:✓") == 2
    assert "久拖" in content


def test_the_answer_is_a_calendar_for_programs(feed):
    answer = fetch(feed)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["ETag"].startswith('"')
    assert "GMT" in answer["Last-Modified"]
    assert not answer.cookies
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["url"]) == f"http://testserver{Milestone.objects.get(text='办公楼竣工').get_absolute_url()}"


def test_the_due_soon_days_are_those_of_the_zone(feed, zone):
    assert "临期" in fetch(feed).content.decode()
    factories.rule_set(zone=zone, due_soon_days=3)
    assert "未到期" in fetch(feed).content.decode()


def test_an_unchanged_calendar_is_not_sent_again_and_a_changed_one_is(feed, settings):
    first = fetch(feed)
    again = fetch(feed, if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-cache"
    Milestone.objects.filter(text="办公楼竣工").update(text="办公楼交付")
    changed = fetch(feed, if_none_match=first["ETag"])
    assert (changed.status_code, summaries(changed)) == (200, ["办公楼交付"])
    settings.PORTAL_TODAY = datetime.date(2015, 7, 1)
    assert fetch(feed, if_none_match=changed["ETag"]).status_code == 200  # it is overdue now


def test_a_date_alone_does_not_make_a_calendar_unchanged(feed, people, project):
    """What is no longer shown leaves no younger date behind: only the fingerprint tells."""
    answer = fetch(feed)
    project.assignments.all().delete()
    assert summaries(fetch(feed, if_modified_since=answer["Last-Modified"])) == []


def test_a_calendar_holds_two_thousand_dates_at_most_and_says_so(feed, project, monkeypatch):
    monkeypatch.setattr(ics, "MOST", 5)
    for number in range(4):
        factories.milestone(project=project, text=f"节点{number}", due=datetime.date(2015, 9, 1) + number * ONE_DAY)
    assert len(summaries(fetch(feed))) == 5
    factories.milestone(project=project, text="再一", due=datetime.date(2015, 12, 31))
    found = summaries(fetch(feed))
    assert found[:4] == ["再一", "节点3", "节点2", "节点1"]
    assert len(found) == 5
    assert "6" in found[4]
    assert "4" in found[4]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_calendar_costs_the_same_for_one_row_and_for_three(feed, project, rows, django_assert_num_queries):
    for number in range(1, rows):
        factories.milestone(project=project, due=datetime.date(2015, 10, number))
    fetch(feed)
    with django_assert_num_queries(5):
        assert len(summaries(fetch(feed))) == rows


# --- who gets it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 5000, "%00", "%FF", "..", "\u202e", "' OR 1=1"])
def test_an_unknown_address_is_404(feed, token):
    answer = Client(raise_request_exception=False).get(f"/calendar/{token}.ics")
    assert answer.status_code in {400, 404}
    assert "办公楼" not in answer.content.decode()


def test_the_secret_is_long_and_exact(feed):
    assert len(feed.token) == 43
    for wrong in (feed.token[:-1], feed.token + "x", feed.token.swapcase(), f" {feed.token}"):
        assert Client().get(f"/calendar/{wrong}.ics").status_code == 404


def test_nothing_of_another_zone_comes_through(unit_feed, people, other_zone, foreign):
    assert "外区机密" not in fetch(unit_feed).content.decode()
    theirs = factories.feed(zone=other_zone, user=people.stranger)
    assert summaries(fetch(theirs)) == ["外区机密节点"]


def test_a_person_of_two_zones_gets_in_each_calendar_that_zone_s_dates(feed, people, other_zone, foreign):
    people.officer.memberships.create(zone=other_zone, role="leader")
    factories.assignment(project=foreign.project, user=people.officer)
    assert summaries(fetch(feed)) == ["办公楼竣工"]
    assert summaries(fetch(factories.feed(zone=other_zone, user=people.officer))) == ["外区机密节点"]


def test_a_disabled_person_s_calendar_is_404_and_back_with_them(feed, people):
    people.officer.is_active = False
    people.officer.save()
    assert fetch(feed).status_code == 404
    people.officer.is_active = True
    people.officer.save()
    assert fetch(feed).status_code == 200


def test_who_left_the_zone_gets_nothing_more(feed, people, ledger):
    people.officer.memberships.all().delete()
    answer = fetch(feed)
    assert answer.status_code == 404
    assert "办公楼" not in answer.content.decode()


def test_a_calendar_follows_the_assignment(feed, project, people):
    project.assignments.all().delete()
    assert summaries(fetch(feed)) == []


def test_the_calendar_of_a_unit_that_is_gone_is_404(zone, people, ledger):
    gone = factories.unit(zone=zone, name="撤销单位")
    feed = factories.feed(zone=zone, user=people.clerk, unit=gone)
    assert fetch(feed).status_code == 200
    gone.delete()
    assert fetch(feed).status_code == 404
    assert not CalendarFeed.objects.filter(pk=feed.pk).exists()


def test_who_moved_to_another_unit_loses_the_old_one_s_dates(unit_feed, people, other_unit):
    people.officer.memberships.update(unit=other_unit)
    assert fetch(unit_feed).status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [("officer", 200), ("head", 200), ("colleague", 404), ("clerk", 200), ("admin", 200), ("leader", 200)]
)
def test_a_unit_s_calendar_is_for_its_people_the_keepers_and_the_leaders(zone, unit, people, ledger, person, status):
    assert fetch(factories.feed(zone=zone, user=getattr(people, person), unit=unit)).status_code == status


def test_a_unit_of_another_zone_gives_nothing(zone, people, foreign, ledger):
    feed = factories.feed(zone=zone, user=people.admin, unit=foreign.project.unit)
    assert fetch(feed).status_code == 404


def test_the_address_answers_to_reading_only(feed):
    client = Client()
    assert client.head(feed.get_absolute_url()).status_code == 200
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(feed.get_absolute_url()).status_code == 405


def test_the_moment_of_a_fetch_is_noted_once_an_hour_and_is_nobody_s_edit(feed, monkeypatch):
    version, events = feed.version, CalendarFeed.pgh_event_model.objects.count()
    fetch(feed)
    feed.refresh_from_db()
    noted = feed.last_read_at
    assert noted is not None
    fetch(feed)
    feed.refresh_from_db()
    assert feed.last_read_at == noted
    CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=noted - datetime.timedelta(minutes=61))
    fetch(feed)
    feed.refresh_from_db()
    assert feed.last_read_at >= noted
    assert (feed.version, CalendarFeed.pgh_event_model.objects.count()) == (version, events)


def test_no_history_keeps_the_secret(feed):
    columns = {field.name for field in CalendarFeed.pgh_event_model._meta.get_fields()}
    assert columns.isdisjoint({"token", "last_read_at"})
    assert feed.token not in str(list(CalendarFeed.pgh_event_model.objects.values()))


# --- the page --------------------------------------------------------------------------------------


def test_an_address_is_made_shown_renewed_and_taken_back(sign_in, people, ledger):
    client = sign_in(people.officer)
    assert "Make an address" in text(client.get(PAGE))
    assert client.post(NEW)["Location"] == PAGE
    feed = CalendarFeed.objects.get()
    assert (feed.user, feed.unit) == (people.officer, None)
    page = client.get(PAGE)
    assert f'value="http://testserver{feed.get_absolute_url()}"' in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    old = feed.get_absolute_url()
    client.post(reverse("projects:feed_renew", args=[feed.pk]))
    feed.refresh_from_db()
    assert feed.get_absolute_url() != old
    assert Client().get(old).status_code == 404
    assert summaries(fetch(feed)) == ["办公楼竣工"]
    client.post(reverse("projects:feed_remove", args=[feed.pk]))
    assert fetch(feed).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_the_page_counts_what_is_open(sign_in, people, ledger):
    assert "1 open promises" in text(sign_in(people.officer).get(PAGE))
    assert "0 open promises" in text(sign_in(people.clerk).get(PAGE))


def test_making_an_address_twice_makes_one(sign_in, people, unit, ledger):
    client = sign_in(people.officer)
    for _turn in range(2):
        client.post(NEW)
        client.post(NEW, {"unit": unit.pk})
    assert sorted(CalendarFeed.objects.values_list("unit", flat=True), key=str) == sorted([None, unit.pk], key=str)


def test_units_are_offered_to_whom_they_are_open(sign_in, people, unit, other_unit, zone, ledger):
    def offered(person):
        return {each.name for each in sign_in(person).get(PAGE).context["units"]}

    assert offered(people.officer) == offered(people.head) == {unit.name}
    assert offered(people.clerk) == offered(people.leader) == set(zone.units.values_list("name", flat=True))
    client = sign_in(people.officer)
    client.post(NEW, {"unit": unit.pk})
    page = client.get(PAGE)
    assert list(page.context["units"]) == []
    assert [feed.unit for feed in page.context["of_units"]] == [unit]


@pytest.mark.parametrize("path", [NEW, FILE])
def test_another_unit_is_refused_with_its_reason_and_a_foreign_or_unreadable_one_is_404(sign_in, people, other_unit, foreign, path):
    client = sign_in(people.officer)
    ask = client.post if path == NEW else client.get
    refused = ask(path, {"unit": other_unit.pk})
    assert refused.status_code == 403
    assert "You do not belong to this unit." in text(refused)
    for unit in (foreign.project.unit_id, 0, "abc", "1" * 30, "-1", "\u0661", str(2**63)):
        assert ask(path, {"unit": unit}).status_code == 404, unit
    assert not CalendarFeed.objects.exists()
    assert not DownloadEntry.objects.exists()


def test_an_address_that_gives_nothing_any_more_says_why(sign_in, people, unit_feed, other_unit):
    people.officer.memberships.update(unit=other_unit)
    page = text(sign_in(people.officer).get(PAGE))
    assert "You do not belong to this unit. This address gives nothing." in page


def test_nobody_else_sees_renews_or_removes_an_address(sign_in, people, feed):
    for person in (people.colleague, people.clerk, people.admin, people.stranger):
        client = sign_in(person)
        assert feed.token not in client.get(PAGE).content.decode()
        for name in ("feed_renew", "feed_remove"):
            assert client.post(reverse(f"projects:{name}", args=[feed.pk])).status_code == 404
    feed.refresh_from_db()
    assert feed.version == 1


def test_an_address_is_changed_by_a_form_of_the_portal_only(people, feed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.officer, backend="django.contrib.auth.backends.ModelBackend")
    for path in (NEW, reverse("projects:feed_renew", args=[feed.pk]), reverse("projects:feed_remove", args=[feed.pk])):
        assert client.post(path).status_code == 403
        assert client.get(path).status_code == 405
    assert CalendarFeed.objects.get().token == feed.token


def test_the_file_is_the_same_calendar_once_and_is_logged(sign_in, people, unit, ledger):
    client = sign_in(people.officer)
    answer = client.get(FILE, {"unit": unit.pk})
    assert summaries(answer) == ["交给本单位", "厂房封顶", "办公楼竣工"]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert summaries(client.get(FILE)) == ["办公楼竣工"]
    assert [(entry.user, entry.what, entry.about, entry.row_count) for entry in DownloadEntry.objects.order_by("pk")] == [
        (people.officer, "Calendar", unit.name, 3),
        (people.officer, "Calendar", people.officer.name, 1),
    ]
    assert not CalendarFeed.objects.exists()


def test_the_ledger_leads_to_the_calendar_and_the_timeline(sign_in, people, ledger):
    content = sign_in(people.officer).get("/milestones/").content.decode()
    assert re.search(rf'href="{PAGE}"', content)
    assert content.count('href="/timeline/"') == 2  # in the menu and beside the list


@pytest.mark.parametrize("feeds", [1, 3])
def test_the_page_costs_the_same_for_one_address_and_for_three(sign_in, people, zone, feeds, django_assert_num_queries):
    for _number in range(feeds):
        factories.feed(zone=zone, user=people.clerk, unit=factories.unit(zone=zone))
    client = sign_in(people.clerk)
    client.get(PAGE)
    with django_assert_num_queries(6):
        page = client.get(PAGE)
    assert len(page.context["of_units"]) == feeds
