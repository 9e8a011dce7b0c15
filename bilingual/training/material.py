"""What a training run learns from: the pairs as numbers, some of them held out for measuring.

In: pairs, a vocabulary. Out: a corpus to train on and one that is never trained on, with the
texts of the latter. Which are held out depends on the sentences alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from bilingual.errors import BitextError
from bilingual.interface import _
from bilingual.pairs import (
    Cleaned,
    Pair,
    catalog_files,
    catalog_pairs,
    cleaned,
    read_pairs,
    source_hash,
)
from bilingual.training.corpus import LONGEST, Corpus
from bilingual.training.vocabulary import Vocabulary

HELD_OUT = 0.1  # the share that is held out
MOST_HELD_OUT = 1_000
LEAST = 10  # fewer pairs teach nothing that could be measured
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to learn from, and the languages: codes such as `fr` and `en`."""

    source: str
    target: str
    bitexts: tuple[Path, ...] = ()
    catalogs: tuple[Path, ...] = ()

    def pairs(self) -> Iterator[Pair]:
        """Give all pairs of all files, as they stand there.

        Raises: BitextError, CatalogError or ArticleError at a file that cannot be read.
        """
        for path in self.bitexts:
            yield from read_pairs(path, self.source, self.target)
        for path in chain.from_iterable(map(catalog_files, self.catalogs)):
            yield from catalog_pairs(path, self.source, self.target)


@dataclass(frozen=True, slots=True)
class Material:
    """What a run learns from. `texts` are the pairs held out, in the order of `held_out`."""

    train: Corpus
    held_out: Corpus
    texts: tuple[Pair, ...]
    count: Cleaned


def digest_of(sources: Sources) -> tuple[str, Cleaned]:
    """Return the SHA-256 of the cleaned pairs, and what was left out.

    Raises: BitextError when fewer than `LEAST` pairs are left, or as `Sources.pairs`.
    """
    count = Cleaned()
    digest = hashlib.sha256()
    for pair in cleaned(sources.pairs(), count):
        digest.update(f"{pair.source}\t{pair.target}\n".encode("utf-8", "surrogatepass"))
    if count.kept < LEAST:
        raise BitextError(
            _("pairs of sentences to learn from: {n}; needed: {least}").format(
                n=count.kept, least=LEAST
            ),
            hint=_(
                "Review more sentences, or give a file of pairs with --bitext. Drafts that nobody "
                "has reviewed do not count."
            ),
        )
    return digest.hexdigest(), count


def read_material(sources: Sources, vocabulary: Vocabulary, longest: int = LONGEST) -> Material:
    """Return the pairs as numbers, those held out apart.

    Held out is about a tenth, at most `MOST_HELD_OUT`: the pairs whose source has the lowest
    hash. Left out are pairs of more than `longest` tokens on a side.

    Raises: BitextError when nothing is left, or as `Sources.pairs`.
    """
    count = Cleaned()
    whole = Corpus()
    hashes: list[int] = []
    found = cleaned(sources.pairs(), count)
    while some := list(islice(found, _AT_ONCE)):
        for pair, source, target in encoded(some, vocabulary):
            if max(len(source), len(target)) > longest:
                count.kept -= 1
                count.leave_out("long")
                continue
            whole.add(source, target)
            hashes.append(source_hash(pair.source))
    if len(whole) < LEAST:
        raise BitextError(
            _("all sentences are too long to learn from"),
            hint=_("Cut the texts into sentences, one pair on each line."),
        )
    bound = sorted(hashes)[max(1, min(MOST_HELD_OUT, int(len(hashes) * HELD_OUT))) - 1]
    held = [place for place, value in enumerate(hashes) if value <= bound]
    kept = [place for place, value in enumerate(hashes) if value > bound]
    # Read once more rather than keeping the texts of millions of pairs in memory.
    again = cleaned(sources.pairs(), Cleaned())
    wanted = {hashes[place] for place in held}
    texts = tuple(pair for pair in again if source_hash(pair.source) in wanted)
    return Material(whole.part(kept), whole.part(held), texts, count)


def encoded(
    pairs: Iterable[Pair], vocabulary: Vocabulary
) -> Iterator[tuple[Pair, list[int], list[int]]]:
    """Give each pair with what the model reads and what it shall write."""
    some = list(pairs)
    sources = vocabulary.encode([pair.source for pair in some])
    targets = vocabulary.encode([pair.target for pair in some])
    for pair, source, target in zip(some, sources, targets, strict=True):
        yield pair, vocabulary.source(source), [*target, vocabulary.end]
