"""Translations on their way to and from other people's tools: XLIFF, TMX, CSV, DOCX.

`table` is what is exchanged, the same for all; one file for each format turns it into bytes or
reads it back; `arrival` fits what came back into the catalog and loses nobody's work.
"""

from __future__ import annotations

from bilingual.exchange.arrival import Fate, Report, Result, receive
from bilingual.exchange.reading import read_tables
from bilingual.exchange.spreadsheet import format_csv
from bilingual.exchange.table import Base, Row, Table, digest, settled
from bilingual.exchange.tmx import Pair, format_tmx, read_tmx
from bilingual.exchange.word import Language, format_docx
from bilingual.exchange.xliff2 import format_xliff2
from bilingual.exchange.xliff12 import format_xliff12

__all__ = [
    "Base",
    "Fate",
    "Language",
    "Pair",
    "Report",
    "Result",
    "Row",
    "Table",
    "digest",
    "format_csv",
    "format_docx",
    "format_tmx",
    "format_xliff2",
    "format_xliff12",
    "read_tables",
    "read_tmx",
    "receive",
    "settled",
]
