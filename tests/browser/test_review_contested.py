"""A sentence with two versions is in sight, is not reviewed, and is led to until somebody chose."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, PATIENCE_MS, until

from bilingual.model import State

pytestmark = pytest.mark.browser

LOOKS = "**/changes?*"
MINE = "It has 212 ships."


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on the desk: all reviewed but the third and the last sentence."""
    market.change(lambda n, unit: unit if n in {2, 4} else unit.reviewed())
    return sit_down(serve(market.folder))


def contend(market, desk, theirs="It counts 999 boats.", mine=MINE):
    """Accept a sentence here that somebody else changed and accepted before it was seen."""
    desk.page.route(LOOKS, lambda route: route.abort())
    desk.row(2).locator(".open").click()
    desk.press("e", "Control+a")
    market.put(2, target=theirs, state=State.REVIEWED)
    desk.type(mine)
    desk.press("Control+Enter")
    expect(desk.line(2)).to_have_class(re.compile("contested"))
    desk.page.unroute(LOOKS)


def test_nothing_is_done_while_a_sentence_has_two_versions(market, desk, artifacts):
    """It has a sign and words of its own, counts as open, and Enter leads to it from the last one."""
    contend(market, desk)
    banner = desk.page.locator("header.desk #banner")
    expect(banner).to_contain_text("Sentence 3 was changed elsewhere")
    expect(desk.line(2)).to_have_attribute("data-state", "contested")
    expect(desk.row(2).locator(".glyph")).to_have_text("≠")
    expect(desk.row(2)).to_have_attribute("aria-label", re.compile("two versions, choose"))
    assert desk.active == 4

    desk.press("Escape", "Enter")
    expect(desk.line(4)).to_have_attribute("data-state", "reviewed")
    expect(desk.row(2)).to_be_focused()
    desk.said("Somebody else changed this sentence")
    expect(desk.page.locator("#progress-words")).to_have_text("4 of 5 reviewed")
    expect(desk.page.locator("#end")).to_be_hidden()
    expect(banner).to_be_in_viewport()
    desk.page.screenshot(path=artifacts / "review-contested.png")

    desk.press("Enter")  # chooses nothing
    expect(desk.page.locator("#told")).to_contain_text("Nothing is lost: choose.")
    assert market.targets()[2] == "It counts 999 boats."

    desk.row(2).get_by_role("button", name="Keep yours, as reviewed").click()
    desk.saved()
    expect(banner).to_be_hidden()
    expect(desk.page.locator("#progress-words")).to_have_text("All 5 sentences are reviewed")
    expect(desk.page.locator("#end")).to_be_visible()
    assert (market.targets()[2], market.states()[2]) == (MINE, "reviewed")


@pytest.mark.parametrize("key", ["v", "Alt+v"])
def test_a_key_leads_to_the_sentence_with_two_versions(market, desk, key):
    """Also where it is scrolled away; without one, it says so. The list of keys names it."""
    desk.press("v")
    expect(desk.page.locator("#told")).to_have_text("No sentence has two versions.")
    contend(market, desk)
    desk.press("Escape")
    desk.row(0).locator(".open").click()
    desk.press(key)
    expect(desk.row(2).locator(".conflict")).to_be_in_viewport()
    expect(desk.row(2)).to_be_focused()
    desk.press("?")
    expect(desk.page.locator("#keys tbody tr", has_text="two versions")).to_contain_text("Alt+V")


def test_what_is_wrong_stays_in_sight_on_a_phone(market, serve, sit_down):
    """Of the head its last line sticks, however far one has scrolled."""
    desk = sit_down(serve(market.folder), viewport={"width": 390, "height": 500})
    contend(market, desk)
    desk.page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    expect(desk.page.locator("#banner button", has_text="Choose")).to_be_in_viewport(ratio=1)
    expect(desk.page.locator("header h1")).not_to_be_in_viewport()


