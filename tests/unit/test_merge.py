"""An article changes: what becomes of each sentence's translation."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest
from sources import article_of

from bilingual.catalog import (
    Catalog,
    Fate,
    format_catalog,
    is_offer,
    merge,
    new_header,
    parse_catalog,
)
from bilingual.model import Hypothesis, Locale, Review, State

ENGINE = "argos|package:translate-fr_en|version:1.9"


def drafted(sources, header=None):
    """Return the catalog of an article, each sentence drafted by a machine as `<source>`."""
    empty = Catalog(header or new_header("articles/a.fr.txt", Locale("fr"), Locale("en")))
    catalog, _report = merge(empty, *article_of(sources))
    return with_units(catalog, lambda u: u.drafted(Hypothesis(f"<{u.source}>", -0.5), ENGINE))


def with_units(catalog, change):
    return replace(catalog, units=tuple(change(unit) for unit in catalog.units))


def reviewed(sources):
    """Return the catalog of an article, each sentence reviewed in a person's words."""
    return with_units(drafted(sources), lambda u: u.reviewed(f"By hand: {u.source}"))


def merged(catalog, sources):
    """Return the catalog as it is written and read again after a merge, and the report."""
    once, report = merge(catalog, *article_of(sources))
    again = parse_catalog(format_catalog(once), "a.po")
    assert again == once
    assert merge(again, *article_of(sources))[0] == once
    return again, report


MARKET = "Le marché aux fleurs rouvrira mardi après des travaux."
MARKET_LATER = "Le marché aux fleurs rouvrira mercredi après des travaux."
BRIDGE = "Le pont reste fermé jusqu'à la fin de l'été."
SCHOOL = "Les écoles de la vallée accueillent trois cents élèves."


def test_a_changed_sentence_offers_its_translation_as_a_draft_to_be_checked():
    """One word changed: the old translation is there, a draft, with what it was made for."""
    catalog, report = merged(reviewed([MARKET, BRIDGE]), [MARKET_LATER, BRIDGE])
    unit = catalog.units[0]

    assert (State.DRAFT, f"By hand: {MARKET}") == (unit.state, unit.target)
    assert MARKET == unit.previous_source
    assert ("changed: mardi → mercredi",) == unit.remarks
    assert not unit.is_machine
    assert catalog.units[1].is_reviewed
    assert (1, 1) == (report.kept, report.counts[Fate.CHANGED])
    assert "mardi → mercredi" == report.events[0].difference
    assert report.events[0].is_offered


def test_the_reviewed_sentence_itself_is_kept_and_returns_as_reviewed():
    """An article that takes its change back has its review back, to the letter."""
    before = reviewed([MARKET, BRIDGE])
    changed, _report = merged(before, [MARKET_LATER, BRIDGE])
    back, report = merged(changed, [MARKET, BRIDGE])

    assert before.units == back.units
    assert () == back.obsolete
    assert (Fate.RETURNED, Fate.GONE) == tuple(event.fate for event in report.events)


def test_going_back_and_forth_does_not_make_the_catalog_grow():
    """An offer that nobody touched is a view of the review it comes from: it goes with its sentence."""
    catalog = reviewed([MARKET])
    for _ in range(4):
        catalog, _report = merged(catalog, [MARKET_LATER])
        catalog, _report = merged(catalog, [MARKET])

    assert (1, 0) == (len(catalog.units), len(catalog.obsolete))


def test_a_second_change_offers_the_same_text_for_what_it_was_made_for():
    """The source that is shown is the one that the text translates, not the one in between."""
    catalog, _report = merged(reviewed([MARKET]), [MARKET_LATER])
    catalog, _report = merged(catalog, [MARKET_LATER.replace("fleurs", "fruits")])
    unit = catalog.units[0]

    assert MARKET == unit.previous_source
    assert ("changed: fleurs → fruits; mardi → mercredi",) == unit.remarks
    assert [MARKET] == [unit.source for unit in catalog.obsolete]


def test_an_offer_that_a_person_worked_on_is_kept():
    """What somebody wrote into the offered text without confirming it is not lost by an edit."""
    catalog, _report = merged(reviewed([MARKET]), [MARKET_LATER])
    catalog = with_units(catalog, lambda u: replace(u, target="Half done"))
    catalog, _report = merged(catalog, [BRIDGE])

    assert {"Half done", f"By hand: {MARKET}"} == {unit.target for unit in catalog.obsolete}
    assert is_offer(next(u for u in catalog.obsolete if u.target == "Half done"))


def test_an_untouched_machine_draft_is_made_anew():
    """Stale words of a machine are no help: the changed sentence waits for a new draft."""
    catalog, report = merged(drafted([MARKET]), [MARKET_LATER])

    assert (State.UNTRANSLATED, None) == (catalog.units[0].state, catalog.units[0].origin)
    assert not report.of(Fate.CHANGED)[0].is_offered
    assert [(MARKET, State.DRAFT)] == [(u.source, u.state) for u in catalog.obsolete]


