"""What one reviewer did to one article, to be undone and done again.

In: units before and after each edit. Out: the edit that takes the last one back. `kept` writes it
down for the next run of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bilingual.model import Unit

LONGEST = 1_000  # edits; more are forgotten, the oldest first


@dataclass(frozen=True, slots=True)
class Step:
    """One edit: a unit before and after it. `is_typing` marks one made while somebody types."""

    before: Unit
    after: Unit
    is_typing: bool = False


@dataclass(slots=True)
class History:
    """The steps of one session in one article; `done` can be undone, `undone` done again."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def add(self, step: Step) -> None:
        """Remember a step. What is saved while a person types goes into one step with the rest."""
        self.undone.clear()
        last = self.done[-1] if self.done else None
        if last and last.is_typing and step.is_typing and same_work(last.after, step.before):
            self.done[-1] = replace(last, after=step.after)
        else:
            self.done.append(step)
        del self.done[:-LONGEST]

    def of(self, key: str) -> list[Step]:
        """Return the steps of one unit, the oldest first."""
        return [step for step in self.done if step.after.key == key]


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
