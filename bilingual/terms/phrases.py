"""Phrases in a target: where they stand, what must not be touched, what nearly stands there.

In: a target. Out: spans. What is put there instead is said in `enforcing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bilingual.model import Span
from bilingual.terms.matching import words_of_term
from bilingual.terms.words import (
    HYPHENS,
    LOOSE,
    WORD,
    bare,
    end_of,
    is_inside,
    key_of,
    plain,
    untouchable,
)

# Two spellings of one name have at least this share of letters in common, in order.
NEAR = 0.75
# Of so short a name another spelling is another name.
_SHORT = 3
_QUOTATION = re.compile(r"“[^“”]{1,120}”|«[^«»]{1,120}»|\"[^\"]{1,120}\"|‘[^‘’]{1,120}’(?!\w)")
_SAME_WIDTH = str.maketrans({**dict.fromkeys("’ʼ", "'"), **dict.fromkeys("\xa0\u202f\n", " ")})
# Of two words joined by an apostrophe (party's) the first stands for itself in a target.
_JOINED = "'"


class Phrases:
    """A target, read once for any number of phrases."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = list(WORD.finditer(text))
        self.is_capital = text == text.upper() and text != text.lower()
        self._keys = [bare(key_of(word[0])).rstrip(_JOINED) for word in self.words]
        self._places: dict[str, list[int]] = {}
        for number, key in enumerate(self._keys):
            self._places.setdefault(key, []).append(number)
        self.fixed = untouchable(text)
        self.named = tuple(
            Span(*match.span()) for match in _QUOTATION.finditer(text) if _is_name(match[0])
        )

    def places(self, phrase: str) -> tuple[Span, ...]:
        """Return where a phrase stands as whole words; capitals and accents do not count."""
        words, marks = words_of_term(phrase)
        keys = [bare(key_of(word)).rstrip(_JOINED) for word in words]
        if not keys:
            return ()
        found = []
        for first in self._places.get(keys[0], ()):
            last = first + len(keys) - 1
            if self._keys[first : last + 1] != keys or not self._is_joined(first, last):
                continue
            head, start = marks[0].strip(), self.words[first].start()
            end = end_of(self.text, self.words[last], marks[-1].strip())
            if end is not None and self.text.endswith(head, 0, start):
                found.append(Span(start - len(head), end))
        return tuple(found)

    def exact_places(self, phrase: str) -> tuple[Span, ...]:
        """Return where a phrase stands to the letter, kinds of apostrophe and blank aside."""
        if self.is_capital:
            return self.places(phrase)
        pattern = rf"(?<!\w){re.escape(phrase.translate(_SAME_WIDTH))}(?!\w)"
        text = self.text.translate(_SAME_WIDTH)
        return tuple(Span(*match.span()) for match in re.finditer(pattern, text))

    def near(self, phrase: str, elsewhere: frozenset[str]) -> Span | None:
        """Return where another spelling of a name stands, if there is one such place.

        Words that are all in `elsewhere` stand for something else.
        """
        wanted = plain(phrase).replace(_JOINED, "")
        size = len(WORD.findall(phrase))
        found: list[tuple[float, int, Span]] = []
        for length in range(max(1, size - 2), size + 2):
            for first in range(len(self.words) - length + 1):
                span = self._span(first, first + length - 1)
                alike = self._alike(span, phrase, wanted)
                if alike < NEAR or not self._is_joined(first, first + length - 1):
                    continue
                if not elsewhere.issuperset(self._keys[first : first + length]):
                    found.append((-alike, length, span))
        if not found:
            return None
        best = min(found, key=lambda one: one[:2])[2]
        apart = [span for _alike, _length, span in found if not is_inside((best,), *_ends(span))]
        return None if apart else best

    def keys(self, span: Span) -> list[str]:
        """Return the words of a place as they are compared."""
        return [
            key
            for word, key in zip(self.words, self._keys, strict=True)
            if span.start <= word.start() < span.end
        ]

    def before(self, span: Span) -> tuple[Span, str] | None:
        """Return the word right before a place, with a blank between, and its span."""
        index = next((n for n, w in enumerate(self.words) if w.start() >= span.start), None)
        index = len(self.words) if index is None else index
        if not index:
            return None
        word = self.words[index - 1]
        between = self.text[word.end() : span.start]
        return None if between.strip() or not between else (Span(*word.span()), word[0])

    def is_compound(self, span: Span) -> bool:
        """Whether a hyphen joins a place to another word."""
        text = self.text
        joined_before = span.start > 1 and text[span.start - 1] in HYPHENS
        joined_after = text[span.end : span.end + 1] in HYPHENS
        return (joined_before and text[span.start - 2].isalnum()) or (
            joined_after and text[span.end + 1 : span.end + 2].isalnum()
        )

    def opens(self, span: Span) -> bool:
        """Whether a place is the beginning of a sentence."""
        before = self.text[max(0, span.start - 40) : span.start].rstrip(" \xa0\t\n«“\"'‘(–—-")
        return not before or before[-1] in ".?!…:"

    def _alike(self, span: Span, phrase: str, wanted: str) -> float:
        piece = span.of(self.text)
        here = plain(piece).replace(_JOINED, "")
        if here == wanted:
            return 1.0
        if len(wanted) <= _SHORT or (phrase[:1].isupper() and not piece[:1].isupper()):
            return 0.0
        return _ratio(here, wanted)

    def _span(self, first: int, last: int) -> Span:
        last_word = self.words[last]
        return Span(self.words[first].start(), end_of(self.text, last_word) or last_word.end())

    def _is_joined(self, first: int, last: int) -> bool:
        """Whether nothing but blanks and hyphens parts the words of a place."""
        return all(
            LOOSE.fullmatch(self.text[a.end() : b.start()])
            for a, b in zip(self.words[first:last], self.words[first + 1 : last + 1], strict=True)
        )


def is_near(one: str, other: str) -> bool:
    """Whether two words have most of their letters in common, in order.

    >>> is_near("member", "membre"), is_near("member", "depute")
    (True, False)
    """
    return _ratio(one, other) >= NEAR


def _ratio(one: str, other: str) -> float:
    """Return the share of letters two texts have in common, in order; 0.0 where it is small."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) * (2 - NEAR) < max(len(one), len(other)) * NEAR:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0


def disjoint(spans: Sequence[Span]) -> Iterator[Span]:
    """Give the spans that lie in no longer one."""
    for span in spans:
        if not any(o != span and o.start <= span.start and span.end <= o.end for o in spans):
            yield span


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _is_name(quotation: str) -> bool:
    """Whether what is quoted is a title or a name rather than what somebody said."""
    words = quotation[1:-1].split()
    if not 1 <= len(words) <= 8 or quotation[-2] in ".?!,…":
        return False
    return 2 * sum(word[:1].isupper() for word in words) >= len(words)
