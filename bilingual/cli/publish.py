"""`bilingual publish` and `bilingual build`: catalogs → a site."""

from __future__ import annotations

import webbrowser
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.article import read_article
from bilingual.build import Manner
from bilingual.cli.base import Command, Common, Failure, Folder, common_options, option
from bilingual.cli.draft import (
    ARTICLES,
    NO_MEMORY,
    PACKAGE,
    TARGETS,
    TRUST_MEMORY,
    receipt,
    report_draft,
    run_draft,
)
from bilingual.cli.show import sentences, shown_path
from bilingual.errors import ArticleError, BilingualError, ExitCode, WorkspaceError
from bilingual.interface import _, ngettext
from bilingual.model import Bitext, Locale, State
from bilingual.works import Work, open_articles, publishable
from bilingual.workspace import Workspace

if TYPE_CHECKING:
    from bilingual.publish import SiteSettings

Groups = list[tuple[Workspace, tuple[Path, ...]]]

OUTPUT = option(
    "-o",
    "--output",
    type=Folder(),
    metavar="FOLDER",
    help="Where the pages go (default: site/ in the workspace).",
)
OPEN = option("--open", "is_shown", is_flag=True, help="Show the pages in the browser.")
STRICT = option(
    "--strict",
    is_flag=True,
    help="Write nothing, and answer 3, where a sentence has not been reviewed.",
)


class Unreviewed(BilingualError):
    """There are sentences that no person has reviewed, and --strict forbids to publish them."""

    exit_code = ExitCode.UNREVIEWED


@click.command("publish", cls=Command)
@ARTICLES
@TARGETS
@OUTPUT
@STRICT
@OPEN
@common_options
def publish_command(
    articles: tuple[Path, ...],
    targets: tuple[Locale, ...],
    output: Path | None,
    strict: bool,
    is_shown: bool,
    common: Common,
) -> None:
    """Write a site: a page with both languages side by side for each article, and an index.

    Without ARTICLE, all those in the workspace that have a catalog. Every page is one file that
    works from a disk and fetches nothing. It says in words which sentences no person has
    reviewed.
    """
    sites = [
        write_site(workspace, paths, targets, output, common, strict=strict)
        for workspace, paths in common.groups(articles)
    ]
    _finish(sites, {}, common, is_shown=is_shown)
    _raise_all(_unreadable(sites))


@click.command("build", cls=Command)
@ARTICLES
@TARGETS
@PACKAGE
@NO_MEMORY
@TRUST_MEMORY
@OUTPUT
@STRICT
@OPEN
@common_options
def build_command(
    articles: tuple[Path, ...],
    targets: tuple[Locale, ...],
    package: str | None,
    no_memory: bool,
    trust_memory: bool,
    output: Path | None,
    strict: bool,
    is_shown: bool,
    common: Common,
) -> None:
    """Do the whole way: draft what has no translation yet, then write the site.

    Without ARTICLE, all those in the workspace's articles/. An article outside a workspace gets
    locales/ and site/ beside it, or where --workspace says.
    """
    groups, aside = _readable(common.groups(articles))
    manner = Manner(memory=not no_memory, trust_memory=trust_memory)
    done = run_draft(groups, targets, package, common, manner)
    report_draft(done, common)
    sites = [
        write_site(
            workspace,
            paths,
            targets,
            output,
            common,
            strict=strict,
            aside={path.resolve() for path in aside},
        )
        for workspace, paths in groups
    ]
    _finish(sites, receipt(done), common, is_shown=is_shown)
    _raise_all([*aside.values(), *_unreadable(sites)])


def _unreadable(sites: Sequence[Site]) -> list[ArticleError]:
    """Return what is wrong with articles that were not asked for and are on the sites, too."""
    return [error for site in sites for error in site.aside]


def _raise_all(errors: Sequence[BilingualError]) -> None:
    """Say all that is wrong, one error after the other, and end with the last."""
    for error in errors[:-1]:
        Failure(error).show()
    for error in errors[-1:]:
        raise error


def _readable(groups: Groups) -> tuple[Groups, dict[Path, ArticleError]]:
    """Return the groups without the articles that cannot be read, and what is wrong with these.

    So that an empty file does not keep the others from being brought out. A file that is not there
    is a slip of whoever named it: drafting says so before anything is done.

    Raises: ArticleError where no article can be read.
    """
    aside: dict[Path, ArticleError] = {}
    kept: Groups = []
    for workspace, paths in groups:
        for path in filter(Path.exists, paths):
            try:
                read_article(path, locale=workspace.source, name=workspace.name_of(path))
            except ArticleError as error:
                aside[path] = error
        if readable := tuple(path for path in paths if path not in aside):
            kept.append((workspace, readable))
    if not kept:
        raise next(iter(aside.values()))
    return kept, aside


@dataclass(frozen=True, slots=True)
class Site:
    """What was published: the bitexts asked for, the pages written, those withdrawn.

    `aside` says what is wrong with articles that were not asked for and could not be read.
    """

    bitexts: tuple[Bitext, ...]
    written: tuple[Path, ...]
    withdrawn: tuple[Path, ...]
    aside: tuple[ArticleError, ...] = ()


