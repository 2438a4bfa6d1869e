"""Files: whole or not there, gone when their row is not stored, and found again when they belong to nothing."""

import errno
import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.storage import kept_with_row, remove_files
from projects.models import Photo
from tests import factories


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def test_a_file_is_written_whole_under_its_name(media):
    name = default_storage.save("photos/2015/ab/one.jpg", ContentFile(b"dots" * 100_000))
    assert name == "photos/2015/ab/one.jpg"
    assert (media / name).read_bytes() == b"dots" * 100_000
    assert files(media) == {name}


def test_a_disk_that_fills_up_half_way_leaves_nothing(media):
    class Endless(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"the first half"
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        default_storage.save("photos/one.jpg", Endless(b""))
    assert files(media) == set()


def test_a_file_is_not_seen_before_all_of_it_is_there(media):
    seen = []

    class Slow(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            seen.append(default_storage.exists("photos/one.jpg"))
            yield b"half"

    default_storage.save("photos/one.jpg", Slow(b""))
    assert seen == [False]
    assert default_storage.size("photos/one.jpg") == 8


@pytest.mark.parametrize("fault", [IntegrityError, OSError, KeyboardInterrupt, SystemExit])
def test_files_go_when_the_block_is_left_by_any_exception(media, fault):
    def row_fails() -> None:
        with kept_with_row() as written:
            written.write("photos/one.jpg", b"1")
            written.write("photos/two.jpg", b"2")
            assert files(media) == {"photos/one.jpg", "photos/two.jpg"}
            raise fault

    with pytest.raises(fault):
        row_fails()
    assert files(media) == set()


def test_files_stay_when_the_block_is_left_in_order(media):
    with kept_with_row() as written:
        name = written.write("photos/one.jpg", b"1")
    assert files(media) == {name}


def test_removing_what_is_gone_is_no_fault(media):
    remove_files(["photos/none.jpg", ""])


def test_a_file_that_cannot_be_removed_stays_for_the_check(media, monkeypatch):
    default_storage.save("photos/one.jpg", ContentFile(b"1"))
    monkeypatch.setattr(os, "remove", lambda path: (_ for _ in ()).throw(PermissionError(errno.EACCES, "no")))
    remove_files(["photos/one.jpg"])
    assert files(media) == {"photos/one.jpg"}


def test_of_two_writers_of_a_name_the_second_is_refused_and_spoils_nothing(media):
    refused = []

    class Twice(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"first"
            with pytest.raises(FileExistsError):
                default_storage._save("photos/one.jpg", ContentFile(b"second"))
            refused.append(True)

    default_storage.save("photos/one.jpg", Twice(b""))
    assert refused == [True]
    assert (media / "photos/one.jpg").read_bytes() == b"first"


# --- manage.py check_media --------------------------------------------------------------------------


@pytest.fixture
def photo(db, zone, people):
    return factories.photo(project=factories.project(zone=zone), taken_by=people.officer)


def aged(path: Path, hours: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (time.time() - hours * 3600,) * 2)
    return path


def test_a_disk_that_fits_its_rows_is_right(photo, capsys):
    call_command("check_media")
    assert capsys.readouterr().out == "2 files, 0 without a row, 0 missing\n"


def test_files_without_a_row_are_listed_and_only_then_removed(photo, media, capsys):
    aged(media / "photos/2014/ff/left.jpg", 2)
    aged(media / "photos/2014/ff/left.jpg.part", 2)
    fresh = aged(media / "photos/2014/ff/under-way.jpg", 0.5)
    with pytest.raises(CommandError, match="5 files, 2 without a row, 0 missing"):
        call_command("check_media")
    assert "without a row: photos/2014/ff/left.jpg\n" in capsys.readouterr().out
    assert len(files(media)) == 5
    call_command("check_media", delete=True)
    assert "removed: photos/2014/ff/left.jpg.part\n" in capsys.readouterr().out
    assert files(media) == {photo.image.name, photo.thumbnail.name, str(fresh.relative_to(media))}


def test_rows_without_their_file_are_listed_and_stay(photo, media, capsys):
    (media / photo.image.name).unlink()
    with pytest.raises(CommandError, match="1 missing"):
        call_command("check_media", delete=True)
    assert capsys.readouterr().out == f"missing: {photo.image.name}\n"
    assert Photo.objects.get() == photo


def test_the_file_of_a_removed_row_belongs_to_nothing_though_its_history_names_it(photo, media):
    with transaction.atomic():
        Photo.objects.all().delete()
    for path in media.rglob("*.jpg"):
        aged(path, 2)
    with pytest.raises(CommandError, match="2 files, 2 without a row"):
        call_command("check_media")
