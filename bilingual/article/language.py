"""What a language knows about the form of its articles, from text files.

In: `languages/agencies.txt` and `languages/<language>/*.txt`: one entry a line, `#` begins a
comment, `[section]` heads entries. Out: look-ups for dates, lines, credits and signatures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bilingual.lexicon import LANGUAGES, entries, sections

# Units end sentences too often (à 10 h.) to be among them.
_CUT = frozenset({"title", "before", "reference", "rank", "word", "month", "day"})


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What one language knows; empty for a language without files.

    `opens` are words that open sentences, `links` words that end no line, `abbreviations`
    those that seldom end a sentence, their last word without its full stop; `months` have their
    number. `asides` begin lines that stand alone and head nothing: « Par », « Lire aussi ».
    """

    opens: frozenset[str]
    links: frozenset[str]
    abbreviations: frozenset[str]
    months: Mapping[str, int]
    days: frozenset[str]
    ordinals: frozenset[str]
    asides: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is known of credits and signatures, of all languages: they cross borders.

    `credit` matches the label that opens a credit; `company` what stands between the names of a
    signature; `agencies` are composed, without full stops.
    """

    credit: re.Pattern[str]
    company: re.Pattern[str]
    small: frozenset[str]
    agencies: frozenset[str]
    speakers: frozenset[str]


@lru_cache(maxsize=32)
def words(language: str) -> Words:
    """Return what is known of a language.

    Raises: InstallError when a file of ours is damaged.
    """
    folder = LANGUAGES / language
    form = sections(folder / "articles.txt")
    known = sections(folder / "words.txt")
    abbreviations = sections(folder / "abbreviations.txt")
    months = sections(folder / "numbers.txt").get("months", {})
    short = [e for name, found in abbreviations.items() if name in _CUT for e in found]
    return Words(
        opens=frozenset(known.get("opens", ())),
        links=frozenset(known.get("links", ())),
        abbreviations=frozenset(form for entry in short for form in _forms(entry)),
        months={composed(name): int(number) for name, number in months.items()},
        days=frozenset(form.get("days", ())),
        ordinals=frozenset(form.get("ordinals", ())),
        asides=frozenset(form.get("asides", ())),
    )


@lru_cache(maxsize=1)
def marks() -> Marks:
    """Return what is known of credits and signatures.

    Raises: InstallError when a file of ours is damaged.
    """
    forms = [sections(path) for path in sorted(LANGUAGES.glob("*/articles.txt"))]

    def all_of(section: str) -> list[str]:
        return [entry for form in forms for entry in form.get(section, ())]

    return Marks(
        credit=re.compile(rf"(?:{_either(all_of('credits'))})(?![^\W_])", re.IGNORECASE),
        company=re.compile(
            rf"(?<!\w)(?:{_either(all_of('company'))})(?<=['’])|"
            rf"(?<!\w)(?:{_either(all_of('company'))})(?![\w'’])",
            re.IGNORECASE,
        ),
        small=frozenset(all_of("small")),
        agencies=frozenset(name.replace(".", "") for name in entries(LANGUAGES / "agencies.txt")),
        speakers=frozenset(all_of("speakers")),
    )


def composed(word: str) -> str:
    """Return a word as the files have it: composed, in small letters, apostrophes straight."""
    return unicodedata.normalize("NFC", word).lower().replace("’", "'")


def _forms(entry: str) -> tuple[str, str]:
    """Return the last word of an abbreviation, without full stop, as written and with a capital."""
    last = entry.removesuffix(".").rpartition(" ")[2]
    return last, last[:1].upper() + last[1:] if len(last) > 1 else last


def _either(entries: list[str]) -> str:
    """Return a pattern for any of the entries, the longest first, whatever its apostrophe."""
    longest = sorted(set(entries), key=len, reverse=True)
    return "|".join(re.escape(e).replace("'", "['’]").replace(r"\ ", r"\s+") for e in longest)
