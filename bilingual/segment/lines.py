"""Line breaks: which of them only wrap a paragraph, and which end a segment.

In: a text. Out: the same text, code point for code point, with a space where a line break means
nothing. Sentences are the business of `scan`.
"""

from __future__ import annotations

import re
from itertools import pairwise

# The characters at which str.splitlines breaks, as `model.fold_lines` reads them too.
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"

_NARROWEST, _WIDEST = 40, 120
_BREAK = re.compile(rf"[{BREAKS}]")
_TOO_WIDE = re.compile(rf"[^{BREAKS}]{{{_WIDEST + 1}}}")
_LINE = re.compile(rf"[^{BREAKS}]+")
_PARAGRAPHS = re.compile(rf"[{BREAKS}](?:(?<=\r)\n)?+[^\S{BREAKS}]*+[{BREAKS}]\s*+")
_ITEM = re.compile(r"\s*(?:[-–—•·*►■▪◦]|\(?(?:\d{1,3}|[^\W\d_])[.)°])\s")
_FIRST_WORD = re.compile(r"\S+")
_RUNS_ON = re.compile(r"[^\W\d_]\Z|[,'’-]\Z")


def unwrapped(text: str) -> str:
    r"""Return `text` with a space for each line break that only wraps a paragraph.

    Same length, so that spans found in the one are good in the other. A paragraph counts as
    wrapped when its longest line has 40 to 120 characters, the first word of each line would not
    have fitted on the line before, no line opens a list item, and at least a third of the breaks
    fall inside a clause: a letter or comma before, a small letter after. Anything else (verse,
    lists, headings over their text) keeps its breaks. Linear.

    >>> unwrapped("Titre\nUn texte.")
    'Titre\nUn texte.'
    """
    if _BREAK.search(text) is None:
        return text
    out, done = [], 0
    edges = [(m.start(), m.end()) for m in _PARAGRAPHS.finditer(text)]
    for edge, after in [*edges, (len(text), len(text))]:
        out.append(_joined(text[done:edge]))
        out.append(text[edge:after])
        done = after
    return "".join(out)


def _joined(paragraph: str) -> str:
    """Return one paragraph (no blank line in it) on one line where it is wrapped."""
    if _TOO_WIDE.search(paragraph):
        return paragraph
    lines = [line for line in _LINE.findall(paragraph) if not line.isspace()]
    if len(lines) < 2 or not _is_wrapped([line.strip() for line in lines]):
        return paragraph
    return paragraph.translate(_TO_SPACES)


_TO_SPACES = str.maketrans(dict.fromkeys(BREAKS, " "))


def _is_wrapped(lines: list[str]) -> bool:
    width = max(map(len, lines))
    if width < _NARROWEST or any(map(_ITEM.match, lines)):
        return False
    inside = 0
    for line, following in pairwise(lines):
        word = _FIRST_WORD.match(following)
        if word is None or len(line) + 1 + len(word[0]) <= width:
            return False
        inside += following[0].islower() and _RUNS_ON.search(line) is not None
    return 3 * inside >= len(lines) - 1
