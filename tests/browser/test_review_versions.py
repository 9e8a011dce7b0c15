"""What findings are about while a text is being saved, and what a choice between two texts does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, until

from bilingual.model import State

pytestmark = pytest.mark.browser

SAVES = re.compile(r"/units/[^/]+$")


@pytest.fixture
def server(market, serve):
    """The market's article, served."""
    return serve(market.folder)


@pytest.fixture
def desk(server, sit_down):
    """The market's article on the desk; five drafts."""
    return sit_down(server)


def write(desk, n, text):
    """Write a text in place of a sentence's."""
    desk.row(n).locator(".open").click()
    desk.press("e", "Control+a")
    desk.type(text)


def hold_saves(desk):
    """Hold saves back; return what lets them go on."""
    held = []
    go_on = []
    desk.page.route(SAVES, lambda route: route.continue_() if go_on else held.append(route))

    def release():
        until(lambda: desk.page.wait_for_timeout(50) or bool(held), "no save")
        go_on.append(True)
        for route in held:
            route.continue_()

    return release, held


def contend(market, desk, *, accepted=False):
    """Let somebody else change a sentence while it is changed, or accepted, here."""
    release, held = hold_saves(desk)
    write(desk, 2, "It has 212 ships.")
    if accepted:
        desk.press("Control+Enter")
    until(lambda: desk.page.wait_for_timeout(50) or bool(held), "no save")
    market.put(2, target="It counts 999 boats.", state=State.REVIEWED)
    release()
    if accepted:
        desk.page.locator("#banner button", has_text="Choose").click()
    conflict = desk.row(2).locator(".conflict")
    expect(conflict).to_be_visible()
    return conflict


def test_findings_are_told_to_be_old_until_the_new_text_is_checked(desk, artifacts):
    """Marked as being checked from the first key on; after the save they are about what stands there."""
    findings = desk.row(2).locator(".findings")
    release, _held = hold_saves(desk)
    desk.row(2).locator(".open").click()
    expect(findings).to_contain_text("212")
    expect(findings).to_have_attribute("aria-busy", "false")
    expect(desk.row(2).locator(".timely")).to_have_text("Findings")

    desk.press("e", "End")
    desk.type(" Now")
    expect(findings).to_have_attribute("aria-busy", "true")
    expect(desk.row(2).locator(".timely")).to_contain_text("the new one is being checked")
    expect(desk.row(2).locator(".facts")).to_contain_text("checking")
    assert "findings" not in desk.row(2).get_attribute("aria-label")
    desk.page.screenshot(path=artifacts / "review-checking.png")

    desk.press("Control+a")
    desk.type("It has 212 boats.")
    release()
    desk.saved()
    expect(findings).to_have_attribute("aria-busy", "false")
    expect(findings).not_to_contain_text("221")
    expect(desk.row(2).locator(".facts")).not_to_contain_text("checking")


def test_findings_without_an_answer_say_which_text_they_are_about(server, desk):
    """Nothing is being checked where the program has stopped."""
    server.kill()
    write(desk, 2, "It has 212 boats.")
    expect(desk.row(2).locator(".timely")).to_contain_text("the text that was saved last")


def test_a_conflict_shows_which_version_has_findings(market, desk, artifacts):
    """Theirs are with theirs; yours is not checked yet, and no finding stands below by itself."""
    conflict = contend(market, desk)
    theirs, mine = (conflict.locator(".version").nth(n) for n in (0, 1))
    expect(theirs.locator(".findings")).to_contain_text("999")
    expect(mine.locator(".findings")).to_have_count(0)
    expect(mine).to_contain_text("Yours is checked once it is saved.")
    expect(desk.row(2).locator(".target > .findings")).to_be_hidden()
    desk.page.screenshot(path=artifacts / "review-conflict-draft.png")

    desk.type(" More")  # what is typed meanwhile is part of yours
    expect(mine).to_contain_text("It has 212 ships. More")


def test_each_choice_says_what_the_catalog_holds_afterwards(market, desk):
    """A draft has one way to be kept: as a draft; the button's description says so."""
    conflict = contend(market, desk)
    buttons = conflict.get_by_role("button")
    expect(buttons).to_have_text(["Keep theirs", "Keep yours, and write on"])
    expect(buttons.nth(0)).to_have_accessible_description(
        "The catalog stays as it is: their text (reviewed)."
    )
    buttons.nth(1).click()
    desk.saved()
    expect(desk.field).to_be_focused()
    unit = market.units()[2]
    assert (unit.target, unit.state) == ("It has 212 ships.", State.DRAFT)


@pytest.mark.parametrize(
    ("choice", "target", "state"),
    [
        ("Keep theirs", "It counts 999 boats.", State.REVIEWED),
        ("Keep yours, as reviewed", "It has 212 ships.", State.REVIEWED),
        ("Keep yours as a draft, and write on", "It has 212 ships.", State.DRAFT),
    ],
)
def test_an_accepted_text_can_be_kept_as_reviewed_or_as_a_draft(
    market, desk, artifacts, choice, target, state
):
    """And the file holds what the button said."""
    conflict = contend(market, desk, accepted=True)
    desk.page.screenshot(path=artifacts / "review-conflict-accepted.png")
    conflict.get_by_role("button", name=choice, exact=True).click()
    desk.saved()
    expect(conflict).to_be_hidden()
    unit = market.units()[2]
    assert (unit.target, unit.state) == (target, state)


def test_two_notes_contend_by_themselves(market, desk):
    """The choice is about the note; the reviewed text stays as it is."""
    market.put(0, state=State.REVIEWED)
    expect(desk.line(0)).to_have_attribute("data-state", "reviewed")
    desk.row(0).locator(".open").click()
    release, held = hold_saves(desk)
    desk.press("n")
    desk.type("Mine.")
    until(lambda: desk.page.wait_for_timeout(50) or bool(held), "no save")
    market.put(0, note="Theirs.")
    release()
    desk.row(0).locator(".conflict").get_by_role("button", name="Keep your note").click()
    desk.saved()
    unit = market.units()[0]
    assert (unit.note, unit.target, unit.state) == ("Mine.", DRAFTS[0], State.REVIEWED)
