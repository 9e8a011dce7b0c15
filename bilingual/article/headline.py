"""How many of an article's first lines are its headline.

In: the lines of the first group. Out: a number of lines. A line taken for a headline by mistake
is still translated; a headline cut in two, or joined with the text, is translated wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bilingual.article.language import Words
from bilingual.article.lines import (
    CLOSERS,
    LONG_LINE,
    begins_sentence,
    ends_sentence,
    is_capitals,
    is_item,
    opens,
    runs_on,
)
from bilingual.article.marks import is_credit

LONGEST = 300  # code points
_LONGEST_CALL = 130  # of a headline that ends in ? ! or …
_MOST_LINES = 3  # of a headline without a date above it
_OPENERS = "«“„\"‘'(¿¡ \xa0\u202f"
_STOP = re.compile(r"[.!?…](?=[\s»”\")\]]*\s)")


def undated_size(lines: Sequence[str], words: Words, *, is_followed: bool) -> int:
    """Return how many lines are the headline of an article without a date; 0 for none.

    A group of one to three lines that ends no sentence and has text behind it (`is_followed`);
    it may end in ? ! or … where it is short and one sentence. Or one short line with a line
    below that begins anew.
    """
    if is_item(lines[0], None, 0, words) or is_credit(lines[0]) or lines[0][0] == ">":
        return 0
    size = _size(lines, words, _MOST_LINES)
    is_whole = size == len(lines)
    if size > _MOST_LINES or (is_whole and not is_followed) or (size > 1 and not is_whole):
        return 0
    return size if _looks_like_one(" ".join(lines[:size]), words) else 0


def dated_size(lines: Sequence[str], words: Words, *, is_apart: bool) -> int:
    """Return how many lines are the headline of an article with a date; 0 for none.

    `is_apart`: a blank line stands between the date and these lines. Else the first of them
    belongs to the headline whatever it looks like.
    """
    if is_credit(lines[0]) or (is_apart and is_item(lines[0], None, 0, words)):
        return 0
    size = _size(lines, words, len(lines))
    whole = " ".join(lines[:size])
    if is_apart:
        is_one = size == len(lines) and len(whole) <= LONGEST and not has_inner_end(whole, words)
        return size if is_one else undated_size(lines, words, is_followed=True)
    if size > 1 and begins_sentence(lines[1]) and not runs_on(lines[0], words):
        # A sentence below the headline, whose first word did not fit on its line.
        size = 1 if ends_sentence(lines[size - 1], words) else size
        whole = " ".join(lines[:size])
    return size if len(whole) <= LONGEST else 0


def _size(lines: Sequence[str], words: Words, most: int) -> int:
    """Return how many lines run on from the first; at most one more than `most`."""
    first = lines[: most + 1]
    if any(len(line) > LONG_LINE for line in lines):
        return 1
    width = max(map(len, first))
    size = 1
    for line, below in pairwise(first):
        if not _continues(line, below, width, words):
            break
        size += 1
    return size


def _continues(line: str, below: str, width: int, words: Words) -> bool:
    """Tell whether the line below goes on with what stands on this one."""
    if is_item(below, line, 0, words) or is_credit(below):
        return False
    if not begins_sentence(below) or not below[:4].lstrip(_OPENERS)[:1].isupper():
        return True
    if is_capitals(line):
        return is_capitals(below)
    if runs_on(line, words):
        return True
    fits = len(line) + 1 + len(below.split(maxsplit=1)[0]) <= width
    return not (fits or is_capitals(below) or opens(below, words) or ends_sentence(line, words))


def _looks_like_one(head: str, words: Words) -> bool:
    bare = head.rstrip(CLOSERS)
    if len(head) > LONGEST or bare[-1:] in (",", ":", ";", "") or head[-1] in ",:;":
        return False
    if bare[-1] in "!?…" or bare.endswith("..."):
        return len(head) <= _LONGEST_CALL and not has_inner_end(head, words)
    return bare[-1] != "."


def has_inner_end(head: str, words: Words) -> bool:
    """Tell whether a sentence ends inside `head`."""
    return any(
        begins_sentence(head[stop.end() :].lstrip('»”")] \xa0\u202f'))
        and ends_sentence(head[: stop.end()], words)
        for stop in _STOP.finditer(head[: LONGEST + 1])
    )
