"""Two people's versions of a catalog and the one both began from → one catalog with both's work.

In: three catalogs. Out: one; or an error where only a person can decide. Whatever the order in
which the two are given, the result is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeVar

from bilingual.catalog.po import parse_po
from bilingual.catalog.units import Catalog, format_catalog
from bilingual.errors import CatalogError
from bilingual.interface import _
from bilingual.model import State, Unit
from bilingual.text import normalised, segment_key

T = TypeVar("T")
Id = tuple[str, str, int]  # key, normalised source, and which of those that share both
_DATE = "PO-Revision-Date"
_RANK = {State.REVIEWED: 3, State.DRAFT: 1, State.UNTRANSLATED: 0}


@dataclass(frozen=True, slots=True)
class _Side:
    """A catalog, its units by what they are known by, in their order; and which are obsolete."""

    catalog: Catalog
    units: dict[Id, Unit]
    gone: frozenset[Id]


def merge_three(base: Catalog, ours: Catalog, theirs: Catalog) -> Catalog:
    """Return the catalog that has what `ours` and `theirs` made of `base`, unit by unit.

    What one side changed is taken. Where both changed a translation, a reviewed one wins over a
    draft, a person's draft over a machine's; of two reviewed ones the later, by its own date where
    both have one, else by the file's, else by the text; the other becomes an alternative. No target
    that a person wrote on a side is lost, unless it is the base's and the other side replaced it.
    What is obsolete on one side and was reviewed on the other is obsolete with its review. Notes
    have the lines of both. `base` may be an empty catalog.

    Invariants: symmetric in `ours` and `theirs`; `merge_three(b, x, x) == x`;
    `merge_three(b, b, x) == x`. Linear.

    Raises: CatalogError where both changed an entry that is no unit (plural forms).
    """
    early, late = sorted((ours, theirs), key=lambda c: (_date(c), format_catalog(c)))
    old, first, second = _side(base), _side(late), _side(early)
    made = [(one, *_both(one, old, first, second)) for one in _order(old, first, second)]
    taken = {unit.key for one, unit, _gone in made if unit is not None and one in first.units}
    units: list[Unit] = []
    obsolete: list[Unit] = []
    for one, unit, is_obsolete in made:
        if unit is None:
            continue
        is_second = one not in first.units and unit.key in taken
        if is_second:
            # Another source under the same key, which neither gettext nor we accept in one file.
            unit = replace(unit, key=_free_key(unit, taken))  # noqa: PLW2901
        taken.add(unit.key)
        (obsolete if is_obsolete or is_second else units).append(unit)
    return Catalog(
        header=_header(base, late, early),
        comment=_lines(base.comment, late.comment, early.comment),
        units=tuple(units),
        obsolete=tuple(obsolete),
        foreign=_foreign(base, late, early),
        raw=_raw((*units, *obsolete), (late, early)),
        newline=late.newline,
    )


def _date(catalog: Catalog) -> datetime:
    """Return when the header says that the catalog was last changed; long ago if it does not."""
    try:
        return datetime.strptime(catalog.field(_DATE), "%Y-%m-%d %H:%M%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _side(catalog: Catalog) -> _Side:
    seen: Counter[tuple[str, str]] = Counter()
    units: dict[Id, Unit] = {}
    gone = set()
    for i, unit in enumerate((*catalog.units, *catalog.obsolete)):
        name = unit.key, normalised(unit.source)
        seen[name] += 1
        units[(*name, seen[name])] = unit
        if i >= len(catalog.units):
            gone.add((*name, seen[name]))
    return _Side(catalog, units, frozenset(gone))


def _order(old: _Side, first: _Side, second: _Side) -> list[Id]:
    """Return all units' names: in the order of the side that changed it, the others let in.

    One that only the other side has stands behind the one it follows there.
    """
    common = [one for one in old.units if one in first.units]
    if [one for one in first.units if one in old.units] == common:
        first, second = second, first
    order = list(first.units)
    after: dict[Id | None, list[Id]] = {}
    before: Id | None = None
    for one in second.units:
        if one not in first.units:
            after.setdefault(before, []).append(one)
        else:
            before = one
    placed = list(after.get(None, ()))
    for one in order:
        placed += [one, *after.get(one, ())]
    return placed


def _both(one: Id, old: _Side, first: _Side, second: _Side) -> tuple[Unit | None, bool]:
    """Return what a unit becomes, None where it is gone; and whether it is obsolete."""
    base, a, b = old.units.get(one), first.units.get(one), second.units.get(one)
    if a is None or b is None:
        there = a if b is None else b
        side = first if b is None else second
        if base is None:
            return there, one in side.gone
        is_changed = there != base and there is not None and there.has_work
        return (there if is_changed else None), True
    unit = _chosen(base, a, b)
    places = one in first.gone, one in second.gone
    is_obsolete = _three(one in old.gone, *places) if base is not None else all(places)
    return unit, is_obsolete


def _three(base: T, a: T, b: T) -> T:
    """Return what one side changed; `a` where both did."""
    return b if a == base else a


def _chosen(base: Unit | None, a: Unit, b: Unit) -> Unit:
    """Return the unit that two versions of it become; `a` is of the later file."""
    if b in (a, base):
        return a
    if a == base:
        return b
    was = base or Unit(a.key, a.source)
    best, other = _ranked(was, a, b)
    alternatives = _lines(was.alternatives, a.alternatives, b.alternatives)
    is_new = _said(other) != _said(was)  # what the base had, the other side replaced knowingly
    if is_new and _rank(other) > 1 and other.target not in (best.target, *alternatives):
        alternatives = (*alternatives, other.target)
    return replace(
        best,
        source=_three(was.source, a.source, b.source),
        reference=_three(was.reference, a.reference, b.reference),
        note="\n".join(_lines(_split(was.note), _split(a.note), _split(b.note))),
        alternatives=tuple(text for text in alternatives if text != best.target),
        remarks=_lines(was.remarks, a.remarks, b.remarks),
        flags=_lines(was.flags, a.flags, b.flags),
        dismissed=_lines(was.dismissed, a.dismissed, b.dismissed),
    )


def _said(unit: Unit) -> tuple[object, ...]:
    """Return all that belongs to a translation and goes with it."""
    return (
        unit.target,
        unit.state,
        unit.origin,
        unit.findings,
        unit.review,
        unit.previous_source,
    )


def _ranked(was: Unit, a: Unit, b: Unit) -> tuple[Unit, Unit]:
    """Return the version whose translation stands, and the other one."""
    if _said(b) == _said(was) or _said(a) == _said(b):
        return a, b
    if _said(a) == _said(was):
        return b, a
    one, two = _rank(a), _rank(b)
    if one == two and a.review and b.review and a.review.at and b.review.at:
        return (b, a) if _moment(b) > _moment(a) else (a, b)
    return (b, a) if two > one else (a, b)


def _moment(unit: Unit) -> datetime:
    at = unit.review.at if unit.review else ""
    return datetime.strptime(at, "%Y-%m-%d %H:%M%z")


def _rank(unit: Unit) -> int:
    """Return 3 for reviewed, 2 for a person's draft, 1 for a machine's, 0 for nothing."""
    by_person = unit.state is State.DRAFT and not unit.is_machine
    return _RANK[unit.state] + by_person


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _lines(base: Sequence[str], a: Sequence[str], b: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of `a`, then those that `b` has new; without what `b` took away."""
    if b in (a, base):
        return tuple(a)
    if a == base:
        return tuple(b)
    kept = [line for line in a if line in b or line not in base]
    return (*kept, *(line for line in b if line not in a and line not in base))


