"""chrF, BLEU and TER of a whole set, by sacrebleu.

In: hypotheses and references, in the same order. Out: scores, each with its signature: a number
without one cannot be compared with anybody else's.

Source: Popović (2015), chrF; Papineni et al. (2002), BLEU; Snover et al. (2006), TER; Post (2018),
"A call for clarity in reporting BLEU scores".
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bilingual.errors import InstallError
from bilingual.interface import _

METRICS = ("chrF", "BLEU", "TER")
# Japanese and Chinese put no blanks between words; sacrebleu cuts these itself.
_TOKENIZERS = {"zh": "zh", "zt": "zh", "ja": "char", "ko": "char"}


@dataclass(frozen=True, slots=True)
class Score:
    """A metric's number for a set, and how it was computed.

    chrF and BLEU go from 0 to 100 and more is better; TER counts edits per 100 words of the
    reference, and less is better.
    """

    metric: str
    value: float
    signature: str


def has_sacrebleu() -> bool:
    """Tell whether sacrebleu is installed; it is not loaded."""
    return importlib.util.find_spec("sacrebleu") is not None


def require_sacrebleu() -> None:
    """Make sure that sacrebleu is installed.

    Raises: InstallError, with the command that installs it.
    """
    if not has_sacrebleu():
        raise InstallError(
            _("measuring needs sacrebleu, which is not installed"),
            hint=_('Install it: pip install "bilingual-press[evaluate]"'),
        )


def metrics_for(target: str) -> dict[str, Any]:
    """Return sacrebleu's metrics by name, as they suit a target language.

    Raises: InstallError when sacrebleu is missing.
    """
    require_sacrebleu()
    from sacrebleu.metrics import BLEU, CHRF, TER

    tokenizer = _TOKENIZERS.get(target)
    bleu = BLEU(tokenize=tokenizer, trg_lang=target) if tokenizer else BLEU()
    return {"chrF": CHRF(), "BLEU": bleu, "TER": TER(asian_support=tokenizer is not None)}


def score(hypotheses: Sequence[str], references: Sequence[str], target: str) -> tuple[Score, ...]:
    """Return chrF, BLEU and TER of the hypotheses, in that order; none where there are none.

    Both are in the same order, a blank hypothesis for a missing one.

    Raises: InstallError when sacrebleu is missing; ValueError when the lengths differ.
    """
    if len(hypotheses) != len(references):
        raise ValueError(f"{len(hypotheses)} hypotheses for {len(references)} references")
    metrics = metrics_for(target)
    if not hypotheses:
        return ()
    scores = []
    for name, metric in metrics.items():
        found = metric.corpus_score(list(hypotheses), [list(references)])
        signature = f"{found.name}|{metric.get_signature()}"
        scores.append(Score(name, float(found.score), signature))
    return tuple(scores)
