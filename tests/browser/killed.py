"""The server's entry for the kill test: the portal on the database and the files that the environment names."""

import os
from typing import Any

import django
from django.conf import settings


def portal() -> Any:
    django.setup()
    from django.core.wsgi import get_wsgi_application

    from tests.conftest import pytest_configure

    pytest_configure()
    os.rmdir(settings.MEDIA_ROOT)
    settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = os.environ["KILLED_DATABASE"], os.environ["KILLED_MEDIA"]
    return get_wsgi_application()


application = portal()
