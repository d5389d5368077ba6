#!/bin/sh
# incidents.sh BUILD [CORPUS]: precision and recall of joined reports on the labelled pairs of bench/incidents.pairs.
build=${1:-build} corpus=${2:-../shared/eval/corpus/wcep.jsonl.gz}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grep -v '^#' bench/incidents.pairs > "$work/pairs"
awk '{ print "\"" $4 "\""; print "\"" $5 "\"" }' "$work/pairs" | sort -u > "$work/ids"
zcat "$corpus" | grep -F -f "$work/ids" > "$work/reports.jsonl"
"$build/demarche" load "$work/db" "$work/reports.jsonl" 2> /dev/null
"$build/demarche" incidents --to json "$work/db" |
    awk -v pairs="$work/pairs" '
        function field(line, name,    at) {
            at = index(line, "\"" name "\":\"")
            if (!at) return ""
            line = substr(line, at + length(name) + 4)
            return substr(line, 1, index(line, "\"") - 1)
        }
        { type = field($0, "plover"); id = field($0, "incident"); rest = $0
          while (match(rest, /"document":"[^"]*"/)) {
              told[type, substr(rest, RSTART + 12, RLENGTH - 13)] = told[type, substr(rest, RSTART + 12, RLENGTH - 13)] id " "
              rest = substr(rest, RSTART + RLENGTH)
          } }
        END {
            while ((getline line < pairs) > 0) {
                split(line, part, " ")
                joined = 0
                count = split(told[part[3], part[4]], ids, " ")
                for (i = 1; i <= count; i++)
                    if (index(" " told[part[3], part[5]], " " ids[i] " ")) joined = 1
                if (part[2] == "same") { right[part[1]] += joined; missed[part[1]] += !joined } else wrong[part[1]] += joined
            }
            for (set in right)
                printf "incidents, pairs %-5s precision %.1f recall %.1f (%d right, %d wrong, %d missed)\n", set,
                    100 * right[set] / (right[set] + wrong[set]), 100 * right[set] / (right[set] + missed[set]), right[set], wrong[set], missed[set]
        }' | sort
