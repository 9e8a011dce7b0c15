"""What one line says of its place: ends it a sentence, runs it on, begins it one, is it an item.

In: lines without outer white space, and what their language knows. Out: answers for `headline`
and `paragraphs`, which put them together. All look at a line's ends only.
"""

from __future__ import annotations

import re

from bilingual.article.language import Words, composed
from bilingual.article.marks import is_speaker

LONG_LINE = 120  # code points: nobody wraps by hand beyond; such lines are paragraphs

_END_MARKS = ".!?…‼⁇⁈⁉"
CLOSERS = " \xa0\u202f»”\"’')]›"  # may stand behind the end of a sentence
BULLETS = "-•*·►■▪◦"  # that open items; a dash (– or —) may open a turn to speak, too
_OPENERS = "«“„\"‘'‹([¿¡"
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ]\.-?)+\Z")
_BEFORE_FIGURE = re.compile(r"(?:(?<!\w)\w{1,2}\.|\.\.|…)\Z")
_LAST_WORD = re.compile(r"[^\s'’«“\"(\[]*\Z")
_BULLET = re.compile(rf"[{BULLETS}–—]\s+\S")
_INSET = re.compile(r"[–—]\s.*\s[–—](?:\s|\Z|,)")
_NUMBERED = re.compile(r"(?:\((\d{1,3})\)|(\d{1,3})[.)°º])\s+\S")
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿœ][\w.'’-]*"
_NAME_LABEL = re.compile(rf"(?:{_CAPITALISED}\s){{0,3}}{_CAPITALISED}\s?:\s")
_LETTERED = re.compile(r"\(?[a-zA-Z]\)\s+\S")


def ends_sentence(line: str, words: Words, *, or_quote: bool = False) -> bool:
    """Tell whether a line ends with a sentence's end, and not with an abbreviation or initial.

    With `or_quote`, a closing quotation mark is enough.
    """
    tail = line[-40:]
    bare = tail.rstrip(CLOSERS)
    if bare[-1:] not in _END_MARKS or not bare:
        return or_quote and line[-1:] in ("»", '"', "”")
    found = _LAST_WORD.search(bare)
    word = found[0] if found else ""
    if bare != tail or not word.endswith(".") or word.endswith(".."):
        return True
    return word[:-1] not in words.abbreviations and _INITIALS.match(word) is None


def parts(line: str, below: str, words: Words, *, or_quote: bool = False) -> bool:
    """Tell whether a sentence ends on a line and another begins on the line below.

    A figure may belong to a short word or dots before it: « 3 h.⏎20 », « p.⏎7 », « ...⏎30 % ».
    """
    if below[0].isdigit() and _BEFORE_FIGURE.search(line[-8:]):
        return False
    return begins_sentence(below) and ends_sentence(line, words, or_quote=or_quote)


def begins_sentence(line: str) -> bool:
    """Tell whether a line can begin a sentence: with a capital, a figure, an opening quote."""
    bare = line[:12].lstrip(_OPENERS + " \xa0\u202f")
    first = bare[:1]
    return line[:1] in ("«", "“", '"', "„") or (
        first.isalnum() and not (first.islower() and not bare[1:2].isupper())
    )


def runs_on(line: str, words: Words) -> bool:
    """Tell whether the sentence must go on after a line: « …du », « …, », « dé- ».

    A hyphen at the end parts a word.
    """
    if line[-2:] in (" –", " —") or line[-1:] in (",", "-", "‐", "\xad", "'", "’", "(", "«", "“"):
        return True
    found = _LAST_WORD.search(line[-24:])
    return found is not None and composed(found[0]) in words.links


def first_word(line: str) -> str:
    """Return the first word as the lists have it: small letters, an elided one by itself."""
    found = re.match(r"[^\W\d_]+['’]?", line[:40].lstrip(_OPENERS + " \xa0\u202f"))
    return composed(found[0]) if found else ""


def opens(line: str, words: Words) -> bool:
    """Tell whether a line begins with a capital and a word that opens sentences."""
    return begins_sentence(line) and first_word(line) in words.opens


def is_capitals(line: str) -> bool:
    """Tell whether all letters of a line are capitals; it has two at least."""
    return line.isupper() and sum(c.isalpha() for c in line[:80]) > 1


def is_item(line: str, before: str | None, number: int, words: Words) -> int:
    """Return 0 where a line opens no list item or turn to speak, else its number, or -1.

    `before` is the line above in the same group, `number` what this function said of the last
    item above. Inside a sentence a dash may open an inset and a figure end the sentence
    (“15 à⏎12. Nantes…”): there a number counts only as the next of a list, or its first.
    """
    is_free = before is None or before[-1:] in ":;," or ends_sentence(before, words, or_quote=True)
    if _BULLET.match(line):
        is_inset = not is_free and number == 0 and _INSET.match(line[:200]) is not None
        return 0 if is_inset else -1
    is_named = before is not None and _NAME_LABEL.match(line[:60]) and ends_sentence(before, words)
    if is_named or _LETTERED.match(line) or is_speaker(line):
        return -1
    found = _NUMBERED.match(line)
    if found is None:
        return 0
    value = int(found[1] or found[2])
    if before is None or (is_free and not _BEFORE_FIGURE.search(before[-8:])):
        return max(value, 1)
    if number > 0:
        return value if value - number in (0, 1) else 0
    return 1 if value == 1 and not runs_on(before, words) else 0
