"""Reading: agency form, bare paragraphs, and every encoding that articles come in."""

from __future__ import annotations

import re
import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import texts

from bilingual.article import parse_article, read_article, slug_and_locale
from bilingual.article.marks import is_credit, is_signature
from bilingual.errors import ArticleError
from bilingual.model import BlockKind, Locale
from bilingual.segment import segment
from bilingual.text import fold_lines

AGENCY = """ date 2026-01-19 Un accord est signé

Les deux pays ont signé lundi,
et ils ont fixé une date.

Photo : AFP/VNA/CVN

Le texte compte 12 articles.

Xinhua/VNA/CVN"""


def parse(text, tag="fr"):
    return parse_article(text, slug="a", locale=Locale(tag), name="a.fr.txt")


def kinds(article):
    return [block.kind.value for block in article.blocks]


def lines_of(text):
    """Return the blocks under a headline, each on one line."""
    return [fold_lines(words) for words in words_of(parse(f"Un titre\n\n{text}"))[1:]]


def segments_of(text):
    return [fold_lines(s.source) for s in segment(parse(text))]


def words_of(article):
    return [article.block_text(block) for block in article.blocks]


def test_agency_text_has_date_headline_paragraphs_credit_and_signature():
    """Each part of the agency's form is found, where it stands."""
    article = parse(AGENCY)

    assert date(2026, 1, 19) == article.published
    assert "Un accord est signé" == article.headline
    assert ["date", "headline", "paragraph", "credit", "paragraph", "signature"] == kinds(article)
    assert "Photo : AFP/VNA/CVN" == words_of(article)[3]
    assert "Xinhua/VNA/CVN" == words_of(article)[-1]


def test_the_text_stays_whole():
    """Nothing of the file is lost: blocks only point into it."""
    assert AGENCY == parse(AGENCY).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une seule phrase.", ["paragraph"]),
        ("Un titre\n\nUn paragraphe.", ["headline", "paragraph"]),
        ("Une phrase.\n\nUne autre.", ["paragraph", "paragraph"]),
        ("date 2026-01-19\nUn titre\n\nUn paragraphe.", ["date", "headline", "paragraph"]),
        ("date 2026-01-19\nUn titre\nUn paragraphe.", ["date", "headline", "paragraph"]),
        ("Un titre\n\nPhoto : Jean Dupont/AFP", ["headline", "credit"]),
        ("Un titre\n\nPhoto : le maire serre des mains.", ["headline", "paragraph"]),
        ("Un titre\n\nUne phrase.\nAFP", ["headline", "paragraph", "signature"]),
        ("Un titre\n\n— Oui.\n— Non.", ["headline", "paragraph", "paragraph"]),
        ("Un titre\n\nCrédit photo : © Anne Martin", ["headline", "credit"]),
        ("ONU", ["paragraph"]),
    ],
)
def test_blocks_of_small_texts(text, expected):
    """What a block is follows from its form and its place."""
    assert expected == kinds(parse(text))


def test_a_headline_wrapped_by_hand_is_one_headline():
    """The lines of a headline under a date belong together where they end no sentence."""
    article = parse("date 2026-01-19 Un très long titre\nsur deux lignes\n\nUn paragraphe.")

    assert "Un très long titre sur deux lignes" == article.headline


def test_lines_too_long_to_be_wrapped_are_paragraphs():
    """A text saved with one line a paragraph and no blank lines is not one paragraph."""
    line = "Un mot et encore un mot. " * 8
    article = parse(f"Un titre\n{line}\n{line}\nFin courte.")

    assert ["headline", "paragraph", "paragraph", "paragraph"] == kinds(article)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_change_no_block(end):
    """Windows' and old Mac's line ends are read as Unix's."""
    article = parse(AGENCY.replace("\n", end))

    assert kinds(parse(AGENCY)) == kinds(article)
    assert AGENCY.replace("\n", end) == article.text


