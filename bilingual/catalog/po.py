"""The syntax of PO files: text → entries → text, losing nothing and naming the line of any fault.

In: the text of a PO file. Out: `Entry` objects in file order, each with the very lines it came
from, so that what nobody changed is written back to the letter. What the entries mean is `units`'
business.

A parser of our own because the common library splits some texts at U+2028, takes a line whose
closing quote is missing for a shorter string, and drops `#~|` lines; it is the judge in the tests.
Source: GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bilingual.errors import CatalogError
from bilingual.interface import _

_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"\s*')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s*(?=\")")
_ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "v": "\v", "f": "\f"}
# One entry in the form that nearly all are in: comments in gettext's order, strings, no blank line.
_QUOTED = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_BLOCK = rf"({_QUOTED}(?:\n{_QUOTED})*+)"
_USUAL = re.compile(
    r"((?:# [^\n]*+\n)*+)((?:#\. [^\n]*+\n)*+)((?:#: [^\n]*+\n)*+)(?:#, ([^\n]*+)\n)?+"
    rf"(?:msgctxt {_BLOCK}\n)?+msgid {_BLOCK}\nmsgstr {_BLOCK}"
)
_TO_ESCAPE = {
    **{ord(char): f"\\{name}" for name, char in _ESCAPES.items()},
    ord("\\"): r"\\",
    ord('"'): r"\"",
}


@dataclass(slots=True)
class Entry:
    """One entry as it stands in the file.

    `strings` has `msgctxt`, `msgid`, `msgid_plural`, `msgstr`, `msgstr[0]` … where the entry has
    them, `previous` the same for `#|` lines. `line` (from 1) is where the entry begins, `raw` its
    own lines, joined by line feeds, without blank lines around them.
    """

    line: int = 0
    translator: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    previous: dict[str, str] = field(default_factory=dict)
    strings: dict[str, str] = field(default_factory=dict)
    is_obsolete: bool = False
    raw: str = ""

    @property
    def is_header(self) -> bool:
        """Whether this is the entry with the empty msgid that opens a file."""
        return self.strings.get("msgid") == "" and "msgctxt" not in self.strings


def escape(text: str) -> str:
    r"""Return `text` as it stands between the quotes of a PO string.

    >>> escape('a "b"\n')
    'a \\"b\\"\\n'
    """
    return text.translate(_TO_ESCAPE)


def unescape(text: str) -> str:
    """Return what the inside of a PO string stands for."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    if code[0] in "01234567":
        return chr(int(code, 8))
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)


class _Parser:
    """The entry being read, and where the next string belongs."""

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self.entry = Entry()
        self.lines: list[str] = []
        self.strings = self.entry.strings
        self.name = ""

    def fault(self, number: int, line: str) -> CatalogError:
        shown = line if len(line) <= 60 else line[:57] + "…"
        return CatalogError(
            _("this line is not PO: {line}").format(line=shown.strip()),
            path=self.path,
            line=number,
            hint=_(
                "Mend the line in a text editor, or bring back an earlier version of the file; "
                "nothing was changed."
            ),
        )

    def finish(self) -> Entry:
        entry, self.entry = self.entry, Entry()
        entry.raw = "\n".join(self.lines)
        self.lines, self.name = [], ""
        return entry

    @property
    def is_complete(self) -> bool:
        """Whether the entry has its translation, so that what follows is the next one's."""
        return any(name.startswith("msgstr") for name in self.entry.strings)

    def string(self, number: int, line: str, body: str, target: dict[str, str]) -> None:
        """Read `keyword "string"` or a string that goes on, into `target`."""
        keyword = _KEYWORD.match(body)
        if keyword is not None:
            index = keyword.group(2)
            self.name = keyword.group(1) + ("" if index is None else f"[{index}]")
            if self.name in target:
                raise self.fault(number, line)
            target[self.name], self.strings = "", target
            body = body[keyword.end() :]
        found = _STRING.fullmatch(body)
        if found is None or not self.name or self.strings is not target:
            raise self.fault(number, line)
        target[self.name] += unescape(found.group(1))


def parse_po(text: str, path: Path | str) -> Iterator[Entry]:
    """Give the entries of a PO file in the order they stand in.

    A comment at the end that belongs to no entry comes as an entry without strings.

    Raises: CatalogError, with the line, at the first line that is not PO.
    """
    parser = _Parser(path)
    held: Entry | None = None  # an entry in the usual form, that the next lines may yet go on
    number = 1
    for chunk in text.split("\n\n"):
        usual = _usual(chunk, number)
        if usual is not None and (not parser.lines or parser.is_complete):
            if held is not None:
                yield held
            elif parser.lines:
                yield parser.finish()
            held = usual
        else:
            if held is not None:
                for _entry in _read_lines(parser, held.line, held.raw):
                    raise AssertionError("one entry was read as two")
                held = None
            yield from _read_lines(parser, number, chunk)
        number += chunk.count("\n") + 2
    if held is not None:
        yield held
    if parser.lines:
        if parser.entry.strings and not parser.is_complete:
            raise parser.fault(text.count("\n") + 1, _("(end of file)"))
        yield parser.finish()


