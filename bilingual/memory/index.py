"""The memory's index: what the holdings hold, in SQLite, brought up to date file by file.

In: an open database and the holdings as they are now. Out: the same content as an index built anew
would have, whatever changed in between. Derived: it may be deleted at any time.

Tables: `files` as they were read; `pairs` of languages; `sources`, one row for each distinct
normalised source; `units`, the sentences with their targets; `postings`, the words by which a like
sentence is found (`shape.sought`); `ranks`, how frequent words were at the last `ranking`. Only
speed depends on the ranks: they are kept until the index has doubled.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from bilingual.errors import BilingualError
from bilingual.memory.holdings import Holding, Record, records
from bilingual.memory.shape import VERSION as SHAPES
from bilingual.memory.shape import hash_of, packed, shape_of, sought, unpacked

VERSION = 1_000 * SHAPES + 1  # of the tables; an index of another one is built anew
_TABLES = """
CREATE TABLE files (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, languages TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, seen INTEGER NOT NULL,
    digest TEXT NOT NULL, is_catalog INTEGER NOT NULL, problem TEXT NOT NULL);
CREATE TABLE pairs (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, UNIQUE (source, target));
CREATE TABLE sources (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, shape BLOB NOT NULL);
CREATE TABLE units (
    id INTEGER PRIMARY KEY, file INTEGER NOT NULL, pair INTEGER NOT NULL, source INTEGER NOT NULL,
    key TEXT NOT NULL, text TEXT NOT NULL, target TEXT NOT NULL, changed TEXT NOT NULL);
CREATE INDEX units_of_file ON units (file);
CREATE INDEX units_of_source ON units (source);
CREATE TABLE postings (
    word INTEGER, length INTEGER, place INTEGER, source INTEGER,
    PRIMARY KEY (word, length, place, source)) WITHOUT ROWID;
