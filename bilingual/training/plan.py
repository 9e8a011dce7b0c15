"""What is asked of a training run, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bilingual.packages import Package
from bilingual.pairs import Cleaned
from bilingual.training.material import Sources
from bilingual.training.recipe import Recipe
from bilingual.training.report import Limits, Progress
from bilingual.training.shape import Shape


@dataclass(frozen=True, slots=True)
class Plan:
    """A training run. `start` is the package to train on, None from scratch with `shape`.

    `replay` are files of general sentences. The package is written into `output` as
    `<name>.argosmodel`; `cache` holds a folder with a checkpoint for each run. `is_anew` begins
    again where there is a checkpoint. An empty `version` is the parent's with `.1` behind it.
    """

    sources: Sources
    output: Path
    cache: Path
    name: str
    start: Package | None = None
    shape: Shape = field(default_factory=Shape)
    recipe: Recipe = field(default_factory=Recipe)
    limits: Limits = field(default_factory=Limits)
    replay: tuple[Path, ...] = ()
    version: str = ""
    licence: str = ""
    quantisation: str = "int8"
    threads: int = 0
    device: str = "cpu"
    is_anew: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """How a package translates the held-out pairs: each metric's number, and its signature."""

    sentences: int
    metrics: Mapping[str, float]
    signatures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trained:
    """A finished run. `before` and `after` are how the parent and the new package translate the
    held-out pairs, None where they could not be measured. `history` are the run's measurements,
    those of earlier calls left out; `was_resumed` tells whether there were earlier calls.
    """

    package: Package
    folder: Path
    count: Cleaned
    pairs: int
    held_out: int
    replayed: int
    steps: int
    best_step: int
    seen: int
    seconds: float
    loss_before: float
    loss_after: float
    drift: float
    before: Scores | None
    after: Scores | None
    history: tuple[Progress, ...]
    was_resumed: bool