def test_a_draft_that_a_person_altered_is_offered():
    """It still has its fuzzy mark, yet it is a person's work."""
    catalog = with_units(drafted([MARKET]), lambda u: replace(u, target="Edited"))
    catalog, _report = merged(catalog, [MARKET_LATER])

    assert ("Edited", State.DRAFT) == (catalog.units[0].target, catalog.units[0].state)
    assert ["Edited"] == [unit.target for unit in catalog.obsolete]


def test_words_a_machine_wrote_stay_known_as_such_where_they_are_offered():
    """Approved to the letter: a person vouched for them, a machine wrote them. Both stay known."""
    catalog = with_units(drafted([MARKET]), lambda u: u.reviewed())
    catalog, _report = merged(catalog, [MARKET_LATER])
    unit = catalog.units[0]

    assert unit.is_machine
    assert f"<{MARKET}>" == unit.target
    assert is_offer(unit)


def test_a_persons_text_is_not_said_to_be_the_machines():
    """The draft that it was made from is kept beside it, and is another text."""
    catalog, _report = merged(reviewed([MARKET]), [MARKET_LATER])
    unit = catalog.units[0]

    assert unit.origin.text == f"<{MARKET}>" != unit.target


def test_who_confirmed_the_old_sentence_did_not_confirm_the_new_one():
    """The reviewer's name stays with what was reviewed."""
    review = Review("Anne Roux", "2026-05-04 10:00+0000")
    before = with_units(drafted([MARKET]), lambda u: u.reviewed("By hand", review))
    catalog, _report = merged(before, [MARKET_LATER])

    assert catalog.units[0].review is None
    assert review == catalog.obsolete[0].review


def test_notes_and_alternatives_go_with_the_offer_and_stay_with_the_review():
    """What a reviewer remarked helps whoever checks the offer."""
    before = with_units(
        reviewed([MARKET]), lambda u: replace(u, note="Vu avec Lan.", alternatives=("Other",))
    )
    catalog, _report = merged(before, [MARKET_LATER])
    back, _report = merged(catalog, [MARKET])

    for unit in (catalog.units[0], catalog.obsolete[0]):
        assert ("Vu avec Lan.", ("Other",)) == (unit.note, unit.alternatives)
    assert before.units == back.units


def test_change_one_move_one_add_one_alike():
    """The comparison of the README: one to check, one kept, one new; no review changes hands."""
    lines = [
        "Le musée ouvre ses portes mardi à dix heures.",
        "Le musée ferme ses portes à dix-huit heures.",
        "La visite dure une heure.",
    ]
    after = [lines[2], lines[0].replace("mardi", "mercredi"), lines[1]]
    after.append("Le musée ferme ses portes à dix-neuf heures.")
    catalog, report = merged(reviewed(lines), after)

    assert [State.REVIEWED, State.DRAFT, State.REVIEWED, State.UNTRANSLATED] == [
        unit.state for unit in catalog.units
    ]
    assert f"By hand: {lines[0]}" == catalog.units[1].target
    counts = report.counts
    assert (1, 1, 1) == (counts[Fate.CHANGED], counts[Fate.MOVED], counts[Fate.NEW])


LONG = "La mairie a fermé le pont lundi et elle a promis des bus gratuits aux habitants."
FIRST, SECOND = (
    "La mairie a fermé le pont lundi.",
    "Elle a promis des bus gratuits aux habitants.",
)


def test_a_sentence_cut_in_two_offers_its_translation_to_both():
    """Each half has the whole old translation, marked, and neither is reviewed."""
    catalog, report = merged(reviewed([BRIDGE, LONG]), [BRIDGE, FIRST, SECOND])
    halves = catalog.units[1:]

    assert [f"By hand: {LONG}"] * 2 == [unit.target for unit in halves]
    assert [State.DRAFT] * 2 == [unit.state for unit in halves]
    assert [LONG] * 2 == [unit.previous_source for unit in halves]
    assert ["split: part 1 of 2 of the old sentence", "split: part 2 of 2 of the old sentence"] == [
        line for unit in halves for line in unit.remarks
    ]
    assert [((LONG,), (FIRST, SECOND))] == [(e.old, e.new) for e in report.of(Fate.SPLIT)]
    assert merged(catalog, [BRIDGE, LONG])[0].units == reviewed([BRIDGE, LONG]).units


