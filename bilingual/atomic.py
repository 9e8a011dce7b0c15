"""Writing a file so that it is either the old one or the new one, whole, whatever happens."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bilingual.errors import OutputError
from bilingual.interface import _

_PREFIX, _SUFFIX = ".bilingual-", ".tmp"  # hidden, and no catalog, article or page to anybody


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, where they are missing.

    Raises: OutputError when that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, folder) from error


def write_atomically(path: Path, data: bytes, *, check: Callable[[], None] | None = None) -> None:
    """Put `data` at `path`: a temporary file beside it, flushed to disk, takes its name.

    A link stays a link: the file it points to is replaced. Access rights stay those of the old
    file; one that may not be written is not replaced. `check` is called when all is ready, just
    before the file is replaced; what it raises stops that.

    Raises: OutputError; then the old file is intact and the temporary one gone.
    """
    path = path.resolve()
    try:
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        # Not named after the file: a name can be as long as names may be.
        descriptor, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
    except OSError as error:
        raise output_error(error, path) from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
        if check is not None:
            check()
        temporary.replace(path)
    except OSError as error:
        raise output_error(error, path) from error
    finally:
        temporary.unlink(missing_ok=True)
    flush_folder(path.parent)


def sweep(folder: Path, *, older_than_s: float) -> None:
    """Remove the temporary files that a killed run left in `folder`; others stay.

    One as young as `older_than_s` may be being written and stays, too. What cannot be removed is
    left: it does no harm.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_SUFFIX):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat().st_mtime >= older_than_s:
                        Path(entry.path).unlink()


def _mode(path: Path) -> int:
    """Return the access rights the new file shall have: the old one's, else what is usual."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def flush_folder(folder: Path) -> None:
    """Make the new name itself durable, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):  # some network file systems cannot; the data is safe
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def output_error(error: OSError, path: Path) -> OutputError:
    """Return the error that tells a user why nothing could be written at `path`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        message = _("the disk is full; nothing was changed")
        hint = _("Free some space, then run the same command again.")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        message = _("this place may not be written to; nothing was changed")
        hint = _("Choose another folder with --workspace FOLDER, or ask for the right to write.")
    elif error.errno in (errno.ENOTDIR, errno.EEXIST):
        message = _("there is a file where a folder is needed")
        hint = _("Rename or move that file, or choose another folder.")
    elif error.errno == errno.EISDIR:
        message = _("there is a folder where a file is needed")
        hint = _("Rename or move that folder, or choose another one.")
    else:
        message = _("cannot write: {reason}").format(reason=error.strerror or error)
        hint = _("What was there before is intact.")
    return OutputError(message, path=path, hint=hint)
