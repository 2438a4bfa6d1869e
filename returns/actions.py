"""Writing returns: opened, entered, reviewed, made a figure of. Every write asks the lock of its month."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from core.models import DataStatus
from core.units import WAN
from indicators.actions import publish_edition
from indicators.choices import PeriodForm, PeriodState, next_statuses
from indicators.locks import LockedError, Locks
from indicators.models import Figure, Indicator, PeriodRule
from projects.models import Enterprise
from returns.choices import ReturnState
from returns.models import Return, ReturnItem, ReturnValue
from returns.presets import STANDARDS
from returns.totals import ZONE, Reader, Total, Totals, totals
from zones.models import User, Zone

AT_ONCE = 1000  # rows a statement
PUT_DOWN = ("note", "state", "submitted_at", "submitted_by_id", "first_submitted", "reviewed_by_id", "review_note")
FIRST_MONTH = 2  # January alone is not reported: February's return covers months 1–2


def refusal(report: Return, locks: Locks, today: datetime.date) -> str:
    """Why nothing may be written into a return on a day; "" when it may."""
    return locks.refusal(report.year, report.month, today=today, park=report.enterprise.park)


@transaction.atomic
def open_month(*, zone: Zone, year: int, month: int, today: datetime.date) -> int:
    """One return for every enterprise of the year's above-scale list (规上), and how many are new. Safe to repeat.

    Nothing is opened before the period opens, and none for January.
    """
    return open_months(zone=zone, year=year, months=[month], today=today)


@transaction.atomic
def open_months(*, zone: Zone, year: int, today: datetime.date, months: Iterable[int] = range(FIRST_MONTH, 13)) -> int:
    """The same for several months of a year, those that are over; with seven queries at most, however many they are."""
    locks = PeriodRule.locks(zone, PeriodForm.RETURNS)
    over = [month for month in months if month >= FIRST_MONTH and (year, month) < (today.year, today.month)]
    opened = [month for month in over if locks.state(year, month, today) != PeriodState.COMING]
    if not opened:
        return 0
    known = set(Return.objects.in_zone(zone).of_year(year).values_list("enterprise", "month"))
    listed = Enterprise.objects.in_zone(zone).above_scale(year).values_list("pk", flat=True)
    missing = [(firm, month) for firm in listed for month in opened if (firm, month) not in known]
    fresh = [Return(enterprise_id=firm, year=year, month=month) for firm, month in missing]
    return len(Return.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000))


@transaction.atomic
def store_return(*, report: Return, values: Mapping[int, Decimal | None], **how: Any) -> Return:
    """Keep a draft or hand the return in (``how``: see :func:`put_down`); ``values`` are by item id, those not named stay.

    Raises: LockedError for a month that is not open.
    """
    put_down(report=report, **how)
    report.save()
    _store_values([(report, values)])
    return report


@transaction.atomic
def store_returns(rows: Sequence[tuple[Return, Mapping[int, Decimal | None]]]) -> None:
    """The same for many that are :func:`put_down`; those that say the same beside their values are one statement."""
    alike: dict[tuple, list[int]] = {}
    for report, _values in rows:
        alike.setdefault(tuple(getattr(report, name) for name in PUT_DOWN), []).append(report.pk)
    for said, numbers in alike.items():
        Return.objects.of_ids(numbers).update(**dict(zip(PUT_DOWN, said, strict=True)), updated_at=Now())
    _store_values(rows)


def put_down(
    *, report: Return, by: User, now: datetime.datetime, today: datetime.date, submit: bool, locks: Locks | None = None
) -> None:
    """Say in the return, and not yet in the database, that it is a draft or handed in.

    ``locks`` are read unless they are given. Raises: LockedError for a month that is not open.
    """
    locks = locks or PeriodRule.locks(report.zone, PeriodForm.RETURNS)
    if words := refusal(report, locks, today):
        raise LockedError(words)
    if submit:
        report.state, report.submitted_at, report.submitted_by = ReturnState.SUBMITTED, now, by
        report.first_submitted = report.first_submitted or now
        report.reviewed_by, report.review_note = None, ""
    elif report.state == ReturnState.OPEN:
        report.state = ReturnState.DRAFT


def _store_values(rows: Iterable[tuple[Return, Mapping[int, Decimal | None]]]) -> None:
    fresh, changed = [], []
    for report, values in rows:
        stored = {row.item_id: row for row in report.values.all()}
        for item, value in values.items():
            if item not in stored:
                fresh.append(ReturnValue(report=report, item_id=item, value=value))
            elif stored[item].value != value:
                stored[item].value = value
                changed.append(stored[item])
    ReturnValue.objects.bulk_create(fresh, batch_size=AT_ONCE)
    ReturnValue.objects.bulk_update(changed, ["value"], batch_size=AT_ONCE)


@transaction.atomic
def accept_returns(*, rows: Iterable[Return], by: User) -> int:
    """Accept those that are handed in, and how many they were."""
    found = Return.objects.of_ids(row.pk for row in rows).submitted()
    return found.update(state=ReturnState.ACCEPTED, reviewed_by=by, review_note="", updated_at=Now())


@transaction.atomic
def send_back(*, report: Return, note: str, by: User, today: datetime.date) -> Return:
    """Back to whoever enters it, with the reason; only while the month is open.

    Raises: LockedError.
    """
    if words := refusal(report, PeriodRule.locks(report.zone, PeriodForm.RETURNS), today):
        raise LockedError(words)
    report.state, report.reviewed_by, report.review_note = ReturnState.RETURNED, by, note
    report.save()
    return report


@transaction.atomic
def add_standard_items(*, zone: Zone) -> int:
    """Add the shipped items that the zone has neither by code nor by name; how many they were.

    An item becomes the zone's figure of the indicator with its code, where there is one and the units fit.
    """
    Zone.objects.in_zone(zone).locked().get()
    known = list(ReturnItem.objects.in_zone(zone))
    by_code, names = {item.code: item for item in known}, {item.name for item in known}
    figures = {indicator.code: indicator for indicator in Indicator.objects.in_zone(zone)}
    position, count = max((item.position for item in known), default=0), 0
    for standard in STANDARDS:
        if standard["code"] in by_code or standard["name"] in names:
            continue
        own = {name: value for name, value in standard.items() if name not in {"part_of", "figure"}}
        position, count = position + 1, count + 1
        item = ReturnItem(zone=zone, position=position, part_of=by_code.get(standard.get("part_of", "")), **own)
        item.indicator = figures.get(standard.get("figure", ""))
        if factor(item) is None:
            item.indicator = None
        item.save()
        by_code[item.code] = item
    return count


# --- figures of totals ---------------------------------------------------------------------------
def factor(item: ReturnItem) -> Decimal | None:
    """By what a total of the item is divided to be in its indicator's unit; None when the units do not fit."""
    if item.indicator is None:
        return None
    pair = (item.unit, item.indicator.unit)
    if pair == ("万元", "亿元"):
        return WAN
    return Decimal(1) if pair[0] == pair[1] else None


