"""The review's desk in a real browser: an article reviewed, by keyboard and by mouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, PATIENCE_MS, Work, until

from bilingual.model import Finding, Severity, Span, State

pytestmark = pytest.mark.browser
SAMPLES = Path(__file__).resolve().parents[2] / "articles"
SAMPLE = "phare-de-port-levant"
WRONG = Finding("numbers", Severity.ERROR, "212 became 221", Span(10, 13), Span(10, 13))


@pytest.fixture
def desk(market, serve, sit_down):
    """The market's article on the desk."""
    return sit_down(serve(market.folder))


def test_an_article_is_reviewed_from_end_to_end_by_keyboard_alone(market, desk, artifacts):
    """Enter accepts and goes on; E writes, Ctrl+Enter accepts what was written; then all is done."""
    desk.press("Enter")  # the headline
    desk.press("Enter")
    assert desk.active == 2
    desk.press("e", "End", *["ArrowLeft"] * 7, *["Backspace"] * 3)
    desk.type("212")
    desk.press("Control+Enter")  # and is in the next field, to go on writing
    assert desk.active == 3
    assert "field" in desk.focus()
    desk.press("Escape", "Enter", "Enter")
    desk.said("Every sentence of this article is reviewed.")
    desk.saved()
    expect(desk.page.locator("#progress-words")).to_have_text("All 5 sentences are reviewed")
    desk.page.screenshot(path=artifacts / "review-done.png")

    assert market.states() == ["reviewed"] * 5
    assert market.targets() == [*DRAFTS[:2], "It counts 212 boats.", *DRAFTS[3:]]


def test_the_sample_article_is_reviewed_by_keyboard_alone(work, serve, sit_down, artifacts):
    """As after `bilingual draft`: the starter's drafts, read and mended without the mouse."""
    text = (SAMPLES / f"{SAMPLE}.fr.txt").read_text(encoding="utf-8")
    sample = Work(work, text, SAMPLE)
    sample.draft()
    count = len(sample.units())
    desk = sit_down(serve(work), f"{SAMPLE}/en")
    desk.press("e", "Control+a")
    desk.type("Port-Levant lighthouse reopens after three years of work")
    desk.press("Control+Enter", "Alt+n")
    desk.type("Which quay?")
    desk.press("Escape", "r", "Enter", "o", "Enter", "o")
    end = desk.page.locator("#end")
    for _ in range(2 * count):  # a draft with an error asks for a second press
        if not end.is_visible():
            desk.press("Enter")
    desk.said("Every sentence of this article is reviewed.")
    desk.saved()
    desk.page.screenshot(path=artifacts / "review-sample.png")

    assert sample.states() == ["reviewed"] * count
    assert sample.targets()[0] == "Port-Levant lighthouse reopens after three years of work"
    assert [unit.note for unit in sample.units() if unit.note] == ["Which quay?"]


def test_it_is_saved_when_typing_stops_and_stays_a_draft(market, desk):
    """Nobody has to save; what was typed and not accepted is no review."""
    desk.press("ArrowDown", "e", "End")
    desk.type(" At last.")
    desk.saved()

    assert market.targets()[1] == f"{DRAFTS[1]} At last."
    assert market.states() == ["draft"] * 5
    expect(desk.line(1)).to_have_attribute("data-state", "edited")


def test_leaving_a_sentence_saves_it_at_once(market, desk):
    """Going on does not wait for the pause."""
    desk.press("e", "End")
    desk.type("!")
    desk.press("Control+ArrowDown")
    desk.saved()

    assert market.targets()[0] == f"{DRAFTS[0]}!"


def test_a_click_writes_at_the_letter_that_was_clicked(market, desk):
    """The mouse opens a sentence and puts the cursor into it."""
    desk.row(3).locator(".shown").click(position={"x": 1, "y": 8})
    desk.type("X")
    desk.saved()

    assert desk.active == 3
    assert market.targets()[3] == f"X{DRAFTS[3]}"


