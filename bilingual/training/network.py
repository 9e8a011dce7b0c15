"""A small encoder-decoder Transformer in PyTorch, number for number what CTranslate2 computes.

Normalisation before each layer, ReLU, sinusoid positions, one table of embeddings for both sides.
Shapes: B sentences, S source and T target tokens, D the width, V pieces.

Source: Vaswani et al. (2017), "Attention is all you need"; normalisation before each layer:
Xiong et al. (2020), "On layer normalization in the Transformer architecture".
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from bilingual.training.shape import Shape


class Attention(nn.Module):
    """Attention over the sentence itself, or over a `memory` of another."""

    def __init__(self, width: int, heads: int, *, is_cross: bool = False) -> None:
        super().__init__()
        self.heads = heads
        if is_cross:
            self.query, self.memory = nn.Linear(width, width), nn.Linear(width, 2 * width)
        else:
            self.inner = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor | None, memory: Tensor | None = None) -> Tensor:
        """Return (B, T, D) for `x` (B, T, D); `mask` is true where a token may be looked at."""
        if memory is None:
            query, key, value = self.inner(x).chunk(3, -1)
        else:
            query = self.query(x)
            key, value = self.memory(memory).chunk(2, -1)
        size = query.shape[-1] // self.heads
        query, key, value = (
            part.unflatten(-1, (self.heads, size)).transpose(1, 2) for part in (query, key, value)
        )
        # Written out: on a processor the fused kernel's way back is slower than this.
        scores = (query * size**-0.5) @ key.transpose(-1, -2)
        if mask is not None:
            scores = scores.masked_fill(~mask, float("-inf"))
        mixed = scores.softmax(-1) @ value
        return self.out(mixed.transpose(1, 2).flatten(2))


class Layer(nn.Module):
    """One layer of the encoder, or of the decoder where `has_cross`."""

    def __init__(self, shape: Shape, dropout: float, *, has_cross: bool) -> None:
        super().__init__()
        width = shape.width
        self.norm_self, self.attend_self = nn.LayerNorm(width), Attention(width, shape.heads)
        self.has_cross = has_cross
        if has_cross:
            self.norm_cross = nn.LayerNorm(width)
            self.attend_cross = Attention(width, shape.heads, is_cross=True)
        self.norm_feed = nn.LayerNorm(width)
        self.up, self.down = nn.Linear(width, shape.hidden), nn.Linear(shape.hidden, width)
        self.drop = nn.Dropout(dropout)

    def forward(
        self,
        x: Tensor,
        mask: Tensor | None,
        memory: Tensor | None = None,
        memory_mask: Tensor | None = None,
    ) -> Tensor:
        """Return (B, T, D) for `x` (B, T, D)."""
        x = x + self.drop(self.attend_self(self.norm_self(x), mask))
        if self.has_cross:
            x = x + self.drop(self.attend_cross(self.norm_cross(x), memory_mask, memory))
        return x + self.drop(self.down(functional.relu(self.up(self.norm_feed(x)))))


def sinusoids(length: int, width: int) -> Tensor:
    """Return the positions (length, width) that CTranslate2 computes: sines, then cosines."""
    half = width // 2
    rates = torch.exp(torch.arange(half).float() * (-math.log(10_000) / max(half - 1, 1)))
    angles = torch.arange(1, length + 1).float()[:, None] * rates[None]
    return torch.cat([angles.sin(), angles.cos()], 1)


class Network(nn.Module):
    """The whole Transformer; its weights are named as in `shape.variable_names`."""

    def __init__(self, shape: Shape, dropout: float = 0.0, positions: Tensor | None = None) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.pieces, shape.width)
        self.encoder = nn.ModuleList(
            Layer(shape, dropout, has_cross=False) for _layer in range(shape.encoders)
        )
        self.decoder = nn.ModuleList(
            Layer(shape, dropout, has_cross=True) for _layer in range(shape.decoders)
        )
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.out_bias = nn.Parameter(torch.zeros(shape.pieces))
        if not shape.is_tied:
            self.out_weight = nn.Parameter(torch.zeros(shape.pieces, shape.width))
        self.drop = nn.Dropout(dropout)
        table = sinusoids(shape.positions, shape.width) if positions is None else positions
        self.register_buffer("positions", table, persistent=False)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.xavier_uniform_(parameter)
        nn.init.normal_(self.embed.weight, std=shape.width**-0.5)

    def _embedded(self, ids: Tensor) -> Tensor:
        x = self.embed(ids) * self.shape.width**0.5
        return self.drop(x + self.positions[: ids.shape[1]].to(x.dtype))

    def forward(self, source: Tensor, source_lengths: Tensor, target: Tensor) -> Tensor:
        """Return the states (B, T, D) before the last layer.

        `source` is (B, S) with its lengths (B); `target` (B, T) begins with the start token. What
        fills the ends of shorter targets does not matter: nothing looks forward.
        """
        places = torch.arange(source.shape[1], device=source.device)
        mask = (places[None] < source_lengths[:, None])[:, None, None, :]
        x = self._embedded(source)
        for layer in self.encoder:
            x = layer(x, mask)
        memory = self.encoder_norm(x)
        ones = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool, device=source.device)
        y = self._embedded(target)
        for layer in self.decoder:
            y = layer(y, ones.tril(), memory, mask)
        return self.decoder_norm(y)

    def logits(self, states: Tensor) -> Tensor:
        """Return (…, V) for states (…, D)."""
        weight = self.embed.weight if self.shape.is_tied else self.out_weight
        return functional.linear(states, weight, self.out_bias)
