#!/bin/sh
# packages.sh PACKAGE...: installs those of the Debian packages that are missing, and says which. Uses sudo when not root.
missing=
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing the missing Debian packages:$missing"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "this is no Debian system (apt-get is missing): please install what stands for:$missing" >&2
    exit 1
fi
root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "neither root nor sudo: please install:$missing" >&2
        exit 1
    fi
    root=sudo
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$root apt-get install -y -q --no-install-recommends $missing >/dev/null 2>&1 || {
    $root apt-get update -q && $root apt-get install -y -q --no-install-recommends $missing
}
