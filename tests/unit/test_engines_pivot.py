"""Engines in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.engines.echo import EchoEngine
from bilingual.engines.pivot import PivotEngine
from bilingual.model import Hypothesis

PROBABILITIES = st.none() | st.floats(-20, 0)


class Told:
    """An engine that says what it was told to say: of each source one hypothesis, or none."""

    def __init__(
        self, source: str, target: str, log_probs: Sequence[float | None] = (), chunk: int = 1
    ) -> None:
        self.source, self.target = source, target
        self.signature = f"told|pair:{source}-{target}|beam:4"
        self.asked: list[str] = []
        self.log_probs = log_probs
        self.chunk = chunk

    def translate(
        self, sources: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[tuple[Hypothesis, ...]]:
        """Say it, and remember what was asked."""
        self.asked = list(sources)
        left = len(sources)
        while left and progress is not None:
            progress(min(self.chunk, left))
            left -= min(self.chunk, left)
        return [
            (Hypothesis(f"{text} >{self.target}", self._of(i)), Hypothesis("second", -30.0))
            if text
            else ()
            for i, text in enumerate(sources)
        ]

    def _of(self, i: int) -> float | None:
        return self.log_probs[i] if i < len(self.log_probs) else None


def test_the_second_reads_what_the_first_found_best() -> None:
    """Source → best hypothesis → its translation."""
    second = Told("en", "es")
    made = PivotEngine([EchoEngine("fr", "en"), second]).translate(["Oui.", "", "Non."])

    assert ["[en] Oui.", "", "[en] Non."] == second.asked
    assert ["[en] Oui. >es", "[en] Non. >es"] == [h[0].text for h in made if h]
    assert () == made[1]


def test_it_says_that_and_how_it_pivoted() -> None:
    """`via`, and a signature with every step's own, numbered."""
    engine = PivotEngine([Told("fr", "en"), Told("en", "es")])

    assert ("fr", "es", ("en",)) == (engine.source, engine.target, engine.via)
    assert (
        "pivot|via:en|engine1:told|pair1:fr-en|beam1:4|engine2:told|pair2:en-es|beam2:4"
        == engine.signature
    )


def test_three_steps() -> None:
    """As many as there are; all between are named."""
    engine = PivotEngine([Told("fr", "en"), Told("en", "de"), Told("de", "cs")])

    assert engine.signature.startswith("pivot|via:en+de|")
    assert "x >en >de >cs" == engine.translate(["x"])[0][0].text


@given(st.lists(st.tuples(PROBABILITIES, PROBABILITIES), max_size=6))
def test_log_probabilities_add_up(pairs: list[tuple[float | None, float | None]]) -> None:
    """The sum over the steps, never above the last one's own; unknown where one is unknown."""
    firsts, seconds = [a for a, _b in pairs], [b for _a, b in pairs]
    engine = PivotEngine([Told("fr", "en", firsts), Told("en", "es", seconds)])
    made = engine.translate(["x"] * len(pairs))

    for (a, b), hypotheses in zip(pairs, made, strict=True):
        if a is None or b is None:
            assert hypotheses[0].log_prob is None
        else:
            assert a + b == hypotheses[0].log_prob <= b


@given(st.integers(0, 20), st.integers(1, 9), st.integers(1, 9))
def test_progress_counts_each_source_once(n: int, first: int, second: int) -> None:
    """However the steps count: positive, and the number of sources in all."""
    told: list[int] = []
    engine = PivotEngine([Told("fr", "en", chunk=first), Told("en", "es", chunk=second)])
    engine.translate(["x"] * n, progress=told.append)

    assert n == sum(told)
    assert all(step > 0 for step in told)


class Streaming(Told):
    """One that streams, the last first, and can be asked to search otherwise."""

    search = "usual"
    searched: tuple[object, ...] = ()

    def stream(self, sources, *search, **settings):
        """Answer from the end, equal sources together."""
        self.searched = (*search, *settings.values())
        texts = list(sources)
        made = self.translate(texts)
        for text in reversed(dict.fromkeys(texts)):
            yield [i for i, other in enumerate(texts) if other == text], made[texts.index(text)]


@given(st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8), st.booleans())
def test_streaming_gives_what_translating_gives(sources: list[str], is_streaming: bool) -> None:
    """Each position once, equal sources together, whether the steps stream or not."""
    kind = Streaming if is_streaming else Told
    engine = PivotEngine([kind("fr", "en", [-1.0] * 8), kind("en", "es", [-2.0] * 8)])
    got = dict.fromkeys(range(len(sources)))
    for indices, answers in engine.stream(sources):
        assert 1 == len({sources[index] for index in indices})
        for index in indices:
            assert got[index] is None
            got[index] = answers

    assert engine.translate(sources) == list(got.values())


def test_searching_again_reaches_every_step() -> None:
    """Where all steps can; else it is not offered."""
    steps = [Streaming("fr", "en"), Streaming("en", "es")]
    engine = PivotEngine(steps)
    list(engine.stream(["x"], "wider", hypotheses=4))

    assert "usual" == engine.search
    assert [("wider", 4)] * 2 == [step.searched for step in steps]
    assert not hasattr(PivotEngine([Told("fr", "en"), Streaming("en", "es")]), "search")


def test_what_one_step_cannot_write_the_pivot_cannot() -> None:
    """And loading loads all."""
    first, second = Told("fr", "en"), Told("en", "es")
    loaded: list[str] = []
    first.lacks = lambda char: char == "ß"
    second.load = lambda: loaded.append("second")
    engine = PivotEngine([first, second])
    engine.load()

    assert [True, False] == [engine.lacks("ß"), engine.lacks("e")]
    assert ["second"] == loaded


@pytest.mark.parametrize("pairs", [[], [("fr", "en")], [("fr", "en"), ("de", "es")]])
def test_steps_that_do_not_meet_are_refused(pairs: list[tuple[str, str]]) -> None:
    """A programmer's mistake is found at once."""
    with pytest.raises(ValueError, match=r"\["):
        PivotEngine([Told(*pair) for pair in pairs])
