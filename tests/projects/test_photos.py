"""Photos: sent once and stored once, whole or not at all, seen by those who may, gone when they are removed."""

import datetime
import errno
import itertools
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.urls import reverse
from PIL import Image

from core.periods import Week
from core.storage import WholeFileStorage
from projects.actions import photos as actions
from projects.models import Photo
from tests import factories
from tests.core.test_images import exif, halves, opened
from tests.factories import encoded
from tests.projects.browser import errors, filled, submit, text
from tests.projects.conftest import LAST_WEEK, THIS_WEEK
from tests.projects.test_week_races import at_once, same_person

pytestmark = pytest.mark.django_db
JUNE = datetime.datetime(2015, 6, 10, 2, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def file(data: bytes | None = None, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded(halves()) if data is None else data, content_type="image/jpeg")


def new(project) -> str:
    return reverse("projects:photo_new", args=[project.pk])


def send(client, project, *sent, **words):
    """What a browser sends: the form as it stands, with the files."""
    form = client.get(new(project)).context["form"]
    values = {"submission": str(form["submission"].value()), **words}
    return client.post(new(project), {**values, "photos": list(sent)})


@pytest.fixture
def officer(sign_in, people):
    return sign_in(people.officer)


# --- sending ----------------------------------------------------------------------------------------


def test_several_pictures_are_stored_with_what_was_said_of_them(officer, people, project, media):
    report, milestone = factories.report(project=project, monday=THIS_WEEK), factories.milestone(project=project)
    colours = [file(encoded(Image.new("RGB", (50, 40), colour))) for colour in ("red", "green", "blue")]
    answer = send(officer, project, *colours, caption="三号厂房封顶", report=report.pk, milestone=milestone.pk)
    assert answer["Location"] == report.get_absolute_url()
    rows = list(Photo.objects.all())
    assert len(rows) == 3
    for row in rows:
        assert (row.project, row.report, row.milestone, row.caption) == (project, report, milestone, "三号厂房封顶")
        assert (row.taken_by, row.width, row.height, row.taken_at, row.latitude) == (people.officer, 50, 40, None, None)
        assert row.byte_size == row.image.size + row.thumbnail.size
        assert row.is_generated is False
    assert len({row.image.name for row in rows}) == 3
    assert files(media) == {name for row in rows for name in (row.image.name, row.thumbnail.name)}
    shown = officer.get(report.get_absolute_url())
    assert shown.content.decode().count('alt="三号厂房封顶"') == 3


def test_names_on_the_disk_are_random_and_say_nothing(officer, project, media):
    send(officer, project, file(name="../../etc/passwd.jpg"))
    (row,) = Photo.objects.all()
    parts = Path(row.image.name).parts
    assert parts[:2] == ("photos", "2015")
    assert parts[2] == parts[3][:2]
    assert len(Path(parts[3]).stem) == 32
    assert set(Path(parts[3]).stem) <= set("0123456789abcdef")
    assert "passwd" not in "".join(files(media))


def test_time_and_place_are_kept_as_words_only_when_the_box_is_ticked(officer, project):
    data = encoded(halves(), exif=exif(6))
    send(officer, project, file(data))
    send(officer, project, file(data), keep_origin="on")
    silent, told = Photo.objects.order_by("pk")
    assert (silent.taken_at, silent.latitude, silent.longitude) == (None, None, None)
    assert told.taken_at.isoformat() == "2015-06-10T00:30:00+00:00"
    assert (str(told.latitude), str(told.longitude)) == ("35.701234", "115.083333")
    for row in (silent, told):
        stored = row.image.open("rb").read()
        row.image.close()
        assert b"SECRETPHONE" not in stored
        assert dict(opened(stored).getexif()) == {}
        assert opened(stored).size == (40, 60)  # upright


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        (["2015-06-09T01:02:03.000Z"], "2015-06-09T01:02:03+00:00"),
        (["9999-01-01T00:00:00Z"], None),
        (["2015-06-09T01:02:03"], None),
        (["gestern"], None),
        (["x" * 5000], None),
        (["2015-06-09T01:02:03Z", "2015-06-10T01:02:03Z"], None),  # not one for each file
    ],
)
def test_a_picture_without_a_time_takes_that_of_its_file(officer, project, times, kept):
    send(officer, project, file(), keep_origin="on", file_time=times)
    taken = Photo.objects.get().taken_at
    assert (taken and taken.isoformat()) == kept


