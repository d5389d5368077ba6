# The commands of docs/coding.md print what stands below them (line numbers of data files may move), and its case passes.
# `sh tools/docs.sh build` puts what they print now.
build=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
cp docs/coding.md "$dir/now.md"
sh tools/docs.sh "$build" "$dir/now.md"
plain() { sed -E 's/(frames|actors|agents|table|discards):[0-9]+/\1:N/g' "$1" | tr -s ' \n' '\n'; }
plain docs/coding.md > "$dir/one"; plain "$dir/now.md" > "$dir/two"
cmp -s "$dir/one" "$dir/two" || { echo "docs/coding.md is out of date: sh tools/docs.sh $build"; diff "$dir/one" "$dir/two" | head -20; status=1; }
[ "$(grep -c '^\$ demarche' docs/coding.md)" -ge 8 ] || { echo "few commands"; status=1; }
awk '/^    case /{on=1} on && /^    /{print substr($0, 5); next} {on=0}' docs/coding.md > "$dir/doc.case"
"$build/demarche" check "$dir/doc.case" --frames examples/stonewall.frames > "$dir/out" 2>&1 || { echo "the case of docs/coding.md fails"; cat "$dir/out"; status=1; }
grep -q '^1 cases, 1 expectations, 0 failed' "$dir/out" || { echo "the case of docs/coding.md is not read"; cat "$dir/out"; status=1; }
exit $status
