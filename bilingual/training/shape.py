"""What a Transformer of ours looks like, and where CTranslate2 keeps each of its weights.

In: a model file. Out: its shape, or a reason why it is another kind of model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bilingual.interface import _
from bilingual.training.modelfile import SPEC, ModelFile

# What all our models have, as CTranslate2 stores it: normalisation before each layer, ReLU (0),
# embeddings scaled by the root of the width, absolute positions.
_SETTINGS = {"pre_norm": 1, "activation": 0, "scale_embeddings": 1, "alibi": 0}
MOST_POSITIONS = 512  # where a model computes positions and does not say how many
EMBEDDING = "decoder/embeddings/weight"
SOURCE_EMBEDDING = "encoder/embeddings_0/weight"
PROJECTION = "decoder/projection/weight"
POSITIONS = "encoder/position_encodings/encodings"


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a Transformer: pieces, width, heads, feed-forward width, layers of each side.

    `positions` is how many tokens a side may have. Where `is_tied`, the last layer shares the
    embeddings' weights, as both sides of the embeddings always do.
    """

    pieces: int = 8_000
    width: int = 256
    heads: int = 4
    hidden: int = 1_536
    encoders: int = 6
    decoders: int = 2
    positions: int = MOST_POSITIONS
    is_tied: bool = True

    def __post_init__(self) -> None:
        if self.width % self.heads or self.width % 2:
            raise ValueError(f"a width of {self.width} cannot be shared among {self.heads} heads")

    def facts(self) -> dict[str, int]:
        """Return the sizes by name."""
        return asdict(self)


def variable_names(shape: Shape) -> Iterator[tuple[str, str]]:
    """Give each weight of the network with the name that it has in a CTranslate2 model."""
    yield "embed.weight", EMBEDDING
    yield "out_bias", "decoder/projection/bias"
    if not shape.is_tied:
        yield "out_weight", PROJECTION
    for side, layers in (("encoder", shape.encoders), ("decoder", shape.decoders)):
        yield from _norm(f"{side}_norm", f"{side}/layer_norm")
        for i in range(layers):
            yield from _layer(f"{side}.{i}", f"{side}/layer_{i}", has_cross=side == "decoder")


def _layer(ours: str, theirs: str, *, has_cross: bool) -> Iterator[tuple[str, str]]:
    yield from _norm(f"{ours}.norm_self", f"{theirs}/self_attention/layer_norm")
    yield from _linear(f"{ours}.attend_self.inner", f"{theirs}/self_attention/linear_0")
    yield from _linear(f"{ours}.attend_self.out", f"{theirs}/self_attention/linear_1")
    if has_cross:
        yield from _norm(f"{ours}.norm_cross", f"{theirs}/attention/layer_norm")
        yield from _linear(f"{ours}.attend_cross.query", f"{theirs}/attention/linear_0")
        yield from _linear(f"{ours}.attend_cross.memory", f"{theirs}/attention/linear_1")
        yield from _linear(f"{ours}.attend_cross.out", f"{theirs}/attention/linear_2")
    yield from _norm(f"{ours}.norm_feed", f"{theirs}/ffn/layer_norm")
    yield from _linear(f"{ours}.up", f"{theirs}/ffn/linear_0")
    yield from _linear(f"{ours}.down", f"{theirs}/ffn/linear_1")


def _norm(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    yield f"{ours}.weight", f"{theirs}/gamma"
    yield f"{ours}.bias", f"{theirs}/beta"


def _linear(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    yield f"{ours}.weight", f"{theirs}/weight"
    yield f"{ours}.bias", f"{theirs}/bias"


def shape_of(model: ModelFile) -> Shape | str:
    """Return the shape of a model, or why it cannot be trained on.

    A model counts as ours when its settings are ours and it has exactly the weights that a
    network of its sizes has: whatever else lies in it would be lost.
    """
    variables = model.variables
    needed = (EMBEDDING, SOURCE_EMBEDDING, "encoder/layer_0/ffn/linear_0/weight")
    if model.spec != SPEC or any(name not in variables for name in needed):
        return _("it is no Transformer with encoder and decoder ({spec})").format(spec=model.spec)
    for side in ("encoder", "decoder"):
        for name, wanted in _SETTINGS.items():
            found = model.number(f"{side}/{name}", wanted)
            if found != wanted:
                return _("its setting {name} is {found}, not {wanted}").format(
                    name=f"{side}/{name}", found=found, wanted=wanted
                )
    if not _same(model, SOURCE_EMBEDDING, EMBEDDING):
        return _("source and target have embeddings of their own")
    pieces, width = variables[EMBEDDING].shape
    shape = Shape(
        pieces=pieces,
        width=width,
        heads=model.number("encoder/num_heads", 8),
        hidden=variables["encoder/layer_0/ffn/linear_0/weight"].shape[0],
        encoders=_count(model, "encoder"),
        decoders=_count(model, "decoder"),
        positions=variables[POSITIONS].shape[0] if POSITIONS in variables else MOST_POSITIONS,
        is_tied=PROJECTION not in variables or _same(model, PROJECTION, EMBEDDING),
    )
    return _odd_weight(model, shape) or shape


def _odd_weight(model: ModelFile, shape: Shape) -> str:
    """Return what is wrong with the weights for a network of that shape, or an empty text."""
    known = {theirs for _ours, theirs in variable_names(shape)}
    known |= {SOURCE_EMBEDDING, PROJECTION, POSITIONS, POSITIONS.replace("encoder", "decoder")}
    found = {name for name, array in model.variables.items() if array.ndim}
    for name in sorted(found ^ known):
        if name in found:
            return _("it has weights that this kind of model has not ({name})").format(name=name)
        if "position_encodings" not in name and name != PROJECTION:
            return _("it lacks weights that this kind of model has ({name})").format(name=name)
    if model.number("decoder/num_heads", shape.heads) != shape.heads:
        return _("its two sides differ in their heads")
    return ""


def _same(model: ModelFile, one: str, other: str) -> bool:
    """Tell whether two variables share their numbers."""
    a, b = model.variables[one], model.variables[other]
    return a is b or (a.shape == b.shape and bool((a == b).all()))


def _count(model: ModelFile, side: str) -> int:
    """Return how many layers a side has."""
    prefix = f"{side}/layer_"
    found = {n.removeprefix(prefix).split("/")[0] for n in model.variables if n.startswith(prefix)}
    return len({name for name in found if name.isdigit()})
