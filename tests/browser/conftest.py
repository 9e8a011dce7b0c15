"""A real Chromium for the pages, and the judges that the pages have to pass."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from reviewer import Desk, Server, Work, new_context

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


@pytest.fixture
def market(work: Path) -> Work:
    """A workspace with the market's article, drafted by a machine: five sentences."""
    made = Work(work)
    made.draft_as()
    return made


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start `bilingual review` in a folder; ended with the test."""
    running: list[Server] = []

    def start(folder: Path, *arguments: str) -> Server:
        server = Server(folder, *arguments)
        running.append(server)
        server.start()
        return server

    yield start
    for server in running:
        server.kill()


@pytest.fixture
def sit_down(chromium: Browser) -> Iterator[Callable[..., Desk]]:
    """Open an article in a browser of its own; what it asks of others, or a wrong script, fails."""
    contexts = []
    wrong: list[str] = []

    def open_(server: Server, name: str = "marche/en", hash_: str = "", **options: object) -> Desk:
        context = new_context(chromium, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on("request", lambda request: _note(request.url, server, wrong))
        return Desk(page, server, name).open(hash_)

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def _note(url: str, server: Server, wrong: list[str]) -> None:
    if not url.startswith((server.address, "data:")):
        wrong.append(f"asked of others: {url}")
