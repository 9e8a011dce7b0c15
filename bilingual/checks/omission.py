"""Checks of omissions: is a stretch, or a word, of the source without anything that answers to it?

In: a case. Out: a finding where a clause or the end of the source, or a noun, seems to be lost.
Between two words that are matched (`anchoring`) as much target as source has to stand, or nearly.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bilingual.checks.anchoring import WORD, Anchors, anchors, begins
from bilingual.checks.case import Case, found
from bilingual.facts.names import plain
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity, Span

# Of characters, target to source: the usual ratio of the pair.
_USUAL = {("fr", "en"): 0.88}
# Measured on newstest2013 and FLORES dev: above LOST are 2 of 1,000 good pairs, 60 and 71 of 100
# that lost a clause, 85 and 90 of 100 that lost their last half; above DOUBTFUL, 15 good pairs.
DOUBTFUL, LOST = 5.0, 7.0
# A word's translation is looked for between so many pairs on either side.
_AROUND = 2


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
    known = anchors(source, target, language, other)
    edges = [(0, 0, 0, 0), *known.chain, (len(source), len(source), len(target), len(target))]
    widest, place = 0.0, (0, 0)
    for before, after in pairwise(edges):
        start, end = before[1], after[0]
        there = max(0, after[2] - before[3]) / usual
        if end - start - there <= widest:
            continue
        # Words with a counterpart elsewhere were moved, not lost.
        moved = sum(stop - at for at, stop in known.ours if start < at and stop < end)
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


def left_out(case: Case) -> Iterator[Finding]:
    """Find a noun for a person or thing that the translation seems to lack: the *advisers*.

    None of the words that it may become is there, and near where it would stand every word of the
    target answers to another word of the source. People leave such nouns out in one sentence of a
    hundred, which is a remark; in a draft that nobody has touched it is a warning.
    """
    language, other = case.from_language, case.to_language
    things = _things(language, other)
    if not things or not case.target.strip():
        return
    known = anchors(case.source, case.target, language, other)
    severity = Severity.WARNING if case.unit.is_machine else Severity.INFO
    free: list[tuple[int, int]] | None = None
    for match in WORD.finditer(case.source):
        word = match[0]
        if match.span() in known.ours or not word.islower():
            continue
        if begins(plain(word), language, other) not in things:
            continue
        free = _free(case.target, known, other) if free is None else free
        start, end = _room(match.span(), known, len(case.target))
        if not any(first < end and last > start for first, last in free):
            message = _("“{word}” seems not to be translated").format(word=word)
            yield found(severity, "left-out", message, match.span())


@lru_cache(maxsize=8)
def _things(language: str, other: str) -> frozenset[str]:
    """Return the beginnings of nouns that are seldom left out."""
    return frozenset(map(plain, section(language, f"anchors.{other}", "things")))


def _free(target: str, known: Anchors, language: str) -> list[tuple[int, int]]:
    """Return the places of the target's words that answer to nothing, small words left out."""
    small = section(language, "facts", "small")
    return [
        match.span()
        for match in WORD.finditer(target)
        if match.span() not in known.theirs and len(match[0]) > 2 and plain(match[0]) not in small
    ]


def _room(span: tuple[int, int], known: Anchors, size: int) -> tuple[int, int]:
    """Return where in the target a word would stand: between the pairs around it, but for one."""
    before = bisect_right(known.chain, span[0], key=lambda pair: pair[1])
    behind = bisect_left(known.chain, span[1], key=lambda pair: pair[0])
    return (
        known.chain[before - _AROUND][2] if before >= _AROUND else 0,
        known.chain[behind + _AROUND - 1][3] if behind + _AROUND <= len(known.chain) else size,
    )
