"""An engine that translates nothing: `[en] source`. Deterministic, offline, for tests.

In: sources. Out: the same, marked, so that every draft can be traced to its source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bilingual.model import Hypothesis
from bilingual.text import fold_lines


class EchoEngine:
    """Give back each source on one line, with the target language before it."""

    def __init__(self, source: str = "fr", target: str = "en") -> None:
        self.source = source
        self.target = target
        self.signature = f"echo|source:{source}|target:{target}"

    def translate(
        self, sources: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Return one hypothesis for each source, its log-probability unknown; none for a blank."""
        made: list[tuple[Hypothesis, ...]] = []
        for source in sources:
            text = fold_lines(source).strip()
            made.append((Hypothesis(f"[{self.target}] {text}"),) if text else ())
            if progress is not None:
                progress(1)
        return made
