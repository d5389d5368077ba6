# Loading: again, after kill -9, anew with another coder, onto a full disk. Nothing stored is lost, nothing is there twice.
build=$1
d=$build/demarche
command -v sqlite3 > /dev/null || { echo "sqlite3 is not installed"; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
fail() { echo "$*"; status=1; }
ask() { sqlite3 "$dir/$1" "$2"; }
# Everything that a database says, apart from the numbers of its rows.
say() {
    ask "$1" "SELECT id, date, title, source, text FROM documents ORDER BY id;
      SELECT id, event, day, source, target, source_name, target_name, plover, cameo, status, place, sentence, by FROM event_list
        ORDER BY id, event;
      SELECT d.id, m.* FROM (SELECT document, mention, entity, start, end, kind FROM mentions) m JOIN documents d USING(document)
        ORDER BY d.id, mention;
      SELECT d.id, statement, s.kind, s.cue, s.content FROM statements s JOIN documents d USING(document) ORDER BY 1, 2;
      SELECT * FROM days; SELECT * FROM months; SELECT * FROM dyads; SELECT * FROM pairs; SELECT * FROM countries; SELECT * FROM coverage; SELECT * FROM silence;
      SELECT count(*) FROM document_words('minister'); SELECT count(*) FROM actor_words('iran');
      SELECT name FROM sqlite_schema WHERE type='index' AND sql NOT NULL ORDER BY 1;" | sed 's/^[0-9]*|\(.*\)/\1/'
}
whole() { [ "$(ask "$1" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ] || fail "$1 is damaged"; }

for i in $(seq 400); do
    printf '{"id":"n%d","date":"2024-%02d-%02d","source":"%s","text":"The foreign minister of Iran condemned Israel on Monday. Germany urged Turkey to free %d prisoners. It rained."}\n' \
        "$i" $((i % 12 + 1)) $((i % 28 + 1)) "$([ $((i % 3)) -eq 0 ] && echo Wire || echo Herald)" $((i + 1))
done > "$dir/some.jsonl"
for i in $(seq 10); do sed "s/\"id\":\"n/\"id\":\"n$i-/" "$dir/some.jsonl"; done > "$dir/many.jsonl"

# the same id with another text
printf '{"id":"x","date":"2024-03-05","text":"Kenya condemned Uganda."}\n' > "$dir/x1.jsonl"
printf '{"id":"x","date":"2024-03-05","text":"Kenya praised Uganda."}\n' > "$dir/x2.jsonl"
"$d" load "$dir/x.db" "$dir/x1.jsonl" 2> /dev/null
"$d" load "$dir/x.db" "$dir/x2.jsonl" 2>&1 | grep -q '^1 are there by their id with another text' || fail "another text under an id is not told"
[ "$(ask x.db 'SELECT text FROM documents')" = "Kenya condemned Uganda." ] || fail "another text under an id replaced the first"
"$d" load --recode "$dir/x.db" "$dir/x2.jsonl" 2> /dev/null
[ "$(ask x.db 'SELECT text || plover FROM documents JOIN event_list USING(document)')" = "Kenya praised Uganda.SUPPORT" ] || fail "--recode does not take another text"

"$d" load "$dir/straight.db" "$dir/many.jsonl" 2> "$dir/err" || fail "load: $(cat "$dir/err")"
grep -q '^4000 documents, 4000 added' "$dir/err" || fail "says: $(cat "$dir/err")"
whole straight.db
say straight.db > "$dir/straight"
[ "$(wc -l < "$dir/straight")" -gt 25000 ] || fail "few lines"

# killed three times
for wait in 0.3 0.6 1; do
    "$d" load "$dir/killed.db" "$dir/many.jsonl" 2> /dev/null &
    sleep $wait
    kill -9 $! 2> /dev/null
    wait $! 2> /dev/null
    [ ! -f "$dir/killed.db" ] || whole killed.db
done
"$d" load "$dir/killed.db" "$dir/many.jsonl" 2> "$dir/err" || fail "load after kill: $(cat "$dir/err")"
whole killed.db
say killed.db | cmp -s - "$dir/straight" || fail "killed and loaded again is not the same"
"$d" load "$dir/killed.db" "$dir/many.jsonl" 2> "$dir/err"
grep -q '^4000 documents, 0 added' "$dir/err" || fail "again says: $(cat "$dir/err")"
say killed.db | cmp -s - "$dir/straight" || fail "loading again changed something"

# a question finishes what a killed load left
cp "$dir/killed.db" "$dir/half.db"
ask half.db "DROP INDEX dyads_target; DROP INDEX events_plover; UPDATE state SET value=100 WHERE name='words';
  INSERT INTO document_words(document_words) VALUES('rebuild'); DELETE FROM state WHERE name='words'" 2> /dev/null
"$d" find "$dir/half.db" --type ACCUSE --limit 1 > "$dir/out" || fail "find in a half-made database"
[ "$(wc -l < "$dir/out")" -eq 1 ] || fail "finds nothing in a half-made database"
[ "$(ask half.db "SELECT count(*) FROM sqlite_schema WHERE name IN('dyads_target', 'events_plover')")" -eq 2 ] || fail "no indexes made"

# a database of before: the counts over all times are made when it is opened
ask half.db "DROP TABLE pairs; DROP TABLE countries"
"$d" find "$dir/half.db" --type ACCUSE --limit 1 > "$dir/out" || fail "find in a database without totals"
[ "$(ask half.db 'SELECT * FROM pairs; SELECT * FROM countries')" = "$(ask straight.db 'SELECT * FROM pairs; SELECT * FROM countries')" ] || fail "totals of a database of before"

# another coder: only when it is told
printf 'ORG Brandt Group = XKXGOV\n' > "$dir/more.actors"
head -n 50 "$dir/many.jsonl" > "$dir/fifty.jsonl"
"$d" load --actors "$dir/more.actors" "$dir/killed.db" "$dir/fifty.jsonl" 2> "$dir/err"
grep -q '0 added' "$dir/err" && grep -q '^50 are there as another version' "$dir/err" || fail "other coder says: $(cat "$dir/err")"
"$d" load --actors "$dir/more.actors" --recode "$dir/killed.db" "$dir/fifty.jsonl" 2> "$dir/err"
grep -q '50 coded anew' "$dir/err" || fail "recode says: $(cat "$dir/err")"
[ "$(ask killed.db 'SELECT group_concat(n) FROM (SELECT count(*) AS n FROM documents GROUP BY coder ORDER BY 1)')" = 50,3950 ] ||
    fail "fifty are of the other coder"
say killed.db | cmp -s - "$dir/straight" || fail "coded anew with what changes nothing is not the same"
"$d" load --stored --actors "$dir/more.actors" "$dir/killed.db" 2> "$dir/err" || fail "--stored: $(cat "$dir/err")"
grep -q '3950 coded anew' "$dir/err" || fail "--stored says: $(cat "$dir/err")"
[ "$(ask killed.db 'SELECT count(*) FROM documents GROUP BY coder')" = 4000 ] || fail "all are of the other coder"
say killed.db | cmp -s - "$dir/straight" || fail "all coded anew is not the same"
whole killed.db

# a disk that is full: no file may grow beyond two megabytes
"$d" load "$dir/full.db" "$dir/fifty.jsonl" 2> /dev/null
(ulimit -f 4096; "$d" load "$dir/full.db" "$dir/many.jsonl" 2> "$dir/err")
got=$?
[ $got -eq 4 ] || fail "full disk: exit status $got: $(cat "$dir/err")"
grep -q full.db "$dir/err" || fail "full disk says: $(cat "$dir/err")"
whole full.db
[ "$(ask full.db 'SELECT count(*) FROM documents')" -ge 50 ] || fail "what was stored before is lost"
"$d" load "$dir/full.db" "$dir/many.jsonl" 2> "$dir/err" || fail "after the full disk: $(cat "$dir/err")"
say full.db | cmp -s - "$dir/straight" || fail "after the full disk it is not the same"
exit $status
