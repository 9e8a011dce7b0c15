"""The published site in a real browser: to look at, to walk by keyboard, to be judged."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bitexts import bitext, rain, solutions
from playwright.sync_api import Browser, Page

from bilingual.model import BlockKind
from bilingual.publish import SiteSettings, publish

pytestmark = pytest.mark.browser

DESKTOP, PHONE, SMALL = 1280, 390, 320
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
STATES = {
    "drafts": ["machine"] * 5,
    "half": ["reviewed", "machine", "reviewed", "edited", "untranslated"],
    "reviewed": ["reviewed"] * 5,
}

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish every kind of page: each state, right to left, long words, no date, an empty site."""
    folder = tmp_path_factory.mktemp("site")
    long = [(BlockKind.HEADLINE, [(LONG, LONG * 2, "machine")]), (BlockKind.CREDIT, LONG)]
    bitexts = [
        *(rain(states, slug=slug) for slug, states in STATES.items()),
        rain(slug="arabic", target="ar"),
        rain(slug="french", source="en", target="fr"),
        bitext(long, slug="long", published=None),
        solutions(slug="solutions"),
        bitext([], slug="nothing", published=None),
    ]
    settings = SiteSettings("La Revue des deux rives", "https://example.org/r", "LDR")
    publish(bitexts, folder, settings)
    publish([], folder / "empty", settings)
    return folder


@pytest.fixture
def open_page(chromium: Browser, site: Path) -> Iterator[Open]:
    """Give a function that opens a page of the site; whatever it asks of a network is a failure."""
    contexts = []
    asked: list[str] = []

    def open_(name: str, width: int = DESKTOP, scheme: str = "light", **options: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(f"error: {error}"))
        page.goto((site / f"{name}.html").as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []


def marked(page: Page) -> list[str]:
    """Return the sentences that are marked, by their background."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".s")]
            .filter((s) => !/^rgba.*, 0\\)$/.test(getComputedStyle(s).backgroundColor))
            .map((s) => s.firstChild.textContent)"""
    )


def visible(page: Page, side: str) -> bool:
    """Return whether one side of the first paragraph is shown."""
    return page.locator(f".paragraph p.{side}").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize(
    "name", ["index", "drafts", "half", "reviewed", "arabic", "french", "solutions"]
)
def test_axe_finds_no_violation(open_page, axe, artifacts, name, width, scheme):
    """WCAG 2.2 AA and axe's best practices hold; a screenshot is kept to look at."""
    page = open_page(name, width, scheme)
    page.screenshot(path=artifacts / f"page-{name}-{width}-{scheme}.png", full_page=True)
    page.evaluate(axe)
    found = page.evaluate("(rules) => axe.run({runOnly: rules})", RULES)

    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert found["passes"]


def test_axe_finds_no_violation_while_a_sentence_is_marked(open_page, axe):
    """Marks and marked text keep their contrast, in light and dark."""
    for scheme in ("light", "dark"):
        page = open_page("drafts", scheme=scheme)
        page.hover(".paragraph .source .n1")
        page.evaluate(axe)
        found = page.evaluate("(rules) => axe.run({runOnly: rules})", RULES)

        assert [v["id"] for v in found["violations"]] == []


def test_the_nu_checker_finds_nothing(site, nu_checker):
    """Every page is valid HTML and CSS, without even a warning."""
    pages = sorted(str(path) for path in site.rglob("*.html"))
    done = subprocess.run([*nu_checker, *pages], capture_output=True, text=True, check=False)

    assert len(pages) == 10
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("width", [DESKTOP, PHONE, SMALL])
@pytest.mark.parametrize("name", ["index", "half", "arabic", "long", "nothing", "empty/index"])
def test_nothing_is_wider_than_the_screen(open_page, artifacts, name, width):
    """Even words longer than a phone's line do not make the page scroll sideways."""
    page = open_page(name, width)

    page.screenshot(path=artifacts / f"page-{name.replace('/', '-')}-{width}.png", full_page=True)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_columns_where_there_is_room_else_one_below_the_other(open_page):
    """On a desk partners stand side by side; on a phone each paragraph is followed by its own."""
    boxes = {}
    for width in (DESKTOP, PHONE):
        row = open_page("half", width).locator(".paragraph").first
        boxes[width] = [row.locator(f"p.{side}").bounding_box() for side in ("source", "target")]
    (left, right), (above, below) = boxes[DESKTOP], boxes[PHONE]

    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    assert above["y"] + above["height"] <= below["y"]


@pytest.mark.parametrize("script", [True, False])
def test_hover_marks_the_sentence_and_its_partner(open_page, script):
    """The pointer on a sentence, of either language, marks it and its partner alone."""
    page = open_page("half", java_script_enabled=script)
    pair = ["Il n'a pas plu depuis 41 jours.", "It has not rained for 41 days."]
    hovered = page.locator(".paragraph .n1").nth(0), page.locator(".paragraph .n1").nth(1)
    for sentence in hovered:
        sentence.hover()

        # Without a page's own script, Playwright's may still look.
        assert marked(page) == pair


