"""`bilingual train` as people run it: a workspace's reviewed catalogs in, a package out."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from tiny_package import make_archive, words

from bilingual.catalog import Catalog, format_catalog, new_header
from bilingual.cli import main
from bilingual.errors import TrainingError
from bilingual.model import Locale, Origin, State, Unit
from bilingual.training import has_torch

needs_torch = pytest.mark.skipif(
    not has_torch(), reason="the extra bilingual-press[train] (PyTorch) is not installed"
)
ES, DE = Locale("es"), Locale("de")


@pytest.fixture
def house(work, tmp_path):
    """A workspace of which 40 sentences are reviewed and 10 are drafts; returns the parent."""
    (work / "bilingual.toml").write_text('source = "es"\ntargets = ["de"]\n', encoding="utf-8")
    units = [
        Unit(f"k{i}", source, target, State.REVIEWED, Origin("argos|package:x", "nonsense"))
        for i, (source, target) in enumerate(words(50))
    ]
    units[40:] = [replace(unit, state=State.DRAFT) for unit in units[40:]]
    catalog = Catalog(new_header("articles/a.es.txt", ES, DE), units=tuple(units))
    path = work / "locales" / "de" / "LC_MESSAGES" / "a.po"
    path.parent.mkdir(parents=True)
    path.write_text(format_catalog(catalog), encoding="utf-8")
    return make_archive(tmp_path / "parent")


@needs_torch
def test_reviewed_catalogs_become_a_package_that_installs(run, work, house):
    """Drafts are not learnt from; the file is told, tried, and installed like any other."""
    before = (work / "locales/de/LC_MESSAGES/a.po").read_bytes()

    ran = run("train", "--from", house, "--catalogs", "locales", "--steps", "4", "--json")

    assert 0 == ran.code, ran.err
    said = json.loads(ran.out)
    assert 40 == said["pairs"] + said["held_out"]
    assert "es_de-house" == said["package"]["name"]
    assert before == (work / "locales/de/LC_MESSAGES/a.po").read_bytes()
    installed = run("models", "install", "models/es_de-house.argosmodel")
    assert 0 == installed.code, installed.err
    assert "es_de-house" in run("models", "list").out


@needs_torch
def test_progress_is_told_on_standard_error_and_the_next_step_on_standard_output(run, house):
    """Whoever pipes the answer gets no progress; whoever waits sees the loss."""
    ran = run("train", "--from", house, "--catalogs", "locales", "--steps", "2", "--name", "my-own")

    assert 0 == ran.code, ran.err
    assert "step 0/2" in ran.err
    assert "step" not in ran.out
    assert "bilingual models install models/my-own.argosmodel" in ran.out


@needs_torch
def test_ctrl_c_keeps_what_was_learnt(work, house):
    """Exit code 130; the same command says that it goes on, and nothing lies about half written."""
    command = [sys.executable, "-m", "bilingual", "train", "--from", str(house)]
    command += ["--catalogs", "locales", "--steps", "100000", "--threads", "1"]
    with subprocess.Popen(
        command, cwd=work, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stderr:
            if line.startswith("step 20/"):
                process.send_signal(signal.SIGINT)
                break
        _out, err = process.communicate(timeout=120)

    assert 130 == process.returncode
    assert "What was finished is kept" in err
    assert [] == list(work.glob("models/*"))
    (checkpoint,) = work.glob(".bilingual/training/*/*.pt")
    assert "checkpoint.pt" == checkpoint.name


@needs_torch
@pytest.mark.parametrize(
    ("options", "word"),
    [
        ([], "--catalogs"),
        (["--bitext", "p.tsv", "--name", "a/b"], "letters"),
        (["--bitext", "p.tsv", "--from", "scratch"], "--minutes"),
    ],
)
def test_what_is_missing_is_wrong_usage(run, house, work, options, word):
    """Exit code 2, and the option that would mend it."""
    (work / "p.tsv").write_text("a\tb\n", encoding="utf-8")

    ran = run("train", "--from", house, *options)

    assert 2 == ran.code
    assert word in ran.err


@needs_torch
def test_only_drafts_to_learn_from_is_a_clean_error(run, house, work):
    """It says that drafts do not count."""
    path = work / "locales/de/LC_MESSAGES/a.po"
    path.write_text(path.read_text(encoding="utf-8").replace("\nmsgctxt", "\n#, fuzzy\nmsgctxt"))

    ran = run("train", "--from", house, "--catalogs", "locales")

    assert 1 == ran.code
    assert "nobody has reviewed" in ran.err


@needs_torch
@pytest.mark.parametrize("is_quick", [True, False])
def test_sixteen_bits_are_used_where_they_are_quick(monkeypatch, capsys, house, is_quick):
    """Else it is said, and 32 are: on some processors 16 would take a hundred times as long."""
    from bilingual import training

    recipes = []

    def stopped(plan, *_rest):
        recipes.append(plan.recipe)
        raise TrainingError("enough")

    monkeypatch.setattr(training, "is_quick_in_bfloat16", lambda _device: is_quick)
    monkeypatch.setattr(training, "train", stopped)
    with pytest.raises(SystemExit) as left:
        main(["train", "--from", str(house), "--catalogs", "locales", "--bfloat16"])
    said = capsys.readouterr()

    assert (1, is_quick) == (left.value.code, "it computes in 32" not in said.out + said.err)
    assert [is_quick] == [recipe.is_bfloat16 for recipe in recipes]


@needs_torch
def test_a_device_that_is_not_there_is_a_clean_error(run, house):
    """Before anything is read."""
    ran = run("train", "--from", house, "--catalogs", "locales", "--device", "quantum")

    assert 1 == ran.code
    assert "--device" in ran.err


def test_without_torch_the_command_says_how_to_install_it(monkeypatch, capsys, work):
    """One clean line, no stack trace, exit code 1."""
    monkeypatch.setattr("bilingual.training.requirements.has_torch", lambda: False)

    with pytest.raises(SystemExit) as left:
        main(["train", "--from", "starter", "--catalogs", "locales"])

    assert 1 == left.value.code
    assert "bilingual-press[train]" in capsys.readouterr().err


def test_no_other_command_loads_torch(work, article):
    """The whole way to a page, and the help of training, run without PyTorch."""
    program = (
        "import sys\nfrom bilingual.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print('torch' in sys.modules, 'sacrebleu' in sys.modules)"
    )
    for arguments in (["build", str(article), "--quiet"], ["train", "--help"], ["evaluate", "-h"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
        )
        assert "False False" == done.stdout.splitlines()[-1], arguments
