"""What holds for any beginning of a target, whatever was typed."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tiny_package import SYLLABLES, make_archive

from bilingual.draft import Form
from bilingual.engines.argos import ArgosEngine
from bilingual.engines.pieces import Pieces
from bilingual.model import Locale
from bilingual.packages import choose, read_package
from bilingual.suggest import Completer, Completion
from bilingual.suggest.writing import following, without
from bilingual.terms import Term, Termbase

anything = st.text(st.characters(), max_size=60)
syllables = st.lists(st.sampled_from([*SYLLABLES, " ", ", ", ".", "’", "“", "X1", "9"])).map(
    "".join
)
english = st.lists(
    st.sampled_from(
        ["The", "leader", "of", "left", "€12", "“", "”", "’s", "—", ",", "\u00a0", "Nguyễn", "X1"]
    ),
    max_size=6,
).map(" ".join)
SOURCES = (
    "Le chef du parti a quitté la ville mardi soir.",
    "— « Écrivez à a.b@exemple.fr », a dit Nguyễn Văn Hùng, qui doit 12 €…",
    "LE MAIRE QUITTE SON PARTI",
)


@cache
def tiny() -> Completer:
    """A completer over a package with random weights, with terms."""
    package = read_package(make_archive(Path(tempfile.mkdtemp())))
    terms = Termbase((Term("bala", ("mo",), ("kidu",)), Term("mo", is_kept=True, targets=("mo",))))
    made = Completer.of(ArgosEngine(package), Form(Locale("es"), Locale("de"), terms=terms))
    assert made is not None
    return made


@cache
def starter() -> Completer:
    """A completer over the starter."""
    engine = ArgosEngine(choose("fr", "en", environment={}), hypotheses=4)
    made = Completer.of(engine, Form(Locale("fr"), Locale("en")))
    assert made is not None
    return made


def is_fitting(prefix: str, made: Completion) -> bool:
    """Whether a proposal can be shown behind what was typed."""
    return not made.text or (bool(made.text.strip()) and "\ufffd" not in made.text)


@given(anything | syllables, anything | syllables)
@example("bala mo", "\ud83d")
@example("bala mo", "\x00")
@example("bala https://a.fr/b mo", "mo http")
def test_any_beginning_of_any_source_is_answered(source: str, prefix: str) -> None:
    """Nothing raises, whatever is typed; half a character is no text to the engine."""
    source = source.encode(errors="replace").decode()

    assert is_fitting(prefix, tiny().complete(source, prefix))
    words = tiny().words_at(source, prefix)
    assert len(words) == len(set(words)) <= 6
    assert "kidu" not in words or "bala" not in source


@settings(max_examples=40)
@given(st.sampled_from(SOURCES), english, st.integers(0, 3), st.data())
def test_typing_a_proposal_along_leads_to_its_end(
    source: str, typed: str, cut: int, data: st.DataObject
) -> None:
    """From any place of a proposal, the rest of it is proposed; its end is the end of a word."""
    prefix = typed[: len(typed) - cut]
    made = starter().complete(source, prefix)
    assert is_fitting(prefix, made)
    at = data.draw(st.integers(0, len(made.text)))

    assert made.text[at:] == starter().complete(source, prefix + made.text[:at]).text


@given(anything, st.data())
def test_the_rest_of_a_text_follows_its_beginning(whole: str, data: st.DataObject) -> None:
    """Where the formed target begins as it was typed, its rest is proposed as it is."""
    at = data.draw(st.integers(0, len(whole)))

    assert whole[at:] == following(whole[:at], whole)


@given(anything, anything)
def test_what_follows_is_an_end_of_the_target(typed: str, whole: str) -> None:
    """Nothing is ever made up: what follows stands at the end of what the engine wrote."""
    text = following(typed, whole)

    assert text is None or whole.endswith(text)


@given(st.lists(syllables, max_size=3), syllables, syllables)
def test_forbidden_words_are_never_proposed(forms: list[str], typed: str, text: str) -> None:
    """What is left is a beginning of the proposal; leaving out again changes nothing."""
    left = without(forms, typed, text)

    assert text.startswith(left)
    assert left == without(forms, typed, left)


@given(st.lists(st.text(min_size=1, max_size=4).map(lambda t: t.replace("@", "a"))), st.text())
def test_pieces_are_those_that_begin_with_the_letters(tokens: list[str], typed: str) -> None:
    """Looking up gives what reading the whole vocabulary gives."""
    tokens = [token.encode(errors="replace").decode() for token in tokens]
    letters = typed.encode(errors="replace")
    pieces = Pieces(tokens)
    written = {pieces.surface(token) for token in tokens} - {b""}

    found = {pieces.surface(tokens[number]) for number in pieces.beginning(letters)}
    parts = {pieces.surface(tokens[number]) for _size, number in pieces.within(letters)}

    assert {text for text in written if text.startswith(letters)} == found
    assert {text for text in written if letters.startswith(text) and text != letters} == parts
