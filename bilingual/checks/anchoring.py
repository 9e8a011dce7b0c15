"""What in a target answers to what in its source: words that two languages share, and known ones.

In: two texts and their languages. Out: pairs of places. Words that begin alike (names, numbers,
*international*), the commonest words of the pair and beginnings of many more
(`languages/fr/anchors.en.txt`) are matched; the longest row of pairs that goes forward in both
texts is the chain that the checks of omissions hold on to.

Source: the idea is that of K. W. Church, Char_align (1993): cognates and numbers show what belongs
to what; the rest here is our own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bilingual.facts.names import plain
from bilingual.lexicon import section

WORD = re.compile(r"\d+|[^\W\d_]+")
# Words that begin with so many equal letters may be one word.
_COGNATE = 4
# A beginning of so few letters stands for a whole word.
_WHOLE = 3
_PLURALS = ("s", "es", "x", "e")
_ENDINGS = ("s", "es", "d", "ed", "ing")

Pair = tuple[int, int, int, int]
Place = tuple[int, int]


class Anchors(NamedTuple):
    """Pairs of places (start and end in source, in target) and the chain of them.

    `ours` and `theirs` are the places of source and target in any pair.
    """

    chain: tuple[Pair, ...]
    ours: frozenset[Place]
    theirs: frozenset[Place]


@lru_cache(maxsize=64)  # several checks and the risk ask for the same
def anchors(source: str, target: str, language: str, other: str) -> Anchors:
    """Return what answers to what. O(n log n) for n words."""
    places: dict[str, list[Place]] = {}
    for match in WORD.finditer(target):
        for key in _keys(match[0], language, other):
            places.setdefault(key, []).append(match.span())
    pairs: list[Pair] = []
    for match in WORD.finditer(source):
        theirs: set[Place] = set()
        for key in _sought(match[0], language, other):
            if key in places:
                theirs.update(places[key])
        pairs += [(*match.span(), *place) for place in sorted(theirs)]
    return Anchors(
        tuple(_longest_chain(pairs)),
        frozenset((pair[0], pair[1]) for pair in pairs),
        frozenset((pair[2], pair[3]) for pair in pairs),
    )


@lru_cache(maxsize=32768)
def _sought(written: str, language: str, other: str) -> tuple[str, ...]:
    """Return under what the counterparts of a word of a source stand, each once."""
    known = _counterparts(language, other)
    ordinary = section(language, "facts", "residue")
    word = plain(written)
    keys = {*known.get(word, ())}
    if word.isdigit() or (len(word) >= 3 and written[0].isupper() and word not in ordinary):
        keys.add(word)
    if word not in ordinary:
        if len(word) > _COGNATE:
            keys.add(f"{word[:_COGNATE]}*")
        if word not in known:
            keys.update(_answers(word, language, other))
    return tuple(keys)


@lru_cache(maxsize=32768)
def _keys(written: str, language: str, other: str) -> tuple[str, ...]:
    """Return under what a word of a target is found: itself, and how it begins."""
    word = plain(written)
    begun = _beginnings(language, other)[1]
    keys = [word]
    if len(word) >= _COGNATE:
        keys.append(f"{word[:_COGNATE]}*")
    keys += [f"{word[:size]}-" for size in range(_WHOLE + 1, len(word) + 1) if word[:size] in begun]
    short = {word, *(word.removesuffix(ending) for ending in _ENDINGS)}
    keys += [f"{one}-" for one in sorted(short) if len(one) <= _WHOLE]
    return tuple(keys)


def _answers(word: str, language: str, other: str) -> tuple[str, ...]:
    """Return under what the words stand that a plain word of a source may become."""
    return tuple(
        f"{one}-" for one in _beginnings(language, other)[0].get(begins(word, language, other), ())
    )


@lru_cache(maxsize=8192)
def begins(word: str, language: str, other: str) -> str:
    """Return the longest known beginning that a plain word has, "" where it has none."""
    known = _beginnings(language, other)[0]
    for size in range(len(word), _WHOLE, -1):
        if word[:size] in known:
            return word[:size]
    short = {word, *(word.removesuffix(ending) for ending in _PLURALS)}
    return max((one for one in short if len(one) <= _WHOLE and one in known), key=len, default="")


@lru_cache(maxsize=8)
def _beginnings(language: str, other: str) -> tuple[Mapping[str, tuple[str, ...]], frozenset[str]]:
    """Return the known beginnings with what they become, and all that these become; plain."""
    entries = section(language, f"anchors.{other}", "beginnings")
    known = {
        plain(form): tuple(plain(one) for one in meaning.split(" | "))
        for form, meaning in entries.items()
    }
    return known, frozenset(one for several in known.values() for one in several)


@lru_cache(maxsize=8)
def _counterparts(language: str, other: str) -> dict[str, frozenset[str]]:
    """Return the plain words that common words of a language become."""
    entries = section(language, f"anchors.{other}", "words")
    return {
        plain(form): frozenset(plain(one) for one in meaning.split(" | "))
        for forms, meaning in entries.items()
        for form in forms.split(" | ")
    }


def _longest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the longest row of pairs that goes forward in both texts."""
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[2]))
    tails: list[int] = []  # where the shortest chain of each length ends in the target
    ends: list[int] = []
    back: list[int] = []
    for at, pair in enumerate(ordered):
        length = bisect_left(tails, pair[2])
        back.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(pair[2])
            ends.append(at)
        else:
            tails[length], ends[length] = pair[2], at
    chain: list[Pair] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(ordered[at])
        at = back[at]
    return chain[::-1]
