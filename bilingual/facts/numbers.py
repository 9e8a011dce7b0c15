"""Numbers of a text, in figures and in words, with every value they may stand for.

In: a text and its locale. Out: `Number`s in order. Times of day, dates, months, centuries,
fractions and telephone numbers count among them. Which numbers of two texts agree is said in
`quantities`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from bilingual.facts import figures
from bilingual.facts.figures import BLANKS, Keys, Reading, number
from bilingual.facts.spelled import Words, read_spelled, words_of
from bilingual.facts.units import Units, units_of
from bilingual.model import Locale, Span

# How surely a number has to come back: not at all, in some words, in figures.
OPTIONAL, WORD, FIGURE = 0, 1, 2

_TOKEN = re.compile(rf"(?P<figure>{figures.FIGURE})|(?P<word>[^\W\d_]+)")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_JOINED = re.compile(rf"[{BLANKS}]?[\-‐‑]?[{BLANKS}]?")
_NEAR = re.compile(rf"[{BLANKS}.,]{{0,2}}(?:of |the |of the )?")
_ROMAN = re.compile(r"(?=[IVXLCDM])(M{0,3})(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_MARKS = ("e", "ᵉ", "ème", "th", "r", "er")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
# What a decimal comma is to French, the point is to English. Others: not known, both are taken.
_DECIMAL = {"en": ".", "fr": ","}
_LONGEST_SPELLED = 12


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where it stands and what it may mean.

    It agrees with another text in which one of `keys` is found, or all of `parts`. `weight` is
    OPTIONAL, WORD or FIGURE. `unit` is the unit written beside it, "" for none. `is_foreign`
    tells that it is written as this language does not write numbers.
    """

    span: Span
    keys: Keys
    parts: tuple[Keys, ...] = ()
    weight: int = FIGURE
    unit: str = ""
    is_foreign: bool = False
    scale: int = 1

    @property
    def value(self) -> Fraction | int | None:
        """The plain value, None for times, dates and the like, or where there are several."""
        plain = [value for kind, value in self.keys if kind == "n"]
        return plain[0] if len(plain) == 1 and not isinstance(plain[0], str) else None


def numbers(text: str, locale: Locale) -> tuple[Number, ...]:
    """Return the numbers of a text in order, with all they may mean; linear in its length.

    Of a locale without data only figures are read.

    >>> [n.value for n in numbers("quatre-vingts pages, 1 200 francs", Locale("fr"))]
    [80, 1200]
    """
    if _has_none(text, locale.language):
        return ()
    return tuple(_ranged(text, list(_Scan(text, locale.language).run()), locale.language))


def _has_none(text: str, language: str) -> bool:
    """Whether no number can be in a text, as in most: told without looking at every word."""
    if _DIGIT.search(text) or _roman_like(language).search(text):
        return False
    return words_of(language).beginnings.isdisjoint(_LETTERS.findall(text.lower()))


@lru_cache(maxsize=16)
def _roman_like(language: str) -> re.Pattern[str]:
    """Return what finds all that `_Scan` may take for a Roman numeral, and little else."""
    marks = "|".join(map(re.escape, sorted({*words_of(language).marks, *_ROMAN_MARKS})))
    return re.compile(rf"(?<![^\W\d_])(?:[IVX]+|[IVXLCDM]+(?:{marks}))(?![^\W\d_])")


class _Token(NamedTuple):
    """A run of digits, or a word, in small letters as well."""

    text: str
    small: str
    start: int
    end: int
    is_figure: bool


