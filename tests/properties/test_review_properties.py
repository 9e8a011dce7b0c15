"""The review's desk as a machine: two desks, another program, an author; nothing reviewed is lost."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from reviewing import catalog_of, drafted
from strategies import lines, texts, units

from bilingual.catalog import save_catalog
from bilingual.diff import word_diff
from bilingual.model import Locale, Review, State
from bilingual.review.desk import Desk, Overtaken, SentenceGone, Shelf, Unknown
from bilingual.review.edits import Edit, cleaned, edited, is_overtaken, version_of
from bilingual.review.payload import code_points, pieces, utf16

DESKS = st.integers(0, 1)
PLACES = st.integers(0, 3)
WORDS = st.sampled_from(["The boat is here.", "A boat is there.", "x", "Boats!", ""])
EDITS = st.builds(
    Edit,
    target=st.none() | WORDS | texts,
    state=st.none() | st.sampled_from([State.DRAFT, State.REVIEWED]),
    note=st.none() | st.sampled_from(["", "a note", "Ask."]) | texts,
    dismiss=st.lists(st.sampled_from(["number 0123abcd", "no name"]), max_size=1).map(tuple),
)


def article(variants: tuple[int, ...]) -> str:
    """Return an article of a headline and four sentences, each in one of its versions."""
    sentences = [f"Le bateau {n} est {'rentré au port' * (v + 1)}." for n, v in enumerate(variants)]
    return "date 2026-05-04 Le titre\n\n" + " ".join(sentences) + "\n"


class Reviewing(RuleBasedStateMachine):
    """Everybody works on one article; what anybody confirmed is kept until it is replaced knowingly.

    `confirmed` has, by source, the texts that were confirmed last; `seen` what each desk's page
    shows, which may be old.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.variants = [0, 0, 0, 0]
        self.confirmed: dict[str, str] = {}

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """Draft the article and open it on both desks."""
        self.workspace = drafted(self.folder, [("marche", article(tuple(self.variants)))])
        self.desks = [Desk([Shelf(self.workspace)]) for _n in range(2)]
        self.opened = [desk.articles()[0] for desk in self.desks]
        self.seen: list[list] = [[], []]
        for n in range(2):
            self.look(n)

    @rule(n=DESKS)
    def look(self, n: int) -> None:
        """A page learns what is there now."""
        with self.opened[n].lock:
            self.seen[n] = list(self.opened[n].fresh().catalog.units)

    def file(self) -> dict[str, object]:
        """Return the units of the file by key."""
        return {unit.key: unit for unit in catalog_of(self.workspace).units}

    def note(self, unit) -> None:
        """Remember what a change made of a sentence, knowingly."""
        self.confirmed.pop(unit.source, None)
        if unit.is_reviewed:
            self.confirmed[unit.source] = unit.target

    @rule(n=DESKS, at=PLACES, edit=EDITS)
    def change(self, n: int, at: int, edit: Edit) -> None:
        """A reviewer changes a sentence on the version that the page shows."""
        shown = self.seen[n][at]
        before = self.file()
        try:
            saved = self.desks[n].change(
                self.opened[n], f"s{n}", shown.key, edit, version_of(shown)
            )
        except (Overtaken, SentenceGone):
            assert before == self.file()
            return
        kept = self.file()
        if not saved.is_changed:
            assert before == kept  # what the author changed meanwhile waits for the next save
            return
        assert saved.unit == kept[shown.key]
        now = kept[shown.key]
        was = before.get(shown.key, shown)
        if was.is_reviewed and not now.is_reviewed and was.target != now.target:
            assert was.target in now.alternatives
        elif not edit.is_of_text:
            assert (was.target, was.state) == (now.target, now.state)
        for key, unit in before.items():
            # What the author did meanwhile is saved with it; no other unit changes.
            assert key == shown.key or key not in kept or kept[key].target == unit.target
        self.seen[n][at] = now
        # A correction that nobody confirmed yet replaces no review: it has to stand beside it.
        if now.is_reviewed or now.target == self.confirmed.get(now.source):
            self.note(now)

    @rule(n=DESKS, is_back=st.booleans())
    def step(self, n: int, is_back: bool) -> None:
        """A reviewer undoes, or does again; nobody else's change is touched."""
        before = self.file()
        act = self.desks[n].undo if is_back else self.desks[n].redo
        try:
            saved = act(self.opened[n], f"s{n}")
        except (Overtaken, SentenceGone, Unknown):
            assert before == self.file()
            return
        kept = self.file()
        assert saved.unit == kept[saved.unit.key]
        changed = {
            key for key in before.keys() & kept.keys() if before[key].target != kept[key].target
        }
        assert changed <= {saved.unit.key}
        self.note(saved.unit)

    @rule(at=PLACES, text=WORDS.filter(bool), is_reviewed=st.booleans())
    def other_program(self, at: int, text: str, is_reviewed: bool) -> None:
        """Another program changes the file, as Poedit would."""
        catalog = catalog_of(self.workspace)
        unit = catalog.units[at % len(catalog.units)]
        now = replace(unit, target=text, state=State.DRAFT, review=None)
        now = now.reviewed() if is_reviewed else now
        changed = tuple(now if one is unit else one for one in catalog.units)
        save_catalog(
            self.workspace.catalog_path("marche", Locale("en")), replace(catalog, units=changed)
        )
        self.note(now)

    @rule(at=PLACES, variant=st.integers(0, 1))
    def author(self, at: int, variant: int) -> None:
        """The author changes a sentence of the article."""
        self.variants[at] = variant
        path = self.workspace.articles / "marche.fr.txt"
        path.write_text(article(tuple(self.variants)), encoding="utf-8")

    @invariant()
    def nothing_confirmed_is_lost(self) -> None:
        """Each confirmed text stands in the file: in its place, gone with its sentence, or kept."""
        if not hasattr(self, "desks"):
            return
        catalog = catalog_of(self.workspace)
        everything = (*catalog.units, *catalog.obsolete)
        for source, text in self.confirmed.items():
            assert any(
                unit.source == source and text in (unit.target, *unit.alternatives)
                for unit in everything
            ), (source, text)

    @invariant()
    def no_conflict_is_left_lying(self) -> None:
        """The desks bring everything together themselves."""
        assert not list(self.folder.rglob("conflicts"))


