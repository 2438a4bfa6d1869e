"""``python -m tests.browser.serve DATABASE MEDIA``: the portal for the browser tests, in a process of its own.

Prints its port and serves until its standard input is closed, so that it never outlives the tests.
"""

import logging
import os
import sys
import threading
from typing import Any

import django
from django.conf import settings


class Quick:
    """No line for each request, and no waiting of 40 ms before the body on a connection that is used again."""

    disable_nagle_algorithm = True

    def log_message(self, *args: Any) -> None:
        pass


def main(database: str, media: str) -> None:
    django.setup()
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    from tests.conftest import pytest_configure

    pytest_configure()
    os.rmdir(settings.MEDIA_ROOT)  # the one of this process: the files are where the tests put them
    settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = database, media
    settings.WHITENOISE_USE_FINDERS, settings.WHITENOISE_AUTOREFRESH = True, False
    server = ThreadedWSGIServer(("127.0.0.1", 0), type("Handler", (Quick, WSGIRequestHandler), {}))
    server.set_app(get_wsgi_application())
    logging.getLogger("django.request").setLevel(logging.ERROR)  # refusals are asked for
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
