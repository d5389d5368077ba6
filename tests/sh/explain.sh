# explain tells for each sentence what triggered, which line decided, who stands on the sides and why, or why it is silent;
# what it names is really there: file and line, words, events.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
wrong() { echo "$*"; status=1; }
command -v jq > /dev/null || { echo "jq is missing"; exit 77; }
cat > "$dir/text" <<'END'
date 2024-03-05

Norland did not attack Sudland. Norland launched an attack on Kesh. The attack was condemned by Sudland. Sudland may threaten Norland with sanctions. Norland agreed to send aid to Kesh. Norland will not lift the sanctions on Sudland. They won the world cup. The weather was fine. The attack helicopter is new. The wave hit the town. The Norland police arrested ten protesters in Kesh.
END
run() { "$d" "$@" --actors tests/cases/fiction.actors; }
run explain --json "$dir/text" > "$dir/out" || wrong "explain fails"
ask() {  # what, jq filter that must be true
    jq -e "def at(\$s): .text[\$s[0]:\$s[1]]; def of(\$t): .sentences[].triggers[] | select(.line != null); $2" "$dir/out" > /dev/null 2>&1 || {
        wrong "$1"; jq -c "$2" "$dir/out" 2>&1 | head -3; }
}
ask "a negated verb is denied by its word" \
    '. as $d | [.sentences[0].triggers[] | select(.status == "denied" and .status_from == "negation" and $d.text[.status_word[0]:.status_word[1]] == "not")] | length == 1'
ask "a noun is carried by its light verb" \
    '. as $d | [.sentences[1].triggers[] | select($d.text[.trigger[0]:.trigger[1]] == "attack" and $d.text[.light_verb[0]:.light_verb[1]] == "launched" and .source.how == "light verb" and .target.function == "on")] | length == 1'
ask "the same attack gets its sides from what was told before" \
    '[.sentences[2].triggers[] | select(.target.how == "told before" or .source.how == "told before")] | length >= 1'
ask "a modal verb makes it possible" \
    '. as $d | [.sentences[3].triggers[] | select(.status == "possible" and .status_from == "word" and $d.text[.status_word[0]:.status_word[1]] == "may")] | length >= 1'
ask "composition names its row and its complement" \
    '. as $d | [.sentences[4].triggers[] | select($d.text[.trigger[0]:.trigger[1]] == "agreed" and .cameo[0:2] == "03" and (.composed_line | startswith("agree")) and $d.text[.complement[0]:.complement[1]] == "send")] | length == 1'
ask "a refused plan is a refusal" '[.sentences[5].triggers[] | select(.plover == "REJECT" and .status == "actual" and (.composed_line | startswith("reject")))] | length == 1'
ask "a discarded sentence names phrase and line" \
    '. as $d | .sentences[6] | .silent == "discarded: sport" and ($d.text[.discarded_by[0].span[0]:.discarded_by[0].span[1]] == "world cup") and (.discarded_by[0].by | startswith("frames/discards:"))'
ask "no trigger is said" '.sentences[7].silent == "no trigger" and (.sentences[7].triggers | length == 0)'
ask "a word before another noun is no trigger" '[.sentences[8].tried[] | select(.outcome == "compound")] | length == 1'
ask "a wave attacks nobody" '[.sentences[9].tried[] | select(.outcome == "attacker" or .outcome == "victim")] | length >= 1'
ask "actors name their entries" '[.actors[] | select(.actor == "NRL" and (.by | startswith("tests/cases/fiction.actors:")))] | length == 1'
ask "role nouns name theirs" '[.actors[] | select((.role_by // "") | startswith("actors/roles.agents:"))] | length >= 1'
ask "sentences without an event have a reason, those with one have none" \
    '. as $d | all(.sentences[]; (([.triggers[].events[]] | length) == 0) == (.silent != null))'

# the same events as code gives, each told by one trigger
run code --to json "$dir/text" | jq -c '[.events[].id] | sort' > "$dir/one"
jq -c '[.sentences[].triggers[].events[]] | sort' "$dir/out" > "$dir/two"
cmp -s "$dir/one" "$dir/two" || wrong "explain tells other events than code"

# every line stands where it is said to stand
run explain --json examples/*.txt "$dir/text" > "$dir/all"
jq -r '.sentences[].triggers[] | [.by, .line], (select(.composed_by != null) | [.composed_by, .composed_line]) | @tsv' "$dir/all" | sort -u > "$dir/lines"
[ "$(wc -l < "$dir/lines")" -gt 20 ] || wrong "few lines decide"
tab=$(printf '\t')
while IFS=$tab read -r by line; do
    there=$(sed -n "${by##*:}p" "data/${by%:*}" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//')
    [ "$there" = "$line" ] || wrong "$by is \"$there\", not \"$line\""
done < "$dir/lines"
jq -r '.actors[] | .by, .role_by | strings | select(startswith("actors/"))' "$dir/all" | sort -u | while IFS= read -r by; do
    sed -n "${by##*:}p" "data/${by%:*}" | grep -q = || echo "$by is no entry"
done > "$dir/bad"
[ ! -s "$dir/bad" ] || { head -3 "$dir/bad"; status=1; }

# a text as operand; for people
"$d" explain --date 2024-03-05 "Kenya may attack Uganda." > "$dir/plain" || wrong "a text is no operand"
for words in 'nsubj Kenya' '«attack» frames/' 'possible · by «may»' 'source    Kenya (KEN) · subj «Kenya»' 'actors/countries.actors:'; do
    grep -q "$words" "$dir/plain" || wrong "not told: $words"
done
"$d" explain --colour never "$dir/text" | awk '{ gsub(/[^ -~]+/, "x"); if (length($0) > 100) bad = 1 } END { exit bad }' || wrong "a line is longer than the terminal"
"$d" explain nothing.txt > /dev/null 2> "$dir/err"; [ $? -eq 1 ] || wrong "a missing file gives another status than 1"
grep -q 'nothing.txt' "$dir/err" || wrong "the missing file is not named"
for file in fuzz/corpus/code/* fuzz/corpus/read/*; do
    "$d" explain --from text "$file" > /dev/null 2>&1; [ $? -le 1 ] || wrong "explain fails on $file"
    "$d" explain --json --from text "$file" 2> /dev/null | jq -e . > /dev/null 2>&1 || [ $? -eq 4 ] || wrong "no JSON for $file"
done
exit $status
