# Verb dictionaries of TABARI and PETRARCH stand instead of our frames; their own validation records agree as often as measured.
build=$1
d=$build/demarche
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
status=0
wrong() { echo "$*"; status=1; }
command -v jq > /dev/null || { echo "jq is missing"; exit 77; }
cat > "$dir/t.verbs" <<'END'
<SYNSETS>
&FEASTS
+BANQUET
+DINNER_PARTY
</SYNSETS>
<TIME>
YESTERDAY [-1]
</TIME>
PRAIS [041] ;a stem
- * { LOUDLY | IN_PUBLIC } [042]
- NOT_* [111]
- HARDLY * [---]
INVIT [033:032]
- * TO &FEASTS [034]
- + * BY $ [035]
BOYCOTT_ [191]
END
cat > "$dir/p.txt" <<'END'
# a comment
&AID
+GRAIN
+RICE

--- SHIP [061] ---
SHIP {SHIPS SHIPPED}
SEND
- * &AID [073] # food
- * TROOPS_TO [150]
~ a (a b ATTACK) SAY = a b 015
--- HIT [190] ---
HIT
END
events() {  # dictionary, text
    printf 'date 2024-03-05\n\n%s\n' "$2" | "$d" code --to json --actors tests/cases/fiction.actors --frames "$dir/$1" 2> "$dir/err" > "$dir/out" || { wrong "$1 fails"; cat "$dir/err"; }
    jq -r '(.entities | map({(.id): .actor}) | add) as $a | [.events[] | "\($a[.sources[0]]) \($a[.targets[0]]) \(.cameo)"] | sort | join(", ")' "$dir/out"
}
want() {  # dictionary, text, events
    got=$(events "$1" "$2"); [ "$got" = "$3" ] || wrong "$2: \"$got\", not \"$3\""
}
want t.verbs 'Norland praised Sudland.' 'NRL SDL 041'
want t.verbs 'Norland praised Sudland in public.' 'NRL SDL 042'
want t.verbs 'Norland did not praise Sudland.' 'NRL SDL 111'
want t.verbs 'Norland hardly praised Sudland.' ''
want t.verbs 'Norland invited Sudland.' 'NRL SDL 033, SDL NRL 032'
want t.verbs 'Norland invited Sudland to a banquet.' 'NRL SDL 034'
want t.verbs 'Norland was invited by Sudland.' 'SDL NRL 035'
want t.verbs 'Norland attacked Sudland.' ''
want p.txt 'Norland shipped oil to Sudland.' 'NRL SDL 061'
want p.txt 'Norland sent rice to Sudland.' 'NRL SDL 073'
want p.txt 'Norland sent troops to Sudland.' 'NRL SDL 150'
want p.txt 'Norland hit Sudland.' 'NRL SDL 190'
jq -e '.events[0].by | endswith("p.txt:13")' "$dir/out" > /dev/null || { wrong "by does not name the line"; jq -c '.events[0].by' "$dir/out"; }
"$d" check "$dir/t.verbs" | grep -q 'another coder: .* verbs with patterns' || wrong "check does not know a verb dictionary"
printf 'PRAISE [041]\n- * \377 [042]\n' > "$dir/bad.verbs"
echo 'A.' | "$d" code --from text --frames "$dir/bad.verbs" > /dev/null 2> "$dir/err"; [ $? -eq 3 ] || wrong "a dictionary that is not UTF-8 is not refused"
head -c 3000 "$dir/t.verbs" | tr '\n' ' ' > "$dir/one.verbs"   # hostile: one line
printf "PRAIS [041]\n- A\000B * X\000 [041]\nAB\000C [042]\n" >> "$dir/one.verbs"
echo 'Norland praised Sudland.' | "$d" code --from text --frames "$dir/one.verbs" > /dev/null 2>&1; [ $? -le 3 ] || wrong "a broken dictionary"

other=../shared/eval/dictionaries
if [ -d "$other" ] && command -v python3 > /dev/null; then  # measured 2026-11-24: 41.6 and 54.2 % of the records whole
    python3 bench/dictionaries.py "$d" "$other" > "$dir/share" || wrong "the records cannot be compared"
    cat "$dir/share"
    awk -v t=38 -v p=51 '{ match($0, /agree in [0-9]+ \([0-9.]+/); share = substr($0, RSTART, RLENGTH); sub(/.*\(/, "", share); if (share + 0 < ($1 == "TABARI" ? t : p)) bad = 1; lines++ } END { exit bad || lines != 2 }' "$dir/share" ||
        wrong "fewer records agree than were measured"
fi
exit $status
