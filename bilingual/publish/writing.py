"""Pages → files: all of them, or none.

In: names and contents. Out: files in a folder. Every file is first written beside its place under a
temporary name; only when all are on the disk are they moved into place, one atomic step each.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from bilingual.atomic import output_error


def write_all(folder: Path, pages: Mapping[str, str]) -> None:
    """Write `pages` (file name → text) into `folder`, UTF-8; leave alone what is unchanged.

    Raises: OutputError when the folder cannot be made or a file cannot be written; then no page
    was touched, and neither a temporary file nor a new folder stays.
    """
    made: list[Path] = []
    try:
        made = _missing(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _replace_changed(folder, pages)
    except OSError as error:
        for parent in made:
            with contextlib.suppress(OSError):  # not made, or not empty
                parent.rmdir()
        raise output_error(error, Path(error.filename or folder)) from error


GENERATOR = '<meta name="generator" content="bilingual">'


def withdraw(folder: Path, keep: Collection[Path]) -> tuple[Path, ...]:
    """Delete the pages in `folder` that are ours and not among `keep`; return them.

    A page is ours when its head names bilingual as its generator. Other files are left alone.

    Raises: OutputError when a page cannot be deleted.
    """
    kept = {path.resolve() for path in keep}
    gone = []
    for path in sorted(folder.glob("*.html")):
        if path.resolve() in kept or not path.is_file():
            continue
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                is_ours = GENERATOR in file.read(4_096)
            if is_ours:
                path.unlink()
                gone.append(path)
        except OSError as error:
            raise output_error(error, path) from error
    return tuple(gone)


def _missing(folder: Path) -> list[Path]:
    """Return the folders that have yet to be made, the innermost first."""
    return [path for path in (folder, *folder.parents) if not path.exists()]


def _replace_changed(folder: Path, pages: Mapping[str, str]) -> None:
    waiting: dict[Path, Path] = {}
    try:
        for name, text in pages.items():
            path, data = folder / name, text.encode("utf-8")
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            if path.is_file() and path.read_bytes() == data:
                continue
            # Short, whatever the slug: file names are at most 255 bytes.
            temporary = folder / f".bilingual-{os.getpid()}-{len(waiting)}.tmp"
            waiting[temporary] = path
            _write(temporary, data)
        for temporary, path in waiting.items():
            temporary.replace(path)
    finally:
        for temporary in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    """Write `data` and see it to the disk: a full disk may show only then."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
