"""Articles and PO files → what the checks find in them, and findings written into catalogs.

In: a workspace with articles, or the path of a PO file, ours or another program's. Out: one
`Inspected` for each catalog. Only `save_findings` writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.catalog import Catalog, read_catalog, save_catalog
from bilingual.checks import Setting, agreed, check_catalog, marked, merged, risk, standing
from bilingual.errors import CatalogError
from bilingual.interface import _
from bilingual.model import Finding, Locale, Unit
from bilingual.terms import Termbase, read_termbase
from bilingual.works import Work, open_articles
from bilingual.workspace import ENGLISH, FRENCH, Workspace, find_workspace


@dataclass(frozen=True, slots=True)
class Inspected:
    """One catalog with what was found in it.

    `name` is the article's or the file's. `found` holds the findings of each unit by key, but for
    those that a person dismissed: `dismissed` is their number. `skipped` is how many entries have
    plural forms, which no check reads. `is_ours` tells a catalog of a workspace from another
    program's file; `is_guessed`, that no header named the languages; `is_saved`, that there is a
    file.
    """

    name: str
    path: Path
    setting: Setting
    units: tuple[Unit, ...]
    found: Mapping[str, tuple[Finding, ...]]
    dismissed: int = 0
    skipped: int = 0
    is_ours: bool = True
    is_guessed: bool = False
    is_saved: bool = True

    def risk(self, unit: Unit) -> float:
        """Return how likely one of the units is to be wrong, from 0 to 1."""
        return risk(unit, self.found[unit.key], self.setting)


def inspect_articles(
    workspace: Workspace, paths: Sequence[Path], targets: Sequence[Locale]
) -> list[Inspected]:
    """Return what the checks find in articles' catalogs, fitted to the articles as they are now.

    The same sentence in two of the articles is compared too.

    Raises: ArticleError, CatalogError, WorkspaceError, TermbaseError.
    """
    works = list(open_articles(workspace, paths, targets))
    terms = {work.target: read_termbase(workspace.terms_path(work.target)) for work in works}
    elsewhere = {
        target: merged(agreed(work.catalog.units) for work in works if work.target == target)
        for target in terms
    }
    return [_of_work(work, workspace, terms[work.target], elsewhere[work.target]) for work in works]


def _of_work(
    work: Work,
    workspace: Workspace,
    terms: Termbase,
    elsewhere: Mapping[str, frozenset[str]],
) -> Inspected:
    setting = Setting(
        work.article.locale, work.target, terms, workspace.quotes, frozenset(work.headlines)
    )
    made = _inspected(work.catalog, setting, work.article.name, work.path, elsewhere)
    return replace(made, is_saved=work.is_saved)


def inspect_file(
    path: Path, source: Locale | None = None, target: Locale | None = None
) -> Inspected:
    """Return what the checks find in a PO file.

    Its languages are those given, else what its header says, else a guess: what is not French is
    taken for a translation from French.

    Raises: CatalogError when there is no such file, or it is no PO; WorkspaceError, TermbaseError.
    """
    catalog = read_catalog(path, is_strict=False)
    if catalog is None:
        raise CatalogError(
            _("there is no such file"), path=path, hint=_("Check the spelling of its name.")
        )
    workspace = _workspace_of(path, catalog)
    there = target or _said(catalog, "Language")
    here = source or _said(catalog, "X-Source-Language")
    is_guessed = there is None or here is None
    if there is None:
        there = ENGLISH if here is None or here.language != "en" else FRENCH
    if here is None:
        here = FRENCH if there.language != "fr" else ENGLISH
    terms, quotes = Termbase(), ""
    if workspace is not None:
        terms, quotes = read_termbase(workspace.terms_path(there)), workspace.quotes
    setting = Setting(here, there, terms, quotes)
    made = _inspected(catalog, setting, str(path), path, {})
    return replace(made, is_ours=workspace is not None, is_guessed=is_guessed)


def _said(catalog: Catalog, name: str) -> Locale | None:
    """Return the locale that a header field names, None where it names none that we can read."""
    try:
        return Locale.parse(catalog.field(name).partition("@")[0])
    except ValueError:
        return None


def _workspace_of(path: Path, catalog: Catalog) -> Workspace | None:
    """Return the workspace whose catalog a file is: it lies in its place, and the article is there.

    None for any other file.
    """
    resolved = path.resolve()
    if resolved.parent.name != "LC_MESSAGES" or len(resolved.parents) < 4:
        return None
    workspace = find_workspace(resolved.parents[3])
    name = catalog.field("Project-Id-Version")
    is_there = bool(name) and (workspace.root / name).is_file()
    return workspace if is_there and workspace.root == resolved.parents[3] else None


def _inspected(
    catalog: Catalog,
    setting: Setting,
    name: str,
    path: Path,
    elsewhere: Mapping[str, frozenset[str]],
) -> Inspected:
    every = check_catalog(catalog, setting, elsewhere)
    found = {unit.key: standing(every[unit.key], unit) for unit in catalog.units}
    dismissed = sum(len(every[key]) - len(found[key]) for key in found)
    skipped = sum("msgid_plural" in text for text in catalog.foreign)
    return Inspected(name, path, setting, catalog.units, found, dismissed, skipped)


def save_findings(one: Inspected) -> bool:
    """Write the findings into the catalog's comments, in place of its former; tell whether it did.

    What did not change is not written. Findings go to the unit whose source and target they are
    about; where the file has changed since, to none.

    Raises: CatalogError where the file has several entries under one msgctxt; CatalogConflict when
    it changes at this moment; OutputError.
    """
    catalog = read_catalog(one.path)
    if catalog is None:
        return False
    seen = {unit.key: (unit.source, unit.target) for unit in one.units}
    found = {
        unit.key: one.found[unit.key]
        for unit in catalog.units
        # That a sentence has no translation is seen without a comment.
        if unit.target and seen.get(unit.key) == (unit.source, unit.target)
    }
    return save_catalog(one.path, marked(catalog, found))
