"""On a small screen, and on a large one that is magnified: what has to stay within reach does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bilingual.model import State

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 640, "height": 450}  # 1280 × 900 at 200 %
COVERED = """([told, selector]) => [...document.querySelectorAll(selector)].filter((e) => {
    const [a, b] = [told.getBoundingClientRect(), e.getBoundingClientRect()];
    return b.width && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}).map((e) => e.outerHTML)"""


@pytest.mark.parametrize("viewport", [PHONE, ZOOMED], ids=["phone", "zoomed"])
def test_undo_and_the_state_of_saving_stay_in_sight(market, serve, sit_down, artifacts, viewport):
    """However far one has scrolled; with a filter on, too, they take a fifth of the height at most."""
    desk = sit_down(serve(market.folder), viewport=viewport, has_touch=viewport is PHONE)
    desk.page.select_option("#filter", "open")
    desk.row(3).locator(".open").click()
    desk.press("Enter")
    expect(desk.row(4)).to_be_focused()
    desk.saved()
    desk.page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    undo = desk.page.locator("[data-do=undo]:visible")
    expect(undo).to_be_in_viewport(ratio=1)
    expect(desk.page.locator("#kept")).to_be_in_viewport(ratio=1)
    bottom = desk.page.locator("header.desk").evaluate("(e) => e.getBoundingClientRect().bottom")
    assert bottom <= viewport["height"] / 5
    desk.page.screenshot(path=artifacts / f"review-small-{viewport['width']}.png")
    undo.click()
    expect(desk.line(3)).to_have_attribute("data-state", "machine")
    desk.saved()
    assert market.states() == ["draft"] * 5


def test_the_keys_are_told_where_there_is_a_keyboard(market, serve, sit_down):
    """A magnified page is no phone."""
    desk = sit_down(serve(market.folder), viewport=ZOOMED)
    expect(desk.page.locator(".active .hint .outside")).to_be_visible()


@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 900}, PHONE], ids=["desktop", "phone"]
)
def test_what_is_told_covers_no_button_and_no_text(market, serve, sit_down, artifacts, viewport):
    """Neither a tool nor a sentence: it stands in a line of the head."""
    market.put(0, target="", state=State.UNTRANSLATED)
    desk = sit_down(serve(market.folder), viewport=viewport)
    desk.row(0).locator(".open").click()
    desk.press("v")
    told = desk.page.locator("#told")
    expect(told).to_be_in_viewport(ratio=1)
    desk.page.screenshot(path=artifacts / f"review-told-{viewport['width']}.png")
    under = "button, input, select, .source, .shown, .field, .desk a"
    assert told.evaluate(f"(told) => ({COVERED})([told, '{under}'])") == []
