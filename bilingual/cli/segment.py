"""`bilingual segment`: a text's segments, numbered, or as JSON for a program."""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bilingual import segment as segmenter
from bilingual.article import parse_article, read_article, read_text
from bilingual.cli.base import Command, Common, Language, common_options, option
from bilingual.decoding import decode
from bilingual.interface import _
from bilingual.model import Article, Block, BlockKind, Locale, Segment, Span
from bilingual.text import fold_lines

STANDARD_INPUT = "-"
Group = tuple[BlockKind, list[str]]


@click.command("segment", cls=Command)
@click.argument(
    "file", type=click.Path(path_type=Path, allow_dash=True, readable=False), metavar="FILE"
)
@option(
    "--lang",
    "language",
    type=Language(),
    metavar="LANGUAGE",
    help="The language of the text: fr or en (default: that in the file's name, else French).",
)
@option(
    "--plain", is_flag=True, help="Take the text as bare paragraphs, without an article's form."
)
@common_options
def segment_command(file: Path, language: Locale | None, plain: bool, common: Common) -> None:
    """Show where a text's sentences end, one numbered line each.

    FILE is an article or, with --plain, any text; - reads what is piped in. What is shown is
    what would be drafted: headline and paragraphs, without credits and signature.

    Abbreviations of your own belong in abbreviations.fr.txt in the workspace.
    """
    article = _article(file, language, is_plain=plain)
    workspace = common.find(None if str(file) == STANDARD_INPUT else file)
    abbreviations = segmenter.abbreviations_in(workspace.root, article.locale)
    segments = segmenter.segment(article, abbreviations, is_plain=plain)
    if common.as_json:
        common.answer(
            {
                "segments": [
                    {"start": s.span.start, "end": s.span.end, "text": s.source} for s in segments
                ]
            }
        )
    elif not common.quiet:
        _print(_by_block(article, segments))


def _article(file: Path, language: Locale | None, *, is_plain: bool) -> Article:
    """Return the article, or what stands for one: standard input, or a text of paragraphs."""
    is_piped = str(file) == STANDARD_INPUT
    if not is_piped and not is_plain:
        article = read_article(file, locale=language)
        return replace(article, locale=language) if language else article
    name = _("standard input") if is_piped else str(file)
    text = decode(sys.stdin.buffer.read(), name) if is_piped else read_text(file)
    locale = language or Locale("fr")
    if not is_plain:
        return parse_article(text, slug="text", locale=locale, name=name)
    return Article(
        "text", locale, text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), name=name
    )


def _by_block(article: Article, segments: tuple[Segment, ...]) -> list[Group]:
    """Return the kind of each block that has segments, with their texts."""
    starts = [block.span.start for block in article.blocks]
    groups = groupby(segments, lambda s: bisect_right(starts, s.span.start) - 1)
    return [(article.blocks[at].kind, [s.source for s in inside]) for at, inside in groups]


def _print(groups: list[Group]) -> None:
    """Print the segments block by block: in colour on a terminal, one a line elsewhere."""
    console = Console(highlight=False)
    width = len(str(sum(len(sources) for _kind, sources in groups)))
    number = 0
    for place, (kind, sources) in enumerate(groups):
        rows = Table.grid(padding=(0, 2))
        rows.add_column(justify="right", style="cyan", no_wrap=True, min_width=width)
        rows.add_column(overflow="fold", style="bold" if kind is BlockKind.HEADLINE else "")
        for source in sources:
            number += 1
            if console.is_terminal:
                rows.add_row(str(number), Text(fold_lines(source)))
            else:
                click.echo(f"{number:{width}}  {fold_lines(source)}")
        if console.is_terminal:
            console.print(*([] if place == 0 else [""]), rows, sep="\n")
