"""Which packages there are, and which one serves a pair."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from tiny_package import make_archive, make_folder

from bilingual.errors import ExitCode, InstallError, ModelMissing, PackageError
from bilingual.packages import (
    Kind,
    choose,
    distribution,
    distribution_problem,
    find_packages,
    open_package,
    read_package,
    require_argostranslate,
    survey,
)
from bilingual.packages.places import STARTER, argos_folders, starter_files

Environment = Mapping[str, str]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """An empty folder of installed packages."""
    folder = tmp_path / "share" / "argos-translate" / "packages"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def environment(tmp_path: Path, installed: Path) -> Environment:
    """An environment in which Argos looks for packages in `installed`."""
    return {"HOME": str(tmp_path / "home"), "XDG_DATA_HOME": str(tmp_path / "share")}


def starter() -> Path:
    return STARTER / "fr_en-starter.argosmodel"


def test_the_starter_is_shipped_and_sound() -> None:
    """The starter translates fr → en, states its licence, and its fingerprint is the file's."""
    package = open_package(starter())
    shown = subprocess.run(
        ["sha256sum", starter()], capture_output=True, text=True, check=True
    ).stdout

    assert starter() in starter_files()
    assert ("fr", "en", "fr_en-starter") == (package.source, package.target, package.name)
    assert shown.split()[0] == package.sha256
    assert starter().stat().st_size == package.size
    assert "Apache-2.0 OR CC-BY-SA-4.0" == find_packages({})[-1].licence


def test_a_folder_has_the_fingerprint_that_sha256sum_shows(tmp_path: Path) -> None:
    """The documented shell line over a folder gives the package's SHA-256."""
    folder = make_folder(tmp_path)
    line = "find * -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"
    shown = subprocess.run(
        line, shell=True, cwd=folder, capture_output=True, text=True, check=True
    ).stdout

    assert shown.split()[0] == read_package(folder).sha256


def test_a_folder_s_fingerprint_changes_with_one_byte_or_one_name(tmp_path: Path) -> None:
    """Neither another content nor another name goes unnoticed."""
    folder = make_folder(tmp_path)
    before = read_package(folder).sha256
    (folder / "README.md").write_text("a", encoding="utf-8")
    with_readme = read_package(folder).sha256
    (folder / "README.md").rename(folder / "README")

    assert len({before, with_readme, read_package(folder).sha256}) == 3


def test_without_anything_installed_the_starter_serves_its_pair(environment: Environment) -> None:
    """Only what is shipped is found, and it is chosen."""
    assert [Kind.SHIPPED] == [package.kind for package in find_packages(environment)]
    assert starter() == choose("fr", "en", environment=environment).path


def test_any_installed_package_beats_the_starter(environment: Environment, installed: Path) -> None:
    """Even version 0.0.1 of an installed package comes before the starter."""
    make_folder(installed, source="fr", target="en", version="0.0.1")

    chosen = choose("fr", "en", environment=environment)

    assert Kind.INSTALLED is chosen.kind


def test_the_highest_version_is_chosen(environment: Environment, installed: Path) -> None:
    """Versions compare as numbers: 1.10 is higher than 1.9."""
    for version in ("1.9", "1.10", "1.2"):
        make_folder(installed, version=version)

    assert choose("es", "de", environment=environment).version == "1.10"


def test_a_pair_without_a_package_is_an_error_with_a_hint(environment: Environment) -> None:
    """The exit code is 4; the hint names --package and the pairs there are."""
    with pytest.raises(ModelMissing) as caught:
        choose("fr", "sw", environment=environment)

    assert ExitCode.MODEL_MISSING is caught.value.exit_code
    assert "fr → sw" in caught.value.message
    assert "--package" in caught.value.hint
    assert "fr → en" in caught.value.hint


def test_a_named_package_must_serve_the_pair(environment: Environment, tmp_path: Path) -> None:
    """A package for another pair is refused with both pairs named."""
    path = make_archive(tmp_path)

    with pytest.raises(ModelMissing, match="es → de, not fr → en") as caught:
        choose("fr", "en", path, environment)

    assert path == caught.value.path


