"""Checks of what small models leave behind: a name's word said twice, a verb without its subject.

In: a case. Out: findings, in drafts that nobody has touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from bilingual.checks.case import Case, found
from bilingual.facts.names import plain
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity

_WORD = re.compile(r"[^\W\d_]+")
# So near, in words, a name is not said twice.
_NEAR = 3
_LEAST = 3
_LAST = re.compile(r",[^\S\n]([a-z]+ed|said)[.!?]?$")


def doubled(case: Case) -> Iterator[Finding]:
    """Find a word of a name that stands twice close together, as often as in no part of the source.

    *The Ayn al-Asad Ayn base* for *la base d'Ayn al-Asad*. O(words).
    """
    if not case.unit.is_machine:
        return
    here = Counter(plain(word) for word in _WORD.findall(case.source))
    there: Counter[str] = Counter()
    last: dict[str, int] = {}
    common = section(case.to_language, "facts", "common")
    for at, match in enumerate(_WORD.finditer(case.target)):
        word = plain(match[0])
        if not match[0][0].isupper() or len(word) < _LEAST or word in common:
            continue
        there[word] += 1
        is_near = word in last and at - last[word] <= _NEAR
        last[word] = at
        if is_near and 0 < here[word] < there[word]:
            message = _("“{word}” stands here oftener than in the source").format(word=match[0])
            yield found(Severity.WARNING, "repetition", message, None, match.span())


def subjectless(case: Case) -> Iterator[Finding]:
    """Find *has said* without who said it, where the source says *a-t-il dit*."""
    patterns = _patterns(case.from_language, case.to_language)
    if not case.unit.is_machine or patterns is None:
        return
    inverted, bare = patterns
    source = inverted.search(case.source)
    if source is None:
        return
    match = bare.search(case.target) or _LAST.search(case.target)
    if match is not None:
        message = _("nothing says who “{verb}”").format(verb=match[1])
        yield found(Severity.WARNING, "subject", message, source.span(), match.span(1))


@lru_cache(maxsize=16)
def _patterns(language: str, other: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Return what finds a subject behind its verb in a source, and a verb without one."""
    subjects = section(language, "facts", "subjects-behind")
    verbs = section(other, "facts", "subjectless")
    if not subjects or not verbs:
        return None
    behind, first = ("|".join(map(re.escape, forms)) for forms in (subjects, verbs))
    return (
        re.compile(rf"[,»”\"][^\S\n]*[^\W\d_]+-(?:t-)?(?:{behind})(?!\w)", re.IGNORECASE),
        re.compile(rf"[,.!?][”\"’'][^\S\n]({first})(?!\w)"),
    )
