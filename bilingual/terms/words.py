"""The words of a text as terms are compared, and the pieces of it that no term may touch.

In: a text. Out: words with spans and keys; spans of addresses, handles and file names. Needs no
language.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

from bilingual.model import Span

# A word brings along the apostrophe that joins it to the next: l'eau is "l'" and "eau".
WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\xad])*(?:['’ʼ](?=[^\W_]))?")
# What may part the words of a term, whichever of these the termbase has.
LOOSE = re.compile(r"[\s\xa0\u2007\u2009\u202f\u2060\-‐‑]{0,4}")
HYPHENS = frozenset("-‐‑")
_SPELLING = str.maketrans({"’": "'", "ʼ": "'", "\xad": None, "œ": "oe", "æ": "ae"})
_BLANKS = re.compile(r"[ \xa0\u202f]{1,2}")
_RUN = re.compile(r"\S+")
_DOTTED = re.compile(r"[^\W_]\.[a-z]")
_TELLING = re.compile(r"://|www\.|[@_#]|[^\W_]\.[a-z]")
# Marks around an address belong to the sentence.
_AROUND = "«»“”\"'’()[]{},;:!?…"


def key_of(word: str) -> str:
    """Return a word as it is compared: small letters, composed, one kind of apostrophe, no œ.

    Accents stay. Idempotent.

    >>> key_of("Cœur"), key_of("L’")
    ('coeur', "l'")
    """
    small = unicodedata.normalize("NFC", word).lower()
    return small.translate(_SPELLING)


def bare(text: str) -> str:
    """Return a text without its accents.

    >>> bare("élève")
    'eleve'
    """
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def plain(text: str) -> str:
    """Return the words of a text in a form in which accents, capitals and marks do not count.

    >>> plain("L’État, c'est moi")
    "l' etat c' est moi"
    """
    return " ".join(bare(key_of(word)) for word in WORD.findall(text))


def end_of(text: str, match: re.Match[str], tail: str = "") -> int | None:
    """Return where a word and the marks after it end, as in `C++`; None: the marks are not there.

    The apostrophe that joins the next word is not part of a word. A blank may stand before marks.
    """
    end = match.end() - (match[0][-1] in "'’ʼ")
    if not tail:
        return end
    blanks = _BLANKS.match(text, end)
    end = blanks.end() if blanks else end
    return end + len(tail) if text.startswith(tail, end) else None


def untouchable(text: str) -> tuple[Span, ...]:
    """Return the spans of what stays to the letter: addresses, handles, tags, file names.

    They increase. Linear in the length of the text.

    >>> text = "Voir www.orange.fr (@orange) et orange.txt."
    >>> [span.of(text) for span in untouchable(text)]
    ['www.orange.fr', '@orange', 'orange.txt.']
    """
    if not _TELLING.search(text):
        return ()
    found = []
    for run in _RUN.finditer(text):
        piece = run[0]
        if any(mark in piece for mark in ("://", "www.", "@", "_", "#")) or _DOTTED.search(piece):
            start = run.start() + len(piece) - len(piece.lstrip(_AROUND))
            end = run.end() - len(piece) + len(piece.rstrip(_AROUND))
            found.append(Span(start, max(start, end)))
    return tuple(found)


def is_inside(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether `start:end` has a position in common with one of the increasing spans."""
    index = bisect_right(spans, end - 1, key=lambda span: span.start) - 1
    return index >= 0 and start < spans[index].end
