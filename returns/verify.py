"""Everything that is stored, gone through once more: the totals added up another way, and what no form would have let in."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core import units
from returns.choices import ReturnState
from returns.models import Return, ReturnItem, ReturnValue
from returns.totals import UNPLACED, totals
from zones.models import Zone

CHUNK = 20_000


def verify(zone: Zone, year: int) -> Iterator[str]:
    """A sentence for everything that is wrong with a year's returns. Three queries, one of them over all values."""
    items = {item.pk: item for item in ReturnItem.objects.in_zone(zone)}
    sums: dict[tuple[int, int, int], Decimal] = defaultdict(Decimal)
    current, values = None, {}
    for report, month, place, item, value in stored(zone, year):
        if report != current:
            yield from wrong_parts(current, values, items)
            current, values = report, {}
        values[item] = value
        if value is not None:
            sums[month, item, place] += value
    yield from wrong_parts(current, values, items)
    yield from wrong_sums(zone, year, sums, items)


def stored(zone: Zone, year: int) -> Any:
    """Return, month, top park, item and value of everything that is handed in, return by return."""
    place = Coalesce("report__enterprise__park__parent", "report__enterprise__park", UNPLACED)
    rows = ReturnValue.objects.filter(report__enterprise__zone=zone, report__year=year, report__state__in=ReturnState.given())
    named = rows.annotate(place=place, month=F("report__month")).order_by("report", "item")
    return named.values_list("report_id", "month", "place", "item_id", "value").iterator(chunk_size=CHUNK)


def wrong_parts(report: int | None, values: dict[int, Decimal | None], items: dict[int, ReturnItem]) -> Iterator[str]:
    """Parts that are larger than their whole."""
    for pk, value in values.items():
        whole = values.get(items[pk].part_of_id or 0)
        if value is not None and whole is not None and value > whole:
            names = {"row": Return.objects.get(pk=report), "item": items[pk], "whole": items[pk].part_of}
            yield _("%(row)s: %(item)s is more than %(whole)s") % names


def wrong_sums(zone: Zone, year: int, sums: dict[Any, Decimal], items: dict[int, ReturnItem]) -> Iterator[str]:
    """Totals that are not what their values add up to."""
    shown = {
        (month, item, place): total.value
        for (month, item), places in totals(zone, year).cells.items()
        for place, total in places.items()
    }
    for key in sorted(sums.keys() | shown.keys()):
        if sums.get(key) != shown.get(key):
            month, item, _place = key
            words = _("%(year)s-%(month)s %(item)s: the total is shown as %(shown)s, the values make %(sum)s")
            numbers = {"shown": units.number(shown.get(key)), "sum": units.number(sums.get(key))}
            yield words % {"year": year, "month": month, "item": items[item], **numbers}
