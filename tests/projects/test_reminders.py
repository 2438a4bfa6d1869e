"""Reminders: who gets which when, on which ways, once; by command, by hand, in the portal."""

import datetime
import smtplib
import threading

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from projects import actions, reminders
from projects.actions import reminders as sending
from projects.choices import ReminderKind
from projects.models import Reminder, ReportingWeek, WeeklyReport
from tests import factories
from tests.past import moment
from tests.projects.browser import text
from tests.projects.conftest import THIS_WEEK
from tests.projects.receiver import receiving
from tests.projects.test_week_races import at_once
from zones.models import User, Zone

pytestmark = pytest.mark.django_db
DUE = moment("2015-06-15 18:00:00")
OPENED, BEFORE, AFTER = moment("2015-06-12 08:00:00"), moment("2015-06-15 08:00:00"), moment("2015-06-15 18:00:00")


@pytest.fixture
def week(zone, people, project):
    """The week is open; the officer is asked for the project, which has not reported."""
    factories.assignment(project=project, user=people.officer)
    opened = ReportingWeek.objects.create(zone=zone, monday=THIS_WEEK, due_at=DUE)
    factories.report(project=project, monday=THIS_WEEK)
    return opened


def run(now, **options) -> str:
    call_command("send_reminders", now=now.isoformat(), **options, stdout=(out := Stream()))
    return out.text


class Stream:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text


def sent() -> list[tuple]:
    return [(row.user, row.kind, row.report_count) for row in Reminder.objects.order_by("pk")]


def set_zone(zone, **values):
    Zone.objects.filter(pk=zone.pk).update(**values)
    zone.refresh_from_db()


# --- when ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (OPENED, "opening"),
        ("2015-06-14 17:59:59", "opening"),
        ("2015-06-14 18:00:00", "before"),
        ("2015-06-15 17:59:59", "before"),
        ("2015-06-15 18:00:00", "after"),
        ("2015-06-22 17:59:59", "after"),
        ("2015-06-22 18:00:00", None),
    ],
)
def test_at_any_moment_one_kind_is_due_at_most(now, kind):
    now = moment(now) if isinstance(now, str) else now
    assert reminders.due_kind(zone=Zone(), due_at=DUE, now=now) == kind


@pytest.mark.parametrize(
    ("setting", "now"),
    [
        ({"remind_at_opening": False}, OPENED),
        ({"remind_hours_before": 0, "remind_at_opening": False}, BEFORE),
        ({"remind_after": False}, AFTER),
    ],
)
def test_what_the_zone_does_not_want_is_not_due(setting, now):
    assert reminders.due_kind(zone=Zone(**setting), due_at=DUE, now=now) is None


def test_the_hours_before_the_deadline_are_the_zone_s():
    zone = Zone(remind_hours_before=2)
    assert reminders.due_kind(zone=zone, due_at=DUE, now=moment("2015-06-15 15:59:59")) == ReminderKind.OPENING
    assert reminders.due_kind(zone=zone, due_at=DUE, now=moment("2015-06-15 16:00:00")) == ReminderKind.BEFORE


# --- who ----------------------------------------------------------------------------------------
def test_one_message_a_person_with_all_that_is_missing_each_kind_once(zone, people, week, unit):
    second = factories.project(zone=zone, unit=unit)
    factories.assignment(project=second, user=people.officer)
    factories.report(project=second, monday=THIS_WEEK)
    for now in (OPENED, OPENED, BEFORE, BEFORE, AFTER, AFTER):
        run(now)
    assert sent() == [
        (people.officer, "opening", 2),
        (people.officer, "before", 2),
        (people.officer, "after", 2),
        (people.head, "after", 2),
    ]


def test_who_has_given_everything_is_left_in_peace(zone, people, week):
    WeeklyReport.objects.update(state="submitted", submitted_at=OPENED)
    assert "0 reminded" in run(BEFORE)
    WeeklyReport.objects.update(state="returned")
    run(BEFORE)
    assert sent() == [(people.officer, "before", 1)]


