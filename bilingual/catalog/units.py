"""What PO entries mean: entries ↔ translation units, a file's text ↔ a Catalog.

How a unit stands in PO:

    # the reviewer's note
    # alternative: "another translation"    a person's, that was not chosen
    # dismissed: number 3f2a9c1b            a finding that a person found no fault in
    # reviewed: 2026-11-24 10:38+0000 by Anne Roux (3f2a9c1b)
    #. draft: The draft as it was made.
    #. draft-score: -0.4120                 mean log-probability per token, natural log
    #. draft-by: argos|package:…|beam:4     what made the draft
    #. finding: warning numbers …           what a check said
    #: articles/slug.fr.txt:12              where the segment lies
    #, fuzzy                                a draft: no person has confirmed it
    #| msgid "the source before it changed"
    msgctxt "segment key"
    msgid "source"
    msgstr "target"

and `#~` before a segment that is gone. Gettext keeps no `#.` lines there, and programs that clear
`fuzzy` everywhere clear it there too, where nobody looks: so an obsolete unit's `draft` lines, and
`state: draft` where it was one, stand in its `# ` comment, and decide when its sentence returns.

Who and when: PO says it once for a file (`Last-Translator`, `PO-Revision-Date`), and no program
writes more. A `reviewed:` line is written only by a program that knows who confirmed this unit;
the digits are the target's hash, so that the line stops counting when another program changes the
target. Nobody's name is put to a unit by guess.

A catalog that did not change is not written at all: its bytes stay, whatever program they are from.
Of one that did, what did not change keeps its lines to the letter, in any style; only this becomes
uniform: one blank line between entries, entries that are no units behind the units, obsolete ones
last, each header field on a line of its own, UTF-8 without a byte-order mark. Line ends stay CR LF
where the file has any. An entry that changed is written as `msgcat --no-wrap` writes it.

`fuzzy` is the one mark of a draft that every other program
knows and obeys; a program that takes it away does so because a person approved the text. The
`draft-` lines are our own mark of a machine's work and stay for good: they say where a text came
from, and a person's change of it is seen by comparing. An entry that keeps `fuzzy` is never taken
for reviewed, whatever else was done to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from bilingual.catalog.comments import (
    DRAFT_STATE,
    machine_lines,
    person_lines,
    read_machine,
    read_person,
    split_obsolete,
)
from bilingual.catalog.po import Entry, format_entry, parse_po
from bilingual.errors import CatalogError
from bilingual.interface import _
from bilingual.model import Locale, State, Unit
from bilingual.text import segment_key

NOBODY = "Automatically generated"  # gettext's own words for a file no person has worked on yet
_HAS_CONTEXT = re.compile(r"(?m)^(?:#~ )?msgctxt ")
Raw = Mapping[tuple[str, bool], tuple[Unit, str]]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The units of one article in one language, as they are stored in a PO file.

    `header` holds the fields of the PO header in order, `comment` the lines above it. `obsolete`
    are units whose segment is gone; `foreign` are entries that are no units (plural forms, trailing
    comments), kept to the letter. `raw` has, by key and by whether they are obsolete, the units as
    they were read with their lines in the file, so that what nobody changed is written back
    unchanged; `newline` is the file's line end. `revision` is the SHA-256 of the file it was read
    from, empty when it comes from no file; `read` is the catalog as it was read.
    """

    header: tuple[tuple[str, str], ...] = ()
    comment: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    obsolete: tuple[Unit, ...] = ()
    foreign: tuple[str, ...] = ()
    raw: Raw = field(default_factory=dict, compare=False, repr=False)
    newline: str = field(default="\n", compare=False)
    revision: str = field(default="", compare=False)
    read: Catalog | None = field(default=None, compare=False, repr=False)

    def field(self, name: str) -> str:
        """Return a header field, or an empty text where the header has no such field."""
        return dict(self.header).get(name, "")

    def with_field(self, name: str, value: str) -> tuple[tuple[str, str], ...]:
        """Return the header with one field set, in its place, or at the end where it is new."""
        if name in dict(self.header):
            return tuple((n, value if n == name else v) for n, v in self.header)
        return (*self.header, (name, value))


def new_header(article: str, source: Locale, target: Locale) -> tuple[tuple[str, str], ...]:
    """Return the header of a catalog made today for `article` (its reference name)."""
    return (
        ("Project-Id-Version", article),
        ("POT-Creation-Date", ""),  # both are filled in when the catalog is saved
        ("PO-Revision-Date", ""),
        ("Last-Translator", NOBODY),
        ("Language-Team", "none"),
        ("Language", target.posix),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Source-Language", source.posix),
        ("X-Generator", "bilingual"),
    )