def test_every_act_has_a_button(market, desk):
    """Accept, copy, note, undo, redo, next risky: by mouse alone."""
    desk.row(1).locator(".open").click()
    desk.page.locator(".active [data-act=note]").click()
    desk.type("See the photo.")
    desk.page.locator(".active [data-act=copy]").click()
    desk.page.locator(".active [data-act=accept]").click()
    expect(desk.page.locator(".active .asking")).to_contain_text("not translated")
    desk.page.locator(".active [data-act=accept]").click()
    desk.saved()

    unit = market.units()[1]
    assert (unit.target, unit.state, unit.note) == (unit.source, State.REVIEWED, "See the photo.")
    assert desk.active == 2

    desk.page.click("[data-do=undo]:visible")
    expect(desk.line(1)).not_to_have_attribute("data-state", "reviewed")
    desk.page.click("[data-do=redo]")
    expect(desk.line(1)).to_have_attribute("data-state", "reviewed")


def test_undo_takes_back_what_was_saved(market, desk):
    """Ctrl+Z outside the field, Alt+Z inside; the browser's own undo stays in the field."""
    desk.press("Enter")
    desk.saved()
    desk.press("Control+z")
    desk.said("Undone: acceptance of sentence 1")
    expect(desk.page.locator("#told")).to_have_text("Undone: acceptance of sentence 1")

    assert desk.active == 0
    until(lambda: market.states()[0] == "draft", "the review is not taken back")

    desk.press("e", "End")
    desk.type(" again")
    desk.press("Control+z")  # the browser's: nothing of the desk's
    desk.press("Alt+z")
    desk.saved()
    until(lambda: market.targets()[0] == DRAFTS[0], "the text is not taken back")
    expect(desk.field).to_have_value(DRAFTS[0])


def test_a_text_taken_over_is_another_step_than_what_is_typed_after_it(market, desk):
    """Undo says what it takes back, also where it leads to another sentence."""
    source = market.units()[0].source
    desk.press("e")
    desk.type("!")
    desk.press("Alt+c")  # the source: takes over what was typed a moment ago
    until(lambda: market.targets()[0] == source, "the text is not saved")
    desk.type(" X")
    desk.press("Escape", "ArrowDown", "ArrowDown")
    desk.saved()

    for said, text in (
        ("Undone: typed text in sentence 1", source),
        ("Undone: text taken over in sentence 1", f"{DRAFTS[0]}!"),
        ("Undone: typed text in sentence 1", DRAFTS[0]),
    ):
        desk.press("Control+z")
        expect(desk.field).to_have_value(text)
        expect(desk.page.locator("#told")).to_have_text(said)
        assert desk.active == 0


def test_leaving_the_field_begins_a_new_step(desk):
    """What is typed after it is taken back alone."""
    desk.press("e", "End")
    desk.type(" one")
    desk.press("Escape", "e", "End")
    desk.type(" two")
    desk.press("Escape", "Control+z")
    expect(desk.field).to_have_value(f"{DRAFTS[0]} one")
    desk.press("Control+z")
    expect(desk.field).to_have_value(DRAFTS[0])


def test_a_changed_review_has_to_be_accepted_again(market, desk):
    """A text counts as reviewed only when somebody accepted this very text."""
    desk.press("Enter", "ArrowUp", "e", "End")
    desk.type("!")
    desk.saved()

    assert market.states()[0] == "draft"
    expect(desk.page.locator(".again")).to_be_visible()

    desk.press("Backspace")  # as it was reviewed
    desk.saved()

    assert (market.states()[0], market.targets()[0]) == ("reviewed", DRAFTS[0])


def test_an_empty_field_cannot_be_accepted(market, desk):
    """It says so and stays."""
    desk.press("e", "Control+a", "Delete", "Control+Enter")
    desk.said("There is no text to accept.")
    desk.saved()

    assert desk.active == 0
    assert market.states()[0] == "untranslated"


