"""The desk on a phone: nothing is cut, everything can be hit; and the preview that follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reviewer import Work, until

from bilingual.model import Finding, Severity, Span, State

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
TARGETS = "button:visible, a:visible:not(.skip), select:visible, summary:visible, #search:visible"
IN_SIGHT = """(shown) => { const box = shown.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= shown.ownerDocument.defaultView.innerHeight; }"""


@pytest.fixture
def full(market):
    """The market's article with something of everything."""
    wrong = Finding("numbers", Severity.ERROR, "212 became 221", Span(10, 13), Span(10, 13))
    market.change(lambda n, unit: unit.reviewed() if n == 0 else unit)
    market.put(
        2,
        findings=(wrong,),
        previous_source="Il comptait 200 bateaux.",
        alternatives=("There are 212 boats.",),
    )
    market.put(3, target="", state=State.UNTRANSLATED, origin=None)
    return market


@pytest.fixture
def long(work):
    """An article of which the page is many screens long; its headline stands after a paragraph."""
    text = "date 2026-05-04 Soixante phrases\n\n" + "\n\n".join(
        f"La phrase numéro {n} parle du marché et de ses bateaux." for n in range(60)
    )
    made = Work(work, text, "long")
    made.draft_as(tuple(f"Sentence number {n} speaks of the market." for n in range(61)))
    return made


def boxes(desk, selector):
    """Return what can be hit, with its place."""
    return [
        (one.evaluate("(e) => e.outerHTML"), one.bounding_box())
        for one in desk.page.locator(selector).all()
    ]


@pytest.mark.parametrize("language", ["en_GB", "fr_FR"])
@pytest.mark.parametrize("viewport", [PHONE, SMALL_PHONE], ids=["390", "320"])
def test_nothing_is_cut_and_everything_can_be_hit(
    full, serve, sit_down, monkeypatch, artifacts, viewport, language
):
    """On the desk, in the list of keys, in the preview, on the overview: 40 px, inside the screen."""
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    desk = sit_down(serve(full.folder), viewport=viewport, has_touch=True)
    name = f"{viewport['width']}-{language[:2]}"
    desk.page.locator(".open").nth(2).tap()
    expect(desk.page.locator(".texts li").first).to_be_visible()
    desk.page.fill("#search", "bateaux")
    found = boxes(desk, TARGETS)
    desk.page.screenshot(path=artifacts / f"review-phone-{name}.png", full_page=True)
    desk.page.locator(".tools [data-do=preview]").tap()
    found += boxes(desk, TARGETS)
    expect(desk.page.locator("#preview iframe:not(.coming)")).to_be_visible()
    desk.page.screenshot(path=artifacts / f"review-phone-preview-{name}.png")
    desk.page.locator("#preview button").tap()
    expect(desk.page.locator("#preview")).to_be_hidden()
    desk.page.locator(".tools [data-do=keys]").tap()
    found += boxes(desk, "dialog button:visible, dialog .choice:visible")
    desk.page.screenshot(path=artifacts / f"review-phone-keys-{name}.png")
    desk.page.goto(desk.server.address)
    found += boxes(desk, TARGETS)
    desk.page.screenshot(path=artifacts / f"review-phone-overview-{name}.png")

    small = [html for html, box in found if min(box["width"], box["height"]) < 40]
    cut = [html for html, b in found if b["x"] < 0 or b["x"] + b["width"] > viewport["width"] + 0.5]
    assert small == []
    assert cut == []


def test_no_part_of_the_page_scrolls_sideways(full, serve, sit_down):
    """Neither the page nor the tools nor the list of keys."""
    desk = sit_down(serve(full.folder), viewport=PHONE, has_touch=True)
    desk.row(2).locator(".open").tap()
    desk.page.locator(".tools [data-do=keys]").tap()
    wide = desk.page.evaluate(
        """() => [...document.querySelectorAll("html, body *")]
            .filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 1
                && ["auto", "scroll"].includes(getComputedStyle(e).overflowX))
            .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_preview_opens_at_the_open_sentence_and_follows(
    long, serve, sit_down, artifacts, viewport
):
    """The sentence is brought into sight and marked, with each step and after each save."""
    desk = sit_down(serve(long.folder), "long/en", viewport=viewport)
    desk.row(40).locator(".open").click()
    desk.page.locator(".tools [data-do=preview]").click()
    frame = desk.page.frame_locator("#preview iframe:not(.coming)")
    sentence = frame.locator(".target .s", has_text="number 40 speaks")
    expect(sentence).to_have_css("outline-style", "solid")
    assert sentence.evaluate(IN_SIGHT)
    expect(desk.row(40)).to_be_in_viewport()
    if viewport == DESKTOP:  # the head stays, and has become higher
        head = desk.page.locator("header.desk").bounding_box()
        assert desk.row(40).bounding_box()["y"] >= head["y"] + head["height"]
    desk.page.screenshot(path=artifacts / f"review-follow-{viewport['width']}.png")

    desk.row(2).locator(".open").click()
    sentence = frame.locator(".target .s", has_text="number 2 speaks")
    expect(sentence).to_have_css("outline-style", "solid")
    assert sentence.evaluate(IN_SIGHT)
    expect(frame.locator("[style*=outline]:not([style*='outline: ;'])")).to_have_count(2)

    desk.row(50).locator(".open").click()
    desk.press("e", "Control+a")
    desk.type("The fiftieth.")
    sentence = frame.locator(".target .s", has_text="The fiftieth.")
    expect(sentence).to_have_css("outline-style", "solid")
    assert sentence.evaluate(IN_SIGHT)


def test_a_preview_scrolled_by_hand_stays_there_until_another_sentence(long, serve, sit_down):
    """A save does not take it away from what somebody looks at; the next sentence does."""
    desk = sit_down(serve(long.folder), "long/en")
    desk.row(40).locator(".open").click()
    desk.press("p")
    shown = desk.page.locator("#preview iframe:not(.coming)")
    expect(shown).to_have_count(1)
    shown.evaluate("(frame) => frame.contentWindow.scrollTo(0, 100)")
    desk.press("e", "End")
    desk.type(" More.")
    frame = desk.page.frame_locator("#preview iframe:not(.coming)")
    expect(frame.locator(".target .s", has_text="market. More.")).to_have_count(1)
    assert shown.evaluate("(frame) => frame.contentWindow.scrollY") == 100

    desk.press("Control+ArrowDown")
    sentence = frame.locator(".target .s", has_text="number 41 speaks")
    until(lambda: sentence.evaluate(IN_SIGHT), "the preview does not follow")
