"""A file that came back → its tables, whatever its format; the content decides, not the name."""

from __future__ import annotations

from pathlib import Path

from bilingual.errors import ExchangeError
from bilingual.exchange import xliff2, xliff12
from bilingual.exchange.markup import chunks
from bilingual.exchange.spreadsheet import read_csv
from bilingual.exchange.table import Table
from bilingual.exchange.tree import Node, parse_tree
from bilingual.interface import _


def read_tables(path: Path) -> tuple[Table, ...]:
    """Return the tables of an XLIFF (1.0 to 2.2) or CSV file, one for each article in it.

    Raises: ExchangeError when it cannot be read, is neither, or holds no sentence.
    """
    data = b"".join(chunks(path))
    if data.startswith(b"PK\x03\x04"):
        raise ExchangeError(
            _("this is a document of Word, Excel or the like, or an archive"),
            path=path,
            hint=_("Save the table as CSV UTF-8, or send the work round as XLIFF or CSV."),
        )
    # What an XML file begins with, in any encoding, after marks and blanks.
    start = data[:100].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if start.startswith(b"<"):
        tables = tuple(_tables(parse_tree(data, path), path))
    else:
        tables = (read_csv(data, path),)
    if not any(table.rows for table in tables):
        raise ExchangeError(
            _("there are no sentences in this file"),
            path=path,
            hint=_("Export it again from the program it came from; nothing was changed."),
        )
    return tables


def _tables(root: Node, path: Path) -> tuple[Table, ...]:
    version = root.get("version")
    if root.name == "xliff" and version.startswith("2"):
        return tuple(xliff2.tables_of(root, path))
    if root.name == "xliff" and version.startswith("1"):
        return tuple(xliff12.tables_of(root, path))
    if root.name == "tmx":
        hint = _("A translation memory is read by: bilingual memory import FILE.tmx")
    else:
        hint = _("What can be imported: XLIFF 1.2, XLIFF 2.0, CSV.")
    raise ExchangeError(
        _("this file (“{name} {version}”) cannot be imported").format(
            name=root.name, version=version
        ),
        path=path,
        line=root.line,
        hint=hint,
    )
