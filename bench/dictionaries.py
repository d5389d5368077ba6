#!/usr/bin/env python3
"""Compatibility: the validation records of TABARI and PETRARCH, coded by demarche with their own dictionaries.

    bench/dictionaries.py PROGRAM FOLDER    FOLDER has tabari/ and petrarch/ (the distributions' files)

For each suite: how many records have all the expected events (source, target, code) and no other, how many of the expected
events are found, and how many of ours are expected.  --list shows what differs.  Records that test what is no part of a verb
dictionary (options, time shifting, errors in files, stops) are left out and counted.
"""
import html
import json
import re
import subprocess
import sys
from pathlib import Path


def tabari(folder):
    """(id, date, text, expected events or None when the record is about something else)."""
    text = (folder / "Validate.text").read_text(encoding="latin-1")
    for match in re.finditer(r"^(\d{6})\s+(\S+)\s*\n(.*?)/\*(.*?)\*/", text, re.S | re.M):
        date, name, body, notes = match.groups()
        body = re.sub(r"\s+", " ", re.sub(r"^#.*$", "", body, flags=re.M)).strip()
        braces = [b.strip() for b in re.findall(r"\{([^}]*)\}", notes)]
        if any(re.search(r"OPTION|SET:|\+\+\+|=|:", b) for b in braces) or not body:
            yield name, date, body, None
            continue
        events = [tuple(p.strip().lstrip("~") for p in b.split("/")) for b in braces if b.count("/") == 2]
        silent = any(b in ("---", "###", "") for b in braces)
        yield name, date, body, events if events or silent else None


def petrarch(folder):
    text = (folder / "PETR.UnitTest.records.xml").read_text(encoding="utf-8", errors="replace")
    for match in re.finditer(r"<Sentence date=\"(\d{8})\" id=\"([^\"]*)\"[^>]*>(.*?)</Sentence>", text, re.S):
        date, name, body = match.groups()
        words = re.search(r"<Text>(.*?)</Text>", body, re.S)
        if not words:
            continue
        marks = re.findall(r"<EventCoding(.*?)>", body)
        events, other = [], False
        for mark in marks:
            field = dict(re.findall(r"(\w+)\s*=\s*\"([^\"]*)\"", mark))
            if {"sourcecode", "targetcode", "eventcode"} <= set(field):
                events.append((field["sourcecode"], field["targetcode"], field["eventcode"]))
            elif "noevents" not in field:
                other = True
        yield name, date[2:], html.unescape(re.sub(r"\s+", " ", words[1]).strip()), None if other or not marks else events


def code(program, arguments, records):
    lines = "".join(json.dumps({"id": str(i), "date": ("20" if d[:2] < "50" else "19") + f"{d[:2]}-{d[2:4]}-{d[4:6]}", "text": t}) + "\n"
                    for i, (_, d, t, _) in enumerate(records))
    out = subprocess.run([program, "code", "--from", "jsonl", "--to", "json", *arguments], input=lines, capture_output=True, text=True)
    if out.returncode not in (0, 1):
        sys.exit(out.stderr)
    answers = {}
    for line in out.stdout.splitlines():
        record = json.loads(line)
        actors = {e["id"]: e["actor"] or "---" for e in record["entities"]}
        events = []
        for event in record["events"]:
            for source in event["sources"] or [None]:
                for target in event["targets"] or [None]:
                    events.append((actors.get(source, "---"), actors.get(target, "---"), event["cameo"] or "---"))
        answers[record["id"]] = events
    return answers


def country(event):
    return event[0][:3], event[1][:3], event[2]


def compare(name, program, arguments, records, listing):
    kept = [r for r in records if r[3] is not None]
    answers = code(program, arguments, kept)
    whole = found = given = wanted = loose = 0
    for number, (identifier, _, text, expected) in enumerate(kept):
        ours = answers.get(str(number), [])
        left = [country(e) for e in ours]
        hits = 0
        for event in map(country, expected):
            if event in left:
                left.remove(event)
                hits += 1
        found += hits
        wanted += len(expected)
        given += len(ours)
        whole += hits == len(expected) == len(ours)
        loose += bool(expected) and hits > 0 or not expected and not ours
        if listing and (hits < len(expected) or left):
            print(f"{identifier}\n  {text[:200]}\n  wanted {expected}\n  given  {ours}")
    print(f"{name:9} {len(kept)} records ({len(records) - len(kept)} left out): all events agree in {whole} ({100 * whole / len(kept):.1f} %), "
          f"some in {loose} ({100 * loose / len(kept):.1f} %); events found {found} of {wanted} ({100 * found / max(wanted, 1):.1f} %), "
          f"ours expected {100 * found / max(given, 1):.1f} %")


def main():
    listing = "--list" in sys.argv
    program, folder = (a for a in sys.argv[1:] if not a.startswith("--"))
    folder = Path(folder)
    t, p = folder / "tabari", folder / "petrarch"
    compare("TABARI", program, ["--frames", str(t / "TABARI.Demo.verbs"), "--actors", str(t / "TABARI.Demo.actors"),
                                "--actors", str(t / "Validate.agents")], list(tabari(t)), listing)
    compare("PETRARCH", program, ["--frames", str(p / "PETR.Validate.verbs.txt"), "--actors", str(p / "PETR.Validate.actors.txt"),
                                  "--actors", str(p / "PETR.Validate.agents.txt")], list(petrarch(p)), listing)


main()
