"""Sources that are longer than a model's window: cut into parts, joined again as hypotheses.

In: a text and a way to count its tokens. Out: parts that fit, nothing left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import combinations, pairwise

# Best places first. A cut lies after the mark and the blanks behind it; marks of scripts that
# write no blanks need none. A comma or point between digits has no blank behind it and is none;
# a point behind fewer than three letters is likely an abbreviation (M. Dupont).
CLAUSES = (
    re.compile(r"(?:(?:[;:!?…]|(?<=\w\w\w)[.])[»”’\"\')\]]*|\s[–—])\s+|[。；：！？]"),
    re.compile(r"[,)»\]]\s+|[，、）]"),
)
BLANKS = re.compile(r"\s+")
# A cut nearer to an end than this share of the text helps little.
MARGIN = 0.2


def cut(text: str, window: int, limit: int, count: Callable[[str], int]) -> tuple[str, ...]:
    r"""Cut `text` into parts, as few as can be had by halving; `count` counts tokens.

    A part of more than `window` tokens is cut at clause punctuation near its middle where there
    is some. A part of more than `limit` is cut in any case: at a blank, or between two
    characters. Invariants: the parts joined give back `text` exactly; no part counts more than
    `limit`, unless it is one character.

    >>> cut("Il pleut ; il neige, il vente.", 4, 9, lambda part: len(part.split()))
    ('Il pleut ; ', 'il neige, il vente.')
    """
    parts = []
    waiting = [text]
    while waiting:
        part = waiting.pop()
        tokens = count(part)
        at = 0
        if tokens > window:
            at = _clause_cut(part) or (_any_cut(part) if tokens > limit else 0)
        if at:
            waiting += [part[at:], part[:at]]
        else:
            parts.append(part)
    return tuple(parts)


def has_loop(target: list[str], source: list[str]) -> bool:
    """Tell whether a hypothesis repeats itself as its source does not; both are tokens.

    >>> has_loop("the house of the house of the house of".split(), "la maison".split())
    True
    >>> has_loop("no , no , no !".split(), "non , non , non !".split())
    False
    """
    pairs = list(pairwise(target))
    if len(pairs) - len(set(pairs)) < _FEWEST:
        return False
    apart = _distances(pairs)
    return any(
        (count := repeats(target, size)) >= needed and count > repeats(source, size)
        for size, needed in _REPEATS.items()
        if size in apart
    )


def _distances(pairs: list[tuple[str, str]]) -> set[int]:
    """Return how far apart equal pairs stand; a loop of a size has some just so far apart."""
    places: dict[tuple[str, str], list[int]] = {}
    for at, pair in enumerate(pairs):
        places.setdefault(pair, []).append(at)
    return {b - a for several in places.values() for a, b in combinations(several, 2)}


# How often in a row a run of so many tokens must stand to be a loop and not emphasis.
_REPEATS = {1: 4, 2: 3, 3: 3, **dict.fromkeys(range(4, 16), 2)}
# A loop makes at least so many pairs of neighbours stand again: the shortest are one token four
# times, two tokens three times, four tokens twice. Most targets have fewer, and no loop.
_FEWEST = 2


def repeats(tokens: list[str], size: int) -> int:
    """Return how often in a row a run of `size` tokens stands, at most.

    >>> repeats("a b a b a b c".split(), 2)
    3
    """
    longest = run = 0
    for first, second in zip(tokens, tokens[size:], strict=False):
        run = run + 1 if first == second else 0
        longest = max(longest, run)
    return longest // size + 1


def joined(pieces: Iterable[tuple[str, str]], blank: str) -> str:
    """Join translated parts; each comes with the source part, which tells what lay at the cut.

    `blank` stands between two parts; a word that had to be cut in two is joined without it.

    >>> joined([("Il pleut ; ", "It rains;"), ("il neige.", "it snows.")], " ")
    'It rains; it snows.'
    """
    listed = list(pieces)
    text = listed[0][1] if listed else ""
    for (source, _target), (_next, target) in pairwise(listed):
        # From U+2E80 on come the scripts that put no blank between words.
        is_word_cut = source[-1:].isalnum() and source[-1:] < "\u2e80"
        text += ("" if is_word_cut or not text or not target else blank) + target
    return text


def _clause_cut(text: str) -> int:
    """Return the best place at clause punctuation, or 0 where there is none well inside."""
    return next((at for pattern in CLAUSES if (at := _nearest(pattern, text))), 0)


def _any_cut(text: str) -> int:
    """Return the best place at a blank, else the middle; 0 in a text of one character."""
    return _nearest(BLANKS, text) or len(text) // 2


def _nearest(pattern: re.Pattern[str], text: str) -> int:
    """Return where the match that ends nearest to the middle ends, if that is well inside."""
    low, high = len(text) * MARGIN, len(text) * (1 - MARGIN)
    ends = [match.end() for match in pattern.finditer(text) if low <= match.end() <= high]
    return min(ends, key=lambda end: abs(2 * end - len(text)), default=0)
