"""Terms found in sources: French and English forms, spelling, capitals, what is another word."""

from __future__ import annotations

import pytest

from bilingual.model import Locale
from bilingual.terms import Term, Termbase

FR, EN, DE = Locale("fr"), Locale("en"), Locale("de")


def found(text, *sources, locale=FR, **settings):
    """Return what is found of some terms in a text, as it stands there."""
    terms = tuple(Term(source, ("x",), **settings) for source in sources)
    return [one.span.of(text) for one in Termbase(terms).find(text, locale)]


# The term; a text with what should be found in it between brackets.
MATCHES = """
parti | Les [partis] de gauche
parti | Le [parti] d'opposition
bateau | Deux [bateaux] flottaient
cheval | Des [chevaux] sauvages
journal | Les [journaux] du soir
travail | Les [travaux] du métro
vitrail | Les [vitraux] de Chartres
feu | Les [feux] de forêt
bijou | Les [bijoux] volés
tuyau | Les [tuyaux] percés
oeil | Les [yeux] ouverts
œil | Les [yeux] ouverts
œuvre | Les [oeuvres] complètes
tour | Les [tours] de la Défense
cour | La [cour] d'appel
marché | Les [marchés] financiers
marche | Les [marches] du palais
court | Il est [court]
loi | Les [lois] du pays
député | La [députée] du Nord
député | Les [députées] du Nord
avocat | Son [avocate] a plaidé
candidat | Les [candidates] sont là
étudiant | Des [étudiantes] en colère
président | La [présidente] a parlé
manifestant | Les [manifestantes] sont rentrées
directeur | La [directrice] de l'école
électeur | Les [électrices] ont voté
chercheur | Une [chercheuse] française
policier | Deux [policières] blessées
infirmier | L'[infirmière] en chef
conseiller | La [conseillère] du maire
boulanger | La [boulangère] du village
boucher | La [bouchère] du coin
gardien | La [gardienne] de l'immeuble
lycéen | Les [lycéennes] défilent
adhérent | Les [adhérentes] votent
élection municipale | Les [élections municipales] de mars
conseil municipal | Les [conseils municipaux] du pays
conseil régional | Les [conseils régionaux]
directeur général | La [directrice générale] du groupe
secrétaire général | La [secrétaire générale] de l'ONU
ministre délégué | La [ministre déléguée] au budget
maire adjoint | La [maire adjointe] de Lyon
premier ministre | La [première ministre] danoise
président-directeur général | La [présidente-directrice générale]
chef de l'État | Le [chef de l’État] a parlé
chef de l'État | Les [chefs de l'État]
chef d'État | Les [chefs d'État] africains
droit de l'homme | Les [droits de l'homme]
président du conseil | Les [présidents des conseils]
garde des sceaux | La [garde des Sceaux]
ministre de la Culture | Les [ministres de la Culture]
marché du travail | Les [marchés du travail]
mise au point | Les [mises au point]
le Louvre | La pyramide [du Louvre]
le Louvre | Il va [au Louvre]
les Invalides | La cour [des Invalides]
eau potable | L'[eau potable] manque
eau potable | jusqu'à ce qu'[eau potable] vienne
impôt | d'[impôts] nouveaux
homme | lorsqu'[homme] et femme
porte-parole | La [porte parole] du parti
porte parole | Le [porte‑parole] du parti
Viêt Nam | Le [Viêt-Nam] exporte
Viêt Nam | Le [Viêt Nam] exporte
aujourd'hui | [Aujourd’hui], il pleut
élection | [Election] présidentielle
école | [ECOLE] FERMEE
école | LES [ECOLES] FERMENT
état | L'[Etat] paiera
état | L'[ÉTAT] PAIERA
élève | LES [ELEVES] SONT LA
écolier | LES [ECOLIERES] SONT LA
à la une | [A la une] ce soir
parti | Le [Parti] a gagné
parti | LE [PARTI] A GAGNÉ
ministre | L'ex-[ministre] est là
ministre | Le [ministre]-là est parti
député | Que dit la [députée]-elle-même ?
C++ | Il programme en [C++].
R&D | Le budget de [R&D] baisse
J.-C. | en 50 av. [J.-C.] à Rome
G7 | Le sommet du [G7]
taux de 3 % | le [taux de 3 %] fixé
tour | [Tours] de passe-passe
lande | [Landes] et forêts
élection | Les [élections] de mai
"""

