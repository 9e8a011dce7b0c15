"""What stands around a stop: the token before a mark of the end, and the kind of what follows.

In: a text, where its current segment starts, the marks that the scan found. Out: answers for
`judge` and `abbreviations`, each worked out when it is first asked for. Nothing before the
segment's start is looked at, and nothing farther ahead than a few words.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto

from bilingual.segment.language import Language
from bilingual.segment.lines import BREAKS

DASHES = "—–-−―"
_BULLETS = "•·▪■►▶◦●*"
_OPENERS = "«“„\"‘'‹([¿¡"
_SIGNS = "#@$€£"
_NEAR = 32  # the longest token that can matter, with room for a phrase (op. cit.)

_BLANKS = re.compile(rf"[^\S{BREAKS}]*+")
_OPENING = re.compile(rf"[{re.escape(_OPENERS)}](?:[^\S{BREAKS}]|[{re.escape(_OPENERS)}])*+")
_TOKEN = re.compile(r"[^\s«»“”„\"‹›()\[\]{}…—–/|*:;,!?]*\Z")
_WORD = re.compile(r"[^\W\d_]+['’]?")
_NAME_AFTER_ARTICLE = re.compile(r"[^\S\n]?[^\W\d_a-zß-öø-ÿœ]")
_ITEM_NUMBER = re.compile(r"\(\d{1,2}\)\s+[^\W\d_a-zß-öø-ÿœ]")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_ROMAN = re.compile(r"[IVXLCDM]+\Z")
_CENTURY = re.compile(r"[IVX]+(?:er|re|e|ème|è)\Z")


class Next(Enum):
    """The kind of what follows a stop."""

    CAPITAL = auto()
    SMALL = auto()
    DIGIT = auto()
    QUOTED = auto()  # an opening quotation mark, then a capital or a digit
    BRACKET = auto()  # an opening bracket, then a capital, a list's number or dots
    OPENED = auto()  # an opening quotation mark, then a small letter
    ITEM = auto()  # a dash and a capital, or a bullet: dialogue and lists
    DASH = auto()  # a dash, then anything else
    OTHER = auto()  # punctuation: no segment starts with it


class Stop:
    """A run of marks of the end, which begins at `at`, with what stands around.

    `closed` are the quotation marks and brackets that close after the marks; `after` is where
    the text goes on behind the white space.
    """

    __slots__ = ("_token", "after", "at", "closed", "kind", "language", "run", "start", "text")

    def __init__(
        self, text: str, language: Language, *, start: int, at: int, run: str, after: int
    ) -> None:
        self.text = text
        self.language = language
        self.start = start
        self.at = at
        self.run = run
        self.closed = ""
        self.after = after
        self.kind = Next.OTHER
        self._token: str | None = None

    def look_ahead(self) -> None:
        """Find the kind of what follows, once `after` is settled."""
        self.kind = _kind(self.text, self.after)

    @property
    def token(self) -> str:
        """The token before, as written; empty where no letter or digit touches the marks."""
        if self._token is None:
            self._token = token_before(self.text, self.start, self.at)
        return self._token

    @property
    def begins(self) -> int:
        """Where the token begins, behind an elided article: the a of l'art."""
        token = self.token
        return self.at - len(token) + max(token.rfind("'"), token.rfind("’")) + 1

    @property
    def bare(self) -> str:
        """The token without an elided article or pronoun before it, composed (NFC)."""
        return bare(self.token)

    @property
    def opens(self) -> bool:
        """Whether the word that follows opens sentences, by the language's list."""
        word = _WORD.match(self.text, self.after)
        return word is not None and word[0].lower().replace("’", "'") in self.language.opens

    @property
    def follows_name(self) -> bool:
        """Whether an article and a capital follow, as in Le Pen or L'Herbier."""
        word = _WORD.match(self.text, self.after)
        return (
            word is not None
            and word[0].lower().replace("’", "'") in self.language.articles
            and _NAME_AFTER_ARTICLE.match(self.text, word.end()) is not None
        )

    @property
    def next_word(self) -> str:
        """The word that follows, empty where none does."""
        word = _WORD.match(self.text, self.after)
        return "" if word is None else word[0]

    @property
    def is_whole_word(self) -> bool:
        """Whether the word that follows stands alone: elided, or with white space behind it."""
        word = self.next_word
        end = self.after + len(word)
        return word[-1:] in {"'", "’"} or (self.text[end : end + 1] or " ").isspace()

    @property
    def follows_number(self) -> bool:
        """Whether a figure, a Roman numeral or a single letter follows (art. L. 121-3)."""
        if self.kind is Next.DIGIT:
            return True
        word = self.next_word
        if len(word) == 1:
            return self.text[self.after + 1 : self.after + 2] in {".", ",", ")", "", "-"} or (
                word not in "AÀYÔOI"
            )
        return _ROMAN.match(word) is not None

    @property
    def has_number(self) -> bool:
        """Whether a figure, or the ordinal of a century, stands before the token."""
        before = self.text[max(self.start, self.begins - 16) : self.begins].split()
        return bool(before) and (before[-1][-1].isdigit() or bool(_CENTURY.match(before[-1])))

    @property
    def word_before(self) -> str:
        """The word before the token, in small letters, without an elided word before it."""
        end = self.begins
        while end > self.start and self.text[end - 1].isspace() and self.begins - end < 4:
            end -= 1
        return bare(token_before(self.text, self.start, end)).lower()

    @property
    def is_bracketed(self) -> bool:
        """Whether the bracket that closes after the marks opened within the segment's sentence."""
        return self.text.rfind("(", max(self.start, self.at - 400), self.at) > self.start


