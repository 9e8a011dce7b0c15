"""The folder of what can be made again, or lost without harm: `.bilingual/` in a workspace."""

from __future__ import annotations

from pathlib import Path

from bilingual.atomic import make_folder

_IGNORED = b"# Here lies what bilingual can make again at any time.\n*\n"


def make_derived(folder: Path) -> None:
    """Make the folder where it is missing, with the file that keeps it out of version control.

    Raises: OutputError, OSError where that cannot be done.
    """
    make_folder(folder)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_bytes(_IGNORED)
