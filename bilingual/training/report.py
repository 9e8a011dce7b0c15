"""What a training run is told and tells: its limits, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run ends: after so many steps in all, or minutes of this call; 0 is without limit."""

    steps: int = 0
    minutes: float = 0.0

    def share(self, step: int, seconds: float) -> float:
        """Return how much of the nearer limit is used up, 1.0 and more at the end.

        >>> Limits(steps=10, minutes=1).share(5, 45.0)
        0.75
        """
        used = [step / self.steps] if self.steps else []
        used += [seconds / (self.minutes * 60)] if self.minutes else []
        return max(used, default=0.0)


@dataclass(frozen=True, slots=True)
class Progress:
    """A measurement: `loss` is the mean negative log-probability of a held-out target token.

    `drift` is how far the model has come from the one it began as, on general sentences it is not
    trained on: nats per token, 0.0 at the beginning and where none are held out. `steps` is 0
    where there is no limit; `seen` counts target tokens.
    """

    step: int
    steps: int
    seconds: float
    seen: int
    loss: float
    drift: float
    is_best: bool
