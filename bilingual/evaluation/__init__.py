"""How good translations are, measured against those of a person.

In: hypotheses and references, or articles whose sentences were reviewed. Out: chrF, BLEU and TER,
each with the signature that says how it was computed; and whether one package is better than
another, or only luckier. sacrebleu, which computes them, is an extra.
"""

from __future__ import annotations

from bilingual.evaluation.comparing import Comparison, compare
from bilingual.evaluation.items import Item, Set, reviewed_set, text_set
from bilingual.evaluation.measuring import Measured, drafted, measure, translated
from bilingual.evaluation.references import article_set
from bilingual.evaluation.scoring import Score, has_sacrebleu, require_sacrebleu, score

__all__ = [
    "Comparison",
    "Item",
    "Measured",
    "Score",
    "Set",
    "article_set",
    "compare",
    "drafted",
    "has_sacrebleu",
    "measure",
    "require_sacrebleu",
    "reviewed_set",
    "score",
    "text_set",
    "translated",
]
