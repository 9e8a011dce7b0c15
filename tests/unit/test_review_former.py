"""A sentence whose author changed it under a machine's draft: told in words, and drafted anew."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import Site, catalog_of, drafted, echo

from bilingual.build import draft_articles
from bilingual.catalog import Catalog
from bilingual.model import State, Unit
from bilingual.review.former import Formers

OLD, NEW = "Il compte 212 bateaux.", "Il compte 215 bateaux."


def change_article(site, old=OLD, new=NEW):
    """Change the article as its author does."""
    path = site.workspace.articles / "marche.fr.txt"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def told_of(browser, source=NEW):
    """Return what the page is told of a sentence."""
    return next(unit for unit in browser.units() if unit["source"] == source)


def test_the_page_says_that_the_source_changed_under_a_machines_draft(site, browser):
    """The words that changed, the old draft as a text to start from, and what to do."""
    told = browser.article()
    change_article(site)

    changes = browser.get(f"{browser.place}/changes?since={told['revision']}").json()

    unit = next(unit for unit in changes["units"] if unit["source"] == NEW)
    assert ("untranslated", "", None) == (unit["state"], unit["target"], unit["origin"])
    assert OLD == unit["previous_source"]
    assert [["old", "212"], ["new", "215"]] == [p for p in unit["source_changes"] if p[0] != "same"]
    assert told["units"][2]["target"] == unit["former"]["text"]
    assert "copy of the source" in unit["former"]["label"]
    assert "changed" in unit["offers"][0]


def test_it_is_still_told_after_a_save_and_a_restart(site, browser):
    """What the sentence was is found in the catalog, where its old draft is kept."""
    browser.article()
    change_article(site)
    browser.save(browser.units()[1], target="The market reopened.")
    again = Site(site.workspace)
    unit = told_of(again.browser())
    again.close()

    assert OLD == unit["previous_source"]
    assert unit["former"]

    unit = browser.save(told_of(browser), target="There are 215 boats.").json()["unit"]
    assert (None, [], "") == (unit["former"], unit["offers"], unit["previous_source"])


def test_a_sentence_that_is_only_new_was_no_other(site, browser):
    """Nothing is told of a sentence that the author added."""
    browser.article()
    change_article(site, OLD, f"{OLD} Venez nombreux ce dimanche !")

    unit = told_of(browser, "Venez nombreux ce dimanche !")

    assert (None, [], "") == (unit["former"], unit["offers"], unit["previous_source"])
    assert all(unit["former"] is None for unit in browser.units())


def test_drafting_in_the_editor_is_drafting(site, browser):
    """The draft asked for in the editor is, to the letter, what `bilingual draft` makes."""
    browser.article()
    change_article(site)
    unit = told_of(browser)

    answer = browser.post(
        f"{browser.place}/units/{unit['key']}/draft", {"version": unit["version"]}
    )

    assert 200 == answer.status_code, answer.text
    told = answer.json()
    assert ("draft", True, None) == (
        told["unit"]["state"],
        told["unit"]["is_machine"],
        told["unit"]["former"],
    )
    assert told["progress"]["draft"] == 5
    mine = catalog_of(site.workspace)
    assert browser.post(f"{browser.place}/undo").json()["unit"]["state"] == "untranslated"
    workspace = site.workspace
    draft_articles(
        workspace, workspace.article_paths(), workspace.targets, partial(echo, workspace)
    )
    assert mine.units == catalog_of(workspace).units


def test_a_draft_never_takes_the_place_of_a_persons_words(site, browser):
    """Asked for over a text that somebody typed, confirmed or was offered, it is refused: 409."""
    units = browser.units()
    mine = browser.save(units[1], target="The market").json()["unit"]
    theirs = browser.save(units[2], state="reviewed").json()["unit"]
    for unit in (mine, theirs, units[3] | {"version": "x.draft.y"}):
        answer = browser.post(
            f"{browser.place}/units/{unit['key']}/draft", {"version": unit["version"]}
        )
        assert 409 == answer.status_code
        assert unit["target"] == answer.json()["theirs"]["target"]
    change_article(site)
    offered = told_of(browser)
    answer = browser.post(
        f"{browser.place}/units/{offered['key']}/draft", {"version": offered["version"]}
    )

    assert 409 == answer.status_code
    kept = catalog_of(site.workspace).units
    assert ("The market", State.REVIEWED) == (kept[1].target, kept[2].state)


def test_without_a_model_it_is_said_that_there_is_none(work):
    """Who asks for a draft where there is no engine is told what to do."""
    site = Site(drafted(work), engine=False)
    browser = site.browser()
    unit = browser.save(browser.units()[1], target="").json()["unit"]

    answer = browser.post(
        f"{browser.place}/units/{unit['key']}/draft", {"version": unit["version"]}
    )
    site.close()

    assert 404 == answer.status_code
    assert answer.json()["hint"]


WORDS = st.lists(
    st.sampled_from(["il", "part", "lundi", "mardi", "soir", "matin", "vite", "tard"]), max_size=8
)
SOURCES = st.lists(WORDS.map(" ".join).filter(bool), max_size=6, unique=True)


@given(SOURCES, SOURCES)
def test_each_gone_sentence_is_at_most_one_of_those_that_stand(standing, gone):
    """Never the same one twice, never one that still stands, always most of the words."""
    units = tuple(Unit(f"u{n}", source) for n, source in enumerate(standing))
    old = tuple(Unit(f"o{n}", s, "x", State.DRAFT) for n, s in enumerate(gone))

    found = Formers().of(Catalog(units=units, obsolete=old))

    formers = [former.source for former in found.values()]
    assert len(formers) == len(set(formers))
    assert not set(formers) & set(standing)
    for unit in units:
        if unit.key in found:
            shared = set(unit.source.split()) & set(found[unit.key].source.split())
            assert shared


@pytest.mark.parametrize(
    "unit",
    [
        Unit("u", NEW, "There are 215.", State.DRAFT),
        Unit("u", NEW, previous_source="Il en compte 212."),
        Unit("u", "Tout autre chose."),
    ],
)
def test_who_needs_no_former_has_none(unit):
    """A unit with a translation, one that says what it was, one that was never there."""
    gone = Unit("o", OLD, "There are 212 boats.", State.DRAFT)
    assert {} == Formers().of(Catalog(units=(unit,), obsolete=(gone,)))


def test_what_was_found_follows_the_catalog():
    """A finder that is asked again answers for the catalog as it is now."""
    finder, unit = Formers(), Unit("u", NEW)
    first = Unit("o", OLD, "There are 212 boats.", State.DRAFT)
    later = Unit("p", "Il compte 214 bateaux.", "There are 214 boats.", State.DRAFT)

    assert {"u": first} == finder.of(Catalog(units=(unit,), obsolete=(first,)))
    longer = Unit("u", "Il compte 215 bateaux de bois.")
    assert {"u": first} == finder.of(Catalog(units=(longer,), obsolete=(first,)))
    assert {"u": later} == finder.of(Catalog(units=(unit,), obsolete=(first, later)))
    assert {} == finder.of(Catalog(units=(unit,)))


def test_a_text_joined_of_reviewed_sentences_is_told_as_the_reviewers_own(site, browser):
    """It is to the letter what a person approved, in two pieces, and is named so."""
    for number, text in ((1, "The market is open again."), (2, "It has 212 boats.")):
        browser.save(browser.units()[number], target=text, state="reviewed")
    first, second = (unit["source"] for unit in browser.units()[1:3])
    joined = f"{first.rstrip('.')}, {second[0].lower()}{second[1:]}"
    change_article(site, f"{first} {second}", joined)

    unit = told_of(browser, joined)

    assert "The market is open again. It has 212 boats." == unit["target"] == unit["earlier"]
    assert ("draft", False) == (unit["state"], unit["is_machine"])
    assert "joined from 2 sentences" in " ".join(unit["offers"])
