"""What differs between two versions of a sentence, by words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.diff import likeness, shown, word_diff, words
from bilingual.text import normalised

TEXTS = st.text(alphabet="ab é'’«»\xa0\u202f.…,-!?1203\u0301\xadœ", max_size=40)


@given(TEXTS, TEXTS)
def test_changes_say_where_their_pieces_stand(old, new):
    """Each piece is found at its place in its text, and changes follow both texts."""
    changes = word_diff(old, new)
    at_old, at_new = 0, 0
    for change in changes:
        assert change.old or change.new
        assert old[change.old_start :].startswith(change.old)
        assert new[change.new_start :].startswith(change.new)
        assert at_old <= change.old_start
        assert at_new <= change.new_start
        at_old, at_new = change.old_start + len(change.old), change.new_start + len(change.new)


@given(TEXTS, TEXTS)
def test_what_is_outside_the_changes_is_the_same(old, new):
    """With the changed pieces taken out, both texts hold the same words."""

    def rest(text, pieces):
        for start, piece in reversed(pieces):
            text = f"{text[:start]} {text[start + len(piece) :]}"
        return "".join(normalised(text).split())

    changes = word_diff(old, new)
    if normalised(old) != normalised(new):
        assert rest(old, [(c.old_start, c.old) for c in changes]) == rest(
            new, [(c.new_start, c.new) for c in changes]
        )


@given(TEXTS)
@example("a\xad\u0301")
@example("œ\u0301")
def test_a_text_does_not_differ_from_itself(text):
    """Nothing differs between a text and what a word processor makes of it."""
    assert word_diff(text, text) == ()
    assert word_diff(text, normalised(text)) == ()
    assert likeness(words(text), words(normalised(text))) == 1.0


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_0_and_1(old, new):
    """The ratio does not depend on which text is the old one; a floor only cuts off."""
    a, b = words(old), words(new)
    ratio = likeness(a, b)

    assert 0.0 <= ratio <= 1.0
    assert ratio == likeness(b, a)
    assert likeness(a, b, 0.75) == (ratio if ratio >= 0.75 else 0.0)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Il part mardi.", "Il part mercredi.", "mardi → mercredi"),
        ("L’été fut long.", "L'hiver fut long.", "été → hiver"),
        ("Le taux est de 3,5 %.", "Le taux est de 3,7 %.", "3,5 → 3,7"),
        ("Il part.", "Il part demain.", "+ demain"),
        ("Est-il parti hier ?", "Est-il parti ?", "- hier"),
        ("Il dit « oui ».", 'Il dit "oui".', ""),
    ],
)
def test_a_change_is_told_in_few_words(old, new, line):
    """`shown` says which word became which."""
    assert shown(word_diff(old, new)) == line
