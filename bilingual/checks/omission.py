"""Check of omissions: is a stretch of the source without anything that answers to it?

In: a case. Out: a finding where a clause or the end of the source seems to be lost. Words that
two languages share (names, numbers, *international*) and the commonest words of the pair
(`languages/fr/anchors.en.txt`) are matched in order; between two matches as much target as source
has to stand, or nearly.

Source: the idea is that of K. W. Church, Char_align (1993): cognates and numbers show what belongs
to what; the rest here is our own.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bilingual.checks.case import Case, found
from bilingual.facts.names import plain
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity, Span

_WORD = re.compile(r"\d+|[^\W\d_]+")
# Words that begin with so many equal letters may be one word.
_COGNATE = 4
# Of characters, target to source: the usual ratio of the pair.
_USUAL = {("fr", "en"): 0.88}
# Measured on newstest2013 and FLORES dev: above LOST are 2 to 3 of 1,000 good pairs, 57 and 73 of
# 100 that lost a clause, 80 and 90 of 100 that lost their last half; above DOUBTFUL, 15 good pairs.
DOUBTFUL, LOST = 5.6, 7.8


class Hole(NamedTuple):
    """The stretch of the source with the least target beside it.

    `score` says how far the pair is from a whole one: the characters of source that lack a
    counterpart there, and those that the whole target falls short of by the usual ratio, together,
    over the square root of the length, as which good pairs differ.
    """

    span: Span
    score: float


def omission(case: Case) -> Iterator[Finding]:
    """Find a clause, or the end of a sentence, that the translation seems to lack.

    A stretch of the source none of whose words has a counterpart, while the text around it has,
    and with far less of the target beside it than its length asks for.
    """
    hole = widest_hole(case.source, case.target, case.from_language, case.to_language)
    if hole is None or hole.score < DOUBTFUL:
        return
    severity = Severity.WARNING if hole.score >= LOST else Severity.INFO
    message = _("this seems to be missing: “{text}”").format(text=_short(hole.span.of(case.source)))
    yield found(severity, "omission", message, (hole.span.start, hole.span.end))


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) < 9 else f"{' '.join(words[:4])} … {' '.join(words[-3:])}"


@lru_cache(maxsize=64)  # the check and the risk ask for the same
def widest_hole(source: str, target: str, language: str, other: str) -> Hole | None:
    """Return the stretch of the source that lacks most of its target; None where none does.

    None for pairs of languages without data. O(n log n) for n words.
    """
    usual = _USUAL.get((language, other))
    if usual is None or not target.strip():
        return None
    pairs, matched = _anchors(source, target, language, other)
    chain = _longest_chain(pairs)
    edges = [(0, 0, 0, 0), *chain, (len(source), len(source), len(target), len(target))]
    widest, place = 0.0, (0, 0)
    for before, after in pairwise(edges):
        start, end = before[1], after[0]
        there = max(0, after[2] - before[3]) / usual
        # Words with a counterpart elsewhere were moved, not lost.
        moved = sum(stop - at for at, stop in matched if start < at and stop < end)
        size = end - start - there - 3.0 * moved
        if size > widest:
            widest, place = size, (start, end)
    if not widest:
        return None
    deficit = len(source) - len(target) / usual
    text = source[place[0] : place[1]].rstrip()
    left = len(text) - len(text.lstrip(" ,;:"))
    span = Span(place[0] + left, place[0] + max(left, len(text)))
    return Hole(span, (widest + deficit) / math.sqrt(len(source) + 30))


_Anchor = tuple[int, int, int, int]


def _anchors(
    source: str, target: str, language: str, other: str
) -> tuple[list[_Anchor], list[tuple[int, int]]]:
    """Return all pairs of places that may answer to each other, and the source's places in them."""
    known = _counterparts(language, other)
    ordinary = section(language, "facts", "residue")
    places: dict[str, list[tuple[int, int]]] = {}
    for match in _WORD.finditer(target):
        word = plain(match[0])
        for key in {word, word[:_COGNATE] + "*"} if len(word) >= _COGNATE else {word}:
            places.setdefault(key, []).append(match.span())
    pairs: list[_Anchor] = []
    matched: list[tuple[int, int]] = []
    for match in _WORD.finditer(source):
        word = plain(match[0])
        keys = {*known.get(word, ())}
        if word.isdigit() or (len(word) >= 3 and match[0][0].isupper() and word not in ordinary):
            keys.add(word)
        if len(word) > _COGNATE and word not in ordinary:
            keys.add(word[:_COGNATE] + "*")
        theirs = sorted({place for key in keys for place in places.get(key, ())})
        if theirs:
            matched.append(match.span())
        pairs += [(*match.span(), *place) for place in theirs]
    return pairs, matched


@lru_cache(maxsize=8)
def _counterparts(language: str, other: str) -> dict[str, frozenset[str]]:
    """Return the plain words that common words of a language become."""
    entries = section(language, f"anchors.{other}", "words")
    return {
        plain(form): frozenset(plain(one) for one in meaning.split(" | "))
        for forms, meaning in entries.items()
        for form in forms.split(" | ")
    }


def _longest_chain(pairs: Sequence[_Anchor]) -> list[_Anchor]:
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
    chain: list[_Anchor] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(ordered[at])
        at = back[at]
    return chain[::-1]
