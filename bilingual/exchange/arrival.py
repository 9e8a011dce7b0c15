"""Rows that came back + the catalog as it is now → the catalog with people's work, and a report.

Each unit is judged alone, by three texts: what went out (the base), what came back, what the
catalog holds now. What only the file changed is taken; what both changed is kept twice, one as the
target, one among the alternatives. No review is taken back, no target erased, no text lost.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bilingual.catalog import Catalog
from bilingual.exchange.markup import pictured
from bilingual.exchange.table import Base, Row, digest, settled
from bilingual.model import State, Unit
from bilingual.text import normalised

# Blanks at the ends; what XML cannot hold is no blank here, as in `settled`.
_EDGES = re.compile(r"\A[^\S\v\f\x1c-\x1f]+|[^\S\v\f\x1c-\x1f]+\Z")


class Fate(StrEnum):
    """What became of a row."""

    UNCHANGED = "unchanged"  # the file brought nothing new
    EDITED = "edited"  # a person's text, not reviewed yet
    REVIEWED = "reviewed"
    CONFLICT = "conflict"  # changed here and there: both texts are kept
    EMPTY = "empty"  # erased in the file; the catalog keeps its text
    REOPENED = "reopened"  # reviewed when it went out, not any more; the review is kept
    OTHER_SOURCE = "other-source"  # the sentence is not the one that the catalog has; left out
    UNKNOWN = "unknown"  # no such sentence in the catalog; left out


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row; `is_noted` tells whether it brought a new note."""

    row: Row
    fate: Fate
    is_noted: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the rows of a table, in its order."""

    results: tuple[Result, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had each fate, by its name, and how many brought a note."""
        found = Counter(result.fate.value for result in self.results)
        noted = sum(result.is_noted for result in self.results)
        return {**{fate.value: found[fate.value] for fate in Fate}, "noted": noted}


def receive(
    catalog: Catalog, rows: Sequence[Row], *, is_reviewed: bool = False
) -> tuple[Catalog, Report]:
    """Return the catalog with what the rows bring, and what became of each row.

    Units are found by key and by source together, sentences that are gone from the article among
    them; a row whose key nobody has, by its source alone. With `is_reviewed`, every target that a
    person changed in the file counts as reviewed, whatever the file says. A pure function;
    receiving the same rows twice is receiving them once.
    """
    units = [*catalog.units, *catalog.obsolete]
    keys = {unit.key for unit in units}
    results = []
    for row, place in zip(rows, _places(units, rows), strict=True):
        if place is None:
            is_known = row.key in keys
            results.append(Result(row, Fate.OTHER_SOURCE if is_known else Fate.UNKNOWN))
            continue
        ours = units[place]
        unit, fate = _with_target(ours, row, is_reviewed=is_reviewed)
        note = _note(ours, row)
        units[place] = replace(unit, note=note)
        results.append(Result(row, fate, is_noted=note != ours.note))
    n = len(catalog.units)
    received = replace(catalog, units=tuple(units[:n]), obsolete=tuple(units[n:]))
    return received, Report(tuple(results))


def _form(source: str) -> str:
    return normalised(pictured(source))


def _places(units: Sequence[Unit], rows: Sequence[Row]) -> Iterator[int | None]:
    """Give, for each row, the index of its unit."""
    keys = {unit.key: i for i, unit in reversed(list(enumerate(units)))}
    forms = [_form(unit.source) for unit in units]
    sure: list[int | None] = []
    for row in rows:
        i = keys.get(row.key)
        # A key is a digest of the source: it stands for a source that the file has not.
        same = i is not None and (row.source is None or _form(row.source) == forms[i])
        sure.append(i if same else None)
    free: dict[str, list[int]] = defaultdict(list)
    taken = set(sure)
    for i, form in enumerate(forms):
        if i not in taken:
            free[form].append(i)
    for row, place in zip(rows, sure, strict=True):
        left = free[_form(row.source)] if place is None and row.source else []
        yield left.pop(0) if left else place


