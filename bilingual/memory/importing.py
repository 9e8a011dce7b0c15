"""Translation memories of other tools (TMX): into the workspace's `memory/`, and out of it.

In: a workspace and a TMX file. Out: a copy of it in `memory/`, which the index is made from like
from a catalog: what lies there may be kept in Git, and survives the deletion of the index.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bilingual.atomic import make_folder, output_error, write_atomically
from bilingual.errors import ExchangeError, WorkspaceError
from bilingual.exchange.tmx import read_tmx
from bilingual.interface import _
from bilingual.memory.holdings import imported_pairs
from bilingual.workspace import Workspace

SUFFIX = ".tmx"


@dataclass(frozen=True, slots=True)
class Import:
    """What `import_memory` did: where the copy lies, and how many sentences of which pair it has.

    `units` has a number for each `fr → en`; `drafts` are left out because nobody confirmed them.
    `is_new` is False where the very same file was there already.
    """

    path: Path
    units: dict[str, int]
    drafts: int
    is_new: bool


def import_memory(
    workspace: Workspace, path: Path, name: str = "", *, is_forced: bool = False
) -> Import:
    """Copy a TMX file into the workspace's memory, once all of it was read.

    It is called `name`, else as it is called now. Another file of that name is replaced only with
    `is_forced`.

    Raises: ExchangeError when the file cannot be read or has no sentence in the workspace's
    languages; WorkspaceError when the name cannot be one, or is taken; OutputError.
    """
    goal = _path(workspace, name or path.name.removesuffix(path.suffix), name or path)
    units: Counter[str] = Counter()
    drafts = 0
    pairs = imported_pairs(workspace)
    for source, target in pairs:
        for pair in read_tmx(path, source, target):
            drafts += pair.is_draft
            units[f"{source} → {target}"] += not pair.is_draft
    if not units.total():
        raise _nothing(path, [f"{source} → {target}" for source, target in pairs], drafts)
    data = _bytes(path)
    there = _bytes(goal) if goal.exists() else None
    if there is not None and there != data and not is_forced:
        raise WorkspaceError(
            _("there is another memory of this name"),
            path=goal,
            hint=_("Replace it with --force, or give the new one a name: --name NAME"),
        )
    if there != data:
        make_folder(workspace.memory)
        write_atomically(goal, data)
    return Import(goal, dict(units), drafts, there != data)


def _nothing(path: Path, pairs: list[str], drafts: int) -> ExchangeError:
    if drafts:
        return ExchangeError(
            _("the file holds only drafts that nobody has confirmed"),
            path=path,
            hint=_("Have them reviewed first; a memory holds what people have confirmed."),
        )
    return ExchangeError(
        _("the file has no sentence in the workspace's languages ({pairs})").format(
            pairs=", ".join(pairs)
        ),
        path=path,
        hint=_("Name the languages in bilingual.toml: source and targets."),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExchangeError(
            _("the file cannot be read: {reason}").format(reason=error.strerror or error),
            path=path,
            hint=_("Check that you may read it."),
        ) from error


def find_memory(workspace: Workspace, name: str) -> Path:
    """Return the imported memory of a name, with or without its `.tmx`.

    Raises: WorkspaceError where there is none; it names those there are.
    """
    path = _path(workspace, name.removesuffix(SUFFIX), name)
    if path.is_file():
        return path
    names = sorted(p.name.removesuffix(SUFFIX) for p in workspace.memory.glob(f"*{SUFFIX}"))
    hint = _("There is none yet: bilingual memory import FILE.tmx")
    if names:
        hint = _("There are: {names}").format(names=", ".join(names))
    raise WorkspaceError(_("there is no memory of this name"), path=path, hint=hint)


def remove_memory(path: Path) -> None:
    """Delete an imported memory.

    Raises: OutputError.
    """
    try:
        path.unlink()
    except OSError as error:
        raise output_error(error, path) from error


def _path(workspace: Workspace, name: str, given: Path | str) -> Path:
    """Return where a memory of this name lies, or would.

    Raises: WorkspaceError for what can be no file's name.
    """
    if not name.strip() or name.startswith(".") or any(char in name for char in '/\\:*?"<>|\0'):
        raise WorkspaceError(
            _("a memory cannot have this name"),
            path=given,
            hint=_("Choose a plain name without a path: --name NAME"),
        )
    return workspace.memory / f"{name}{SUFFIX}"
