"""Weights → an ordinary Argos package, which stock Argos Translate installs too.

In: weights, vocabulary, what the package says of itself. Out: a folder, or an `.argosmodel` file
whose bytes depend on its contents alone.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bilingual.atomic import make_folder, output_error
from bilingual.engines.loading import SHORTLIST
from bilingual.training.modelfile import Array
from bilingual.training.shape import (
    POSITIONS,
    PROJECTION,
    SOURCE_EMBEDDING,
    Shape,
    variable_names,
)
from bilingual.training.vocabulary import Vocabulary

QUANTISATIONS = ("int8", "float16")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # zip knows no earlier day


def build_folder(
    folder: Path,
    shape: Shape,
    weights: Mapping[str, Array],
    positions: Array,
    vocabulary: Vocabulary,
    metadata: Mapping[str, object],
    quantisation: str,
    shortlist: bytes = b"",
) -> None:
    """Write the package as a folder, which must not be there yet.

    `shortlist` is its vocabulary map, empty for none.

    Raises: OutputError when it cannot be written.
    """
    from ctranslate2.specs import common_spec, model_spec, transformer_spec

    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoders, shape.decoders),
        shape.heads,
        pre_norm=True,
        activation=common_spec.Activation.RELU,
    )
    values = {theirs: weights[ours] for ours, theirs in variable_names(shape)}
    values[SOURCE_EMBEDDING] = weights["embed.weight"]
    values.setdefault(PROJECTION, weights["embed.weight"])
    for side in ("encoder", "decoder"):
        values[POSITIONS.replace("encoder", side)] = positions
    for name, value in values.items():
        scope, _slash, attribute = name.rpartition("/")
        # A copy: CTranslate2 scales weights to whole numbers where they lie.
        array = np.array(value, dtype=np.float32, order="C")
        setattr(model_spec.index_spec(spec, scope), attribute, array)
    for side in (spec.encoder, spec.decoder):
        side.scale_embeddings = True
    spec.encoder.embeddings[0].multiply_by_sqrt_depth = True
    spec.decoder.embeddings.multiply_by_sqrt_depth = True
    spec.register_source_vocabulary(list(vocabulary.pieces))
    spec.register_target_vocabulary(list(vocabulary.pieces))
    for name, setting in vocabulary.config.items():
        if hasattr(spec.config, name):
            setattr(spec.config, name, setting)
    spec.validate()
    spec.optimize(quantization=quantisation)
    make_folder(folder / "model")
    try:
        spec.save(str(folder / "model"))
        (folder / "sentencepiece.model").write_bytes(vocabulary.tokenizer)
        if shortlist:
            (folder / SHORTLIST).write_bytes(shortlist)
        text = json.dumps(metadata, indent=2, ensure_ascii=False) + "\n"
        (folder / "metadata.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise output_error(error, folder) from error


def pack(folder: Path, path: Path) -> None:
    """Write the folder as an archive at `path`, whole or not at all; the folder's name is its top.

    Raises: OutputError when it cannot be written; what was there before is intact.
    """
    make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(temporary, "w") as archive:
            for file in sorted(p for p in folder.rglob("*") if p.is_file()):
                name = f"{folder.name}/{file.relative_to(folder).as_posix()}"
                info = zipfile.ZipInfo(name, _EPOCH)
                info.external_attr = 0o644 << 16
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, file.read_bytes(), compresslevel=9)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        raise output_error(error, path) from error
    finally:
        temporary.unlink(missing_ok=True)
