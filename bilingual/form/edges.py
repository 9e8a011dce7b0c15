"""What stands around a segment's words: dialogue dash, list mark, dots, quotation marks.

In: a text. Out: the pieces that can be taken off in front and behind, and the words between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bilingual.form.quotes import Mark, marks

_LIST = re.compile(
    r"(?:[•‣▪◦●■*·▶►✓]|\(?\d{1,2}(?:[.)/]|°\)?)|\(?[a-zA-Z]\)|\(?[ivx]{1,4}\))[^\S\n]+(?=\S)"
)
_DASH = re.compile(r"(?:[—―]\s*|[–-]\s+)(?=\S)")
_DOTS = re.compile(r"(?:…|\.{3,})\s*(?=\S)")
_LAST_DOTS = re.compile(r"\s*(?:…|\.{3,})$")
_STOPS = re.compile(r"[\s\xa0]*[.!?…]*$")


class Kind(Enum):
    """What a piece taken off is."""

    LIST = "list"
    DASH = "dash"
    DOTS = "dots"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Edges:
    """The pieces in front and behind, from the outside inwards, and the words between them.

    Invariant: the front, the middle and the back reversed, put together, are the text. `stop` is
    the punctuation that stood outside the closing mark (« Oui ».).
    """

    front: tuple[tuple[Kind, str], ...]
    middle: str
    back: tuple[tuple[Kind, str], ...]

    @property
    def before(self) -> str:
        """What was taken off in front."""
        return "".join(text for _kind, text in self.front)

    @property
    def after(self) -> str:
        """What was taken off behind."""
        return "".join(text for _kind, text in reversed(self.back))


@lru_cache(maxsize=64)
def edges(text: str, *, singles: int = 99) -> Edges:
    """Take off what stands around the words of a text; never all of it.

    Quotation marks are taken where they enclose the whole, or where their partner is in another
    segment. Cost: linear, as one step is taken for each piece.

    >>> found = edges("— « Jamais… »")
    >>> found.before, found.middle, found.after
    ('— « ', 'Jamais', '… »')
    """
    found = {mark.start: mark for mark in marks(text, singles)}
    front: list[tuple[Kind, str]] = []
    back: list[tuple[Kind, str]] = []
    start, end = 0, len(text)
    while True:
        step = _front(text, start, end, found, front) or _back(text, start, end, found)
        if step is None:
            break
        kind, first, last = step
        if not re.search(r"\w", text[first:last]):
            break
        if first > start:
            front.append((kind, text[start:first]))
        if last < end:
            back.append((kind, text[last:end]))
        start, end = first, last
    return Edges(tuple(front), text[start:end], tuple(back))


_Step = tuple[Kind, int, int]


def _front(
    text: str, start: int, end: int, found: dict[int, Mark], taken: Sequence[tuple[Kind, str]]
) -> _Step | None:
    """Return what can be taken off in front, with what it encloses; each kind once."""
    kinds = {kind for kind, _piece in taken}
    for kind, pattern in ((Kind.LIST, _LIST), (Kind.DASH, _DASH), (Kind.DOTS, _DOTS)):
        match = pattern.match(text, start, end)
        if match and kind not in kinds and not (kind is Kind.LIST and kinds):
            return kind, match.end(), end
    mark = found.get(start)
    if mark is None or not mark.opens:
        return None
    first = start + 1
    while first < end and text[first].isspace():
        first += 1
    if mark.mate is None:
        return Kind.QUOTE, first, end
    if mark.mate >= end or not _STOPS.fullmatch(text, mark.mate + 1, end):
        return None
    last = mark.mate
    while last > first and text[last - 1].isspace():
        last -= 1
    return Kind.QUOTE, first, last


def _back(text: str, start: int, end: int, found: dict[int, Mark]) -> _Step | None:
    """Return what can be taken off behind: dots, or a mark that closes an earlier segment's."""
    match = _LAST_DOTS.search(text, start, end)
    if match:
        return Kind.DOTS, start, match.start()
    at = end
    while at > start and (text[at - 1] in ".!?…" or text[at - 1].isspace()):
        at -= 1
    mark = found.get(at - 1)
    if mark is None or mark.opens or mark.mate is not None or mark.start < start:
        return None
    last = mark.start
    while last > start and text[last - 1].isspace():
        last -= 1
    return Kind.QUOTE, start, last
