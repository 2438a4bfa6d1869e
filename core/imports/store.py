"""Writing a checked workbook, all of it or nothing."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.history import Origin, noted
from core.imports.check import Fault, Reading
from core.imports.kinds import Import
from core.progress import track


class UnstorableError(ValueError):
    """A checked row could not be stored after all; the reading holds it as a fault, and nothing was written."""


@transaction.atomic
def store(kind: Import, reading: Reading) -> int:
    """Store what a clean reading changes; how many rows that were. Raises: UnstorableError."""
    with noted(origin=Origin.IMPORT):
        for line in track(reading.changed):
            try:
                kind.save(line.checked)
            except IntegrityError as error:
                reading.faults.append(Fault(line.number, 0, _("somebody else has stored the same meanwhile")))
                raise UnstorableError from error
            except ValueError as error:  # a refusal of the action, such as a period that was locked a moment ago
                reading.faults.append(Fault(line.number, 0, str(error)))
                raise UnstorableError from error
        kind.save_rest()
    return len(reading.changed)
