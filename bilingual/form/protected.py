"""What no rule of form may touch: addresses, handles, file names, dotted acronyms.

In: a text. Out: the spans of such pieces, and a way to change only what lies between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from bilingual.model import Span

_WORD = r"[^\W_]"
_PROTECTED = re.compile(
    rf"""
      (?:[a-z][a-z0-9+.-]{{0,30}}://|www\.)[^\s«»“”„<>]+ # a web address
    | (?<![\w.+-])[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)+    # an e-mail address
    | (?<!\w)[@\#]\w+                                  # a handle, a hashtag
    | (?<!\w)\w*_\w[\w.-]*                             # a name with an underscore
    | (?:{_WORD}\.){{2,}}{_WORD}?(?!\w)                # a dotted acronym
    | (?<![\w.])[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{{2,4}}(?![\w])(?:/[^\s«»“”„<>]*)?  # file, domain
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Most texts hold nothing of the kind, and are asked about often.
_HINT = re.compile(r"[@#_]|://|\w\.\w")
# Marks at the end of an address belong to the sentence around it.
_TRAILING = ".,;:!?…'’)]}"


@lru_cache(maxsize=256)
def protected(text: str) -> tuple[Span, ...]:
    """Return the spans of what must stay to the letter, in order.

    >>> text = "Voir http://a.fr/B_c, @AFP et fichier_A.TXT."
    >>> [span.of(text) for span in protected(text)]
    ['http://a.fr/B_c', '@AFP', 'fichier_A.TXT']
    """
    if not _HINT.search(text):
        return ()
    found = []
    for match in _PROTECTED.finditer(text):
        piece = match[0]
        if re.search(r"[/@_]|^www", piece, re.IGNORECASE):
            piece = piece.rstrip(_TRAILING)
            if piece.endswith('"') and piece.count('"') % 2:
                piece = piece[:-1].rstrip(_TRAILING)
        found.append(Span(match.start(), match.start() + len(piece)))
    return tuple(found)


def is_inside(spans: Sequence[Span], position: int) -> bool:
    """Whether a position lies in one of the increasing spans."""
    index = bisect_right(spans, position, key=lambda span: span.start) - 1
    return index >= 0 and position < spans[index].end


def replaced(
    pattern: re.Pattern[str], change: Callable[[re.Match[str]], str] | str, text: str
) -> str:
    """Replace each match of a pattern that touches nothing protected."""
    spans = protected(text)

    def one(match: re.Match[str]) -> str:
        places = range(match.start(), max(match.end(), match.start() + 1))
        if spans and any(is_inside(spans, place) for place in places):
            return match[0]
        return match.expand(change) if isinstance(change, str) else change(match)

    return pattern.sub(one, text)
