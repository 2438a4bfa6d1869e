"""One spelling for reading: half-width digits and marks, no blanks, no invisible characters; places stay known."""

import unicodedata
from dataclasses import dataclass

CELL = "\t"  # between the cells of a table, and for any run of blanks that holds words apart
_BLANKS = " \u00a0\u3000\u2002\u2003\u2009\u202f\u205f"
_SPELLINGS = {
    **dict.fromkeys("—–―‐‑‒−﹣－~～〜∼", "-"),
    **dict.fromkeys("“”„‟「」『』‘’＂", '"'),
    **dict.fromkeys("【〔[［{", "("),
    **dict.fromkeys("】〕]］}", ")"),
    **dict.fromkeys("！!？?…｡", "。"),
    **dict.fromkeys("､﹑", "、"),
    **dict.fromkeys("○◯Ｏ", "〇"),
    **dict.fromkeys("\r\n\x0b\x0c\x85\u2028\u2029", "\n"),
    "帐": "账",
}


class _Table(dict[str, str]):
    """Character to its spelling, "" for one that is not seen; filled as characters are met."""

    def __missing__(self, char: str) -> str:
        spelling = self[char] = _spelling(char)
        return spelling


def _spelling(char: str) -> str:
    if char in _BLANKS or char == "\t":
        return char
    if char in _SPELLINGS:
        return _SPELLINGS[char]
    kind = unicodedata.category(char)
    if kind in {"Cf", "Cc", "Mn", "Me"}:
        return ""
    if kind == "No" or char < "\x80" or "\u4e00" <= char <= "\u9fff":
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """``chars`` to read, and for each of them its place in ``source``."""

    source: str
    chars: str
    places: list[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The part of the source that ``chars[start:end]`` came from; ``start`` is before ``end``."""
        return self.places[start], self.places[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The source's words of ``chars[start:end]``, without invisible characters and with single blanks."""
        first, last = self.place(start, end)
        kept = (" " if char in _BLANKS or char == "\t" else char for char in self.source[first:last] if _TABLE[char])
        return " ".join("".join(kept).split())


def fold(text: str) -> Folded:
    """Blanks between words go, and so do characters that are not seen; several blanks or a tab become one CELL."""
    chars: list[str] = []
    places: list[int] = []
    gap = 0
    for place, char in enumerate(text):
        spelling = _TABLE[char]
        if not spelling:
            continue
        if spelling in _BLANKS or spelling == CELL:
            gap += 2 if spelling == CELL else 1
            continue
        apart = gap > 1 or (gap == 1 and spelling.isdigit() and chars[-1:] and chars[-1].isdigit())
        if apart and chars and chars[-1] != "\n" and spelling != "\n":
            chars.append(CELL)
            places.append(place - 1)
        gap = 0
        chars.append(spelling)
        places.append(place)
    return Folded(text, "".join(chars), places)
