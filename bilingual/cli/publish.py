"""`bilingual publish` and `bilingual build`: catalogs → a site."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

import click

from bilingual.build import open_articles, publishable
from bilingual.cli.base import Command, Common, common_options, option
from bilingual.cli.draft import (
    ARTICLES,
    PACKAGE,
    TARGETS,
    receipt,
    report_draft,
    run_draft,
)
from bilingual.cli.show import sentences, shown_path
from bilingual.errors import BilingualError, ExitCode, WorkspaceError
from bilingual.interface import _, ngettext
from bilingual.model import Bitext, Locale, State
from bilingual.workspace import Workspace

OUTPUT = option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
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
    workspace = common.find(articles)
    works = tuple(
        open_articles(
            workspace, articles or workspace.article_paths(), targets or workspace.targets
        )
    )
    bitexts = publishable(works)
    skipped = [work for work in works if not work.is_saved]
    for work in skipped:
        common.tell(
            _("{name}: no catalog yet, left out (bilingual draft makes one)").format(
                name=work.article.name
            )
        )
    written = write_site(workspace, bitexts, output, strict=strict)
    report_site(bitexts, written, common)
    common.answer(site_facts(bitexts, written))
    _show(written, is_shown=is_shown)


@click.command("build", cls=Command)
@ARTICLES
@TARGETS
@PACKAGE
@OUTPUT
@STRICT
@OPEN
@common_options
def build_command(
    articles: tuple[Path, ...],
    targets: tuple[Locale, ...],
    package: str | None,
    output: Path | None,
    strict: bool,
    is_shown: bool,
    common: Common,
) -> None:
    """Do the whole way: draft what has no translation yet, then write the site.

    Without ARTICLE, all those in the workspace's articles/. An article outside a workspace gets
    locales/ and site/ beside it, or where --workspace says.
    """
    workspace, done = run_draft(articles, targets, package, common)
    report_draft(done, common)
    paths = articles or workspace.article_paths()
    works = tuple(open_articles(workspace, paths, targets or workspace.targets))
    bitexts = publishable(works)
    written = write_site(workspace, bitexts, output, strict=strict)
    report_site(bitexts, written, common)
    common.answer({**receipt(done), **site_facts(bitexts, written)})
    _show(written, is_shown=is_shown)


def write_site(
    workspace: Workspace, bitexts: Sequence[Bitext], output: Path | None, *, strict: bool
) -> tuple[Path, ...]:
    """Write the pages of `bitexts`; the index also lists the workspace's other articles."""
    from bilingual.publish import SiteSettings, publish  # jinja2 and Babel, not needed elsewhere

    waiting = sum(len(b.units) - b.count(State.REVIEWED) for b in bitexts)
    if strict and waiting:
        raise Unreviewed(
            ngettext(
                "{n} sentence has not been reviewed; nothing was published",
                "{n} sentences have not been reviewed; nothing was published",
                waiting,
            ).format(n=waiting),
            hint=_("Review the catalogs, or publish without --strict: the pages will say so."),
        )
    settings = SiteSettings(
        title=workspace.title or workspace.publisher or _("Articles in two languages"),
        base_url=workspace.base_url,
        publisher=workspace.publisher,
        templates=workspace.templates if workspace.templates.is_dir() else None,
    )
    everything = (*bitexts, *_others(workspace, bitexts))
    return publish(everything, output or workspace.site, settings)


def _others(workspace: Workspace, bitexts: Sequence[Bitext]) -> tuple[Bitext, ...]:
    """Return the workspace's articles that have a catalog and are not among `bitexts`.

    Publishing one article must not take the others off the index.
    """
    named = {bitext.article.name for bitext in bitexts}
    try:
        paths = [p for p in workspace.article_paths() if workspace.name_of(p) not in named]
    except WorkspaceError:
        return ()  # the articles named on the command line are all there are
    works = open_articles(workspace, paths, workspace.targets)
    return tuple(work.bitext for work in works if work.is_saved)


def report_site(bitexts: Sequence[Bitext], written: Sequence[Path], common: Common) -> None:
    """Tell a person where the pages are and how much of them is unreviewed."""
    total = sum(len(b.units) for b in bitexts)
    reviewed = sum(b.count(State.REVIEWED) for b in bitexts)
    common.tell(
        _("Published: {path}").format(path=shown_path(written[0]))
        + "  "
        + _("({reviewed} of {sentences} reviewed; the pages mark the others)").format(
            reviewed=reviewed, sentences=sentences(total)
        )
    )


def site_facts(bitexts: Sequence[Bitext], written: Sequence[Path]) -> dict[str, object]:
    """Return what `publish --json` prints."""
    return {
        "pages": [str(path) for path in written],
        "units": sum(len(b.units) for b in bitexts),
        "reviewed": sum(b.count(State.REVIEWED) for b in bitexts),
    }


def _show(written: Sequence[Path], *, is_shown: bool) -> None:
    if is_shown:
        webbrowser.open(written[0].resolve().as_uri())
