"""The benchmark of faithfulness runs where the shared texts are not, and says so."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "faithfulness.py"


@pytest.fixture
def benchmark(monkeypatch):
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("faithfulness", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "faithfulness", module)
    spec.loader.exec_module(module)
    return module


def test_it_runs_on_our_own_sentences_alone(benchmark, monkeypatch, capsys, tmp_path):
    """Without the shared texts it measures our own sentences, and names what it left out."""
    figures = tmp_path / "figures.json"
    options = ["--shared", str(tmp_path), "--limit", "4", "--json", str(figures)]
    monkeypatch.setattr("sys.argv", ["faithfulness.py", *options])

    benchmark.main()

    out = capsys.readouterr().out
    assert "left out: flores200-dev" in out
    assert "left out: newstest2013" in out
    own, everything = json.loads(figures.read_text(encoding="utf-8"))["facts"]
    assert 4 == own["sentences"] == everything["sentences"]
    assert own["after"] <= own["before"]


def test_alarms_count_sentences_and_kinds(benchmark):
    """A pair with a wrong number counts once, under its kind."""
    pairs = benchmark.Pairs("two", ("Il a 12 ans.", "Oui."), ("He is 21.", "Yes."))
    measured = benchmark.alarms(pairs)

    assert 500 == measured["errors_per_1000"]
    assert {"error number": 1} == measured["kinds"]


def test_our_own_sentences_are_many_and_distinct(benchmark, tmp_path):
    """At least a hundred, none twice, each with something that can go wrong."""
    (own,) = benchmark.read_pairs(tmp_path)

    assert len(own.sources) >= 100
    assert len(own.sources) == len(set(own.sources))
