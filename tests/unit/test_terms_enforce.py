"""Terms put into drafts: where it is plain, in the form that the place asks for, nowhere else."""

from __future__ import annotations

import pytest

from bilingual.model import Locale
from bilingual.terms import Term, Termbase, anchors, enforce

FR, EN, ES = Locale("fr"), Locale("en"), Locale("es")
TERMS = Termbase(
    (
        Term("député", ("MP",), ("delegate",)),
        Term("parti", ("party", "movement"), ("faction",)),
        Term("séisme", ("earthquake", "quake")),
        Term("élection municipale", ("local election",)),
        Term("le Louvre", ("the Louvre",)),
        Term("grève", ("labour unrest",)),
        Term("logement social", ("council home",)),
        Term("Viêt Nam", ("Viêt Nam",), is_kept=True),
        Term("Le Courrier du Viêt Nam", ("Le Courrier du Viêt Nam",), is_kept=True),
        Term("ONU", ("ONU",), is_kept=True, is_exact=True),
        Term("président", ("chair",)),
        Term("village", (), ("hamlet",)),
    )
)
ANSWERS = {
    "député": ("deputy", "Member."),
    "parti": ("The match.", "match"),
    "séisme": ("seism", "tremor"),
    "élection municipale": ("municipal election", "election"),
    "le Louvre": ("Louvre",),
    "grève": ("strike",),
    "logement social": ("social housing",),
    "Viêt Nam": ("Annam",),
    "Le Courrier du Viêt Nam": ("The Mail of Vietnam",),
    "ONU": ("UN",),
    "président": ("president",),
    "village": ("village",),
}
KNOWN = anchors(TERMS.terms, lambda sources: [ANSWERS[source] for source in sources])

CASES = """
Un député arrive. | A deputy arrives. | An MP arrives.
Un séisme a eu lieu. | A tremor took place. | An earthquake took place.
Les députés votent. | The deputies vote. | The MPs vote.
Députés et maires | Deputies and mayors | MPs and mayors
La voiture du député | The deputy's car | The MP's car
La voiture des députés | The deputies' car | The MPs' car
Le parti gagne. | The match wins. | The party wins.
Partis et maires | Matches and mayors | Parties and mayors
Le parti gagne. | The faction wins. | The party wins.
Les partis | The factions | The parties
Le parti et son parti | The match and his match | The party and his party
Une élection municipale | A municipal election | A local election
Les élections municipales | The municipal elections | The local elections
Elle va au Louvre. | She goes to Louvre. | She goes to the Louvre.
La salle du Louvre | A Louvre's room | The Louvre's room
Le Viêt Nam exporte. | Vietnam exports. | Viêt Nam exports.
Le Viêt-Nam exporte. | Viet Nam exports. | Viêt Nam exports.
Le Viêt Nam exporte. | Annam exports. | Viêt Nam exports.
Le Courrier du Viêt Nam | The Mail of Vietnam | Le Courrier du Viêt Nam
Selon Le Courrier du Viêt Nam | In “Le Courier du Vietnam” | In “Le Courrier du Viêt Nam”
LES DÉPUTÉS VOTENT | DEPUTIES VOTE | MPS VOTE
L'ONU dit | the UN says | the ONU says
"""

LEFT = """
Le député arrive. | The MP arrives with a deputy. | one of the targets stands already
Le parti gagne. | The movement wins a match. | another target is as good
Le parti gagne. | The match after the match wins. | more places than terms
Un député, membre du bureau | A player, member of the board | member is membre
Un député | The “Deputy Prime Act” | a quoted name
Un député | See http://a.fr/deputy and @deputy | addresses
Un député | The deputy-mayor | part of a compound
Une grève | Two strikes | no plural of labour unrest
Des logements sociaux | The social housing is new | countable against uncountable
Son Louvre | His Louvre | no article fits
Le Viêt Nam et Nam Dinh | Nam Dinh | words of the source
Un député | Nobody came. | nothing stands there
L'ONU | The uno | too short to be another spelling
Il vit à Lyon. | He lives in a faction. | no term in the source
"""


