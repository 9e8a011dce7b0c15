"""How the review looks and sounds: axe, phone width, 300 sentences, screenshots to look at."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from playwright.sync_api import expect
from reviewer import DRAFTS, PATIENCE_MS, Work, until

from bilingual.model import Finding, Severity, Span, State

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def full(market):
    """The market's article with something of everything."""
    wrong = Finding("numbers", Severity.ERROR, "212 became 221", Span(10, 13), Span(10, 13))
    doubt = Finding("length", Severity.WARNING, "shorter than usual", None, Span(0, 2))
    market.change(lambda n, unit: unit.reviewed() if n == 0 else unit)
    market.put(1, target="The market opened again on Monday 4 May.", note="Check the day.")
    market.put(
        2,
        findings=(wrong, doubt),
        previous_source="Il comptait 200 bateaux.",
        alternatives=("There are 212 boats.", "It has 212 boats."),
        remarks=("memory: Il compte 300 bateaux.",),
    )
    market.put(3, target="", state=State.UNTRANSLATED, origin=None)
    return market


def violations(page, axe):
    """Return what axe finds, by rule and element."""
    page.evaluate(axe)
    found = page.evaluate("(rules) => axe.run({runOnly: rules})", RULES)
    assert found["passes"]
    return [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(full, serve, sit_down, axe, artifacts, viewport, scheme):
    """Neither on the desk, with a sentence open and written in, nor in the dialog or the overview."""
    server = serve(full.folder)
    desk = sit_down(server, viewport=viewport, color_scheme=scheme)
    name = f"{viewport['width']}-{scheme}"
    desk.row(2).locator(".open").click()
    expect(desk.row(2).locator(".texts li").first).to_be_visible()
    desk.page.wait_for_timeout(400)  # the answer of memory and engine is in
    desk.page.screenshot(path=artifacts / f"review-{name}.png", full_page=True)
    found = violations(desk.page, axe)
    desk.press("e", "End")
    desk.type(" More")
    desk.saved()
    found += violations(desk.page, axe)
    full.put(2, target="Theirs.")
    desk.type(" and more")
    expect(desk.row(2).locator(".conflict")).to_contain_text("Theirs.", timeout=PATIENCE_MS)
    found += violations(desk.page, axe)
    desk.page.screenshot(path=artifacts / f"review-{name}-conflict.png", full_page=True)
    desk.press("Escape")
    desk.page.click("[data-do=keys]")
    found += violations(desk.page, axe)
    desk.page.screenshot(path=artifacts / f"review-{name}-keys.png")
    desk.row(2).locator("[data-act=edit]").dispatch_event("click")
    desk.saved()
    desk.page.goto(server.address)
    found += violations(desk.page, axe)
    desk.page.screenshot(path=artifacts / f"review-{name}-overview.png", full_page=True)

    assert found == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_passing_states(
    full, serve, sit_down, axe, artifacts, viewport, scheme
):
    """While it searches, checks, previews; where two accepted texts contend; when all is done."""
    desk = sit_down(serve(full.folder), viewport=viewport, color_scheme=scheme)
    page, found = desk.page, []

    def judge(name, *, full_page=False):
        path = artifacts / f"review-{viewport['width']}-{scheme}-{name}.png"
        page.screenshot(path=path, full_page=full_page)
        found.extend((name, *one) for one in violations(page, axe))

    page.fill("#search", "reprend")
    page.locator(".line:visible .open").first.click()
    page.locator("[data-act=accept]:visible, .thumb [data-do=accept]:visible").first.click()
    expect(page.locator("#told")).to_be_visible()
    judge("search-ended")
    page.click("#sifted button")
    go_on, held = [], []
    saves = re.compile(r"/units/[^/]+$")
    page.route(saves, lambda route: route.continue_() if go_on else held.append(route))
    desk.row(2).locator(".open").click()
    desk.press("e", "End")
    desk.type(" Now")
    judge("checking", full_page=True)
    desk.press("Control+Enter")
    until(lambda: page.wait_for_timeout(50) or bool(held), "no save")
    full.put(2, target="It counts 999 boats.")
    go_on.append(True)
    held[0].continue_()
    page.locator("#banner button", has_text="Choose").click()
    judge("contend", full_page=True)
    desk.row(2).get_by_role("button", name="Keep yours, as reviewed").click()
    desk.saved()
    full.change(lambda _n, unit: unit.reviewed(unit.target or "Text."))
    expect(page.locator("#end")).to_be_visible()
    judge("end", full_page=True)
    page.click(".tools [data-do=preview]")
    expect(page.locator("#preview iframe:not(.coming)")).to_have_count(1)
    judge("preview")

    assert found == []


def test_the_nu_checker_finds_nothing(full, serve, sit_down, nu_checker, tmp_path):
    """The review's pages are valid HTML, and its style valid CSS."""
    desk = sit_down(serve(full.folder))
    paths = {"desk.html": desk.page.url, "overview.html": f"{desk.server.address}/"}
    paths["style.css"] = f"{desk.server.address}/static/review.css"
    for name, address in paths.items():
        text = desk.page.request.get(address.partition("#")[0]).text()
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [*nu_checker, "--also-check-css", *(str(tmp_path / name) for name in paths)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("width", [1280, 820, 390, 320])
def test_nothing_is_wider_than_the_screen(full, serve, sit_down, width):
    """Nobody scrolls sideways, also with a long word and the preview beside."""
    full.put(
        1, target="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    )
    desk = sit_down(serve(full.folder), viewport={"width": width, "height": 800})
    desk.row(1).locator(".open").click()
    widths = [desk.page.evaluate("document.documentElement.scrollWidth")]
    desk.page.click("[data-do=preview]")
    widths.append(desk.page.evaluate("document.documentElement.scrollWidth"))

    assert max(widths) <= width


def test_a_phone_has_one_column_and_its_acts_at_the_thumb(full, serve, sit_down, artifacts):
    """The source above the target; accept and steps stay at the bottom; all are large enough."""
    desk = sit_down(serve(full.folder), viewport=PHONE, has_touch=True)
    desk.row(2).locator(".open").tap()
    source, field = (desk.row(2).locator(name).bounding_box() for name in (".source", ".field"))
    assert source["y"] + source["height"] <= field["y"]

    bar = desk.page.locator(".thumb").bounding_box()
    assert bar["y"] + bar["height"] == PHONE["height"]
    assert bar["height"] >= 44

    buttons = desk.page.locator("button:visible, select:visible, summary:visible, .unit a:visible")
    boxes = [button.bounding_box() for button in buttons.all()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24

    desk.field.fill("It counts 212 boats.")
    desk.page.locator(".thumb [data-do=accept]").tap()
    desk.saved()
    assert full.states()[2] == "reviewed"
    desk.page.screenshot(path=artifacts / "review-thumb.png")


def test_a_draft_is_marked_by_more_than_colour(full, serve, sit_down):
    """Words, a sign and a dotted line say what a machine wrote, what a person changed."""
    desk = sit_down(serve(full.folder))
    marks = [desk.row(n).locator(".mark").inner_text() for n in (0, 2, 4)]
    signs = [desk.row(n).locator(".glyph").inner_text() for n in range(5)]

    assert marks == ["", "machine draft · The source has changed", "machine draft"]
    assert len(set(signs)) == 4
    line = desk.row(4).locator(".shown").evaluate("(s) => getComputedStyle(s).textDecorationStyle")
    assert line == "dotted"


def test_a_screen_reader_hears_where_one_is(full, serve, sit_down):
    """Rows name number, state and findings; texts have their language; the field has a name."""
    desk = sit_down(serve(full.folder))
    desk.press("ArrowDown")  # the first is reviewed: the second was open
    row = desk.page.locator(".active .unit")

    assert row.get_attribute("aria-label").startswith("Sentence 3 of 5: machine draft, findings: ")
    assert desk.page.evaluate("document.activeElement.getAttribute('role')") == "group"
    assert row.locator(".source").get_attribute("lang") == "fr"
    assert desk.field.get_attribute("lang") == "en"
    assert desk.field.get_attribute("aria-label") == "Translation of sentence 3"

    desk.press("Enter")
    desk.said("the number 212 has become 221. Press again to accept it as it is.")
    desk.press("Enter")
    desk.said("Accepted. Sentence 4 of 5")


def test_the_interface_speaks_french(full, serve, sit_down, monkeypatch, artifacts):
    """The page's own words are in the interface's language; none is missing."""
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    desk = sit_down(serve(full.folder))
    desk.page.screenshot(path=artifacts / "review-french.png")

    assert desk.page.get_attribute("html", "lang") == "fr"
    assert desk.page.locator("#kept").inner_text() != ""
    assert desk.page.locator(".hint .outside").first.inner_text().startswith("Entrée")
    desk.press("?")
    keys = set(desk.page.locator("#keys kbd").all_inner_texts())
    assert {"Entrée", "Ctrl+Entrée", "Échap", "Alt+Maj+Z"} <= keys
    assert not {key for key in keys if re.search("Enter|Esc|Shift", key)}
    shown = desk.page.locator("#filter option").all_inner_texts()
    assert shown == [
        "toutes les phrases",
        "à relire",
        "avec signalements",
        "déjà relues",
        "modifiées à la main",
    ]


def test_three_hundred_sentences_are_usable_at_once(work, serve, sit_down, artifacts, capsys):
    """Opened, ordered by risk, searched, accepted; the times are printed, not asserted."""
    text = "date 2026-05-04 Trois cents phrases\n\n" + "\n\n".join(
        " ".join(
            f"La phrase numéro {n * 10 + k} parle du marché et de ses bateaux." for k in range(10)
        )
        for n in range(30)
    )
    long = Work(work, text, "long")
    long.draft_as(
        tuple(f"Sentence number {n} speaks of the market and its boats." for n in range(301))
    )
    server = serve(work)
    desk = sit_down(server, "long/en")  # the first opening reads the files
    times = {}
    start = time.perf_counter()
    desk.page.reload()
    desk.ready()
    times["open"] = time.perf_counter() - start
    assert desk.page.locator(".line").count() == 301
    # Its number is wrong: the second press accepts it.
    acts = {"next": ["ArrowDown"], "by risk": ["o"], "accept": ["Enter", "Enter"]}
    for name, keys in acts.items():
        start = time.perf_counter()
        desk.press(*keys)
        desk.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
        times[name] = time.perf_counter() - start
    start = time.perf_counter()
    desk.page.fill("#search", "number 299")
    expect(desk.page.locator("#shown")).to_have_text(
        "1 of 301 sentences shown, and the open one; 298 unreviewed hidden"
    )
    times["search"] = time.perf_counter() - start
    start = time.perf_counter()
    desk.saved()
    times["saved"] = time.perf_counter() - start
    with capsys.disabled():
        told = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in times.items())
        sys.stdout.write(f"\n300 sentences: {told}\n")
    desk.page.fill("#search", "")
    desk.page.screenshot(path=artifacts / "review-long.png")

    assert long.states().count("reviewed") == 1


def test_everything_is_there_without_colour(full, serve, sit_down, artifacts):
    """With the system's own colours the open row and the field can be told from the rest."""
    desk = sit_down(serve(full.folder), forced_colors="active")
    desk.press("ArrowDown", "e")
    desk.page.screenshot(path=artifacts / "review-forced.png")
    outline = desk.page.locator(".active .unit").evaluate("(u) => getComputedStyle(u).outlineStyle")

    assert outline == "solid"
    expect(desk.field).to_have_value(DRAFTS[2])
