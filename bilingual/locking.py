"""One writer at a time in a folder, between processes of ours, with nothing left behind.

The lock is the system's, on the folder itself, and goes with the process that holds it however
that ends: no lock file stands where people or version control see it, and none can be stale.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bilingual.errors import OutputError
from bilingual.interface import _

PATIENCE_S = 20.0  # a save holds the lock for milliseconds; over this the holder hangs
_STEP_S = 0.01
_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the lock of `folder`, which must be there; give whether there is such a thing here.

    Waits while another process, or another thread of this one, holds it. Some network file systems
    know no locks: then False is given, and what is done inside is done unguarded. The lock is
    advisory: it keeps out our own programs, not a PO editor.

    Raises: OutputError when the lock is not free within PATIENCE_S seconds.
    """
    deadline = time.monotonic() + PATIENCE_S
    descriptor = _open(folder)
    try:
        while (is_held := _take(descriptor)) is None:
            if time.monotonic() > deadline:
                raise OutputError(
                    _("another bilingual is saving here and does not finish; nothing was changed"),
                    path=folder,
                    hint=_("End the other program, then run the same command again."),
                )
            time.sleep(_STEP_S)
        yield is_held
    finally:
        os.close(descriptor)  # the lock goes with it


if sys.platform == "win32":  # pragma: no cover - the tests run on systems with flock
    import msvcrt

    def _open(folder: Path) -> int:
        """Open a file in the user's own temporary folder: Windows locks no folders."""
        name = hashlib.sha256(str(folder.resolve()).casefold().encode()).hexdigest()[:20]
        place = Path(tempfile.gettempdir()) / f"bilingual-{name}.lock"
        return os.open(place, os.O_RDWR | os.O_CREAT)

    def _take(descriptor: int) -> bool | None:
        """Return True when the lock was taken, None when another has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return None
        return True

else:
    import fcntl

    def _open(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY)

    def _take(descriptor: int) -> bool | None:
        """Return True when the lock was taken, None when another has it, False without locks."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return None if error.errno in _TAKEN else False
        return True
