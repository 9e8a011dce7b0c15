"""What hands do by habit at the desk: save, leave a search, take a text by number, paste too much."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect
from reviewer import until

pytestmark = pytest.mark.browser

KEPT = ("It has 212 boats.", "it has 212 boats.", "There are 212 boats.")


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article at its third sentence, for which the catalog keeps three texts."""
    market.change(lambda n, unit: replace(unit, alternatives=KEPT) if n == 2 else unit)
    desk = sit_down(serve(market.folder))
    desk.row(2).locator(".open").click()
    expect(desk.row(2).locator(".texts li").first).to_contain_text(KEPT[0])
    return desk


def told(desk):
    """Return what stands in the head for a while."""
    return desk.page.locator("#told")


def test_ctrl_s_saves_now_and_says_so(market, desk):
    """In the field and outside; nothing of the browser opens."""
    desk.press("e", "End")
    desk.type(" Yes.")
    desk.press("Control+s")
    expect(told(desk)).to_have_text("All is saved")
    assert market.targets()[2].endswith(" Yes.")
    desk.press("Escape", "Control+s")
    expect(told(desk)).to_have_text("All is saved")
    assert desk.page.evaluate(
        "() => !document.body.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 's', ctrlKey: true, bubbles: true, cancelable: true}))"
    )


def test_escape_ends_a_search_from_the_sentence(desk):
    """All sentences are shown again, and one stays where one is; without a search it does nothing."""
    desk.press("/")
    desk.type("boats")
    desk.press("Enter", "j")
    expect(told(desk)).to_have_text(
        "There is no further sentence with what you search for. Esc ends the search."
    )
    desk.press("Escape")
    expect(desk.page.locator("#search")).to_have_value("")
    expect(desk.page.locator(".line:visible")).to_have_count(5)
    assert desk.active == 2
    desk.press("Escape", "j")
    expect(desk.row(3)).to_be_focused()


def test_a_text_keeps_its_number_while_one_types(desk):
    """What is new comes after; two that differ by a capital are one; a number without a text says so."""
    texts = desk.row(2).locator(".texts li")
    expect(texts.nth(1)).to_contain_text(KEPT[2])
    expect(desk.page.locator(".active .texts")).not_to_contain_text(KEPT[1])
    expect(desk.page.locator(".active .texts")).not_to_contain_text("Looking for other texts")
    before = texts.locator(".taking").all_inner_texts()
    desk.press("e", "Control+a")
    desk.type("Boats")
    desk.saved()
    desk.press("Alt+9")
    expect(told(desk)).to_have_text("There is no text number 9.")
    assert texts.locator(".taking").all_inner_texts()[: len(before)] == before
    desk.press("Alt+2")
    expect(desk.field).to_have_value(KEPT[2])
    desk.saved()
    expect(texts.first).to_contain_text(KEPT[0])
    desk.press("Alt+1")
    expect(desk.field).to_have_value(KEPT[0])


def test_a_text_that_is_too_long_is_told_with_the_limit(market, desk):
    """It stays in the field; nothing is offered to be tried; shortened, it is saved."""
    long = "far too long " * 2000
    desk.press("e", "Control+a")
    desk.page.keyboard.insert_text(long)
    banner = desk.page.locator("#banner")
    expect(banner).to_contain_text("too long to be saved: 26000 characters, the most are 20000")
    expect(banner.get_by_role("button")).to_have_count(0)
    expect(desk.field).to_have_value(long)
    desk.press("Control+a")
    desk.type("Short.")
    desk.saved()
    expect(banner).to_be_hidden()
    until(lambda: market.targets()[2] == "Short.", "it is not saved")


def test_when_the_open_sentence_goes_the_nearest_one_opens(market, desk, artifacts):
    """The focus goes there, and what had been typed for the other is told in sight."""
    saves = "**/units/*"
    desk.page.route(saves, lambda route: route.abort())
    desk.press("e", "Control+a")
    desk.type("It has 212 ships.")
    text = market.article.read_text(encoding="utf-8")
    market.article.write_text(text.replace(" Il compte 212 bateaux.", ""), encoding="utf-8")
    expect(desk.page.locator(".line")).to_have_count(4)
    desk.page.unroute(saves)
    expect(desk.row(2)).to_be_focused()
    assert desk.active == 2
    banner = desk.page.locator("#banner")
    expect(banner).to_contain_text("no longer in the article: “It has 212 ships.”")
    desk.page.screenshot(path=artifacts / "review-sentence-gone.png")
    banner.get_by_role("button", name="Look at it").click()
    expect(desk.page.locator("#orphans")).to_be_in_viewport()
    desk.page.get_by_role("button", name="Forget it").click()
    expect(banner).not_to_contain_text("It has 212 ships.")


def test_a_finger_takes_the_proposal(market, serve, sit_down, artifacts):
    """The sign behind it is named for what it does; a second one takes a word; so does the grey text all."""
    phone = {"width": 390, "height": 844}
    desk = sit_down(serve(market.folder), viewport=phone, has_touch=True, is_mobile=True)
    desk.row(1).locator(".open").tap()
    field, ghost = desk.field, desk.page.locator(".active .ghost")

    def begin() -> str:
        field.focus()
        desk.press("Control+a", "Delete")
        desk.type("The market")
        expect(ghost).not_to_be_empty()
        return ghost.text_content()

    def tap(locator) -> None:
        box = locator.bounding_box()
        desk.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    rest = begin()
    expect(desk.page.locator(".active .mirror .all")).to_have_text("Take")
    desk.page.screenshot(path=artifacts / "review-phone-proposal.png")
    tap(desk.page.locator(".active .mirror .one"))
    first = rest.lstrip().split(" ")[0]
    until(lambda: field.input_value().rstrip() == f"The market {first}", "no word is taken")
    rest = begin()
    tap(desk.page.locator(".active .mirror .all"))
    expect(field).to_have_value(f"The market{rest}")
    expect(desk.page.locator(".active .words")).to_be_empty()
    rest = begin()
    grey = ghost.evaluate("(e) => { const b = e.getClientRects()[0]; return [b.x + 9, b.y + 9]; }")
    desk.page.touchscreen.tap(*grey)
    expect(field).to_have_value(f"The market{rest}")
    expect(field).to_be_focused()
