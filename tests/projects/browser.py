"""What a browser would send: every box of a rendered form as it stands, with some of them changed."""

import html
import re
from typing import Any

from django.db.models import Model


def sent(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [sent(item) for item in value]
    return str(value.pk if isinstance(value, Model) else value)


def filled(response: Any, **changes: Any) -> dict[str, Any]:
    """The data of ``response``'s form. A change to None leaves the box out, as an unticked checkbox does."""
    values = {box.html_name: box.value() for box in response.context["form"]} | changes
    return {name: sent(value) for name, value in values.items() if value is not None and value is not False}


def submit(client: Any, url: str, **changes: Any) -> Any:
    """Open the form, fill it in, send it."""
    return client.post(url, filled(client.get(url), **changes))


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: [str(error) for error in found] for name, found in response.context["form"].errors.items()}


def text(response: Any) -> str:
    """The words of a page without its tags, entities read, blanks run together."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())
