# --min-confidence leaves out what is doubtful, says so, and what stays is the same.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
wrong() { echo "$*"; status=1; }
command -v jq > /dev/null || { echo "jq is missing"; exit 77; }
cat > "$dir/in.txt" <<'END'
date 2024-03-05
Kenya praised Uganda on Monday. Nigeria has offered to send 1,500 soldiers. The comments angered the police, which wants a new vote in Kenya. Uganda accused Kenya of bombing a village.
END
run() { "$d" code --to json "$@" "$dir/in.txt" > "$dir/out" || wrong "code $* fails"; }
run --min-confidence 0
cp "$dir/out" "$dir/all"
jq -e '[.events[].confidence] | all(. >= 0 and . <= 1)' "$dir/all" > /dev/null || wrong "a confidence is no probability"
for least in 0.2 0.5 0.9; do
    run --min-confidence $least
    jq -e "[.events[].confidence] | all(. >= $least)" "$dir/out" > /dev/null || wrong "--min-confidence $least gives less sure events"
    for part in all out; do
        jq -c "[.events[] | select(.confidence >= $least) | [.trigger, .plover, .confidence]]" "$dir/$part" > "$dir/$part.kept"
    done
    cmp -s "$dir/all.kept" "$dir/out.kept" || wrong "--min-confidence $least changes the events that stay"
    jq -e '[.events[].id] == [range(1; (.events | length) + 1) | "v\(.)"]' "$dir/out" > /dev/null || wrong "the events are not numbered in order"
    jq -e '[.sentences[]] as $s | ([.events[].sentence] + [.silent[].sentence] | unique) == [range(0; $s | length)]' "$dir/out" > /dev/null ||
        wrong "--min-confidence $least: a sentence gives neither an event nor a reason"
done
jq -e '[.silent[].reason] | any(test("too doubtful: confidence 0\\.[0-9]+ below 0\\.900 \\(models/certainty.model\\)"))' "$dir/out" > /dev/null ||
    wrong "a doubtful event gives no reason"
"$d" explain --min-confidence 0.99 --date 2024-03-05 "Kenya praised Uganda on Monday." | grep -q "below 0.99 (models/certainty.model)" || wrong "explain does not tell the bound"
for bad in 2 -1 x 0,5 ""; do
    "$d" code --min-confidence "$bad" "$dir/in.txt" > /dev/null 2>&1
    [ $? -eq 2 ] || wrong "--min-confidence '$bad' is not refused"
done
exit $status
