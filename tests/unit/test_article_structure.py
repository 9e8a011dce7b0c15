"""What paragraphs are to a reader: sub-headings and lists where that is plain, else text."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from bilingual.article import Role, parse_article, read_article, structure
from bilingual.errors import ArticleError
from bilingual.model import BlockKind, Locale
from bilingual.segment import segment

TOP = "Le port cherche une issue\n\n"
TEXT = "Le conseil a voté mardi. Il a fermé la criée.\n\n"


def roles(text: str, tag: str = "fr") -> list[str]:
    """Return what the blocks of an article are: HEADLINE, or their role and list mark."""
    article = parse_article(text, slug="a", locale=Locale(tag), name="a.fr.txt")
    return [
        block.kind.value.upper()
        if block.kind is not BlockKind.PARAGRAPH
        else f"{part.role.value} {part.mark}".strip() + ("*" if part.is_first else "")
        for block, part in zip(article.blocks, structure(article), strict=True)
    ]


@given(texts)
def test_every_block_has_a_part_and_none_is_changed(text):
    """Whatever an article holds: one part a block; an item begins with its mark."""
    try:
        article = parse_article(text, slug="a", locale=Locale("fr"))
    except ArticleError:
        return
    found = structure(article)

    assert len(found) == len(article.blocks)
    for block, part in zip(article.blocks, found, strict=True):
        assert article.block_text(block).startswith(part.mark)
        assert part.role is Role.TEXT or block.kind is BlockKind.PARAGRAPH
        assert part.role.is_item == bool(part.mark)


@given(st.lists(st.sampled_from(["- un", "- deux", "1. un", "2. deux", "• trois", "Fin."])))
def test_a_list_has_at_least_two_items(lines):
    """Each list begins once, and with an item that another follows."""
    article = parse_article(TOP + TEXT + "\n\n".join(lines), slug="a", locale=Locale("fr"))
    found = structure(article)

    for at, part in enumerate(found):
        if part.role.is_item and part.is_first:
            assert found[at + 1].role is part.role
            assert not found[at + 1].is_first


@pytest.mark.parametrize(
    "line",
    [
        "Une colère ancienne",
        "UNE VILLE SUSPENDUE À SON PORT",
        "Horaires",
        "« On a tout perdu »",
        "Plus de 200 emplois menacés",
        "Un recul de 38 %",
        "3. La suite du chantier",
        "M. Le Goff contre la mairie",
    ],
)
def test_a_short_line_alone_between_paragraphs_is_a_sub_heading(line):
    """One line between blank lines that ends no sentence, with text below, heads that text."""
    assert roles(f"{TOP}{TEXT}{line}\n\n{TEXT}") == ["HEADLINE", "text", "heading", "text"]


@pytest.mark.parametrize(
    "line",
    [
        "Le conseil a voté.",
        "Et demain ?",
        "Trois solutions sont sur la table :",
        "Une colère ancienne,",
        "une colère ancienne",
        "— Une colère ancienne",
        "- Une colère ancienne",
        "Il pleut. Il fait froid",
        "Une colère\nancienne",
        "Lundi | 8 h",
        "Lire aussi : Le phare rouvre",
        "***",
        "Xinhua/VNA/CVN",
        "Une colère qui monte " * 5 + "encore",
    ],
)
def test_what_may_be_text_stays_text(line):
    """In doubt a line is a paragraph, as it always was."""
    assert "heading" not in roles(f"{TOP}{TEXT}{line}\n\n{TEXT}")


@pytest.mark.parametrize(
    "line",
    [
        "Par Yann Le Goff",
        "Yann Le Goff",
        "YANN LE GOFF",
        "De notre envoyé spécial à Brest",
        "Paris, le 3 mars 2026",
        "Publié mardi",
    ],
)
def test_who_wrote_it_and_where_is_no_sub_heading(line):
    """Under the headline often stand the author, the place, the day."""
    assert roles(f"{TOP}{line}\n\n{TEXT}") == ["HEADLINE", "text", "text"]


def test_a_line_under_the_headline_that_says_something_is_a_sub_heading():
    """In capitals or not, where it cannot be a name."""
    for line in ("UNE VILLE SUSPENDUE À SON PORT", "Une ville suspendue à son port"):
        assert roles(f"{TOP}{line}\n\n{TEXT}") == ["HEADLINE", "heading", "text"]


def test_neither_the_last_line_nor_two_on_end_nor_a_caption_is_a_sub_heading():
    """A table, verse, a line that heads nothing, the words of a picture."""
    assert roles(f"{TOP}{TEXT}Une colère ancienne") == ["HEADLINE", "text", "text"]
    assert roles(f"{TOP}{TEXT}Nantes\n\nBrest\n\nQuimper\n\n{TEXT}") == ["HEADLINE", *["text"] * 5]
    caption = f"{TOP}{TEXT}Le quai Nord au matin\n\nPhoto : Littoral/ALP\n\n{TEXT}"
    assert roles(caption) == ["HEADLINE", "text", "text", "CREDIT", "text"]


def test_lines_and_paragraphs_with_list_marks_are_a_list():
    """One below the other or with blank lines between them; after an introduction."""
    for between in ("\n", "\n\n"):
        text = f"{TOP}{TEXT}Trois voies :\n\n- vendre ;{between}- louer ;{between}- fermer."
        found = ["HEADLINE", "text", "text", "bullet -*", "bullet -", "bullet -"]
        assert roles(text) == found


def test_numbers_that_count_on_are_a_list():
    """`1.`, `2.` are; two that do not follow each other are text."""
    assert roles(f"{TOP}{TEXT}1. Ouvrir.\n\n2. Entrer.")[2:] == ["number 1.*", "number 2."]
    assert roles(f"{TOP}{TEXT}4. Ouvrir.\n\n9. Entrer.")[2:] == ["text", "text"]


def test_a_dash_opens_speech_and_no_item():
    """French sets the turns of a dialogue with — or –."""
    for dash in "—–":
        assert roles(f"{TOP}{TEXT}{dash} Oui.\n\n{dash} Non.")[2:] == ["text", "text"]


def test_one_item_alone_and_mixed_marks_are_text():
    """A list has two items at least, with one kind of mark."""
    assert roles(f"{TOP}{TEXT}- Oui.\n\n{TEXT}")[2:] == ["text", "text"]
    assert roles(f"{TOP}{TEXT}- Oui.\n\n• Non.\n\n{TEXT}")[2:] == ["text"] * 3


def test_english_articles_too():
    """What begins a by-line is data of each language."""
    top, text = "The port looks for a way out\n\n", "The council voted on Tuesday.\n\n"
    assert roles(f"{top}By Ann Hall\n\n{text}An old anger\n\n{text}", "en") == [
        "HEADLINE",
        "text",
        "text",
        "heading",
        "text",
    ]


def test_sentences_keep_their_keys(tmp_path: Path):
    """What is found here touches neither blocks nor sentences: catalogs stay as they are."""
    path = tmp_path / "a.fr.txt"
    path.write_text(f"{TOP}{TEXT}Une colère ancienne\n\n- Oui ;\n- Non.\n", encoding="utf-8")
    article = read_article(path)

    assert {field.name for field in fields(article.blocks[0])} == {"kind", "span"}
    assert [s.source for s in segment(article)][3:] == ["Une colère ancienne", "- Oui ;", "- Non."]