def test_sentences_joined_offer_their_translations_in_order():
    """Both old translations, one after the other, for the one sentence they became."""
    catalog, report = merged(reviewed([FIRST, SECOND, BRIDGE]), [LONG, BRIDGE])
    unit = catalog.units[0]

    assert f"By hand: {FIRST} By hand: {SECOND}" == unit.target
    assert f"{FIRST} {SECOND}" == unit.previous_source
    assert ("joined: 2 old sentences",) == unit.remarks
    assert (State.DRAFT, False) == (unit.state, unit.is_machine)
    assert 1 == report.counts[Fate.JOINED]
    back, _report = merged(catalog, [FIRST, SECOND, BRIDGE])
    assert (reviewed([FIRST, SECOND, BRIDGE]).units, ()) == (back.units, back.obsolete)


def test_a_half_drafted_pair_joined_is_drafted_anew():
    """A machine's words are never mixed unmarked into a person's; the person's stay in `#~`."""
    catalog = drafted([FIRST, SECOND])
    mine = catalog.units[0].reviewed("By hand")
    catalog, report = merged(replace(catalog, units=(mine, catalog.units[1])), [LONG])

    assert State.UNTRANSLATED is catalog.units[0].state
    assert not report.of(Fate.JOINED)[0].is_offered
    assert "By hand" in [unit.target for unit in catalog.obsolete if unit.is_reviewed]


def test_halves_joined_again_with_a_change_offer_the_text_once():
    """The two offers of a cut sentence are one text: it is not offered twice over."""
    catalog, _report = merged(reviewed([LONG]), [FIRST, SECOND])
    catalog, _report = merged(catalog, [LONG.replace("lundi", "jeudi")])

    assert f"By hand: {LONG}" == catalog.units[0].target
    assert LONG == catalog.units[0].previous_source


def test_a_new_sentence_beside_another_is_not_a_half_of_it():
    """A short sentence put in after a changed one is new, not a piece of the old one."""
    catalog, report = merged(reviewed([MARKET]), [MARKET_LATER, "Il pleut."])

    assert [Fate.CHANGED, Fate.NEW] == [event.fate for event in report.events]
    assert State.UNTRANSLATED is catalog.units[1].state


def test_a_moved_sentence_keeps_everything():
    """Only its place in the file changes."""
    before = reviewed([MARKET, BRIDGE, SCHOOL])
    catalog, report = merged(before, [SCHOOL, MARKET, BRIDGE])

    assert [before.units[2].target, before.units[0].target, before.units[1].target] == [
        unit.target for unit in catalog.units
    ]
    assert all(unit.is_reviewed for unit in catalog.units)
    assert [Fate.MOVED] == [event.fate for event in report.events]
    assert 2 == report.kept


def test_alike_sentences_that_all_change_are_paired_in_order():
    """A table's lines, each with a new figure: each keeps its own translation."""
    lines = [f"Le quartier numéro {n} compte {n * 111} habitants." for n in range(1, 9)]
    later = [line.replace(" habitants", " électeurs") for line in lines]
    catalog, report = merged(reviewed(lines), later)

    assert lines == [unit.previous_source for unit in catalog.units]
    assert 8 == report.counts[Fate.CHANGED]


def test_alike_sentences_stay_with_their_own_when_one_goes():
    """With one line fewer, the others do not shift by one."""
    lines = [
        f"Le quartier {name} compte peu d'habitants." for name in ("nord", "sud", "est", "ouest")
    ]
    later = [line.replace("peu", "moins") for line in lines if "sud" not in line]
    catalog, report = merged(reviewed(lines), later)

    assert [lines[0], lines[2], lines[3]] == [unit.previous_source for unit in catalog.units]
    assert [(lines[1],)] == [event.old for event in report.of(Fate.GONE)]


def test_a_better_partner_elsewhere_wins_over_a_poor_neighbour():
    """A sentence that moved and changed by a letter is not offered to what took its place."""
    first = "Le maire de Nantes a reçu hier les pêcheurs du port."
    place = "Le maire de Nantes a quitté hier les pompiers du port."
    catalog, _report = merged(reviewed([first, BRIDGE]), [place, BRIDGE, first[:-1] + " !"])

    assert first == catalog.units[2].previous_source
    assert State.UNTRANSLATED is catalog.units[0].state


def test_a_sentence_with_other_words_is_new():
    """Three words in four have to stay; below that an old translation misleads."""
    catalog, report = merged(reviewed([MARKET]), ["Le marché aux bestiaux ferme dès jeudi soir."])

    assert [Fate.NEW, Fate.GONE] == [event.fate for event in report.events]
    assert State.UNTRANSLATED is catalog.units[0].state


def test_a_corrected_spelling_is_a_change_not_a_new_sentence():
    """Letters count where few words are the same."""
    catalog, _report = merged(
        reviewed(["Les bateau sont revenu hiers."]), ["Les bateaux sont revenus hier."]
    )

    assert "Les bateau sont revenu hiers." == catalog.units[0].previous_source


