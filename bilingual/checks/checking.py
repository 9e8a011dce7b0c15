"""Every check, in the order in which its findings are shown, and how they are run.

In: a unit or a catalog with its setting. Out: findings. A new check goes into CHECKS, or into
WHOLE where it needs all units of a catalog.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bilingual.catalog import Catalog
from bilingual.checks import (
    agreement,
    casing,
    days,
    hours,
    inventing,
    leavings,
    marks,
    omission,
    order,
    spelling,
    stale,
    whole,
    words,
)
from bilingual.checks.case import Case, Check, Setting
from bilingual.checks.identity import is_dismissed
from bilingual.model import Finding, Severity, Span, Unit

CHECKS: tuple[Check, ...] = (
    agreement.empty,
    agreement.untranslated,
    agreement.number,
    agreement.number_form,
    days.date,
    hours.hour,
    agreement.unit_of_measure,
    agreement.name,
    order.name_order,
    agreement.verbatim,
    agreement.term,
    agreement.negation,
    agreement.question,
    agreement.repetition,
    leavings.doubled,
    leavings.subjectless,
    agreement.length,
    omission.omission,
    omission.left_out,
    words.false_friend,
    spelling.spelling,
    spelling.left_over,
    inventing.invented,
    marks.quotes,
    marks.quote_form,
    marks.stray_quotes,
    marks.brackets,
    marks.spacing,
    marks.punctuation,
    marks.ending,
    casing.capitals,
    casing.beginning,
)
WHOLE: tuple[Callable[..., Iterator[tuple[str, Finding]]], ...] = (
    whole.inconsistent,
    stale.outdated,
    whole.unread,
)
# Told when a draft is made, and not to be seen in the texts: kept as long as the draft is.
_OF_THE_DRAFT = frozenset({"long"})
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_NONE: whole.Agreed = {}


def check_unit(
    unit: Unit, setting: Setting, facts: tuple[Finding, ...] | None = None
) -> tuple[Finding, ...]:
    """Return what should be looked at in a unit, the gravest first, dismissed findings included.

    `facts` is what `facts.compare` said of these two texts with the setting's context, where that
    is known: it is the dearest part.
    Depends on source, target and setting only, but for what the drafting engine told about an
    untouched draft. Spans lie inside the texts. Never raises, whatever the texts. Less than a
    millisecond for a sentence.

    >>> from bilingual.model import Locale, State
    >>> unit = Unit("k", "Il y a 12 bateaux.", "There are 21 boats .", State.DRAFT)
    >>> for finding in check_unit(unit, Setting(Locale("fr"), Locale("en"))):
    ...     print(finding.severity, finding.message)
    error the number 12 has become 21
    warning a blank stands before “.”
    """
    case = Case(unit, setting, facts)
    if not unit.target.strip():
        return _ordered(list(agreement.empty(case)), unit)
    made = [finding for check in CHECKS for finding in check(case)]
    if unit.is_untouched:
        made += [finding for finding in unit.findings if finding.check in _OF_THE_DRAFT]
    return _ordered(made, unit)


def check_catalog(
    catalog: Catalog, setting: Setting, elsewhere: whole.Agreed = _NONE
) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of each unit in use, by key, dismissed ones included.

    Those of `check_unit`, and what only all units together tell. `elsewhere` are the reviewed
    targets that other catalogs have for a normalised source (`agreed`).
    """
    together = check_together(catalog.units, elsewhere, catalog.obsolete)
    return {
        unit.key: _ordered([*check_unit(unit, setting), *together.get(unit.key, ())], unit)
        for unit in catalog.units
    }


def check_together(
    units: Sequence[Unit], elsewhere: whole.Agreed = _NONE, gone: Sequence[Unit] = ()
) -> dict[str, tuple[Finding, ...]]:
    """Return what only all units together tell, by key; keys without a finding are left out.

    `gone` are the units whose sentences are not in the article any more.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    for key, finding in (
        *whole.inconsistent(units, elsewhere),
        *stale.outdated(units, gone),
        *whole.unread(units),
    ):
        found[key].append(finding)
    return {key: tuple(findings) for key, findings in found.items()}


def standing(findings: Sequence[Finding], unit: Unit) -> tuple[Finding, ...]:
    """Return the findings that nobody has dismissed."""
    return tuple(finding for finding in findings if not is_dismissed(finding, unit))


def marked(catalog: Catalog, found: Mapping[str, Sequence[Finding]]) -> Catalog:
    """Return the catalog with these findings, but for those dismissed, in place of its former ones.

    Units that `found` does not name keep theirs.
    """
    units = tuple(
        unit if unit.key not in found else _with(unit, standing(found[unit.key], unit))
        for unit in catalog.units
    )
    return replace(catalog, units=units)


def _with(unit: Unit, findings: tuple[Finding, ...]) -> Unit:
    return unit if unit.findings == findings else replace(unit, findings=findings)


def _ordered(findings: Sequence[Finding], unit: Unit) -> tuple[Finding, ...]:
    """Return findings by severity, each once; what lies outside the texts loses its place."""
    once = dict.fromkeys(_inside(finding, unit) for finding in findings)
    return by_severity(once)


def by_severity(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the gravest first, else in the order given."""
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))


def _inside(finding: Finding, unit: Unit) -> Finding:
    source, target = finding.source_span, finding.target_span
    if (source is None or source.end <= len(unit.source)) and (
        target is None or target.end <= len(unit.target)
    ):
        return finding
    return replace(
        finding, source_span=_cut(source, unit.source), target_span=_cut(target, unit.target)
    )


def _cut(span: Span | None, text: str) -> Span | None:
    return None if span is None or span.end > len(text) else span
