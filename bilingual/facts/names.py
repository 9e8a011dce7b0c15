"""Names: capitalised words inside a sentence, and acronyms; are they in the target too?

In: a text. Out: names, with spans and the forms they may take in the other language. What is
known of a pair of languages is data (`languages/fr/names.en.txt`); other names are expected back
as they are, but for accents, endings and the commonest ways of spelling a sound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from bilingual import lexicon
from bilingual.lexicon import section
from bilingual.model import Span

# A name is recognised by this share of its letters, and at least so many.
SHARE, LEAST = 0.6, 4
# Up to this length the vowels have to agree as well.
SHORT = 5
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVX]{2,}|[IVXLCDM]{2,}(?:e|er|es|ème)|[IVX](?:e|er|re|ère|ème)")
_DOTTED = re.compile(r"(?<![^\W\d_])(?:[A-Z]\.){2,}")
_OPENERS = frozenset("«“”\"‘'([{*–—-•")
_ENDS = frozenset(".!?:;…\n")
_SOUNDS = [
    ("tch", "S"), ("sch", "S"), ("sh", "S"), ("ch", "S"), ("ph", "f"), ("kh", "k"), ("gh", "g"),
    ("dj", "j"), ("qu", "k"), ("ce", "s"), ("ci", "s"), ("c", "k"), ("q", "k"), ("w", "v"),
    ("z", "s"), ("x", "ks"),
]  # fmt: skip
_SILENT = re.compile(r"[aeiouyh]+")
_DOUBLE = re.compile(r"(.)\1+")
LINKS = frozenset(
    {"de", "du", "des", "la", "le", "les", "d", "l", "et", "of", "and", "the", "von", "van", "al"}
)
_PARTICLES = frozenset(
    {"", "de", "du", "des", "de la", "le", "la", "von", "van", "van der", "al", "el", "bin", "ben"}
)
_GAP = 9


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text.

    `words` are its capitalised words, normalised. `known` are the forms it takes in the other
    language, normalised, empty where they are not known. `is_acronym`: capitals only.
    """

    span: Span
    words: tuple[str, ...]
    known: tuple[tuple[str, ...], ...] = ()
    is_acronym: bool = False


class _Word(NamedTuple):  # quicker to make than a dataclass: one for each word
    text: str
    plain: str
    start: int
    end: int


class Index:
    """The words of a target, ready for look-ups: as they stand, plain, by beginning, by sound.

    What only names with another spelling need is made when one is looked up. `letters` are its
    acronyms, their letters sorted.
    """

    def __init__(self, exact: frozenset[str]) -> None:
        self.exact = exact
        self.plain = frozenset(plain(word) for word in exact if len(word) < 64)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The beginnings of the words, of LEAST letters and more."""
        return frozenset(
            word[:size] for word in self.plain for size in range(LEAST, min(len(word), 12) + 1)
        )

    @cached_property
    def sounds(self) -> frozenset[str]:
        """How the words sound; of short ones their spelling."""
        spellings = (spelling(word) for word in self.plain if len(word) <= SHORT)
        return frozenset(map(sound, self.plain)).union(spellings)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of each acronym, sorted."""
        return frozenset("".join(sorted(word.lower())) for word in self.exact if is_acronym(word))


@lru_cache(maxsize=32768)  # an archive has some 10,000 distinct words in each language
def plain(word: str) -> str:
    """Return a word in small letters, without accents.

    >>> plain("Éthiopie"), plain("Œuvre")
    ('ethiopie', 'oeuvre')
    """
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", word.replace("Œ", "oe").replace("œ", "oe"))
    return "".join(char for char in spread if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=32768)
def sound(word: str) -> str:
    """Return the consonants of a plain word, those that sound alike as one.

    >>> sound("poutine") == sound("putin")
    True
    """
    for letters, one in _SOUNDS:
        word = word.replace(letters, one)
    return _DOUBLE.sub(r"\1", _SILENT.sub("", word))