@pytest.mark.parametrize("mark", ["?", " !", "…"])
def test_even_another_mark_is_a_change(mark):
    """No review passes to a sentence that differs, be it by its full stop."""
    catalog, _report = merged(reviewed([MARKET]), [MARKET[:-1] + mark])

    assert State.DRAFT is catalog.units[0].state


def test_of_repeated_sentences_each_keeps_its_own():
    """« Oui. » three times with three translations: in order, and reviewed ones outlast drafts."""
    catalog = drafted(["Oui.", "Oui.", "Oui."])
    units = (
        catalog.units[0].reviewed("Yes."),
        catalog.units[1],
        catalog.units[2].reviewed("He does."),
    )
    catalog, _report = merged(replace(catalog, units=units), ["Oui.", BRIDGE, "Oui."])

    assert ["Yes.", "", "He does."] == [unit.target for unit in catalog.units]


def test_what_somebody_works_on_is_not_replaced_by_an_old_review():
    """A sentence taken up again as a draft stays so, whatever lies among the obsolete."""
    catalog = reviewed(["Oui.", "Oui."])
    catalog, _report = merged(catalog, ["Oui."])
    working = with_units(catalog, lambda u: replace(u, target="Sure", state=State.DRAFT))
    catalog, _report = merged(working, ["Oui."])

    assert "Sure" == catalog.units[0].target


def test_an_obsolete_review_is_offered_to_a_sentence_that_returns_changed():
    """What had gone and comes back with another word is no new sentence."""
    catalog, _report = merged(reviewed([MARKET, BRIDGE]), [BRIDGE])
    catalog, report = merged(catalog, [BRIDGE, MARKET_LATER])

    assert MARKET == catalog.units[1].previous_source
    assert [Fate.CHANGED] == [event.fate for event in report.events]


def test_one_review_is_not_offered_to_two_sentences():
    """Once offered to a sentence, it is not offered to the next one alike as well."""
    catalog, _report = merged(reviewed([MARKET]), [MARKET_LATER])
    catalog, _report = merged(catalog, [MARKET_LATER, MARKET_LATER.replace("mercredi", "jeudi")])

    assert [State.DRAFT, State.UNTRANSLATED] == [unit.state for unit in catalog.units]


def test_once_confirmed_the_offers_traces_go():
    """A PO editor takes `fuzzy` away and leaves the rest; the next merge tidies it."""
    catalog, _report = merged(reviewed([MARKET]), [MARKET_LATER])
    confirmed = with_units(
        catalog, lambda u: replace(u, target="On Wednesday", state=State.REVIEWED)
    )
    catalog, _report = merged(confirmed, [MARKET_LATER])
    unit = catalog.units[0]

    assert (State.REVIEWED, "On Wednesday") == (unit.state, unit.target)
    assert ("", ()) == (unit.previous_source, unit.remarks)


def test_remarks_of_other_programs_go_with_the_sentence():
    """Only our own lines about the change are replaced."""
    before = with_units(
        reviewed([MARKET]),
        lambda u: replace(u, remarks=("for the front page", "memory: 0.90 → Old")),
    )
    catalog, _report = merged(before, [MARKET_LATER])
    catalog, _report = merged(catalog, [MARKET_LATER.replace("mercredi", "jeudi")])

    assert ("changed: mardi → jeudi", "for the front page") == catalog.units[0].remarks


def test_obsolete_reviews_purged_by_an_editor_lose_nothing():
    """Where the original is gone from the file, the offered text is the only one: it is kept."""
    catalog, _report = merged(reviewed([MARKET]), [MARKET_LATER])
    catalog, _report = merged(replace(catalog, obsolete=()), [BRIDGE])

    assert [f"By hand: {MARKET}"] == [unit.target for unit in catalog.obsolete]


def test_msgfmt_has_nothing_to_say_about_a_merged_catalog(tmp_path):
    """Changed, cut, joined, gone: gettext reads the file without a word."""
    before = reviewed([MARKET, BRIDGE, LONG, SCHOOL, "Oui.", "Oui."])
    catalog, _report = merged(before, [SCHOOL, MARKET_LATER, FIRST, SECOND, "Oui."])
    dated = replace(catalog, header=catalog.with_field("PO-Revision-Date", "2026-05-04 10:00+0000"))
    path = tmp_path / "a.po"
    path.write_text(format_catalog(dated), encoding="utf-8", newline="")
    done = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)


def test_joined_sentences_of_a_language_without_spaces_stay_without():
    """Nothing is put between two sentences of Chinese."""
    header = new_header("articles/a.fr.txt", Locale("fr"), Locale("zh"))
    catalog = drafted([FIRST, SECOND], header)
    units = (catalog.units[0].reviewed("市政府关闭了桥。"), catalog.units[1].reviewed("公交免费。"))
    catalog, _report = merged(replace(catalog, units=units), [LONG])

    assert "市政府关闭了桥。公交免费。" == catalog.units[0].target
