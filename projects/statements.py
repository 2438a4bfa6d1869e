"""What the ledger of a year states, as core.statements has it: that no task is promised twice."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.statements import Statement
from projects.models import Milestone
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
