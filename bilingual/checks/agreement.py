"""Checks of facts: numbers, units, names, addresses, and whether the whole source is there.

What does not agree is found by `facts`, which weighs it for the choice between drafts. Here it is
weighed for editors, who stop looking at a list that cries wolf: what good translations often have
(a name that became a pronoun, a distance in miles) is INFO, and counts for the risk only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bilingual.checks import days
from bilingual.checks.case import Case
from bilingual.checks.conversion import is_converted
from bilingual.interface import _
from bilingual.model import Finding, Severity

_VERSION = re.compile(r"(?:[A-Z]{2,}|[Vv]ersion|[Vv])[ \xa0]?$")
_ROUND = re.compile(r"(?:e|es|ème|èmes)?\s+de\s+finale\b")
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def empty(case: Case) -> Iterator[Finding]:
    """Find a unit without a translation, or with blanks for one."""
    if case.source.strip() and not case.target.strip():
        yield Finding("empty", ERROR, _("there is no translation"))


def untranslated(case: Case) -> Iterator[Finding]:
    """Find what is left in the source's language: the whole text, or words in it.

    A quotation in the foreign language, and a name with its small words (Le Monde), are no fault.
    """
    yield from case.about("untranslated")


def number(case: Case) -> Iterator[Finding]:
    """Find numbers, dates and times of day that are missing, changed or added.

    Every form that is usual counts as the same: 1 200, 1,200 and twelve hundred; 18 h 30 and
    6.30 pm; 3 mars and 3 March; XIXe and 19th. A measure that was converted (5 km, 3 miles) and a
    small number in words that is said otherwise (deux, both) are remarks only.
    """
    for finding in case.about("number"):
        is_lost_word = finding.severity is WARNING and finding.target_span is None
        is_aside = finding.severity is WARNING and _is_added_figure(case, finding)
        same = _left(case, finding)
        if same is not None:
            yield same
        elif is_lost_word or is_aside or _is_round(case, finding) or is_converted(case, finding):
            yield replace(finding, severity=INFO)
        else:
            yield finding


def _left(case: Case, finding: Finding) -> Finding | None:
    """Return what is said of a month that is not missing, but still there by its own name."""
    span = finding.source_span
    if finding.severity is not ERROR or finding.target_span is not None or span is None:
        return None
    return days.left(case, span.start, span.end) if span.of(case.source).isalpha() else None


def _is_added_figure(case: Case, finding: Finding) -> bool:
    """Whether a number was added in figures: facts warns of it only where it is in brackets."""
    span = finding.target_span
    return finding.source_span is None and span is not None and case.target[span.start].isdigit()


def _is_round(case: Case, finding: Finding) -> bool:
    """Whether a number is that of a round of a cup: the 8es de finale are the last 16."""
    span = finding.source_span
    return span is not None and bool(_ROUND.match(case.source, span.end))


def number_form(case: Case) -> Iterator[Finding]:
    """Find numbers that are written as the source's language does: 3,5 for 3.5.

    What stands behind a name in both texts is a version (XLIFF 1.2), and no fault.
    """
    for finding in case.about("number-form"):
        span = finding.target_span
        before = "" if span is None else case.target[max(0, span.start - 9) : span.start]
        if span is None or not (_VERSION.search(before) and span.of(case.target) in case.source):
            yield finding


def unit_of_measure(case: Case) -> Iterator[Finding]:
    """Find amounts and measures whose unit became another: 12 euros, 12 dollars.

    Also an amount in a currency that the source does not name. A unit that is left out is a remark
    only: it is often clear from what stands before.
    """
    for finding in case.about("unit"):
        is_other = finding.target_span is not None
        is_same = finding.source_span is not None and is_other and is_converted(case, finding)
        yield finding if is_other and not is_same else replace(finding, severity=INFO)


def name(case: Case) -> Iterator[Finding]:
    """Find names and acronyms that became others.

    Names that differ in English (Londres, London), inflected and transliterated ones agree. A
    name that is missing without another in its place is a remark: it may have become *the capital*.
    So is an acronym that became another one, unless its English form is known, and a name whose
    spelling changed by a letter or two.
    """
    for finding in case.about("name"):
        yield finding if finding.severity is ERROR else replace(finding, severity=INFO)


def verbatim(case: Case) -> Iterator[Finding]:
    """Find addresses, e-mails, handles, tags, file names and codes that changed or are missing.

    They have to be the same to the letter. A code of two characters (3D) may be spelled out.
    """
    for finding in case.about("verbatim"):
        span = finding.source_span
        is_short = span is not None and len(span) <= 2
        yield replace(finding, severity=INFO) if is_short else finding


def term(case: Case) -> Iterator[Finding]:
    """Find terms of the termbase that are not obeyed, and words that it forbids."""
    yield from case.about("term")


def repetition(case: Case) -> Iterator[Finding]:
    """Find a word or phrase that stands several times in a row: a model got into a loop."""
    yield from case.about("repetition")


def length(case: Case) -> Iterator[Finding]:
    """Find a target far shorter or longer than the source: a clause may be lost or invented.

    The usual ratio from French to English lies between 0.57 and 1.26 of the characters (99 of 100
    good pairs); short texts vary more. What is only a little outside is a remark.
    """
    for finding in case.about("length"):
        yield finding if finding.severity is ERROR else replace(finding, severity=INFO)


def negation(case: Case) -> Iterator[Finding]:
    """Find a source that denies something while the target does not."""
    yield from case.about("negation")


def question(case: Case) -> Iterator[Finding]:
    """Find a question that became a statement, or the other way round."""
    for finding in case.about("question"):
        yield replace(finding, severity=WARNING)
