"""A month of returns: two parks with firms, two items, today 2015-06-16 (May is open, on time until June 10)."""

from types import SimpleNamespace

import pytest

from returns.actions import open_month
from returns.models import Return
from tests import factories


@pytest.fixture
def may(zone):
    """Three firms in one park, two in another; nothing is entered."""
    parks = [factories.park(zone=zone, name="家具园"), factories.park(zone=zone, name="食品园")]
    names = [("甲家具", 0), ("乙家具", 0), ("丙家具", 0), ("丁食品", 1), ("戊食品", 1)]
    firms = [factories.enterprise(zone=zone, name=name, park=parks[park]) for name, park in names]
    for firm in firms:
        firm.above_scale_years.create(year=2015)
    revenue = factories.return_item(zone=zone, code="yysr", name="主营业务收入", position=1)
    tax = factories.return_item(zone=zone, code="ss", name="税金", part_of=revenue, position=2)
    workers = factories.return_item(zone=zone, code="cy", name="从业人员", unit="人", places=0, is_cumulative=False, position=3)
    open_month(zone=zone, year=2015, month=5, today=factories.DAY)
    rows = {row.enterprise.name: row for row in Return.objects.select_related("enterprise__zone", "enterprise__park")}
    clerks = [factories.person(zone=zone, role="park_clerk", park=park) for park in parks]
    items = SimpleNamespace(revenue=revenue, tax=tax, workers=workers)
    return SimpleNamespace(zone=zone, parks=parks, firms=firms, rows=rows, clerks=clerks, items=items)
