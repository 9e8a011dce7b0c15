"""Nothing typed is ever lost: a dead server, a closed page, other programs, two browsers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, PATIENCE_MS, Desk, until

from bilingual.model import State

pytestmark = pytest.mark.browser


@pytest.fixture
def server(market, serve):
    """The market's article, served."""
    return serve(market.folder)


def type_at_end(desk, n, text):
    """Type at the end of a sentence."""
    desk.row(n).locator(".open").click()
    desk.press("e", "End")
    desk.type(text)


def test_the_server_killed_while_typing_and_started_again(market, server, sit_down, artifacts):
    """The page says that nothing is saved, goes on taking text, and saves it when all is back."""
    desk = sit_down(server)
    type_at_end(desk, 1, " First")
    server.kill()
    desk.type(" and second.")
    expect(desk.page.locator("#banner")).to_contain_text(
        "kept in this browser", timeout=PATIENCE_MS
    )
    expect(desk.page.locator("#kept")).to_have_attribute("data-state", "unsaved")
    desk.press("Control+ArrowDown", "Control+ArrowDown", "End")
    desk.type(" Another.")
    desk.press("Control+Enter")
    desk.page.screenshot(path=artifacts / "review-server-gone.png")

    assert market.targets() == list(DRAFTS)

    server.start()
    desk.saved()

    assert market.targets()[1] == f"{DRAFTS[1]} First and second."
    assert market.targets()[3] == f"{DRAFTS[3]} Another."
    assert market.states()[1:4] == ["draft", "draft", "reviewed"]
    expect(desk.page.locator("#banner")).to_be_hidden()


def test_the_page_closed_while_the_server_is_dead(market, server, sit_down):
    """What was typed is back, and saved, when the article is opened the next time."""
    desk = sit_down(server)
    server.kill()
    type_at_end(desk, 1, " Kept.")
    expect(desk.page.locator("#banner")).to_be_visible(timeout=PATIENCE_MS)
    desk.page.on("dialog", lambda dialog: dialog.accept())
    context = desk.page.context
    desk.page.close(run_before_unload=False)
    server.start()
    again = Desk(context.new_page(), server).open()
    again.said("is back")
    again.saved()

    assert again.active == 1
    expect(again.field).to_have_value(f"{DRAFTS[1]} Kept.")
    assert market.targets()[1] == f"{DRAFTS[1]} Kept."


def test_leaving_with_unsaved_text_warns(server, sit_down):
    """The browser asks before the page goes; with all saved it does not."""
    desk = sit_down(server)
    asked = []
    desk.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    type_at_end(desk, 0, "!")
    server.kill()
    desk.type("!")
    expect(desk.page.locator("#banner")).to_be_visible(timeout=PATIENCE_MS)
    desk.page.close(run_before_unload=True)
    until(lambda: desk.page.wait_for_timeout(50) or bool(asked), "no warning")

    assert asked == ["beforeunload"]

    server.start()
    desk.saved()
    with desk.page.expect_event("close"):
        desk.page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_a_browser_that_is_not_known_any_more(market, server, sit_down):
    """The page says what to do; once the printed address was opened, what was typed is saved."""
    desk = sit_down(server)
    desk.page.context.clear_cookies()
    type_at_end(desk, 0, " Still here.")
    expect(desk.page.locator("#banner")).to_contain_text("Open the address", timeout=PATIENCE_MS)
    other = desk.page.context.new_page()
    other.goto(server.url)
    desk.page.bring_to_front()
    desk.saved()

    assert market.targets()[0] == f"{DRAFTS[0]} Still here."


def test_a_tab_closed_right_after_typing(market, server, sit_down):
    """Without a pause, too: the last request leaves with the page."""
    desk = sit_down(server)
    type_at_end(desk, 0, " Quick.")
    desk.page.close(run_before_unload=True)
    until(lambda: market.targets()[0] == f"{DRAFTS[0]} Quick.", "the last words are lost")


def test_another_program_changes_the_catalog(market, server, sit_down, artifacts):
    """It is seen within seconds, marked and told; what is being typed elsewhere stays."""
    desk = sit_down(server)
    type_at_end(desk, 0, " Mine")
    market.put(3, target="“We are back”, said Mrs Lan.", state=State.REVIEWED)
    desk.type(" as well.")
    expect(desk.row(3).locator(".shown")).to_have_text("“We are back”, said Mrs Lan.")
    expect(desk.row(3).locator(".elsewhere")).to_be_visible()
    expect(desk.page.locator("#progress-words")).to_have_text("1 of 5 reviewed")
    desk.page.screenshot(path=artifacts / "review-elsewhere.png")
    desk.saved()

    assert "field" in desk.focus()
    assert market.targets()[0] == f"{DRAFTS[0]} Mine as well."
    assert market.states()[3] == "reviewed"


