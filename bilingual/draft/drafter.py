"""Units without a target + an engine → units with a draft.

In: catalogs. Out: the same catalogs, every unit that had no target drafted by the engine; a unit
that any person or machine has filled is left alone unless a new draft is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from bilingual.catalog import Catalog, is_offer, unmarked
from bilingual.checks import Setting, check_unit, standing
from bilingual.draft.formed import Form, Formed
from bilingual.engines import Engine
from bilingual.errors import EngineError
from bilingual.form import VERSION as FORM
from bilingual.form import capitalised_in
from bilingual.interface import _
from bilingual.model import Finding, Hypothesis, Severity, State, Unit
from bilingual.select import RETRIES, Choice, faithful
from bilingual.select import VERSION as SELECTION
from bilingual.terms import Termbase


def needs_draft(unit: Unit, *, redraft: bool = False) -> bool:
    """Whether `unit` waits for a machine's draft.

    With `redraft`, also where the target is a draft exactly as a machine made it: nobody's work
    goes with it.
    """
    untouched = unit.state is State.DRAFT and unit.is_machine and not unit.note
    is_free = untouched and not is_offer(unit)
    return unit.state is State.UNTRANSLATED or (redraft and is_free)


def pending(catalogs: Sequence[Catalog], *, redraft: bool = False) -> tuple[str, ...]:
    """Return the distinct sources that need a draft, in the order they first occur."""
    waiting = (u for c in catalogs for u in c.units if needs_draft(u, redraft=redraft))
    return tuple(dict.fromkeys(unit.source for unit in waiting))


class Drafter:
    """Drafts catalogs of one pair of languages with one engine.

    Each source goes to the engine in the form it likes (`form`), and of its hypotheses the one
    that keeps to the facts is taken (`select`); what is still wrong with it becomes a finding on
    the unit. `segmenter` is the segmenter's version, for the signature. `repeated` are the hashes
    of sources that will be met again in a later call: their drafts are kept, so that equal
    sentences are translated once in a whole run.
    """

    def __init__(
        self,
        engine: Engine,
        form: Form,
        *,
        segmenter: str,
        repeated: AbstractSet[int] = frozenset(),
        redraft: bool = False,
        fast: bool = False,
    ) -> None:
        self._engine = engine
        self._retries = () if fast else RETRIES
        self._form = form
        chosen_by = f"select:{SELECTION}" + ("|fast" if fast else "")
        terms = f"|terms:{fingerprint(form.terms)}" if form.terms else ""
        self._signature = f"{engine.signature}|form:{FORM}{terms}|{chosen_by}|segmenter:{segmenter}"
        self._repeated = repeated
        self._redraft = redraft
        self._kept: dict[str, _Draft] = {}

    def draft(
        self,
        catalogs: Sequence[Catalog],
        *,
        headlines: AbstractSet[str] = frozenset(),
        progress: Callable[[int], None] | None = None,
    ) -> tuple[tuple[Catalog, ...], BaseException | None]:
        """Return the catalogs with a draft wherever one is needed, and what broke the work off.

        All distinct sources go to the engine at once, so that it can batch across articles.
        `headlines` are the sources that are headlines. `progress` is called with how many more
        sources are done. Where the engine fails or the user interrupts, the drafts that were ready
        are there, the others are not, and the exception is given back rather than raised: whoever
        called has work to save first.
        """
        chosen: dict[str, _Draft] = {}
        failure: BaseException | None = None
        sources = (unit.source for catalog in catalogs for unit in catalog.units)
        known = capitalised_in(sources, self._form.source)
        form = replace(self._form, headlines=headlines, known=known)
        setting = form.setting
        try:
            waiting = pending(catalogs, redraft=self._redraft)
            for places, draft in self._drafts(waiting, form, setting, chosen):
                chosen.update((waiting[place], draft) for place in places)
                if progress is not None:
                    progress(len(places))
        except (EngineError, KeyboardInterrupt) as error:
            failure = error
        drafted = tuple(
            replace(c, units=tuple(self._drafted(unit, chosen) for unit in c.units))
            for c in catalogs
        )
        return drafted, failure

    def _drafts(
        self, sources: Sequence[str], form: Form, setting: Setting, chosen: dict[str, _Draft]
    ) -> Iterator[tuple[list[int], _Draft]]:
        """Give what each source is drafted with, as it comes, and where the source stands.

        Checked here, while the model is at work on the sources that follow. What an earlier call
        kept goes into `chosen`.
        """
        chosen.update({s: self._kept[s] for s in sources if s in self._kept})
        missing = [place for place, source in enumerate(sources) if source not in chosen]
        wanted = [sources[place] for place in missing]
        engine = Formed(self._engine, form)
        for indices, found in faithful(
            engine, wanted, setting.context, retries=self._retries, finish=engine.finished
        ):
            source = wanted[indices[0]]
            draft = self._checked(source, found, engine.parts(source), setting)
            if hash(source) in self._repeated:
                self._kept[source] = draft
            yield [missing[index] for index in indices], draft

    def _checked(self, source: str, choice: Choice, parts: int, setting: Setting) -> _Draft:
        """Return a draft with what a check tells an editor of it.

        The choice weighed facts against each other, for a choice between drafts.
        """
        if choice.hypothesis is None:
            return _Draft(None)
        unit = Unit("", source).drafted(choice.hypothesis, self._signature, _long(parts))
        return _Draft(choice.hypothesis, check_unit(unit, setting, choice.findings))

    def _drafted(self, unit: Unit, chosen: dict[str, _Draft]) -> Unit:
        draft = chosen.get(unit.source)
        if draft is None or draft.hypothesis is None:
            return unit
        if not needs_draft(unit, redraft=self._redraft):
            return unit
        # An offer that a person emptied is none any more.
        unit = replace(unit, previous_source="", remarks=unmarked(unit.remarks))
        drafted = unit.drafted(draft.hypothesis, self._signature)
        return replace(drafted, findings=standing(draft.findings, drafted))


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a source is drafted with, None where there is nothing, and what a check finds in it."""

    hypothesis: Hypothesis | None
    findings: tuple[Finding, ...] = ()


def _long(parts: int) -> tuple[Finding, ...]:
    """Return the finding of a source that was too long to be read in one piece, or none."""
    if parts == 1:
        return ()
    message = _("the sentence is long: it was translated in {n} parts").format(n=parts)
    return (Finding("long", Severity.INFO, message),)


def fingerprint(terms: Termbase) -> str:
    """Return a short name for what a termbase holds: 8 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(repr(terms.terms).encode()).hexdigest()[:8]
