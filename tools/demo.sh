#!/bin/sh
# tools/demo.sh BUILD: the readable record of every dispatch in examples/, and of the articles of the evaluation kit when
# it stands beside the repository.
set -e
build=${1:-build}
set -- examples/*.txt
for article in ../shared/eval/articles/*.txt; do
    [ ! -f "$article" ] || set -- "$@" "$article"
done
"$build/demarche" code --to table "$@"
