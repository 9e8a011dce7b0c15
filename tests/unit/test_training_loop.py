"""The training loop: it learns, stops where nothing is gained, and goes on as if never stopped."""

from __future__ import annotations

import json
import os
import signal
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_package import make_archive, words

from bilingual.errors import BitextError, OutputError, TrainingError
from bilingual.packages import read_package
from bilingual.training import Limits, Plan, Recipe, Shape, Sources, has_torch, scratch, train
from bilingual.training.corpus import LENGTHS, Corpus, endless, in_order

needs_torch = pytest.mark.skipif(
    not has_torch(), reason="the extra bilingual-press[train] (PyTorch) is not installed"
)


@given(
    st.lists(st.tuples(st.integers(1, 128), st.integers(1, 128)), min_size=1, max_size=40),
    st.integers(64, 512),
)
@settings(max_examples=40)
def test_every_pair_comes_once_in_each_pass(lengths, tokens):
    """Whole, in few shapes, within the bound where one pair fits in it; in another order."""
    corpus = Corpus()
    for number, (a, b) in enumerate(lengths):
        corpus.add([number] * a, [number] * b)

    found = []
    batches = endless(corpus, tokens, seed=3)
    while len(found) < 2 * len(lengths):
        batch = next(batches)
        assert batch.source.shape == batch.target.shape
        assert batch.source.shape[1] in LENGTHS
        assert len(batch.source) == 1 or batch.source.size <= tokens
        found += [
            (int(s[0]), int(n), int((t >= 0).sum()))
            for s, n, t in zip(batch.source, batch.lengths, batch.target, strict=True)
        ]

    wanted = [(number, *pair) for number, pair in enumerate(lengths)]
    assert wanted == sorted(found[: len(lengths)])
    assert wanted == sorted(found[len(lengths) :])
    assert sum(b for _a, b in lengths) == sum(b.tokens for b in in_order(corpus, tokens))


def test_skipped_batches_are_those_that_came_first():
    """A run that goes on draws what it would have drawn."""
    corpus = Corpus()
    for number in range(30):
        corpus.add([number] * 5, [number] * 5)

    whole = endless(corpus, 40, seed=1)
    for _ in range(7):
        next(whole)
    resumed = endless(corpus, 40, seed=1, skip=7)

    for _ in range(9):
        assert np.array_equal(next(whole).source, next(resumed).source)


