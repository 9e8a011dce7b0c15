"""What a reviewer does to one unit: unit + edit → unit. Pure functions.

In: a unit as it is stored, and an edit with the version it was made on. Out: the unit as it shall
be stored; or the word that somebody else has changed the same thing meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from bilingual.catalog.offers import settled
from bilingual.model import DISMISSED, Review, State, Unit

LONGEST = 20_000  # characters of a target or a note: many times the longest sentence there is
# What no catalog, page or other program should meet: controls but line feed and tab, surrogates,
# noncharacters that XML forbids.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be changed of a unit; None leaves a thing as it is.

    `state` is DRAFT or REVIEWED. `dismiss` and `restore` are names of findings
    (`checks.finding_id`). `is_taken` says that the target was taken over, not typed; `stretch`
    names the stretch of typing that it belongs to.
    """

    target: str | None = None
    state: State | None = None
    note: str | None = None
    dismiss: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()
    is_taken: bool = False
    stretch: str = ""

    @property
    def is_of_text(self) -> bool:
        """Whether the edit is about the translation itself: its words, or whether they stand."""
        return self.target is not None or self.state is not None


def cleaned(text: str) -> str:
    r"""Return a text as catalogs may hold it: line feeds between lines, nothing unprintable.

    Blanks at the ends stay, for somebody may be typing; a text of nothing but blanks is empty.

    >>> cleaned("one\r\ntwo\x00 ")
    'one\ntwo '
    """
    text = _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if text.strip() else ""


def version_of(unit: Unit) -> str:
    """Return the name of what an edit builds on: it changes when a person's or machine's work does.

    Three parts, `words.state.note`: who writes a note does not collide with who writes the target.
    Findings have no part in it; dismissing one never collides.
    """
    words = _digest(f"{unit.source}\0{unit.target}")
    return f"{words}.{unit.state.value}.{_digest(unit.note)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def is_overtaken(unit: Unit, edit: Edit, version: str) -> bool:
    """Tell whether somebody else changed what `edit` changes since `version`.

    Where the unit already is what the edit makes of it, nobody was overtaken: the answer to the
    same request may have been lost.
    """
    words, _dot, rest = version.partition(".")
    state, _dot, note = rest.partition(".")
    own_words, own_state, own_note = version_of(unit).split(".")
    if edit.is_of_text:
        is_same = words == own_words if edit.target is None else _target(edit) == unit.target
        # An empty text is untranslated, whatever state was asked for.
        is_done = is_same and (edit.state in (None, unit.state) or not unit.target)
        if not is_done and (words, state) != (own_words, own_state):
            return True
    return edit.note is not None and note != own_note and _note(edit.note) != unit.note


def is_same_text(unit: Unit, version: str) -> bool:
    """Whether source, target and state of the unit are those of `version`, whatever its note."""
    return version.rpartition(".")[0] == version_of(unit).rpartition(".")[0]


def _target(edit: Edit) -> str:
    text = cleaned(edit.target or "")
    return text.strip() if edit.state is State.REVIEWED else text


def edited(unit: Unit, edit: Edit, review: Review | None, confirmed: Unit | None = None) -> Unit:
    """Return the unit as the edit makes it.

    `review` is what is noted of a confirmation. `confirmed` is the unit as it was reviewed, where
    this is the correction of a reviewed sentence: until the correction is confirmed, the reviewed
    text stands among the alternatives, so that no crash and no other program can lose it. A text
    that is put back to it is the reviewed one again.

    An empty target is UNTRANSLATED; a changed text that nobody confirmed is a DRAFT.
    """
    if edit.note is not None:
        unit = replace(unit, note=_note(edit.note))
    if edit.dismiss or edit.restore:
        gone = set(edit.restore)
        names = [name for name in (*unit.dismissed, *edit.dismiss) if name not in gone]
        known = dict.fromkeys(name for name in names if DISMISSED.fullmatch(name))
        unit = replace(unit, dismissed=tuple(known))
    return _translated(unit, edit, review, confirmed) if edit.is_of_text else unit


def _note(text: str) -> str:
    return cleaned(text).strip()


def _translated(unit: Unit, edit: Edit, review: Review | None, confirmed: Unit | None) -> Unit:
    target = unit.target if edit.target is None else _target(edit)
    is_confirmed = edit.state is State.REVIEWED
    if not target:
        kept = _kept(unit, confirmed)
        return replace(kept, target="", state=State.UNTRANSLATED, review=None, findings=())
    if target == unit.target:
        return _with_state(unit, edit.state, review, confirmed)
    is_back = confirmed is not None and target == confirmed.target and edit.state is None
    if not is_confirmed and not is_back:
        kept = _kept(unit, confirmed)
        return replace(
            kept,
            target=target,
            state=State.DRAFT,
            review=None,
            findings=(),
            alternatives=tuple(text for text in kept.alternatives if text != target),
        )
    return _confirmed(replace(unit, findings=()), target, review, confirmed)


def _with_state(
    unit: Unit, state: State | None, review: Review | None, confirmed: Unit | None
) -> Unit:
    """Return the unit whose words stay, as reviewed or not."""
    if state is State.REVIEWED and not unit.is_reviewed:
        return _confirmed(unit, unit.target, review, confirmed)
    if state is State.DRAFT and unit.is_reviewed:
        return replace(unit, state=State.DRAFT, review=None)
    return unit


def _confirmed(unit: Unit, target: str, review: Review | None, confirmed: Unit | None) -> Unit:
    """Return the unit as reviewed; what was kept for a crash, or is the target, is dropped."""
    spare = {target}
    if confirmed is not None:
        spare.add(confirmed.target)
        if target == confirmed.target:  # nothing new was confirmed
            review = confirmed.review
            unit = replace(unit, findings=confirmed.findings)
    others = tuple(text for text in unit.alternatives if text not in spare)
    if confirmed is not None:
        # It was there before the correction began: a person's, that stays.
        others += tuple(t for t in confirmed.alternatives if t in spare - {target})
    return settled(replace(unit.reviewed(target, review), alternatives=others))


def _kept(unit: Unit, confirmed: Unit | None) -> Unit:
    """Return the unit with the reviewed text among its alternatives, while it is being changed."""
    reviewed = unit if unit.is_reviewed else confirmed
    if reviewed is None or reviewed.target in unit.alternatives:
        return unit
    return replace(unit, alternatives=(*unit.alternatives, reviewed.target))