# The term; a text in which it does not stand.
NO_MATCHES = """
marché | Il marche vite
marche | Le marché est ouvert
court | La cour du roi
cour | Le match est court
cour | Au cours de la nuit
cour | Il suit un cours
tour | Le Conseil municipal de Tours
lande | Le département des Landes
pari | Le maire de Paris
parti | Une partie du public
parti | Ils sont parties
port | La porte du jardin
marin | La marine nationale
médecin | La médecine douce
droit | La droite a perdu
point | La pointe du raz
mer | La mère du marin
fer | Il fait la fière
plan | La plane du menuisier
capital | La capitale du pays
moral | La morale de l'histoire
moi | Au mois de juin
mai | Mais il pleut
ail | Il va aux champs
fil | Le fils du roi
foi | Deux fois par an
ver | Il va vers lui
sou | Il est sous terre
fond | Les fonds publics
boi | Le bois brûle
pay | Le pays vote
sel | La selle du cheval
vent | La vente est close
chant | Il chante bien
plant | La plante verte
traité | La question traitée
ciel | Un arc-en-ciel
parole | Son porte-parole
chef | Un sous-chef
élection municipale | Une élection très municipale
élection municipale | L'élection, municipale
chef d'État | Le chef de l'État
élection | Un électeur
affaires étrangères | Une affaire étrangère
lunettes | Une lunette d'approche
échecs | Un échec cuisant
infirmière | Un infirmier
âge | L'agé
orange | www.orange.fr
orange | Écrire à lea@orange.fr
orange | Le compte @orange
orange | Le mot-dièse #orange
orange | Le fichier orange.txt
parti | la parti_e
marché | LA MARCHE ÉTAIT LONGUE
pêcheur | Le pécheur repenti
sur | Le chemin est sûr
jeune | Il jeûne
cote | La côte est belle
les échecs | L'échec
CE | Il part ce soir
"""


def table(text):
    return [tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("term", "marked"), table(MATCHES))
def test_a_french_term_is_found_in_its_forms(term, marked):
    """Plural, feminine, elision, contracted articles, spelling and capitals do not hide a term."""
    before, _bracket, rest = marked.partition("[")
    wanted = rest.partition("]")[0]
    text = before + rest.replace("]", "", 1)

    assert found(text, term) == [wanted]


@pytest.mark.parametrize(("term", "text"), table(NO_MATCHES))
def test_another_word_is_not_taken_for_a_term(term, text):
    """Accents, other words that look like forms, compounds and addresses are no terms."""
    exact = term.isupper()

    assert found(text, term, is_exact=exact) == []


def test_there_are_as_many_cases_as_promised():
    """At least sixty forms and thirty other words are looked at."""
    assert len(table(MATCHES)) >= 60
    assert len(table(NO_MATCHES)) >= 30


ENGLISH = """
party | The [parties] agreed
party | The [party]'s leader
city council | Both [city councils] met
woman | Two [women] spoke
child | The [children] left
church | The [churches] are open
box | Ten [boxes] fell
knife | The [knives] are out
crisis | The [crises] of 1929
Prime Minister | The [prime minister] left
"""


@pytest.mark.parametrize(("term", "marked"), table(ENGLISH))
def test_an_english_term_is_found_in_the_plural(term, marked):
    """English sources have plurals and possessives."""
    before, _bracket, rest = marked.partition("[")

    assert found(before + rest.replace("]", "", 1), term, locale=EN) == [rest.partition("]")[0]]


@pytest.mark.parametrize(
    ("term", "text"), [("new", "The news"), ("mean", "By all means"), ("part", "A party")]
)
def test_an_english_word_of_its_own_is_no_plural(term, text):
    """News are not several new."""
    assert found(text, term, locale=EN) == []


def test_other_languages_have_no_forms():
    """German terms are found as they are written, whatever their capitals."""
    assert found("Die Partei und die Parteien", "partei", locale=DE) == ["Partei"]


def test_the_longest_term_wins():
    """Inside a term no shorter one is found, and none overlap."""
    terms = ["conseil", "conseil municipal", "conseil municipal de Lyon", "Lyon"]

    assert found("Le conseil municipal de Lyon, le conseil de Lyon", *terms) == [
        "conseil municipal de Lyon",
        "conseil",
        "Lyon",
    ]


def test_a_term_broken_off_gives_way_to_the_shorter_one():
    """Where a long term does not go on, what came before it is still found."""
    assert found("chef de la police", "chef", "chef de la sécurité", "police") == ["chef", "police"]


