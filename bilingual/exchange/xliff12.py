"""XLIFF 1.2: a bitext → one file; the files of any program (1.0 to 1.2) → tables.

One `<file>` for the article, one `<trans-unit>` for each of our units, under its key. DRAFT =
`state="needs-review-translation"` (a machine's with `state-qualifier="leveraged-mt"`), REVIEWED =
`approved="yes" state="signed-off"`. Coming back, `approved="yes"` reviews whatever the state says;
else the states `translated`, `signed-off` and `final` do, unless the file says `approved="no"`: who
takes a `needs-` away has read the text. What XML cannot hold stands as
`<x ctype="x-bilingual-cp-000B"/>`.

Source: XLIFF Version 1.2, OASIS Standard, 1 February 2008; valid also as its strict variant.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bilingual import __version__
from bilingual.exchange.markup import char_of, escaped, pieces, quoted
from bilingual.exchange.table import Base, Row, Table, known_locale, particulars, settled
from bilingual.exchange.tree import Node
from bilingual.model import Bitext, State, Unit

_CORE = "urn:oasis:names:tc:xliff:document:1.2"
_CODE_POINT = "x-bilingual-cp-"
_OURS = "bilingual"  # who wrote a note that is no reviewer's
_READ = ("translated", "signed-off", "final")  # states of a text that a person has read
_PRIORITIES = {"error": 1, "warning": 3, "info": 5}


def format_xliff12(bitext: Bitext) -> bytes:
    """Return the XLIFF 1.2 file that holds a bitext; the same bytes for the same bitext."""
    article = bitext.article
    source, target = quoted(article.locale.tag), quoted(bitext.target.tag)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{_CORE}" version="1.2">',
        f"  <file original={quoted(article.name)} source-language={source}",
        f'    target-language={target} datatype="plaintext" tool-id="bilingual">',
        "    <header>",
        f'      <tool tool-id="bilingual" tool-name="bilingual" tool-version="{__version__}"/>',
        "    </header>",
        "    <body>",
    ]
    for unit in bitext.units:
        lines += _unit_lines(unit)
    return "\n".join([*lines, "    </body>", "  </file>", "</xliff>", ""]).encode()


def _unit_lines(unit: Unit) -> Iterator[str]:
    approved = ' approved="yes"' if unit.is_reviewed else ""
    yield f'      <trans-unit id={quoted(unit.key)}{approved} xml:space="preserve">'
    yield f"        <source>{_content(unit.source)}</source>"
    if unit.target:
        yield f"        <target{_state_attributes(unit)}>{_content(unit.target)}</target>"
    yield '        <context-group purpose="information">'
    for kind, text in particulars(unit):
        yield f'          <context context-type="x-{kind}">{escaped(text)}</context>'
    yield "        </context-group>"
    if unit.reference:
        yield from _location_lines(unit.reference)
    if unit.note:
        yield f'        <note from="reviewer">{escaped(unit.note)}</note>'
    for finding in unit.findings:
        yield (
            f'        <note from="{_OURS}" annotates="target"'
            f' priority="{_PRIORITIES[finding.severity]}">'
            f"{escaped(f'{finding.check}: {finding.message}')}</note>"
        )
    if unit.is_edited and unit.origin is not None and unit.origin.text:
        yield from _alternative_lines("bilingual:draft", unit.origin.text, "previous-version")
    for text in unit.alternatives:
        yield from _alternative_lines("bilingual:alternative", text, "proposal")
    yield "      </trans-unit>"


def _state_attributes(unit: Unit) -> str:
    if unit.is_reviewed:
        return ' state="signed-off"'
    qualifier = ' state-qualifier="leveraged-mt"' if unit.is_machine else ""
    return f' state="needs-review-translation"{qualifier}'


def _location_lines(reference: str) -> Iterator[str]:
    file, _colon, line = reference.rpartition(":")
    yield '        <context-group purpose="location">'
    yield f'          <context context-type="sourcefile">{escaped(file or reference)}</context>'
    if file:
        yield f'          <context context-type="linenumber">{escaped(line)}</context>'
    yield "        </context-group>"


def _alternative_lines(origin: str, text: str, kind: str) -> Iterator[str]:
    yield f'        <alt-trans origin="{origin}" alttranstype="{kind}" xml:space="preserve">'
    yield f"          <target>{_content(text)}</target>"
    yield "        </alt-trans>"


def _content(text: str) -> str:
    out, number = [], 0
    for piece, is_legal in pieces(text):
        if is_legal:
            out.append(escaped(piece))
        else:
            number += 1
            out.append(f'<x id="c{number}" ctype="{_CODE_POINT}{ord(piece):04X}"/>')
    return "".join(out)


def tables_of(root: Node, path: Path) -> Iterator[Table]:
    """Give a table for each `<file>` of an XLIFF 1 document."""
    for file in root.children("file"):
        yield Table(
            path,
            tuple(_row(unit) for unit in file.find("trans-unit")),
            file.get("original"),
            known_locale(file.get("source-language")),
            known_locale(file.get("target-language")),
        )


def _row(unit: Node) -> Row:
    target = unit.child("target")
    text = _flat(target)
    contexts = [
        context.text
        for group in unit.children("context-group")
        for context in group.children("context")
        if context.get("context-type") == "x-base"
    ]
    notes = [note.text for note in unit.children("note") if note.get("from") != _OURS]
    return Row(
        key=unit.get("id"),
        source=_flat(unit.child("source")),
        target=text,
        state=_state(unit, target) if settled(text) else State.UNTRANSLATED,
        note="\n".join(note for note in notes if settled(note)),
        base=Base.parse(contexts[0]) if contexts else None,
        line=unit.line,
    )


def _state(unit: Node, target: Node | None) -> State:
    approved = unit.get("approved")
    is_read = target is not None and target.get("state") in _READ
    if approved == "yes" or (is_read and approved != "no"):
        return State.REVIEWED
    return State.DRAFT


def _flat(node: Node | None) -> str:
    """Return the text of a source or target: inline codes left out, their words kept."""
    if node is None:
        return ""
    out = []
    for item in node.content:
        if isinstance(item, str):
            out.append(item)
        elif item.get("ctype").startswith(_CODE_POINT):
            out.append(char_of(item.get("ctype").removeprefix(_CODE_POINT)))
        elif item.name in ("g", "mrk"):
            out.append(_flat(item))  # ph, bpt, ept and it hold a program's codes
    return "".join(out)
