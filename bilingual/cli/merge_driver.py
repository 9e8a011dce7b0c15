"""`bilingual merge-driver`: what git runs to merge two people's versions of a catalog."""

from __future__ import annotations

from pathlib import Path

import click

from bilingual.cli.base import Command, Common, common_options, option
from bilingual.cli.show import shown_path
from bilingual.interface import _, ngettext
from bilingual.merge_driver import ATTRIBUTES, install_driver, merge_files

FILE = click.Path(path_type=Path)


@click.command("merge-driver", cls=Command)
@click.argument("base", required=False, type=FILE, metavar="[%O")
@click.argument("ours", required=False, type=FILE, metavar="%A")
@click.argument("theirs", required=False, type=FILE, metavar="%B")
@click.argument("name", required=False, metavar="%P]")
@option(
    "--install",
    is_flag=True,
    help="Set git up to merge the workspace's catalogs in this way; each colleague does it once.",
)
@option(
    "--marker-size",
    default=7,
    metavar="N",
    help="How long git's marks are where it has to merge as text (git fills it in).",
)
@common_options
def merge_driver_command(
    base: Path | None,
    ours: Path | None,
    theirs: Path | None,
    name: str | None,
    install: bool,
    marker_size: int,
    common: Common,
) -> None:
    """Merge two people's versions of a catalog, sentence by sentence, when git asks.

    Run once with --install; then git does the rest: what two people reviewed comes together, and
    where both reviewed the same sentence, one translation stands and the other is kept beside it.
    Only a catalog that is damaged is left to git's usual marks.
    """
    if install:
        _install(common)
        return
    if base is None or ours is None or theirs is None:
        raise click.UsageError(
            _("git names the three files; to set git up, run: bilingual merge-driver --install"),
            click.get_current_context(),
        )
    merged = merge_files(base, ours, theirs, name or str(ours), marker=marker_size)
    offered = sum(bool(unit.alternatives) for unit in (*merged.units, *merged.obsolete))
    if offered:
        common.tell(
            ngettext(
                "{name}: {n} sentence has another translation beside the one that stands",
                "{name}: {n} sentences have another translation beside the one that stands",
                offered,
            ).format(name=name or ours, n=offered)
        )
    common.answer({"catalog": name or str(ours), "with_alternatives": offered})


def _install(common: Common) -> None:
    root = common.find().root
    is_new, is_changed = install_driver(root)
    path = root / ATTRIBUTES
    if is_new:
        common.tell(
            _("Wrote {path}: commit it, so that all have it.").format(path=shown_path(path))
        )
    if is_changed:
        common.tell(_("Git now merges the catalogs of this copy sentence by sentence."))
        common.tell(
            _("Each colleague runs the same command once: bilingual merge-driver --install")
        )
    if not (is_new or is_changed):
        common.tell(_("Git is set up already."))
    common.answer({"attributes": str(path), "is_changed": is_new or is_changed})
