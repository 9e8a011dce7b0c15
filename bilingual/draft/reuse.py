"""Units + the memory → units with the translation that their sentence has had before.

In: catalogs before and after an engine is asked. Out: the same, sentences that a person translated
before filled with that translation, and like ones offered beside the engine's draft. What a person
has written or confirmed here is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.catalog import Catalog
from bilingual.memory import REMARK, TRUSTED, Match, PairMemory
from bilingual.model import Locale, Origin, State, Unit

_OURS = re.compile(re.escape(REMARK) + r"\d\.\d\d ")
_OTHERS = 3  # so many other translations of the same sentence are offered
_NEAR = 2  # so many like sentences


class Reuse:
    """Brings the memory of one pair of languages into catalogs.

    `memory` is None where the memory is not wanted. With `is_trusting`, a sentence that was
    reviewed in this workspace, for the same locale and always with one translation, is REVIEWED
    here too; all else is a DRAFT. With `redraft`, what was reused and is not in the memory any more
    is drafted by an engine.
    """

    def __init__(
        self,
        memory: PairMemory | None,
        target: Locale,
        *,
        is_trusting: bool = False,
        redraft: bool = False,
    ) -> None:
        self._memory = memory
        self._target = target
        self._is_trusting = is_trusting
        self._redraft = redraft

    def filled(self, catalogs: Sequence[Catalog]) -> tuple[Catalog, ...]:
        """Return the catalogs with all that the memory knows to the letter.

        Filled are units without a target, and drafts that nobody has touched.
        """
        exact: dict[str, tuple[Match, ...]] = {}
        return tuple(
            replace(catalog, units=tuple(self._filled(unit, exact) for unit in catalog.units))
            for catalog in catalogs
        )

    def _filled(self, unit: Unit, exact: dict[str, tuple[Match, ...]]) -> Unit:
        if not is_free(unit):
            return unit
        if self._memory is not None:
            if unit.source not in exact:
                exact[unit.source] = self._memory.exact(unit.source)
            if exact[unit.source]:
                return self._reused(unit, exact[unit.source])
        if self._redraft and unit.origin is not None and unit.origin.is_memory:
            return replace(unit, target="", state=State.UNTRANSLATED, origin=None)
        return unit

    def _reused(self, unit: Unit, matches: Sequence[Match]) -> Unit:
        best, *others = matches
        reviewed = [m for m in matches if m.is_reviewed and m.locale == self._target.tag]
        is_trusted = self._is_trusting and len(reviewed) == 1 and reviewed[0] is best
        signature = f"{best.origin}|{TRUSTED}" if is_trusted else best.origin
        return replace(
            unit,
            target=best.target,
            state=State.REVIEWED if is_trusted else State.DRAFT,
            origin=Origin(signature, best.target),
            findings=(),
            previous_source="",
            remarks=_remarks(unit, others[:_OTHERS]),
        )

    def finished(
        self, before: Sequence[Catalog], filled: Sequence[Catalog], drafted: Sequence[Catalog]
    ) -> tuple[Catalog, ...]:
        """Return what an engine made of the `filled` catalogs, like sentences offered beside it.

        `before` are the catalogs that were filled: what an engine that failed left without a draft
        keeps what it had.
        """
        catalogs = []
        for first, second, last in zip(before, filled, drafted, strict=True):
            units = zip(first.units, second.units, last.units, strict=True)
            catalogs.append(replace(last, units=tuple(self._finished(*three) for three in units)))
        return tuple(catalogs)

    def _finished(self, before: Unit, filled: Unit, drafted: Unit) -> Unit:
        if drafted == filled:
            return before if before.target and not drafted.target else drafted
        near = () if self._memory is None else self._memory.near(drafted.source, _NEAR)
        return replace(drafted, remarks=_remarks(drafted, near))


def is_free(unit: Unit) -> bool:
    """Whether nobody's work is in the unit: no target, or a draft just as it was put there."""
    if unit.state is State.UNTRANSLATED:
        return True
    is_offer = bool(unit.previous_source)  # the translation of an older version of the sentence
    return unit.state is State.DRAFT and unit.is_untouched and not unit.note and not is_offer


def _remarks(unit: Unit, matches: Sequence[Match]) -> tuple[str, ...]:
    """Return the unit's remarks with what the memory offers now in place of what it did before."""
    others = [remark for remark in unit.remarks if not _OURS.match(remark)]
    return (*(match.remark for match in matches), *others)
