"""Sub-headings and lists on the page, both languages side by side."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from bitexts import solutions

from bilingual.model import State
from bilingual.publish import SiteSettings, render_page

SETTINGS = SiteSettings("La Revue")


def words(markup: str) -> str:
    """Return what a piece of a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def found(page: str, tag: str) -> list[str]:
    """Return what stands in each element of a name."""
    return [words(inner) for inner in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)]


def test_a_sub_heading_is_a_heading_in_both_columns():
    """Each language has its own h2, in the language it is written in."""
    page = render_page(solutions(), SETTINGS)

    assert found(page, "h2") == [
        "UNE VILLE SUSPENDUE À SON PORT",
        "A town that hangs on its port",
        "Une colère ancienne",
        "An old anger",
    ]
    assert page.count('<h2 class="side source" lang="fr" dir="ltr">') == 2


def test_the_items_of_a_list_stand_side_by_side_without_their_marks():
    """One item holds both languages; the mark that each began with is the list's."""
    page = render_page(solutions(), SETTINGS)

    assert found(page, "ul") == [
        "vendre le bâtiment ; sell the building; créer une coopérative. found a cooperative."
    ]
    assert len(found(page, "li")) == 4


def test_a_numbered_list_keeps_its_numbers():
    """The number is the item's value, and is drawn as the author wrote it."""
    page = render_page(solutions(), SETTINGS)

    assert re.findall(r'<li class="row item" value="(\d)">', page) == ["1", "2"]
    assert re.findall(r'data-mark="([^"]*)"', page) == ["1.", "1.", "2.", "2."]
    assert found(page, "ol") == ["il a consulté ; he consulted; il a tranché. he decided."]


def test_a_dialogue_stays_what_it_is():
    """Its dashes are part of the text, on both sides."""
    page = render_page(solutions(), SETTINGS)

    assert {"— Tu y crois ?", "— Do you believe it?"} <= set(found(page, "p"))


def test_an_untranslated_item_shows_its_source_without_the_mark():
    """What stands in for a translation follows the same rule."""
    made = solutions()
    units = tuple(
        replace(unit, target="", state=State.UNTRANSLATED, origin=None) for unit in made.units
    )
    page = render_page(replace(made, units=units), SETTINGS)

    assert found(page, "li")[0] == "vendre le bâtiment ; vendre le bâtiment ; not translated"


def test_a_translation_that_is_only_a_mark_is_not_lost():
    """Sentences stay, each under its number, whatever they are."""
    made = solutions()
    units = tuple(
        replace(unit, target="-") if unit.source.startswith("-") else unit for unit in made.units
    )
    page = render_page(replace(made, units=units), SETTINGS)

    assert found(page, "li")[0] == "vendre le bâtiment ; -"
    assert page.count('class="s ') == 2 * len(units)


def test_the_description_begins_with_text_not_with_a_sub_heading():
    """Search engines show the first sentence."""
    page = render_page(solutions(), SETTINGS)

    assert '<meta name="description" content="Three ways are on the table:">' in page
