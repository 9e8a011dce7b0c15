"""What the memory and the engine propose for a sentence, while somebody reviews it.

In: an article and a sentence of it. Out: near matches, the engine's other candidates, what may
follow a text that somebody has begun. No model is loaded before the first question; without one,
there are no proposals, and everything else is as it was.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from bilingual import segment as segmenter
from bilingual.catalog import Catalog
from bilingual.draft import Drafter, Form
from bilingual.engines import Engine
from bilingual.errors import BilingualError, EngineError, ModelMissing
from bilingual.interface import _
from bilingual.memory import Match, Memory
from bilingual.model import Hypothesis, Locale, State, Unit
from bilingual.suggest import Completer, Completion, hypotheses
from bilingual.works import Work
from bilingual.workspace import Workspace

EngineFor = Callable[[Workspace, Locale, Locale], Engine]
MOST = 4  # of matches, and of candidates
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_REFRESH_S = 2.0  # looking for changed catalogs more often than that is no use to anybody


class Recall:
    """The memories of the workspaces on the desk; opened when first asked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._memories: dict[Workspace, tuple[Memory, float]] = {}

    def matches(self, workspace: Workspace, work: Work, unit: Unit) -> list[Match]:
        """Return what was translated for this sentence and for those like it, the nearest first.

        The unit's own translation is no match.
        """
        pair = self._memory(workspace).between(work.article.locale, work.target)
        own = workspace.name_of(work.path), unit.key
        found = (*pair.exact(unit.source), *pair.near(unit.source, MOST))
        return [m for m in found if not _is_own(m, *own)][:MOST]

    def _memory(self, workspace: Workspace) -> Memory:
        with self._lock:
            memory, at = self._memories.get(workspace, (None, 0.0))
            if memory is None:
                memory = Memory.open(workspace)
            elif self._clock() - at > _REFRESH_S:
                memory.refresh()
            else:
                return memory
            self._memories[workspace] = memory, self._clock()
            return memory

    def close(self) -> None:
        """Let go of the memories."""
        with self._lock:
            for memory, _at in self._memories.values():
                memory.close()
            self._memories.clear()


def _is_own(match: Match, name: str, key: str) -> bool:
    """Whether a match is the unit that it was looked for, and nothing else."""
    is_same = match.origin == f"memory|from:{quote(name, safe='/')}|key:{quote(key)}"
    return is_same and match.count == 1


Pair = tuple[Workspace, Locale, Locale]


class Proposer:
    """The engines behind the desk, one for each pair of languages; made when first asked.

    `has_engine` tells cheaply whether there is one; it may be wrong about a damaged package.
    """

    def __init__(
        self, engine_for: EngineFor | None, has_engine: Callable[[Workspace, Locale, Locale], bool]
    ) -> None:
        self._engine_for = engine_for
        self._has_engine = has_engine
        self._books = threading.Lock()  # held for moments only
        self._making = threading.Lock()  # held while a model is loaded
        self._known: dict[Pair, bool] = {}
        self._engines: dict[Pair, Engine | BilingualError] = {}
        self._completers: dict[Pair, tuple[Form, Completer | None]] = {}

    def is_there(self, workspace: Workspace, source: Locale, target: Locale) -> bool:
        """Tell whether there is an engine for a pair of languages. Loads nothing."""
        pair = workspace, source, target
        with self._books:
            if pair not in self._known:
                self._known[pair] = self._engine_for is not None and self._has_engine(*pair)
            return self._known[pair]

    def _engine(self, pair: Pair) -> Engine | None:
        """Return the engine of a pair, its model loaded; None where there is none.

        Raises: what the engine raised when it was first made.
        """
        if self._engine_for is None or not self.is_there(*pair):
            return None
        with self._making:
            if pair not in self._engines:
                try:
                    engine = self._engine_for(*pair)
                    getattr(engine, "load", lambda: None)()
                    self._engines[pair] = engine
                except BilingualError as error:
                    self._engines[pair] = error
                    with self._books:
                        self._known[pair] = False
                    raise
            found = self._engines[pair]
        if isinstance(found, BilingualError):
            return None  # it was told once, and is not asked again
        return found

    def _completer(self, workspace: Workspace, form: Form) -> Completer | None:
        """Return what completes texts of a pair of languages; a new one where its terms changed."""
        pair = workspace, form.source, form.target
        engine = self._engine(pair)
        if engine is None:
            return None
        # What depends on the article is told with each question.
        plain = replace(form, headlines=frozenset(), known=frozenset())
        with self._making:
            known = self._completers.get(pair)
            if known is None or known[0] != plain:
                known = plain, Completer.of(engine, plain)
                self._completers[pair] = known
            return known[1]

    def hypotheses(self, workspace: Workspace, form: Form, source: str) -> list[Hypothesis]:
        """Return the engine's candidates for a sentence, as drafts would look, the best first.

        Once they are there, what completes is made ready too.

        Raises: EngineError.
        """
        engine = self._engine((workspace, form.source, form.target))
        if engine is None or not source.strip():
            return []
        completer = self._completer(workspace, form)
        if completer is None:
            return list(hypotheses(engine, form, source, MOST))
        found = completer.hypotheses(
            source, MOST, is_headline=source in form.headlines, known=form.known
        )
        completer.load()
        return list(found)

    def drafted(self, workspace: Workspace, form: Form, catalog: Catalog, unit: Unit) -> Unit:
        """Return a unit of the catalog with the draft that `bilingual draft` would give it.

        Raises: EngineError; ModelMissing where there is no engine.
        """
        engine = self._engine((workspace, form.source, form.target))
        if engine is None:
            raise ModelMissing(
                _("there is no model to draft with"),
                hint=_("Write the translation yourself, or see which there are: bilingual models"),
            )
        empty = replace(unit, target="", state=State.UNTRANSLATED, origin=None, review=None)
        # Of the others the sources are needed: they tell names. None of them is drafted.
        others = tuple(other for other in catalog.units if other.target and other.key != unit.key)
        drafter = Drafter(engine, form, segmenter=segmenter.VERSION, fast=workspace.fast)
        catalogs, failure = drafter.draft(
            [replace(catalog, units=(*others, empty))], headlines=form.headlines
        )
        if failure is not None:
            raise failure
        made = catalogs[0].units[-1]
        if not made.target:
            raise EngineError(_("the engine has no draft for this sentence"))
        return made

    def completion(
        self, workspace: Workspace, form: Form, source: str, prefix: str, *, asker: tuple[str, int]
    ) -> Completion:
        """Return how a text that somebody has begun may go on; empty where nothing is proposed.

        `asker` is who types, and a number that is higher with every key.

        Raises: EngineError.
        """
        completer = self._completer(workspace, form)
        if completer is None:
            return Completion()
        return completer.complete(
            source,
            prefix,
            is_headline=source in form.headlines,
            known=form.known,
            client=asker[0],
            serial=asker[1],
        )

    def words_at(
        self, workspace: Workspace, form: Form, source: str, text: str, at: int
    ) -> list[str]:
        """Return the words that might stand at a place of a text instead of the one that does.

        `at` is where that word begins, in code points.

        Raises: EngineError.
        """
        completer = self._completer(workspace, form)
        if completer is None:
            return []
        there = _WORD.match(text, at)
        words = completer.words_at(
            source, text[:at], is_headline=source in form.headlines, known=form.known
        )
        return [word for word in words if there is None or word != there.group()]
