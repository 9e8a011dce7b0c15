"""What a check sees: one unit, and what holds for its article.

In: a unit and a `Setting`. Out: a `Case`, which compares the texts once for all checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from bilingual.facts import Context, Reader, Wanted
from bilingual.model import Finding, Locale, Severity, Span, Unit
from bilingual.terms import Termbase, demands

_NO_TERMS = Termbase()


@dataclass(frozen=True, slots=True)
class Setting:
    """What the checks of an article have to know besides its units.

    `terms` are the house's words, `quotes` the publisher's quotation marks (empty: the language's
    own), `headlines` the sources that are headlines.
    """

    source: Locale
    target: Locale
    terms: Termbase = _NO_TERMS
    quotes: str = ""
    headlines: AbstractSet[str] = frozenset()

    def context(self, source: str) -> Context:
        """Return what a comparison of `source` with its target has to know."""
        if not self.terms:
            return Context(self.source, self.target)
        found = self.terms.find(source, self.source)
        wanted = (Wanted(*demand) for demand in demands(source, found, self.target))
        return Context(self.source, self.target, tuple(wanted))


class Case:
    """One unit before the checks; `facts` where its texts have been compared already."""

    def __init__(
        self, unit: Unit, setting: Setting, facts: tuple[Finding, ...] | None = None
    ) -> None:
        self.unit = unit
        self._facts = facts
        self.source = unit.source
        self.target = unit.target
        self.setting = setting
        self.from_language = setting.source.language
        self.to_language = setting.target.language

    @cached_property
    def facts(self) -> tuple[Finding, ...]:
        """All that the comparison of facts finds, as severe as it has it."""
        if not self.target.strip():
            return ()
        if self._facts is not None:
            return self._facts
        return Reader(self.source, self.setting.context(self.source)).compare(self.target)

    def about(self, *checks: str) -> Iterable[Finding]:
        """Give what the comparison of facts finds under some names."""
        return (finding for finding in self.facts if finding.check in checks)


Check = Callable[[Case], Iterable[Finding]]


def found(
    severity: Severity,
    check: str,
    message: str,
    source: tuple[int, int] | None = None,
    target: tuple[int, int] | None = None,
) -> Finding:
    """Return a finding; its places are pairs of start and end in source and target."""
    return Finding(
        check,
        severity,
        message,
        None if source is None else Span(*source),
        None if target is None else Span(*target),
    )
