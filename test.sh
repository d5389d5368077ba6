#!/bin/sh
# test.sh: installs what is missing, builds with warnings as errors, runs every test.
set -e
cd "$(dirname "$0")"
sh tools/packages.sh gcc make libc6-dev binutils libmicrohttpd-dev libsqlite3-dev libzstd-dev zlib1g-dev libjansson-dev libxml2-dev \
    libtimezonemap-data sqlite3 jq curl pkg-config libxml2-utils
make -s -j"$(nproc)" WERROR=-Werror all unit
make -s WERROR=-Werror test
