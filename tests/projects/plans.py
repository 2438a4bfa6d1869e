"""The plan of the 2014 report as a clerk pastes it, and what a browser sends back of its proposed rows."""

from typing import Any

from django.urls import reverse

URL = reverse("projects:plan_read")


def read(client: Any, text: str, **changes: Any) -> Any:
    """Step 1: the text is read."""
    return client.post(URL, {"step": "read", "year": "2015", "text": text, **changes})


def boxes(form: Any) -> dict[str, Any]:
    values = {box.html_name: box.value() for box in form}
    return {name: str(getattr(value, "pk", value)) for name, value in values.items() if value is not None and value is not False}


def filled(answer: Any, **changes: Any) -> dict[str, Any]:
    """Step 2 as it stands on the page; a change to None leaves the box out, as an unticked one does."""
    plan = answer.context["plan"]
    sent = {"step": "confirm"}
    parts = [plan.head, *(part for forms in (plan.names, plan.rows) for part in (forms.management_form, *forms.forms))]
    for part in parts:
        sent |= boxes(part)
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None}


def confirm(client: Any, answer: Any, **changes: Any) -> Any:
    return client.post(URL, filled(answer, **changes))
