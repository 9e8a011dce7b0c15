"""Cut an article's blocks into segments: sentences, as spans of its text.

In: an `Article`, or any text with its locale. Out: segments or spans, with only white space
between them. The rules are in `scan` and `judge`, the knowledge in `languages/`.

Which error is worse? A sentence cut in two is: the engine translates two halves that mean
nothing, and the editor, who works segment by segment, cannot join them. Two sentences in one
segment cost little. So where the text leaves it open, the segment goes on.
"""

from __future__ import annotations

from bilingual.model import Article, Locale, Segment, Span, keyed
from bilingual.segment.language import (
    Abbreviations,
    abbreviations_in,
    language,
    read_abbreviations,
)
from bilingual.segment.lines import BREAKS, unwrapped
from bilingual.segment.scan import spans

__all__ = [
    "VERSION",
    "Abbreviations",
    "abbreviations_in",
    "read_abbreviations",
    "segment",
    "segment_text",
]

# Part of each draft's signature: raise it whenever a change moves a boundary.
VERSION = "2"

_TO_SPACES = str.maketrans(dict.fromkeys(BREAKS, " "))


def segment(
    article: Article, extra: Abbreviations | None = None, *, is_plain: bool = False
) -> tuple[Segment, ...]:
    """Return the segments of the article's headline and paragraphs, in order, with their keys.

    Each block is cut alone, so that a quotation left open in one cannot reach the next. What a
    block is, reading has decided: a line break inside one is a space. With `is_plain` the blocks
    are bare text, whose line breaks are judged as `segment_text` does. `extra` are abbreviations
    of the user's, which go before ours.
    """
    found = []
    for block in article.blocks:
        if not block.kind.is_translated:
            continue
        text = article.block_text(block)
        if not is_plain:
            text = text.translate(_TO_SPACES)
        base = block.span.start
        found += [
            Span(base + span.start, base + span.end)
            for span in segment_text(text, article.locale, extra)
        ]
    return keyed(article.text, found)


def segment_text(text: str, locale: Locale, extra: Abbreviations | None = None) -> tuple[Span, ...]:
    """Return the spans of the segments of any text, in order.

    Invariant: gaps and spans interleaved give back `text`; the gaps are white space, the spans
    neither begin nor end with it. Empty or white text has none. Cutting a segment's text again
    gives that segment. A line break ends a segment, unless it only wraps a paragraph
    (`lines.unwrapped`) or comes after a word that cannot be a line's last. Linear.

    >>> text = "M. Linh dort. Il rêve."
    >>> [span.of(text) for span in segment_text(text, Locale("fr"))]
    ['M. Linh dort.', 'Il rêve.']
    """
    return spans(unwrapped(text), language(locale.language, extra))