@pytest.mark.parametrize("choice", ["theirs", "edit"])
def test_the_same_sentence_changed_elsewhere(market, server, sit_down, artifacts, choice):
    """Both versions are shown; the one that is not chosen can still be taken again."""
    desk = sit_down(server)
    type_at_end(desk, 1, " Mine.")
    market.put(1, target="Theirs.", state=State.REVIEWED)
    conflict = desk.row(1).locator(".conflict")
    expect(conflict).to_contain_text("Nothing is lost", timeout=PATIENCE_MS)
    expect(conflict.locator(".version").nth(0)).to_contain_text("Theirs.")
    expect(conflict.locator(".version").nth(1)).to_contain_text(f"{DRAFTS[1]} Mine.")
    desk.page.screenshot(path=artifacts / "review-conflict.png")

    assert market.targets()[1] == "Theirs."

    conflict.locator(f"[data-act={choice}]").click()
    desk.saved()
    expect(conflict).to_be_hidden()
    chosen = "Theirs." if choice == "theirs" else f"{DRAFTS[1]} Mine."
    expect(desk.field).to_have_value(chosen)
    until(lambda: market.targets()[1] == chosen, "the choice is not saved")

    desk.row(1).locator(".history summary").click()
    other = f"{DRAFTS[1]} Mine." if choice == "theirs" else "Theirs."
    expect(desk.row(1).locator(".history ol")).to_contain_text(other)


def test_a_note_and_a_text_do_not_contend(market, server, sit_down):
    """Somebody else's new text stays where only a note was written here."""
    desk = sit_down(server)
    desk.press("n")
    desk.type("Mine.")
    market.put(0, target="Theirs.")
    desk.saved()
    until(lambda: market.units()[0].note == "Mine.", "the note is not saved")

    assert market.targets()[0] == "Theirs."


def test_a_text_accepted_here_is_never_another_that_came_meanwhile(market, server, sit_down):
    """Accepting confirms what was seen: where it was changed meanwhile, the reviewer is asked."""
    desk = sit_down(server)
    desk.page.evaluate("() => Object.defineProperty(document, 'hidden', {get: () => true})")
    desk.page.wait_for_timeout(1500)  # no look at the changes any more
    market.put(0, target="Something else.")
    desk.press("Enter")
    expect(desk.page.locator("#banner")).to_contain_text("Sentence 1 was changed elsewhere")

    assert market.states()[0] == "draft"
    assert market.targets()[0] == "Something else."

    desk.page.locator("#banner button", has_text="Choose").click()
    desk.row(0).locator("[data-act=mine]").click()
    until(lambda: market.states()[0] == "reviewed", "the choice is not saved")
    assert market.targets()[0] == DRAFTS[0]


def test_two_browsers_on_one_article(market, server, sit_down):
    """Each sees what the other saves; different sentences do not disturb each other."""
    one, other = sit_down(server), sit_down(server)
    type_at_end(one, 0, " One.")
    type_at_end(other, 4, " Other.")
    one.saved()
    other.saved()
    expect(other.row(0).locator(".shown")).to_have_text(f"{DRAFTS[0]} One.")
    expect(one.row(4).locator(".shown")).to_have_text(f"{DRAFTS[4]} Other.")
    other.press("Control+Enter")
    expect(one.line(4)).to_have_attribute("data-state", "reviewed")

    assert market.targets()[0] == f"{DRAFTS[0]} One."
    assert market.states()[4] == "reviewed"


def test_two_browsers_write_at_the_same_time(market, server, sit_down):
    """Sixty texts from each, into sentences of their own, one after the other: none is lost."""
    one, other = sit_down(server), sit_down(server)
    write = """async ([n, name]) => {
        for (let k = 0; k < 60; k += 1) {
            document.querySelectorAll(".open")[[n, n + 2][k % 2]].click();
            const field = document.querySelector("textarea.field");
            field.value = `${name} ${k}.`;
            field.dispatchEvent(new InputEvent("input", { bubbles: true }));
            await new Promise((done) => setTimeout(done, 15));
        }
    }"""
    for desk, (n, name) in ((one, (0, "One")), (other, (1, "Other"))):
        # Started, not waited for: both write at once.
        desk.page.evaluate(f"(given) => {{ ({write})(given); }}", [n, name])
    until(
        lambda: one.page.wait_for_timeout(20) or "One 59." in market.targets(), "the first is lost"
    )
    until(
        lambda: other.page.wait_for_timeout(20) or "Other 59." in market.targets(),
        "so is the other",
    )
    one.saved()
    other.saved()

    assert market.targets()[:4] == ["One 58.", "Other 58.", "One 59.", "Other 59."]
    expect(one.row(3).locator(".shown")).to_have_text("Other 59.")
    expect(one.page.locator(".contested")).to_have_count(0)


