"""A model's vocabulary by the letters that each of its pieces writes.

In: tokens, in the order of the model's scores. Out: which of them begin with given letters, and
which are a part of them. Letters are bytes of UTF-8, for some pieces are single bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from bilingual.engines.tokenizer import BYTE, CONTROL

SPACE = "\u2581"  # what SentencePiece writes for a blank
_NO_TEXT = CONTROL | {"<unk>"}


class Pieces:
    """A model's vocabulary by the letters that each piece writes, as UTF-8.

    A SentencePiece piece brings the blank before it, a BPE piece the blank behind it. What is no
    text (start, end, unknown) is left out. Look-ups take logarithmic time.
    """

    def __init__(self, tokens: Sequence[str], *, is_bpe: bool = False) -> None:
        self.tokens = tuple(tokens)
        self.is_bpe = is_bpe
        by_text: dict[bytes, int] = {}
        # A letter that has a piece is never spelled by its byte: bytes are only the last resort.
        for number, token in sorted(enumerate(self.tokens), key=lambda one: _is_byte(one[1])):
            by_text.setdefault(self.surface(token), number)
        by_text.pop(b"", None)
        self._by_text = by_text
        self._texts = sorted(by_text)
        self._numbers = [by_text[text] for text in self._texts]

    def surface(self, token: str) -> bytes:
        r"""Return what a token writes; nothing where it is no text.

        >>> [Pieces(()).surface(token) for token in ("▁gov", "ern", "<0xC3>", "</s>")]
        [b' gov', b'ern', b'\xc3', b'']
        """
        if token in _NO_TEXT:
            return b""
        if self.is_bpe:
            end = token.endswith("@@")
            return token.removesuffix("@@").encode() if end else f"{token} ".encode()
        if _is_byte(token):
            return bytes([int(token[3:5], 16)])
        return token.replace(SPACE, " ").encode()

    def beginning(self, letters: bytes) -> list[int]:
        """Return the numbers of the pieces that begin with `letters`; all, where there are none."""
        first = bisect_left(self._texts, letters)
        # No UTF-8 text holds this byte, so it comes behind all that begin with the letters.
        return self._numbers[first : bisect_left(self._texts, letters + b"\xff" * 4, lo=first)]

    def within(self, letters: bytes) -> list[tuple[int, int]]:
        """Return the pieces that `letters` begin with and go beyond: their length and number."""
        return [
            (size, self._by_text[letters[:size]])
            for size in range(1, len(letters))
            if letters[:size] in self._by_text
        ]

    def write(self, tokens: Sequence[str]) -> bytes:
        """Return what tokens write one after the other."""
        return b"".join(map(self.surface, tokens))


def _is_byte(token: str) -> bool:
    return BYTE.fullmatch(token) is not None
