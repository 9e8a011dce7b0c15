"""Units without a target + an engine → units with a draft.

In: catalogs. Out: the same catalogs, every unit that had no target drafted by the engine; a unit
that any person or machine has filled is left alone unless a new draft is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bilingual.catalog import Catalog, is_offer, unmarked
from bilingual.checks import Setting, check_unit, standing
from bilingual.draft.formed import Form, Formed
from bilingual.engines import Engine
from bilingual.errors import EngineError
from bilingual.form import VERSION as FORM
from bilingual.form import capitalised_in
from bilingual.interface import _
from bilingual.model import Finding, Severity, State, Unit
from bilingual.select import RETRIES, Choice, faithful
from bilingual.select import VERSION as SELECTION
from bilingual.terms import Termbase

LONG = "long"  # what the finding is called that a source was read in parts


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
        self._kept: dict[str, Choice] = {}

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
        chosen: dict[str, Choice] = {}
        failure: BaseException | None = None
        sources = (unit.source for catalog in catalogs for unit in catalog.units)
        known = capitalised_in(sources, self._form.source)
        form = replace(self._form, headlines=headlines, known=known)
        try:
            self._choose(pending(catalogs, redraft=self._redraft), form, chosen, progress)
        except (EngineError, KeyboardInterrupt) as error:
            failure = error
        own = self._form
        setting = Setting(own.source, own.target, own.terms, own.quotes, headlines)
        drafted = tuple(
            replace(c, units=tuple(self._drafted(unit, chosen, setting) for unit in c.units))
            for c in catalogs
        )
        return drafted, failure

    def _choose(
        self,
        sources: Sequence[str],
        form: Form,
        chosen: dict[str, Choice],
        progress: Callable[[int], None] | None,
    ) -> None:
        """Put into `chosen` what was chosen for each source, as it comes."""
        chosen.update({s: self._kept[s] for s in sources if s in self._kept})
        missing = [source for source in sources if source not in chosen]
        engine = Formed(self._engine, form)
        for indices, found in faithful(
            engine, missing, form.context, retries=self._retries, finish=engine.finished
        ):
            choice = _told(found, engine.parts(missing[indices[0]]))
            for source in (missing[index] for index in indices):
                chosen[source] = choice
                if hash(source) in self._repeated:
                    self._kept[source] = choice
            if progress is not None:
                progress(len(indices))

    def _drafted(self, unit: Unit, chosen: dict[str, Choice], setting: Setting) -> Unit:
        choice = chosen.get(unit.source)
        if choice is None or choice.hypothesis is None:
            return unit
        if not needs_draft(unit, redraft=self._redraft):
            return unit
        # An offer that a person emptied is none any more.
        unit = replace(unit, previous_source="", remarks=unmarked(unit.remarks))
        drafted = unit.drafted(choice.hypothesis, self._signature, choice.findings)
        # The choice weighed facts against each other; an editor is told what a check tells him.
        facts = tuple(finding for finding in choice.findings if finding.check != LONG)
        findings = check_unit(drafted, setting, facts)
        return replace(drafted, findings=standing(findings, drafted))


def _told(choice: Choice, parts: int) -> Choice:
    """Return a choice with a finding where the source was too long to be read in one piece."""
    if parts == 1:
        return choice
    message = _("the sentence is long: it was translated in {n} parts").format(n=parts)
    found = (*choice.findings, Finding(LONG, Severity.INFO, message))
    return replace(choice, findings=found)


def fingerprint(terms: Termbase) -> str:
    """Return a short name for what a termbase holds: 8 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(repr(terms.terms).encode()).hexdigest()[:8]
