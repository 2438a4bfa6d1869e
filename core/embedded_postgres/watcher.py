"""The detached process that stops the embedded server when nobody uses it any more.

Every user of the server holds a shared lock on ``users.lock`` for its lifetime. The watcher waits for
the exclusive lock: it gets it when the last user is gone, however that user ended, because the kernel
drops the locks of a process killed with ``kill -9`` too.

This file also runs by its path (``python -I -S watcher.py DATA_DIR LOCK_FD``) and imports nothing but the
standard library, so that it starts in a few milliseconds and needs no Django.
"""

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

CLUSTER = "pg"
USERS_LOCK = "users.lock"
FAST_SHUTDOWN_SECONDS = 20
IMMEDIATE_SHUTDOWN_SECONDS = 5


def server_pid(data_dir: Path) -> int | None:
    """The process id of the cluster's running server, or None.

    The number in postmaster.pid alone proves nothing: after a power cut it may belong to any other
    program. A living server has its cluster as working directory; zombies and strangers have not.
    """
    cluster = data_dir / CLUSTER
    try:
        pid = int((cluster / "postmaster.pid").read_text().split()[0])
        return pid if os.path.samefile(f"/proc/{pid}/cwd", cluster) else None
    except (OSError, IndexError, ValueError):
        return None


def stop_server(data_dir: Path) -> None:
    """A fast shutdown, and an immediate one (no data are lost) when the fast one takes too long."""
    for signal_number, seconds in (
        (signal.SIGINT, FAST_SHUTDOWN_SECONDS),
        (signal.SIGQUIT, IMMEDIATE_SHUTDOWN_SECONDS),
    ):
        pid = server_pid(data_dir)
        if pid is None:
            return
        try:
            os.kill(pid, signal_number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while server_pid(data_dir) == pid and time.monotonic() < deadline:
            time.sleep(0.02)


def watch(data_dir: Path, watcher_lock: int) -> None:
    """Wait for the last user, then stop the server.

    ``watcher_lock`` is the descriptor that makes this the only watcher. It is given back before the
    users' lock: whoever starts next must never take this watcher, already on its way out, for his own.
    """
    users = os.open(data_dir / USERS_LOCK, os.O_RDWR)
    fcntl.flock(users, fcntl.LOCK_EX)
    if _is_still_the_lock_file(users, data_dir / USERS_LOCK):
        stop_server(data_dir)
    os.close(watcher_lock)
    os.close(users)


def _is_still_the_lock_file(descriptor: int, path: Path) -> bool:
    """False when the folder was deleted and made anew: its server belongs to another watcher."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    # Fork once more: a child of the web server would be taken for one of its workers.
    if os.fork() == 0:
        watch(Path(sys.argv[1]), int(sys.argv[2]))