CREATE TABLE ranks (word INTEGER PRIMARY KEY, rank INTEGER NOT NULL);
CREATE TABLE ranking (sources INTEGER NOT NULL);
"""
_NAMES = ("files", "pairs", "sources", "units", "postings", "ranks", "ranking")
# A file changed so shortly before it was read may have been changed once more without a sign.
_RECENT_NS = 3_000_000_000
_FEW = 1_000  # sources that can be found without knowing how frequent words are
_RANKED = 50_000  # words, the most frequent
_CHUNK = 20_000  # rows held at once
_T = TypeVar("_T")
Step = Callable[[int, int], None]


class Index:
    """The tables in an open database, whose transactions are begun and ended here."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._ranks: dict[int, int] | None = None

    @property
    def ranks(self) -> dict[int, int]:
        """How frequent words were when the postings were made; those left out were rare."""
        if self._ranks is None:
            self._ranks = dict(self._db.execute("SELECT word, rank FROM ranks"))
        return self._ranks

    def refresh(
        self, now: Sequence[Holding], *, progress: Step | None = None, is_forced: bool = False
    ) -> None:
        """Bring the index up to date with the holdings: wholly, or not at all where that fails.

        Only files that changed are read; one that cannot be read is noted with its problem, and
        holds nothing. Nothing is written where nothing changed. `is_forced` builds it anew.
        `progress` is called with how many files are read and how many have to be.

        Raises: sqlite3.Error.
        """
        if not is_forced and self._is_ours() and not any(self._changes(now)):
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if is_forced or not self._is_ours():
                self._create()
            # Looked at once more: another process may have done it while this one waited.
            self._apply(*self._changes(now), progress or (lambda _done, _all: None))
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._ranks = None

    def _is_ours(self) -> bool:
        return self._number("PRAGMA user_version") == VERSION

    def _create(self) -> None:
        for name in _NAMES:
            self._db.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _TABLES.split(";"):
            self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _changes(self, now: Sequence[Holding]) -> tuple[list[str], list[Holding], list[Holding]]:
        """Return which files are gone, which have to be read, and which were only touched."""
        rows = self._db.execute("SELECT name, languages, size, modified, seen, digest FROM files")
        known = {name: state for name, *state in rows}
        changed: list[Holding] = []
        touched: list[Holding] = []
        for holding in now:
            languages, size, modified, seen, digest = known.pop(holding.name, ("?", 0, 0, 0, ""))
            is_same = (size, modified) == (holding.size, holding.modified)
            if languages != holding.languages:
                changed.append(holding)
            elif not is_same or seen - modified <= _RECENT_NS:
                is_read = digest and digest == holding.digest()
                (touched if is_read else changed).append(holding)
        return list(known), changed, touched

    def _apply(
        self, gone: list[str], changed: list[Holding], touched: list[Holding], progress: Step
    ) -> None:
        top = self._number("SELECT coalesce(max(id), 0) FROM sources")
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS freed (source INTEGER PRIMARY KEY)")
        for name in (*gone, *(holding.name for holding in changed)):
            self._forget(name)
        for done, holding in enumerate(changed, 1):
            self._read(holding)
            progress(done, len(changed))
        for holding in touched:
            self._db.execute(
                "UPDATE files SET size = ?, modified = ?, seen = ? WHERE name = ?",
                (holding.size, holding.modified, time.time_ns(), holding.name),
            )
        self._sweep()
        self._post(top)

    def _forget(self, name: str) -> None:
        """Take a file and its units out; sources that may be left without units are noted."""
        for (file,) in self._db.execute("SELECT id FROM files WHERE name = ?", (name,)).fetchall():
            self._empty(file)
            self._db.execute("DELETE FROM files WHERE id = ?", (file,))

    def _empty(self, file: int) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO freed SELECT source FROM units WHERE file = ?", (file,)
        )
        self._db.execute("DELETE FROM units WHERE file = ?", (file,))

    def _read(self, holding: Holding) -> None:
        """Put a file and what it holds in; where it is damaged, its problem only."""
        seen, digest = time.time_ns(), holding.digest()
        file = self._db.execute(
            "INSERT INTO files (name, languages, size, modified, seen, digest, is_catalog, problem)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (
                holding.name,
                holding.languages,
                holding.size,
                holding.modified,
                seen,
                digest,
                holding.is_catalog,
            ),
        ).lastrowid
        assert file is not None
        try:
            for chunk in _chunks(records(holding)):
                self._insert(file, chunk)
        except BilingualError as error:
            self._empty(file)
            self._db.execute("UPDATE files SET problem = ? WHERE id = ?", (str(error), file))

    def _insert(self, file: int, chunk: Sequence[Record]) -> None:
        pairs = {(record.source_language, record.locale) for record in chunk}
        self._db.executemany(
            "INSERT OR IGNORE INTO pairs (source, target) VALUES (?, ?)", sorted(pairs)
        )
        ids = {
            (source, target): id_
            for id_, source, target in self._db.execute("SELECT id, source, target FROM pairs")
        }
        hashes = [hash_of(record.source, record.source_language) for record in chunk]
        self._db.executemany(
            "INSERT OR IGNORE INTO sources (hash, shape) VALUES (?, ?)",
            (
                (hash_, packed(shape_of(record.source, record.source_language)))
                for hash_, record in zip(hashes, chunk, strict=True)
            ),
        )
        self._db.executemany(
            "INSERT INTO units (file, pair, source, key, text, target, changed)"
            " VALUES (?, ?, (SELECT id FROM sources WHERE hash = ?), ?, ?, ?, ?)",
            (
                (
                    file,
                    ids[r.source_language, r.locale],
                    hash_,
                    r.key,
                    r.source,
                    r.target,
                    r.changed,
                )
                for hash_, r in zip(hashes, chunk, strict=True)
            ),
        )

    def _sweep(self) -> None:
        """Take the sources out that no unit has any more, with their postings."""
        rows = self._db.execute(
            "SELECT id, shape FROM sources WHERE id IN (SELECT source FROM freed)"
            " AND NOT EXISTS (SELECT 1 FROM units WHERE units.source = sources.id)"
        )
        for chunk in _chunks(rows):
            self._db.executemany(
                "DELETE FROM postings WHERE word = ? AND length = ? AND place = ? AND source = ?",
                self._postings(chunk),
            )
            self._db.executemany("DELETE FROM sources WHERE id = ?", ((id_,) for id_, _ in chunk))
        self._db.execute("DELETE FROM freed")

    def _post(self, top: int) -> None:
        """Make the postings of the sources above `top`; of all, where words are ranked anew."""
        count = self._number("SELECT count(*) FROM sources")
        if count > 2 * self._number("SELECT coalesce(max(sources), 0) FROM ranking") + _FEW:
            self._rank(count)
            self._db.execute("DELETE FROM postings")
            top = 0
        rows = self._db.execute("SELECT id, shape FROM sources WHERE id > ? ORDER BY id", (top,))
        for chunk in _chunks(rows):
            self._db.executemany(
                "INSERT INTO postings (word, length, place, source) VALUES (?, ?, ?, ?)",
                sorted(self._postings(chunk)),
            )

    def _rank(self, count: int) -> None:
        """Note how many sources have each word that is not rare."""
        counter: Counter[int] = Counter()
        for (shape,) in self._db.execute("SELECT shape FROM sources"):
            counter.update(set(unpacked(shape)))
        self._db.execute("DELETE FROM ranks")
        self._db.executemany(
            "INSERT INTO ranks (word, rank) VALUES (?, ?)",
            ((word, n) for word, n in counter.most_common(_RANKED) if n > 1),
        )
        self._db.execute("DELETE FROM ranking")
        self._db.execute("INSERT INTO ranking (sources) VALUES (?)", (count,))
        self._ranks = None

    def _postings(self, rows: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, int, int, int]]:
        """Give the postings of sources, each its id and shape."""
        for id_, data in rows:
            shape = unpacked(data)
            for place, word in enumerate(sought(shape, self.ranks)):
                yield word, len(shape), place, id_

    def _number(self, query: str) -> int:
        value = self._db.execute(query).fetchone()[0]
        assert isinstance(value, int)
        return value


def _chunks(rows: Iterable[_T]) -> Iterator[list[_T]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
