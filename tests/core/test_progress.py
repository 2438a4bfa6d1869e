"""A long request tells how far it is, to whom it belongs and while it lasts."""

import os
import time
import uuid

import pytest
from django.urls import reverse

from core import progress
from core.progress import read, shown, track
from tests import factories
from tests.exchange.test_imports import downloaded, send, store

TOKEN = uuid.UUID(int=7)


class Person:
    def __init__(self, pk: int) -> None:
        self.pk = pk


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    settings.PROGRESS_ROOT = tmp_path / "progress"
    monkeypatch.setattr(progress, "PAUSE", 0)
    return settings.PROGRESS_ROOT


def test_what_is_tracked_is_told_while_it_lasts_and_to_nobody_else(folder):
    me, other = Person(1), Person(2)
    told = []
    with shown(me, TOKEN):
        for _row in track("abc"):
            told.append((read(me, TOKEN), read(other, TOKEN)))
    assert told == [({"done": done, "total": 3}, {}) for done in range(3)]
    assert read(me, TOKEN) == {}
    assert list(folder.iterdir()) == []


def test_nothing_is_written_while_nobody_waits(folder):
    assert list(track([1, 2])) == [1, 2]
    assert not folder.exists()


def test_notes_are_not_written_for_every_row(folder, monkeypatch):
    monkeypatch.setattr(progress, "PAUSE", 60)
    with shown(Person(1), TOKEN):
        rows = track(range(5))
        next(rows)
        next(rows)
        assert read(Person(1), TOKEN)["done"] == 0
        assert list(rows) == [2, 3, 4]
        assert read(Person(1), TOKEN)["done"] == 5


def test_the_files_of_killed_requests_are_removed(folder):
    folder.mkdir()
    old, young = folder / "1-x.json", folder / "1-y.json"
    for path in (old, young):
        path.write_text("{}")
    os.utime(old, (0, time.time() - 2 * progress.FORGOTTEN))
    with shown(Person(1), TOKEN):
        pass
    assert list(folder.iterdir()) == [young]


@pytest.mark.django_db
def test_an_import_tells_how_far_it_is_and_the_page_reads_it(zone, people, sign_in, monkeypatch):
    factories.enterprise(zone=zone, name="甲家具")
    client, noted = sign_in(people.clerk), []
    page = client.get(reverse("exchange:import_new", args=["enterprises"])).content.decode()
    address = reverse("zones:progress", args=[TOKEN])
    assert f'data-progress="{reverse("zones:progress", args=[uuid.UUID(int=0)])}"' in page
    write = progress.Note.write

    def written(note, done, total):
        write(note, done, total)
        noted.append((note.path.name, client.get(address).json()))

    monkeypatch.setattr(progress.Note, "write", written)
    book = downloaded(client)
    answer = send(client, book)  # without a number nothing is noted
    assert noted == []
    client.post(answer.context["row"].get_absolute_url(), {"progress": "no number"})
    assert noted == []
    answer = send(client, book, progress=str(TOKEN))
    name = f"{people.clerk.pk}-{TOKEN}.json"
    assert noted == [(name, {"done": 0, "total": 1}), (name, {"done": 1, "total": 1})]
    assert client.get(address).json() == {}
    assert store(client, answer).status_code == 200
