"""The benchmark of checks and risk runs where the shared texts are not; our own pairs stay good."""

from __future__ import annotations

import importlib.util
import json
import random
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "benchmarks" / "risk.py"


@pytest.fixture
def benchmark(monkeypatch):
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("risk_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "risk_benchmark", module)
    spec.loader.exec_module(module)
    return module


def test_it_runs_on_our_own_pairs_alone(benchmark, monkeypatch, capsys, tmp_path):
    """Without the shared texts it measures our own pairs, on which the goals are kept."""
    figures = tmp_path / "figures.json"
    monkeypatch.setattr("sys.argv", ["risk.py", "--shared", str(tmp_path), "--json", str(figures)])

    benchmark.main()

    assert "left out: flores200-dev" in capsys.readouterr().out
    own = json.loads(figures.read_text(encoding="utf-8"))["our own"]
    assert own["alarms_per_1000"] == 0.0
    assert own["found"] >= benchmark.GOAL_FOUND
    assert own["auc"] >= benchmark.GOAL_AUC


def test_auc_counts_ties_half(benchmark):
    """All above is 1, all alike a half, all below 0."""
    assert [1.0, 0.5, 0.0] == [
        benchmark.auc([0.1, 0.2], [0.8]),
        benchmark.auc([0.3], [0.3, 0.3]),
        benchmark.auc([0.9], [0.1]),
    ]


def test_each_seed_changes_a_pair(benchmark):
    """Every kind of error has a place in our own pairs, and changes the target."""
    pairs = benchmark.read_pairs(Path("/nowhere"))["our own"]
    for seed in benchmark.SEEDS:
        made = [(target, seed(source, target, random.Random(1))) for source, target in pairs]
        assert any(wrong not in (None, target) for target, wrong in made), seed.__name__