def test_a_sentence_stays_one_line(market, desk):
    """Enter breaks no line; pasted lines are joined, and the browser's undo takes that back."""
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.page.evaluate("() => navigator.clipboard.writeText('One\\n two\\nthree')")
    desk.press("e", "Control+a", "Control+v", "Enter")
    expect(desk.field).to_have_value("One two three")
    desk.saved()

    assert market.targets()[0] == "One two three"

    desk.press("Control+z")
    expect(desk.field).to_have_value(DRAFTS[0])
    desk.press("Control+a")
    desk.page.evaluate("() => document.execCommand('insertText', false, 'Two\\nlines')")
    expect(desk.field).to_have_value("Two lines")


def test_a_finding_is_shown_where_it_lies_and_dismissed(market, serve, sit_down, artifacts):
    """Underlined on both sides, told in words; D dismisses it, the button brings it back."""
    market.put(2, target="It counts 221 boats.", findings=(WRONG,))
    desk = sit_down(serve(market.folder))
    desk.press("ArrowDown", "ArrowDown")
    expect(desk.row(2).locator(".source .spot.error")).to_have_text("212")
    expect(desk.row(2).locator(".mirror .spot.error")).to_have_text("221")
    shown = desk.row(2).locator(".findings li")
    before = shown.count()
    assert before >= 1
    desk.page.screenshot(path=artifacts / "review-finding.png")

    desk.press("d")
    desk.said("Finding dismissed.")
    desk.saved()

    assert len(market.units()[2].dismissed) == 1
    assert market.targets()[2] == "It counts 221 boats."

    desk.row(2).locator("summary", has_text="Dismissed").click()
    desk.row(2).locator(".findings details button").click()
    desk.saved()
    until(lambda: market.units()[2].dismissed == (), "the finding is not restored")


def test_a_note_is_kept(market, desk):
    """N opens the note's field; it is saved as the text is."""
    desk.press("n")
    desk.type("Ask the mayor.")
    desk.press("Escape", "ArrowDown")
    desk.saved()

    assert market.units()[0].note == "Ask the mayor."
    assert desk.active == 1


def test_search_and_filter_leave_out_the_rest(desk, artifacts):
    """Search knows neither case nor accents; the filter shows what is still to do."""
    desk.press("Enter", "/")
    desk.type("MARCHE")
    shown = desk.page.locator("#shown")
    expect(shown).to_have_text("2 of 5 sentences shown; 3 unreviewed hidden")
    desk.press("Enter")

    assert desk.active == 0

    desk.press("/", "Control+a", "Delete")
    desk.page.select_option("#filter", "reviewed")
    expect(shown).to_have_text("1 of 5 sentences shown; 4 unreviewed hidden")
    desk.page.screenshot(path=artifacts / "review-filter.png")
    desk.page.fill("#search", "nowhere")
    expect(shown).to_have_text("Nothing found; 4 unreviewed hidden")
    expect(shown).to_be_in_viewport()
    desk.page.get_by_role("button", name="Show all").click()
    expect(desk.page.locator(".line:visible")).to_have_count(5)


def test_the_riskiest_first(market, serve, sit_down):
    """O orders by risk, R goes to the riskiest; what is reviewed comes last."""
    market.change(lambda n, unit: unit.reviewed() if n == 0 else unit)
    market.put(3, target="", state=State.UNTRANSLATED, origin=None)
    desk = sit_down(serve(market.folder))
    desk.press("r")

    assert desk.active == 3

    desk.press("o")
    labels = [unit.get_attribute("aria-label") for unit in desk.page.locator(".unit").all()]

    assert labels[0].startswith("Sentence 4 of")
    assert labels[-1].startswith("Sentence 1 of")
    assert desk.page.get_attribute("[data-do=order]", "aria-pressed") == "true"
    # Neighbours are of different paragraphs here: a line parts each from the one above.
    edges = [
        line.evaluate("e => getComputedStyle(e).borderTopWidth")
        for line in desk.page.locator(".line").all()
    ]
    assert edges == ["0px", *["1px"] * 4]

    desk.press("o")
    expect(desk.row(0).locator(".number")).to_have_text("1")
    assert desk.page.locator(".unit").first.get_attribute("aria-label").startswith("Sentence 1 of")


