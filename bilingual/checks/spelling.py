"""Checks by dictionary: words that are none, and single words left in the source's language.

In: a case. Out: findings. The dictionaries come with `pyspellchecker` and are read offline; nothing
is found in a language that has none there. What they lack of a language
(British spellings, what may stand before and behind a word) is data: `languages/en/spelling.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from bilingual.checks.case import Case, found
from bilingual.facts.coverage import is_copy
from bilingual.facts.names import plain
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Severity

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LETTERS = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[«“\"‘][^«»“”\"‘]*[»”\"]")
# Shorter words are too often abbreviations, and shorter rests of words accidents.
_LEAST, _REST = 4, 4
# A word that begins with so many letters of the source's may have been made of it.
_ALIKE = 4
UNKNOWN, COMPOSED, KNOWN = 0, 1, 2


def spelling(case: Case) -> Iterator[Finding]:
    """Find words that no dictionary has.

    Names, words that the source has too, and words of three letters or fewer are left out. In
    what a person wrote these are remarks: no dictionary has every word. In a draft that nobody has
    touched they are warnings: a small model makes up words of pieces, and there a word that is only
    composed of known ones (*mareyours*) is none either, if the source has one that begins so.
    """
    known = dictionary(case.to_language)
    if not known:
        return
    severity = Severity.WARNING if case.unit.is_machine else Severity.INFO
    # d'infirmières: the word behind the apostrophe is in the source, too.
    theirs = {*WORD.findall(case.source.casefold()), *LETTERS.findall(case.source.casefold())}
    beginnings: set[str] | None = None
    for match, word in _doubtful(case.target, case.to_language):
        if word in theirs:
            continue
        if is_known(word, case.to_language):
            if not case.unit.is_machine:
                continue
            if beginnings is None:
                beginnings = {plain(one)[:_ALIKE] for one in theirs if len(one) >= _ALIKE}
            if plain(word)[:_ALIKE] not in beginnings:
                continue
        if is_foreign(word, case.from_language):
            message = _("“{word}” is a word of the source's language").format(word=match[0])
        else:
            message = _("“{word}” is in no dictionary").format(word=match[0])
        yield found(severity, "spelling", message, None, match.span())


def left_over(case: Case) -> Iterator[Finding]:
    """Find single words of the source that were not translated: the average *loyer*.

    Words that are in the source and in its language's dictionary, and in none of the target's. A
    quotation in the foreign language, and a name with its small words, are no fault. Of a text that
    is not translated at all this is not told word by word.
    """
    if case.from_language == case.to_language or not dictionary(case.to_language):
        return
    if is_copy(case.source, case.target):
        return
    for match, word in _unknown(case.target, case.to_language):
        place = re.search(rf"(?<!\w){re.escape(match[0])}(?!\w)", case.source)
        if place is None or not is_foreign(word, case.from_language):
            continue
        quoted = (one.span() for one in _QUOTED.finditer(case.target))
        is_quoted = any(start < match.start() < end for start, end in quoted)
        if not is_quoted and not _is_beside_name(case.target, match):
            message = _("“{word}” is not translated").format(word=match[0])
            yield found(Severity.WARNING, "untranslated", message, place.span(), match.span())


def _unknown(text: str, language: str) -> Iterator[tuple[re.Match[str], str]]:
    """Give the words that no dictionary has, but for names and parts of something longer."""
    return (pair for pair in _doubtful(text, language) if not is_known(pair[1], language))


@lru_cache(maxsize=64)  # both checks ask for the same
def _doubtful(text: str, language: str) -> tuple[tuple[re.Match[str], str], ...]:
    """Return the words that no dictionary has, or has in pieces, but for names and compounds."""
    made = []
    for match in WORD.finditer(text):
        word = bare(match[0])
        is_word = len(word) >= _LEAST and word.islower() and "'" not in word
        if is_word and known_as(word, language) < KNOWN and not is_part(text, match):
            made.append((match, word))
    return tuple(made)


def bare(word: str) -> str:
    """Return a word as dictionaries have it: with a straight apostrophe, without the genitive."""
    return word.replace("’", "'").removesuffix("'s")


def is_part(text: str, match: re.Match[str]) -> bool:
    """Whether a word is part of something longer: a compound, an address."""
    before, behind = text[: match.start()][-2:], text[match.end() : match.end() + 2]
    return (behind[:1] in tuple("-.@/_") and behind[1:].isalnum()) or (
        before[-1:] in tuple("-.@/_'’") and before[:-1].isalnum()
    )


def _is_beside_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word with a capital stands right beside one: the *Tribunal judiciaire*."""
    before = re.search(r"([^\W\d_]+)[^\S\n]?$", text[: match.start()][-40:])
    behind = re.match(r"[^\S\n]?([^\W\d_]+)", text[match.end() : match.end() + 40])
    is_begun = before is not None and before[1][0].isupper() and before.start() > 0
    return is_begun or (behind is not None and behind[1][0].isupper())


