"""Facts: does a target say what its source says, in numbers, names, addresses and marks?

In: source, target and a `Context`. Out: findings. Everything here is a pure function, linear in
the length of the texts; what is known of a language lies in `bilingual/languages/`.
"""

from __future__ import annotations

from bilingual.facts.compare import VERSION, Reader, compare
from bilingual.facts.context import Context, Wanted
from bilingual.facts.numbers import Number, numbers
from bilingual.facts.rewriting import in_figures
from bilingual.facts.verbatim import Piece, pieces

__all__ = [
    "VERSION",
    "Context",
    "Number",
    "Piece",
    "Reader",
    "Wanted",
    "compare",
    "in_figures",
    "numbers",
    "pieces",
]