@pytest.mark.parametrize("script", [True, False])
def test_focus_marks_the_sentence_and_its_partner(open_page, script):
    """Tab reaches the first sentence, a tap any other: the partner is marked, without a script."""
    page = open_page("half", java_script_enabled=script)
    page.locator(".paragraph .target .n2").first.focus()

    assert marked(page) == [
        "«\xa0Du jamais vu\xa0», dit M.\xa0Le Goff.",
        "“Never seen before”, says Mr Le Goff.",
    ]


def test_the_keyboard_walks_from_sentence_to_sentence(open_page):
    """Tab: skip link, site, switch, then one stop in each language; arrows go on from there."""
    page = open_page("half")

    def focused() -> str:
        return page.evaluate(
            "() => (document.activeElement.firstChild ?? document.activeElement).textContent.trim()"
            " || document.activeElement.id"
        )

    def press(*keys: str) -> list[str]:
        seen = []
        for key in keys:
            page.keyboard.press(key)
            seen.append(focused())
        return seen

    assert press(*["Tab"] * 5) == [
        "Skip to the article",
        "La Revue des deux rives",
        "show-both",
        "Nantes attend la pluie",
        "Nantes awaits rain",
    ]
    assert press("ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight") == [
        "It has not rained for 41 days.",
        "“Never seen before”, says Mr Le Goff.",
        "«\xa0Du jamais vu\xa0», dit M.\xa0Le Goff.",
        "Il n'a pas plu depuis 41 jours.",
        "It has not rained for 41 days.",
    ]
    assert press("End", "ArrowDown", "Home", "ArrowUp") == [
        "Les barges attendent.",
        "Les barges attendent.",
        "Nantes awaits rain",
        "Nantes awaits rain",
    ]
    # Tab from a sentence goes to its partner, and on, out of the article.
    press("ArrowLeft", "ArrowDown")
    assert press("Tab", "Tab") == ["It has not rained for 41 days.", "Keyboard"]


def test_escape_leaves_the_sentences(open_page):
    """Escape takes the mark away."""
    page = open_page("half")
    page.locator(".s").first.focus()
    page.keyboard.press("Escape")

    assert marked(page) == []


def test_the_skip_link_shows_on_focus_and_leads_to_the_article(open_page):
    """The first Tab shows it; Enter goes past the head of the page."""
    page = open_page("half")
    page.keyboard.press("Tab")

    assert page.locator(".skip").bounding_box()["y"] >= 0

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "article"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_switch_shows_one_language_or_both(open_page, width, script):
    """Pointer and arrow keys choose; without a script as well."""
    page = open_page("half", width, java_script_enabled=script)
    seen = []
    for label in ("show-source", "show-target", "show-both"):
        page.click(f"label[for={label}]")
        seen.append((visible(page, "source"), visible(page, "target")))

    assert seen == [(True, False), (False, True), (True, True)]

    page.keyboard.press("ArrowRight")

    assert not visible(page, "target")


def test_the_choice_of_language_is_remembered(open_page):
    """Opened again, a page shows the language that was chosen."""
    page = open_page("half")
    page.click("label[for=show-target]")
    page.reload()

    assert (visible(page, "source"), visible(page, "target")) == (False, True)


def test_controls_are_large_enough_to_hit(open_page):
    """Switch and links are at least 24 pixels high, the switch 36."""
    page = open_page("half", PHONE)

    assert min(box["height"] for box in _boxes(page, ".switch label")) >= 36
    assert min(box["height"] for box in _boxes(page, ".home, footer a, summary")) >= 24


def _boxes(page: Page, selector: str) -> list[dict[str, float]]:
    return [element.bounding_box() for element in page.locator(selector).all()]


def test_a_draft_is_marked_by_more_than_colour(open_page):
    """With forced colours, words and underline stay; partners have the system's own mark."""
    page = open_page("drafts", forced_colors="active")
    page.hover(".paragraph .source .n1")
    partner = page.locator(".paragraph .target .n1").first

    assert "machine draft" in partner.inner_text()
    assert "dotted" in partner.locator("u").evaluate("(u) => getComputedStyle(u).textDecoration")
    assert len(marked(page)) == 2


def test_the_page_prints_both_columns_without_its_controls(open_page, artifacts):
    """On paper: two columns, marks, notice and foot; no switch, no keyboard help."""
    page = open_page("drafts")
    page.pdf(path=artifacts / "page-drafts.pdf", format="A4")
    page.emulate_media(media="print")
    left, right = (page.locator(f".paragraph p.{side}").first for side in ("source", "target"))

    assert left.bounding_box()["y"] == right.bounding_box()["y"]
    assert page.locator(".notice").first.is_visible()
    assert page.locator(".mark").first.is_visible()
    assert not page.locator(".switch").is_visible()
    assert not page.locator(".keys").is_visible()


def test_the_index_leads_to_the_page_and_back(open_page):
    """The whole entry is the link; the site's title leads back."""
    page = open_page("index")
    page.locator(".entry", has_text="Nantes awaits rain").first.click()

    assert page.locator("h1").inner_text().startswith("Nantes attend la pluie")

    page.click(".home")

    assert page.url.endswith("/index.html")
