"""Printing of rates and periods in the pages of figures."""

from decimal import Decimal
from typing import Any

from django import template

from core.units import NOT_REPORTED
from indicators import choices
from indicators.growth import print_growth

register = template.Library()


@register.filter
def published(rate: Decimal | None) -> str:
    """A rate as it was published, every digit kept; – when none was."""
    return NOT_REPORTED if rate is None else print_growth(rate)


@register.filter
def computed(rate: Decimal | None) -> str:
    """A rate that the portal computed, to one decimal; -- when it cannot be."""
    return print_growth(rate, 1)


@register.filter
def months(through_month: Any) -> str:
    """12 as "whole year", 5 as "months 1–5"."""
    return choices.period_words(through_month)


@register.filter
def at(found: dict[Any, Any], key: Any) -> Any:
    """One entry of a mapping by its key; None without it."""
    return found.get(key)
