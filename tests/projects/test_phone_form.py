"""The form of the week on a phone: its weight, new dates proposed, pictures inside it, and answers to its scripts."""

import datetime
import gzip
import re
import uuid
from http import HTTPStatus
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.periods import ONE_WEEK
from projects.models import MilestoneWeek, Photo, StageEntry, WeeklyReport
from tests import factories
from tests.factories import encoded
from tests.projects.browser import errors, filled, submit, text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK

pytestmark = pytest.mark.django_db
GIVEN = datetime.datetime(2015, 6, 8, tzinfo=datetime.UTC)
DUE = datetime.date(2015, 6, 30)
SCRIPT = {"HTTP_ACCEPT": "application/json"}
MOST_BYTES = 150 * 1024


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def officer(sign_in, people):
    return sign_in(people.officer)


@pytest.fixture
def report(project):
    return factories.report(project=project, monday=THIS_WEEK)


@pytest.fixture
def milestone(project):
    return factories.milestone(project=project, text="3号厂房封顶", due=DUE)


def write(report):
    return reverse("projects:report_write", args=[report.pk])


def stored(report):
    return WeeklyReport.objects.get(pk=report.pk)


def picture(colour="red", name="现场.jpg"):
    return SimpleUploadedFile(name, encoded(Image.new("RGB", (60, 40), colour)), content_type="image/jpeg")


# --- the page ---------------------------------------------------------------------------------------


def test_the_page_weighs_at_most_150_kb_with_everything_it_loads(officer, report, project):
    factories.report(project=project, monday=LAST_WEEK, state="accepted", submitted_at=GIVEN, progress="基础完成" * 40)
    for number in range(8):
        factories.milestone(project=project, text=f"{number}号厂房封顶并完成屋面", due=DUE)
    page = officer.get(write(report)).content
    loaded = set(re.findall(r'(?:src|href)="/static/([^"#]+)', page.decode()))
    assert {"css/phone.css", "js/draft.js", "vendor/tabler/tabler.min.css", "vendor/icons/icons.svg"} <= loaded
    assert not any("echarts" in name or "htmx" in name or name.endswith("tabler.min.js") for name in loaded)
    weights = {name: len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in loaded}
    assert sum(weights.values()) + len(gzip.compress(page)) <= MOST_BYTES, weights


def test_last_week_stands_beside_each_box_and_promises_come_first(officer, report, project, milestone):
    before = {"progress": "基础完成", "problems": "缺电", "next_plan": "封顶", "workers": 31, "completed_wan": 1500}
    factories.report(project=project, monday=LAST_WEEK, state="accepted", submitted_at=GIVEN, **before)
    page = officer.get(write(report)).content.decode()
    assert page.count('class="previous"') == 5
    assert page.index("3号厂房封顶") < page.index('name="no_change"') < page.index('name="progress"')
    assert page.index('name="submit"') < page.index('name="no_change"')  # what the Enter key presses


def test_no_change_is_one_button_and_asks_for_a_reason_from_the_second_week_on(officer, report, project):
    assert 'name="no_change"' not in officer.get(write(report)).content.decode()
    earlier = factories.report(project=project, monday=LAST_WEEK, state="accepted", submitted_at=GIVEN, progress="基础完成")
    page = officer.get(write(report)).content.decode()
    assert 'name="no_change" value="yes"' in page
    assert "no_change_reason" not in page
    WeeklyReport.objects.filter(pk=earlier.pk).update(no_change=True)
    assert 'id="id_no_change_reason"' in officer.get(write(report)).content.decode()
    assert errors(submit(officer, write(report), no_change="yes")) == {
        "no_change_reason": ["nothing changed last week either: please say why"]
    }
    assert submit(officer, write(report), no_change="yes", no_change_reason="农忙").status_code == 302
    assert (stored(report).state, stored(report).no_change, stored(report).progress) == ("submitted", True, "基础完成")


def test_a_week_that_has_not_begun_takes_no_report(officer, project, today):
    report = factories.report(project=project, monday=THIS_WEEK + 2 * ONE_WEEK)
    assert errors(submit(officer, write(report), progress="提前写")) == {"__all__": ["This week has not begun yet."]}
    answer = officer.post(write(report), filled(officer.get(write(report)), progress="提前写"), **SCRIPT)
    assert (answer.status_code, answer.json()["reason"]) == (422, "This week has not begun yet.")
    assert stored(report).progress == ""


