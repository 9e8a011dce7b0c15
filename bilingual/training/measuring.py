"""How a package translates sentences that were held out from training."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.engines.argos import ArgosEngine
from bilingual.evaluation import has_sacrebleu, score
from bilingual.packages import Package
from bilingual.pairs import Pair
from bilingual.training.plan import Scores

_MOST = 500  # about a quarter of a minute's translating


def measured(package: Package, pairs: Sequence[Pair], threads: int = 0) -> Scores | None:
    """Return the scores of a package on pairs, or None where sacrebleu is not installed."""
    if not has_sacrebleu() or not pairs:
        return None
    some = pairs[:_MOST]
    found = ArgosEngine(package, threads=threads).translate([pair.source for pair in some])
    drafts = [hypotheses[0].text if hypotheses else "" for hypotheses in found]
    scores = score(drafts, [pair.target for pair in some], package.target)
    return Scores(
        len(some),
        {one.metric: one.value for one in scores},
        {one.metric: one.signature for one in scores},
    )
