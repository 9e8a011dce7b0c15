"""A package's model, loaded into CTranslate2.

In: the package and how to run it. Out: a `Translator`, straight from the archive or the folder,
and how many positions the model knows.
"""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from bilingual.errors import EngineError, InstallError, PackageError
from bilingual.interface import _
from bilingual.packages import Package
from bilingual.packages.contents import damaged

if TYPE_CHECKING:
    from ctranslate2 import Translator

FOLDER = "model/"
# Which target pieces a source piece may become, by CTranslate2's name; few packages have it.
SHORTLIST = f"{FOLDER}vmap.txt"
POSITIONS = ("encoder/position_encodings/encodings", "decoder/position_encodings/encodings")


def usable_threads() -> int:
    """Return how many threads may run at once: what the scheduler gives this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def resolve_compute_type(wanted: str) -> str:
    """Return the compute type that `wanted` comes to on this processor.

    `auto` is int8 where the processor's library has it: a quarter of the memory, and faster.

    Raises: InstallError when CTranslate2 is missing.
    """
    try:
        import ctranslate2
    except ImportError as error:
        raise InstallError(
            _("CTranslate2 is missing from this installation"),
            hint=_("Install it: pip install ctranslate2"),
        ) from error
    if wanted != "auto":
        return wanted
    return "int8" if "int8" in ctranslate2.get_supported_compute_types("cpu") else "float32"


def engine_version() -> str:
    """Return CTranslate2's version.

    Raises: InstallError when CTranslate2 is missing.
    """
    resolve_compute_type("auto")
    import ctranslate2

    return str(ctranslate2.__version__)


def load_model(package: Package, compute_type: str, workers: int, threads: int) -> Translator:
    """Return the package's model, ready for `workers` batches at once of `threads` threads each.

    Raises: PackageError when the model is damaged, does not fit this CTranslate2, or needs more
    memory than there is.
    """
    import ctranslate2

    options = {
        "compute_type": compute_type,
        "inter_threads": workers,
        "intra_threads": threads,
    }
    try:
        if package.path.is_dir():
            return ctranslate2.Translator(str(package.path / FOLDER), **options)
        contents = package.contents
        files = {
            name.removeprefix(FOLDER): contents.read(name)
            for name in contents.names()
            if name.startswith(FOLDER)
        }
        return ctranslate2.Translator(str(package.path), files=files, **options)
    except MemoryError as error:
        raise PackageError(
            _("the model does not fit into memory"),
            path=package.path,
            hint=_("Close other programs, or choose a smaller package with --package."),
        ) from error
    except (RuntimeError, ValueError, TypeError, IndexError) as error:
        reason = " ".join(str(error).split())[:200]
        raise damaged(
            package.path, _("the model cannot be loaded: {reason}").format(reason=reason)
        ) from error


@contextmanager
def model_errors(package: Package) -> Iterator[None]:
    """Turn what CTranslate2 raises while it runs the package's model into our errors.

    Raises: EngineError when there is too little memory; PackageError when the model fails.
    """
    try:
        yield
    except MemoryError as error:
        raise EngineError(
            _("the model ran out of memory"),
            path=package.path,
            hint=_("Close other programs, or choose a smaller package with --package."),
        ) from error
    except (RuntimeError, ValueError, IndexError) as error:
        reason = " ".join(str(error).split())[:200]
        raise PackageError(
            _("the model failed: {reason}").format(reason=reason),
            path=package.path,
            hint=_("The package may be damaged: choose another with --package."),
        ) from error


def end_token(package: Package) -> str:
    """Return the token with which the model ends a sentence: from its config, else `</s>`."""
    name = FOLDER + "config.json"
    if name in package.contents.names():
        try:
            config = json.loads(package.contents.read(name))
        except ValueError as error:
            raise damaged(package.path, _("model/config.json cannot be read as JSON")) from error
        if isinstance(config, dict):
            return str(config.get("eos_token") or "</s>")
    return "</s>"


def target_vocabulary(package: Package) -> tuple[str, ...]:
    """Return the tokens that the model can write, in the order of its scores.

    Raises: PackageError when they cannot be read.
    """
    names = package.contents.names()
    for side in ("target", "shared"):
        for ending in (".json", ".txt"):
            name = f"{FOLDER}{side}_vocabulary{ending}"
            if name in names:
                return _listed(package, name)
    raise damaged(package.path, _("the model's vocabulary cannot be read"))


def _listed(package: Package, name: str) -> tuple[str, ...]:
    """Return the tokens of a vocabulary file: a JSON list, or one on each line."""
    try:
        text = package.contents.read(name).decode("utf-8")
        listed = json.loads(text) if name.endswith(".json") else text.rstrip("\n").split("\n")
    except ValueError as error:
        raise damaged(package.path, _("the model's vocabulary cannot be read")) from error
    return tuple(map(str, listed))


def position_limit(package: Package) -> int | None:
    """Return how many tokens the model has positions for, on either side; None where unlimited.

    CTranslate2 stops with an error beyond a stored table; a model without one computes positions.
    """
    name = FOLDER + "model.bin"
    if package.path.is_dir():
        with (package.path / name).open("rb") as file:
            return read_position_limit(file)
    return read_position_limit(io.BytesIO(package.contents.read(name)))


def read_position_limit(file: BinaryIO) -> int | None:
    """Return the number of rows of the smaller stored position table of a `model.bin`.

    Reads headers only. None where there is no table, or the file is not laid out as expected:
    loading the model says what is wrong with it.

    Source: the binary layout that `ctranslate2.specs.model_spec.ModelSpec.save` writes.
    """
    limits = []
    try:
        version = _number(file, "I")
        if version >= 2:
            _text(file)
            _number(file, "I")
        for _index in range(_number(file, "I")):
            name = _text(file)
            shape = [_number(file, "I") for _axis in range(_number(file, "B"))]
            if version >= 4:
                _number(file, "B")
                size = _number(file, "I")
            else:
                size = _number(file, "B") * _number(file, "I")
            if name in POSITIONS and shape:
                limits.append(shape[0])
            file.seek(size, os.SEEK_CUR)
    except (struct.error, UnicodeError):
        return None
    return min(limits, default=None)


def _number(file: BinaryIO, form: str) -> int:
    """Read one unsigned number."""
    form = "<" + form
    return int(struct.unpack(form, file.read(struct.calcsize(form)))[0])


def _text(file: BinaryIO) -> str:
    """Read a text that is written with its length, a zero at its end."""
    return file.read(_number(file, "H")).rstrip(b"\0").decode("utf-8")
