"""Whether one of two sets of translations is better, or only luckier with these sentences.

In: two hypotheses and one reference for each sentence. Out: the difference of each metric, and
how probable such a one would be by luck.

Source: Koehn (2004), "Statistical significance tests for machine translation evaluation": paired
bootstrap resampling, as sacrebleu does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.evaluation.scoring import metrics_for

SAMPLES = 1_000
SIGNIFICANT = 0.05
LEAST = 100  # with fewer sentences the test says little


@dataclass(frozen=True, slots=True)
class Comparison:
    """One metric of two systems, `a` measured against the baseline `b`.

    `margin_a` and `margin_b` are half the width of the 95 % interval; `p` is the probability of
    so great a difference by luck.
    """

    metric: str
    a: float
    b: float
    margin_a: float
    margin_b: float
    p: float
    signature: str

    @property
    def is_significant(self) -> bool:
        """Whether luck is an unlikely explanation: p below 0.05."""
        return self.p < SIGNIFICANT


def compare(
    a: Sequence[str],
    b: Sequence[str],
    references: Sequence[str],
    target: str,
    samples: int = SAMPLES,
) -> tuple[Comparison, ...]:
    """Compare `a` with the baseline `b`, metric by metric; the same input gives the same answer.

    Raises: InstallError when sacrebleu is missing; ValueError when lengths differ or are 0.
    """
    if not len(a) == len(b) == len(references) > 0:
        raise ValueError("a comparison needs as many hypotheses of each as references")
    metrics = metrics_for(target)
    from sacrebleu.significance import PairedTest

    test = PairedTest(
        [("b", list(b)), ("a", list(a))],
        metrics,
        [list(references)],
        test_type="bs",
        n_samples=samples,
    )
    signatures, results = test()
    found = []
    for name, key in zip(metrics, signatures, strict=True):
        of_b, of_a = results[key]
        # Where nothing differs, sacrebleu counts no resample as luckier and calls it significant.
        p = float(of_a.p_value) if of_a.score != of_b.score else 1.0
        found.append(
            Comparison(
                name,
                float(of_a.score),
                float(of_b.score),
                float(of_a.ci),
                float(of_b.ci),
                p,
                f"{key}|{signatures[key]}",
            )
        )
    return tuple(found)
