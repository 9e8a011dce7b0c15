"""Training: sentence pairs → a model of the house's own, as an ordinary Argos package.

In: files of pairs and reviewed catalogs, and a package to train on (or none). Out: a package that
`bilingual models install` and Argos Translate itself take. PyTorch, an extra, is loaded when
training begins and not before; no network is used.
"""

from __future__ import annotations

from collections.abc import Callable

from bilingual.training.material import Sources
from bilingual.training.package import QUANTISATIONS
from bilingual.training.plan import Plan, Scores, Trained
from bilingual.training.recipe import Recipe, scratch
from bilingual.training.report import Limits, Progress
from bilingual.training.requirements import (
    check_device,
    has_torch,
    is_quick_in_bfloat16,
    require_torch,
)
from bilingual.training.shape import Shape

__all__ = [
    "QUANTISATIONS",
    "Limits",
    "Plan",
    "Progress",
    "Recipe",
    "Scores",
    "Shape",
    "Sources",
    "Trained",
    "check_device",
    "has_torch",
    "is_quick_in_bfloat16",
    "require_torch",
    "scratch",
    "train",
]


def train(
    plan: Plan,
    report: Callable[[Progress], None],
    preparing: Callable[[int, int], None] | None = None,
) -> Trained:
    """Train as planned, write the package, and return what came of it; see `run.train`.

    Raises: InstallError when PyTorch is missing; else as `run.train`.
    """
    require_torch()
    from bilingual.training import run

    return run.train(plan, report, preparing)
