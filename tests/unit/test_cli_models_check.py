"""`bilingual models verify` and `doctor`: what is wrong is found and said."""

from __future__ import annotations

import json
import tomllib

import pytest
from tiny_package import make_archive, make_folder

import bilingual.doctor
from bilingual import errors
from bilingual.doctor import Level, diagnose
from bilingual.packages import read_package
from bilingual.workspace import Workspace, read_settings

TOP = "translate-es_de-1.0"


@pytest.fixture
def packages(home):
    """Where packages are installed."""
    return home / ".local/share/argos-translate/packages"


@pytest.fixture
def workspace(work):
    """A workspace from Spanish to German in the current folder."""
    (work / "bilingual.toml").write_text('source = "es"\ntargets = ["de"]\n', encoding="utf-8")
    return work


@pytest.fixture
def pinned(run, workspace, packages, tmp_path):
    """An installed package that the workspace pinned."""
    assert 0 == run("models", "install", make_archive(tmp_path / "made")).code
    return packages / TOP


def problems(statements) -> list[str]:
    return [f"{s.text}\n{s.hint}" for s in statements if s.level is Level.PROBLEM]


def test_sound_packages_are_ok(run, pinned):
    """Each is named; that it is the pinned one is said."""
    ran = run("models", "verify")

    assert (0, "") == (ran.code, ran.err)
    assert f"{TOP}: ok (the pinned package)" in ran.out
    assert "fr_en-starter: ok" in ran.out


def test_one_is_verified_by_name(run, pinned):
    """By its name or by its path; what is not there is exit code 4."""
    for name in (TOP, pinned):
        assert [TOP] == [
            line.partition(":")[0] for line in run("models", "verify", name).out.splitlines()
        ]
    assert 4 == run("models", "verify", "nothing").code


def test_a_changed_package_is_a_fault(run, pinned):
    """One byte: exit code 1, both fingerprints, the others are still ok."""
    (entry,) = tomllib.loads((pinned.parents[4] / "../work/bilingual.lock").read_text())["package"]
    (pinned / "README.md").write_text("changed", encoding="utf-8")
    ran = run("models", "verify")

    assert 1 == ran.code
    assert "fr_en-starter: ok" in ran.out
    assert entry["contents"] in ran.err
    assert read_package(pinned).sha256 in ran.err
    assert f"{TOP}: ok" not in ran.out


@pytest.mark.parametrize("file", ["model/model.bin", "sentencepiece.model", "metadata.json"])
def test_a_damaged_package_is_a_fault_without_any_lock(run, work, packages, file):
    """Whatever part is spoilt, some step finds it: reading, loading, translating."""
    folder = make_folder(packages)
    (folder / file).write_bytes(b"spoilt")
    for arguments in (["verify"], ["verify", TOP]):
        ran = run("models", *arguments)
        assert 1 == ran.code
        assert TOP in ran.err
        assert "Traceback" not in ran.err


def test_verify_pins_nothing(run, workspace, packages):
    """It reads only; what is not pinned is said to be so."""
    make_folder(packages)
    ran = run("models", "verify")

    assert f"{TOP}: ok (not pinned yet)" in ran.out
    assert not (workspace / "bilingual.lock").exists()


def test_what_a_program_reads_of_verify(run, pinned):
    """Ok and pinned for each, and ok for all; then what is wrong."""
    answer = json.loads(run("models", "verify", "--json").out)
    assert answer["ok"]
    assert {TOP: True, "fr_en-starter": None} == {
        p["name"]: p["pinned"] for p in answer["packages"]
    }

    (pinned / "model" / "model.bin").write_bytes(b"")
    ran = run("models", "verify", "--json")
    answer = json.loads(ran.out)
    (fault,) = [p for p in answer["packages"] if not p["ok"]]
    assert (1, "", False) == (ran.code, ran.err, answer["ok"])
    assert TOP == fault["name"]
    assert fault["problem"]["hint"]


def test_a_package_named_by_the_workspace_is_verified(run, workspace, tmp_path):
    """Though it is not installed; and a name that leads nowhere is a fault."""
    archive = make_archive(tmp_path / "made")
    settings = workspace / "bilingual.toml"
    settings.write_text(f'[draft]\npackage = "{archive}"\n', encoding="utf-8")
    assert f"{TOP}: ok" in run("models", "verify").out

    settings.write_text('[draft]\npackage = "gone.argosmodel"\n', encoding="utf-8")
    ran = run("models", "verify")
    assert 1 == ran.code
    assert "gone.argosmodel" in ran.err


def test_the_doctor_finds_nothing_wrong(run, pinned):
    """Words for all that drafts depend on."""
    ran = run("models", "doctor")

    assert (0, "") == (ran.code, ran.err)
    for said in (
        "argos-translate-lt",
        "CTranslate2",
        "int8",
        "threads may be used",
        str(pinned.parent),
        f"es → de: {TOP} 1.0",
        "fr → en: fr_en-starter",
        f"{TOP} is the pinned package",
        "Nothing is wrong.",
    ):
        assert said in ran.out