# --- new dates proposed -----------------------------------------------------------------------------


def late(milestone, **said):
    """What the boxes of a promise send when it will be late."""
    words = {"outlook": "late", "proposed_date": "2015-07-20", "proposed_reason": "utilities", "note": "停电两周", **said}
    return {f"m{milestone.pk}-{part}": value for part, value in words.items()}


def proposal():
    said = MilestoneWeek.objects.get()
    return (said.outlook, said.proposed_date and str(said.proposed_date), said.proposed_reason, said.note, said.proposal)


def test_a_new_date_is_proposed_with_the_submission_and_moves_nothing(officer, report, milestone):
    assert submit(officer, write(report), progress="主体", **late(milestone)).status_code == 302
    assert proposal() == ("late", "2015-07-20", "utilities", "停电两周", "asked")
    milestone.refresh_from_db()
    assert (milestone.due_date, milestone.revisions.count()) == (DUE, 0)


def test_a_draft_keeps_the_proposal_and_asks_nobody(officer, report, milestone):
    assert submit(officer, write(report), draft="yes", **late(milestone, proposed_reason="", note="")).status_code == 302
    assert proposal() == ("late", "2015-07-20", "", "", "")
    assert submit(officer, write(report), progress="主体", **late(milestone)).status_code == 302
    assert proposal()[-1] == "asked"


def test_late_without_a_new_date_is_enough_and_other_words_drop_the_proposal(officer, report, milestone):
    assert submit(officer, write(report), progress="主体", **late(milestone, proposed_date="", note="")).status_code == 302
    assert proposal() == ("late", None, "utilities", "", "")
    submit(officer, write(report), progress="主体", **late(milestone, outlook="on_track"))
    assert proposal() == ("on_track", None, "", "停电两周", "")


@pytest.mark.parametrize(
    ("part", "value", "rule"),
    [
        ("proposed_date", "2015-06-30", "this is the date it has already"),
        ("proposed_date", "2015-06-29", "what will be late is due after 2015-06-30"),
        ("proposed_date", "2015-02-30", "2015-02-30 is not in the calendar"),
        ("proposed_date", "0001-01-01", "Enter a date from 1950 to 2100."),
        ("proposed_reason", "", "a new date needs its reason and a word of explanation"),
        ("proposed_reason", "weltlauf", "Select a valid choice. weltlauf is not one of the available choices."),
        ("note", "", "a new date needs its reason and a word of explanation"),
    ],
)
def test_a_proposal_keeps_the_rules_of_moving_a_date(officer, report, milestone, part, value, rule):
    refused = submit(officer, write(report), progress="写了很久", **late(milestone, **{part: value}))
    found = errors(refused)
    assert list(found) == [f"m{milestone.pk}-{part}"]
    assert value == "0001-01-01" or found[f"m{milestone.pk}-{part}"] == [rule]
    assert "写了很久" in refused.content.decode()
    assert stored(report).state == "open"


def test_a_date_before_the_project_in_the_past_or_in_a_closed_year_is_refused(officer, report, project, milestone, zone):
    name = f"m{milestone.pk}-proposed_date"
    overdue = factories.milestone(project=project, due=datetime.date(2014, 12, 1))
    past = submit(officer, write(report), progress="主体", **late(overdue, proposed_date="2015-06-15"))
    assert errors(past) == {f"m{overdue.pk}-proposed_date": ["this day has passed already"]}
    StageEntry.objects.create(project=project, stage="started", reached_on=datetime.date(2015, 12, 1))
    assert errors(submit(officer, write(report), progress="主体", **late(milestone))) == {
        name: ["the project begins on 2015-12-01 only"]
    }
    zone.ledger_closed_through = 2015
    zone.save()
    (reason,) = errors(submit(officer, write(report), progress="主体", **late(milestone)))[name]
    assert reason.startswith("The ledgers up to 2015 are closed.")


@pytest.mark.parametrize(
    ("decided", "again", "after"),
    [
        ("granted", {}, "granted"),
        ("granted", {"note": "停电三周"}, "granted"),
        ("granted", {"proposed_date": "2015-08-01"}, "asked"),
        ("declined", {}, "declined"),
        ("declined", {"note": "停电三周"}, "asked"),
    ],
)
def test_what_was_decided_on_is_not_asked_again_with_the_same_words(officer, report, milestone, decided, again, after):
    submit(officer, write(report), progress="主体", **late(milestone))
    MilestoneWeek.objects.update(proposal=decided)
    if decided == "granted":
        milestone.due_date = datetime.date(2015, 7, 20)
        milestone.save()
    assert submit(officer, write(report), progress="主体二层", **late(milestone, **again)).status_code == 302
    assert proposal()[-1] == after


