"""What becomes of a workbook that was sent: checked, then stored, all of it or nothing."""

import datetime
import hashlib
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from core.excel import WorkbookError
from core.imports import ForeignError, Import, Reading, check, store
from exchange.choices import RunState
from exchange.models import ImportRun


def receive(*, kind: Import, data: bytes, filename: str) -> tuple[ImportRun, Reading | None]:
    """Write down that a workbook came, and what its check says; None for one that is none of this register.

    Nothing of the register is written.
    """
    run = ImportRun(zone=kind.zone, user=kind.user, kind=kind.code, filename=filename[:120], content=data)
    run.sha256 = hashlib.sha256(data).hexdigest()
    reading = recheck(run=run, kind=kind)
    return run, reading


def recheck(*, run: ImportRun, kind: Import) -> Reading | None:
    """Check a workbook (again), and keep what came of it."""
    reading: Reading | None = None
    try:
        reading = check(kind, bytes(run.content), run.mapping)
        run.counts, run.told = reading.counts, ""
        run.state = RunState.CHECKED if reading.is_clean else RunState.WRONG
        if reading.is_foreign:
            run.state, run.told = RunState.REFUSED, str(reading.faults[0].words)[:300]
    except WorkbookError as error:
        run.counts, run.told = {}, str(error)[:300]
        run.state = RunState.REFUSED if isinstance(error, ForeignError) else RunState.WRONG
    run.save()
    return reading


def begin(*, run: ImportRun) -> None:
    """Note that storing begins: what is found in this state later and is nobody's was interrupted."""
    run.state = RunState.RUNNING
    run.save(update_fields=["state", "updated_at"])


def finish(*, run: ImportRun, kind: Import, now: datetime.datetime) -> Reading:
    """Check once more with the rows locked and store everything in one transaction; the workbook itself is not kept.

    Whatever goes wrong leaves no row behind, and the run with its faults. Raises: DatabaseError, after noting it.
    """
    reading = Reading()
    try:
        with transaction.atomic():
            ImportRun.objects.select_for_update().get(pk=run.pk)
            reading = check(kind, bytes(run.content), run.mapping, locked=True)
            if reading.is_clean:
                store(kind, reading)
                run.state, run.stored_at, run.content = RunState.STORED, now, b""
            else:
                run.state = RunState.WRONG
            run.counts = reading.counts
            run.save()
    except IntegrityError:
        run.state, run.counts, run.stored_at = RunState.WRONG, reading.counts, None
        run.refresh_from_db(fields=["content", "version"])
        run.save(update_fields=["state", "counts", "updated_at"])
    except DatabaseError:
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.INTERRUPTED)
        raise
    return reading


@transaction.atomic
def settle(*, run: ImportRun) -> ImportRun:
    """Of a run that is said to be stored right now: whether anybody still does; if not, it was interrupted."""
    mine = ImportRun.objects.select_for_update(skip_locked=True).filter(pk=run.pk, state=RunState.RUNNING).first()
    if mine is not None:
        mine.state = RunState.INTERRUPTED
        mine.save(update_fields=["state", "updated_at"])
    return mine or run


def answer_headings(*, run: ImportRun, kind: Import, answers: dict[str, Any]) -> Reading | None:
    """Keep what unknown headings mean (heading -> field, or "" for none) and check again."""
    run.mapping = {**run.mapping, **answers}
    return recheck(run=run, kind=kind)
