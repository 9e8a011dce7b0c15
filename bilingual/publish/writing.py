"""Pages → files: all of them, or none.

In: names and contents. Out: files in a folder. Every file is first written beside its place under a
temporary name; only when all are on the disk are they moved into place, one atomic step each.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from bilingual.errors import OutputError
from bilingual.interface import _


def write_all(folder: Path, pages: Mapping[str, str]) -> None:
    """Write `pages` (file name → text) into `folder`, UTF-8; leave alone what is unchanged.

    Raises: OutputError when the folder cannot be made or a file cannot be written; then no page
    was touched and no temporary file stays.
    """
    with _explained(folder):
        made = _make(folder)
        try:
            _replace_changed(folder, pages)
        except OSError:
            for parent in made:
                with contextlib.suppress(OSError):
                    parent.rmdir()
            raise


def _make(folder: Path) -> list[Path]:
    """Make the folder and return what was made, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _replace_changed(folder: Path, pages: Mapping[str, str]) -> None:
    waiting: dict[Path, Path] = {}
    try:
        for name, text in pages.items():
            path, data = folder / name, text.encode("utf-8")
            if path.is_file() and path.read_bytes() == data:
                continue
            temporary = folder / f".{name[:100]}.{os.getpid()}.tmp"
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


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn what the system says about a failed write into an error of ours."""
    try:
        yield
    except OSError as error:
        reason, hint = _in_words(error)
        raise OutputError(reason, path=error.filename or folder, hint=hint) from error


def _in_words(error: OSError) -> tuple[str, str]:
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (
            _("the pages cannot be written here: no permission"),
            _("Choose another folder, or ask for the right to write into this one."),
        )
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return (
            _("the pages cannot be written: the disk is full"),
            _("Free some space and publish again; the pages there are as they were."),
        )
    if error.errno in {errno.EEXIST, errno.ENOTDIR}:
        return (
            _("the pages cannot be written: this is a file, not a folder"),
            _("Choose another folder, or move the file away."),
        )
    if error.errno == errno.EISDIR:
        return (
            _("the page cannot be written: a folder has its name"),
            _("Move the folder away and publish again."),
        )
    return (
        _("the pages cannot be written: {reason}").format(reason=error.strerror or error),
        _("The pages there are as they were."),
    )
