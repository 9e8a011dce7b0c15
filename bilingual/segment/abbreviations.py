"""Decide whether a segment ends at a full stop that may belong to the token before it.

In: a `Stop` whose mark is one full stop. Out: whether the segment ends there, or None where the
stop is no abbreviation's. The classes are described in `languages/README.md`.
"""

from __future__ import annotations

import re

from bilingual.segment.stop import Next, Stop

_DOTTED = re.compile(r"(?:[a-zéè]{2,}-)?(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}\Z")
_INITIALS = re.compile(r"[^\W\d_a-zß-öø-ÿœ][a-z]?\.?-[^\W\d_a-zß-öø-ÿœ][a-z]?\Z")
_ENUMERATOR = re.compile(r"(?:\d{1,3}|\d{1,2}(?:\.\d{1,2})+|[IVXL]{1,5}|[a-zA-Z])\Z")
_GLUED_UNIT = re.compile(r"\d[\d.,]*([^\W\d_]+)\Z")
_PAIRED_LETTERS = re.compile(r"(?:\A|\s)[A-Z]\s\w{1,3}\s\Z")
_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
_ROMAN = re.compile(r"[ivxlcdm]+\Z", re.IGNORECASE)
_FIRST_NUMBER = re.compile(r"(\d{1,2})\.\s")
_PLAIN_SPACES = str.maketrans("\xa0\u202f", "  ")
_LONGEST_HEAD = 16
_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_MINUTES = re.compile(r"\d{1,2}(?!\d)")
# Units whose fraction the press sets behind the stop: 14 h. 30, 1 m. 78, 9 s. 98.
_SPLIT_UNITS = frozenset(["h", "hr", "hrs", "min", "mn", "m", "s"])
# Classes after which a new line of dialogue or of a list can only be a new segment.
_CAN_END = frozenset(["word", "rank", "month", "day", "end", "may-end"])


def abbreviation_ends(stop: Stop) -> bool | None:
    """Return whether the segment ends at this full stop; None where it is an ordinary one."""
    token = stop.bare
    if (stop.begins == stop.start and _ENUMERATOR.match(token)) or _is_heading(stop, token):
        return False
    classes = _classes(stop, token)
    if classes:
        verdict = _class_ends(stop, token, classes)
        if verdict is not None:
            return verdict
    return _unlisted_ends(stop, token)


def _unlisted_ends(stop: Stop, token: str) -> bool | None:
    """Return whether the segment ends after a token whose shape alone tells what it is."""
    if _is_letter(token):
        return _initial_ends(stop)
    if token.isdecimal():
        return _number_ends(stop, token)
    if _INITIALS.match(token):
        return stop.kind is Next.ITEM
    if _DOTTED.match(token):
        return stop.kind in {Next.QUOTED, Next.ITEM} or stop.opens
    if _is_cut_short(token):
        return stop.kind is not Next.CAPITAL or stop.opens
    return None


def _is_letter(token: str) -> bool:
    """Tell whether a token is a single capital: an initial, a label, a unit."""
    return len(token) == 1 and token.isupper()


def is_listed(stop: Stop) -> bool:
    """Tell whether the token before the stop is an abbreviation of the language's list."""
    return bool(_classes(stop, stop.bare))


def _classes(stop: Stop, token: str) -> tuple[str, ...]:
    language = stop.language
    for phrase, kind in language.phrases.get(token, ()):
        before = stop.text[max(stop.start, stop.at - len(phrase)) : stop.at]
        if before.translate(_PLAIN_SPACES) == phrase:
            return (kind,)
    found = language.classes.get(stop.token) or language.classes.get(token)
    if found is not None:
        return found
    glued = _GLUED_UNIT.match(token)
    if glued is not None and "unit" in language.classes.get(glued[1], ()):
        return ("glued",)
    if len(token) > 1 and token.isupper() and (stop.kind is Next.DIGIT or _follows_capitals(stop)):
        return language.classes.get(token.lower()) or language.classes.get(token.title(), ())
    return ()


def _follows_capitals(stop: Stop) -> bool:
    """Tell whether a word in capitals follows: in a headline, MME. DURAND is Mme. Durand."""
    return len(stop.next_word) > 1 and stop.next_word.isupper()


