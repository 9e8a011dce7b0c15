"""Find the quotation marks of a text, and write them as another language does.

In: a text. Out: its marks, each with its role and its partner; or the text with other marks.
An apostrophe is never a mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bilingual.form.language import Quotes
from bilingual.form.protected import is_inside, protected
from bilingual.model import Span

_DOUBLE = re.compile(r"[«»“”„‟\"‹›]")
_ANY = re.compile(r"[«»“”„‟\"‹›'‘’‚]")
_BEFORE = frozenset("([{—–-/«“„‘‹\"'’…")  # what an opening mark may follow, besides white space
_AFTER = frozenset(".,;:!?…)]}—–-/»”’›“‘\"'%")  # what may follow a closing mark
_STOPPING = frozenset(".,;:!?)]}")
_FAMILY = {"«": 0, "»": 0, "“": 1, "”": 1, "„": 1, "‟": 1, "‹": 2, "›": 2, '"': 3}
# A single mark that opens: before a word that has lost no letter.
_SINGLE_OPENS = re.compile(
    r"(?:(?<=[\s(\[{—–\"“«„])|^)['‘‚](?=[^\s.,;:!?…)\]}])(?!(?:tis|twas|em|cause|n)\b)(?!\d\ds\b(?!['’]))",
    re.IGNORECASE,
)
_SINGLE_CLOSES = re.compile(r"(?<=\S)['’](?=[\s.,;:!?…)\]}—–\"”»'’]|$)")
_GAPS = frozenset(["", *" \xa0\u202f)]—–"])  # what may follow a stop that goes inside
_STOPS = frozenset(".,;:!?…")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark at `start`; `mate` is where its partner stands, None where it has none.

    `depth` is the number of quotations that were open before it.
    """

    start: int
    opens: bool
    mate: int | None
    depth: int
    is_single: bool = False


def _role(text: str, at: int, is_open: Callable[[str], bool]) -> bool:
    """Whether the mark at `at` opens a quotation; `is_open` says if one with that mark is open."""
    mark = text[at]
    left = text[at - 1] if at else " "
    right = text[at + 1] if at + 1 < len(text) else " "
    may_open = (left.isspace() or left in _BEFORE) and not (right.isspace() or right in _STOPPING)
    may_close = not left.isspace() and (right.isspace() or right in _AFTER)
    if mark in "«‹„":
        return True
    if mark in "»›":
        return False
    if mark in "“‟":
        return not may_close or (may_open and not is_open("„"))
    if mark == "”":
        return may_open and not may_close
    return may_open if may_open != may_close else not is_open(mark)


def _single_pairs(text: str, blocked: Sequence[Span], most: int) -> Iterator[tuple[int, int]]:
    """Give up to `most` pairs of single quotation marks.

    A mark that closes beside a stop is preferred: the s' of a plural has none.
    """
    opening = single_openings(text)
    closing = [
        m.start() for m in _SINGLE_CLOSES.finditer(text) if not is_inside(blocked, m.start())
    ]
    last = -1
    for number, start in enumerate(opening):
        following = opening[number + 1] if number + 1 < len(opening) else len(text)
        if most <= 0 or start <= last:
            continue
        within = [at for at in closing if start + 1 < at < following and at > last]
        sure = [at for at in within if _is_sure(text, at)]
        chosen = sure or [at for at in within if text[at - 1] not in "sS"] or within[-1:]
        if chosen:
            most -= 1
            last = chosen[0]
            yield start, chosen[0]


def single_openings(text: str) -> list[int]:
    """Return where single marks stand that can only open a quotation, closed or not."""
    blocked = protected(text)
    found = (match.start() for match in _SINGLE_OPENS.finditer(text))
    return [at for at in found if not is_inside(blocked, at)]


def _is_sure(text: str, at: int) -> bool:
    beside = text[at - 1] + (text[at + 1] if at + 1 < len(text) else ".")
    return any(c in _STOPS or c in "'’" for c in beside)


