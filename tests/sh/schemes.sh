# A scheme of the user's own: the most special line gives its code, in JSON and CSV; wrong lines are refused with their place.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
wrong() { echo "$*"; status=1; }
command -v jq > /dev/null || { echo "jq is missing"; exit 77; }
cat > "$dir/text" <<'END'
date 2024-03-05

Norland attacked Sudland. Norland bombed Sudland. Sudland did not attack Norland. Sudland praised Norland. Norland arrested the Sudland minister.
END
cat > "$dir/mine.scheme" <<'END'
# a comment
scheme mine
* = other
ASSAULT, COERCE = hard
19 = war; "open"
19 mode:aerial = air war
19 status:denied = -
END
code() { "$d" code --actors tests/cases/fiction.actors "$@" "$dir/text"; }
code --to json --scheme "$dir/mine.scheme" --scheme penta > "$dir/out" || wrong "schemes fail"
ask() { jq -e "$2" "$dir/out" > /dev/null || { wrong "$1"; jq -c '[.events[] | [.cameo, .mode, .status, .schemes]]' "$dir/out"; }; }
ask "the longer code goes before the type" '[.events[] | select(.cameo == "190" and .status == "actual") | .schemes.mine] | unique == ["war; \"open\""]'
ask "the mode narrows" '[.events[] | select(.mode == "aerial") | .schemes.mine] == ["air war"]'
ask "a code of - is none" '[.events[] | select(.status == "denied") | .schemes.mine] == [null]'
ask "the type goes before the star" '[.events[] | select(.plover == "COERCE") | .schemes.mine] == ["hard"]'
ask "the star is for the rest" '[.events[] | select(.plover == "SUPPORT") | .schemes.mine] == ["other"]'
ask "the scheme that comes with the program" '[.events[] | select(.plover == "SUPPORT" or .plover == "COERCE") | .schemes.penta] == ["1 verbal cooperation", "4 material conflict"]'
code --to json | jq -e '[.events[] | has("schemes")] | any | not' > /dev/null || wrong "without --scheme there are no schemes"
code --to csv --scheme "$dir/mine.scheme" --scheme penta > "$dir/csv"
head -1 "$dir/csv" | grep -q ',schemes' || wrong "CSV has no column"
grep -q 'mine=hard;penta=4 material conflict' "$dir/csv" || wrong "CSV has no codes"
grep -q '"mine=war; ""open"";penta=4 material conflict"' "$dir/csv" || wrong "CSV does not quote codes"
bad() {  # line, words, content
    printf '%b' "$3" > "$dir/bad.scheme"
    code --scheme "$dir/bad.scheme" > /dev/null 2> "$dir/err"; [ $? -eq 3 ] || wrong "not refused: $3"
    grep -q "bad.scheme:$1: $2" "$dir/err" || { wrong "not said: $2"; cat "$dir/err"; }
}
bad 1 'the first line is' '19 = war\n'
bad 2 'a key is' 'scheme a\nWAR = 1\n'
bad 2 'no such CAMEO root' 'scheme a\n99 = 1\n'
bad 2 'a line is KEY' 'scheme a\n19 war\n'
bad 2 'not mode' 'scheme a\n19 status:maybe = x\n'
bad 2 'a code has' 'scheme a\n19 =\n'
bad 3 'a file holds one scheme' 'scheme a\n19 = x\nscheme b\n'
code --scheme "$dir/none.scheme" > /dev/null 2> "$dir/err"; [ $? -eq 3 ] || wrong "a missing file gives another status than 3"
exit $status