def test_the_article_changes_while_it_is_reviewed(market, server, sit_down):
    """New sentences come in; the one that is written stays open, with its text."""
    desk = sit_down(server)
    type_at_end(desk, 1, " Mine")
    text = market.article.read_text(encoding="utf-8")
    market.article.write_text(text.replace("Il compte", "Il pleut. Il compte"), encoding="utf-8")
    expect(desk.page.locator(".line")).to_have_count(6, timeout=PATIENCE_MS)
    desk.type(" still.")
    desk.saved()

    assert desk.active == 1
    expect(desk.field).to_have_value(f"{DRAFTS[1]} Mine still.")
    assert market.targets()[1] == f"{DRAFTS[1]} Mine still."


@pytest.mark.parametrize("is_saved", [True, False], ids=["saved", "unsaved"])
def test_the_author_changes_the_sentence_that_is_written(market, server, sit_down, is_saved):
    """One goes on writing in the same field, at the same place, and no letter becomes a command."""
    desk = sit_down(server)
    type_at_end(desk, 2, " Mine,")
    if is_saved:
        desk.saved()
    text = market.article.read_text(encoding="utf-8")
    market.article.write_text(text.replace("212 bateaux", "213 bateaux"), encoding="utf-8")
    for letter in " one word more, Ernest jokes on":
        desk.type(letter)
        desk.page.wait_for_timeout(70)
    source = desk.page.locator(".line").nth(2).locator(".source")
    expect(source).to_contain_text("213", timeout=PATIENCE_MS)
    desk.saved()

    wanted = f"{DRAFTS[2]} Mine, one word more, Ernest jokes on"
    assert desk.active == 2
    expect(desk.field).to_be_focused()
    expect(desk.field).to_have_value(wanted)
    expect(desk.page.locator("#orphans")).to_be_hidden()
    assert market.targets()[2] == wanted
    assert market.targets()[3] == DRAFTS[3]


def test_the_sentence_is_gone_while_it_is_written(market, server, sit_down):
    """What was typed for it is shown until its author lets it go."""
    desk = sit_down(server)
    server.kill()
    type_at_end(desk, 2, " Precious.")
    text = market.article.read_text(encoding="utf-8")
    market.article.write_text(text.replace(" Il compte 212 bateaux.", ""), encoding="utf-8")
    server.start()
    orphans = desk.page.locator("#orphans")
    expect(orphans).to_contain_text(f"{DRAFTS[2]} Precious.", timeout=PATIENCE_MS)
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.reload()
    desk.ready()
    expect(orphans).to_contain_text(f"{DRAFTS[2]} Precious.")
    expect(orphans).to_contain_text("#~")
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    orphans.get_by_role("button", name="Copy it").click()
    desk.said("Copied.")
    assert f"{DRAFTS[2]} Precious." == desk.page.evaluate("navigator.clipboard.readText()")
    orphans.get_by_role("button", name="Forget it").click()
    expect(orphans).to_be_hidden()


def hold_saves(desk):
    """Keep saves back until the second list has something; the first is what is held."""
    held, go_on = [], []
    pattern = re.compile(r"/units/[^/]+$")
    desk.page.route(pattern, lambda route: route.continue_() if go_on else held.append(route))
    return held, go_on


def test_a_slow_answer_does_not_overwrite_what_was_typed_since(market, server, sit_down):
    """One save at a time; what comes later goes on the version that the first one made."""
    desk = sit_down(server)
    held, go_on = hold_saves(desk)
    type_at_end(desk, 0, " One")
    until(lambda: desk.page.wait_for_timeout(50) or bool(held), "no save")
    desk.type(" two")
    desk.page.wait_for_timeout(1500)

    assert len(held) == 1  # the second waits for the first

    go_on.append(True)
    held[0].continue_()
    desk.saved()

    expect(desk.field).to_have_value(f"{DRAFTS[0]} One two")
    assert market.targets()[0] == f"{DRAFTS[0]} One two"


def test_undo_waits_for_what_was_typed_while_a_save_was_slow(market, server, sit_down):
    """And for its save, too: it takes back the last stretch, not nothing."""
    desk = sit_down(server)
    held, go_on = hold_saves(desk)
    type_at_end(desk, 0, " One")
    desk.press("Escape")
    until(lambda: desk.page.wait_for_timeout(50) or bool(held), "no save")
    desk.press("e", "End")
    desk.type(" two")
    desk.press("Escape", "Control+z")
    go_on.append(True)
    held[0].continue_()

    expect(desk.field).to_have_value(f"{DRAFTS[0]} One")
    desk.saved()
    assert market.targets()[0] == f"{DRAFTS[0]} One"
