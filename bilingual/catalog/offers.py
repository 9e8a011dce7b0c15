"""Units whose sentence changed → units that offer the translation they had.

An offer is a DRAFT whose `previous_source` is the sentence that its target was made for. What a
person wrote or confirmed is offered; an untouched machine draft is not: a new one is better. The
unit that an offer comes from stays in the catalog as it was, so that an offer is only a view of
it: one that nobody touched is dropped with its sentence, and no word is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from bilingual.catalog.align import covers
from bilingual.diff import shown, word_diff
from bilingual.model import Origin, Segment, State, Unit
from bilingual.text import fold_lines, normalised

_PARTS = ("split: ", "joined: ")
CHANGED = "changed: "  # a remark that names the words of the source that are others now
_MARKS = (CHANGED, *_PARTS)
_STALE = ("memory: ",)  # what the memory had to offer for the old sentence
_MOST_PIECES = 3


def is_offer(unit: Unit) -> bool:
    """Whether the unit's target was made for an older version of its sentence."""
    return unit.state is State.DRAFT and bool(unit.previous_source)


def is_human(unit: Unit) -> bool:
    """Whether a person wrote or confirmed the target, for this sentence or an older one."""
    is_machine_draft = unit.state is State.DRAFT and unit.is_machine and not unit.previous_source
    return bool(unit.target) and not is_machine_draft


def unmarked(remarks: Sequence[str]) -> tuple[str, ...]:
    """Return the remarks without those that say how an offer came about."""
    return tuple(line for line in remarks if not line.startswith(_MARKS))


def part_mark(remarks: Sequence[str]) -> str:
    """Return the remark that says that a sentence was cut or joined, "" where none does."""
    return next((line for line in remarks if line.startswith(_PARTS)), "")


def _lasting(remarks: Sequence[str]) -> Iterator[str]:
    """Give the remarks that hold for the sentence whatever its words are."""
    return (line for line in unmarked(remarks) if not line.startswith(_STALE))


def settled(unit: Unit) -> Unit:
    """Return the unit without the traces of an offer, where it is none any more."""
    if unit.state is not State.REVIEWED:
        return unit
    remarks = unmarked(unit.remarks)
    if not unit.previous_source and remarks == unit.remarks:
        return unit
    return replace(unit, previous_source="", remarks=remarks)


def making(
    source: str,
    target: str,
    units: Sequence[Unit],
    by_source: Mapping[str, Sequence[int]],
    most: int = _MOST_PIECES,
) -> Iterator[tuple[int, ...]]:
    """Give the units, at most `most` by their index, whose sources and targets, joined, are these.

    `by_source` has the indices that may be taken, by their normalised source.
    """
    for index in by_source.get(source, ()):
        if units[index].target == target:
            yield (index,)
    if most == 1:
        return
    pieces = source.split(" ")
    for end in range(1, len(pieces)):
        for index in by_source.get(" ".join(pieces[:end]), ()):
            first = units[index].target
            if not target.startswith(first):
                continue
            rest = target[len(first) :].removeprefix(" ")
            for more in making(" ".join(pieces[end:]), rest, units, by_source, most - 1):
                yield (index, *more)