def test_the_file_s_own_time_is_not_kept_without_the_tick(officer, project):
    send(officer, project, file(), file_time=["2015-06-09T01:02:03.000Z"])
    assert Photo.objects.get().taken_at is None


def test_the_good_ones_are_stored_and_the_others_named_with_the_reason(officer, project, media):
    svg = file(b"<svg onload=alert(1)></svg>", "<b>图.jpg")
    answer = send(officer, project, file(), svg, file(b"%PDF-1.7", "图纸.pdf"), caption="基础")
    assert answer.status_code == 200
    assert Photo.objects.count() == 1
    assert errors(answer)["photos"] == [
        "b图.jpg is no photo but SVG: take a picture of the screen, or export it as JPEG or PNG",
        "图纸.pdf is no photo but PDF: take a picture of the screen, or export it as JPEG or PNG",
    ]
    assert "<b>图" not in answer.content.decode()
    assert "Photos stored: 1" in text(answer)
    assert answer.context["form"]["caption"].value() == "基础"
    assert len(files(media)) == 2


@pytest.mark.parametrize(
    ("count", "rule"), [(0, "choose at least one picture"), (13, "at most 12 pictures at a time; these are 13")]
)
def test_no_file_and_too_many_files_are_refused(officer, project, count, rule):
    assert errors(send(officer, project, *[file() for _number in range(count)]))["photos"] == [rule]
    assert not Photo.objects.exists()


def test_promises_and_weeks_of_other_projects_cannot_be_chosen(officer, project, foreign, unit, zone):
    other = factories.project(zone=zone, unit=unit)
    chosen = {
        "milestone": [foreign.milestone.pk, factories.milestone(project=other).pk, "abc", "9" * 25],
        "report": [foreign.report.pk, factories.report(project=other).pk],
    }
    for name, values in chosen.items():
        for value in values:
            assert errors(send(officer, project, file(), **{name: value})).keys() == {name}
    assert not Photo.objects.exists()


def test_a_closed_week_takes_no_more_photos(officer, project):
    closed = factories.report(project=project, monday=LAST_WEEK, state="accepted", submitted_at=JUNE)
    assert errors(send(officer, project, file(), report=closed.pk)).keys() == {"report"}


@pytest.mark.parametrize(("person", "status"), [("colleague", 403), ("leader", 403), ("stranger", 404)])
def test_others_send_nothing(sign_in, people, project, media, person, status):
    answer = sign_in(getattr(people, person)).post(new(project), {"photos": file(), "caption": "混入"})
    assert answer.status_code == status
    assert not Photo.objects.exists()
    assert files(media) == set()


# --- once, however often ----------------------------------------------------------------------------


def test_the_same_form_sent_again_makes_no_second_photo(officer, project, media):
    token = str(uuid.uuid4())
    for _time in range(3):
        answer = officer.post(new(project), {"submission": token, "photos": [file(), file(encoded(Image.new("RGB", (9, 9))))]})
        assert answer.status_code == 302
    assert Photo.objects.count() == 2
    assert len(files(media)) == 4


def test_what_was_refused_the_first_time_is_added_the_second(officer, project):
    token = str(uuid.uuid4())
    officer.post(new(project), {"submission": token, "photos": [file(), file(b"%PDF")]})
    officer.post(new(project), {"submission": token, "photos": [file(), file(encoded(Image.new("RGB", (9, 9))))]})
    assert Photo.objects.count() == 2


def test_a_form_without_its_token_and_a_new_form_make_photos_of_their_own(officer, project):
    for token in ("", "abc", str(uuid.uuid4())):
        officer.post(new(project), {"submission": token, "photos": file()})
    assert Photo.objects.count() == 2  # a token that is none is an error of the form
    assert Photo.objects.filter(project=project).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_eight_times_at_once_makes_one_photo(officer, project, media):
    token = str(uuid.uuid4())

    def post(number):
        return same_person(officer).post(new(project), {"submission": token, "photos": file()}).status_code

    assert at_once(post, 8) == [302] * 8
    row = Photo.objects.get()
    assert files(media) == {row.image.name, row.thumbnail.name}


