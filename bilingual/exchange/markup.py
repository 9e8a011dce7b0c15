"""XML in and out: the characters it cannot hold, and a parser that trusts no file.

In: text, or the bytes of an XML file from anywhere. Out: text escaped for XML; parser events. No
file that is read can make the parser expand, open or fetch anything: entity declarations are
refused, a DOCTYPE is allowed (many TMX files name their DTD) and never followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import name2codepoint
from pathlib import Path
from xml.parsers import expat

from bilingual.errors import ExchangeError
from bilingual.interface import _

_UNKNOWN = "\ufffd"
_CHUNK = 1 << 16  # bytes read at once
# Source: XML 1.0, production 2 (Char), turned around.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_QUOTED = {**_ESCAPES, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']utf-?(?:16|32)", re.IGNORECASE)


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    r"""Give `text` in pieces, each with whether XML can hold it; one that cannot is one character.

    >>> list(pieces("a\x0bb"))
    [('a', True), ('\x0b', False), ('b', True)]
    """
    end = 0
    for found in _ILLEGAL.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], True
        yield found.group(), False
        end = found.end()
    if end < len(text):
        yield text[end:], True


def pictured(text: str) -> str:
    r"""Return `text` with a visible picture for each character that XML and tables cannot hold.

    Not reversible: for places where no better way exists, and for comparing.

    >>> pictured("a\x0bb")
    'a␋b'
    """
    return _legal(text).replace("\x7f", "\u2421")


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda found: _picture(found.group()), text)


def _picture(char: str) -> str:
    return chr(0x2400 + ord(char)) if ord(char) < 0x20 else _UNKNOWN


def char_of(hexadecimal: str) -> str:
    r"""Return the character of a code point as files give it; U+FFFD where there is none.

    No surrogate and no U+0000 comes out: catalogs cannot hold them.

    >>> char_of("000B"), char_of("D800"), char_of("?")
    ('\x0b', '�', '�')
    """
    try:
        char = chr(int(hexadecimal, 16))
    except (ValueError, OverflowError):
        return _UNKNOWN
    return _UNKNOWN if char == "\0" or "\ud800" <= char <= "\udfff" else char


def escaped(text: str) -> str:
    """Return `text` as the content of an XML element; what XML cannot hold comes as a picture."""
    return _legal(text).translate(_ESCAPES)


def quoted(text: str) -> str:
    """Return `text` as an XML attribute, with its quotation marks."""
    return f'"{_legal(text).translate(_QUOTED)}"'


def new_parser(path: Path | str, start: bytes, *, namespaces: bool) -> expat.XMLParserType:
    """Return a parser for a file that begins with `start`, its safety handlers set.

    With `namespaces`, names come as `namespace name`, one space between them.
    """
    separator = " " if namespaces else None
    parser = expat.ParserCreate(_encoding(start), separator)
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise ExchangeError(
            _("this file declares XML entities, which can be used to do harm"),
            path=path,
            line=parser.CurrentLineNumber,
            hint=_("Nothing was read. Export it again from the program it came from."),
        )

    def skipped(name: str, is_parameter: int) -> None:
        # Known only from the DTD that we do not open; the usual names are those of HTML.
        if name not in name2codepoint or is_parameter:
            raise _fault(f"&{name};", path, parser.CurrentLineNumber)
        if parser.CharacterDataHandler is not None:
            parser.CharacterDataHandler(chr(name2codepoint[name]))

    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = lambda *_reference: 1  # as if it were empty
    parser.SkippedEntityHandler = skipped
    return parser


def _encoding(start: bytes) -> str | None:
    """Return the encoding where the declaration contradicts the bytes; else None: the parser knows.

    Programs that convert a file from UTF-16 leave its first line as it was.
    """
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if start.startswith(b"\xef\xbb\xbf") or _DECLARED.match(start):
        return "utf-8"
    return None


def chunks(path: Path) -> Iterator[bytes]:
    """Give the bytes of a file piece by piece.

    Raises: ExchangeError when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise ExchangeError(
            _("the file cannot be read: {reason}").format(reason=error.strerror or error),
            path=path,
            hint=_("Check its name, and that you may read it."),
        ) from error


def feed(parser: expat.XMLParserType, data: bytes, path: Path | str, *, is_last: bool) -> None:
    """Hand `data` to the parser.

    Raises: ExchangeError, with the line, where it is not well-formed XML.
    """
    try:
        parser.Parse(data, is_last)
    except expat.ExpatError as error:
        raise _fault(expat.ErrorString(error.code), path, error.lineno) from error
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise _fault(str(error), path, parser.CurrentLineNumber) from error


def _fault(reason: str, path: Path | str, line: int) -> ExchangeError:
    return ExchangeError(
        _("this is not well-formed XML: {reason}").format(reason=reason),
        path=path,
        line=line,
        hint=_("The file is damaged or was not finished: export it again; nothing was changed."),
    )