def _class_ends(stop: Stop, token: str, classes: tuple[str, ...]) -> bool | None:
    """Return whether the segment ends after an abbreviation of these classes, None if ordinary."""
    if "glued" in classes or ("unit" in classes and stop.has_number):
        is_only_unit = classes in {("glued",), ("unit",)} and not _is_letter(token)
        if is_only_unit or _is_split(stop, token) or (stop.opens and not stop.follows_name):
            return _unit_ends(stop, token)
    if stop.kind is Next.BRACKET:
        return False
    for name in classes:
        if name == "unit":
            continue
        if stop.kind in {Next.ITEM, Next.DASH}:
            return stop.kind is Next.ITEM and name in _CAN_END
        return _RULES[name](stop)
    return None


def _never(stop: Stop) -> bool | None:  # noqa: ARG001 - one signature for all rules
    return False


def _before_opening(stop: Stop) -> bool | None:
    """End before a word that opens sentences, and before a quotation."""
    return stop.kind is Next.QUOTED or (stop.opens and not stop.follows_number)


def _before_opening_no_name(stop: Stop) -> bool | None:
    """End before a word that opens sentences, unless it is the article of a name."""
    return stop.opens and not stop.follows_number and not stop.follows_name


def _rank(stop: Stop) -> bool | None:
    return stop.kind is Next.QUOTED or _before_opening_no_name(stop)


def _word(stop: Stop) -> bool | None:
    return False if stop.follows_number else None


def _end(stop: Stop) -> bool | None:
    """End before anything but the date or the zone that belongs to a time of day."""
    return stop.next_word not in stop.language.dates


_RULES = {
    "title": _never,
    "before": _never,
    "reference": _before_opening_no_name,
    "rank": _rank,
    "word": _word,
    "day": _word,
    "month": _before_opening,
    "end": _end,
    "may-end": _before_opening,
}


def _unit_ends(stop: Stop, token: str) -> bool:
    """Tell whether the segment ends after a unit: not before its fraction, nor in brackets."""
    is_zoned = stop.next_word in stop.language.dates
    return (
        stop.kind not in {Next.DASH, Next.BRACKET} and not is_zoned and not _is_split(stop, token)
    )


def _is_split(stop: Stop, token: str) -> bool:
    """Tell whether the fraction of a unit follows: 14 h. 30."""
    return (
        stop.kind is Next.DIGIT
        and token.lstrip("0123456789.,") in _SPLIT_UNITS
        and _MINUTES.match(stop.text, stop.after) is not None
    )


def _initial_ends(stop: Stop) -> bool:
    """Tell whether the segment ends after a single capital: l'équipe B. Le match.

    Otherwise it is the initial of a name, or the letter of an article of law.
    """
    before = stop.word_before
    if before in stop.language.labels:
        return True
    head = stop.text[max(stop.start, stop.begins - 8) : stop.begins]
    if _PAIRED_LETTERS.search(head) and stop.kind is not Next.DIGIT:
        return True
    if stop.kind is Next.CAPITAL:
        return stop.opens and not stop.follows_name
    return stop.kind in {Next.QUOTED, Next.ITEM}


def _number_ends(stop: Stop, token: str) -> bool:
    """Tell whether the segment ends after a figure: not inside 12. 500, nor in a list of places."""
    if stop.kind is Next.DIGIT and len(token) < 4:
        return _THOUSANDS.match(stop.text, stop.after) is None
    first = _FIRST_NUMBER.match(stop.text, stop.start)
    # 1. Verstappen (Red Bull) 2. Norris (McLaren)
    return first is None or not int(first[1]) < int(token) < 100


def _is_heading(stop: Stop, token: str) -> bool:
    """Tell whether the segment is only the number of a heading so far: Article 2. Chapitre IV."""
    if stop.begins - stop.start > _LONGEST_HEAD or not (token.isdecimal() or _ROMAN.match(token)):
        return False
    return stop.text[stop.start : stop.begins].rstrip(". \xa0").lower() in stop.language.heads


def _is_cut_short(token: str) -> bool:
    """Tell whether a token looks like an abbreviation that no list has: no vowel in it."""
    return (
        1 < len(token) < 6
        and token.isalpha()
        and not token.isupper()
        and _VOWEL.search(token) is None
        and _ROMAN.match(token) is None
    )
