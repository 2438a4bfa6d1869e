"""The reminder on every page, until it is seen or everything is given."""

from typing import Any

from django import template

from projects.models import Reminder, WeeklyReport

register = template.Library()


@register.inclusion_tag("projects/_reminder.html", takes_context=True)
def reminder_banner(context: template.Context) -> dict[str, Any]:
    """Costs nothing for a person without a reminder that they have not seen, else three queries, deputies among them."""
    membership = context.get("membership")
    pk = getattr(membership, "reminded", None)
    reminder = Reminder.objects.filter(pk=pk).first() if pk else None
    if membership is None or reminder is None:
        return {}
    mine = WeeklyReport.objects.in_zone(membership.zone).of_person(context["user"]).of_week(reminder.monday).missing()
    return {
        "reminder": reminder,
        "due_at": mine.values_list("due_at", flat=True).first(),
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }
