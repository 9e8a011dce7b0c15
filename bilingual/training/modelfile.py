"""CTranslate2's `model.bin`: its bytes to named arrays of float32.

In: the bytes of a model file. Out: every variable by name, aliases resolved, weights of int8,
int16 and float16 as the numbers they stand for. CTranslate2 itself writes the format but gives
nobody the weights back.

Source: the layout that `ctranslate2.specs.model_spec.ModelSpec._serialize` writes, versions 4 to
6, and its `_quantize`: a stored integer is the weight times its scale, rounded.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

KNOWN_VERSIONS = (4, 5, 6)
SPEC = "TransformerSpec"
# In the order of CTranslate2's DataType; the last is bfloat16, which numpy does not have.
_TYPES = ("<f4", "<i1", "<i2", "<i4", "<f2", "<u2")
_BFLOAT16 = 5
_SCALE = "_scale"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What a model file holds.

    `spec` names the kind of model, `revision` the version of its layout. `variables` are arrays
    by name; a single number is an array without axes. `tied` has for each alias the name of the
    variable that it shares its numbers with.
    """

    spec: str
    revision: int
    variables: dict[str, Array]
    tied: dict[str, str]

    def number(self, name: str, default: int) -> int:
        """Return a setting that is stored as a variable, `default` where it is not there."""
        return int(self.variables[name]) if name in self.variables else default


class _Reader:
    """Takes numbers and texts off the front of a model file."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = memoryview(data), 0

    def take(self, size: int) -> memoryview:
        if self._at + size > len(self._data):
            raise ValueError("the model file ends too early")
        self._at += size
        return self._data[self._at - size : self._at]

    def number(self, form: str) -> int:
        return int(struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))[0])

    def text(self) -> str:
        return bytes(self.take(self.number("H"))).rstrip(b"\0").decode("utf-8")


def read_model(data: bytes) -> ModelFile:
    """Return the variables of a model file.

    Raises: ValueError when the bytes are no model file, or one of a version that is not known.
    """
    reader = _Reader(data)
    version = reader.number("I")
    if version not in KNOWN_VERSIONS:
        raise ValueError(f"version {version} of the model format is not known")
    spec, revision = reader.text(), reader.number("I")
    stored: dict[str, NDArray[np.generic]] = {}
    for _index in range(reader.number("I")):
        name = reader.text()
        shape = tuple(reader.number("I") for _axis in range(reader.number("B")))
        kind = reader.number("B")
        if kind >= len(_TYPES):
            raise ValueError(f"{name}: type {kind} is not known")
        data_of_it = reader.take(reader.number("I"))
        array = np.frombuffer(data_of_it, dtype=_TYPES[kind]).reshape(shape)
        if kind == _BFLOAT16:  # the upper half of a float32
            array = (array.astype(np.uint32) << np.uint32(16)).view(np.float32)
        stored[name] = array
    tied = {}
    for _index in range(reader.number("I")):
        alias = reader.text()
        tied[alias] = reader.text()
    return ModelFile(spec, revision, _as_numbers(stored, tied), tied)


def _as_numbers(stored: dict[str, NDArray[np.generic]], tied: dict[str, str]) -> dict[str, Array]:
    """Return the variables as float32, scales applied and left out, aliases filled in."""
    numbers: dict[str, Array] = {}
    for name, array in stored.items():
        if name.endswith(_SCALE) and name.removesuffix(_SCALE) in stored:
            continue
        value = array.astype(np.float32)
        scale = stored.get(name + _SCALE)
        if scale is not None:
            factor = scale.astype(np.float32)
            value = value / (factor.reshape(-1, *[1] * (value.ndim - 1)) if factor.ndim else factor)
        numbers[name] = value
    for alias, name in tied.items():
        if name not in stored:
            raise ValueError(f"{alias} stands for {name}, which is not there")
        if not alias.endswith(_SCALE):
            numbers[alias] = numbers[name]
    return numbers
