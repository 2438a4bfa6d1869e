"""Light rules and their reasons in words, for templates."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import units
from core.tables import light_html
from zones import light_words
from zones.choices import Light
from zones.lights import Rules

register = template.Library()
register.filter("reason_words", light_words.reason_words)
register.filter("limit_words", light_words.limits)
register.filter("clause_title", light_words.title)
register.filter("clause_conditions", light_words.conditions)


@register.simple_tag
def lit(key: str) -> SafeString:
    """A light by its value."""
    return light_html(key, str(Light(key).label))


@register.filter
def fact_value(value: Any) -> str:
    """A day as 2015-06-16, a number with its thousands grouped, words as they are."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return units.number(value) if isinstance(value, Decimal | int) else str(value)


@register.simple_tag
def rules_link(rules: Rules) -> SafeString:
    """The rules by name and edition, leading to their page; the portal's own lead to the list of rules."""
    address = reverse("zones:rules_detail", args=[rules.pk]) if rules.pk else reverse("zones:rules_list")
    return format_html('<a href="{}">{}</a>', address, light_words.named(rules))
