"""Drafting: what reaches the engine, what comes back, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import catalogs, sentences, texts

from bilingual.catalog import Catalog
from bilingual.draft import Drafter, Form, needs_draft, pending
from bilingual.draft.formed import Formed
from bilingual.draft.money import in_signs, in_words
from bilingual.draft.shield import shield
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.echo import EchoEngine
from bilingual.errors import EngineError
from bilingual.model import Hypothesis, Locale, State, Unit
from bilingual.packages import choose
from bilingual.text import segment_key

FR, EN = Locale("fr"), Locale("en")
FORM = Form(FR, EN)


def unit(source):
    return Unit(segment_key(source), source)


class Scripted:
    """An engine that answers what it is told to, and remembers what it was asked."""

    signature, source, target = "scripted", "fr", "en"

    def __init__(self, **answers):
        self.answers = answers
        self.asked = []

    def translate(self, sources, *, progress=None):
        self.asked += sources
        found = []
        for source in sources:
            answers = self.answers.get(source, [source])
            found.append(tuple(Hypothesis(text, -0.1 * (i + 1)) for i, text in enumerate(answers)))
        return found


def drafted(engine, *units, **options):
    (catalog,), failure = Drafter(engine, FORM, segmenter="1", **options).draft(
        [Catalog(units=units)]
    )
    assert failure is None
    return catalog.units


@given(catalogs(sentences))
def test_nothing_that_anybody_touched_is_drafted(catalog):
    """Reviewed, edited and noted units are as they were; every other one has a draft."""
    (after,), _failure = Drafter(EchoEngine(), FORM, segmenter="1").draft([catalog])

    for old, new in zip(catalog.units, after.units, strict=True):
        if old.state is State.UNTRANSLATED:
            assert State.DRAFT is new.state
            assert new.is_machine
        else:
            assert old == new
    assert catalog.obsolete == after.obsolete


@given(catalogs(sentences))
def test_a_new_draft_replaces_only_a_machines_own_words(catalog):
    """`redraft` leaves reviews, edits and units with a note alone."""
    (after,), _failure = Drafter(EchoEngine(), FORM, segmenter="1", redraft=True).draft([catalog])

    for old, new in zip(catalog.units, after.units, strict=True):
        if not needs_draft(old, redraft=True):
            assert old == new


def test_equal_sources_are_asked_for_once():
    """Within a call, and in later calls of the same run."""
    engine = Scripted()
    one = Catalog(units=(unit("Oui."), replace(unit("Oui."), key="x.2"), unit("Non.")))
    drafter = Drafter(engine, FORM, segmenter="1", repeated=frozenset({hash("Oui.")}))
    drafter.draft([one, one])
    drafter.draft([one])

    assert ["Oui.", "Non.", "Non."] == engine.asked


def test_the_hypothesis_with_the_right_number_wins():
    """Facts come before the engine's own opinion."""
    engine = Scripted(**{"Il y a 12 bateaux.": ["There are 21 boats.", "There are 12 boats."]})
    (after,) = drafted(engine, unit("Il y a 12 bateaux."))

    assert "There are 12 boats." == after.target
    assert () == after.findings


def test_what_is_wrong_with_the_best_is_said():
    """Where no hypothesis has the number, the draft carries a finding."""
    engine = Scripted(**{"Il y a 12 bateaux.": ["There are 21 boats."]})
    (after,) = drafted(engine, unit("Il y a 12 bateaux."))

    assert ["number"] == [finding.check for finding in after.findings]
    assert after.origin.text == after.target


def test_the_signature_says_all_that_could_change_the_text():
    """Engine, form, selection and segmenter, each with its version."""
    (after,) = drafted(EchoEngine(), unit("Oui."))

    for part in ("echo|", "|form:", "|select:", "|segmenter:1"):
        assert part in after.origin.signature


@pytest.mark.parametrize("broken", [EngineError("no"), KeyboardInterrupt()])
def test_what_was_ready_is_there_when_the_work_breaks_off(broken):
    """The exception is given back with the drafts that were made before it."""

    class Breaking(Scripted):
        def stream(self, sources):
            yield [0], (Hypothesis("Yes."),)
            raise broken

    (catalog,), failure = Drafter(Breaking(), FORM, segmenter="1").draft(
        [Catalog(units=(unit("Oui."), unit("Non.")))]
    )

    assert failure is broken
    assert ["Yes.", ""] == [u.target for u in catalog.units]


