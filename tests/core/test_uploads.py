"""What reaches the portal in one request: not too much, not half of it, and nothing typed is lost by a refusal."""

import errno
from io import BytesIO

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client
from django.urls import reverse
from PIL import Image

from core.middleware import MAX_BODY_MB
from projects.models import Photo
from tests import factories
from tests.factories import encoded

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(zone, unit):
    return factories.project(zone=zone, unit=unit)


def address(project) -> str:
    return reverse("projects:photo_new", args=[project.pk])


@pytest.mark.parametrize("length", [str(MAX_BODY_MB * 1024**2 + 1), "9" * 30])
def test_a_request_that_announces_too_much_is_refused_before_it_is_read(people, sign_in, project, length):
    class Unread(BytesIO):
        def read(self, *size):
            raise AssertionError("the body was read")

    client = sign_in(people.officer)
    answer = client.generic("POST", address(project), b"x", CONTENT_LENGTH=length, **{"wsgi.input": Unread()})
    assert answer.status_code == 400
    assert f"{MAX_BODY_MB} MB" in answer.content.decode()


def test_an_upload_that_breaks_off_leaves_no_photo(people, sign_in, project):
    whole = encoded(Image.new("RGB", (300, 200), "red"))
    head = b'--x\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = head + whole[: len(whole) // 2]
    answer = sign_in(people.officer).generic("POST", address(project), body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Photo.objects.count() == 0


def test_a_disk_without_room_for_what_comes_in_is_said_plainly(people, sign_in, project, settings, monkeypatch):
    """The part of the disk on which uploads wait, not that of the photos."""
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0

    def full(self, raw_data, start):
        self.file.close()  # which the framework leaves to be closed with its object
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", full)
    client = sign_in(people.officer)
    client.raise_request_exception = False
    answer = client.post(address(project), {"photos": BytesIO(b"x" * 1000)})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "磁盘" in answer.content.decode() or "disk is full" in answer.content.decode()
    assert Photo.objects.count() == 0


def test_a_right_that_ended_while_somebody_wrote_does_not_lose_the_words(people, sign_in, zone):
    """The 403 shows what was typed, as text, and never a password."""
    typed = {"name": "新企业<script>", "remark": "写了半小时的备注", "password": "geheim", "version": "0"}
    answer = sign_in(people.leader).post(reverse("projects:enterprise_new"), typed)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "写了半小时的备注" in page
    assert "新企业&lt;script&gt;" in page
    assert "geheim" not in page
    assert 'name="version"' not in page


def test_a_refused_reader_sees_no_form(people, sign_in):
    assert "<textarea" not in sign_in(people.leader).get(reverse("projects:enterprise_new")).content.decode()


def test_a_stranger_s_words_are_not_shown_to_anybody_before_sign_in(project):
    answer = Client().post(address(project), {"caption": "未登录的文字"})
    assert answer.status_code == 302
