"""A source with its numbers in figures, for an engine that gets number words wrong.

In: a text and its locale. Out: the same text, `quatre-vingt-dix-sept` as `97`, `XIXe` as `19e`.
"""

from __future__ import annotations

from bilingual.facts.numbers import FIGURE, Number, numbers
from bilingual.model import Locale

_GROUPS = {"fr": " ", "en": ","}
# Millions in words are usual, and translated well.
_LARGEST = 1_000_000


def in_figures(text: str, locale: Locale) -> str:
    """Return `text` with numbers in words above twelve, and centuries, written in figures.

    What is said does not change. Words that may mean something else stay.

    >>> in_figures("Deux cent vingt sur trois cent mille.", Locale("fr"))
    '220 sur 300 000.'
    >>> in_figures("Quatre-vingt-dix-sept sur cent douze, au XIXe siècle.", Locale("fr"))
    '97 sur 112, au 19e siècle.'
    """
    made, at = [], 0
    for number in numbers(text, locale):
        figure = _figure(text, number, locale)
        if figure and number.span.start >= at:
            made += [text[at : number.span.start], figure]
            at = number.span.end
    return "".join([*made, text[at:]])


def _figure(text: str, number: Number, locale: Locale) -> str:
    """Return a number in figures, "" where it is to stay as it is."""
    written, value = number.span.of(text), number.value
    if number.weight != FIGURE or value is None or value != int(value) or value >= _LARGEST:
        return ""
    if any(char.isdigit() for char in written):
        return ""
    if roman := next((str(key) for kind, key in number.keys if kind == "s"), ""):
        # Louis XIV keeps his number; a century has a mark behind it.
        mark = written[len(roman) :]
        return f"{int(value)}{mark}" if mark else ""
    if value < 10_000:
        return str(int(value))
    return f"{int(value):,}".replace(",", _GROUPS.get(locale.language, ""))