def test_pending_names_each_source_once_in_order():
    """What waits, in the order of the articles."""
    catalog = Catalog(units=(unit("Oui."), unit("Non."), replace(unit("Oui."), key="x")))

    assert ("Oui.", "Non.") == pending([catalog])


def test_a_sentence_translated_in_parts_says_so():
    """The editor is told where a long sentence was cut for the model."""
    long = "Le maire a parlé du port, " + "du marché et de la gare, " * 14 + "puis il est parti."
    engine = ArgosEngine(choose("fr", "en"), hypotheses=2)
    one, other = drafted(engine, unit(long), unit("Le maire est parti."), fast=True)

    assert "long" in [finding.check for finding in one.findings]
    assert "long" not in [finding.check for finding in other.findings]


PIECES = [
    "https://www.service-public.fr/particuliers/F1367?lang=fr&a_b=1",
    "elections@mairie-exemple.fr",
    "@MairieExemple",
    "#LoiClimat",
    "rapport_final_v2.pdf",
    "02 40 00 12 34",
    "+33 2 40 00 12 34",
]


@pytest.mark.parametrize("piece", PIECES)
def test_addresses_and_names_of_files_come_through_to_the_letter(starter, piece):
    """With the shipped package, which respells them when it sees them."""
    ((best, *_),) = starter.translate([f"Le maire renvoie à {piece} pour la liste."])

    assert piece in best.text


@pytest.fixture(scope="module")
def starter():
    """The shipped package behind the form."""
    return Formed(ArgosEngine(choose("fr", "en")), FORM)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Le billet coûte 12 €.", "€12"),
        ("La dette atteint 4,3 M€.", "€4.3 million"),
        ("Le projet a coûté 1 250 000 €.", "€1,250,000"),
        ("Le président Nguyễn Phú Trọng est à Hà Nội.", "Nguyễn Phú Trọng"),
        ("Le président Nguyễn Phú Trọng est à Hà Nội.", "Hà Nội"),
        ("Bravo 🎉 à tous !", "🎉"),
    ],
)
def test_signs_and_letters_the_vocabulary_lacks_come_through(starter, source, expected):
    """Nothing is drafted in broken characters."""
    ((best, *_),) = starter.translate([source])

    assert expected in best.text
    assert "\ufffd" not in best.text


@given(texts)
def test_a_shield_gives_back_what_it_took(text):
    """An engine that copies its input loses nothing by the codes."""
    shielded = shield(text, lambda char: char > "\u02ff")

    assert text.replace("\ufffd", "") == shielded.restored(shielded.text)


@given(st.lists(st.sampled_from([*PIECES, "X1", "Z2", "le", "maire", "à"]), max_size=8))
def test_codes_are_never_taken_for_words_of_the_source(words):
    """A source that has an X1 of its own gets it back."""
    text = " ".join(words)
    shielded = shield(text)

    assert text == shielded.restored(shielded.text)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("12 €", "12 euros"),
        ("12\u00a0€", "12 euros"),
        ("12€", "12 euros"),
        ("4,3 M€", "4,3 millions d'euros"),
        ("2 Mds€", "2 milliards d'euros"),
        ("450 000 € par an", "450 000 euros par an"),
    ],
)
def test_euro_signs_go_to_the_engine_as_words(source, words):
    """Models have read « euros »."""
    assert words == in_words(source, FR).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("target", "signs"),
    [
        ("EUR 12", "€12"),
        ("12 euros", "€12"),
        ("EUR 4.3 million", "€4.3 million"),
        ("4.3 million euros", "€4.3 million"),
        ("2 billion of euros", "€2 billion"),
        ("450,000 euro a year", "€450,000 a year"),
        ("the European Union", "the European Union"),
    ],
)
def test_amounts_come_back_with_their_sign(target, signs):
    """As English writes them, where the source has the sign."""
    assert signs == in_signs(target, "12 €", EN)
    assert target == in_signs(target, "douze euros", EN)


def test_only_what_is_needed_is_brought_into_form():
    """Where the likeliest hypothesis passes, the others are not worked on: that is most of them."""
    engine = Scripted(**{"Oui.": ["Yes.", "Yeah.", "Yep."]})
    formed = Formed(engine, FORM)
    done = []

    def finish(source, hypotheses):
        done.extend(hypotheses)
        return formed.finished(source, hypotheses)

    from bilingual.select import faithful

    ((_indices, choice),) = faithful(formed, ["Oui."], FORM.context("Oui."), finish=finish)

    assert "Yes." == choice.hypothesis.text
    assert ["Yes."] == [hypothesis.text for hypothesis in done]
