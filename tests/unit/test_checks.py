"""Each check by example: what it finds, what it lets pass, where it points."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bilingual.catalog import Catalog
from bilingual.checks import Setting, agreed, check_catalog, check_unit, finding_id, risk
from bilingual.checks import spelling as spelling_checks
from bilingual.checks.omission import widest_hole
from bilingual.model import (
    Finding,
    Hypothesis,
    Locale,
    Origin,
    Severity,
    Span,
    State,
    Unit,
)
from bilingual.terms import Term, Termbase

FR_EN = Setting(Locale("fr"), Locale("en"))

# check, severity, source, target, the words shown in source and target ("" for none)
FOUND = [
    ("number", "error", "Il y a 12 bateaux.", "There are 21 boats.", "12", "21"),
    ("number", "warning", "Trois hommes sont partis.", "Five men left.", "Trois", "Five"),
    ("number", "error", "Le 3 mars, à midi.", "On 3 May, at noon.", "mars", "May"),
    ("number", "error", "À 18 h 30, il part.", "At 6.45 p.m. he leaves.", "18 h 30", "6.45"),
    ("number", "warning", "De trois à cinq lits.", "From five to five beds.", "trois", "five"),
    ("number", "warning", "Deux hommes, deux femmes.", "Two men, six women.", "Deux", "six"),
    ("number", "warning", "Dans cinq autres villes.", "In ten other towns.", "cinq", "ten"),
    ("number", "warning", "Les neuf victimes.", "The eleven victims.", "neuf", "eleven"),
    ("number", "warning", "Un homme est mort.", "Seven men died.", "", "Seven"),
    ("date", "warning", "Samedi 17 janvier, il a parlé.", "Only on 17 January he spoke.", "Samedi", ""),
    ("date", "error", "Il part lundi.", "He leaves on Tuesday.", "lundi", "Tuesday"),
    ("date", "error", "Il part en mars.", "He may leave in June.", "mars", "June"),
    ("date", "info", "Il est venu lundi.", "He came yesterday.", "lundi", ""),
    ("number-form", "warning", "Il pèse 3,5 kg.", "It weighs 3,5 kg.", "", "3,5"),
    ("unit", "error", "Il coûte 12 euros.", "It costs 12 dollars.", "12", "12"),
    ("unit", "warning", "Il a nagé 5 km.", "He swam 5 miles.", "5", "5"),
    ("unit", "error", "De 5 dollars à 9 euros.", "From 5 euros to 9 dollars.", "5", "5"),
    ("unit", "warning", "Elle pèse 17 livres.", "She weighs 17 dollars.", "", "17"),
    ("name", "error", "Hier, Anna Roux a parlé.", "Yesterday Anna Petersen spoke.", "Anna Roux", "Anna Petersen"),
    ("name", "error", "Elle vit à Marseille.", "She lives in Kingston.", "Marseille", "Kingston"),
    ("name", "error", "Hier, l'EI a fui.", "Yesterday EII fled.", "EI", "EII"),
    ("name", "error", "Il a fui la Syrie.", "He fled from Syrie.", "Syrie", "Syrie"),
    ("name-order", "warning", "Hier, Nadal a battu Federer.", "Federer beat Nadal.", "Nadal a battu Federer", "Federer beat Nadal"),
    ("verbatim", "error", "Voir www.a-b.example.", "See the website.", "www.a-b.example", ""),
    ("negation", "warning", "Il ne viendra pas.", "He will come.", "pas", ""),
    ("negation", "warning", "Il ne fume pas, mais il ne court jamais.", "He does not smoke, but he always runs.", "pas", ""),
    ("negation", "warning", "Aucun train ne part.", "A train is leaving.", "Aucun", ""),
    ("negation", "warning", "Le train ne part plus.", "The train leaves.", "plus", ""),
    ("untranslated", "warning", "Samedi 17 janvier, il a fui.", "On Samedi 17 January he fled.", "Samedi", "Samedi"),
    ("negation", "warning", "Cela ne veut pas dire que tout est fini.", "That means all is over.", "pas", ""),
    ("negation", "warning", "Il ne part pas avant lundi.", "He leaves until Monday.", "pas", ""),
    ("negation", "warning", "Cet inconnu n'est pas venu.", "This unknown man came.", "pas", ""),
    ("negation", "warning", "Ce n'est pas facile.", "It is easy.", "pas", ""),
    ("question", "warning", "Où est-il ?", "He is there.", "?", ""),
    ("repetition", "error", "Le port est ouvert.", "The port is open is open.", "", "is open is open"),
    ("untranslated", "error", "Le vieux port est encore ouvert.", "Le vieux port est encore ouvert.", "", ""),
    ("untranslated", "error", "Il est parti avec elle dans la nuit.", "So he has now left avec elle dans la nuit.", "", "avec elle dans la"),
    ("empty", "error", "Le port.", " ", "", ""),
    ("false-friend", "warning", "Il est actuellement absent.", "He is actually away.", "actuellement", "actually"),
    ("quotes", "warning", "« Oui », dit-il.", "“Yes, he says.", "", ""),
    ("quotes", "warning", "« Oui, dit-il. Non.", "Yes, he says. No.", "«", ""),
    ("quote-form", "warning", "« Oui », dit-il.", "« Yes », he says.", "", "«"),
    ("brackets", "error", "Il (Paul) part.", "He (Paul leaves.", "", "("),
    ("spacing", "warning", "Quoi ! Encore ?", "What ! Again?", "", "What !"),
    ("spacing", "warning", "Il gagne 12 %.", "He earns 12 %.", "", "12 %"),
    ("spacing", "warning", "Il est là.", "He is here .", "", "here ."),
    ("punctuation", "warning", "Il est là.", "He is here..", "", ".."),
    ("ending", "info", "Il est là.", "He is here", "", "e"),
    ("capitals", "warning", "Il est là.", "he is here.", "", "he"),
    ("capitals", "info", "LE PORT ROUVRE ENFIN", "THE HARBOUR OPENS AT LAST", "", "THE HARBOUR OPENS AT LAST"),
]  # fmt: skip

# Good pairs that a careless check would complain of.
PASSES = [
    ("Il a payé 5 000 euros.", "He paid 5,000 euros."),
    ("Il a payé 5 000 euros.", "He paid €5,000."),
    ("Il a payé 3 millions de livres.", "He paid £3 million."),
    ("Cela coûte 90 couronnes, soit 8 euros.", "It costs 90 kronor, or €8."),
    ("Cela coûte un cent pièce.", "It costs one cent each."),
    ("Un pneu neuf sous la voiture.", "A new tyre under the car."),
    ("Deux hommes, deux femmes.", "Two men and a couple of women."),
    ("Le triple de la somme.", "Three times the amount."),
    ("Il pèse 80 kilos (176 livres).", "He weighs 80 kilos (176 pounds)."),
    ("Au XIXe siècle, 80 hommes.", "In the 19th century, eighty men."),
    ("Il part à 18 h 30 le 3 mars.", "He leaves at 6.30 pm on March 3."),
    ("Dans la nuit de samedi à dimanche, il a neigé.", "It snowed on Saturday night."),
    (
        "Mars a deux lunes, et il faut sept mois.",
        "Mars has two moons, and it may take seven months.",
    ),
    ("Il nage le lundi et le jeudi.", "He swims on Mondays and Thursdays."),
    ("Il a couru 5 km.", "He ran 3 miles."),
    ("Une clôture à 30 mètres.", "A fence 100 feet (30 m) away."),
    ("Il a nagé à 32 °C.", "He swam at 90 °F."),
    ("Les 8es de finale du tournoi.", "The last 16 of the tournament."),
    ("Le palais a rouvert à Londres.", "The palace has reopened in the capital."),
    ("Les forces irakiennes et les Irakiens.", "The Iraqi forces and the Iraqis."),
    ("Hier, les Suédoises ont gagné.", "The Swedish women won yesterday."),
    ("Hier, Nadal a été battu par Federer.", "Federer beat Nadal yesterday."),
    ("Selon Macron, la visite de Trump est utile.", "Trump's visit is useful, Macron said."),
    ("Hier, le film de Chabrol a plu à Huppert.", "Huppert liked Chabrol's film."),
    ("Elle joue au Cirque du Soleil.", "She plays at the Cirque du Soleil."),
    ("Il est parti pour Marseille.", "He left for Marseille."),
    ("L'EI recule.", "The Islamic State group is on the retreat."),
    ("Les enfants atteints de TDA lisent peu.", "Children with ADD read little."),
    ("Une projection en 3D.", "A three-dimensional projection."),
    ("Elle n'est pas encore arrivée.", "She has yet to arrive."),
    ("Ils ne débarquent plus leur poisson.", "They have stopped landing their fish."),
    ("Il n'a pas tardé à répondre.", "He soon answered."),
    ("Ce n'est pas facile.", "It is hard."),
    ("Aucun joueur n'a jamais fait plus.", "No player ever did more."),
    (
        "Une personne ne gagne plus de dix euros que là.",
        "Only there does one earn more than ten euros.",
    ),
    ("N'est-elle pas belle ?", "How beautiful is she?"),
    ("N'oubliez pas vos clés.", "Remember your keys."),
    ("Il ne boit pas et ne fume pas.", "He doesn't drink or smoke."),
    ("« Oui », dit-il.", "'Yes,' he says."),
    ("Il a lu Le Monde.", "He read Le Monde."),
    ("C'est un peintre d'avant-garde.", "He is an avant-garde painter."),
    ("La version est en XLIFF 1.2.", "The version is in XLIFF 1.2."),
    ("Le score est de 3 - 1.", "The score is 3-1."),
    ("iPhone : le retour.", "iPhone: the return."),
    ("Le port est sous le contrôle de l'armée.", "The port is under the control of the army."),
    ("Il a assisté à la réunion.", "He attended the meeting to assist the mayor."),
]


def grave(findings):
    return [finding for finding in findings if finding.severity is not Severity.INFO]


def check(source, target, setting=FR_EN, **more):
    state = State.DRAFT if target else State.UNTRANSLATED
    return check_unit(Unit("k", source, target, state, **more), setting)


@pytest.mark.parametrize(
    ("name", "severity", "source", "target", "here", "there"), FOUND, ids=lambda x: str(x)[:30]
)
def test_what_is_wrong_is_found_and_shown(name, severity, source, target, here, there):
    """The finding has its severity, and its spans mark the words concerned."""
    found = [f for f in check(source, target) if f.check == name]

    assert [(f.severity.value) for f in found[:1]] == [severity]
    assert (found[0].source_span.of(source) if found[0].source_span else "") == here
    assert (found[0].target_span.of(target) if found[0].target_span else "") == there


@pytest.mark.parametrize(("source", "target"), PASSES, ids=lambda text: text[:30])
def test_what_is_right_passes(source, target):
    """Neither error nor warning."""
    assert [] == grave(check(source, target))


def test_a_lost_clause_is_found_and_shown():
    """What has no counterpart is marked in the source, however usual the target's own length is."""
    source = (
        "Le maire a inauguré la nouvelle bibliothèque lundi matin, malgré la pluie qui tombait "
        "depuis trois jours sur toute la région, en présence du ministre."
    )
    whole = (
        "The mayor opened the new library on Monday morning, despite the rain that had been falling "
        "for three days over the whole region, in the presence of the minister."
    )
    lost = "The mayor opened the new library on Monday morning, in the presence of the minister."

    assert "omission" not in {finding.check for finding in check(source, whole)}
    (found,) = [finding for finding in check(source, lost) if finding.check == "omission"]
    assert "la pluie qui tombait" in found.source_span.of(source)


