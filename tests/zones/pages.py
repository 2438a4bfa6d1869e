"""Reading pages in tests: the portal's sentences in the language the tests run in, forms and their refusals."""

from django.utils.html import escape
from django.utils.translation import gettext


def says(response, sentence: str, **values) -> bool:
    """Whether the page shows a sentence, given by its msgid."""
    return escape(gettext(sentence) % values if values else gettext(sentence)) in response.content.decode()


def errors(response) -> dict[str, list[str]]:
    """The refusals of the page's form by field."""
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def filled(client, address) -> dict[str, object]:
    """What the page's form holds, as a browser would send it back."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}
