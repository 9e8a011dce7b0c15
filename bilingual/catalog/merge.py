"""An article that may have changed + its catalog → the catalog for the article as it is now.

A unit follows its sentence: exact match of the normalised source, wherever it moved, decides; an
id alone never does. A sentence that changed, was cut in two or joined with its neighbour gets the
old translation as a draft to be checked (`offers`). The old unit itself becomes obsolete, as does
what is gone: with its state, and it comes back as it was when its sentence returns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bilingual.catalog.align import Alignment, Bead, align
from bilingual.catalog.offers import (
    Originals,
    difference,
    is_human,
    is_offer,
    offer_of,
    offered,
    part_mark,
    settled,
)
from bilingual.catalog.report import Event, Fate, MergeReport
from bilingual.catalog.units import Catalog
from bilingual.model import Article, Segment, State, Unit
from bilingual.text import fold_lines, line_numbers, normalised, segment_key


def merge(
    catalog: Catalog, article: Article, segments: Sequence[Segment]
) -> tuple[Catalog, MergeReport]:
    """Return `catalog` with exactly one unit for each segment, in the article's order.

    A pure function; merging twice is merging once. REVIEWED are only the units that were, under
    the sentence they were reviewed for. No unit that has a target or a note is dropped: it is
    among the units or among the obsolete, but for an offer that nobody touched, whose original is
    there. Repeated sentences are paired in order; where fewer are left than there were, reviewed
    units stay before drafts.

    Cost: linear where sentences are the same; for the others see `align`.
    """
    old = (*catalog.units, *catalog.obsolete)
    placed = len(catalog.units)
    sources = [normalised(unit.source) for unit in old]
    wanted = [normalised(segment.source) for segment in segments]
    known = _known(old, sources, wanted, placed)
    originals = Originals(old, placed)
    found = align(
        [unit.source for unit in old],
        [fold_lines(segment.source) for segment in segments],
        known,
        placed=placed,
        usable=_usable(originals, placed) if len(known) < len(segments) else (),
    )
    used = set(known.values())
    # Chinese and Japanese put nothing between sentences.
    glue = "" if catalog.field("Language")[:2] in ("zh", "ja") else " "
    made = _made(segments, found, originals, used, glue)
    units = []
    for j, (segment, reference) in enumerate(_referred(article, segments)):
        unit = settled(old[known[j]]) if j in known else made.get(j, Unit(segment.key, ""))
        source = fold_lines(segment.source)
        units.append(replace(unit, key=segment.key, source=source, reference=reference))
    # Those that were obsolete already stay in front, so that a second merge changes nothing.
    left = [(old[i], sources[i]) for i in range(placed, len(old)) if i not in used]
    left += [
        (replace(old[i], reference=""), sources[i])
        for i in range(placed)
        if i not in used and not originals.of(i)
    ]
    gone = tuple(_rekeyed(left, wanted))
    report = _report(old, segments, known, found, made, placed)
    return replace(catalog, units=tuple(units), obsolete=gone), report


def _known(
    old: Sequence[Unit], sources: Sequence[str], wanted: Sequence[str], placed: int
) -> dict[int, int]:
    """Return, for each new sentence that was there before, which old unit is its own.

    Of the units of one source at most as many are taken as are wanted, the fittest, in order.
    """
    pools: dict[str, list[int]] = defaultdict(list)
    for i, source in enumerate(sources):
        pools[source].append(i)
    for source, number in Counter(wanted).items():
        pool = pools.get(source, [])
        if len(pool) > number:
            pools[source] = sorted(sorted(pool, key=lambda i: _rank(old[i], i < placed))[:number])
    known = {}
    for j in range(len(wanted)):
        pool = pools.get(wanted[j], [])
        if pool:
            known[j] = pool.pop(0)
    return known


def _rank(unit: Unit, is_in_use: bool) -> int:
    """Return how readily a unit gives way to another of the same source: 0 is the last to go.

    What is in use is what people work on: a person's draft there is not replaced by what was
    reviewed once and is obsolete, but anything less is.
    """
    if unit.state is State.UNTRANSLATED:
        return 5
    if not is_human(unit) or is_offer(unit):
        return 4
    return (0 if unit.is_reviewed else 1) + (0 if is_in_use else 2)


def _usable(originals: Originals, placed: int) -> list[int]:
    """Return the old units whose sentences may have become others.

    All that were in use; of the obsolete those with a person's words, unless they are offered
    somewhere already: one review is not to be handed to several sentences.
    """
    busy = {original for i in range(placed) for original in originals.of(i)}
    gone = range(placed, len(originals.units))
    return [*range(placed), *(i for i in gone if is_human(originals.units[i]) and i not in busy)]


def _made(
    segments: Sequence[Segment],
    found: Alignment,
    originals: Originals,
    in_use: AbstractSet[int],
    glue: str,
) -> dict[int, Unit]:
    """Return, for each new sentence that came of others, its unit with what they offer."""
    made: dict[int, Unit] = {}
    for bead in found.beads:
        offer = offer_of(range(bead.old, bead.old_end), originals, in_use, glue)
        for j in range(bead.new, bead.new_end):
            made[j] = offered(offer, segments[j], _mark(bead, j, originals))
    return made


def _mark(bead: Bead, j: int, originals: Originals) -> str:
    """Return the remark of a sentence that was cut or joined, or that came of one that was."""
    if bead.new_end - bead.new > 1:
        return f"split: part {j - bead.new + 1} of {bead.new_end - bead.new} of the old sentence"
    if bead.old_end - bead.old > 1:
        return f"joined: {bead.old_end - bead.old} old sentences"
    remarks = originals.units[bead.old].remarks if originals.of(bead.old) else ()
    return part_mark(remarks)


def _referred(article: Article, segments: Sequence[Segment]) -> Iterator[tuple[Segment, str]]:
    """Give each segment with where it lies; gettext isolates names that hold blanks."""
    name = f"\u2068{article.name}\u2069" if " " in article.name else article.name
    lines = line_numbers(article.text, (segment.span.start for segment in segments))
    for segment, line in zip(segments, lines, strict=True):
        yield segment, f"{name}:{line}"


def _rekeyed(left: Iterable[tuple[Unit, str]], wanted: Iterable[str]) -> Iterator[Unit]:
    """Give the units left over that hold any work, each under a key that no segment has."""
    taken = Counter(wanted)
    for unit, source in left:
        if unit.has_work:
            taken[source] += 1
            n, key = taken[source], segment_key(unit.source)
            yield replace(unit, key=key if n == 1 else f"{key}.{n}")


def _report(
    old: Sequence[Unit],
    segments: Sequence[Segment],
    known: Mapping[int, int],
    found: Alignment,
    made: Mapping[int, Unit],
    placed: int,
) -> MergeReport:
    """Say what became of each sentence."""
    beads = {bead.new: bead for bead in found.beads}
    events: list[Event] = []
    kept = 0
    for j, segment in enumerate(segments):
        source = (fold_lines(segment.source),)
        if j in beads:
            events.append(_event(beads[j], old, segments, made[j]))
        elif j not in known and j not in made:
            events.append(Event(Fate.NEW, new=source))
        elif j in known and known[j] >= placed:
            events.append(Event(Fate.RETURNED, source, source))
        elif j in found.moved:
            events.append(Event(Fate.MOVED, source, source))
        elif j in known:
            kept += 1
    left = set(range(placed)) - set(known.values())
    left -= {i for bead in found.beads for i in range(bead.old, bead.old_end)}
    events += [Event(Fate.GONE, old=(old[i].source,)) for i in sorted(left)]
    return MergeReport(kept, tuple(events))


def _event(bead: Bead, old: Sequence[Unit], segments: Sequence[Segment], unit: Unit) -> Event:
    before = tuple(unit.source for unit in old[bead.old : bead.old_end])
    after = tuple(fold_lines(segment.source) for segment in segments[bead.new : bead.new_end])
    is_offered = bool(unit.target)
    if len(after) > 1:
        return Event(Fate.SPLIT, before, after, is_offered=is_offered)
    if len(before) > 1:
        return Event(Fate.JOINED, before, after, is_offered=is_offered)
    return Event(Fate.CHANGED, before, after, difference(before[0], after[0]), is_offered)
