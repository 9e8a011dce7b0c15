"""A whole training run: files → pairs → a trained network → an Argos package with its card.

In: a plan. Out: the package, and what can be said of it. No network is used.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import torch

from bilingual.atomic import make_folder, write_atomically
from bilingual.errors import BitextError
from bilingual.interface import _
from bilingual.packages import read_package
from bilingual.text import normalised
from bilingual.training import card
from bilingual.training.build import network_of
from bilingual.training.corpus import LONGEST, Corpus, batches_in_pass
from bilingual.training.loop import State, Trainer
from bilingual.training.losses import Judge
from bilingual.training.material import Material, digest_of, read_material
from bilingual.training.measuring import measured
from bilingual.training.network import sinusoids
from bilingual.training.package import build_folder, pack
from bilingual.training.parent import Parent, open_parent
from bilingual.training.plan import Plan, Scores, Trained
from bilingual.training.recipe import FINE, Recipe
from bilingual.training.replay import replay_corpora, replay_pairs
from bilingual.training.report import Limits, Progress
from bilingual.training.shape import Shape
from bilingual.training.shortlist import shortlist_of
from bilingual.training.vocabulary import Vocabulary, train_vocabulary

# A fine-tuning run reads the pairs so many times at most; it nearly always stops earlier.
_PASSES = 40
_MOST_TOKENS = 4_096  # in a batch, however much there is to learn from
_FEWEST_STEPS, _MOST_STEPS = 100, 4_000

Report = Callable[[Progress], None]
Steps = Callable[[int, int], None]


@dataclass(frozen=True)
class _Start:
    """What a run begins with: the parent where there is one, and what every run has."""

    parent: Parent | None
    shape: Shape
    vocabulary: Vocabulary


def train(plan: Plan, report: Report, preparing: Steps | None = None) -> Trained:
    """Train as planned, write the package, and return what came of it.

    `report` is called with each measurement, `preparing` with how many sentences of the replay
    are translated, of how many. A run that was stopped goes on where its checkpoint stands, with
    the same result as if it had not been stopped.

    Raises: BitextError when there is too little to learn from; PackageError when the parent
    cannot be trained on; TrainingError when a checkpoint is damaged; OutputError when nothing can
    be written; KeyboardInterrupt at Ctrl-C, once the checkpoint is written.
    """
    if plan.threads:
        torch.set_num_threads(plan.threads)
    digest, _count = digest_of(plan.sources)
    start, folder = _start(plan, digest)
    longest = min(LONGEST, start.shape.positions)
    material = read_material(plan.sources, start.vocabulary, longest)
    if not len(material.train):
        raise BitextError(
            _("all pairs have the same source"),
            hint=_("Give more sentences to learn from."),
        )
    plan = replace(plan, recipe=_fitted(plan.recipe, material.train))
    limits = _limits(plan, material.train)
    trainer = _trainer(plan, start, material, folder, preparing)
    if plan.is_anew:
        (folder / "checkpoint.pt").unlink(missing_ok=True)
    was_resumed = trainer.resume()
    history: list[Progress] = []

    def note(progress: Progress) -> None:
        history.append(progress)
        report(progress)

    trainer.run(limits, note)
    return _finished(plan, start, material, trainer, folder, history, was_resumed)


def _start(plan: Plan, digest: str) -> tuple[_Start, Path]:
    """Return what the run begins with, and its folder in the cache."""
    if plan.start is not None:
        parent = open_parent(plan.start)
        start = _Start(parent, parent.shape, parent.vocabulary)
        return start, _folder(plan, digest, plan.start.sha256)
    folder = _folder(plan, digest, repr(plan.shape))
    file = folder / "tokenizer.model"
    if file.is_file() and not plan.is_anew:
        vocabulary = Vocabulary.from_tokenizer(file.read_bytes())
    else:
        sentences = chain.from_iterable((p.source, p.target) for p in plan.sources.pairs())
        vocabulary = train_vocabulary(sentences, plan.shape.pieces, plan.recipe.seed)
        make_folder(folder)
        write_atomically(file, vocabulary.tokenizer)
    shape = replace(plan.shape, pieces=len(vocabulary.pieces))
    return _Start(None, shape, vocabulary), folder


def _folder(plan: Plan, digest: str, beginning: str) -> Path:
    """Return the folder of the run: another one for other texts, settings or beginnings."""
    parts = [digest, beginning, plan.recipe.signature, *map(str, plan.replay)]
    name = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
    return plan.cache / f"{plan.name}-{name}"


def _fitted(recipe: Recipe, corpus: Corpus) -> Recipe:
    """Return the recipe with batches for this much text: more of it, less noise in each step."""
    if recipe.kind != FINE:
        return recipe
    return replace(recipe, tokens=max(recipe.tokens, min(corpus.tokens // 100, _MOST_TOKENS)))


def _limits(plan: Plan, corpus: Corpus) -> Limits:
    """Return the limits asked for; without any, fine-tuning reads the pairs so many times."""
    if plan.limits.steps or plan.limits.minutes:
        return plan.limits
    passes = batches_in_pass(corpus, plan.recipe.tokens) * _PASSES
    return Limits(steps=max(_FEWEST_STEPS, min(passes, _MOST_STEPS)))


def _trainer(
    plan: Plan, start: _Start, material: Material, folder: Path, preparing: Steps | None
) -> Trainer:
    """Return the trainer, its network as it is before the first step."""
    torch.manual_seed(plan.recipe.seed)
    recipe, parent, vocabulary = plan.recipe, start.parent, start.vocabulary
    replay, anchors, teacher = Corpus(), Corpus(), None
    if parent is not None and recipe.replay:
        house = {normalised(pair.source) for pair in plan.sources.pairs()}
        pairs = replay_pairs(
            parent, plan.replay, house, threads=torch.get_num_threads(), progress=preparing
        )
        replay, anchors = replay_corpora(pairs, parent)
        teacher = network_of(parent.shape, parent.weights, parent.positions)
    weights = None if parent is None else parent.weights
    positions = None if parent is None else parent.positions
    network = network_of(start.shape, weights, positions, recipe.dropout)
    judge = Judge(vocabulary.start, material.held_out, anchors, teacher, plan.device)
    return Trainer(
        network,
        material.train,
        judge,
        recipe,
        checkpoint=folder / "checkpoint.pt",
        recipe_name=f"{recipe.signature}|{material.train.digest}|{replay.digest}",
        replay=replay,
        device=plan.device,
    )


def _finished(
    plan: Plan,
    start: _Start,
    material: Material,
    trainer: Trainer,
    folder: Path,
    history: list[Progress],
    was_resumed: bool,
) -> Trained:
    """Write the package with its card, and return what came of the run."""
    state = trainer.state
    replayed = 0 if trainer.replay is None else len(trainer.replay)
    path, before, after = _written(plan, start, material, trainer, replayed)
    return Trained(
        package=read_package(path),
        folder=folder,
        count=material.count,
        pairs=len(material.train),
        held_out=len(material.held_out),
        replayed=replayed,
        steps=state.step,
        best_step=state.best_step,
        seen=state.seen,
        seconds=state.seconds,
        loss_before=state.before[0] if state.before else 0.0,
        loss_after=state.best_loss,
        drift=state.best_drift,
        before=before,
        after=after,
        history=tuple(history),
        was_resumed=was_resumed,
    )


def _written(
    plan: Plan, start: _Start, material: Material, trainer: Trainer, replayed: int
) -> tuple[Path, Scores | None, Scores | None]:
    """Write the package; return its path, and the scores of the parent and of itself."""
    positions = start.parent.positions if start.parent is not None else None
    if positions is None:
        positions = sinusoids(start.shape.positions, start.shape.width).numpy()
    weights = {name: weight.numpy() for name, weight in trainer.chosen().items()}
    stated = card.metadata_of(plan)
    path = plan.output / f"{plan.name}.argosmodel"
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / card.folder_name(plan)
        if start.parent is not None:
            shortlist = start.parent.shortlist  # the vocabulary is the parent's
        else:
            shortlist = shortlist_of(material.train, start.vocabulary.pieces)
        build_folder(
            made,
            start.shape,
            weights,
            positions,
            start.vocabulary,
            stated,
            plan.quantisation,
            shortlist,
        )
        threads = torch.get_num_threads()
        after = measured(read_package(made), material.texts, threads)
        before = measured(plan.start, material.texts, threads) if plan.start else None
        text = card.card(plan, _facts(material, trainer.state, replayed), before, after)
        (made / card.FILE).write_text(text, encoding="utf-8")
        pack(made, path)
    return path, before, after


def _facts(material: Material, state: State, replayed: int) -> dict[str, object]:
    """Return the run's numbers as the card names them."""
    loss = state.before[0] if state.before else 0.0
    return {
        "pairs": len(material.train),
        "pairs held out": len(material.held_out),
        "general pairs replayed": replayed,
        "steps": f"{state.step} (best: {state.best_step})",
        "target tokens seen": state.seen,
        "minutes": round(state.seconds / 60, 1),
        "loss on the pairs held out, nats per token": f"{loss:.3f} → {state.best_loss:.3f}",
        "drift on general sentences, nats per token": f"{state.best_drift:.4f}",
    }
