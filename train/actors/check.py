#!/usr/bin/env python3
"""Checks data/actors: form of the lines, codes, dates, and names that two entries claim.

    python3 train/actors/check.py [--reference REFERENCE]

With a reference folder (heads.tsv, congress.tsv, geonames-countries.txt) it also counts how many of their rows find
an entry by name that is valid on the dates of the row.  Exit status 1 if a line is wrong."""
import csv, os, re, sys
from actorfile import FIELD, RANGE, entries, fold

KINDS = {"PER", "ORG", "GPE", "LOC", "NORP", "ADJ", "CAP", "SEAT"}
SECTORS = set("GOV MIL LEG JUD COP SPY OPP PTY REB UAF CVL MED BUS EDU LAB REL REF CRM NGO IGO ELI".split())
HEADS = set("IGO NGO MNC MED REB REL BUS EDU UAF CRM CVL OPP PTY MIL LAB GOV ELI".split())
FORMER = set("SUN YUG DDR CSK SCG YMD VDR XKX ANT".split())


def iso_codes():
    codes = set(FORMER)
    for kind, _, parts, base, _ in entries():
        if base == "countries.actors":
            codes.update(p[0][:3] for p in parts)
    return codes


def main():
    wrong, known, count, plain = 0, iso_codes(), {}, {}
    for kind, names, parts, base, number in entries():
        where = "%s:%d: " % (base, number)
        count[base] = count.get(base, 0) + 1
        def complain(why):
            nonlocal wrong
            wrong += 1
            print(where + why)
        if kind not in KINDS:
            complain("kind " + kind)
        if not parts:
            complain("no code")
        if any(not n or "=" in n or n != n.strip() for n in names) or names[0].startswith("~"):
            complain("name")
        if len(set(names)) != len(names):
            complain("name twice: %s" % names)
        for code, since, until, role in parts:
            pieces = [code[i:i + 3] for i in range(0, len(code), 3)]
            if code != "-" and (len(code) % 3 or pieces[0] not in known | HEADS or not set(pieces[1:]) <= SECTORS):
                complain("code " + code)
            if ".." in role:
                complain("date in " + role)
            if since and until and since[:len(until)] > until[:len(since)]:
                complain("range %s..%s" % (since, until))
        for name in names:
            if not name.startswith("~"):
                key = fold(name) if not re.fullmatch(r"[A-Z.&]{2,8}", name) else name.replace(".", "")
                plain.setdefault(key, []).append((kind, parts[0][0] if parts else "", base, number, names[0]))
    same = {frozenset(p) for p in (("GPE", "ADJ"), ("GPE", "NORP"), ("ADJ", "NORP"), ("LOC", "ADJ"), ("CAP", "ADJ"))}
    twice = 0
    for key, owners in sorted(plain.items()):
        if len({(o[2], o[3]) for o in owners}) < 2:
            continue
        kinds = [o[0] for o in owners]
        if len(kinds) == 2 and frozenset(kinds) in same:
            continue
        if len(set(kinds)) == len(kinds) and set(kinds) <= {"GPE", "ADJ", "NORP"}:
            continue
        twice += 1
        print("claimed twice: %s: %s" % (key, "; ".join("%s %s %s:%d" % (o[0], o[1], o[2], o[3]) for o in owners)))
    print("entries: %d (%s); lines wrong: %d; names claimed twice: %d"
          % (sum(count.values()), ", ".join("%s %d" % (k, v) for k, v in sorted(count.items())), wrong, twice))
    if "--reference" in sys.argv:
        coverage(sys.argv[sys.argv.index("--reference") + 1])
    return 1 if wrong else 0


def covers(parts, country, day):
    for code, since, until, _ in parts:
        if since is None and until is None:
            continue
        if (since is None or since <= day[:len(since)]) and (until is None or day[:len(until)] <= until):
            return code[:3] == country and code[3:6] != "ELI"
    return any(code[:3] == country and since is None and until is None and "ELI" not in code for code, since, until, _ in parts)


def coverage(folder):
    people = []
    index = {}
    for kind, names, parts, _, _ in entries():
        if kind != "PER":
            continue
        for name in names:
            words = fold(name).split()
            if not name.startswith("~") and len(words) > 1:
                people.append((words, parts))
                for word in words:
                    index.setdefault(word, []).append(len(people) - 1)

    def find(name, surname, country, day):
        words = fold(name).split()
        hit = None
        for word in fold(surname).split() or words:
            for i in index.get(word, ()):
                mine, parts = people[i]
                if set(mine) <= set(words) or set(words) <= set(mine) or len(set(mine) & set(words)) >= 2:
                    if any(code[:3] == country for code, _, _, _ in parts):
                        hit = hit or "name"
                        if covers(parts, country, day):
                            return "date"
        return hit

    def tell(label, results):
        total = len(results)
        print("%s: %d rows, %d found by name (%.1f %%), %d valid on the day (%.1f %%)"
              % (label, total, sum(r is not None for r in results), 100 * sum(r is not None for r in results) / total,
                 sum(r == "date" for r in results), 100 * sum(r == "date" for r in results) / total))

    fips = {"we": "PSE", "gz": "PSE", "kv": "XKX"}
    for row in csv.DictReader(open(os.path.join(folder, "geonames-countries.txt"), encoding="utf-8"), delimiter="\t"):
        fips.setdefault(row["fips"].lower(), row["ISO3"])
    results, missing, top = [], [], []
    for line in open(os.path.join(folder, "heads.tsv"), encoding="utf-8"):
        code, _, office, title, name, since, seen, last = line.rstrip("\n").split("\t")[:8]
        surname = " ".join(w for w in re.findall(r"[^\s,]+", name) if len(w) > 1 and w.upper() == w and w.lower() != w)
        day = seen                                    # the day of the first edition that says so
        result = find(re.sub(r"\([^)]*\)", "", name), surname, fips.get(code, ""), day)
        results.append(result)
        if re.match(r"(Interim |Acting )?(President|Prime Minister|Premier|Chancellor|King|Queen|Amir)\b", title):
            top.append(result)
        if result != "date":
            missing.append("%s %s %s %s..%s: %s" % (fips.get(code), title, name, since, last, result))
    tell("heads.tsv, all rows (deputies and several people in a row included)", results)
    tell("heads.tsv, rows of presidents, prime ministers, monarchs", top)
    results = []
    for line in open(os.path.join(folder, "congress.tsv"), encoding="utf-8"):
        column = line.rstrip("\n").split("\t")
        _, _, name, last, kind, _, _, _, start, end = column[:10]
        if (end and end < "2010") or kind.startswith("leadership"):
            continue
        result = find(re.sub(r'"[^"]*"', "", name), last, "USA", start)
        results.append(result)
        if result != "date":
            missing.append("USA %s %s %s..%s: %s" % (kind, name, start, end, result))
    tell("congress.tsv, terms that reach into 2010 or later", results)
    if "--missing" in sys.argv:
        print("\n".join(missing))


sys.exit(main())