def test_a_noun_that_was_left_out_is_told():
    """Where every other word has its counterpart; what a machine leaves out is graver."""
    source = (
        "L'Irak a annoncé le retrait complet des conseillers de la coalition internationale "
        "dirigée par les États-Unis de toutes les bases militaires."
    )
    whole = (
        "Iraq announced the complete withdrawal of the advisers of the international coalition "
        "led by the United States from all military bases."
    )
    lost = whole.replace("of the advisers ", "")
    draft = Unit("k", source).drafted(Hypothesis(lost), "argos|x")

    assert [] == [f for f in check(source, whole) if f.check == "left-out"]
    (found,) = [f for f in check(source, lost) if f.check == "left-out"]
    assert ("conseillers", Severity.INFO) == (found.source_span.of(source), found.severity)
    (found,) = [f for f in check_unit(draft, FR_EN) if f.check == "left-out"]
    assert Severity.WARNING is found.severity


def test_words_in_another_order_are_no_omission():
    """A clause that moved has its counterparts elsewhere."""
    source = "En mars, à Marseille, le président Durand a visité le musée national."
    target = "President Durand visited the national museum in Marseille in March."
    hole = widest_hole(source, target, "fr", "en")

    assert hole is None or hole.score < 3


def test_terms_are_obeyed():
    """A term of the house that is missing, and a forbidden word, are errors."""
    terms = Termbase((Term("maire", ("mayor",), ("burgomaster",)),))
    setting = replace(FR_EN, terms=terms)
    found = check("Le maire est là.", "The burgomaster is here.", setting)

    (term,) = [f for f in found if f.severity is Severity.ERROR]
    assert ("term", Span(4, 15)) == (term.check, term.target_span)
    assert [] == grave(check("Le maire est là.", "The mayor is here.", setting))


