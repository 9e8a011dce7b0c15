"""Terms in a text: the longest at each place, in any of their forms.

In: terms, a language, a text. Out: what was found, in order. The terms are kept as a tree of
words; each word of the text is looked up once, so that the time depends on the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from bilingual.model import Span
from bilingual.terms.endings import Form, endings
from bilingual.terms.term import Found, Term
from bilingual.terms.words import HYPHENS, LOOSE, WORD, bare, end_of, is_inside, key_of, untouchable

# A longer term is a sentence: it belongs into the translation memory.
LONGEST = 20
# So many words of texts are remembered with what they can be.
_REMEMBERED = 50_000
# So many readings of the same words are followed at once.
_AT_ONCE = 32
_ACCENTED_CAPITAL = re.compile("[À-ÖØ-ÞŒ]")
_SMALL = re.compile("[a-zß-öø-ÿœ]")


class Reading(NamedTuple):
    """What a word of a text can be: the words of a term, mostly one; in which form.

    `is_bare`: only if the capitals of the text go without accents.
    """

    keys: tuple[str, ...]
    form: Form = Form.SAME
    is_bare: bool = False


@dataclass(slots=True, eq=False)
class _Node:
    """A place in the tree of terms; edges are what parts two words, and the second word."""

    edges: dict[tuple[str, str], _Node] = field(default_factory=dict)
    ending: list[_Entry] = field(default_factory=list)


class _Entry(NamedTuple):
    """A term with what surrounds its words: the marks in `C++` and `.NET` belong to it."""

    term: Term
    head: str
    tail: str
    words: tuple[str, ...]


class _Path(NamedTuple):
    """Words of a text that are the beginning of a term."""

    node: _Node
    forms: tuple[Form, ...]
    cost: int


def words_of_term(source: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a term, and what stands before, between and after them.

    >>> words_of_term("C++")
    (('C',), ('', '++'))
    """
    found = list(WORD.finditer(source))
    edges = [0, *(edge for match in found for edge in match.span()), len(source)]
    marks = [source[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return tuple(match[0] for match in found), tuple(marks)


class Index:
    """The terms of one source language, ready to be found."""

    def __init__(self, terms: Iterable[Term], language: str) -> None:
        self._own = endings(language)
        self._bare = self._own.bared()
        self._root = _Node()
        self._known: set[str] = set()
        self._unaccented: dict[str, list[str]] = {}
        self._first_unaccented: dict[str, list[str]] = {}
        self._readings: dict[str, tuple[Reading, ...]] = {}
        for term in terms:
            self._add(term)
        for key in sorted(self._known):
            if (without := bare(key)) != key:
                self._unaccented.setdefault(without, []).append(key)
                begun = bare(key[0]) + key[1:]
                if begun != key:
                    self._first_unaccented.setdefault(begun, []).append(key)

    def find(self, text: str) -> Iterator[Found]:
        """Give the terms in a text, in order, none overlapping; the longest wins."""
        words = list(WORD.finditer(text))
        kept = untouchable(text)
        has_accents = bool(_ACCENTED_CAPITAL.search(text))
        view = _View(text, words, has_accents, not _SMALL.search(text))
        at = 0
        while at < len(words):
            readings = self._read(words[at][0])
            best = self._longest(view, at, readings) if readings else None
            if best is None:
                at += 1
                continue
            entry, after, form = best
            start = words[at].start() - len(entry.head)
            end = end_of(text, words[after - 1], entry.tail) or words[after - 1].end()
            at = after
            if not is_inside(kept, start, end):
                yield Found(entry.term, Span(start, end), form is not Form.SAME)

    def _add(self, term: Term) -> None:
        words, marks = words_of_term(term.source)
        if not words:
            return
        node = self._root
        for number, word in enumerate(words):
            mark = "" if not number else _between(marks[number])
            for key in self._spread(key_of(word)):
                self._known.add(key)
                node = node.edges.setdefault((mark, key), _Node())
                mark = ""
        node.ending.append(_Entry(term, marks[0].strip(), marks[-1].strip(), words))

    def _spread(self, key: str) -> tuple[str, ...]:
        """Return the words that one word of a term stands for: du is de le."""
        return self._own.contracted.get(key) or self._own.elided.get(key) or (key,)

    def _read(self, word: str) -> tuple[Reading, ...]:
        """Return all that a word of a text can be, among the words of the terms."""
        found = self._readings.get(word)
        if found is None:
            if len(self._readings) >= _REMEMBERED:
                self._readings.clear()
            found = self._readings[word] = tuple(self._possible(word))
        return found

    def _possible(self, word: str) -> Iterator[Reading]:
        own, key = self._own, key_of(word)
        for one, form in own.words_of(key).items():
            if one in self._known:
                yield Reading((one,), form)
        yield from self._small_words(key)
        if word[0] in "AEIOUC" and not word.islower():
            for one, form in own.words_of(key).items():
                for accented in self._first_unaccented.get(one, ()):
                    yield Reading((accented,), form, is_bare=True)
        if len(word) > 1 and word.isupper() and key.isascii():
            for one, form in self._bare.words_of(key).items():
                for accented in self._unaccented.get(one, ()):
                    yield Reading((accented,), form, is_bare=True)

    def _small_words(self, key: str) -> Iterator[Reading]:
        """Give what articles and shortened words can be."""
        own = self._own
        parts = own.contracted.get(key) or own.elided.get(key) or (key,)
        if parts != (key,) and parts[-1] in self._known:
            yield Reading(parts)
        for article in own.articles.get(parts[-1], ()):
            if article in self._known:
                yield Reading((*parts[:-1], article), Form.PLURAL)
        if key.endswith("'") and not own.elided and key[:-1] in self._known:
            yield Reading((key[:-1],))  # the company's

    def _longest(
        self, view: _View, at: int, readings: Sequence[Reading]
    ) -> tuple[_Entry, int, Form] | None:
        """Return the longest term that begins with a word, where it ends, and its form."""
        best: tuple[_Entry, int, Form] | None = None
        paths = list(self._begun(view, readings, view.words[at][0]))
        after = at + 1
        while paths:
            chosen = self._complete(view, at, after, paths)
            if chosen is not None:
                best = (chosen[0], after, chosen[1])
            mark = view.mark(after)
            if mark is None or after - at >= LONGEST:
                break
            word = view.words[after][0]
            paths = list(self._further(view, paths, mark, word))
            after += 1
        return best

    def _begun(self, view: _View, readings: Sequence[Reading], word: str) -> Iterator[_Path]:
        start = _Path(self._root, (), 0)
        for reading in readings:
            whole = view.step(start, "", reading, word)
            if whole is not None:
                yield whole
            if len(reading.keys) > 1:  # “du Louvre” is de le Louvre: the term may begin with le
                part = view.step(start, "", reading._replace(keys=reading.keys[1:]), word)
                if part is not None:
                    yield part

    def _further(
        self, view: _View, paths: Sequence[_Path], mark: str, word: str
    ) -> Iterator[_Path]:
        readings = self._read(word)
        longer = (view.step(path, mark, reading, word) for path in paths for reading in readings)
        return islice((path for path in longer if path is not None), _AT_ONCE)

    def _complete(
        self, view: _View, at: int, after: int, paths: Sequence[_Path]
    ) -> tuple[_Entry, Form] | None:
        """Return the best of the terms that end here, if one does."""
        if not any(path.node.ending for path in paths) or not self._is_apart(view, at, after):
            return None
        best: tuple[int, _Entry, Form] | None = None
        for path in paths:
            for entry in path.node.ending:
                if not self._may_vary(entry.term, path.forms, entry.words[0]):
                    continue
                penalty = view.penalty(entry, at, after, path)
                if penalty is not None and (best is None or penalty < best[0]):
                    form = Form(max(path.forms))
                    best = (penalty, entry, form)
        return None if best is None else best[1:]

    def _may_vary(self, term: Term, forms: Sequence[Form], first: str) -> bool:
        """Whether a term has these forms: feminine and plural depend on the kind of word."""
        if not any(forms):
            return True
        if term.pos in {"verb", "adverb", "name"}:
            return False
        gender = Form.FEMININE | Form.AGREEING
        head = key_of(first)
        if forms[0] & Form.AGREEING and term.pos != "adjective" and head not in self._own.persons:
            return False
        # What follows agrees with the first word, if that has a feminine or is the same for both.
        varies = bool(forms[0] & gender) or head.endswith("e")
        return varies or not any(form & gender for form in forms[1:])

    def _is_apart(self, view: _View, at: int, after: int) -> bool:
        """Whether the words at..after are no part of a compound, as ciel in arc-en-ciel."""
        text, words = view.text, view.words
        start, end = words[at].start(), words[after - 1].end()
        if at and text[start - 1] in HYPHENS and words[at - 1].end() == start - 1:
            is_prefix = key_of(words[at - 1][0]) in self._own.before_hyphen
        else:
            is_prefix = True
        if after < len(words) and text[end] in HYPHENS and words[after].start() == end + 1:
            return is_prefix and key_of(words[after][0]) in self._own.behind_hyphen
        return is_prefix


class _View:
    """A text with its words, while terms are sought in it."""

    def __init__(
        self, text: str, words: list[re.Match[str]], has_accents: bool, is_capital: bool
    ) -> None:
        self.text = text
        self.words = words
        self._has_accents = has_accents
        self._is_capital = is_capital

    def mark(self, number: int) -> str | None:
        """Return what parts a word from the one before it; None where it is the last."""
        if number >= len(self.words):
            return None
        return _between(self.text[self.words[number - 1].end() : self.words[number].start()])

    def step(self, path: _Path, mark: str, reading: Reading, word: str) -> _Path | None:
        """Return a path that goes on with a reading of the next word, if a term does."""
        if reading.is_bare and self._has_accents and word.isupper() and len(word) > 1:
            return None
        node: _Node | None = path.node
        for key in reading.keys:
            node = node.edges.get((mark, key)) if node is not None else None
            mark = ""
        if node is None:
            return None
        cost = path.cost + 4 * reading.is_bare + 2 * (reading.form is not Form.SAME)
        return _Path(node, (*path.forms, reading.form), cost)

    def penalty(self, entry: _Entry, at: int, after: int, path: _Path) -> int | None:
        """Return how far words are from the term as it is written; None: it is another word."""
        text, first, last = self.text, self.words[at], self.words[after - 1]
        start = first.start()
        if entry.head and not text.endswith(entry.head, 0, start):
            return None
        if end_of(text, last, entry.tail) is None:
            return None
        here = [word[0] for word in self.words[at:after]]
        same = all(map(_has_capitals_of, here, entry.words)) and len(here) == len(entry.words)
        opens = self._opens(start)
        if entry.term.is_exact and not same and not self._is_capital:
            rest = all(map(_has_capitals_of, here[1:], entry.words[1:]))
            if not (opens and here[0].istitle() and rest):
                return None
        # Inside a sentence Tours and Landes are names, no plurals of tour and lande.
        is_name = here[0].istitle() and not opens and entry.words[0].islower()
        if len(here) == 1 and any(path.forms) and is_name:
            return None
        return path.cost + (not same)

    def _opens(self, start: int) -> bool:
        """Whether a sentence may begin at a place."""
        before = self.text[max(0, start - 40) : start].rstrip(" \xa0\u202f\t\n«“\"'(–—-")
        return not before or before[-1] in ".?!…:"


def _between(mark: str) -> str:
    """Return what parts two words, empty for blanks and hyphens."""
    return "" if LOOSE.fullmatch(mark) else mark.strip()


def _has_capitals_of(word: str, model: str) -> bool:
    """Whether two forms of one word have the same capitals, as far as they are the same."""
    for ours, theirs in zip(bare(word), bare(model), strict=False):
        if ours != theirs:
            return ours.lower() != theirs.lower()
    return True
