"""Check of words: false friends.

In: a case. Out: findings. False friends are data of a pair of languages
(`languages/fr/false-friends.en.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from bilingual.checks.case import Case, found
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity

_LETTERS = re.compile(r"[^\W\d_]+")
_PAIRS = {("fr", "en")}


class _Friend(NamedTuple):
    """A word, the look-alike that is wrong for it, and what is right: patterns, and in words."""

    source: re.Pattern[str]
    wrong: re.Pattern[str]
    right: re.Pattern[str]
    says: str
    is_sure: bool


def false_friend(case: Case) -> Iterator[Finding]:
    """Find a word that only looks like its translation: *actuellement* is not *actually*.

    Found where the source has the word and the target the look-alike, and nothing that is right
    for it. What is often right in some sense is a remark.
    """
    if (case.from_language, case.to_language) not in _PAIRS:
        return
    friends = _friends(case.from_language, case.to_language)
    here = set(_LETTERS.findall(case.source.lower())) & friends.keys()
    for friend in dict.fromkeys(friend for word in sorted(here) for friend in friends[word]):
        ours = friend.source.search(case.source)
        theirs = friend.wrong.search(case.target) if ours else None
        if ours is None or theirs is None or friend.right.search(case.target):
            continue
        message = _("“{source}” is not “{target}”, but {right}").format(
            source=ours[0], target=theirs[0], right=friend.says
        )
        severity = Severity.WARNING if friend.is_sure else Severity.INFO
        yield found(severity, "false-friend", message, ours.span(), theirs.span())


@lru_cache(maxsize=16)
def _friends(language: str, target: str) -> Mapping[str, Sequence[_Friend]]:
    """Return the false friends of a pair by the first word of each form, in small letters."""
    made: dict[str, list[_Friend]] = {}
    for which in ("sure", "doubtful"):
        for form, meaning in section(language, f"false-friends.{target}", which).items():
            wrong, _arrow, right = meaning.partition(" -> ")
            rights = [one.strip() for one in right.split(" | ")]
            says = " / ".join(one.rstrip("*") for one in rights[:3])
            patterns = (_any(form), _any(wrong), _any(" | ".join(rights)))
            friend = _Friend(*patterns, says, which == "sure")
            for one in form.lower().split(" | "):
                made.setdefault(_LETTERS.findall(one)[0], []).append(friend)
    return made


def _any(forms: str) -> re.Pattern[str]:
    """Return what finds one of several forms as a whole word; `*` at an end stands for letters."""
    patterns = [
        re.escape(form.strip()).replace(r"\*", r"\w*").replace(r"\ ", r"\s") + r"(?!\w)"
        for form in forms.split(" | ")
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})", re.IGNORECASE)
