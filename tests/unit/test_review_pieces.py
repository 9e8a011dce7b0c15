"""A word diff as it is shown: both texts can be read in it, and no word sticks to what went."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.diff import words
from bilingual.review.payload import pieces
from bilingual.text import normalised

TEXTS = st.text(alphabet="ab é'’«».…,-!?1203", max_size=40)
SENTENCES = st.lists(st.sampled_from(["all", "the", "full", "military", ",", "."])).map(" ".join)


def side(found, kind):
    """Return one of the two texts, by its pieces."""
    return "".join(text for name, text in found if name in {"same", kind})


@given(TEXTS, TEXTS)
@example("the very full boat", "the full boat")
@example("Il part mardi soir.", "Il part mardi.")
@example("soir, il part", "il part")
def test_both_texts_are_in_the_pieces(old, new):
    """Without what went it is the new text, without what came the old one, but for blanks."""
    found = pieces(old, new)
    if found:
        assert words(side(found, "new")) == words(new)
        assert "".join(side(found, "new").split()) == "".join(new.split())
        assert "".join(normalised(side(found, "old")).split()) == "".join(normalised(old).split())


@given(SENTENCES, SENTENCES)
@example("all of the military", "all the military")
@example("the very full", "the full")
def test_words_that_stand_apart_are_shown_apart(old, new):
    """Between what went and what stays is a blank, and it is not a part of what went."""
    found = pieces(old, new)
    for n, (kind, text) in enumerate(found):
        assert kind == "same" or text == text.strip()
        if kind != "old":
            continue
        if n > 0:
            assert found[n - 1][1][-1].isspace(), found
        if n + 1 < len(found) and found[n + 1][0] == "same":
            assert found[n + 1][1][0].isspace(), found
