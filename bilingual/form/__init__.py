"""The form of a segment: what goes to the engine, and what comes back into the catalog.

In: a segment's source. Out: `prepare` gives the text that an engine translates best, without
dashes, list marks, enclosing quotation marks and needless capitals; `finish` gives the engine's
answer the form that the target language has. Facts (numbers, names) are left to others.

A headline that is all capitals comes back in sentence case: it is what British papers and the
agencies use, a wrong capital in it is seldom wrong by more than one word, and title case would
ask for the part of speech of each word. Acronyms keep their capitals.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bilingual.form.casing import Case, case_of, proper_words, truecased
from bilingual.form.edges import Edges, Kind, edges
from bilingual.form.endings import Ending, begun, ended, ending, unended
from bilingual.form.language import (
    NO_BREAK,
    Quotes,
    Typography,
    casing,
    read_quotes,
    typography,
)
from bilingual.form.mend import mended
from bilingual.form.protected import replaced
from bilingual.form.quotes import pairs_in, requoted
from bilingual.form.spacing import spaced
from bilingual.model import Locale

__all__ = ["VERSION", "Prepared", "Quotes", "capitalised_in", "finish", "prepare", "read_quotes"]

# Part of each draft's signature: raise it whenever a change makes another text.
VERSION = "1"

# What models of every language have seen most. With the starter, on the 221 sentences with
# quotations of newstest2013 and FLORES-200 dev, answers have the source's quotations in 190 cases,
# in 124 where it is given guillemets as the French write them; guillemets without spaces are no
# better (chrF of a sentence +0.16 ± 0.27).
_ENGINE_QUOTES = Quotes(('"', '"'), ("'", "'"))
_APOSTROPHE = re.compile(r"(?<=\w)[’ʼ](?=\w)")
_STRAIGHT_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_LAST_STOP = re.compile(r"[.!?…]+$")
_A_WORD = re.compile(r"\w")
_NO_BREAK = re.compile(r"[\xa0\u202f\u2007\u2060]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source ready for an engine, with what is put back afterwards.

    `text` is what the engine is given. Invariant: the words of `before`, `text` and `after` are
    those of `source`, but for the case of their letters.
    """

    source: str
    text: str
    around: Edges
    case: Case
    is_headline: bool

    @property
    def before(self) -> str:
        """What was taken off in front."""
        return self.around.before

    @property
    def after(self) -> str:
        """What was taken off behind."""
        return self.around.after


def capitalised_in(sources: Iterable[str], locale: Locale) -> frozenset[str]:
    """Return the words of an article's sources that have a capital inside a sentence.

    It is what `prepare` wants as `known`, so that a name in a headline in capitals keeps its own.
    """
    return proper_words(sources, casing(locale.language))


def prepare(
    source: str, source_locale: Locale, *, is_headline: bool, known: Collection[str] = ()
) -> Prepared:
    """Return a source in the form that an engine translates best.

    `known` are words that have a capital elsewhere in the article, in the middle of a sentence.
    A text with nothing special is given as it stands. Never raises, whatever the text.

    >>> prepare("— LE MAIRE ARRIVE À PARIS…", Locale("fr"), is_headline=False).text
    'Le maire arrive à Paris.'
    """
    around = edges(source)
    words = casing(source_locale.language)
    text, case = truecased(around.middle, words, known, is_headline=is_headline)
    text = requoted(text, _ENGINE_QUOTES)
    text = replaced(_NO_BREAK, " ", replaced(_APOSTROPHE, "'", text))
    if not ending(text).stop:
        text += _stop_outside(around)
        if text == text.rstrip(".?!…") and not is_headline and _has_dots(around):
            text += "."
    return Prepared(source, text, around, case, is_headline)