class _Scan:
    """One pass over the tokens of a text."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.known: Words = words_of(language)
        self.units: Units = units_of(language)
        self.behind = _behind(language)
        self.decimal = _DECIMAL.get(language, "")
        self.tokens = [
            _Token(m[0], m[0].lower(), m.start(), m.end(), m["figure"] is not None)
            for m in _TOKEN.finditer(text)
        ]
        self.at = 0
        self.end = 0  # where a unit in words ends: pour cent is no hundred

    def run(self) -> Iterator[Number]:
        """Give the numbers in order."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            found = self._figure(token) if token.is_figure else self._word(token)
            if found:
                yield from found
                end = max(self.end, *(n.span.end for n in found))
                while self.at < len(self.tokens) and self.tokens[self.at].start < end:
                    self.at += 1
            else:
                self.at += 1

    # Figures

    def _figure(self, token: _Token) -> list[Number]:
        start = token.start
        for pattern, read in (
            (figures.DATE, figures.read_date),
            (figures.CLOCK, figures.read_clock),
        ):
            match = pattern.match(self.text, start)
            if match and (reading := read(match)):
                return [self._made(start, match.end(), reading)]
        match = figures.PHONE.match(self.text, start)
        if match and (phone := figures.read_phone(match[0])):
            return [self._made(start, match.end(), phone)]
        match = figures.SLASHED.match(self.text, start)
        if match and int(match[2]):
            a, b = int(match[1]), int(match[2])
            # 2009/10 is a pair of years.
            second = number(b) | (number(a // 100 * 100 + b) if a > 1000 and b < 100 else number(b))
            reading = Reading(number(Fraction(a, b)), (number(a), second))
            return [self._made(start, match.end(), reading)]
        reading = figures.read_figure(token.text, self.decimal)
        return self._extended(token, reading)

    def _extended(self, token: _Token, reading: Reading) -> list[Number]:
        """Take in what stands behind a figure: ordinal mark, million, half, time, unit."""
        end, keys, scale = token.end, reading.keys, 1
        plain = [value for kind, value in keys if kind == "n" and not isinstance(value, str)]
        after = self._next(1)
        if after and after.start == end and after.text in self.known.marks and plain:
            end = after.end
            if after.text == "s":
                keys |= frozenset(("n", key % 100) for key in plain)
                keys |= frozenset(("n", key + 1900) for key in plain if key < 100)
        elif after and plain and _JOINED.fullmatch(self.text, end, after.start):
            spelled = read_spelled([t.small for t in self._following(1)], self.known, begin=1)
            short = self.known.short_scales.get(after.text, 0)
            if spelled and isinstance(spelled.value, int):
                scale, end = spelled.value, self._following(1)[spelled.words - 1].end
                keys = frozenset(("n", value * scale) for value in plain)
            elif short:
                keys |= frozenset(("n", value * short) for value in plain)
                # 100 m: metres, or millions; the unit is looked for where the figure ends.
        keys |= self._decade(token, plain)
        return self._with_tail(token.start, end, reading._replace(keys=keys), scale)

    def _decade(self, token: _Token, plain: list[Fraction | int]) -> Keys:
        before = self.tokens[self.at - 1].small if self.at else ""
        if before in self.known.decades and len(token.text) in (2, 4):
            years = [v for v in plain if 10 <= v < 100 or 1900 <= v < 2000]
            return frozenset(("n", 1900 + v % 100) for v in years) | frozenset(
                ("n", v % 100) for v in years
            )
        return frozenset()

    def _with_tail(
        self, start: int, end: int, reading: Reading, scale: int, weight: int = FIGURE
    ) -> list[Number]:
        """Return a number with the half, hour and unit that stand behind it."""
        keys = reading.keys
        plain = [value for kind, value in keys if kind == "n" and not isinstance(value, str)]
        made: list[Number] = []
        if len(plain) == 1:
            value = plain[0]
            if half := self.behind.half.match(self.text, end):
                made.append(Number(Span(start, end), keys, (), OPTIONAL))
                keys = number(value + Fraction(scale, 2))
                if half[0].startswith(" and") and (after := self._scale_after(half.end())):
                    keys = number((value + Fraction(1, 2)) * after[0])
                    end = after[1]
                end = max(end, half.end() if not half[1] else end)
            if value <= 24 and scale == 1:
                keys |= self._hours(start, end, int(value), value)
        return [*made, self._made(start, end, reading._replace(keys=keys), weight, scale)]

    def _scale_after(self, at: int) -> tuple[int, int] | None:
        match = self.behind.scale.match(self.text, at)
        return (self.known.scales[match[1]], match.end()) if match else None

    def _hours(self, start: int, end: int, hour: int, value: Fraction | int) -> Keys:
        """Return the times of day that a number may be by what stands around it."""
        if match := figures.POINT_CLOCK.match(self.text, start):
            reading = figures.read_clock(match)
            return reading.keys if reading else frozenset()
        if match := figures.MERIDIEM.match(self.text, end):
            return figures.clock(hour, 0, match["half"].lower())
        if hour != value:
            return frozenset()
        keys: Keys = frozenset()
        if past := self.behind.past.search(self.text, max(0, start - 16), start):
            keys |= figures.clock(hour, self.known.past[past[1].lower()] % 60, "")
            if self.known.past[past[1].lower()] < 0:
                keys |= figures.clock(hour - 1, 60 + self.known.past[past[1].lower()], "")
        if match := self.behind.hours.match(self.text, end):
            keys |= figures.clock(hour, 0, "")
            if hour == 24:
                keys |= number(1)  # 24 h: a day
            if minutes := self.behind.minutes.match(self.text, match.end()):
                extra = self.known.behind_hours[minutes[1].lower()]
                keys |= frozenset(("t", (int(v) + extra) % 1440) for k, v in keys if k == "t")
        return keys

    # Words

    def _word(self, token: _Token) -> list[Number]:
        known = self.known
        if token.small not in known.beginnings:
            return self._roman(token)
        if token.small in known.months and (found := self._month(token)):
            return found
        if (
            token.small in known.cardinals
            or token.small in known.scales
            or (token.small in known.ordinals)
        ):
            return self._spelled(token)
        if token.small in known.fractions or token.small in known.groups:
            keys: Keys = frozenset(("n", value) for value in known.groups.get(token.small, ()))
            if token.small in known.fractions:
                bottom = known.fractions[token.small]
                keys |= number(bottom) | number(Fraction(1, bottom))
            weight = WORD if token.small in known.required else OPTIONAL
            return [Number(Span(token.start, token.end), keys, (), weight)]
        if token.small in known.times:
            minutes = known.times[token.small]
            keys = frozenset({("t", minutes), ("n", minutes // 60), ("n", 12)})
            return [Number(Span(token.start, token.end), keys, (), OPTIONAL)]
        return self._roman(token)

    def _spelled(self, token: _Token) -> list[Number]:
        run = self._following(0)
        words = [t.small for t in run]
        spelled = read_spelled(words, self.known)
        if spelled is None:
            return []
        last = run[spelled.words - 1]
        keys = number(spelled.value)
        if last.small in self.known.fractions and spelled.is_ordinal:
            keys |= number(Fraction(1, self.known.fractions[last.small]))
        is_small = isinstance(spelled.value, int) and spelled.value <= 12
        weight = WORD if is_small or spelled.is_ordinal else FIGURE
        if spelled.words == 1 and (token.small in self.known.optional or spelled.scale > 1000):
            after = self._next(1)
            is_counted = after is not None and self.known.counts(token.small, after.small)
            weight = WORD if is_counted else OPTIONAL
        before = self.tokens[self.at - 1].small if self.at else ""
        if spelled.words == 1 and spelled.value == 100 and self.known.cardinals.get(before) == 1:
            weight = OPTIONAL  # un cent: a coin
        if isinstance(spelled.value, Fraction):
            weight = WORD
        scale = spelled.scale
        return self._with_tail(token.start, last.end, Reading(keys), scale, weight)

    def _month(self, token: _Token) -> list[Number]:
        """Return a month where a day or year stands beside it, or nothing else is meant."""
        before = self.tokens[self.at - 1] if self.at else None
        after = self._next(1)
        is_dated = any(
            pair and _NEAR.fullmatch(self.text, pair[0], pair[1])
            for pair in (
                (before.end, token.start) if before and self._is_number(before) else None,
                (token.end, after.start) if after and self._is_number(after) else None,
            )
        )
        keys: Keys = frozenset({("m", self.known.months[token.small])})
        if token.small in self.known.cardinals:  # sept
            if not is_dated:
                return []
            keys |= number(self.known.cardinals[token.small])
        weight = FIGURE if is_dated else OPTIONAL
        return [Number(Span(token.start, token.end), keys, (), weight)]

    def _is_number(self, token: _Token) -> bool:
        known = self.known
        return token.is_figure or token.small in known.ordinals or token.text in known.marks

    def _roman(self, token: _Token) -> list[Number]:
        match = _ROMAN.match(token.text) if token.text[0] in _ROMAN_VALUES else None
        if not match:
            return []
        letters, mark = match[0], token.text[match.end() :]
        # Ier, Ve, XXIe; but Vers, Inde, Ces are words.
        is_marked = mark != "s" and mark in self.known.marks
        if len(letters) == 1:
            is_marked = (letters == "I" and mark in {"r", "er"}) or (
                letters in "VX" and mark in {"e", "ᵉ", "ème", "th"}  # as in _ROMAN_MARKS
            )
        is_plain = not mark and set(letters) <= set("IVX")
        if not (is_marked or is_plain):
            return []
        values = [_ROMAN_VALUES[letter] for letter in letters]
        total = sum(
            -value if value < max(values[i + 1 :], default=0) else value
            for i, value in enumerate(values)
        )
        weight = FIGURE if is_marked or len(letters) > 1 else OPTIONAL
        keys: Keys = number(total) | frozenset({("s", letters)})
        return [Number(Span(token.start, token.end), keys, (), weight)]

    # Around

    def _next(self, step: int) -> _Token | None:
        at = self.at + step
        return self.tokens[at] if at < len(self.tokens) else None

    def _following(self, step: int) -> list[_Token]:
        """Return the words from here on that may belong to one number."""
        run: list[_Token] = []
        for token in self.tokens[self.at + step : self.at + step + _LONGEST_SPELLED]:
            if token.is_figure:
                break
            if run and not _JOINED.fullmatch(self.text, run[-1].end, token.start):
                break
            run.append(token)
        return run

    def _made(
        self, start: int, end: int, reading: Reading, weight: int = FIGURE, scale: int = 1
    ) -> Number:
        unit, self.end = self.units.beside(self.text, start, end)
        return Number(
            Span(start, end), reading.keys, reading.parts, weight, unit, reading.is_foreign, scale
        )


@dataclass(frozen=True, slots=True)
class _Behind:
    """What may stand around a number, as patterns made from a language's data."""

    half: re.Pattern[str]
    scale: re.Pattern[str]
    hours: re.Pattern[str]
    minutes: re.Pattern[str]
    past: re.Pattern[str]


@lru_cache(maxsize=16)
def _behind(language: str) -> _Behind:
    known = words_of(language)

    def any_of(forms: Iterator[str] | tuple[str, ...] | frozenset[str]) -> str:
        listed = sorted(forms, key=lambda form: (-len(form), form))
        return "|".join(map(re.escape, listed)) or r"(?!)"

    blank = rf"[{BLANKS}\-]"
    large = tuple(form for form, value in known.scales.items() if value > 100)
    # deux ans et demi: one word may stand between; two and a half million: none.
    half = rf"(?:{blank}([^\W\d_]+))?{blank}(?:{any_of(known.halves)})\b"
    return _Behind(
        re.compile(half),
        re.compile(rf"{blank}({any_of(large)})\b"),
        re.compile(rf"{blank}?(?:{any_of(known.hours)})\b"),
        re.compile(rf"{blank}({any_of(tuple(known.behind_hours))})\b", re.IGNORECASE),
        re.compile(rf"\b({any_of(tuple(known.past))}){blank}$", re.IGNORECASE),
    )


def _ranged(text: str, found: list[Number], language: str) -> Iterator[Number]:
    """Give the numbers; the first of `2 à 3 millions`, the second of `1995-96` get both values."""
    ranges = words_of(language).ranges | {"-", "–"}
    for at, here in enumerate(found):
        keys = here.keys
        after = found[at + 1] if at + 1 < len(found) else None
        before = found[at - 1] if at else None
        if after and after.scale > 1 and here.scale == 1 and here.value is not None:
            is_range = text[here.span.end : after.span.start].strip() in ranges
            keys |= number(here.value * after.scale) if is_range else frozenset()
        if before and before.value is not None and here.value is not None:
            is_year = 1000 < before.value < 2200 and here.value < 100
            if is_year and text[before.span.end : here.span.start].strip() in ranges:
                keys |= number(int(before.value) // 100 * 100 + here.value)
        yield here if keys is here.keys else replace(here, keys=keys)
