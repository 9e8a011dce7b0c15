"""The review editor for tests: a workspace with drafts, the application, a browser without a screen."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx

from bilingual import engines
from bilingual.build import draft_articles
from bilingual.catalog import Catalog, read_catalog
from bilingual.cli.publish import site_settings
from bilingual.model import Locale
from bilingual.review.app import make_app
from bilingual.review.desk import Desk, Shelf
from bilingual.review.guard import Guard, Hosts
from bilingual.review.keys import Keys
from bilingual.review.proposals import Proposer
from bilingual.review.room import Room
from bilingual.workspace import Workspace, find_workspace

PORT = 8765
HOST = f"127.0.0.1:{PORT}"
ARTICLE = """date 2026-05-04 Le marché flottant reprend des couleurs

Le marché a rouvert lundi 4 mai. Il compte 212 bateaux.

« Nous sommes revenus », a dit Mme Lan. Elle vend des fruits depuis 30 ans.
"""


def echo(_workspace: Workspace, source: Locale, target: Locale) -> engines.Engine:
    """Return an engine that repeats its source."""
    return engines.get("echo", source=source.language, target=target.language)


def drafted(
    folder: Path, articles: Sequence[tuple[str, str]] = (("marche", ARTICLE),)
) -> Workspace:
    """Make a workspace with these articles (slug, text), each drafted."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    (folder / "bilingual.toml").touch()
    for slug, text in articles:
        (folder / "articles" / f"{slug}.fr.txt").write_text(text, encoding="utf-8")
    workspace = find_workspace(folder)
    paths = workspace.article_paths()
    draft_articles(workspace, paths, workspace.targets, partial(echo, workspace))
    return workspace


def catalog_of(workspace: Workspace, slug: str = "marche") -> Catalog:
    """Return an article's catalog as it is on the disk."""
    catalog = read_catalog(workspace.catalog_path(slug, Locale("en")))
    assert catalog is not None
    return catalog


def long_article(sentences: int) -> str:
    """Return an article of so many sentences, five to a paragraph, no two alike."""
    lines = ["date 2026-05-04 Le marché reprend", ""]
    for start in range(0, sentences - 1, 5):
        numbers = range(start, min(start + 5, sentences - 1))
        lines += [" ".join(f"Le bateau {n} est revenu au port." for n in numbers), ""]
    return "\n".join(lines)


def alone(coroutine: Coroutine) -> object:
    """Run a coroutine in a thread of its own: in this one Playwright's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(copy_context().run, asyncio.run, coroutine).result()


class Site:
    """The application over a workspace, as `bilingual review` makes it."""

    def __init__(self, workspace: Workspace, *, password: str = "", engine: bool = True) -> None:
        self.workspace = workspace
        self.desk = Desk([Shelf(workspace)])
        self.desk.articles()
        self.keys = Keys(b"0" * 32, password)
        proposer = Proposer(echo if engine else None, lambda *_pair: True)
        self.room = Room(self.desk, site_settings, proposer)
        hosts = Hosts(PORT, {"127.0.0.1", "localhost"}, takes_addresses=bool(password))
        self.app: Guard = make_app(self.room, self.keys, hosts, cookie="bilingual-test")

    def browser(self) -> Browser:
        """Return a browser that has opened the printed address."""
        made = Browser(self.app)
        made.get(f"/?token={self.keys.token}")
        made.read_token()
        return made

    def close(self) -> None:
        """End what runs beside."""
        self.room.close()


class Browser:
    """What a browser does, without a screen: cookies, the page's token, JSON. One for a thread."""

    def __init__(self, app: Guard, slug: str = "marche", locale: str = "en") -> None:
        self._app = app
        self.cookies = httpx.Cookies()
        self.token = ""
        self.place = f"/api/a/{quote(slug, safe='')}/{locale}"
        self.page = f"/a/{quote(slug, safe='')}/{locale}"

    def send(self, method: str, path: str, **given: object) -> httpx.Response:
        """Send one request and return the answer; redirects are not followed."""

        async def sent() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app, raise_app_exceptions=True)
            async with httpx.AsyncClient(
                transport=transport, base_url=f"http://{HOST}", cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, **given)
                self.cookies = client.cookies
                return answer

        return alone(sent())

    def get(self, path: str, **given: object) -> httpx.Response:
        """Send a GET."""
        return self.send("GET", path, **given)

    def post(self, path: str, said: object = None, **given: object) -> httpx.Response:
        """Send a POST as the page's script does."""
        headers = {"X-Bilingual-Token": self.token, "Origin": f"http://{HOST}"}
        headers |= dict(given.pop("headers", {}))
        if said is not None:
            given["json"] = said
        return self.send("POST", path, headers=headers, **given)

    def read_token(self) -> None:
        """Take the page's token from the editor's page, as the script does."""
        found = re.search(r'name="bilingual-token" content="(\w+)"', self.get(self.page).text)
        self.token = found[1] if found else ""

    def article(self) -> dict:
        """Return what the page gets when it opens."""
        answer = self.get(self.place)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def units(self) -> list[dict]:
        """Return the article's units."""
        return self.article()["units"]

    def save(self, unit: dict, **said: object) -> httpx.Response:
        """Save a change of a unit, on the version that it has."""
        return self.post(f"{self.place}/units/{unit['key']}", {"version": unit["version"], **said})
