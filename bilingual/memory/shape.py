"""A sentence → numbers by which like sentences are found among many.

In: a text and its language. Out: its hash (for exact look-up), its shape (its words as numbers, in
order), and which of its words have to be looked up so that no sentence alike enough is missed.
Pure functions.

Source: prefix and positional filtering of set-similarity joins (Chaudhuri et al. 2006, Xiao et al.
2008), here for multisets, whose overlap is never less than the longest common subsequence. Two
sentences of n and m words are alike by the ratio r only where they share at least r·(n + m)/2
words; with the words of both in one order, rarest first, the first shared one then lies so far in
front that enough can follow it in either.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from bilingual.diff import words
from bilingual.model import Locale
from bilingual.text import normalised

VERSION = 1  # of hashes and shapes; another one makes every index be built anew
# The least ratio of a near match, as a fraction: whole numbers keep the bounds exact.
FLOOR_NUMERATOR, FLOOR_DENOMINATOR = 3, 4
FLOOR = FLOOR_NUMERATOR / FLOOR_DENOMINATOR
_ITEM = "I"  # 32 bits


def family(locale: Locale) -> str:
    """Return what has to agree for two texts to be of one language: language and script.

    Regions share a memory; scripts do not.

    >>> family(Locale("en-GB")), family(Locale("zh-Hant-TW"))
    ('en', 'zh-Hant')
    """
    return "-".join(
        part for part in locale.tag.split("-") if part == locale.language or len(part) == 4
    )


def hash_of(source: str, language: str) -> int:
    """Return a number of 64 bits, with its sign, that stands for a normalised source."""
    data = f"{language}\0{normalised(source)}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def shape_of(source: str, language: str) -> array[int]:
    """Return the words of a source, in order, each as a number of 32 bits.

    Two words may by chance have one number: what is found by shapes is judged by its words.
    """
    start = zlib.crc32(language.encode())
    return array(
        _ITEM, [zlib.crc32(word.encode("utf-8", "surrogatepass"), start) for word in words(source)]
    )


def packed(shape: array[int]) -> bytes:
    """Return a shape as bytes, the same on every machine."""
    return _in_order(shape).tobytes()


def unpacked(data: bytes) -> array[int]:
    """Return the shape that `packed` made bytes of."""
    return _in_order(array(_ITEM, data))


def _in_order(shape: array[int]) -> array[int]:
    """Return a shape with the least byte of each number first, or such a one as it was."""
    if sys.byteorder == "big":
        shape = array(_ITEM, shape)
        shape.byteswap()
    return shape


def shared_at_least(n: int, m: int) -> int:
    """Return how many words two sentences of `n` and `m` words share where they are alike enough.

    >>> shared_at_least(4, 4), shared_at_least(20, 12)
    (3, 12)
    """
    return -(-FLOOR_NUMERATOR * (n + m) // (2 * FLOOR_DENOMINATOR))


def lengths(n: int) -> tuple[int, int]:
    """Return how many words a sentence may have, at least and at most, to be like one of `n`.

    >>> lengths(20)
    (12, 33)
    """
    most = 2 * FLOOR_DENOMINATOR - FLOOR_NUMERATOR
    return -(-FLOOR_NUMERATOR * n // most), most * n // FLOOR_NUMERATOR


def sought(shape: Sequence[int], ranks: Mapping[int, int]) -> list[int]:
    """Return the words to look a sentence up by: its rarest, rarest first.

    `ranks` says how frequent words are; those it does not know are the rarest. Two sentences that
    are alike enough, whatever their lengths, have at least one of these in common. A word that
    occurs twice counts twice.
    """
    n = len(shape)
    if not n:
        return []
    ordered = sorted(shape, key=lambda word: (ranks.get(word, 0), word))
    return ordered[: n - shared_at_least(n, lengths(n)[0]) + 1]
