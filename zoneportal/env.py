"""Readers of the environment. A malformed value stops the start with a sentence that names it."""

import contextlib
import datetime
import os
import re
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """One of ``allowed``; the first is the default. Raises: ImproperlyConfigured."""
    value = text(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r}: must be one of {', '.join(allowed)}")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A yes or no. Raises: ImproperlyConfigured."""
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: must be 1 or 0")
    return value in TRUE


def whole(name: str, default: int, low: int, high: int) -> int:
    """A whole number between ``low`` and ``high``. Raises: ImproperlyConfigured."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise ImproperlyConfigured(f"{name}={value!r}: must be a whole number from {low} to {high}")
    return int(value)


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def hosts(name: str, default: str) -> list[str]:
    """A comma-separated list of host names in lower case; ``none`` is an empty one. Raises: ImproperlyConfigured."""
    found = [] if text(name).lower() == "none" else [host.lower() for host in names(name, default)]
    for host in found:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
            raise ImproperlyConfigured(f"{name}: {host!r} must be the bare name of a host, like qyapi.weixin.qq.com")
    return found


def day(name: str) -> datetime.date | None:
    """A date as YYYY-MM-DD, or None when unset. Raises: ImproperlyConfigured."""
    value = text(name)
    if not value:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: must be a date like 2015-06-16") from None


def secret_key(*, production: bool, data_dir: Path) -> str:
    """SECRET_KEY from the environment; outside production one is made once and kept in the data folder.

    Raises: ImproperlyConfigured in production when it is missing or shorter than 32 characters.
    """
    value = text("SECRET_KEY")
    if production and len(value) < 32:
        raise ImproperlyConfigured("SECRET_KEY: production needs one of at least 32 characters")
    return value or _kept_secret(data_dir / "secret_key")


def _kept_secret(path: Path) -> str:
    """Exclusive creation: of two processes starting at once, both end with the first one's key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        draft.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii")
