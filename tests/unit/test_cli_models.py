"""`bilingual models`: what is shown of the packages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tiny_package import make_archive, make_folder

from bilingual.cli import main


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home and an empty current folder; returns where packages would be installed."""
    for name in ("ARGOS_PACKAGES_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "SNAP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "home/.local/share/argos-translate/packages"


def models(*arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, "models", *arguments])


def test_the_starter_is_listed_with_all_that_matters(home: Path, tmp_path: Path) -> None:
    """Version, licence, size and fingerprint, that it is used, and that it is small."""
    result = models()

    assert result.exit_code == 0
    for text in ("fr_en-starter", "fr → en", "shipped", "yes", " MB", "--package FILE.argosmodel"):
        assert text in result.output
    assert "bilingual models install fr en" in result.output
    assert not (tmp_path / "home").exists()
    assert [] == list((tmp_path / "here").iterdir())


def test_json_holds_the_whole_fingerprint(home: Path) -> None:
    """One object for programs, the same with and without `list`, options before or after it."""
    shown = [models("--json"), models("list", "--json"), models("--json", "list")]
    answers = [json.loads(result.stdout) for result in shown]
    [package] = answers[0]["packages"]

    assert answers[0] == answers[1] == answers[2]
    assert len(package["sha256"]) == 64
    assert (package["kind"], package["used"], package["source"]) == ("shipped", True, "fr")
    assert [] == answers[0]["problems"]


def test_the_package_in_use_is_the_installed_one(home: Path) -> None:
    """Of three for one pair the highest installed version is marked, and no warning is left."""
    for version in ("1.2", "1.10"):
        make_folder(home, source="fr", target="en", version=version)
    answer = json.loads(models("--json").stdout)

    assert ["1.10"] == [p["version"] for p in answer["packages"] if p["used"]]
    assert "small model" not in models().output


def test_the_workspaces_choice_is_the_one_in_use(home: Path, tmp_path: Path) -> None:
    """A package named in bilingual.toml is listed and marked for its pair."""
    archive = make_archive(tmp_path / "here", source="fr", target="en")
    settings = f'[draft]\npackage = "{archive.name}"\n'
    (tmp_path / "here" / "bilingual.toml").write_text(settings, encoding="utf-8")
    answer = json.loads(models("--json").stdout)

    assert [str(archive)] == [p["path"] for p in answer["packages"] if p["used"]]
    assert "bilingual.toml" in models().output


def test_a_workspaces_choice_that_is_gone_is_a_warning(home: Path, tmp_path: Path) -> None:
    """The list is shown all the same, with what is wrong."""
    settings = '[draft]\npackage = "gone.argosmodel"\n'
    (tmp_path / "here" / "bilingual.toml").write_text(settings, encoding="utf-8")
    result = models()

    assert "fr_en-starter" in result.stdout
    assert "gone.argosmodel" in result.stderr


def test_a_damaged_package_is_a_warning(home: Path) -> None:
    """It is named with its path and what to do, and hides no other."""
    folder = make_folder(home)
    (folder / "model" / "model.bin").unlink()
    result = models()

    assert result.exit_code == 0
    assert "fr_en-starter" in result.stdout
    assert str(folder) in result.stderr
    assert str(folder) == json.loads(models("--json").stdout)["problems"][0]["path"]


def test_two_distributions_are_a_warning(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both distributions of Argos at once are explained here too."""
    monkeypatch.setattr("bilingual.cli.models.distribution_problem", lambda: "Two of them.")

    assert "Two of them." in models().stderr
    assert json.loads(models("--json").stdout)["installation"] == "Two of them."


def test_no_package_at_all_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without starter and installed packages the list says what to give."""
    monkeypatch.setattr("bilingual.packages.places.STARTER", tmp_path / "gone")

    assert "no model package" in models().stdout


def test_quiet_prints_nothing(home: Path) -> None:
    """--quiet leaves only warnings."""
    assert models("--quiet").output == ""


def test_the_list_speaks_french(home: Path) -> None:
    """Headings, sizes and advice in French."""
    output = models(lang="fr").output

    for text in ("Licence", "Taille", " Mo", "fourni avec bilingual", "petit modèle"):
        assert text in output
