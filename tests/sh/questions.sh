# Questions over a database as a user asks them: find, timeline, dyads, coverage, correct; and corrections as cases.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
fail() { echo "$*"; status=1; }
expect() {  # status, words of the message, command...
    want=$1 words=$2; shift 2
    "$@" > "$dir/out" 2> "$dir/err" < /dev/null
    got=$?
    [ "$got" -eq "$want" ] || { fail "exit status $got, not $want: $*"; head -3 "$dir/err"; }
    [ -z "$words" ] || grep -q -- "$words" "$dir/err" || { fail "no \"$words\" in the message of: $*"; head -3 "$dir/err"; }
}
says() { grep -q -- "$1" "$dir/out" || { fail "no \"$1\" in the answer"; head -5 "$dir/out"; }; }
cat > "$dir/news.jsonl" <<'END'
{"id":"one","date":"2024-03-05","source":"Wire","text":"Germany recalled its ambassador from Iran on Monday.\n\nIt rained in Berlin."}
{"id":"two","date":"2024-03-06","source":"Wire","text":"Iran condemned Israel."}
{"id":"three","date":"2024-05-02","source":"The Herald","text":"Turkish forces shelled a village in northern Syria on Wednesday."}
END
db=$dir/news.db
expect 0 '3 added, ' "$d" load "$db" "$dir/news.jsonl"
expect 0 '' "$d" find "$db" --between IRN,DEU --to csv
says '^one:v1,one,2024-03-0'
for ask in find timeline dyads incidents; do expect 0 'nothing found' "$d" $ask "$db" --actor ZWE --to table; done
expect 0 'nothing found' "$d" positions "$db" --between ZWE KEN --to table
expect 0 '' "$d" find "$db" --country SYR --to table
says 'three:v1'
expect 2 'not west,south,east,north' "$d" find "$db" --box 1,2,3
expect 2 'latitude,longitude,kilometres' "$d" find "$db" --near here
expect 2 'not both' "$d" find "$db" --actor IRN --between IRN,DEU
expect 2 'WHO,WHO' "$d" find "$db" --between IRN
expect 2 'no word to look for' "$d" find "$db" --text ' - '
expect 2 'no such output' "$d" timeline "$db" --to music
expect 2 'day, week, month or year' "$d" timeline "$db" --by decade
expect 0 '' "$d" timeline "$db" --to table --by month
says '^2024-04 .* 0$'
says '^2024-05 *#*  *1 '
expect 0 '' "$d" timeline "$db" --text rained
[ ! -s "$dir/out" ] || fail "a timeline of nothing has rows"
expect 0 '' "$d" timeline "$db" --by day --to csv --paper 'The Herald'
says '^2024-05-01,0,0,0,1,1,-10'
expect 2 'month or year' "$d" dyads "$db" --by day
expect 2 'months or years here' "$d" dyads "$db" --since 2024-05-31
expect 2 'sides are codes here' "$d" dyads "$db" --source Russia
expect 0 '' "$d" dyads "$db" --to csv --actor IRN
says '^IRN,ISR,0,0,1,0,1,'
expect 0 '' "$d" dyads "$db" --to table --by month --states
says 'DEU  *IRN  *2024-03'
expect 0 '' "$d" coverage "$db" --by month --to csv
says '^2024-03,Wire,2,2,3,1,2,'
says '^2024-05,The Herald,1,1,1,0,1,'
expect 0 '' "$d" coverage "$db" --by all --reasons
says '"reason":"no trigger","sentences":1'
expect 0 '' "$d" coverage "$db" --to table
says 'why they gave no event'
expect 3 'nothing.db' "$d" timeline "$dir/nothing.db"

# corrections: shown, listed, as cases, taken back
expect 2 'which event' "$d" correct "$db" --wrong
expect 2 'what about it' "$d" correct "$db" one:v1
expect 2 'no event' "$d" correct "$db" one --wrong
expect 2 'has no event v9' "$d" correct "$db" one:v9 --wrong
expect 2 'no document' "$d" correct "$db" four:v1 --wrong
expect 0 '' "$d" correct "$db" two:v1 --wrong --note 'only words' --author me
expect 0 '' "$d" correct "$db" three:v1 --source TURMIL --target SYRCVL --note 'a village is of civilians'
expect 0 '' "$d" find "$db" --to csv
grep -q '^two:v1' "$dir/out" && fail "a wrong event is found"
says '^three:v1,.*TURMIL,SYRCVL'
expect 0 '' "$d" export "$db" --to gdelt
grep -q 'two:v1' "$dir/out" && fail "a wrong event is exported"
expect 0 '' "$d" incidents "$db" --to csv
grep -q ',two$' "$dir/out" && fail "a wrong event is an incident"
grep -q 'TURMIL' "$dir/out" || fail "a mended event is an incident with its old actors"
expect 0 '' "$d" correct "$db" --to table
says 'a village is of civilians'
expect 0 '' "$d" correct "$db" --to json
says '"said":"wrong"'
expect 0 '' "$d" correct "$db" --cases
says '^no event IRN > ISR ACCUSE'
says '^further events'
cp "$dir/out" "$dir/said.case"
expect 1 'must not be there' "$d" check "$dir/said.case"
expect 0 '' "$d" correct "$db" two:v1 --undo
expect 0 '' "$d" find "$db" --document two --to csv
says '^two:v1'
printf 'case right\ndate 2024-03-06\ntext Iran condemned Israel. Germany praised France.\nevent IRN > ISR ACCUSE 11 "condemned"\nfurther events\n' > "$dir/more.case"
expect 0 '' "$d" check "$dir/more.case"
exit $status
