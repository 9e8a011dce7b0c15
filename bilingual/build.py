"""The whole way, stage by stage: articles → catalogs with drafts → pages.

In: a workspace and the paths of articles. Out: files on disk, and a plain account of what was done.
This reads as the program's table of contents; each stage is another module's work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual import segment as segmenter
from bilingual.article import read_article
from bilingual.catalog import (
    Catalog,
    check_belongs,
    merge,
    new_header,
    read_catalog,
    save_catalog,
)
from bilingual.draft import draft, pending
from bilingual.engines import Engine
from bilingual.errors import CatalogError, WorkspaceError
from bilingual.interface import _
from bilingual.model import Article, Bitext, Locale, Segment, State
from bilingual.workspace import Workspace, check_slugs

EngineFor = Callable[[Locale, Locale], Engine]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Work:
    """One article in one language: what `draft` fills and `publish` shows.

    `catalog` fits the article as it is now; `is_saved` tells whether a file lies at `path`.
    """

    article: Article
    segments: tuple[Segment, ...]
    target: Locale
    path: Path
    catalog: Catalog
    is_saved: bool

    @property
    def bitext(self) -> Bitext:
        """The article with its units."""
        return Bitext(self.article, self.target, self.segments, self.catalog.units)

    def count(self, state: State) -> int:
        """Return how many units are in `state`."""
        return sum(unit.state is state for unit in self.catalog.units)

    @property
    def words(self) -> int:
        """How many words the segments have."""
        return sum(len(segment.source.split()) for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What `draft_articles` did: the works as saved, how many drafts are new, and the time taken.

    `seconds` has `load`, `translate`, `save` and `all`; `engines` are those that were used.
    """

    works: tuple[Work, ...]
    drafted: int
    changed: tuple[Path, ...]
    seconds: dict[str, float]
    engines: tuple[Engine, ...]


def open_articles(
    workspace: Workspace, paths: Sequence[Path], targets: Sequence[Locale]
) -> tuple[Work, ...]:
    """Read each article and fit its catalogs to it; nothing is written.

    An article whose language is among the targets is not translated into it.

    Raises: ArticleError, CatalogError, WorkspaceError.
    """
    check_slugs(tuple(paths))
    works = []
    for path in paths:
        name = workspace.name_of(path)
        article = read_article(path, locale=workspace.source, name=name)
        abbreviations = segmenter.abbreviations_in(workspace.root, article.locale)
        segments = segmenter.segment(article, abbreviations)
        wanted = [t for t in targets if t.language != article.locale.language]
        if not wanted:
            raise WorkspaceError(
                _("the article is in the language it should be translated into: {locale}").format(
                    locale=article.locale
                ),
                path=path,
                hint=_("Choose another language with --to, or name the file ARTICLE.fr.txt."),
            )
        works += [_work(workspace, article, segments, target) for target in wanted]
    return tuple(works)


def _work(
    workspace: Workspace, article: Article, segments: tuple[Segment, ...], target: Locale
) -> Work:
    path = workspace.catalog_path(article.slug, target)
    catalog = read_catalog(path)
    if catalog is not None:
        check_belongs(catalog, path, article.locale, target)
    known = catalog or Catalog(new_header(article.name, article.locale, target))
    merged = merge(known, article, segments)
    return Work(article, segments, target, path, merged, catalog is not None)


def draft_articles(
    works: Sequence[Work],
    engine_for: EngineFor,
    *,
    redraft: bool = False,
    progress: Progress | None = None,
) -> Drafted:
    """Draft what has no target, and save every catalog that changed.

    Engines are made only for pairs in which something waits. `progress` is called with how many
    sources are done and how many there are.

    Raises: EngineError, CatalogConflict, OutputError. Catalogs saved before stay saved.
    """
    begin = time.perf_counter()
    seconds = {"load": 0.0, "translate": 0.0, "save": 0.0, "all": 0.0}
    engines, done, drafted, changed = [], [], 0, []
    for group in _by_pair(works):
        catalogs = tuple(work.catalog for work in group)
        sources = pending(catalogs, redraft=redraft)
        if sources:
            start = time.perf_counter()
            engine = engine_for(group[0].article.locale, group[0].target)
            engines.append(engine)
            loaded = time.perf_counter()
            catalogs = draft(
                catalogs,
                engine,
                segmenter=segmenter.VERSION,
                redraft=redraft,
                progress=_counted(progress, len(sources)),
            )
            seconds["load"] += loaded - start
            seconds["translate"] += time.perf_counter() - loaded
        start = time.perf_counter()
        for work, catalog in zip(group, catalogs, strict=True):
            drafted += _new_drafts(work.catalog, catalog)
            if save_catalog(work.path, catalog):
                changed.append(work.path)
            done.append(replace(work, catalog=catalog, is_saved=True))
        seconds["save"] += time.perf_counter() - start
    seconds["all"] = time.perf_counter() - begin
    return Drafted(tuple(done), drafted, tuple(changed), seconds, tuple(engines))


def _by_pair(works: Sequence[Work]) -> list[list[Work]]:
    groups: dict[tuple[Locale, Locale], list[Work]] = {}
    for work in works:
        groups.setdefault((work.article.locale, work.target), []).append(work)
    return list(groups.values())


def _counted(progress: Progress | None, total: int) -> Callable[[int], None] | None:
    """Return what an engine calls with how many more sources are done."""
    if progress is None:
        return None
    done = 0

    def step(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    progress(0, total)
    return step


def _new_drafts(before: Catalog, after: Catalog) -> int:
    return sum(old != new for old, new in zip(before.units, after.units, strict=True))


def publishable(works: Sequence[Work]) -> tuple[Bitext, ...]:
    """Return the bitexts of the works that have a catalog.

    Raises: CatalogError when none has one.
    """
    ready = tuple(work.bitext for work in works if work.is_saved)
    if not ready:
        raise CatalogError(
            _("there is no catalog yet"),
            path=works[0].path if works else None,
            hint=_("Make drafts first: bilingual draft"),
        )
    return ready
