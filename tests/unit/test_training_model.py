"""A package's weights: read from CTranslate2's file, computed with as it does, written back."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_package import make_archive, make_folder

from bilingual.engines.argos import ArgosEngine
from bilingual.errors import InstallError, PackageError
from bilingual.packages import open_package, read_package
from bilingual.training.modelfile import read_model
from bilingual.training.requirements import has_torch, require_torch
from bilingual.training.shape import Shape, shape_of, variable_names

needs_torch = pytest.mark.skipif(
    not has_torch(), reason="the extra bilingual-press[train] (PyTorch) is not installed"
)
SENTENCES = [
    "Le Parlement européen a adopté la résolution.",
    "Il pleut depuis trois jours sur la côte, et le port de Nantes est fermé.",
    "« Nous sommes revenus », a dit Mme Lan, qui vend des fruits depuis 30 ans.",
    "Qui a voté contre ?",
]


def stored(variables, aliases=(), version=6, spec="TransformerSpec"):
    """Return the bytes of a model file: `variables` are (name, type, array)."""

    def text(word):
        data = word.encode()
        return struct.pack("<H", len(data) + 1) + data + b"\0"

    out = struct.pack("<I", version) + text(spec) + struct.pack("<II", 7, len(variables))
    for name, kind, array in variables:
        out += text(name) + struct.pack("<B", array.ndim)
        out += b"".join(struct.pack("<I", size) for size in array.shape)
        out += struct.pack("<BI", kind, array.nbytes) + array.tobytes()
    out += struct.pack("<I", len(aliases))
    return out + b"".join(text(a) + text(b) for a, b in aliases)


def test_each_type_of_weight_is_read_as_the_numbers_it_stands_for():
    """Whole numbers by their scale, halves as they are, aliases as what they stand for."""
    rows = np.array([[1.0, -0.5], [0.25, 2.0]], np.float32)
    eighths = (rows * 8).astype(np.int8)
    upper = (rows.view(np.uint32) >> 16).astype(np.uint16)
    data = stored(
        [
            ("a", 0, rows),
            ("b", 1, eighths),
            ("b_scale", 0, np.array([8, 8], np.float32)),
            ("c", 2, (rows * 1024).astype(np.int16)),
            ("c_scale", 0, np.array(1024, np.float32)),
            ("d", 4, rows.astype(np.float16)),
            ("e", 5, upper),
            ("heads", 2, np.array(4, np.int16)),
        ],
        [("f", "b"), ("f_scale", "b_scale")],
    )

    model = read_model(data)

    assert {"a", "b", "c", "d", "e", "f", "heads"} == set(model.variables)
    for name in "abcdef":
        assert np.array_equal(rows, model.variables[name]), name
    assert 4 == model.number("heads", 0)
    assert 9 == model.number("nothing", 9)


@given(st.integers(0, 200), st.binary(max_size=3))
@settings(max_examples=60)
def test_a_damaged_model_file_is_a_value_error(length, tail):
    """Cut off or overwritten anywhere, it is refused; nothing else happens."""
    whole = stored([("a/weight", 0, np.ones((3, 2), np.float32))], [("b", "a/weight")])
    cut = min(length, len(whole) - 1)
    data = whole[:cut] + tail[: len(whole) - cut - 1]

    with pytest.raises((ValueError, struct.error)):
        read_model(data)


def test_an_older_form_of_the_file_is_refused():
    """Its layout is another one; the reason is said."""
    with pytest.raises(ValueError, match="version 3"):
        read_model(stored([], version=3))


def test_the_starters_shape_is_read_from_its_file():
    """Layers, widths and heads are what its card says."""
    model = read_model(open_package("fr_en-starter").contents.read("model/model.bin"))

    shape = shape_of(model)

    assert isinstance(shape, Shape)
    assert shape.is_tied
    weights = sum(model.variables[theirs].size for _ours, theirs in variable_names(shape))
    assert 10_000_000 < weights < 40_000_000


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"spec": "WhisperSpec"}, "no Transformer"),
        ({"encoder/pre_norm": 0}, "pre_norm"),
        ({"decoder/activation": 3}, "activation"),
        ({"encoder/layer_0/self_attention/relative_position_keys": 1}, "it has weights"),
        ({"encoder/embeddings_0/weight": 1}, "embeddings of their own"),
    ],
)
def test_another_architecture_is_refused_by_name(change, reason):
    """What is different about it is said, and nothing is guessed."""
    model = read_model(open_package("fr_en-starter").contents.read("model/model.bin"))
    spec = change.pop("spec", model.spec)
    other = dict(model.variables)
    for name, value in change.items():
        is_weight = name.endswith(("weight", "keys"))
        shape = other[name].shape if name in other and is_weight else (2, 2)
        other[name] = np.full(shape if is_weight else (), value, np.float32)

    found = shape_of(type(model)(spec, model.revision, other, model.tied))

    assert isinstance(found, str)
    assert reason in found


@needs_torch
def test_the_starter_read_and_written_again_translates_the_same(tmp_path):
    """Weights in 8 bits become numbers and 8 bits again, and not a word changes."""
    from bilingual.training.package import build_folder
    from bilingual.training.parent import open_parent

    package = open_package("fr_en-starter")
    parent = open_parent(package)
    stated = json.loads(package.contents.read("metadata.json"))
    made = tmp_path / "again"

    build_folder(
        made, parent.shape, parent.weights, parent.positions, parent.vocabulary, stated, "int8"
    )

    wanted = ArgosEngine(package, hypotheses=2).translate(SENTENCES)
    found = ArgosEngine(read_package(made), hypotheses=2).translate(SENTENCES)
    assert wanted == found
    again = read_model((made / "model/model.bin").read_bytes())
    for name, array in read_model(package.contents.read("model/model.bin")).variables.items():
        if array.ndim:
            assert np.allclose(array, again.variables[name], atol=1e-6), name


@needs_torch
@pytest.mark.parametrize("quantisation", ["int8", "float16"])
def test_a_package_of_any_sizes_can_be_trained_on(tmp_path, quantisation):
    """Also one whose last layer has weights of its own, and another order of special tokens."""
    from bilingual.training.build import network_of, scored
    from bilingual.training.package import build_folder
    from bilingual.training.parent import open_parent

    package = read_package(make_archive(tmp_path / "packages"))

    parent = open_parent(package)

    assert not parent.shape.is_tied
    made = tmp_path / "made"
    build_folder(
        made, parent.shape, parent.weights, parent.positions, parent.vocabulary,
        json.loads(package.contents.read("metadata.json")), quantisation,
    )  # fmt: skip
    again = open_parent(read_package(made))
    texts = parent.vocabulary.encode(["ba be bo", "ku li ma"])
    one, other = (
        scored(network_of(p.shape, p.weights, p.positions), p.vocabulary, texts)
        for p in (parent, again)
    )
    assert one == pytest.approx(other, abs=0.05)
    again = scored(
        network_of(parent.shape, parent.weights, parent.positions), parent.vocabulary, texts
    )
    assert one == again, "writing a package changed the weights that were handed over"


@needs_torch
@pytest.mark.parametrize(
    ("options", "reason"),
    [({"bpe": True}, "SentencePiece"), ({"target_prefix": "<2de>"}, "several languages")],
)
def test_a_package_that_cannot_be_trained_on_says_why(tmp_path, options, reason):
    """An error of ours, with another way to begin."""
    from bilingual.training.parent import open_parent

    package = read_package(make_folder(tmp_path, **options))

    with pytest.raises(PackageError, match=reason) as caught:
        open_parent(package)
    assert "--from starter" in caught.value.hint


@needs_torch
def test_a_model_that_computes_something_else_is_refused(tmp_path, monkeypatch):
    """The sizes may fit and the sums not: both are asked, and have to agree."""
    from bilingual.training import build, parent

    package = read_package(make_archive(tmp_path / "packages"))
    monkeypatch.setattr(build, "scored", lambda *_: [-1.0, -1.0])

    with pytest.raises(PackageError, match="something else"):
        parent.open_parent(package)


def test_without_torch_the_command_that_installs_it_is_named(monkeypatch):
    """Training is an extra; the error is ours."""
    monkeypatch.setattr("bilingual.training.requirements.has_torch", lambda: False)

    with pytest.raises(InstallError) as caught:
        require_torch()
    assert 'pip install "bilingual-press[train]"' in caught.value.hint
