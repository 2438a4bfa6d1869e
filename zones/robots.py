"""The addresses of group robots (企业微信, 钉钉): where they may lead, and how they are shown. An address is a secret."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DOTS = "••••••"


def hosts() -> list[str]:
    """The hosts to which the portal may send, by PORTAL_ROBOT_HOSTS."""
    return settings.ROBOT_HOSTS


def check_address(address: str) -> None:
    """Raises: ValidationError, which never repeats the address, for all but a plain https address of an allowed host."""
    if not is_allowed(address):
        raise ValidationError(_("must be an https address of one of these hosts: %(hosts)s") % {"hosts": ", ".join(hosts())})


def is_allowed(address: str) -> bool:
    """Asked again before anything is sent: the allowed hosts may have changed since the address was stored."""
    if len(address) > 300 or not address.isascii() or not address.isprintable() or " " in address or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "http":
        return parts.netloc in settings.ROBOT_PLAIN_HOSTS and parts.netloc in hosts()
    plain = parts.scheme == "https" and "@" not in parts.netloc and port in {None, 443} and not parts.fragment
    return plain and parts.hostname in hosts() and len(parts.path) > 1


def masked(address: str) -> str:
    """The address without its secret: only the host; "" without one."""
    try:
        host = urlsplit(address).hostname if address else None
    except ValueError:
        host = ""
    return "" if host is None else f"https://{host}/{DOTS}"
