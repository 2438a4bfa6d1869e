"""What stands in the environment about messages is read, or stops the start with its name and without its secrets."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from zoneportal import env


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ("localhost", 25, "", "", False, False)),
        ("smtp://mail.example", ("mail.example", 25, "", "", False, False)),
        ("smtp+tls://user%40example:p%2Fw@mail.example", ("mail.example", 587, "user@example", "p/w", True, False)),
        ("smtps://user:pw@mail.example:4650", ("mail.example", 4650, "user", "pw", False, True)),
    ],
)
def test_a_mail_server_is_read_from_its_address(monkeypatch, value, expected):
    monkeypatch.setenv("PORTAL_EMAIL_URL", value)
    found = env.mail("PORTAL_EMAIL_URL", "smtp://localhost")
    assert tuple(found[name] for name in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")) == expected


def test_the_demonstration_prints(monkeypatch):
    monkeypatch.delenv("PORTAL_EMAIL_URL", raising=False)
    assert env.mail("PORTAL_EMAIL_URL", "console:")["BACKEND"] == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize("value", ["mail.example", "http://u:geheim@x", "smtp://", "smtp://u:geheim@x:port", "smtp://[u:geheim@x"])
def test_a_mail_server_that_cannot_be_read_stops_the_start_without_its_password(monkeypatch, value):
    monkeypatch.setenv("PORTAL_EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_EMAIL_URL") as error:
        env.mail("PORTAL_EMAIL_URL", "console:")
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize(
    ("value", "expected"), [("", ""), ("https://a.example/", "https://a.example"), ("http://a:8000/x", "http://a:8000/x")]
)
def test_the_site_s_address_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("PORTAL_URL", value)
    assert env.address("PORTAL_URL") == expected


@pytest.mark.parametrize(
    "value", ["portal.example", "javascript:alert(1)", "https://", "https://a?b", "https://a#b", "https://a:b"]
)
def test_a_site_s_address_that_cannot_be_read_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("PORTAL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="PORTAL_URL"):
        env.address("PORTAL_URL")
