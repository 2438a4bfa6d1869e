"""System checks of the house."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

FOREIGN = {"admin"}  # namespaces with rules of their own


def patterns(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every URL of the portal with its full name; Django's admin keeps its own rules and is left out."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace not in FOREIGN:
                yield from patterns(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        else:
            yield ":".join([*namespaces, entry.name or str(entry.pattern)]), entry


@register()
def every_view_has_a_policy(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A view without an access rule is a mistake, found at start-up and not by a stranger."""
    missing = [name for name, entry in patterns() if policy_of(entry) is None]
    return [Error(f"The view of {name} declares no policy.", hint="See core/access.py.", id="portal.E001") for name in missing]


def policy_of(entry: URLPattern) -> Any:
    view_class = getattr(entry.callback, "view_class", None)
    return getattr(view_class, "policy", None) or getattr(entry.callback, "policy", None)