@pytest.fixture
def bitext(tmp_path):
    """A file of 60 made-up pairs."""
    path = tmp_path / "pairs.tsv"
    path.write_text("\n".join("\t".join(pair) for pair in words(60)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def parent(tmp_path):
    """A tiny package to train on."""
    return read_package(make_archive(tmp_path / "parent"))


@pytest.fixture
def plan(tmp_path, bitext, parent):
    """A short fine-tuning run."""
    general = tmp_path / "general.txt"
    general.write_text("\n".join(pair[0] for pair in words(30, seed=2)), encoding="utf-8")
    return Plan(
        sources=Sources("es", "de", (bitext,)),
        output=tmp_path / "models",
        cache=tmp_path / "cache",
        name="es_de-house",
        start=parent,
        recipe=Recipe(tokens=256, rate=3e-3, interval=5),
        limits=Limits(steps=20),
        replay=(general,),
        threads=1,
    )


def changed(plan, **changes):
    """Return a plan with some fields changed."""
    return type(plan)(**{name: getattr(plan, name) for name in plan.__slots__} | changes)


def ignore(_progress):
    """Take a measurement and do nothing with it."""


def weights(package):
    """Return the bytes of a package's model."""
    return package.contents.read("model/model.bin")


@needs_torch
def test_fine_tuning_lowers_the_loss_on_pairs_it_has_not_seen(plan):
    """What is held out gets more probable; the package says what it came from."""
    pytest.importorskip("torch")
    history = []

    done = train(plan, history.append)

    assert done.loss_after < done.loss_before - 0.1
    assert [progress.step for progress in history] == [0, 5, 10, 15, 20]
    assert 0.0 == history[0].drift < history[-1].drift
    assert (54, 6) == (done.pairs, done.held_out)
    stated = json.loads(done.package.contents.read("metadata.json"))
    assert plan.start.sha256 == stated["parent"]["sha256"]
    assert ("es", "de", "1.0.1") == (
        done.package.source,
        done.package.target,
        done.package.version,
    )
    card = done.package.contents.read("README.md").decode()
    for word in ("pairs.tsv", "general.txt", plan.recipe.signature, plan.start.sha256):
        assert word in card
    assert str(plan.output.parent) not in card


@needs_torch
def test_the_same_plan_gives_the_same_bytes(plan, tmp_path):
    """Same texts, same seed, one thread: the package is the same to the byte."""
    one = train(plan, ignore)
    first = weights(one.package)
    other = train(changed(plan, cache=tmp_path / "other"), ignore)

    assert first == weights(other.package)
    third = train(changed(plan, recipe=Recipe(tokens=256, rate=3e-3, interval=5, seed=2)), ignore)
    assert first != weights(third.package)


@needs_torch
def test_a_run_that_was_stopped_ends_as_if_it_had_not_been(plan, tmp_path, monkeypatch):
    """Ctrl-C in the middle keeps a checkpoint; the same call goes on to the same package."""
    whole = train(changed(plan, cache=tmp_path / "whole"), ignore)
    wanted = weights(whole.package)

    def interrupt(progress):
        if progress.step == 10:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        train(plan, interrupt)
    assert signal.default_int_handler is signal.getsignal(signal.SIGINT)
    resumed = train(plan, ignore)

    assert resumed.was_resumed
    assert [15, 20] == [progress.step for progress in resumed.history]
    assert wanted == weights(resumed.package)


@needs_torch
def test_a_run_that_gains_nothing_stops_early_and_keeps_the_best(plan):
    """With far too high a rate it gets worse: the weights from before are what is kept."""
    recipe = Recipe(tokens=256, rate=3.0, interval=2, patience=2, warmup=1)

    done = train(changed(plan, recipe=recipe, limits=Limits(steps=400)), ignore)

    assert done.steps < 400
    assert done.loss_after <= done.loss_before
    again = train(changed(plan, recipe=recipe, limits=Limits(steps=400)), ignore)
    assert (again.steps, again.was_resumed) == (done.steps, True)


@needs_torch
def test_minutes_end_a_run(plan):
    """A run of a twentieth of a minute is over soon, and has a package."""
    begin = time.monotonic()

    done = train(changed(plan, limits=Limits(minutes=0.03)), ignore)

    assert done.package.path.is_file()
    assert time.monotonic() - begin < 60


@needs_torch
def test_replay_holds_the_model_to_what_it_was(plan, tmp_path):
    """With replay it drifts less on general sentences it is not trained on."""
    recipe = Recipe(tokens=256, rate=3e-3, interval=5, patience=0)
    held, free = (
        train(
            changed(
                plan, recipe=Recipe(**{**_fields(recipe), "replay": w}), cache=tmp_path / str(w)
            ),
            ignore,
        )
        for w in (4.0, 1e-6)
    )

    assert held.history[-1].drift < free.history[-1].drift


def _fields(recipe):
    return {name: getattr(recipe, name) for name in recipe.__slots__}


@needs_torch
def test_from_scratch_makes_a_package_with_a_tokenizer_of_its_own(plan, tmp_path):
    """It learns the made-up language's pieces and weights, and the package translates."""
    from bilingual.engines.argos import ArgosEngine

    shape = Shape(pieces=340, width=16, heads=2, hidden=32, encoders=1, decoders=1, positions=64)
    recipe = Recipe(**{**_fields(scratch(1)), "tokens": 256, "interval": 20, "warmup": 5})
    begun = changed(
        plan, start=None, shape=shape, recipe=recipe, limits=Limits(steps=40), replay=()
    )

    done = train(begun, ignore)

    assert done.loss_after < done.loss_before - 0.5
    assert "1.0" == done.package.version
    (found,) = ArgosEngine(done.package).translate(["baba kuku"])
    assert found
    assert b"parent" not in done.package.contents.read("metadata.json")
    assert "model/vmap.txt" in done.package.contents.names()


@needs_torch
def test_a_package_keeps_the_shortlist_of_its_parent(plan, tmp_path):
    """Its pieces are the same; where the parent has none, it has none."""
    listed = "\t▁ba ▁ku\n▁li\t▁li ▁ma\n"
    parent = read_package(make_archive(tmp_path / "listed", shortlist=listed))

    made = train(changed(plan, start=parent), ignore)
    assert listed.encode() == made.package.contents.read("model/vmap.txt")
    bare = train(plan, ignore)
    assert "model/vmap.txt" not in bare.package.contents.names()


@needs_torch
def test_a_checkpoint_that_cannot_be_read_is_a_clean_error(plan):
    """It says what to do; begun anew it is overwritten."""
    done = train(plan, ignore)
    (done.folder / "checkpoint.pt").write_bytes(b"PK\x03\x04 nonsense")

    with pytest.raises(TrainingError) as caught:
        train(plan, ignore)
    assert "--anew" in caught.value.hint
    assert not train(changed(plan, is_anew=True), ignore).was_resumed


@needs_torch
def test_a_place_that_cannot_be_written_is_a_clean_error(plan, tmp_path):
    """A file where the folder should be: nothing is overwritten."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError):
        train(changed(plan, output=tmp_path / "file"), ignore)
    assert "mine" == (tmp_path / "file").read_text(encoding="utf-8")


@needs_torch
def test_too_few_pairs_are_refused(plan, tmp_path):
    """Nothing could be learnt or measured; drafts do not count, the hint says."""
    path = tmp_path / "few.tsv"
    path.write_text("baba\tbaba mo\n", encoding="utf-8")

    with pytest.raises(BitextError, match="learn from: 1"):
        train(changed(plan, sources=Sources("es", "de", (path,))), ignore)


@needs_torch
@pytest.mark.parametrize("is_quick", [True, False], ids=["bfloat16", "float32"])
def test_an_orthogonal_step_has_singular_values_near_one(monkeypatch, is_quick):
    """Wide, tall and square matrices; the values that the iteration promises."""
    import torch

    from bilingual.training import muon
    from bilingual.training.muon import orthogonal

    monkeypatch.setattr(muon, "is_quick_in_bfloat16", lambda _device: is_quick)
    torch.manual_seed(1)
    for rows, columns in ((8, 24), (24, 8), (16, 16)):
        made = orthogonal(torch.randn(2, rows, columns))
        values = torch.linalg.svdvals(made)
        assert 0.4 < float(values.min())
        assert float(values.max()) < 1.4
