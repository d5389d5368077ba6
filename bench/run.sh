#!/bin/sh
# bench/run.sh BUILD: sentences per second of the whole line and its peak memory, one thread and two, on the open news of
# the evaluation kit (or on examples/ repeated, when the kit is not there). Each figure is the median of three runs; opening
# models and dictionaries is part of the time and is shown by itself too. When the Debian package link-grammar is installed
# its parser, which only parses, runs in the same call as a peer.
set -e
build=${1:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${CC:-cc} -O2 -D_DEFAULT_SOURCE -std=c11 -o "$work/measure" bench/measure.c
median() {  # command...: prints the medians of wall, processor seconds and memory
    for _ in 1 2 3; do "$work/measure" "$@" 2>> "$work/runs" > "$work/out"; done
    grep -E '^[0-9.]+ [0-9.]+ ' "$work/runs" | sort -n | sed -n 2p   # what the program says there is left out
    : > "$work/runs"
}
corpus=../shared/eval/corpus
if [ -f "$corpus/wikinews.jsonl.gz" ]; then
    zcat "$corpus/wikinews.jsonl.gz" > "$work/wikinews.jsonl"
    zcat "$corpus/wcep.jsonl.gz" | head -n 20000 > "$work/wcep.jsonl"
else
    for _ in $(seq 200); do cat examples/*.txt; echo; done > "$work/examples"
fi
printf 'date 2024-03-05\n\nNothing.\n' > "$work/nothing"
echo "$(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ //'), $(nproc) processors, $("$build/demarche" --version)"
set -- $(median "$build/demarche" code "$work/nothing")
opening=$2
printf 'opening models and dictionaries: %s s, %s MB\n' "$1" "$3"
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "PER Ola%d Brandt%d | ~Brandt%d = XKXGOV 2010..\n", i, i % 997, i }' > "$work/large.actors"
set -- $(median "$build/demarche" code --actors "$work/large.actors" "$work/nothing")
opening_large=$2
printf 'the same with 100,000 further actors: %s s, %s MB\n' "$1" "$3"
printf '%-16s %7s %9s %12s %12s %8s\n' set threads seconds sentences/s 'words/s' MB
for set in "$work"/wikinews.jsonl "$work"/wcep.jsonl "$work"/examples; do
    [ -f "$set" ] || continue
    words=$(wc -w < "$set")
    for threads in 1 2; do
        set -- "$set" $(median "$build/demarche" code --to json --threads $threads "$set")
        sentences=$(grep -o '{"span":\[[0-9]*,[0-9]*\]}' "$work/out" | wc -l)
        echo "$(basename "$1") $threads $2 $sentences $words $4" |
            awk '{printf "%-16s %7d %9.2f %12.0f %12.0f %8.1f\n", $1, $2, $3, $4 / $3, $5 / $3, $6}'
        set=$1
    done
done
# What the user's own dictionaries cost the pass: the same text without and with them.
set=$work/wikinews.jsonl
[ -f "$set" ] || set=$work/examples
set -- $(median "$build/demarche" code --to json --threads 1 "$set")
plain=$2
set -- $(median "$build/demarche" code --to json --threads 1 --actors "$work/large.actors" "$set")
echo "$plain $opening $2 $opening_large" |
    awk '{printf "the pass over %s, one thread: %.2f s, with 100,000 further actors %.2f s (opening not counted)\n", "'"$(basename "$set")"'", $1 - $2, $3 - $4}'
foreign=../shared/eval/dictionaries/petrarch/Phoenix.Countries.actors.txt
if [ -f "$foreign" ]; then
    set -- $(median "$build/demarche" code --actors "$foreign" "$work/nothing")
    echo "opening with $(basename "$foreign") ($("$build/demarche" check "$foreign" | sed -n 's/of other coders: //p')): $1 s"
fi
if command -v link-parser > /dev/null 2>&1; then
    head -c 20000 README.md examples/*.txt | tr '\n' ' ' | sed 's/\. /.\n/g' | head -n 60 > "$work/sentences"
    set -- $(median sh -c "link-parser -batch < $work/sentences")
    echo "peer: link-parser (parse only): $(echo "$(wc -l < "$work/sentences") $1" | awk '{printf "%.0f", $1 / $2}') sentences/s, $3 MB"
fi
