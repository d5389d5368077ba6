# eval counts what is right, missed and false as docs/evaluation.md says, and names what is wrong with a gold file.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
wrong() { echo "$*"; status=1; }
command -v jq > /dev/null || { echo "jq is missing"; exit 77; }
run() { "$d" eval --actors tests/cases/fiction.actors "$@"; }
ask() { jq -e "$2" "$dir/out" > /dev/null 2>&1 || { wrong "$1"; jq -c .scores "$dir/out" 2>&1 | head -c 600; }; }

# two events coded; the gold has one of them twice (same_as), one with another target, an optional one, and one that is not found
cat > "$dir/one.gold.json" <<'END'
{"document": {"date": "2024-03-05", "text": "Norland attacked Sudland on Monday. Sudland condemned the attack. Norland praised Kesh. Nothing happened in Kesh."},
 "entities": [{"actor": "NRL", "mentions": ["Norland"]}, {"actor": "XXX", "mentions": ["Sudland"]}],
 "events": [
  {"trigger": "attacked", "source": "NRL", "target": "SDL", "plover": "ASSAULT", "cameo": "19", "status": "actual", "date": "2024-03-04", "same_as": "a"},
  {"trigger": "the attack", "source": "NRL", "target": "SDL", "plover": "ASSAULT", "cameo": "19", "status": "actual", "same_as": "a"},
  {"trigger": "condemned", "source": "SDL", "target": "NRL", "plover": "ACCUSE", "cameo": "111", "status": "denied"},
  {"trigger": "praised", "source": "NRL", "target": "SDL", "plover": "SUPPORT", "cameo": "051", "status": "actual"},
  {"trigger": "happened", "source": "SDL", "target": null, "plover": "PROTEST", "cameo": "14", "status": "actual"},
  {"trigger": "Nothing", "source": "SDL", "target": null, "plover": "PROTEST", "cameo": "14", "status": "actual", "optional": true}],
 "times": [{"text": "Monday", "type": "DATE", "value": "2024-03-04"}, {"text": "happened", "type": "DATE", "value": "2024"}]}
END
run --json "$dir/one.gold.json" > "$dir/out" || wrong "eval fails"
ask "one of two mentions is enough, a wrong target is a miss and a false one" '.scores.events | .gold == 4 and .right == 2'
ask "false ones count" '(.scores.events.given - .scores.events.right) == ([.articles[0].verdicts[] | select(.list == "events" and .verdict == "false")] | length)'
ask "misses count" '(.scores.events.gold - .scores.events.right) == ([.articles[0].verdicts[] | select(.list == "events" and .verdict == "missed")] | length)'
ask "the type alone is right for three" '.scores["event types"].right == 3'
ask "type and source are right for three, type and target for two" '.scores["event type and source"].right == 3 and .scores["event type and target"].right == 2'
ask "the status is counted where the event was found" '.scores["event status"] | .cases - .right == 1'
ask "a time is found, one missed" '.scores.times | .right == 1 and .gold == 2'
ask "mentions count by country" '.scores["mentions, country"] | .right == 1 and .cases == 2'
ask "precision and recall are what the counts say" '.scores.times | .recall == 50 and (.precision - 100 * .right / .given | fabs) < 1e-9'
ask "missed and false stand in sentences" 'all(.articles[0].verdicts[]; .sentence != null)'

# gold against nothing is 0, an empty list makes everything false, one that is missing judges nothing
echo '{"document": {"text": "Norland attacked Sudland."}}' > "$dir/missing.gold.json"
run --json "$dir/missing.gold.json" > "$dir/out"
ask "a missing list is judged" '.scores.events.given == 0'
echo '{"document": {"text": "Norland attacked Sudland."}, "events": []}' > "$dir/empty.gold.json"
run --json "$dir/empty.gold.json" > "$dir/out"
ask "nothing wanted: all false" '.scores.events | .gold == 0 and .right == 0 and .given >= 1 and .f1 == 0'

# the example beside its text
"$d" eval tests/gold > "$dir/plain" || wrong "the example fails"
for words in 'missed  events' 'precision' 'event status'; do grep -q "$words" "$dir/plain" || wrong "not told: $words"; done
"$d" eval --summary tests/gold | grep -q missed && wrong "the summary lists"
"$d" eval --only times tests/gold | grep -q 'events  *[A-Z]' && wrong "--only times lists events"

# what is wrong with a gold file is said
expect() { want=$1 words=$2; shift 2; run "$@" > "$dir/o" 2> "$dir/err"; [ $? -eq "$want" ] || wrong "not exit status $want: $*"; grep -q -- "$words" "$dir/err" || { wrong "no \"$words\":"; head -2 "$dir/err"; }; }
printf '{"events":\n [1,}\n' > "$dir/bad.gold.json"; expect 1 'bad.gold.json:2' "$dir/bad.gold.json"
echo '[]' > "$dir/list.gold.json"; expect 1 'one JSON object' "$dir/list.gold.json"
echo '{"document":{"text":"A."},"events":[{"trigger":"war","plover":"ASSAULT","status":"actual"}]}' > "$dir/a.gold.json"; expect 1 'not in the text: "war"' "$dir/a.gold.json"
echo '{"document":{"text":"A."},"events":[{"trigger":"A","plover":"WAR","status":"actual"}]}' > "$dir/b.gold.json"; expect 1 'no such PLOVER type: "WAR"' "$dir/b.gold.json"
echo '{"document":{"text":"A."},"events":[{"plover":"ASSAULT","status":"actual"}]}' > "$dir/c.gold.json"; expect 1 'events\[0\] has no text "trigger"' "$dir/c.gold.json"
echo '{"events":[]}' > "$dir/d.gold.json"; expect 1 'd.txt' "$dir/d.gold.json"
expect 1 'No such file' "$dir/none.gold.json"
expect 2 'which gold' --summary
mkdir "$dir/folder"; expect 1 'no file ends in' "$dir/folder"
cp "$dir/one.gold.json" "$dir/bad.gold.json" "$dir/folder"; run --json "$dir/folder" > "$dir/out" 2> "$dir/err"
[ $? -eq 1 ] || wrong "a broken file among good ones gives 1"
ask "the good one is scored beside a broken one" '(.articles | length) == 1 and .scores.events.right == 2'
exit $status
