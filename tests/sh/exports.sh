# Every line of an export has the columns it promises.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
columns() {  # format, columns
    "$d" code --to "$1" examples/*.txt > "$dir/out" || { echo "$1: fails"; status=1; }
    [ "$(wc -l < "$dir/out")" -gt 5 ] || { echo "$1: hardly a line"; status=1; }
    awk -F '\t' -v n="$2" 'NF != n { bad = 1; print FILENAME ": line " NR " has " NF " fields" } END { exit bad }' \
        "$dir/out" || { echo "$1: not $2 columns"; status=1; }
}
unique() {  # format: the first column names a row
    "$d" code --to "$1" examples/*.txt | cut -f 1 | sort | uniq -d | grep . && { echo "$1: ids twice"; status=1; }
}
columns plover 40; unique plover
columns icews 20; unique icews
exit $status
