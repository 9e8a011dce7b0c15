"""Which lines of a group make one paragraph.

In: lines that no blank line parts. Out: paragraphs, as runs of lines. A break in the middle of a
sentence must never part paragraphs: the engine would get two halves. So a paragraph ends only
where a sentence can, or where the next line says that it stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bilingual.article.language import Words
from bilingual.article.lines import (
    LONG_LINE,
    begins_sentence,
    ends_sentence,
    is_item,
    opens,
    parts,
    runs_on,
)
from bilingual.article.marks import is_credit, is_signature

_SHORT = 0.7  # of the widest line: a line this short was not wrapped, its paragraph ends


def runs(lines: Sequence[str], words: Words) -> Iterator[tuple[int, int]]:
    """Give the paragraphs of one group as half-open ranges of its lines, in order. Linear.

    Lines that were wrapped by hand belong together. Lines that are paragraphs of their own (one
    is too long to have been wrapped, or all end a sentence), list items, turns of a dialogue,
    headings, credits and signatures stand alone.
    """
    starts = _starts(lines, words)
    edges = [i for i, is_start in enumerate(starts) if is_start]
    yield from pairwise([*edges, len(lines)])


def _starts(lines: Sequence[str], words: Words) -> list[bool]:
    """Tell for each line whether it begins a paragraph; the first does."""
    if any(len(line) > LONG_LINE for line in lines):
        return [True] * len(lines)
    starts = [True] + [False] * (len(lines) - 1)
    number = 0
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        if _stands_alone(line, before, words, is_last=i == len(lines) - 1):
            starts[i] = True
            starts[i + 1 : i + 2] = [True] * (i + 1 < len(lines))
        elif item := is_item(line, before, number, words):
            starts[i], number = True, item
    edges = [*(i for i, is_start in enumerate(starts) if is_start), len(lines)]
    width = max(map(len, lines))
    for start, end in pairwise(edges):
        starts[start + 1 : end] = _ends_inside(lines[start:end], width, words)
    return starts


def _stands_alone(line: str, before: str | None, words: Words, *, is_last: bool) -> bool:
    """Tell whether a line is a credit, or the signature at the end, and no piece of a sentence."""
    if before is not None and (before[-1] == ":" or runs_on(before, words)):
        return False
    if is_credit(line):
        return (
            before is None or not line[0].islower() or ends_sentence(before, words, or_quote=True)
        )
    return is_last and is_signature(line)


def _ends_inside(lines: Sequence[str], width: int, words: Words) -> list[bool]:
    """Tell for each line but the first whether it begins a paragraph, by the ends of sentences.

    `width` is that of the group's widest line. Quoted mail (`> `) is left as it is.
    """
    if len(lines) < 2 or any(line.startswith(">") for line in lines):
        return [False] * (len(lines) - 1)
    pairs = list(pairwise(lines))
    if all(parts(line, below, words, or_quote=True) for line, below in pairs):
        return [True] * len(pairs)
    found = [False] * len(lines)
    free = True  # whether a paragraph or sentence begins with the line
    for i, (line, below) in enumerate(pairs):
        ends = parts(line, below, words)
        if len(line) < _SHORT * width:
            if ends:
                found[i + 1] = True
            elif free and begins_sentence(line) and _is_heading(line, below, words):
                found[i] = found[i + 1] = True
        free = ends or found[i + 1]
    return found[1:]


def _is_heading(line: str, below: str, words: Words) -> bool:
    """Tell whether a short line ends nothing and runs on to nothing, and text begins below it."""
    return line[-1] not in ",:;–—" and not runs_on(line, words) and opens(below, words)
