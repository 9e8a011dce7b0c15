"""Units without a target + an engine → units with a draft.

In: catalogs. Out: the same catalogs, every unit that had no target drafted by the engine; a unit
that any person or machine has filled is left alone unless a new draft is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bilingual.catalog import Catalog
from bilingual.engines import Engine
from bilingual.model import State, Unit


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


def draft(
    catalogs: Sequence[Catalog],
    engine: Engine,
    *,
    segmenter: str,
    redraft: bool = False,
    progress: Callable[[int], None] | None = None,
) -> tuple[Catalog, ...]:
    """Return the catalogs with a draft wherever one is needed; never REVIEWED.

    All distinct sources go to the engine at once, so that it can batch across articles.
    `segmenter` is the segmenter's version, for the signature. `progress` as in `Engine.translate`,
    over the sources of `pending`.

    Raises: EngineError when the engine fails; then no catalog is changed.
    """
    sources = pending(catalogs, redraft=redraft)
    hypotheses = dict(zip(sources, engine.translate(sources, progress=progress), strict=True))
    signature = f"{engine.signature}|segmenter:{segmenter}"

    def drafted(unit: Unit) -> Unit:
        found = hypotheses.get(unit.source, ())
        if not found or not needs_draft(unit, redraft=redraft):
            return unit
        return unit.drafted(found[0], signature)

    return tuple(replace(c, units=tuple(drafted(unit) for unit in c.units)) for c in catalogs)
