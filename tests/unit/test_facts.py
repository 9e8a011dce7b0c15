"""Names, addresses, marks, coverage: what is found, and what is let pass."""

from __future__ import annotations

import pytest

from bilingual import interface, lexicon
from bilingual.errors import InstallError
from bilingual.facts import Context, Wanted, compare
from bilingual.model import Locale, Severity

PAIR = Context(Locale("fr"), Locale("en"))


def kinds(source, target, pair=PAIR):
    """Return the checks that report an error or a warning."""
    findings = compare(source, target, pair)
    return {f.check for f in findings if f.severity is not Severity.INFO}


# French | English, with nothing to be said against it.
GOOD = """
Mme Lan a vu Londres. | Mrs Lan saw London.
L'armée a quitté Ayn al-Asad, en Irak. | The army has left Ain al-Asad in Iraq.
Hier, les États-Unis ont répondu. | Yesterday the US replied.
Hier, les États-Unis ont répondu. | Yesterday the United States replied.
Il vit aux Pays-Bas. | He lives in the Netherlands.
Selon l'ONU et l'OTAN, le PIB baisse. | According to the UN and NATO, GDP is falling.
L'Otan a parlé. | NATO has spoken.
L'EI a attaqué. | IS attacked.
L'EI a attaqué. | Islamic State attacked.
Le président russe Vladimir Poutine est venu. | The Russian president, Vladimir Putin, came.
Il a parlé à M. Dupont lundi. | He spoke to Mr Dupont on Monday.
Les Français aiment Noël. | The French love Christmas.
Il a vu la Chine avec des Allemands. | He saw China with some Germans.
Une ville en Côte d'Ivoire. | A town in Ivory Coast.
Le Conseil de sécurité a voté. | The Security Council voted.
Le test d'ADN est négatif. | The DNA test is negative.
Écrivez à a_b@exemple.fr. | Write to a_b@exemple.fr.
Le fichier mon_fichier_v2.txt (voir www.exemple.fr/a_b). | The file mon_fichier_v2.txt (see www.exemple.fr/a_b).
Suivez @lea_p et #RadeOuverte. | Follow @lea_p and #RadeOuverte.
« Oui », a-t-il dit. | “Yes,” he said.
« Oui », a-t-il dit. | "Yes," he said.
Il l'a dit (hier). | He said it (yesterday).
a) le premier point | a) the first point
Qui vient ? | Who is coming?
« Qui vient ? » | “Who is coming?”
Il ne vient pas. | He is not coming.
Il ne vient pas. | He isn't coming.
Il n'a qu'un fils. | He has one son.
C'est impossible, il n'est jamais là. | It is impossible: he is never there.
Non, non, non ! | No, no, no!
Elle avait eu raison. | She had had reason.
LE MARCHÉ FLOTTANT REPREND DES COULEURS | FLOATING MARKET REGAINS ITS COLOUR
Il lit Le Monde et vit Place de la Concorde. | He reads Le Monde and lives in Place de la Concorde.
Oui. | Yes.
"""
# French | English | the check that has to find it.
WRONG = """
Hier, le maire a vu Londres. | Yesterday the mayor saw Paris. | name
Il a parlé à Mme Dupont lundi. | He spoke to Mrs Dubois on Monday. | name
Il a parlé à Mme Dupont lundi. | He spoke on Monday. | name
L'armée a quitté Ayn al-Asad. | The army has left the base. | name
Le rapport de la CEDEAO est prêt. | The report is ready. | name
Le rapport de l'ONU est prêt. | The report of the EU is ready. | name
Écrivez à a_b@exemple.fr. | Write to a b@exemple.fr. | verbatim
Écrivez à la mairie de la ville. | Write to the town hall at hall@town.example. | verbatim
Le fichier mon_fichier_v2.txt est là. | The file my_file_v2.txt is there. | verbatim
Voir https://exemple.fr/a_b ici. | See https://exemple.fr/a b here. | verbatim
Suivez @lea_p ici. | Follow @lea p here. | verbatim
Le vol MH370 a disparu. | Flight MH 307 disappeared. | verbatim
Le sommet du G7. | The G8 summit. | verbatim
« Oui », a-t-il dit. | “Yes, he said. | quotes
Il l'a dit (hier). | He said it (yesterday. | brackets
Il l'a dit (hier). | He said it yesterday. | brackets
Qui vient ? | Who is coming. | question
Il vient. | Is he coming? | question
Il ne vient pas à la fête. | He is coming to the party. | negation
La maison de la ville. | The house of the house of the house of the town. | repetition
La maison est grande. | The the house is big. | repetition
Il habite dans une maison avec sa mère. | He lives dans une maison with his mother. | untranslated
Il faudra porter votre attestation demain matin. | We must porter votre attestation demain. | untranslated
Il habite dans une grande maison. | Il habite dans une grande maison. | untranslated
"""