def spelling(word: str) -> str:
    """Return a short plain word in one of the ways to spell it; its vowels count.

    >>> spelling("ayn") == spelling("ain"), spelling("abou") == spelling("abu")
    (True, True)
    """
    for letters, one in (("y", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("q", "k"), ("c", "k")):
        word = word.replace(letters, one)
    return "=" + _DOUBLE.sub(r"\1", word)


def index(text: str) -> Index:
    """Return the look-ups of a target; linear in its length."""
    joined = _DOTTED.sub(lambda m: m[0].replace(".", ""), text)
    return Index(frozenset(_WORD.findall(joined)))


def names(text: str, language: str, target_language: str) -> tuple[Name, ...]:
    """Return the names of a text in order; linear in its length.

    The first word of a sentence counts only where it is known as a name. In a text that is
    mostly in capitals only known names and acronyms count.

    >>> [n.span.of("Hier, Mme Lan a vu Londres.") for n in names("Hier, Mme Lan a vu Londres.",
    ...     "fr", "en")]
    ['Lan', 'Londres']
    """
    words = [_Word(m[0], plain(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    capitals = sum(word.text.isupper() and len(word.text) > 1 for word in words)
    is_shouted = len(words) > 2 and 2 * capitals > len(words)
    # A word is in capitals as its text is; a title in English form tells nothing either.
    scan = _Scan(text, words, language, target_language, is_shouted)
    return tuple(scan.run())


class _Scan:
    def __init__(
        self, text: str, words: list[_Word], language: str, target: str, is_shouted: bool
    ) -> None:
        self.text = text
        self.words = words
        self.known = known_names(language, target)
        self.common = frozenset(section(language, "facts", "common"))
        self.is_shouted = is_shouted

    def run(self) -> Iterator[Name]:
        at = 0
        run: list[_Word] = []
        for at_word, word in enumerate(self.words):
            if at_word < at:
                continue
            known = self._known_at(at_word) if word.plain in self.known else None
            is_name = known is None and self._is_name(at_word)
            # Small words do not end a name: Ayn al-Asad, Charles de Gaulle.
            if known or (is_name and run and not self._is_joined(run[-1], word)):
                yield from self._closed(run)
                run = []
            if known:
                yield known[0]
                at = at_word + known[1]
            elif is_name:
                run.append(word)
        yield from self._closed(run)

    def _closed(self, run: list[_Word]) -> Iterator[Name]:
        """Give the name that a run of capitalised words makes; acronyms stand alone."""
        together = [w for w in run if not is_acronym(w.text)]
        for word in run:
            if is_acronym(word.text) and not self.is_shouted:
                yield Name(Span(word.start, word.end), (word.plain,), is_acronym=True)
        if together:
            span = Span(together[0].start, together[-1].end)
            yield Name(span, tuple(w.plain for w in together))

    def _known_at(self, at: int) -> tuple[Name, int] | None:
        """Return the known name that begins at a word, the longest, and how many words it has."""
        word = self.words[at]
        for form, targets, is_acronym in self.known[word.plain]:
            run = self.words[at : at + len(form)]
            if tuple(w.plain for w in run) != form:
                continue
            if not any(w.text[0].isupper() for w in run):
                continue
            # Otan is written too, but Pc is not.
            is_written = word.text.isupper() or (word.text.istitle() and len(word.text) > 2)
            if is_acronym and (self.is_shouted or not is_written):
                continue
            gaps = (self.text[a.end : b.start] for a, b in pairwise(run))
            if all(len(gap) <= 2 and "." not in gap and "," not in gap for gap in gaps):
                span = Span(word.start, run[-1].end)
                return Name(span, form, targets, is_acronym=is_acronym), len(form)
        return None

    def _is_name(self, at: int) -> bool:
        word = self.words[at]
        if not word.text[0].isupper() or len(word.text) < 2 or word.plain in self.common:
            return False
        if _ROMAN.fullmatch(word.text):  # a number
            return False
        if is_acronym(word.text):
            return not self.is_shouted
        return not self.is_shouted and not self._opens(at)

    def _opens(self, at: int) -> bool:
        """Whether a word may have its capital from standing at a beginning."""
        start = self.words[at].start
        between = self.text[max(0, start - 3) : start]
        bare = between.rstrip()
        if at == 0 or (not bare and start < 3):
            return True
        if bare and bare[-1] in _OPENERS and not (bare[-1] in "-'" and bare == between):
            return True
        if bare and bare[-1] in _ENDS:
            before = self.words[at - 1]
            is_short = len(before.text) <= 3 and before.text[0].isupper()
            return not (bare[-1] == "." and is_short and before.end >= start - 2)
        return False

    def _is_joined(self, first: _Word, second: _Word) -> bool:
        """Whether two words are parts of one name: at most a particle between them."""
        if second.start - first.end > _GAP:
            return False
        between = self.text[first.end : second.start]
        return between == ". " or plain(between.strip(" -\u00a0\u2011’'")) in _PARTICLES


def is_acronym(text: str) -> bool:
    """Whether a word is in capitals, of two letters or more."""
    return len(text) > 1 and text.isupper()


Known = Mapping[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...], bool], ...]]


@lru_cache(maxsize=16)
def known_names(language: str, target: str) -> Known:
    """Return the known names of a pair by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...], bool]]] = {}
    for which, entries in lexicon.of(language, f"names.{target}").items():
        for form, meaning in entries.items():
            words = tuple(map(plain, _WORD.findall(form)))
            targets = tuple(
                tuple(_WORD.findall(_DOTTED.sub(lambda m: m[0].replace(".", ""), one)))
                for one in meaning.split(" | ")
            )
            found.setdefault(words[0], []).append((words, targets, which == "acronyms"))
    return {
        first: tuple(sorted(entries, key=lambda entry: (-len(entry[0]), entry[0])))
        for first, entries in found.items()
    }
