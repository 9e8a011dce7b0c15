"""Do two texts state the same numbers, with the same units?

In: the numbers of source and target. Out: findings: a number that is missing, changed or added, a
unit that is lost, a number in another language's form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from bilingual.facts.context import error, warning
from bilingual.facts.figures import Keys
from bilingual.facts.numbers import FIGURE, OPTIONAL, WORD, Number
from bilingual.facts.units import Units
from bilingual.interface import _
from bilingual.model import Finding, Severity

# Above it number words are often round (une vingtaine), and translated by another round one.
SMALL = 12
# Up to here a language has number words that stand for nothing of the kind in the other: both, a
# couple, a third.
FEW = 3
# With so many numbers a text is a table: what follows is not listed one by one.
MOST = 50


def compare_numbers(
    source: str,
    target: str,
    source_numbers: Sequence[Number],
    target_numbers: Sequence[Number],
    source_figures: Keys = frozenset(),
    target_figures: Keys = frozenset(),
) -> Iterator[Finding]:
    """Give what is wrong with the target's numbers.

    A number agrees where any of its values is found on the other side, in whatever place: word
    order differs. Small numbers in words are warned of only: both, twice and a pair are good for
    *deux*. `source_figures` and `target_figures` are further numbers that may explain one on the
    other side, and need not be found there themselves.
    """
    there = _all_keys(target_numbers) | target_figures
    here = _all_keys(source_numbers) | source_figures
    missing = [n for n in source_numbers if n.weight and not _is_in(n, there)]
    added = [n for n in target_numbers if n.weight == FIGURE and not _is_in(n, here)]
    pairs = _changed(missing, added) if len(missing) == len(added) else {}
    strange = [n for n in target_numbers if n.weight == WORD and n.keys and not _is_in(n, here)]
    words = _changed_words(
        [n for n in missing if n not in pairs], strange, source_numbers, target_numbers
    )
    for n in [*missing[:MOST], *(n for n in words if n not in missing)]:
        text = n.span.of(source)
        other = pairs.get(n)
        if other is not None:
            changed = _("the number {source} has become {target}").format(
                source=text, target=other.span.of(target)
            )
            yield error("number", changed, n.span, other.span)
        elif n.weight == FIGURE:
            yield error("number", _("the number {number} is missing").format(number=text), n.span)
        elif n in words:
            changed = _("the number {source} has become {target}").format(
                source=text, target=words[n].span.of(target)
            )
            yield warning("number", changed, n.span, words[n].span)
        else:
            yield warning("number", _("the number {number} is missing").format(number=text), n.span)
    for n in added[:MOST]:
        if n not in pairs.values():
            message = _("the number {number} is not in the source").format(number=n.span.of(target))
            # A translator who adds a conversion does so in brackets.
            is_aside = target[max(0, n.span.start - 4) : n.span.start].rstrip("~≈ ").endswith("(")
            yield (warning if is_aside else error)("number", message, None, n.span)
    if source_numbers:
        told = set(words.values())
        yield from _invented(target, [n for n in strange[:MOST] if n not in told])
    for n in target_numbers:
        if n.is_foreign and n not in added:
            message = _("{number} is not how numbers are written in this language").format(
                number=n.span.of(target)
            )
            yield warning("number-form", message, None, n.span)


def _invented(target: str, strange: Sequence[Number]) -> Iterator[Finding]:
    """Give small numbers in words that nothing in the source explains, but for those in names."""
    for n in strange:
        is_named = n.span.start > 0 and n.span.of(target)[0].isupper()
        if n.value is not None and FEW < n.value <= SMALL and not is_named:
            message = _("the number {number} is not in the source").format(number=n.span.of(target))
            yield warning("number", message, None, n.span)


def compare_units(
    source: str,
    target: str,
    source_numbers: Sequence[Number],
    target_numbers: Sequence[Number],
    units: Units,
    source_units: Units,
) -> Iterator[Finding]:
    """Give the units beside the source's figures that occur nowhere in the target.

    Where the same number has another unit there, that is told, and where it stands. So are amounts
    of the target in a currency that the source does not have.
    """
    wanted = {n.unit: n for n in reversed(source_numbers) if n.unit}
    there = units.all_in(target) if wanted else frozenset()
    money = [n for n in target_numbers if n.unit in units.currencies]
    told = dict(islice(_other_money(source_numbers, money, units), MOST)) if money else {}
    for n, other in told.items():
        yield _changed_unit(Severity.ERROR, n, other, source)
    lost = {n.unit for n in told}
    for unit, n in wanted.items():
        is_known = unit in units.names.values() and n.weight != OPTIONAL
        if not is_known or unit in there or unit in lost:
            continue
        is_money = unit in units.currencies or unit == "percent"
        severity = Severity.ERROR if is_money else Severity.WARNING
        changed = _with_other_unit(n, target_numbers, wanted)
        if changed is not None:
            told[n] = changed
            yield _changed_unit(severity, n, changed, source)
            continue
        message = _("the unit of {number} is missing ({unit})").format(
            number=n.span.of(source), unit=unit
        )
        yield Finding("unit", severity, message, n.span, None)
    rest = [n for n in money if n not in told.values()]
    strange = {n.unit: n for n in reversed(rest) if n.unit not in wanted}
    if strange:
        yield from _strange_money(source, target, strange, source_units, units)


def _other_money(
    source_numbers: Sequence[Number], money: Sequence[Number], units: Units
) -> Iterator[tuple[Number, Number]]:
    """Give each amount of the source that the target has in other currencies only."""
    amounts: dict[object, list[Number]] = {}
    for n in money:
        for key in n.keys:
            amounts.setdefault(key, []).append(n)
    for n in source_numbers:
        if n.unit not in units.currencies:
            continue
        same = [other for key in n.keys for other in amounts.get(key, ())[:MOST]]
        if same and all(other.unit != n.unit for other in same):
            yield n, min(same, key=lambda other: other.span.start)


def _changed_unit(severity: Severity, n: Number, other: Number, source: str) -> Finding:
    message = _("the unit of {number} has become another ({unit}, {other})").format(
        number=n.span.of(source), unit=n.unit, other=other.unit
    )
    return Finding("unit", severity, message, n.span, other.span)


def _strange_money(
    source: str, target: str, strange: Mapping[str, Number], source_units: Units, units: Units
) -> Iterator[Finding]:
    """Give the amounts of a target in a currency that the source does not name."""
    if not source_units.currencies:
        return
    here = source_units.all_in(source) | source_units.perhaps_in(source)
    for unit, n in strange.items():
        if unit not in here and unit not in units.perhaps_in(target):
            message = _("{number} has a unit that the source has not ({unit})").format(
                number=n.span.of(target), unit=unit
            )
            yield warning("unit", message, None, n.span)


def _with_other_unit(
    n: Number, target_numbers: Sequence[Number], wanted: Mapping[str, Number]
) -> Number | None:
    """Return the number of the target that is the same but for its unit, which no source has."""
    return next(
        (
            other
            for other in target_numbers
            if other.unit and other.unit not in wanted and not n.keys.isdisjoint(other.keys)
        ),
        None,
    )


def _all_keys(found: Sequence[Number]) -> Keys:
    """Return every value that one of the numbers may have, those of parts included."""
    keys = {key for n in found for key in n.keys}
    keys.update(key for n in found for part in n.parts for key in part)
    return frozenset(keys)


def _is_in(n: Number, keys: Keys) -> bool:
    if not n.keys.isdisjoint(keys):
        return True
    return bool(n.parts) and all(not part.isdisjoint(keys) for part in n.parts)


def _changed(missing: Sequence[Number], added: Sequence[Number]) -> dict[Number, Number]:
    """Pair what is missing with what is added, in order."""
    return dict(zip(missing, added, strict=True))


def _changed_words(
    missing: Sequence[Number],
    strange: Sequence[Number],
    source_numbers: Sequence[Number],
    target_numbers: Sequence[Number],
) -> dict[Number, Number]:
    """Pair small numbers in words that are lost with those that nothing explains, in order.

    Where there is one of the first only, a number that the target has oftener than the source is
    its partner; where there is one of the second only, one that it has more seldom.
    """
    lost = [n for n in missing if _is_small(n)]
    if lost and not strange:
        strange = _oftener(target_numbers, source_numbers)
    elif strange and not lost:
        lost = _oftener(source_numbers, target_numbers)
    return dict(zip(lost, strange, strict=False))


def _is_small(n: Number) -> bool:
    return n.weight == WORD and n.value is not None and n.value <= SMALL


def _oftener(ours: Sequence[Number], theirs: Sequence[Number]) -> list[Number]:
    """Return small numbers in words that one text has oftener than the other, each value once."""
    counted = _counted(ours), _counted(theirs)
    made: dict[object, Number] = {}
    for n in ours:
        if _is_small(n) and n.value != 1:
            times, others = (count.get(("n", n.value), 0) for count in counted)
            if times > others:
                made.setdefault(n.value, n)
    return list(made.values())


def _counted(several: Sequence[Number]) -> Mapping[object, int]:
    """Return how many numbers of a text may have each value."""
    return Counter(key for n in several for key in n.keys.union(*n.parts))
