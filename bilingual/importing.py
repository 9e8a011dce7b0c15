"""Files that came back from other people's tools → the catalogs they belong to.

In: a workspace and the paths of XLIFF and CSV files. Out: catalogs saved, and what became of each
row. Everything is read and fitted in before the first catalog is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.article import slug_and_locale
from bilingual.catalog import Catalog, read_catalog, save_catalog
from bilingual.errors import ArticleError, CatalogConflict, ExchangeError, WorkspaceError
from bilingual.exchange import Fate, Report, Table, read_tables, receive
from bilingual.interface import _
from bilingual.model import Locale
from bilingual.works import open_articles
from bilingual.workspace import Workspace

# How often a catalog is tried that somebody else saves meanwhile: a person who types saves about
# once a second.
_TRIES = 5
_STRAY = (Fate.UNKNOWN, Fate.OTHER_SOURCE)


@dataclass(frozen=True, slots=True)
class Place:
    """A catalog that a table can belong to: of an article, or of one that is gone."""

    name: str
    slug: str
    target: Locale
    path: Path
    catalog: Catalog
    former: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What one table brought into a catalog; `is_changed` tells whether it brought anything."""

    table: Table
    place: Place
    report: Report
    is_changed: bool


def import_files(
    workspace: Workspace,
    paths: Sequence[Path],
    target: Locale | None = None,
    *,
    is_reviewed: bool = False,
    is_rehearsal: bool = False,
) -> tuple[Imported, ...]:
    """Bring what people did in the files into the catalogs, and save those that changed.

    Several files of one article count in their order. `target` is the language, where the files do
    not say it; `is_reviewed` as in `receive`; with `is_rehearsal` nothing is written.

    Raises: ExchangeError for a file that cannot be read or belongs to no article; ArticleError,
    CatalogError, CatalogConflict, OutputError. Catalogs saved before stay saved.
    """
    tables = [table for path in paths for table in read_tables(path)]

    def fitted(some: Sequence[Table]) -> tuple[list[Imported], dict[Path, Place]]:
        return _fitted(workspace, some, target, is_reviewed=is_reviewed)

    done, places = fitted(tables)
    if is_rehearsal:
        return tuple(done)
    for path in dict.fromkeys(one.place.path for one in done if one.is_changed):
        done = _saved(path, done, places[path], fitted)
    return tuple(done)


_Fit = Callable[[Sequence[Table]], tuple[list[Imported], dict[Path, Place]]]


def _fitted(
    workspace: Workspace, tables: Sequence[Table], target: Locale | None, *, is_reviewed: bool
) -> tuple[list[Imported], dict[Path, Place]]:
    """Return what becomes of each table, and the catalogs with all of them in, by their path."""
    places: dict[Path, Place] = {}
    done = []
    for table in tables:
        place = _place(workspace, table, target)
        place = places.get(place.path, place)
        catalog, report = receive(place.catalog, table.rows, is_reviewed=is_reviewed)
        done.append(Imported(table, place, report, catalog != place.catalog))
        places[place.path] = replace(place, catalog=catalog)
    return done, places


def _saved(path: Path, done: list[Imported], place: Place, fitted: _Fit) -> list[Imported]:
    """Save a catalog; where somebody is at work in it, fit its tables into what they saved.

    Returns `done`, with what became of the tables at last.
    """
    for left in reversed(range(_TRIES)):
        try:
            save_catalog(path, place.catalog, keeps_conflicts=not left)
            break
        except CatalogConflict:
            if not left:
                raise
        here = [at for at, one in enumerate(done) if one.place.path == path]
        again, places = fitted([done[at].table for at in here])
        place = places[path]
        done = done.copy()
        for at, one in zip(here, again, strict=True):
            done[at] = one
    if place.former is not None:
        place.former.unlink(missing_ok=True)  # all it held is in the new one
    return done