def test_letters_are_keys_outside_fields_only_and_may_be_switched_off(market, desk):
    """WCAG 2.1.4; the arrows and Ctrl+Enter stay."""
    desk.press("e", "End")
    desk.type(" jkrnde?")
    desk.saved()
    assert market.targets()[0] == f"{DRAFTS[0]} jkrnde?"

    desk.press("Escape", "?")
    desk.page.get_by_label("Single letters work").uncheck()
    desk.press("Escape", "j", "e", "?")

    assert desk.active == 0
    assert not desk.page.locator("#keys").is_visible()

    desk.press("ArrowDown")
    assert desk.active == 1

    desk.page.reload()
    desk.ready()
    desk.press("j")
    assert desk.active == 1


def test_what_changed_is_shown_word_by_word(market, serve, sit_down, artifacts):
    """The source against what it was, the draft against what became of it."""
    origin = market.units()[1].origin
    market.put(
        1,
        target="The market opened again on Monday 4 May.",
        origin=origin,
        previous_source="Le marché a rouvert mardi 5 mai.",
        alternatives=("On Monday the market reopened.",),
    )
    desk = sit_down(serve(market.folder), hash_=market.units()[1].key)
    expect(desk.row(1).locator(".changed del").first).to_have_text("mardi 5")
    expect(desk.row(1).locator(".changed ins").first).to_have_text("lundi 4")
    expect(desk.row(1).locator(".drafted del").first).to_have_text("reopened")
    desk.page.screenshot(path=artifacts / "review-changes.png")

    desk.press("Alt+1")
    expect(desk.field).to_have_value("On Monday the market reopened.")
    desk.press("Control+z")  # the browser's own undo gives the text back
    expect(desk.field).to_have_value("The market opened again on Monday 4 May.")


def test_the_preview_is_the_published_page_of_this_moment(market, desk, artifacts):
    """P shows it beside; it follows what is saved."""
    desk.press("p")
    frame = desk.page.frame_locator("#preview iframe:not(.coming)")
    expect(frame.locator("h1 .target")).to_contain_text(DRAFTS[0], timeout=PATIENCE_MS)
    desk.press("e", "Control+a")
    desk.type("Another headline")
    desk.press("Control+Enter")
    expect(frame.locator("h1 .target")).to_contain_text("Another headline", timeout=PATIENCE_MS)
    desk.page.screenshot(path=artifacts / "review-preview.png")


def test_the_overview_leads_to_the_riskiest_sentence(market, serve, sit_down, artifacts):
    """All articles, how far each is, and the way to where work waits."""
    market.put(3, target="", state=State.UNTRANSLATED, origin=None)
    desk = sit_down(serve(market.folder))
    desk.page.click(".home")
    expect(desk.page.locator(".entry")).to_contain_text("0 of 5 reviewed")
    desk.page.screenshot(path=artifacts / "review-overview.png")
    desk.page.get_by_role("link", name="The riskiest sentence").click()
    desk.ready()

    assert desk.active == 3


def test_texts_are_shown_as_texts(market, serve, sit_down):
    """Whatever stands in a catalog is no markup on the page."""
    evil = "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script>"
    market.put(0, target=evil, note=evil, alternatives=(evil + "2",), previous_source=evil)
    market.put(1, findings=(replace(WRONG, message=evil),))
    desk = sit_down(serve(market.folder))
    desk.press("ArrowDown", "ArrowUp")

    expect(desk.field).to_have_value(evil)
    assert desk.page.locator("main img, main script").count() == 0
    assert "hit" not in desk.page.title()
