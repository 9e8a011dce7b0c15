"""Amounts in euros in words, as models have read them, and in the target's signs again.

In: text with `12 €`, `4,3 M€`. Out: `12 euros`, `4,3 millions d'euros`; and for English targets
`EUR 12` or `12 euros` as `€12`. Only where the source writes the sign.
"""

from __future__ import annotations

import re

from bilingual.model import Locale

_SIGN = re.compile(r"(?<=\d)[ \u00a0\u202f]?(k|Mds?|M)?[ \u00a0\u202f]?€(?!\w)")
_SIZES = {None: " euros", "k": " milliers d'euros", "M": " millions d'euros"}
_AMOUNT = r"\d[\d.,]*\d|\d"
_SCALE = r"(?:\s(?:thousand|million|billion|trillion))?"
_WRITTEN = re.compile(
    rf"EUR\s?({_AMOUNT})({_SCALE})\b|({_AMOUNT})({_SCALE})(?:\sof)?\s(?:euros?\b|EUR\b)"
)


def in_words(text: str, source: Locale) -> str:
    """Return a French text with its euro signs as words; other languages as they are.

    >>> in_words("Il doit 4,3 M€.", Locale("fr"))
    "Il doit 4,3 millions d'euros."
    """
    if source.language != "fr" or "€" not in text:
        return text
    return _SIGN.sub(lambda match: _SIZES.get(match.group(1), " milliards d'euros"), text)


def in_signs(target: str, source: str, locale: Locale) -> str:
    """Return an English target with its amounts written as `€12`, where the source has the sign.

    >>> in_signs("He owes EUR 4.3 million.", "Il doit 4,3 M€.", Locale("en"))
    'He owes €4.3 million.'
    """
    if locale.language != "en" or "€" not in source:
        return target
    return _WRITTEN.sub(
        lambda m: f"€{m.group(1) or m.group(3)}{m.group(2) or m.group(4) or ''}", target
    )
