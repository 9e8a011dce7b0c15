"""`bilingual memory`: what has been translated before, and memories of other tools."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import click

from bilingual.cli.asking import is_agreed
from bilingual.cli.base import Command, Common, Group, common_options, option
from bilingual.cli.models import both
from bilingual.cli.show import print_table, progress_bar, sentences, shown_path
from bilingual.errors import ExitCode
from bilingual.interface import _, ngettext
from bilingual.memory import Found, Memory, Part
from bilingual.memory.importing import find_memory, import_memory, remove_memory
from bilingual.workspace import Workspace


@click.group("memory", cls=Group, invoke_without_command=True)
@common_options
@click.pass_context
def memory_command(context: click.Context, common: Common) -> None:
    """Show, search and extend the translation memory: what has been translated before.

    The memory holds every sentence that was reviewed in any of the workspace's catalogs, and the
    memories that were imported. “bilingual draft” uses it by itself. Without a command, it is
    shown what the memory holds.
    """
    context.obj = common
    if context.invoked_subcommand is None:
        show_status(common)


@memory_command.command("status", cls=Command)
@common_options
@click.pass_obj
def status_command(outer: Common, common: Common) -> None:
    """Show how many sentences the memory holds, and where they come from."""
    show_status(both(outer, common))


@memory_command.command("search", cls=Command)
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    metavar="NUMBER",
    help="Show at most so many sentences (default: 20).",
)
@common_options
@click.pass_obj
def search_command(outer: Common, common: Common, text: tuple[str, ...], limit: int) -> int:
    """Show how a word or a phrase was translated before: a concordance.

    TEXT is looked for in both languages, whatever its capitals, the most recent translations
    first. Answers 1 where nothing was found.
    """
    common = both(outer, common)
    wanted = " ".join(text)
    with _opened(common.find(), common) as memory:
        found = memory.search(wanted, limit)
    for unit in found:
        common.tell(unit.source)
        common.tell(f"  {unit.target}")
        common.tell(f"  ({unit.locale}, {unit.name})")
    if not found:
        common.tell(_("“{text}” is not in the memory.").format(text=wanted))
    common.answer({"text": wanted, "units": [_unit_facts(unit) for unit in found]})
    return ExitCode.DONE if found else ExitCode.ERROR


@memory_command.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.tmx")
@option("--name", default="", metavar="NAME", help="What to call it (default: the file's name).")
@option("--force", "is_forced", is_flag=True, help="Replace another memory of the same name.")
@common_options
@click.pass_obj
def import_command(outer: Common, common: Common, file: Path, name: str, is_forced: bool) -> None:
    """Add a translation memory of another tool: a TMX file.

    The file is copied into memory/ in the workspace; keep it there. What it holds becomes drafts
    to be confirmed, never reviewed sentences: nobody knows who wrote them.
    """
    common = both(outer, common)
    workspace = common.find()
    done = import_memory(workspace, file, name, is_forced=is_forced)
    with _opened(workspace, common):
        pass  # the index is made now, not when somebody waits for a draft
    text = (
        _("Imported: {path}  ({pairs})") if done.is_new else _("Already there: {path}  ({pairs})")
    )
    pairs = ", ".join(f"{pair}: {sentences(number)}" for pair, number in done.units.items())
    common.tell(text.format(path=shown_path(done.path), pairs=pairs))
    if done.drafts:
        common.tell(
            ngettext(
                "{n} draft that nobody has confirmed is left out.",
                "{n} drafts that nobody has confirmed are left out.",
                done.drafts,
            ).format(n=done.drafts)
        )
    common.answer(
        {
            "path": str(done.path),
            "units": done.units,
            "drafts": done.drafts,
            "is_new": done.is_new,
        }
    )


@memory_command.command("remove", cls=Command)
@click.argument("name", metavar="NAME")
@option("-y", "--yes", "is_sure", is_flag=True, help="Do it without asking.")
@common_options
@click.pass_obj
def remove_command(outer: Common, common: Common, name: str, is_sure: bool) -> int:
    """Take an imported memory out again, as “bilingual memory” names it.

    What was reviewed in the catalogs stays.
    """
    common = both(outer, common)
    workspace = common.find()
    path = find_memory(workspace, name)
    if not is_agreed(_("Delete {path}?").format(path=shown_path(path)), is_sure=is_sure):
        click.echo(_("Nothing was changed."), err=True)
        return ExitCode.ERROR
    remove_memory(path)
    common.tell(_("Removed {path}").format(path=shown_path(path)))
    common.answer({"removed": str(path)})
    return ExitCode.DONE


@memory_command.command("rebuild", cls=Command)
@common_options
@click.pass_obj
def rebuild_command(outer: Common, common: Common) -> None:
    """Make the memory's index anew, from the catalogs and the imported memories.

    This is never needed for its content: an index that is old or damaged is noticed.
    """
    common = both(outer, common)
    begin = time.perf_counter()
    with _opened(common.find(), common, is_forced=True) as memory:
        parts = memory.parts()
    total, seconds = _total(parts), time.perf_counter() - begin
    common.tell(
        _("{sentences} in {seconds:.1f} s").format(sentences=sentences(total), seconds=seconds)
    )
    common.answer({"units": total, "seconds": round(seconds, 3)})


def _opened(workspace: Workspace, common: Common, *, is_forced: bool = False) -> Memory:
    """Return the memory, a progress bar on the terminal while its index is made."""
    with progress_bar(_("Reading"), is_quiet=common.quiet or common.as_json) as progress:
        return Memory.open(workspace, progress=progress, is_forced=is_forced)


def show_status(common: Common) -> None:
    """Print what the memory holds as a table, or as one JSON object."""
    with _opened(common.find(), common) as memory:
        parts, path = memory.parts(), str(memory.path) if memory.is_kept else None
    if common.as_json:
        common.answer(
            {
                "units": _total(parts),
                "index": path,
                "parts": [_part_facts(part) for part in parts],
            }
        )
        return
    rows = _rows(parts)
    if common.quiet:
        return
    if rows:
        columns = [(_("From"), "left"), (_("Languages"), "left"), (_("Sentences"), "right")]
        print_table("", columns, rows)
    else:
        common.tell(
            _(
                "The memory is empty: nothing has been reviewed yet. "
                "Another tool's memory: bilingual memory import FILE.tmx"
            )
        )
    for part in parts:
        if part.problem:
            common.tell(_("Not in the memory: {problem}").format(problem=part.problem))


def _rows(parts: Iterable[Part]) -> list[list[str]]:
    """Return one row for the catalogs of each pair of languages, and one for each other memory."""
    catalogs: dict[str, list[int]] = {}
    rows = []
    for part in parts:
        pair = f"{part.source} → {part.locale}"
        if part.units and part.is_catalog:
            catalogs.setdefault(pair, []).append(part.units)
        elif part.units:
            rows.append([part.name, pair, str(part.units)])
    return [
        [
            ngettext("reviewed in {n} catalog", "reviewed in {n} catalogs", len(numbers)).format(
                n=len(numbers)
            ),
            pair,
            str(sum(numbers)),
        ]
        for pair, numbers in sorted(catalogs.items())
    ] + rows


def _total(parts: Iterable[Part]) -> int:
    return sum(part.units for part in parts)


def _part_facts(part: Part) -> dict[str, object]:
    return {
        "name": part.name,
        "kind": "catalog" if part.is_catalog else "tmx",
        "source": part.source or None,
        "target": part.locale or None,
        "units": part.units,
        "problem": part.problem or None,
    }


def _unit_facts(unit: Found) -> dict[str, object]:
    return {
        "source": unit.source,
        "target": unit.target,
        "locale": unit.locale,
        "from": unit.name,
        "key": unit.key,
        "changed": unit.changed or None,
    }
