"""The lexical shortlist: what a source piece may become, learnt from pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bilingual.training.corpus import Corpus
from bilingual.training.shortlist import likeliest, shortlist_of

# A made-up language of ten words: n becomes 10 + n, in another order, beside a word for nothing.
NOTHING = 29
SENTENCES = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=5), min_size=1, max_size=40)


def corpus_of(sentences):
    """Return each sentence with its translation."""
    corpus = Corpus()
    for words in sentences:
        corpus.add(words, [NOTHING, *(10 + word for word in reversed(words))])
    return corpus


def every_pair():
    """Return sentences in which each word has stood with each other."""
    return [[a, b] for a in range(10) for b in range(10)]


def test_the_word_itself_comes_first():
    """Not the word that stands everywhere, nor a neighbour's."""
    table = likeliest(corpus_of(every_pair()), 30, 3)

    assert {n: table[n][0] for n in range(10)} == {n: 10 + n for n in range(10)}


@given(SENTENCES, st.integers(1, 4))
def test_each_word_has_as_many_candidates_as_asked_for_at_most(sentences, most):
    """All of them stood in a translation of the word, each once."""
    corpus = corpus_of(sentences)

    table = likeliest(corpus, 30, most)

    assert set(table) == {word for words in sentences for word in words}
    for word, candidates in table.items():
        beside = {10 + other for words in sentences if word in words for other in words}
        assert 1 <= len(candidates) <= most
        assert len(set(candidates)) == len(candidates)
        assert set(candidates) <= beside | {NOTHING}


@given(SENTENCES)
def test_the_file_has_a_line_for_each_piece_and_one_for_all(sentences):
    """Each piece is a candidate of its own: names stay as they are."""
    pieces = [f"▁{n}" for n in range(30)]

    lines = shortlist_of(corpus_of(sentences), pieces).decode().splitlines()

    always, *others = (line.split("\t") for line in lines)
    assert not always[0]
    assert f"▁{NOTHING}" in always[1].split(" ")
    assert [piece for piece, _candidates in others] == [
        pieces[n] for n in sorted({word for words in sentences for word in words})
    ]
    assert all(candidates.split(" ")[0] == piece for piece, candidates in others)


@pytest.mark.parametrize("piece", ["", "▁ ", "a\tb", "\u2028"])
def test_a_piece_that_the_file_cannot_hold_is_left_out(piece):
    """Blanks part the pieces there."""
    corpus = Corpus()
    corpus.add([0, 1], [2, 0])

    lines = shortlist_of(corpus, [piece, "▁un", "▁one"]).decode().split("\n")

    assert {"▁one"} == set(lines[0].lstrip("\t").split(" "))
    assert ["▁un"] == [line.split("\t")[0] for line in lines[1:-1]]


def test_sentences_without_words_teach_nothing():
    """Nor do those that are too long; none at all is no fault."""
    corpus = Corpus()
    corpus.add([], [1])
    corpus.add([1] * 60, [2])

    assert likeliest(corpus, 30, 3) == {}
