"""What holds for any text on its way through an engine."""

from __future__ import annotations

import random
import unicodedata
from functools import cache

from hypothesis import example, given
from hypothesis import strategies as st

from bilingual.engines.decoding import batches
from bilingual.engines.echo import EchoEngine
from bilingual.engines.tokenizer import Tokenizer
from bilingual.engines.windows import cut, has_loop, joined, repeats
from bilingual.packages import choose
from bilingual.text import fold_lines

# Names of files and accounts, as they stand in articles.
words = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_éèàç-.@", min_size=1
)
texts = st.lists(words, min_size=1).map(" ".join)
anything = st.text(st.characters(exclude_categories=["Cs"]))


@cache
def tokenizer() -> Tokenizer:
    return Tokenizer(choose("fr", "en", environment={}))


@given(texts)
@example("snake_case __init__ _ a_b_c@x_y.fr")
def test_underscores_come_back(text: str) -> None:
    """Encoding and decoding with the starter's tokenizer gives the text back, each `_` in place."""
    back = tokenizer().decode(tokenizer().encode(text))

    assert text == back


@given(anything)
def test_any_text_can_be_encoded(text: str) -> None:
    """No text fails, and no letter or digit of it is lost without a trace."""
    back = tokenizer().decode(tokenizer().encode(text))
    visible = any(unicodedata.category(character)[0] in "LN" for character in text)

    assert bool(back) or not visible


@given(st.lists(st.sampled_from(["il", "pleut", ";", ",", ".", "日本。", "ah !", "\n"])), st.data())
def test_cutting_loses_nothing(pieces: list[str], data: st.DataObject) -> None:
    """The parts joined are the text; none is empty or over the limit."""
    text = data.draw(st.sampled_from([" ", "", "\u00a0"])).join(pieces)
    window = data.draw(st.integers(1, 30))
    limit = data.draw(st.integers(window, 60))

    parts = cut(text, window, limit, len)

    assert text == "".join(parts)
    assert all(0 < len(part) <= limit for part in parts) or not text


@given(anything.filter(bool), st.integers(1, 9))
def test_cutting_ends_for_any_text(text: str, limit: int) -> None:
    """Parts come down to one character if they must, even where each counts as too much."""
    parts = cut(text, limit, limit, lambda part: 3 * len(part))

    assert text == "".join(parts)
    assert all(3 * len(part) <= limit or len(part) == 1 for part in parts)


@given(st.lists(st.integers(0, 300)), st.integers(1, 500), st.integers(1, 8))
def test_batches_hold_every_source_once_and_keep_the_bound(
    lengths: list[int], tokens: int, workers: int
) -> None:
    """Longest first; padding counted, no batch of more than one source passes the bound."""
    made = list(batches(lengths, tokens, workers))
    flat = [index for batch in made for index in batch]

    assert sorted(flat) == list(range(len(lengths)))
    assert [lengths[i] for i in flat] == sorted(lengths, reverse=True)
    for batch in made:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= tokens


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abc"), max_size=30))
def test_a_text_does_not_loop_beside_itself(tokens: list[str], others: list[str]) -> None:
    """What the source repeats, the target may repeat; a loop on top of any text is seen."""
    assert not has_loop(tokens, tokens)
    assert has_loop([*tokens, *["x", "y", "z"] * 4], others)


@given(st.lists(st.sampled_from("ab")), st.integers(1, 5))
def test_repeats_counts_as_one_would_by_hand(tokens: list[str], size: int) -> None:
    """The count is that of the plain definition."""
    plain = max(
        (
            count
            for start in range(len(tokens))
            for count in range(1, len(tokens) // size + 1)
            if tokens[start : start + size * count] == tokens[start : start + size] * count
            and start + size * count <= len(tokens)
        ),
        default=1,
    )

    assert plain == repeats(tokens, size)


@given(st.lists(st.tuples(texts, texts)))
def test_joining_keeps_every_translated_part(pairs: list[tuple[str, str]]) -> None:
    """The parts' texts stand in the whole, in order."""
    whole = joined(pairs, " ")

    assert "".join(target for _source, target in pairs).replace(" ", "") == whole.replace(" ", "")


@given(st.lists(anything), st.randoms())
def test_the_echo_keeps_order_whatever_the_order(
    sources: list[str], shuffler: random.Random
) -> None:
    """Each source is answered by itself, marked; a shuffled input gives the answers shuffled."""
    engine = EchoEngine()
    order = list(range(len(sources)))
    shuffler.shuffle(order)
    made = engine.translate(sources)

    assert [made[i] for i in order] == engine.translate([sources[i] for i in order])
    for source, hypotheses in zip(sources, made, strict=True):
        expected = [f"[en] {fold_lines(source).strip()}"] if source.strip() else []
        assert expected == [hypothesis.text for hypothesis in hypotheses]
