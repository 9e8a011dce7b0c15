"""A translation that is still that of the old sentence: found, until it is changed or dismissed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sources import article_of

from bilingual.catalog import Catalog, merge
from bilingual.checks import Setting, check_catalog, finding_id, standing
from bilingual.model import Locale, Origin, Review, Severity, State, Unit

OLD, NEW = "Le marché ouvre mardi matin.", "Le marché ouvre mercredi matin."
TARGET = "The market opens on Tuesday morning."
GONE = Unit("old", OLD, TARGET, State.REVIEWED)
OFFERED = Unit("new", NEW, TARGET, State.DRAFT, previous_source=OLD)


def found(unit, *gone):
    """Return what the check finds in a unit beside those that are gone."""
    catalog = Catalog(units=(unit,), obsolete=gone)
    findings = check_catalog(catalog, Setting(Locale("fr"), Locale("en")))[unit.key]
    return [finding for finding in findings if finding.check == "outdated"]


@pytest.mark.parametrize("is_accepted", [False, True])
def test_an_offered_text_that_nobody_fitted_is_a_warning(is_accepted):
    """Offered or accepted as it was: the changed words are told, and marked in the source."""
    unit = replace(OFFERED, previous_source="").reviewed() if is_accepted else OFFERED

    (finding,) = found(unit, GONE)

    assert Severity.WARNING is finding.severity
    assert "mercredi" == finding.source_span.of(NEW)
    assert "mardi → mercredi" in finding.message
    dismissed = replace(unit, dismissed=(finding_id(finding, unit),))
    assert () == standing(found(dismissed, GONE), dismissed)


@pytest.mark.parametrize(
    ("unit", "gone"),
    [
        (replace(OFFERED, target="The market opens on Wednesday morning."), GONE),
        (OFFERED, replace(GONE, source="Rien de tout cela n’est vrai ici.")),
        (OFFERED, replace(GONE, target="Something else.")),
        (replace(OFFERED, source="Le marché ouvre, mardi matin !"), GONE),
        (replace(OFFERED, source="Le Marché ouvre mardi matin."), GONE),
        (replace(OFFERED, remarks=("joined: 2 old sentences",)), GONE),
        (replace(OFFERED, previous_source="", origin=Origin("argos|x", TARGET, -0.2)), GONE),
        (
            replace(OFFERED, previous_source="").reviewed(None, Review(at="2026-05-04 10:00+0000")),
            replace(GONE, review=Review(at="2026-05-05 10:00+0000")),
        ),
    ],
    ids=["edited", "unlike", "other", "marks", "capital", "joined", "machine", "came-back"],
)
def test_what_was_fitted_or_has_no_such_history_is_no_finding(unit, gone):
    """Edited, never the same text, only marks, a part, a draft of its own, there before."""
    assert [] == found(unit, gone)


def test_words_that_went_are_told_without_a_place():
    """Where the source only lost words there is nothing to mark; it is told all the same."""
    unit = replace(OFFERED, source="Le marché ouvre matin.")

    (finding,) = found(unit, GONE)

    assert None is finding.source_span
    assert "- mardi" in finding.message


WORDS = ["marché", "port", "maire", "ville", "bateau", "matin", "soir", "place", "route", "école"]
SENTENCES = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=6, max_size=9).map(lambda w: f"Le {' '.join(w)}."),
    min_size=2,
    max_size=5,
    unique=True,
)


@given(SENTENCES, st.data())
def test_after_the_author_changed_one_sentence_only_that_one_is_told(sentences, data):
    """Through the merge: the changed sentence is told as long as its text is the old one's."""
    catalog, _report = merge(Catalog(), *article_of(sentences))
    units = tuple(unit.reviewed(f"Text {n} of it.") for n, unit in enumerate(catalog.units))
    catalog = replace(catalog, units=units)
    setting = Setting(Locale("fr"), Locale("en"))
    assert not any(told(catalog, setting))

    at = data.draw(st.integers(0, len(sentences) - 1))
    sentences[at] = sentences[at].replace(".", " neuf.")
    changed, _report = merge(catalog, *article_of(sentences))
    offered = changed.units[at]
    accepted = replace(
        changed, units=tuple(u if u is not offered else u.reviewed() for u in changed.units)
    )
    edited = replace(
        changed,
        units=tuple(u if u is not offered else u.reviewed("Fitted.") for u in changed.units),
    )

    assert [offered.key] == told(changed, setting) == told(accepted, setting)
    assert [] == told(edited, setting)


def told(catalog, setting):
    """Return the keys of the units in which the check finds something."""
    found = check_catalog(catalog, setting)
    return [key for key, some in found.items() if any(f.check == "outdated" for f in some)]


WHOLE = "La mission est terminée ; l'Irak a établi une relation avec les États-Unis."
FIRST, SECOND = "La mission est terminée.", "L'Irak a établi une relation avec les États-Unis."
TOLD = "The mission is over; Iraq has established a relationship with the United States."


@pytest.mark.parametrize("is_accepted", [False, True])
def test_each_part_of_a_sentence_that_was_cut_is_told_that_it_has_the_whole(is_accepted):
    """As long as the part still has the translation of the whole, offered or accepted."""
    setting = Setting(Locale("fr"), Locale("en"))
    catalog, _report = merge(Catalog(), *article_of([WHOLE, "Il pleut sur le port."]))
    catalog = replace(
        catalog, units=(catalog.units[0].reviewed(TOLD), catalog.units[1].reviewed("It rains."))
    )
    cut, _report = merge(catalog, *article_of([FIRST, SECOND, "Il pleut sur le port."]))
    if is_accepted:
        cut = replace(cut, units=tuple(unit.reviewed() for unit in cut.units))

    assert [TOLD, TOLD] == [unit.target for unit in cut.units[:2]]
    assert [unit.key for unit in cut.units[:2]] == told(cut, setting)
    for unit in cut.units[:2]:
        (finding,) = found(unit, *cut.obsolete)
        assert Severity.WARNING is finding.severity
    fitted = (cut.units[0].reviewed("The mission is over."), *cut.units[1:])
    assert [cut.units[1].key] == told(replace(cut, units=fitted), setting)
