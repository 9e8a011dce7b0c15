"""What holds of the facts of any two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bilingual.facts import Context, Reader, Wanted, compare, numbers
from bilingual.facts.verbatim import masked, pieces
from bilingual.model import Finding, Locale

FR, EN, DE = Locale("fr"), Locale("en"), Locale("de")
PAIRS = [Context(FR, EN), Context(EN, FR), Context(DE, Locale("pt")), Context(FR, FR)]
# Pieces that make the readers work, between anything at all.
PARTS = st.sampled_from(
    [
        "1",
        "1er",
        "12,5",
        "1.200",
        "14",
        "h",
        "30",
        "2:30",
        "pm",
        "%",
        "€",
        "$",
        "km",
        "quatre",
        "vingt",
        "dix",
        "neuf",
        "cent",
        "mille",
        "et",
        "demi",
        "two",
        "and",
        "a",
        "half",
        "million",
        "thousand",
        "XXIe",
        "XIV",
        "janvier",
        "May",
        "03/05/2026",
        "01",
        "42",
        "34",
        "56",
        "78",
        "https://a.fr/_",
        "a_b@c.fr",
        "@x",
        "#y",
        "A320",
        "G7",
        "États-Unis",
        "Londres",
        "ONU",
        "Poutine",
        "M.",
        "Dupont",
        "«",
        "»",
        "“",
        "”",
        '"',
        "'",
        "(",
        ")",
        "[",
        "]",
        "?",
        "!",
        "…",
        "-",
        "–",
        ",",
        ".",
        ";",
        ":",
        "ne",
        "pas",
        "not",
        "the",
        "the",
        "des",
        "dans",
        "\xa0",
        "\u202f",
        "007",
        "3/0",
        "½",
        "²",
        "١٢",
        "十",
        "é",
        "É",
        "ŒUVRE",
        "ß",
        "İ",
        "￼",
    ]
)
TEXTS = st.lists(st.one_of(PARTS, st.text(max_size=6)), max_size=25).map(" ".join) | st.lists(
    PARTS, max_size=15
).map("".join)


@given(TEXTS, TEXTS, st.sampled_from(PAIRS))
def test_comparing_never_fails_and_points_into_the_texts(source, target, pair):
    """Any two texts give findings whose spans lie in them, with a message on one line."""
    for finding in compare(source, target, pair):
        assert isinstance(finding, Finding)
        assert finding.message
        assert "\n" not in finding.message or "\n" in source + target
        if finding.source_span:
            assert finding.source_span.end <= len(source)
        if finding.target_span:
            assert finding.target_span.end <= len(target)


@given(TEXTS, TEXTS, TEXTS)
def test_terms_point_into_the_texts(source, target, term):
    """Any text may be a term: its findings lie where it stands, if it stands there."""
    wanted = Wanted(term, ("nothing like it",), (term,))
    for finding in compare(source, target, Context(FR, EN, (wanted,))):
        if finding.check == "term" and finding.source_span:
            assert finding.source_span.of(source).lower() == term.lower()


@given(TEXTS, st.sampled_from([FR, EN, DE]))
def test_a_text_agrees_with_itself(text, locale):
    """No text lacks its own numbers, units and verbatim pieces."""
    same = Context(locale, locale)
    wanted = {"number", "unit", "verbatim", "repetition", "length", "question"}

    assert not {f.check for f in compare(text, text, same)} & wanted


@given(TEXTS, st.sampled_from([FR, EN, DE]))
def test_numbers_do_not_overlap_in_disorder(text, locale):
    """Numbers come in order and each says something."""
    found = numbers(text, locale)

    assert [n.span.start for n in found] == sorted(n.span.start for n in found)
    assert all(n.keys or n.parts for n in found)


@given(TEXTS)
def test_blotting_out_keeps_lengths(text):
    """What is masked is as long as before, and pieces lie at their spans."""
    found = pieces(text)

    assert len(masked(text, found)) == len(text)
    assert all(piece.span.of(text) == piece.text for piece in found)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_reader_forgets_nothing_and_learns_nothing(source, targets):
    """The order in which targets are compared with a source does not matter."""
    reader = Reader(source, PAIRS[0])
    once = [reader.compare(target) for target in targets]

    assert once == [compare(source, target, PAIRS[0]) for target in targets]
