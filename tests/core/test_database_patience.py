"""A server that takes connections and says nothing, played by a plain socket."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace

import psycopg2
import pytest
from psycopg2 import extensions

from core import database_patience


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> Iterator[None]:
    for name in ("CONNECT_SECONDS", "SILENCE_SECONDS", "SIGN_OF_LIFE_SECONDS"):
        monkeypatch.setattr(database_patience, name, 0.5)
    monkeypatch.setattr(database_patience, "_spared_until", 0.0)
    yield
    extensions.set_wait_callback(None)


@pytest.fixture
def mute() -> Iterator[int]:
    """The port of a server that accepts and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def polite() -> Iterator[int]:
    """The port of a server that answers the first question of every newcomer."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:

        def answer() -> None:
            newcomer, _ = listener.accept()
            with newcomer:
                if newcomer.recv(8) == database_patience.SSL_REQUEST:
                    newcomer.sendall(b"N")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


class Waiting:
    """A connection in the middle of a statement, whose answer takes ``silences`` waits."""

    status = extensions.STATUS_READY

    def __init__(self, port: int, silences: int) -> None:
        self.info = SimpleNamespace(host="127.0.0.1", port=port)
        self.silences = silences
        self.ours, self.theirs = socket.socketpair()

    def poll(self) -> int:
        self.silences -= 1
        return extensions.POLL_READ if self.silences >= 0 else extensions.POLL_OK

    def fileno(self) -> int:
        return self.ours.fileno()

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


def test_connecting_to_a_hung_server_is_given_up(mute):
    database_patience.install()
    began = time.monotonic()
    with pytest.raises(psycopg2.OperationalError, match="timeout expired"):
        psycopg2.connect(host="127.0.0.1", port=mute, user="x", dbname="x")
    assert time.monotonic() - began < 2


def test_a_statement_on_a_hung_server_is_given_up(mute):
    with closing(Waiting(mute, silences=99)) as connection, pytest.raises(psycopg2.OperationalError, match="timeout expired"):
        database_patience.wait(connection)


def test_after_a_hang_was_found_nobody_waits_in_full(mute):
    with closing(Waiting(mute, silences=99)) as connection:
        for limit in (2.0, 0.5):
            began = time.monotonic()
            with pytest.raises(psycopg2.OperationalError):
                database_patience.wait(connection)
            assert time.monotonic() - began < limit


def test_a_slow_statement_on_a_living_server_is_waited_for(polite):
    with closing(Waiting(polite, silences=1)) as connection:
        database_patience.wait(connection)


def test_a_server_that_is_gone_gives_no_sign_of_life(mute):
    assert not database_patience.gives_sign_of_life(SimpleNamespace(info=SimpleNamespace(host="/nowhere", port=5432)))
    assert not database_patience.gives_sign_of_life(SimpleNamespace(info=SimpleNamespace(host="127.0.0.1", port=mute)))
