"""CSV: a bitext → a table for Excel or LibreOffice; such a table, saved by any of them → rows.

Columns: key, source, target, state, note, version. The version is the base of the row, for the
program; the key has a `k` before it, so that no spreadsheet takes it for a number. A cell that a
spreadsheet would take for a formula begins with an apostrophe, which is taken away again on the way
back: `-5 °C` ↔ `'-5 °C`, `'-5 °C` ↔ `''-5 °C`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from bilingual.decoding import decode
from bilingual.errors import ArticleError, ExchangeError
from bilingual.exchange.markup import pictured
from bilingual.exchange.table import Base, Row, Table
from bilingual.interface import _, current
from bilingual.model import Bitext, State, Unit

COLUMNS = ("key", "source", "target", "state", "note", "version")
_FRENCH = ("clé", "source", "cible", "état", "note", "version")
_NAMES = {**dict(zip(_FRENCH, COLUMNS, strict=True)), **{name: name for name in COLUMNS}}
_NAMES |= {"cle": "key", "etat": "state"}
_STATES = {
    "en": {
        State.UNTRANSLATED: "untranslated",
        State.DRAFT: "draft",
        State.REVIEWED: "reviewed",
    },
    "fr": {
        State.UNTRANSLATED: "à traduire",
        State.DRAFT: "à relire",
        State.REVIEWED: "relu",
    },
}
_READ = {name: state for names in _STATES.values() for state, name in names.items()}
_READ |= dict.fromkeys(("relue", "révisé", "révisée", "approved", "final", "ok"), State.REVIEWED)
_READ |= dict.fromkeys(("a relire", "brouillon", "translated"), State.DRAFT)
_READ |= dict.fromkeys(("a traduire", "new", "initial"), State.UNTRANSLATED)
# Spreadsheets see a formula where one of these comes first, also after blanks. Source: OWASP, "CSV
# Injection". The apostrophes before it are those of cells that looked escaped already.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def format_csv(bitext: Bitext, *, delimiter: str = ",", with_mark: bool = True) -> bytes:
    """Return the table of a bitext, UTF-8; headings and states in the interface's language.

    `with_mark` puts a byte-order mark before it, without which Excel takes UTF-8 for something
    else.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    language = "fr" if current() == "fr" else "en"
    writer.writerow(_FRENCH if language == "fr" else COLUMNS)
    for unit in bitext.units:
        writer.writerow(_cells(unit, language))
    return out.getvalue().encode("utf-8-sig" if with_mark else "utf-8")


def _cells(unit: Unit, language: str) -> list[str]:
    state = _STATES[language][unit.state]
    texts = [guarded(unit.source), guarded(unit.target), state, guarded(unit.note)]
    return [guarded(f"k{unit.key}"), *texts, str(Base.of(unit))]


def guarded(text: str) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("- Oui."), guarded("Oui - non")
    ("'=1+1", "'- Oui.", 'Oui - non')
    """
    text = pictured(text)
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text of a cell; undoes `guarded`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_csv(data: bytes, path: Path) -> Table:
    """Return the rows of a table as any spreadsheet saves it.

    Any encoding and separator; columns in any order, named in English or French; others are left
    alone. There must be a target, and a key or a source.

    Raises: ExchangeError, with the line, for what is no such table.
    """
    try:
        text = decode(data, path)
    except ArticleError as error:
        raise ExchangeError(
            error.message,
            path=path,
            line=error.line,
            hint=_("Save the table as CSV UTF-8 (in Excel: “CSV UTF-8”)."),
        ) from error
    records = _records(text, path)
    line, head = next(records, (1, []))
    names = [_NAMES.get(cell.strip().casefold(), "") for cell in head]
    if "target" not in names or not {"key", "source"} & set(names):
        raise ExchangeError(
            _("this table has no column for the target, or none that tells which sentence it is"),
            path=path,
            line=line,
            hint=_("The first row names the columns: {names}").format(names=", ".join(COLUMNS)),
        )
    rows = []
    for number, cells in records:
        # Of columns with one name, the first counts.
        given = dict(reversed([*zip(names, cells, strict=False)]))
        if any(cell.strip() for name, cell in given.items() if name):
            rows.append(_row(given, path, number))
    return Table(path, tuple(rows))


def _records(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the records with the number of their first line."""
    first, _end, rest = text.partition("\n")
    hint = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    delimiter = hint[1] if hint else _delimiter(first)
    reader = csv.reader(
        io.StringIO(rest if hint else text, newline=""), delimiter=delimiter, strict=True
    )
    skipped = 1 if hint else 0
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ExchangeError(
                _("this row cannot be read: a quotation mark is out of place or not closed"),
                path=path,
                line=line,
                hint=_('Put the cell into quotation marks and double those in it: "a ""b"" c"'),
            ) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter(head: str) -> str:
    """Return what parts the headings: the mark that makes most of them known."""
    known = {
        mark: sum(cell.strip(' "\r').casefold() in _NAMES for cell in head.split(mark))
        for mark in ",;\t"
    }
    return max(known, key=lambda mark: known[mark])


def _row(given: dict[str, str], path: Path, line: int) -> Row:
    key = unguarded(given.get("key", "").strip())
    source = unguarded(given["source"]) if "source" in given else None
    return Row(
        key=key[1:] if re.fullmatch(r"k[0-9a-f]{10}(\.\d+)?", key) else key,
        source=source or None,
        target=unguarded(given.get("target", "")),
        state=_state(given.get("state", ""), path, line),
        note=unguarded(given["note"]) if "note" in given else None,
        base=Base.parse(given.get("version", "")),
        line=line,
    )


def _state(cell: str, path: Path, line: int) -> State | None:
    word = " ".join(cell.split()).casefold()
    if not word:
        return None
    if word not in _READ:
        raise ExchangeError(
            _("the column “{column}” cannot be “{value}”").format(column=_("state"), value=cell),
            path=path,
            line=line,
            hint=_("Write one of these, or nothing: {values}").format(
                values=", ".join(_STATES["fr" if current() == "fr" else "en"].values())
            ),
        )
    return _READ[word]
