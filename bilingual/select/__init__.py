"""Selection: of an engine's hypotheses the one that keeps to the facts.

In: sources and an engine, or hypotheses. Out: `Choice`s, with findings where something is wrong.
"""

from __future__ import annotations

from bilingual.facts import VERSION as FACTS
from bilingual.select.choosing import Choice, choose
from bilingual.select.searching import RETRIES, Retry, faithful

# For an engine's signature: changes whenever another hypothesis may be chosen.
VERSION = f"2.{FACTS}"

__all__ = ["RETRIES", "VERSION", "Choice", "Retry", "choose", "faithful"]
