"""Sets of sentences → their scores, one set at a time and all together.

In: sets, and the translations to be measured: those that stand in the catalogs, or an engine's,
made on the spot. Nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bilingual.engines import Engine, answers
from bilingual.evaluation.items import Item, Set
from bilingual.evaluation.scoring import Score, score


@dataclass(frozen=True, slots=True)
class Measured:
    """A set's scores. `changed` counts the drafts that a person changed; no scores where no items.

    A set without a name is all the others together.
    """

    name: str
    sentences: int
    changed: int
    scores: tuple[Score, ...]


def measure(sets: Sequence[Set], target: str) -> tuple[Measured, ...]:
    """Return the scores of each set that has items, and last those of all together.

    Over all, the metrics are computed anew from all sentences: they are no means of the others.

    Raises: InstallError when sacrebleu is missing.
    """
    filled = [one for one in sets if one.items]
    whole = Set("", tuple(item for one in filled for item in one.items))
    return tuple(_measured(one, target) for one in (*filled, whole))


def _measured(one: Set, target: str) -> Measured:
    items = one.items
    scores = score([item.draft for item in items], [item.reference for item in items], target)
    return Measured(one.name, len(items), sum(item.is_changed for item in items), scores)


def drafted(sets: Sequence[Set]) -> tuple[Set, ...]:
    """Return the sets with only those items that have a draft."""
    return tuple(
        replace(one, items=tuple(item for item in one.items if item.draft)) for one in sets
    )


def translated(
    sets: Sequence[Set], engine: Engine, progress: Callable[[int, int], None] | None = None
) -> tuple[Set, ...]:
    """Return the sets with the engine's best hypotheses in place of their drafts.

    Raises: EngineError when the engine fails.
    """
    sources = [item.source for one in sets for item in one.items]
    texts = [""] * len(sources)
    done = 0
    for indices, hypotheses in answers(engine, sources):
        for index in indices:
            texts[index] = hypotheses[0].text if hypotheses else ""
        done += len(indices)
        if progress is not None:
            progress(done, len(sources))
    left = iter(texts)
    made_by = engine.signature
    return tuple(
        replace(one, items=tuple(_with(item, next(left), made_by) for item in one.items))
        for one in sets
    )


def _with(item: Item, draft: str, made_by: str) -> Item:
    return replace(item, draft=draft, made_by=made_by)
