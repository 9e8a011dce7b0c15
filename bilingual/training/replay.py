"""General sentences that keep a model what it was while it learns something new.

In: the parent, and files that a person names. Out: pairs of general French (or another source
language) with a translation. Where there is only a source, the parent translates it: the model is
held to its own words, which need not be good to be remembered. `general.<language>.txt` beside
this file holds sentences written for this project, for where no file is named.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from bilingual.engines.argos import ArgosEngine
from bilingual.pairs import Cleaned, Pair, cleaned, read_pairs, read_sentences, source_hash
from bilingual.resources import PACKAGE
from bilingual.text import normalised
from bilingual.training.corpus import LONGEST, Corpus
from bilingual.training.material import encoded
from bilingual.training.parent import Parent

MOST = 20_000  # so many pairs say what general language is
MOST_TRANSLATED = 2_000  # about a minute's work
ANCHORS = 0.1  # the share on which the drift is measured, and which is not trained on
MOST_ANCHORS = 200


def general_sentences(language: str) -> tuple[str, ...]:
    """Return the general sentences shipped for a source language; none where there are none."""
    path = PACKAGE / "training" / f"general.{language}.txt"
    if not path.is_file():
        return ()
    return tuple(line for line in read_sentences(path) if line and not line.startswith("#"))


def replay_pairs(
    parent: Parent,
    files: Sequence[Path],
    house: AbstractSet[str],
    *,
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> list[Pair]:
    """Return general pairs, none of whose sources is among `house` (normalised sources).

    Of the files named, `.txt` holds sentences of the source language, one a line; others are
    pairs. Those with the lowest hashes are taken where there are too many.

    Raises: BitextError when a file cannot be read; EngineError when the parent fails.
    """
    package = parent.package
    texts: list[str] = []
    pairs: list[Iterator[Pair]] = []
    for path in files:
        if path.suffix.lower() == ".txt":
            texts += read_sentences(path)
        else:
            pairs.append(read_pairs(path, package.source, package.target))
    if not files:
        texts += general_sentences(package.source)
    found = [p for some in pairs for p in heapq.nsmallest(MOST, cleaned(some, Cleaned()), key=_key)]
    wanted = heapq.nsmallest(MOST_TRANSLATED, dict.fromkeys(filter(None, texts)), key=source_hash)
    drafts = _translated(parent, wanted, threads, progress)
    made = [*found, *(Pair(s, t, "replay") for s, t in zip(wanted, drafts, strict=True))]
    kept = [pair for pair in cleaned(made, Cleaned()) if normalised(pair.source) not in house]
    return heapq.nsmallest(MOST, kept, key=_key)


def replay_corpora(pairs: Sequence[Pair], parent: Parent) -> tuple[Corpus, Corpus]:
    """Return the pairs as numbers: those to train on, and the anchors that measure the drift."""
    train, anchors = Corpus(), Corpus()
    longest = min(LONGEST, parent.shape.positions)
    apart = max(1, int(len(pairs) * ANCHORS)) if pairs else 0
    for place, (_pair, source, target) in enumerate(encoded(pairs, parent.vocabulary)):
        if max(len(source), len(target)) <= longest:
            is_anchor = place < min(apart, MOST_ANCHORS)
            (anchors if is_anchor else train).add(source, target)
    return train, anchors


def _key(pair: Pair) -> tuple[int, str]:
    return source_hash(pair.source), pair.target


def _translated(
    parent: Parent,
    sentences: Sequence[str],
    threads: int,
    progress: Callable[[int, int], None] | None,
) -> list[str]:
    engine = ArgosEngine(parent.package, threads=threads)
    done = 0

    def step(n: int) -> None:
        nonlocal done
        done += n
        if progress is not None:
            progress(done, len(sentences))

    found = engine.translate(sentences, progress=step)
    return [hypotheses[0].text if hypotheses else "" for hypotheses in found]