def test_the_doctor_s_answer_for_programs(run, workspace):
    """Topic, level, text and hint; here the pair of the workspace has no package."""
    ran = run("models", "doctor", "--json")
    answer = json.loads(ran.out)
    (problem,) = [s for s in answer["statements"] if s["level"] == "problem"]

    assert (1, False) == (ran.code, answer["ok"])
    assert "es → de" in problem["text"]
    assert "models install es de" in problem["hint"]


def test_quiet_says_only_what_is_wrong(run, workspace):
    """On standard error."""
    ran = run("models", "doctor", "--quiet")

    assert "" == ran.out
    assert ran.err.startswith("  Problem: es → de")


def test_the_doctor_sees_damage_and_differences(run, pinned, workspace):
    """A damaged package, one that is not the pinned one, one that is pinned and gone."""
    (pinned / "README.md").write_text("changed", encoding="utf-8")
    make_folder(pinned.parent, source="it", target="pt")
    (pinned.parent / "translate-it_pt-1.0" / "model" / "model.bin").unlink()
    lock = workspace / "bilingual.lock"
    lock.write_text(
        lock.read_text()
        + lock.read_text()
        .partition("[[")[2]
        .join(["[[", ""])
        .replace(f'"{TOP}"', '"translate-gone-2.0"')
    )
    out = run("models", "doctor").out

    assert "Problem: translate-es_de-1.0: not the package that this workspace pinned" in out
    assert "the package has no model" in out
    assert "translate-gone-2.0 is pinned and not on this machine" in out


def test_a_lock_that_cannot_be_read_is_a_problem(run, workspace):
    """Of the doctor's, not an end."""
    (workspace / "bilingual.lock").write_text("nonsense")
    ran = run("models", "doctor")

    assert 1 == ran.code
    assert "lock file cannot be read" in ran.out


def test_an_unfinished_download_is_mentioned(run, work, home):
    """With what goes on with it."""
    part = home / ".cache/bilingual/downloads/translate-es_de-1_0-1234.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x")

    assert str(part) in run("models", "doctor").out


def test_both_distributions_are_a_problem(monkeypatch, work):
    """And neither."""
    for text in ("both are installed", "not installed"):
        monkeypatch.setattr(bilingual.doctor, "distribution_problem", lambda text=text: text)
        assert any(text in problem for problem in problems(diagnose(Workspace(work))))


def test_a_missing_engine_is_a_problem(monkeypatch, work):
    """CTranslate2 is named, with what to install."""

    def missing(_wanted):
        raise errors.InstallError("CTranslate2 is missing", hint="pip install ctranslate2")

    monkeypatch.setattr("bilingual.engines.loading.resolve_compute_type", missing)

    assert any(
        "pip install ctranslate2" in problem for problem in problems(diagnose(Workspace(work)))
    )


def test_a_processor_without_int8_is_noted(monkeypatch, work):
    """It is no problem, only slower."""
    monkeypatch.setattr("bilingual.engines.loading.resolve_compute_type", lambda _w: "float32")
    statements = diagnose(Workspace(work))

    assert [] == problems(statements)
    assert any("no fast int8" in statement.hint for statement in statements)


def test_folders_that_may_not_be_written_are_said(monkeypatch, work, packages):
    """The packages' folder is a note, for drafts can still be made; the workspace's a problem."""
    make_folder(packages, source="fr", target="en")
    monkeypatch.setattr(bilingual.doctor, "_is_writable", lambda _folder: False)
    statements = diagnose(Workspace(work))

    (problem,) = problems(statements)
    assert str(work) in problem
    assert any("ARGOS_PACKAGES_DIR" in s.hint for s in statements if s.level is Level.NOTE)


def test_no_package_at_all_is_a_problem(monkeypatch, work, tmp_path):
    """With the command that gets one."""
    monkeypatch.setattr("bilingual.packages.places.STARTER", tmp_path / "gone")
    found = problems(diagnose(Workspace(work)))

    assert any("there is no model package" in problem for problem in found)
    assert any("models install fr en" in problem for problem in found)


def test_a_pivot_is_noted(run, work, packages):
    """By list and doctor, for the pairs of the workspace."""
    make_folder(packages, source="en", target="es")
    (work / "bilingual.toml").write_text('targets = ["en", "es"]\n', encoding="utf-8")
    shown = run("models").out
    assert "fr → es is drafted by way of en, with fr_en-starter + translate-en_es-1.0" in shown
    assert "fr → es: by way of en" in run("models", "doctor").out
    (pivot,) = json.loads(run("models", "--json").out)["pivots"]
    assert ("fr", "es", ["en"]) == (pivot["source"], pivot["target"], pivot["via"])

    make_folder(packages, source="fr", target="es")
    assert "by way of" not in run("models").out


def test_the_workspace_s_own_package_counts(work, tmp_path):
    """It serves its pair before any other."""
    make_archive(tmp_path / "made", source="fr", target="en")
    settings = work / "bilingual.toml"
    archive = tmp_path / "made" / "translate-fr_en-1.0.argosmodel"
    settings.write_text(f'[draft]\npackage = "{archive}"\n', encoding="utf-8")
    statements = diagnose(read_settings(settings))

    assert any("fr → en: translate-fr_en-1.0 1.0" in statement.text for statement in statements)
