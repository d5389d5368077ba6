# demarche positions and incidents: who stands where since when, what changed, where two agree; one-a-day; wrong usage.
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
fail() { echo "FAIL: $*"; status=1; }
cat > "$work/reports.jsonl" <<'R'
{"id":"p1","date":"2024-01-10","source":"A","text":"Anna Torvald called for a ceasefire in Kesh. Pavel Gorin rejected a ceasefire."}
{"id":"p2","date":"2024-02-10","source":"B","text":"Sudland called for the lifting of sanctions on Iran. Norland supports the sanctions on Iran."}
{"id":"p3","date":"2024-03-10","source":"C","text":"\"We support a ceasefire,\" Gorin said."}
{"id":"p4","date":"2024-03-12","source":"C","text":"Norland demanded the construction of a bridge over the Harun. Germany opposes constructing the bridge over the Harun."}
{"id":"p5","date":"2024-03-13","source":"C","text":"The army of Norland shelled the Keshi town of Karam. Later the army of Norland shelled the Keshi town of Karam again."}
R
demarche="$build/demarche"
"$demarche" load --actors tests/cases/fiction.actors "$work/db" "$work/reports.jsonl" 2> /dev/null || fail load
sort -r "$work/reports.jsonl" > "$work/turned.jsonl"
"$demarche" load --actors tests/cases/fiction.actors "$work/turned" "$work/turned.jsonl" 2> /dev/null || fail load
"$demarche" positions "$work/db" > "$work/all"
"$demarche" positions "$work/turned" | cmp -s - "$work/all" || fail "another order of loading gives other positions"
has() { grep -q -- "$1" "$2" || fail "no $1 in $(cat "$2")"; }
has '"issue":"ceasefire".*"holder":"SDL".*"stance":"for","since":"2024-03-10".*"changes":1' "$work/all"
has 'Pavel Gorin rejected a ceasefire.*We support a ceasefire' "$work/all"
has '"issue":"sanctions-on-iran".*"holder":"SDL".*"stance":"against"' "$work/all"
has '"joined_by":"head [a-z]*; words ' "$work/all"
"$demarche" positions "$work/db" --on 2024-02-20 --issue ceasefire --actor Gorin --to csv > "$work/on"
has '^ceasefire,SDL,.*,against,2024-01-10,2024-01-10,1,0,p1' "$work/on"
[ "$(wc -l < "$work/on")" -eq 2 ] || fail "more than one row"
"$demarche" positions "$work/db" --between NRL SDL --on 2024-02-20 > "$work/then"
"$demarche" positions "$work/db" --between NRL SDL > "$work/now"
has '"issue":"ceasefire".*"agree":false' "$work/then"
has '"issue":"ceasefire".*"agree":true' "$work/now"
"$demarche" positions "$work/db" --between NRL SDL --to table > "$work/table"
has 'ceasefire . they agree' "$work/table"
has 'then for' "$work/table"
"$demarche" positions "$work/db" --changed | grep -c . | grep -qx 1 || fail "--changed"
[ "$("$demarche" positions "$work/db" --limit 2 | wc -l)" -eq 2 ] || fail "--limit"
"$demarche" positions "$work/db" --on never 2> /dev/null; [ $? -eq 2 ] || fail "a wrong date"
"$demarche" positions "$work/none" 2> /dev/null; [ $? -eq 3 ] || fail "no database"
"$demarche" positions "$work/db" --between NRL 2> /dev/null; [ $? -eq 2 ] || fail "--between one"
"$demarche" incidents "$work/db" --type ASSAULT --one-a-day --to csv > "$work/days"
[ "$(wc -l < "$work/days")" -eq 2 ] || fail "one a day: $(cat "$work/days")"
"$demarche" incidents "$work/db" --type WAR 2> /dev/null; [ $? -eq 2 ] || fail "a wrong type"
"$demarche" incidents "$work/db" --type ASSAULT --to table > "$work/table"
has '2024-03-13' "$work/table"
exit $status