def token_before(text: str, start: int, at: int) -> str:
    """Return what touches `at` from the left, back to a space, bracket or quotation mark."""
    window = text[max(start, at - _NEAR) : at]
    token = window[window.rfind(" ") + 1 :]
    if not token.isalnum():
        found = _TOKEN.search(token)
        assert found is not None  # it matches the empty string
        token = found[0]
        if not token.isascii():
            return token
    return token


def bare(token: str) -> str:
    """Return a token without its elided article or pronoun, composed (NFC).

    >>> bare("l’art")
    'art'
    """
    if token.isascii():
        return token.rpartition("'")[2]
    return unicodedata.normalize("NFC", token).replace("’", "'").rpartition("'")[2]


def _kind(text: str, after: int) -> Next:
    first = text[after]
    if first.isalpha():
        is_small = first.islower() and not _CAMEL.match(text, after)
        return Next.SMALL if is_small else Next.CAPITAL
    if first.isdigit():
        return Next.DIGIT
    if first == ".":  # .NET is a name
        return Next.CAPITAL if text[after + 1 : after + 2].isupper() else Next.OTHER
    if first in _OPENERS:
        return _kind_opened(text, after)
    if first in DASHES:
        return _kind_dashed(text, after)
    is_sign = first in _SIGNS and text[after + 1 : after + 2].isalnum()
    return Next.ITEM if first in _BULLETS else Next.DIGIT if is_sign else Next.OTHER


def _kind_dashed(text: str, dash: int) -> Next:
    found = _BLANKS.match(text, dash + 1)
    assert found is not None  # it matches the empty string
    letter = text[found.end() : found.end() + 1]
    if letter.isupper() or (letter and letter in _OPENERS):
        return Next.ITEM
    return Next.DASH if found[0] and not letter.isspace() else Next.OTHER


def _kind_opened(text: str, opener: int) -> Next:
    found = _OPENING.match(text, opener)
    assert found is not None  # the caller saw an opener
    inner = found.end()
    letter = text[inner : inner + 1]
    if text[opener] in "([":
        if letter.isupper() or letter in {".", "…"} or _ITEM_NUMBER.match(text, opener):
            return Next.BRACKET
        return Next.OTHER
    if letter.isupper() or letter.isdigit() or _CAMEL.match(text, inner):
        return Next.QUOTED
    return Next.OPENED if letter.isalnum() else Next.OTHER
