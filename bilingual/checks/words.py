"""Checks of words: false friends and spelling.

In: a case. Out: findings. False friends are data of a pair of languages
(`languages/fr/false-friends.en.txt`); spelling needs the optional package `pyspellchecker`, whose
dictionaries come with it and are read offline.
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

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_PAIRS = {("fr", "en")}
# The dictionary is American; ours may be British.
_BRITISH = (
    ("our", "or"), ("is", "iz"), ("ys", "yz"), ("tre", "ter"), ("ence", "ense"), ("ogue", "og"),
    ("lled", "led"), ("lling", "ling"), ("ller", "ler"), ("ae", "e"), ("oe", "e"), ("mme", "m"),
)  # fmt: skip


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


def spelling(case: Case) -> Iterator[Finding]:
    """Find words that no dictionary has; only where the package `pyspellchecker` is installed.

    Names, words that the source has too, and words of three letters or fewer are left out. These
    are remarks: no dictionary has every word.
    """
    known = _dictionary(case.to_language)
    if not known:
        return
    theirs = {word.casefold() for word in _WORD.findall(case.source)}
    for match in _WORD.finditer(case.target):
        word = match[0].replace("’", "'")
        small = word.removesuffix("'s")
        if len(small) < 4 or not small.islower() or "'" in small or small in theirs:
            continue
        if _is_known(small, known) or _is_joined(case.target, match):
            continue
        message = _("“{word}” is in no dictionary").format(word=match[0])
        yield found(Severity.INFO, "spelling", message, None, match.span())


def _is_known(word: str, known: Mapping[str, int]) -> bool:
    """Whether a word, its singular, or the American spelling of either is in a dictionary."""
    forms = {word, word.removesuffix("s")}
    for british, american in _BRITISH:
        forms |= {form.replace(british, american) for form in forms if british in form}
    return any(form in known for form in forms)  # a mapping of 10⁵ words is no set to be walked


def _is_joined(text: str, match: re.Match[str]) -> bool:
    """Whether a word is part of something longer: a compound, an address."""
    return text[match.end() : match.end() + 1] in ("-", ".", "@", "/", "_") and bool(
        text[match.end() + 1 : match.end() + 2].strip()
    )


@lru_cache(maxsize=4)
def _dictionary(language: str) -> Mapping[str, int]:
    """Return the words of a language, none where there is no dictionary for it; reads a file."""
    try:
        from spellchecker import SpellChecker
    except ImportError:
        return {}
    try:
        return dict(SpellChecker(language=language, distance=1).word_frequency.dictionary)
    except ValueError:
        return {}  # it has none for this language
