"""未审核: the one way to say that nobody has accepted a weekly value yet, on pages, in files and in documents."""

from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def word(is_unreviewed: Any) -> str:
    """For files and documents: the word, or nothing."""
    return _("unreviewed") if is_unreviewed else ""


def noted(text: str, is_unreviewed: Any) -> str:
    """For files and documents: a value with the word behind it."""
    return _("%(value)s (%(word)s)") % {"value": text, "word": word(True)} if is_unreviewed else text


def tag(is_unreviewed: Any) -> SafeString:
    """For pages: the mark that stands behind a value, or nothing."""
    return format_html(' <span class="unreviewed">{}</span>', word(True)) if is_unreviewed else mark_safe("")


def marked(text: Any, is_unreviewed: Any) -> SafeString:
    """A value with its mark."""
    return mark_safe(f"{conditional_escape(text)}{tag(is_unreviewed)}")
