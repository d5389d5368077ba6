#!/bin/sh
# bench/sentences.sh BUILD [OPTION]...: where sentences end in news text.  bench/sentences/*.txt has one sentence a line, an empty line
# between paragraphs; `demarche parse` gets the paragraphs.  Prints F1 of the ends, and with -v in OPTION the sentences that are wrong.
build=${1:-build}; [ $# -gt 0 ] && shift
for gold in bench/sentences/*.txt; do
    awk 'NF {printf "%s%s", open ? " " : "", $0; open = 1; next} {print "\n"; open = 0} END {print ""}' "$gold" |
        "$build"/demarche parse | sed -n 's/^# text = //p' |
        awk -v gold="$gold" -v show="$*" '
            function squeezed(s) { gsub(/[[:space:]]/, "", s); return s }
            BEGIN { while ((getline line < gold) > 0) if (line != "") { at += length(squeezed(line)); ends[at] = line; wanted++ } }
            { here += length(squeezed($0)); given++
              if (here in ends) { right++; delete ends[here] } else if (show ~ /-v/) print "cut:    " $0 }
            END { if (show ~ /-v/) for (e in ends) print "joined: " ends[e]
                  printf "%s: %d sentences, precision %.1f, recall %.1f, F1 %.1f\n", gold, wanted, 100 * right / given, 100 * right / wanted,
                         200 * right / (given + wanted) }'
done
