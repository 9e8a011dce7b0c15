"""Reading: agency form, bare paragraphs, and every encoding that articles come in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from bilingual.article import parse_article, read_article, slug_and_locale
from bilingual.errors import ArticleError
from bilingual.model import BlockKind, Locale

AGENCY = """ date 2026-01-19 Un accord est signé

Les deux pays ont signé lundi.
Ils ont fixé une date.

Photo : AFP/VNA/CVN

Le texte compte 12 articles.

Xinhua/VNA/CVN"""


def parse(text):
    return parse_article(text, slug="a", locale=Locale("fr"), name="a.fr.txt")


def kinds(article):
    return [block.kind.value for block in article.blocks]


def words(article):
    return [article.block_text(block) for block in article.blocks]


def test_agency_text_has_date_headline_paragraphs_credit_and_signature():
    """Each part of the agency's form is found, where it stands."""
    article = parse(AGENCY)

    assert date(2026, 1, 19) == article.published
    assert "Un accord est signé" == article.headline
    assert ["date", "headline", "paragraph", "credit", "paragraph", "signature"] == kinds(article)
    assert "Photo : AFP/VNA/CVN" == words(article)[3]
    assert "Xinhua/VNA/CVN" == words(article)[-1]


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
