"""Checks of a whole catalog: one source translated in two ways, drafts accepted unread.

In: units with their setting, and what the rest of the workspace has for their sources. Out: for
each key its findings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bilingual.checks.case import found
from bilingual.interface import _
from bilingual.model import Finding, Severity, State, Unit
from bilingual.text import normalised

Agreed = Mapping[str, frozenset[str]]
# With fewer units an article may well be right as the machine made it.
MOST_UNREAD = 8
# Shorter sources (Oui. Lire aussi) are rightly translated by what stands around them.
SHORT = 3


def agreed(units: Sequence[Unit]) -> dict[str, frozenset[str]]:
    """Return the reviewed targets of each normalised source."""
    targets: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        if unit.state is State.REVIEWED:
            targets[normalised(unit.source)].add(unit.target)
    return {source: frozenset(found) for source, found in targets.items()}


def merged(several: Iterable[Agreed]) -> dict[str, frozenset[str]]:
    """Return what was agreed in several catalogs together."""
    made: dict[str, frozenset[str]] = {}
    for one in several:
        for source, texts in one.items():
            made[source] = made.get(source, frozenset()) | texts
    return made


def inconsistent(units: Sequence[Unit], elsewhere: Agreed) -> Iterator[tuple[str, Finding]]:
    """Find a source that was translated in another way elsewhere, here or in another article.

    A draft is held against what people confirmed, a confirmed one against the others. Sources of
    one or two words are a remark.
    """
    here = agreed(units)
    for unit in units:
        if not unit.target:
            continue
        source = normalised(unit.source)
        others = here.get(source, frozenset()) | elsewhere.get(source, frozenset())
        mine = normalised(unit.target)
        differing = sorted(text for text in others if normalised(text) != mine)
        if differing:
            message = _("elsewhere the same sentence became “{text}”").format(text=differing[0])
            is_short = len(unit.source.split()) < SHORT
            severity = Severity.INFO if is_short else Severity.WARNING
            yield unit.key, found(severity, "inconsistent", message)


def unread(units: Sequence[Unit]) -> Iterator[tuple[str, Finding]]:
    """Find an article whose every draft was confirmed to the letter: it may not have been read.

    Said once, at the first unit, as a remark.
    """
    if len(units) >= MOST_UNREAD and all(unit.is_reviewed and unit.is_machine for unit in units):
        message = _("every draft of this article was accepted as the machine made it")
        yield units[0].key, found(Severity.INFO, "unread", message)