LONG = "un texte qui continue assez longtemps pour que la ligne soit large"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Où voter dimanche ?", "Où voter dimanche ?"),
        ("Où voter dimanche\xa0?", "Où voter dimanche\xa0?"),
        ("Enfin la pluie !", "Enfin la pluie !"),
        ("Et maintenant…", "Et maintenant…"),
        ("Et maintenant...", "Et maintenant..."),
        ("« Je ne regrette rien ! »", "« Je ne regrette rien ! »"),
        ("« Partez ! » crie le maire", "« Partez ! » crie le maire"),
        ("M. Durand va-t-il céder ?", "M. Durand va-t-il céder ?"),
        ("Rennes. Un incendie éclate", "Rennes. Un incendie éclate"),
        ("Retraites : le Sénat vote", "Retraites : le Sénat vote"),
        ("Le conseil de la ville adopte\nun budget", "Le conseil de la ville adopte un budget"),
        ("Le maire reçoit\nla presse\nà midi", "Le maire reçoit la presse à midi"),
        ("LE CONSEIL\nADOPTE LE BUDGET\nDE LA VILLE", "LE CONSEIL ADOPTE LE BUDGET DE LA VILLE"),
        ("Accident à la gare de\nNantes", "Accident à la gare de Nantes"),
        (
            "La chancelière reçoit Emmanuel\nMacron à Berlin",
            "La chancelière reçoit Emmanuel Macron à Berlin",
        ),
        ("Un accident fait\n12 morts", "Un accident fait 12 morts"),
        ("Le phare rouvre\nAprès des années de travaux, le public revient", "Le phare rouvre"),
        ("Le phare rouvre\nLe public revient.", "Le phare rouvre"),
        ("À LA UNE\nLe maire part", "À LA UNE"),
        ("GRÈVE À NANTES\nLe trafic est perturbé", "GRÈVE À NANTES"),
        ("Où voter ?\nLes bureaux ouvrent à 8 h.", "Où voter ?"),
    ],
)
def test_an_undated_headline_is_seen(text, headline):
    """A short first block that is no paragraph is the headline, wrapped or not; a subtitle is not."""
    article = parse(f"{text}\n\nUn paragraphe.")

    assert headline == article.headline
    assert fold_lines(text) == " ".join(map(fold_lines, words_of(article)[:-1]))


