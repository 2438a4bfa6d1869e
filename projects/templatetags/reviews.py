"""What templates say of reviews."""

from typing import Any

from django import template

from projects import unreviewed

register = template.Library()
register.simple_tag(unreviewed.tag, name="unreviewed")


@register.inclusion_tag("projects/_box_comments.html")
def box_comments(report: Any, section: str) -> dict[str, Any]:
    """What the reviewer said of one part of a report that came back, to stand beside that box of its form."""
    return {"remarks": report.remarks_by_section.get(section, [])}