def test_lines_that_say_the_same_again_are_not_written_again(officer, report, milestone):
    submit(officer, write(report), draft="yes", **late(milestone))
    before = MilestoneWeek.objects.get().version
    submit(officer, write(report), draft="yes", next_plan="下周", **late(milestone))
    assert MilestoneWeek.objects.get().version == before


# --- pictures ---------------------------------------------------------------------------------------


def send_with(client, report, *photos, headers=None, **words):
    """The form as it stands with other words and these files."""
    data = filled(client.get(write(report)), **{"progress": "主体", **words})
    return client.post(write(report), {**data, "photos": photos}, **(headers or {}))


def test_pictures_come_with_the_report_with_one_caption_for_all(officer, people, report, milestone):
    words = {"photo_caption": "封顶现场", "photo_promise": milestone.pk}
    assert send_with(officer, report, picture("red"), picture("blue"), **words).status_code == 302
    rows = Photo.objects.all()
    assert [(r.report, r.project, r.milestone, r.caption, r.taken_by) for r in rows] == [
        (report, report.project, milestone, "封顶现场", people.officer)
    ] * 2
    assert stored(report).state == "submitted"


def test_the_script_says_of_each_picture_what_it_shows(officer, report, milestone):
    photos = [picture("red"), picture("blue"), picture("green")]
    words = {"photo_caption": ["东面", "", "西面"], "photo_promise": ["", milestone.pk, ""]}
    send_with(officer, report, *photos, **words)
    rows = Photo.objects.order_by("pk")
    assert [(row.caption, row.milestone) for row in rows] == [("东面", None), ("", milestone), ("西面", None)]


def test_the_same_form_sent_again_stores_no_picture_twice(officer, report):
    data = filled(officer.get(write(report)), progress="主体")
    for _again in range(3):
        assert officer.post(write(report), {**data, "photos": [picture("red"), picture("blue")]}).status_code == 302
    assert Photo.objects.count() == 2


def test_what_is_no_picture_is_named_and_the_report_is_handed_in(officer, report):
    wrong = SimpleUploadedFile("图纸.pdf", b"%PDF-1.7", content_type="image/jpeg")
    answer = send_with(officer, report, picture(), wrong)
    assert answer.status_code == 302
    assert (stored(report).state, Photo.objects.count()) == ("submitted", 1)
    assert "Photo not stored: 图纸.pdf is no photo but PDF" in text(officer.get(answer["Location"]))


def test_pictures_are_stored_although_the_words_are_refused_and_shown_in_the_form(officer, report):
    data = filled(officer.get(write(report)), progress="", photo_caption="已拍") | {"photos": [picture()]}
    refused = officer.post(write(report), data)
    assert list(errors(refused)) == ["progress"]
    assert 'alt="已拍"' in refused.content.decode()
    again = officer.post(write(report), filled(refused, progress="主体") | {"photos": [picture()]})
    assert (again.status_code, Photo.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    "words",
    [{"photo_caption": "字" * 121}, {"photo_caption": ["a"] * 5, "photo_promise": ["x"]}, {"photo_promise": "abc"}],
)
def test_strange_words_about_pictures_hurt_nothing(officer, report, words):
    assert send_with(officer, report, picture("red"), picture("blue"), **words).status_code == 302
    assert stored(report).state == "submitted"
    assert not Photo.objects.exclude(caption="").exists()


def test_promises_of_other_projects_take_no_picture(officer, report, foreign):
    other = factories.milestone(project=factories.project(zone=report.zone))
    for promise in (other, foreign.milestone):
        answer = send_with(officer, report, picture(), photo_promise=promise.pk)
        assert answer.status_code == 302
        assert not Photo.objects.exists()
        assert "外区机密" not in officer.get(answer["Location"]).content.decode()


def test_thirteen_pictures_at_once_are_too_many_and_the_words_are_stored(officer, report):
    answer = send_with(officer, report, *[picture() for _number in range(13)])
    assert (answer.status_code, Photo.objects.count(), stored(report).state) == (302, 0, "submitted")
    assert "at most 12 pictures at a time" in text(officer.get(answer["Location"]))


