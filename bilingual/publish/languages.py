"""How languages are named and written: their names, their direction, their dates.

In: a Locale of ours. Out: text for readers, from the Unicode CLDR by way of Babel. What CLDR does
not know appears in a neutral form (the tag, the ISO date), never as an error.
"""

from __future__ import annotations

from datetime import date

import babel
from babel.dates import format_date

from bilingual.interface import LANGUAGES
from bilingual.model import Locale


def spoken(locale: Locale) -> str:
    """Return the language in which our own words stand beside a text in `locale`.

    >>> spoken(Locale("fr-CA")), spoken(Locale("ar"))
    ('fr', 'en')
    """
    return locale.language if locale.language in LANGUAGES else "en"


def name_of(locale: Locale, language: str = "") -> str:
    """Return the name of `locale` in `language`, in its own where none is given.

    >>> name_of(Locale("en"), "fr"), name_of(Locale("fr"))
    ('anglais', 'français')
    """
    known = _known(locale)
    if known is None:
        return locale.tag
    return known.get_display_name(language or None) or locale.tag


def direction(locale: Locale) -> str:
    """Return `ltr` or `rtl`, as HTML writes the direction of a script.

    >>> direction(Locale("ar")), direction(Locale("en"))
    ('rtl', 'ltr')
    """
    known = _known(locale)
    return "ltr" if known is None else known.text_direction


def written_date(day: date, locale: Locale) -> str:
    """Return the date as it is written out in `locale`.

    >>> written_date(date(2026, 1, 19), Locale("fr")), written_date(date(2026, 1, 19), Locale("en"))
    ('19 janvier 2026', 'January 19, 2026')
    """
    known = _known(locale)
    return day.isoformat() if known is None else format_date(day, format="long", locale=known)


def sentence_space(locale: Locale) -> str:
    """Return what stands between two sentences: nothing in Chinese and Japanese, else a space."""
    return "" if locale.language in {"zh", "ja"} else " "


def capitalised(name: str) -> str:
    """Return `name` with a capital for a label of its own; scripts without capitals stay.

    >>> capitalised("français")
    'Français'
    """
    return name[:1].upper() + name[1:]


def _known(locale: Locale) -> babel.Locale | None:
    for tag in (locale.tag, locale.language):
        try:
            return babel.Locale.parse(tag, sep="-")
        except (babel.UnknownLocaleError, ValueError):
            continue
    return None
