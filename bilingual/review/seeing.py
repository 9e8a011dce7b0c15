"""What is to be seen in the units of an article besides their texts: findings, risk, agreed words.

In: an article on the desk. Out: the payload of each unit. Checking a long article takes longer than
somebody likes to wait before it opens: what does not fit into a moment is told with the findings
that the catalog has, checked beside, and told again as a change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

from bilingual.catalog import Catalog
from bilingual.checks import (
    Agreed,
    Setting,
    agreed,
    by_severity,
    check_together,
    check_unit,
    is_dismissed,
    merged,
    risk,
)
from bilingual.draft import Form
from bilingual.form import capitalised_in
from bilingual.model import Finding, Segment, Severity, Unit
from bilingual.review.former import Formers, is_earlier
from bilingual.review.opened import Opened, Stamp, stamp_of
from bilingual.review.payload import Json, Seen, is_grave, unit_payload
from bilingual.terms import Termbase, read_termbase
from bilingual.works import Work

MOMENT_S = 0.15  # of checking, within one answer
_AT_ONCE = 8  # units checked beside before they are told


class Agreements:
    """What people confirmed in each article that was opened, to be held against the others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._agreed: dict[Opened, Agreed] = {}
        self._number = 0
        self._merged: dict[Opened, tuple[int, Agreed]] = {}

    def put(self, one: Opened, found: Agreed) -> None:
        """Remember what is confirmed in an article now."""
        with self._lock:
            if self._agreed.get(one) != found:
                self._agreed[one] = found
                self._number += 1

    def elsewhere(self, one: Opened) -> tuple[int, Agreed]:
        """Return what is confirmed in the other articles of its workspace, in its language.

        With it comes a number that changes when something does.
        """
        with self._lock:
            known = self._merged.get(one)
            if known is not None and known[0] == self._number:
                return known
            others = (
                found
                for other, found in self._agreed.items()
                if other is not one and _is_beside(other, one)
            )
            self._merged[one] = self._number, merged(others)
            return self._merged[one]


def _is_beside(one: Opened, other: Opened) -> bool:
    return (one.workspace, one.target) == (other.workspace, other.target)


