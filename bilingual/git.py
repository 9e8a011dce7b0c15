"""The few things that are asked of git, through its own program.

In: a folder. Out: the repository it lies in, or a setting made there.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bilingual.errors import WorkspaceError
from bilingual.interface import _


def repository_of(folder: Path) -> Path:
    """Return the top folder of the working tree that `folder` lies in.

    Raises: WorkspaceError when git is not installed, or the folder is in no repository.
    """
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode:
        raise WorkspaceError(
            _("this folder is in no git repository"),
            path=folder,
            hint=_("Make one first: git init"),
        )
    return Path(done.stdout.rstrip("\n"))


def configure(folder: Path, name: str, value: str) -> bool:
    """Set a setting of the repository that `folder` lies in; return whether it was another before.

    Raises: WorkspaceError when git refuses.
    """
    if _git(folder, "config", "--local", "--get", name).stdout.rstrip("\n") == value:
        return False
    done = _git(folder, "config", "--local", name, value)
    if done.returncode:
        raise WorkspaceError(
            _("git cannot be set up: {reason}").format(reason=done.stderr.strip()),
            path=folder,
            hint=_("Check that you may write to the repository."),
        )
    return True


def merge_as_text(base: Path, ours: Path, theirs: Path, *, marker: int = 7) -> bool:
    """Merge line by line into `ours`, as git does by itself; return whether there is no conflict.

    Where there is one, `ours` has git's usual marks around both versions.
    """
    size = f"--marker-size={marker}"
    names = ["-L", "ours", "-L", "base", "-L", "theirs"]
    done = _git(ours.parent, "merge-file", size, *names, str(ours), str(base), str(theirs))
    return done.returncode == 0


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("git")
    if program is None:
        raise WorkspaceError(
            _("git is not installed"), path=folder, hint=_("Install it from https://git-scm.com")
        )
    return subprocess.run(  # noqa: S603 - our own arguments, and no shell
        [program, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
