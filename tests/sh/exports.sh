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
columns gdelt 61; unique gdelt
for format in webannotation html; do
    "$d" code --to $format examples/*.txt > "$dir/$format" || { echo "$format: fails"; status=1; }
    [ -s "$dir/$format" ] || { echo "$format: nothing"; status=1; }
done
grep -q '^</html>$' "$dir/html" || { echo "html: no end"; status=1; }
[ "$status" -eq 0 ] || exit 1
missing=
if command -v jq > /dev/null; then
    jq -e 'select(.type == "Annotation") | .target[0].selector[1].exact' "$dir/webannotation" > /dev/null ||
        { echo "webannotation: no JSON, or an annotation without a target"; exit 1; }
else
    missing="$missing jq"
fi
if command -v xmllint > /dev/null; then
    xmllint --html --noout "$dir/html" 2> "$dir/err" && [ ! -s "$dir/err" ] || { head -5 "$dir/err"; exit 1; }
else
    missing="$missing xmllint"
fi
[ -z "$missing" ] || { echo "not here:$missing"; exit 77; }