# --- answers to the script --------------------------------------------------------------------------


def send(client, report, page=None, **changes):
    """What static/js/outbox.js sends: the form as it stands, asking for an answer in its own words."""
    return client.post(write(report), filled(page or client.get(write(report)), **changes), **SCRIPT)


def test_a_draft_in_the_background_answers_with_its_version_and_leaves_no_message(officer, report):
    answer = send(officer, report, progress="半句", draft="yes")
    assert answer.json() == {"version": 2, "is_given": False, "at": answer.json()["at"], "next": "/weeks/mine/", "refused": []}
    assert re.fullmatch(r"\d\d:\d\d", answer.json()["at"])
    assert (stored(report).state, stored(report).progress, stored(report).version) == ("open", "半句", 2)
    assert "Saved" not in text(officer.get("/weeks/mine/"))


def test_a_submission_in_the_background_says_so_on_the_next_page(officer, report):
    answer = send(officer, report, progress="主体", submit="yes")
    assert (answer.status_code, answer.json()["is_given"]) == (200, True)
    assert f"Saved: {report}" in text(officer.get(answer.json()["next"]))


def test_refused_pictures_are_named_by_their_place(officer, report):
    wrong = SimpleUploadedFile("图纸.pdf", b"%PDF-1.7", content_type="image/jpeg")
    ((place, reason),) = send_with(officer, report, picture(), wrong, headers=SCRIPT).json()["refused"]
    assert (place, reason.startswith("图纸.pdf is no photo but PDF")) == (1, True)


def test_errors_name_field_and_rule(officer, report):
    answer = send(officer, report, progress="", workers="很多")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["reason"] == (
        "Workers on site: write a number in digits, like 1234.5, without a unit or percent sign; "
        "Progress in words: say in a few words how far it is, or tick “no change”"
    )


def test_both_versions_differ_is_409_and_the_form_s_own_way_shows_them(sign_in, people, report):
    first, second = sign_in(people.officer), sign_in(people.head)
    page = second.get(write(report))
    send(first, report, progress="甲写的")
    answer = send(second, report, page, progress="乙写的", draft="yes")
    assert (answer.status_code, answer.json()["reason"]) == (409, "Somebody else changed this while you were writing.")
    shown = second.post(write(report), filled(page, progress="乙写的", draft="yes"))
    assert shown.status_code == 409
    for words in ("甲写的", "乙写的"):
        assert words in shown.content.decode()
    assert stored(report).progress == "甲写的"


def test_who_is_signed_out_is_told_where_to_sign_in(client, officer, report):
    data = filled(officer.get(write(report)), progress="写了很久")
    answer = client.post(write(report), data, **SCRIPT)
    assert (answer.status_code, answer.json()["sign_in"]) == (401, f"/sign-in/?next={write(report)}")
    session = officer.session
    session["last_seen"] = "2001-01-01T00:00:00+00:00"
    session.save()
    answer = officer.post(write(report), data, **SCRIPT)
    assert (answer.status_code, answer.json()["sign_in"]) == (401, f"/sign-in/?next={write(report)}")
    assert stored(report).version == 1


