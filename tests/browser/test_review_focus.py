"""Where the focus is, and that nothing is accepted unread."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, Work

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on the desk; five drafts."""
    return sit_down(serve(market.folder))


@pytest.fixture
def long(work, serve, sit_down):
    """An article of which the end is far below the screen."""
    text = "date 2026-05-04 Trente phrases\n\n" + "\n\n".join(
        f"La phrase numéro {n} parle du marché." for n in range(30)
    )
    made = Work(work, text, "long")
    made.draft_as(tuple(f"Sentence number {n} speaks of the market." for n in range(31)))
    return made, sit_down(serve(work), "long/en")


def outline(desk, n):
    """Return the style of the line around a row."""
    return desk.row(n).evaluate("(row) => getComputedStyle(row).outlineStyle")


def test_an_article_opens_with_the_focus_on_the_first_sentence_to_review(
    market, serve, sit_down, artifacts
):
    """Seen by a line around it; one key accepts it and goes on."""
    market.change(lambda n, unit: unit.reviewed() if n == 0 else unit)
    desk = sit_down(serve(market.folder))
    expect(desk.row(1)).to_be_focused()
    assert outline(desk, 1) == "solid"
    desk.page.screenshot(path=artifacts / "review-opened.png")

    desk.press("Enter")
    expect(desk.row(2)).to_be_focused()
    desk.saved()
    assert market.states() == ["reviewed", "reviewed", "draft", "draft", "draft"]


def test_enter_from_nowhere_leads_to_the_sentence_and_accepts_nothing(market, desk):
    """Only the second one accepts: then it is at the sentence."""
    desk.page.evaluate("document.activeElement.blur()")
    assert desk.focus() == "body"
    desk.press("Enter")
    desk.said("This is sentence 1: read it, then accept it.")
    expect(desk.row(0)).to_be_focused()
    assert desk.line(0).get_attribute("data-state") == "machine"

    desk.press("Enter")
    expect(desk.line(0)).to_have_attribute("data-state", "reviewed")


def test_ctrl_enter_in_the_search_accepts_nothing(market, desk):
    """Nor does it from any other place outside the sentence."""
    desk.press("/")
    desk.type("boats")
    desk.press("Control+Enter")
    expect(desk.row(0)).to_be_focused()
    desk.saved()

    assert market.states() == ["draft"] * 5


def test_what_was_scrolled_out_of_sight_is_shown_before_it_is_accepted(long):
    """The focus alone is not enough."""
    made, desk = long
    desk.page.mouse.move(600, 500)
    desk.page.mouse.wheel(0, 4000)
    expect(desk.row(0)).not_to_be_in_viewport()
    desk.press("Enter")
    expect(desk.row(0)).to_be_in_viewport()
    assert made.states()[0] == "draft"

    desk.press("Enter", "Enter")  # its draft has an error: asked about once
    desk.saved()
    assert made.states()[:2] == ["reviewed", "draft"]


def test_a_key_that_is_held_down_accepts_once(market, desk):
    """The keyboard's repetition does not run through the article."""
    for _ in range(4):
        desk.page.keyboard.down("Enter")  # after the first, as the keyboard repeats
    desk.page.keyboard.up("Enter")
    expect(desk.row(1)).to_be_focused()
    desk.saved()

    assert market.states() == ["reviewed", "draft", "draft", "draft", "draft"]


def test_of_all_sentences_tab_stops_at_the_open_one(desk):
    """From the head into the open sentence, then into its field."""
    desk.press("ArrowDown", "ArrowDown")
    desk.page.locator("#filter").focus()
    desk.press("Tab")
    expect(desk.row(2)).to_be_focused()
    desk.press("Tab")
    expect(desk.field).to_be_focused()


def test_the_focus_stays_when_the_article_changes(market, desk):
    """What is at the sentence goes on there, and sees its new text first."""
    desk.press("ArrowDown")
    text = market.article.read_text(encoding="utf-8")
    market.article.write_text(text.replace("Il compte", "Il pleut. Il compte"), encoding="utf-8")
    expect(desk.page.locator(".line")).to_have_count(6)
    expect(desk.page.locator(".active .unit")).to_be_focused()
    expect(desk.field).to_have_value(DRAFTS[1])
