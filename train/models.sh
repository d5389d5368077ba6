#!/bin/sh
# models.sh BUILD [EVAL]: trains the grammar's models again from the treebanks (see train/README.md). Minutes, one core.
set -e
build=${1:-build} eval=${2:-../shared/eval}
ewt=$eval/grammar/ewt-train.conllu.gz gum=$eval/grammar/gum-open-train.conllu.gz
dev="-d $eval/grammar/ewt-dev.conllu.gz -d $eval/grammar/gum-open-dev.conllu.gz"
jack=$build/jack.conllu
"$build"/train/tagger $dev -o models/tagger.model "$ewt" "$gum"
"$build"/train/lemma $dev -o models/lemma.model "$ewt" "$gum"
"$build"/train/tagger -k "$jack" "$ewt" "$gum"
"$build"/train/parser -t models/tagger.model $dev -o models/parser.model "$jack"

corpus=$eval/corpus
"$build"/train/clusters models/clusters.model "$corpus"/wcep.jsonl.gz "$corpus"/wikinews.jsonl.gz "$corpus"/gum-news.jsonl.gz
"$build"/train/relate models/relate.model train/relations/*.txt