def test_the_head_is_told_of_the_own_unit_only_and_of_projects_without_an_officer_before_the_deadline_too(zone, people, week, unit):
    other = factories.project(zone=zone, unit=people.colleague.memberships.get().unit)
    alone = factories.project(zone=zone, unit=unit)
    for project in (other, alone):
        factories.report(project=project, monday=THIS_WEEK)
    run(OPENED)
    assert sent() == [(people.officer, "opening", 1), (people.head, "opening", 1)]
    run(AFTER)
    assert sent()[2:] == [(people.officer, "after", 1), (people.head, "after", 2)]


def test_who_stands_in_today_is_reminded_as_well(zone, people, week, unit):
    """Of what the principal owes, beside the own reports and each once; not before the first day, nor after the last."""
    own = factories.project(zone=zone, unit=people.colleague.memberships.get().unit)
    factories.assignment(project=own, user=people.colleague)
    factories.report(project=own, monday=THIS_WEEK)
    factories.deputy(zone=zone, principal=people.officer, deputy=people.colleague, first_day=BEFORE.date())
    past = factories.person(zone=zone, unit=unit)
    factories.deputy(zone=zone, principal=people.officer, deputy=past, last_day=OPENED.date())
    run(OPENED)
    run(BEFORE)
    assert sent() == [
        (people.officer, "opening", 1),
        (people.colleague, "opening", 1),
        (past, "opening", 1),
        (people.officer, "before", 1),
        (people.colleague, "before", 2),
    ]


@pytest.mark.parametrize("gone", ["disabled", "left", "leader"])
def test_a_deputy_who_may_not_write_is_not_reminded(zone, people, week, gone):
    factories.deputy(zone=zone, principal=people.officer, deputy=people.colleague)
    factories.deputy(zone=zone, principal=people.colleague, deputy=people.clerk)  # of whom nothing is asked
    if gone == "disabled":
        User.objects.filter(pk=people.colleague.pk).update(is_active=False)
    elif gone == "left":
        people.colleague.memberships.all().delete()
    else:
        people.colleague.memberships.update(role="leader", unit=None)
    run(BEFORE)
    assert sent() == [(people.officer, "before", 1)]


def test_disabled_people_and_those_who_left_the_zone_are_never_reminded(zone, people, week):
    User.objects.filter(pk=people.officer.pk).update(is_active=False)
    people.head.memberships.all().delete()
    for now in (OPENED, BEFORE, AFTER):
        run(now)
    assert sent() == []


def test_of_an_officer_who_may_not_sign_in_the_head_is_told(zone, people, week):
    User.objects.filter(pk=people.officer.pk).update(is_active=False)
    run(OPENED)
    assert sent() == [(people.head, "opening", 1)]


def test_paused_projects_and_weeks_before_are_not_reminded_of(zone, people, week, project):
    factories.report(project=project, monday=THIS_WEEK - datetime.timedelta(days=7))
    project.stage = "suspended"
    project.save()
    run(AFTER)
    assert sent() == []


def test_zones_are_apart_and_one_can_be_named(zone, other_zone, people, week):
    assert run(OPENED, zone=other_zone.code) == f"{other_zone.code}: 0 reminded, 0 of them not on every way\n"
    assert sent() == []
    assert f"{zone.code}: 1 reminded" in run(OPENED)
    with pytest.raises(CommandError, match="There is no zone nowhere"):
        run(OPENED, zone="nowhere")


@pytest.mark.parametrize("text", ["yesterday", "2015-13-01T00:00", "25:00"])
def test_a_moment_that_cannot_be_read_stops_the_command(week, text):
    with pytest.raises(CommandError, match="is no moment"):
        call_command("send_reminders", now=text)
    assert sent() == []


def test_the_history_says_that_the_command_sent_it(week):
    run(OPENED)
    assert Reminder.objects.get().events.get(pgh_label="insert").pgh_context == {"origin": "command", "command": "send_reminders"}


# --- by e-mail ----------------------------------------------------------------------------------
@pytest.fixture
def mailing(zone, people, week):
    set_zone(zone, remind_by_email=True, name="某区")
    User.objects.filter(pk__in=[people.officer.pk, people.head.pk]).update(email="x@example.org")
    User.objects.filter(pk=people.officer.pk).update(email="officer@example.org", name="张三")


