"""What every engine keeps, whoever wrote it. All registered engines are judged."""

from __future__ import annotations

import re

import pytest

from bilingual import engines
from bilingual.engines import Engine
from bilingual.engines.pivot import PivotEngine
from bilingual.errors import UnknownEngine
from bilingual.model import Hypothesis
from bilingual.packages import choose

# How to make an engine for this test where its name alone is not enough.
OPTIONS = {"argos": lambda: {"package": choose("fr", "en", environment={}), "hypotheses": 2}}

SOURCES = [
    "Il pleut sur Nantes.",
    "",
    "Bonjour !",
    "Il pleut sur Nantes.",
    " \n\u00a0",
    "Une phrase\nsur deux lignes.",
    "« Oui », a-t-il dit ; l’œuvre coûte 1\u202f200,50 €.",
    "Le fichier mon_fichier_v2.txt est à https://exemple.fr/a_b.",
    "A. B. C. Trois phrases. Ou quatre ? Qui sait…",
    "😀",
]


@pytest.fixture(scope="module", params=[*engines.names(), "pivot"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each registered engine in turn, and two of them in a row."""
    if request.param == "pivot":
        first = engines.get("argos", **OPTIONS["argos"]())
        return PivotEngine([first, engines.get("echo", source="en", target="es")])
    return engines.get(request.param, **OPTIONS.get(request.param, dict)())


def test_one_answer_for_each_source_in_order(engine: Engine) -> None:
    """As many answers as sources; each alone gives what it gives among others."""
    made = engine.translate(SOURCES)

    assert len(SOURCES) == len(made)
    assert all(isinstance(h, Hypothesis) for hypotheses in made for h in hypotheses)
    for source, hypotheses in zip(SOURCES, made, strict=True):
        assert [h.text for h in hypotheses[:1]] == [
            h.text for h in engine.translate([source])[0][:1]
        ]


def test_nothing_gives_nothing(engine: Engine) -> None:
    """No sources, no answers."""
    assert [] == engine.translate([])


def test_a_blank_source_has_no_hypotheses(engine: Engine) -> None:
    """An empty tuple and only for blank sources."""
    for source, hypotheses in zip(SOURCES, engine.translate(SOURCES), strict=True):
        assert bool(source.strip()) == bool(hypotheses)


def test_a_hypothesis_is_one_trimmed_line(engine: Engine) -> None:
    """No line break, no blanks at the ends, not empty."""
    for hypotheses in engine.translate(SOURCES):
        for hypothesis in hypotheses:
            assert hypothesis.text
            assert hypothesis.text == hypothesis.text.strip()
            assert len(hypothesis.text.splitlines()) == 1


def test_equal_sources_have_equal_answers(engine: Engine) -> None:
    """Twice the same source, twice the same hypotheses; and again in the next run."""
    made = engine.translate(SOURCES)

    assert made[0] == made[3]
    assert [h[:1] for h in made] == [h[:1] for h in engine.translate(SOURCES)]


def test_a_line_break_counts_as_a_blank(engine: Engine) -> None:
    """A segment over two lines is the segment on one."""
    folded = [source.replace("\n", " ") for source in SOURCES]

    assert [h[:1] for h in engine.translate(folded)] == [h[:1] for h in engine.translate(SOURCES)]


def test_progress_adds_up_to_the_number_of_sources(engine: Engine) -> None:
    """Whatever the steps, all sources are reported done, each once."""
    steps: list[int] = []
    engine.translate(SOURCES, progress=steps.append)

    assert len(SOURCES) == sum(steps)
    assert all(step > 0 for step in steps)


def test_the_signature_is_one_line_of_named_fields(engine: Engine) -> None:
    """`name|setting:value|…`, printable, so that it can stand in a PO comment."""
    assert re.fullmatch(r"\w+(\|\w+:[^|\s]+)+", engine.signature)
    assert engine.signature.isprintable()


def test_languages_are_codes(engine: Engine) -> None:
    """Source and target are language codes and differ."""
    assert re.fullmatch(r"[a-z]{2,3}", engine.source)
    assert re.fullmatch(r"[a-z]{2,3}", engine.target)
    assert engine.source != engine.target


def test_an_unknown_engine_lists_those_that_exist() -> None:
    """The hint holds every name."""
    with pytest.raises(UnknownEngine) as caught:
        engines.get("deep-thought")

    assert "deep-thought" in caught.value.message
    assert all(name in caught.value.hint for name in engines.names())


def test_other_distributions_can_register_engines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    """An entry point of the group `bilingual.engines` is found by its name."""
    from importlib.metadata import EntryPoint

    entry = EntryPoint("parrot", "bilingual.engines.echo:EchoEngine", engines.GROUP)

    def entry_points(group: str, name: str = "parrot") -> list[EntryPoint]:
        return [entry] if (group, name) == (engines.GROUP, "parrot") else []

    monkeypatch.setattr(engines.metadata, "entry_points", entry_points)

    assert "parrot" in engines.names()
    assert engines.get("parrot", target="de").translate(["Oui."])[0][0].text == "[de] Oui."
