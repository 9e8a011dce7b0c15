"""Units without a target + an engine → units with a draft.

In: catalogs. Out: the same catalogs, every unit that had no target drafted by the engine; a unit
that any person or machine has filled is left alone unless a new draft is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bilingual.catalog import Catalog
from bilingual.engines import Engine
from bilingual.errors import EngineError
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
    ) -> tuple[tuple[Catalog, ...], BaseException | None]:
        """Return the catalogs with a draft wherever one is needed, and what broke the work off.

        All distinct sources go to the engine at once, so that it can batch across articles.
        `progress` as in `Engine.translate`. Where the engine fails or the user interrupts, the
        drafts that were ready are there, the others are not, and the exception is given back
        rather than raised: whoever called has work to save first.
        """
        chosen: dict[str, Hypothesis] = {}
        failure: BaseException | None = None
        try:
            self._choose(pending(catalogs, redraft=self._redraft), chosen, progress)
        except (EngineError, KeyboardInterrupt) as error:
            failure = error
        drafted = tuple(
            replace(c, units=tuple(self._drafted(unit, chosen) for unit in c.units))
            for c in catalogs
        )
        return drafted, failure

    def _choose(
        self,
        sources: Sequence[str],
        chosen: dict[str, Hypothesis],
        progress: Callable[[int], None] | None,
    ) -> None:
        """Put into `chosen` the hypothesis for each source, as it comes; some have none."""
        chosen.update({s: self._kept[s] for s in sources if s in self._kept})
        missing = [source for source in sources if source not in chosen]
        for indices, hypotheses in results(self._engine, missing):
            for source in (missing[index] for index in indices):
                if hypotheses:
                    chosen[source] = hypotheses[0]
                if hypotheses and hash(source) in self._repeated:
                    self._kept[source] = hypotheses[0]
            if progress is not None:
                progress(len(indices))

    def _drafted(self, unit: Unit, chosen: dict[str, Hypothesis]) -> Unit:
        hypothesis = chosen.get(unit.source)
        if hypothesis is None or not needs_draft(unit, redraft=self._redraft):
            return unit
        return unit.drafted(hypothesis, self._signature)


def results(
    engine: Engine, sources: Sequence[str]
) -> Iterator[tuple[Sequence[int], tuple[Hypothesis, ...]]]:
    """Give the hypotheses of the sources with their positions, as they come.

    An engine that cannot stream gives all of them at once.
    """
    stream = getattr(engine, "stream", None)
    if stream is not None:
        yield from stream(sources)
    else:
        yield from (((i,), found) for i, found in enumerate(engine.translate(sources)))
