#!/usr/bin/env python3
"""cut.py CITIES500 ADMIN2CODES CITIES15000 > towns.txt

Cuts from GeoNames' tables (download.geonames.org/export/dump) what cities15000.txt lacks and newspapers name: towns of
the United States from 500 people, of other English-speaking countries from 1,000, of the world from 5,000; and counties of
the United States, Ireland and the United Kingdom, which lie where the people of their towns live.  Alternative names and
columns that the index does not use are left empty."""
import sys
from collections import defaultdict

ENGLISH = {"GB", "IE", "CA", "AU", "NZ"}
PARTS = {"PPLX", "PPLH", "PPLW", "PPLQ"}   # parts of towns, towns that are no more
COUNTIES = ("County", "Parish", "Borough", "Census Area", "Municipality", "Planning Region")


def rows(path):
    with open(path, encoding="utf-8") as table:
        return [line.rstrip("\n").split("\t") for line in table]


def least(country):
    return 500 if country == "US" else 1000 if country in ENGLISH else 5000


def put(number, name, plain, lat, lon, kind, code, country, first, second, people):
    print(number, name, plain, "", lat, lon, kind, code, country, "", first, second, "", "", people, "", "", "", "", sep="\t")


def is_county(country, name):
    if country == "US":
        return name.endswith(COUNTIES)
    return country in ("GB", "IE") and " of " not in name and not name.startswith(("City", "Borough"))


def main(cities, divisions, larger):
    known = {row[0] for row in rows(larger)}
    sums = defaultdict(lambda: [0.0, 0.0, 0, 0])   # of latitudes, longitudes, weights, people
    for row in rows(cities):
        number, name, plain, lat, lon, code, country = row[0], row[1], row[2], row[4], row[5], row[7], row[8]
        people = int(row[14] or 0)
        if code != "PPLX":
            county = sums[f"{country}.{row[10]}.{row[11]}"]
            for i, value in enumerate((float(lat) * (people + 1), float(lon) * (people + 1), people + 1, people)):
                county[i] += value
        if number not in known and code not in PARTS and people >= least(country):
            put(number, name, "" if plain == name else plain, lat, lon, row[6], code, country, row[10], row[11], people)
    for row in rows(divisions):
        code, name = row[0], row[1]
        country, first, second = code.split(".", 2)
        if code in sums and is_county(country, name):
            north, east, weight, people = sums[code]
            put(row[3] if len(row) > 3 else 0, name, "", f"{north / weight:.4f}", f"{east / weight:.4f}", "A", "ADM2", country,
                first, second, people)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
