"""A real Chromium for the pages, and the judges that the pages have to pass."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def absent(reason: str) -> None:
    """Leave a test out and say why; where CI is set nothing may be absent: then it fails."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give Debian's Chromium; nothing is downloaded."""
    if not CHROMIUM.is_file():
        absent("Debian's chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Give the source of axe-core, the judge of accessibility."""
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        absent("axe-core is not installed: npm ci --ignore-scripts")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nu_checker() -> list[str]:
    """Give the command of the Nu HTML checker."""
    path = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if java is None:
        absent("Java is not installed: apt-get install default-jre-headless")
    if not path.is_file():
        absent("vnu-jar is not installed: npm ci --ignore-scripts")
    return [str(java), "-jar", str(path)]


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Give the folder that keeps screenshots; git ignores it."""
    folder = Path(os.environ.get("BILINGUAL_ARTIFACTS") or ROOT / ".artifacts")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