class Sight:
    """What is to be seen in the units of one article; each looked at once for each state.

    Whoever calls holds the article's lock. What is checked beside runs in `beside`.
    """

    def __init__(
        self,
        one: Opened,
        beside: Executor,
        agreements: Agreements,
        *,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._one = one
        self._beside = beside
        self._agreements = agreements
        self._number = 0
        self._clock = clock
        self._work: Work | None = None
        self._catalog: Catalog | None = None
        self._setting: Setting | None = None
        self._terms = Termbase()
        self._stamp: Stamp = None
        self._checked: dict[str, tuple[Unit, tuple[Finding, ...]]] = {}
        self._whole: dict[str, tuple[Finding, ...]] = {}
        self._finder = Formers()
        self._formers: Mapping[str, Unit] = {}
        self._waiting: dict[str, Unit] = {}
        self._papers: dict[str, tuple[Unit, Json]] = {}
        self._is_filling = False
        self._until = 0.0
        self._form: tuple[Setting, tuple[Segment, ...], Form] | None = None

    def refresh(self, moment_s: float = MOMENT_S) -> Work:
        """Return the article as it is now, and forget what is seen no more.

        Units in which something else is to be seen count as changed. From now on, so many seconds
        are spent on checking before the answer is given.

        Raises: what `Opened.fresh` raises; TermbaseError.
        """
        work = self._one.fresh()
        self._until = self._clock() + moment_s
        setting = self._now(work)
        if setting != self._setting:
            is_first = self._setting is None
            self._setting = setting
            self._checked.clear()
            self._papers.clear()
            if not is_first:
                self._one.touch()
        if work.catalog is not self._catalog:
            self._agreements.put(self._one, agreed(work.catalog.units))
            formers = self._finder.of(work.catalog)
            self._forget_others(self._formers, formers)
            self._formers = formers
        number, elsewhere = self._agreements.elsewhere(self._one)
        if (work.catalog, number) != (self._catalog, self._number):
            whole = check_together(work.catalog.units, elsewhere, work.catalog.obsolete)
            self._forget_others(self._whole, whole)
            self._whole, self._catalog, self._number = whole, work.catalog, number
        self._work = work
        return work

    def _now(self, work: Work) -> Setting:
        workspace = self._one.workspace
        path = workspace.terms_path(self._one.target)
        stamp = None if path is None else stamp_of(path)
        if stamp != self._stamp:
            self._terms = read_termbase(path)
            self._stamp = stamp
        elif self._setting is not None and self._work is not None:
            same = work.article is self._work.article
            if same and self._setting.terms is self._terms:
                return self._setting
        return Setting(
            work.article.locale,
            work.target,
            terms=self._terms,
            quotes=workspace.quotes,
            headlines=frozenset(work.headlines),
        )

    def form(self) -> Form:
        """Return what the form of the article's drafts depends on; `refresh` comes before it."""
        assert self._setting is not None, "the form follows refresh"
        assert self._work is not None
        setting, segments = self._setting, self._work.segments
        if self._form is None or self._form[:2] != (setting, segments):
            sources = (segment.source for segment in segments)
            made = Form(
                setting.source,
                setting.target,
                headlines=setting.headlines,
                known=capitalised_in(sources, setting.source),
                quotes=setting.quotes,
                terms=setting.terms,
            )
            self._form = setting, segments, made
        return self._form[2]

    def _forget_others(self, before: Mapping[str, object], now: Mapping[str, object]) -> None:
        """Forget the units of which something else is known now; at first there are none."""
        changed = [key for key in {*before, *now} if before.get(key) != now.get(key)]
        if self._catalog is not None and changed:
            self._forget(changed)

    def _forget(self, keys: Iterable[str]) -> None:
        names = list(keys)
        for name in names:
            self._papers.pop(name, None)
        self._one.touch(names)

    def papers(self, units: Sequence[Unit]) -> list[Json]:
        """Return the payloads of units, in their order."""
        made = [self.paper(unit) for unit in units]
        self._fill()
        return made

    def paper(self, unit: Unit) -> Json:
        """Return the payload of a unit."""
        known = self._papers.get(unit.key)
        is_waiting = unit.key in self._waiting
        if known is not None and not is_waiting and (known[0] is unit or known[0] == unit):
            return known[1]
        seen = self._seen(unit)
        if self._catalog is not None and is_earlier(unit, self._catalog):
            seen = replace(seen, is_earlier=True)
        made = unit_payload(unit, seen)
        self._papers[unit.key] = unit, made
        return made

    def has_error(self, unit: Unit) -> bool:
        """Whether a unit has an error that nobody dismissed; checked now, whatever it costs."""
        assert self._setting is not None, "looking follows refresh"
        return any(
            is_grave(one, unit) and not is_dismissed(one, unit)
            for one in check_unit(unit, self._setting)
        )

    def _seen(self, unit: Unit) -> Seen:
        assert self._setting is not None, "looking follows refresh"
        terms = self._setting.terms.find(unit.source, self._setting.source)
        former = None if unit.target else self._formers.get(unit.key)
        known = self._checked.get(unit.key)
        if known is None or not _same_texts(known[0], unit):
            if self._clock() > self._until:
                self._waiting[unit.key] = unit
                return Seen(unit.findings, _guess(unit), terms, former)
            known = unit, check_unit(unit, self._setting)
            self._checked[unit.key] = known
        self._waiting.pop(unit.key, None)
        ordered = by_severity((*known[1], *self._whole.get(unit.key, ())))
        return Seen(ordered, risk(unit, ordered, self._setting), terms, former)

    def _fill(self) -> None:
        """See to it that what waits is checked beside."""
        if self._waiting and not self._is_filling:
            self._is_filling = True
            try:
                self._beside.submit(self._filled)
            except RuntimeError:
                self._is_filling = False  # the program is ending

    def _filled(self) -> None:
        """Check what waits, some units at once; the lock is held for moments only."""
        is_done = False
        while not is_done:
            with self._one.lock:
                some = [self._waiting.pop(key) for key in list(self._waiting)[:_AT_ONCE]]
                setting = self._setting
            if setting is None:
                return
            found = [(unit, check_unit(unit, setting)) for unit in some]
            with self._one.lock:
                if setting is self._setting:
                    self._checked |= {unit.key: (unit, findings) for unit, findings in found}
                    self._forget(unit.key for unit in some)
                is_done = not self._waiting
                if is_done:
                    self._is_filling = False


def _guess(unit: Unit) -> float:
    """Return a risk for a unit that is yet to be checked, by what the catalog has."""
    if not unit.target:
        return 1.0
    gravest = {finding.severity for finding in unit.findings}
    if Severity.ERROR in gravest:
        return 0.9
    return 0.6 if Severity.WARNING in gravest or unit.previous_source else 0.2


def _same_texts(one: Unit, other: Unit) -> bool:
    """Whether the same is to be found in two units."""
    drafts = (unit.findings if unit.is_untouched else () for unit in (one, other))
    return (one.source, one.target) == (other.source, other.target) and next(drafts) == next(drafts)
