# The examples of the README that begin with "$ " give what stands below them.
build=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
awk '/^```console$/ {on = 1; next} /^```$/ {on = 0} on' README.md > "$dir/blocks"
[ -s "$dir/blocks" ] || { echo "the README has no example"; exit 1; }
status=0
run() {  # command, expected
    PATH="$(cd "$build" && pwd):$PATH" sh -c "$1" 2>&1 | sed 's/[[:space:]]*$//' > "$dir/got"
    sed 's/[[:space:]]*$//' "$2" > "$dir/want"
    diff "$dir/want" "$dir/got" > "$dir/diff" || { echo "README: $1"; head -20 "$dir/diff"; status=1; }
}
command=
: > "$dir/expected"
while IFS= read -r line; do
    case $line in
    '$ '*)
        [ -z "$command" ] || run "$command" "$dir/expected"
        command=${line#'$ '}; : > "$dir/expected" ;;
    *) printf '%s\n' "$line" >> "$dir/expected" ;;
    esac
done < "$dir/blocks"
[ -z "$command" ] || run "$command" "$dir/expected"
exit $status