@pytest.mark.parametrize(
    "text",
    [
        "Une phrase.\n\nUne autre.",
        "Il est venu. Que voulait-il ?\n\nUne autre.",
        "« Oui ! » dit-il. Vraiment ?\n\nUne autre.",
        "Voici pourquoi :\n\nUne autre.",
        "Bonjour,\n\nUn texte.",
        "Un point ;\n\nun autre.",
        "— Où vas-tu ?\n\n— À Lyon.",
        "Que de mots, " + "et encore des mots, " * 7 + "n'est-ce pas ?\n\nUne autre.",
        "Où voter dimanche ?",
        "Le pont est fermé\ndepuis lundi",
        "Le pont est fermé\ndepuis lundi.\n\nIl rouvrira.",
        "un\ndeux\ntrois\nquatre\n\nFin.",
        "> Bonjour à tous\n\nMerci.",
    ],
)
def test_a_first_paragraph_is_no_headline(text):
    """What ends as a sentence, is two, opens a list, or stands alone, is a paragraph."""
    assert BlockKind.HEADLINE not in {block.kind for block in parse(text).blocks}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date 2026-03-03 Le maire\nCent personnes sont venues.", "Le maire"),
        (
            "date 2026-03-03 Le maire accueille à la gare la\nDéputée",
            "Le maire accueille à la gare la Députée",
        ),
        ("date 2026-03-03\n\nLe maire est mort.\n\nUn texte.", "Le maire est mort."),
        ("date 2026-03-03\n\nOù voter ?\n\nUn texte.", "Où voter ?"),
        ("date 2026-03-03\n\nPhoto : AFP\n\nUn texte.", "a"),
        ("date 2026-03-03\n\n- Un point\n- Un autre", "a"),
        ("date 2026-03-03\n\nIl pleut. Il vente.\n\nUn texte.", "a"),
    ],
)
def test_a_dated_headline_ends_where_the_text_begins(text, expected):
    """Under a date the next line is the headline; two sentences behind a blank line are not."""
    assert expected == parse(text).headline


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le pont est fermé\ndepuis lundi.", ["Le pont est fermé depuis lundi."]),
        ("Le pont est\nfermé. La\nville attend.", ["Le pont est fermé. La ville attend."]),
        ("Il a dé-\nnoncé le fait.", ["Il a dé- noncé le fait."]),
        ("Il pleut.\nIl vente.\nIl neige", ["Il pleut.", "Il vente.", "Il neige"]),
        ("« Il pleut »\n« Il vente »", ["« Il pleut »", "« Il vente »"]),
        ("Il a vu M.\nDurand partir.", ["Il a vu M. Durand partir."]),
        ("Il a vu J.\nDurand partir.", ["Il a vu J. Durand partir."]),
        ("Rendez-vous à 3 h.\n20 personnes.", ["Rendez-vous à 3 h. 20 personnes."]),
        (f"Ici {LONG}\nqui finit.\nUn autre\nlà.", [f"Ici {LONG} qui finit.", "Un autre là."]),
        (f"Ici {LONG}\nqui finit. Un\nautre là.", [f"Ici {LONG} qui finit. Un autre là."]),
        (
            f"Il finit.\nUn intertitre\nLe texte est {LONG}\net va.",
            ["Il finit.", "Un intertitre", f"Le texte est {LONG} et va."],
        ),
        ("- riz\n- pain", ["- riz", "- pain"]),
        ("Liste :\n• riz\nblanc\n• pain", ["Liste :", "• riz blanc", "• pain"]),
        ("1. riz\n2. pain\n3) sel", ["1. riz", "2. pain", "3) sel"]),
        ("Liste\n1) riz\n2) pain", ["Liste", "1) riz", "2) pain"]),
        ("a) riz\nb) pain", ["a) riz", "b) pain"]),
        ("1° riz\n2° pain", ["1° riz", "2° pain"]),
        ("(1) riz\n(2) pain", ["(1) riz", "(2) pain"]),
        ("Il y en a 11 ou\n12. Nantes gagne.", ["Il y en a 11 ou 12. Nantes gagne."]),
        ("Le maire\n– de droite – a\ndit non.", ["Le maire – de droite – a dit non."]),
        ("Q : Quand ?\nR : Demain\nou lundi.", ["Q : Quand ?", "R : Demain ou lundi."]),
        (
            "Question\xa0: Qui\nvient ?\nRéponse : moi",
            ["Question\xa0: Qui vient ?", "Réponse : moi"],
        ),
        (
            "Le Midi : Qui\nvient ?\nAnne Roy : moi\naussi",
            ["Le Midi : Qui vient ?", "Anne Roy : moi aussi"],
        ),
        ("> Bonjour. Oui.\n> Je vous écris.\n> Non.", ["> Bonjour. Oui. > Je vous écris. > Non."]),
        (
            "Il pleut\nsur Nantes.\nPhoto : AFP\nIl vente.",
            ["Il pleut sur Nantes.", "Photo : AFP", "Il vente."],
        ),
        ("Il écrit à\nAFP", ["Il écrit à AFP"]),
    ],
)
def test_lines_without_a_blank_line_between(text, expected):
    """Wrapped lines are one paragraph; items, speakers, headings, ends of sentences part them."""
    assert expected == lines_of(text)


WORDS = [
    "Le",
    "maire",
    "dit",
    "oui",
    "Paris",
    "dort",
    "hier",
    "Durand",
    "venait",
    "soir",
    "la",
    "ville",
    "«",
    "Bien",
    "»",
    "parle",
    "l'été",
    "12",
    "ans",
]
sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=14).map(
    lambda found: "On voit " + " ".join(found) + "."
)


@given(st.lists(sentences, min_size=1, max_size=5), st.integers(20, 100))
def test_wrapping_a_paragraph_by_hand_cuts_no_sentence(found, width):
    """However a paragraph is wrapped, it has the segments that it has on one line.

    But for a quotation without a stop that ends a line above a capital: a paragraph may end so.
    """
    text = " ".join(found)
    assume(not re.search(r"» (?:[A-Z]|«)", text))
    wrapped = "\n".join(textwrap.wrap(text, width, break_long_words=False))

    assert segments_of(f"Titre\n\n{text}") == segments_of(f"Titre\n\n{wrapped}")