def finish(
    target: str, prepared: Prepared, target_locale: Locale, quotes: str | None = None
) -> str:
    """Return an engine's answer in the form of the target language, with what was taken off.

    `quotes` are the publisher's quotation marks, as `read_quotes` reads them; without them, the
    language's. A blank target stays blank. Finishing a finished target again changes nothing that
    was put back.

    Raises: WorkspaceError when `quotes` are no quotation marks.

    >>> fr, en = Locale("fr"), Locale("en")
    >>> prepared = prepare("— « Jamais ! » dit-elle…", fr, is_headline=False)
    >>> finish("'Never !' she says.", prepared, en)
    '— “Never!” she says…'
    """
    words = target.strip()
    if not _A_WORD.search(words):
        return words
    language = casing(target_locale.language)
    own = typography(target_locale)
    pair = read_quotes(quotes) if quotes else own.quotes
    words = _bare(words, prepared)
    is_shouted = prepared.case is Case.CAPITALS
    if is_shouted and case_of(words, language, is_headline=False) is Case.CAPITALS:
        words = truecased(words, language, is_headline=prepared.is_headline)[0]
    words = _ended(words, prepared.around)
    words = begun(words, prepared.around.middle, language, is_headline=prepared.is_headline)
    text = _put_back(words, prepared.around, own)
    pairs = pairs_in(prepared.source)
    text = mended(text, prepared.source)
    text = requoted(text, pair, max(0, pairs - pairs_in(text, 0)), own.inside)
    if _APOSTROPHE.search(prepared.source) and not _STRAIGHT_APOSTROPHE.search(prepared.source):
        text = replaced(_STRAIGHT_APOSTROPHE, "’", text)
    return spaced(text, own, prepared.source)


def _has_dots(around: Edges) -> bool:
    return any(kind is Kind.DOTS for kind, _text in around.back)


def _stop_outside(around: Edges) -> str:
    """Return the punctuation outside a closing mark that was taken off (« Oui ».)."""
    stops = [_LAST_STOP.findall(text) for kind, text in around.back if kind is Kind.QUOTE]
    return next((found[0] for found in stops if found), "")


def _bare(words: str, prepared: Prepared) -> str:
    """Return a target without the pieces that will be put back: an engine may have kept them."""
    around = prepared.around
    front = {_sign(kind, text) for kind, text in around.front}
    back = {_sign(kind, text) for kind, text in around.back}
    if Kind.QUOTE in front | back:
        front.add(Kind.QUOTE)
        back.add(Kind.QUOTE)
    # A piece that the engine was given it may keep: it is another one.
    front -= {_sign(kind, text) for kind, text in edges(prepared.text).front}
    found = edges(words, singles=99 if Kind.QUOTE in front else 0)
    for kind, text in found.front:
        if _sign(kind, text) not in front:
            break
        words = words.removeprefix(text)
    for kind, text in found.back:
        if _sign(kind, text) not in back:
            break
        words = words.removesuffix(text)
    return words


def _sign(kind: Kind, text: str) -> Kind | str:
    """Return what tells a piece: a list mark is itself, of the others the kind is enough."""
    return text.strip() if kind is Kind.LIST else kind


def _ended(words: str, around: Edges) -> str:
    """Return the target's words with the stop of the source's words."""
    wanted = ending(around.middle)
    if wanted.stop:
        return ended(words, wanted)
    if _has_dots(around) or _stop_outside(around):
        return unended(words)
    return ended(words, Ending("", 0, is_within=False))


def _put_back(words: str, around: Edges, own: Typography) -> str:
    """Return the words with the pieces that were taken off, spaced as the target language is."""
    is_wide = ":" in own.spaced
    front = []
    for kind, piece in around.front:
        mark = piece.strip()
        space = " " if kind is not Kind.DOTS or is_wide else ""
        if kind is Kind.DASH and is_wide and mark != "-":
            space = NO_BREAK
        front.append(piece if kind is Kind.QUOTE else mark + space)
    back = [piece.strip() for _kind, piece in reversed(around.back)]
    return "".join([*front, words, *back])