# --- whole or not at all ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "the portal's disk is full"), (errno.EACCES, "the portal cannot write its files")]
)
@pytest.mark.parametrize("writes", [0, 1])
def test_a_disk_that_refuses_is_said_plainly_and_leaves_neither_row_nor_file(
    officer, project, media, monkeypatch, code, words, writes
):
    """The first or the second of the two files."""
    real, counter = WholeFileStorage._save, itertools.count()

    def failing(self, name, content):
        if next(counter) >= writes:
            raise OSError(code, "refused")
        return real(self, name, content)

    monkeypatch.setattr(WholeFileStorage, "_save", failing)
    answer = send(officer, project, file(), caption="封顶")
    (message,) = errors(answer)["photos"]
    assert words in message
    assert answer.context["form"]["caption"].value() == "封顶"
    assert not Photo.objects.exists()
    assert files(media) == set()


def test_a_row_that_cannot_be_stored_takes_its_files_along(people, project, media, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise IntegrityError("refused")

    monkeypatch.setattr(Photo, "save", refuse)
    with pytest.raises(IntegrityError):
        factories.photo(project=project, taken_by=people.officer)
    assert files(media) == set()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_at_its_end_takes_the_files_along(people, project, media):
    """A promise deleted meanwhile: the database sees it only when it commits."""
    milestone = factories.milestone(project=project)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM projects_milestone WHERE id = %s", [milestone.pk])
    with pytest.raises(IntegrityError):
        factories.photo(project=project, taken_by=people.officer, milestone_id=milestone.pk)
    assert not Photo.objects.exists()
    assert files(media) == set()


def test_a_full_quota_is_told_with_its_numbers(officer, project, media, settings):
    send(officer, project, file())
    settings.PHOTO_QUOTA_BYTES = Photo.objects.get().byte_size + 100
    noise = encoded(Image.effect_noise((1500, 1500), 80).convert("RGB"))
    (message,) = errors(send(officer, project, file(noise)))["photos"]
    assert "MB, and the zone's photos take 0.00 of 0.00 GB already: remove some or ask for more room" in message
    assert Photo.objects.count() == 1
    assert len(files(media)) == 2


def test_the_quota_is_each_zone_s_own(people, project, foreign, settings):
    factories.photo(project=foreign.project, taken_by=people.stranger)
    settings.PHOTO_QUOTA_BYTES = factories.photo(project=project, taken_by=people.officer).byte_size + 10
    assert Photo.objects.in_zone(project.zone).stored_bytes() < settings.PHOTO_QUOTA_BYTES
    actions.refuse_beyond_quota(project.zone, 5)
    with pytest.raises(actions.ValidationError):
        actions.refuse_beyond_quota(project.zone, 50)


# --- the files --------------------------------------------------------------------------------------


@pytest.fixture
def photo(project, people):
    return factories.photo(project=project, taken_by=people.officer, caption="三号厂房", taken_at=JUNE)


def test_a_file_is_served_as_what_it_is_and_asked_for_again_each_time(officer, photo):
    address = reverse("projects:photo_file", args=[photo.pk, "full"])
    answer = officer.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Disposition"] == f'inline; filename="photo-{photo.pk}.jpg"'
    assert opened(answer.content).size == (64, 48)
    again = officer.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == answer["ETag"]
    small = officer.get(reverse("projects:photo_file", args=[photo.pk, "thumb"]))
    assert small["ETag"] != answer["ETag"]
    assert officer.get(f"/photos/{photo.pk}/huge/").status_code == 404


def test_a_kept_copy_is_no_longer_confirmed_to_somebody_who_left_the_zone(sign_in, people, photo):
    client = sign_in(people.clerk)
    address = reverse("projects:photo_file", args=[photo.pk, "full"])
    etag = client.get(address)["ETag"]
    people.clerk.memberships.all().delete()
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404


def test_the_file_of_another_zone_does_not_exist(sign_in, people, photo):
    for size in ("thumb", "full"):
        assert sign_in(people.stranger).get(reverse("projects:photo_file", args=[photo.pk, size])).status_code == 404


def test_a_missing_file_is_404_and_the_page_goes_on(officer, photo, media):
    (media / photo.image.name).unlink()
    assert officer.get(reverse("projects:photo_file", args=[photo.pk, "full"])).status_code == 404
    assert officer.get(photo.get_absolute_url()).status_code == 200


# --- the pages --------------------------------------------------------------------------------------


@pytest.fixture
def album(project, people):
    """Four photos: two of last week, of which one by its report, one of this week, one without any time."""
    milestone = factories.milestone(project=project, text="封顶")
    report = factories.report(project=project, monday=LAST_WEEK)
    make = {"project": project, "taken_by": people.officer}
    return [
        factories.photo(**make, caption="一", taken_at=JUNE - 8 * DAY),
        factories.photo(**make, caption="二", taken_at=JUNE, report=report, milestone=milestone),
        factories.photo(**make, caption="三", taken_at=JUNE + DAY, milestone=milestone),
        factories.photo(**make, caption="四"),
    ]


def test_the_pictures_of_a_project_stand_by_week_the_newest_first(officer, project, album):
    weeks = officer.get(reverse("projects:project_photos", args=[project.pk])).context["weeks"]
    uploaded = Week.of(datetime.datetime.now(datetime.UTC).astimezone(datetime.timezone(8 * DAY / 24)).date())
    assert [(str(week), [photo.caption for photo in photos]) for week, photos in weeks] == [
        (str(uploaded), ["四"]),
        ("2015-W24", ["三"]),
        ("2015-W23", ["二", "一"]),
    ]
    for week, photos in weeks:
        assert {photo.week for photo in photos} == {week}


def test_sunday_night_in_shanghai_is_still_that_week(project, people):
    late = datetime.datetime(2015, 6, 14, 15, 59, 59, tzinfo=datetime.UTC)
    rows = [factories.photo(project=project, taken_by=people.officer, taken_at=late + n * DAY / 86400) for n in (0, 1)]
    assert [str(row.week) for row in rows] == ["2015-W24", "2015-W25"]
    assert [str(Week(row.monday)) for row in Photo.objects.with_week().order_by("pk")] == ["2015-W24", "2015-W25"]


def test_the_pictures_of_one_promise(officer, project, album):
    address = reverse("projects:project_photos", args=[project.pk])
    chosen = officer.get(address, {"milestone": album[1].milestone_id})
    assert {photo.caption for photo in chosen.context["photos"]} == {"二", "三"}
    for value in ("abc", "0", "9" * 25, factories.milestone(project=project).pk):
        refused = officer.get(address, {"milestone": value})
        assert refused.status_code == 200
        assert list(refused.context["photos"]) == []
        assert 'role="alert"' in refused.content.decode()


def test_a_picture_leads_to_the_one_before_and_the_one_after(officer, album):
    def neighbours(photo):
        context = officer.get(photo.get_absolute_url()).context
        return context["earlier"], context["later"]

    one, two, three, four = album
    assert neighbours(one) == (None, two)
    assert neighbours(two) == (one, three)
    assert neighbours(four) == (three, None)


def test_neighbours_taken_at_the_same_moment_are_all_passed(project, people):
    rows = [factories.photo(project=project, taken_by=people.officer, taken_at=JUNE) for _number in range(3)]
    photos = project.photos
    assert [photos.after(row).first() for row in rows] == [rows[1], rows[2], None]
    assert [photos.before(row).first() for row in rows] == [None, rows[0], rows[1]]


def test_first_and_last_stand_beside_each_other_unless_others_are_chosen(officer, project, album, people, foreign):
    address = reverse("projects:photo_pair", args=[project.pk])
    one, two, three, four = album
    assert officer.get(address).context["pair"] == [one, four]
    assert officer.get(address, {"milestone": two.milestone_id}).context["pair"] == [two, three]
    assert officer.get(address, {"before": two.pk, "after": three.pk}).context["pair"] == [two, three]
    secret = factories.photo(project=foreign.project, taken_by=people.stranger, caption="外区机密照片")
    for value in (secret.pk, "abc", "9" * 25):
        answer = officer.get(address, {"before": value})
        assert answer.context["pair"] == []
        assert 'role="alert"' in answer.content.decode()
        assert "外区机密照片" not in answer.content.decode()


def test_the_pages_of_a_project_without_pictures_say_so(officer, project):
    for name in ("project_photos", "photo_pair"):
        assert "No picture has been sent yet." in text(officer.get(reverse(f"projects:{name}", args=[project.pk])))
    assert "No picture has been sent yet." in text(officer.get(project.get_absolute_url()))


def test_the_project_s_page_shows_the_newest_four(officer, project, album, people):
    factories.photo(project=project, taken_by=people.officer, caption="最早", taken_at=JUNE - 100 * DAY)
    shown = officer.get(project.get_absolute_url()).context["photos"]
    assert [photo.caption for photo in shown] == ["四", "三", "二", "一"]


def test_a_caption_is_text_everywhere(officer, project, people):
    row = factories.photo(project=project, taken_by=people.officer, caption="<script>\"'")
    for address in (
        project.get_absolute_url(),
        row.get_absolute_url(),
        reverse("projects:project_photos", args=[project.pk]),
        reverse("projects:photo_pair", args=[project.pk]),
    ):
        page = officer.get(address).content.decode()
        assert '<script>"' not in page
        assert "&lt;script&gt;&quot;" in page


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("project_photos", 8), ("photo_pair", 9), ("photo_detail", 7), ("photo_file", 4), ("photo_new", 7)]
)
def test_the_pages_cost_the_same_for_one_picture_and_for_three(
    officer, people, project, rows, name, queries, django_assert_num_queries
):
    for number in range(rows):
        report = factories.report(project=project, monday=THIS_WEEK - number * 7 * DAY)
        milestone = factories.milestone(project=project)
        made = factories.photo(project=project, taken_by=people.officer, report=report, milestone=milestone)
    officer.get("/weeks/mine/")
    about = {"photo_detail": [made.pk], "photo_file": [made.pk, "thumb"]}.get(name, [project.pk])
    with django_assert_num_queries(queries):
        assert officer.get(reverse(f"projects:{name}", args=about)).status_code == 200


