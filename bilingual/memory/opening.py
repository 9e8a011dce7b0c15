"""A workspace → its memory, ready to be asked.

In: a workspace. Out: a Memory, whose index has what the catalogs and TMX files have now. It lies in
`.bilingual/`; where nothing can be written there, it is made anew in the machine's memory.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Self, TypeVar

from bilingual.atomic import make_folder, write_atomically
from bilingual.diff import likeness, word_diff, words
from bilingual.errors import OutputError
from bilingual.memory import lookup
from bilingual.memory.holdings import holdings
from bilingual.memory.index import Index, Step
from bilingual.memory.lookup import Part
from bilingual.memory.match import Found, Match, best_first, ranked
from bilingual.memory.shape import FLOOR, family
from bilingual.model import Locale
from bilingual.workspace import Workspace

_PATIENCE_S = 60.0  # for another process that builds the index
_CACHE_KIB = 65_536
_WEIGHED = 50  # of so many like sources the best are chosen, where a thousand are alike
_T = TypeVar("_T")


class Memory:
    """The translation memory of a workspace: what people have reviewed, to be used again.

    `open` brings the index up to date; what changes later is seen after `refresh`. May be used
    from several threads, and several processes may have one workspace's memory open.
    """

    def __init__(self, workspace: Workspace, *, patience_s: float = _PATIENCE_S) -> None:
        self._workspace = workspace
        self._patience_s = patience_s
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None

    @classmethod
    def open(
        cls, workspace: Workspace, *, progress: Step | None = None, is_forced: bool = False
    ) -> Memory:
        """Return the memory of a workspace, up to date.

        Never fails for the index's sake: a damaged one is built anew. Cost: one look at each
        catalog's size and time, and the reading of those that changed. `progress` is called with
        how many files are read and how many have to be. With `is_forced`, it is built anew.
        """
        memory = cls(workspace)
        memory.refresh(progress=progress, is_forced=is_forced)
        return memory

    @property
    def is_kept(self) -> bool:
        """Whether the index lies on disk, so that the next run finds it ready."""
        with self._lock:
            rows = self._db.execute("PRAGMA database_list") if self._db else ()
            return any(file for _seq, _name, file in rows)

    @property
    def path(self) -> Path:
        """Where the index lies, or would."""
        return self._workspace.cache / "memory.sqlite"

    def close(self) -> None:
        """Let go of the index."""
        with self._lock:
            if self._db is not None:
                self._db.close()
            self._db = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def refresh(self, *, progress: Step | None = None, is_forced: bool = False) -> None:
        """Bring the index up to date; with `is_forced`, build it anew."""
        now = holdings(self._workspace)

        def bring(db: sqlite3.Connection) -> None:
            Index(db).refresh(now, progress=progress, is_forced=is_forced)

        with self._lock:
            if self._db is None and not now and not self.path.exists():
                self._db = _connect(":memory:", 0)  # there is no memory: nothing to be kept
            self._do(bring, lambda _db: None)

    def between(self, source: Locale, target: Locale) -> PairMemory:
        """Return the memory of one pair of languages.

        Regions share a memory (`en-GB`, `en-US`), scripts do not.
        """
        return PairMemory(self, source, target)

    def search(self, text: str, limit: int = 20) -> tuple[Found, ...]:
        """Return the units that have `text` in their source or target, the most recent first."""
        return self.ask(lambda db: tuple(islice(lookup.holding(db, text), limit)))

    def parts(self) -> tuple[Part, ...]:
        """Return what the memory is made of, by file and pair of languages."""
        return self.ask(lambda db: tuple(lookup.parts(db)))

    def ask(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Return what `question` finds in the index, all of it in one state."""

        def asked(db: sqlite3.Connection) -> _T:
            db.execute("BEGIN")
            try:
                return question(db)
            finally:
                db.execute("ROLLBACK")

        with self._lock:
            return self._do(asked, lambda db: Index(db).refresh(holdings(self._workspace)))

    def _do(
        self,
        work: Callable[[sqlite3.Connection], _T],
        prepare: Callable[[sqlite3.Connection], object],
    ) -> _T:
        """Do something with the index; where it is damaged, with one that is built anew.

        Where the disk does not let us, with one in the machine's memory. `prepare` fills a new one.
        """
        try:
            if self._db is None:
                self._db = self._open_file()
            return work(self._db)
        except (sqlite3.Error, OutputError) as error:
            self.close()
            if _is_damage(error):
                with contextlib.suppress(sqlite3.Error, OutputError):
                    self._delete()
                    self._db = self._open_file()
                    prepare(self._db)
                    return work(self._db)
        self.close()
        self._db = _connect(":memory:", 0)
        prepare(self._db)
        return work(self._db)

    def _open_file(self) -> sqlite3.Connection:
        make_folder(self.path.parent)
        ignore = self.path.parent / ".gitignore"
        if not ignore.exists():
            write_atomically(ignore, b"# Here lies what bilingual can make again at any time.\n*\n")
        return _connect(str(self.path), self._patience_s)

    def _delete(self) -> None:
        """Delete the index, its journal first: SQLite would take it for that of the next one."""
        for path in (self.path.with_name(self.path.name + "-journal"), self.path):
            with contextlib.suppress(OSError):
                path.unlink()