def test_nothing_is_done_while_it_is_not_saved(market, serve, sit_down):
    """The last sentence accepted while the program does not answer: told only once it is saved."""
    market.change(lambda n, unit: unit if n == 4 else unit.reviewed())
    server = serve(market.folder)
    desk = sit_down(server)
    server.kill()
    desk.press("Enter")
    expect(desk.page.locator("#told")).to_have_text("Accepted.")
    expect(desk.page.locator("#banner")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.page.locator("#end")).to_be_hidden()
    expect(desk.page.locator("#progress-words")).to_have_text("4 of 5 reviewed")

    server.start()
    expect(desk.page.locator("#end")).to_be_visible(timeout=PATIENCE_MS)
    desk.saved()
    until(lambda: market.states() == ["reviewed"] * 5, "it is not saved")
    assert market.targets() == list(DRAFTS)


def test_the_choice_shows_what_the_catalog_has_now(market, desk):
    """Changed again while it is open, theirs is drawn anew and told; yours stays reviewed."""
    contend(market, desk)
    desk.press("Escape", "v")
    theirs = desk.row(2).locator(".version").nth(0)
    expect(theirs).to_contain_text("It counts 999 boats.")
    market.put(2, target="It counts 777 boats.", state=State.DRAFT)
    expect(theirs).to_contain_text("It counts 777 boats.")
    expect(theirs).to_contain_text("their text (draft, not reviewed)")
    expect(theirs).not_to_contain_text("999")
    desk.said("Sentence 3 was changed elsewhere again")

    desk.row(2).get_by_role("button", name="Keep yours, as reviewed").click()
    desk.saved()
    assert (market.targets()[2], market.states()[2]) == (MINE, "reviewed")


def test_a_choice_that_is_out_of_date_keeps_yours_as_reviewed(market, desk):
    """Chosen before the page heard of a new note, or of a new text, of theirs: reviewed it stays."""
    contend(market, desk)
    desk.press("Escape", "v")
    desk.page.route(LOOKS, lambda route: route.abort())
    mine = desk.row(2).get_by_role("button", name="Keep yours, as reviewed")
    expect(mine).to_be_visible()
    market.put(2, target="It counts 777 boats.")
    mine.click()
    expect(desk.row(2).locator(".version").nth(0)).to_contain_text("777")
    market.put(2, note="See the photo.")
    mine.click()
    desk.saved()
    unit = market.units()[2]
    assert (unit.target, unit.state, unit.note) == (MINE, State.REVIEWED, "See the photo.")


def test_a_version_that_is_taken_back_contends_no_more(market, desk):
    """The other one undoes what they did: yours is saved as you wanted it, and that is told."""
    contend(market, desk)
    desk.press("Escape", "v")
    market.put(2, target=DRAFTS[2], state=State.DRAFT)
    expect(desk.page.locator("#told")).to_contain_text("Sentence 3: the other version")
    desk.saved()
    expect(desk.row(2).locator(".conflict")).to_be_hidden()
    expect(desk.line(2)).to_have_attribute("data-state", "reviewed")
    assert (market.targets()[2], market.states()[2]) == (MINE, "reviewed")


def test_a_sentence_with_two_versions_proposes_nothing_and_leads_to_the_choice(market, desk):
    """Tab goes to the choices, and so does Ctrl+Enter, which says that one has to be chosen."""
    contend(market, desk)
    desk.row(2).locator(".open").click()
    first = desk.row(2).get_by_role("button", name="Keep theirs")
    asked = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.press("e", "End")
    desk.type(" More")
    desk.press("Control+Enter")
    expect(first).to_be_focused()
    desk.said("Nothing is lost: choose.")
    expect(desk.page.locator(".active .ghost")).to_be_empty()
    desk.press("e", "Tab")
    expect(first).to_be_focused()
    assert not [url for url in asked if url.endswith("/complete")]
    assert market.targets()[2] == "It counts 999 boats."


def test_a_text_accepted_with_an_error_stays_accepted_while_two_versions_contend(market, desk):
    """It is offered as reviewed, though wrong; chosen, it is asked about as any other is."""
    wrong = "It has 221 ships."
    contend(market, desk, mine=wrong)
    desk.press("Alt+v")
    choice = desk.row(2).get_by_role("button", name="Keep yours, as reviewed")
    expect(choice).to_be_visible()

    choice.click()
    desk.said("the number 212 has become 221")
    desk.saved()
    assert (market.targets()[2], market.states()[2]) == (wrong, "draft")

    desk.press("Control+Enter")
    until(lambda: market.states()[2] == "reviewed", "it was not accepted on the second press")
    assert market.targets()[2] == wrong
