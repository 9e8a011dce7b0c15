"""The translation memory: what people have reviewed anywhere in the workspace, to be used again.

`Memory.open(workspace).between(source, target)` answers with `Match` objects: `exact` ones for the
very same sentence, `near` ones for those like it, with what differs. Its index is derived from the
catalogs and the TMX files in `memory/`, which remain the truth.
"""

from __future__ import annotations

from bilingual.memory.holdings import TRUSTED
from bilingual.memory.lookup import Part
from bilingual.memory.match import REMARK, Found, Match
from bilingual.memory.opening import Memory, PairMemory

__all__ = ["REMARK", "TRUSTED", "Found", "Match", "Memory", "PairMemory", "Part"]
