"""The core types: what they refuse, and when two sources are the same sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from bilingual.model import (
    Article,
    Bitext,
    Block,
    BlockKind,
    Hypothesis,
    Locale,
    Span,
    State,
    Unit,
    gaps,
    keyed,
)
from bilingual.text import fold_lines, line_numbers, normalised, segment_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L'école ouvre.", "L\u2019école ouvre."),
        ('Il dit "oui".', "Il dit «\u00a0oui\u00a0»."),
        ("Il dit « oui ».", "Il dit “oui”."),
        ("Attends...", "Attends\u2026"),
        ("un été", "un e\u0301te\u0301"),
        ("3 000 €", "3\u202f000\u00a0€"),
        ("Le cœur", "Le coeur"),
        ("un\nmot", "un mot"),
    ],
)
def test_what_word_processors_exchange_makes_no_new_sentence(one, other):
    """A review survives typographic apostrophes, quotation marks, ellipses and spaces."""
    assert normalised(one) == normalised(other)
    assert segment_key(one) == segment_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("14 agents", "15 agents"), ("Oui.", "Oui !"), ("Oui.", "oui."), ("a-t-il", "a t il")],
)
def test_what_a_writer_changes_makes_a_new_sentence(one, other):
    """A number, a mark, a capital: the review was of another sentence."""
    assert normalised(one) != normalised(other)


@given(texts)
def test_normalising_twice_is_normalising_once(text):
    """So that keys made from either form agree."""
    assert normalised(text) == normalised(normalised(text))


@given(texts, st.lists(st.integers(0, 60), max_size=8))
def test_gaps_and_spans_give_back_the_text(text, cuts):
    """One gap more than spans; interleaved they are the text."""
    edges = sorted(min(cut, len(text)) for cut in cuts[: len(cuts) // 2 * 2])
    spans = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    between = gaps(text, spans)

    assert len(spans) + 1 == len(between)
    woven = "".join(gap + span.of(text) for gap, span in zip(between, spans, strict=False))
    assert text == woven + between[-1]


@given(st.lists(st.sampled_from(["Oui.", "Non.", "Peut-être."]), max_size=12))
def test_keys_are_unique_and_count_repeats(words):
    """The same sentence twice has two keys, the second with `.2`."""
    text, spans = "", []
    for word in words:
        spans.append(Span(len(text), len(text) + len(word)))
        text += word + " "
    keys = [segment.key for segment in keyed(text, spans)]

    assert len(set(keys)) == len(keys)
    assert {segment_key(word) for word in words} == {key.split(".")[0] for key in keys}


@given(texts, st.integers(0, 60))
def test_line_numbers_count_every_kind_of_line_end(text, position):
    """As an editor counts them."""
    position = min(position, len(text))
    before = text[:position].replace("\r\n", "\n").replace("\r", "\n")
    if text[position - 1 : position + 1] != "\r\n":
        assert [before.count("\n") + 1] == line_numbers(text, [position])


@given(texts)
def test_folding_leaves_one_line(text):
    """No line end is left, and folding again changes nothing."""
    folded = fold_lines(text)

    assert len(folded.splitlines()) <= 1
    assert folded == fold_lines(folded)


@pytest.mark.parametrize("name", ["fr", "en-GB", "en_gb", "zh-hant-tw", "EN"])
def test_locales_are_read_in_both_forms(name):
    """POSIX and BCP 47 forms name one locale; both can be written."""
    locale = Locale.parse(name)

    assert Locale.parse(locale.posix) == locale
    assert locale.language == locale.tag.split("-")[0]


@pytest.mark.parametrize("name", ["", "e", "english", "fr-", "../x", "fr/..", "en GB"])
def test_what_is_no_locale_is_refused(name):
    """Locales become folder names: nothing else may pass for one."""
    with pytest.raises(ValueError):
        Locale.parse(name)


def test_broken_invariants_are_refused():
    """A value that cannot be true cannot be made."""
    with pytest.raises(ValueError):
        Span(3, 2)
    with pytest.raises(ValueError):
        Hypothesis("x", 0.5)
    with pytest.raises(ValueError):
        Unit("k", "Oui.", "", State.REVIEWED)
    with pytest.raises(ValueError):
        Article("a", Locale("fr"), "Oui.", (Block(BlockKind.PARAGRAPH, Span(0, 9)),))
    article = Article("a", Locale("fr"), "Oui.", (Block(BlockKind.PARAGRAPH, Span(0, 4)),))
    with pytest.raises(ValueError):
        Bitext(article, Locale("en"), keyed("Oui.", [Span(0, 4)]), ())
