"""Trees of units and parks, as pure functions on (id, parent's id) pairs. A ring in the data ends nothing: rows of a
ring are printed at the top, and every walk stops when it meets a row again."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Node(NamedTuple):
    pk: int
    parent: int | None


def in_order(nodes: Iterable[Node]) -> list[tuple[int, int]]:
    """``(id, depth)`` of every node: each before its parts, brothers in the order given."""
    nodes = list(nodes)
    known = {node.pk for node in nodes}
    parts: dict[int | None, list[int]] = {}
    for node in nodes:
        parts.setdefault(node.parent if node.parent in known else None, []).append(node.pk)
    ordered: dict[int, int] = {}
    waiting = [(pk, 0) for pk in reversed([*parts.get(None, []), *(node.pk for node in nodes)])]
    while waiting:
        pk, depth = waiting.pop()
        if pk not in ordered:
            ordered[pk] = depth
            waiting.extend((part, depth + 1) for part in reversed(parts.get(pk, [])))
    return list(ordered.items())


def upwards(parents: Mapping[int, int | None], pk: int | None) -> list[int]:
    """``pk``, its parent, and so on to the top."""
    walked: dict[int, None] = {}
    while pk is not None and pk not in walked:
        walked[pk] = None
        pk = parents.get(pk)
    return list(walked)


def downwards(parents: Mapping[int, int | None], pk: int) -> list[int]:
    """``pk`` and all its parts, to any depth."""
    return [other for other in parents if pk in upwards(parents, other)]
