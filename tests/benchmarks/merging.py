"""One sentence changes, one moves, one like it is added: what each merging tool makes of it.

    python tests/benchmarks/merging.py [--json FILE]

Three reviewed sentences; in the next version of the article one word of one has changed, another
has moved to the front, and a third like them is new. The real msgmerge (gettext), pot2po
(translate-toolkit), Babel's `Catalog.update` and polib's `POFile.merge` merge the same catalog,
once with entries named by their place in the article (`msgctxt "p1"`, as tools for documents do),
once without names; then ours. Prints a Markdown table: what became of each sentence's translation.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import polib

from bilingual.catalog import Catalog, merge, new_header
from bilingual.model import Article, Block, BlockKind, Locale, Span, State, Unit, keyed

FIRST = "Le musée ouvre ses portes mardi à dix heures."
SECOND = "Le musée ferme ses portes mardi à dix-huit heures."
THIRD = "La visite guidée du musée dure une heure."
REVIEWED = {
    FIRST: "The museum opens its doors on Tuesday at ten.",
    SECOND: "The museum closes its doors on Tuesday at six in the evening.",
    THIRD: "The guided tour of the museum takes an hour.",
}
CHANGED = FIRST.replace("mardi", "mercredi")
ADDED = "Le musée ferme ses portes dimanche à dix-huit heures."
BEFORE = [FIRST, SECOND, THIRD]
AFTER = [THIRD, CHANGED, SECOND, ADDED]
# What a sentence's own translation is: for the changed one, that of the sentence it was.
OWN = {THIRD: THIRD, CHANGED: FIRST, SECOND: SECOND, ADDED: ""}
COLUMNS = ((CHANGED, "one word changed"), (THIRD, "moved"), (SECOND, "stayed"), (ADDED, "added"))
HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}

Found = dict[str, tuple[str, str]]  # source → its target, and `reviewed`, `fuzzy` or `empty`


def catalog(sources: Sequence[str], *, is_template: bool, is_placed: bool) -> polib.POFile:
    """Return a catalog of the sentences; named by their place where `is_placed`."""
    made = polib.POFile(wrapwidth=0)
    made.metadata = dict(HEADER)
    for number, source in enumerate(sources, start=1):
        target = "" if is_template else REVIEWED[source]
        name = f"p{number}" if is_placed else None
        made.append(polib.POEntry(msgid=source, msgstr=target, msgctxt=name))
    return made


def read(text: str) -> Found:
    """Return what a merged PO file says of each sentence in use."""
    found = {}
    for entry in polib.pofile(text):
        state = "fuzzy" if entry.fuzzy else "reviewed" if entry.msgstr else "empty"
        if not entry.obsolete:
            found[entry.msgid] = (entry.msgstr, state)
    return found


def by_command(program: str, *arguments: str) -> Callable[[Path, Path], str]:
    """Return how a program merges an old catalog and a template."""
    path = shutil.which(
        program, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if path is None:
        raise SystemExit(f"{program} is not installed")

    def run(old: Path, template: Path) -> str:
        output = old.with_name("merged.po")
        places = {"OLD": str(old), "NEW": str(template), "OUT": str(output)}
        subprocess.run(
            [path, *(places.get(a, a) for a in arguments)], check=True, capture_output=True
        )
        return output.read_text(encoding="utf-8")

    return run


def babel(old: Path, template: Path) -> str:
    """Merge with Babel."""
    from babel.messages.pofile import read_po, write_po

    with old.open("rb") as file:
        known = read_po(file, locale="en")
    with template.open("rb") as file:
        known.update(read_po(file))
    output = io.BytesIO()
    write_po(output, known)
    return output.getvalue().decode()


def by_polib(old: Path, template: Path) -> str:
    """Merge with polib."""
    known = polib.pofile(str(old))
    known.merge(polib.pofile(str(template)))
    return str(known)


def by_others(run: Callable[[Path, Path], str], *, is_placed: bool) -> Found:
    """Return what another tool makes of the three lines."""
    with tempfile.TemporaryDirectory() as folder:
        old, template = Path(folder, "old.po"), Path(folder, "new.pot")
        catalog(BEFORE, is_template=False, is_placed=is_placed).save(str(old))
        catalog(AFTER, is_template=True, is_placed=is_placed).save(str(template))
        return read(run(old, template))


def ours() -> Found:
    """Return what we make of the three lines."""
    header = new_header("musee.fr.txt", Locale("fr"), Locale("en"))
    empty, _report = merge(Catalog(header), *article(BEFORE))
    units = tuple(unit.reviewed(REVIEWED[unit.source]) for unit in empty.units)
    merged, _report = merge(replace(empty, units=units), *article(AFTER))
    return {unit.source: (unit.target, _state(unit)) for unit in merged.units}


def article(sentences: Sequence[str]) -> tuple[Article, tuple]:
    """Return an article of one paragraph a sentence, with its segments."""
    text = "\n\n".join(sentences)
    starts = [text.index(sentence) for sentence in sentences]
    spans = [Span(at, at + len(s)) for at, s in zip(starts, sentences, strict=True)]
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    return Article("musee", Locale("fr"), text, blocks, name="musee.fr.txt"), keyed(text, spans)


def _state(unit: Unit) -> str:
    states = {State.REVIEWED: "reviewed", State.DRAFT: "fuzzy", State.UNTRANSLATED: "empty"}
    return states[unit.state]


def verdict(source: str, found: Found) -> str:
    """Say in words what became of a sentence's translation."""
    target, state = found.get(source, ("", "empty"))
    own = REVIEWED.get(OWN[source], "")
    if state == "empty":
        return "empty, its review set aside (`#~`)" if own else "empty, to be translated"
    whose = "its own" if target == own else "**another sentence's**"
    return f"{state}, {whose} text"


def measured() -> list[dict[str, object]]:
    """Return a row for each tool and each way of naming entries."""
    gettext = subprocess.run(["msgmerge", "--version"], capture_output=True, text=True, check=True)
    tools: list[tuple[str, Callable[[Path, Path], str]]] = [
        (
            f"msgmerge {gettext.stdout.split()[3]}",
            by_command("msgmerge", "--previous", "-q", "OLD", "NEW", "-o", "OUT"),
        ),
        (
            f"pot2po {version('translate-toolkit')}",
            by_command("pot2po", "--progress=none", "-t", "OLD", "-i", "NEW", "-o", "OUT"),
        ),
        (f"Babel {version('babel')}", babel),
        (f"polib {version('polib')}", by_polib),
    ]
    rows: list[dict[str, object]] = []
    for is_placed, naming in ((True, "by place"), (False, "none")):
        for name, run in tools:
            found = by_others(run, is_placed=is_placed)
            rows.append({"tool": name, "names": naming} | told(found))
    rows.append({"tool": "bilingual", "names": "by content"} | told(ours()))
    return rows


def told(found: Found) -> dict[str, object]:
    """Return the verdict on each of the sentences."""
    return {heading: verdict(source, found) for source, heading in COLUMNS}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    rows = measured()
    headings = list(rows[0])
    print(f"| {' | '.join(headings)} |")
    print(f"|{'---|' * len(headings)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row.values()))} |")
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
