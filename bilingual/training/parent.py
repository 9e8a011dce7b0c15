"""The package that a training run begins with: its weights, its tokenizer, its settings.

In: an Argos package. Out: everything that is needed to train on, once it is certain that our
network computes what CTranslate2 computes with it. Packages of another architecture are refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bilingual.engines.loading import SHORTLIST, load_model
from bilingual.errors import PackageError
from bilingual.interface import _
from bilingual.packages import Package
from bilingual.packages.contents import damaged
from bilingual.training.modelfile import Array, read_model
from bilingual.training.shape import POSITIONS, Shape, shape_of, variable_names
from bilingual.training.vocabulary import DEFAULTS, Vocabulary

_VOCABULARIES = ("model/shared_vocabulary.json", "model/shared_vocabulary.txt")
_EPSILON = 1e-5  # what both PyTorch and CTranslate2 take where nothing is said
# How far the mean log-probability of a token may lie from CTranslate2's: rounding is below 1e-4.
_TOLERANCE = 1e-2
_PROBES = ("Il pleut.", "Le conseil municipal a voté le budget de 2025, lundi 3 mars.")


@dataclass(frozen=True)
class Parent:
    """A package ready to be trained on. `weights` are named as our network names them."""

    package: Package
    shape: Shape
    weights: Mapping[str, Array]
    positions: Array | None
    vocabulary: Vocabulary
    shortlist: bytes = b""  # its vocabulary map, empty where it has none


def open_parent(package: Package) -> Parent:
    """Return the package's weights and vocabulary.

    Raises: PackageError when it is damaged, or of an architecture that cannot be trained on.
    """
    vocabulary = _vocabulary(package)
    try:
        model = read_model(package.contents.read("model/model.bin"))
        shape = shape_of(model)
    except (ValueError, IndexError) as error:
        raise _refused(package, str(error)) from error
    if isinstance(shape, str):
        raise _refused(package, shape)
    if shape.pieces != len(vocabulary.pieces):
        raise damaged(package.path, _("the model and its vocabulary differ in length"))
    weights = {ours: model.variables[theirs] for ours, theirs in variable_names(shape)}
    contents = package.contents
    listed = contents.read(SHORTLIST) if SHORTLIST in contents.names() else b""
    positions = model.variables.get(POSITIONS)
    parent = Parent(package, shape, weights, positions, vocabulary, listed)
    _check_agreement(parent)
    return parent


def _vocabulary(package: Package) -> Vocabulary:
    names = package.contents.names()
    if package.tokenizer != "sentencepiece.model":
        raise _refused(package, _("its tokenizer is not SentencePiece"))
    if package.target_prefix:
        raise _refused(package, _("it translates into several languages"))
    name = next((name for name in _VOCABULARIES if name in names), "")
    if not name:
        raise _refused(package, _("source and target have vocabularies of their own"))
    text = package.contents.read(name).decode("utf-8")
    config: dict[str, Any] = {}
    try:
        pieces = json.loads(text) if name.endswith(".json") else text.split("\n")
        if "model/config.json" in names:
            config = json.loads(package.contents.read("model/config.json"))
        found = Vocabulary(
            package.contents.read(package.tokenizer),
            tuple(pieces[:-1] if pieces[-1] == "" else pieces),
            DEFAULTS | {key: value for key, value in config.items() if value is not None},
        )
        for token in ("bos_token", "eos_token", "unk_token", "decoder_start_token"):
            found.number(token)
        found.encode([""])
    except (ValueError, TypeError, KeyError, IndexError, RuntimeError) as error:
        raise damaged(package.path, _("the model's vocabulary cannot be read")) from error
    if found.config.get("layer_norm_epsilon", _EPSILON) != _EPSILON:
        raise _refused(package, _("its layers are normalised in another way"))
    return found


def _check_agreement(parent: Parent) -> None:
    """Raise PackageError where our network does not give CTranslate2's probabilities."""
    import torch

    from bilingual.training.build import network_of, scored

    vocabulary = parent.vocabulary
    texts = vocabulary.encode(_PROBES)
    # As targets they need make no sense: any sequence has a probability.
    ours = scored(network_of(parent.shape, parent.weights, parent.positions), vocabulary, texts)
    tokens = [[vocabulary.pieces[number] for number in ids] for ids in texts]
    model = load_model(parent.package, "float32", workers=1, threads=torch.get_num_threads())
    for mean, result in zip(ours, model.score_batch(tokens, tokens), strict=True):
        theirs = float(np.mean(result.log_probs))
        if abs(mean - theirs) > _TOLERANCE:
            raise _refused(parent.package, _("it computes something else than our network"))


def _refused(package: Package, why: str) -> PackageError:
    return PackageError(
        _("this package cannot be trained on: {reason}").format(reason=why),
        path=package.path,
        hint=_("Begin with another: --from starter, or a package that “bilingual train” made."),
    )
