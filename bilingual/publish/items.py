"""Rows of sub-headings and lists: what `article.structure` found, as the page shows it.

In: a row, and what its block is. Out: the row with its kind and its list; the author's list mark is
taken out of both sides, because the page draws one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bilingual.article import BLANKS, BULLETS, Part, Role
from bilingual.publish.context import Piece, Row

_TAGS = {Role.BULLET: "ul", Role.NUMBER: "ol"}
# A translation may have another bullet than its source; a dash is one there, too.
_BULLET = re.compile(rf"[{BULLETS}–—](?:{BLANKS}|\Z)")


def shaped(rows: Sequence[tuple[Row, Part]]) -> tuple[Row, ...]:
    """Return the rows with their kinds: each `heading`, each `item` with its list's tags.

    A list is opened by its first item and closed by its last.
    """
    tags = [_TAGS.get(part.role, "") for _, part in rows]
    goes_on = [bool(tag) and not part.is_first for tag, (_, part) in zip(tags, rows, strict=True)]
    found = []
    for at, (row, part) in enumerate(rows):
        if part.role is Role.HEADING:
            found.append(replace(row, kind="heading"))
        elif part.role.is_item:
            is_last = not any(goes_on[at + 1 : at + 2])
            found.append(
                replace(
                    _unmarked(row, part),
                    kind="item",
                    mark=part.mark if part.number else "",
                    number=part.number,
                    opens="" if goes_on[at] else tags[at],
                    closes=tags[at] if is_last else "",
                )
            )
        else:
            found.append(row)
    return tuple(found)


def _unmarked(row: Row, part: Part) -> Row:
    mark = _BULLET
    if part.number:
        mark = re.compile(rf"(?:\({part.number}\)|0*{part.number}[.)°º])(?:{BLANKS}|\Z)")
    return replace(row, source=_without(row.source, mark), target=_without(row.target, mark))


def _without(pieces: tuple[Piece, ...], mark: re.Pattern[str]) -> tuple[Piece, ...]:
    """Return the pieces of one side without the mark that they begin with, if they do.

    A sentence that is nothing but a mark stays: sentences are never taken out.
    """
    if not pieces:
        return pieces
    first, *rest = pieces
    text = mark.sub("", first.text, count=1) if mark.match(first.text) else first.text
    if text:
        return (replace(first, text=text), *rest)
    return pieces if first.number else tuple(rest)
