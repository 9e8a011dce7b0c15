"""Check of days: weekdays and months by name.

In: a case. Out: findings. What they are called is data (`languages/*/numbers.txt`), and so is what
may stand for them: *yesterday*, *the weekend*. Months beside a number are dates, which the check of
numbers compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bilingual.checks.case import Case, found
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity

_WORD = re.compile(r"[^\W\d_]+")
_KINDS = ("weekdays", "months")
# Samedi à dimanche: so near two days stand in a night, and so near before them the word for it.
_TOGETHER, _BEFORE = 9, 24
_Day = tuple[int, re.Match[str]]


def date(case: Case) -> Iterator[Finding]:
    """Find a weekday or month that is missing or has become another.

    One that still has its name in the source's language is not translated, and not missing. One
    that is missing without another in its place is a remark where the target has a word such
    as *yesterday* or *weekend*. Of a night from Saturday to Sunday one day is enough.
    """
    words = set(_WORD.findall(case.source.lower()))
    for kind in _KINDS:
        if words.isdisjoint(_names(case.from_language, kind)):
            continue
        here = _days(case.source, case.from_language, kind)
        if not here or not _names(case.to_language, kind):
            continue
        there = _days(case.target, case.to_language, kind)
        ours, theirs = {day for day, _match in here}, {day for day, _match in there}
        missing = _missing(case, here, theirs)
        strange = [match for day, match in there if day not in ours]
        for at, match in enumerate(missing):
            yield _lost(case, match, strange[at] if at < len(strange) else None)


def _lost(case: Case, match: re.Match[str], other: re.Match[str] | None) -> Finding:
    if other is not None:
        message = _("“{source}” has become “{target}”").format(source=match[0], target=other[0])
        return found(Severity.ERROR, "date", message, match.span(), other.span())
    if (same := left(case, *match.span())) is not None:
        return same
    instead = section(case.to_language, "numbers", "days-otherwise")
    is_said = any(word in instead for word in _WORD.findall(case.target.lower()))
    severity = Severity.INFO if is_said else Severity.WARNING
    return found(severity, "date", _("“{day}” is missing").format(day=match[0]), match.span())


def left(case: Case, start: int, end: int) -> Finding | None:
    """Return what is said of a day or month that the target has by its name in the source."""
    name = case.source[start:end].casefold()
    place = next((one for one in _WORD.finditer(case.target) if one[0].casefold() == name), None)
    if place is None:
        return None
    message = _("“{word}” is not translated").format(word=place[0])
    return found(Severity.WARNING, "untranslated", message, (start, end), place.span())


def _missing(case: Case, here: Sequence[_Day], theirs: set[int]) -> list[re.Match[str]]:
    """Return the days of the source that the target lacks, each once, dates left out."""
    told = {finding.source_span.start for finding in case.about("number") if finding.source_span}
    made: dict[int, re.Match[str]] = {}
    for at, (day, match) in enumerate(here):
        if day in theirs or match.start() in told:
            continue
        near = [*here[max(0, at - 1) : at], *here[at + 1 : at + 2]]
        if not any(other in theirs and _is_night(case, match, one) for other, one in near):
            made.setdefault(day, match)
    return list(made.values())


def _is_night(case: Case, match: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two days are those of one night."""
    first, second = sorted((match.span(), other.span()))
    before = case.source[max(0, first[0] - _BEFORE) : first[0]].lower()
    nights = section(case.from_language, "numbers", "nights")
    return second[0] - first[1] <= _TOGETHER and not nights.keys().isdisjoint(_WORD.findall(before))


def _days(text: str, language: str, kind: str) -> list[_Day]:
    """Return the days of a text; words such as *may* and *mars* by their capital, or its lack."""
    known, has_capitals = _names(language, kind), _has_capitals(language)
    made = []
    for match in _WORD.finditer(text):
        day = known.get(match[0].lower())
        if day is None:
            continue
        is_first = not match.start() or text[: match.start()].rstrip()[-1:] in tuple('.!?«“"–—')
        if match[0][0].isupper() == has_capitals or (is_first and kind == "weekdays"):
            made.append((day, match))
    return made


@lru_cache(maxsize=16)
def _names(language: str, kind: str) -> Mapping[str, int]:
    """Return the days of a language by name, in small letters; *sept* is a number too."""
    numbers = section(language, "numbers", "cardinals")
    days = section(language, "numbers", kind)
    return {form: int(value) for form, value in days.items() if form not in numbers}


def _has_capitals(language: str) -> bool:
    """Whether a language writes the names of days with a capital."""
    return bool(section(language, "numbers", "days-in-capitals"))
