"""The benchmark's gate: floors rise, and never sink unasked."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The benchmark, as a module."""
    path = ROOT / "tests/benchmarks/segmentation.py"
    spec = importlib.util.spec_from_file_location("bench_segmentation", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("figure", "update", "allow", "kept", "failures"),
    [
        (99.6, False, False, 99.5, 0),
        (99.6, True, False, 99.6, 0),
        (99.4, False, False, 99.5, 1),
        (99.4, True, False, 99.5, 1),
        (99.4, False, True, 99.5, 1),
        (99.4, True, True, 99.4, 0),
    ],
)
def test_a_floor_sinks_only_when_told_to(bench, figure, update, allow, kept, failures) -> None:
    """--update raises a floor; only with --allow-regression beside it can it lower one."""
    floors, wrong = bench.judged(
        {"a": figure}, {"a": 99.5, "absent": 98.0}, update=update, allow_regression=allow
    )
    assert floors == {"a": kept, "absent": 98.0}
    assert len(wrong) == failures


def test_f1_counts_the_boundaries_inside(bench) -> None:
    """One boundary right, one too many, one missed: 50 per cent; a document's end counts nothing."""
    document = {"text": "A b. C d. E. F", "spans": [[0, 4], [5, 12], [13, 14]]}
    assert bench.boundary_f1(lambda *_text: ["A b.", "C d.", "E. F"], [document]) == 50.0


def test_the_pinned_floors_are_those_of_the_issue_or_better() -> None:
    """What was asked for: Sequoia 99.5, GSD 98, every hard case."""
    floors = json.loads((ROOT / "tests/benchmarks/segmentation_floors.json").read_text("utf-8"))[
        "floors"
    ]
    assert floors["sequoia_dev.nl"] >= 99.5
    assert floors["sequoia_news.nl"] >= 99.5
    assert floors["gsd_dev.nl"] >= 98.0
    assert floors["press (156)"] == 156
    assert floors["own French"] >= 40
    assert floors["own English"] >= 30


def test_without_the_gold_sets_it_says_what_it_leaves_out(bench, tmp_path) -> None:
    """A checkout with nothing beside it has the cases of its own, and names the rest."""
    found = bench.corpora(tmp_path)
    assert not found.gold
    assert len(found.absent) == len(bench.GOLD)
    assert sum(len(cases) for _locale, cases in found.hard.values()) > 200
    assert bench.quality(bench.ours, found)["press (156)"] == 156