def test_an_e_mail_names_the_projects_in_plain_chinese(mailing, people, settings, project):
    settings.PORTAL_URL, settings.DEFAULT_FROM_EMAIL = "https://portal.example", "zone@example.org"
    type(project).objects.update(name="“甲”<b>&厂")
    run(BEFORE)
    (message,) = mail.outbox
    assert (message.to, message.from_email) == (["officer@example.org"], "zone@example.org")
    assert message.subject == "【某区】2015年第24周周报：1个项目未报"
    assert message.body == (
        "张三，您好：\n\n2015年第24周（6月8日至6月14日）的项目周报将于6月15日18:00截止，以下项目尚未提交。\n\n"
        "1. “甲”<b>&厂\n\n填报地址：https://portal.example/weeks/mine/\n\n某区项目管理平台（系统自动发送，请勿回复）"
    )
    assert Reminder.objects.get().by_email == "sent"


def test_without_the_site_s_address_there_is_no_link(mailing):
    run(OPENED)
    assert "填报地址" not in mail.outbox[0].body
    assert "已开始填报，请于6月15日18:00前提交" in mail.outbox[0].body
    assert mail.outbox[0].subject.endswith("1个项目待报")


def test_who_has_no_address_is_reminded_in_the_portal_only(mailing, people):
    User.objects.filter(pk=people.officer.pk).update(email="")
    run(OPENED)
    assert mail.outbox == []
    assert [(row.user, row.by_email) for row in Reminder.objects.all()] == [(people.officer, "")]


class Refusing(EmailBackend):
    """Refuses the officer's address, takes the others; or is away."""

    error: Exception = smtplib.SMTPRecipientsRefused({})
    asked = 0

    def send_messages(self, messages):
        type(self).asked += 1
        if messages[0].to == ["officer@example.org"]:
            raise self.error
        return super().send_messages(messages)


def outcomes(field: str) -> dict[str, str]:
    return dict(Reminder.objects.values_list("user__name", field))


@pytest.mark.parametrize(
    ("error", "asked", "of_the_head"),
    [
        (smtplib.SMTPRecipientsRefused({}), 2, "sent"),
        (smtplib.SMTPDataError(550, b"spam"), 2, "sent"),
        (ValueError("header"), 2, "sent"),
        (ConnectionRefusedError(), 1, "failed"),
        (TimeoutError(), 1, "failed"),
        (smtplib.SMTPServerDisconnected(), 1, "failed"),
        (smtplib.SMTPAuthenticationError(535, b"no"), 1, "failed"),
    ],
)
def test_a_refused_message_stops_no_other_and_a_server_that_is_away_is_asked_once(
    mailing, people, settings, monkeypatch, error, asked, of_the_head
):
    settings.EMAIL_BACKEND = "tests.projects.test_reminders.Refusing"
    monkeypatch.setattr(Refusing, "error", error)
    monkeypatch.setattr(Refusing, "asked", 0)
    assert "2 reminded" in run(AFTER)
    assert Refusing.asked == asked
    assert outcomes("by_email") == {"张三": "failed", people.head.name: of_the_head}
    run(AFTER)  # not again
    assert Refusing.asked == asked


# --- to the group -------------------------------------------------------------------------------
@pytest.fixture
def group(zone, week, people, settings):
    with receiving() as (told, host):
        settings.ROBOT_HOSTS = settings.ROBOT_PLAIN_HOSTS = [host]
        set_zone(zone, robot="wecom", robot_url=f"http://{host}/send?key=1", name="某区")
        User.objects.filter(pk=people.officer.pk).update(name="张三")
        yield told


def test_the_group_reads_one_message_with_a_line_for_each(group, people, settings):
    settings.PORTAL_URL = "https://portal.example"
    run(AFTER)
    assert group.texts == [
        "周报提醒：某区2015年第24周（6月8日至6月14日），已于6月15日18:00截止，以下项目仍未提交，请尽快补报。\n"
        f"张三：全友家居三期（1个项目）\n{people.head.name}：全友家居三期（1个项目）\nhttps://portal.example/weeks/mine/"
    ]
    assert set(outcomes("by_robot").values()) == {"sent"}
    run(AFTER)
    assert len(group.got) == 1


