"""XLIFF 2.0: a bitext → one file; the files of any program (2.x) → tables.

One `<file>` for the article, one `<unit>` with one `<segment>` for each of ours, under its key.
UNTRANSLATED = `initial`, DRAFT = `translated` (a machine's with `subState="bilingual:machine"`),
REVIEWED = `reviewed`; `final`, which others write, is REVIEWED too. The machine's own words, where
a person changed them, and translations that were not chosen are matches (module mtc); the base and
what made the draft are metadata (module mda). What XML cannot hold stands as `<cp hex="000B"/>`.

Source: XLIFF Version 2.0, OASIS Standard, 5 August 2014.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bilingual.exchange.markup import char_of, escaped, pieces, quoted
from bilingual.exchange.table import Base, Row, Table, known_locale, particulars, settled
from bilingual.exchange.tree import Node
from bilingual.model import Bitext, State, Unit

_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
_STATES = {State.UNTRANSLATED: "initial", State.DRAFT: "translated", State.REVIEWED: "reviewed"}
_REVIEWER, _FINDING = "reviewer", "finding"  # categories of notes
_PRIORITIES = {"error": 1, "warning": 3, "info": 5}


def format_xliff2(bitext: Bitext) -> bytes:
    """Return the XLIFF 2.0 file that holds a bitext; the same bytes for the same bitext."""
    article = bitext.article
    source, target = quoted(article.locale.tag), quoted(bitext.target.tag)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{_CORE}" version="2.0" srcLang={source} trgLang={target}',
        f'  xmlns:mda="{_METADATA}" xmlns:mtc="{_MATCHES}">',
        f'  <file id="f1" original={quoted(article.name)} canResegment="no">',
    ]
    for unit in bitext.units:
        lines += _unit_lines(unit)
    return "\n".join([*lines, "  </file>", "</xliff>", ""]).encode()


def _unit_lines(unit: Unit) -> Iterator[str]:
    name = f" name={quoted(unit.reference)}" if unit.reference else ""
    yield f'    <unit id={quoted(unit.key)}{name} canResegment="no" xml:space="preserve">'
    yield from _match_lines(unit)
    yield '      <mda:metadata><mda:metaGroup category="bilingual">'
    for kind, text in particulars(unit):
        yield f"        <mda:meta type={quoted(kind)}>{escaped(text)}</mda:meta>"
    yield "      </mda:metaGroup></mda:metadata>"
    notes = list(_note_lines(unit))
    if notes:
        yield from ("      <notes>", *notes, "      </notes>")
    machine = (
        ' subState="bilingual:machine"' if unit.state is State.DRAFT and unit.is_machine else ""
    )
    yield f'      <segment id="s1" state="{_STATES[unit.state]}"{machine}>'
    yield f"        <source>{_content(unit.source)}</source>"
    if unit.target:
        yield f"        <target>{_content(unit.target)}</target>"
    yield from ("      </segment>", "    </unit>")


def _match_lines(unit: Unit) -> Iterator[str]:
    """Give the translations that stand beside the target: the draft it came from, others."""
    matches = [(text, "other", "bilingual:alternative") for text in unit.alternatives]
    if unit.is_edited and unit.origin is not None and unit.origin.text:
        matches.insert(0, (unit.origin.text, "mt", "bilingual:draft"))
    if not matches:
        return
    yield "      <mtc:matches>"
    for text, kind, subtype in matches:
        yield f'        <mtc:match ref="#s1" type="{kind}" subType="{subtype}">'
        yield f"          <source>{_content(unit.source)}</source>"
        yield f"          <target>{_content(text)}</target>"
        yield "        </mtc:match>"
    yield "      </mtc:matches>"


def _note_lines(unit: Unit) -> Iterator[str]:
    if unit.note:
        yield f'        <note category="{_REVIEWER}">{escaped(unit.note)}</note>'
    for finding in unit.findings:
        yield (
            f'        <note category="{_FINDING}" appliesTo="target"'
            f' priority="{_PRIORITIES[finding.severity]}">'
            f"{escaped(f'{finding.check}: {finding.message}')}</note>"
        )


def _content(text: str) -> str:
    return "".join(
        escaped(piece) if is_legal else f'<cp hex="{ord(piece):04X}"/>'
        for piece, is_legal in pieces(text)
    )


def tables_of(root: Node, path: Path) -> Iterator[Table]:
    """Give a table for each `<file>` of an XLIFF 2 document."""
    source, target = known_locale(root.get("srcLang")), known_locale(root.get("trgLang"))
    for file in root.children("file"):
        rows = tuple(_row(unit) for unit in file.find("unit"))
        yield Table(path, rows, file.get("original"), source, target)


def _row(unit: Node) -> Row:
    """Return the row of a unit; where a program cut it into segments, they are joined again."""
    parts = list(unit.children("segment", "ignorable"))
    states = [_state(part) for part in parts if part.name == "segment"]
    base = [
        Base.parse(meta.text)
        for meta in unit.find(f"{_METADATA} meta")
        if meta.get("type") == "base"
    ]
    return Row(
        key=unit.get("id"),
        source="".join(_flat(part.child("source")) for part in parts),
        target=_target(parts),
        # As far as the segment that has come least far.
        state=min(states, key=list(State).index, default=State.UNTRANSLATED),
        note="\n".join(_notes(unit, parts)),
        base=base[0] if base else None,
        line=unit.line,
    )


def _target(parts: list[Node]) -> str:
    if not any(part.child("target") for part in parts if part.name == "segment"):
        return ""
    return "".join(
        _flat(part.child("target") or (part.child("source") if part.name == "ignorable" else None))
        for part in parts
    )


def _state(segment: Node) -> State:
    if not settled(_flat(segment.child("target"))):
        return State.UNTRANSLATED
    return State.REVIEWED if segment.get("state") in ("reviewed", "final") else State.DRAFT


def _notes(unit: Node, parts: list[Node]) -> Iterator[str]:
    # Inside a segment they are against the standard, and translate-toolkit puts them there.
    for parent in (unit, *parts):
        for notes in parent.children("notes"):
            for note in notes.children("note"):
                if note.get("category") != _FINDING and settled(note.text):
                    yield note.text


def _flat(node: Node | None) -> str:
    """Return the text of a source or target: inline codes left out, their words kept."""
    if node is None:
        return ""
    out = []
    for item in node.content:
        if isinstance(item, str):
            out.append(item)
        elif item.name == "cp":
            out.append(char_of(item.get("hex")))
        else:
            out.append(_flat(item))  # pc, mrk; ph, sc and ec have nothing inside
    return "".join(out)
