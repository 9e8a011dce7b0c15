"""Git's three files of a catalog → one, in the place of ours; and git told to ask for that.

In: the paths git hands to a merge driver. Out: the merged catalog where git wants it.
"""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path

from bilingual.atomic import write_atomically
from bilingual.catalog import Catalog, format_catalog, merge_three, read_catalog
from bilingual.errors import CatalogError, WorkspaceError
from bilingual.git import configure, merge_as_text, repository_of
from bilingual.interface import _

ATTRIBUTES = ".gitattributes"
LINE = "locales/**/*.po merge=bilingual"


def merge_files(base: Path, ours: Path, theirs: Path, name: str, *, marker: int = 7) -> Catalog:
    """Merge two versions of a catalog into the file `ours`; nobody's review is lost.

    `base` may be empty: both sides made the file. `name` is the catalog's, for messages.

    Raises: CatalogError where one of the three cannot be read, or only a person can decide; then
    `ours` is what git would have made of it by itself, with its marks around what differs.
    """
    try:
        merged = merge_three(_read(base), _read(ours), _read(theirs))
    except CatalogError as error:
        merge_as_text(base, ours, theirs, marker=marker)
        raise CatalogError(
            _("git has to merge this catalog as text: {reason}").format(reason=error.message),
            path=name,
            hint=error.hint,
        ) from error
    merged = replace(merged, header=merged.with_field("Content-Type", "text/plain; charset=UTF-8"))
    write_atomically(ours, format_catalog(merged).encode("utf-8"))
    return merged


def _read(path: Path) -> Catalog:
    """Return the catalog at `path`; one without entries where there is nothing."""
    if not path.exists() or not path.read_bytes().strip():
        return Catalog()
    return read_catalog(path) or Catalog()


def install_driver(folder: Path) -> tuple[bool, bool]:
    """Make git merge the catalogs of the workspace at `folder` with `merge_files`.

    Return whether `.gitattributes`, which everybody shares, and the settings of this copy of the
    repository were changed; a second time neither is.

    Raises: WorkspaceError when there is no git or no repository; OutputError.
    """
    repository_of(folder)
    path = folder / ATTRIBUTES
    text = _text(path)
    is_new = LINE not in text.splitlines()
    if is_new:
        gap = "\n" if text and not text.endswith("\n") else ""
        write_atomically(path, f"{text}{gap}{LINE}\n".encode())
    # Named by its full path: a program with buttons may not know where commands lie.
    python = shlex.quote(Path(sys.executable).as_posix())
    command = f"{python} -m bilingual merge-driver --marker-size %L %O %A %B %P"
    changed = configure(folder, "merge.bilingual.name", "bilingual: two people's reviews in one")
    return is_new, configure(folder, "merge.bilingual.driver", command) or changed


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(
            _("the file cannot be read: {reason}").format(reason=error),
            path=path,
            hint=_("Add this line to it yourself: {line}").format(line=LINE),
        ) from error
