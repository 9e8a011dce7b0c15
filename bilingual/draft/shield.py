"""What a model cannot write, kept from it: addresses, telephone numbers, strange letters.

In: a prepared source. Out: the same with a short code (X1, X2 …) in each such place, and the way
back. Models copy such codes faithfully, where they respell an address: of 12 sentences tried with
the starter, no address came through as it was, and every code did.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bilingual.facts import pieces

# What `facts` calls a code (A320, G7) is short and known to models: it is not shielded.
_KINDS = frozenset({"url", "mail", "handle", "tag", "file", "domain", "name"})
_LETTERS = "XZQKW"
# 02 40 00 00 00, +33 2 40 00 00 00: digits that are no number.
_TELEPHONE = re.compile(
    r"(?<![\d.,])(?:\+\d{1,3}[ .\u00a0\u202f]?(?:\(0\))?\d|0\d)"
    r"(?:[ .\u00a0\u202f]\d\d){3,4}(?![\d.,]\d|\d)"
)
_CAPITALISED = re.compile(r"[A-ZÀ-ÞĐ][\w’'-]*")
_WORDS = re.compile(r"[^\s(\[«“\"][^\s]*[^\s.,;:!?…»”\"')\]]|[^\s]")


@dataclass(frozen=True, slots=True)
class Shielded:
    """A source for an engine: `text` with codes, and what each code stands for."""

    text: str
    codes: tuple[tuple[str, str], ...] = ()

    def restored(self, target: str) -> str:
        """Return an engine's answer with the pieces in the places of their codes.

        A code that is not there leaves its piece out; one that stands twice is put back twice.
        What the engine could not spell (U+FFFD) is dropped.
        """
        target = target.replace("\ufffd", "")
        for code, piece in self.codes:
            parts = re.split(rf"(?<!\w){re.escape(code)}(?!\w)", target)
            target = piece.join(parts)
        return target


def shield(text: str, lacks: Callable[[str], bool] = lambda _char: False) -> Shielded:
    """Return `text` with codes for what is to be kept to the letter.

    `lacks` tells of a character whether the engine has no way to write it: the words that hold
    one are shielded too, neighbours together, so that a Vietnamese name stays one thing.

    >>> shield("Écrivez à a.b@exemple.fr.").text
    'Écrivez à X1.'
    """
    spans = [(p.span.start, p.span.end) for p in pieces(text) if p.kind in _KINDS]
    spans += (match.span() for match in _TELEPHONE.finditer(text))
    spans += _unwritable(text, lacks)
    if not spans:
        return Shielded(text)
    letter = next((c for c in _LETTERS if not re.search(rf"{c}\d", text)), _LETTERS[0])
    made: list[str] = []
    codes: list[tuple[str, str]] = []
    at = 0
    for start, end in _merged(sorted(spans), text):
        code = f"{letter}{len(codes) + 1}"
        codes.append((code, text[start:end]))
        made += [text[at:start], code]
        at = end
    return Shielded("".join([*made, text[at:]]), tuple(codes))


def _unwritable(text: str, lacks: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return where words stand that the engine cannot write, with the names they are part of."""
    if text.isascii():
        return []
    strange = {char for char in set(text) if char > "\x7f" and not char.isspace() and lacks(char)}
    if not strange:
        return []
    words = [match.span() for match in _WORDS.finditer(text)]
    is_name = [i > 0 and _CAPITALISED.fullmatch(text[a:b]) for i, (a, b) in enumerate(words)]
    found = {i for i, (a, b) in enumerate(words) if not strange.isdisjoint(text[a:b])}
    for i in sorted(found):
        for step in (-1, 1):  # Hà Nội: the first word could be written, and belongs to the name
            k = i + step
            while 0 <= k < len(words) and is_name[k] and _is_joined(text, words, k, k - step):
                found.add(k)
                k += step
    return [words[i] for i in sorted(found)]


def _is_joined(text: str, words: list[tuple[int, int]], one: int, other: int) -> bool:
    first, second = sorted((one, other))
    return text[words[first][1] : words[second][0]] in (" ", "\u00a0")


def _merged(spans: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Return the spans, those that overlap or that only a blank parts put together."""
    made: list[tuple[int, int]] = []
    for start, end in spans:
        if made and (start <= made[-1][1] or text[made[-1][1] : start] == " "):
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made
