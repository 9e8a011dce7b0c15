"""Pairs that a model should not learn from, sorted out; what is left is told apart for measuring.

In: pairs as they were found. Out: those worth learning, each distinct pair once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bilingual.pairs.pair import Pair
from bilingual.text import normalised

# French is about 1.1 times as long as English; three times is another sentence. In short texts
# a few letters more are a matter of grammar.
MAX_RATIO = 3.0
SLACK = 15
# A name or a number is rightly the same in both languages; so many words are an oversight.
COPIED_WORDS = 4
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Cleaned:
    """How many pairs were kept, and how many left out for which reason."""

    kept: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str) -> None:
        """Count a pair that is left out."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1


def cleaned(pairs: Iterable[Pair], count: Cleaned) -> Iterator[Pair]:
    """Give the pairs worth learning, in their order, and keep count.

    Left out are pairs with an empty side, without a letter, with sides of very different length,
    longer texts that are the same on both sides, and repeated pairs. Of two translations of one
    source both stay.
    """
    seen: set[int] = set()
    for pair in pairs:
        reason = fault(pair.source, pair.target)
        if not reason:
            key = hash((normalised(pair.source), normalised(pair.target)))
            reason = "repeated" if key in seen else ""
            seen.add(key)
        if reason:
            count.leave_out(reason)
        else:
            count.kept += 1
            yield pair


def fault(source: str, target: str) -> str:
    """Return why a pair is not worth learning, or an empty text.

    >>> fault("Il pleut.", "")
    'empty'
    >>> fault("Il ne pleut pas ici.", "Il ne pleut pas ici.")
    'copied'
    >>> fault("Port-Levant", "Port-Levant")
    ''
    """
    if not source.strip() or not target.strip():
        return "empty"
    if not _LETTER.search(source) or not _LETTER.search(target):
        return "wordless"
    lengths = len(source), len(target)
    if max(lengths) > MAX_RATIO * min(lengths) + SLACK:
        return "lengths"
    if len(source.split()) >= COPIED_WORDS and normalised(source) == normalised(target):
        return "copied"
    return ""


def source_hash(source: str) -> int:
    """Return a number from 0 to 2**32 - 1 that depends on the normalised source alone.

    Pairs are held out from training by it: the same sentence always falls on the same side,
    whatever else is in the files, and so do all translations of it.

    >>> source_hash("L'été.") == source_hash("L’été.")
    True
    """
    digest = hashlib.sha256(normalised(source).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big")
