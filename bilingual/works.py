"""Articles with their catalogs: what drafting fills and publishing shows.

In: a workspace and the paths of articles. Out: one `Work` for each article and language, its
catalog fitted to the article as it is now. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from bilingual import segment as segmenter
from bilingual.article import read_article
from bilingual.catalog import (
    Catalog,
    MergeReport,
    check_belongs,
    merge,
    new_header,
    read_catalog,
)
from bilingual.errors import CatalogError, WorkspaceError
from bilingual.interface import _
from bilingual.model import Article, Bitext, BlockKind, Locale, Segment, State
from bilingual.text import normalised
from bilingual.workspace import Workspace, check_slugs


@dataclass(frozen=True, slots=True)
class Work:
    """One article in one language: what `draft` fills and `publish` shows.

    `catalog` fits the article as it is now; `is_saved` tells whether a file lies at `path`, and
    `merged` what became of its sentences since. `former` is the catalog of an article that is
    gone, whose sentences this one has: it was renamed, and takes that catalog over.
    """

    article: Article
    segments: tuple[Segment, ...]
    target: Locale
    path: Path
    catalog: Catalog
    is_saved: bool
    merged: MergeReport = field(default_factory=MergeReport)
    former: Path | None = None

    @property
    def bitext(self) -> Bitext:
        """The article with its units."""
        return Bitext(self.article, self.target, self.segments, self.catalog.units)

    @property
    def headlines(self) -> tuple[str, ...]:
        """The sources of the units that lie in a headline."""
        spans = [b.span for b in self.article.blocks if b.kind is BlockKind.HEADLINE]
        pairs = zip(self.segments, self.catalog.units, strict=True)
        return tuple(
            unit.source
            for segment, unit in pairs
            if any(span.start <= segment.span.start < span.end for span in spans)
        )

    def count(self, state: State) -> int:
        """Return how many units are in `state`."""
        return sum(unit.state is state for unit in self.catalog.units)

    @property
    def words(self) -> int:
        """How many words the segments have."""
        return sum(len(segment.source.split()) for segment in self.segments)


def open_articles(
    workspace: Workspace, paths: Sequence[Path], targets: Sequence[Locale]
) -> Iterator[Work]:
    """Read each article and fit its catalogs to it, one after the other; nothing is written.

    An article whose language is among the targets is not translated into it.

    Raises: ArticleError, CatalogError, WorkspaceError, at the article concerned.
    """
    check_slugs(tuple(paths))
    orphans = cache(workspace.orphans)  # looked for where an article has no catalog, and once
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
        for target in wanted:
            yield _work(workspace, article, segments, target, orphans)


def _work(
    workspace: Workspace,
    article: Article,
    segments: tuple[Segment, ...],
    target: Locale,
    orphans: Callable[[Locale], tuple[Path, ...]],
) -> Work:
    path = workspace.catalog_path(article.slug, target)
    catalog = read_catalog(path)
    former = None
    if catalog is None:
        former, catalog = _former(orphans(target), segments)
        known = catalog or Catalog(new_header(article.name, article.locale, target))
        known = replace(known, revision="", header=known.with_field(*_project(article)))
    else:
        check_belongs(catalog, path, article.locale, target)
        known = catalog
    fitted, report = merge(known, article, segments)
    return Work(article, segments, target, path, fitted, catalog is not None, report, former)


def _project(article: Article) -> tuple[str, str]:
    return ("Project-Id-Version", article.name)


def _former(
    orphans: Sequence[Path], segments: Sequence[Segment]
) -> tuple[Path | None, Catalog | None]:
    """Return the catalog of an article that is gone and had most of these sentences, if any.

    So that renaming an article loses no review. Half the sentences have to be the same.
    """
    sources = {normalised(segment.source) for segment in segments}
    best: tuple[int, Path, Catalog] | None = None
    for path in orphans:
        try:
            catalog = read_catalog(path)
        except CatalogError:
            continue  # damaged or none of ours: nothing to take over
        if catalog is None:
            continue
        same = sum(normalised(u.source) in sources for u in catalog.units if u.target)
        if same * 2 >= max(len(sources), 1) and (best is None or same > best[0]):
            best = same, path, catalog
    return (None, None) if best is None else best[1:]


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