class Originals:
    """Where offers come from, to tell an offer that nobody touched; units are known by index.

    The first `placed` units are in use, the others obsolete.
    """

    def __init__(self, units: Sequence[Unit], placed: int) -> None:
        self.units = units
        self._by_source: dict[str, list[int]] = defaultdict(list)
        self._found: dict[int, tuple[int, ...]] = {}
        if not any(map(is_offer, units[:placed])):
            return
        for index, unit in enumerate(units):
            # An offer in use may itself go: it is no ground for letting another one go.
            if is_human(unit) and not (index < placed and is_offer(unit)):
                self._by_source[normalised(unit.source)].append(index)
                if is_offer(unit):
                    self._by_source[normalised(unit.previous_source)].append(index)

    def of(self, index: int) -> tuple[int, ...]:
        """Return the units that hold all that an untouched offer holds; of others, nothing."""
        if index not in self._found:
            unit = self.units[index]
            self._found[index] = self._search(index, unit) if is_offer(unit) else ()
        return self._found[index]

    def _search(self, index: int, unit: Unit) -> tuple[int, ...]:
        source = normalised(unit.previous_source)
        for found in making(source, unit.target, self.units, self._by_source):
            originals = [self.units[i] for i in found]
            notes = {line for original in originals for line in original.note.split("\n")}
            others = {text for original in originals for text in original.alternatives}
            seen = {name for original in originals for name in original.dismissed}
            is_held = {*unit.note.split("\n"), ""} <= {*notes, ""}
            is_held &= set(unit.alternatives) <= others and set(unit.dismissed) <= seen
            if index not in found and is_held:
                return found
        return ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for new sentences: a text, and what it was made for.

    `is_distant` where there were other versions in between.
    """

    source: str
    target: str
    origin: Origin | None
    note: str
    alternatives: tuple[str, ...]
    flags: tuple[str, ...]
    remarks: tuple[str, ...]
    dismissed: tuple[str, ...]
    is_distant: bool


def offer_of(
    indices: Sequence[int], originals: Originals, in_use: AbstractSet[int], glue: str
) -> Offer:
    """Return what units offer together; its target is empty where a part is a machine's draft.

    An untouched offer passes on what it was itself made of, so that the source shown is always the
    one that the text was made for; and nothing, where that is `in_use` again: a review is not to
    be handed to several sentences. `glue` stands between two sentences of the target.
    """
    parts: list[Unit] = []
    sources: list[str] = []
    is_whole = True
    for index in indices:
        unit = originals.units[index]
        grounds = originals.of(index)
        is_whole &= is_human(unit) and in_use.isdisjoint(grounds)
        source = unit.previous_source if grounds else unit.source
        # Both halves of a sentence that was cut offer the same: joined again, they offer it once.
        if grounds and sources and (source, unit.target) == (sources[-1], parts[-1].target):
            continue
        parts.append(unit)
        sources.append(source)
    units = [originals.units[index] for index in indices]
    return Offer(
        source=" ".join(sources),
        target=glue.join(unit.target for unit in parts) if is_whole else "",
        origin=_origin(parts, glue) if is_whole else None,
        note="\n".join(dict.fromkeys(unit.note for unit in units if unit.note)),
        alternatives=parts[0].alternatives if len(parts) == 1 else (),
        flags=tuple(dict.fromkeys(flag for unit in units for flag in unit.flags)),
        remarks=tuple(dict.fromkeys(line for unit in units for line in _lasting(unit.remarks))),
        dismissed=parts[0].dismissed if len(parts) == 1 else (),
        is_distant=any(map(originals.of, indices)),
    )


def _origin(parts: Sequence[Unit], glue: str) -> Origin | None:
    """Return the origin of a joined text: it equals the text only where machines wrote it all."""
    origins = [unit.origin for unit in parts if unit.origin is not None]
    if len(origins) <= 1:
        return origins[0] if origins else None
    return Origin(origins[0].signature, glue.join(origin.text for origin in origins))


def offered(offer: Offer, segment: Segment, mark: str = "") -> Unit:
    """Return the unit of a new sentence with what is offered for it.

    Untranslated where nothing is, or where the text has little to do with the sentence any more.
    `mark` says how the offer came about; without one, the words that changed are named. What
    others remarked about the old sentence, and the note, go with it; findings do not. A
    dismissal does: it is of a piece of text, and counts as long as that is the same.
    """
    source = fold_lines(segment.source)
    unit = Unit(
        segment.key,
        source,
        note=offer.note,
        alternatives=offer.alternatives,
        flags=offer.flags,
        remarks=offer.remarks,
        dismissed=offer.dismissed,
    )
    if not offer.target or (offer.is_distant and not covers(offer.source, source)):
        return unit
    is_same = normalised(offer.source) == normalised(source)
    marks = () if is_same else (mark or f"{CHANGED}{difference(offer.source, source)}",)
    return replace(
        unit,
        target=offer.target,
        state=State.DRAFT,
        origin=offer.origin,
        previous_source="" if is_same else offer.source,
        remarks=(*marks, *offer.remarks),
    )


def difference(old: str, new: str) -> str:
    """Return the words that changed, on one line.

    >>> difference("Le marché ouvre mardi.", "Le marché ouvre mercredi.")
    'mardi → mercredi'
    """
    return fold_lines(shown(word_diff(old, new))) or "white space"