# --- changing and removing --------------------------------------------------------------------------


def test_caption_week_and_promise_can_be_changed_and_the_history_knows(officer, photo, project):
    milestone, report = factories.milestone(project=project, text="封顶"), factories.report(project=project)
    address = reverse("projects:photo_edit", args=[photo.pk])
    assert submit(officer, address, caption="四号厂房", milestone=milestone.pk, report=report.pk).status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.milestone, photo.report) == ("四号厂房", milestone, report)
    assert "三号厂房 → 四号厂房" in text(officer.get(reverse("projects:photo_history", args=[photo.pk])))


def test_two_people_who_change_a_photo_see_each_other_s_words(officer, sign_in, people, photo):
    address = reverse("projects:photo_edit", args=[photo.pk])
    mine = filled(officer.get(address), caption="我的说明")
    submit(sign_in(people.head), address, caption="他的说明")
    answer = officer.post(address, mine)
    assert answer.status_code == 409
    assert "他的说明" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_removing_asks_once_and_takes_the_files_along(officer, photo, media):
    address = reverse("projects:photo_remove", args=[photo.pk])
    assert "三号厂房" in text(officer.get(address))
    assert Photo.objects.exists()
    answer = officer.post(address)
    assert answer["Location"] == reverse("projects:project_photos", args=[photo.project_id])
    assert not Photo.objects.exists()
    assert files(media) == set()
    assert officer.post(address).status_code == 404


