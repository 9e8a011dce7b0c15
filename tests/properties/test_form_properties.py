"""What form keeps, whatever the text: no word is lost, nothing is invented, addresses stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bilingual.form import finish, prepare
from bilingual.form.edges import edges
from bilingual.form.language import read_quotes
from bilingual.form.protected import protected
from bilingual.form.quotes import marks, requoted
from bilingual.model import Locale

FR, EN, DE = Locale("fr"), Locale("en"), Locale("de")
LOCALES = st.sampled_from(
    [FR, EN, Locale("en-GB"), DE, Locale("es"), Locale("fr-CH"), Locale("vi")]
)

_PIECES = st.sampled_from(
    [
        *("Le", "LE", "maire", "MAIRE", "L'État", "L’ONU", "DE", "Paris", "PARIS", "NON", "a", "A"),
        *("États-Unis", "ÉTATS-UNIS", "XXIE", "Jean", "DUPONT", "M.", "Mme", "SNCF", "G20", "XIV"),
        *("O'Brien", "workers'", "'tis", "'90s", "don't", "5'", '6"', "Rock'n'roll", "I", "And"),
        *("«", "»", "« ", " »", "“", "”", "‘", "’", '"', "'", "„", "‹", "›", "».", "!»", "d'«"),
        *("—", "– ", "- ", "• ", "1. ", "2° ", "a) ", "(b) ", "…", "...", "* ", "14.", "iv) "),
        *(
            ".",
            "!",
            "?",
            ";",
            ":",
            ",",
            "?!",
            "(",
            ")",
            "[",
            "]",
            "%",
            " %",
            " :",
            "\xa0!",
            "\u202f?",
        ),
        *(
            "3 000",
            "3\u202f000",
            "1 234 567",
            "3,5",
            "12 %",
            "10 a.m.",
            "No. 5",
            "25 km",
            "06 12 34",
        ),
        *(
            "\n",
            "\t",
            "\xa0",
            "\u202f",
            "  ",
            "é",
            "e\u0301",
            "œ",
            "ß",
            "İ",
            "ı",
            "ﬁ",
            "Σ",
            "ς",
            "😀",
        ),
    ]
)
_ADDRESSES = st.sampled_from(
    [
        "https://Exemple.fr/A_b?q=1",
        "www.exemple.FR",
        "Redaction@exemple.fr",
        "fichier_A.TXT",
        "#MeToo",
        "@AFP",
        "MON_FICHIER",
        "S.N.C.F.",
    ]
)
_FRENCH = st.lists(st.one_of(_PIECES, st.just(" ")), max_size=25).map("".join)
_SPACED = st.lists(_PIECES, max_size=20).map(" ".join)
TEXTS = st.one_of(_FRENCH, _SPACED, _SPACED, _SPACED.map(str.upper), st.text(max_size=40))

MANY = settings(max_examples=1_500)


def words(text):
    """Return the letters and digits of a text, without case: what no rule may lose."""
    return re.findall(r"\w", text.casefold())


@MANY
@given(TEXTS, LOCALES, st.booleans())
def test_preparing_loses_no_word(text, locale, is_headline):
    """The words taken off in front, those for the engine and those taken off behind are the source's."""
    prepared = prepare(text, locale, is_headline=is_headline)

    assert words(text) == words(prepared.before + prepared.text + prepared.after)
    assert prepared.before + prepared.around.middle + prepared.after == text


@MANY
@given(TEXTS, LOCALES, LOCALES, st.booleans())
def test_finishing_what_an_engine_copied_keeps_every_word(text, locale, target, is_headline):
    """With an engine that copies, the words and digits are the source's, in the same order."""
    prepared = prepare(text, locale, is_headline=is_headline)
    finished = finish(prepared.text, prepared, target)

    assert words(text) == words(finished) or not prepared.text.strip()


@MANY
@given(TEXTS, TEXTS, LOCALES, st.booleans())
def test_finishing_any_answer_keeps_its_words(source, answer, target, is_headline):
    """Whatever an engine answers, its words come back, with those taken off around them."""
    prepared = prepare(source, FR, is_headline=is_headline)
    finished = finish(answer, prepared, target)

    assert not set(words(answer)) - set(words(finished + prepared.before + prepared.after))
    assert bool(finished) == bool(answer.strip())


