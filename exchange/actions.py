"""What becomes of a workbook that was sent: checked, then stored, all of it or nothing."""

import datetime
import hashlib
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from core.excel import WorkbookError
from core.imports import Import, Reading, UnstorableError, check, kept, store
from exchange.choices import RunState
from exchange.models import ImportRun


def receive(*, kind: Import, data: bytes, filename: str) -> tuple[ImportRun, Reading | None]:
    """Write down that a workbook came, and what its check says; None for one that is refused as a whole.

    Nothing of the register is written, and of what is refused only the fingerprint is kept.
    """
    run = ImportRun(zone=kind.zone, user=kind.user, kind=kind.code, filename=filename[:120], content=b"", state=RunState.REFUSED)
    run.sha256 = hashlib.sha256(data).hexdigest()
    reading: Reading | None = None
    try:
        reading = check(kind, data)
    except WorkbookError as error:
        run.told = str(error)[:300]
    else:
        run.counts = reading.counts
        if reading.is_foreign:
            run.told = str(reading.faults[0].words)[:300]
        else:
            note(run, reading)
            run.state, run.content = state_after(reading), data
    run.save()
    return run, reading


def note(run: ImportRun, reading: Reading) -> None:
    """Keep what a check found."""
    run.counts, run.preview = reading.counts, kept(reading)


def state_after(reading: Reading) -> RunState:
    return RunState.CHECKED if reading.is_clean else RunState.WRONG


@transaction.atomic
def check_again(*, run: ImportRun, kind: Import, answers: dict[str, Any]) -> None:
    """Check the kept workbook against the registers as they are now; ``answers`` say what unknown headings mean (heading ->
    field, or "" for none)."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    run.mapping = {**run.mapping, **answers}
    reading = check(kind, bytes(run.content), run.mapping)
    if run.is_open:
        note(run, reading)
        run.state = state_after(reading)
        run.save()


def begin(*, run: ImportRun) -> bool:
    """Note that storing begins; False when somebody was quicker, or nothing is kept any more.

    What is found in this state later, and nobody is at work, was interrupted.
    """
    still_open = ImportRun.objects.filter(pk=run.pk, state__in=RunState.open())
    return bool(still_open.update(state=RunState.RUNNING, updated_at=Now()))


def finish(
    *, run: ImportRun, kind: Import, now: datetime.datetime, options: dict[str, Any] | None = None
) -> tuple[ImportRun, Reading]:
    """Check once more with the rows locked and store everything in one transaction; the workbook itself is not kept.

    ``options`` are what the register asks for when it is stored.

    Whatever goes wrong leaves no row behind, and the run with its faults.
    """
    reading = Reading()
    if options:
        kind.take(options)
    try:
        with transaction.atomic():
            run = ImportRun.objects.select_for_update().get(pk=run.pk)
            if run.is_stored:
                return run, reading
            reading = check(kind, bytes(run.content), run.mapping, locked=True)
            if reading.is_clean:
                store(kind, reading)
                run.counts, run.preview = reading.counts, {}
                run.state, run.stored_at, run.content = RunState.STORED, now, b""
            else:
                note(run, reading)
                run.state = RunState.WRONG
            run.save()
    except UnstorableError:
        note(run, reading)
        run.state = RunState.WRONG
        run.save(update_fields=["state", "counts", "preview", "updated_at"])
    return run, reading


@transaction.atomic
def forget(*, days: int) -> int:
    """Of workbooks that wait for so many days keep no more than that they were sent; how many these are."""
    waiting = ImportRun.objects.waiting_for(datetime.timedelta(days=days))
    return waiting.update(state=RunState.FORGOTTEN, content=b"", preview={}, updated_at=Now())


@transaction.atomic
def settle(*, run: ImportRun) -> ImportRun:
    """Of a run that is said to be stored right now: whether anybody still does; if not, it was interrupted."""
    mine = ImportRun.objects.select_for_update(skip_locked=True).filter(pk=run.pk, state=RunState.RUNNING).first()
    if mine is not None:
        mine.state = RunState.INTERRUPTED
        mine.save(update_fields=["state", "updated_at"])
    return mine or run
