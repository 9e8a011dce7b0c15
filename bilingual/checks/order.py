"""Check of the order of names: who did it to whom?

In: a case. Out: a finding where two names changed places around a verb. What turns the order of a
sentence round in good translations (*par*, *by*, a genitive) is data (`languages/*/facts.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from bilingual.checks.case import Case, found
from bilingual.facts.names import Name, names
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity

_CAPITALS = re.compile(r"(?<!\w)[^\W\d_a-z][\w-]{3,}")
_WORD = re.compile(r"[^\W\d_]+")
_APPOSED = (",", "(", "[", ";", ":")


def name_order(case: Case) -> Iterator[Finding]:
    """Find two names that changed places: *A beat B* where the source has it that B beat A.

    Only names that stand once in each text and in one form, that have more than small words between
    them, and where nothing explains the other order: a passive, a genitive, *according to*.
    """
    shared = set(_CAPITALS.findall(case.source)) & set(_CAPITALS.findall(case.target))
    if len(shared) < 2:
        return
    languages = case.from_language, case.to_language
    turning = [section(language, "facts", "turning") for language in languages]
    if not all(turning):
        return
    for first, second in pairwise(names(case.source, *languages)):
        one, other = _last(first, case), _last(second, case)
        if not {one, other} <= shared or not _stand_once(case, one, other):
            continue
        at, there = case.target.index(one), case.target.index(other)
        here = case.source[first.span.end : second.span.start]
        if there > at or here.strip().startswith(_APPOSED):
            continue
        between = case.target[there + len(other) : at]
        if _says_more(here, turning[0]) and _says_more(between, turning[1]):
            message = _("“{first}” and “{second}” stand in the other order").format(
                first=one, second=other
            )
            places = (first.span.start, second.span.end), (there, at + len(one))
            yield found(Severity.WARNING, "name-order", message, *places)


def _last(name: Name, case: Case) -> str:
    """Return the last word of a name: of *Mme Anna Roux* the family name."""
    return name.span.of(case.source).split()[-1]


def _stand_once(case: Case, one: str, other: str) -> bool:
    return one != other and all(
        text.count(name) == 1 for text in (case.source, case.target) for name in (one, other)
    )


def _says_more(between: str, turning: Mapping[str, str]) -> bool:
    """Whether a word stands between two names that is no small one, and none that turns round."""
    words = _WORD.findall(between.lower().replace("’s", "'s"))
    small = [word for word in words if turning.get(word) == "small"]
    return len(words) > len(small) and not any(turning.get(word) == "" for word in words)
