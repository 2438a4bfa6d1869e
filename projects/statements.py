"""What ledger and registers state, as core.statements has it: that no task is promised twice, and nothing registered twice."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.statements import Statement
from projects.models import Enterprise, Milestone, Project
from zones.models import Zone

ONE = Decimal(1)


def statements(zone: Zone, *years: int) -> Iterator[Statement]:
    """Promises of the same words for the same buildings of a project, due in ``years``. Two queries."""
    found = Milestone.objects.in_zone(zone).of_years(*years).with_task()
    rows = sorted(found, key=lambda row: (row.project_id, row.text, buildings(row), row.due_date))
    for _task, group in groupby(rows, key=lambda row: (row.project_id, row.text, buildings(row))):
        twins = list(group)
        if len(twins) > 1:
            yield twice(twins)


def registers(zone: Zone) -> Iterator[Statement]:
    """Enterprises, and projects, one of which is called as another one is also called. Two queries."""
    for model in (Enterprise, Project):
        rows = list(model.objects.in_zone(zone).order_by("pk").only("name", "aliases"))  # type: ignore[attr-defined]
        called = {key(name): row for row in rows for name in row.aliases.split("、") if name.strip()}
        for row in rows:
            other = called.get(key(row.name))
            if other and other.pk != row.pk:
                yield registered_twice(row, other)


def key(name: str) -> str:
    return "".join(name.split()).casefold()


def registered_twice(row: Any, other: Any) -> Statement:
    return Statement(
        rule="registered_twice",
        title=gettext_lazy("A firm or project is registered once"),
        about=f"{row._meta.label_lower}:{row.pk}",
        subject=str(row),
        words=_("“%(name)s” is also what %(other)s is called") % {"name": row.name, "other": other},
        left=Decimal(2),
        right=ONE,
        unit=pgettext("counted", "rows"),
        url=row.get_absolute_url(),
    )


def above_scale(zone: Zone, year: int, stated: Decimal | None, url: str) -> Statement:
    """The year's above-scale list against the number that the figures state. One query."""
    return Statement(
        rule="above_scale_list",
        title=gettext_lazy("The above-scale list has as many firms as the figures say"),
        about=f"{zone._meta.label_lower}:{zone.pk}:{year}",
        subject=_("Above-scale list of %(year)s") % {"year": year},
        words=_("firms in the register's list of the year, and the figure"),
        left=Decimal(Enterprise.objects.in_zone(zone).above_scale(year).count()),
        right=stated,
        unit=pgettext("counted", "firms"),
        url=url,
    )


def buildings(row: Milestone) -> tuple[str, ...]:
    return tuple(sorted(building.name for building in row.buildings.all()))


def twice(twins: list[Any]) -> Statement:
    """The promises of one task, the earliest first."""
    first = twins[0]
    days = "、".join(f"{row.due_date:%Y-%m-%d}" for row in twins)
    return Statement(
        rule="promised_twice",
        title=gettext_lazy("A task is promised once"),
        about=f"{first._meta.label_lower}:{first.pk}",
        subject=f"{first.project} · {first.text}",
        words=_("“%(task)s” is due on %(days)s; one of them is superfluous, or means something else")
        % {"task": first.text, "days": days},
        left=Decimal(len(twins)),
        right=ONE,
        unit=pgettext("counted", "promises"),
        url=first.get_absolute_url(),
    )
