"""What a memory answers: matches, best first, and how they are told in one line.

In: the units that were found. Out: one Match for each translation of each source. Pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from bilingual.diff import Change, shown
from bilingual.text import fold_lines, normalised


class Found(NamedTuple):
    """A unit of the index, with the file that it stands in."""

    source: str
    target: str
    locale: str
    key: str
    changed: str
    name: str
    is_catalog: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the memory that is the one looked for, or like it, with its translation.

    `ratio` is how alike the sources are by their words (`diff.likeness`), 1.0 where `is_exact`.
    `diff` says what became of the words of `source` in the sentence looked for. `origin` names
    where the translation stands: `memory|from:<path>|key:<unit>`, or `memory|tmx:<name>|line:<n>`.
    `locale` is the tag of its language, `count` how often the memory has just this translation of
    this source, `changed` when it was last confirmed (`2026-05-04T10:00:00Z`, or empty).
    `is_reviewed` tells that a person confirmed it in this workspace; of an imported memory nobody
    knows.
    """

    source: str
    target: str
    ratio: float
    diff: tuple[Change, ...]
    origin: str
    locale: str
    count: int
    changed: str
    is_reviewed: bool
    is_exact: bool

    @property
    def remark(self) -> str:
        """The match on one line, as it is offered beside a draft in every PO editor."""
        target = fold_lines(self.target)
        if self.is_exact:
            return f"{REMARK}1.00 → {target}"
        # Never "1.00": the words are the same, something else is not.
        ratio = min(self.ratio, 0.99)
        changes = fold_lines(shown(self.diff))
        what = f" [{changes}]" if changes else ""
        return f"{REMARK}{ratio:.2f} «{fold_lines(self.source)}» → {target}{what}"


REMARK = "memory: "


def ranked(found: Sequence[Found], locale: str, ratio: float | None = None) -> list[Match]:
    """Return the translations of one source, each once, the best first.

    `ratio` is how near the source is; without one it is the very sentence looked for.

    Best is what was translated for the same `locale`, then what was reviewed in this workspace,
    then what is most frequent, then what is most recent. Of equal translations the best unit gives
    the letter and the origin.
    """
    groups: dict[str, list[Found]] = {}
    for unit in found:
        groups.setdefault(normalised(unit.target), []).append(unit)

    def worth(unit: Found) -> tuple[object, ...]:
        return unit.locale == locale, unit.is_catalog, unit.changed, unit.name, unit.key

    matches = []
    for units in groups.values():
        best = max(units, key=worth)
        match = Match(
            source=best.source,
            target=best.target,
            ratio=1.0 if ratio is None else ratio,
            diff=(),
            origin=_signature(best),
            locale=best.locale,
            count=len(units),
            changed=best.changed,
            is_reviewed=best.is_catalog,
            is_exact=ratio is None,
        )
        matches.append(match)
    return sorted(matches, key=lambda match: _order(match, locale))


def best_first(matches: Sequence[Match], locale: str) -> list[Match]:
    """Return matches of several sources, the nearest first."""
    return sorted(matches, key=lambda match: (-match.ratio, *_order(match, locale), match.source))


def _order(match: Match, locale: str) -> tuple[bool, bool, int, tuple[int, ...], str, str]:
    """Return what sorts a source's translations: the best comes first."""
    latest = tuple(-ord(char) for char in match.changed) or (1,)
    is_other = match.locale != locale
    return is_other, not match.is_reviewed, -match.count, latest, match.origin, match.target


def _signature(unit: Found) -> str:
    """Return the origin's signature: fields parted by `|`, what is special in them as %XX."""
    if unit.is_catalog:
        return f"memory|from:{quote(unit.name, safe='/')}|key:{quote(unit.key)}"
    name = unit.name.rpartition("/")[2][: -len(".tmx")]
    return f"memory|tmx:{quote(name)}|line:{unit.key}"