@transaction.atomic
def publish_totals(*, zone: Zone, year: int, month: int, by: User, today: datetime.date) -> int:
    """Make the totals of a month the figures of the zone and its parks; how many were stored.

    A first figure is a flash report, another value than the one that stands a revision with its reason.

    A total that tells of a single enterprise makes no figure, and one that stands already is not repeated. Growth is left
    out: that of a published figure is published, not computed.
    Raises: LockedError when the period of the figures is closed.
    """
    Zone.objects.in_zone(zone).locked().get()  # two clicks at once store each figure once
    if words := PeriodRule.locks(zone, PeriodForm.FIGURES).refusal(year, month, today=today):
        raise LockedError(words)
    made, reader = totals(zone, year), Reader(sees_all=False, least=zone.least_firms)
    items = [item for item in ReturnItem.objects.in_zone(zone).valid_in(year).select_related("indicator") if factor(item)]
    parks = [None, *zone.parks.tops()]
    count = 0
    for item in items:
        for park in parks:
            count += _publish(made, item, park, month, reader, by, today)
    return count


def _publish(made: Totals, item: ReturnItem, park: Any, month: int, reader: Reader, by: User, today: datetime.date) -> int:
    shown = made.shown(month, item.pk, park.pk if park else ZONE, reader)
    divisor = factor(item)
    if shown.total is None or divisor is None:
        return 0
    value = round(shown.total.value / divisor, 4)
    figure = Figure(indicator=item.indicator, park=park, year=made.year, through_month=month, value=value)
    editions = list(Figure.objects.same_series(figure))
    if editions and editions[0].value == value:
        return 0
    figure.status = next_statuses([each.status for each in editions])[-1] if editions else DataStatus.FLASH
    figure.source, figure.remark = _("Totals of monthly returns"), told(shown.total)
    publish_edition(figure=figure, after=editions[0].edition if editions else 0, by=by, today=today)
    return 1


def told(total: Total) -> str:
    """Of how many enterprises a total is made, and how many nobody has accepted."""
    words = _("%(firms)s enterprises, %(unreviewed)s of them not accepted")
    return words % {"firms": total.firms, "unreviewed": total.unreviewed}
