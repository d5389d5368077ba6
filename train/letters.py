#!/usr/bin/env python3
"""Writes src/base/letters.inc: lower case and folded forms of Latin letters, from the Unicode data of Python.

    python3 train/letters.py > src/base/letters.inc
"""
import unicodedata

SPECIAL = {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
           "ħ": "h", "ŧ": "t", "ŋ": "n", "ƀ": "b", "ə": "a", "ǝ": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y"}


def lower(code):
    small = chr(code).lower()
    return ord(small) if len(small) == 1 else ord(small[0])


def upper(code):
    large = chr(code).upper()
    return ord(large) if len(large) == 1 else code


def fold(code):
    small = chr(lower(code))
    if small in SPECIAL:
        return SPECIAL[small]
    plain = "".join(c for c in unicodedata.normalize("NFKD", small) if not unicodedata.combining(c))
    plain = "".join(SPECIAL.get(c, c) for c in plain)
    return plain[:2] if plain and all(c.isalpha() for c in plain) else small


def table(name, first, last):
    print(f"static const struct letter {name}[] = {{  /* U+{first:04X} to U+{last:04X} */")
    row = []
    for code in range(first, last + 1):
        letter = chr(code).isalpha()
        folded = fold(code) if letter else chr(code)
        row.append(f"{{{lower(code) if letter else code}, {upper(code) if letter else code}, {ord(folded[0])}, "
                   f"{ord(folded[1]) if len(folded) > 1 else 0}}}")
    for i in range(0, len(row), 5):
        print("    " + ", ".join(row[i:i + 5]) + ",")
    print("};")


print("/* Made by train/letters.py from the Unicode character data: lower, upper, folded, second folded letter. */")
table("latin", 0xC0, 0x24F)
table("latin_more", 0x1E00, 0x1EFF)
