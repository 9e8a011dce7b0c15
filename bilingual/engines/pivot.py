"""Two engines in a row, where no package translates directly: fr → en, then en → es.

In: sources. Out: what the last engine makes of what the one before made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bilingual.model import Hypothesis

if TYPE_CHECKING:
    from bilingual.engines import Engine
    from bilingual.engines.completing import Continued, Continuing

Answers = tuple[Hypothesis, ...]


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
        if all(hasattr(step, "search") for step in steps):
            self.search = getattr(steps[-1], "search")  # noqa: B009 - all can search again

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
        before: list[float | None] = [0.0] * len(texts)
        made: list[Answers] = [()] * len(texts)
        for step in self.steps:
            found = step.translate(texts, progress=counted.step if progress else None)
            made = [_added(known, answers) for known, answers in zip(before, found, strict=True)]
            texts, before = _best(made)
        return made

    def stream(
        self, sources: Iterable[str], *search: object, **settings: object
    ) -> Iterator[tuple[list[int], Answers]]:
        """Give the hypotheses of each distinct source as soon as the last step has them.

        With them come the positions at which the source stands in the input. Other settings for
        the search are handed to every step.

        Raises: as the steps.
        """
        given = list(sources)
        texts = given
        before: list[float | None] = [0.0] * len(texts)
        for step in self.steps[:-1]:
            made: list[Answers] = [()] * len(texts)
            for indices, answers in _answers(step, texts, search, settings):
                for index in indices:
                    made[index] = _added(before[index], answers)
            texts, before = _best(made)
        for indices, answers in _answers(self.steps[-1], texts, search, settings):
            # Two sources may have become one on the way.
            apart: dict[str, list[int]] = {}
            for index in indices:
                apart.setdefault(given[index], []).append(index)
            for places in apart.values():
                yield places, _added(before[places[0]], answers)

    def load(self) -> None:
        """Load every step now rather than on first use.

        Raises: as the steps.
        """
        for step in self.steps:
            getattr(step, "load", lambda: None)()

    def continuer(self) -> _PivotContinuer | None:
        """Return what continues targets in the last language; None where the last step cannot.

        Raises: as the last step.
        """
        make = getattr(self.steps[-1], "continuer", None)
        last = make() if make is not None else None
        return None if last is None else _PivotContinuer(self.steps[:-1], last)

    def lacks(self, char: str) -> bool:
        """Tell whether a step has no way to write a character."""
        return any(getattr(step, "lacks", lambda _char: False)(char) for step in self.steps)


def _answers(
    step: Engine, texts: list[str], search: tuple[object, ...], settings: dict[str, object]
) -> Iterator[tuple[list[int], Answers]]:
    """Give the answers of a step; one that cannot stream gives all at once."""
    stream = getattr(step, "stream", None)
    if stream is not None:
        yield from stream(texts, *search, **settings)
        return
    yield from (([i], answers) for i, answers in enumerate(step.translate(texts)))


def _added(before: float | None, answers: Answers) -> Answers:
    """Return hypotheses with the log-probability of the way to them added to their own."""
    return tuple(replace(answer, log_prob=_sum(before, answer.log_prob)) for answer in answers)


def _best(made: Sequence[Answers]) -> tuple[list[str], list[float | None]]:
    """Return the text and log-probability of each best hypothesis; blank where there is none."""
    return (
        [answers[0].text if answers else "" for answers in made],
        [answers[0].log_prob if answers else None for answers in made],
    )


class _PivotContinuer:
    """The last step's continuations; a source is taken to its language once and remembered."""

    def __init__(self, steps: Sequence[Engine], last: Continuing) -> None:
        self._steps = steps
        self._last = last
        self._pivoted = lru_cache(maxsize=64)(self._pivot)

    def continued(
        self,
        source: str,
        begun: str,
        *,
        most: int = 3,
        is_overtaken: Callable[[], bool] = lambda: False,
    ) -> Iterator[Continued]:
        """Give continuations of a target, likeliest first; as the last step's."""
        return self._last.continued(
            self._pivoted(source), begun, most=most, is_overtaken=is_overtaken
        )

    def words(self, source: str, begun: str, most: int = 6) -> tuple[str, ...]:
        """Return the words that may come next, likeliest first; as the last step's."""
        return self._last.words(self._pivoted(source), begun, most)

    def _pivot(self, source: str) -> str:
        """Return the source in the last step's language; blank where a step has no answer."""
        for step in self._steps:
            (source,), _log_probs = _best(step.translate([source]))
        return source


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
