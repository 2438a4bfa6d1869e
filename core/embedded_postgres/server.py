"""Start the embedded PostgreSQL, share it between processes, find it again (Linux).

The data folder holds::

    pg/            the cluster            users.lock    held shared by every process that uses the server
    s/             the server's socket    start.lock    held by the one process that is starting the server
    postgres.log   its messages           watcher.lock  held by the one watcher (see watcher.py)
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from . import watcher
from .programs import MAJOR_VERSION, EmbeddedServerError, run

DATABASE = "portal"
SUPERUSER = "postgres"
LOG = "postgres.log"
PORT = "5432"  # names the socket file only; the server listens on no network address

PATIENCE_AT_START = 120.0  # seconds: a process that begins may wait for a long crash recovery
PATIENCE_IN_SERVICE = 2.5  # seconds: a visitor of a running site may not
STUBBORN_START_SECONDS = 3.0  # how long a start is tried again that fails outright
LOG_LIMIT_BYTES = 10_000_000
LONGEST_SOCKET_FOLDER = 107 - len(f"/.s.PGSQL.{PORT}.lock")

SERVER_OPTIONS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Every thread of every web worker, or three connections for each of the test runner's processes.
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",
    "log_checkpoints": "off",
    "log_min_duration_statement": "2000",
}

# For clusters that are thrown away (the tests'): a power cut may ruin them, and nothing waits for the disk.
THROWAWAY_OPTIONS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}

_users: dict[Path, int] = {}  # data folder → the descriptor that holds its users' lock
_joining = threading.Lock()


# --- where things are ---------------------------------------------------------------------------


def socket_dir(data_dir: Path) -> Path:
    """The folder of the server's socket: inside the data, unless the kernel or libpq cannot name it there.

    The kernel allows 107 bytes for a socket's path, and libpq takes a comma for a list of hosts. The way
    out is a private folder under /tmp (not $TMPDIR, which two users of one server may have set differently).
    """
    inside = data_dir / "s"
    name = os.fsencode(inside)
    if len(name) <= LONGEST_SOCKET_FOLDER and b"," not in name:
        return inside
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path("/tmp") / f"portal-{os.getuid()}-{digest}"  # noqa: S108 - owner and rights are checked


def is_up(data_dir: Path) -> bool:
    """Whether the server's process lives; it may still be starting, stopping or hung."""
    return watcher.server_pid(data_dir) is not None


# --- using the server ---------------------------------------------------------------------------


def ensure_running(data_dir: Path, patience: float = PATIENCE_AT_START) -> None:
    """Make this process a user of the server, and return once the server answers.

    Raises: EmbeddedServerError, after ``patience`` seconds at the latest (making new data takes its time).
    """
    join(data_dir)
    deadline = time.monotonic() + patience
    stubborn_until = time.monotonic() + min(patience, STUBBORN_START_SECONDS)
    with _locked(data_dir / "start.lock", deadline):
        while not _answers(data_dir):
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"The embedded PostgreSQL was not ready within {patience:.0f} s.\n{_log_tail(data_dir)}")
            if is_up(data_dir):
                time.sleep(0.05)
                continue
            try:
                _start(data_dir, deadline)
            except EmbeddedServerError as error:
                # The children of a killed server may need a moment to notice; they keep the data until then.
                if not is_up(data_dir) and time.monotonic() > stubborn_until:
                    raise EmbeddedServerError(f"{error}\n{_log_tail(data_dir)}") from error
                time.sleep(0.1)


def join(data_dir: Path) -> bool:
    """Hold the users' lock until this process ends, and see to it that a watcher is there.

    True for the first time in this process. A forked child shares the lock with its parent: it counts
    until both are gone, which suits a web server whose workers come and go.
    """
    with _joining:
        if data_dir in _users:
            return False
        _claim(data_dir)
        descriptor = os.open(data_dir / watcher.USERS_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)  # waits while a watcher is stopping the server
        _ensure_watcher(data_dir)
        _users[data_dir] = descriptor
        return True


def hand_over(data_dir: Path) -> None:
    """Keep this process's lock across the exec() that follows, so that the server is not stopped in between."""
    join(data_dir)
    os.set_inheritable(_users[data_dir], True)


