"""The day that an article's first line begins with: `date 2026-01-19`, `date : 3 mars 2026`.

In: the article's text and its first line. Out: the day, and where it stands.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bilingual.article.language import composed, words
from bilingual.errors import ArticleError
from bilingual.interface import _
from bilingual.model import Locale, Span
from bilingual.text import line_numbers

_LABEL = re.compile(r"date(?:\s*:\s*|\s+)", re.IGNORECASE)
_TIME = r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_END = r"(?![^\W_]|[/.-]\d)"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?:{_TIME}{_END}|(?!\d))")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_END}")
_PARTING = re.compile(r"\s*[:.,;](?=\s|\Z)|\s+[-–—|](?=\s)")  # before the headline
_DAYS = r"((?:[^\W\d_]+[.,]?\s+){0,2})"
_DAY_MONTH = re.compile(rf"{_DAYS}(\d{{1,2}})(\D{{0,2}}?)\s+([^\s\d,]+?)\.?,?\s+(\d{{4}}){_END}")
_MONTH_DAY = re.compile(rf"{_DAYS}([^\s\d,]+?)\.?\s+(\d{{1,2}})(\D{{0,2}}?),?\s+(\d{{4}}){_END}")


def leading_date(
    text: str, line: Span, locale: Locale, path: Path | str | None
) -> tuple[date | None, Span | None]:
    """Return the day that `line` begins with, and its span with the word “date”; or twice None.

    Raises: ArticleError when a number follows the word and it is no date that we know, or no day
    of the calendar. `path` is for the message.
    """
    label = _LABEL.match(text, line.start, line.end)
    if label is None:
        return None, None
    window = text[label.end() : min(line.end, label.end() + 80)]
    found = _numbers(window, locale) or _named(window, locale)
    if found is None and not window[:1].isdigit():
        return None, None
    at = line_numbers(text, [line.start])[0]
    if found is None:
        raise ArticleError(
            _("“{date}” is no date that can be read").format(
                date=" ".join(line.of(text)[:60].split()[:4])
            ),
            path=path,
            line=at,
            hint=_(
                "Write date 2026-01-19 or date 19/01/2026; if it is text, change its beginning."
            ),
        )
    (year, month, day), length = found
    parting = _PARTING.match(window, length)
    span = Span(line.start, label.end() + (parting.end() if parting else length))
    try:
        return date(year, month, day), span
    except ValueError as error:
        raise ArticleError(
            _("{date} is no day of the calendar").format(date=span.of(text)),
            path=path,
            line=at,
            hint=_("Write the date as year-month-day: date 2026-01-19."),
        ) from error


_Found = tuple[tuple[int, int, int], int]


def _numbers(window: str, locale: Locale) -> _Found | None:
    """Read a date in figures: year-month-day, or day/month/year (month/day/year in en-US)."""
    if match := _YEAR_FIRST.match(window):
        return (int(match[1]), int(match[3]), int(match[4])), match.end()
    if match := _DAY_FIRST.match(window):
        day, month = int(match[1]), int(match[3])
        if locale.tag == "en-US" and match[2] == "/":
            day, month = month, day
        return (int(match[4]), month, day), match.end()
    return None


def _named(window: str, locale: Locale) -> _Found | None:
    """Read a date with the name of its month: 1er mars 2026, Tuesday, March 3rd, 2026."""
    known = words(locale.language)
    for form, name, number in ((_DAY_MONTH, 4, 2), (_MONTH_DAY, 2, 3)):
        match = form.match(window)
        if match is None:
            continue
        month = known.months.get(composed(match[name]))
        suffix = composed(match[3 if form is _DAY_MONTH else 4])
        before = {composed(word.strip(".,")) for word in match[1].split()}
        if month and before <= known.days and (not suffix or suffix in known.ordinals):
            return (int(match[5]), month, int(match[number])), match.end()
    return None