class PairMemory:
    """The memory of one pair of languages."""

    def __init__(self, memory: Memory, source: Locale, target: Locale) -> None:
        self._memory = memory
        self._source = family(source)
        self._target = target

    def exact(self, text: str) -> tuple[Match, ...]:
        """Return the translations of this very sentence (`text.normalised`), the best first."""

        def question(db: sqlite3.Connection) -> tuple[Match, ...]:
            languages = self._languages(db)
            found = lookup.same(db, text, languages) if languages.pairs else []
            return tuple(ranked(found, self._target.tag))

        return self._memory.ask(question)

    def near(self, text: str, limit: int = 3) -> tuple[Match, ...]:
        """Return the sentences that are like `text` and not the same, the nearest first.

        Alike means a ratio of at least FLOOR (`diff.likeness` of their words). Of each sentence
        the best translation.
        """

        def question(db: sqlite3.Connection) -> tuple[Match, ...]:
            languages = self._languages(db)
            if not languages.pairs:
                return ()
            wanted, tag = words(text), self._target.tag
            matches: list[Match] = []
            for found in islice(lookup.alike(db, text, languages), _WEIGHED):
                if ratio := likeness(words(found[0].source), wanted, FLOOR):
                    matches += ranked(found, tag, ratio)[:1]
            nearest = best_first(matches, tag)[:limit]
            return tuple(replace(m, diff=word_diff(m.source, text)) for m in nearest)

        return self._memory.ask(question)

    def _languages(self, db: sqlite3.Connection) -> lookup.Languages:
        rows = db.execute("SELECT id, target FROM pairs WHERE source = ?", (self._source,))
        wanted = family(self._target)
        ids = tuple(id_ for id_, tag in rows if family(Locale(tag)) == wanted)
        return lookup.Languages(self._source, ids)


def _connect(name: str, patience_s: float) -> sqlite3.Connection:
    db = sqlite3.connect(name, timeout=patience_s, isolation_level=None, check_same_thread=False)
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    db.execute("PRAGMA synchronous = NORMAL")  # what a power cut damages is built anew
    db.execute("PRAGMA temp_store = MEMORY")
    return db


def _is_damage(error: Exception) -> bool:
    """Whether a new index would help: not where a disk is full, locked or may not be written."""
    name = getattr(error, "sqlite_errorname", "")
    hindered = ("BUSY", "LOCKED", "READONLY", "IOERR", "FULL", "CANTOPEN", "PERM", "NOMEM")
    return bool(name) and not any(part in name for part in hindered)
