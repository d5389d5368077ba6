#!/bin/sh
# Trains models/names.model: train/names.sh BUILD KIT CITIES WORK, with the folder of the development kit (grammar/, names/, corpus/),
# GeoNames' cities15000.txt and an empty folder for what lies between.  Ten minutes on one core, most of them for the classes.
set -e
build=$1 kit=$2 cities=$3 work=$4
program=$build/train/names
own=$(for file in train/names/*.txt; do echo "$file*2"; done)
for name in ewt-train gum-open-train; do gzip -dc "$kit/grammar/$name.conllu.gz" > "$work/$name.conllu"; done
for name in wcep wikinews; do gzip -dc "$kit/corpus/$name.jsonl.gz" > "$work/$name.jsonl"; done
python3 train/names_tsv.py gum "$kit/grammar/gum-open-train.conllu.gz" "$work/gum-train.tsv"
python3 train/names_tsv.py gum "$kit/grammar/gum-open-dev.conllu.gz" "$work/gum-dev.tsv"
python3 train/names_tsv.py uner "$kit/names/uner-ewt-dev.conllu.gz" "$work/uner.tsv"
python3 train/names_tsv.py uner "$kit/names/worldwide-dev.conllu.gz" "$work/worldwide.tsv" # only scored
python3 train/names_tsv.py plain "$kit/grammar/ewt-train.conllu.gz" "$work/ewt.tsv"
test -f "$work/classes" || "$build/train/name_classes" "$work/classes" --towns "$cities" "$work/wcep.jsonl" "$work/wikinews.jsonl" \
    "$work/ewt-train.conllu" "$work/gum-open-train.conllu"
# A teacher that sees the parts of speech labels EWT; it has not seen the names of UNER, so that cross-validation is fair.
TAGS=1 DROP=90 EPOCHS=8 LABELS=$work/ewt-labelled.tsv "$program" train - "$work/classes" "$work/gum-train.tsv" "$work/gum-dev.tsv" $own "?$work/ewt.tsv"
"$program" cross models/names.model "$work/classes" "$work/uner.tsv*2" "$work/gum-train.tsv" "$work/gum-dev.tsv" "$work/ewt-labelled.tsv" $own \
    "?$work/worldwide.tsv"
