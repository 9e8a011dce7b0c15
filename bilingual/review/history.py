"""What one reviewer did to one article, to be undone and done again.

In: units before and after each edit. Out: the edit that takes the last one back. `kept` writes it
down for the next run of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from bilingual.model import Unit

LONGEST = 1_000  # edits; more are forgotten, the oldest first


class Act(Enum):
    """What a person did; the values stand in the files of `kept`."""

    TYPED = "typed"
    TAKEN = "taken"
    DRAFTED = "drafted"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    NOTED = "noted"
    JUDGED = "judged"  # a finding dismissed, or restored


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a unit: as it was before and after it.

    `stretch` names the typing that it is a part of, up to a pause or until the field was left.
    """

    before: Unit
    after: Unit
    act: Act
    stretch: str = ""


@dataclass(slots=True)
class History:
    """The steps of one session in one article; `done` can be undone, `undone` done again."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Remember a step. What is saved of one stretch of typing is one step."""
        self.undone.clear()
        last = self.done[-1] if self.done else None
        if last and is_more(step, last):
            self.done[-1] = replace(last, after=step.after)
        else:
            self.done.append(step)
        del self.done[:-LONGEST]

    def of(self, key: str) -> list[Step]:
        """Return the steps of one unit, the oldest first."""
        return [step for step in self.done if step.after.key == key]


def is_more(step: Step, last: Step) -> bool:
    """Whether `step` goes on with the typing of `last`: in its sentence, without a pause."""
    is_typing = step.act is last.act is Act.TYPED
    return is_typing and step.stretch == last.stretch and same_work(last.after, step.before)


def act_of(before: Unit, after: Unit, *, is_taken: bool = False) -> Act:
    """Return what a person did who made `after` of `before`; of several things, the weightiest.

    `is_taken` says that the text was not typed but taken over.
    """
    if before.target != after.target:
        return Act.TAKEN if is_taken else Act.TYPED
    if before.state is not after.state:
        return Act.ACCEPTED if after.is_reviewed else Act.REOPENED
    return Act.JUDGED if before.note == after.note else Act.NOTED


def same_work(one: Unit, other: Unit) -> bool:
    """Whether two states of a unit hold the same work of a person.

    What other programs find, and where the segment lies, does not count.
    """
    return _work(one) == _work(other)


def _work(unit: Unit) -> tuple[object, ...]:
    return (
        unit.key,
        unit.source,
        unit.target,
        unit.state,
        unit.note,
        unit.alternatives,
        frozenset(unit.dismissed),
    )


def put_back(unit: Unit, wanted: Unit) -> Unit:
    """Return `unit` as it stood in `wanted`, but for what other programs made of it meanwhile."""
    return replace(
        unit,
        target=wanted.target,
        state=wanted.state,
        origin=wanted.origin,
        note=wanted.note,
        previous_source=wanted.previous_source,
        remarks=wanted.remarks,
        alternatives=wanted.alternatives,
        dismissed=wanted.dismissed,
        review=wanted.review,
        findings=unit.findings if unit.target == wanted.target else wanted.findings,
    )
