"""The wheel: what it holds, and that it does the main job where it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from bilingual import __version__

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built offline from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index", "-q"]
    subprocess.run(
        [*command, "--no-build-isolation", "--no-cache-dir", "-w", str(folder), str(ROOT)],
        check=True,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_its_data_to_the_byte(wheel):
    """Templates and interface catalogs are in it as they are in the tree, and nothing else."""
    wanted = {
        f"bilingual/_data/{path.relative_to(ROOT).as_posix()}": path.read_bytes()
        for path in [
            *(p for p in (ROOT / "templates").rglob("*") if p.is_file()),
            *(ROOT / "locales").rglob("bilingual.po"),
        ]
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {n: archive.read(n) for n in archive.namelist() if "/_data/" in n}

    assert wanted == packed


def test_the_wheel_carries_every_file_of_the_package(wheel):
    """Python, language data and the starter package are in it; tests and articles are not."""
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bilingual").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert wanted <= names
    assert "bilingual/starter/fr_en-starter.argosmodel" in names
    assert not [n for n in names if n.startswith(("tests/", "articles/", "site/"))]


def test_the_wheel_stays_small(wheel):
    """At most 30 MB, starter included."""
    assert wheel.stat().st_size <= 30_000_000


def test_the_wheel_states_name_version_licence_and_typing(wheel):
    """What a package index shows of it."""
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"bilingual_press-{__version__}.dist-info/METADATA").decode()
        names = archive.namelist()

    assert "Name: bilingual-press" in metadata
    assert f"Version: {__version__}" in metadata
    assert "License-Expression: Apache-2.0" in metadata
    assert "bilingual/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh virtual environment with the wheel in it; the libraries are this environment's."""
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    # A plain path in a .pth file: this environment's own .pth files, and with them the checkout,
    # are not followed.
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)],
        check=True,
        env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    return folder


def test_the_installed_wheel_does_the_main_job(installed, article, work):
    """`bilingual build` leads to a page, in English and in French."""
    where = subprocess.run(
        [str(installed / "bin" / "python"), "-c", "import bilingual; print(bilingual.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=work,
    )
    assert str(installed) in where.stdout

    done = subprocess.run(
        [str(installed / "bin" / "bilingual"), "--lang", "fr", "build", article.name],
        capture_output=True,
        text=True,
        check=False,
        cwd=work,
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert (work / "site" / "marche.html").is_file()