def _usual(chunk: str, number: int) -> Entry | None:
    """Return the entry that `chunk` is in the usual form, or None; the fast way for nearly all."""
    found = _USUAL.fullmatch(chunk)
    if found is None:
        return None
    notes, machine, places, flags, context, source, target = found.groups()
    strings = {} if context is None else {"msgctxt": _value(context)}
    strings["msgid"] = _value(source)
    strings["msgstr"] = _value(target)
    return Entry(
        number,
        notes[2:-1].split("\n# ") if notes else [],
        machine[3:-1].split("\n#. ") if machine else [],
        [place.strip() for place in places[3:-1].split("\n#: ")] if places else [],
        _flags(flags) if flags else [],
        {},
        strings,
        is_obsolete=False,
        raw=chunk,
    )


def _flags(text: str) -> list[str]:
    return [flag.strip() for flag in text.split(",") if flag.strip()]


def _comment(entry: Entry, line: str) -> None:
    """Put a comment line of any kind where it belongs in its entry."""
    mark, rest = line[:2], line[2:]
    if mark == "#.":
        entry.extracted.append(rest.removeprefix(" "))
    elif mark == "#:":
        entry.references.append(rest.strip())
    elif mark == "#,":
        entry.flags += _flags(rest)
    else:
        entry.translator.append(line[1:].removeprefix(" "))


def _value(block: str) -> str:
    """Return the text of a string on one or several lines, in its quotes."""
    if "\n" not in block:
        return unescape(block[1:-1])
    return "".join([unescape(piece[1:-1]) for piece in block.split("\n")])


def _read_lines(parser: _Parser, start: int, chunk: str) -> Iterator[Entry]:
    """Read any lines, one by one; `start` is the number of the first. Gives what is complete."""
    for number, raw in enumerate(chunk.split("\n"), start):
        line = raw.strip(" \t\r")
        if line in ("", "#~"):
            continue
        body = line[2:].lstrip() if line.startswith("#~") else line
        is_comment = line.startswith("#") and not line.startswith(("#~", "#|"))
        begins = is_comment or body.startswith(("msgctxt", "msgid ", 'msgid"', "|", "#"))
        if begins and parser.is_complete:
            yield parser.finish()
        if not parser.lines:
            parser.entry.line = number
        parser.lines.append(raw.rstrip("\r"))
        if is_comment:
            # Blanks at its end are the writer's.
            _comment(parser.entry, parser.lines[-1].lstrip())
        else:
            _read_line(parser, number, line, body)


def _read_line(parser: _Parser, number: int, line: str, body: str) -> None:
    if line.startswith("#~"):
        parser.entry.is_obsolete = True
        if body.startswith("|"):
            parser.string(number, line, body[1:].lstrip(), parser.entry.previous)
        elif body.startswith("#"):
            _comment(parser.entry, body)
        elif body:
            parser.string(number, line, body, parser.entry.strings)
    elif line.startswith("#|"):
        parser.string(number, line, body[2:].lstrip(), parser.entry.previous)
    else:
        parser.string(number, line, body, parser.entry.strings)


def format_entry(entry: Entry) -> str:
    """Return the entry's lines as `msgcat --no-wrap` writes them, joined by line feeds."""
    lines = [f"# {line}" if line else "#" for line in entry.translator]
    lines += [f"#. {line}" if line else "#." for line in entry.extracted]
    if not entry.is_obsolete:
        lines += [f"#: {reference}" for reference in entry.references]
    if entry.flags:
        lines.append("#, " + ", ".join(entry.flags))
    mark = "#~" if entry.is_obsolete else "#"
    for name, text in entry.previous.items():
        lines += [f"{mark}| {line}" for line in _string_lines(name, text)]
    prefix = "#~ " if entry.is_obsolete else ""
    for name, text in entry.strings.items():
        lines += [prefix + line for line in _string_lines(name, text)]
    return "\n".join(lines)


def _string_lines(name: str, text: str) -> list[str]:
    """Return the lines of one string: one, or one a line of `text` where it has several."""
    pieces = text.split("\n")
    if pieces[-1] == "":
        pieces.pop()
    if len(pieces) <= 1:
        return [f'{name} "{escape(text)}"']
    ends = [piece + "\n" for piece in pieces[:-1]]
    ends.append(pieces[-1] + ("\n" if text.endswith("\n") else ""))
    return [f'{name} ""', *(f'"{escape(piece)}"' for piece in ends)]
