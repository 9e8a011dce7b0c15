"""What the memory and the engine propose for a sentence, while somebody reviews it.

In: an article's Work and a unit of it. Out: near matches, the engine's other candidates, what may
follow a text that somebody has begun. No model is loaded before the first question; without one,
there are no proposals, and everything else is as it was.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from bilingual.draft import Form
from bilingual.draft.formed import Formed
from bilingual.engines import Engine
from bilingual.errors import BilingualError
from bilingual.form import capitalised_in
from bilingual.memory import Match, Memory
from bilingual.model import Hypothesis, Locale, Unit
from bilingual.terms import Termbase, read_termbase
from bilingual.works import Work
from bilingual.workspace import Workspace

EngineFor = Callable[[Workspace, Locale, Locale], Engine]
MOST = 4  # of matches, and of candidates
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
    from urllib.parse import quote

    is_same = match.origin == f"memory|from:{quote(name, safe='/')}|key:{quote(key)}"
    return is_same and match.count == 1


class Proposer:
    """The engines behind the desk, one for each pair of languages; made when first asked.

    `has_engine` tells cheaply whether there is one; it may be wrong about a damaged package.
    """

    def __init__(
        self, engine_for: EngineFor | None, has_engine: Callable[[Workspace, Locale, Locale], bool]
    ) -> None:
        self._engine_for = engine_for
        self._has_engine = has_engine
        self._lock = threading.Lock()
        self._engines: dict[tuple[Workspace, Locale, Locale], Engine | BilingualError] = {}
        self._known: dict[tuple[Workspace, Locale, Locale], bool] = {}

    def is_there(self, workspace: Workspace, source: Locale, target: Locale) -> bool:
        """Tell whether there is an engine for a pair of languages. Loads nothing."""
        pair = workspace, source, target
        with self._lock:
            if isinstance(self._engines.get(pair), BilingualError):
                return False
            if pair not in self._known:
                is_there = self._engine_for is not None and self._has_engine(*pair)
                self._known[pair] = is_there
            return self._known[pair]

    def engine(self, workspace: Workspace, source: Locale, target: Locale) -> Engine | None:
        """Return the engine of a pair, its model loaded; None where there is none.

        Raises: what the engine raised when it was first made.
        """
        pair = workspace, source, target
        if self._engine_for is None or not self.is_there(*pair):
            return None
        with self._lock:
            if pair not in self._engines:
                try:
                    engine = self._engine_for(*pair)
                    getattr(engine, "load", lambda: None)()
                except BilingualError as error:
                    self._engines[pair] = error
                    raise
                self._engines[pair] = engine
            found = self._engines[pair]
        if isinstance(found, BilingualError):
            raise found
        return found

    def hypotheses(self, workspace: Workspace, work: Work, unit: Unit) -> list[Hypothesis]:
        """Return the engine's candidates for a sentence, as drafts would look, the best first.

        Raises: EngineError.
        """
        engine = self.engine(workspace, work.article.locale, work.target)
        if engine is None or not unit.source.strip():
            return []
        formed = Formed(engine, form_of(workspace, work))
        return list(formed.translate([unit.source])[0])[:MOST]


def form_of(workspace: Workspace, work: Work) -> Form:
    """Return what the form of an article's sentences depends on, as it does for drafts."""
    path = workspace.terms_path(work.target)
    source = work.article.locale
    return Form(
        source,
        work.target,
        headlines=frozenset(work.headlines),
        known=capitalised_in((unit.source for unit in work.catalog.units), source),
        quotes=workspace.quotes,
        terms=Termbase() if path is None else read_termbase(path),
    )
