"""A database that hangs must not hang the site.

PostgreSQL's own timeouts (statement_timeout, lock_timeout) are kept by the server, so they are worth
nothing when the server itself stands still: a stopped virtual machine, a dead disk, a lost network. libpq
would then wait for ever. In web workers every wait for the database therefore goes through ``wait``:
after a few silent seconds it asks the server for a sign of life, on a connection of its own, and goes on
waiting only if there is one. Slow statements are not affected.
"""

import socket
import struct
import time
from select import POLLIN, POLLOUT, poll

import psycopg2
from psycopg2 import extensions

CONNECT_SECONDS = 3.0
SILENCE_SECONDS = 3.0  # then a sign of life is asked for
SIGN_OF_LIFE_SECONDS = 2.0
SPARED_SECONDS = 1.5  # for so long after a hang was found the database is not waited for again
SSL_REQUEST = struct.pack("!ii", 8, 80877103)  # the one question that a server answers before any login

_spared_until = 0.0  # of the monotonic clock; read and written by all threads of this process


def install() -> None:
    """Make every connection of this process impatient. COPY does not work on such connections."""
    extensions.set_wait_callback(wait)


def wait(connection: extensions.connection) -> None:
    """Wait until libpq is done with what it is doing.

    Raises: psycopg2.OperationalError when the server hangs; psycopg2 then closes the connection.
    """
    connecting = connection.status == extensions.STATUS_SETUP
    deadline = time.monotonic() + CONNECT_SECONDS
    while (state := connection.poll()) != extensions.POLL_OK:
        spared = time.monotonic() < _spared_until
        seconds = max(0.0, deadline - time.monotonic()) if connecting else SILENCE_SECONDS
        if _ready(connection.fileno(), state, 0.2 if spared else seconds):
            continue
        if connecting or spared or not gives_sign_of_life(connection):
            _spare()
            raise psycopg2.OperationalError("the database server does not answer: timeout expired")


def _ready(descriptor: int, state: int, seconds: float) -> bool:
    """Whether libpq can read or write within ``seconds`` (poll, because select stops at 1,024 files)."""
    waiting = poll()
    waiting.register(descriptor, POLLIN if state == extensions.POLL_READ else POLLOUT)
    return bool(waiting.poll(seconds * 1000))


def gives_sign_of_life(connection: extensions.connection) -> bool:
    """Whether the server behind ``connection`` still answers newcomers. Any answer counts, a refusal too."""
    host, port = connection.info.host or "localhost", connection.info.port
    local = host.startswith("/")
    try:
        with socket.socket(socket.AF_UNIX) if local else socket.create_connection((host, port), SIGN_OF_LIFE_SECONDS) as stranger:
            stranger.settimeout(SIGN_OF_LIFE_SECONDS)
            if local:
                stranger.connect(f"{host}/.s.PGSQL.{port}")
            stranger.sendall(SSL_REQUEST)
            return bool(stranger.recv(1))
    except OSError:
        return False


def _spare() -> None:
    """Let the other threads know, so that a queue of visitors is answered at once and not one after another."""
    global _spared_until
    _spared_until = time.monotonic() + SPARED_SECONDS
