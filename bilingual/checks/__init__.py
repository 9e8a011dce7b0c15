"""Checks: what an editor should look at in a unit, in words, and how likely it is to be wrong.

In: units and what holds for their article. Out: findings with spans, and a risk from 0 to 1.
Everything here is a pure function; nothing is read from disk but data of ours.
"""

from __future__ import annotations

from bilingual.checks.identity import finding_id, is_dismissed

__all__ = ["finding_id", "is_dismissed"]
