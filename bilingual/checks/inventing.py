"""Check of made-up words that begin with a capital, stand in capitals, or are a letter alone.

In: a case. Out: findings. Such words may be names, so they are told only where a name is unlikely:
the source has none of the kind. The words in small letters are `spelling`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from functools import lru_cache

from bilingual.checks import spelling
from bilingual.checks.case import Case, found
from bilingual.checks.spelling import LETTERS, WORD, bare, is_foreign, is_known, is_part
from bilingual.facts.names import plain
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity

_LETTER = re.compile(r"(?<![\w.'’)\]/*&+-])(?<!\d[ \xa0])[a-z](?![\w.'’()\[\]/*&+=-])")
# Shorter words are too often abbreviations; so many letters in capitals are an acronym.
_LEAST, _ACRONYM = 4, 3
# A copy begins with so many letters of the word, and is as like it.
_ALIKE, _LIKENESS = 3, 0.8
# More words in capitals than that are no acronyms: the text is shouted.
_SHOUTED = 2


def invented(case: Case) -> Iterator[Finding]:
    """Find words with a capital, in capitals or of one letter that are neither words nor names.

    In a draft that nobody has touched these are warnings, in what a person wrote remarks. A word
    with a capital is told where it is a near copy of an ordinary word of the source
    (*Ressistance*) or of one left as it is (*Gardien*), or begins a sentence whose source has no
    name that it could be; one in capitals, where the source has none (*THEP*).
    """
    if not all(map(spelling.dictionary, (case.to_language, case.from_language))):
        return
    severity = Severity.WARNING if case.unit.is_machine else Severity.INFO
    theirs = frozenset(map(plain, LETTERS.findall(case.source)))
    for match in _odd(case.target, case.to_language):
        word = bare(match[0])
        if plain(word) in theirs:
            if case.unit.is_machine and _is_left(word, case):
                message = _("“{word}” is not translated").format(word=match[0])
                yield found(Severity.WARNING, "untranslated", message, None, match.span())
        elif (word.isupper() and _is_odd_acronym(word, case)) or (
            not word.isupper() and _is_odd_name(word, match.start(), theirs, case)
        ):
            message = _("“{word}” is in no dictionary").format(word=match[0])
            yield found(severity, "spelling", message, None, match.span())
    for match in _LETTER.finditer(case.target):
        if match[0] not in section(case.to_language, "spelling", "letters") and not re.search(
            rf"(?<!\w){match[0]}(?![\w'’])", case.source, re.IGNORECASE
        ):
            message = _("“{letter}” is a letter alone").format(letter=match[0])
            yield found(severity, "spelling", message, None, match.span())


@lru_cache(maxsize=64)
def _odd(text: str, language: str) -> tuple[re.Match[str], ...]:
    """Return the words with a capital that no dictionary has, parts of compounds left out."""
    made = []
    for match in WORD.finditer(text):
        word = bare(match[0])
        least = _ACRONYM if word.isupper() else _LEAST
        if len(word) < least or not (word.isupper() or (word.istitle() and "'" not in word)):
            continue
        if not is_known(word.lower(), language) and not is_part(text, match):
            made.append(match)
    return tuple(made)


def _is_left(word: str, case: Case) -> bool:
    """Whether a word is an ordinary one of the source, which has it in small letters."""
    small = word.lower()
    return is_foreign(small, case.from_language) and small in LETTERS.findall(case.source)


@lru_cache(maxsize=8)
def _acronyms(language: str, other: str) -> frozenset[str]:
    """Return the acronyms of a target's language that its pair's names tell of."""
    known = section(language, f"names.{other}", "acronyms").values()
    return frozenset(form for forms in known for form in forms.split(" | "))


def _is_odd_acronym(word: str, case: Case) -> bool:
    """Whether an acronym is hardly one: the source has none, and neither text is shouted."""
    if word in _acronyms(case.from_language, case.to_language):
        return False
    ours, theirs = (
        sum(len(word) > 1 and word.isupper() for word in LETTERS.findall(text))
        for text in (case.source, case.target)
    )
    return not ours and theirs <= _SHOUTED


def _is_odd_name(word: str, at: int, theirs: AbstractSet[str], case: Case) -> bool:
    """Whether a word with a capital is hardly a name."""
    form = plain(word)
    for one in theirs:
        if one[:_ALIKE] == form[:_ALIKE] and _is_copy(one, form):
            return _is_ordinary(one, case)
    if case.target[:at].strip(" \t«»“”\"'‘’([—–-"):
        return False
    # It begins the sentence: a name of the source that is nowhere in the target may be it.
    here = LETTERS.findall(case.source)
    there = set(map(plain, LETTERS.findall(case.target)))
    names = [one for one in here[1:] if one[0].isupper() and plain(one) not in there]
    return bool(here) and not names and is_foreign(here[0].lower(), case.from_language)


def _is_copy(one: str, form: str) -> bool:
    return SequenceMatcher(None, one, form, autojunk=False).ratio() >= _LIKENESS


def _is_ordinary(form: str, case: Case) -> bool:
    """Whether a plain form is that of an ordinary word of the source, as its dictionary has it."""
    return any(
        plain(word) == form and is_foreign(word.lower(), case.from_language)
        for word in LETTERS.findall(case.source)
    )
