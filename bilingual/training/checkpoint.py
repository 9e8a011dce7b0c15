"""A training run on disk: what it needs to go on as if it had never stopped.

In: the state of a run, and the name of what it was made of. Out: one file, the old one or the new
one, whole.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

from bilingual.atomic import make_folder, output_error
from bilingual.errors import TrainingError
from bilingual.interface import _


def save_checkpoint(path: Path, recipe: str, state: dict[str, Any]) -> None:
    """Write the state to `path`, whole or not at all.

    Raises: OutputError when it cannot be written; what was there before is intact.
    """
    make_folder(path.parent)
    temporary = path.with_suffix(".new")
    try:
        torch.save({"recipe": recipe, "state": state}, temporary)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise output_error(error, path) from error
    except RuntimeError as error:  # PyTorch's word for a full disk
        temporary.unlink(missing_ok=True)
        raise output_error(OSError(str(error)), path) from error


def load_checkpoint(path: Path, recipe: str) -> dict[str, Any] | None:
    """Return the state at `path`, or None where there is no file.

    Raises: TrainingError when the file is damaged, or of a run with other texts or settings.
    """
    if not path.is_file():
        return None
    anew = _("Add --anew to begin again from the start, which overwrites it.")
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
        made_of, state = found["recipe"], found["state"]
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError, KeyError, TypeError) as error:
        raise TrainingError(
            _("the checkpoint of an earlier run cannot be read"), path=path, hint=anew
        ) from error
    if made_of != recipe:
        raise TrainingError(
            _("here lies the checkpoint of a run with other texts or settings"),
            path=path,
            hint=anew,
        )
    return dict(state)