@pytest.mark.parametrize(
    ("line", "day", "tag"),
    [
        ("date 3 mars 2026 Un titre", date(2026, 3, 3), "fr"),
        ("date 1er mars 2026 Un titre", date(2026, 3, 1), "fr"),
        ("Date : mardi 3 mars 2026\nUn titre", date(2026, 3, 3), "fr"),
        ("date 14 févr. 2026 Un titre", date(2026, 2, 14), "fr"),
        ("date 14 fe\u0301vrier 2026 Un titre", date(2026, 2, 14), "fr"),
        ("date 3\xa0AOÛT\xa02026 Un titre", date(2026, 8, 3), "fr"),
        ("date 31/12/2026 Un titre", date(2026, 12, 31), "fr"),
        ("date 3.4.2026 Un titre", date(2026, 4, 3), "fr"),
        ("date : 2026-03-03 Un titre", date(2026, 3, 3), "fr"),
        ("date:2026/03/03 Un titre", date(2026, 3, 3), "fr"),
        ("date 2026-03-03T18:30:00+01:00 Un titre", date(2026, 3, 3), "fr"),
        ("date 3 mars 2026 – Un titre", date(2026, 3, 3), "fr"),
        ("date 2026-03-03: Un titre", date(2026, 3, 3), "fr"),
        ("date 3 March 2026 Un titre", date(2026, 3, 3), "en"),
        ("date March 3, 2026 Un titre", date(2026, 3, 3), "en"),
        ("Date: Tuesday, March 3rd, 2026 Un titre", date(2026, 3, 3), "en-GB"),
        ("date 03/04/2026 Un titre", date(2026, 4, 3), "en"),
        ("date 03/04/2026 Un titre", date(2026, 3, 4), "en-US"),
        ("date 2026-03-03 Un titre", date(2026, 3, 3), "vi"),
    ],
)
def test_dates_are_read_as_people_write_them(line, day, tag):
    """Figures in either order, names of months in the article's language; the headline follows."""
    article = parse(f"{line}\n\nUn paragraphe.", tag)

    assert day == article.published
    assert "Un titre" == article.headline


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("date 2026 Un titre", "no date"),
        ("date 3 mars Un titre", "no date"),
        ("date 03/03/26 Un titre", "no date"),
        ("date 3 brumaire 2026 Un titre", "no date"),
        ("date : 3 March 2026 A title", "no date"),
        ("date 31/02/2026 Un titre", "no day of the calendar"),
        ("date 31 février 2026 Un titre", "no day of the calendar"),
    ],
)
def test_a_date_that_cannot_be_read_is_an_error(line, message):
    """Rather than become a part of the headline; the error names the line and a way out."""
    with pytest.raises(ArticleError, match=message) as raised:
        parse(f"\n\n{line}\n\nUn paragraphe.")

    assert 3 == raised.value.line
    assert raised.value.hint


@pytest.mark.parametrize(
    "line",
    ["Date limite dépassée pour 2026", "Dates de 2026", "Date du 3 concert fixée", "Dater 2026"],
)
def test_a_date_in_words_is_text(line):
    """A headline may begin with the word."""
    article = parse(f"{line}\n\nUn paragraphe.")

    assert (None, line) == (article.published, article.headline)


@pytest.mark.parametrize(
    "line",
    [
        "© Jean Dupont/Reuters",
        "© 2026 Agence X",
        "(Photo AFP)",
        "[Photo : AFP]",
        "Photo AFP",
        "Photo: X",
        "Photo Jean Dupont (AFP)",
        "Photo d’archives AFP",
        "Photo : DR",
        "Crédits photo © Anne Martin",
        "PHOTO : LE PROGRÈS",
        "Source : INSEE",
        "Sources : INSEE, Eurostat",
        "Source : https://www.insee.fr/fr/statistiques",
        "Infographie\xa0: Le Monde",
        "Image courtesy of Reuters",
    ],
)
def test_credits_are_kept_as_they_are(line):
    """Names behind a label or ©, anywhere in the article."""
    assert ["headline", "credit", "paragraph"] == kinds(parse(f"Un titre\n\n{line}\n\nUn texte."))


