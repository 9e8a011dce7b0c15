"""A bitext → what its side-by-side page shows, row by row.

In: an article with its units. Out: a PageContext. Every word of the article is kept, also what
lies between its sentences; the two sides have the same sentences in the same order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.article import Part, structure
from bilingual.interface import translations
from bilingual.model import (
    Article,
    Bitext,
    Block,
    BlockKind,
    Locale,
    Segment,
    Span,
    State,
    Unit,
    gaps,
)
from bilingual.publish import wording
from bilingual.publish.breaks import unbroken_row
from bilingual.publish.context import Notice, PageContext, Piece, Row, Side, Site
from bilingual.publish.items import shaped
from bilingual.publish.languages import (
    capitalised,
    direction,
    name_of,
    sentence_space,
    spoken,
    written_date,
)
from bilingual.publish.metadata import page_head
from bilingual.publish.settings import SiteSettings
from bilingual.text import fold_lines

Pairs = tuple[tuple[Segment, Unit], ...]

# The word before the colon is ours to translate; the owner is a name.
_CREDIT = re.compile(r"(?:crédit\s+)?photos?\s*:\s*(?P<owner>.+)", re.IGNORECASE | re.DOTALL)


def page_context(
    bitext: Bitext,
    settings: SiteSettings,
    interface: str,
    page: str,
    alternates: tuple[tuple[str, str], ...],
) -> PageContext:
    """Return all that the page of `bitext` shows."""
    article = bitext.article
    headline, rest = _headline_first(bitext)
    found = [(_row(bitext, block, pairs), part) for block, pairs, part in rest]
    rows = shaped([(row, part) for row, part in found if row.source or row.target])
    languages = article.locale, bitext.target
    top, *others = _with_stops(tuple(unbroken_row(row, *languages) for row in (headline, *rows)))
    numbers = [piece.number for row in (top, *others) for piece in row.source]
    return PageContext(
        head=page_head(bitext, settings, page, alternates),
        site=Site(settings.title, settings.publisher, "index.html"),
        interface=interface,
        sides=(_side(bitext, "source"), _side(bitext, "target")),
        headline=top,
        day="" if article.published is None else article.published.isoformat(),
        rows=tuple(others),
        about=wording.about(bitext, interface),
        most=max(numbers, default=0),
    )


def _side(bitext: Bitext, side: str) -> Side:
    """Return what is to be known about one of the two languages."""
    locale = bitext.article.locale if side == "source" else bitext.target
    other = bitext.target if side == "source" else bitext.article.locale
    ours = spoken(locale)
    # Where both sides would hear the same words, the translation's side alone says them.
    is_told = side == "target" or ours != spoken(other)
    text = wording.notice(bitext, ours) if is_told else ""
    say = translations(ours).gettext
    day = bitext.article.published
    return Side(
        id=side,
        lang=locale.tag,
        dir=direction(locale),
        name=capitalised(name_of(locale)),
        role=say("original") if side == "source" else say("translation"),
        mark_lang=ours,
        mark_dir=direction(Locale(ours)),
        notice=Notice(text, ours, direction(Locale(ours))) if text else None,
        date="" if day is None else written_date(day, locale),
    )


def _headline_first(bitext: Bitext) -> tuple[Row, list[tuple[Block, Pairs, Part]]]:
    """Return the headline's row and the other blocks; the slug stands in for a missing headline."""
    parts = structure(bitext.article)
    blocks = [
        (block, pairs, part)
        for (block, pairs), part in zip(bitext.blocks(), parts, strict=True)
        # The date is shown under the headline, in each language's form.
        if block.kind is not BlockKind.DATE or bitext.article.published is None
    ]
    for at, (block, pairs, _part) in enumerate(blocks):
        if block.kind is BlockKind.HEADLINE:
            return _row(bitext, block, pairs), blocks[:at] + blocks[at + 1 :]
    slug = (Piece(bitext.article.slug),)
    return Row("headline", slug, slug, is_same=True), blocks