def test_the_publishers_quotation_marks_are_right():
    """Guillemets are no fault where the house uses them in English."""
    found = check("« Oui », dit-il.", "«Yes», he says.", replace(FR_EN, quotes="« »"))

    assert "quote-form" not in {finding.check for finding in found}


def test_french_targets_may_have_french_spaces():
    """A blank before a stop is right in French."""
    setting = Setting(Locale("en"), Locale("fr"))

    assert "spacing" not in {f.check for f in check("What!", "Quoi !", setting)}


def test_languages_without_data_get_the_checks_that_need_none():
    """A changed number in a language nobody described is found all the same."""
    found = check("Il y a 12 bateaux.", "Có 21 chiếc thuyền.", Setting(Locale("fr"), Locale("vi")))

    assert ["number"] == [finding.check for finding in grave(found)]


@pytest.fixture
def dictionaries(monkeypatch):
    """Small dictionaries in place of the optional package's, which need not be there."""
    words = {
        "en": [
            "the",
            "vessel",
            "average",
            "rent",
            "center",
            "centered",
            "maneuver",
            "maneuvers",
            "make",
            "flag",
            "ship",
        ],
        "fr": ["le", "loyer", "moyen", "navire", "manœuvre"],
    }
    known = {language: dict.fromkeys(forms, 1) for language, forms in words.items()}
    monkeypatch.setattr(spelling_checks, "dictionary", lambda language: known.get(language, {}))
    for remembering in (spelling_checks.known_as, spelling_checks._doubtful):
        remembering.cache_clear()
    yield
    for remembering in (spelling_checks.known_as, spelling_checks._doubtful):
        remembering.cache_clear()


