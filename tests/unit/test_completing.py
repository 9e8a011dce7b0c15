"""Targets that somebody has begun, continued by the engine to the letter."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tiny_package import make_archive, make_folder

from bilingual.engines.argos import ArgosEngine
from bilingual.engines.completing import Continuer
from bilingual.engines.echo import EchoEngine
from bilingual.engines.pieces import Pieces
from bilingual.engines.pivot import PivotEngine
from bilingual.packages import choose, read_package

SOURCES = (
    "Le Parlement européen a adopté la résolution hier à Strasbourg.",
    "La commission demande aux États membres de présenter un rapport avant la fin de l'année.",
)


@pytest.fixture(scope="module")
def starter() -> ArgosEngine:
    """The starter."""
    return ArgosEngine(choose("fr", "en", environment={}))


@pytest.fixture(scope="module")
def continuer(starter: ArgosEngine) -> Continuer:
    """What continues targets with the starter."""
    return starter.continuer()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> ArgosEngine:
    """A package with random weights whose model knows 64 positions."""
    return ArgosEngine(read_package(make_archive(tmp_path_factory.mktemp("tiny"))))


def test_pieces_are_found_by_the_letters_they_write() -> None:
    """A piece is found by its first letters, and as a part of letters that go beyond it."""
    pieces = Pieces(["<unk>", "</s>", "▁the", "▁then", "n", "▁", "<0xC3>", "<0x6E>"])

    assert [2, 3] == sorted(pieces.beginning(b" the"))
    assert [(1, 5), (4, 2), (5, 3)] == pieces.within(b" thence")
    assert b" then\xc3" == pieces.write(["▁the", "n", "<0xC3>", "</s>"])


def test_a_letter_that_has_a_piece_is_never_spelled_by_its_byte() -> None:
    """Bytes are the last resort, whatever their place in the vocabulary."""
    assert [1] == Pieces(["<0x6E>", "n"]).beginning(b"n")


def test_a_bpe_piece_brings_the_blank_behind_it() -> None:
    """A piece that ends a word is told from the same letters within one."""
    pieces = Pieces(["go", "go@@"], is_bpe=True)

    assert b"gogo " == pieces.write(["go@@", "go"])
    assert [0] == pieces.beginning(b"go ")


def test_scores_of_the_next_token_are_the_models_own(starter: ArgosEngine) -> None:
    """They sum to one, agree with `score_batch`, and do not depend on what else is asked."""
    decoder, encode = starter._decoder, starter._tokenizer.encode
    source = encode(SOURCES[0])
    begun = [[], encode("The"), encode("The European Parliament")]

    rows = decoder.next_scores(source, begun)

    for tokens, row in zip(begun, rows, strict=True):
        assert np.exp(row).sum() == pytest.approx(1, abs=1e-4)
        (alone,) = decoder.next_scores(source, [tokens])
        assert np.abs(alone - row).max() < 1e-3
    (scored,) = decoder._translator.score_batch([source], [encode("The European Parliament")])
    number = starter.continuer()._pieces.tokens.index(scored.tokens[1])
    assert rows[1][number] == pytest.approx(scored.log_probs[1], abs=0.02)


@pytest.mark.parametrize("source", SOURCES)
def test_a_target_of_its_own_is_continued_as_it_was(continuer: Continuer, source: str) -> None:
    """At the start of each of its words, the engine goes on as it did without being held."""
    whole = next(continuer.continued(source, "")).text

    for at in (i for i, char in enumerate(whole) if char == " "):
        begun = whole[: at + 1]
        assert whole[len(begun) :] == next(continuer.continued(source, begun)).text


def test_a_word_that_is_begun_is_finished(continuer: Continuer) -> None:
    """Wherever a word breaks off, though its pieces are other ones then."""
    word = "Parliament"
    for size in range(3, len(word) + 1):
        made = next(continuer.continued(SOURCES[0], f"The European {word[:size]}"))

        assert made.text.startswith(word[size:] + " ")
        assert word == made.word


def test_what_would_be_a_guess_is_not_proposed(continuer: Continuer) -> None:
    """Letters with which too much might begin, or nothing that the model knows, are left alone."""
    for begun in ("The s", "The Nguyễ", "The European Parliament zxq"):
        assert [] == list(continuer.continued(SOURCES[0], begun))
    assert len(continuer.words(SOURCES[0], "The s")) > 3
    assert () == continuer.words(SOURCES[0], "The European Parliament zxq")


def test_words_are_whole_distinct_and_begin_with_the_letters(continuer: Continuer) -> None:
    """The words for a place; each once, the likeliest first."""
    free = continuer.words(SOURCES[0], "The ")
    held = continuer.words(SOURCES[0], "The Eu")

    assert "European" == free[0] == held[0]
    assert len(free) == len(set(free)) > 1
    assert all(word.startswith("Eu") for word in held)


def test_the_end_of_a_sentence_is_left_at_that(continuer: Continuer) -> None:
    """Behind a whole sentence nothing is proposed, with a blank or without."""
    whole = next(continuer.continued(SOURCES[0], "")).text

    assert "" == next(continuer.continued(SOURCES[0], whole)).text
    assert [] == list(continuer.continued(SOURCES[0], whole + " "))


def test_nothing_is_said_where_the_model_cannot_go(tiny: ArgosEngine) -> None:
    """Beyond a model's window or positions it says nothing, on either side."""
    continuer = tiny.continuer()
    long = " ".join(["bala mo kidu"] * 40)

    assert [] == list(continuer.continued(long, ""))
    assert [] == list(continuer.continued("bala", long))
    assert () == continuer.words("bala", long) == continuer.words("", "")


