"""Decide the stops that are not plain: abbreviations, quotations, dashes, dots, brackets.

In: a text, where its current segment starts, and a stop that the scan found. Out: where the
segment ends and where the next one starts. Every answer is found between the segment's start
and a few words ahead, so that cutting a segment again changes nothing.

Where a case stays open the segment goes on: an engine translates two sentences together well
enough, and half a sentence wrongly.
"""

from __future__ import annotations

import re

from bilingual.segment.abbreviations import abbreviation_ends, is_listed
from bilingual.segment.language import Language
from bilingual.segment.lines import BREAKS
from bilingual.segment.stop import Next, Stop, token_before

_FAR = 2000  # how far around a straight quote its partner is looked for
_QUOTE = 80  # the longest quotation that can be a title or a cry within its sentence
_PAIRS = (("«", "»"), ("“", "”"))
_BROKEN = re.compile(rf"\.\s|[{BREAKS}]")
_OPENING = re.compile(r"\"[^\s.,;:!?)»]")
_INLINE_WHITE = re.compile(rf"[^\S{BREAKS}]*")
_ADDRESS = re.compile(r"[/@_&=\\]|\.\w")
_BREAK = re.compile(rf"[{BREAKS}]")
_BREAK_OR_END = re.compile(rf"[{BREAKS}]|\Z")
_NOT_CUT_SHORT = re.compile(r"[A-ZÀ-ÖØ-ÞŒ]?[a-zß-öø-ÿœ]{3,}[eé]s?\Z")
_SPEAKER = re.compile(r"(?:[A-Z][\w.'’-]* ){1,4}(\w+)")


def line_goes_on(text: str, start: int, at: int, white: str, language: Language) -> bool:
    """Tell whether the line break at `at` comes after a word that cannot be the last of a line.

    `white` is the white space after the break; a blank line always ends a segment.
    """
    rest = white[1:] if text[at] == "\r" and white[:1] == "\n" else white
    if text[at] not in "\r\n" or _BREAK.search(rest):
        return False
    end = at
    while end > start and text[end - 1] in " \t":
        end -= 1
    token = token_before(text, start, end).replace("’", "'").lower()
    return token in language.links or token.rpartition("'")[2] in language.links


def end_of_segment(
    text: str, start: int, at: int, closers: tuple[int, int], after: int, language: Language
) -> tuple[int, int]:
    """Return where the segment ends and where the next one starts; (0, 0) where it goes on.

    The marks lie at `at`, what closes after them at `closers`; the text goes on at `after`.
    """
    stop = Stop(text, language, start=start, at=at, run=text[at : closers[0]], after=after)
    end = closers[1]
    stop.closed = text[closers[0] : end]
    quote = text[after : after + 2]
    if quote[0] == '"' and not _OPENING.match(quote):
        # Closed, or spaced on both sides: judged as closed, and which it is says where to cut.
        beyond = _INLINE_WHITE.match(text, after + 1)
        assert beyond is not None
        stop.closed += '"'
        stop.after = beyond.end()
        if _BREAK_OR_END.match(text, stop.after):
            return (0, 0)
        if _is_quoting(text, start, after):
            end, after = after + 1, stop.after
    stop.look_ahead()
    if stop.kind is Next.OTHER:
        return (0, 0)
    ends = _full_stop_ends(stop) if stop.run == "." else _mark_ends(stop)
    return (end, after) if ends else (0, 0)


def glued_ends(text: str, start: int, at: int, language: Language) -> bool:
    """Tell whether a sentence ends where the blank after its mark was forgotten (adopté.Il).

    Only between a word in small letters, or a number, and a whole word that opens sentences:
    names of sites and files have dots inside too.
    """
    stop = Stop(text, language, start=start, at=at, run=text[at], after=at + 1)
    window = text[max(start, at - 32) : at]
    if stop.run == "." and window[-1:].isspace():
        return False
    if _ADDRESS.search(window[window.rfind(" ") + 1 :]) or is_listed(stop):
        return False
    token = stop.bare
    return (not token or token.islower() or token.isdigit()) and stop.opens and stop.is_whole_word


