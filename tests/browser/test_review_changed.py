"""The author changes a sentence whose machine draft nobody has touched, while the desk is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, PATIENCE_MS

pytestmark = pytest.mark.browser


def change(market) -> None:
    """Change the third sentence of the article."""
    text = market.article.read_text(encoding="utf-8")
    market.article.write_text(text.replace("212 bateaux", "213 bateaux"), encoding="utf-8")


@pytest.mark.parametrize("at", [2, 0], ids=["open", "elsewhere"])
def test_the_row_says_that_the_source_changed(market, serve, sit_down, artifacts, at):
    """In words, with what changed; the old draft is a text to start from, and nothing is saved."""
    desk = sit_down(serve(market.folder))
    desk.press(*["ArrowDown"] * at)
    change(market)
    row = desk.row(2)
    expect(row.locator(".source")).to_contain_text("213", timeout=PATIENCE_MS)
    if at == 0:
        expect(row.locator(".mark")).to_have_text("The source has changed")
        row.locator(".source").click()
    assert desk.active == 2
    expect(row.locator(".changed del")).to_have_text("212")
    expect(row.locator(".changed ins")).to_have_text("213")
    expect(row.locator(".offers")).to_contain_text("this sentence has changed")
    expect(row.locator(".texts li").first).to_contain_text(DRAFTS[2])
    expect(row.locator(".texts li").first).to_contain_text("for the sentence as it was")
    expect(desk.field).to_have_value("")
    desk.page.screenshot(path=artifacts / f"review-changed-{at}.png")
    desk.press("Alt+1")
    expect(desk.field).to_have_value(DRAFTS[2])
    desk.saved()

    assert market.targets() == list(DRAFTS)
    assert market.units()[2].origin is None, "it was for another sentence"


def test_a_reviewers_translation_is_offered_as_what_it_is(market, serve, sit_down):
    """Their own words for the old sentence are no draft that somebody changed, until one does."""
    market.change(lambda n, unit: unit.reviewed("There are 212 boats.") if n == 2 else unit)
    desk = sit_down(serve(market.folder))
    change(market)
    row = desk.row(2)
    words = "your earlier translation, to be checked"
    expect(row.locator(".mark")).to_contain_text(words, timeout=PATIENCE_MS)
    row.locator(".source").click()
    expect(row.locator(".facts")).to_contain_text(f"{words} · for the sentence as it was")
    expect(row.locator(".facts")).not_to_contain_text("machine")
    desk.press("e", "End")
    desk.type("!")
    expect(row.locator(".facts")).to_contain_text("draft, changed by hand")


def test_the_machine_drafts_the_sentence_again(market, serve, sit_down):
    """M, and the button, draft the empty sentence as `bilingual draft` does; it can be undone."""
    desk = sit_down(serve(market.folder, "--engine", "echo"))
    desk.press("ArrowDown", "ArrowDown")
    change(market)
    expect(desk.row(2).locator(".source")).to_contain_text("213", timeout=PATIENCE_MS)
    desk.press("m")
    desk.said("Drafted.")
    drafted = "[En] Il compte 213 bateaux."
    expect(desk.field).to_have_value(drafted)
    expect(desk.line(2)).to_have_attribute("data-state", "machine")
    desk.press("m")
    desk.said("Only an empty sentence")

    desk.press("Control+z")
    expect(desk.field).to_have_value("")
    desk.page.locator(".active [data-act=redraft]").click()
    expect(desk.field).to_have_value(drafted)
    desk.saved()
    unit = market.units()[2]
    assert (unit.target, unit.is_machine) == (drafted, True)


def test_only_an_empty_sentence_has_the_button_that_drafts(market, serve, sit_down):
    """What a person wrote is not for the machine to replace: the button is not there."""
    desk = sit_down(serve(market.folder, "--engine", "echo"))
    button = desk.page.locator(".active [data-act=redraft]")
    expect(button).to_be_hidden()
    desk.press("e", "Control+a", "Backspace")
    expect(button).to_be_visible()
    desk.type("x")
    desk.saved()
    expect(button).to_be_hidden()
