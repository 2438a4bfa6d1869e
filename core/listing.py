"""The query string of a list, cleaned once: page, page size, order, columns. Everything else is the filterset's."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

PAGE_SIZES = (25, 50, 100, 200)
DEFAULT_SIZE = 50
MAX_PAGE = 1_000_000
MAX_SORT = 3
OWN = {"page", "per_page", "sort", "cols", "group", "export", "part"}


def small_number(text: str, default: int, low: int, high: int) -> int:
    """A whole number from the address, ``default`` when unreadable, limited to ``low``…``high``."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return default
    return max(low, min(int(text), high))


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What the address asks of a list. ``sort`` holds column names with ``-`` for descending, ``group`` a name or ""."""

    page: int
    per_page: int
    sort: tuple[str, ...]
    columns: tuple[str, ...]
    group: str = ""

    @classmethod
    def read(
        cls, data: QueryDict, *, orderable: Collection[str], columns: Collection[str], groups: Collection[str] = ()
    ) -> "ListQuery":
        """Unknown, doubled and excess parts are dropped: an old link never breaks a list."""
        asked = [name for part in data.getlist("sort")[:1] for name in part[:300].split(",")]
        sort: dict[str, str] = {}
        for name in asked:
            if name.removeprefix("-") in orderable:
                sort.setdefault(name.removeprefix("-"), name)
        chosen = [name for part in data.getlist("cols")[:40] for name in part[:600].split(",") if name in columns]
        return cls(
            page=small_number(data.get("page", ""), 1, 1, MAX_PAGE),
            per_page=small_number(data.get("per_page", ""), DEFAULT_SIZE, 1, PAGE_SIZES[-1]),
            sort=tuple(sort.values())[:MAX_SORT],
            columns=tuple(dict.fromkeys(chosen)),
            group=data.get("group", "") if data.get("group", "") in groups else "",
        )


def address(data: QueryDict, **changes: Any) -> str:
    """The list's query string with ``changes``; None removes a key, blanks are left out."""
    query = data.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return f"?{query.urlencode()}" if query else "?"


def nearby(page: Any) -> list[int]:
    """First, last and the two pages on either side of the current one."""
    last, here = page.paginator.num_pages, page.number
    return sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