Reviewing.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestReviewing = Reviewing.TestCase


@given(unit=units(), edit=EDITS, confirmed=st.none() | units())
def test_an_edit_makes_a_unit_that_a_catalog_can_hold(unit, edit, confirmed):
    """Any edit of any unit gives a valid unit; the same edit again changes nothing more."""
    if confirmed is not None and not confirmed.is_reviewed:
        confirmed = None
    made = edited(unit, edit, Review(at="2026-11-24 10:38+0000"), confirmed)

    assert (made.key, made.source, made.origin) == (unit.key, unit.source, unit.origin)
    if edit.state is State.REVIEWED and made.target:
        assert made.is_reviewed
    if edit.target is not None and edit.target.strip() and edit.state is not State.REVIEWED:
        assert made.target == cleaned(edit.target)
    assert made.target not in made.alternatives or made.target in unit.alternatives
    assert not is_overtaken(made, edit, version_of(unit))
    if unit.is_reviewed and not made.is_reviewed and made.target != unit.target:
        assert unit.target in made.alternatives
    if not edit.is_of_text:
        assert (made.target, made.state, made.review) == (unit.target, unit.state, unit.review)


@given(unit=units(), other=units(), edit=EDITS)
def test_an_edit_on_an_older_version_is_noticed(unit, other, edit):
    """Another text or state is noticed, unless the unit already is what was asked for."""
    later = replace(unit, target=other.target, state=other.state, review=None)
    is_same = (unit.target, unit.state) == (later.target, later.state)
    made = edited(later, edit, None)

    if edit.is_of_text and not is_same and (made.target, made.state) != (later.target, later.state):
        assert is_overtaken(later, edit, version_of(unit))
    if is_same:
        assert not is_overtaken(later, replace(edit, note=None), version_of(unit))


@given(old=lines, new=texts)
def test_pieces_hold_both_texts(old, new):
    """The pieces give back the new text to the letter, and every word of the old one."""
    made = pieces(old, new)
    assert bool(made) == bool(word_diff(old, new))
    if made:
        assert new == "".join(text for kind, text in made if kind != "old")
        assert [c.old for c in word_diff(old, new) if c.old] == [t for k, t in made if k == "old"]


@given(text=st.text(st.sampled_from("aé🙂😀\u0301\n")), at=st.integers(0, 20))
def test_places_go_to_javascript_and_back(text, at):
    """A place in code points and in UTF-16 units is the same place."""
    at = min(at, len(text))
    units_before = len(text[:at].encode("utf-16-le")) // 2

    assert units_before == utf16(text, at)
    assert at == code_points(text, units_before)
