#!/usr/bin/env python3
"""How many of the heads of state and government since 2014 and of the members of the US Congress since 2010 the program knows.

    python3 bench/actors_coverage.py [PROGRAM [REFERENCE]] [--missing]

For every row of REFERENCE/heads.tsv (World Factbook editions, CC0) and congress.tsv (congress-legislators, public domain) it has the
program code the sentence "NAME spoke on Monday." as of the first day that the row holds, the name as newspapers write
it, and asks for the code: of the country, and of an office (not -ELI, not the bare country). Heads of state who are another country's
(the king in the realms, presidents in territories) count with that country. Rows that name several people count as several."""
import collections, csv, json, os, re, subprocess, sys

HONOUR = re.compile(r"^(Sir|Dame|Dr\.?|Sheikh|Shaikh|Gen\.?|General|Maj\. Gen\.|Major General|Lt\. Gen\.|Col\.|Prince|Princess|H\.?E\.?|Archbishop|Prefect|Ms\.?|"
                    r"Mr\.|Mrs\.|Sr\. Gen\.|Queen|King|and|President|Prime Minister|Crown Prince|Lord|Commander|Co-prince|Coprince)\s+")
SMALL = {"al", "el", "bin", "ben", "de", "da", "do", "dos", "du", "di", "la", "le", "van", "von", "der", "den", "of", "the", "ould", "ag"}
FIPS = {"we": "PSE", "gz": "PSE", "kv": "XKX", "rb": "SRB", "ri": "SRB", "od": "SSD", "mj": "MNE", "bc": "BWA"}


def proper(word):
    if word.lower() in SMALL and word.isupper() or re.fullmatch(r"[IVX]+", word):
        return word.lower() if word.lower() in SMALL else word
    word = "-".join(p[:1].upper() + p[1:].lower() if p.isupper() and len(p) > 1 else p for p in word.split("-"))
    word = re.sub(r"^(O|D|N|L)'(\w)", lambda m: m.group(1) + "'" + m.group(2).upper(), word)
    return "Mc" + word[2:].capitalize() if re.match(r"^Mc[a-z]", word) else word


def people(name):
    """The people of a row, as (full name, given name + surname)."""
    name = re.sub(r"\s*\([^)]*\)", "", name)
    name = re.sub(r",?\s+(Jr|Sr|RN|QC|KC|CBE|Ret)\.?(?=,|$)", "", name)
    for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|;", name):
        part = part.strip(" -")
        while HONOUR.match(part):
            part = HONOUR.sub("", part)
        part = re.sub(r'\s*"[^"]+"', "", part)
        part = re.sub(r"\s+of (the )?[A-Z]\w+.*$", "", part)
        words = part.split()
        capital = [i for i, w in enumerate(words) if len(w) > 1 and w.upper() == w and any(c.isalpha() for c in w)
                   and not re.fullmatch(r"[A-Z]\.|[IVX]+", w)]
        if not words or not capital or len(words) > 7 or any(c.isdigit() for c in part):
            continue
        full = " ".join(proper(w) for w in words)
        surname = " ".join(proper(words[i]) for i in range(capital[0], capital[-1] + 1))
        given = [w for w in words[:capital[0]] if not re.fullmatch(r"[A-Z]\.?", w)]
        yield full, (given[0] + " " + surname) if given else full


def main():
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    program = words[0] if words else "build/demarche"
    reference = words[1] if len(words) > 1 else "../shared/eval/reference"
    iso = {}
    for row in csv.DictReader(open(os.path.join(reference, "geonames-countries.txt"), encoding="utf-8"), delimiter="\t"):
        if row["fips"]:
            iso[row["fips"].lower()] = row["ISO3"]
    iso.update(FIPS)
    asked = []                                  # (set, label, codes of countries that are right, day, names)
    for line in open(os.path.join(reference, "heads.tsv"), encoding="utf-8"):
        fips, country, office, title, name, since, seen = line.rstrip("\n").split("\t")[:7]
        if fips not in iso:
            continue
        top = re.match(r"(Interim |Acting |Transition\w* |Executive )?(President|Prime Minister|Premier|Chancellor|King|Queen|Amir|Emperor|Sultan)\b", title)
        for full, short in people(name):
            asked.append(("presidents, prime ministers, monarchs" if top else "deputies, governors and others", "%s %s %s" % (iso[fips], title, full),
                          {iso[fips]}, seen, [full, short], office))
    for line in open(os.path.join(reference, "congress.tsv"), encoding="utf-8"):
        column = line.rstrip("\n").split("\t")
        name, last, kind, start, end = column[2], column[3], column[4], column[8], column[9]
        if (end and end < "2010") or kind.startswith("leadership") or kind in ("prez", "viceprez"):
            continue
        plain = re.sub(r'\s*"[^"]*"', "", name)
        nick = re.search(r'"([^"]*)"', name)
        names = [plain] + ([nick.group(1) + " " + last] if nick else [])
        parts = plain.split()
        names.append(parts[0] + " " + last)
        day = max(start, "2010-01-01")
        asked.append(("members of Congress", "USA %s %s" % (kind, name), {"USA"}, day, names, ""))
    lines = []
    for number, (_, _, _, day, names, _) in enumerate(asked):
        for way, name in enumerate(names):
            lines.append(json.dumps({"id": "%d.%d" % (number, way), "date": day, "text": "%s spoke on Monday." % name}))
    out = subprocess.run([program, "code", "--from", "jsonl", "--to", "json", "--with-text"], input="\n".join(lines) + "\n",
                         capture_output=True, text=True).stdout
    found = collections.defaultdict(set)
    for line in out.splitlines():
        record = json.loads(line)
        number, way = record["id"].split(".")
        name = asked[int(number)][4][int(way)]
        for entity in record["entities"]:
            if entity["actor"] and entity["type"] in ("PER", "ORG") and any(m["span"][1] >= len(name) and m["span"][0] < len(name) for m in entity["mentions"]):
                found[int(number)].add(entity["actor"])
    score = collections.OrderedDict()
    for number, (kind, label, countries, day, names, office) in enumerate(asked):
        codes = found[number]
        shared = office == "chief of state"     # may be another country's
        country = any(c[:3] in countries or shared and len(c) > 3 and c[3:6] != "ELI" for c in codes)
        today = any((c[:3] in countries or shared) and len(c) > 3 and c[3:6] != "ELI" for c in codes)
        row = score.setdefault(kind, [0, 0, 0])
        row[0] += 1
        row[1] += country
        row[2] += today
        if "--missing" in sys.argv and not today:
            print(label, day, ",".join(sorted(codes)) or "-")
    for kind, (rows, country, today) in score.items():
        print("%-40s %5d rows, right country %5.1f %%, in office on the day %5.1f %%" % (kind, rows, 100 * country / rows, 100 * today / rows))


main()