@pytest.mark.parametrize(("status", "answer"), [(500, {"errcode": 0}), (200, {"errcode": 93000}), (302, {}), (200, b"x")])
def test_a_robot_that_fails_stops_nothing_and_is_shown_to_the_keepers(
    group, zone, people, status, answer, settings, sign_in, mailing
):
    group.status, group.answer = status, answer
    assert "2 of them not on every way" in run(AFTER)
    assert set(outcomes("by_robot").values()) == {"failed"}
    assert set(outcomes("by_email").values()) == {"sent"}
    assert len(mail.outbox) == 2
    assert "robot failed" in text(sign_in(people.clerk).get("/weeks/"))
    assert "robot failed" not in text(sign_in(people.colleague).get("/weeks/"))


def test_a_host_that_is_not_allowed_is_not_spoken_to(group, settings):
    settings.ROBOT_HOSTS = ["qyapi.weixin.qq.com"]
    run(OPENED)
    assert group.got == []
    assert set(outcomes("by_robot").values()) == {"failed"}


def test_an_address_without_a_chosen_robot_is_not_used(group, zone):
    set_zone(zone, robot="")
    run(OPENED)
    assert group.got == []
    assert set(outcomes("by_robot").values()) == {""}


def test_who_gives_everything_while_the_e_mails_go_out_is_not_named_in_the_group(group, mailing, monkeypatch):
    send = sending.Post.send

    def slowly(post, **message):
        is_sent = send(post, **message)
        WeeklyReport.objects.update(state="submitted", submitted_at=AFTER)
        return is_sent

    monkeypatch.setattr(sending.Post, "send", slowly)
    run(BEFORE)
    assert group.got == []
    assert Reminder.objects.get().by_robot == ""


# --- at once ------------------------------------------------------------------------------------
class Watching(EmailBackend):
    """Notes whether anything is sent inside a transaction."""

    seen: list[bool] = []

    def send_messages(self, messages):
        self.seen.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(mailing, settings, monkeypatch):
    settings.EMAIL_BACKEND = "tests.projects.test_reminders.Watching"
    monkeypatch.setattr(Watching, "seen", [])
    run(OPENED)
    assert Watching.seen == [False]


@pytest.mark.django_db(transaction=True)
def test_two_commands_at_once_send_one_message_each(mailing, group, people, zone):
    def once(number):
        return len(actions.send_due_reminders(zone=Zone.objects.get(pk=zone.pk), now=AFTER))

    assert sum(at_once(once, 6)) == 2
    assert sorted(message.to[0] for message in mail.outbox) == ["officer@example.org", "x@example.org"]
    assert sorted(line for told in group.texts for line in told.splitlines()[1:]) == sorted(
        f"{name}：全友家居三期（1个项目）" for name in ("张三", people.head.name)
    )
    assert Reminder.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_commands_would_remind_twice(week, people, zone):
    """The race is there: both have read the list before either has written."""
    gate = threading.Barrier(2)

    def unclaimed(number):
        told = Reminder.objects.in_zone(zone).of_person(people.officer).exists()
        gate.wait(timeout=10)
        return told

    assert at_once(unclaimed, 2) == [False, False]
    owed = reminders.owing(zone=zone, monday=week.monday, heads_too=False, today=DUE.date())
    key = {"zone": zone, "week": week, "kind": "opening", "one": owed[0], "now": OPENED, "by": None}
    claims = at_once(lambda number: sending.claim_reminder(**key), 4)
    assert sum(claim is not None for claim in claims) == 1


