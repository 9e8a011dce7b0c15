"""Text in capitals or in title case → text as it stands in a sentence.

In: a segment's text, what its language knows of capitals, and words known from the article. Out:
the text with the capitals that a sentence has, to the letter otherwise, and what it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from bilingual.form.language import CHAIN, Casing, fold
from bilingual.form.protected import is_inside, protected
from bilingual.model import Span

_ROMAN = re.compile(
    r"(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))(E|ER|RE|ÈRE|EME|ÈME|NDE?)?", re.IGNORECASE
)
_ORDINAL = re.compile(r"(\d+)(ER|RE|E|EME|ÈME|NDE?|ST|RD|TH|S)")
_VOWELS = frozenset("aeiouy")
# The place before a word at which a sentence begins; what is quoted after a colon is one.
_SENTENCE = re.compile(r"(?:^|[.!?…][\"»”’)]*\s|:\s*[\"«“‘])[\s\"'«“„‘(\[—–-]*$")
_SPOKEN = re.compile(r"([^aeiouy]*)([aeiouy]+(?:.*[aeiouy])?)([^aeiouy]*)")
_APOSTROPHES = frozenset("'’")
LONG = 6  # letters: an unknown word of so many is hardly an acronym


class Case(Enum):
    """How a segment was written."""

    SENTENCE = "sentence"
    CAPITALS = "capitals"
    TITLE = "title"


class _Word(NamedTuple):
    """A word, or words joined by hyphens, with its place."""

    span: Span
    text: str
    key: str
    is_part: bool = False  # beside an apostrophe: l', 's

    @property
    def is_capitals(self) -> bool:
        return self.text.isupper()

    @property
    def has_digit(self) -> bool:
        return not self.text.isalpha() and any(c.isdigit() for c in self.text)


def lowered(text: str) -> str:
    """Return `text` in small letters, each letter one letter still."""
    if text.islower():
        return text
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def capitalised(text: str) -> str:
    """Return `text` with its first character a capital, where that is one character."""
    first = text[:1].upper()
    return text if len(first) != 1 or first.casefold() != text[:1].casefold() else first + text[1:]


def _as(form: str, letters: str) -> str:
    """Return `letters` with capitals where `form` has them: accents stay as they were written."""
    if len(form) != len(letters):
        return "-".join(map(capitalised, lowered(letters).split("-")))
    small = lowered(letters)
    return "".join(capitalised(s) if f.isupper() else s for f, s in zip(form, small, strict=True))


@lru_cache(maxsize=64)  # a text is asked about several times in a row
def _words(text: str, known: Casing) -> tuple[_Word, ...]:
    spans = protected(text)
    words = []
    for match in CHAIN.finditer(text):
        start, end = match.span()
        if spans and (is_inside(spans, start) or is_inside(spans, end - 1)):
            continue
        key = fold(match[0])
        is_elided = text[end : end + 1] in _APOSTROPHES and key in known.elided
        is_clitic = text[start - 1 : start] in _APOSTROPHES and key in known.clitics
        words.append(_Word(Span(start, end), match[0], key, is_elided or is_clitic))
    return tuple(words)


def roman(word: str) -> str | None:
    """Return a Roman numeral with its ending in small letters; None where the word is none.

    >>> roman("XXIE"), roman("XIV"), roman("VIE2")
    ('XXIe', 'XIV', None)
    """
    match = _ROMAN.fullmatch(word)
    return match and match[1].upper() + lowered(match[2] or "")


def is_spoken(key: str, known: Casing) -> bool:
    """Whether a folded word can be spoken: it begins and ends as words of the language do."""
    match = _SPOKEN.fullmatch(key)
    if match is None:
        return False
    if not known.onsets:
        return True
    return (not match[1] or match[1] in known.onsets) and (not match[3] or match[3] in known.codas)


def _acronym(word: _Word, known: Casing) -> str | None:
    """Return the form of a word that keeps its capitals; None where it is an ordinary word."""
    if word.key in known.acronyms:
        return None if word.is_part else known.acronyms[word.key]
    if word.has_digit:
        ordinal = _ORDINAL.fullmatch(word.text)
        return ordinal[1] + lowered(ordinal[2]) if ordinal else word.text
    parts = word.text.split("-")
    if len(parts) > 1:
        is_all = all(_acronym(_Word(word.span, part, fold(part)), known) for part in parts)
        return word.text if is_all else None
    is_ordinary = word.key in known.words or word.key in known.titles or not word.text.isalpha()
    if word.is_part or is_ordinary or (word.key,) in known.names:
        return None
    is_short = len(word.key) <= 2 or not set(word.key) & _VOWELS
    is_unspoken = len(word.key) < LONG and not is_spoken(word.key, known)
    return roman(word.text) or (word.text if is_short or is_unspoken else None)


def _is_shouted(word: _Word, known: Casing) -> bool:
    return len(word.text) > 1 and not word.is_part and _acronym(word, known) is None


def _names(words: Sequence[_Word], text: str, known: Casing) -> dict[int, str]:
    """Return the forms of the words that belong to names, by their number; the longest wins."""
    found: dict[int, str] = {}
    number = 0
    while number < len(words):
        size = min(known.longest, len(words) - number)
        for length in range(size, 0, -1):
            run = words[number : number + length]
            forms = known.names.get(tuple(word.key for word in run))
            between = [text[a.span.end : b.span.start] for a, b in pairwise(run)]
            if forms and all(re.fullmatch(r"\s|['’]|\.?\s?", gap) for gap in between):
                found |= {number + i: form for i, form in enumerate(forms)}
                number += length
                break
        else:
            number += 1
    return found


def _runs(words: Sequence[_Word]) -> Iterator[range]:
    """Give the stretches of words that are all in capitals."""
    for is_capitals, group in groupby(enumerate(words), key=lambda pair: pair[1].is_capitals):
        numbers = [number for number, _word in group]
        if is_capitals:
            yield range(numbers[0], numbers[-1] + 1)


def _is_title(words: Sequence[_Word], known: Casing) -> bool:
    """Whether a headline has capitals on all its words, ordinary ones too.

    Names have capitals anyway: what tells is ordinary words with a capital that is not the first.
    """
    if len(words) < 4:
        return False
    rest = [word for word in words[1:] if len(word.text) > 1 or word.key in known.words]
    after = {word.span.end + 1 for word in words if word.is_part}  # L'attaque has its capital
    long = [word for word in rest if len(word.text) > 3 and word.span.start not in after]
    high = sum(word.text[0].isupper() for word in long)
    ordinary = [w for w in rest if w.key in known.words and w.text[0].isupper()]
    return bool(long) and high >= 0.9 * len(long) and len(ordinary) >= 2


def case_of(text: str, known: Casing, *, is_headline: bool) -> Case:
    """Return how a text is written; a text of acronyms alone is an ordinary one."""
    words = _words(text, known)
    if any(word.is_capitals and _is_shouted(word, known) for word in words):
        letters = [c for word in words if not word.has_digit for c in word.text if c.isalpha()]
        if sum(c.isupper() for c in letters) >= 0.8 * len(letters):
            return Case.CAPITALS
    return Case.TITLE if is_headline and _is_title(words, known) else Case.SENTENCE


def truecased(
    text: str, known: Casing, seen: Collection[str] = (), *, is_headline: bool = False
) -> tuple[str, Case]:
    """Return the text with the capitals it would have in a sentence, and how it was written.

    `seen` are words that have a capital elsewhere in the article, in the middle of a sentence.
    Invariant: nothing but the case of letters changes. Acronyms and Roman numerals keep their
    capitals; so do words with digits, addresses, handles and file names.

    >>> from bilingual.form.language import casing
    >>> truecased("LE PIB DE LA FRANCE RECULE", casing("fr"))[0]
    'Le PIB de la France recule'
    """
    words = _words(text, known)
    if not any(word.text[0].isupper() for word in words):
        return text, Case.SENTENCE
    case = case_of(text, known, is_headline=is_headline)
    if case is Case.SENTENCE and not any(word.is_capitals for word in words):
        return text, case
    forms = _forms(text, words, case, known, seen)
    pieces, last = [], 0
    for word, form in zip(words, forms, strict=True):
        pieces += [text[last : word.span.start], form]
        last = word.span.end
    return "".join([*pieces, text[last:]]), case


def _forms(
    text: str, words: Sequence[_Word], case: Case, known: Casing, seen: Collection[str]
) -> list[str]:
    """Return the new form of each word."""
    met = _met(frozenset(seen))
    names = _names(words, text, known)
    forms = [word.text for word in words]
    if case is Case.SENTENCE:
        chosen = [number for run in _runs(words) for number in run]
    else:
        chosen = list(range(len(words)))
    crowded = {n for run in _runs(words) if _is_crowded(words, run, known) for n in run}
    for number in chosen:
        word = words[number]
        before = words[number - 1] if number else None
        form = names.get(number) or (None if word.key in known.words else met.get(word.key))
        if case is not Case.SENTENCE or number in crowded:
            forms[number] = _form(word, form, before, case, known)
        else:
            forms[number] = _form_alone(word, form, before, known)
        if forms[number] == lowered(word.text) and _begins(text, word):
            begins = word.text[0].isupper()
            forms[number] = capitalised(forms[number]) if begins else word.text
    return forms


@lru_cache(maxsize=4)
def _met(seen: frozenset[str]) -> dict[str, str]:
    """Return the words of an article that have a capital, by their folded form; once for all."""
    met = {fold(form): form for form in seen if not form.isupper()}
    return met | {fold(form): form for form in seen if form.isupper() and fold(form) not in met}


def _begins(text: str, word: _Word) -> bool:
    start = word.span.start
    return _SENTENCE.search(text, max(0, start - 9), start) is not None


def _is_crowded(words: Sequence[_Word], run: range, known: Casing) -> bool:
    """Whether a stretch in capitals is more than a name or some acronyms."""
    return sum(_is_shouted(words[number], known) for number in run) >= 3


def _is_introduced(word: _Word, before: _Word | None, known: Casing) -> bool:
    """Whether a word is a family name, after a title or a given name."""
    if before is None or word.key in known.words:
        return False
    return before.key in known.titles or before.key in known.given


def _form(word: _Word, form: str | None, before: _Word | None, case: Case, known: Casing) -> str:
    """Return the form of a word in a text that has too many capitals."""
    if case is Case.TITLE and not word.is_capitals and word.text != lowered(word.text).title():
        return word.text  # iPhone, McDonald
    acronym = _acronym(word, known) if word.is_capitals else None
    if form is not None:
        return _as(form, word.text)
    if word.key in known.titles:
        return _as(known.titles[word.key], word.text)
    if acronym is not None:
        return _as(acronym, word.text)
    if _is_introduced(word, before, known) or (case is Case.TITLE and "-" in word.text):
        return "-".join(map(capitalised, lowered(word.text).split("-")))
    return lowered(word.text)


def _form_alone(word: _Word, form: str | None, before: _Word | None, known: Casing) -> str:
    """Return the form of a word in capitals in an ordinary sentence.

    Mostly it is an acronym. Ordinary words are emphasised ones; long ones are names (Jean DUPONT).
    """
    if len(word.text) == 1 or word.is_part or _acronym(word, known):
        return word.text
    if form is not None:
        return _as(form, word.text)
    if word.key in known.titles:
        return _as(known.titles[word.key], word.text)
    if word.key in known.words:
        is_stressed = word.key in known.emphasis or len(word.key) > 3
        return lowered(word.text) if is_stressed else word.text
    is_name = _is_introduced(word, before, known) or len(word.key) >= LONG
    return "-".join(map(capitalised, lowered(word.text).split("-"))) if is_name else word.text


def proper_words(texts: Iterable[str], known: Casing) -> frozenset[str]:
    """Return the words that have a capital in the middle of a sentence: names, mostly.

    Texts in capitals or in title case say nothing of their words; ordinary words are left out,
    and so is what stands in small letters elsewhere.

    >>> from bilingual.form.language import casing
    >>> sorted(proper_words(["Hier, Anne Kermadec a parlé.", "LE PHARE"], casing("fr")))
    ['Anne', 'Kermadec']
    """
    high: set[str] = set()
    low: set[str] = set()
    for text in texts:
        if case_of(text, known, is_headline=True) is not Case.SENTENCE:
            continue
        for word in _words(text, known):
            if word.is_part or word.has_digit or word.key in known.words:
                continue
            if word.text == lowered(word.text):
                low.add(word.key)
            elif not _begins(text, word):
                high.add(word.text)
    return frozenset(text for text in high if fold(text) not in low)
