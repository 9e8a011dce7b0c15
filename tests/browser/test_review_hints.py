"""What a key does where the focus is, and that the line at the field's foot says that and no more."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on the desk: the second and the last sentence are to be reviewed."""
    market.change(lambda n, unit: unit if n in {1, 4} else unit.reviewed())
    return sit_down(serve(market.folder))


def hint(desk):
    """Return what the line at the foot of the field shows."""
    shown = desk.page.locator(".active .hint > span:visible")
    return " ".join(shown.all_inner_texts())


def test_ctrl_enter_in_the_note_keeps_the_note(market, desk):
    """It goes back to where one was, and accepts nothing; Enter is a new line there."""
    desk.press("e", "Alt+n")
    desk.type("See the photo.")
    desk.press("Enter")
    desk.type("Ask Anna.")
    desk.press("Control+Enter")
    expect(desk.field).to_be_focused()
    desk.said("The note is kept; the sentence is as it was.")
    desk.saved()
    unit = market.units()[1]
    assert (desk.active, unit.state.value) == (1, "draft")
    assert unit.note == "See the photo.\nAsk Anna."

    desk.press("Escape", "n", "Control+Enter")
    expect(desk.row(1)).to_be_focused()


def test_the_hint_is_about_the_place_where_the_focus_is(desk):
    """In the field, outside, in the note, on a button, and on a sentence that is reviewed."""
    assert hint(desk) == "Enter accept, next E write"
    desk.press("e")
    expect(desk.page.locator(".active .hint .inside")).to_be_visible()
    assert hint(desk) == "Ctrl+Enter accept, next Esc leave the field"
    desk.press("Alt+n")
    expect(desk.page.locator(".active .hint .at-note")).to_be_visible()
    assert hint(desk) == "Ctrl+Enter keep the note Esc back"
    desk.page.locator(".active [data-act=copy]").focus()
    expect(desk.page.locator(".active .hint > span:visible")).to_have_count(0)
    desk.row(0).locator(".open").click()
    expect(desk.page.locator(".active .hint .outside")).to_be_visible()
    assert hint(desk) == "Enter next to review E write"


def test_after_the_last_acceptance_letters_are_keys(market, desk):
    """The caret leaves the field: nothing is written into what has just been reviewed."""
    market.change(lambda n, unit: unit.reviewed() if n == 1 else unit)
    expect(desk.page.locator("#progress-words")).to_have_text("4 of 5 reviewed")
    desk.row(4).locator(".open").click()
    desk.press("e", "End")
    desk.type(" Really.")
    desk.press("Control+Enter")
    expect(desk.row(4)).to_be_focused()
    desk.press("p", "v")
    expect(desk.page.locator("#preview")).to_be_visible()
    desk.saved()
    assert market.targets()[4] == "She has been selling fruit for 30 years. Really."
    assert market.states() == ["reviewed"] * 5
