"""A text that has an error is accepted when somebody was asked; it is named when all is reviewed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reviewing import Site, catalog_of, drafted, long_article

from bilingual.catalog import save_catalog
from bilingual.model import Locale, State
from bilingual.review.api import overview

WRONG = "It counts 221 boats."  # the source says 212


def change(workspace, n, **fields):
    """Change a unit of the market's article as another program does."""
    catalog = catalog_of(workspace)
    units = list(catalog.units)
    units[n] = replace(units[n], **fields)
    save_catalog(workspace.catalog_path("marche", Locale("en")), replace(catalog, units=units))


def test_a_text_with_an_error_is_kept_as_a_draft_where_somebody_is_to_be_asked(site, browser):
    """The words are saved, the acceptance is not, and the page is told so."""
    told = browser.save(browser.units()[2], target=WRONG, state="reviewed", ask=True).json()
    assert (True, "draft", WRONG) == (told["asks"], told["unit"]["state"], told["unit"]["target"])
    assert State.DRAFT is catalog_of(site.workspace).units[2].state

    told = browser.save(told["unit"], target=WRONG, state="reviewed", ask=False).json()
    assert ("reviewed", False) == (told["unit"]["state"], "asks" in told)
    assert catalog_of(site.workspace).units[2].is_reviewed


def test_a_text_without_an_error_is_accepted_at_once(browser):
    """Nobody is asked where only a warning, or nothing, is found."""
    unit = browser.units()[2]
    told = browser.save(unit, target="It has 212 boats .", state="reviewed", ask=True).json()
    assert ["warning"] == [finding["severity"] for finding in told["unit"]["findings"]]
    assert ("reviewed", False) == (told["unit"]["state"], "asks" in told)


def test_a_dismissed_error_is_not_asked_about(browser):
    """Somebody has looked at it already."""
    told = browser.save(browser.units()[2], target=WRONG).json()["unit"]
    errors = [finding["id"] for finding in told["findings"] if finding["severity"] == "error"]
    dismissed = browser.save(told, dismiss=errors).json()["unit"]
    answer = browser.save(dismissed, target=WRONG, state="reviewed", ask=True).json()
    assert ("reviewed", False) == (answer["unit"]["state"], "asks" in answer)


def test_the_list_names_the_sentence_that_comes_first_by_risk(site, browser):
    """Also where the catalog has no finding for it yet: the list looks, as the editor does."""
    for n in range(5):
        change(site.workspace, n, findings=())
    change(site.workspace, 0, target="The floating market regains colour", state=State.DRAFT)
    risks = {unit["key"]: unit["risk"] for unit in browser.units()}
    (entry,) = overview(site.room)
    assert max(risks, key=lambda key: risks[key]) == entry.next_key

    (fresh,) = overview(Site(site.workspace).room)  # nobody has opened the article yet
    assert (entry.next_key, entry.next_source) == (fresh.next_key, fresh.next_source)


@pytest.mark.parametrize("sentences", [5, 40])
def test_the_list_counts_what_is_reviewed_with_an_error(work, sentences):
    """And names the first."""
    workspace = drafted(work, [("marche", long_article(sentences))])
    for n in range(sentences):
        target = f"The boat {99 if n == 3 else n - 1} came back." if n else "The market is back"
        change(workspace, n, target=target, state=State.REVIEWED, findings=())
    (entry,) = overview(Site(workspace).room)
    key = catalog_of(workspace).units[3].key
    assert (sentences, 1, key) == (entry.reviewed, entry.wrong, entry.wrong_key)
