"""Conditions of check constraints judged in Python, so that a thousand rows do not ask the database a thousand times.

Only what holds for certain is told; the rest is asked of the database as ever. Measured by bench/imports.py: the check of 5,000 new
rows of a register with one constraint took twice as long with the database's answers.
"""

import operator
from typing import Any

from django.db import models
from django.db.models import F, Q

OPERATORS = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda left, right: left in right,
}


def surely(condition: Any, row: models.Model) -> bool | None:
    """Whether ``row`` fulfils the condition; None where that is not certain, as where something is null."""
    if isinstance(condition, tuple):
        lookup, value = condition
        return of_field(lookup, value, row)
    if not isinstance(condition, Q):
        return None
    found = [surely(child, row) for child in condition.children]
    if condition.connector == Q.AND:
        answer = False if False in found else None if None in found else True
    elif condition.connector == Q.OR:
        answer = True if True in found else None if None in found else False
    else:
        return None
    return answer if answer is None or not condition.negated else not answer


def of_field(lookup: str, value: Any, row: models.Model) -> bool | None:
    name, _separator, kind = lookup.partition("__")
    left = value_of(row, name)
    if kind == "isnull":
        return (left is None) == value
    if isinstance(value, F):
        other: str = value.name  # type: ignore[attr-defined]
        if "__" in other:
            return None
        value = value_of(row, other)
    compare = OPERATORS.get(kind or "exact")
    if compare is None or left is None or value is None:
        return None
    try:
        return bool(compare(left, value))
    except TypeError:
        return None


def value_of(row: models.Model, name: str) -> Any:
    """What the row holds of a field; of a relation its number."""
    field: Any = row._meta.get_field(name)
    return getattr(row, field.attname)
