"""Two versions of a sentence → which words differ, and how alike the two are.

In: any two texts. Out: the pieces that differ, with their places, or a ratio from 0 to 1. What word
processors exchange by themselves (`text.normalised`) is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from bilingual.text import normalised

# A number with its decimals, a word with its hyphens or the apostrophe it ends in, a run of stops,
# or one mark. Combining marks and soft hyphens belong to their word.
_LETTER = r"[\w\u0300-\u036f\xad]"
_WORD = re.compile(rf"\d+(?:[.,\u202f\xa0]\d+)+|{_LETTER}+(?:[-‐‑]{_LETTER}+)*['’ʼ]?|[.…]+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """A piece that differs: `old` became `new`; one of them is empty where words came or went.

    `old_start` and `new_start` are where the pieces begin in their texts, in code points.
    Invariant: `old_text[old_start:][:len(old)] == old`, and so for `new`.
    """

    old: str
    new: str
    old_start: int
    new_start: int


def words(text: str) -> tuple[str, ...]:
    """Return the words, numbers and marks of `text` in the form in which they are compared.

    >>> words("L’été, c'est 3,5 %…")
    ("L'", 'été', ',', "c'", 'est', '3,5', '%', '...')
    """
    return tuple(found.group() for found in _WORD.finditer(normalised(text)))


def likeness(old: Sequence[Hashable], new: Sequence[Hashable], floor: float = 0.0) -> float:
    """Return how alike two texts are by their `words`: 1.0 means the same words, 0.0 none shared.

    Twice the longest common subsequence over both lengths; symmetric. What is below `floor` is
    told as 0.0, sooner. O(len(old) * len(new) / 64).

    >>> round(likeness(words("Il part mardi."), words("Il part mercredi.")), 2)
    0.75
    """
    from rapidfuzz.distance import Indel

    if not old or not new:
        return float(not old and not new)
    return Indel.normalized_similarity(old, new, score_cutoff=floor or None)


def likest(
    wanted: Sequence[Hashable], others: Sequence[Sequence[Hashable]], floor: float
) -> list[tuple[float, int]]:
    """Return the `likeness` of `wanted` to each of `others`, where it is at least `floor`.

    As pairs of likeness and index, the likest first. Much faster than one after the other.

    >>> likest("abcd", ["abce", "xyz", "abcd"], 0.5)
    [(1.0, 2), (0.75, 0)]
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    found = process.extract(
        wanted, others, scorer=Indel.normalized_similarity, score_cutoff=floor, limit=None
    )
    return [(ratio, index) for _other, ratio, index in found]


def edit_distance(old: str, new: str) -> int:
    """Return how many characters have to be put in, taken out or exchanged between two texts.

    Code points; symmetric. O(len(old) * len(new) / 64).

    Source: Levenshtein (1966).

    >>> edit_distance("There are 12 boat.", "There are 21 boats.")
    3
    """
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(old, new)


def word_diff(old: str, new: str) -> tuple[Change, ...]:
    """Return what became of the words of `old` in `new`, in order; empty where none differs.

    White space alone is no difference. Changes that touch are one.

    >>> [(c.old, c.new) for c in word_diff("Il part mardi.", "Il ne part pas mercredi.")]
    [('', 'ne'), ('mardi', 'pas mercredi')]
    """
    if normalised(old) == normalised(new):
        return ()
    olds, news = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    changes = []
    for first, last, begin, end in _differing(_keys(olds), _keys(news)):
        old_at, old_piece = _piece(old, olds, first, last)
        new_at, new_piece = _piece(new, news, begin, end)
        changes.append(Change(old_piece, new_piece, old_at, new_at))
    return tuple(changes)


def shown(changes: Sequence[Change]) -> str:
    """Return the changes on one line; what came is `+ word`, what went `- word`.

    >>> shown(word_diff("Il part mardi.", "Il part mercredi."))
    'mardi → mercredi'
    >>> shown(word_diff("Il part mardi soir.", "Hier, il part mardi."))
    'Il → Hier, il; - soir'
    """
    parts = []
    for change in changes:
        if change.old and change.new:
            parts.append(f"{change.old} → {change.new}")
        else:
            parts.append(f"+ {change.new}" if change.new else f"- {change.old}")
    return "; ".join(parts)


def _keys(found: Sequence[re.Match[str]]) -> list[str]:
    return [normalised(word.group()) for word in found]


def _differing(old: list[str], new: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Give each pair of differing ranges (`old[a:b]`, `new[c:d]`), those that touch as one."""
    from rapidfuzz.distance import Indel

    pending: tuple[int, int, int, int] | None = None
    for code in Indel.opcodes(old, new):
        a, b, c, d = code.src_start, code.src_end, code.dest_start, code.dest_end
        if code.tag == "equal":
            if pending is not None:
                yield pending
            pending = None
        else:
            pending = (a, b, c, d) if pending is None else (pending[0], b, pending[2], d)
    if pending is not None:
        yield pending


def _piece(text: str, found: Sequence[re.Match[str]], first: int, last: int) -> tuple[int, str]:
    """Return where the words `first:last` begin in `text`, and the text from there to their end.

    Where there are none: the place before the word that follows.
    """
    if first == last:
        return (found[first].start() if first < len(found) else len(text)), ""
    start = found[first].start()
    return start, text[start : found[last - 1].end()]
