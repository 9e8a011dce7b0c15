"""Two engines in a row, where no package translates directly: fr → en, then en → es.

In: sources. Out: what the last engine makes of what the one before made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bilingual.model import Hypothesis

if TYPE_CHECKING:
    from bilingual.engines import Engine


class PivotEngine:
    """Translate by way of other languages: each step reads the best hypothesis of the one before.

    `via` holds the languages in between. Every step adds its own mistakes, and what the language
    in between does not express (gender, tu and vous) is lost.
    """

    def __init__(self, steps: Sequence[Engine]) -> None:
        """Invariant: two steps at least, each beginning where the one before ends."""
        if len(steps) < 2 or any(a.target != b.source for a, b in pairwise(steps)):
            raise ValueError([(step.source, step.target) for step in steps])
        self.steps = tuple(steps)
        self.source = steps[0].source
        self.target = steps[-1].target
        self.via = tuple(step.target for step in steps[:-1])

    @property
    def signature(self) -> str:
        """`pivot|via:en|engine1:argos|package1:…|engine2:argos|package2:…`: all steps, numbered."""
        parts = ["pivot", f"via:{'+'.join(self.via)}"]
        for number, step in enumerate(self.steps, 1):
            name, *settings = step.signature.split("|")
            parts.append(f"engine{number}:{name}")
            for setting in settings:
                key, _colon, value = setting.partition(":")
                parts.append(f"{key}{number}:{value}")
        return "|".join(parts)

    def translate(
        self, sources: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Return the hypotheses of each source, best first, in the order of the sources.

        A source of which a step makes nothing has none. `log_prob` is the sum of the steps'
        means: the joint log-probability of target and texts in between, per token where all are
        equally long. So it is never above that of the last step alone, and a draft over a pivot
        counts as less sure than a direct one. None where a step does not know.

        Raises: as the steps.
        """
        counted = _Shared(progress, len(self.steps))
        texts = list(sources)
        made: list[tuple[Hypothesis, ...]] = [()] * len(texts)
        before: list[float | None] = [0.0] * len(texts)
        for step in self.steps:
            made = step.translate(texts, progress=counted.step if progress else None)
            made = [
                tuple(replace(h, log_prob=_sum(known, h.log_prob)) for h in hypotheses)
                for known, hypotheses in zip(before, made, strict=True)
            ]
            texts = [hypotheses[0].text if hypotheses else "" for hypotheses in made]
            before = [hypotheses[0].log_prob if hypotheses else None for hypotheses in made]
        return made


class _Shared:
    """Progress over all steps, told as progress over the sources: each counts once in all."""

    def __init__(self, progress: Callable[[int], None] | None, steps: int) -> None:
        self._progress = progress
        self._steps = steps
        self._done = self._told = 0

    def step(self, more: int) -> None:
        """Count `more` sources as done in one of the steps."""
        self._done += more
        new = self._done // self._steps - self._told
        if new and self._progress is not None:
            self._told += new
            self._progress(new)


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second
