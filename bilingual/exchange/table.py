"""What is exchanged, whatever the format: rows that name a unit and say what became of it.

A row that goes out carries the *base*: what target, state and note were when it was written. So
whoever reads it back can tell what a person changed in the file from what changed in the catalog
meanwhile, unit by unit.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bilingual.exchange.markup import pictured
from bilingual.model import Locale, State, Unit

_LETTERS = {State.UNTRANSLATED: "n", State.DRAFT: "m", State.REVIEWED: "r"}  # no hexadecimal digits
_BASE = re.compile(r"v([0-9a-f]{8})([nmr])([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Base:
    """What a unit was when it was written to the file: digests of target and note, its state."""

    target: str
    state: State
    note: str

    def __str__(self) -> str:
        return f"v{self.target}{_LETTERS[self.state]}{self.note}"

    @classmethod
    def parse(cls, text: str) -> Base | None:
        """Read what `str` gives; None for anything else."""
        found = _BASE.fullmatch(text.strip())
        if found is None:
            return None
        state = next(state for state, letter in _LETTERS.items() if letter == found[2])
        return cls(found[1], state, found[3])

    @classmethod
    def of(cls, unit: Unit) -> Base:
        """Return the base of a unit as it is now."""
        return cls(digest(unit.target), unit.state, digest(unit.note))


@dataclass(frozen=True, slots=True)
class Row:
    """One unit in a file that came back.

    `source` is None where the file has no sources, `state` where it says nothing of states, `note`
    where it has no notes. `line` (from 1) is where it stands in the file.
    """

    key: str
    source: str | None
    target: str
    state: State | None = None
    note: str | None = None
    base: Base | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one article in a file that came back.

    `article` is the article's name as the file has it; it and the languages are empty where the
    file does not say.
    """

    path: Path
    rows: tuple[Row, ...]
    article: str = ""
    source: Locale | None = None
    target: Locale | None = None


def settled(text: str) -> str:
    r"""Return the form in which two targets, or two notes, count as the same.

    What programs change in passing makes no difference: blanks at the ends, kinds of line end,
    composed and decomposed letters, characters that XML cannot hold.

    >>> settled("Yes.\r\nNo. ") == settled("Yes.\nNo.")
    True
    """
    # Pictures first: for Python, some control characters are blanks.
    return re.sub(r"\r\n|\r", "\n", pictured(unicodedata.normalize("NFC", text))).strip()


def digest(text: str) -> str:
    """Return a short digest of a target or note: 8 hexadecimal digits."""
    return hashlib.sha256(settled(text).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def particulars(unit: Unit) -> Iterator[tuple[str, str]]:
    """Give what XLIFF has no place of its own for, by name: the base, what made the draft and how.

    Also the source before it changed, and who reviewed the unit and when.
    """
    yield "base", str(Base.of(unit))
    if unit.origin is not None:
        yield "draft-by", unit.origin.signature
        if unit.origin.log_prob is not None:
            yield "draft-score", f"{unit.origin.log_prob:.4f}"
    if unit.previous_source:
        yield "previous-source", unit.previous_source
    if unit.review is not None:
        yield "reviewed", " ".join(filter(None, (unit.review.by, unit.review.at)))


def known_locale(tag: str | None) -> Locale | None:
    """Return the language a file names, or None where it names none that we know."""
    try:
        return Locale.parse(tag) if tag else None
    except ValueError:
        return None
