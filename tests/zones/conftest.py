"""Clients at a network address, for everything about sign-in."""

import pytest
from django.test import Client


@pytest.fixture
def client_at():
    """A fresh browser at an address: ``client_at("10.0.0.7")``."""

    def browser(address: str, **options) -> Client:
        return Client(REMOTE_ADDR=address, **options)

    return browser
