"""Forms of a text that decide whether two texts are the same, and where a line begins.

In: any text. Out: the text folded or normalised, its key, its line numbers. Pure functions of the
standard library, which everything else may use.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_LINE_END = re.compile(r"\r\n|\r|\n")


def line_numbers(text: str, positions: Iterable[int]) -> list[int]:
    r"""Return, for each of the increasing `positions` in `text`, the number of its line, from 1.

    A line ends with a line feed, a carriage return, or both. Linear in the length of the text.

    >>> line_numbers("un\r\ndeux\rtrois", [0, 4, 9])
    [1, 2, 3]
    """
    numbers, line, last = [], 1, 0
    for position in positions:
        line += sum(1 for _ in _LINE_END.finditer(text, last, position))
        numbers.append(line)
        last = position
    return numbers


def fold_lines(text: str) -> str:
    r"""Return `text` on one line: line ends and the blanks around them become one space.

    No-break spaces and runs of blanks inside a line stay: they are the author's.

    >>> fold_lines("Il pleut\n  sur Nantes.")
    'Il pleut sur Nantes.'
    """
    return re.sub(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*", " ", text)


_SAME_MARKS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′`´", "'"),
        **dict.fromkeys("«»“”„‟″", '"'),
        **dict.fromkeys("‐‑", "-"),
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "\xad": None,
    }
)
_SPACED_QUOTE = re.compile(r"«\s+|\s+»")


def normalised(source: str) -> str:
    r"""Return the form in which two sources count as the same sentence.

    What word processors exchange by themselves makes no difference: composed and decomposed
    letters, kinds and runs of white space, straight and typographic apostrophes, quotation marks
    and ellipses, the ligature œ. Idempotent.

    >>> normalised("L\u2019été\u00a0: «\u00a0oui\u00a0»…") == normalised('L\'été : "oui"...')
    True
    """
    composed = unicodedata.normalize("NFC", source)
    marked = _SPACED_QUOTE.sub('"', composed).translate(_SAME_MARKS)
    # Composed once more: a soft hyphen or a ligature may have stood before an accent.
    return unicodedata.normalize("NFC", " ".join(marked.split()))


def segment_key(source: str) -> str:
    """Return the short, stable name of a source text: 10 hexadecimal digits of its SHA-256.

    Depends on the normalised source alone, so that a paragraph put in elsewhere renames nothing.
    """
    return hashlib.sha256(normalised(source).encode("utf-8", "surrogatepass")).hexdigest()[:10]
