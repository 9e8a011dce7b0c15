"""Figures: what a number written in digits may mean.

In: a token such as `1 200,5`. Out: its readings. Which mark is the decimal one depends on the
language, and writers err; a token has every reading that an editor would let pass.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

Key = tuple[str, Fraction | int | str]
Keys = frozenset[Key]

BLANKS = " \u00a0\u2007\u2009\u202f"
# Groups of three with blanks between them, or a run of digits; then points, commas, apostrophes.
FIGURE = rf"(?:\d{{1,3}}(?:[{BLANKS}]\d{{3}})+(?!\d)|\d+)(?:[.,'’]\d+)*"
# Longer runs of digits are names of something, not quantities.
LONGEST = 24
_PARTS = re.compile(rf"[.,'’{BLANKS}]")
_MERIDIEM = rf"(?:[{BLANKS}]?(?P<half>[aApP])\.?[{BLANKS}]?[mM]\b\.?)"
MERIDIEM = re.compile(_MERIDIEM)
CLOCK = re.compile(
    rf"(?P<h>\d{{1,2}})(?:[{BLANKS}]?[hH][{BLANKS}]?|:|[{BLANKS}](?:heures?|hours?)[{BLANKS}])"
    rf"(?P<m>[0-5]\d)(?![\d:.,]\d|\d)(?:[{BLANKS}]?min\b)?{_MERIDIEM}?"
)
POINT_CLOCK = re.compile(rf"(?P<h>\d{{1,2}})\.(?P<m>[0-5]\d)(?!\d){_MERIDIEM}?")
DATE = re.compile(r"(?P<a>\d{1,4})(?P<s>[/.\-‑])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})(?!\d)")
SLASHED = re.compile(r"(\d{1,4})/(\d{1,4})(?![\d/])")
PHONE = re.compile(r"(?:\d{1,4}[ .\-\u00a0\u202f]){2,6}\d{2,4}(?!\d)")


class Reading(NamedTuple):
    """What a token of digits may mean.

    `keys` are the values, any of which it may be; `parts`, where there are any, are the numbers
    it is made of: to find all of them is as good. `is_foreign` tells that the token is written
    as the language does not write numbers.
    """

    keys: Keys
    parts: tuple[Keys, ...] = ()
    is_foreign: bool = False


def number(value: Fraction | int) -> Keys:
    """Return the key of a plain number."""
    return frozenset({("n", value)})


def read_figure(token: str, decimal: str) -> Reading:
    """Return the readings of a token that FIGURE matches; `decimal` is the decimal mark, or "".

    >>> sorted(str(value) for _kind, value in read_figure("1 200,5", ",").keys)
    ['2401/2']
    >>> sorted(str(value) for _kind, value in read_figure("1.200", ",").keys)
    ['1200', '6/5']
    """
    groups = _PARTS.split(token)
    if sum(map(len, groups)) > LONGEST:
        return Reading(frozenset({("s", "".join(groups))}))
    whole = int("".join(groups))
    marks = [char for char in token if not char.isdigit()]
    if not marks:
        # Nine digits or more without groups may be a telephone number.
        phone: Keys = frozenset({("p", token[-9:])} if len(token) > 9 or token[0] == "0" else ())
        return Reading(number(whole) | (phone if len(token) > 8 else frozenset()))
    by_thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    last = marks[-1]
    if len(set(marks)) == 1 and by_thousands and (len(marks) > 1 or last not in ".,"):
        return Reading(number(whole), is_foreign=bool(decimal) and last == decimal)
    is_grouped = len(set(marks[:-1])) <= 1 and all(len(g) == 3 for g in groups[1:-1])
    if last in ".," and last not in marks[:-1] and is_grouped:
        value = Fraction(whole, 10 ** len(groups[-1]))
        keys = number(value)
        is_ambiguous = len(marks) == 1 and by_thousands and groups[0] != "0"
        if is_ambiguous and not (decimal == "." and last == "."):
            keys = number(whole) if decimal == "." else keys | number(whole)
        is_foreign = bool(decimal) and last != decimal and not is_ambiguous
        parts = tuple(number(int(group)) for group in groups) if len(groups[-1]) > 3 else ()
        return Reading(keys, parts, is_foreign)
    parts = tuple(number(int(group)) for group in groups)
    return Reading(frozenset({("s", token)}), parts)


def read_clock(match: re.Match[str]) -> Reading | None:
    """Return the reading of a time of day, None where there is no such hour.

    Without a.m. or p.m. an hour up to 12 may be either; minutes since midnight.
    """
    hours, minutes = int(match["h"]), int(match["m"])
    if hours > 24:
        return None
    keys = clock(hours, minutes, (match["half"] or "").lower())
    if match["half"]:
        return Reading(keys)
    # 1 h 30 may be one and a half hours, or 90 minutes.
    keys |= number(Fraction(60 * hours + minutes, 60)) | number(60 * hours + minutes)
    return Reading(keys, (number(hours), number(minutes)))


def clock(hours: int, minutes: int, half: str) -> Keys:
    """Return the keys of a time of day; `half` is "a", "p" or "" where it is not said.

    >>> sorted(clock(2, 30, ""))
    [('t', 150), ('t', 870)]
    """
    if half:
        starts = [hours % 12 + (12 if half == "p" else 0)]
    elif hours > 12 or hours == 0:
        starts = [hours % 24]
    else:
        starts = [hours % 24, (hours + 12) % 24]
    return frozenset(("t", (60 * start + minutes) % 1440) for start in starts)


def read_date(match: re.Match[str]) -> Reading | None:
    """Return the reading of a date in figures, None where it cannot be one.

    Day before month or month before day: both where both are possible.
    """
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["a"]) == 4:
        orders = [(a, b, c)]
    else:
        if len(match["a"]) > 2:
            return None
        year = c if len(match["c"]) == 4 else 2000 + c
        orders = [(year, b, a), (year, a, b)]
    possible = [(y, m, d) for y, m, d in orders if 1 <= m <= 12 and 1 <= d <= 31]
    if not possible:
        return None
    year, month, day = possible[0]
    keys = frozenset(("d", f"{y}-{m}-{d}") for y, m, d in possible)
    years = number(year) | number(year % 100)
    return Reading(keys, (number(day), frozenset({("m", month)}), years))


def read_phone(text: str) -> Reading | None:
    """Return the reading of a telephone number: its last nine digits, however they are grouped."""
    groups = re.split(r"\D", text)
    digits = "".join(groups)
    if not 9 <= len(digits) <= 15 or all(len(group) == 3 for group in groups[1:]):
        return None
    return Reading(frozenset({("p", digits[-9:])}))