def test_spelling_needs_its_dictionary(monkeypatch):
    """Without the optional package nothing is said."""
    monkeypatch.setattr(spelling_checks, "dictionary", lambda _language: {})

    assert "spelling" not in {f.check for f in check("Le navire.", "The vesssel.")}


@pytest.mark.usefixtures("dictionaries")
def test_a_word_in_no_dictionary_is_a_remark_and_in_a_machines_draft_a_warning():
    """People write rare words; machines make up words of pieces. Names are neither's fault."""
    (found,) = [f for f in check("Le navire.", "The vesssel of Vesssel.") if f.check == "spelling"]
    assert (Severity.INFO, Span(4, 11)) == (found.severity, found.target_span)

    draft = Unit("k", "Le navire.").drafted(Hypothesis("The asrçants."), "argos|x")
    assert [("spelling", Severity.WARNING)] == [
        (f.check, f.severity) for f in check_unit(draft, FR_EN)
    ]


@pytest.mark.usefixtures("dictionaries")
@pytest.mark.parametrize("word", ["manoeuvres", "centred", "remake", "flagship", "vessel’s"])
def test_british_spellings_and_words_made_of_known_ones_are_right(word):
    """An American list of plain words is no measure of English."""
    assert "spelling" not in {f.check for f in check("Le navire.", f"The {word} the.")}


@pytest.mark.usefixtures("dictionaries")
def test_a_single_word_left_in_the_sources_language_is_found():
    """Not where it belongs to a name or a quotation."""
    source = "Le loyer moyen."
    (found,) = [f for f in check(source, "The average loyer.") if f.check == "untranslated"]

    assert (Severity.WARNING, Span(3, 8), Span(12, 17)) == (
        found.severity,
        found.source_span,
        found.target_span,
    )
    assert ["untranslated"] == [f.check for f in check("L'idée d'loyer.", "The loyer.")]
    for target in ("The “loyer” average.", "The Prix loyer average.", "The average rent."):
        assert "untranslated" not in {f.check for f in check(source, target)}


def units(*pairs, state=State.REVIEWED):
    return tuple(Unit(f"k{i}", source, target, state) for i, (source, target) in enumerate(pairs))


