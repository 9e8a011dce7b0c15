"""Sentences as they were + sentences as they are → which came of which.

In: the texts, and which pairs are known to be the same. Out: beads: one old text and the one new
text it became, or the two or three it was cut into, or the reverse. Says nothing of translations.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bilingual.diff import words

FLOOR = 0.75  # by words: one word in four
FLOOR_WHOLE = 0.85  # a sentence and the two or three it was cut into have nearly the same words
_HALF = 0.40  # below it, not even the letters are compared
_SPELLING = 0.10  # letters are alike sooner than words are: `bateau` and `bateaux`
_NEARLY = 0.05  # a pair that is so much worse than another of its texts does not decide the order
_NEEDED = 0.60  # of a piece's words, so many have to be in the whole
_GAIN = 0.04  # the pieces together have to be so much nearer to the whole than the longest alone
_PIECES = (2, 3)
_CHOICES = 8  # so many partners of one text are weighed: bounds the work where all are alike
_ANCHOR = 2.0  # what keeping a known pair in order is worth, beside at most 1 for a likeness
# What a sentence cut in two loses, and one joined of two gains.
_CONNECTING = frozenset(
    {"et", "mais", "puis", "car", "donc", "or", "ni", "ou", "and", "but", "then", "so", "nor"}
)


class Bead(NamedTuple):
    """The old texts `old:old_end` and the new texts `new:new_end` that came of them.

    `likeness` is from 0 to 1. One of the two ranges has a single text.
    """

    old: int
    old_end: int
    new: int
    new_end: int
    likeness: float

    @property
    def weight(self) -> float:
        """What the bead is worth: its likeness for each pair of texts that it explains."""
        return self.likeness * (self.old_end - self.old + self.new_end - self.new) / 2


@dataclass(frozen=True, slots=True)
class Alignment:
    """What came of what: `beads` in the new order, and the new texts of known pairs that moved."""

    beads: tuple[Bead, ...] = ()
    moved: frozenset[int] = frozenset()


def align(
    old: Sequence[str],
    new: Sequence[str],
    known: Mapping[int, int],
    *,
    placed: int,
    usable: Iterable[int],
) -> Alignment:
    """Align the texts that are in no known pair, in order where it can be, each at most once.

    `known` gives for new texts the old ones they are the same as. The first `placed` old texts
    stand in the old order, the others nowhere; of them only the `usable` count. First the heaviest
    chain of beads and known pairs in which nothing crosses; then, best first, what is left.
    A text that has a partner much more like it somewhere else waits for that one.

    Cost: O(old * new) comparisons of one or two machine words each, where nothing is the same;
    2,000 sentences wholly rewritten take about 2 s. Nearly linear where most are the same.

    Source: Fenwick (1994) tree for the heaviest increasing chain; beads after Gale and Church
    (1993).
    """
    free_new = [j for j in range(len(new)) if j not in known]
    used = set(known.values())
    free_old = [i for i in usable if i not in used]
    found = _beads(old, new, free_old, free_new, placed) if free_old and free_new else []
    anchors = [Bead(i, i + 1, j, j + 1, _ANCHOR) for j, i in known.items() if i < placed]
    in_order = [bead for bead in _leading(found) if bead.old < placed]
    chain = _heaviest([*in_order, *anchors], len(new))
    kept = {bead.new for bead in chain if bead.likeness == _ANCHOR}
    moved = frozenset(bead.new for bead in anchors) - kept
    beads = [bead for bead in chain if bead.likeness < _ANCHOR]
    beads += _best_first(found, beads)
    return Alignment(tuple(sorted(beads, key=lambda bead: bead.new)), moved)


def covers(whole: str, piece: str) -> bool:
    """Whether enough words of one of the two texts are in the other, in order.

    >>> covers("Il est parti mardi et il revient demain.", "Il revient demain.")
    True
    """
    from rapidfuzz.distance import LCSseq

    a, b = _bare(whole), _bare(piece)
    return LCSseq.similarity(a, b) >= _NEEDED * min(len(a), len(b))


def _bare(text: str) -> list[str]:
    """Return the words of a text that stay when it is cut or joined: no marks, no `et`, no case."""
    lower = (word.casefold() for word in words(text))
    return [word for word in lower if word not in _CONNECTING and any(map(str.isalnum, word))]


class _Coder:
    """Writes each distinct word as one character, so that comparing characters compares words."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}

    def __call__(self, text: Iterable[str]) -> str:
        return "".join(self._code(word) for word in text)

    def _code(self, word: str) -> str:
        code = self._codes.get(word)
        if code is None:
            number = len(self._codes) + 1
            # Surrogates are no characters; past the last character words share the first ones.
            code = chr(number if number < 0xD800 else 0xE000 + (number - 0xD800) % 0x100000)
            self._codes[word] = code
        return code


def _beads(
    old: Sequence[str],
    new: Sequence[str],
    free_old: Sequence[int],
    free_new: Sequence[int],
    placed: int,
) -> list[Bead]:
    coder = _Coder()
    beads: list[Bead] = []
    near_old: dict[int, list[int]] = {i: [] for i in free_old}
    near_new: dict[int, list[int]] = {}
    for j, alike in _alike(old, new, free_old, free_new, coder):
        beads += [Bead(i, i + 1, j, j + 1, a) for a, i in alike if a >= FLOOR]
        near_new[j] = [i for _, i in alike if i < placed]
        for i in near_new[j]:
            near_old[i].append(j)
    bare_old = {i: coder(_bare(old[i])) for i in free_old if i < placed}
    bare_new = {j: coder(_bare(new[j])) for j in free_new}
    for at, end, whole, likeness in _wholes(bare_new, bare_old, near_new):
        beads.append(Bead(whole, whole + 1, at, end, likeness))
    for at, end, whole, likeness in _wholes(bare_old, bare_new, near_old):
        beads.append(Bead(at, end, whole, whole + 1, likeness))
    return beads


