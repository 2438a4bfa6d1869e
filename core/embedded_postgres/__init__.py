"""A PostgreSQL that comes with the portal: ``ENGINE = "core.embedded_postgres"``.

It is meant for one machine: a trial, a demonstration, the tests, a small office. Nothing starts when
the settings are imported; the first connection starts the server, and the server stops by itself when
the last process that used it is gone. A larger installation names its own server in DATABASE_URL.
"""
