"""Units without a target + an engine → units with a draft that keeps to the facts.

In: catalogs. Out: the same catalogs, every unit that had no target drafted by the engine; a unit
that any person or machine has filled is left alone unless a new draft is asked for.
"""

from __future__ import annotations

from bilingual.draft.drafter import Drafter, needs_draft, pending
from bilingual.draft.formed import Form
from bilingual.draft.reuse import Reuse, is_free

__all__ = ["Drafter", "Form", "Reuse", "is_free", "needs_draft", "pending"]
