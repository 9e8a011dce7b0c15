"""An article that may have changed + its catalog → the catalog for the article as it is now.

A unit follows its sentence: exact match of the normalised source, wherever it moved, decides. What
has no sentence any more becomes obsolete with its state, and comes back with its sentence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bilingual.catalog.units import Catalog
from bilingual.model import Article, Segment, State, Unit
from bilingual.text import fold_lines, line_numbers, normalised, segment_key

_RANK = {State.REVIEWED: 0, State.DRAFT: 1, State.UNTRANSLATED: 2}


def merge(catalog: Catalog, article: Article, segments: Sequence[Segment]) -> Catalog:
    """Return `catalog` with exactly one unit for each segment, in the article's order.

    A pure function; merging twice is merging once. No unit that has a target or a note is dropped:
    it is among the units or among the obsolete. Repeated sentences are paired in order; where fewer
    are left than there were, reviewed units stay before drafts.
    """
    old = (*catalog.units, *catalog.obsolete)
    wanted = Counter(normalised(segment.source) for segment in segments)
    chosen = _chosen(old, wanted)
    used = {i for kept in chosen.values() for i in kept}
    name = _reference_name(article)
    lines = line_numbers(article.text, (segment.span.start for segment in segments))
    units = []
    for segment, line in zip(segments, lines, strict=True):
        candidates = chosen[normalised(segment.source)]
        source = fold_lines(segment.source)
        unit = old[candidates.pop(0)] if candidates else Unit(segment.key, source)
        units.append(replace(unit, key=segment.key, source=source, reference=f"{name}:{line}"))
    # Those that were obsolete already stay in front, so that a second merge changes nothing.
    order = [*range(len(catalog.units), len(old)), *range(len(catalog.units))]
    left = [old[i] for i in order if i not in used]
    return replace(catalog, units=tuple(units), obsolete=tuple(_rekeyed(left, wanted)))


def _reference_name(article: Article) -> str:
    """Return the article's name as `#:` lines write it; gettext isolates names that hold blanks."""
    return f"\u2068{article.name}\u2069" if " " in article.name else article.name


def _chosen(old: Sequence[Unit], wanted: Counter[str]) -> dict[str, list[int]]:
    """Return, for each normalised source, which of the old units stay in use, in their order.

    There are at most as many as are wanted; reviewed ones are taken before drafts, and drafts
    before the untranslated.
    """
    pools: dict[str, list[int]] = defaultdict(list)
    for i, unit in enumerate(old):
        pools[normalised(unit.source)].append(i)
    for source, pool in pools.items():
        fittest = sorted(pool, key=lambda i: (_RANK[old[i].state], i))[: wanted[source]]
        pools[source] = sorted(fittest)
    return pools


def _rekeyed(left: Sequence[Unit], wanted: Counter[str]) -> Iterator[Unit]:
    """Give the units left over that hold any work, each under a key that no segment has."""
    taken = Counter(wanted)
    for unit in left:
        if unit.target or unit.note:
            taken[normalised(unit.source)] += 1
            n, key = taken[normalised(unit.source)], segment_key(unit.source)
            yield replace(unit, key=key if n == 1 else f"{key}.{n}")
