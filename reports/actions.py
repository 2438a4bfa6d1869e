"""Writing what belongs to the year as a whole."""

from django.db import transaction

from reports.models import YearNote


@transaction.atomic
def drop_note(*, note: YearNote) -> None:
    """Take a note out of the year. The history keeps its words."""
    note.delete()
