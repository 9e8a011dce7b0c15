"""Every error that bilingual raises on purpose, and the exit code each one ends in.

    BilingualError                    exit 1
    ├─ ArticleError                   unreadable or unsupported article
    ├─ WorkspaceError                 bilingual.toml is wrong, or a folder cannot be used
    ├─ TermbaseError                  bad row in the termbase
    ├─ EngineError                    the engine failed
    │  ├─ UnknownEngine               lists the names that exist
    │  ├─ PackageError                a model package is damaged or unsafe
    │  └─ ModelMissing      exit 4    no package for the pair of languages
    ├─ CatalogError                   not readable as PO
    │  ├─ CatalogConflict   exit 5    changed on disk since it was read
    │  └─ CatalogMismatch             belongs to another article or locale
    ├─ BitextError                    a file of sentence pairs cannot be used
    ├─ TrainingError                  a model cannot be trained, or not trained on
    ├─ ExchangeError                  a file of another tool cannot be read or written
    ├─ DownloadError                  a package could not be fetched
    ├─ OutputError                    nothing could be written there
    └─ InstallError                   a part of the installation is missing

A message says what is wrong and where; the hint says what the user can do about it.
This module imports nothing of ours and knows nothing of the command line.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What the process answers to the shell; the README has the same table."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    UNREVIEWED = 3
    MODEL_MISSING = 4
    CONFLICT = 5
    INTERRUPTED = 130


class BilingualError(Exception):
    """Something the user can understand and mend.

    `str(error)` is `path:line: message`, with a second line for the hint where there is one.
    `line` is 1-based.
    """

    exit_code = ExitCode.ERROR

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    @property
    def place(self) -> str:
        """The file with the line, as far as they are known; "" without a file."""
        if self.path is None:
            return ""
        return str(self.path) if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.message}" + (f"\n{self.hint}" if self.hint else "")


class ArticleError(BilingualError):
    """An article is missing, unreadable or of a form we do not know."""


class WorkspaceError(BilingualError):
    """The workspace's settings are wrong, or one of its folders cannot be used."""


class TermbaseError(BilingualError):
    """The termbase cannot be read, or one of its rows is wrong."""


class EngineError(BilingualError):
    """The engine failed on a segment."""


class UnknownEngine(EngineError):
    """No engine has that name; the message lists those that exist."""


class PackageError(EngineError):
    """A model package is damaged, incomplete or not safe to open."""


class ModelMissing(EngineError):
    """No package translates between these two languages."""

    exit_code = ExitCode.MODEL_MISSING


class CatalogError(BilingualError):
    """A catalog cannot be read as PO."""


class CatalogConflict(CatalogError):
    """The catalog changed on disk since it was read; it was left as it is there.

    `kept` is the file that holds the version that was not saved, where a person's work is in it.
    """

    exit_code = ExitCode.CONFLICT
    kept: Path | None = None


class CatalogMismatch(CatalogError):
    """The catalog belongs to another article or another pair of languages."""


class BitextError(BilingualError):
    """A file of sentence pairs cannot be read, or holds none that are of use."""


class TrainingError(BilingualError):
    """A model cannot be trained with what was given, or a training run cannot go on."""


class ExchangeError(BilingualError):
    """A file from or for another tool cannot be read, or cannot be made as asked."""


class DownloadError(BilingualError):
    """A model package could not be fetched from the network; what is installed is intact."""


class OutputError(BilingualError):
    """A file or folder could not be written; what was there before is intact."""


class InstallError(BilingualError):
    """Templates, interface catalogs or the starter package are missing from the installation."""
