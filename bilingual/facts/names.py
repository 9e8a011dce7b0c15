"""Names: capitalised words inside a sentence, and acronyms; are they in the target too?

In: a text. Out: names, with spans and the forms they may take in the other language. What is
known of a pair of languages is data (`languages/fr/names.en.txt`); other names are expected back
as they are, but for accents, endings and the commonest ways of spelling a sound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise

from bilingual import lexicon
from bilingual.facts.context import Context, error, warning
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Span

# A name is recognised by this share of its letters, and at least so many.
SHARE, LEAST = 0.6, 4
# Up to this length the vowels have to agree as well.
SHORT = 5
# Two names that are as alike as this are the same one spelled otherwise.
NEAR = 0.7
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
_LINKS = frozenset(
    {"de", "du", "des", "la", "le", "les", "d", "l", "et", "of", "and", "the", "von", "van", "al"}
)
_PARTICLES = frozenset(
    {"", "de", "du", "des", "de la", "le", "la", "von", "van", "van der", "al", "el", "bin", "ben"}
)
_GAP = 9
# Longer lists of names than this are compared, but not reported one by one.
MOST = 50


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


@dataclass(frozen=True, slots=True)
class _Word:
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
        return frozenset("".join(sorted(word.lower())) for word in self.exact if _is_acronym(word))


@lru_cache(maxsize=4096)
def plain(word: str) -> str:
    """Return a word in small letters, without accents.

    >>> plain("Éthiopie"), plain("Œuvre")
    ('ethiopie', 'oeuvre')
    """
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", word.replace("Œ", "oe").replace("œ", "oe"))
    return "".join(char for char in spread if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=4096)
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
        self.known = _known(language, target)
        self.common = frozenset(section(language, "facts", "common"))
        self.is_shouted = is_shouted

    def run(self) -> Iterator[Name]:
        at = 0
        run: list[_Word] = []
        for at_word, word in enumerate(self.words):
            if at_word < at:
                continue
            known = self._known_at(at_word)
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
        together = [w for w in run if not _is_acronym(w.text)]
        for word in run:
            if _is_acronym(word.text) and not self.is_shouted:
                yield Name(Span(word.start, word.end), (word.plain,), is_acronym=True)
        if together:
            span = Span(together[0].start, together[-1].end)
            yield Name(span, tuple(w.plain for w in together))

    def _known_at(self, at: int) -> tuple[Name, int] | None:
        """Return the known name that begins at a word, the longest, and how many words it has."""
        word = self.words[at]
        for form, targets, is_acronym in self.known.get(word.plain, ()):
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
        if _is_acronym(word.text):
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


def compare_names(
    source_names: Sequence[Name], target: str, context: Context, source: str
) -> Iterator[Finding]:
    """Give the names of the source that the target lacks.

    A name is wrong for certain (ERROR) where it is lost whole and the target has one that nothing
    in the source explains; a translator may well say *the capital* for a city (WARNING).
    """
    there = index(target)
    lost = [(name, missing) for name in source_names if (missing := _missing(name, there))]
    if not lost:
        return
    strange = _strange(target, context, index(source))
    for name, missing in lost[:MOST]:
        text = name.span.of(source)
        is_whole = len(missing) == len(name.words)
        if not is_whole:
            message = _("a part of the name {name} is missing").format(name=text)
            yield warning("name", message, name.span)
            continue
        instead = next((other for other in strange if other.is_acronym == name.is_acronym), None)
        if instead is not None:
            message = _("the name {name} is missing; {other} is not in the source").format(
                name=text, other=instead.span.of(target)
            )
            # Another way to spell it, or a slip: to be looked at.
            is_near = any(_is_near(name, other) for other in strange[:MOST])
            yield (warning if is_near else error)("name", message, name.span, instead.span)
        else:
            yield warning("name", _("the name {name} is missing").format(name=text), name.span)


def _is_near(name: Name, other: Name) -> bool:
    """Whether two names differ by a few letters only."""
    first, second = "".join(name.words), "".join(other.words)
    return SequenceMatcher(None, first[:40], second[:40]).ratio() >= NEAR


def _strange(target: str, context: Context, here: Index) -> list[Name]:
    """Return the names of the target that nothing in the source explains."""
    ours, theirs = context.source.language, context.target.language
    explained = _explained(ours, theirs)
    known = {word for start in here.beginnings for word in explained.get(start, ())}
    known.update(word for short in here.plain for word in explained.get(short, ()))
    return [
        name
        for name in names(target, theirs, ours)
        if not any(
            word in known or word in here.plain or (_is_there(word, here)) or _is_turned(word, here)
            for word in name.words
        )
    ]


@lru_cache(maxsize=16)
def _explained(language: str, target: str) -> Mapping[str, frozenset[str]]:
    """Return, for the beginning of a known name or the whole short one, the words it may become.

    By beginnings, so that *allemande* explains *German*.
    """
    found: dict[str, set[str]] = {}
    for entries in _known(language, target).values():
        for form, targets, _is_acronym_entry in entries:
            for word in form:
                if word not in _LINKS:
                    known = found.setdefault(word[:LEAST], set())
                    known.update(plain(one) for several in targets for one in several)
    return {start: frozenset(words) for start, words in found.items()}


def _is_turned(word: str, there: Index) -> bool:
    """Whether an acronym is there with its letters in another order: ADN, DNA."""
    return len(word) < 7 and "".join(sorted(word)) in there.letters


def _missing(name: Name, there: Index) -> tuple[str, ...]:
    """Return the words of a name that the target lacks."""
    for form in name.known:
        if all(
            word in there.exact if len(word) <= 4 and word.isupper() else plain(word) in there.plain
            for word in form
        ):
            return ()
    missing = tuple(word for word in name.words if not _is_there(word, there))
    if name.is_acronym and _is_turned(name.words[0], there):
        return ()
    if name.known and missing:
        return name.words if all(w in missing or w in _LINKS for w in name.words) else ()
    return missing


def _is_there(word: str, there: Index) -> bool:
    if word in there.plain:
        return True
    size = max(LEAST, -int(-SHARE * len(word) // 1))
    if len(word) >= LEAST and word[:size] in there.beginnings:
        return True
    heard = sound(word)
    if len(heard) > 2 and heard in there.sounds:
        return True
    return len(word) <= SHORT and spelling(word) in there.sounds


def _is_acronym(text: str) -> bool:
    return len(text) > 1 and text.isupper()


Known = Mapping[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...], bool], ...]]


@lru_cache(maxsize=16)
def _known(language: str, target: str) -> Known:
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
