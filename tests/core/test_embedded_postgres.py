"""The embedded server under its faults. Each test has a cluster of its own, and users that are real processes."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.embedded_postgres import programs, server, watcher

ROOT = Path(__file__).resolve().parent.parent.parent

# A program that obeys single words, so that a test decides when it connects and when it ends.
USER = """
import os, sys, time
from pathlib import Path
import django
from django.conf import settings
from django.db import connection, OperationalError

settings.configure(DATABASES={"default": {
    "ENGINE": "core.embedded_postgres",
    "NAME": "portal",
    "OPTIONS": {"data_dir": Path(sys.argv[1]), "connect_timeout": 2},
}})
django.setup()

def connect():
    began = time.monotonic()
    try:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database(), current_setting('TimeZone')")
            answer = "/".join(cursor.fetchone())
    except OperationalError as error:
        answer = "refused: " + " ".join(str(error).split())
    return f"{answer} after {time.monotonic() - began:.1f}"

def test_database():
    name = connection.creation.create_test_db(verbosity=0)
    answer = connect()
    connection.creation.destroy_test_db("portal", verbosity=0)
    return answer

def fork():
    pid = os.fork()
    if pid == 0:
        time.sleep(60)
        os._exit(0)
    return str(pid)

print("imported", flush=True)
for line in sys.stdin:
    print(globals()[line.strip()](), flush=True)