def _place(workspace: Workspace, table: Table, target: Locale | None) -> Place:
    """Return the catalog that a table belongs to: by the names in it, its own name, its sentences.

    Raises: ExchangeError when there is none, or more than one.
    """
    if target and table.target and target.language != table.target.language:
        raise ExchangeError(
            _("this file is in another language: it says {said}, you said {wanted}").format(
                said=table.target, wanted=target
            ),
            path=table.path,
            hint=_("Leave out --language, or import the file of that language."),
        )
    wanted = target or table.target
    for name in filter(None, (table.article, _name_in(table.path))):
        found = _named(workspace, name, wanted or _locale_in(workspace, table.path))
        if found is not None:
            return found
    return _alike(workspace, table, wanted)


def _named(workspace: Workspace, name: str, target: Locale | None) -> Place | None:
    """Return the catalog of the article called `name` (a path, or a slug), where there is one."""
    locales = _locales(workspace, target)
    if len(locales) != 1:
        return None
    slug = _slug(name)
    for path in _articles(workspace, name):
        if _slug(path.name) == slug:
            return next(_open(workspace, path, locales), None)
    lonely = workspace.catalog_path(slug or "-", locales[0])  # the article is gone, it is not
    catalog = read_catalog(lonely) if slug else None
    return None if catalog is None else Place(name, slug, locales[0], lonely, catalog)


def _articles(workspace: Workspace, name: str) -> Iterator[Path]:
    """Give the articles that can be meant by a name, those of the workspace last."""
    exact = (workspace.root / name).resolve()
    if exact.is_relative_to(workspace.root) and exact.suffix and exact.is_file():
        yield exact  # also where it has no catalog yet
    try:
        yield from workspace.article_paths()
    except WorkspaceError:
        return  # there are none


def _locales(workspace: Workspace, target: Locale | None) -> tuple[Locale, ...]:
    """Return the targets that can be meant: `en-US` in a file may well be the workspace's `en`."""
    if target is None:
        return workspace.targets
    near = tuple(t for t in workspace.targets if t.language == target.language)
    return (target,) if target in near or len(near) != 1 else near


def _open(workspace: Workspace, path: Path, locales: Sequence[Locale]) -> Iterator[Place]:
    for work in open_articles(workspace, [path], locales):
        yield Place(
            work.article.name, work.article.slug, work.target, work.path, work.catalog, work.former
        )


def _name_in(path: Path) -> str:
    """Return the slug in the name of an exported file, however mail programs have changed it."""
    found = re.match(r"(.+)\.[A-Za-z]{2,3}([-_]\w+)*(\W.*)?\.\w+$", path.name)
    return found[1] if found else path.stem


def _locale_in(workspace: Workspace, path: Path) -> Locale | None:
    for target in workspace.targets:
        if re.search(rf"\.{re.escape(target.tag)}(?![A-Za-z])", path.name, re.IGNORECASE):
            return target
    return None


def _slug(name: str) -> str:
    file = Path(name.replace("\\", "/")).name
    try:
        return slug_and_locale(Path(file))[0]
    except ArticleError:
        return ""


def _alike(workspace: Workspace, table: Table, target: Locale | None) -> Place:
    """Return the one catalog that has most of the table's sentences, at least half of them."""
    ranked: list[tuple[int, Place]] = []
    for path in _articles(workspace, ""):
        for place in _open(workspace, path, _locales(workspace, target)):
            report = receive(place.catalog, table.rows)[1]
            known = sum(result.fate not in _STRAY for result in report.results)
            if known * 2 >= len(table.rows):
                ranked.append((known, place))
    best = [place for known, place in ranked if known == max(ranked, key=lambda r: r[0])[0]]
    if len(best) == 1:
        return best[0]
    if best:
        raise ExchangeError(
            _("this file can belong to several catalogs: {names}").format(
                names=", ".join(f"{place.slug} ({place.target})" for place in best)
            ),
            path=table.path,
            hint=_("Say which language it is: --language en; or name it ARTICLE.en.csv."),
        )
    raise ExchangeError(
        _("no article here has the sentences of this file"),
        path=table.path,
        hint=_("Run the command in the folder of the articles, or name it: --workspace FOLDER"),
    )