@pytest.mark.parametrize(
    "line",
    [
        "Photo : le maire serre des mains.",
        "Légende : le maire serre des mains",
        "Légende : Emmanuel Macron",
        "Source : ministère de l'Intérieur",
        "Photos de famille à l'AFP",
        "Photo du jour",
        "Sources",
        "Image : Nantes sous la pluie",
        "© Tout est dit ici.",
        "Photographies : " + "Anne Martin, " * 9,
    ],
)
def test_captions_are_translated(line):
    """A caption, a sentence, a list of words is text."""
    assert ["headline", "paragraph", "paragraph"] == kinds(
        parse(f"Un titre\n\n{line}\n\nUn texte.")
    )


@pytest.mark.parametrize(
    "line",
    [
        *("AFP", "Reuters", "Xinhua", "(AFP)", "[Belga]", "A.F.P.", "Agence France-Presse"),
        *("avec AFP", "(avec AFP)", "Avec l’AFP", "Le Monde avec AFP", "(avec agences)"),
        *("Reuters/AFP", "AFP, Reuters et AP", "Xinhua/VNA/CVN", "Hà Minh/CVN", "Littoral/ALP"),
        *("A. Martin (Belga)", "Par Anne Martin, AFP", "Anne Martin – ATS", "With Reuters"),
    ],
)
def test_agencies_sign_at_the_end(line):
    """The last block is a signature, on its own line or under the last paragraph, credits apart."""
    assert "signature" == kinds(parse(f"Un titre\n\nUn texte.\n\n{line}"))[-1]
    assert "signature" == kinds(parse(f"Un titre\n\nUn texte.\n{line}\n"))[-1]
    signed = kinds(parse(f"Un titre\n\nUn texte.\n\n{line}\n\n© Anne Martin"))
    assert ["signature", "credit"] == signed[-2:]
    assert "signature" not in kinds(parse(f"Un titre\n\n{line}\n\nUn texte."))


@pytest.mark.parametrize(
    "line",
    [
        *(
            "FIN",
            "ONU",
            "Paris",
            "À suivre",
            "LA SUITE DEMAIN",
            "PARIS/LYON",
            "OUI – NON",
            "Agences",
        ),
        *("Vive l'AFP", "Merci, Reuters.", "Il travaille avec AFP", "AFP !", "Reuters ?"),
        *("« Bravo », AFP", "L'AFP est née en 1944", "Selon Reuters, il pleut", "Jean Dupont"),
        *("Avec AFP, tout est dit.", "Il a parlé (AFP).", "Reuters et les autres sont là"),
    ],
)
def test_a_last_paragraph_is_no_signature(line):
    """A sentence, a lone word in capitals, a person's name are translated."""
    assert "paragraph" == kinds(parse(f"Un titre\n\nUn texte.\n\n{line}"))[-1]


@given(
    st.lists(st.sampled_from([*WORDS, "AFP", "Reuters", "avec", "(", "/", ","]), max_size=8),
    st.sampled_from(["est", "dort", "parle", "vient"]),
    st.sampled_from(["", ".", " !", " ?", "…"]),
    st.integers(0, 8),
)
def test_what_has_a_verb_is_never_a_signature(found, verb, end, at):
    """One word in small letters that is no “de” or “avec” is enough for a text."""
    line = " ".join([*found[:at], verb, *found[at:]]) + end

    assert not is_signature(line)
    assert not is_credit(line)
    assert not is_credit(f"Photo : {line}")


@given(texts.filter(lambda t: t.strip()))
def test_blocks_hold_every_word_of_any_text(text):
    """What lies between the blocks is white space: nothing is left out of the article."""
    try:
        article = parse(text)
    except ArticleError:
        return  # a date that is no day, or nothing but a date
    outside, end = "", 0
    for block in article.blocks:
        outside += text[end : block.span.start]
        end = block.span.end

    assert not (outside + text[end:]).strip()


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac_roman"],
)
def test_the_encoding_a_file_really_has_is_found(tmp_path, encoding):
    """Accents, guillemets, the euro sign and œ come out right from every usual encoding."""
    text = (
        "Le cœur de l’Europe\n\n« Où êtes-vous ? » a demandé le maire de Besançon. 3 000 €, dit-il."
    )
    path = tmp_path / "a.fr.txt"
    path.write_bytes(text.encode(encoding))

    assert text == read_article(path).text


