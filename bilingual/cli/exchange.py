"""`bilingual export` and `bilingual import`: articles to and from other people's tools."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from bilingual.cli.base import Command, Common, Language, common_options, option
from bilingual.cli.draft import ARTICLES
from bilingual.cli.show import sentences, shown_path
from bilingual.exchange import Fate, Result
from bilingual.exporting import FORMATS, Exported, Manner, content, export_works, planned
from bilingual.importing import Imported, import_files
from bilingual.interface import _, current, ngettext
from bilingual.model import Locale
from bilingual.text import fold_lines
from bilingual.works import Work, open_articles
from bilingual.workspace import Workspace, find_workspace

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_SHOWN = 60  # characters of a sentence in a message


@click.command("export", cls=Command)
@ARTICLES
@option(
    "--to",
    "kind",
    required=True,
    type=click.Choice(list(FORMATS)),
    metavar="FORMAT",
    help="xliff2 or xliff1.2 for translation tools, csv for spreadsheets, tmx for translation "
    "memories, docx for reading.",
)
@option(
    "--language",
    "targets",
    multiple=True,
    type=Language(),
    metavar="LANGUAGE",
    help="Only this language of the translations; may be given several times (default: all).",
)
@option(
    "-o",
    "--output",
    metavar="PATH",
    help="The file or folder to write, - for the terminal (default: the workspace's export/).",
)
@option(
    "--drafts",
    "--all",
    "with_drafts",
    is_flag=True,
    help="With tmx: also the sentences that nobody has reviewed, marked as drafts.",
)
@option(
    "--separator",
    type=click.Choice(list(_SEPARATORS)),
    metavar="MARK",
    help="With csv: comma, semicolon or tab (default: what Excel takes in the interface's "
    "language: semicolon in French, comma in English).",
)
@option(
    "--no-bom",
    is_flag=True,
    help="With csv: no byte-order mark at the beginning; programs prefer that, Excel needs it.",
)
@option("--force", is_flag=True, help="Overwrite files whatever work they hold.")
@common_options
def export_command(
    articles: tuple[Path, ...],
    kind: str,
    targets: tuple[Locale, ...],
    output: str | None,
    with_drafts: bool,
    separator: str | None,
    no_bom: bool,
    force: bool,
    common: Common,
) -> None:
    """Write articles with their translations for other people's tools.

    One file for each article and language; a translation memory (tmx) is one file for all, and
    holds reviewed sentences only. What is done in an XLIFF or CSV file comes back with: bilingual
    import. A file that holds work which was not imported is never overwritten.
    """
    usual = "semicolon" if current() == "fr" else "comma"
    manner = Manner(
        kind,
        delimiter=_SEPARATORS[separator or usual],
        with_mark=not no_bom,
        with_drafts=with_drafts,
        is_forced=force,
    )
    if output == "-":
        common = replace(common, quiet=True)  # nothing else may go where the file goes
    groups = [
        (workspace, list(open_articles(workspace, paths, targets or workspace.targets)))
        for workspace, paths in common.groups(articles)
    ]
    if output == "-":
        _print_one([work for _workspace, works in groups for work in works], manner, common)
        return
    done: list[Exported] = []
    for folder, name, works in _placed(groups, manner, output):
        for exported in export_works(works, manner, folder, name):
            done.append(exported)
            _tell_exported(exported, common)
    if kind in ("xliff2", "xliff1.2", "csv"):
        common.tell(_("What is done in them comes back with: bilingual import FILE"))
    common.answer({"format": kind, "files": [_exported_facts(exported) for exported in done]})


def _print_one(works: Sequence[Work], manner: Manner, common: Common) -> None:
    files = planned(works, manner)
    if len(files) != 1 or common.as_json:
        raise click.BadParameter(
            _("only one file can go to the terminal, and no --json with it."),
            param_hint="-o",
            param=click.Option(["-o"]),
        )
    sys.stdout.buffer.write(content(next(iter(files.values())), manner))


def _placed(
    groups: Sequence[tuple[Workspace, list[Work]]], manner: Manner, output: str | None
) -> list[tuple[Path, str, list[Work]]]:
    """Return where files go: folder, name of the file if it was given, the works that go there."""
    if output is None:
        return [(workspace.root / "export", "", works) for workspace, works in groups]
    works = [work for _workspace, group in groups for work in group]
    path = Path(output)
    is_named_so = output.endswith(("/", os.sep))
    is_folder = is_named_so or path.is_dir() or len(planned(works, manner)) > 1
    return [(path, "", works) if is_folder else (path.parent, path.name, works)]


def _tell_exported(exported: Exported, common: Common) -> None:
    total = sum(len(work.catalog.units) for work in exported.works)
    reviewed = sum(unit.is_reviewed for work in exported.works for unit in work.catalog.units)
    common.tell(
        _("{path}  {sentences}, {reviewed} reviewed  ({saved})").format(
            path=shown_path(exported.path),
            sentences=sentences(total),
            reviewed=reviewed,
            saved=_("saved") if exported.is_changed else _("unchanged"),
        )
    )


def _exported_facts(exported: Exported) -> dict[str, object]:
    units = [unit for work in exported.works for unit in work.catalog.units]
    return {
        "path": str(exported.path),
        "articles": [work.article.name for work in exported.works],
        "targets": sorted({work.target.tag for work in exported.works}),
        "units": len(units),
        "reviewed": sum(unit.is_reviewed for unit in units),
        "bytes": len(exported.data),
        "saved": exported.is_changed,
    }


@click.command("import", cls=Command)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@option(
    "--language",
    "target",
    type=Language(),
    metavar="LANGUAGE",
    help="The language of the translations, where a file does not say it.",
)
@option(
    "--reviewed",
    is_flag=True,
    help="Take every translation that was changed in a file as reviewed, for tools that cannot "
    "say so.",
)
@option("--dry-run", is_flag=True, help="Only tell what would be done.")
@common_options
def import_command(
    files: tuple[Path, ...], target: Locale | None, reviewed: bool, dry_run: bool, common: Common
) -> None:
    """Bring back what people did in XLIFF or CSV files.

    Sentences are found by their key and source. What was confirmed in a file becomes reviewed,
    what was only changed stays a draft. Nothing is erased and no review is taken back; where file
    and catalog were both changed, both texts are kept and you are told.
    """
    workspace = _workspace_of(files, common)
    done = import_files(workspace, files, target, is_reviewed=reviewed, is_rehearsal=dry_run)
    for imported in done:
        _tell_imported(imported, common, is_rehearsal=dry_run)
    common.answer({"dry_run": dry_run, "files": [_imported_facts(imported) for imported in done]})


def _workspace_of(files: Sequence[Path], common: Common) -> Workspace:
    """Return the workspace: the one named, else the files', else the current folder's.

    Files that lie in `export/` of a folder without settings belong to that folder.
    """
    if common.workspace is not None:
        return common.find()
    found = find_workspace(files[0])
    here = find_workspace(Path.cwd())
    parent = files[0].resolve().parent
    if found.has_settings:
        return found
    return here if here.has_settings or parent.name != "export" else find_workspace(parent.parent)


def _tell_imported(imported: Imported, common: Common, *, is_rehearsal: bool) -> None:
    counts = imported.report.counts
    words = [text for text in _account(counts) if text]
    common.tell(
        _("{file} → {catalog}: {account}").format(
            file=imported.table.path.name,
            catalog=shown_path(imported.place.path),
            account=", ".join(words) or _("nothing new"),
        )
    )
    for result in imported.report.results:
        if (problem := _problem(result)) is not None:
            source = fold_lines(result.row.source or result.row.key)
            shown = source if len(source) <= _SHOWN else source[: _SHOWN - 1] + "…"
            line = f"  {imported.table.path.name}:{result.row.line}: {problem}"
            common.tell(f"{line}\n    {shown}")
    if is_rehearsal and imported.is_changed:
        common.tell(_("  (a rehearsal: nothing was written)"))


def _account(counts: dict[str, int]) -> list[str]:
    """Return what a file brought, in words; empty where there was none of a kind."""
    n = {fate: counts[fate.value] for fate in Fate}
    left_out = n[Fate.UNKNOWN] + n[Fate.OTHER_SOURCE]
    both = ngettext(
        "{n} changed both in the file and in the catalog (both texts are kept)",
        "{n} changed both in the file and in the catalog (both texts are kept) ",
        n[Fate.CONFLICT],
    ).strip()
    return [
        text.format(n=number)
        for number, text in (
            (n[Fate.REVIEWED], ngettext("{n} reviewed", "{n} reviewed ", n[Fate.REVIEWED]).strip()),
            (n[Fate.EDITED], ngettext("{n} draft changed", "{n} drafts changed", n[Fate.EDITED])),
            (counts["noted"], ngettext("{n} note", "{n} notes", counts["noted"])),
            (n[Fate.CONFLICT], both),
            (left_out, ngettext("{n} left out", "{n} left out ", left_out).strip()),
        )
        if number
    ]


def _problem(result: Result) -> str | None:
    """Return what a person has to know of a row; None where there is nothing."""
    return {
        Fate.CONFLICT: _(
            "changed in the file and in the catalog; both texts are kept, choose one when you "
            "review"
        ),
        Fate.EMPTY: _("erased in the file; the catalog keeps its text"),
        Fate.REOPENED: _("not reviewed any more in the file; the catalog keeps the review"),
        Fate.OTHER_SOURCE: _("the original was changed in the file; left out"),
        Fate.UNKNOWN: _("no such sentence in the article any more; left out"),
    }.get(result.fate)


def _imported_facts(imported: Imported) -> dict[str, object]:
    return {
        "file": str(imported.table.path),
        "article": imported.place.name,
        "target": imported.place.target.tag,
        "catalog": str(imported.place.path),
        "units": len(imported.table.rows),
        **imported.report.counts,
        "changed": imported.is_changed,
        "problems": [
            {
                "line": result.row.line,
                "key": result.row.key,
                "fate": result.fate.value,
                "source": result.row.source,
                "target": result.row.target,
            }
            for result in imported.report.results
            if _problem(result) is not None
        ],
    }