def _claim(data_dir: Path) -> None:
    """Make the data folder, and refuse one that cannot work before anything is written.

    Raises: EmbeddedServerError.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        owner = data_dir.stat().st_uid
    except OSError as error:
        raise EmbeddedServerError(f"The database folder cannot be used: {error}. Set PORTAL_DATA_DIR to another one.") from error
    if owner != os.geteuid():
        raise EmbeddedServerError(
            f"{data_dir} belongs to user {owner}, but this is user {os.geteuid()}: "
            "start the portal as that user, or set PORTAL_DATA_DIR to another folder."
        )
    version_file = data_dir / watcher.CLUSTER / "PG_VERSION"
    found = version_file.read_text().strip() if version_file.exists() else MAJOR_VERSION
    if found != MAJOR_VERSION:
        raise EmbeddedServerError(
            f"{version_file.parent} was written by PostgreSQL {found}; this release of the portal brings PostgreSQL "
            f"{MAJOR_VERSION} and leaves the data alone. Way out: dump it with the previous release, move the folder away and "
            "restore the dump with this one (docs/backup-and-restore.md). Or set DATABASE_URL to another server."
        )


def _ensure_watcher(data_dir: Path) -> None:
    """Start the watcher unless there is one.

    The lock that makes it the only one is taken here and handed over, so that no moment is left in which
    two processes each believe in the other's watcher.
    """
    lock = os.open(data_dir / "watcher.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        command = [sys.executable, "-I", "-S", watcher.__file__, str(data_dir), str(lock)]
        null = subprocess.DEVNULL
        # A session of its own: Ctrl+C in the terminal is not for the watcher.
        subprocess.run(  # noqa: S603 - our own file
            command, cwd="/", pass_fds=[lock], start_new_session=True, stdin=null, stdout=null, stderr=null, check=True
        )
    except BlockingIOError:
        return  # another process's watcher, which is as good
    finally:
        os.close(lock)


@contextmanager
def _locked(path: Path, deadline: float) -> Iterator[None]:
    """Hold the lock file exclusively, but do not queue for it beyond the deadline."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise EmbeddedServerError("Another process is still starting the embedded PostgreSQL.") from None
                time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)


# --- starting the server ------------------------------------------------------------------------


def _answers(data_dir: Path) -> bool:
    """Whether the server takes connections now; False while it is absent or getting ready.

    Raises: EmbeddedServerError when it lives but does not answer: waiting longer would not help.
    """
    try:
        _connect(data_dir).close()
    except psycopg2.OperationalError as error:
        if is_up(data_dir) and not is_getting_ready(error):
            raise EmbeddedServerError(f"The embedded PostgreSQL lives but does not answer: {error}") from error
        return False
    return True


def is_getting_ready(error: Exception) -> bool:
    """Whether a failed connection means a server that is starting up, shutting down or recovering.

    By its words, because libpq gives no code here; they are English, whatever the language of the page.
    """
    said = str(error)
    return any(
        words in said
        for words in (
            "the database system is ",
            "not yet accepting connections",
            "No such file or directory",
            "Connection refused",
        )
    )


def _socket(data_dir: Path) -> Path:
    return socket_dir(data_dir) / f".s.PGSQL.{PORT}"


def _connect(data_dir: Path) -> "psycopg2.extensions.connection":
    return psycopg2.connect(host=str(socket_dir(data_dir)), port=PORT, user=SUPERUSER, dbname="postgres", connect_timeout=2)


def _start(data_dir: Path, deadline: float) -> None:
    """Start the server on its data, making them first if there are none, and create the database."""
    if not (data_dir / watcher.CLUSTER / "PG_VERSION").exists():
        _initialise(data_dir)
    _ensure_watcher(data_dir)
    _make_private(socket_dir(data_dir))
    _drop_stale_locks(data_dir)
    _rotate_log(data_dir / LOG)
    # Relative paths: pg_ctl hands its arguments to a shell, and the server's working directory is the cluster.
    inside = socket_dir(data_dir) == data_dir / "s"
    options = SERVER_OPTIONS | {"unix_socket_directories": "../s" if inside else str(socket_dir(data_dir))}
    if os.environ.get("PORTAL_THROWAWAY") == "1":
        options |= THROWAWAY_OPTIONS
    arguments = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    seconds = max(1, round(deadline - time.monotonic()))
    run(data_dir, "pg_ctl", "-D", watcher.CLUSTER, "-w", "-t", str(seconds), "-l", LOG, "-o", arguments, "start")
    with closing(_connect(data_dir)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")


def _initialise(data_dir: Path) -> None:
    """Make the cluster under another name first: an interrupted attempt leaves nothing half made."""
    unfinished = data_dir / "pg.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    run(
        data_dir,
        *("initdb", "-D", unfinished.name, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--no-instructions"),
        *("--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )
    unfinished.rename(data_dir / watcher.CLUSTER)


def _make_private(folder: Path) -> None:
    """The socket's folder, ours alone: whoever reaches the socket is the database's superuser."""
    folder.mkdir(exist_ok=True, mode=0o700)
    state = folder.lstat()
    if folder.is_symlink() or state.st_uid != os.geteuid() or state.st_mode & 0o077:
        raise EmbeddedServerError(f"{folder} is not a private folder of user {os.geteuid()}: remove it.")


def _drop_stale_locks(data_dir: Path) -> None:
    """Remove what a power cut or kill -9 left behind (called while no server lives, under start.lock).

    PostgreSQL itself gives up when the number in these files is alive, as another program or as a zombie.
    """
    for path in (data_dir / watcher.CLUSTER / "postmaster.pid", _socket(data_dir).with_name(f".s.PGSQL.{PORT}.lock")):
        path.unlink(missing_ok=True)


def _rotate_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_name(f"{LOG}.1"))


def _log_tail(data_dir: Path, lines: int = 5) -> str:
    """The last lines of the server's log: pg_ctl only says that there is one."""
    log = data_dir / LOG
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""
