"""Writes on other days: what a block writes gets another moment in the history."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pgtrigger
from django.apps import apps
from django.db.models import Max

SHANGHAI = ZoneInfo("Asia/Shanghai")
HISTORIES = [model.pgh_event_model for model in apps.get_models() if hasattr(model, "pgh_event_model")]


def moment(text: str) -> datetime.datetime:
    """``2015-05-29`` (at noon) or ``2015-05-29 23:59:59``, in Asia/Shanghai."""
    day, _blank, clock = text.partition(" ")
    return datetime.datetime.fromisoformat(f"{day} {clock or '12:00'}").replace(tzinfo=SHANGHAI)


@contextmanager
def on(text: str) -> Iterator[None]:
    """As if the block had been run at that moment; blocks must follow each other as their days do."""
    last = {events: events.objects.aggregate(last=Max("pgh_id"))["last"] or 0 for events in HISTORIES}
    yield
    with pgtrigger.ignore(*(f"{events._meta.label}:append_only" for events in HISTORIES)):
        for events in HISTORIES:
            events.objects.filter(pgh_id__gt=last[events]).update(pgh_created_at=moment(text))