def _with_target(unit: Unit, row: Row, *, is_reviewed: bool) -> tuple[Unit, Fate]:
    """Return the unit with the row's target and state, as far as it may take them."""
    base = row.base
    is_text_new = base is None or digest(row.target) != base.target
    is_state_new = row.state is not None and (base is None or row.state is not base.state)
    if not settled(row.target):
        return unit, Fate.EMPTY if settled(unit.target) and is_text_new else Fate.UNCHANGED
    if not (is_text_new or is_state_new):
        return unit, Fate.UNCHANGED
    is_same = settled(row.target) == settled(unit.target)
    is_read = row.state is State.REVIEWED or (is_reviewed and is_text_new and not is_same)
    if is_same:
        return _confirmed(unit, row, is_read=is_read)
    if unit.is_reviewed:
        return _beside_review(unit, row, is_read=is_read, is_text_new=is_text_new)
    return _over_draft(unit, row, is_read=is_read, is_text_new=is_text_new)


def _confirmed(unit: Unit, row: Row, *, is_read: bool) -> tuple[Unit, Fate]:
    """Return the unit whose target the row has too."""
    if is_read and not unit.is_reviewed:
        return unit.reviewed(), Fate.REVIEWED
    # Without a base the file may be older than the review: then it says nothing.
    is_taken_back = row.base is not None and row.base.state is State.REVIEWED and not is_read
    if unit.is_reviewed and is_taken_back and row.state is not None:
        return unit, Fate.REOPENED
    return unit, Fate.UNCHANGED


def _beside_review(unit: Unit, row: Row, *, is_read: bool, is_text_new: bool) -> tuple[Unit, Fate]:
    """Return a reviewed unit to which the row brings another text."""
    if is_read and row.base == Base.of(unit):
        return _taken(unit, row, State.REVIEWED), Fate.REVIEWED
    is_machine = unit.origin is not None and settled(row.target) == settled(unit.origin.text)
    if not is_read and (is_machine or not is_text_new):
        return unit, Fate.UNCHANGED  # a draft from before the review
    return _kept_beside(unit, row)


def _over_draft(unit: Unit, row: Row, *, is_read: bool, is_text_new: bool) -> tuple[Unit, Fate]:
    """Return a unit without a review to which the row brings another text."""
    is_current = row.base is not None and row.base.target == digest(unit.target)
    # What a machine wrote needs no second place; a person's text that nobody has seen here does.
    is_lost = bool(unit.target) and not unit.is_machine and not is_current
    if is_read:
        kept = _beside(unit, unit.target) if is_lost else unit
        return _taken(kept, row, State.REVIEWED), Fate.CONFLICT if is_lost else Fate.REVIEWED
    if not is_text_new:
        return unit, Fate.UNCHANGED
    if is_lost:
        return _kept_beside(unit, row)
    return _taken(unit, row, State.DRAFT), Fate.EDITED


def _taken(unit: Unit, row: Row, state: State) -> Unit:
    """Return the unit with the row's text; what was found in the old one is found no more."""
    target = _clean(row.target)
    others = tuple(text for text in unit.alternatives if settled(text) != settled(target))
    return replace(unit, target=target, state=state, findings=(), review=None, alternatives=others)


def _kept_beside(unit: Unit, row: Row) -> tuple[Unit, Fate]:
    """Return the unit with the row's text among its alternatives, where it is not there yet."""
    if any(settled(text) == settled(row.target) for text in unit.alternatives):
        return unit, Fate.UNCHANGED
    return _beside(unit, row.target), Fate.CONFLICT


def _beside(unit: Unit, text: str) -> Unit:
    return replace(unit, alternatives=(*unit.alternatives, _clean(text)))


def _clean(text: str) -> str:
    """Return a text as catalogs keep it: no blanks at its ends, line feeds between lines."""
    return re.sub(r"\r\n|\r", "\n", _EDGES.sub("", text))


def _note(unit: Unit, row: Row) -> str:
    """Return the unit's note with what the row's says; nothing that was said is dropped."""
    theirs = _clean(row.note or "")
    if not theirs or settled(theirs) == settled(unit.note):
        return unit.note
    if row.base is not None and digest(theirs) == row.base.note:
        return unit.note
    is_current = row.base is not None and row.base.note == digest(unit.note)
    if is_current or not unit.note:
        return theirs
    is_known = settled(theirs) in settled(unit.note)
    return unit.note if is_known else f"{unit.note}\n{theirs}"
