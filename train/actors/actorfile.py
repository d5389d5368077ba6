"""Reads data/actors/*.actors for the scripts beside it: what is already written by hand, and who held which office when."""
import glob, os, re, unicodedata

FIELD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "actors")
RANGE = re.compile(r"^(\d{4}(?:-\d\d(?:-\d\d)?)?)?\.\.(\d{4}(?:-\d\d(?:-\d\d)?)?)?$")


def fold(name):
    """Lower case, no diacritics, no punctuation: how names are compared here."""
    name = name.replace("ı", "i").replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O").replace("đ", "d")
    name = name.replace("ə", "a").replace("æ", "ae").replace("ß", "ss").replace("þ", "th").replace("ð", "d")
    name = unicodedata.normalize("NFKD", name)
    name = "".join(c for c in name if not unicodedata.combining(c)).lower()
    name = re.sub(r"[’'`ʻʼ.]", "", name)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", name).split())


def entries(skip=()):
    """(kind, names, [(code, since, until, role)], file, line) of every line of every actor file not in skip."""
    for path in sorted(glob.glob(os.path.join(FIELD, "*.actors"))):
        base = os.path.basename(path)
        if base in skip:
            continue
        with open(path, encoding="utf-8") as handle:
            for number, line in enumerate(handle, 1):
                line = line.rstrip("\n")
                if not line.strip() or line.lstrip().startswith("#"):
                    continue
                left, _, right = line.partition(" = ")
                kind, _, names = left.partition(" ")
                names = [n.strip() for n in names.split(" | ")]
                codes = []
                for part in right.split(";"):
                    words = part.split()
                    if not words:
                        continue
                    since = until = None
                    rest = words[1:]
                    if rest and RANGE.match(rest[0]):
                        since, until = RANGE.match(rest[0]).groups()
                        rest = rest[1:]
                    codes.append((words[0], since, until, " ".join(rest)))
                yield kind, names, codes, base, number


def known_people(skip=()):
    """Folded name -> list of countries, for every name and unambiguous alias of two words or more."""
    known = {}
    for kind, names, codes, _, _ in entries(skip):
        if kind != "PER":
            continue
        for name in names:
            if name.startswith("~"):
                continue
            known.setdefault(fold(name), set()).update(code[:3] for code, _, _, _ in codes)
    return known
