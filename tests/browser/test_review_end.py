"""What the desk says while one writes, and when there is nothing left to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bilingual.model import State

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def almost(market):
    """The market's article, reviewed but for its last sentence."""
    market.change(lambda n, unit: unit.reviewed() if n < 4 else unit)
    return market


def test_when_all_is_reviewed_the_desk_says_so_and_where_to_go(almost, serve, sit_down, artifacts):
    """No button promises a next sentence; the overview and the next command are named."""
    desk = sit_down(serve(almost.folder))
    row = desk.page.locator(".active .unit")
    end = desk.page.locator("#end")
    expect(end).to_be_hidden()
    expect(row.locator("[data-act=accept]")).to_have_text("Accept, next")
    row.locator("[data-act=accept]").click()
    expect(row.locator("[data-act=accept]")).to_be_hidden()
    expect(row.locator(".end")).to_have_text("✓ All reviewed")
    expect(end).to_contain_text("Every sentence of this article is reviewed.")
    expect(end).to_contain_text("bilingual publish")
    expect(row).to_be_focused()
    desk.saved()
    desk.page.screenshot(path=artifacts / "review-end.png")

    desk.press("Enter")  # nothing left: it says so and stays
    told = "Every sentence of this article is reviewed. One of them has an error."
    expect(desk.page.locator("#told")).to_have_text(told)
    desk.press("e", "End")
    desk.type("!")  # what is changed has to be accepted again
    expect(end).to_be_hidden()
    expect(row.locator("[data-act=accept]")).to_have_text("Accept, next")
    desk.press("Control+Enter")
    desk.saved()
    end.get_by_role("link", name="All articles").click()
    expect(desk.page.locator(".entry")).to_contain_text("all 5 reviewed")


def test_on_a_phone_the_thumbs_button_says_it(almost, serve, sit_down, artifacts):
    """It leads to the overview; before, it names what it does."""
    desk = sit_down(serve(almost.folder), viewport=PHONE, has_touch=True)
    main = desk.page.locator(".thumb .main:visible")
    desk.row(0).locator(".open").tap()
    expect(main).to_have_text("Next to review")
    desk.row(4).locator(".open").tap()
    expect(main).to_have_text("Accept, next")
    main.tap()
    expect(main).to_contain_text("All reviewed")
    desk.saved()
    desk.page.screenshot(path=artifacts / "review-end-phone.png")
    main.tap()
    expect(desk.page.locator(".entry")).to_contain_text("all 5 reviewed")


def test_the_field_says_at_its_foot_which_keys_accept_and_leave(market, serve, sit_down, artifacts):
    """Enter outside, Ctrl+Enter inside; pressing Enter inside makes it stand out."""
    desk = sit_down(serve(market.folder))
    hint = desk.page.locator(".active .hint")
    expect(hint.locator(".outside")).to_have_text("Enter accept, next E write ")
    expect(hint.locator(".inside")).to_be_hidden()
    desk.press("e")
    expect(hint.locator(".inside")).to_have_text("Ctrl+Enter accept, next Esc leave the field ")
    expect(hint.locator(".outside")).to_be_hidden()
    desk.press("Enter")
    desk.said("Ctrl+Enter accepts the sentence.")
    expect(hint).to_have_class("hint asked")
    desk.page.screenshot(path=artifacts / "review-hint.png")
    desk.saved()

    assert market.states() == ["draft"] * 5


def test_how_sure_the_engine_was_is_told_of_its_drafts_only(market, serve, sit_down):
    """Not of what a person wrote over it, and not of what is reviewed."""
    market.put(1, state=State.REVIEWED)
    market.put(2, target="It has 212 boats.")
    desk = sit_down(serve(market.folder))
    expect(desk.page.locator(".active .facts")).to_contain_text("the engine was")
    for n in (1, 2):
        desk.row(n).locator(".open").click()
        expect(desk.page.locator(".active .facts")).to_contain_text("machine: fr_en-test")
        expect(desk.page.locator(".active .facts")).not_to_contain_text("the engine was")


def test_the_list_of_keys_tells_what_escape_does(market, serve, sit_down):
    """The first puts the proposal away, the next leaves the field; it clears the search, too."""
    desk = sit_down(serve(market.folder))
    desk.press("?")
    keys = desk.page.locator("#keys tbody tr", has_text="Esc")
    expect(keys).to_have_count(3)
    expect(keys.nth(0)).to_contain_text("Esc once more leaves the field")
    expect(desk.page.locator("#keys")).to_contain_text("from elsewhere, it leads there first")


def test_what_was_told_goes_with_the_next_act_and_covers_no_text(
    market, serve, sit_down, artifacts
):
    """Whatever the act: a key, a button; it stands over the head, and no row is under it."""
    market.put(0, target="", state=State.UNTRANSLATED)
    desk = sit_down(serve(market.folder))
    told = desk.page.locator("#told")
    desk.row(0).locator(".open").click()
    desk.press("Enter")
    expect(told).to_have_text("There is no text to accept.")
    head, box = desk.page.locator("header.desk").bounding_box(), told.bounding_box()
    assert box["y"] + box["height"] <= head["y"] + head["height"]
    desk.page.screenshot(path=artifacts / "review-told.png")
    desk.press("c")
    expect(told).to_be_hidden()
    expect(desk.field).not_to_have_value("")

    desk.press("v")
    expect(told).to_be_visible()
    desk.row(0).locator("[data-act=note]").click()
    expect(told).to_be_hidden()
