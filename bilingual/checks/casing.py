"""Checks of capitals: a headline left in capitals, a sentence that begins small.

In: a case. Out: findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilingual.checks.case import Case, found
from bilingual.interface import _
from bilingual.model import Finding, Severity

_WORD = re.compile(r"[^\W\d_]+")
_FIRST = re.compile(r"[^\W_]")
_ENDS = re.compile(r"[.!?…][\s»”\"’)]*$")


def capitals(case: Case) -> Iterator[Finding]:
    """Find a headline or sentence that stands in capitals as its source does.

    Our pages have headlines in sentence case. Up to three words may be acronyms: those count where
    the source has small letters only.
    """
    words = [word for word in _WORD.findall(case.target) if len(word) > 1]
    shouted = [word for word in words if word.isupper()]
    if len(words) < 3 or 5 * len(shouted) < 4 * len(words):
        return
    theirs = [word for word in _WORD.findall(case.source) if len(word) > 1]
    is_copied = theirs and 2 * sum(word.isupper() for word in theirs) > len(theirs)
    if len(words) == 3 and is_copied:
        return
    message = _("the text is in capitals") if not is_copied else _("the capitals were copied")
    severity = Severity.INFO if is_copied else Severity.WARNING
    yield found(severity, "capitals", message, None, (0, len(case.target)))


def beginning(case: Case) -> Iterator[Finding]:
    """Find a sentence that begins with a small letter although its source begins with a capital.

    Words such as iPhone, and what the source has as it is, are no fault; nor are headings, which
    have no stop.
    """
    here, there = _FIRST.search(case.source), _FIRST.search(case.target)
    if not _ENDS.search(case.source) or not here or not there:
        return
    if not here[0].isupper() or not there[0].islower():
        return
    word = _WORD.match(case.target, there.start())
    if word is None or word[0] in _WORD.findall(case.source) or not word[0].islower():
        return
    if case.target[: there.start()].strip(" \t«»“”\"'‘’([—–-"):
        return
    message = _("the sentence begins with a small letter: “{word}”").format(word=word[0])
    yield found(Severity.WARNING, "capitals", message, None, word.span())
