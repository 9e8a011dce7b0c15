"""Sentence pairs as numbers, held in little memory, and the batches that training draws of them.

In: pairs of number lists. Out: batches of a few fixed shapes, the same for the same seed.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Few distinct lengths: a processor's library prepares each shape once, and that costs more than
# filling up does. What is longer than the last is left out of training.
LENGTHS = np.array([8, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 128])
LONGEST = int(LENGTHS[-1])
_SHUFFLED = 100_000  # so many pairs are sorted by length at once

Ids = NDArray[np.int64]


class Corpus:
    """Pairs of number lists, in the order they were added.

    A source holds all that the model reads; a target ends with the end token and does not begin
    with the start token.
    """

    def __init__(self) -> None:
        self._ids = (array("i"), array("i"))
        self._ends = (array("q", [0]), array("q", [0]))

    def __len__(self) -> int:
        return len(self._ends[0]) - 1

    def add(self, source: Sequence[int], target: Sequence[int]) -> None:
        """Add a pair at the end."""
        for ids, ends, new in zip(self._ids, self._ends, (source, target), strict=True):
            ids.extend(new)
            ends.append(len(ids))

    def pair(self, index: int) -> tuple[Sequence[int], Sequence[int]]:
        """Return the source and the target at a place."""
        (a, b), (ea, eb) = self._ids, self._ends
        return a[ea[index] : ea[index + 1]], b[eb[index] : eb[index + 1]]

    def lengths(self) -> tuple[Ids, Ids]:
        """Return how many tokens each source and each target has."""
        a, b = (np.array(ends, dtype=np.int64) for ends in self._ends)
        return a[1:] - a[:-1], b[1:] - b[:-1]

    def part(self, indices: Sequence[int]) -> Corpus:
        """Return a corpus of some of the pairs."""
        part = Corpus()
        for index in indices:
            part.add(*self.pair(index))
        return part

    @property
    def tokens(self) -> int:
        """How many target tokens there are."""
        return len(self._ids[1])

    @property
    def digest(self) -> str:
        """The fingerprint of all pairs in their order, 64 hexadecimal digits."""
        whole = hashlib.sha256()
        for part in (*self._ids, *self._ends):
            whole.update(part.tobytes())
        return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of one shape: `source` (B, S) with `lengths` (B), `target` (B, T) filled with -1."""

    source: Ids
    lengths: Ids
    target: Ids

    @property
    def tokens(self) -> int:
        """How many target tokens count."""
        return int((self.target >= 0).sum())


def endless(corpus: Corpus, tokens: int, seed: int, skip: int = 0) -> Iterator[Batch]:
    """Give batches for ever, each pass over the pairs in another order; the first `skip` not.

    A batch has about `tokens` tokens a side. Every pair comes once in each pass.
    """
    passes = 0
    while True:
        for indices in _pass(corpus, tokens, seed + passes):
            if skip:
                skip -= 1
            else:
                yield batch_of(corpus, indices)
        passes += 1


def in_order(corpus: Corpus, tokens: int) -> Iterator[Batch]:
    """Give every pair once, shortest first: for measuring."""
    need = np.maximum(*corpus.lengths())
    for indices in _cut(np.argsort(need, kind="stable"), need, tokens):
        yield batch_of(corpus, indices)


def batches_in_pass(corpus: Corpus, tokens: int) -> int:
    """Return about how many batches one pass over the corpus has."""
    need = np.maximum(*corpus.lengths())
    return sum(1 for _batch in _cut(np.argsort(need, kind="stable"), need, tokens))


def _pass(corpus: Corpus, tokens: int, seed: int) -> Iterator[Ids]:
    """Give the places of the pairs of each batch of a pass, in an order of `seed`."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(corpus))
    need = np.maximum(*corpus.lengths())
    for start in range(0, len(order), _SHUFFLED):
        chunk = order[start : start + _SHUFFLED]
        chunk = chunk[np.argsort(need[chunk], kind="stable")]
        batches = list(_cut(chunk, need, tokens))
        for number in rng.permutation(len(batches)):
            yield batches[number]


def _cut(chunk: Ids, need: Ids, tokens: int) -> Iterator[Ids]:
    """Cut pairs that are sorted by length into batches of at most `tokens`, at least one pair."""
    start = 0
    while start < len(chunk):
        width = _width(int(need[chunk[start]]))
        end = start + 1
        while end < len(chunk):
            wider = max(width, _width(int(need[chunk[end]])))
            if wider * (end - start + 1) > tokens:
                break
            width, end = wider, end + 1
        yield chunk[start:end]
        start = end


def _width(length: int) -> int:
    """Return the fixed length that a pair is filled up to."""
    place = int(np.searchsorted(LENGTHS, length))
    return int(LENGTHS[place]) if place < len(LENGTHS) else length


def batch_of(corpus: Corpus, indices: Sequence[int] | Ids) -> Batch:
    """Return some pairs as one batch."""
    pairs = [corpus.pair(int(index)) for index in indices]
    width = _width(max(max(len(s), len(t)) for s, t in pairs))
    source = np.zeros((len(pairs), width), np.int64)
    target = np.full((len(pairs), width), -1, np.int64)
    for row, (s, t) in enumerate(pairs):
        source[row, : len(s)] = s
        target[row, : len(t)] = t
    return Batch(source, np.array([len(s) for s, _t in pairs], np.int64), target)