def _row(bitext: Bitext, block: Block, pairs: Pairs) -> Row:
    if pairs:
        source, target = _sentences(bitext, block, pairs)
        return Row(block.kind.value, source, target)
    text = fold_lines(bitext.article.block_text(block)).strip()
    if not text:
        return Row(block.kind.value, (), ())
    if block.kind is BlockKind.CREDIT:
        return _credit(bitext, text)
    if block.kind.is_translated:
        return Row(block.kind.value, (Piece(text),), (_foreign(bitext, Piece(text)),))
    return Row(block.kind.value, (Piece(text),), (Piece(text),), is_same=True)


def _credit(bitext: Bitext, text: str) -> Row:
    """Return a credit's row: `Photo :` in the target's words, what is not understood as it is."""
    target = _foreign(bitext, Piece(text))
    found = _CREDIT.fullmatch(text)
    if found and spoken(bitext.target) == bitext.target.language:
        say = translations(bitext.target.language).gettext
        target = Piece(say("Photo: {owner}").format(owner=found["owner"]))
    return Row(BlockKind.CREDIT.value, (Piece(text),), (target,), is_same=target.text == text)


def _sentences(
    bitext: Bitext, block: Block, pairs: Pairs
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both sides of a block: its sentences, and what lies between them."""
    source: list[Piece] = []
    target: list[Piece] = []
    between = _between(bitext.article, block, [segment.span for segment, _ in pairs])
    for number, (gap, (segment, unit)) in enumerate(zip(between, pairs, strict=False), start=1):
        _append_gaps(source, target, gap, bitext.target)
        source.append(Piece(fold_lines(segment.source), number))
        target.append(_translated(bitext, unit, number))
    _append_gaps(source, target, between[-1], bitext.target, is_end=True)
    return tuple(source), tuple(target)


def _between(article: Article, block: Block, spans: Sequence[Span]) -> tuple[str, ...]:
    """Return what lies around and between a block's sentences, on one line each.

    A sentence that runs over the block's end is no reason to lose a page.
    """
    start = block.span.start
    text = article.text[start : max(block.span.end, spans[-1].end)]
    moved = [Span(span.start - start, span.end - start) for span in spans]
    return tuple(fold_lines(gap) for gap in gaps(text, moved))


def _append_gaps(
    source: list[Piece], target: list[Piece], gap: str, locale: Locale, *, is_end: bool = False
) -> None:
    """Put what lies between two sentences on both sides, in each language's manner."""
    is_edge = is_end or not source
    if is_edge and not gap.strip():
        return
    if gap:
        source.append(Piece(gap))
    if gap.strip() and not any(char.isalnum() for char in gap):
        target.append(Piece(gap))  # a dash, a bullet, a quotation mark left alone
    elif not is_edge and sentence_space(locale):
        target.append(Piece(sentence_space(locale)))


def _translated(bitext: Bitext, unit: Unit, number: int) -> Piece:
    state = wording.state_of(unit)
    said = wording.mark(state, spoken(bitext.target))
    if unit.state is State.UNTRANSLATED:
        return _foreign(bitext, Piece(unit.source, number, state, said))
    return Piece(unit.target, number, state, said)


def _foreign(bitext: Bitext, piece: Piece) -> Piece:
    """Return a piece of the source that stands among the target's."""
    locale = bitext.article.locale
    return replace(piece, lang=locale.tag, dir=direction(locale))


def _with_stops(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the rows with the first sentence of each side marked as the Tab key's stop."""
    for at, row in enumerate(rows):
        if any(piece.number for piece in row.source):
            stopped = replace(row, source=_first(row.source), target=_first(row.target))
            return (*rows[:at], stopped, *rows[at + 1 :])
    return rows


def _first(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(replace(piece, is_stop=piece.number == 1) for piece in pieces)
