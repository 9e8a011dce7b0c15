"""A pair of sentences that are a translation of each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A source with its target, each on one line.

    `where` says which file it came from, with the line where lines mean something there.
    """

    source: str
    target: str
    where: str = ""
