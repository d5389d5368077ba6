#!/bin/sh
# tools/docs.sh BUILD: puts what the commands of docs/coding.md print now below them.  A command is a line "$ ..." of a console block.
build=${1:-build}
file=${2:-docs/coding.md}
path=$(cd "$build" && pwd):$PATH
on= skip=
while IFS= read -r line; do
    case $line in
    '```console') on=1; printf '%s\n' "$line" ;;
    '```') on=; printf '%s\n' "$line" ;;
    '$ '*)
        printf '%s\n' "$line"
        [ -z "$on" ] || PATH=$path sh -c "${line#'$ '}" 2>&1 < /dev/null | sed 's/[[:space:]]*$//' ;;
    *) [ -n "$on" ] || printf '%s\n' "$line" ;;
    esac
done < "$file" > "$file.new" && mv "$file.new" "$file"
