"""What others do to the article or its catalog meanwhile is told in a line, and stays to be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reviewer import PATIENCE_MS

from bilingual.model import State

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on a desk."""
    return sit_down(serve(market.folder))


def line(desk):
    """Return the line at the head."""
    return desk.page.locator("#banner")


def test_a_change_of_the_catalog_is_told(market, desk):
    """What another program made of which sentences; the line can be put away."""
    market.put(1, target="The market.", state=State.REVIEWED)
    text = "The catalog was changed elsewhere: sentence 2 was reviewed"
    expect(line(desk)).to_contain_text(text, timeout=PATIENCE_MS)
    expect(line(desk)).to_have_attribute("role", "status")
    market.change(lambda n, unit: unit.reviewed("Boats.") if n in {2, 3} else unit)
    text = "3 sentences were reviewed (2, 3, 4)."
    expect(line(desk)).to_contain_text(text, timeout=PATIENCE_MS)

    line(desk).get_by_role("button", name="Put away").click()
    expect(line(desk)).to_be_hidden()


def test_a_change_of_the_article_is_told(market, desk):
    """Which sentences are new, changed and gone, and what that does to the count."""
    market.put(1, target="The market.", state=State.REVIEWED)
    expect(line(desk)).to_be_visible(timeout=PATIENCE_MS)
    line(desk).get_by_role("button", name="Put away").click()
    gone = market.units()[1].source
    text = market.article.read_text(encoding="utf-8")
    text = text.replace(gone, "").replace("212 bateaux", "213 bateaux")
    market.article.write_text(f"{text.rstrip()} Tout finit bien.\n", encoding="utf-8")

    for part in (
        "The article was changed: sentence 5 is new; sentence 2 has changed; ",
        "1 sentence is gone (it was number 2; its review is kept in the catalog)",
        "reviewed: 0, before: 1.",
    ):
        expect(line(desk)).to_contain_text(part, timeout=PATIENCE_MS)


def test_sentences_cut_and_joined_are_told_as_such(market, desk):
    """One that became two, two that became one: neither new, nor changed, nor gone."""
    for n in (2, 3, 4):
        market.put(n, target=f"Reviewed {n}.", state=State.REVIEWED)
    expect(line(desk)).to_be_visible(timeout=PATIENCE_MS)
    line(desk).get_by_role("button", name="Put away").click()
    text = market.article.read_text(encoding="utf-8")
    first, second = market.units()[3].source, market.units()[4].source
    cut = market.units()[2].source
    text = text.replace(
        f"{first} {second}", f"{first.rstrip('.')}, {second[0].lower()}{second[1:]}"
    )
    market.article.write_text(
        text.replace(cut, cut.replace(" 212", ". Il y a 212")), encoding="utf-8"
    )

    text = (
        "The article was changed: sentence 3 was cut into 2 (3, 4); "
        "sentences 4, 5 were joined into sentence 5; reviewed: 0, before: 3. Put away"
    )
    expect(line(desk)).to_have_text(text, timeout=PATIENCE_MS)


def test_what_is_done_here_is_no_news(market, desk):
    """An own save, or its undo, is not told as somebody else's."""
    desk.press("Enter")
    desk.saved()
    desk.press("Control+z")
    desk.said("Undone")
    market.put(4, note="See the photo.")
    text = "The catalog was changed elsewhere: sentence 5 has another note."
    expect(line(desk)).to_have_text(f"{text} Put away", timeout=PATIENCE_MS)
