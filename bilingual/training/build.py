"""The network with the weights it begins with, and what it makes of sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor

from bilingual.training.modelfile import Array
from bilingual.training.network import Network
from bilingual.training.shape import Shape
from bilingual.training.vocabulary import Vocabulary


def network_of(
    shape: Shape,
    weights: Mapping[str, Array] | None,
    positions: Array | None,
    dropout: float = 0.0,
) -> Network:
    """Return a network with these weights, or with random ones where there are none."""
    table = None if positions is None else torch.from_numpy(np.array(positions))
    network = Network(shape, dropout, table)
    if weights is not None:
        network.load_state_dict({n: torch.from_numpy(np.array(w)) for n, w in weights.items()})
    return network


@torch.no_grad()
def scored(network: Network, vocabulary: Vocabulary, texts: Sequence[Sequence[int]]) -> list[float]:
    """Return, for each text, the mean log-probability per token of itself as its translation."""
    network.eval()
    means = []
    for ids in texts:
        source = torch.tensor([vocabulary.source(ids)])
        target = torch.tensor([[*ids, vocabulary.end]])
        given = torch.cat([torch.full((1, 1), vocabulary.start), target[:, :-1]], 1)
        states = network(source, torch.tensor([source.shape[1]]), given)
        found: Tensor = network.logits(states).log_softmax(-1).gather(-1, target[..., None])
        means.append(float(found.mean()))
    return means