def test_a_form_without_its_token_is_told_to_sign_in(people, report):

    client = Client(enforce_csrf_checks=True)
    client.force_login(people.officer, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(write(report), {"progress": "写了很久"}, **SCRIPT)
    assert (answer.status_code, answer.json()["sign_in"]) == (401, f"/sign-in/?next={write(report)}")


def test_who_may_not_is_told_why(sign_in, people, report, foreign):
    data = {"progress": "别人写的", "version": 1}
    refused = sign_in(people.colleague).post(write(report), data, **SCRIPT)
    assert (refused.status_code, refused.json()) == (
        403,
        {"reason": "Only the responsible unit and the assigned officers change this project."},
    )
    assert sign_in(people.officer).post(write(foreign.report), data, **SCRIPT).status_code == 404
    report.project.stage = "ended"
    report.project.save()
    ended = sign_in(people.officer).post(write(report), data, **SCRIPT)
    assert (ended.status_code, ended.json()["reason"]) == (403, "This project is paused or finished: it does not report.")
    WeeklyReport.objects.filter(pk=report.pk).update(state="accepted", submitted_at=GIVEN)
    closed = sign_in(people.officer).post(write(report), data, **SCRIPT)
    assert (closed.status_code, closed.json()["reason"]) == (403, "This report is accepted and closed.")
    assert stored(report).progress == ""


# --- one writing on one device ----------------------------------------------------------------------


@pytest.fixture
def writing():
    return str(uuid.uuid4())


def test_a_lost_answer_is_no_conflict_with_oneself(officer, report, writing):
    page = officer.get(write(report))
    assert send(officer, report, page, progress="一", draft="yes", writing=writing, turn=1).status_code == 200
    assert send(officer, report, page, progress="一二", draft="yes", writing=writing, turn=2).status_code == 200
    assert send(officer, report, page, progress="一二三", submit="yes", writing=writing, turn=3).status_code == 200
    assert (stored(report).progress, stored(report).state) == ("一二三", "submitted")
    assert stored(report).events.latest("pgh_id").pgh_context["turn"] == 3


def test_without_the_writing_the_same_is_a_conflict(officer, report):
    page = officer.get(write(report))
    assert send(officer, report, page, progress="一", draft="yes").status_code == 200
    assert send(officer, report, page, progress="一二", draft="yes").status_code == 409


def test_an_earlier_state_that_arrives_late_undoes_nothing(officer, report, writing):
    page = officer.get(write(report))
    send(officer, report, page, progress="全部写完", submit="yes", writing=writing, turn=2)
    late = send(officer, report, page, progress="写了一半", draft="yes", writing=writing, turn=1)
    assert (late.status_code, late.json()["version"], late.json()["is_given"]) == (200, 2, True)
    assert (stored(report).progress, stored(report).version) == ("全部写完", 2)


def test_what_somebody_else_wrote_in_between_is_a_conflict(sign_in, people, report, writing):
    officer, head = sign_in(people.officer), sign_in(people.head)
    page = officer.get(write(report))
    send(officer, report, page, progress="一", draft="yes", writing=writing, turn=1)
    send(head, report, progress="指挥长改的", draft="yes", writing=str(uuid.uuid4()), turn=9)
    answer = send(officer, report, page, progress="一二", draft="yes", writing=writing, turn=2)
    assert answer.status_code == 409
    assert stored(report).progress == "指挥长改的"


def test_a_report_that_was_sent_back_in_between_is_not_overwritten_unseen(officer, people, report, writing):
    page = officer.get(write(report))
    send(officer, report, page, progress="一", submit="yes", writing=writing, turn=1)
    WeeklyReport.objects.filter(pk=report.pk).update(state="returned", review_note="请核实")
    assert send(officer, report, page, progress="一二", submit="yes", writing=writing, turn=2).status_code == 409
    assert (stored(report).state, stored(report).progress) == ("returned", "一")


def test_errors_in_a_stale_copy_of_one_s_own_are_errors(officer, report, writing):
    page = officer.get(write(report))
    send(officer, report, page, progress="一", draft="yes", writing=writing, turn=1)
    answer = send(officer, report, page, progress="一二", workers="x", draft="yes", writing=writing, turn=2)
    assert (answer.status_code, "Workers on site" in answer.json()["reason"]) == (422, True)
    assert stored(report).progress == "一"


@pytest.mark.parametrize(("token", "turn"), [("x", "2"), ("", ""), (None, "-1"), (None, "１"), (None, "9" * 400), (None, "1e3")])
def test_a_writing_that_cannot_be_read_is_none(officer, report, writing, token, turn):
    page = officer.get(write(report))
    send(officer, report, page, progress="一", draft="yes", writing=writing, turn=1)
    said = {"writing": writing if token is None else token, "turn": turn}
    assert send(officer, report, page, progress="一二", draft="yes", **said).status_code == 409


# --- the service worker -----------------------------------------------------------------------------


def test_the_service_worker_rules_the_whole_site_and_keeps_two_kinds_of_pages(client, db):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert (answer["Service-Worker-Allowed"], answer["Cache-Control"]) == ("/", "no-cache")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    body = answer.content.decode()
    assert '"pages": ["^/weeks/mine/$", "^/reports/[0-9]+/write/$"]' in body
    assert '"signIn": "/sign-in/", "signOut": "/sign-out/"' in body


def test_only_the_pages_that_are_kept_say_for_whom_they_are(officer, people, report):
    for path in ("/weeks/mine/", write(report)):
        assert officer.get(path)["X-Portal-Person"] == str(people.officer.pk)
    assert "X-Portal-Person" not in officer.get("/reports/")
    assert "X-Portal-Person" not in officer.get(f"/reports/{report.pk + 1000}/write/")
