"""Sentences looked up in the index: the same one, those like it, those that hold a few words.

In: an open database with the index, a text and its languages. Out: the units that were found.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from bilingual.diff import likest
from bilingual.memory.match import Found
from bilingual.memory.shape import (
    FLOOR,
    FLOOR_DENOMINATOR,
    FLOOR_NUMERATOR,
    hash_of,
    lengths,
    shape_of,
    shared_at_least,
    sought,
    unpacked,
)
from bilingual.text import normalised

_UNITS = (
    "SELECT units.text, units.target, pairs.target, units.key, units.changed, files.name,"
    " files.is_catalog FROM units JOIN pairs ON pairs.id = units.pair"
    " JOIN files ON files.id = units.file "
)
# The first shared words lie so far in front that enough can follow them (see `shape`).
_HITS = (
    "SELECT source, length FROM postings WHERE word = ? AND length BETWEEN ? AND ?"
    " AND ? * min(?, length - place + ?) >= ? * (? + length)"
)
_MORE = 1  # so many shared words are asked for besides the first, where enough are sought
_AT_ONCE = 500  # parameters of one statement; SQLite allows 999 everywhere


class Languages(NamedTuple):
    """The source's language and script, and the pairs of the index that serve."""

    source: str
    pairs: tuple[int, ...]


def same(db: sqlite3.Connection, text: str, languages: Languages) -> list[Found]:
    """Return the units whose normalised source is that of `text`."""
    row = db.execute(
        "SELECT id FROM sources WHERE hash = ?", (hash_of(text, languages.source),)
    ).fetchone()
    if row is None:
        return []
    wanted = normalised(text)
    found = _units_of(db, row[0], languages)
    return [unit for unit in found if normalised(unit.source) == wanted]


def alike(db: sqlite3.Connection, text: str, languages: Languages) -> Iterator[list[Found]]:
    """Give the units of each source that is like `text` and not the same, the likest first.

    All whose words are alike by FLOOR are found, and by the chance of 32 bits one that is not.
    """
    shape = shape_of(text, languages.source)
    own = hash_of(text, languages.source)
    query = "SELECT id, hash, shape FROM sources WHERE id IN ({})"
    rows = list(_in(db, query, _candidates(db, shape)))
    shapes = [unpacked(data) for _id, _hash, data in rows]
    likely = [(-ratio, *rows[at][:2]) for ratio, at in likest(shape, shapes, FLOOR)]
    for _ratio, id_, hash_ in sorted(likely, key=lambda found: (found[0], found[2])):
        if hash_ != own and (units := _units_of(db, id_, languages)):
            yield units


def _candidates(db: sqlite3.Connection, shape: Sequence[int]) -> list[int]:
    """Return the sources that share as many of the sought words as those alike have to.

    Where two sentences share `s` words at least, the first of these has `s - 1` behind it in
    either, the second `s - 2`, and so on: of the first few so many have to be there.
    """
    n = len(shape)
    least, most = lengths(n)
    ranks = dict(_in(db, "SELECT word, rank FROM ranks WHERE word IN ({})", set(shape)))
    hits: Counter[tuple[int, int]] = Counter()
    for place, word in enumerate(sought(shape, ranks)):
        left = n - place + _MORE
        longest = min(most, 2 * FLOOR_DENOMINATOR * left // FLOOR_NUMERATOR - n)
        values = (word, least, longest, 2 * FLOOR_DENOMINATOR, left, _MORE, FLOOR_NUMERATOR, n)
        hits.update(db.execute(_HITS, values))
    needed = {m: 1 + min(_MORE, _spare(n, m), _spare(m, n)) for m in range(least, most + 1)}
    return [id_ for (id_, length), count in hits.items() if count >= needed[length]]


def _spare(n: int, m: int) -> int:
    """Return how many more words are sought of a sentence of `n` than one of `m` would need."""
    return shared_at_least(n, m) - shared_at_least(n, lengths(n)[0])


def _in(db: sqlite3.Connection, query: str, values: Iterable[int]) -> Iterator[Any]:
    """Give the rows of a query whose `{}` stands for `values`, however many."""
    ordered = sorted(values)
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        yield from db.execute(query.format(",".join("?" * len(some))), some)


def _units_of(db: sqlite3.Connection, source: int, languages: Languages) -> list[Found]:
    marks = ",".join("?" * len(languages.pairs))
    query = f"{_UNITS} WHERE units.source = ? AND units.pair IN ({marks})"
    return [_found(row) for row in db.execute(query, (source, *languages.pairs))]


def _found(row: Sequence[object]) -> Found:
    source, target, locale, key, changed, name, is_catalog = row
    return Found(
        str(source), str(target), str(locale), str(key), str(changed), str(name), bool(is_catalog)
    )


def holding(db: sqlite3.Connection, text: str) -> Iterator[Found]:
    """Give the units that have `text` in their source or target, each pair of texts once.

    Upper and lower case are one, and so is what word processors exchange. The most recent come
    first. Linear in the size of the memory.
    """
    wanted = _folded(text)
    if not wanted:
        return
    # SQLite looks for a run of plain letters much faster than we can for the whole. `œ` counts as
    # `oe`, and is no plain letter.
    runs = re.findall(r"[a-z0-9]+", wanted.replace("oe", " "))
    part = f"%{max(runs, key=len, default='')}%"
    query = (
        f"{_UNITS} WHERE replace(units.text, char(173), '') LIKE ?"
        " OR replace(units.target, char(173), '') LIKE ?"
        " ORDER BY units.changed DESC, files.name, units.id"
    )
    seen = set()
    for row in db.execute(query, (part, part)):
        unit = _found(row)
        source, target = _folded(unit.source), _folded(unit.target)
        if (wanted in source or wanted in target) and (source, target) not in seen:
            seen.add((source, target))
            yield unit


def _folded(text: str) -> str:
    return normalised(text).lower()


class Part(NamedTuple):
    """What one file holds of one pair of languages; `problem` says why it cannot be read."""

    name: str
    is_catalog: bool
    source: str
    locale: str
    units: int
    problem: str


def parts(db: sqlite3.Connection) -> list[Part]:
    """Return what the memory is made of, by file and pair of languages."""
    rows = db.execute(
        "SELECT files.name, files.is_catalog, coalesce(pairs.source, ''),"
        " coalesce(pairs.target, ''), count(units.id), files.problem"
        " FROM files LEFT JOIN units ON units.file = files.id"
        " LEFT JOIN pairs ON pairs.id = units.pair"
        " GROUP BY files.id, pairs.id ORDER BY files.name, pairs.target"
    )
    return [
        Part(name, bool(is_catalog), source, locale, units, problem)
        for name, is_catalog, source, locale, units, problem in rows
    ]
