#!/usr/bin/env python3
"""Writes data/actors/congress.actors from the table of members of the US Congress (congress-legislators, public domain).

    python3 train/actors/congress.py REFERENCE/congress.tsv > data/actors/congress.actors

Columns: Bioguide id, Wikidata id, name, last name, kind, state, district, party, start, end, title.  People whom another
actor file names are left out here.  Terms of one chamber that follow each other within 150 days are one range."""
import re, sys
from datetime import date
from actorfile import fold, known_people

COMMON = set("Baldwin Banks Blackburn Blunt Booker Boxer Braun Butler Casey Cassidy Cochran Conrad Cotton Cowan Cramer Curtis Donnelly "
             "Fischer Flake Gardner Hassan Hatch Heller Helmy Justice Marshall Moody Moreno Murray Padilla Perdue Roberts Rosen "
             "Shaheen Shelby Strange Tester Warner Welch Whitehouse".split())

# Names under which the press knows them, where the table has the formal first name.
CALLED = {
    "Bernard Sanders": "Bernie Sanders", "Charles E. Schumer": "Chuck Schumer", "Joseph Crowley": "Joe Crowley",
    "Christopher J. Dodd": "Chris Dodd", "Christopher Murphy": "Chris Murphy", "Christopher A. Coons": "Chris Coons",
    "Timothy M. Kaine": "Tim Kaine", "Thomas Harkin": "Tom Harkin", "Joseph I. Lieberman": "Joe Lieberman",
    "Richard J. Durbin": "Dick Durbin", "Benjamin L. Cardin": "Ben Cardin", "Robert Menendez": "Bob Menendez",
    "Robert Corker": "Bob Corker", "Robert P. Casey": "Bob Casey", "Edward J. Markey": "Ed Markey",
    "Edward M. Kennedy": "Ted Kennedy", "Daniel Sullivan": "Dan Sullivan", "Patrick J. Leahy": "Pat Leahy",
    "Patrick J. Toomey": "Pat Toomey", "Thomas R. Carper": "Tom Carper", "Thomas A. Coburn": "Tom Coburn",
    "Thomas A. Daschle": "Tom Daschle", "Thomas DeLay": "Tom DeLay", "Richard A. Gephardt": "Dick Gephardt",
    "Richard G. Lugar": "Dick Lugar", "Jacklyn Rosen": "Jacky Rosen", "James Inhofe": "Jim Inhofe",
    "James M. Inhofe": "Jim Inhofe", "James E. Risch": "Jim Risch", "James Risch": "Jim Risch", "James Webb": "Jim Webb",
    "James P. Moran": "Jim Moran", "James P. McGovern": "Jim McGovern", "James E. Clyburn": "Jim Clyburn",
    "Michael D. Crapo": "Mike Crapo", "Michael B. Enzi": "Mike Enzi", "Michael F. Bennet": "Michael Bennet",
    "Michael T. McCaul": "Mike McCaul", "Michael R. Turner": "Mike Turner", "Gregory W. Meeks": "Greg Meeks",
    "Gerald E. Connolly": "Gerry Connolly", "Eliot L. Engel": "Eliot Engel", "Steven Chabot": "Steve Chabot",
    "Steven Cohen": "Steve Cohen", "Stephen J. Solarz": "Steve Solarz", "Randal Howard Paul": "Rand Paul",
    "Rand Paul": "Rand Paul", "Ronald Ernest Paul": "Ron Paul", "Ronald Paul": "Ron Paul", "William Frist": "Bill Frist",
    "William H. Frist": "Bill Frist", "William Cassidy": "Bill Cassidy", "William Nelson": "Bill Nelson",
    "Clarence William Nelson": "Bill Nelson", "William Hagerty": "Bill Hagerty", "C. W. Bill Young": "Bill Young",
    "Charles E. Grassley": "Chuck Grassley", "Charles Grassley": "Chuck Grassley", "Charles Hagel": "Chuck Hagel",
    "Charles T. Hagel": "Chuck Hagel", "Charles B. Rangel": "Charlie Rangel", "Rashida Tlaib": "Rashida Tlaib",
    "Daniel Crenshaw": "Dan Crenshaw", "Madeleine Dean": "Madeleine Dean", "Jonathan Ossoff": "Jon Ossoff",
    "Raphael G. Warnock": "Raphael Warnock", "Debra Fischer": "Deb Fischer", "Addison Mitchell McConnell": "Mitch McConnell",
    "David Vitter": "David Vitter", "Samuel Graves": "Sam Graves", "Samuel Brownback": "Sam Brownback",
    "Nicholas J. Begich": "Nick Begich", "Theodore Stevens": "Ted Stevens", "Rafael Edward Cruz": "Ted Cruz",
    "Peter T. King": "Pete King", "Pete V. Domenici": "Pete Domenici", "Anthony D. Weiner": "Anthony Weiner",
    "Barnett Frank": "Barney Frank", "Joseph Manchin": "Joe Manchin", "Joe Manchin": "Joe Manchin",
    "Joseph Kennedy": "Joe Kennedy", "Joseph P. Kennedy": "Joe Kennedy", "Ronald Wyden": "Ron Wyden",
    "Margaret Wood Hassan": "Maggie Hassan", "Daniel K. Inouye": "Daniel Inouye", "Daniel K. Akaka": "Daniel Akaka",
    "Sherrod Brown": "Sherrod Brown", "Angus S. King": "Angus King", "Tammy Duckworth": "Tammy Duckworth",
    "Matthew Gaetz": "Matt Gaetz", "Steven Scalise": "Steve Scalise", "Stephen Cohen": "Steve Cohen",
    "Thomas Emmer": "Tom Emmer", "Thomas Cotton": "Tom Cotton", "Thomas Cole": "Tom Cole", "Thomas P. Tillis": "Thom Tillis",
    "Timothy Scott": "Tim Scott", "Timothy Ryan": "Tim Ryan", "Timothy Walz": "Tim Walz", "Susan M. Collins": "Susan Collins",
}
SUFFIX = re.compile(r",?\s+(Jr\.?|Sr\.?|II|III|IV)$")


