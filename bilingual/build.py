"""The whole way, stage by stage: articles → catalogs with drafts → pages.

In: a workspace and the paths of articles. Out: files on disk, and a plain account of what was done.
This reads as the program's table of contents; each stage is another module's work.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from bilingual import segment as segmenter
from bilingual.catalog import Catalog, MergeReport, save_catalog
from bilingual.draft import Drafter, Form, Reuse, is_free, needs_draft, pending
from bilingual.engines import Engine
from bilingual.memory import Memory
from bilingual.model import Locale, State
from bilingual.terms import read_termbase
from bilingual.works import Work, open_articles
from bilingual.workspace import Workspace

EngineFor = Callable[[Locale, Locale], Engine]
Progress = Callable[[int, int], None]
# So many segments are held and translated at once: enough to fill every batch with sentences of
# one length, few enough that memory does not grow with the archive and a killed run loses little.
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Manner:
    """How to draft: `redraft` and `fast` as in Drafter.

    Without `memory`, nothing that was translated before is used again; `trust_memory` as in Reuse.
    """

    redraft: bool = False
    fast: bool = False
    memory: bool = True
    trust_memory: bool = False


USUAL = Manner()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `draft_articles` did to one article in one language.

    `drafted` are new drafts of an engine, `memory` sentences newly taken from the memory; `trusted`
    of these count as reviewed. `waiting` are those that had no draft before; `merged` is what
    became of the sentences of a catalog that was there, None where there was none.
    """

    name: str
    slug: str
    source: Locale
    target: Locale
    path: Path
    units: int
    words: int
    drafts: int
    reviewed: int
    drafted: int
    memory: int
    trusted: int
    is_changed: bool
    former: Path | None
    waiting: int
    merged: MergeReport | None


