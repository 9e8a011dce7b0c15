"""What segmenting keeps, whatever the text: nothing is lost, and cutting again changes nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.model import Article, Block, BlockKind, Locale, Span, gaps
from bilingual.segment import segment, segment_text
from bilingual.segment.lines import BREAKS
from bilingual.text import fold_lines

FR, EN = Locale("fr"), Locale("en")

_ABBREVIATIONS = "M. MM. Mme art. L. p. etc. J.-C. av. h. km. S.N.C.F. O.N.U J.-P. n° 1er. XIVe. déc. mer. cap. IV. MME."
_WORDS = (
    "Le Il à Paris L'État dit-il a-t-il Oui riz de l’art B Chapitre iPad 1. a) 12. ²² ① ٣٤ Ⅳ ª ǅ"
)
_NUMBERS = "3 3,5 14 2025 % € www.exemple.fr a@b.fr Yahoo! é e\u0301 œ ß İ 中文 。 😀"
_SIGNS = '. ! ? … ... ?! : ; , ( ) [...] [ ] (…) « » “ ” " \' ’ — – - • !» ." ». .)'
_WRITTEN = f"{_ABBREVIATIONS} {_WORDS} {_NUMBERS} {_SIGNS}"
_BLANKS = [
    "\n",
    "\r\n",
    "\n\n",
    "\u2028",
    "\t",
    "\xa0",
    "\u202f",
    "  ",
    "\x85",
    "\x1c",
    "\u200b",
    "\ufeff",
]
_PHRASES = ["p. ex.", "op. cit.", "12 000", "« ", " »", "1. ", "\ud800"]
_PIECES = st.sampled_from([*_WRITTEN.split(), *_BLANKS, *_PHRASES])
_FRENCH = st.lists(st.one_of(_PIECES, _PIECES, st.just(" ")), max_size=24).map("".join)
_SPACED = st.lists(_PIECES, max_size=18).map(" ".join)
TEXTS = st.one_of(_FRENCH, _SPACED, _SPACED, st.text(max_size=60))

MANY = settings(max_examples=10_000)


@MANY
@given(TEXTS, st.sampled_from([FR, EN]))
def test_segments_and_gaps_give_back_the_text(text: str, locale: Locale) -> None:
    """Gaps and spans interleaved are the text; gaps are white space, spans neither begin nor end
    with it, and cutting a segment that stands on one line again gives that segment.
    """
    spans = segment_text(text, locale)
    between = gaps(text, spans)
    rebuilt = between[0] + "".join(s.of(text) + g for s, g in zip(spans, between[1:], strict=True))
    assert rebuilt == text
    assert all(not gap or gap.isspace() for gap in between)
    for span in spans:
        piece = span.of(text)
        assert piece
        assert piece == piece.strip()
        if piece == fold_lines(piece):
            assert segment_text(piece, locale) == (Span(0, len(piece)),)


@settings(max_examples=1_000)
@given(TEXTS)
def test_a_segment_folded_to_one_line_stays_one(text: str) -> None:
    """What a catalog holds as a source, the segment on one line, is one segment."""
    for span in segment_text(text, FR):
        source = fold_lines(span.of(text))
        assert segment_text(source, FR) == (Span(0, len(source)),)


@settings(max_examples=1_000)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_blocks_do_not_touch_each_other(texts: list[str]) -> None:
    """An article's segments are those of each block alone, on one line, moved to where it lies."""
    blocks, at = [], 0
    for text in texts:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(text))))
        at += len(text) + 2
    article = Article("a", FR, "\n\n".join(texts), tuple(blocks))
    alone = [
        Span(block.span.start + s.start, block.span.start + s.end)
        for block, text in zip(blocks, texts, strict=True)
        for s in segment_text(re.sub(f"[{BREAKS}]", " ", text), FR)
    ]
    assert [s.span for s in segment(article)] == alone


@settings(max_examples=1_000)
@given(TEXTS)
def test_a_line_break_in_a_block_is_a_space_and_stays_in_the_source(text: str) -> None:
    """A segment keeps its line breaks; folded as a catalog has it, it is still one segment."""
    article = Article("a", FR, text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    for found in segment(article):
        assert found.span.of(text) == found.source
        source = fold_lines(found.source)
        assert segment_text(source, FR) == (Span(0, len(source)),)


@given(TEXTS)
def test_bare_text_keeps_its_line_breaks(text: str) -> None:
    """With `is_plain`, as `segment --plain` has it, breaks are judged as ever."""
    whole = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    cut = list(segment_text(text, FR))
    assert [s.span for s in segment(Article("a", FR, text, whole), is_plain=True)] == cut


@pytest.mark.parametrize(
    "unit",
    [
        *('"', "(", ".", "«", "»", "1", "a", " ", "\n", "\xa0", "!", "…", "“", "'", "-", "—", "["),
        *(
            '. "',
            '" ',
            ". ",
            "! ",
            "? « ",
            "! » ",
            ".) ",
            "(a.) ",
            "M. ",
            "etc. ",
            "art. 3 ",
            "a. ",
        ),
        *("p. ex. ", "A. B. ", "« a ! ", "« a ! b ", "Le « a ! b", "\r\n", "\n \n", "a\n", "de\n"),
        *(".\xa0a", ". a", "... ", "1. ", "X.Y", "abc.Le", ".'", ".»", ".[1]", ". — ", "! \u2028"),
        *("\u0301", "e\u0301. ", "İ. ", ". .", "...)", "é.", "a. A", " .", "?! ", "12 h. 30 "),
    ],
)
def test_long_input_is_cut_in_linear_time(unit: str) -> None:
    """A quarter of a megabyte of one thing in one block is cut, and nothing of it is lost.

    Work in proportion to the square of the length would take minutes here; the benchmark has
    the times for a megabyte.
    """
    text = unit * (250_000 // len(unit))
    spans = segment_text(text, FR)
    assert all(not gap or gap.isspace() for gap in gaps(text, spans))
    assert sum(map(len, spans)) + sum(map(len, gaps(text, spans))) == len(text)
