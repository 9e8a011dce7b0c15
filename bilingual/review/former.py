"""What a sentence was before its author changed it, where nothing of it was kept in its unit.

In: a catalog fitted to its article. Out: for units without a translation, the obsolete unit that
they came of. An untouched machine draft is offered to no other sentence (`catalog.offers`): the
reviewer is told what it was, and decides. Nothing here is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bilingual.catalog import Catalog, making
from bilingual.diff import likest, words
from bilingual.model import State, Unit
from bilingual.text import normalised

# Less than what a translation is offered for (`catalog.align`): here it is only told.
_FLOOR = 0.6
_MOST = 4  # candidates of one sentence that are weighed


def is_earlier(unit: Unit, catalog: Catalog) -> bool:
    """Whether a draft's words are, to the letter, a person's for the sentence as it was.

    Where sentences were joined, for these in their order.

    O(units) for a unit that a translation was offered for; else at once.
    """
    if unit.state is not State.DRAFT or not unit.previous_source or unit.is_machine:
        return False
    # What is no part of its words need not be looked up by its source.
    units = [
        one
        for one in (*catalog.obsolete, *catalog.units)
        if one.target in unit.target and one.key != unit.key
    ]
    by_source = defaultdict(list)
    for index, one in enumerate(units):
        by_source[normalised(one.source)].append(index)
    return any(making(normalised(unit.previous_source), unit.target, units, by_source))


class Formers:
    """Finds what sentences were; keeps what it found while the obsolete units are the same."""

    def __init__(self) -> None:
        self._gone: tuple[Unit, ...] = ()
        self._words: list[tuple[str, ...]] = []
        self._likest: dict[str, list[int]] = {}

    def of(self, catalog: Catalog) -> Mapping[str, Unit]:
        """Return the obsolete units that units without a translation came of, by these units' key.

        At least three of five words are the same; each obsolete unit is given once. One whose
        sentence stands in the article, or whose unit says already what it was made for, is left
        out. O(changed sentences * obsolete) comparisons the first time.
        """
        waiting = [
            unit
            for unit in catalog.units
            if unit.state is State.UNTRANSLATED and not unit.previous_source
        ]
        if not waiting or not catalog.obsolete:
            return {}
        self._learn(catalog.obsolete)
        taken = {normalised(unit.source) for unit in catalog.units}
        found: dict[str, Unit] = {}
        for unit in waiting:
            for index in self._candidates(unit.source):
                former = self._gone[index]
                source = normalised(former.source)
                if source not in taken:
                    taken.add(source)
                    found[unit.key] = former
                    break
        return found

    def _learn(self, obsolete: Sequence[Unit]) -> None:
        gone = tuple(unit for unit in obsolete if unit.target)
        if gone != self._gone:
            self._gone = gone
            self._words = [words(unit.source) for unit in gone]
            self._likest.clear()

    def _candidates(self, source: str) -> list[int]:
        """Return the obsolete units like a sentence, the likest first, then the latest gone."""
        if source not in self._likest:
            found = likest(words(source), self._words, _FLOOR)
            found.sort(key=lambda pair: (-pair[0], -pair[1]))
            self._likest[source] = [index for _ratio, index in found[:_MOST]]
        return self._likest[source]
