"""A beginning as a person types it → as an engine reads it; and an engine's continuation → as the
person would type on.

In: what was typed, and the source as it was prepared for the engine. Out: the beginning without
what was taken off the source, with codes in the places of addresses; or the text that follows what
was typed to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bilingual.draft.shield import Shielded
from bilingual.form import Prepared
from bilingual.form.edges import Kind
from bilingual.model import Locale

_QUOTES = "\"“”„‟«»‹›'‘’‚"
_DOUBLE = str.maketrans(dict.fromkeys("“”„‟«»‹›", '"') | dict.fromkeys("‘’‚ʼ", "'"))
_INSIDE_GUILLEMETS = re.compile(r"(?<=[«‹])\s+|\s+(?=[»›])")
_BLANKS = re.compile(r"\s+")
_EURO = re.compile(r"€\s?(?=\d|$)")
_DASHES = "—―–-"
_DOTS = ("…", "...")
# Letters of an address from which on it is taken for one: fewer begin many words.
_TELLING = 3


@dataclass(frozen=True, slots=True)
class Begun:
    """What was typed, as the engine is to read it.

    `typed` is the same as it will stand once an address that was begun is whole: what was typed,
    and `owed`, the rest of the address.
    """

    text: str
    typed: str
    owed: str = ""


def begun(prefix: str, prepared: Prepared, shielded: Shielded, target: Locale) -> Begun:
    """Return the beginning of a target as the engine would have written it.

    What was taken off the source in front is left out where it was typed; an address becomes its
    code, one that is only begun too; marks and blanks become those of the engine.
    """
    text = _without_front(prefix, prepared)
    owed = ""
    for code, piece in shielded.codes:
        text = re.sub(rf"(?<!\w){re.escape(piece)}(?!\w)", code, text)
    for code, piece in shielded.codes:
        size = _begun_size(text, piece)
        if size:
            text, owed = text[:-size] + code, piece[size:]
            break
    if target.language == "en" and "€" in prepared.source:
        text = _EURO.sub("EUR ", text)
    text = _INSIDE_GUILLEMETS.sub("", text).translate(_DOUBLE)
    return Begun(_BLANKS.sub(" ", text), prefix + owed, owed)


def _begun_size(text: str, piece: str) -> int:
    """Return how much of `piece` stands at the end of a text, if that is telling; else 0."""
    for size in range(len(piece) - 1, _TELLING - 1, -1):
        if text.endswith(piece[:size]) and not text[: -size or None][-1:].isalnum():
            return size
    return 0


def _without_front(prefix: str, prepared: Prepared) -> str:
    """Return what was typed without the dash, list mark, dots or quotation mark of the source."""
    text = prefix
    for kind, piece in prepared.around.front:
        bare = text.lstrip()
        size = _mark_size(bare, kind, piece.strip())
        if not size:
            break
        text = bare[size:].lstrip()
    return text


def _mark_size(text: str, kind: Kind, piece: str) -> int:
    """Return the length of the mark that a text begins with, if it is of that kind."""
    if kind is Kind.DASH:
        return int(text[:1] != "" and text[:1] in _DASHES)
    if kind is Kind.QUOTE:
        return int(text[:1] != "" and text[:1] in _QUOTES)
    if kind is Kind.DOTS:
        return next((len(dots) for dots in _DOTS if text.startswith(dots)), 0)
    return len(piece) if text.startswith(piece) else 0


def following(typed: str, whole: str) -> str | None:
    """Return what stands in `whole` behind what was typed; None where it begins otherwise.

    The letters and digits have to be the same, but for capitals. What stands between may differ:
    it stays as it was typed. Right behind the last letter, marks and blanks that were typed are
    not proposed again.

    >>> following("He said: “Ye", "He said, “Yes.”")
    's.”'
    >>> following("He left,  ", "He left, and slept.")
    'and slept.'
    >>> following("She", "He left.") is None
    True
    """
    if whole.startswith(typed):
        return whole[len(typed) :]
    at = 0
    for char in typed:
        if not char.isalnum():
            continue
        while at < len(whole) and not whole[at].isalnum():
            at += 1
        if whole[at : at + 1].casefold() != char.casefold():
            return None
        at += 1
    end = len(typed)
    while end and not typed[end - 1].isalnum():
        end -= 1
    return _behind(typed[end:], whole[at:])


def _behind(marks: str, text: str) -> str | None:
    """Return what is left of a text once the marks typed already are taken from its front."""
    at = 0
    for char in _BLANKS.sub(" ", marks).translate(_DOUBLE):
        found = text[at : at + 1]
        if char == " ":
            at += len(found) if found.isspace() else 0
        elif found.translate(_DOUBLE) == char:
            at += 1
        else:
            return None
    return text[at:]


def without(forms: Iterable[str], typed: str, text: str) -> str:
    """Return a continuation up to the first of the forms that may not stand, to the last word.

    A form that was typed whole is the person's own; one that the continuation would finish leaves
    nothing of it.

    >>> without(["organisation"], "The ", "party is an organisation.")
    'party is an'
    """
    whole = typed + text
    for form in forms:
        if not form.strip():
            continue
        pattern = r"\s+".join(map(re.escape, form.split()))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", whole, re.IGNORECASE):
            if match.end() > len(typed):
                whole = whole[: max(match.start(), len(typed))].rstrip()
                break
    return whole[len(typed) :] if len(whole) > len(typed) else ""
