"""The spaces of a language: none before a colon in English, a no-break space there in French.

In: a text in the target language. Out: the same words, with that language's spaces.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bilingual.form.language import NO_BREAK, Typography
from bilingual.form.protected import replaced

_RUNS = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_BEFORE_STOP = re.compile(r"(?<=[^\s…—–-])[ \t\xa0\u202f]+(?=[.,](?:[\s\"'”’»)\]]|$))")
_BEFORE_MARK = re.compile(r"(?<=[^\s—–-])\s+(?=[;:!?…]+(?:[\s\"'”’»)\]]|$))")
_AFTER_OPENING = re.compile(r"(?<=[(\[])[ \t\xa0\u202f]+(?=\S)")
_BEFORE_CLOSING = re.compile(r"(?<=\S)[ \t\xa0\u202f]+(?=[)\]])")
_PERCENT = re.compile(r"(?<=\d)\s+(?=%)")
_GROUPS = re.compile(
    r"(?<![\d.,+\u2212-])(?<!\d[\s])[1-9]\d{0,2}(?:[ \xa0\u202f]\d{3})+(?![\d])(?![ \xa0\u202f]\d)"
)
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[ \xa0\u202f.,'’]\d{3})+(?!\d)")
# What stands before a number that is a name: SIREN 123 456 789.
_LABELS = re.compile(r"(?:\b[A-Z]{3,}|\b[Nn][o°.]{1,2}|\b[Tt][eé]l\.?)\s*:?\s*$")


@lru_cache(maxsize=64)
def _before_no_break(target: Typography) -> tuple[re.Pattern[str], ...]:
    """Return what finds the spaces of a language that must not break."""

    def any_of(words: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))

    found = []
    if target.units:
        found.append(rf"(?<=\d)()[ \u202f](?=(?:{any_of(target.units)})(?![\w/]))")
    if target.numbered:
        found.append(rf"(?<!\w)({any_of(target.numbered)}) (?=\d)")
    if target.titled:
        found.append(rf"(?<!\w)({any_of(target.titled)}) (?=[A-ZÀ-Þ])")
    return tuple(map(re.compile, found))


def spaced(text: str, target: Typography, source: str = "") -> str:
    """Return the text with the spaces of the target language.

    Groups of three digits are joined as the language does only where `source` has the same
    group: a telephone number is none.
    """
    text = replaced(_RUNS, " ", text)
    for pattern in (_AFTER_OPENING, _BEFORE_CLOSING, _BEFORE_STOP, _BEFORE_MARK):
        text = replaced(pattern, "", text)
    if "%" not in target.spaced:
        text = replaced(_PERCENT, "", text)
    for mark, space in target.spaced.items():
        text = _with_space(text, mark, space)
    for pattern in _before_no_break(target):
        text = replaced(pattern, rf"\1{NO_BREAK}", text)
    return grouped(text, target.thousands, source) if target.thousands else text


@lru_cache(maxsize=64)
def _place(mark: str) -> re.Pattern[str]:
    if mark == "%":
        return re.compile(r"(?<=\d)\s*(?=%)")
    # Before the first of several marks (« ?! »), and only at a word's end: not in 10:30.
    return re.compile(
        rf"(?<=[^\s;:!?…({NO_BREAK}«“‘—–-])\s*(?={re.escape(mark)}[;:!?…]*(?:[\s\"'”’»)\]]|$))"
    )


def _with_space(text: str, mark: str, space: str) -> str:
    return replaced(_place(mark), space, text)


def _digits(group: str) -> str:
    return re.sub(r"\D", "", group)


def grouped(text: str, mark: str, source: str) -> str:
    r"""Return the text with `mark` between the thousands of those numbers that `source` groups.

    >>> grouped("3 000 people", ",", "3\u202f000 personnes")
    '3,000 people'
    """
    known = {_digits(match[0]) for match in _GROUPED.finditer(source)}

    def one(match: re.Match[str]) -> str:
        is_label = _LABELS.search(text, max(0, match.start() - 12), match.start())
        if (_digits(match[0]) not in known and source) or is_label:
            return match[0]
        return re.sub(r"\s", mark, match[0])

    return replaced(_GROUPS, one, text)
