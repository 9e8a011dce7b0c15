"""What is measured: sentences with a person's translation, and a machine's where there is one.

In: units that were reviewed, or lists of sentences. Out: sets, one for each article or file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilingual.errors import BitextError
from bilingual.interface import _
from bilingual.model import Unit
from bilingual.text import fold_lines


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence to measure: its source, a person's translation, and the machine's (or "").

    Each is on one line. `made_by` is the signature of what made the draft.
    """

    source: str
    reference: str
    draft: str = ""
    made_by: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the reference differs from the draft."""
        return fold_lines(self.draft).strip() != fold_lines(self.reference).strip()


@dataclass(frozen=True, slots=True)
class Set:
    """The items of an article or a file, under its name."""

    name: str
    items: tuple[Item, ...]


def reviewed_set(name: str, units: Sequence[Unit], *, with_drafts: bool = True) -> Set:
    """Return the reviewed units, with the draft that each began as.

    With `with_drafts`, only those that began as a machine's draft. That draft is the machine's
    own text, as it was before anybody changed it.
    """
    found = []
    for unit in units:
        draft = machine_draft(unit)
        if unit.is_reviewed and unit.source.strip() and (draft or not with_drafts):
            found.append(item_of(unit, unit.target))
    return Set(name, tuple(found))


def item_of(unit: Unit, reference: str) -> Item:
    """Return a unit with its reference, and with its draft where a machine made one."""
    draft = machine_draft(unit)
    made_by = unit.origin.signature if draft and unit.origin is not None else ""
    return Item(fold_lines(unit.source), fold_lines(reference), draft, made_by)


def machine_draft(unit: Unit) -> str:
    """Return what the machine wrote for a unit, or an empty text where no machine did.

    What was reused from the memory is a person's earlier translation, no machine's.
    """
    if unit.origin is None or unit.origin.is_memory:
        return ""
    return fold_lines(unit.origin.text)


def text_set(
    name: str, sources: Sequence[str], references: Sequence[str], drafts: Sequence[str] = ()
) -> Set:
    """Return a set of plain sentences; lines empty on both sides are left out.

    Raises: BitextError when the numbers differ.
    """
    if len(sources) != len(references) or (drafts and len(drafts) != len(sources)):
        raise BitextError(
            _("{name} has {n} sentences, and there are {m} references").format(
                name=name, n=len(sources), m=len(references)
            ),
            hint=_("Both need the same number of lines: one sentence each, in the same order."),
        )
    written = drafts or [""] * len(sources)
    rows = zip(sources, references, written, strict=True)
    items = (Item(source, reference, draft) for source, reference, draft in rows)
    return Set(name, tuple(item for item in items if item.source and item.reference))
