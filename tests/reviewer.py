"""A reviewer at work: `bilingual review` as a program, its page in a browser, the files on disk."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bilingual.catalog import read_catalog, save_catalog
from bilingual.model import State, Unit

ARTICLE = """date 2026-05-04 Le marché flottant reprend des couleurs

Le marché a rouvert lundi 4 mai. Il compte 212 bateaux.

Photo : ALP/VNA

« Nous sommes revenus », a dit Mme Lan. Elle vend des fruits depuis 30 ans.

Littoral/ALP
"""
DRAFTS = (
    "The floating market regains colour",
    "The market reopened on Monday 4 May.",
    "It counts 221 boats.",
    "“We came back”, said Mrs Lan.",
    "She has been selling fruit for 30 years.",
)
PATIENCE_MS = 20_000  # a busy machine is no defect
expect.set_options(timeout=PATIENCE_MS)


class Server:
    """`bilingual review` on one port, to be killed and started again."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.arguments = arguments
        self.address = f"http://127.0.0.1:{self.port}"
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it says where it is."""
        command = [sys.executable, "-m", "bilingual", "review", "--no-browser"]
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port), *self.arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        said = ""
        for line in self._process.stdout:
            said += line
            if found := re.search(r"http://\S+", line):
                self.url = found.group()
                return
        raise AssertionError(f"the server did not start: {said}")

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.communicate()
            self._process = None

    @property
    def key(self) -> str:
        """The token of this start."""
        return urlsplit(self.url).query


class Work:
    """A workspace with one article, `slug`, and its catalog in the language `target`."""

    def __init__(
        self, folder: Path, text: str = ARTICLE, slug: str = "marche", target: str = "en"
    ) -> None:
        self.folder = folder
        self.slug = slug
        self.target = target
        self.article = folder / "articles" / f"{slug}.fr.txt"
        self.article.parent.mkdir(exist_ok=True)
        self.article.write_text(text, encoding="utf-8")

    @property
    def path(self) -> Path:
        """The catalog."""
        return self.folder / "locales" / self.target / "LC_MESSAGES" / f"{self.slug}.po"

    def draft(self, *arguments: str) -> None:
        """Draft the article."""
        command = [sys.executable, "-m", "bilingual", "draft", "-q", "--to", self.target]
        command += arguments
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def draft_as(self, drafts: tuple[str, ...] = DRAFTS) -> None:
        """Draft it as a machine that wrote `drafts` would have."""
        self.draft("--engine", "echo")
        self.change(lambda n, unit: _as_machine(unit, drafts[n]) if n < len(drafts) else unit)

    def units(self) -> tuple[Unit, ...]:
        """Return what the file holds now."""
        catalog = read_catalog(self.path)
        assert catalog is not None
        return catalog.units

    def targets(self) -> list[str]:
        """Return the translations that the file holds now."""
        return [unit.target for unit in self.units()]

    def states(self) -> list[str]:
        """Return how far each unit is, by the file."""
        return [unit.state.value for unit in self.units()]

    def change(self, changed: Callable[[int, Unit], Unit]) -> None:
        """Change the catalog as another program does."""
        catalog = read_catalog(self.path)
        assert catalog is not None
        units = tuple(changed(n, unit) for n, unit in enumerate(catalog.units))
        save_catalog(self.path, replace(catalog, units=units))

    def put(self, at: int, **fields: object) -> None:
        """Change one unit as another program does."""
        self.change(lambda n, unit: replace(unit, **fields) if n == at else unit)


def _as_machine(unit: Unit, text: str) -> Unit:
    assert unit.origin is not None
    made_by = "argos|package:fr_en-test|version:1.0"
    origin = replace(unit.origin, signature=made_by, text=text, log_prob=-0.3)
    return replace(unit, target=text, origin=origin, state=State.DRAFT, findings=())


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until something is so; fail with `what` where it never is."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


class Desk:
    """The page in a browser, as a reviewer sees it. Rows count from 0."""

    def __init__(self, page: Page, server: Server, name: str = "marche/en") -> None:
        self.page = page
        self.server = server
        self.address = f"{server.address}/a/{name}"

    def open(self, hash_: str = "") -> Desk:
        """Come in by the printed address, and open the article."""
        self.page.goto(f"{self.address}?{self.server.key}#{hash_}")
        self.ready()
        return self

    def ready(self) -> None:
        """Wait until the desk can be worked at."""
        self.page.wait_for_selector("body[data-ready]", timeout=PATIENCE_MS)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type as a person does."""
        self.page.keyboard.type(text, delay=5)

    def row(self, n: int) -> Locator:
        """Return a row, in the order of the article."""
        return self.page.locator(f".unit[aria-label^='Sentence {n + 1} of']")

    def line(self, n: int) -> Locator:
        """Return a row's place in the list, which knows its state."""
        return self.page.locator(".line", has=self.row(n))

    @property
    def field(self) -> Locator:
        """The field of the open row."""
        return self.page.locator("textarea.field")

    @property
    def active(self) -> int:
        """Which row is open."""
        label = self.page.locator(".active .unit").get_attribute("aria-label")
        return int(re.search(r"\d+", label or "").group()) - 1

    def saved(self) -> None:
        """Wait until the page says that all is saved."""
        expect(self.page.locator("#kept")).to_have_attribute(
            "data-state", "saved", timeout=PATIENCE_MS
        )

    def said(self, text: str) -> None:
        """Wait until a screen reader is told something."""
        expect(self.page.locator("#said")).to_contain_text(text, timeout=PATIENCE_MS)

    def focus(self) -> str:
        """Return what has the focus: its class, id or tag."""
        return self.page.evaluate(
            "() => { const e = document.activeElement;"
            " return e.className || e.id || e.tagName.toLowerCase(); }"
        )


def new_context(browser: Browser, **options: object) -> BrowserContext:
    """Return a browser of its own, at a desk unless `options` say otherwise."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.set_default_timeout(PATIENCE_MS)
    return context
