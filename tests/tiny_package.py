"""Tiny Argos packages made on the spot: random weights, a tokenizer trained on made-up text.

They translate nothing into nonsense, but through every part of the real way, for any pair.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec

SYLLABLES = [consonant + vowel for consonant in "bdklm" for vowel in "aeiou"]
WIDTH, INNER, HEADS = 16, 32, 2


@cache
def sentencepiece_model() -> bytes:
    """Return a SentencePiece model of about a hundred pieces, `_` and the digits among them."""
    random = np.random.default_rng(1)
    words = ["".join(random.choice(SYLLABLES, random.integers(1, 4))) for _ in range(300)]
    lines = [" ".join(random.choice(words, 8)) + ", a_b 0123456789; (c)." for _ in range(300)]
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=model,
        vocab_size=100,
        hard_vocab_limit=False,
        unk_id=0,
        bos_id=1,
        eos_id=2,
        minloglevel=2,
        num_threads=1,
    )
    return model.getvalue()


def pieces() -> list[str]:
    """Return the vocabulary of `sentencepiece_model`."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=sentencepiece_model())
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def write_model(folder: Path, vocabulary: list[str], positions: int, seed: int = 0) -> None:
    """Write a CTranslate2 model with random weights, one layer a side."""
    random = np.random.default_rng(seed)

    def weights(*shape: int) -> Any:
        return random.normal(0, 0.3, shape).astype(np.float32)

    def linear(spec: Any, outputs: int, inputs: int) -> None:
        spec.weight, spec.bias = weights(outputs, inputs), weights(outputs)

    def norm(spec: Any) -> None:
        spec.gamma, spec.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    spec = transformer_spec.TransformerSpec.from_config(
        (1, 1), HEADS, pre_norm=True, activation=common_spec.Activation.RELU
    )
    embedding, places = weights(len(vocabulary), WIDTH), weights(positions, WIDTH)
    for side, embeddings in (
        (spec.encoder, spec.encoder.embeddings[0]),
        (spec.decoder, spec.decoder.embeddings),
    ):
        embeddings.weight = embedding
        side.position_encodings.encodings = places
        side.scale_embeddings = True
        norm(side.layer_norm)
        _fill_layer(side.layer[0], linear, norm)
    linear(spec.decoder.projection, len(vocabulary), WIDTH)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    spec.validate()
    folder.mkdir(parents=True)
    spec.save(str(folder))


def _fill_layer(
    layer: Any, linear: Callable[[Any, int, int], None], norm: Callable[[Any], None]
) -> None:
    """Fill one layer; a decoder's has attention to the source too."""
    norm(layer.self_attention.layer_norm)
    linear(layer.self_attention.linear[0], 3 * WIDTH, WIDTH)
    linear(layer.self_attention.linear[1], WIDTH, WIDTH)
    if hasattr(layer, "attention"):
        norm(layer.attention.layer_norm)
        linear(layer.attention.linear[0], WIDTH, WIDTH)
        linear(layer.attention.linear[1], 2 * WIDTH, WIDTH)
        linear(layer.attention.linear[2], WIDTH, WIDTH)
    norm(layer.ffn.layer_norm)
    linear(layer.ffn.linear_0, INNER, WIDTH)
    linear(layer.ffn.linear_1, WIDTH, INNER)


def make_folder(
    parent: Path,
    *,
    source: str = "es",
    target: str = "de",
    version: str = "1.0",
    name: str = "",
    positions: int = 64,
    bpe: bool = False,
    shortlist: str = "",
    **metadata: object,
) -> Path:
    """Write a package as a folder under `parent` and return its path."""
    folder = parent / (name or f"translate-{source}_{target}-{version}")
    if bpe:
        vocabulary = ["<unk>", "<s>", "</s>", *(c + "@@" for c in "abdeiklmou"), *"abdeiklmou.,"]
        (folder.parent).mkdir(parents=True, exist_ok=True)
        write_model(folder / "model", vocabulary, positions)
        (folder / "bpe.model").write_text("#version: 0.2\nl a</w>\n", encoding="utf-8")
    else:
        write_model(folder / "model", pieces(), positions)
        (folder / "sentencepiece.model").write_bytes(sentencepiece_model())
    if shortlist:
        (folder / "model" / "vmap.txt").write_text(shortlist, encoding="utf-8")
    stated = {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
    }
    (folder / "metadata.json").write_text(json.dumps(stated | metadata), encoding="utf-8")
    return folder


def make_archive(parent: Path, **options: Any) -> Path:
    """Write a package as an .argosmodel file under `parent` and return its path."""
    folder = make_folder(parent / "unpacked", **options)
    made = shutil.make_archive(str(parent / folder.name), "zip", folder.parent, folder.name)
    return Path(made).rename(parent / f"{folder.name}.argosmodel")


def words(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Return sentence pairs of a made-up language, whose words the target reverses."""
    random = np.random.default_rng(seed)
    pairs = []
    for _ in range(count):
        source = ["".join(random.choice(SYLLABLES, 2)) for _ in range(random.integers(2, 6))]
        pairs.append((" ".join(source), " ".join(word[2:] + word[:2] for word in source)))
    return pairs
