"""Articles built by hand: what the tests of merging cut into sentences."""

from __future__ import annotations

from collections.abc import Sequence

from bilingual.model import Article, Block, BlockKind, Locale, Segment, Span, keyed


def article_of(sentences: Sequence[str]) -> tuple[Article, tuple[Segment, ...]]:
    """Return an article whose paragraphs are `sentences`, one each, and its segments."""
    text, blocks = "", []
    for sentence in sentences:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(len(text), len(text) + len(sentence))))
        text += sentence + "\n\n"
    article = Article("a", Locale("fr"), text, tuple(blocks), name="articles/a.fr.txt")
    return article, keyed(text, [block.span for block in blocks])