@lru_cache(maxsize=64)  # a text is asked about a dozen times in a row
def marks(text: str, singles: int = 99) -> tuple[Mark, ...]:
    """Return the quotation marks of a text, in order, up to `singles` pairs of single ones.

    >>> [(m.start, m.mate) for m in marks("« Oui », dit-il, c'est l'« autre ».")]
    [(0, 6), (6, 0), (25, 33), (33, 25)]
    """
    if not _ANY.search(text):
        return ()
    blocked = protected(text)
    single = dict(_single_pairs(text, blocked, singles))
    single_closes = {close: start for start, close in single.items()}
    stack: list[int] = []
    found: dict[int, Mark] = {}
    places = {m.start() for m in _DOUBLE.finditer(text) if not is_inside(blocked, m.start())}
    for at in sorted(places | single.keys() | single_closes.keys()):
        if at in single:
            found[at] = Mark(at, True, single[at], len(stack), is_single=True)
            stack.append(at)
        elif at in single_closes:
            start = single_closes[at]
            if start in stack:
                del stack[stack.index(start) :]
            found[at] = Mark(at, False, start, found[start].depth, is_single=True)
        elif _role(text, at, lambda mark: any(text[i] == mark for i in stack)):
            found[at] = Mark(at, True, None, len(stack))
            stack.append(at)
        else:
            _close(text, at, stack, found)
    return tuple(found[at] for at in sorted(found))


def pairs_in(text: str, singles: int = 99) -> int:
    """Return how many quotations a text opens and closes."""
    return sum(mark.opens and mark.mate is not None for mark in marks(text, singles))


def _close(text: str, at: int, stack: list[int], found: dict[int, Mark]) -> None:
    """Record a closing mark with the nearest open one of its family, else of any other."""
    family = _FAMILY[text[at]]
    doubles = [i for i in stack if not found[i].is_single]
    same = [i for i in doubles if _FAMILY[text[i]] == family]
    loose = [i for i in doubles if 3 in (_FAMILY[text[i]], family)]
    mates = same or loose
    if not mates:
        found[at] = Mark(at, False, None, 0)
        return
    start = mates[-1]
    depth = found[start].depth
    found[start] = Mark(start, True, at, depth)
    found[at] = Mark(at, False, start, depth)
    del stack[stack.index(start) :]


def requoted(text: str, quotes: Quotes, singles: int = 99, inside: str = "") -> str:
    """Return the text with `quotes` for its quotation marks, and their spaces for those beside.

    A full stop or comma that is one of `inside` goes before the closing mark, and disappears
    where a stop stands there already. A straight mark that closes nothing, after a number, stays:
    it means inches or seconds.

    >>> from bilingual.form.language import read_quotes
    >>> requoted("« Il dit : “Non” », l'homme", read_quotes("“ ” ‘ ’"), inside=",")
    "“Il dit : ‘Non,’” l'homme"
    """
    pieces: list[str] = []
    closers: set[int] = set()
    last = 0
    for mark in marks(text, singles):
        if mark.mate is None and text[mark.start] == '"' and text[mark.start - 1].isdigit():
            continue
        opening, closing = quotes.inner if mark.depth % 2 else quotes.outer
        before = text[last : mark.start]
        last = mark.start + 1
        if mark.opens:
            pieces += [before, opening]
            while last < len(text) and text[last].isspace():
                last += 1
        else:
            closers.add(len(pieces) + 1)
            pieces += [before.rstrip(), closing]
    pieces.append(text[last:])
    if inside:
        _draw_in(pieces, closers, inside)
    return "".join(pieces)


def _draw_in(pieces: list[str], closers: set[int], inside: str) -> None:
    """Put the stops after closing marks before them: “no”, → “no,”."""
    for index in sorted(closers):
        following = pieces[index + 1]
        if not following or following[0] not in inside or following[1:2] not in _GAPS:
            continue
        at = index - 1
        while at > 0 and not pieces[at] and at - 1 in closers:
            at -= 2
        pieces[index + 1] = following[1:]
        if pieces[at] and pieces[at][-1] not in _STOPS:
            pieces[at] += following[0]
