"""Reading many tables as they were at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside is of one moment, whatever others store meanwhile. Nothing can be written.

    Raises: RuntimeError inside a transaction, which has chosen its moments already.
    """
    connection = transaction.get_connection()
    is_outermost = not connection.in_atomic_block  # otherwise refused by durable, but for tests that live in a transaction
    with transaction.atomic(durable=True):
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