"""


class User:
    """A process that uses the server of ``data_dir``."""

    def __init__(self, data_dir: Path) -> None:
        # A locale that is named but not generated, as on many a Chinese office's machine.
        environment = os.environ | {"LANG": "zh_CN.UTF-8", "TZ": "Asia/Shanghai", "PGDATABASE": "nowhere", "PYTHONPATH": str(ROOT)}
        environment.pop("LC_ALL", None)
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(data_dir)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "imported\n"

    def ask(self, word: str) -> str:
        self.tell(word)
        return self.answer()

    def tell(self, word: str) -> None:
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        return self.process.stdout.readline().strip()

    def end(self) -> None:
        """End as programs do. Harmless when the process is gone already."""
        self.process.communicate()

    def kill(self) -> None:
        self.process.kill()
        self.end()


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "数据 data"
    yield folder
    assert gone(folder), "the server outlived its users"
    shutil.rmtree(server.socket_dir(folder), ignore_errors=True)


@pytest.fixture
def user(data_dir: Path) -> Iterator[Callable[[], User]]:
    users: list[User] = []

    def begin() -> User:
        users.append(User(data_dir))
        return users[-1]

    yield begin
    for each in users:
        each.kill()


def gone(folder: Path, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while server.is_up(folder):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_settings_start_nothing_and_the_first_connection_starts_the_server(data_dir, user):
    first = user()
    assert not data_dir.exists()
    assert first.ask("connect").startswith("portal/UTC after")
    assert server.is_up(data_dir)
    first.end()
    assert gone(data_dir)


def test_kill_9_of_the_only_user_stops_the_server(data_dir, user):
    only = user()
    only.ask("connect")
    only.kill()
    assert gone(data_dir)


def test_two_processes_share_one_server_until_the_second_ends(data_dir, user):
    first, second = user(), user()
    first.ask("connect")
    pid = watcher.server_pid(data_dir)
    assert second.ask("connect").startswith("portal/UTC")
    first.kill()
    assert second.ask("connect").startswith("portal/UTC")
    assert watcher.server_pid(data_dir) == pid
    second.end()
    assert gone(data_dir)


def test_processes_that_begin_together_start_one_server(data_dir, user):
    together = [user(), user(), user()]
    for each in together:
        each.tell("connect")
    assert all(each.answer().startswith("portal/UTC") for each in together)
    assert (data_dir / "postgres.log").read_text().count("ready to accept connections") == 1


def test_a_forked_child_counts_as_a_user(data_dir, user):
    parent = user()
    parent.ask("connect")
    child = int(parent.ask("fork"))
    parent.process.kill()
    parent.process.wait()
    time.sleep(0.3)
    assert server.is_up(data_dir)
    os.kill(child, signal.SIGKILL)
    parent.end()
    assert gone(data_dir)


def test_the_server_comes_back_after_kill_9_while_the_site_runs(data_dir, user):
    site = user()
    site.ask("connect")
    os.kill(watcher.server_pid(data_dir), signal.SIGKILL)
    answer = site.ask("connect")
    assert answer.startswith("portal/UTC")
    assert float(answer.rpartition(" ")[2]) < 5


def test_a_hung_server_is_refused_soon_and_left_alone(data_dir, user):
    site = user()
    site.ask("connect")
    pid = watcher.server_pid(data_dir)
    os.kill(pid, signal.SIGSTOP)
    try:
        answer = site.ask("connect")
    finally:
        os.kill(pid, signal.SIGCONT)
    assert answer.startswith("refused")
    assert float(answer.rpartition(" ")[2]) < 4
    assert site.ask("connect").startswith("portal/UTC")
    assert watcher.server_pid(data_dir) == pid


def test_a_watcher_that_was_killed_is_replaced_by_the_next_process(data_dir, user):
    first = user()
    first.ask("connect")
    mark = os.fsencode(data_dir)
    (watching,) = [
        entry for entry in Path("/proc").glob("[0-9]*") if b"watcher.py" in command_line(entry) and mark in command_line(entry)
    ]
    os.kill(int(watching.name), signal.SIGKILL)
    second = user()
    second.ask("connect")
    first.kill()
    second.kill()
    assert gone(data_dir)


def command_line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def test_lock_files_from_before_a_power_cut_do_not_stop_the_start(data_dir, user):
    first = user()
    first.ask("connect")
    first.end()
    assert gone(data_dir)
    stranger = f"{os.getpid()}\n{data_dir}\n"  # the number has gone to another, living program
    (data_dir / "pg" / "postmaster.pid").write_text(stranger)
    (data_dir / "s" / ".s.PGSQL.5432.lock").write_text(stranger)
    assert not server.is_up(data_dir)
    assert user().ask("connect").startswith("portal/UTC")


def test_an_interrupted_initialisation_is_begun_anew(data_dir, user):
    half = data_dir / "pg.new" / "base"
    half.mkdir(parents=True)
    assert user().ask("connect").startswith("portal/UTC")
    assert not half.exists()


def test_the_test_runner_makes_and_destroys_its_databases(data_dir, user):
    assert user().ask("test_database").startswith("test_portal/UTC")


@pytest.mark.parametrize("name", ["长" * 60, "with, a comma", 'it\'s "$HOME" `x`'])
def test_folders_with_awkward_names(tmp_path, name):
    folder = tmp_path / name / "postgres"
    only = User(folder)
    try:
        assert only.ask("connect").startswith("portal/UTC")
    finally:
        only.end()
    assert gone(folder)
    shutil.rmtree(server.socket_dir(folder))


def test_data_of_another_version_are_refused_and_left_alone(data_dir, user):
    cluster = data_dir / "pg"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("17\n")
    answer = user().ask("connect")
    assert "was written by PostgreSQL 17" in answer
    assert "backup-and-restore.md" in answer
    assert [path.name for path in cluster.iterdir()] == ["PG_VERSION"]


def test_a_server_that_cannot_start_says_why(data_dir, user):
    cluster = data_dir / "pg"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("18\n")
    answer = user().ask("connect")
    assert "pg_ctl failed" in answer
    assert "postgresql.conf" in answer  # from the server's own log


def test_data_of_another_person_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(programs.EmbeddedServerError, match="start the portal as that user"):
        server.join(tmp_path)


def test_a_socket_folder_that_others_can_enter_is_refused(tmp_path, monkeypatch):
    (tmp_path / "s").mkdir(mode=0o755)
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("18\n")
    monkeypatch.setattr(server, "STUBBORN_START_SECONDS", 0)
    with pytest.raises(programs.EmbeddedServerError, match="not a private folder"):
        server.ensure_running(tmp_path)


def test_without_the_wheel_the_message_names_the_way_out(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(programs.EmbeddedServerError, match="set DATABASE_URL"):
        programs.bin_dir()


def test_the_watcher_leaves_a_folder_alone_that_was_made_anew(tmp_path, monkeypatch):
    stopped: list[Path] = []
    monkeypatch.setattr(watcher, "stop_server", stopped.append)
    lock = tmp_path / watcher.USERS_LOCK
    lock.touch()
    monkeypatch.setattr("fcntl.flock", lambda descriptor, how: lock.unlink())
    watcher.watch(tmp_path, os.open(tmp_path / "watcher.lock", os.O_CREAT | os.O_RDWR))
    assert stopped == []


def test_the_log_is_put_aside_when_it_has_grown(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "LOG_LIMIT_BYTES", 3)
    log = tmp_path / "postgres.log"
    log.write_text("long")
    server._rotate_log(log)
    assert (tmp_path / "postgres.log.1").read_text() == "long"
    assert not log.exists()
