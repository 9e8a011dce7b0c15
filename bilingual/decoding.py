"""Bytes of a text file → the text they stand for, whatever encoding the file really has.

In: the bytes and the path they came from. Out: text, line ends as they were, without a byte-order
mark. What is no text, or text in no encoding we can be sure of, is refused with a way out.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

from bilingual.errors import ArticleError
from bilingual.interface import _

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The one-byte encodings that Western European texts come in, likeliest first; UTF-8 is tried before
# any of them. Detectors that know all of Europe take short French for Central European.
_LEGACY = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_FRENCH = frozenset("àâæçéèêëîïôœùûüÿ«»’“”–—…€°\xa0")
_WESTERN = frozenset("áíóúñäößåøãõìòý¿¡ºª‘„‚§²³½¼¾×·•©®™£¥±µ¹")
_BEYOND_ASCII = re.compile(r"(?s)(?:^|(?<=(.)))([^\x00-\x7f])")
# Tab, line feed, vertical tab, form feed and carriage return occur in texts; other controls do not.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, path: Path | str) -> str:
    """Return the text that `data` holds.

    Order: byte-order mark, UTF-8, UTF-16 without a mark, then the legacy encodings by likelihood.

    Raises: ArticleError when the bytes are no text (the message says what they look like), or
    when no encoding fits.
    """
    refuse_binary(data, path)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(_decoded(data[len(mark) :], name, path), path)
    try:
        return _checked(data.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        damaged = error
    if (wide := _wide(data)) is not None:
        return _checked(wide, path)
    _checked(data.decode("latin-1"), path)  # no legacy encoding has text in the control codes
    if (legacy := _legacy(data)) is not None:
        return _checked(legacy, path)
    raise ArticleError(
        _("the encoding of this file is not recognised (it is not UTF-8)"),
        path=path,
        line=data.count(b"\n", 0, damaged.start) + 1,
        hint=_("Open it in a text editor, see that its accents look right, save it as UTF-8."),
    )


def refuse_binary(data: bytes, path: Path | str) -> None:
    """Raise ArticleError when `data` is plainly something other than text."""
    kinds = (
        (b"%PDF", _("a PDF")),
        (b"PK\x03\x04", _("a Word or OpenDocument file, or an archive")),
        (b"\xd0\xcf\x11\xe0", _("an old Word document")),
        (b"{\\rtf", _("an RTF document")),
        (b"\x89PNG", _("a picture")),
        (b"\xff\xd8\xff", _("a picture")),
        (b"GIF8", _("a picture")),
        (b"\x1f\x8b", _("a compressed file")),
    )
    for start, kind in kinds:
        if data.startswith(start):
            raise ArticleError(
                _("this is {kind}, not plain text").format(kind=kind),
                path=path,
                hint=_("Open it in its own program and save it as plain text (.txt, UTF-8)."),
            )


def _decoded(data: bytes, name: str, path: Path | str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise ArticleError(
            _("the file says that it is {encoding}, but it is damaged at byte {byte}").format(
                encoding=name.upper(), byte=error.start
            ),
            path=path,
            hint=_("Save it again as UTF-8 in the program it came from."),
        ) from error


def _checked(text: str, path: Path | str) -> str:
    """Return `text` unless it holds control characters, which no article does."""
    found = _CONTROLS.search(text)
    if found is None:
        return text
    raise ArticleError(
        _("this is not plain text: it holds the control character {code}").format(
            code=f"U+{ord(found.group()):04X}"
        ),
        path=path,
        line=text.count("\n", 0, found.start()) + 1,
        hint=_("If it should be text, save it again as plain text (.txt, UTF-8)."),
    )


def _wide(data: bytes) -> str | None:
    """Return UTF-16 text that lost its mark: half its bytes are the zeros of Latin letters."""
    if len(data) % 2 or data.count(0) < len(data) // 4:
        return None
    for name, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if zeros.count(0) * 2 > len(zeros):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return None


def _legacy(data: bytes) -> str | None:
    """Return `data` in the legacy encoding that makes the likeliest Western text, or None.

    A text in which one character beyond ASCII out of ten is no Western letter or mark is refused
    rather than guessed.
    """
    if b"\x00" in data:
        return None
    best, best_fit = None, 0.9
    for name in _LEGACY:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if (fit := _fit(text)) > best_fit:  # on a tie the likelier encoding, which came first
            best, best_fit = text, fit
    return best


def _fit(text: str) -> float:
    """Return how well the characters beyond ASCII fit a Western text: 1.0 for plain French.

    A capital after a small letter fits nothing: it is how a wrong encoding betrays itself.
    """
    beyond = _BEYOND_ASCII.findall(text)
    if not beyond:
        return 1.0
    fit = sum(_weight(before, char) * n for (before, char), n in Counter(beyond).items())
    return fit / len(beyond)


def _weight(before: str, char: str) -> float:
    small = char.lower()
    if char != small and before.islower():
        return 0.0
    return 1.0 if small in _FRENCH else 0.95 if small in _WESTERN else 0.0