@dataclass(slots=True)
class Drafted:
    """What a run of `draft_articles` did.

    `seconds` has `load` (engines made ready), `translate`, `save` and `all`; `engines` are those
    that were used.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    seconds: dict[str, float] = field(
        default_factory=lambda: dict.fromkeys(("load", "translate", "save", "all"), 0.0)
    )
    engines: list[Engine] = field(default_factory=list)

    @property
    def drafted(self) -> int:
        """How many drafts are new."""
        return sum(outcome.drafted for outcome in self.outcomes)

    @property
    def memory(self) -> int:
        """How many sentences were newly taken from the memory."""
        return sum(outcome.memory for outcome in self.outcomes)

    @property
    def trusted(self) -> int:
        """How many of these count as reviewed."""
        return sum(outcome.trusted for outcome in self.outcomes)

    def __add__(self, other: Drafted) -> Drafted:
        """Return the account of both runs together."""
        return Drafted(
            self.outcomes + other.outcomes,
            {name: self.seconds[name] + other.seconds[name] for name in self.seconds},
            self.engines + other.engines,
        )


def draft_articles(
    workspace: Workspace,
    paths: Sequence[Path],
    targets: Sequence[Locale],
    engine_for: EngineFor,
    *,
    manner: Manner = USUAL,
    progress: Progress | None = None,
) -> Drafted:
    """Draft what has no target, and save every catalog that changed.

    All articles and catalogs are read once before anything is written, so that one that cannot be
    read stops the run at its beginning. Then they are drafted some thousand segments at a time,
    and saved: a run that is killed keeps what it saved, and the next run goes on from there; one
    that is interrupted, or whose engine fails, saves the drafts that are there first.
    What the memory knows to the letter is taken from there. Engines are made only for pairs in
    which something else waits. `progress` is called with how many
    sources are done and how many there are.

    Raises: what `open_articles` raises; EngineError, CatalogConflict, OutputError. Catalogs saved
    before stay saved.
    """
    begin = time.perf_counter()
    done = Drafted()
    paths = tuple(paths)
    waiting = _waiting(workspace, paths, targets, redraft=manner.redraft)
    with closing(_Drafters(workspace, engine_for, manner, waiting, done, progress)) as drafters:
        for chunk in _chunks(open_articles(workspace, paths, targets)):
            for group in _by_pair(chunk):
                catalogs = drafters.draft(group)
                start = time.perf_counter()
                for work, catalog in zip(group, catalogs, strict=True):
                    # Of a run that broke off, only what it did is saved.
                    if not drafters.failure or catalog != work.catalog:
                        done.outcomes.append(_saved(work, catalog, redraft=manner.redraft))
                done.seconds["save"] += time.perf_counter() - start
                drafters.check()
    done.seconds["all"] = time.perf_counter() - begin
    return done


def _waiting(
    workspace: Workspace, paths: Sequence[Path], targets: Sequence[Locale], *, redraft: bool
) -> dict[tuple[Locale, Locale], Counter[int]]:
    """Read everything once; count, pair by pair, how often each source waits for a draft.

    Sources are known by their hash: a run over an archive must not hold its words.
    """
    waiting: dict[tuple[Locale, Locale], Counter[int]] = {}
    for work in open_articles(workspace, paths, targets):
        counter = waiting.setdefault((work.article.locale, work.target), Counter())
        counter.update(map(hash, pending([work.catalog], redraft=redraft)))
    return waiting


def _chunks(works: Iterator[Work]) -> Iterator[list[Work]]:
    """Give the works in groups of at least CHUNK segments, the last one smaller."""
    chunk: list[Work] = []
    size = 0
    for work in works:
        chunk.append(work)
        size += len(work.segments)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _by_pair(works: Sequence[Work]) -> list[list[Work]]:
    groups: dict[tuple[Locale, Locale], list[Work]] = {}
    for work in works:
        groups.setdefault((work.article.locale, work.target), []).append(work)
    return list(groups.values())


class _Drafters:
    """The drafters of a run, one for each pair of languages, made when first needed.

    `failure` is what broke off the last call of `draft`.
    """

    def __init__(
        self,
        workspace: Workspace,
        engine_for: EngineFor,
        manner: Manner,
        waiting: dict[tuple[Locale, Locale], Counter[int]],
        done: Drafted,
        progress: Progress | None,
    ) -> None:
        self._workspace = workspace
        self._engine_for = engine_for
        self._manner = manner
        self._waiting = waiting
        self._done = done
        # Read before anything is drafted: a wrong row shows at once.
        self._terms = {to: read_termbase(workspace.terms_path(to)) for _source, to in waiting}
        self._drafters: dict[tuple[Locale, Locale], Drafter] = {}
        self._memory: Memory | None = None
        self.failure: BaseException | None = None
        self._progress = _counted(progress, sum(len(c) for c in waiting.values()))

    def draft(self, works: Sequence[Work]) -> tuple[Catalog, ...]:
        """Return the catalogs of works of one pair, drafted where they need it."""
        before = tuple(work.catalog for work in works)
        if not any(is_free(unit) for catalog in before for unit in catalog.units):
            return before  # people have been at every sentence: not even the memory is asked
        pair = works[0].article.locale, works[0].target
        reuse = self._reuse(*pair)
        catalogs = reuse.filled(before)
        waiting = self._waiting_in(catalogs)
        if self._progress is not None:
            self._progress(self._waiting_in(before) - waiting)
        if not waiting:
            return catalogs
        start = time.perf_counter()
        if pair not in self._drafters:
            engine = self._engine_for(*pair)
            getattr(engine, "load", lambda: None)()  # a damaged package shows before the work
            self._done.engines.append(engine)
            self._drafters[pair] = Drafter(
                engine,
                Form(*pair, quotes=self._workspace.quotes, terms=self._terms[pair[1]]),
                segmenter=segmenter.VERSION,
                repeated=frozenset(h for h, n in self._waiting[pair].items() if n > 1),
                redraft=self._manner.redraft,
                fast=self._manner.fast,
            )
        loaded = time.perf_counter()
        drafted, self.failure = self._drafters[pair].draft(
            catalogs,
            headlines=frozenset(headline for work in works for headline in work.headlines),
            progress=self._progress,
        )
        self._done.seconds["load"] += loaded - start
        self._done.seconds["translate"] += time.perf_counter() - loaded
        return reuse.finished(before, catalogs, drafted)

    def _waiting_in(self, catalogs: Sequence[Catalog]) -> int:
        return len(pending(catalogs, redraft=self._manner.redraft))

    def _reuse(self, source: Locale, target: Locale) -> Reuse:
        """Return the way from the memory into catalogs; the memory is opened when first needed."""
        if self._manner.memory and self._memory is None:
            self._memory = Memory.open(self._workspace)
        return Reuse(
            None if self._memory is None else self._memory.between(source, target),
            target,
            is_trusting=self._manner.trust_memory,
            redraft=self._manner.redraft,
        )

    def close(self) -> None:
        """Let go of the memory."""
        if self._memory is not None:
            self._memory.close()

    def check(self) -> None:
        """Raise what broke off the last call of `draft`, now that its drafts are saved."""
        if self.failure is not None:
            raise self.failure


def preview_articles(
    workspace: Workspace, paths: Sequence[Path], targets: Sequence[Locale], *, redraft: bool = False
) -> list[Outcome]:
    """Return what `draft_articles` would find in each article: nothing is made, nothing written.

    Raises: what `open_articles` raises.
    """
    return [
        _outcome(work, work.catalog, redraft=redraft, is_changed=False)
        for work in open_articles(workspace, paths, targets)
    ]


def _saved(work: Work, catalog: Catalog, *, redraft: bool) -> Outcome:
    """Save a work's catalog where it changed, and say what was done."""
    is_changed = save_catalog(work.path, catalog)
    if work.former is not None:
        work.former.unlink(missing_ok=True)  # all it held is in the new one
    return _outcome(work, catalog, redraft=redraft, is_changed=is_changed)


def _outcome(work: Work, catalog: Catalog, *, redraft: bool, is_changed: bool) -> Outcome:
    after = replace(work, catalog=catalog)
    units = zip(work.catalog.units, catalog.units, strict=True)
    new = [unit for old, unit in units if unit != old]
    memory = [unit for unit in new if unit.origin is not None and unit.origin.is_memory]
    return Outcome(
        name=work.article.name,
        slug=work.article.slug,
        source=work.article.locale,
        target=work.target,
        path=work.path,
        units=len(catalog.units),
        words=work.words,
        drafts=after.count(State.DRAFT),
        reviewed=after.count(State.REVIEWED),
        drafted=len(new) - len(memory),
        memory=len(memory),
        trusted=sum(unit.is_reviewed for unit in memory),
        is_changed=is_changed,
        former=work.former,
        waiting=sum(needs_draft(unit, redraft=redraft) for unit in work.catalog.units),
        merged=work.merged if work.is_saved else None,
    )


def _counted(progress: Progress | None, total: int) -> Callable[[int], None] | None:
    """Return what an engine calls with how many more sources are done."""
    if progress is None:
        return None
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done = min(done + more, total)
        progress(done, total)

    return step
