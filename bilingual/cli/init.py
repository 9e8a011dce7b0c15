"""`bilingual init`: make a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from bilingual.atomic import make_folder, write_atomically
from bilingual.cli.base import Command, Common, common_options
from bilingual.cli.show import shown_path
from bilingual.errors import WorkspaceError
from bilingual.interface import _
from bilingual.workspace import SAMPLE_SETTINGS, SETTINGS


@click.command("init", cls=Command)
@click.argument("folder", type=click.Path(path_type=Path), required=False, metavar="[FOLDER]")
@common_options
def init_command(folder: Path | None, common: Common) -> None:
    """Make a workspace: a folder with its settings and a place for articles.

    Without FOLDER, the current one. What is there already stays.
    """
    root = folder or common.workspace or Path.cwd()
    settings = root / SETTINGS
    if settings.exists():
        raise WorkspaceError(
            _("this is a workspace already; nothing was changed"),
            path=settings,
            hint=_("Its settings are in that file: open it in a text editor."),
        )
    make_folder(root / "articles")
    write_atomically(settings, SAMPLE_SETTINGS.encode("utf-8"))
    common.tell(_("Made {path}").format(path=shown_path(settings)))
    common.tell(
        _("Now put an article into {folder}, such as market.fr.txt, and run:").format(
            folder=shown_path(root / "articles")
        )
    )
    common.tell(
        "  bilingual build" if root.resolve() == Path.cwd() else f"  cd {root} && bilingual build"
    )
    common.answer({"settings": str(settings), "articles": str(root / "articles")})
