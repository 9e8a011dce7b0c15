"""Drafts that keep to the facts: hypotheses from an engine, and other searches where none passes.

In: an engine, sources, a context. Out: for each source a `Choice`, as soon as it is settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bilingual.engines import Engine, answers
from bilingual.engines.decoding import Search
from bilingual.facts import Context, Reader, in_figures
from bilingual.model import Hypothesis
from bilingual.select.choosing import Choice, Judged, chosen, faultless, judge, likeliest

# How many alternatives are kept of the sources that are searched for again.
KEPT = 8
# So many sources are searched for again together: enough for full batches, and little memory.
BLOCK = 256


@runtime_checkable
class Searching(Protocol):
    """An engine that can be asked again with other settings, as ArgosEngine can.

    `search` are the settings that it searches with when nothing else is said.
    """

    search: Search

    def stream(
        self,
        sources: Iterable[str],
        search: Search | None = None,
        *,
        hypotheses: int | None = None,
        window: int | None = None,
    ) -> Iterator[tuple[list[int], tuple[Hypothesis, ...]]]:
        """Give the positions and the hypotheses of each distinct source, as they come."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Another way to search: the decoder's settings, how many hypotheses, where to cut.

    `in_figures`: where a number was wrong, the engine reads it in figures instead of words.
    `errors_only`: only where something is wrong for certain, not where it is doubtful.
    """

    search: Search
    hypotheses: int = 4
    window: int | None = None
    in_figures: bool = False
    errors_only: bool = False


# The cheapest first: a narrow search over short pieces mends what a wide one does. Measured
# with the starter on 1,997 sentences of the dev sets, 76 with an error and 82 with a warning;
# processor time as a share of that of the first search over all. These three leave 11 errors for
# 0.14; a beam of 6 at once, then of 8 over the whole, then penalties, all of them for warnings too,
# left 13 for 0.39. Forbidden 3-grams and a coverage penalty alone rescued nothing besides.
RETRIES = (
    Retry(Search(beam_size=2), hypotheses=2, window=15, in_figures=True),
    Retry(Search(beam_size=6), hypotheses=6, window=15, in_figures=True, errors_only=True),
    Retry(
        Search(beam_size=6, repetition_penalty=1.2, coverage_penalty=0.2, no_repeat_ngram_size=4),
        hypotheses=6,
        window=30,
        errors_only=True,
    ),
)

ContextOf = Callable[[str], Context]
# What is done to hypotheses before they are judged: given the source as the engine was asked it.
Finish = Callable[[str, Sequence[Hypothesis]], tuple[Hypothesis, ...]]


def unchanged(_source: str, hypotheses: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """Return the hypotheses as they are."""
    return tuple(hypotheses)


def faithful(
    engine: Engine,
    sources: Sequence[str],
    context: Context | ContextOf,
    *,
    retries: Sequence[Retry] = RETRIES,
    finish: Finish = unchanged,
) -> Iterator[tuple[list[int], Choice]]:
    """Give, for each distinct source, the positions where it stands and what was chosen for it.

    Sources whose first hypotheses pass come at once, in the order in which the engine gives them.
    The others are gathered; BLOCK of them at a time are searched for again with one setting after
    the other until one passes, and at the end come with the best that was seen. Every position
    comes once. A blank source has a Choice without a hypothesis. `context` may be a function of
    the source, where terms depend on it. Memory: a block, and what the engine holds.

    `finish` brings hypotheses into the form in which they are judged and drafted; it is asked of
    the likeliest first, and of the others only where something speaks against that one.

    An engine that cannot be asked again gets no retries.

    Raises: EngineError when the engine fails.
    """
    of = context if callable(context) else lambda _source: context
    waiting: list[_Waiting] = []
    for indices, hypotheses in answers(engine, sources):
        source = sources[indices[0]]
        its_context = of(source)
        reader = Reader(source, its_context)
        if good := faultless(reader, finish(source, likeliest(hypotheses))):
            yield indices, good
            continue
        judged = judge(reader, finish(source, hypotheses))
        choice = chosen(judged)
        if choice.passes or not (retries and isinstance(engine, Searching)):
            yield indices, choice
            continue
        waiting.append(_Waiting(indices, source, its_context, judged))
        if len(waiting) == BLOCK:
            yield from _settled(engine, waiting, retries, finish)
            waiting = []
    if isinstance(engine, Searching):
        yield from _settled(engine, waiting, retries, finish)


@dataclass(slots=True)
class _Waiting:
    """A source of which no hypothesis has passed yet."""

    indices: list[int]
    source: str
    context: Context
    judged: list[Judged]

    @property
    def choice(self) -> Choice:
        return chosen(self.judged)

    def asked(self, retry: Retry) -> str:
        """Return the source as the engine is to read it: with figures, if it got them wrong."""
        if retry.in_figures and any(f.check == "number" for f in self.choice.findings):
            return in_figures(self.source, self.context.source)
        return self.source

    def add(self, hypotheses: Sequence[Hypothesis]) -> None:
        """Take in more hypotheses; the best are kept."""
        known = {one.hypothesis.text for one in self.judged}
        new = [hypothesis for hypothesis in hypotheses if hypothesis.text not in known]
        more = judge(Reader(self.source, self.context), new)
        self.judged = sorted([*self.judged, *more], key=lambda one: one.key)[:KEPT]


def _settled(
    engine: Searching, waiting: list[_Waiting], retries: Sequence[Retry], finish: Finish
) -> Iterator[tuple[list[int], Choice]]:
    """Search again for all that wait, with one setting after the other, and give each source."""
    for retry in retries:
        if retry.errors_only:
            yield from ((one.indices, one.choice) for one in waiting if not one.choice.is_wrong)
            waiting = [one for one in waiting if one.choice.is_wrong]
        if not waiting:
            return
        asked = [one.asked(retry) for one in waiting]
        found = engine.stream(
            asked,
            retry.search,
            hypotheses=retry.hypotheses,
            window=retry.window,
        )
        for indices, hypotheses in found:
            for index in indices:
                waiting[index].add(finish(asked[index], hypotheses))
        still = []
        for one in waiting:
            choice = one.choice
            if choice.passes:
                yield one.indices, choice
            else:
                still.append(one)
        waiting = still
    yield from ((one.indices, one.choice) for one in waiting)
