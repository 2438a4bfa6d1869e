"""Standing in for somebody: the rights over weekly reports, whose they are, and when they end. Rows and querysets agree."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from projects.models import Photo, WeeklyReport
from tests import factories
from zones.models import Deputy, Membership, User

GIVEN = datetime.datetime(2015, 6, 15, 4, tzinfo=datetime.UTC)


def fresh(person):
    """As at the next request."""
    return User.objects.get(pk=person.pk)


def stand_in(zone, principal, deputy, **days):
    return factories.deputy(zone=zone, principal=principal, deputy=deputy, **days)


def writes(person, report):
    """The row's word, after the queryset's was found to be the same."""
    person, report = fresh(person), WeeklyReport.objects.get(pk=report.pk)
    by_row = bool(report.write_access(person))
    assert (report in WeeklyReport.objects.editable_by(person)) == by_row
    return by_row


def reviews(person, report):
    person, report = fresh(person), WeeklyReport.objects.get(pk=report.pk)
    by_row = bool(report.review_access(person))
    assert (report in WeeklyReport.objects.given().reviewable_by(person)) == by_row
    return by_row


@pytest.fixture
def report(project):
    return factories.report(project=project, state="submitted", submitted_at=GIVEN, progress="主体")


def test_a_deputy_writes_the_reports_of_the_principal_s_unit_and_nothing_else_of_the_project(zone, people, report):
    assert not writes(people.colleague, report)
    stand_in(zone, people.officer, people.colleague)
    assert writes(people.colleague, report)
    assert not reviews(people.colleague, report)
    colleague = fresh(people.colleague)
    assert not report.project.edit_access(colleague)
    assert report.project not in type(report.project).objects.editable_by(colleague)


def test_a_deputy_writes_the_reports_of_projects_assigned_to_the_principal(zone, people):
    other = factories.project(zone=zone, unit=factories.unit(zone=zone))
    report = factories.report(project=other)
    stand_in(zone, people.officer, people.colleague)
    assert not writes(people.colleague, report)
    factories.assignment(project=other, user=people.officer)
    assert writes(people.colleague, report)


def test_the_deputy_of_a_unit_head_reviews_the_reports_of_that_unit_only(zone, people, report):
    elsewhere = factories.report(project=factories.project(zone=zone, unit=factories.unit(zone=zone)), state="open")
    factories.assignment(project=elsewhere.project, user=people.head)  # written by the head, but not reviewed
    WeeklyReport.objects.filter(pk=elsewhere.pk).update(state="submitted", submitted_at=GIVEN)
    stand_in(zone, people.head, people.colleague)
    assert reviews(people.colleague, report)
    assert writes(people.colleague, report)
    assert writes(people.colleague, elsewhere)
    assert not reviews(people.colleague, elsewhere)


def test_nothing_is_reviewed_that_is_not_given_nor_written_that_is_accepted_or_paused(zone, people, report):
    stand_in(zone, people.head, people.colleague)
    WeeklyReport.objects.filter(pk=report.pk).update(state="open", submitted_at=None)
    assert not reviews(people.colleague, report)
    WeeklyReport.objects.filter(pk=report.pk).update(state="accepted", submitted_at=GIVEN)
    assert not writes(people.colleague, report)
    WeeklyReport.objects.filter(pk=report.pk).update(state="submitted")
    type(report.project).objects.filter(pk=report.project_id).update(stage="suspended")
    assert not writes(people.colleague, report)
    assert reviews(people.colleague, report)


@pytest.mark.parametrize(
    ("today", "has_rights"),
    [("2015-06-14", False), ("2015-06-15", True), ("2015-06-16", True), ("2015-06-17", True), ("2015-06-18", False)],
)
def test_the_rights_last_from_the_first_day_to_the_last(zone, people, report, settings, today, has_rights):
    days = {"first_day": datetime.date(2015, 6, 15), "last_day": datetime.date(2015, 6, 17)}
    stand_in(zone, people.head, people.colleague, **days)
    settings.PORTAL_TODAY = datetime.date.fromisoformat(today)
    assert writes(people.colleague, report) is has_rights
    assert reviews(people.colleague, report) is has_rights


def test_a_deputy_of_a_deputy_has_nothing(zone, people, report):
    third = factories.person(zone=zone, role="officer", unit=factories.unit(zone=zone))
    stand_in(zone, people.head, people.colleague)
    stand_in(zone, people.colleague, third)
    assert writes(people.colleague, report)
    assert not writes(third, report)
    assert not reviews(third, report)


def test_what_the_principal_may_not_the_deputy_may_not(zone, people, report):
    """Disabled, gone from the zone, or in another role: nothing is left to stand in for."""
    stand_in(zone, people.head, people.colleague)
    head, role = people.head.memberships, people.head.memberships.get()
    for change, back in (
        (lambda: User.objects.filter(pk=people.head.pk).update(is_active=False), {"is_active": True}),
        (lambda: head.update(role="leader"), {"role": "unit_head"}),
        (lambda: head.update(unit=people.colleague.memberships.get().unit), {"unit": role.unit_id}),
    ):
        assert reviews(people.colleague, report)
        change()
        assert not reviews(people.colleague, report)
        assert not writes(people.colleague, report)
        (User.objects.filter(pk=people.head.pk) if "is_active" in back else head).update(**back)
    head.all().delete()
    assert not writes(people.colleague, report)


@pytest.mark.parametrize(("role", "has_rights"), [("officer", True), ("unit_head", True), ("leader", False)])
def test_a_deputy_who_became_a_leader_or_left_writes_no_more(zone, people, report, role, has_rights):
    stand_in(zone, people.head, people.colleague)
    people.colleague.memberships.update(role=role)
    assert writes(people.colleague, report) is has_rights
    people.colleague.memberships.all().delete()
    assert not writes(people.colleague, report)


def test_rights_stay_in_the_zone_for_which_they_were_given(zone, other_zone, people, report, foreign):
    """Both people are officers in both zones; the deputy was entered in the other one."""
    unit = foreign.project.unit
    for person in (people.officer, people.colleague):
        Membership.objects.create(zone=other_zone, user=person, role="officer", unit=factories.unit(zone=other_zone))
    Membership.objects.filter(zone=other_zone, user=people.officer).update(unit=unit)
    stand_in(other_zone, people.officer, people.colleague)
    assert writes(people.colleague, foreign.report)
    assert not writes(people.colleague, report)


def test_every_role_agrees_with_its_queryset(zone, people, report, foreign):
    stand_in(zone, people.officer, people.clerk)
    stand_in(zone, people.head, people.colleague)
    boss = factories.person(is_superuser=True)
    for person in (*vars(people).values(), boss):
        for each in (report, foreign.report):
            if person is not boss and each.project.zone_id not in person.zone_ids:
                continue
            writes(person, each)
            reviews(person, each)
    assert reviews(boss, report)
    assert writes(people.clerk, report)


# --- pages ---------------------------------------------------------------------------------------


def test_my_week_lists_the_principal_s_reports_with_a_word_for_whom(zone, people, project, sign_in):
    mine = factories.project(zone=zone, unit=people.colleague.memberships.get().unit, name="自己的项目")
    both = factories.project(zone=zone, unit=project.unit, name="共同的项目")
    for user, row in ((people.colleague, mine), (people.officer, project), (people.officer, both), (people.colleague, both)):
        factories.assignment(project=row, user=user)
    people.officer.name = "出差的李四"
    people.officer.save()
    stand_in(zone, people.officer, people.colleague)
    answer = sign_in(people.colleague).get(reverse("projects:my_week"))
    assert [(report.project.name, report.for_whom) for report in answer.context["reports"]] == [
        (project.name, "出差的李四"),
        ("自己的项目", ""),
        ("共同的项目", ""),
    ]
    assert answer.content.decode().count("for 出差的李四") == 1
    Deputy.objects.update(last_day=datetime.date(2015, 6, 15))
    answer = sign_in(people.colleague).get(reverse("projects:my_week"))
    assert [report.project.name for report in answer.context["reports"]] == ["自己的项目", "共同的项目"]


def test_the_deputy_of_a_head_has_the_whole_unit_in_the_week_and_reviews_on_the_board(zone, people, project, sign_in):
    other = factories.project(zone=zone, unit=project.unit)
    factories.report(project=other, state="submitted", submitted_at=GIVEN)
    stand_in(zone, people.head, people.colleague)
    client = sign_in(people.colleague)
    client.get(reverse("projects:my_week"))
    assert {report.for_whom for report in client.get(reverse("projects:my_week")).context["reports"]} == {people.head.name}
    board = client.get(reverse("projects:week_board"))
    report = other.weekly_reports.get()
    assert board.context["may_review"] == {report.pk}
    client.post(reverse("projects:report_review", args=[report.pk]), {"version": report.version, "accept": "yes"})
    report.refresh_from_db()
    assert (report.state, report.reviewed_by) == ("accepted", people.colleague)


def test_a_deputy_hands_in_under_the_own_name_and_is_refused_the_day_after(zone, people, project, sign_in, settings):
    report = factories.report(project=project)
    stand_in(zone, people.officer, people.colleague, last_day=datetime.date(2015, 6, 16))
    client, page = sign_in(people.colleague), reverse("projects:report_write", args=[report.pk])
    form = client.get(page).context["form"]
    client.post(page, {"version": form["version"].value(), "progress": "代报:封顶"})
    report.refresh_from_db()
    assert (report.state, report.progress, report.submitted_by) == ("submitted", "代报:封顶", people.colleague)
    settings.PORTAL_TODAY = datetime.date(2015, 6, 17)
    answer = client.post(page, {"version": report.version, "progress": "第二天"})
    assert answer.status_code == 403
    assert "第二天" in answer.content.decode()  # what was typed is not lost


# --- photos --------------------------------------------------------------------------------------


def changes(person, photo):
    person, photo = fresh(person), Photo.objects.get(pk=photo.pk)
    by_row = bool(photo.edit_access(person))
    assert (photo in Photo.objects.editable_by(person)) == by_row
    return by_row


def test_photos_of_such_a_report_are_the_deputy_s_too_and_others_of_the_project_are_not(zone, people, report):
    of_report = factories.photo(project=report.project, report=report, taken_by=people.officer)
    of_project = factories.photo(project=report.project, taken_by=people.officer)
    assert not changes(people.colleague, of_report)
    stand_in(zone, people.officer, people.colleague)
    assert changes(people.colleague, of_report)
    assert not changes(people.colleague, of_project)
    assert changes(people.officer, of_project)
    WeeklyReport.objects.filter(pk=report.pk).update(state="accepted")
    assert not changes(people.colleague, of_report)
    assert changes(people.clerk, of_report)


def picture():
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stream, "JPEG")
    return SimpleUploadedFile("site.jpg", stream.getvalue(), "image/jpeg")


def test_a_deputy_sends_photos_of_a_report_only(zone, people, report, sign_in):
    page = reverse("projects:photo_new", args=[report.project_id])
    client = sign_in(people.colleague)
    assert client.get(page).status_code == 403
    stand_in(zone, people.officer, people.colleague)
    answer = client.post(page, {"photos": picture()})
    assert list(answer.context["form"].errors) == ["report"]
    assert not Photo.objects.exists()
    assert client.post(page, {"photos": picture(), "report": report.pk}).status_code == 302
    assert Photo.objects.get().report == report
    assert sign_in(people.officer).post(page, {"photos": picture()}).status_code == 302
