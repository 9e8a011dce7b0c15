"""Which half of the day is a time in: is *5 h 30* still in the morning?

In: the numbers of source and target with their texts. Out: findings where the target names the
other half. What names one is data: `halves-of-day` and `parts-of-day` in `numbers.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bilingual.facts.context import Context, error, warning
from bilingual.facts.figures import BLANKS, MERIDIEM
from bilingual.facts.numbers import Number
from bilingual.interface import _
from bilingual.lexicon import section
from bilingual.model import Finding, Span

NOON, DAY = 720, 1440
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class _Time(NamedTuple):
    """A time of day: minutes since midnight, and whether its half of the day is written there."""

    minutes: int
    is_said: bool
    end: int  # where it ends with the words that say the half


def compare_clocks(
    source: str,
    target: str,
    source_numbers: Sequence[Number],
    target_numbers: Sequence[Number],
    context: Context,
) -> Iterator[Finding]:
    """Give the times that the target puts into the other half of the day.

    An ERROR where the source says the half (*8 h du matin*). In figures alone French counts to 24,
    so that *5 h 30* is in the morning: a WARNING, and none where the sentence has a word such as
    *soir*. A target that names no half is not wrong. What is in the afternoon by its hour
    (*17 h*) is a number that changed, which `quantities` tells.
    """
    ours = [n for n in source_numbers if len(_times(n)) == 2]
    if not ours:
        return
    language, other = context.source.language, context.target.language
    theirs = [(n, _said(n, target, other)) for n in target_numbers]
    named = [(n, time) for n, time in theirs if time is not None]
    if not named:
        return
    read = [(n, _said(n, source, language) or _by_figures(n, source, language)) for n in ours]
    meant = {time.minutes for _n, time in read if time is not None}
    for n, time in read:
        if time is None:
            continue
        # Said in the right half, or in none.
        if any(time[0] == t[0] if t else time[0] in _times(one) for one, t in theirs):
            continue
        wrong = (time.minutes + NOON) % DAY
        place = next((pair for pair in named if pair[1].minutes == wrong), None)
        if place is None or wrong in meant:
            continue
        here, there = Span(n.span.start, time.end), Span(place[0].span.start, place[1].end)
        message = _("the time {source} has become {target}").format(
            source=here.of(source), target=there.of(target)
        )
        yield (error if time.is_said else warning)("number", message, here, there)


def _times(n: Number) -> set[int]:
    """Return the times of day that a number may be, in minutes since midnight."""
    return {int(value) for kind, value in n.keys if kind == "t"}


def _hour(n: Number) -> set[int]:
    """Return the times that a bare number may be where a half of the day stands behind it."""
    value = n.value
    if not isinstance(value, int) or not 0 < value <= 12:
        return set()
    return {60 * value % DAY, (60 * value + NOON) % DAY}


def _said(n: Number, text: str, language: str) -> _Time | None:
    """Return a time whose half of the day stands in it or right behind it, None where none does."""
    times = _times(n) or _hour(n)
    if match := MERIDIEM.search(text, n.span.start, n.span.end):
        half, end = match["half"].lower(), n.span.end
    elif match := MERIDIEM.match(text, n.span.end):
        half, end = match["half"].lower(), match.end()
    elif match := _behind(language)[0].match(text, n.span.end):
        half = section(language, "numbers", "halves-of-day")[_small(match["half"])]
        end = match.end()
    else:
        return None
    fitting = [time for time in times if (time < NOON) == (half == "a")]
    return _Time(fitting[0], True, end) if len(fitting) == 1 else None


def _by_figures(n: Number, text: str, language: str) -> _Time | None:
    """Return the time that figures say where hours are counted to 24, None where they may not."""
    parts = section(language, "numbers", "parts-of-day")
    if not parts or not text[n.span.start].isdigit():
        return None
    if any(parts.get(word) == "p" for word in _WORDS.findall(text.lower())):
        return None
    first, second = sorted(_times(n))
    is_noon = text[n.span.start : n.span.start + 2] == "12"
    behind = _behind(language)[1].match(text, n.span.end)
    end = behind.end() if behind else n.span.end
    return _Time(second if is_noon else first, False, end)


@lru_cache(maxsize=16)
def _behind(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the half of the day behind a time, and what finds the word for hours."""
    halves = section(language, "numbers", "halves-of-day")
    hours = section(language, "numbers", "hours")

    def any_of(forms: Sequence[str]) -> str:
        patterns = (re.escape(form).replace("\\ ", f"[{BLANKS}]") for form in forms)
        return "|".join(sorted(patterns, key=len, reverse=True)).replace("'", "['’]") or r"(?!)"

    hour = rf"[{BLANKS}]?(?:{any_of(tuple(hours))})\b"
    half = rf"(?:{hour})?[{BLANKS}](?P<half>{any_of(tuple(halves))})(?!\w)"
    return re.compile(half, re.IGNORECASE), re.compile(hour, re.IGNORECASE)


def _small(text: str) -> str:
    return re.sub(rf"[{BLANKS}]", " ", text.lower()).replace("’", "'")