def parse_catalog(
    text: str, path: Path | str, *, newline: str = "\n", is_strict: bool = True
) -> Catalog:
    """Return the catalog that a PO file's `text` holds; its lines end in line feeds.

    Other programs put many entries under one msgctxt. Where the file is not to be written again,
    `is_strict` can be left out: then such units get keys of their own.

    Raises: CatalogError at a line that is not PO, or where two entries have the same place.
    """
    header: tuple[tuple[str, str], ...] = ()
    comment: tuple[str, ...] = ()
    units: dict[str, Unit] = {}
    obsolete: list[Unit] = []
    foreign: list[str] = []
    raw: dict[tuple[str, bool], tuple[Unit, str]] = {}
    for entry in parse_po(text, path):
        if entry.is_header and not header and not units:
            header, comment = _header(entry), tuple(entry.translator)
            continue
        unit = None if "msgid" not in entry.strings else unit_of(entry)
        if unit is None or "msgid_plural" in entry.strings:
            foreign.append(entry.raw)
            continue
        if not is_strict and unit.key in units:
            unit = replace(unit, key=_unused(unit.key, units))
        raw.setdefault((unit.key, entry.is_obsolete), (unit, entry.raw))
        if entry.is_obsolete:
            obsolete.append(unit)
        elif unit.key in units:
            raise CatalogError(
                _("two entries with the same msgctxt “{key}”").format(key=unit.key),
                path=path,
                line=entry.line,
                hint=_("Delete the one that is wrong; nothing was changed."),
            )
        else:
            units[unit.key] = unit
    read = Catalog(
        header, comment, tuple(units.values()), tuple(obsolete), tuple(foreign), raw, newline
    )
    return replace(read, read=read)


def _unused(key: str, units: Mapping[str, Unit]) -> str:
    return next(name for n in count(2) if (name := f"{key}.{n}") not in units)


def _header(entry: Entry) -> tuple[tuple[str, str], ...]:
    fields: list[tuple[str, str]] = []
    for line in entry.strings.get("msgstr", "").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def unit_of(entry: Entry) -> Unit:
    """Return the unit that a PO entry stands for."""
    source, target = entry.strings["msgid"], entry.strings.get("msgstr", "")
    machine, notes = entry.extracted, entry.translator
    is_fuzzy = "fuzzy" in entry.flags
    if entry.is_obsolete:
        notes, moved = split_obsolete(notes)
        is_fuzzy = is_fuzzy or DRAFT_STATE in (*machine, *moved)
        machine = [line for line in (*machine, *moved) if line != DRAFT_STATE]
    state = State.DRAFT if is_fuzzy else State.REVIEWED
    if not target:
        state = State.UNTRANSLATED
    said = read_machine(machine, target)
    person = read_person(notes, target, state)
    return Unit(
        key=entry.strings.get("msgctxt") or segment_key(source),
        source=source,
        target=target,
        state=state,
        origin=said.origin,
        findings=said.findings,
        note=person.note,
        previous_source=entry.previous.get("msgid", ""),
        reference=" ".join(entry.references),
        remarks=said.remarks,
        flags=tuple([flag for flag in entry.flags if flag != "fuzzy"]),
        alternatives=person.alternatives,
        review=person.review,
        dismissed=person.dismissed,
    )


def entry_of(unit: Unit, *, is_obsolete: bool = False) -> Entry:
    """Return the PO entry that stands for a unit."""
    extracted, notes = machine_lines(unit), person_lines(unit)
    fuzzy = ["fuzzy"] if unit.state is State.DRAFT else []
    if is_obsolete:
        notes += [DRAFT_STATE] if unit.state is State.DRAFT else []
        notes += [line for line in extracted if line.startswith("draft")]
        extracted = [line for line in extracted if not line.startswith("draft")]
    return Entry(
        translator=notes,
        extracted=extracted,
        references=[unit.reference] if unit.reference else [],
        flags=[*fuzzy, *unit.flags],
        previous={"msgid": unit.previous_source} if unit.previous_source else {},
        strings={"msgctxt": unit.key, "msgid": unit.source, "msgstr": unit.target},
        is_obsolete=is_obsolete,
    )


def format_catalog(catalog: Catalog) -> str:
    """Return the text of the PO file that holds `catalog`; unchanged units to the letter."""
    head = Entry(
        translator=list(catalog.comment),
        strings={"msgid": "", "msgstr": "".join(f"{n}: {v}\n" for n, v in catalog.header)},
    )
    chunks = [format_entry(head)]
    chunks += [_chunk(catalog, unit, is_obsolete=False) for unit in catalog.units]
    chunks += catalog.foreign
    chunks += [_chunk(catalog, unit, is_obsolete=True) for unit in catalog.obsolete]
    return ("\n\n".join(chunks) + "\n").replace("\n", catalog.newline)


def _chunk(catalog: Catalog, unit: Unit, *, is_obsolete: bool) -> str:
    read, raw = catalog.raw.get((unit.key, is_obsolete), (None, ""))
    if read is unit or read == unit:
        return raw
    entry = entry_of(unit, is_obsolete=is_obsolete)
    if raw and not _HAS_CONTEXT.search(raw):
        del entry.strings["msgctxt"]  # a catalog of another program's, that does without
    return format_entry(entry)