def rows(table):
    """Return the cells of each line."""
    return [tuple(line.split(" | ")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("source", "target"), rows(GOOD))
def test_a_good_translation_has_no_finding(source, target):
    """What a good translator would write is let pass."""
    assert set() == kinds(source, target)


@pytest.mark.parametrize(("source", "target", "check"), rows(WRONG))
def test_a_fault_is_found(source, target, check):
    """Each kind of fault is found by the check of that name."""
    assert check in kinds(source, target)


LONG = (
    "Le conseil municipal a voté le budget de la commune, malgré les critiques de l'opposition, "
    "et décidé de construire une nouvelle école près du stade, où les enfants pourront déjeuner."
)


def test_a_lost_clause_is_found():
    """A long sentence of which half is left out is too short."""
    whole = (
        "The town council voted the budget of the municipality, despite criticism from the "
        "opposition, and decided to build a new school near the stadium, where children can eat."
    )

    assert set() == kinds(LONG, whole)
    assert {"length"} == kinds(LONG, "The town council voted the budget of the municipality.")
    assert "length" in kinds(LONG, f"{whole} {whole.replace('town', 'city')}")


def test_a_short_text_may_vary_in_length():
    """Of short texts nothing is asked."""
    assert set() == kinds("Oui, bien sûr.", "Yes.")
    assert set() == kinds("Hélas !", "What a shame it is!")


def test_an_empty_target_is_an_error():
    """A target of blanks says nothing; a blank source asks for nothing."""
    assert {"empty"} == kinds("Il pleut.", " ")
    assert () == compare(" ", "It rains.", PAIR)


def test_a_changed_name_is_told_with_both_spans():
    """The finding marks the name that is lost and the one that stands instead."""
    source, target = "Hier, Mme Dupont est venue.", "Yesterday Mrs Martin came."
    (finding,) = compare(source, target, PAIR)

    assert finding.severity is Severity.ERROR
    assert "Dupont" == finding.source_span.of(source)
    assert "Martin" == finding.target_span.of(target)


def test_a_name_that_nothing_replaces_is_a_warning():
    """A translator may say “the capital” for a city: that is to be looked at."""
    (finding,) = compare("Il est arrivé à Londres.", "He arrived in the capital.", PAIR)

    assert ("name", Severity.WARNING) == (finding.check, finding.severity)


def test_names_are_not_asked_for_without_data():
    """What becomes of names between two languages that nothing is known of, nobody can say."""
    pair = Context(Locale("fr"), Locale("zh"))

    assert set() == kinds("Hier, Mme Dupont a vu Londres.", "昨天杜邦夫人看到了伦敦。", pair)


def test_terms_are_obeyed():
    """A term asks for one of its targets, and forbids what it forbids; accents do not count."""
    term = Wanted("établissement public", ("public body", "public bodies"), ("institution",))
    pair = Context(Locale("fr"), Locale("en"), (term,))
    source = "Cet établissement public est ouvert."

    assert set() == kinds(source, "This Public Body is open.", pair)
    assert {"term"} == kinds(source, "This public place is open.", pair)
    assert {"term"} == kinds(source, "This public body, an institution, is open.", pair)
    assert set() == kinds("Il pleut.", "It rains.", pair)


def test_messages_speak_the_users_language():
    """Messages come through the interface: they are English where the user speaks English."""
    interface.use("en")
    (finding,) = compare("Il y a 212 bateaux.", "There are boats.", PAIR)

    assert "the number 212 is missing" == finding.message


def test_a_language_without_a_file_knows_nothing():
    """No file, no sections."""
    assert {} == lexicon.of("xx", "numbers")


@pytest.mark.parametrize("text", [b"vingt = 20\n[cardinals]\n", b"[cardinals]\n\xff\n"])
def test_a_damaged_file_of_ours_is_told(tmp_path, monkeypatch, text):
    """An entry before any section, or bytes that are no text: the installation is damaged."""
    (tmp_path / "xq").mkdir()
    (tmp_path / "xq" / "numbers.txt").write_bytes(text)
    monkeypatch.setattr(lexicon, "LANGUAGES", tmp_path)

    with pytest.raises(InstallError) as caught:
        lexicon.of("xq", "numbers")

    assert "numbers.txt" in str(caught.value)
    lexicon.sections.cache_clear()
