"""Errors to put into good pairs, one kind a function: what the checks should find.

In: source, target and a source of chance. Out: the target with one error, None where a pair has no
place for that kind.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable

Pair = tuple[str, str]
Seed = Callable[[str, str, random.Random], str | None]

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "twenty",
    "thirty",
    "forty",
]
NAMES = [
    "Durand",
    "Whitfield",
    "Marseille",
    "Toronto",
    "Kowalski",
    "Lisbon",
    "Hernandez",
    "Brisbane",
    "Nakamura",
    "Ottawa",
    "Delacroix",
    "Nairobi",
    "Petersen",
    "Dublin",
    "Okafor",
    "Santiago",
]
CURRENCIES = ["euros", "dollars", "pounds", "yen"]


ORDINARY: set[str] = set()  # what occurs with a small letter is no name


def _one_of(pattern: str, text: str, rng: random.Random) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text))
    return rng.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def number(source: str, target: str, rng: random.Random) -> str | None:
    """Change a digit of a number."""
    match = _one_of(r"(?<![\w.,-])\d+(?:[.,]\d+)*(?!\w)", target, rng)
    if match is None:
        return None
    digits = [i for i, char in enumerate(match[0]) if char.isdigit()]
    at = rng.choice(digits)
    new = rng.choice([d for d in "123456789" if d != match[0][at]])
    return _put(target, match, match[0][:at] + new + match[0][at + 1 :])


def number_word(source: str, target: str, rng: random.Random) -> str | None:
    """Put another number word for one."""
    match = _one_of(rf"\b(?:{'|'.join(WORDS)})\b", target, rng)
    return match and _put(target, match, rng.choice([w for w in WORDS if w != match[0]]))


def month(source: str, target: str, rng: random.Random) -> str | None:
    """Put another month for one that stands beside a number."""
    match = _one_of(
        rf"\b(?:{'|'.join(MONTHS)})\b(?= \d)|(?<=\d )(?:{'|'.join(MONTHS)})\b", target, rng
    )
    return match and _put(target, match, rng.choice([m for m in MONTHS if m != match[0]]))


def currency(source: str, target: str, rng: random.Random) -> str | None:
    """Put another currency for one."""
    match = _one_of(
        rf"(?<=\d )(?:{'|'.join(CURRENCIES)})\b|(?<=illion )(?:{'|'.join(CURRENCIES)})\b|[€$£](?=\d)",
        target,
        rng,
    )
    if match is None:
        return None
    choices = CURRENCIES if len(match[0]) > 1 else ["€", "$", "£"]
    return _put(target, match, rng.choice([c for c in choices if c != match[0]]))


def name(source: str, target: str, rng: random.Random) -> str | None:
    """Put another name for one that both texts have."""
    words = set(re.findall(r"\w+", source))
    found = [
        m
        for m in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", target)
        if m[0] in words and m[0] not in MONTHS and m[0].lower() not in ORDINARY
    ]
    if not found:
        return None
    chosen = rng.choice(found)[0]
    new = rng.choice([n for n in NAMES if n not in source])
    return re.sub(rf"\b{chosen}\b", new, target)


def negation(source: str, target: str, rng: random.Random) -> str | None:
    """Drop a negation, where both texts have one."""
    if not re.search(r"\b(?:ne |n['’])", source, re.IGNORECASE):
        return None
    match = _one_of(r" not\b(?! only)|(?<=[dsre])n['’]t\b| never\b|(?<=can)not\b", target, rng)
    return match and _put(target, match, "")


def clause(source: str, target: str, rng: random.Random) -> str | None:
    """Leave out a clause between commas, a sixth of the text or more."""
    ends = [0, *(m.end() for m in re.finditer(r"[,;:] ", target)), len(target)]
    pieces = [(a, b) for a, b in itertools.pairwise(ends) if 6 * (b - a) > len(target)]
    if len(ends) < 3 or not pieces:
        return None
    a, b = rng.choice(pieces)
    left = (target[:a] + target[b:]).rstrip(" ,;:")
    if not left:
        return None
    left = left[0].upper() + left[1:]
    return left if left[-1] in '.!?"”' or target[-1].isalpha() else left + "."


def truncated(source: str, target: str, rng: random.Random) -> str | None:
    """Leave out the last half."""
    words = target.split(" ")
    return " ".join(words[: len(words) // 2]) + "." if len(words) > 11 else None


def repeated(source: str, target: str, rng: random.Random) -> str | None:
    """Say a phrase of two to four words twice."""
    words = target.split(" ")
    size = rng.randint(2, 4)
    if len(words) < size + 3:
        return None
    at = rng.randrange(1, len(words) - size)
    return " ".join([*words[: at + size], *words[at : at + size], *words[at + size :]])


def french(source: str, target: str, rng: random.Random) -> str | None:
    """Leave the whole text in French."""
    return source if len(source.split()) > 4 and source != target else None


def half_french(source: str, target: str, rng: random.Random) -> str | None:
    """Leave the second half in French."""
    here, there = source.split(), target.split()
    if min(len(here), len(there)) < 10:
        return None
    return " ".join([*there[: len(there) // 2], *here[len(here) // 2 :]])


def quote(source: str, target: str, rng: random.Random) -> str | None:
    """Lose one quotation mark of a pair."""
    if not re.search(r"[«“\"]", source):
        return None
    match = _one_of(r"[“”\"]", target, rng)
    return match and _put(target, match, "")


def bracket(source: str, target: str, rng: random.Random) -> str | None:
    """Lose one bracket of a pair."""
    match = _one_of(r"[()]", target, rng) if "(" in source else None
    return match and _put(target, match, "")


def guillemets(source: str, target: str, rng: random.Random) -> str | None:
    """Leave the quotation marks French."""
    match = re.search(r"[“\"]([^“”\"]+)[”\"]", target)
    return match and _put(target, match, f"« {match[1]} »")


def spaced(source: str, target: str, rng: random.Random) -> str | None:
    """Put a blank before a stop, as the French do."""
    match = _one_of(r"(?<=\w)[;:!?%](?=\s|$)", target, rng)
    return match and _put(target, match, " " + match[0])


def stop(source: str, target: str, rng: random.Random) -> str | None:
    """Lose the full stop at the end."""
    return target[:-1] if source[-1:] == "." and target[-1:] == "." else None


def small(source: str, target: str, rng: random.Random) -> str | None:
    """Begin with a small letter."""
    is_word = re.match(r"(?:The|A|In|It|This|He|She|They|We|On|At|For|But|And)\b", target)
    return target[0].lower() + target[1:] if is_word else None


def address(source: str, target: str, rng: random.Random) -> str | None:
    """Change a letter of an address."""
    match = _one_of(r"(?:https?://|www\.)[\w./-]+\w|[\w.]+@[\w.]+\w", target, rng)
    return match and _put(target, match, match[0][:-4] + "x" + match[0][-3:])


def blank(source: str, target: str, rng: random.Random) -> str | None:
    """Leave the target blank."""
    return " "


def question_lost(source: str, target: str, rng: random.Random) -> str | None:
    """Make a question a statement."""
    return target[:-1] + "." if source.endswith("?") and target.endswith("?") else None


def weekday(source: str, target: str, rng: random.Random) -> str | None:
    """Lose a weekday, or put another for it."""
    match = _one_of(rf"\b(?:{'|'.join(WEEKDAYS)})\b", target, rng)
    others = ["Only", *WEEKDAYS]
    return match and _put(target, match, rng.choice([day for day in others if day != match[0]]))


def swapped(source: str, target: str, rng: random.Random) -> str | None:
    """Exchange two names with more than small words between them."""
    words = set(re.findall(r"\w+", source))
    found = [
        match
        for match in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", target)
        if match[0] in words and match[0].lower() not in ORDINARY
    ]
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(found)
        if a[0] != b[0] and re.search(r"\b[a-z]{4,}", target[a.end() : b.start()])
    ]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    between = target[first.end() : second.start()]
    return target[: first.start()] + second[0] + between + first[0] + target[second.end() :]


def dropped(source: str, target: str, rng: random.Random) -> str | None:
    """Leave out a long word, with its article."""
    match = _one_of(r"(?<= )(?:the |an? )?[a-z]{7,} (?=[a-z])", target, rng)
    return match and _put(target, match, "")


# A rule can find these; to see that a clause is lost takes a reader.
MECHANICAL: tuple[Seed, ...] = (
    number, number_word, month, currency, name, negation, repeated, french, half_french,
    quote, bracket, guillemets, spaced, small, address, blank, question_lost, weekday,
)  # fmt: skip
# A missing stop is a remark only, and counts for the risk. New kinds go to the end: the places of
# the others stay as they were.
SEEDS: tuple[Seed, ...] = (*MECHANICAL[:-1], clause, truncated, stop, weekday, swapped, dropped)
