"""What a merge did with an article's sentences, for people and for programs to read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a sentence between two versions of an article."""

    KEPT = "kept"  # the same, in its place among the others
    MOVED = "moved"  # the same, elsewhere in the article
    RETURNED = "returned"  # it had gone, and is back with its translation
    CHANGED = "changed"
    SPLIT = "split"  # one became two or three
    JOINED = "joined"  # two or three became one
    NEW = "new"
    GONE = "gone"  # kept at the catalog's end where anybody translated it


@dataclass(frozen=True, slots=True)
class Event:
    """What became of one sentence, or of those that were cut or joined.

    `old` and `new` are sources; the one is empty for NEW, the other for GONE. `difference` names
    the words that changed. `is_offered` tells whether the old translation is there to be checked;
    where it is not, there was at best a machine's draft, or a text too far off by now, and the
    sentence waits for a new draft.
    """

    fate: Fate
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    difference: str = ""
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What a merge did: how many sentences it kept in place, and what became of the others.

    `events` are in the article's order; what is gone comes last.
    """

    kept: int = 0
    events: tuple[Event, ...] = ()

    @property
    def counts(self) -> dict[Fate, int]:
        """How often each fate befell, in the order of Fate; a split or joining counts once."""
        found = Counter(event.fate for event in self.events)
        found[Fate.KEPT] = self.kept
        return {fate: found[fate] for fate in Fate}

    def of(self, fate: Fate) -> tuple[Event, ...]:
        """Return the events of one fate; of KEPT there is only the number."""
        return tuple(event for event in self.events if event.fate is fate)
