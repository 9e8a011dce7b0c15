"""What a language knows about its form: marks, spaces, units, and which words have capitals.

In: `languages/typography.txt`, `languages/<language>/casing.txt` and `names.txt`. Out:
`Typography` and `Casing`, ready for look-ups. What is done with them is said in the other files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bilingual.errors import WorkspaceError
from bilingual.interface import _
from bilingual.lexicon import LANGUAGES, sections
from bilingual.model import Locale

NO_BREAK, NARROW = "\u00a0", "\u202f"

# A letter or digit with the accents that follow it, and words joined by hyphens.
_PIECE = r"(?:[^\W_][\u0300-\u036f]*)"
CHAIN = re.compile(rf"{_PIECE}+(?:[-\u2010\u2011]{_PIECE}+)*")

_CASING = (
    "words",
    "acronyms",
    "titles",
    "onsets",
    "codas",
    "before-apostrophe",
    "after-apostrophe",
    "emphasis",
)
_NAMES = ("names", "given")
_TYPOGRAPHY = ("quotes", "spaced", "inside", "units", "numbered", "titled", "thousands")


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotation marks of a language: the outer pair and the one for quotations in them.

    A mark may bring its space along: French has a no-break space inside its guillemets.
    """

    outer: tuple[str, str]
    inner: tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Typography:
    """Marks and spaces of a locale.

    `spaced` has, for each mark that wants one, the space before it. `inside` are the marks that
    go before a closing quotation mark. `units` stand after a number and `numbered` before one,
    with a no-break space; `titled` before a name. `thousands` parts groups of three digits; empty
    where nobody said.
    """

    quotes: Quotes
    spaced: Mapping[str, str]
    inside: str
    units: tuple[str, ...]
    numbered: tuple[str, ...]
    titled: tuple[str, ...]
    thousands: str


@dataclass(frozen=True, slots=True, eq=False)
class Casing:
    """Which words have capitals. Keys are folded (`fold`).

    `names` has the forms of each name, word by word, `longest` the number of words of the
    longest. `words` are ordinary words, `given` names that a family name follows, `titles` what
    stands before a family name. A word of up to five letters that cannot be spoken with the
    `onsets` and `codas` of the language is an acronym. `elided` stand before an apostrophe (l'),
    `clitics` after one ('s). `emphasis` are short words that are stressed by capitals.
    """

    words: frozenset[str]
    acronyms: Mapping[str, str]
    titles: Mapping[str, str]
    given: frozenset[str]
    names: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: int
    onsets: frozenset[str]
    codas: frozenset[str]
    elided: frozenset[str]
    clitics: frozenset[str]
    emphasis: frozenset[str]


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Return the form in which two words count as the same: no capitals, no accents.

    >>> fold("ÉTATS-UNIS") == fold("Etats-Unis")
    True
    """
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in parts if not "\u0300" <= c <= "\u036f").casefold()


def read_quotes(marks: str) -> Quotes:
    """Read quotation marks as a person writes them: two marks, or four with the inner pair.

    `~` beside a mark is a no-break space, `^` a narrow one; such marks need blanks between them.

    Raises: WorkspaceError when there are not two or four.

    >>> read_quotes("«~ ~» “ ”").inner
    ('“', '”')
    """
    found = marks.split() if len(marks.split()) > 1 else list(marks.strip())
    if len(found) not in (2, 4) or any(c.isalnum() for c in marks):
        raise WorkspaceError(
            _("“{marks}” are not quotation marks").format(marks=marks),
            hint=_("Write two, or four with those for quotations inside quotations: “ ” ‘ ’"),
        )
    plain = [_spaces(mark) for mark in found]
    outer = (plain[0], plain[1])
    return Quotes(outer, (plain[2], plain[3]) if len(plain) == 4 else outer)


def _spaces(text: str) -> str:
    return text.replace("~", NO_BREAK).replace("^", NARROW)


def _entries(path: Path, known: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the entries of each section of a file of ours; none where there is no file.

    Raises: InstallError when the file is damaged.
    """
    read = sections(path, frozenset(known))
    return {name: list(read.get(name, ())) for name in known}


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, list[str]]]:
    """Return the typography of all locales: section → locale → what is said of it."""
    table: dict[str, dict[str, list[str]]] = {}
    for section, lines in _entries(LANGUAGES / "typography.txt", _TYPOGRAPHY).items():
        for line in lines:
            tag, *values = line.split()
            table.setdefault(section, {})[tag] = values
    return table


@lru_cache(maxsize=64)
def typography(locale: Locale) -> Typography:
    """Return the marks and spaces of a locale: its own, else its language's, else English ones.

    Raises: InstallError when a file of ours is damaged.
    """
    table = _table()

    def said(section: str) -> list[str]:
        rows = table.get(section, {})
        return rows.get(locale.tag, rows.get(locale.language, []))

    spaced = {c: _spaces(value[0]) for value in said("spaced") for c in value[1:]}
    return Typography(
        read_quotes(" ".join(said("quotes") or ["“", "”", "‘", "’"])),
        spaced,
        "".join(said("inside")).replace("-", ""),
        tuple(said("units")),
        tuple(said("numbered")),
        tuple(said("titled")),
        _spaces("".join(said("thousands"))),
    )


@lru_cache(maxsize=16)
def casing(language: str) -> Casing:
    """Return what is known of a language's capitals; next to nothing where it has no folder.

    Raises: InstallError when a file of ours is damaged.
    """
    lists = _entries(LANGUAGES / language / "casing.txt", _CASING)
    proper = _entries(LANGUAGES / language / "names.txt", _NAMES)
    names = {}
    for name in (*proper["names"], *proper["given"]):
        forms = tuple(CHAIN.findall(name))
        names[tuple(map(fold, forms))] = forms
    return Casing(
        words=frozenset(map(fold, lists["words"])),
        acronyms={fold(form): form for form in lists["acronyms"]},
        titles={fold(form.rstrip(".")): form.rstrip(".") for form in lists["titles"]},
        given=frozenset(map(fold, proper["given"])),
        names=names,
        longest=max(map(len, names), default=0),
        onsets=frozenset(lists["onsets"]),
        codas=frozenset(lists["codas"]),
        elided=frozenset(lists["before-apostrophe"]),
        clitics=frozenset(lists["after-apostrophe"]),
        emphasis=frozenset(map(fold, lists["emphasis"])),
    )