@pytest.mark.django_db(transaction=True)
def test_who_submits_between_the_listing_and_the_sending_is_not_reminded(week, people, zone):
    (one,) = reminders.owing(zone=zone, monday=week.monday, heads_too=False, today=DUE.date())
    WeeklyReport.objects.update(state="submitted", submitted_at=OPENED)
    assert actions.reminders.send(zone=zone, week=week, kind="before", people=[one], now=BEFORE) == []
    assert sent() == []


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_is_being_written_is_waited_for(week, people, zone):
    """Without the lock the claim would read the old state while the other transaction has written the new one."""
    from django.db import transaction

    (one,) = reminders.owing(zone=zone, monday=week.monday, heads_too=False, today=DUE.date())
    written, found = threading.Event(), []

    def submit():
        with transaction.atomic():
            WeeklyReport.objects.update(state="submitted", submitted_at=OPENED)
            written.set()
            threading.Event().wait(0.5)
        connection.close()

    thread = threading.Thread(target=submit)
    thread.start()
    written.wait(5)
    assert WeeklyReport.objects.missing().count() == 1  # what a plain read sees
    found = sending.send(zone=zone, week=week, kind="before", people=[one], now=BEFORE)
    thread.join()
    assert found == []
    assert sent() == []


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_claim_and_sending_sends_nothing_twice(mailing, group, monkeypatch):
    def crash(*args, **message):
        raise KeyboardInterrupt

    monkeypatch.setattr(sending.Post, "send", crash)
    with pytest.raises(KeyboardInterrupt):
        run(OPENED)
    monkeypatch.undo()
    assert "0 reminded" in run(OPENED)
    assert (mail.outbox, group.got) == ([], [])
    row = Reminder.objects.get()
    assert (row.by_email, row.by_robot, row.has_failed) == ("failed", "failed", True)


# --- by hand ------------------------------------------------------------------------------------
ADDRESS = "/weeks/2015-W24/reminding/"


def remind(client, **data):
    return client.post(ADDRESS, data, follow=True)


def test_a_head_reminds_the_own_unit_once_an_hour(sign_in, people, week, zone):
    other = factories.project(zone=zone, unit=people.colleague.memberships.get().unit)
    factories.assignment(project=other, user=people.colleague)
    factories.report(project=other, monday=THIS_WEEK)
    client = sign_in(people.head)
    assert f"Reminded: {people.officer.name}" in text(remind(client))
    assert "Nobody was reminded" in text(remind(client))
    row = Reminder.objects.get()
    assert (row.user, row.kind, row.by, row.report_count) == (people.officer, "by_hand", people.head, 1)
    Reminder.objects.update(sent_at=row.sent_at - datetime.timedelta(hours=1, minutes=1))
    remind(client)
    assert Reminder.objects.count() == 2
    refused = remind(client, unit=other.unit_id)
    assert refused.status_code == 403
    assert "of the own unit" in text(refused)


def test_a_keeper_reminds_everybody_a_unit_or_a_person(sign_in, people, week, zone):
    unit = people.colleague.memberships.get().unit
    other = factories.project(zone=zone, unit=unit)
    factories.assignment(project=other, user=people.colleague)
    factories.report(project=other, monday=THIS_WEEK)
    client = sign_in(people.clerk)
    remind(client, unit=unit.pk)
    assert {row.user for row in Reminder.objects.all()} == {people.colleague}
    remind(client, person=people.officer.pk)
    assert {row.user for row in Reminder.objects.all()} == {people.colleague, people.officer}
    remind(client)
    assert Reminder.objects.filter(user=people.head).count() == 1  # after the deadline the heads too
    for nobody in ({"unit": "abc"}, {"unit": 999999}, {"person": -1}, {"person": 10**30}):
        assert "Nobody was reminded" in text(remind(client, **nobody))


def test_nobody_else_reminds_and_an_old_week_is_not_reminded_of(sign_in, people, week):
    for person in (people.officer, people.leader):
        assert remind(sign_in(person)).status_code == 403
    answer = sign_in(people.clerk).post("/weeks/2015-W23/reminding/", follow=True)
    assert "only the week that is open" in text(answer)
    assert sign_in(people.clerk).post("/weeks/2015-W99/reminding/").status_code == 404
    assert sign_in(people.clerk).get(ADDRESS).status_code == 405
    assert sent() == []


