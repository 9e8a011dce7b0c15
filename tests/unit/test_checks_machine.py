"""What is told of a machine's draft only, or more gravely than of a person's text."""

from __future__ import annotations

import pytest

from bilingual.checks import Setting, check_unit
from bilingual.checks import spelling as spelling_checks
from bilingual.model import Hypothesis, Locale, Severity, State, Unit

FR_EN = Setting(Locale("fr"), Locale("en"))
ENGLISH = (
    "the is a he of and said our opinion asked us have not mare yours fish word painted painful "
    "decision train leaves guard sea ship members crew dignified toxin spoke yesterday per keeper"
)
FRENCH = (
    "le la un une de et personne ne nous avis il a peint mot résistance décision douloureuse train "
    "gardien mareyeurs indigne hier parlé neurotoxine est"
)


@pytest.fixture
def dictionaries(monkeypatch):
    """Small dictionaries in place of the optional package's, which need not be there."""
    known = {"en": dict.fromkeys(ENGLISH.split(), 1), "fr": dict.fromkeys(FRENCH.split(), 1)}
    monkeypatch.setattr(spelling_checks, "dictionary", lambda language: known.get(language, {}))
    remembering = (spelling_checks.known_as, spelling_checks._doubtful)
    from bilingual.checks import inventing

    for one in (*remembering, inventing._odd):
        one.cache_clear()
    yield
    for one in (*remembering, inventing._odd):
        one.cache_clear()


def told(source, target, name, *, is_machine=True):
    """Return severity and marked words of each finding of a check."""
    unit = Unit("k", source, target, State.DRAFT)
    if is_machine:
        unit = Unit("k", source).drafted(Hypothesis(target), "argos|x")
    return [
        (finding.severity, finding.target_span.of(target))
        for finding in check_unit(unit, FR_EN)
        if finding.check == name
    ]


@pytest.mark.usefixtures("dictionaries")
@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        ("Les mareyeurs.", "The mareyours.", "mareyours"),
        ("Il s'indigne.", "He indignified.", "indignified"),
        ("Personne ne dit rien.", "Pers said no opinion.", "Pers"),
        ("Le mot « Résistance ».", "The word “Ressistance”.", "Ressistance"),
        ("Une décision « douloureuse ».", "A “d painful” decision.", "d"),
        ("Le train de la voie 3.", "The train of the THEP 3.", "THEP"),
    ],
)
def test_words_that_a_model_made_of_pieces_are_found(source, target, word):
    """Joined or with a prefix and like a word of the source, a near copy, an opener, a rest."""
    assert (Severity.WARNING, word) in told(source, target, "spelling")
    severities = [
        severity for severity, _word in told(source, target, "spelling", is_machine=False)
    ]
    assert Severity.WARNING not in severities


@pytest.mark.usefixtures("dictionaries")
@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le navire.", "The crewmembers."),
        ("La neurotoxine.", "The neurotoxin."),
        ("Hier, Khroutchev a parlé.", "Krushchev spoke yesterday."),
        ("Le PDG est là.", "The CEO is the keeper."),
        ("L'Otan a parlé.", "NATO spoke."),
        ("L'idée b) est là.", "The opinion b) is a word."),
        ("Dans les années 1950.", "The 1950s is a word."),
        ("LE TRAIN EST LA.", "THE TREIN IS THEP."),
    ],
)
def test_words_that_people_make_and_names_pass(source, target):
    """Compounds that the source does not suggest, names, known acronyms, letters of lists."""
    assert [] == told(source, target, "spelling")


@pytest.mark.usefixtures("dictionaries")
def test_an_ordinary_word_that_was_left_with_a_capital_is_not_translated():
    """*The Gardien*: the source has it in small letters, so that it is no name."""
    assert [(Severity.WARNING, "Gardien")] == told(
        "Le gardien parle.", "The Gardien said.", "untranslated"
    )
    assert [] == told("Le Gardien parle.", "The Gardien said.", "untranslated")


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("À partir de 14 h.", "From 14.", "14"),
        ("Il éteint à 22 heures.", "He turns it off at 22 hours.", "at 22 hours"),
    ],
)
def test_an_hour_that_looks_like_none_is_told_of_a_draft_only(source, target, words):
    """A bare number, and a length of time."""
    assert [(Severity.WARNING, words)] == told(source, target, "hour")
    assert [] == told(source, target, "hour", is_machine=False)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("À partir de 14 h.", "From 2 p.m."),
        ("À partir de 14 h.", "From 14:00."),
        ("À 8 heures du soir.", "At 8 in the evening."),
        ("Il travaille 8 heures.", "He works 8 hours."),
        ("8 heures de travail.", "8 working hours."),
        ("Le train de 7 h 42.", "The 7.42 train."),
    ],
)
def test_hours_in_any_usual_form_pass(source, target):
    """Times with a half of the day or minutes, lengths of time."""
    assert [] == told(source, target, "hour")


def test_a_month_that_was_left_is_not_translated_and_not_missing():
    """Said once, of the word in the target, whether or not a day stands beside it."""
    unit = Unit("k", "Il est mort le 17 janvier.", "He died on 17 janvier.", State.DRAFT)
    (finding,) = (f for f in check_unit(unit, FR_EN) if f.severity is not Severity.INFO)

    assert ("untranslated", "janvier") == (finding.check, finding.target_span.of(unit.target))


@pytest.mark.parametrize(
    ("source", "target", "name", "word"),
    [
        ("La base d'Ayn al-Asad.", "The Ayn al-Asad Ayn.", "repetition", "Ayn"),
        ("« Oui », a-t-elle dit à Anne.", "“Yes,” has said Anne.", "subject", "has"),
        ("C'est fini, a-t-il indiqué.", "It is over, indicated.", "subject", "indicated"),
    ],
)
def test_what_small_models_leave_behind_is_found(source, target, name, word):
    """A name's word said twice, a verb without who says it; of a person's text nothing is said."""
    assert [(Severity.WARNING, word)] == told(source, target, name)
    assert [] == told(source, target, name, is_machine=False)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("De New York à New Haven.", "From New York to New Haven."),
        ("Anne a vu Paul ; puis elle est partie.", "Anne saw Paul; then on Monday Anne left."),
        ("C'est fini, a-t-il indiqué.", "It is over, he indicated."),
        ("« Oui », a-t-elle dit.", "“Yes,” she has said."),
        ("Il part, fatigué.", "He leaves, tired."),
    ],
)
def test_names_that_are_said_again_and_participles_pass(source, target):
    """Twice in the source too, or farther apart; a subject, or a source without the inversion."""
    assert [] == told(source, target, "repetition") + told(source, target, "subject")


@pytest.mark.usefixtures("dictionaries")
def test_a_text_that_was_not_translated_is_told_once_and_not_word_by_word():
    """One word that was left is told by itself."""
    source = "Les mareyeurs ont peint une décision douloureuse."
    copied = Unit("k", source, source, State.DRAFT)
    left = Unit("k", source, "The fish peint a decision.", State.DRAFT)

    whole, single = (
        [one.message for one in check_unit(unit, FR_EN) if one.check == "untranslated"]
        for unit in (copied, left)
    )

    assert whole == ["the text is not translated"]
    assert single == ["“peint” is not translated"]
