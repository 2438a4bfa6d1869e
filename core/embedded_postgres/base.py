"""Django's PostgreSQL backend over the embedded server."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from . import server


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL that is started by the first connection and brought back when it has died.

    Settings: ``NAME`` and ``OPTIONS["data_dir"]``; the other options go to libpq. HOST, PORT and USER are
    filled in, so that everything that reads the settings (test runner, dbshell, backup) finds the server.
    """

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self.data_dir = Path(settings_dict["OPTIONS"]["data_dir"]).resolve()
        settings_dict.update(HOST=str(server.socket_dir(self.data_dir)), PORT=server.PORT, USER=server.SUPERUSER)

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        del parameters["data_dir"]
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; only a failure costs a look at the server.

        The first connection of a process is patient. Later ones mean that the server went away under a
        running site: they bring it back, or give up before the visitor does. A server that lives but does
        not answer is left alone, because starting it again would not help.
        """
        first = server.join(self.data_dir)
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError as error:
            if not first and server.is_up(self.data_dir) and not server.is_getting_ready(error):
                raise
        server.ensure_running(self.data_dir, server.PATIENCE_AT_START if first else server.PATIENCE_IN_SERVICE)
        return super().get_new_connection(conn_params)
