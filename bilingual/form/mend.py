"""Close a quotation that an engine opened and left open, where the source says where it ends.

In: a target and its source. Out: the target with the closing mark, or as it was: a mark in a
wrong place would put words into somebody's mouth.
"""

from __future__ import annotations

import re

from bilingual.form.protected import is_inside, protected
from bilingual.form.quotes import Mark, marks, single_openings

_COMMA = re.compile(r",(?!\d)")
_TAIL = re.compile(r"[\s.!?…]*")
_LAST_STOP = re.compile(r"[\s.!?…]*$")


def mended(text: str, source: str) -> str:
    """Return the target with the closing mark that it lacks; straight, as the opening one.

    Two places are sure: the end, where the source's quotation ends the segment; and a comma,
    where the source's ends at one and both texts have as many commas. Nothing is done where the
    source itself leaves a quotation open, or more than one mark is missing.

    >>> mended("'We are leaving, said the mayor.", "« Nous partons », dit le maire.")
    '"We are leaving", said the mayor.'
    """
    wanted = [mark for mark in marks(source) if mark.opens]
    if not wanted or any(mark.mate is None for mark in marks(source)):
        return text
    doubles = marks(text, 0)
    pairs = sum(mark.opens and mark.mate is not None for mark in doubles)
    have = marks(text, max(0, len(wanted) - pairs))
    places = {mark.start for mark in have}
    loose = [mark.start for mark in have if mark.mate is None and mark.opens]
    loose += [at for at in single_openings(text) if at not in places]
    stray = any(mark.mate is None and not mark.opens for mark in have)
    openings = sorted([mark.start for mark in have if mark.opens and mark.mate is not None] + loose)
    if len(loose) != 1 or stray or len(openings) != len(wanted):
        return text
    at = _place(text, loose[0], source, wanted[openings.index(loose[0])])
    if at is None:
        return text
    return text[: loose[0]] + '"' + text[loose[0] + 1 : at] + '"' + text[at:]


def _place(text: str, opening: int, source: str, mark: Mark) -> int | None:
    """Return where the quotation that begins at `opening` ends; None where that is not sure."""
    assert mark.mate is not None
    if _TAIL.fullmatch(source, mark.mate + 1):
        stop = _LAST_STOP.search(text)
        is_within = source[: mark.mate].rstrip()[-1:] in {".", "!", "?", "…"}
        at = len(text) if is_within or stop is None else stop.start()
        return at if at > opening + 1 else None
    before, after = _commas(source, 0, mark.mate), _commas(source, mark.mate, len(source))
    is_at_comma = source[mark.mate + 1 : mark.mate + 2] == ","
    found = _commas(text, 0, len(text))
    if not is_at_comma or len(found) != len(before) + len(after):
        return None
    at = found[len(before)]
    return at if at > opening + 1 else None


def _commas(text: str, start: int, end: int) -> list[int]:
    """Return where the commas stand that are no part of a number or an address."""
    blocked = protected(text)
    found = (match.start() for match in _COMMA.finditer(text, start, end))
    return [at for at in found if not is_inside(blocked, at)]
