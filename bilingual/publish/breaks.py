"""Blanks at which a line must not end, on the page alone: « mot », 14 h, 38 %, 4 200, M. Le Goff.

In: a text as the catalog has it, and its language. Out: the same text, some of its blanks no-break
spaces. Which ones is said by the language's line in `languages/typography.txt`. No blank is put in
or taken out: how a text is spaced is for its author and its reviewer to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bilingual.form.language import NARROW, NO_BREAK, typography
from bilingual.model import Locale
from bilingual.publish.context import Piece, Row

# Of several blanks on end none is touched: the others would break all the same.
_BLANK = "(?<! ) (?! )"
_NO_BREAKS = (NO_BREAK, NARROW)
_SPACE = f"[ {NO_BREAK}{NARROW}]"
_WINDOW = 24  # code points before a blank that a rule looks at


@dataclass(frozen=True, slots=True, eq=False)
class _Rule:
    """Which blanks become `space`: those with `before` before them and `after` behind them."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    space: str


def unbroken(text: str, locale: Locale) -> str:
    r"""Return `text` with no-break spaces where its language wants no line to end.

    Invariant: only U+0020 changes, into U+00A0 or U+202F; so all positions stay. Doing it twice is
    doing it once. Linear.

    >>> unbroken("« Oui ! » à 14 h", Locale("fr"))
    '«\xa0Oui\u202f!\xa0» à 14\xa0h'
    """
    blanks, rules = _rules(locale)

    def space(blank: re.Match[str]) -> str:
        at = blank.start()
        for rule in rules:
            if rule.after.match(text, at + 1) and rule.before.search(
                text, max(at - _WINDOW, 0), at
            ):
                return rule.space
        return " "

    return blanks.sub(space, text)


@lru_cache(maxsize=64)
def _rules(locale: Locale) -> tuple[re.Pattern[str], tuple[_Rule, ...]]:
    """Return which blanks a rule may be about, and the rules; none where the language has none.

    Raises: InstallError when a file of ours is damaged.
    """
    own = typography(locale)
    found = [
        (r"\d" if mark == "%" else "", re.escape(mark), space) for mark, space in own.spaced.items()
    ]
    for opening, closing in (own.quotes.outer, own.quotes.inner):
        if opening.endswith(_NO_BREAKS):
            found.append((re.escape(opening[:-1]), "", opening[-1]))
        if closing.startswith(_NO_BREAKS):
            found.append(("", re.escape(closing[1:]), closing[0]))
    if own.units:
        units = _any_of(own.units)
        found.append((r"\d", rf"{units}(?![\w/])", NO_BREAK))
        found.append((rf"\d{_SPACE}{units}", r"\d\d(?!\w)", NO_BREAK))  # 14 h 30, 1 m 80
    if own.numbered:
        found.append((rf"(?<!\w){_any_of(own.numbered)}", r"\d", NO_BREAK))
    if own.titled:
        found.append((rf"(?<!\w){_any_of(own.titled)}", "[A-ZÀ-Þ]", NO_BREAK))
    if own.thousands in _NO_BREAKS:
        found.append((r"(?<!\d)\d{1,3}", r"\d{3}(?!\d)", own.thousands))
    # Most blanks are between two words: what stands beside them is looked at once, not by rule.
    beside = [f"(?={after})" if after else f"(?<={before} )" for before, after, _ in found]
    rules = (_Rule(re.compile(rf"{b}\Z"), re.compile(a), space) for b, a, space in found)
    return re.compile(f"{_BLANK}(?:{'|'.join(beside) or '(?!)'})"), tuple(rules)


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def unbroken_row(row: Row, source: Locale, target: Locale) -> Row:
    """Return the row with both sides unbroken, each piece in the language it is written in."""
    return replace(row, source=_pieces(row.source, source), target=_pieces(row.target, target))


def _pieces(pieces: tuple[Piece, ...], locale: Locale) -> tuple[Piece, ...]:
    return tuple(
        replace(piece, text=unbroken(piece.text, Locale(piece.lang) if piece.lang else locale))
        for piece in pieces
    )