@MANY
@given(TEXTS, TEXTS, LOCALES)
def test_finishing_twice_is_finishing_once(source, answer, target):
    """A finished target that is finished again keeps its words; dashes and marks come once."""
    prepared = prepare(source, FR, is_headline=False)
    # A list mark of its own, or the source's within it, an answer keeps: that is another case.
    assume(not edges(prepared.text).front and re.match(r"\w", answer))
    assume(not prepared.before or prepared.before.strip() not in answer)
    once = finish(answer, prepared, target)
    twice = finish(once, prepared, target)

    assert words(once) == words(twice)


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(["le", "maire", "de", "arrive", "à", "demain"]), min_size=1).map(
        " ".join
    ),
    st.sampled_from([".", "", ", oui."]),
    LOCALES,
)
def test_a_text_with_nothing_special_passes_to_the_letter(text, end, target):
    """Plain words and a full stop come through unchanged, both ways."""
    text = text.capitalize() + end
    prepared = prepare(text, FR, is_headline=False)

    assert text == prepared.text
    assert text == finish(text, prepared, target)


@settings(max_examples=600)
@given(st.lists(st.one_of(_ADDRESSES, _PIECES), max_size=12).map(" ".join), LOCALES, st.booleans())
def test_addresses_and_names_of_files_stay_to_the_letter(text, target, is_headline):
    """No rule of case, quotation marks or spaces touches an address, a handle or a file name."""
    prepared = prepare(text, FR, is_headline=is_headline)
    finished = finish(prepared.text, prepared, target)

    for span in protected(text):
        piece = span.of(text)
        if any(c in piece for c in "@#_/"):
            assert piece in prepared.before + prepared.text + prepared.after
            assert piece in finished


@MANY
@given(
    st.lists(
        st.sampled_from(["oui", "dit-il,", "l'eau", "encore.", "Non !", "(peut-être)"]), min_size=1
    ),
    st.data(),
)
def test_balanced_quotes_stay_balanced(parts, data):
    """Where every quotation is closed in the source, an engine that copies leaves it closed."""
    pieces = list(parts)
    for opening, closing in data.draw(st.lists(st.sampled_from(["«»", "“”"]), max_size=2)):
        at = data.draw(st.integers(0, len(pieces) - 1))
        pieces[at] = f"{opening} {pieces[at]} {closing}"
    source = " ".join(pieces)
    target = data.draw(LOCALES)
    prepared = prepare(source, FR, is_headline=False)
    finished = finish(prepared.text, prepared, target)

    assert all(mark.mate is not None for mark in marks(source))
    if not target.tag.startswith("sv"):
        assert sum(not m.is_single for m in marks(finished)) % 2 == 0
        found = [mark for mark in marks(finished) if not mark.is_single]
        assert all(mark.mate is not None for mark in found), finished


@settings(max_examples=600)
@given(
    st.lists(
        st.sampled_from(["don't", "workers'", "l'eau", "O'Brien", "it’s", "aujourd’hui"]),
        max_size=9,
    )
)
def test_an_apostrophe_is_never_a_quotation_mark(parts):
    """Words with apostrophes, and no quotation in the source, come back to the letter."""
    text = " ".join(parts)

    assert text == requoted(text, read_quotes("« »"), singles=0)
    assert finish(text, prepare("Oui", FR, is_headline=False), EN).casefold() == text.casefold()


@pytest.mark.parametrize("marks_", ["“", "abc", "“ ” ‘", "a b", ""])
def test_marks_that_are_none_are_refused(marks_):
    """A wrong setting is said with what would be right; an empty one means the language's own."""
    from bilingual.errors import WorkspaceError

    prepared = prepare("« Oui »", FR, is_headline=False)
    if not marks_:
        assert finish("Yes", prepared, EN, marks_) == "“Yes”"
        return
    with pytest.raises(WorkspaceError, match="quotation marks"):
        finish("Yes", prepared, EN, marks_)
