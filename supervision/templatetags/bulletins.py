"""What the page of one's week shows of bulletins, which projects do not know of."""

from typing import Any

from django import template

from supervision.models import BulletinEntry

register = template.Library()


@register.inclusion_tag("supervision/_asked_by_bulletins.html", takes_context=True)
def bulletins_asked(context: template.Context) -> dict[str, Any]:
    """What bulletins ask of the person's unit. One query."""
    request = context["request"]
    found = BulletinEntry.objects.in_zone(request.zone).asked_of(request.user).with_late(context["as_of"])
    return {"entries": found.select_related("bulletin__zone", "unit")}
