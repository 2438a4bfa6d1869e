"""Going through everything once more: right data pass, and what is wrong is named."""

import pytest
from django.core.management import CommandError, call_command

from returns import verify as verifying
from returns.models import ReturnValue
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(may):
    for name, value in zip(may.rows, (10, 20, 30, 40, 50), strict=True):
        row = may.rows[name]
        for item, number in ((may.items.revenue, value), (may.items.tax, value / 10)):
            ReturnValue.objects.create(report=row, item=item, value=number)
        type(row).objects.filter(pk=row.pk).update(state="accepted", submitted_at=row.created_at)
    return may


def test_what_is_right_passes(filled, capsys):
    call_command("verify_returns", "--zone", filled.zone.code)
    assert "are right" in capsys.readouterr().out


def test_a_part_that_is_larger_than_its_whole_is_named(filled):
    ReturnValue.objects.filter(report=filled.rows["甲家具"], item=filled.items.tax).update(value=99)
    (line,) = verifying.verify(filled.zone, 2015)
    assert "甲家具" in line
    with pytest.raises(CommandError):
        call_command("verify_returns")


def test_a_total_that_is_not_its_values_is_named(filled, monkeypatch):
    right = verifying.totals(filled.zone, 2015)
    next(iter(right.cells.values()))[filled.parks[0].pk].value += 1
    monkeypatch.setattr(verifying, "totals", lambda zone, year: right)
    (line,) = verifying.verify(filled.zone, 2015)
    assert "2015年5月" in line


def test_other_zones_are_left_alone(filled, other_zone):
    item = factories.return_item(zone=other_zone)
    factories.monthly_return(enterprise=factories.enterprise(zone=other_zone), values={item: 1})
    assert list(verifying.verify(filled.zone, 2015)) == []
