#!/bin/sh
# demo.sh: installs what is missing, builds, codes the sample dispatches and shows the record.
set -e
cd "$(dirname "$0")"
sh tools/packages.sh gcc make libc6-dev libmicrohttpd-dev libsqlite3-dev libzstd-dev zlib1g-dev libjansson-dev libxml2-dev \
    libtimezonemap-data
make -s -j"$(nproc)"
sh tools/demo.sh build
