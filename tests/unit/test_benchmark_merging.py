"""The comparison of merging tools that the README shows, run with the real programs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "merging.py"


def load():
    spec = importlib.util.spec_from_file_location("merging", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_ours_keeps_two_reviews_offers_one_and_hands_none_over():
    """What is said of msgmerge, pot2po, Babel and polib is what they do, and ours does better."""
    *others, ours = load().measured()

    assert {
        "tool": "bilingual",
        "names": "by content",
        "one word changed": "fuzzy, its own text",
        "moved": "reviewed, its own text",
        "stayed": "reviewed, its own text",
        "added": "empty, to be translated",
    } == ours
    assert 8 == len(others)
    for row in others:
        if row["tool"].startswith("polib"):
            assert "set aside" in row["one word changed"]
        else:
            assert "fuzzy, **another sentence's** text" == row["added"]
        if row["names"] == "by place":
            assert "reviewed, its own text" not in row.values()
