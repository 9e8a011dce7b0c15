"""Undo goes by acts, as word processors do: what is one for a person is one step, and has a name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bilingual.model import State, Unit
from bilingual.review.history import Act, History, Step


def texts(browser):
    """Undo all there is; return what each step said, and the text that it left."""
    found = []
    while browser.article()["can_undo"]:
        told = browser.post(f"{browser.place}/undo").json()
        found.append((told["said"], told["unit"]["target"], told["unit"]["state"]))
    return found


def test_a_taken_text_and_what_was_typed_after_it_are_two_steps(site, browser):
    """Also in one stretch; each is named when it is taken back, and done again."""
    first = browser.units()[1]
    unit = browser.save(first, target="Taken.", act="taken", stretch="a").json()["unit"]
    unit = browser.save(unit, target="Taken. X", act="typed", stretch="a").json()["unit"]
    browser.save(unit, target="Taken. XY", act="typed", stretch="a")

    assert [
        ("Undone: typed text in sentence 2", "Taken.", "draft"),
        ("Undone: text taken over in sentence 2", first["target"], "draft"),
    ] == texts(browser)
    told = browser.post(f"{browser.place}/redo").json()
    assert ("Redone: text taken over in sentence 2", "Taken.") == (
        told["said"],
        told["unit"]["target"],
    )


def test_a_pause_begins_a_new_step(site, browser):
    """The page gives each stretch of typing its name."""
    first = unit = browser.units()[1]
    for text, stretch in (("A", "a"), ("Ab", "a"), ("Abc", "b")):
        unit = browser.save(unit, target=text, act="typed", stretch=stretch).json()["unit"]

    assert ["Ab", first["target"]] == [text for _said, text, _state in texts(browser)]


def test_a_text_that_was_accepted_at_once_is_two_steps(site, browser):
    """Its acceptance is taken back first, then its words; done again, it is reviewed."""
    unit = browser.units()[1]
    browser.save(unit, target="Mine.", state="reviewed")

    assert [
        ("Undone: acceptance of sentence 2", "Mine.", "draft"),
        ("Undone: typed text in sentence 2", unit["target"], "draft"),
    ] == texts(browser)
    browser.post(f"{browser.place}/redo")
    told = browser.post(f"{browser.place}/redo").json()
    assert ("Mine.", "reviewed", False) == (
        told["unit"]["target"],
        told["unit"]["state"],
        told["can_redo"],
    )


def test_a_corrected_review_comes_back_step_by_step(site, browser):
    """The corrected text as a draft, then the text that was reviewed before, as reviewed."""
    unit = browser.save(browser.units()[1], target="One.", state="reviewed").json()["unit"]
    browser.save(unit, target="Two.", state="reviewed")

    assert [("Two.", "draft"), ("One.", "reviewed"), ("One.", "draft")] == [
        (text, state) for _said, text, state in texts(browser)
    ][:3]


def test_a_note_and_a_doubt_have_their_names(site, browser):
    """What is taken back is said in words, whatever it was."""
    unit = browser.save(browser.units()[1], state="reviewed").json()["unit"]
    unit = browser.save(unit, note="See the photo.").json()["unit"]
    browser.save(unit, state="draft")

    assert [
        "Undone: “not reviewed after all” for sentence 2",
        "Undone: note on sentence 2",
        "Undone: acceptance of sentence 2",
    ] == [said for said, _text, _state in texts(browser)]


@given(st.lists(st.tuples(st.sampled_from(Act), st.sampled_from("ab"), st.sampled_from("kl"))))
def test_only_typing_of_one_stretch_in_one_sentence_is_joined(acts):
    """Steps are as many as there are acts, but that typing goes on with the typing before it."""
    history, now, wanted, last = History(), {"k": 0, "l": 0}, 0, None
    for act, stretch, key in acts:
        n = now[key]
        now[key] += 1
        before, after = (Unit(key, "s", f"{m} x", State.DRAFT) for m in (n, n + 1))
        history.add(Step(before, after, act, stretch))
        wanted += act is not Act.TYPED or (act, stretch, key) != last
        last = (act, stretch, key)

    assert wanted == len(history.done)
