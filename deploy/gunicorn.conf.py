"""gunicorn for the portal: `python -m gunicorn zoneportal.wsgi:application -c deploy/gunicorn.conf.py`.

From the environment: BIND (address, address:port or unix:path), PORT, WEB_CONCURRENCY (worker
processes), WEB_THREADS (threads of each).
"""

import os
from typing import Any


def _bind() -> str:
    address = os.environ.get("BIND") or "127.0.0.1"
    has_port = address.startswith("unix:") or address.rpartition(":")[2].isdigit()
    return address if has_port else f"{address}:{os.environ.get('PORT') or '8000'}"


bind = _bind()

# Each thread holds one database connection. Eight workers of four are 32 of the 100 that a PostgreSQL
# server grants by default, which leaves room for commands, backups and a second server during an update.
workers = int(os.environ.get("WEB_CONCURRENCY") or min(8, (os.cpu_count() or 1) + 1))
threads = int(os.environ.get("WEB_THREADS") or 4)
worker_class = "gthread"

# The application is imported once and shared by the workers: a quicker start and less memory. A new
# version therefore needs a restart (or SIGUSR2), not SIGHUP.
preload_app = True

timeout = 60  # a worker whose main thread is silent for so long is replaced
graceful_timeout = 30  # an import that runs at SIGTERM gets this long to finish; after that it is rolled back
keepalive = 5
limit_request_line = 8190  # longer addresses are refused here with 400
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - heartbeats must not wait for a disk

accesslog = None  # the reverse proxy writes one; the portal's own log names who changed what
errorlog = "-"
loglevel = "warning"
control_socket_disable = True  # a file in the home folder that nobody here asks for


def on_starting(server: Any) -> None:
    """Load the pages before the workers are forked, and hold the embedded database if that is the one in use.

    Workers come and go; unless the master is a user too, the server would stop whenever the last of them
    is replaced.
    """
    from django.db import connections
    from django.urls import get_resolver

    from core.embedded_postgres import base
    from core.embedded_postgres import server as embedded

    get_resolver().url_patterns  # noqa: B018 - imports every view once, for all workers
    backend = connections["default"]
    if isinstance(backend, base.DatabaseWrapper):
        embedded.ensure_running(backend.data_dir)


def pre_fork(server: Any, worker: Any) -> None:
    """A connection that two processes share is corrupted by both: the master keeps none."""
    from django.db import connections

    connections.close_all()


def post_fork(server: Any, worker: Any) -> None:
    """Page requests do not wait for a database that hangs; commands, which run outside gunicorn, may."""
    from core import database_patience

    database_patience.install()


def when_ready(server: Any) -> None:
    print(f"Ready: {', '.join(str(listener) for listener in server.LISTENERS)}", flush=True)
