"""Turns treebanks into training files of train/names.c: FORM, B-I-O tag, 1 when no blank follows, part of speech.

names_tsv.py gum FILE.conllu.gz OUT     names from the entities of GUM whose head is a proper noun
names_tsv.py uner FILE.conllu.gz OUT    NER= in MISC (PER, ORG, LOC)
names_tsv.py plain FILE.conllu.gz OUT   no names, for a teacher to label
"""
import gzip
import re
import sys

TYPE = {"person": "PER", "organization": "ORG", "place": "LOC"}
# Words that head an entity of GUM but are no names of persons by themselves.
TITLES = set("""president vice vice-president minister prime secretary senator speaker professor governor mayor majesty king queen
pope madam mr mrs ms sir lord god director judge chairman chair youtuber poet birdman birdie rohingya mom dad mommy daddy grandma
grandpa doctor dr general captain colonel saint st members member chief officer attorney leader justice honor congressman
ambassador father mother bishop archbishop emperor empress prince princess duke count baron sultan shah rabbi imam sheikh rep sen
gov gen lt col rev uncle aunt auntie brother sister""".split())
LINKS = ("-", "/", "&", "of", "and", "for", "in", "on", "de", "del", "the", "'s", "’s")


def documents(path):
    """Documents as lists of (rows, numbers of the words that are glued to the next one)."""
    document, out = [], []
    for block in gzip.open(path, "rt").read().split("\n\n"):
        if "# newdoc" in block and document:
            out.append(document)
            document = []
        rows, glued = [], set()
        for line in block.split("\n"):
            if not line or line[0] == "#":
                continue
            row = line.split("\t")
            if "-" in row[0]:
                first, last = map(int, row[0].split("-"))
                glued |= set(range(first, last))
                if "SpaceAfter=No" in row[9]:
                    glued.add(last)
            elif "." not in row[0]:
                rows.append(row)
                if "SpaceAfter=No" in row[9]:
                    glued.add(int(row[0]))
        if rows:
            document.append((rows, glued))
    return out + [document]


def write(out, rows, glued, tags):
    for row, tag in zip(rows, tags):
        out.write(f"{row[1]}\t{tag}\t{int(int(row[0]) in glued)}\t{row[3]}\n")
    out.write("\n")


def entities(rows):
    """(first, last, type) of the mentions of a sentence, longest first."""
    done, begun = [], []
    for i, row in enumerate(rows):
        found = re.search(r"Entity=([^|]+)", row[9])
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)|\)", found.group(1)) if found else []:
            if piece[0] == "(":
                name, kind = piece[1:].rstrip(")").split("-")[:2]
                (done if piece[-1] == ")" else begun).append([name, kind, i, i])
            else:
                name = piece.rstrip(")").split("-")[0].split("[")[0]
                for mention in reversed(begun):
                    if mention[0].split("[")[0] == name:
                        mention[3] = i
                        done.append(mention)
                        begun.remove(mention)
                        break
    return sorted(((m[2], m[3], m[1]) for m in done), key=lambda m: m[0] - m[1])


def name_in(rows, first, last, kind):
    """The words of the name that heads a mention, or None."""
    heads = [int(row[6]) - 1 for row in rows]
    tops = [i for i in range(first, last + 1) if not first <= heads[i] <= last]
    if not tops or rows[tops[0]][3] != "PROPN" or (rows[tops[0]][4] == "NNPS" and kind == "PER"):
        return None

    def capital(i):
        return rows[i][1][:1].isupper() or rows[i][1][:1].isdigit()

    def proper(i):
        return rows[i][3] == "PROPN" or (capital(i) and rows[i][3] in ("ADJ", "NOUN", "NUM", "X", "VERB"))

    left = right = tops[0]
    while left > first:
        i, relation = left - 1, rows[left - 1][7]
        if relation == "nmod:desc":
            break
        if kind == "PER":
            if not (rows[i][3] == "PROPN" or rows[i][1] in ("-", '"') or relation == "flat") or \
                    relation in ("nmod:poss", "nmod", "appos"):
                break
        elif not (proper(i) and relation not in ("nmod:poss", "det")) and \
                not (rows[i][1] in ("-", "/", "&", "of", "and", "'s", "for", "’s", "de", "del") and i > first and proper(i - 1)):
            break
        left = i
    while right < last:
        i, relation = right + 1, rows[right + 1][7]
        if kind == "PER":
            if not (rows[i][3] == "PROPN" and relation in ("flat", "compound", "nmod:unmarked", "list")) and \
                    not (rows[i][1] == "-" and i < last and rows[i + 1][3] == "PROPN") and \
                    not (rows[i][1] in ("bin", "al", "de", "van", "von", "der", "of") and relation == "flat"):
                break
        elif not (proper(i) and relation not in ("appos", "parataxis")):
            if rows[i][1] not in LINKS:
                break
            far = i + 2 if i < last and rows[i + 1][1].lower() == "the" else i + 1
            if not (far <= last and rows[far][3] == "PROPN" and relation != "punct") and \
                    not (rows[i][1] == "-" and i < last and rows[i + 1][3] == "PROPN"):
                break
            if (rows[i][1] == "and" and kind == "LOC") or (rows[i][1] in ("in", "on") and kind != "ORG"):
                break
        right = i
    while left < right and (rows[left][1].lower() in ("the", "a", "an") or not capital(left)):
        left += 1
    while right > left and rows[right][1].lower() in LINKS:
        right -= 1
    words = [rows[i][1].lower() for i in range(left, right + 1)]
    if kind == "PER":
        if all(word in TITLES for word in words):
            return None
        if words[0].rstrip(".") in TITLES:
            left, words = left + 1, words[1:]
        if "president" in words:
            return None
    return left, right


def gum(path, out):
    for document in documents(path):
        out.write("# newdoc\n")
        for rows, glued in document:
            tags = ["O"] * len(rows)
            for first, last, kind in entities(rows):
                span = name_in(rows, first, last, TYPE[kind]) if kind in TYPE else None
                if span and all(tags[i] == "O" for i in range(span[0], span[1] + 1)):
                    for i in range(span[0], span[1] + 1):
                        tags[i] = ("B-" if i == span[0] else "I-") + TYPE[kind]
            write(out, rows, glued, tags)


def uner(path, out):
    for document in documents(path):
        out.write("# newdoc\n")
        for rows, glued in document:
            found = [re.search(r"NER=([BI]-(?:PER|ORG|LOC))\b", row[9]) for row in rows]
            write(out, rows, glued, [m.group(1) if m else "O" for m in found])


def plain(path, out):
    for document in documents(path):
        out.write("# newdoc\n")
        for rows, glued in document:
            write(out, rows, glued, ["O"] * len(rows))


if __name__ == "__main__":
    how, source, target = sys.argv[1:]
    with open(target, "w") as file:
        {"gum": gum, "uner": uner, "plain": plain}[how](source, file)
