"""Find where sentences end: one pass of a regular expression over the text.

In: a text and a `Language`. Out: spans. The pass stops only where a mark of the end is followed
by white space, or at a line break; the plainest case, which most stops are, is settled here,
the others in `judge`.
"""

from __future__ import annotations

import re

from bilingual.model import Span
from bilingual.segment.judge import end_of_segment, glued_ends, line_goes_on
from bilingual.segment.language import Language
from bilingual.segment.lines import BREAKS

MARKS = ".!?…‼⁇⁈⁉"
_BLANK = rf"[^\S{BREAKS}]"

# A set comes first, so that `re` skips to it at the speed of C; what looks behind comes after.
# Possessive quantifiers and the look behind for an earlier mark keep long runs linear.
#   branch 1, no group: a small-letter word, a year or what closes; full stop, blank, capital
#   branch 2, group 1: any other run of marks, closing quotes or brackets, blanks
#   branch 3, group 2: a line break with the white space after it
#   branch 4, group 3: a word or number, a mark, a capital, and the blank forgotten
_STOP = re.compile(
    rf"[{MARKS}{BREAKS}](?:"
    r"(?:(?<=[a-zß-öø-ÿœ]{3}\.)|(?<=[0-9]{4}\.)|(?<=[)»”\"%]\.))[ \xa0\u202f](?=[A-ZÀ-ÖØ-ÞŒ])"
    rf"|(?<=[{MARKS}])(?<![{MARKS}]{{2}})[{MARKS}]*+"
    rf"((?:[\"'’]|{_BLANK}{{0,3}}[»”)\]›]|\[\d{{1,3}}\])*+){_BLANK}++(?=[^{BREAKS}])"
    rf"|(?<=[{BREAKS}])(\s*+)"
    r"|(?:(?<=[a-zß-öø-ÿœ0-9%]{3}[.!?…])|(?<=[\s)»][.!?…]))(?=[A-ZÀ-ÖØ-ÞŒ])()"
    r")"
)


def spans(text: str, language: Language) -> tuple[Span, ...]:
    """Return the spans of the segments of `text`, which holds no wrapped lines.

    In order, not overlapping, none empty, none with white space at its ends; only white space
    lies between them. Linear in `len(text)`.
    """
    stripped = text.rstrip()
    start = len(text) - len(text.lstrip())
    if start >= len(stripped):
        return ()
    starts, ends = [start], []
    tails = language.tails
    for stop in _STOP.finditer(stripped, start):
        at = stop.start()
        group = stop.lastindex
        if group is None and (
            stripped[at - 3 : at] not in tails
            or (at > 3 and stripped[at - 4 : at] not in tails and stripped[at - 4].isalpha())
        ):
            ends.append(at + 1)
            start = stop.end()
            starts.append(start)
            continue
        if at < start:
            continue  # a quotation mark that closes the last segment lay beyond this stop
        if group == 2:
            if line_goes_on(stripped, start, at, stop[2], language):
                continue
            end, after = start + len(stripped[start:at].rstrip()), stop.end()
        elif group == 3:
            if not glued_ends(stripped, start, at, language):
                continue
            end = after = at + 1
        else:
            closers = (stop.end() - 1,) * 2 if group is None else stop.span(1)
            end, after = end_of_segment(stripped, start, at, closers, stop.end(), language)
        if after:
            ends.append(end)
            start = after
            starts.append(after)
    ends.append(len(stripped))
    return tuple(map(Span, starts, ends))
