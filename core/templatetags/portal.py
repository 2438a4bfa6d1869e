"""Template tags and filters of the house: icons, numbers with their unit, lights, addresses that keep the query."""

from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from core import units
from core.access import Decision
from core.listing import address
from core.tables import light_html

register = template.Library()


@lru_cache(maxsize=512)
def _icon(name: str, css: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#tabler-{}"/></svg>', css, static("vendor/icons/icons.svg"), name
    )


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """``{% icon "check" %}``: a drawing beside a word, never instead of one."""
    return _icon(name, css)


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """1234.50 as ``1,234.5``; – when not reported, and for what a template cannot find (``previous.workers`` of None)."""
    return units.number(None if value == "" else value, places)


@register.filter
def percent(value: Any) -> str:
    """A share (0.613) as ``61.3%``; – when it cannot be computed."""
    return units.percent(None if value == "" else value)


@register.filter
def points(value: Any) -> str:
    """A gap in percentage points: ahead or behind by so many."""
    if value is None or value == "":
        return units.NOT_REPORTED
    text = units.number(abs(units.rounded(value, 1)))
    return (
        gettext("ahead %(points)s points") % {"points": text}
        if value >= 0
        else gettext("behind %(points)s points") % {"points": text}
    )


@register.filter
def or_dash(value: Any) -> Any:
    return units.NOT_REPORTED if value is None or value == "" else value


@register.filter
def day(value: Any) -> str:
    """A date as 2015-06-16."""
    return value.isoformat()[:10] if value else units.NOT_REPORTED


@register.simple_tag
def light(key: str, word: Any) -> SafeString:
    return light_html(key, str(word))


@register.simple_tag
def badge(choices_css: dict[str, str], key: str, word: Any) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', choices_css.get(key, "plain"), word)


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: Any) -> str:
    """This page's query string with some values changed; None removes one."""
    return address(context["request"].GET, **changes)


@register.simple_tag
def action(label: str, url: str, decision: Decision, icon_name: str = "", css: str = "btn") -> SafeString:
    """A button that leads to ``url``; disabled, with the reason as its tooltip, when it is denied."""
    drawing = _icon(icon_name, "") if icon_name else mark_safe("")
    if decision:
        return format_html('<a class="{}" href="{}">{}{}</a>', css, url, drawing, label)
    return format_html(
        '<span class="{} disabled" role="link" aria-disabled="true" tabindex="0" title="{}">{}{}</span>',
        css,
        decision.reason,
        drawing,
        label,
    )


@register.simple_tag(takes_context=True)
def active(context: template.Context, *prefixes: str) -> str:
    """``active`` when the page's address begins with one of ``prefixes``."""
    path = context["request"].path
    return "active" if any(path.startswith(prefix) for prefix in prefixes) else ""


@register.simple_tag
def filter_fields(form: Any) -> SafeString:
    """Every filter but the search box with its label, joined: a template step for each would cost more than the query."""
    return mark_safe("".join([_filter_field(form, field) for field in form if field.name != "q"]))


def _filter_field(form: Any, field: Any) -> str:
    if not field.is_hidden:
        return f'<div><label class="form-label" for="{field.id_for_label}">{escape(field.label)}</label>{field.as_widget()}</div>'
    chosen = getattr(form, "cleaned_data", {}).get(field.name)
    return f'<div><span class="form-label">{escape(field.label)}</span>{field.as_widget()}{escape(chosen)}</div>' if chosen else ""


@register.simple_tag
def column_choice(columns: Any) -> SafeString:
    """A tick box for each column: (name, label, shown)."""
    return mark_safe("".join([_tick(name, label, " checked" if shown else "") for name, label, shown in columns]))


def _tick(name: str, label: Any, checked: str) -> str:
    box = f'<input class="form-check-input" type="checkbox" name="cols" value="{escape(name)}"{checked}>'
    return f'<label class="form-check">{box}<span class="form-check-label">{escape(label)}</span></label>'
