"""What the review cost: time, drafts accepted as they were, letters changed in the others.

In: the seconds that the page tells with a change; catalogs. Out: an Effort. The times lie in the
workspace's derived data and are sent nowhere; all else is counted in the catalogs.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from bilingual.atomic import write_atomically
from bilingual.diff import edit_distance
from bilingual.errors import OutputError
from bilingual.locking import locked
from bilingual.review.derived import make_derived
from bilingual.works import Work
from bilingual.workspace import Workspace

_NAME = "effort.jsonl"
_MOST_BYTES = 1_000_000  # of single notes; then those of a unit become one
Times = dict[tuple[str, str, str], float]  # seconds by slug, target and key


@dataclass(frozen=True, slots=True)
class Effort:
    """What the review of some sentences cost.

    `reviewed` are the reviewed units, `drafted` those of them that a machine had drafted, of which
    `unchanged` stand as the machine wrote them. `edits` are the characters put in, taken out or
    exchanged between the drafts and the reviewed texts (Levenshtein), which have `characters` in
    all. `seconds` were spent on the `timed` units, reviewed or not.
    """

    reviewed: int = 0
    drafted: int = 0
    unchanged: int = 0
    edits: int = 0
    characters: int = 0
    seconds: float = 0.0
    timed: int = 0

    @property
    def unchanged_share(self) -> float | None:
        """How many of the drafts were accepted as they were, from 0.0 to 1.0."""
        return self.unchanged / self.drafted if self.drafted else None

    @property
    def edit_rate(self) -> float | None:
        """Edits for each character of the reviewed texts: 0.0 where nothing was changed."""
        return self.edits / self.characters if self.characters else None

    @property
    def seconds_per_unit(self) -> float | None:
        """Seconds spent on a unit, of those that were timed."""
        return self.seconds / self.timed if self.timed else None

    def __add__(self, other: Effort) -> Effort:
        """Return the effort of both together."""
        return Effort(
            self.reviewed + other.reviewed,
            self.drafted + other.drafted,
            self.unchanged + other.unchanged,
            self.edits + other.edits,
            self.characters + other.characters,
            self.seconds + other.seconds,
            self.timed + other.timed,
        )


def effort_of(work: Work, times: Times) -> Effort:
    """Return what the review of an article has cost so far. O(length²) of each changed sentence."""
    drafts = [
        (unit.origin.text, unit.target)
        for unit in work.catalog.units
        if unit.is_reviewed and unit.origin is not None and not unit.origin.is_memory
    ]
    name = work.article.slug, work.target.tag
    spent = [times.get((*name, unit.key), 0.0) for unit in work.catalog.units]
    return Effort(
        reviewed=sum(unit.is_reviewed for unit in work.catalog.units),
        drafted=len(drafts),
        unchanged=sum(draft == target for draft, target in drafts),
        edits=sum(edit_distance(draft, target) for draft, target in drafts),
        characters=sum(len(target) for _draft, target in drafts),
        seconds=sum(spent),
        timed=sum(seconds > 0 for seconds in spent),
    )


def note_time(workspace: Workspace, slug: str, target: str, key: str, seconds: float) -> None:
    """Remember that somebody worked on a unit so long. Failing to is no reason to stop anybody."""
    if seconds <= 0:
        return
    line = json.dumps({"article": slug, "target": target, "key": key, "seconds": round(seconds, 1)})
    path = workspace.cache / _NAME
    with contextlib.suppress(OSError, OutputError):
        make_derived(path.parent)
        with locked(path.parent):
            _append(path, line)


def _append(path: Path, line: str) -> None:
    """Put a line at the end of the file; the lock of its folder is held."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        # A run that was killed may have left half a line, which must not spoil this one.
        file.seek(max(size - 1, 0))
        begin = b"" if file.read(1) in (b"", b"\n") else b"\n"
        file.write(begin + line.encode() + b"\n")
    if size > _MOST_BYTES:
        _fold(path)


def _fold(path: Path) -> None:
    """Make one line of all that was noted of a unit."""
    lines = [
        json.dumps({"article": slug, "target": target, "key": key, "seconds": round(seconds, 1)})
        for (slug, target, key), seconds in _times(path).items()
    ]
    write_atomically(path, "".join(f"{line}\n" for line in lines).encode())


def read_times(workspace: Workspace) -> Times:
    """Return how long people have worked on each unit; what cannot be read counts as nothing."""
    return _times(workspace.cache / _NAME)


def _times(path: Path) -> Times:
    times: Times = defaultdict(float)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return times
    for line in text.splitlines():
        with contextlib.suppress(ValueError, TypeError, KeyError):
            said = json.loads(line)
            seconds = float(said["seconds"])
            if math.isfinite(seconds):
                times[str(said["article"]), str(said["target"]), str(said["key"])] += seconds
    return times
