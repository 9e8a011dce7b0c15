"""Numbers in words: `quatre-vingt-dix-sept`, `two hundred and five`, `trois quarts`.

In: words, small, and how they hang together. Out: value and how many words it takes. What the
words mean is data (`languages/<language>/numbers.txt`); how they add up is said here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from bilingual.lexicon import section


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The number words of a language, in small letters; the sections are those of its file."""

    cardinals: Mapping[str, int]
    scales: Mapping[str, int]
    short_scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, int]
    groups: Mapping[str, tuple[int, ...]]
    months: Mapping[str, int]
    times: Mapping[str, int]
    joins: Mapping[str, str]
    past: Mapping[str, int]
    behind_hours: Mapping[str, int]
    required: frozenset[str]
    optional: frozenset[str]
    counted: Mapping[str, frozenset[str]]
    halves: tuple[str, ...]
    marks: frozenset[str]
    ranges: frozenset[str]
    hours: frozenset[str]
    decades: frozenset[str]
    beginnings: frozenset[str]  # all words that a number, a month or a time may begin with

    def counts(self, word: str, behind: str) -> bool:
        """Whether a word is a number for certain before another: neuf victimes, but not tout neuf.

        Plurals of French end in s or x.
        """
        others = self.counted.get(word)
        return others is not None and behind[-1:] in {"s", "x"} and behind not in others

    @property
    def has_scores(self) -> bool:
        """Whether eighty is four twenties."""
        return "vingt" in self.cardinals


@lru_cache(maxsize=16)
def words_of(language: str) -> Words:
    """Return the number words of a language, none where it has no file."""

    def whole(which: str) -> dict[str, int]:
        return {form: int(value) for form, value in section(language, "numbers", which).items()}

    def forms(which: str) -> frozenset[str]:
        return frozenset(section(language, "numbers", which))

    beginnings = ("cardinals", "scales", "ordinals", "fractions", "groups", "months", "times")
    groups = section(language, "numbers", "groups")
    times = section(language, "numbers", "times")
    return Words(
        cardinals=whole("cardinals"),
        scales=whole("scales"),
        short_scales=whole("short-scales"),
        ordinals=whole("ordinals"),
        fractions=whole("fractions"),
        groups={form: tuple(map(int, values.split())) for form, values in groups.items()},
        months=whole("months"),
        times={form: _minutes(value) for form, value in times.items()},
        joins=section(language, "numbers", "joins"),
        past=whole("past"),
        behind_hours=whole("behind-hours"),
        required=forms("required"),
        optional=forms("optional"),
        counted={
            form: frozenset(others.split(" | "))
            for form, others in section(language, "numbers", "counted").items()
        },
        halves=tuple(forms("halves")),
        marks=forms("ordinal-marks"),
        ranges=forms("ranges"),
        hours=forms("hours"),
        decades=forms("decades"),
        beginnings=frozenset().union(*map(forms, beginnings)),
    )


def _minutes(value: str) -> int:
    hours, _colon, minutes = value.partition(":")
    return 60 * int(hours) + int(minutes)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words: its value and how many words it takes.

    `is_ordinal` where its last word is one; `scale` is the last million or the like in it, else 1.
    """

    value: Fraction | int
    words: int
    is_ordinal: bool = False
    scale: int = 1


def read_spelled(words: Sequence[str], known: Words, begin: int = 0) -> Spelled | None:
    """Return the number that `words` begin with, None where they begin with none.

    `begin` is a value in front of the words that they may go on from, as in `2 millions`; then
    only thousands and more follow. Takes as many words as belong together.

    >>> read_spelled("quatre vingt dix sept ans".split(), words_of("fr")).value
    97
    >>> read_spelled("two hundred and five".split(), words_of("en")).value
    205
    """
    sum_ = _Sum(known, begin)
    taken = at = 0
    while at < len(words):
        word = words[at]
        if word in known.joins:
            after = words[at + 1] if at + 1 < len(words) else ""
            if not (taken and sum_.joins(known.joins[word], after)):
                break
            at += 1
            continue
        if not sum_.take(word):
            break
        at += 1
        taken = at
        if sum_.is_closed:
            break
    if not taken:
        return None
    return Spelled(sum_.value, taken, sum_.is_ordinal, sum_.scale)


class _Sum:
    """A number in words as it grows: whole thousands, and what is below them."""

    def __init__(self, known: Words, begin: int) -> None:
        self.known = known
        self.total = 0
        self.current = begin
        self.room = 0 if begin else 1000  # the next word has to mean less
        self.least = 0  # … and at least this
        self.scale = 1
        self.only_scales = bool(begin)
        self.was_scale = False
        self.is_ordinal = False
        self.is_closed = False
        self.fraction: Fraction | None = None

    @property
    def value(self) -> Fraction | int:
        return self.total + self.current if self.fraction is None else self.fraction

    def joins(self, kind: str, after: str) -> bool:
        """Whether `et` or `and` may stand here, before `after`."""
        if kind == "scales":
            known = self.known.cardinals, self.known.ordinals
            return self.was_scale and any(after in forms for forms in known)
        value = self.known.cardinals.get(after) or self.known.ordinals.get(after)
        return self.room in (10, 20) and value in (1, 11)

    def take(self, word: str) -> bool:
        """Add a word; false where it does not belong to the number."""
        known = self.known
        if word in known.scales:
            return self._take_scale(known.scales[word])
        if self.only_scales and not self.was_scale:
            return False
        if word in known.cardinals:
            return self._add(known.cardinals[word])
        if word in known.ordinals and self._add(known.ordinals[word]):
            self.is_ordinal = self.is_closed = True
            return True
        if word in known.fractions and 0 < self.current < 100 and not self.total:
            self.fraction = Fraction(self.current, known.fractions[word])
            self.is_closed = True
            return True
        return False

    def _take_scale(self, scale: int) -> bool:
        if scale == 100:
            # French has no *un cent* for a hundred: that is a coin.
            is_coin = self.known.has_scores and self.current == 1
            if self.only_scales or self.current >= 100 or is_coin:
                return False
            self.current = max(self.current, 1) * 100
            self.room = 100
        else:
            if scale > self.scale > 1:  # mille milliards
                self.total = (self.total + self.current) * scale
            elif self.scale == 1 or scale < self.scale:
                self.total += max(self.current, 1) * scale
            else:
                return False
            self.current = 0
            self.room = 1000
            self.scale = scale
        self.was_scale = True
        return True

    def _add(self, value: int) -> bool:
        if self.known.has_scores and value == 20 and self.current % 100 == 4 and not self.room:
            self.current += 76
            self.room = 20
        elif self.least <= value < self.room and (value or not self.current):
            self.current += value
            self.room = self._room_after(value)
            # dix-sept, dix-huit, dix-neuf: the French ten goes on, but not with less.
            self.least = 7 if value == 10 and self.known.has_scores else 0
        else:
            return False
        self.was_scale = False
        return True

    def _room_after(self, value: int) -> int:
        if value >= 20:
            return 20 if self.known.has_scores and value == 60 else 10
        return 10 if value == 10 and self.known.has_scores else 0
