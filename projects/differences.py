"""Words of last week against words of this week: what was taken out, what was put in. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)  # a word, a number, a gap, else each character
SENTENCE = re.compile(r"[^。；;！？!?\n]*(?:[。；;！？!?\n]|$)")
LONGEST = 1_200  # parts of a text that are compared; beyond these its sentences are, then the whole
PAIRS = 40_000  # equal parts on both sides: a text of the same few signs over and over would be compared for minutes
ISLAND = 1  # a kept character alone between two changes belongs to them


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: kept in both, ``removed`` from the older one, or ``added`` in the newer one."""

    text: str
    kind: str = ""

    KEPT = ""
    REMOVED = "removed"
    ADDED = "added"


def differences(old: str, new: str) -> list[Piece]:
    """``new`` with what was removed from ``old`` in its place; pieces without kind make up what both have in common."""
    if old == new:
        return [Piece(new)] if new else []
    for parts in (TOKEN, SENTENCE):
        before, after = ([part for part in parts.findall(text) if part] for text in (old, new))
        if _is_comparable(before, after):
            return list(_pieces(before, after))
    return list(_change(old, new))


def _is_comparable(before: list[str], after: list[str]) -> bool:
    if max(len(before), len(after)) > LONGEST:
        return False
    counts = Counter(before)
    return sum(counts[part] for part in after) <= PAIRS


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    removed, added = "", ""
    for tag, i, j, k, m in _without_islands(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if tag != "equal":
            removed, added = removed + "".join(before[i:j]), added + "".join(after[k:m])
            continue
        yield from _change(removed, added)
        removed, added = "", ""
        yield Piece("".join(after[k:m]))
    yield from _change(removed, added)


def _change(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece(removed, Piece.REMOVED)
    if added:
        yield Piece(added, Piece.ADDED)


def _without_islands(codes: list[tuple[str, int, int, int, int]]) -> Iterator[tuple[str, int, int, int, int]]:
    """A single character that two different sentences happen to share is no common ground."""
    for place, (tag, i, j, k, m) in enumerate(codes):
        alone = tag == "equal" and j - i <= ISLAND and 0 < place < len(codes) - 1
        yield ("replace" if alone else tag, i, j, k, m)
