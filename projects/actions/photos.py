"""Photos: stored with their files or not at all, and taken out with them."""

import datetime
import hashlib
import logging
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.excel import safe_filename
from core.images import MAX_BYTES, Picture, read_picture, sensible
from core.storage import FULL_DISK, kept_with_row, remove_files
from projects.models import Milestone, Photo, Project, WeeklyReport
from zones.models import User, Zone

logger = logging.getLogger("portal.photos")
MB, GB = 1024**2, 1024**3


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it came in: its name, its bytes, the day that the sender's machine has for it, if any, and what is said
    of it alone."""

    file: Any
    file_time: datetime.datetime | None = None
    caption: str = ""
    milestone: Milestone | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What is said of all the files of one form; ``keep_origin``: the person agreed to keep time and place."""

    project: Project
    report: WeeklyReport | None = None
    milestone: Milestone | None = None
    caption: str = ""
    keep_origin: bool = False


@dataclass(slots=True)
class Upload:
    """What became of the files of one form: the photos stored, and the refused files by name with the reason.

    ``places`` are those of the refused ones among the files, from 0.
    """

    photos: list[Photo] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)


def add_photos(*, about: About, sent: Sequence[Sent], token: uuid.UUID, by: User, as_of: datetime.date) -> Upload:
    """Store the files that are pictures; the others are named with what is wrong. Each stands for itself.

    The same files of the same form sent again are found by ``token`` and make no second photo.
    """
    upload = Upload()
    for place, each in enumerate(sent):
        try:
            upload.photos.append(add_photo(about=about, sent=each, token=token, by=by, as_of=as_of))
        except ValidationError as error:
            upload.refused.append((safe_filename(each.file.name or ""), error.messages[0]))
            upload.places.append(place)
    return upload


def add_photo(*, about: About, sent: Sent, token: uuid.UUID, by: User, as_of: datetime.date) -> Photo:
    """Store one picture with both its sizes. Raises: ValidationError with what the person can do."""
    data = sent.file.read(MAX_BYTES + 1)
    submission = uuid.uuid5(token, hashlib.sha256(data).hexdigest())
    earlier = stored_before(about.project, submission)
    if earlier:
        return earlier
    picture = read_picture(data, keep_origin=about.keep_origin)
    refuse_beyond_quota(about.project.zone, len(picture.image) + len(picture.thumbnail))
    origin = picture.origin
    file_time = sensible(sent.file_time) if sent.file_time and about.keep_origin else None
    photo = Photo(
        project=about.project,
        report=about.report,
        milestone=sent.milestone or about.milestone,
        caption=sent.caption or about.caption,
        taken_at=origin.taken_at or file_time,
        latitude=origin.latitude,
        longitude=origin.longitude,
        taken_by=by,
        submission=submission,
    )
    try:
        return store_with_files(photo=photo, picture=picture, folder=f"photos/{as_of.year}")
    except IntegrityError:  # the same file of the same form, sent at the same moment
        earlier = stored_before(about.project, submission)
        if earlier is None:
            raise
        return earlier
    except OSError as error:
        logger.error("photo not stored: %s", error)
        full = _("could not be stored: the portal's disk is full. Tell the administrator")
        other = _("could not be stored: the portal cannot write its files. Tell the administrator")
        raise ValidationError(full if error.errno in FULL_DISK else other, code="disk") from None


def stored_before(project: Project, submission: uuid.UUID) -> Photo | None:
    return Photo.objects.in_zone(project.zone).filter(submission=submission).first()


def refuse_beyond_quota(zone: Zone, size: int) -> None:
    """Two uploads at the same moment may pass it by one picture. Raises: ValidationError with the numbers."""
    used, limit = Photo.objects.in_zone(zone).stored_bytes(), settings.PHOTO_QUOTA_BYTES
    if used + size > limit:
        numbers = {"used": f"{used / GB:.2f}", "limit": f"{limit / GB:.2f}", "size": f"{size / MB:.1f}"}
        text = _("needs %(size)s MB, and the zone's photos take %(used)s of %(limit)s GB already: remove some or ask for more room")
        raise ValidationError(text % numbers, code="quota")


def store_with_files(*, photo: Photo, picture: Picture, folder: str, name: str = "") -> Photo:
    """Write the files, then the row; neither stays without the other. ``name`` is random unless it is given.

    Raises: OSError, IntegrityError.
    """
    stem = name or secrets.token_hex(16)
    place = f"{folder}/{stem[:2]}/{stem}"
    photo.width, photo.height = picture.width, picture.height
    photo.byte_size = len(picture.image) + len(picture.thumbnail)
    with kept_with_row() as files:
        photo.image.name = files.write(f"{place}.jpg", picture.image)
        photo.thumbnail.name = files.write(f"{place}-small.jpg", picture.thumbnail)
        with transaction.atomic():
            photo.save()
    return photo


@transaction.atomic
def remove_photo(*, photo: Photo) -> None:
    """Take a photo out; its files go when that is certain. The history keeps its words."""
    names = [photo.image.name, photo.thumbnail.name]
    photo.delete()
    transaction.on_commit(lambda: remove_files(names))