def table(text):
    return [tuple(part.strip() for part in line.split("|")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("source", "target", "wanted"), table(CASES))
def test_a_term_is_put_in_where_it_is_plain(source, target, wanted):
    """Plural, possessive, capital and article follow; names come out as they are written."""
    found = TERMS.find(source, FR)
    made, replaced = enforce(source, target, found, KNOWN)

    assert made == wanted
    assert replaced
    assert all(one.span.of(made) == one.after for one in replaced)
    assert enforce(source, made, found, KNOWN) == (made, ())


@pytest.mark.parametrize(("source", "target", "reason"), table(LEFT))
def test_what_is_not_plain_is_left_alone(source, target, reason):
    """A wrong replacement is worse than a finding."""
    made, _replaced = enforce(source, target, TERMS.find(source, FR), KNOWN)

    assert made == target, reason


def test_a_forbidden_form_that_means_another_word_stays():
    """With the term in its place already, the forbidden word stands for something else."""
    source, target = "Le parti et sa faction", "The party and its faction"
    assert enforce(source, target, TERMS.find(source, FR), KNOWN) == (target, ())


def test_two_terms_that_claim_one_place_leave_it():
    """Nobody can tell which of the two it is."""
    one, other = Term("parti", ("party",)), Term("camp", ("side",))
    termbase = Termbase((one, other))
    known = {one: ("group",), other: ("group",)}

    assert enforce(
        "Le parti, le camp", "The group", termbase.find("Le parti, le camp", FR), known
    ) == (
        "The group",
        (),
    )


def test_what_was_replaced_is_told():
    """Term, words before, words after and where they stand now."""
    source = "Un député et un parti"
    _made, replaced = enforce(source, "A deputy and a match", TERMS.find(source, FR), KNOWN)

    assert [(r.term.source, r.before, r.after, r.span.start) for r in replaced] == [
        ("député", "A deputy", "An MP", 0),
        ("parti", "match", "party", 12),
    ]


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("hour", "an hour"),
        ("unit", "a unit"),
        ("union", "a union"),
        ("European", "a European"),
        ("NGO", "an NGO"),
        ("UN envoy", "a UN envoy"),
        ("UNESCO site", "a UNESCO site"),
        ("OECD", "an OECD"),
        ("heir", "an heir"),
        ("unknown", "an unknown"),
        ("honest man", "an honest man"),
        ("one-off", "a one-off"),
        ("user", "a user"),
        ("umbrella", "an umbrella"),
        ("house", "a house"),
    ],
)
def test_the_article_follows_the_sound(target, wanted):
    """What is heard decides between a and an, not what is written."""
    term = Term("mot", (target,))
    found = Termbase((term,)).find("Un mot", FR)

    assert enforce("Un mot", "Here is a word", found, {term: ("word",)})[0] == f"Here is {wanted}"


def test_other_target_languages_are_replaced_as_they_stand():
    """Into Spanish a term goes where its anchor stands, without a change of form."""
    term = Term("parti", ("partido",))
    found = Termbase((term,)).find("Un parti", FR)

    assert enforce("Un parti", "Un equipo", found, {term: ("equipo",)}, ES)[0] == "Un partido"
    assert enforce("Un parti", "Dos equipos", found, {term: ("equipo",)}, ES)[0] == "Dos equipos"


def test_anchors_come_without_articles_and_small_words():
    """“The match.” is match; “of the” says nothing."""
    one, other = Term("parti", ("party",)), Term("de", ("x",))
    made = anchors([one, other], lambda _sources: [("The match.", "match", "A"), ("of the", "")])

    assert made == {one: ("match",), other: ()}


def test_what_is_known_is_not_asked_for():
    """With nothing new to ask, the engine is not called."""

    def refuse(_sources):
        raise AssertionError

    assert anchors(TERMS.terms, refuse, KNOWN) == KNOWN
