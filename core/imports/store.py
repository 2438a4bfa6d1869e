"""Writing a checked workbook, all of it or nothing."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.history import Origin, noted
from core.imports.check import Fault, Reading
from core.imports.kinds import Import


@transaction.atomic
def store(kind: Import, reading: Reading) -> int:
    """Store what a clean reading changes; how many rows that were.

    Raises: ValueError for a reading with faults; IntegrityError, then nothing is stored, with the row noted as a fault.
    """
    if not reading.is_clean:
        raise ValueError(_("Nothing was stored: the workbook has faults."))
    with noted(origin=Origin.IMPORT):
        for line in reading.changed:
            try:
                kind.save(line.form)  # type: ignore[arg-type]  # the changed ones have one
            except IntegrityError:
                reading.faults.append(Fault(line.number, 0, _("somebody else has stored the same meanwhile")))
                raise
    return len(reading.changed)
