"""The index: every article, the newest first, with how far its review has come."""

from __future__ import annotations

import re
from datetime import date

import pytest
from bitexts import rain

from bilingual.errors import OutputError, WorkspaceError
from bilingual.publish import SiteSettings, page_names, render_index

SETTINGS = SiteSettings("La Revue", "https://example.org", "LDR")


def hrefs(index: str) -> list[str]:
    """Return where the index's links lead, in order."""
    return re.findall(r'<a href="([^"#]+)">', index)


def test_articles_come_newest_first_and_those_without_a_date_last():
    """Readers find the newest article on top; one day keeps the given order."""
    days = {"a": date(2026, 1, 1), "b": None, "c": date(2026, 2, 1), "d": date(2026, 1, 1)}
    index = render_index([rain(slug=slug, published=day) for slug, day in days.items()], SETTINGS)

    assert hrefs(index) == ["c.html", "a.html", "d.html", "b.html"]


def test_an_entry_has_both_headlines_and_its_review_in_words():
    """Headlines stand in their languages; the share reviewed is said, not only drawn."""
    index = render_index([rain()], SETTINGS)

    assert '<bdi lang="en" dir="ltr">Nantes awaits rain</bdi>' in index
    assert '<bdi lang="fr" dir="ltr">Nantes attend la pluie</bdi>' in index
    assert "Sentences reviewed: 2 of 5" in index
    assert 'style="width:40%"' in index


def test_a_drafted_headline_is_marked_and_an_untranslated_one_is_the_source_s():
    """A machine's headline says so on the index too; without one the source's stands alone."""
    drafted, changed, missing = (
        render_index([rain([state, *["reviewed"] * 4])], SETTINGS)
        for state in ("machine", "changed", "untranslated")
    )

    assert '<small class="mark">machine draft</small>' in drafted
    assert '<small class="mark">to check: the sentence has changed</small>' in changed
    assert '<small class="mark">not translated</small>' in missing
    assert missing.count("<bdi") == missing.count('<bdi lang="fr"') == 1


def test_all_reviewed_is_said_only_when_all_are():
    """A hundred percent is never rounded up to."""
    assert "All sentences reviewed" in render_index([rain(["reviewed"] * 5)], SETTINGS)
    assert "All sentences reviewed" not in render_index([rain()], SETTINGS)


def test_an_empty_site_has_an_index():
    """Before the first article, the index says that there is nothing yet."""
    index = render_index([], SiteSettings(""))

    assert "Nothing has been published here yet." in index
    assert "<title>Articles</title>" in index


def test_the_index_speaks_the_targets_language():
    """Where all targets are French, so is the index; where they differ, English is."""
    french = rain(source="en", target="fr", slug="une")

    assert "Phrases relues" in render_index([french], SETTINGS)
    assert "Sentences reviewed" in render_index([french, rain()], SETTINGS)


def test_a_second_target_has_a_page_of_its_own():
    """The first target keeps the plain name; the others add their language."""
    pages = page_names([rain(), rain(target="de"), rain(slug="Index"), rain(slug="soleil")])

    assert pages == ("pluie.html", "pluie.de.html", "Index.en.html", "soleil.html")


@pytest.mark.parametrize("slug", ["", "..", ".cache", "a/b", "a\\b", "a\0b"])
def test_a_slug_that_leads_out_of_the_folder_is_refused(slug):
    """No article can name a file outside the site."""
    with pytest.raises(OutputError, match="cannot be the name of a page"):
        page_names([rain(slug=slug)])


def test_two_articles_cannot_have_one_page():
    """Names that differ only in capitals are one name on some disks: that is refused."""
    with pytest.raises(OutputError, match=r"two articles would become the page PLUIE\.en\.html"):
        page_names([rain(), rain(target="en", slug="PLUIE"), rain(slug="PLUIE")])


def test_links_lead_to_names_with_special_characters():
    """A slug with a space or an accent is written as an address needs it."""
    assert hrefs(render_index([rain(slug="été à Nantes")], SETTINGS)) == [
        "%C3%A9t%C3%A9%20%C3%A0%20Nantes.html"
    ]


def test_the_address_of_a_site_must_be_whole():
    """A base_url without https:// is refused with an example; a slash at its end is dropped."""
    with pytest.raises(WorkspaceError, match=r"https://example\.org/news"):
        SiteSettings("La Revue", "example.org")

    assert SiteSettings("", "https://example.org/").address("a b.html") == (
        "https://example.org/a%20b.html"
    )