@pytest.mark.parametrize("encoding", ["iso8859_15", "latin-1", "cp850"])
def test_older_encodings_are_found(tmp_path, encoding):
    """Files from before the euro and from DOS are read as well."""
    text = "L'été fut très chaud à Nîmes, où l'on a fêté Noël en août.\n\nÇa s'est passé hier."
    path = tmp_path / "a.fr.txt"
    path.write_bytes(text.encode(encoding))

    assert text == read_article(path).text


@given(st.text("aeéèàçùêîôœ «»’ESTM.,\n", min_size=60, max_size=300))
def test_utf8_is_never_taken_for_anything_else(text):
    """What is valid UTF-8 is read as UTF-8."""
    from bilingual.decoding import decode

    assert text == decode(text.encode("utf-8"), "a.txt")


def test_decomposed_letters_and_no_break_spaces_survive(tmp_path):
    """A Mac's decomposed accents and the typographer's spaces are kept to the letter."""
    text = "Un e\u0301te\u0301 a\u0300 Hue\u0301\u202f!\n\n«\u00a0Oui\u00a0»."
    path = tmp_path / "a.fr.txt"
    path.write_text(text, encoding="utf-8")

    assert text == read_article(path).text


@pytest.mark.parametrize(
    "unit",
    [
        *("Une phrase de plus.\n", "sans fin et sans blanc\n", "1. riz\n", "- riz\n", "AFP\n"),
        *("Photo : AFP\n", "> oui\n", "A. ", "( ", "« ", "– a ", "Paris : ", "d'après ", "?\n"),
    ],
)
def test_a_monotonous_megabyte_is_read(unit):
    """A text of one thing over and over takes time in proportion to its length."""
    text = unit * (1_000_000 // len(unit))
    article = parse(text)

    assert text.strip() == text[article.blocks[0].span.start : article.blocks[-1].span.end]


def test_five_megabytes_are_read(tmp_path):
    """A very long file is an article like any other."""
    text = "Un titre\n\n" + "Une phrase de plus, et encore des mots.\n\n" * 130_000
    path = tmp_path / "long.fr.txt"
    path.write_text(text, encoding="utf-8")
    article = read_article(path)

    assert len(text) > 5_000_000
    assert 130_001 == len(article.blocks)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the article is empty"),
        (b" \n\n\t", "the article is empty"),
        (b"\xef\xbb\xbf", "the article is empty"),
        (b"%PDF-1.7 ...", "this is a PDF"),
        (b"PK\x03\x04 ...", "Word or OpenDocument"),
        (b"Du texte\x00\x01\x02 puis autre chose", "control character U+0000"),
        (b"Un titre\n\nUn mot \x1b[31m rouge", "control character U+001B"),
        (bytes(range(128, 256)) * 4, "encoding of this file is not recognised"),
        (b"\xff\xfe\x00", "damaged at byte"),
        (b"date 2026-13-45 Un titre", "no day of the calendar"),
    ],
)
def test_what_is_no_article_is_refused_with_a_way_out(tmp_path, data, message):
    """Each is one of our errors, names the file, and says what to do."""
    path = tmp_path / "a.fr.txt"
    path.write_bytes(data)

    with pytest.raises(ArticleError, match=re.escape(message)) as raised:
        read_article(path)
    assert path == Path(raised.value.path)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("name", "slug", "tag"),
    [
        ("irak-coalition.fr.txt", "irak-coalition", "fr"),
        ("Été à Hué (2).txt", "ete-a-hue-2", None),
        ("market.en-GB.txt", "market", "en-GB"),
        ("cœur.pt_br.txt", "coeur", "pt-BR"),
        ("v1.2.txt", "v1-2", None),
        ("Hà Nội.txt", "ha-noi", None),
    ],
)
def test_slug_and_language_come_from_the_name(name, slug, tag):
    """Slugs are safe in addresses and file names; a language in the name counts."""
    assert (slug, tag and Locale(tag)) == slug_and_locale(Path(name))


def test_a_name_the_site_needs_is_refused():
    """`index` is the list of articles."""
    with pytest.raises(ArticleError, match="cannot be called"):
        slug_and_locale(Path("index.fr.txt"))


def test_headline_kind_is_translated_and_credit_is_not():
    """Only headline and paragraphs go to an engine."""
    translated = [kind for kind in BlockKind if kind.is_translated]

    assert [BlockKind.HEADLINE, BlockKind.PARAGRAPH] == translated
