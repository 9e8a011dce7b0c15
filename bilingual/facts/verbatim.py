"""What a translation keeps to the letter: addresses, handles, tags, file names, codes.

In: a text. Out: the pieces, with spans. Needs no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilingual.facts.context import error
from bilingual.interface import _
from bilingual.model import Finding, Span

_EXTENSIONS = (
    "avi|bmp|csv|doc|docx|epub|exe|gif|gz|htm|html|ics|jpeg|jpg|js|json|md|mov|mp3|mp4|odp|ods|odt"
    "|ogg|pdf|php|png|po|ppt|pptx|psd|py|rar|rtf|sh|sql|svg|tar|tif|tiff|toml|tsv|txt|wav|webm"
    "|webp|xls|xlsx|xml|yaml|yml|zip"
)
_DOMAINS = "com|org|net|edu|gov|int|info|eu|fr|be|ch|ca|uk|de|es|it|us|io|tv|vn|ma|tn|dz|sn"
# A longer run of such letters is no address anybody typed: looking further back would be costly.
_NAME = r"[\w.%+\-]{1,128}"
_PIECES = re.compile(
    r"(?P<url>(?:https?://|ftp://|www\.)[^\s<>«»“”\"]+)"
    rf"|(?P<mail>(?<![\w.%+\-]){_NAME}@[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}})+)"
    r"|(?P<handle>(?<![\w@])@\w+)"
    r"|(?P<tag>(?<![\w#&])#\w*[^\W\d]\w*)"
    rf"|(?P<file>(?<![\w.\-])[\w\-]+(?:\.[\w\-]+){{0,8}}\.(?:{_EXTENSIONS})\b(?!\.\w))"
    rf"|(?P<domain>(?<![\w.\-])[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+){{0,8}}\.(?:{_DOMAINS})\b(?![.\-]?\w))"
    r"|(?P<name>(?<!\w)(?=\w*[^\W_]_[^\W_])\w+)"
    r"|(?P<code>(?<![\w\-])(?=[A-Z\-‑]*\d)(?=[\d\-‑]*[A-Z])[A-Z0-9]+(?:[\-‑][A-Z0-9]+)*[a-z]?(?!\w))"
)
# Files and domains have such a point, codes such a capital or figure.
_POINT = re.compile(r"\.\w")
_MIXED = re.compile(r"\d[\-‑]*[A-Z]|[A-Z][\-‑]*\d")
_TRAILING = ".,;:!?…)]}'’"
# 20H, 3D: the first is a time, the second a code. 1M, 2K: amounts. 5E: French ordinals.
_NO_CODE = re.compile(r"\d+(?:H\d*|M|K|E|ER|ND|RD|ST|TH|MD|€)")
# A code may be written with a hyphen, a blank or neither.
_LOOSE = re.compile(r"[\s\-‑]")
# Beyond so many, only equal pieces count: looking for each inside the target would not be linear.
MOST = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece that has to be kept to the letter; `kind` is the kind of piece."""

    kind: str
    span: Span
    text: str


def pieces(text: str) -> tuple[Piece, ...]:
    """Return the pieces of a text that stay as they are, in order; linear in its length.

    >>> [p.text for p in pieces("Voir https://exemple.fr/a_b, écrit par @lea (A320).")]
    ['https://exemple.fr/a_b', '@lea', 'A320']
    """
    if _has_none(text):
        return ()
    made = []
    for match in _PIECES.finditer(text):
        kind = str(match.lastgroup)
        piece = match[0].rstrip(_TRAILING) if kind in {"url", "mail"} else match[0]
        if kind == "url" and match[0][len(piece) :].startswith(")") and "(" in piece:
            piece += ")"
        if kind == "code" and _NO_CODE.fullmatch(piece):
            continue
        made.append(Piece(kind, Span(match.start(), match.start() + len(piece)), piece))
    return tuple(made)


def _has_none(text: str) -> bool:
    """Whether no piece can be in a text, as in most: told without trying every pattern."""
    if "@" in text or "#" in text or "_" in text or "://" in text or "www." in text:
        return False
    return not (_POINT.search(text) or _MIXED.search(text))


def masked(text: str, found: Sequence[Piece]) -> str:
    """Return the text with each piece blotted out: what is in it is no number or name.

    Lengths are kept.

    >>> len(masked("le A320 et", pieces("le A320 et")).split()[1])
    4
    """
    made, at = [], 0
    for piece in found:
        made += [text[at : piece.span.start], "\ufffc" * len(piece.span)]
        at = piece.span.end
    return "".join([*made, text[at:]])


def compare_pieces(
    target: str, source_pieces: Sequence[Piece], target_pieces: Sequence[Piece]
) -> Iterator[Finding]:
    """Give the pieces of the source that the target lacks, and addresses that it invents."""
    there = {_form(piece) for piece in target_pieces}
    for at, piece in enumerate(source_pieces):
        if _form(piece) in there or (at < MOST and _stands(piece, target)):
            continue
        message = _("{piece} is missing or changed: it has to stay as it is").format(
            piece=piece.text
        )
        yield error("verbatim", message, piece.span)
    here = {_form(piece) for piece in source_pieces}
    for piece in target_pieces:
        if piece.kind in {"url", "mail"} and _form(piece) not in here:
            message = _("{piece} is not in the source").format(piece=piece.text)
            yield error("verbatim", message, None, piece.span)


def _stands(piece: Piece, target: str) -> bool:
    """Whether a piece stands in the target although no piece was seen there."""
    if piece.text in target:
        return True
    return piece.kind == "code" and _form(piece) in _LOOSE.sub("", target).casefold()


def _form(piece: Piece) -> str:
    """Return what two equal pieces have in common. A code's hyphen is often left out."""
    return _LOOSE.sub("", piece.text).casefold() if piece.kind == "code" else piece.text
