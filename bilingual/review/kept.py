"""What a browser did to an article, kept over the end of the program, so that it can be undone.

In: a History. Out: a small file in the workspace's derived data, one for each browser and article;
and back. Losing one costs nothing but the steps in it, so nothing here ever fails.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bilingual.errors import OutputError
from bilingual.model import Origin, Review, State, Unit
from bilingual.review.derived import make_derived
from bilingual.review.history import Act, History, Step, act_of
from bilingual.review.keys import SESSION_S
from bilingual.review.opened import Opened

MOST = 100  # steps back, and steps forth; of more, the nearest
_FOLDER = "undo"


def place_of(one: Opened, session: str) -> Path:
    """Return where the steps of a browser lie; the name tells nobody the session."""
    name = "\0".join((session, one.workspace.name_of(one.path), one.target.tag))
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return one.workspace.cache / _FOLDER / f"{digest}.json"


def keep(place: Path, history: History) -> None:
    """Write the steps down, in place of those before; where that cannot be done, nothing is."""
    said = {"done": _steps(history.done), "undone": _steps(history.undone)}
    fresh = place.with_suffix(".tmp")
    with contextlib.suppress(OSError, OutputError):
        if not place.exists():
            make_derived(place.parent.parent)
            place.parent.mkdir(exist_ok=True)
            _sweep(place.parent)
        # Not flushed to the disk: whoever types would wait for what may as well be lost.
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(said, file)
        fresh.replace(place)


def recalled(place: Path) -> History:
    """Return the steps that were written down; none where there are none, or nothing legible."""
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
        return History(*([_step(one) for one in said[name]] for name in ("done", "undone")))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return History()


def _sweep(folder: Path) -> None:
    """Remove the steps of browsers whose sessions are over."""
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > SESSION_S:
            path.unlink(missing_ok=True)


def _steps(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {"before": _said(step.before), "after": _said(step.after), "act": step.act.value}
        for step in steps[-MOST:]
    ]


def _step(said: dict[str, Any]) -> Step:
    """Return the step; its stretch of typing ended with the program.

    A file of an earlier version says only whether something was typed.
    """
    before, after = _unit(said["before"]), _unit(said["after"])
    act = Act(said["act"]) if "act" in said else act_of(before, after)
    return Step(before, after, act)


def _said(unit: Unit) -> dict[str, Any]:
    """Return of a unit what `history.put_back` needs; findings are found again."""
    origin, review = unit.origin, unit.review
    return {
        "key": unit.key,
        "source": unit.source,
        "target": unit.target,
        "state": unit.state.value,
        "origin": None if origin is None else [origin.signature, origin.text, origin.log_prob],
        "review": None if review is None else [review.by, review.at],
        "note": unit.note,
        "previous_source": unit.previous_source,
        "remarks": unit.remarks,
        "alternatives": unit.alternatives,
        "dismissed": unit.dismissed,
    }


def _unit(said: dict[str, Any]) -> Unit:
    """Return the unit; raises ValueError, TypeError or KeyError for anything else."""
    origin, review = said["origin"], said["review"]
    made = None
    if origin is not None:
        score = origin[2]
        made = Origin(_text(origin[0]), _text(origin[1]), None if score is None else float(score))
    return Unit(
        key=_text(said["key"]),
        source=_text(said["source"]),
        target=_text(said["target"]),
        state=State(said["state"]),
        origin=made,
        review=None if review is None else Review(_text(review[0]), _text(review[1])),
        note=_text(said["note"]),
        previous_source=_text(said["previous_source"]),
        remarks=tuple(map(_text, said["remarks"])),
        alternatives=tuple(map(_text, said["alternatives"])),
        dismissed=tuple(map(_text, said["dismissed"])),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