def write_site(
    workspace: Workspace,
    paths: Sequence[Path],
    targets: Sequence[Locale],
    output: Path | None,
    common: Common,
    *,
    strict: bool,
    aside: Collection[Path] = (),
) -> Site:
    """Write the pages of the articles at `paths`; the index also lists the workspace's others.

    In the workspace's own site/, pages of ours whose article is gone are withdrawn; none where some
    are `aside`, or others cannot be read today: their pages stay as they are.
    """
    from bilingual.publish import publish, withdraw  # jinja2, not needed elsewhere

    works = tuple(open_articles(workspace, paths, targets or workspace.targets))
    bitexts = publishable(works)
    _tell_skipped(works, common)
    if strict:
        _refuse_unreviewed(bitexts)
    settings = site_settings(workspace)
    others, wrong = _others(workspace, works, aside)
    written = publish(_in_order(workspace, (*bitexts, *others)), output or workspace.site, settings)
    is_all = output is None and not aside and not wrong
    withdrawn = withdraw(workspace.site, written) if is_all else ()
    return Site(bitexts, written, withdrawn, wrong)


def site_settings(workspace: Workspace) -> SiteSettings:
    """Return the settings of a workspace's site."""
    from bilingual.publish import SiteSettings

    return SiteSettings(
        title=workspace.title or workspace.publisher or _("Articles in two languages"),
        base_url=workspace.base_url,
        publisher=workspace.publisher,
        templates=workspace.templates if workspace.templates.is_dir() else None,
    )


def _in_order(workspace: Workspace, bitexts: Sequence[Bitext]) -> tuple[Bitext, ...]:
    """Return the bitexts by article, and by the workspace's order of languages.

    An article's first language has the page without a language in its name: which one that is
    must not depend on what was asked for today.
    """
    order = {target: i for i, target in enumerate(workspace.targets)}
    key = lambda b: (b.article.name, order.get(b.target, len(order)), b.target.tag)  # noqa: E731
    return tuple(sorted(bitexts, key=key))


def _others(
    workspace: Workspace, seen: Sequence[Work], aside: Collection[Path]
) -> tuple[tuple[Bitext, ...], tuple[ArticleError, ...]]:
    """Return the workspace's bitexts that have a catalog and are neither `seen` nor `aside`.

    Publishing one article must not take the others off the index, nor be kept from it by another
    that cannot be read: what is wrong with it is the second part. What was opened already is not
    opened again.
    """
    named = {(work.article.name, work.target) for work in seen}
    try:
        paths = [path for path in workspace.article_paths() if path.resolve() not in aside]
    except WorkspaceError:
        return (), ()  # the articles named on the command line are all there are
    works: list[Work] = []
    wrong: list[ArticleError] = []
    for path in paths:
        name = workspace.name_of(path)
        wanted = [target for target in workspace.targets if (name, target) not in named]
        if wanted:
            try:
                works += open_articles(workspace, [path], wanted)
            except ArticleError as error:
                if workspace.has_catalog(path):  # else nothing of it was ever brought out
                    wrong.append(error)
            except WorkspaceError:
                pass  # in the one language that it would be brought out in
    return tuple(work.bitext for work in works if work.is_saved), tuple(wrong)


def _tell_skipped(works: Sequence[Work], common: Common) -> None:
    for work in works:
        if not work.is_saved:
            common.tell(
                _("{name}: no catalog yet, left out (bilingual draft makes one)").format(
                    name=work.article.name
                )
            )


def _refuse_unreviewed(bitexts: Sequence[Bitext]) -> None:
    """Raise Unreviewed when a sentence of the articles asked for has no person behind it."""
    waiting = sum(len(b.units) - b.count(State.REVIEWED) for b in bitexts)
    if waiting:
        raise Unreviewed(
            ngettext(
                "{n} sentence has not been reviewed; nothing was published",
                "{n} sentences have not been reviewed; nothing was published",
                waiting,
            ).format(n=waiting),
            hint=_("Review the catalogs, or publish without --strict: the pages will say so."),
        )


def _finish(
    sites: Sequence[Site], drafted: dict[str, object], common: Common, *, is_shown: bool
) -> None:
    """Tell a person where the pages are and how much of them is reviewed; answer a program."""
    for site in sites:
        reviewed = sum(b.count(State.REVIEWED) for b in site.bitexts)
        total = sum(len(b.units) for b in site.bitexts)
        common.tell(
            _("Published: {path}  ({account})").format(
                path=shown_path(site.written[0]), account=_account(reviewed, total)
            )
        )
        for path in site.withdrawn:
            common.tell(
                _("Withdrawn, because its article is gone: {path}").format(path=shown_path(path))
            )
    units = [unit for site in sites for b in site.bitexts for unit in b.units]
    common.answer(
        {
            **drafted,
            "pages": [str(path) for site in sites for path in site.written],
            "withdrawn": [str(path) for site in sites for path in site.withdrawn],
            "units": len(units),
            "reviewed": sum(unit.is_reviewed for unit in units),
        }
    )
    if is_shown:
        webbrowser.open(sites[0].written[0].resolve().as_uri())


def _account(reviewed: int, total: int) -> str:
    if reviewed == total:
        return _("every sentence is reviewed")
    if not reviewed:
        return _("no sentence is reviewed, and the pages say so")
    return _("{reviewed} of {sentences} reviewed; the pages mark the others").format(
        reviewed=reviewed, sentences=sentences(total)
    )
