"""What the paragraphs of an article are to a reader: text, sub-headings, items of lists.

In: an article. Out: a `Part` for each of its blocks. Blocks, sentences and their order stay as they
are: this is for showing an article. In doubt a paragraph is text: that is how it was always shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bilingual.article.headline import has_inner_end
from bilingual.article.language import Words, composed, words
from bilingual.article.lines import BULLETS, CLOSERS, begins_sentence, is_capitals
from bilingual.article.marks import is_name_like, is_signature
from bilingual.model import Article, Block, BlockKind

_LONGEST = 90  # code points of a sub-heading
_SIGNS = "%‰€$£°"  # may end a sub-heading, as letters and figures do
_FEWEST_CAPITALS = 4  # words: two or three in capitals under the headline may be the author
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W\d_]{3}")
BLANKS = r"[ \t\xa0\u202f]+"  # behind the mark of an item
# A dash (– or —) opens a turn of a dialogue, never an item: so French sets it.
_BULLET = re.compile(rf"([{BULLETS}]){BLANKS}(?=\S)")
_NUMBER = re.compile(rf"\A(\(\d{{1,3}}\)|\d{{1,3}}[.)°º]){BLANKS}(?=\S)")


class Role(StrEnum):
    """What a block is to a reader."""

    TEXT = "text"
    HEADING = "heading"
    BULLET = "bullet"
    NUMBER = "number"

    @property
    def is_item(self) -> bool:
        """Whether the block is an item of a list."""
        return self in (Role.BULLET, Role.NUMBER)


@dataclass(frozen=True, slots=True)
class Part:
    """What one block is.

    An item has its `mark` as the author wrote it, without the blank behind it; `number` is that of
    a numbered one, else 0. `is_first` marks the item that opens a list.
    """

    role: Role
    mark: str = ""
    number: int = 0
    is_first: bool = False


_TEXT = Part(Role.TEXT)


def structure(article: Article) -> tuple[Part, ...]:
    """Return what each block of an article is; linear in the length of the text.

    *Lists* are two or more paragraphs on end that begin with the same bullet, or with numbers that
    count on. A *sub-heading* is a short paragraph on one line, between blank lines, that ends in
    a letter or figure and has text below it. Two such lines on end are none (a table, verse), nor
    is one that stands over a credit (a caption); under the headline, none that could be the author
    or a place and a day.

    Raises: InstallError when a file of ours is damaged.
    """
    found = _items(article)
    known = words(article.locale.language)
    candidates = [
        found[at].role is Role.TEXT and _looks_like_one(article, at, known)
        for at in range(len(article.blocks))
    ]
    for at, is_candidate in enumerate(candidates):
        if is_candidate and _is_over_text(article.blocks, candidates, at):
            found[at] = Part(Role.HEADING)
    return tuple(found)


def _items(article: Article) -> list[Part]:
    """Return a part for each block, those of lists found; everything else is text."""
    parts = [_item(article, block) for block in article.blocks]
    size = len(parts)
    is_next = [False] * (size + 1)  # whether a block goes on with the list of the one before it
    for at in range(1, size):
        is_next[at] = _goes_on(parts[at - 1], parts[at])
    found = []
    for at, part in enumerate(parts):
        is_first = not is_next[at]
        is_alone = is_first and not is_next[at + 1]
        found.append(_TEXT if is_alone else Part(part.role, part.mark, part.number, is_first))
    return found


def _item(article: Article, block: Block) -> Part:
    if block.kind is not BlockKind.PARAGRAPH:
        return _TEXT
    text = article.block_text(block)
    if bullet := _BULLET.match(text):
        return Part(Role.BULLET, bullet[1])
    if number := _NUMBER.match(text):
        return Part(Role.NUMBER, number[1], int(number[1].strip("().°º")))
    return _TEXT


def _goes_on(before: Part, part: Part) -> bool:
    if not part.role.is_item or part.role is not before.role:
        return False
    if part.role is Role.BULLET:
        return part.mark == before.mark
    return part.number == before.number + 1


def _looks_like_one(article: Article, at: int, known: Words) -> bool:
    """Tell whether a block has the form of a sub-heading, whatever stands around it."""
    block = article.blocks[at]
    if block.kind is not BlockKind.PARAGRAPH or not _is_apart(article, at):
        return False
    text = _NUMBER.sub("", article.block_text(block), count=1)  # « 3. La suite »
    if len(text) > _LONGEST or _LINE_END.search(text) or not _WORD.search(text):
        return False
    bare = text.rstrip(CLOSERS)
    if not (bare[-1:].isalnum() or bare[-1:] in _SIGNS) or not begins_sentence(text):
        return False
    if any(sign in text for sign in "\t|") or has_inner_end(text, known) or is_signature(text):
        return False
    if _is_aside(text, known):
        return False
    return not _is_top(article.blocks, at) or _is_sure_at_top(text)


def _is_apart(article: Article, at: int) -> bool:
    """Tell whether a blank line stands before and after a block, and other blocks do."""
    blocks, text = article.blocks, article.text
    if not 0 < at < len(blocks) - 1:
        return False
    start, end = blocks[at].span.start, blocks[at].span.end
    between = text[blocks[at - 1].span.end : start], text[end : blocks[at + 1].span.start]
    return all(len(_LINE_END.findall(gap)) > 1 for gap in between)


def _is_aside(text: str, known: Words) -> bool:
    """Tell whether a line begins as one by itself that heads nothing: « Par », « Lire aussi »."""
    return _asides(known.asides).match(composed(" ".join(text[:40].split()))) is not None


@lru_cache(maxsize=16)
def _asides(forms: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, sorted(forms))) or '(?!)'})(?!\w)")


def _is_top(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether nothing but date, headline and credits stands above."""
    return all(
        block.kind in (BlockKind.DATE, BlockKind.HEADLINE, BlockKind.CREDIT)
        for block in blocks[:at]
    )


def _is_sure_at_top(text: str) -> bool:
    """Tell whether a line under the headline can be neither a name nor a place and a day."""
    if any(char.isdigit() for char in text):
        return False
    return len(text.split()) >= _FEWEST_CAPITALS if is_capitals(text) else not is_name_like(text)


def _is_over_text(blocks: Sequence[Block], candidates: Sequence[bool], at: int) -> bool:
    """Tell whether text stands below a candidate, and no other candidate beside it."""
    if blocks[at + 1].kind is not BlockKind.PARAGRAPH:
        return False
    return not candidates[at - 1] and not candidates[at + 1]
