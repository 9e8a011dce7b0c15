"""Search and filter never hide work unsaid: what is left out is told, and ended with one key."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reviewer import Work
from reviewing import long_article

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on the desk; five drafts."""
    return sit_down(serve(market.folder))


def test_escape_in_the_search_ends_it_and_once_more_leaves(desk):
    """The first Esc shows all sentences again, the second goes back to the open one."""
    desk.press("/")
    desk.type("boats")
    expect(desk.page.locator(".line:visible")).to_have_count(2)

    desk.press("Escape")
    expect(desk.page.locator("#search")).to_have_value("")
    expect(desk.page.locator("#search")).to_be_focused()
    expect(desk.page.locator(".line:visible")).to_have_count(5)
    expect(desk.page.locator("#shown")).to_be_empty()

    desk.press("Escape")
    expect(desk.row(0)).to_be_focused()


def test_a_button_in_the_field_ends_the_search(desk):
    """The ✕ stands there while something is searched for, has a name, and gives the field back."""
    clear = desk.page.get_by_role("button", name="Clear the search")
    expect(clear).to_be_hidden()
    desk.page.fill("#search", "boats")
    clear.click()
    expect(clear).to_be_hidden()
    expect(desk.page.locator("#search")).to_be_focused()
    expect(desk.page.locator(".line:visible")).to_have_count(5)


def test_the_open_sentence_stays_and_is_no_hit(desk, artifacts):
    """It is told apart in the count, and Enter goes to what was found, not to it."""
    desk.press("/")
    desk.type("boats")
    told = "1 of 5 sentences shown, and the open one; 3 unreviewed hidden"
    expect(desk.page.locator("#shown")).to_have_text(told)
    desk.page.screenshot(path=artifacts / "review-search.png")

    desk.press("Enter")
    expect(desk.row(2)).to_be_focused()
    expect(desk.page.locator(".line:visible")).to_have_count(1)
    told = "1 of 5 sentences shown; 4 unreviewed hidden"
    expect(desk.page.locator("#shown")).to_have_text(told)


def test_what_waits_outside_the_search_is_told_when_all_in_it_is_reviewed(market, desk, artifacts):
    """Accepting the last one that is shown is not the end: Show all goes on with the others."""
    desk.press("/")
    desk.type("boats")
    desk.press("Enter", "Enter", "Enter")  # it has an error: asked about once
    desk.said("No sentence that is shown waits for review; 4 unreviewed hidden.")
    expect(desk.page.locator("#told")).to_be_visible()
    told = "All that is shown is reviewed; 4 unreviewed hidden"
    expect(desk.page.locator("#shown")).to_have_text(told)
    desk.page.screenshot(path=artifacts / "review-search-ended.png")

    desk.page.get_by_role("button", name="Show all").click()
    expect(desk.row(3)).to_be_focused()
    expect(desk.page.locator("#told")).to_be_hidden()
    expect(desk.page.locator(".line:visible")).to_have_count(5)
    expect(desk.page.locator("#search")).to_have_value("")
    desk.saved()

    assert market.states() == ["draft", "draft", "reviewed", "draft", "draft"]


def test_a_filter_tells_what_it_hides_too(desk):
    """Also where a sentence no longer fits because it was accepted."""
    desk.page.select_option("#filter", "open")
    expect(desk.page.locator("#shown")).to_have_text("5 of 5 sentences shown")
    desk.row(0).locator(".open").click()
    desk.press("Enter")
    expect(desk.page.locator("#shown")).to_have_text("4 of 5 sentences shown")


def test_the_first_hit_is_scrolled_into_sight(work, serve, sit_down):
    """Whichever sentence is open: one at the end of a long article stays open, and is not in the way."""
    long = Work(work, long_article(60))
    long.draft("--engine", "echo")
    desk = sit_down(serve(long.folder))
    desk.row(58).locator(".open").click()
    desk.press("/")
    desk.type("est revenu")  # in all sentences but the headline
    assert desk.active == 58
    expect(desk.row(1)).to_be_in_viewport(ratio=1)
    head = desk.page.locator("header.desk").bounding_box()
    assert desk.row(1).bounding_box()["y"] >= head["y"] + head["height"]
    desk.press("Enter")
    expect(desk.row(1)).to_be_focused()