def whole(found, name):
    return [key for key, findings in found.items() for f in findings if f.check == name]


def test_one_source_in_two_translations_is_found():
    """Both are told; what differs by quotation marks and blanks only is the same."""
    same = units(("Le vieux port rouvre.", "The old port reopens."), ("Le vieux port rouvre.", "The  old port reopens."))  # fmt: skip
    other = units(("Le vieux port rouvre.", "The old port reopens."), ("Le vieux port rouvre.", "The old harbour reopens."))  # fmt: skip

    assert [] == whole(check_catalog(Catalog(units=same), FR_EN), "inconsistent")
    assert ["k0", "k1"] == whole(check_catalog(Catalog(units=other), FR_EN), "inconsistent")


def test_a_draft_is_held_against_what_people_confirmed_elsewhere():
    """Drafts do not count as agreed; other articles' reviews do."""
    drafts = units(("Le vieux port rouvre.", "The old port opens."), state=State.DRAFT)
    elsewhere = agreed(units(("Le vieux port rouvre.", "The old harbour reopens.")))

    assert {} == agreed(drafts)
    found = check_catalog(Catalog(units=drafts), FR_EN, elsewhere)
    assert ["k0"] == whole(found, "inconsistent")


def test_an_article_accepted_unread_is_told_once():
    """Every draft confirmed to the letter, and many of them: a remark at the first."""
    made = [
        Unit(f"k{i}", f"Phrase {i}.").drafted(Hypothesis(f"Sentence {i}."), "argos|x").reviewed()
        for i in range(9)
    ]

    assert ["k0"] == whole(check_catalog(Catalog(units=tuple(made)), FR_EN), "unread")
    edited = (*made[:-1], made[-1].reviewed("Sentence eight."))
    assert [] == whole(check_catalog(Catalog(units=edited), FR_EN), "unread")


def test_what_the_engine_told_stays_with_its_draft():
    """That a sentence was translated in parts is no more to be seen once a person changed it."""
    told = Finding("long", Severity.INFO, "the sentence is long")
    draft = Unit("k", "Le port.").drafted(Hypothesis("The port."), "argos|x", (told,))

    assert (told,) == check_unit(draft, FR_EN)
    assert () == check_unit(replace(draft, target="The old port."), FR_EN)


def test_a_finding_keeps_its_name_while_its_words_stay():
    """An edit elsewhere, other words of the message, another severity: the same finding."""
    one = Unit("k", "Il y a 12 ports.", "There are 21 ports.", State.DRAFT)
    (found,) = check_unit(one, FR_EN)
    edited = replace(one, target="Here there are 21 ports.")
    (again,) = check_unit(edited, FR_EN)

    assert finding_id(found, one) == finding_id(again, edited)
    said_otherwise = replace(found, message="12 → 21", severity=Severity.INFO)
    assert finding_id(found, one) == finding_id(said_otherwise, one)
    other = replace(one, target="There are 22 ports.")
    assert finding_id(found, one) != finding_id(check_unit(other, FR_EN)[0], other)


@pytest.mark.parametrize(
    ("riskier", "safer"),
    [
        (("Il y a 12 ports.", "There are 21 ports."), ("Il y a 12 ports.", "There are 12 ports.")),
        (("Il ne vient pas.", "He comes."), ("Il ne vient pas.", "He does not come.")),
    ],
)
def test_what_is_wrong_is_riskier(riskier, safer):
    """The queue begins with what is wrong."""
    values = [risk(u, check_unit(u, FR_EN)) for u in (Unit("k", *p, State.DRAFT) for p in (riskier, safer))]  # fmt: skip

    assert values[0] > 5 * values[1]


def test_where_a_draft_comes_from_counts():
    """A doubtful draft is riskier than a sure one, an echo than both, a memory's is the safest."""

    def of(maker, score=None):
        origin = Origin(maker, "The port.", score)
        return risk(Unit("k", "Le port.", "The port.", State.DRAFT, origin), ())

    assert of("memory|from:a") < of("argos|x", -0.2) < of("argos|x", -1.5) < of("echo")


def test_a_sentence_that_changed_needs_a_look():
    """The more of the source changed since it was translated, the riskier."""

    def of(old):
        return risk(Unit("k", "Il part lundi.", "He leaves.", State.DRAFT, previous_source=old), ())

    assert of("") < of("Il part mardi.") < of("Nous rentrons demain à la maison.")
