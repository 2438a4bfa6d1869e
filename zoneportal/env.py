"""Readers of the environment. A malformed value stops the start with a sentence that names it."""

import contextlib
import datetime
import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

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


def address(name: str) -> str:
    """The address of a site like https://portal.example.gov.cn, without a slash at its end; "" when unset.

    Raises: ImproperlyConfigured.
    """
    value = text(name)
    parts = _split(name, value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise ImproperlyConfigured(f"{name}={value!r}: must be an address like https://portal.example.gov.cn")
    return value.rstrip("/")


def mail(name: str, default: str) -> dict[str, Any]:
    """Django's settings of a mail server, from smtp://user:password@host:port, smtp+tls:// or smtps://; console: prints.

    The password is never part of a message. Raises: ImproperlyConfigured.
    """
    parts = _split(name, text(name, default))
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured(f"{name}: must be console: or like smtp://, smtp+tls:// or smtps://user:password@host:port")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HOST": parts.hostname,
        "PORT": parts.port or ports[parts.scheme],
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp+tls",
        "USE_SSL": parts.scheme == "smtps",
    }


def _split(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _port = parts.port  # read here, because a port that is no number is found at reading only
    except ValueError:
        raise ImproperlyConfigured(f"{name}: is no address that can be read") from None
    return parts


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
