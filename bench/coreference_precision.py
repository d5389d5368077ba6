#!/usr/bin/env python3
"""coreference_precision.py [PROGRAM [FOLDER]]: how far the chains of persons and organisations in news can be trusted.

Codes the news of GUM (FOLDER of the evaluation kit, ../shared/eval: coreference/gum-*.jsonl.gz) and compares, over the
mentions that the gold calls a person or an organisation: B3 precision (the share of the other mentions in the chain that
are of the same entity) over all of them and over chains of two and more, where strangers to the gold count as wrong; and
the share of mentions whose nearest earlier one in the chain is of the same entity.  A mention with the right head, within
the gold's words, stands for the gold's."""
import gzip
import json
import subprocess
import sys
from collections import Counter

TYPES = ("person", "organization")


def align(gold, spans):
    """Index of the gold mention that each span stands for."""
    found = {tuple(mention["span"]): i for i, mention in enumerate(gold)}
    found = {span: found[span] for span in spans if span in found}
    used = set(found.values())
    by_length = sorted(range(len(gold)), key=lambda i: gold[i]["span"][1] - gold[i]["span"][0])
    for span in sorted(set(spans) - found.keys()):
        for i in by_length:
            (start, end), (head, tail) = gold[i]["span"], gold[i]["head"]
            if i not in used and start <= span[0] <= head and tail <= span[1] <= end:
                found[span] = i
                used.add(i)
                break
    return found


def measure(program, path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [d for d in map(json.loads, lines) if d["genre"] == "news"]
    asked = "\n".join(json.dumps({key: d[key] for key in ("id", "date", "text")}) for d in documents)
    coded = subprocess.run([program, "code", "--from", "jsonl", "--to", "json"], input=asked, text=True, check=True,
                           capture_output=True).stdout
    sums = Counter()
    for document, record in zip(documents, map(json.loads, coded.splitlines())):
        gold = document["mentions"]
        chains = [[tuple(m["span"]) for m in entity["mentions"]] for entity in record["entities"]]
        found = align(gold, [span for chain in chains for span in chain])
        for chain in chains:
            names = [gold[found[span]]["chain"] if span in found else None for span in chain]
            same = Counter(name for name in names if name is not None)
            for i, span in enumerate(chain):
                if span not in found or gold[found[span]]["type"] not in TYPES:
                    continue
                sums["all"] += 1
                sums["all right"] += same[names[i]] / sum(same.values())
                if len(chain) > 1:
                    sums["chained"] += 1
                    sums["chained right"] += same[names[i]] / len(chain)
                if i > 0:
                    sums["links"] += 1
                    sums["links right"] += names[i] == names[i - 1]
    print(f"{path}: {len(documents)} documents")
    for name in ("all", "chained", "links"):
        print(f"  {name:8}{100 * sums[name + ' right'] / sums[name]:6.1f} % of {sums[name]}")


if __name__ == "__main__":
    PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "build/demarche"
    FOLDER = sys.argv[2] if len(sys.argv) > 2 else "../shared/eval"
    for part in ("dev", "train"):
        measure(PROGRAM, f"{FOLDER}/coreference/gum-{part}.jsonl.gz")
