"""Units beside numbers: currencies and measures, each form under one name.

In: a text and where a number stands in it. Out: the unit's name. A converted unit is another
unit: to convert is not to translate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bilingual.facts.figures import BLANKS
from bilingual.lexicon import section

CURRENCIES = "currencies"
MEASURES = "measures"
# A unit's form is at most this long, with what may stand between it and its number.
_REACH = 40
_LETTERS = re.compile(r"[^\W\d_]+(?!\w)")


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The units of a language: their forms, and patterns that find them."""

    names: Mapping[str, str]
    currencies: frozenset[str]
    perhaps: Mapping[str, str]
    _behind: re.Pattern[str]
    _before: re.Pattern[str]
    _signs: re.Pattern[str]
    _before_ends: frozenset[str]
    _behind_begins: frozenset[str]

    def beside(self, text: str, start: int, end: int) -> tuple[str, int]:
        """Return the unit that stands before or behind the number at `start:end`, else "".

        With it comes where number and unit end.
        """
        # Most numbers have no unit: a look at the characters beside them tells.
        if text[max(0, start - 2) : start].rstrip(BLANKS)[-1:] in self._before_ends:
            match = self._before.search(text, max(0, start - 5), start)
            if match:
                return self.names[match[1]], end
        if text[end : end + 3].lstrip(f"{BLANKS}-")[:1] not in self._behind_begins:
            return "", end
        match = self._behind.match(text, end, end + _REACH)
        if match:
            # A blank in a form stands for any blank.
            return self.names[" ".join(match[1].split())], match.end()
        return "", end

    def all_in(self, text: str) -> frozenset[str]:
        """Return the units that occur anywhere in a text, beside a number or not."""
        found: set[str] = set()

        def taken(match: re.Match[str]) -> str:
            found.add(" ".join(match[1].split()))
            return " "  # of km² no km is left

        rest = self._signs.sub(taken, text)
        found |= self.names.keys() & set(_LETTERS.findall(rest))
        return frozenset(self.names[form] for form in found)

    def perhaps_in(self, text: str) -> frozenset[str]:
        """Return the currencies that words of a text may stand for, and mostly do not."""
        words = set(_LETTERS.findall(text.lower()))
        return frozenset(name for form, name in self.perhaps.items() if form in words)


@lru_cache(maxsize=16)
def units_of(language: str) -> Units:
    """Return the units of a language; of one without data, the symbols that all languages share."""
    known = {
        which: section(language, "units", which) or _symbols(which)
        for which in (CURRENCIES, MEASURES)
    }
    names = {**known[MEASURES], **known[CURRENCIES]}
    forms = sorted(names, key=lambda form: (-len(form), form))
    # A letter at an end of a form must not be part of a longer word.
    pieces = {
        form: (r"(?<![^\W\d_])" if form[0].isalpha() else "")
        + re.escape(form).replace(r"\ ", f"[{BLANKS}]")
        + (r"(?!\w)" if form[-1].isalnum() else "")
        for form in forms
    }
    stuck = "|".join(pieces.values()).replace(r"(?<![^\W\d_])", "")
    others = "|".join(piece for form, piece in pieces.items() if not form.isalpha())
    signs = "|".join(re.escape(form) for form in known[CURRENCIES] if not form.islower())
    between = (
        rf"[{BLANKS}\-]{{0,2}}(?:d['’]|de[{BLANKS}]|of[{BLANKS}]|US[{BLANKS}]|U\.S\.[{BLANKS}])?"
    )
    return Units(
        names,
        frozenset(known[CURRENCIES].values()),
        section(language, "units", "perhaps"),
        re.compile(rf"{between}({stuck})"),
        re.compile(rf"({signs})[{BLANKS}]?$"),
        re.compile(rf"({others})"),
        frozenset(form[-1] for form in known[CURRENCIES] if not form.islower()),
        frozenset(form[0] for form in forms) | set("doU"),
    )


def _symbols(which: str) -> Mapping[str, str]:
    """Return the forms that are not words, from the English file: they need no language."""
    return {
        form: name for form, name in section("en", "units", which).items() if not form.isalpha()
    }
