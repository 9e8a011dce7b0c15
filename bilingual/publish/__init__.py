"""Bitexts → a static site: an index, and one side-by-side page for each article and target.

In: articles with their units, in any state. Out: HTML files that work from a disk and say which
sentences no human has reviewed. Reading articles and catalogs is left to others.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bilingual.interface import LANGUAGES
from bilingual.model import Bitext
from bilingual.publish.index import index_context
from bilingual.publish.languages import spoken
from bilingual.publish.naming import page_names
from bilingual.publish.page import page_context
from bilingual.publish.settings import SiteSettings
from bilingual.publish.templating import render
from bilingual.publish.writing import withdraw, write_all

__all__ = ["SiteSettings", "page_names", "publish", "render_index", "render_page", "withdraw"]


def render_page(
    bitext: Bitext,
    settings: SiteSettings,
    *,
    interface: str | None = None,
    siblings: Sequence[tuple[str, Bitext]] = (),
) -> str:
    """Return the side-by-side page of one article as HTML, one file complete in itself.

    `interface` is the language of the page's own controls, the target's where it is not given.
    `siblings` are the pages (file name, bitext) of the same article in all targets, this one
    among them; without it the page stands alone as `<slug>.html`. The same input gives the same
    bytes.

    Raises: WorkspaceError when a template of the user's has a mistake.
    """
    siblings = siblings or tuple(zip(page_names([bitext]), [bitext], strict=True))
    own = next(name for name, sibling in siblings if sibling is bitext)
    context = page_context(
        bitext, settings, _interface(interface, [bitext]), own, _alternates(siblings, settings)
    )
    return render("page.html", context, settings.templates)


def render_index(
    bitexts: Sequence[Bitext], settings: SiteSettings, *, interface: str | None = None
) -> str:
    """Return the site's index as HTML: every article, the newest first.

    `interface` as in `render_page`; where targets differ and none is given, English.

    Raises: WorkspaceError when a template of the user's has a mistake.
    """
    pages = tuple(zip(page_names(bitexts), bitexts, strict=True))
    context = index_context(pages, settings, _interface(interface, bitexts))
    return render("index.html", context, settings.templates)


def publish(
    bitexts: Sequence[Bitext],
    folder: Path,
    settings: SiteSettings,
    *,
    interface: str | None = None,
) -> tuple[Path, ...]:
    """Write the site into `folder` and return its files, the index first.

    All is rendered before anything is written; a page that has not changed is not written again.
    Other files in the folder are left alone.

    Raises: OutputError when nothing can be written there, or two pages would have one name;
    WorkspaceError when a template of the user's has a mistake. The pages there are then intact.
    """
    names = page_names(bitexts)
    pages = {"index.html": render_index(bitexts, settings, interface=interface)}
    by_name = tuple(zip(names, bitexts, strict=True))
    for name, bitext in by_name:
        siblings = [page for page in by_name if page[1].article.slug == bitext.article.slug]
        pages[name] = render_page(bitext, settings, interface=interface, siblings=siblings)
    write_all(folder, pages)
    return tuple(folder / name for name in pages)


def _interface(wanted: str | None, bitexts: Sequence[Bitext]) -> str:
    if wanted is not None:
        return wanted if wanted in LANGUAGES else "en"
    targets = {spoken(bitext.target) for bitext in bitexts}
    return targets.pop() if len(targets) == 1 else "en"


def _alternates(
    siblings: Sequence[tuple[str, Bitext]], settings: SiteSettings
) -> tuple[tuple[str, str], ...]:
    """Return hreflang and address of each language version; the first page holds the original."""
    if not settings.base_url:
        return ()
    first = settings.address(siblings[0][0])
    found = {siblings[0][1].article.locale.tag: first}
    found |= {bitext.target.tag: settings.address(name) for name, bitext in siblings}
    return (*found.items(), ("x-default", first))
