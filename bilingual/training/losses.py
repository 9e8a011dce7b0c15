"""What a step is judged by: the loss on pairs, and how far the model has come from its parent."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from bilingual.training.corpus import Batch, Corpus, in_order
from bilingual.training.network import Network

_FULL = 512  # rows of logits come in multiples of it: few distinct shapes


class Judge:
    """Measures a network. `teacher` is the network as it was at the start, None from scratch.

    `held_out` are pairs that are never trained on, `anchors` general ones. `start` is the number
    that targets begin with.
    """

    def __init__(
        self,
        start: int,
        held_out: Corpus,
        anchors: Corpus | None = None,
        teacher: Network | None = None,
        device: str = "cpu",
        tokens: int = 4_096,
    ) -> None:
        self._start, self._held_out, self._anchors = start, held_out, anchors
        self._teacher, self._device, self._tokens = teacher, device, tokens
        if teacher is not None:
            teacher.to(device).eval()
            teacher.requires_grad_(requires_grad=False)

    def loss(self, network: Network, batch: Batch, smoothing: float) -> Tensor:
        """Return the mean loss of a target token, with label smoothing."""
        logits, gold = self._logits(network, batch)
        return functional.cross_entropy(logits, gold, label_smoothing=smoothing)

    def drift(self, network: Network, batch: Batch) -> Tensor:
        """Return the mean divergence of the network from its teacher, per target token.

        Source: Kullback–Leibler divergence of the teacher's distribution over pieces from the
        network's; Li and Hoiem (2016), "Learning without forgetting".
        """
        assert self._teacher is not None
        with torch.no_grad():
            wanted = self._logits(self._teacher, batch)[0].log_softmax(-1)
        found = self._logits(network, batch)[0].log_softmax(-1)
        return functional.kl_div(found, wanted, reduction="batchmean", log_target=True)

    @torch.no_grad()
    def measured(self, network: Network) -> tuple[float, float]:
        """Return the loss on the held-out pairs, and the drift on the anchors; 0.0 without any."""
        network.eval()
        total, drift, tokens, rows = 0.0, 0.0, 0, 0
        for batch in in_order(self._held_out, self._tokens):
            total += float(self.loss(network, batch, 0.0)) * batch.tokens
            tokens += batch.tokens
        if self._teacher is not None and self._anchors is not None:
            for batch in in_order(self._anchors, self._tokens):
                drift += float(self.drift(network, batch)) * batch.tokens
                rows += batch.tokens
        return total / max(tokens, 1), drift / max(rows, 1)

    def _logits(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the logits (N, V) of the N target tokens of a batch, and the tokens (N)."""
        source, lengths, target = (
            torch.from_numpy(part).to(self._device)
            for part in (batch.source, batch.lengths, batch.target)
        )
        start = torch.full_like(target[:, :1], self._start)
        given = torch.cat([start, target[:, :-1].clamp(min=0)], 1)
        keep = (target >= 0).flatten().nonzero()[:, 0]
        count = keep.numel()
        rows = functional.pad(keep, (0, -count % _FULL))
        states = network(source, lengths, given).flatten(0, 1)[rows]
        return network.logits(states)[:count].float(), target.flatten()[keep]
