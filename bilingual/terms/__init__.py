"""The termbase `terms.csv`: agreed words, found in sources, put into targets where that is safe.

In: the file, sources, drafts. Out: the terms in a source (`Termbase.find`), what they ask of its
target (`Termbase.wanted`), and a draft that obeys them (`enforce`, with what the engine makes of
each term alone, from `anchors`).
"""

from bilingual.terms.enforcing import Replaced, anchors, enforce
from bilingual.terms.table import read_termbase
from bilingual.terms.term import Found, Term
from bilingual.terms.termbase import Demand, Termbase, demands

__all__ = [
    "Demand",
    "Found",
    "Replaced",
    "Term",
    "Termbase",
    "anchors",
    "demands",
    "enforce",
    "read_termbase",
]
