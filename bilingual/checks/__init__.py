"""Checks: what an editor should look at in a unit, in words, and how likely it is to be wrong.

In: units and what holds for their article. Out: findings with spans, and a risk from 0 to 1.
Everything here is a pure function; nothing is read from disk but data of ours.
"""

from __future__ import annotations

from bilingual.checks.case import Case, Check, Setting
from bilingual.checks.checking import (
    CHECKS,
    WHOLE,
    by_severity,
    check_catalog,
    check_together,
    check_unit,
    marked,
    standing,
)
from bilingual.checks.identity import finding_id, is_dismissed
from bilingual.checks.risk import risk
from bilingual.checks.whole import Agreed, agreed, merged

__all__ = [
    "CHECKS",
    "WHOLE",
    "Agreed",
    "Case",
    "Check",
    "Setting",
    "agreed",
    "by_severity",
    "check_catalog",
    "check_together",
    "check_unit",
    "finding_id",
    "is_dismissed",
    "marked",
    "merged",
    "risk",
    "standing",
]