def is_known(word: str, language: str) -> bool:
    """Whether a word in small letters is in a dictionary of a language, or made of one that is.

    In British spelling, with a prefix or an ending, or joined of two. False without a dictionary.
    """
    return known_as(word, language) > UNKNOWN


@lru_cache(maxsize=32768)
def known_as(word: str, language: str) -> int:
    """Return whether a word is KNOWN, or UNKNOWN, or only COMPOSED of what is known.

    COMPOSED are two words in one, and a word behind a prefix that makes no new words (*in*):
    people seldom write such words, and models put them together of pieces.
    """
    known = dictionary(language)
    if word in section(language, "spelling", "words"):
        return KNOWN
    if any(_is_entry(one, language, known) for one in (word, plain(word), *_bases(word, language))):
        return KNOWN
    best = UNKNOWN
    for prefix, kind in section(language, "spelling", "prefixes").items():
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= _REST:
            bases = chain([rest], _bases(rest, language))
            if any(_is_entry(base, language, known) for base in bases):
                best = max(best, COMPOSED if kind else KNOWN)
    if best:
        return best
    small = section(language, "facts", "small")
    is_joined = any(
        word[:at] in known
        and word[at:] in known
        and word[:at] not in small
        and word[at:] not in small
        for at in range(_REST, len(word) - _REST + 1)
    )
    return COMPOSED if is_joined else UNKNOWN


def _bases(word: str, language: str) -> Iterator[str]:
    """Give what a word may be without its ending: *making*, make; *planned*, plan."""
    small = section(language, "facts", "small")  # per, and no pers
    for ending, rest in section(language, "spelling", "suffixes").items():
        base = word.removesuffix(ending)
        if base == word or len(base) < _LEAST - 1 or base in small:
            continue
        if rest != "-":
            yield base + rest
            continue
        yield base
        yield base + "e"
        if base[-1] == base[-2]:
            yield base[:-1]


def _is_entry(word: str, language: str, known: Mapping[str, int]) -> bool:
    """Whether a dictionary has a word or its American spelling."""
    if word in known:
        return True
    forms = {word}
    for _round in range(2):
        forms |= {
            form.replace(british, american)
            for british, american in section(language, "spelling", "british").items()
            for form in forms
            if british in form
        }
    return any(form in known for form in forms)  # a mapping of 10⁵ words is no set to be walked


def is_foreign(word: str, language: str) -> bool:
    """Whether a word is in the dictionary of the source's language."""
    known = dictionary(language)
    return word in known or (word.endswith("s") and word[:-1] in known)


@lru_cache(maxsize=4)
def dictionary(language: str) -> Mapping[str, int]:
    """Return the words of a language, none where there is no dictionary for it; reads a file."""
    try:
        from spellchecker import SpellChecker
    except ImportError:
        return {}
    try:
        return dict(SpellChecker(language=language, distance=1).word_frequency.dictionary)
    except ValueError:
        return {}  # it has none for this language