def _is_quoting(text: str, start: int, quote: int) -> bool:
    """Tell whether a straight quotation is open at `quote`, which has white space on both sides.

    Its partner decides: the next quote of the line where that one plainly opens or closes, else
    the number of quotes before it in the segment or in the line.
    """
    line_end = text.find("\n", quote, quote + _FAR)
    partner = text.find('"', quote + 1, line_end if line_end >= 0 else quote + _FAR)
    if 0 <= partner < len(text) - 1:
        if text[partner + 1] in ".,;:!?)":
            return False
        if not text[partner + 1].isspace() and text[partner - 1].isspace():
            return True
    low = max(0, quote - _FAR)
    if text.count('"', max(start, low), quote) % 2:
        return True
    return text.count('"', max(low, text.rfind("\n", low, quote)), quote) % 2 == 1


def _full_stop_ends(stop: Stop) -> bool:
    """Tell whether a segment ends at one full stop."""
    if stop.kind is Next.SMALL:
        return _ends_before_small(stop)
    if stop.kind is Next.OPENED:
        return not stop.closed and len(stop.bare) > 1 and _is_ordinary(stop)
    if not stop.token:
        return True
    verdict = abbreviation_ends(stop)
    if verdict is not None:
        return verdict
    if ")" in stop.closed and stop.kind is Next.CAPITAL and not stop.opens:
        return not stop.is_bracketed
    return True


def _is_ordinary(stop: Stop) -> bool:
    return "." not in stop.token and not is_listed(stop)


def _ends_before_small(stop: Stop) -> bool:
    """Tell whether a segment ends before a small letter: a slip, or an À without its accent.

    A French abbreviation breaks off before a vowel, so a long word in -e was not cut short; and
    none ends in a bracket or a quotation mark.
    """
    if not stop.closed and stop.text[stop.at - 1 : stop.at] in {")", "]", "»", "”", '"'}:
        return stop.at - 1 > stop.start
    if stop.next_word == "à" and "»" not in stop.closed:
        return not stop.token or (len(stop.bare) > 3 and _is_ordinary(stop))
    return not stop.closed and _NOT_CUT_SHORT.match(stop.bare) is not None


def _mark_ends(stop: Stop) -> bool:
    """Tell whether a segment ends at ! ? … or a run of marks."""
    if stop.kind in {Next.SMALL, Next.OPENED, Next.DASH} or _in_clause(stop):
        return False
    language = stop.language
    if not set(stop.run) & set("!?‼⁇⁈⁉"):
        return _dots_end(stop)
    if stop.token and stop.token + stop.run in language.marks:
        return stop.opens
    if ")" in stop.closed and stop.kind in {Next.CAPITAL, Next.DIGIT} and not stop.opens:
        return not stop.is_bracketed
    return not (stop.closed and _is_attributed(stop))


def _dots_end(stop: Stop) -> bool:
    """Tell whether a segment ends at … or ...: not in (…), nor where the phrase hangs."""
    if stop.closed:
        is_elision = stop.text[stop.at - 1 : stop.at] in {"(", "["} and stop.closed[0] in ")]"
        return not is_elision and (")" not in stop.closed or stop.opens or not stop.is_bracketed)
    if stop.kind is Next.DIGIT:
        return False
    last = stop.bare.lower()
    language = stop.language
    return stop.opens or (last not in language.links and last not in language.pauses)


def _is_attributed(stop: Stop) -> bool:
    """Tell whether a name and a verb of speech follow a quotation: “Why?” Smith asked."""
    if not stop.language.speech:
        return False
    words = _SPEAKER.match(stop.text[stop.after : stop.after + _QUOTE])
    return words is not None and words[1] in stop.language.speech


def _in_clause(stop: Stop) -> bool:
    """Tell whether a stop lies in a short quotation that is a part of its sentence's clause.

    Such a quotation opens after a word, closes before a small letter, and has no full stop in
    it: Le spectacle « Oh ! Calcutta ! » revient.
    """
    text, at = stop.text, stop.at
    for opener, closer in _PAIRS:
        left = text.rfind(opener, max(stop.start, at - _QUOTE), at)
        if left <= stop.start or text.rfind(closer, left, at) >= 0:
            continue
        right = text.find(closer, at, left + _QUOTE)
        if right < 0 or _BROKEN.search(text, left, right):
            continue
        before = text[max(stop.start, left - 3) : left].rstrip()[-1:]
        follow = text[right + 1 : right + 3].lstrip()[:1]
        if before.isalpha() and follow.islower():
            return True
    return False
