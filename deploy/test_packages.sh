#!/bin/sh
# What `make test` needs of the system: a browser, Chinese glyphs, and gettext for the translations.
# Installed when we may (Debian, root), otherwise named in one line; the tests then run without.
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
[ -n "$(fc-list :lang=zh family 2>/dev/null)" ] || missing="$missing fonts-noto-cjk fontconfig"
command -v msgfmt >/dev/null || missing="$missing gettext"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # a list of packages
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "Missing for the whole suite: sudo apt-get install --no-install-recommends$missing"
fi
