#!/bin/sh
# `make test-server`: the suite against Debian's own PostgreSQL 15, the oldest that the portal supports,
# in a throw-away cluster on a spare port of 127.0.0.1.
set -eu
programs=${PG_BIN:-/usr/lib/postgresql/15/bin}
python=$1
shift
if [ ! -x "$programs/initdb" ]; then
    echo "No PostgreSQL 15 here: apt-get install postgresql-15, or set PG_BIN." >&2
    exit 1
fi

# PostgreSQL refuses to run as root: show it another number, as the embedded server does.
as_user() {
    if [ "$(id -u)" -eq 0 ]; then
        unshare --user --map-user=1000 --map-group=1000 "$@"
    else
        "$@"
    fi
}

folder=$(mktemp -d)
stop() {
    as_user "$programs/pg_ctl" -D "$folder/pg" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export LC_ALL=C.UTF-8
as_user "$programs/initdb" -D "$folder/pg" -U postgres -A trust -E UTF8 >/dev/null
as_user "$programs/pg_ctl" -D "$folder/pg" -w -l "$folder/log" start >/dev/null \
    -o "-c port=$port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=200 -c fsync=off"
"$programs/createdb" -h 127.0.0.1 -p "$port" -U postgres portal

export DATABASE_URL="postgres://postgres@127.0.0.1:$port/portal"
"$python" -m pytest -n auto --ignore=tests/browser "$@"
"$python" -m pytest --reruns 2 tests/browser "$@"