@pytest.mark.django_db(transaction=True)
def test_six_clicks_at_once_remind_once(people, week):
    def click(number):
        return len(actions.remind_by_hand(week=ReportingWeek.objects.get(), now=AFTER, by=people.clerk, person=people.officer.pk))

    assert sorted(at_once(click, 6)) == [0, 0, 0, 0, 0, 1]
    assert Reminder.objects.count() == 1


def test_the_buttons_are_there_for_whom_they_work(sign_in, people, week):
    assert text(sign_in(people.head).get("/weeks/")).count("Remind now") == 1
    assert "Remind all" not in text(sign_in(people.head).get("/weeks/"))
    assert "Remind all" in text(sign_in(people.clerk).get("/weeks/"))
    for person in (people.officer, people.colleague, people.leader):
        assert "Remind" not in text(sign_in(person).get("/weeks/")).replace("Reminder", "")


# --- in the portal ------------------------------------------------------------------------------
BANNER = "Weekly reports of 2015-W24 are missing"


def test_the_reminder_stands_on_every_page_until_it_is_seen(sign_in, people, week):
    run(BEFORE)
    client = sign_in(people.officer)
    for page in ("/weeks/mine/", "/projects/", "/dashboard/"):
        assert BANNER in text(client.get(page)), page
    row = Reminder.objects.get()
    answer = client.post(f"/reminders/{row.pk}/seen/", {"next": "/projects/?q=x"})
    assert (answer.status_code, answer["Location"]) == (302, "/projects/?q=x")
    assert BANNER not in text(client.get("/projects/"))
    row.refresh_from_db()
    assert timezone.localtime(row.seen_at).date() == datetime.date(2015, 6, 16)
    run(AFTER)
    assert BANNER in text(client.get("/projects/"))


def test_the_banner_goes_when_everything_is_given_and_is_nobody_else_s(sign_in, people, week):
    run(BEFORE)
    for person in (people.colleague, people.clerk, people.stranger):
        assert BANNER not in text(sign_in(person).get("/projects/"))
    WeeklyReport.objects.update(state="submitted", submitted_at=BEFORE)
    assert BANNER not in text(sign_in(people.officer).get("/projects/"))


def test_seeing_marks_the_earlier_ones_too_and_only_the_own(sign_in, people, week):
    run(BEFORE)
    run(AFTER)
    mine = Reminder.objects.filter(user=people.officer)
    client = sign_in(people.officer)
    assert client.post(f"/reminders/{Reminder.objects.get(user=people.head).pk}/seen/").status_code == 404
    client.post(f"/reminders/{mine.latest('pk').pk}/seen/")
    assert [row.seen_at is None for row in Reminder.objects.order_by("pk")] == [False, False, True]


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\r\nX: y", ""])
def test_seen_leads_nowhere_else(sign_in, people, week, target):
    run(OPENED)
    answer = sign_in(people.officer).post(f"/reminders/{Reminder.objects.get().pk}/seen/", {"next": target})
    assert answer["Location"] == "/weeks/mine/"


@pytest.mark.parametrize("seen", [True, False])
def test_a_page_costs_three_queries_more_only_while_a_reminder_is_not_seen(sign_in, people, week, seen, django_assert_num_queries):
    run(OPENED)
    Reminder.objects.update(seen_at=OPENED if seen else None)
    client = sign_in(people.officer)
    client.get("/reports/")
    with django_assert_num_queries(5 if seen else 8):
        client.get("/reports/")


# --- the list -----------------------------------------------------------------------------------
def test_the_list_is_the_keepers_and_finds_what_failed(sign_in, people, week, zone, other_zone):
    run(AFTER)
    Reminder.objects.filter(user=people.head).update(by_robot="failed")
    factories.reminder(zone=other_zone, user=people.stranger, by_email="failed")
    client = sign_in(people.clerk)
    assert {row.user for row in client.get("/reminders/").context["page"]} == {people.officer, people.head}
    assert [row.user for row in client.get("/reminders/?failed=yes").context["page"]] == [people.head]
    assert [row.user for row in client.get("/reminders/?kind=opening").context["page"]] == []
    refused = sign_in(people.head).get("/reminders/")
    assert refused.status_code == 403
    assert "Only clerks of the zone read the list of reminders." in text(refused)
