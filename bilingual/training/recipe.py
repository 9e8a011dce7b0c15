"""How a model is trained: every number that could change it, with the reason for its value."""

from __future__ import annotations

from dataclasses import asdict, dataclass

FINE, SCRATCH = "fine", "scratch"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run. Rates are per step; tokens are target tokens.

    `tokens` bounds a batch on either side. `rate` is AdamW's; `inner_rate`, where it is not 0,
    is Muon's, for the matrices inside the layers. The rate rises over `warmup` steps, and falls to
    nothing over the last `fall` share of the steps or minutes that the run has. `smoothing` is
    the share of label smoothing.

    `dropout` is nothing: the starter was trained without, and learning to bear it changes a model
    more than a house's words do (measured: twice the drift, and fewer of the words learnt).

    `replay` weighs how much the model must stay what it was on general sentences, against what it
    learns; `replay_tokens` bounds a batch of these. Each step takes the weights back towards those
    of the beginning by the share `pull`, times what the rate has risen to: what one sentence tears
    away and no other needs is given up again.

    `patience` is how many measurements without progress end the run, 0 for none; every `interval`
    steps the held-out pairs are measured.
    """

    kind: str = FINE
    seed: int = 1
    steps: int = 0
    tokens: int = 256
    rate: float = 5e-4
    inner_rate: float = 0.0
    warmup: int = 20
    fall: float = 0.3
    dropout: float = 0.0
    smoothing: float = 0.1
    replay: float = 8.0
    replay_tokens: int = 1_024
    pull: float = 0.01
    patience: int = 4
    interval: int = 20
    is_bfloat16: bool = False

    @property
    def signature(self) -> str:
        """All settings on one line, `name:value|…`."""
        return "|".join(f"{name}:{value}" for name, value in asdict(self).items())


def scratch(seed: int) -> Recipe:
    """Return the recipe of the starter: far from having read all, it underfits."""
    return Recipe(
        kind=SCRATCH,
        seed=seed,
        tokens=4_096,
        rate=1.5e-3,
        inner_rate=4e-3,
        warmup=300,
        replay=0.0,
        pull=0.0,
        patience=0,
        interval=500,
    )
