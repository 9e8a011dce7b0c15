"""A sentence that has an error is accepted at the second press only, and nothing hides it then."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reviewer import until

pytestmark = pytest.mark.browser

AGAIN = "Press again to accept it as it is."
SAVES = "**/units/*"


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on the desk: the third sentence counts 221 boats instead of 212."""
    opened = sit_down(serve(market.folder))
    opened.row(2).locator(".open").click()
    expect(opened.row(2).locator(".findings .error")).to_have_count(1)
    return opened


def asking(desk):
    """Return what the open sentence asks."""
    return desk.page.locator(".active .asking")


@pytest.mark.parametrize("key", ["Enter", "Control+Enter"])
def test_an_error_is_asked_about_once(market, desk, artifacts, key):
    """The first press says what is wrong, to the eye and to the ear; the second accepts."""
    desk.press(key)
    expect(asking(desk)).to_contain_text("Error: the number 212 has become 221")
    expect(asking(desk)).to_contain_text(AGAIN)
    expect(asking(desk)).to_be_in_viewport(ratio=1)
    desk.said(AGAIN)
    assert (desk.active, market.states()[2]) == (2, "draft")
    desk.page.screenshot(path=artifacts / "review-asking.png")

    desk.press(key)
    expect(desk.row(3)).to_be_focused()
    desk.saved()
    assert market.states() == ["draft", "draft", "reviewed", "draft", "draft"]


def test_the_button_asks_too(market, desk):
    """At the desk as with the thumb."""
    button = desk.page.locator(".active [data-act=accept]")
    button.click()
    expect(asking(desk)).to_contain_text(AGAIN)
    button.click()
    expect(desk.row(3)).to_be_focused()
    desk.saved()
    assert market.states()[2] == "reviewed"


@pytest.mark.parametrize("act", ["other text", "another sentence", "a note", "another key"])
def test_whatever_else_is_done_forgets_the_question(market, desk, act):
    """The next press asks again."""
    desk.press("Enter")
    expect(asking(desk)).to_contain_text(AGAIN)
    if act == "other text":
        desk.press("e", "End")
        desk.type("!")
        expect(desk.page.locator(".active .timely")).to_have_text("Findings")
    elif act == "another sentence":
        desk.press("j", "k")
    elif act == "a note":
        desk.press("n", "Escape")
    else:
        desk.press("p", "p")
    expect(asking(desk)).to_be_hidden()
    desk.press("Escape", "Enter")
    expect(asking(desk)).to_contain_text(AGAIN)
    assert market.states()[2] == "draft"


def test_a_dismissed_error_does_not_ask(market, desk):
    """Somebody has looked at it already."""
    desk.press("d")
    expect(desk.row(2).locator(".findings details")).to_have_count(1)
    desk.press("Enter")
    expect(desk.row(3)).to_be_focused()
    desk.saved()
    assert market.states()[2] == "reviewed"


def test_a_text_that_was_typed_just_now_is_asked_about_as_well(market, desk):
    """Its findings are not there yet: it is kept as a draft, and one is led back to be asked."""
    desk.page.locator(".active [data-act=accept]").focus()
    desk.row(1).locator(".open").click()
    desk.press("e", "Control+a")
    desk.type("The market reopened on Monday 14 May.")
    desk.press("Control+Enter")
    expect(asking(desk)).to_contain_text(AGAIN)
    assert desk.active == 1
    expect(desk.field).to_be_focused()
    desk.saved()
    assert (market.targets()[1], market.states()[1]) == (
        "The market reopened on Monday 14 May.",
        "draft",
    )
    desk.press("Control+Enter")
    desk.saved()
    until(lambda: market.states()[1] == "reviewed", "the second press does not accept")


def test_who_has_gone_on_is_told_and_not_pulled_back(market, desk):
    """Typed in the next sentence before the answer: a line says which one is still a draft."""
    desk.row(1).locator(".open").click()
    desk.press("e", "Control+a")
    desk.type("The market reopened on Monday 14 May.")
    held = []

    def hold(route):
        if held:
            route.continue_()
        else:
            held.append(route)

    desk.page.route(SAVES, hold)
    desk.press("Control+Enter")
    assert desk.active == 2
    desk.press("End")
    desk.type(" More.")
    until(lambda: desk.page.evaluate("1") and held, "nothing was sent")
    held[0].continue_()
    banner = desk.page.locator("#banner")
    expect(banner).to_contain_text("Sentence 2 was not accepted, it is kept as a draft")
    assert desk.active == 2
    expect(desk.field).to_have_value("It counts 221 boats. More.")

    banner.get_by_role("button", name="Look at it").click()
    expect(asking(desk)).to_contain_text(AGAIN)
    expect(banner).to_be_hidden()
    desk.press("Escape", "Enter", "Enter")
    desk.saved()
    until(lambda: market.states()[1] == "reviewed", "the second press does not accept")


def test_the_source_copied_over_a_draft_is_told_and_asked_about(market, desk):
    """One key too many: it says what happened, how to undo it, and Enter does not accept French."""
    desk.press("c")
    expect(desk.page.locator("#told")).to_have_text(
        "The source has replaced the text. Ctrl+Z undoes it."
    )
    desk.press("Enter")
    expect(asking(desk)).to_contain_text(AGAIN)
    assert desk.active == 2
    desk.saved()
    assert market.states()[2] == "draft"
    desk.press("Control+z")
    expect(desk.field).to_have_value("It counts 221 boats.")
    desk.press("c", "Escape", "c")
    expect(desk.page.locator("#told")).to_have_text("The source stands in the field already.")


def test_the_end_names_what_was_accepted_with_an_error(market, desk, artifacts):
    """In the head and on the list of articles, each with a way there."""
    market.change(lambda n, unit: unit if n == 2 else unit.reviewed())
    expect(desk.page.locator("#progress-words")).to_have_text("4 of 5 reviewed")
    desk.press("Enter", "Enter")
    told = "All 5 sentences are reviewed; 1 has an error"
    expect(desk.page.locator("#progress-words")).to_have_text(told)
    expect(desk.page.locator("#told")).to_contain_text("One of them has an error.")
    desk.page.screenshot(path=artifacts / "review-end-error.png")
    desk.row(0).locator(".open").click()
    desk.page.locator("#end").get_by_role("button", name="Look at it").click()
    expect(desk.row(2)).to_be_focused()

    desk.page.locator("#end").get_by_role("link", name="All articles").click()
    entry = desk.page.locator(".entry")
    expect(entry).to_contain_text("✓ all 5 reviewed; 1 has an error")
    desk.page.screenshot(path=artifacts / "review-overview-error.png")
    entry.get_by_role("link", name="Look at it").click()
    expect(desk.row(2)).to_be_focused()
