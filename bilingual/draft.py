"""Units without a target + an engine → units with a draft.

In: catalogs. Out: the same catalogs, every unit that had no target drafted by the engine; a unit
that any person or machine has filled is left alone unless a new draft is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bilingual.catalog import Catalog
from bilingual.engines import Engine
from bilingual.model import Hypothesis, State, Unit


def needs_draft(unit: Unit, *, redraft: bool = False) -> bool:
    """Whether `unit` waits for a machine's draft.

    With `redraft`, also where the target is a draft exactly as a machine made it: nobody's work
    goes with it.
    """
    untouched = unit.state is State.DRAFT and unit.is_machine and not unit.note
    return unit.state is State.UNTRANSLATED or (redraft and untouched)


def pending(catalogs: Sequence[Catalog], *, redraft: bool = False) -> tuple[str, ...]:
    """Return the distinct sources that need a draft, in the order they first occur."""
    waiting = (u for c in catalogs for u in c.units if needs_draft(u, redraft=redraft))
    return tuple(dict.fromkeys(unit.source for unit in waiting))


class Drafter:
    """Drafts catalogs of one pair of languages with one engine.

    `segmenter` is the segmenter's version, for the signature. `repeated` are the hashes of sources
    that will be met again in a later call: their drafts are kept, so that equal sentences are
    translated once in a whole run.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        segmenter: str,
        repeated: AbstractSet[int] = frozenset(),
        redraft: bool = False,
    ) -> None:
        self._engine = engine
        self._signature = f"{engine.signature}|segmenter:{segmenter}"
        self._repeated = repeated
        self._redraft = redraft
        self._kept: dict[str, Hypothesis] = {}

    def draft(
        self, catalogs: Sequence[Catalog], progress: Callable[[int], None] | None = None
    ) -> tuple[Catalog, ...]:
        """Return the catalogs with a draft wherever one is needed; never REVIEWED.

        All distinct sources go to the engine at once, so that it can batch across articles.
        `progress` as in `Engine.translate`.

        Raises: EngineError when the engine fails; then no catalog is changed.
        """
        chosen = self._chosen(pending(catalogs, redraft=self._redraft), progress)
        return tuple(
            replace(c, units=tuple(self._drafted(unit, chosen) for unit in c.units))
            for c in catalogs
        )

    def _chosen(
        self, sources: Sequence[str], progress: Callable[[int], None] | None
    ) -> dict[str, Hypothesis]:
        """Return the hypothesis for each source; a source without one is left out."""
        chosen = {source: self._kept[source] for source in sources if source in self._kept}
        missing = [source for source in sources if source not in chosen]
        found = self._engine.translate(missing, progress=progress)
        for source, hypotheses in zip(missing, found, strict=True):
            if hypotheses:
                chosen[source] = hypotheses[0]
                if hash(source) in self._repeated:
                    self._kept[source] = hypotheses[0]
        return chosen

    def _drafted(self, unit: Unit, chosen: dict[str, Hypothesis]) -> Unit:
        hypothesis = chosen.get(unit.source)
        if hypothesis is None or not needs_draft(unit, redraft=self._redraft):
            return unit
        return unit.drafted(hypothesis, self._signature)
