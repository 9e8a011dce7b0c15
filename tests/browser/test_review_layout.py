"""How an open sentence is laid out: both columns are used, what differs stands apart."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from reviewer import Work

from bilingual.model import State

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def known(market):
    """The market's article; one sentence has texts from everywhere."""
    other = Work(market.folder, "Titre\n\nIl compte 300 bateaux.\n", "autre")
    other.draft("--engine", "echo")
    other.change(lambda n, unit: unit.reviewed("It has 300 boats.") if n == 1 else unit)
    market.put(
        2,
        previous_source="Il compte 200 bateaux.",
        alternatives=("There are 212 boats.",),
    )
    return market


def test_other_texts_stand_under_the_field_and_their_origin_under_the_source(
    known, serve, sit_down, artifacts
):
    """Each on one line across both columns: the text on the right, where it is from on the left."""
    desk = sit_down(serve(known.folder))
    row = desk.row(2)
    row.locator(".open").click()
    line = row.locator(".texts li", has_text="It has 300 boats.")
    expect(line).to_be_visible()
    field, source = (row.locator(name).bounding_box() for name in (".field", ".source"))
    text = line.locator(".taking span").bounding_box()
    whence = line.locator(".whence").bounding_box()
    assert text["x"] > field["x"]
    assert text["y"] > field["y"] + field["height"]
    assert abs(whence["x"] - source["x"]) < 2
    assert whence["x"] + whence["width"] < field["x"]
    assert abs(whence["y"] - text["y"]) < 12
    desk.page.screenshot(path=artifacts / "review-layout.png")


def test_on_a_phone_they_stand_one_below_the_other(known, serve, sit_down, artifacts):
    """The text, then where it is from."""
    desk = sit_down(serve(known.folder), viewport=PHONE)
    desk.row(2).locator(".open").click()
    line = desk.row(2).locator(".texts li", has_text="It has 300 boats.")
    text, whence = (line.locator(name).bounding_box() for name in (".taking", ".whence"))
    assert whence["y"] >= text["y"] + text["height"] - 1
    assert whence["width"] > 250
    desk.page.screenshot(path=artifacts / "review-layout-phone.png", full_page=True)


def test_deleted_and_inserted_words_stand_apart(market, serve, sit_down):
    """To the eye, where they are copied, and where they are read out."""
    market.put(1, previous_source="Le marché a rouvert mardi 4 mai.", state=State.DRAFT)
    desk = sit_down(serve(market.folder))
    desk.row(1).locator(".open").click()
    diff = desk.row(1).locator(".changed .diff")
    copied = diff.evaluate(
        "(p) => { getSelection().selectAllChildren(p); return getSelection().toString(); }"
    )
    assert copied == "Le marché a rouvert mardi lundi 4 mai."
    expect(diff).to_have_text("Le marché a rouvert mardi lundi 4 mai.")

    gone, come = diff.locator("del").bounding_box(), diff.locator("ins").bounding_box()
    assert gone["x"] + gone["width"] < come["x"]

    heard = desk.row(1).locator(".changed").aria_snapshot()
    assert "deleted: mardi" in heard
    assert "inserted: lundi" in heard
