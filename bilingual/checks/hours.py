"""Check of hours: does a time of day still look like one in the target?

In: a case. Out: findings, in drafts that nobody has touched. What is before a time, and the words
for hours, are data (`languages/*/numbers.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bilingual.checks.case import Case, found
from bilingual.facts import Number, numbers
from bilingual.facts.figures import BLANKS
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity


def hour(case: Case) -> Iterator[Finding]:
    """Find an hour that became a bare number (*from 14*) or a length of time (*at 22 hours*).

    Only in drafts that nobody has touched: a person who writes *the 8 to 10 shift* knows why.
    """
    if not case.unit.is_machine:
        return
    pattern = _hours(case.from_language)
    if pattern is None or pattern[0].search(case.source) is None:
        return
    there = _hours(case.to_language)
    ours = numbers(case.source, case.setting.source)
    theirs = numbers(case.target, case.setting.target)
    times = {key for n in theirs for key in n.keys if key[0] == "t"}
    has_hours = there is None or there[1].search(case.target) is not None
    for n in ours:
        match = pattern[0].match(case.source, n.span.start)
        hours = [key for key in n.keys if key[0] == "t"]
        if match is None or not hours or not isinstance(n.value, int):
            continue
        place = n.span.start, match.end()
        if not has_hours and times.isdisjoint(hours) and (bare := _bare(n, theirs)):
            message = _("nothing says that “{number}” is a time of day").format(
                number=bare.span.of(case.target)
            )
            yield found(Severity.WARNING, "hour", message, place, (bare.span.start, bare.span.end))
        elif there is not None and pattern[2].search(case.source, 0, n.span.start):
            long = next((m for m in there[3].finditer(case.target) if m["n"] == str(n.value)), None)
            if long is not None:
                message = _("“{hours}” is no time of day").format(hours=long[0])
                yield found(Severity.WARNING, "hour", message, place, long.span())


def _bare(n: Number, theirs: tuple[Number, ...]) -> Number | None:
    """Return the number of the target that is the same hour as a number alone."""
    return next((one for one in theirs if one.value == n.value and not one.unit), None)


@lru_cache(maxsize=16)
def _hours(language: str) -> tuple[re.Pattern[str], ...] | None:
    """Return what finds an hour in figures, a word for hours, what is before a time, and both."""
    hours = section(language, "numbers", "hours")
    before = section(language, "numbers", "before-times")
    if not hours or not before:
        return None
    words = "|".join(map(re.escape, sorted(hours, key=len, reverse=True)))
    first = "|".join(map(re.escape, before))
    # At 8 in the evening: said as well.
    said = "|".join(map(re.escape, (*hours, *section(language, "numbers", "halves-of-day"))))
    hour = rf"(?P<n>\d{{1,2}})[{BLANKS}]?(?:{words})(?![\w’'])"
    long = "|".join(map(re.escape, (word for word in hours if len(word) > 1 and word.isalpha())))
    length = rf"(?P<n>\d{{1,2}})[{BLANKS}](?:{long})(?!\w)"
    return (
        re.compile(hour, re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{first})[{BLANKS}]$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{first})[{BLANKS}]{length}", re.IGNORECASE),
    )