def _header(base: Catalog, late: Catalog, early: Catalog) -> tuple[tuple[str, str], ...]:
    """Return the header; the date, and who it goes with, are those of the later file."""
    if early.header in (late.header, base.header):
        return late.header
    if late.header == base.header:
        return early.header
    was, a, b = dict(base.header), dict(late.header), dict(early.header)
    whole = {}
    for name in (*a, *(name for name in b if name not in a)):
        value = _three(was.get(name), a.get(name), b.get(name))
        if name in (_DATE, "Last-Translator"):
            value = a.get(name, b.get(name))
        if value is not None:
            whole[name] = value
    return tuple(whole.items())


def _foreign(base: Catalog, late: Catalog, early: Catalog) -> tuple[str, ...]:
    """Return the entries that are no units, from both sides.

    Raises: CatalogError where both changed the same one.
    """
    merged = _lines(base.foreign, late.foreign, early.foreign)
    names = Counter(name for text in merged for name in _names(text))
    for name, n in names.items():
        if n > 1:
            raise CatalogError(
                _("both sides changed the entry “{source}”, which has plural forms").format(
                    source=name[1]
                ),
                hint=_("Choose between the two by hand."),
            )
    return merged


def _names(text: str) -> list[tuple[str, str]]:
    entries = (entry.strings for entry in parse_po(text, ""))
    return [(s.get("msgctxt", ""), s["msgid"]) for s in entries if "msgid" in s]


def _free_key(unit: Unit, taken: set[str]) -> str:
    key, n = segment_key(unit.source), 1
    while (free := key if n == 1 else f"{key}.{n}") in taken:
        n += 1
    return free


def _raw(
    units: Iterable[Unit], sides: Sequence[Catalog]
) -> dict[tuple[str, bool], tuple[Unit, str]]:
    """Return the lines of each unit as they stand on the side it was taken from."""
    whole = {**sides[1].raw, **sides[0].raw}
    for unit in units:
        for is_obsolete in (False, True):
            for side in sides:
                found = side.raw.get((unit.key, is_obsolete))
                if found is not None and found[0] == unit:
                    whole[unit.key, is_obsolete] = found
                    break
    return whole
