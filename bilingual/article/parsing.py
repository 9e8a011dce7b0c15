"""From a text to an article: groups of lines, the date, the headline, what each block is.

In: a text, decoded. Out: an Article whose blocks are in order and leave out white space only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bilingual.article.dates import leading_date
from bilingual.article.headline import dated_size, undated_size
from bilingual.article.language import Words, words
from bilingual.article.marks import is_credit, is_signature
from bilingual.article.paragraphs import runs
from bilingual.errors import ArticleError
from bilingual.interface import _
from bilingual.model import Article, Block, BlockKind, Locale, Span

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


def parse_article(
    text: str, *, slug: str, locale: Locale, name: str = "", path: Path | str | None = None
) -> Article:
    """Return the article that `text` holds; see the docstring of `bilingual.article`.

    `path` is for messages only. Linear in the length of the text.

    Raises: ArticleError when there is nothing but white space, or the first line begins with
    `date` and a number that is no date or no day of the calendar.
    """
    groups = list(_groups(text))
    known = words(locale.language)
    published, dated = None, None
    if groups:
        published, dated = leading_date(text, groups[0][0], locale, path or name)
    if dated is not None:
        groups[0] = _without(text, groups[0], dated)
    headline = _take_headline(text, groups, known, dated)
    spans = [span for group in groups if group for span in _paragraphs(text, group, known)]
    if not spans and headline is None:
        raise ArticleError(
            _("the article is empty"), path=path or name, hint=_("Write a sentence into it.")
        )
    blocks = [] if dated is None else [Block(BlockKind.DATE, dated)]
    blocks += [] if headline is None else [Block(BlockKind.HEADLINE, headline)]
    kinds = _kinds(text, spans, may_be_signed=headline is not None or len(spans) > 1)
    blocks += [Block(kind, span) for kind, span in zip(kinds, spans, strict=True)]
    return Article(slug, locale, text, tuple(blocks), published, name)


def _groups(text: str) -> Iterator[list[Span]]:
    """Give the lines of each group that blank lines set apart, as spans without outer blanks."""
    group: list[Span] = []
    last_end = 0
    for line in _LINE.finditer(text):
        between = text[last_end : line.start()]
        if group and len(between) > 1 and between != "\r\n":
            yield group
            group = []
        last_end = line.end()
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        end = line.start() + len(line.group().rstrip())
        if start < end:
            group.append(Span(start, end))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _without(text: str, group: list[Span], dated: Span) -> list[Span]:
    """Return the lines of the first group without the date that they begin with."""
    rest = text[dated.end : group[0].end]
    start = group[0].end - len(rest.lstrip())
    return [Span(start, group[0].end), *group[1:]] if start < group[0].end else group[1:]


def _take_headline(
    text: str, groups: list[list[Span]], known: Words, dated: Span | None
) -> Span | None:
    """Take the lines of the headline out of the first group that has lines, and return its span."""
    at = next((i for i, group in enumerate(groups) if group), None)
    if at is None:
        return None
    group = groups[at]
    lines = [line.of(text) for line in group]
    if dated is None:
        size = undated_size(lines, known, is_followed=at + 1 < len(groups))
    else:
        size = dated_size(lines, known, is_apart=at > 0)
    if size == 0:
        return None
    groups[at] = group[size:]
    return Span(group[0].start, group[size - 1].end)


def _paragraphs(text: str, group: list[Span], known: Words) -> Iterator[Span]:
    """Give the paragraphs of one group of lines."""
    for start, end in runs([line.of(text) for line in group], known):
        yield Span(group[start].start, group[end - 1].end)


def _kinds(text: str, spans: list[Span], *, may_be_signed: bool) -> list[BlockKind]:
    """Return what each block behind the headline is.

    Only the last one, credits apart, may be a signature, and not where it is the whole article.
    """
    kinds = [
        BlockKind.CREDIT if is_credit(span.of(text)) else BlockKind.PARAGRAPH for span in spans
    ]
    last = max((i for i, kind in enumerate(kinds) if kind is BlockKind.PARAGRAPH), default=-1)
    if last >= 0 and may_be_signed and is_signature(spans[last].of(text)):
        kinds[last] = BlockKind.SIGNATURE
    return kinds