def test_exact_terms_ask_for_their_capitals():
    """Orange the company is not orange the fruit; in all capitals nobody can tell."""
    assert found("Une orange chez Orange", "Orange", is_exact=True) == ["Orange"]
    assert found("LES CLIENTS D'ORANGE", "Orange", is_exact=True) == ["ORANGE"]
    assert found("L'ONU et onu", "ONU", is_exact=True) == ["ONU"]
    assert found("État de fait", "état", is_exact=True) == ["État"]
    assert found("Un fait d'État", "état", is_exact=True) == []


def test_two_exact_terms_are_told_apart():
    """At the beginning of a sentence the one that is written so wins."""
    terms = Termbase(
        (Term("état", ("state",), is_exact=True), Term("État", ("State",), is_exact=True))
    )

    sentence = "L'État et l'état"
    assert [one.term.source for one in terms.find(sentence, FR)] == ["État", "état"]
    assert [one.term.source for one in terms.find("État d'urgence", FR)] == ["État"]


def test_a_word_with_its_accents_wins():
    """In capitals without accents the term that has none goes first."""
    assert found("LA MARCHE", "marché") == ["MARCHE"]
    both = Termbase((Term("marché", ("market",)), Term("marche", ("walk",))))
    assert [one.term.source for one in both.find("LA MARCHE", FR)] == ["marche"]


def test_the_kind_of_word_says_how_it_varies():
    """An adjective has every feminine; a verb and a name have no other form."""
    assert found("La loi nationale", "national") == []
    assert found("La loi nationale", "national", pos="adjective") == ["nationale"]
    assert found("Des lois publiques", "public", pos="adjective") == ["publiques"]
    assert found("Une belle loi", "beau", pos="adjective") == ["belle"]
    assert found("Les Rafales décollent", "Rafale", pos="name") == []
    assert found("Il faut voter", "voter", pos="verb") == ["voter"]


def test_decomposed_letters_and_soft_hyphens_make_no_difference():
    """A source may hold letters and accents apart; spans are those of the source."""
    text = "Les e\u0301lec\xadtions"

    assert found(text, "élection") == ["e\u0301lec\xadtions"]


def test_a_term_may_run_over_a_line_end():
    """Sources keep the lines of the article."""
    assert found("le conseil\nmunicipal", "conseil municipal") == ["conseil\nmunicipal"]


def test_what_is_asked_of_a_target_has_the_words_of_the_source():
    """A demand names the term as it stands, its targets in both numbers, and what is forbidden."""
    terms = Termbase((Term("parti", ("party",), ("faction",)),))

    assert terms.wanted("Les partis et les partis", FR, EN) == (
        ("partis", ("party", "parties"), ("faction", "factions")),
    )
    assert terms.wanted("Les partis", FR, DE) == (("partis", ("party",), ("faction",)),)


@pytest.mark.parametrize(
    ("target", "forms"),
    [
        ("head of state", {"head of state", "heads of state"}),
        ("by-election", {"by-election"}),
        ("local elections", {"local elections", "local election"}),
        ("woman", {"woman", "women"}),
        ("county", {"county", "counties"}),
        ("day", {"day", "days"}),
        ("church", {"church", "churches"}),
        ("police", {"police"}),
        ("news", {"news"}),
        ("the Elysée Palace", {"the Elysée Palace"}),
        ("MP", {"MP", "MPs"}),
        ("people", {"people", "person"}),
        ("process", {"process"}),
    ],
)
def test_english_targets_are_asked_for_in_both_numbers(target, forms):
    """Words without a plural and names of one thing get none."""
    terms = Termbase((Term("mot", (target,)),))

    assert set(terms.wanted("Un mot", FR, EN)[0].targets) == forms


def test_a_kept_term_stays_as_it_is_written_in_the_termbase():
    """Other capitals and hyphens in the source are brought into line; a plural stays."""
    terms = Termbase((Term("Viêt Nam", ("Viêt Nam",), is_kept=True),))
    assert terms.wanted("Le VIÊT-NAM", FR)[0].targets == ("Viêt Nam", "VIÊT-NAM")

    rafale = Termbase((Term("Rafale", ("Rafale",), is_kept=True),))
    assert rafale.wanted("Des Rafales", FR)[0].targets == ("Rafales", "Rafale")


def test_no_terms_ask_nothing():
    """An empty termbase finds nothing and counts as nothing."""
    assert not Termbase()
    assert Termbase().find("Un parti", FR) == ()
    assert Termbase((Term("parti", ("party",)),)).wanted("", FR) == ()