def names_of(full, last):
    nick = re.search(r'["“]([^"”]+)["”]', full)
    plain = re.sub(r'\s*["“][^"”]+["”]', "", full)
    bare = SUFFIX.sub("", plain)
    words = bare.split()
    surname = last.split()
    first = [w for w in words[: len(words) - len(surname)]]
    short = " ".join([w for w in first if not re.fullmatch(r"[A-Z]\.", w)][:1] + surname)
    out = [bare]
    for name in (CALLED.get(bare), " ".join([nick.group(1)] + surname) if nick else None, short, CALLED.get(short)):
        if name and name not in out and len(name.split()) > 1:
            out.append(name)
    if out[0] != out[-1] and bare in CALLED:
        out.sort(key=lambda n: n != CALLED[bare])
    return out


def main():
    people = {}
    for line in open(sys.argv[1], encoding="utf-8"):
        column = line.rstrip("\n").split("\t")
        bio, _, name, last, kind, state, _, _, start, end, title = column[:11]
        if start < "1985" or (end and end < "1990"):
            continue
        person = people.setdefault(bio, {"name": name, "last": last, "terms": []})
        person["name"] = name
        role = {"rep": "USALEG representative", "sen": "USALEG senator", "prez": "USAGOV president",
                "viceprez": "USAGOV vice president"}.get(kind)
        if kind == "leadership-house" and title == "Speaker of the House":
            role = "USALEG speaker"
        if role:
            person["terms"].append((role, start, end))
    known = known_people(skip=("congress.actors", "heads.actors"))
    lines, by_name = [], {}
    for bio, person in people.items():
        if not person["terms"]:
            continue
        names = names_of(person["name"], person["last"])
        if any("USA" in known.get(fold(n), ()) for n in names):
            continue
        twin = by_name.get(fold(names[0]))
        if twin:                               # two members of one name: one entry, both LEG
            twin["terms"] += person["terms"]
            continue
        by_name[fold(names[0])] = person
        person["names"] = names
    owners = {}
    for key, person in by_name.items():
        for name in person["names"]:
            owners.setdefault(fold(name), set()).add(key)
    bearers = {}
    for person in by_name.values():
        bearers[fold(person["last"])] = bearers.get(fold(person["last"]), 0) + 1
    for key, person in by_name.items():
        spans = {}
        for role, start, end in sorted(set(person["terms"]), key=lambda t: (t[0], t[1], t[2] or "9")):
            chain = spans.setdefault(role, [])
            if chain and chain[-1][1] and (date.fromisoformat(start) - date.fromisoformat(chain[-1][1])).days <= 150:
                chain[-1][1] = max(end, chain[-1][1]) if end else end
            else:
                chain.append([start, end])
        flat = [(role, s, e) for role, chain in spans.items() for s, e in chain]
        flat.sort(key=lambda t: ("speaker" not in t[0], t[1]))
        parts = ["%s %s..%s %s" % (role.split(" ", 1)[0], s, e or "", role.split(" ", 1)[1]) for role, s, e in flat]
        names = [n for i, n in enumerate(person["names"]) if i == 0 or len(owners[fold(n)]) == 1]
        # A bare surname only of senators who alone bear it: "Hall", "West" and "Jones" are too many others.
        senator = any("senator" in role for role, _, _ in flat)
        alone = senator and bearers[fold(person["last"])] == 1 and len(person["last"]) > 4 and person["last"] not in COMMON
        lines.append("PER %s%s = %s; USAELI" % (" | ".join(names), " | ~" + person["last"] if alone else "", "; ".join(parts)))
    print("# Members of the United States Congress whose service reaches into 1990 or later, and no other file names.")
    print("# Made by train/actors/congress.py from congress-legislators (github.com/unitedstates), public domain.")
    for line in sorted(lines, key=lambda l: fold(l)):
        print(line)


main()
