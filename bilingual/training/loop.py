"""The training loop: a network and its batches, step by step, with measurements in between.

In: a network, the corpora, a recipe, limits. Out: the weights that did best on the pairs held
out. Ctrl-C ends it after the step it is at, with a checkpoint that goes on from there.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from bilingual.training.checkpoint import load_checkpoint, save_checkpoint
from bilingual.training.corpus import Batch, Corpus, endless
from bilingual.training.losses import Judge
from bilingual.training.muon import Muon
from bilingual.training.network import Network
from bilingual.training.recipe import Recipe
from bilingual.training.report import Limits, Progress

_SAVE_EVERY_S = 120.0
_FUSED = {"inner": 3, "memory": 2}  # projections that lie one below the other in one matrix


@dataclass
class State:
    """Where a run stands. `best` are the weights of the lowest loss on the held-out pairs.

    `is_settled` tells that these no longer got better, and the run ended of itself.
    """

    step: int = 0
    seen: int = 0
    seconds: float = 0.0
    stale: int = 0
    before: tuple[float, float] | None = None
    best_loss: float = float("inf")
    best_step: int = 0
    best_drift: float = 0.0
    best: dict[str, Tensor] = field(default_factory=dict)
    is_settled: bool = False


class Trainer:
    """Trains a network. `masters` are the weights in float32, also where it computes in bfloat16.

    `recipe_name` names all that the run is made of: a checkpoint of another run is refused.
    """

    def __init__(
        self,
        network: Network,
        corpus: Corpus,
        judge: Judge,
        recipe: Recipe,
        *,
        checkpoint: Path,
        recipe_name: str,
        replay: Corpus | None = None,
        device: str = "cpu",
    ) -> None:
        self.network, self.corpus, self.judge, self.recipe = network, corpus, judge, recipe
        self.replay = replay if recipe.replay else None
        self.device, self.path, self.recipe_name = device, checkpoint, recipe_name
        self.state = State()
        self.names = [name for name, _parameter in network.named_parameters()]
        self.masters = [
            parameter.detach().clone().float().to(device).requires_grad_()
            for parameter in network.parameters()
        ]
        self.optimisers = _optimisers(dict(zip(self.names, self.masters, strict=True)), recipe)
        network.to(device)
        if recipe.is_bfloat16:
            network.bfloat16()
        self.live = list(network.parameters())
        self.start = [master.detach().clone() for master in self.masters] if recipe.pull else []

    def resume(self) -> bool:
        """Go on where the checkpoint stands; tell whether there was one.

        Raises: TrainingError when it is damaged or of another run.
        """
        found = load_checkpoint(self.path, self.recipe_name)
        if found is None:
            return False
        for name, master in zip(self.names, self.masters, strict=True):
            master.data.copy_(found["weights"][name])
        for optimiser, saved in zip(self.optimisers, found["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        torch.set_rng_state(found["random"])
        self.state = State(**found["state"])
        self._publish()
        return True

    def run(self, limits: Limits, report: Callable[[Progress], None]) -> State:
        """Train until the limits, or until the held-out pairs get no better; return the state.

        Raises: KeyboardInterrupt, once the checkpoint is written; OutputError when it cannot be.
        """
        if self.state.is_settled:
            return self.state
        begin, earlier = time.monotonic(), self.state.seconds
        saved = begin
        if self.state.before is None:
            self._measure(report, limits)
        with _interrupts() as is_interrupted:
            for batch, anchor in self._batches():
                share = limits.share(self.state.step, time.monotonic() - begin)
                if share >= 1.0:
                    break
                self._step(batch, anchor, self._rate(share))
                self.state.seconds = earlier + time.monotonic() - begin
                if self.state.step % self.recipe.interval == 0:
                    self._measure(report, limits)
                    if 0 < self.recipe.patience <= self.state.stale:
                        self.state.is_settled = True
                        break
                if time.monotonic() - saved > _SAVE_EVERY_S:
                    self.save()
                    saved = time.monotonic()
                if is_interrupted():
                    self.save()
                    raise KeyboardInterrupt
        if self.state.step % self.recipe.interval:
            self._measure(report, limits)
        self.save()
        return self.state

    def save(self) -> None:
        """Write the checkpoint."""
        state = {name: getattr(self.state, name) for name in State.__dataclass_fields__}
        save_checkpoint(
            self.path,
            self.recipe_name,
            {
                "weights": self.weights(),
                "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
                "random": torch.get_rng_state(),
                "state": state,
            },
        )

    def weights(self) -> dict[str, Tensor]:
        """Return a copy of the weights as they are now, in float32."""
        pairs = zip(self.names, self.masters, strict=True)
        return {name: master.detach().clone().cpu() for name, master in pairs}

    def chosen(self) -> dict[str, Tensor]:
        """Return the weights to keep: the best on the held-out pairs, else those of the end."""
        return self.state.best if self.recipe.patience and self.state.best else self.weights()

    def _batches(self) -> Iterator[tuple[Batch, Batch | None]]:
        """Give what each step learns from, from the step on at which the run stands."""
        recipe, done = self.recipe, self.state.step
        batches = endless(self.corpus, recipe.tokens, recipe.seed, done)
        if self.replay is None or not len(self.replay):
            for batch in batches:
                yield batch, None
            return
        yield from zip(
            batches, endless(self.replay, recipe.replay_tokens, recipe.seed, done), strict=True
        )

    def _rate(self, share: float) -> float:
        """Return what the rates are multiplied by: up over the warm-up, down over the fall."""
        up = min((self.state.step + 1) / max(self.recipe.warmup, 1), 1.0)
        return up * min((1.0 - share) / max(self.recipe.fall, 1e-9), 1.0)

    def _step(self, batch: Batch, anchor: Batch | None, rate: float) -> None:
        recipe = self.recipe
        full = (recipe.inner_rate, recipe.rate) if len(self.optimisers) == 2 else (recipe.rate,)
        for optimiser, most in zip(self.optimisers, full, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = most * rate
        self.network.train()
        self.judge.loss(self.network, batch, recipe.smoothing).backward()
        if anchor is not None:
            (recipe.replay * self.judge.drift(self.network, anchor)).backward()
        for master, parameter in zip(self.masters, self.live, strict=True):
            master.grad = None if parameter.grad is None else parameter.grad.float()
            parameter.grad = None
        torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self._pull(recipe.pull * rate)
        self._publish()
        self.state.step += 1
        self.state.seen += batch.tokens

    @torch.no_grad()
    def _pull(self, share: float) -> None:
        """Take the masters back towards where they began.

        Source: Li et al. (2018), "Explicit inductive bias for transfer learning": L2-SP, here apart
        from the gradient as weight decay is in AdamW.
        """
        for master, start in zip(self.masters, self.start, strict=False):
            master.lerp_(start, share)

    @torch.no_grad()
    def _publish(self) -> None:
        """Give the network the weights of the masters."""
        for parameter, master in zip(self.live, self.masters, strict=True):
            parameter.copy_(master)

    def _measure(self, report: Callable[[Progress], None], limits: Limits) -> None:
        """Measure the held-out pairs, and keep the weights where they did best so far."""
        state = self.state
        loss, drift = self.judge.measured(self.network)
        if state.before is None:
            state.before = (loss, drift)
        is_best = loss < state.best_loss
        if is_best:
            state.best_loss, state.best_drift = loss, drift
            state.best_step, state.stale = state.step, 0
            if self.recipe.patience:
                state.best = self.weights()
        else:
            state.stale += 1
        report(Progress(state.step, limits.steps, state.seconds, state.seen, loss, drift, is_best))


def _optimisers(masters: dict[str, Tensor], recipe: Recipe) -> list[torch.optim.Optimizer]:
    """Return Muon for the matrices inside the layers where the recipe wants it, AdamW for the rest.

    A small decay keeps weights from growing; it is nothing next to what a step changes.
    """
    settings: dict[str, Any] = {"betas": (0.9, 0.98), "eps": 1e-9, "weight_decay": 0.01}
    if not recipe.inner_rate:
        settings["weight_decay"] = 0.0  # what is fine-tuned shall stay what it was
        return [torch.optim.AdamW(masters.values(), lr=recipe.rate, **settings)]
    inner = {n: m for n, m in masters.items() if m.dim() == 2 and n.split(".")[0] in _SIDES}
    rest = [master for name, master in masters.items() if name not in inner]
    fused = [(m, _FUSED.get(n.split(".")[-2], 1)) for n, m in inner.items()]
    return [
        Muon(fused, lr=recipe.inner_rate),
        torch.optim.AdamW(rest, lr=recipe.rate, **settings),
    ]


_SIDES = ("encoder", "decoder")


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Take note of Ctrl-C instead of stopping in the middle of a step; a second one stops at once.

    Gives a function that tells whether it came. Only the main thread may do so; elsewhere nothing
    changes.
    """
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    former = signal.getsignal(signal.SIGINT)

    def note(number: int, _frame: object) -> None:
        came.append(number)
        signal.signal(signal.SIGINT, former)

    if former is None or former is signal.SIG_IGN:
        yield lambda: False
        return
    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(came)
    finally:
        signal.signal(signal.SIGINT, former)
