"""Where no line of a page ends: only blanks change, only on the page, only as a language says."""

from __future__ import annotations

import re

import pytest
from bitexts import bitext
from hypothesis import given
from hypothesis import strategies as st

from bilingual.model import BlockKind, Locale
from bilingual.publish import SiteSettings, render_index, render_page
from bilingual.publish.breaks import unbroken

BITS = [
    "«",
    "»",
    "h",
    "14",
    "200",
    "%",
    "€",
    "km",
    ":",
    "!",
    "M.",
    "Le",
    "n°",
    "mot",
    "\xa0",
    "\u202f",
]
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(BITS)).map(" ".join))
LOCALES = st.sampled_from(["fr", "fr-CA", "fr-CH", "en", "de", "xx", "ja"]).map(Locale)


def shown(text: str) -> str:
    """Return a text with its no-break spaces as the data write them: ~, and ^ for a narrow one."""
    return text.replace("\xa0", "~").replace("\u202f", "^")


@given(TEXTS, LOCALES)
def test_only_blanks_change_each_into_one_no_break_space(text, locale):
    """Every other character stays, in its place; what was a no-break space stays one."""
    after = unbroken(text, locale)

    assert len(after) == len(text)
    for was, now in zip(text, after, strict=True):
        assert now == was or (was == " " and now in "\xa0\u202f")


@given(TEXTS, LOCALES)
def test_twice_is_once(text, locale):
    """A text that is done has nothing left to do."""
    once = unbroken(text, locale)

    assert unbroken(once, locale) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("le mot « Résistance ».", "le mot «~Résistance~»."),
        ("Quoi ? Non ! Si ; voici :", "Quoi^? Non^! Si^; voici~:"),
        ("38 % et 5 € et 45 km", "38~% et 5~€ et 45~km"),
        ("dès 14 h.", "dès 14~h."),
        ("à 5 h 30.", "à 5~h~30."),
        ("de 4 200 à 1 200 000 tonnes", "de 4^200 à 1^200^000 tonnes"),
        ("n° 12, p. 7", "n°~12, p.~7"),
        ("M. Le Goff", "M.~Le Goff"),
        ("en 2026 400 votants", "en 2026 400 votants"),
        ("10 hommes, 5 mots", "10 hommes, 5 mots"),
        ("déjà\u202f! et 3\xa0%", "déjà^! et 3~%"),
    ],
)
def test_french_keeps_together_what_belongs_together(text, expected):
    """Guillemets, high marks, units, thousands, titles; other blanks stay as they are."""
    assert shown(unbroken(text, Locale("fr"))) == expected


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("en", "yes ! « no » 4 200", "yes ! « no » 4 200"),
        ("en", "10 km at 2 p.m.", "10~km at 2~p.m."),
        ("fr-CA", "Quoi ? Voici : 3 %", "Quoi ? Voici~: 3~%"),
        ("xx", "« oui » : 10 km", "« oui » : 10 km"),
    ],
)
def test_each_language_has_its_own(tag, text, expected):
    """What is kept together is said by the data of a locale, not by ours."""
    assert shown(unbroken(text, Locale(tag))) == expected


def test_a_page_keeps_french_together_on_whichever_side_it_stands():
    """Source, headline, untranslated sentence and index; the catalog's text is as it was."""
    parts = [
        (BlockKind.HEADLINE, [("Le port : 38 % de moins", "The port: 38% less", "reviewed")]),
        (
            BlockKind.PARAGRAPH,
            [("Dès 14 h.", "From 2 pm.", "reviewed"), ("Oui !", "", "untranslated")],
        ),
    ]
    made = bitext(parts)
    page = render_page(made, SiteSettings("La Revue"))
    texts = re.findall(r'<span class="s n[^>]*>(?:<u>)?([^<]*)<', page)

    assert [shown(text) for text in texts] == [
        "Le port~: 38~% de moins",
        "The port: 38% less",
        "Dès 14~h.",
        "Oui^!",
        "From 2~pm.",
        "Oui^!",
    ]
    assert "Le port\xa0: 38\xa0% de moins" in render_index([made], SiteSettings("La Revue"))
    assert made.units[0].source == "Le port : 38 % de moins"
    assert "<title>The port: 38% less" in page
