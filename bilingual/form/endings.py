"""How a target begins and ends: with a capital and a stop where its source does.

In: a target's words and those of its source. Out: the target with the source's first capital
and last punctuation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bilingual.form.casing import capitalised, lowered
from bilingual.form.language import CHAIN, Casing, fold
from bilingual.form.protected import is_inside, protected

_CLOSERS = "\"'”’»›)]} \xa0\u202f\u2009"
_STOPS = ".?!:;…"
_TWO_DOTS = re.compile(r"(?<=[^.])\.\s*\.$")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\xa0])(?:(?:\w\.)+\w?|etc|Inc|Ltd|Co|Corp|Jr|Sr|vs|No|Bros|cf|apr|av)\.$"
)


@dataclass(frozen=True, slots=True)
class Ending:
    """The punctuation at a text's end, with its place; `is_within` a closing mark or bracket."""

    stop: str
    start: int
    is_within: bool


def ending(text: str) -> Ending:
    """Return the last punctuation of a text, closing marks after it left aside.

    >>> ending("Il cria : « Au feu ! »").stop
    '!'
    """
    end = len(text)
    while end and (text[end - 1] in _CLOSERS or text[end - 1].isspace()):
        end -= 1
    start = end
    while start and text[start - 1] in _STOPS:
        start -= 1
    if start < end and is_inside(protected(text), end - 1) and text[end - 1] != ".":
        start = end
    return Ending(text[start:end], start, bool(text[end:].strip()))


def ended(text: str, wanted: Ending) -> str:
    """Return the text with the last punctuation that its source has.

    A full stop that belongs to an abbreviation stays, and so do dots. So does a question mark
    that the source has not: without it the words would be no sentence, and it is for a check to
    say that the engine asks. Words are never touched.

    >>> ended("Who will pay.", ending("Qui paiera ?"))
    'Who will pay?'
    """
    stop = wanted.stop
    text = _TWO_DOTS.sub(".", text.rstrip())
    if stop:
        text = text.rstrip(", ")
    have = ending(text)
    is_dotted = "…" in stop + have.stop or ".." in stop + have.stop
    is_asking = "?" in have.stop or ("?" in stop and "?" in text)
    is_closed = have.is_within and not wanted.is_within and stop == "."  # « Au feu ! ».
    if have.stop == stop or is_dotted or is_asking or (is_closed and have.stop):
        return text
    end = have.start + len(have.stop)
    is_short = have.stop == "." and _ABBREVIATION.search(text[:end]) is not None
    if not stop:
        return text if is_short else text[: have.start].rstrip() + text[end:]
    if is_short:
        return text if stop == "." else text[:end] + stop + text[end:]
    if have.stop and (have.is_within or not wanted.is_within):
        return text[: have.start] + stop + text[end:]
    bare = text[: have.start].rstrip() + text[end:]
    words = bare.rstrip(_CLOSERS) if wanted.is_within else bare
    return words + stop + bare[len(words) :]


def unended(text: str) -> str:
    """Return the text without its last full stop or dots, which come back from the source."""
    have = ending(text)
    end = have.start + len(have.stop)
    if have.is_within or not have.stop or set(have.stop) - set(".…"):
        return text
    if have.stop == "." and _ABBREVIATION.search(text[:end]):
        return text
    return text[: have.start].rstrip()


def begun(text: str, source: str, known: Casing, *, is_headline: bool) -> str:
    """Return the text with a capital at its beginning where the source has one there.

    Where the source begins small, a common word of the target does too; names and "I" do not.
    """
    first, wanted = _first(text), _first(source)
    if first is None or wanted is None or not source[wanted].isalpha():
        return text
    match = CHAIN.match(text, first)
    if match is None or not text[first].isalpha():
        return text
    word = match[0]
    if source[wanted].isupper():
        is_plain = word == lowered(word)
        return text[:first] + capitalised(word) + text[match.end() :] if is_plain else text
    is_small = fold(word) in known.words and word[1:] == lowered(word[1:]) and word != "I"
    if source[wanted].islower() and is_small and not is_headline:
        return text[:first] + lowered(word) + text[match.end() :]
    return text


def _first(text: str) -> int | None:
    """Return where the first letter or digit of a text stands; None where it is untouchable."""
    match = CHAIN.search(text)
    if match is None or is_inside(protected(text), match.start()):
        return None
    return match.start()