def _alike(
    old: Sequence[str],
    new: Sequence[str],
    free_old: Sequence[int],
    free_new: Sequence[int],
    coder: _Coder,
) -> Iterator[tuple[int, list[tuple[float, int]]]]:
    """Give each new text with old ones that share many of its words, and how alike they are.

    A text that has few words in common may be the same but for its spelling: letters decide.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    scale = len(old) / max(len(new), 1)
    by_words = {i: coder(map(str.casefold, words(old[i]))) for i in free_old}
    for j in free_new:
        text = coder(map(str.casefold, words(new[j])))
        found = process.extract(
            text, by_words, scorer=Indel.normalized_similarity, score_cutoff=_HALF, limit=None
        )
        # Where very many are alike, those that stand nearest decide.
        alike = [(likeness, i) for _text, likeness, i in found if likeness >= FLOOR]
        alike.sort(key=lambda pair: (-round(pair[0], 2), abs(pair[1] - j * scale), pair[1]))
        half = []
        for _text, likeness, i in found[len(alike) :][:_CHOICES]:  # the most alike come first
            by_letters = Indel.normalized_similarity(_letters(old[i]), _letters(new[j]))
            half.append((max(likeness, by_letters - _SPELLING), i))
        yield j, alike[:_CHOICES] + half


def _letters(text: str) -> str:
    return " ".join(text.casefold().split())


def _wholes(
    pieces: Mapping[int, str], wholes: Mapping[int, str], near: Mapping[int, Sequence[int]]
) -> Iterator[tuple[int, int, int, float]]:
    """Give each run of neighbouring pieces that is a whole cut up: its ends, the whole, how alike.

    Texts are bare and coded. Every piece has to be in the whole for the greater part, and be
    missed without it. `near` are the wholes that share many words with a piece: the longest piece
    of a run always does.
    """
    from rapidfuzz.distance import Indel, LCSseq

    for number in _PIECES:
        for at in pieces:
            run = [pieces.get(at + k, "") for k in range(number)]
            if not all(run):
                continue
            text = "".join(run)
            longest = at + max(range(number), key=lambda k: len(run[k]))
            for index in near[longest]:
                whole = wholes[index]
                likeness = Indel.normalized_similarity(text, whole, score_cutoff=FLOOR_WHOLE)
                if not likeness:
                    continue
                fit = (LCSseq.similarity(piece, whole) / len(piece) for piece in run)
                alone = max(Indel.normalized_similarity(piece, whole) for piece in run)
                if min(fit) >= _NEEDED and likeness >= alone + _GAIN:
                    yield at, at + number, index, likeness


def _leading(beads: Sequence[Bead]) -> Iterator[Bead]:
    """Give the beads that are nearly the best that each of their texts has."""
    best_old: dict[int, float] = {}
    best_new: dict[int, float] = {}
    for bead in beads:
        best_old[bead.old] = max(best_old.get(bead.old, 0.0), bead.likeness)
        best_new[bead.new] = max(best_new.get(bead.new, 0.0), bead.likeness)
    for bead in beads:
        if bead.likeness >= max(best_old[bead.old], best_new[bead.new]) - _NEARLY:
            yield bead


def _heaviest(beads: Sequence[Bead], size: int) -> list[Bead]:
    """Return the heaviest chain of beads in which both orders increase. O(n log n).

    `size` is the number of new texts. A tree over the old texts holds the heaviest chain that ends
    before each; beads are taken by where they begin in the new texts, and enter where they end.
    """
    ends = sorted({bead.old_end for bead in beads})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ends) + 1)
    before: list[int] = [-1] * len(beads)
    total: list[float] = [0.0] * len(beads)
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for index, bead in enumerate(beads):
        starting.setdefault(bead.new, []).append(index)
        ending.setdefault(bead.new_end, []).append(index)
    for at in range(size + 1):
        for index in ending.get(at, ()):
            place = bisect_left(ends, beads[index].old_end) + 1
            while place <= len(ends):
                tree[place] = max(tree[place], (total[index], index))
                place += place & -place
        for index in starting.get(at, ()):
            place = bisect_left(ends, beads[index].old + 1)  # those that end at or before it
            heaviest = (0.0, -1)
            while place > 0:
                heaviest = max(heaviest, tree[place])
                place -= place & -place
            total[index], before[index] = heaviest[0] + beads[index].weight, heaviest[1]
    chain = []
    index = max(range(len(beads)), key=lambda k: total[k], default=-1)
    while index >= 0:
        chain.append(beads[index])
        index = before[index]
    return chain[::-1]


def _best_first(beads: Sequence[Bead], taken: Sequence[Bead]) -> Iterator[Bead]:
    """Give the heaviest beads whose texts are all free; `taken` are beads that are used already."""
    old = {i for bead in taken for i in range(bead.old, bead.old_end)}
    new = {j for bead in taken for j in range(bead.new, bead.new_end)}
    for bead in sorted(beads, key=lambda bead: (-bead.weight, abs(bead.old - bead.new), bead)):
        olds, news = range(bead.old, bead.old_end), range(bead.new, bead.new_end)
        if old.isdisjoint(olds) and new.isdisjoint(news):
            old.update(olds)
            new.update(news)
            yield bead