def test_the_files_stay_until_the_removal_is_certain(people, photo, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        actions.remove_photo(photo=photo)
        assert len(files(media)) == 2
    assert len(files(media)) == 2
    for callback in waiting:
        callback()
    assert files(media) == set()


def test_a_photo_of_an_accepted_week_is_the_clerk_s_alone(sign_in, people, project, photo):
    photo.report = factories.report(project=project, state="accepted", submitted_at=JUNE)
    photo.save()
    for name in ("photo_edit", "photo_remove"):
        refused = sign_in(people.officer).get(reverse(f"projects:{name}", args=[photo.pk]))
        assert refused.status_code == 403
        assert "only clerks of the zone change it" in text(refused)
        assert sign_in(people.clerk).get(reverse(f"projects:{name}", args=[photo.pk])).status_code == 200
    kept = submit(sign_in(people.clerk), reverse("projects:photo_edit", args=[photo.pk]), caption="存档")
    assert kept.status_code == 302
    photo.refresh_from_db()
    assert photo.report is not None


def test_who_may_change_is_the_same_for_one_photo_and_for_many(people, project, photo, foreign):
    accepted = factories.report(project=project, state="accepted", submitted_at=JUNE)
    factories.photo(project=project, taken_by=people.officer, report=accepted)
    factories.photo(project=project, taken_by=people.officer, report=factories.report(project=project, monday=LAST_WEEK))
    factories.photo(project=foreign.project, taken_by=people.stranger)
    everybody = [*vars(people).values(), factories.person(is_superuser=True)]
    for person in everybody:
        assert set(Photo.objects.editable_by(person)) == {row for row in Photo.objects.all() if row.edit_access(person)}
    assert Photo.objects.editable_by(people.officer).count() == 2
    assert Photo.objects.editable_by(people.clerk).count() == 3
