"""Form, beyond the golden cases: locales, known words, the shipped lists, cost."""

from __future__ import annotations

import re

import pytest

from bilingual.errors import InstallError
from bilingual.form import capitalised_in, finish, language, prepare
from bilingual.form.casing import roman, truecased
from bilingual.form.language import casing, fold, typography
from bilingual.form.protected import protected
from bilingual.form.spacing import spaced
from bilingual.lexicon import LANGUAGES
from bilingual.model import Locale

FR, EN = Locale("fr"), Locale("en")
QUOTATION = "« Le maire dit : “Non”. »"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("en", "“The mayor says: ‘No.’”"),
        ("en-US", "“The mayor says: ‘No.’”"),
        ("en-GB", "“The mayor says: ‘No’.”"),
        ("de", "„The mayor says: ‚No‘.“"),
        ("es", "«The mayor says: “No”.»"),
        ("fr", "«\xa0The mayor says\xa0: “No”.\xa0»"),
        ("fr-CH", "«The mayor says\u202f: ‹No›.»"),
        ("sv", "”The mayor says: ’No’.”"),
        ("vi", "“The mayor says: ‘No’.”"),
    ],
)
def test_each_locale_has_its_marks(target, expected):
    """A quotation in a quotation has the marks and spaces of the target's locale."""
    prepared = prepare(QUOTATION, FR, is_headline=False)

    assert expected == finish('The mayor says: "No".', prepared, Locale.parse(target))


def test_the_publishers_marks_go_before_the_languages():
    """`quotes` replaces the marks; the rules for stops stay the language's."""
    prepared = prepare(QUOTATION, FR, is_headline=False)

    assert "‘The mayor says: “No.”’" == finish('The mayor says: "No".', prepared, EN, "‘’“”")
    assert "«\xa0The mayor says: «\xa0No.\xa0»\xa0»" == finish(
        'The mayor says: "No".', prepared, EN, "«~ ~»"
    )


def test_names_in_the_article_keep_their_capitals_in_its_headline():
    """A word that has a capital inside a sentence is a name; one that also has none is not."""
    known = capitalised_in(
        ["Hier, Anne Kermadec a vu Tanguy.", "Le Phare et le phare.", "LE CHANTIER"], FR
    )
    prepared = prepare("KERMADEC RACCROCHE, TANGUY AUSSI", FR, is_headline=True, known=known)

    assert {"Anne", "Kermadec", "Tanguy"} == known
    assert "Kermadec raccroche, Tanguy aussi" == prepared.text


def test_a_language_without_lists_is_truecased_by_the_general_rules():
    """Without lists, words get small letters; digits, single letters and numerals keep theirs."""
    prepared = prepare("DER GROSSE PLAN B VON 1G XIV", Locale("de"), is_headline=True)

    assert "Der grosse plan B von 1G XIV" == prepared.text


def test_a_blank_answer_stays_blank():
    """Where an engine has nothing to say there is no target, and no dash alone either."""
    assert finish("  ", prepare("— Oui", FR, is_headline=False), EN) == ""


def test_what_has_no_word_is_left_alone():
    """Dots, dashes and marks alone are never taken off: the engine would be given nothing."""
    for text in ("…", "— ", "« »", "• …", "1. ", ""):
        assert prepare(text, FR, is_headline=False).around.middle == text


def test_numbers_are_grouped_only_as_the_source_groups_them():
    """A telephone number, a name's number and a number that the source writes whole stay."""
    en = typography(EN)

    assert "3,000" == spaced("3 000", en, "3\u202f000")
    assert "06 12 34 567" == spaced("06 12 34 567", en, "06 12 34 567")
    assert "SIREN 123 456 789" == spaced("SIREN 123 456 789", en, "SIREN 123 456 789")
    assert "12 300" == spaced("12 300", en, "12 et 300")


@pytest.mark.parametrize("name", ["fr", "en"])
def test_the_shipped_lists_are_sound(name):
    """No word stands twice in a section or in two that contradict each other."""
    for path in (LANGUAGES / name / "casing.txt", LANGUAGES / name / "names.txt"):
        lines = [line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
        section: list[str] = []
        for line in [*lines, "[end]"]:
            if line.startswith("["):
                assert len(section) == len(set(section)), (path, sorted(section))
                section = []
            elif line:
                section.append(line)
    known = casing(name)
    assert not known.words & set(known.acronyms)
    assert not {word for word in known.words if (word,) in known.names}
    assert all(form == form.upper() for form in known.acronyms.values())


def test_every_locale_of_the_typography_has_all_its_marks():
    """Each line of quotation marks has four, and each locale can be read."""
    text = (LANGUAGES / "typography.txt").read_text("utf-8")
    tags = re.findall(r"^([a-z]{2}(?:-[A-Z]{2})?)(?: |$)", text, re.MULTILINE)
    assert len(tags) > 40
    for tag in tags:
        quotes = typography(Locale(tag)).quotes
        assert all((*quotes.outer, *quotes.inner))


def test_a_damaged_list_is_an_installation_error(tmp_path, monkeypatch):
    """A list with an unknown section is said with its file and line."""
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "casing.txt").write_text("[wrods]\nle\n", "utf-8")
    monkeypatch.setattr(language, "LANGUAGES", tmp_path)
    with pytest.raises(InstallError, match=r"casing\.txt:1"):
        casing("xx")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("XXIE", "XXIe"), ("XIV", "XIV"), ("IER", "Ier"), ("VIE", "VIe"), ("DIX", None), ("", None)],
)
def test_roman_numerals_are_told_from_words(word, expected):
    """Numerals of X, V and I keep their capitals, with a small ending."""
    assert expected == roman(word)


def test_ordinary_words_go_before_roman_numerals():
    """VIE is life and not the sixth."""
    assert "La vie est belle" == truecased("LA VIE EST BELLE", casing("fr"))[0]


def test_accents_make_no_difference_to_look_up():
    """ETATS-UNIS without its accent is found, and keeps the letters it has."""
    assert fold("Élysée") == fold("ELYSEE")
    assert "Les Etats-Unis à l'Elysee" == truecased("LES ETATS-UNIS À L'ELYSEE", casing("fr"))[0]


@pytest.mark.parametrize(
    "address",
    [
        "https://Exemple.fr/A_b?q=1",
        "www.exemple.FR",
        "Redaction.Web+x@exemple.fr",
        "fichier_A.TXT",
        "Rapport.Final.PDF",
        "exemple.fr/Une",
        "#MeToo",
        "@AFP",
        "MON_FICHIER",
        "S.N.C.F.",
    ],
)
def test_addresses_handles_and_names_of_files_are_recognised(address):
    """Each is one protected piece, and comes through a headline in capitals to the letter."""
    text = f"VOIR « {address} » DEMAIN"
    prepared = prepare(text, FR, is_headline=True)

    assert [address] == [span.of(text) for span in protected(text)]
    assert f'Voir "{address}" demain' == prepared.text
    assert f"Voir “{address}” demain" == finish(prepared.text, prepared, EN)


@pytest.mark.parametrize(
    "text", ["a.b-c" * 4000, "a+" * 9000, "a" * 20000, '"' * 4000, "'a " * 4000, "« a » " * 3000]
)
def test_strange_texts_are_read_in_bearable_time(text):
    """No text makes the rules run for minutes: the steps grow little faster than the text."""
    prepared = prepare(text, FR, is_headline=True)

    assert finish(prepared.text, prepared, EN)