def test_a_package_is_named_by_file_folder_or_name(
    environment: Environment, installed: Path, tmp_path: Path
) -> None:
    """All three lead to the package."""
    folder = make_folder(installed)
    archive = make_archive(tmp_path)

    assert folder == choose("es", "de", str(folder), environment).path
    assert archive == choose("es", "de", archive, environment).path
    assert folder == choose("es", "de", folder.name, environment).path
    assert starter() == open_package("fr_en-starter", environment).path


def test_an_unknown_name_lists_those_that_exist(environment: Environment) -> None:
    """A mistyped path or name is answered with the names there are."""
    with pytest.raises(ModelMissing) as caught:
        open_package("nothing.argosmodel", environment)

    assert "nothing.argosmodel" in caught.value.message
    assert "fr_en-starter" in caught.value.hint


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "", "no/such/folder/p.argosmodel"])
def test_what_is_no_path_is_no_package(environment: Environment, name: str, tmp_path: Path) -> None:
    """Names that the file system refuses end in the same error as a mistyped one."""
    expected = PackageError if name == "" else ModelMissing  # the current folder is no package

    with pytest.raises(expected):
        open_package(name, environment)


def test_a_folder_that_cannot_be_read_is_a_problem_of_the_survey(
    environment: Environment, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The starter is found all the same."""

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refuse)
    seen = survey(environment)

    assert [installed] == [problem.path for problem in seen.problems]
    assert [Kind.SHIPPED] == [package.kind for package in seen.packages]


def test_packages_that_do_not_translate_are_left_out(
    environment: Environment, installed: Path
) -> None:
    """A sentence splitter among the installed packages is neither listed nor a problem."""
    make_folder(installed, name="sbd", type="sbd")
    seen = survey(environment)

    assert [Kind.SHIPPED] == [package.kind for package in seen.packages]
    assert () == seen.problems


def test_a_damaged_installed_package_hides_no_other(
    environment: Environment, installed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The survey reports it, a log line warns, and the next best package is used."""
    good = make_folder(installed, version="1.0")
    bad = make_folder(installed, version="2.0")
    (bad / "model" / "model.bin").unlink()

    assert [bad] == [problem.path for problem in survey(environment).problems]
    assert good == choose("es", "de", environment=environment).path
    assert "model.bin" in caplog.text


@pytest.mark.parametrize(
    ("metadata", "file", "expected"),
    [
        ({"license": "CC0-1.0"}, None, "CC0-1.0"),
        ({"licence": "MIT"}, ("README.md", "License: GPL"), "MIT"),
        ({}, ("README.md", "# Model\n\n* **Licence:** CC BY 4.0\n"), "CC BY 4.0"),
        ({}, ("MODEL_CARD.md", "License: MIT\x1b[31m"), "MIT[31m"),
        ({}, ("LICENSE", "\nApache License\nVersion 2.0"), "Apache License"),
        ({}, ("README.md", "This model has no licence statement."), ""),
        ({"license": 7}, None, ""),
        ({}, None, ""),
    ],
)
def test_the_licence_is_what_the_package_states(
    tmp_path: Path, metadata: dict[str, object], file: tuple[str, str] | None, expected: str
) -> None:
    """Metadata first, then a licence file, then a line of the card; else it is not stated."""
    folder = make_folder(tmp_path, **metadata)
    if file:
        (folder / file[0]).write_text(file[1], encoding="utf-8")

    assert expected == read_package(folder).licence


class TestPlaces:
    """Argos's rules for where packages lie, without its side effects."""

    def test_data_home(self, environment: Environment, installed: Path) -> None:
        """XDG_DATA_HOME is honoured."""
        assert (installed,) == argos_folders(environment)

    def test_home(self, tmp_path: Path) -> None:
        """Without any setting it is ~/.local/share/argos-translate/packages."""
        folder = tmp_path / ".local/share/argos-translate/packages"
        folder.mkdir(parents=True)

        assert (folder,) == argos_folders({"HOME": str(tmp_path)})

    def test_variable(self, environment: Environment, tmp_path: Path) -> None:
        """ARGOS_PACKAGES_DIR comes before XDG_DATA_HOME."""
        (tmp_path / "mine").mkdir()

        found = argos_folders({**environment, "ARGOS_PACKAGES_DIR": str(tmp_path / "mine")})

        assert (tmp_path / "mine",) == found

    @pytest.mark.parametrize("extra", [{}, {"ARGOS_PACKAGES_DIR": "variable"}])
    def test_settings_file(
        self, environment: Environment, tmp_path: Path, extra: dict[str, str]
    ) -> None:
        """Argos's settings.json is read; a variable overrules it."""
        config = tmp_path / "config" / "argos-translate"
        config.mkdir(parents=True)
        for name in ("file", "variable"):
            (tmp_path / name).mkdir()
        settings = {"ARGOS_PACKAGES_DIR": str(tmp_path / "file")}
        (config / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
        extra = {key: str(tmp_path / value) for key, value in extra.items()}

        found = argos_folders({**environment, "XDG_CONFIG_HOME": str(tmp_path / "config"), **extra})

        assert (tmp_path / ("variable" if extra else "file"),) == found

    @pytest.mark.parametrize("broken", ["", "{", "[]", '{"ARGOS_PACKAGES_DIR": 3}'])
    def test_broken_settings_file(
        self, environment: Environment, installed: Path, tmp_path: Path, broken: str
    ) -> None:
        """A settings file that cannot be read sets nothing."""
        config = tmp_path / "home" / ".config" / "argos-translate"
        config.mkdir(parents=True)
        (config / "settings.json").write_text(broken, encoding="utf-8")

        assert (installed,) == argos_folders(environment)

    def test_snap(self, tmp_path: Path) -> None:
        """In a snap the snap's own folders count as well."""
        user = tmp_path / "user/.local/share/argos-translate/packages"
        inside = tmp_path / "snap/snap_custom/packages"
        content = tmp_path / "snap/snap_custom/content_snap_packages/fr"
        for folder in (user, inside, content):
            folder.mkdir(parents=True)
        environment = {"SNAP": str(tmp_path / "snap"), "SNAP_USER_DATA": str(tmp_path / "user")}

        assert (user, inside, content) == argos_folders(environment)

    def test_nothing_is_created(self, tmp_path: Path) -> None:
        """Looking for packages in an empty home leaves it empty."""
        find_packages({"HOME": str(tmp_path)})

        assert [] == list(tmp_path.iterdir())


class TestDistribution:
    """The official and the light distribution of Argos Translate."""

    def test_one_is_fine(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Either of the two alone is no problem."""
        for name in (distribution.OFFICIAL, distribution.LIGHT):
            monkeypatch.setattr(distribution, "_installed", lambda name=name: (name,))

            assert distribution_problem() == ""

    def test_both_are_explained(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Both at once: which they are, why that is bad, what to type."""
        both = (distribution.OFFICIAL, distribution.LIGHT)
        monkeypatch.setattr(distribution, "_installed", lambda: both)

        problem = distribution_problem()

        assert all(name in problem for name in both)
        assert "pip uninstall" in problem

    def test_both_are_seen_in_the_installers_records(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Two *.dist-info folders are enough to notice."""
        for name in ("argostranslate-1.11.0", "argos_translate_lt-1.12.1"):
            folder = tmp_path / f"{name}.dist-info"
            folder.mkdir()
            title, version = name.replace("_", "-").rsplit("-", 1)
            (folder / "METADATA").write_text(
                f"Metadata-Version: 2.1\nName: {title}\nVersion: {version}\n", encoding="utf-8"
            )
        monkeypatch.syspath_prepend(str(tmp_path))

        assert "both" in distribution_problem()

    def test_neither_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without Argos: InstallError, and what to install."""
        monkeypatch.setattr(distribution.importlib.util, "find_spec", lambda _name: None)

        assert "argos-translate-lt" in distribution_problem() or distribution._installed()
        with pytest.raises(InstallError) as caught:
            require_argostranslate()
        assert "pip install argos-translate-lt" in caught.value.hint


def test_a_starter_missing_from_the_installation_is_a_missing_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: Environment
) -> None:
    """Without starter and installed packages the error still says what to do."""
    monkeypatch.setattr("bilingual.packages.places.STARTER", tmp_path / "gone")

    with pytest.raises(ModelMissing, match="no package translates fr → en"):
        choose("fr", "en", environment=environment)


def test_an_unreadable_folder_is_a_package_error(tmp_path: Path) -> None:
    """A file that vanishes while it is read is reported with its path."""
    package = read_package(make_folder(tmp_path))
    shutil.rmtree(package.path)

    with pytest.raises(PackageError, match="cannot be read"):
        package.contents.read("metadata.json")
