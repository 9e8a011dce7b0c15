"""Completion while typing, with the starter that comes with bilingual; and the desk without one."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, PATIENCE_MS, Work

pytestmark = pytest.mark.browser

ASKED = re.compile(r"/units/[^/]+/complete$")


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on the desk; the engine is the starter."""
    return sit_down(serve(market.folder))


def begin(desk, n, text):
    """Write the beginning of a sentence into its empty field, and wait for a proposal."""
    desk.row(n).locator(".open").click()
    desk.press("e", "Control+a", "Delete")
    desk.type(text)
    expect(desk.page.locator(".ghost")).not_to_be_empty(timeout=PATIENCE_MS)
    return desk.page.locator(".ghost").text_content()


def test_tab_takes_the_proposal(market, desk, artifacts):
    """The rest of the sentence stands in grey after the cursor; Tab takes all of it."""
    rest = begin(desk, 1, "The market")
    desk.page.screenshot(path=artifacts / "review-proposal.png")
    assert rest.strip()
    assert desk.page.locator(".mirror").text_content().startswith(f"The market{rest}")

    desk.press("Tab")
    expect(desk.field).to_have_value(f"The market{rest}")
    assert "field" in desk.focus()
    desk.saved()

    assert market.targets()[1] == f"The market{rest}".strip()
    assert market.states()[1] == "draft"


def test_the_next_word_alone(desk):
    """Ctrl+→ takes one word, the rest stays in sight; the browser's undo gives it back."""
    rest = begin(desk, 1, "The market")
    desk.press("Control+ArrowRight")
    word = re.match(r"\s*\S+\s?", rest).group()
    expect(desk.field).to_have_value(f"The market{word}")

    desk.press("Control+z")
    expect(desk.field).to_have_value("The market")


def test_escape_puts_the_proposal_away(desk):
    """The first Escape the proposal, the second leaves the field; Tab then moves the focus."""
    begin(desk, 1, "The market")
    desk.press("Escape")
    expect(desk.page.locator(".ghost")).to_be_empty()
    assert "field" in desk.focus()

    desk.press("Tab")
    assert "field" not in desk.focus()
    expect(desk.field).to_have_value("The market")


def test_what_is_typed_as_proposed_keeps_the_rest_in_sight(desk):
    """Typing the proposed letters does not make the rest flicker; typing others puts it away."""
    rest = begin(desk, 1, "The market")
    desk.page.route(ASKED, lambda _route: None)  # no new answer comes
    desk.type(rest[:2])
    assert desk.page.locator(".ghost").text_content() == rest[2:]

    desk.type("zz")
    expect(desk.page.locator(".ghost")).to_be_empty()


def test_overtaken_questions_are_given_up(desk):
    """Only the last prefix is answered for; an older answer never shows."""
    begin(desk, 1, "The market")
    desk.press("Control+a", "Delete")
    prefixes = []

    def slow(route):
        prefix = json.loads(route.request.post_data)["prefix"]
        prefixes.append(prefix)
        if prefix == "On":
            desk.page.wait_for_timeout(600)
        route.fulfill(json={"serial": 0, "completion": f" after {prefix}", "words": []})

    failed = []
    desk.page.on("requestfailed", lambda request: failed.append(request.url))
    desk.page.route(ASKED, slow)
    desk.type("On")
    desk.page.wait_for_timeout(150)
    desk.type(" Monday")
    expect(desk.page.locator(".ghost")).to_have_text(" after On Monday", timeout=PATIENCE_MS)
    desk.page.wait_for_timeout(800)

    assert prefixes[-1] == "On Monday"
    assert desk.page.locator(".ghost").text_content() == " after On Monday"
    assert any(ASKED.search(url) for url in failed)


def test_no_question_while_the_cursor_is_inside(desk):
    """Correcting in the middle of a sentence is left alone."""
    asked = []
    desk.page.on("request", lambda r: asked.append(r.url) if ASKED.search(r.url) else None)
    desk.row(1).locator(".open").click()
    desk.press("e", "Home")
    desk.type("So ")
    desk.page.wait_for_timeout(400)

    assert asked == []


def test_other_words_for_a_place(desk, artifacts):
    """Alt+↓ on a word, or a click, shows what else the engine would say there."""
    desk.row(1).locator(".open").click()
    desk.press("e", "Home", *["Control+ArrowRight"] * 3, "Alt+ArrowDown")  # reopened
    chips = desk.page.locator(".words .chip")
    expect(chips.first).to_be_visible(timeout=PATIENCE_MS)
    desk.page.screenshot(path=artifacts / "review-words.png")
    assert chips.count() > 1
    other = chips.nth(1).inner_text()
    desk.press("ArrowRight", "Enter")
    expect(desk.field).to_have_value(DRAFTS[1].replace("reopened", other))
    expect(chips).to_have_count(0)

    desk.field.click(position={"x": 100, "y": 14})  # a word that is clicked, too
    expect(desk.page.locator(".words")).to_contain_text("Instead of", timeout=PATIENCE_MS)


def test_the_engines_other_versions_are_taken_by_number(market, desk, artifacts):
    """They stand numbered beside the source; Alt and the number takes one."""
    desk.row(1).locator(".open").click()
    texts = desk.row(1).locator(".texts li")
    expect(texts.first).to_be_visible(timeout=PATIENCE_MS)
    desk.page.screenshot(path=artifacts / "review-texts.png")
    first = texts.first.locator("span").first.inner_text()
    desk.press("Alt+1")
    desk.said("Text 1 taken.")
    expect(desk.field).to_have_value(first)
    desk.saved()

    assert market.targets()[1] == first


def test_without_an_engine_nothing_of_it_shows(work, serve, sit_down):
    """The desk works as before: no grey text, no question, Tab goes on."""
    market = Work(work, target="de")
    market.draft("--engine", "echo")
    desk = sit_down(serve(work, "--to", "de"), "marche/de")
    asked = []
    desk.page.on("request", lambda r: asked.append(r.url) if ASKED.search(r.url) else None)
    desk.press("e", "End")
    desk.type(" jetzt")
    desk.page.wait_for_timeout(400)
    expect(desk.page.locator(".ghost")).to_be_empty()
    desk.press("Tab")
    assert "field" not in desk.focus()
    desk.saved()

    assert asked == []
    assert market.targets()[0].endswith(" jetzt")

    desk.page.click("[data-do=keys]")
    shown = desk.page.locator("#keys tbody tr:visible").all_inner_texts()
    assert any("Search" in line for line in shown)
    assert not any("proposal" in line for line in shown)


def test_the_memory_offers_what_was_translated_before(market, serve, sit_down, artifacts):
    """A sentence of another article stands among the numbered texts, with where it is from."""
    other = Work(market.folder, "Titre\n\nElle vend des fruits depuis 20 ans.\n", "autre")
    other.draft("--engine", "echo")
    reviewed = "She has sold fruit for 20 years."
    other.change(lambda n, unit: unit.reviewed(reviewed) if n == 1 else unit)
    desk = sit_down(serve(market.folder))
    desk.row(4).locator(".open").click()
    match = desk.row(4).locator(".texts li", has_text=reviewed)
    expect(match).to_contain_text("memory", timeout=PATIENCE_MS)
    expect(match).to_contain_text("autre")
    expect(match.locator("del")).to_have_text("20")
    expect(match.locator("ins")).to_have_text("30")
    desk.page.screenshot(path=artifacts / "review-memory.png")
    desk.press(f"Alt+{match.locator('button').inner_text()}")
    expect(desk.field).to_have_value(reviewed)
