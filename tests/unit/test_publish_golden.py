"""Whole pages, byte for byte, as they were when a person last looked at them."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
from bitexts import rain

from bilingual.publish import SiteSettings, render_index, render_page

FOLDER = Path(__file__).parents[1] / "golden" / "publish"
SETTINGS = SiteSettings("La Revue", "https://example.org/revue", "Les Éditions LDR")
CASES = {
    "page": lambda: render_page(rain(), SETTINGS),
    "page.french": lambda: render_page(rain(source="en", target="fr"), SETTINGS),
    "page.arabic": lambda: render_page(rain(target="ar"), SETTINGS),
    "index": lambda: render_index([rain(), rain(["machine"] * 5, slug="soleil")], SETTINGS),
}


def content(text: str) -> str:
    """Return a page without its style sheet and script, which are looked at, not compared."""
    head, _, rest = text.partition("<style>")
    _, _, rest = rest.partition("</style>")
    body, script, code = rest.partition("<script>\n")
    return head + rest if not script else head + body + code.partition("</script>")[2]


@pytest.mark.parametrize("name", CASES)
def test_a_page_is_as_it_was_when_a_person_looked(name):
    """A change of a page is seen; UPDATE_GOLDEN=1 takes it over, never on CI."""
    path = FOLDER / f"{name}.html"
    text = content(CASES[name]())
    if os.environ.get("UPDATE_GOLDEN"):
        assert not os.environ.get("CI"), "golden files are not rewritten on CI"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    before = path.read_text(encoding="utf-8")

    assert "".join(difflib.unified_diff(before.splitlines(True), text.splitlines(True))) == ""


def test_every_golden_page_has_a_case():
    """No file lies in the folder that nothing compares."""
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.html" for name in CASES}