def test_whatever_is_found_begins_with_the_letters_typed(tiny: ArgosEngine) -> None:
    """Every cut of the typed letters into pieces that the search returns writes them."""
    continuer = tiny.continuer()
    seen = 0
    for letters in map("".join, itertools.product("bk", "ai", "lm", "aex")):
        found = continuer._begun("mo kidu.", f"bala {letters}", 9, 0.0, lambda: False)
        if found is None:
            continue  # with random weights, hardly likely letters
        _source, kept, rest, states = found
        seen += len(states)
        assert f" {letters}".encode() == rest
        assert b" bala" == continuer._pieces.write(kept)
        for state in states:
            assert continuer._pieces.write(state.tokens).startswith(rest)
    assert seen > 10


def test_a_question_that_is_overtaken_is_dropped(continuer: Continuer) -> None:
    """It is not answered, and the model is not asked again."""
    assert [] == list(continuer.continued(SOURCES[0], "The Eu", is_overtaken=lambda: True))


def test_a_bpe_package_continues_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A package with the older tokenizer answers with words that begin with the letters typed."""
    folder = make_folder(tmp_path_factory.mktemp("bpe"), bpe=True)
    continuer = ArgosEngine(read_package(folder)).continuer()

    for begun in ("", "a", "a b", "a b "):
        for made in continuer.continued("a b d", begun):
            assert made.word.startswith(begun.split(" ")[-1])
        for word in continuer.words("a b d", begun):
            assert word.startswith(begun.split(" ")[-1])


def test_over_a_pivot_the_source_is_taken_there_once(starter: ArgosEngine) -> None:
    """The first step is asked once for a source, however many keys are typed."""
    asked = []

    class Counting(EchoEngine):
        def translate(self, sources, **more):  # type: ignore[no-untyped-def]
            asked.extend(sources)
            return super().translate(sources, **more)

    continuer = PivotEngine([Counting("es", "fr"), starter]).continuer()
    assert continuer is not None

    for begun in ("", "The", "The ", "The E"):
        list(continuer.continued("El Parlamento", begun))
    assert continuer.words("El Parlamento", "The ")
    assert ["El Parlamento"] == asked


def test_over_a_pivot_that_ends_in_another_engine_there_is_none(starter: ArgosEngine) -> None:
    """Only an engine that can continue targets does."""
    assert PivotEngine([starter, EchoEngine("en", "es")]).continuer() is None
