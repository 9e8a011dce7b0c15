"""TMX: the exchange form of translation memories, written and read.

In: sheets, or the path of a TMX file of any program. Out: one TMX 1.4 file; or its pairs of
sentences, one after the other, so that a memory of any size fits.

A character that XML cannot hold is written as `<ph type="x-bilingual-cp">U+000B</ph>`.
Source: TMX 1.4b specification (OSCAR, LISA).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from bilingual import __version__
from bilingual.errors import ExchangeError
from bilingual.exchange.markup import char_of, chunks, escaped, feed, new_parser, pieces, quoted
from bilingual.interface import _
from bilingual.model import Bitext, Locale, Unit

DRAFT = ("x-bilingual-state", "draft")  # the property that marks a sentence nobody has confirmed
_CODE_POINT = "x-bilingual-cp"
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})  # inline: their content is markup, not words
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z")


class Pair(NamedTuple):
    """A source and its target from a memory; never empty.

    `changed` is when the target was last changed, else the unit, else when either was made; None
    where the file does not say. `is_draft` marks what our own export calls a draft. `line` (from 1)
    is where the unit begins.
    """

    source: str
    target: str
    changed: datetime | None
    is_draft: bool
    line: int


def read_tmx(path: Path, source: Locale, target: Locale) -> Iterator[Pair]:
    """Give the pairs of a TMX file in two languages, in the order of the file, as they are read.

    Any version and encoding. A language counts by its name: `en`, `EN-US` and `en_gb` all serve
    for English; of several in one unit the nearest to the one asked for is taken. Inline tags are
    left out, white space is the file's. Constant memory, linear time.

    Raises: ExchangeError, with the line, when the file cannot be read, is not well-formed, is no
    TMX, or declares entities; what came before the fault has been given already.
    """
    reader = _Reader(path, source, target)
    parser: expat.XMLParserType | None = None
    for chunk in chunks(path):
        if parser is None:
            parser = new_parser(path, chunk, namespaces=False)
            reader.listen(parser)
        feed(parser, chunk, path, is_last=False)
        yield from reader.taken()
    feed(parser or new_parser(path, b"", namespaces=False), b"", path, is_last=True)
    yield from reader.taken()


class _Variant:
    """One language's side of a unit, while it is read."""

    def __init__(self, language: str, changed: str) -> None:
        self.language = language
        self.changed = changed
        self.text = ""


class _Reader:
    """The unit that is being read, and the pairs that are ready."""

    def __init__(self, path: Path, source: Locale, target: Locale) -> None:
        self.path, self.source, self.target = path, source, target
        self.pairs: list[Pair] = []
        self.variants: list[_Variant] = []
        self.properties: set[tuple[str, str]] = set()
        self.text: list[str] | None = None  # where characters go; None outside <seg> and <prop>
        self.property = ""
        self.changed = ""
        self.line = 0
        self.codes: list[tuple[str, list[str] | None]] = []
        self.is_tmx = False

    def listen(self, parser: expat.XMLParserType) -> None:
        """Have the parser report to this reader."""
        self.parser = parser
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters

    def taken(self) -> list[Pair]:
        """Return the pairs that are ready, and forget them."""
        ready, self.pairs = self.pairs, []
        return ready

    def start(self, full: str, attributes: dict[str, str]) -> None:
        name = full.rpartition(":")[2].lower()
        if not self.is_tmx:
            self.is_tmx = name == "tmx"
            if not self.is_tmx:
                raise _no_tmx(full, self.path, self.parser.CurrentLineNumber)
        if name == "tu":
            self.variants, self.properties = [], set()
            self.line, self.changed = self.parser.CurrentLineNumber, _changed(attributes)
        elif name == "tuv":
            language = attributes.get("xml:lang") or attributes.get("lang", "")
            self.variants.append(_Variant(language, _changed(attributes)))
        elif name == "seg" and self.variants:
            self.text = []
        elif name == "prop" and self.codes == [] and not self.variants:
            self.property, self.text = attributes.get("type", ""), []
        elif name in _CODES:
            # Words go on after the code; the code's own content is a program's.
            self.codes.append((attributes.get("type", ""), self.text))
            self.text = [] if self.text is not None else None

    def end(self, full: str) -> None:
        name = full.rpartition(":")[2].lower()
        if name in _CODES and self.codes:
            kind, outer = self.codes.pop()
            inside, self.text = "".join(self.text or ()), outer
            if kind == _CODE_POINT:
                self.characters(char_of(inside.removeprefix("U+")))
        elif name == "seg" and self.text is not None:
            self.variants[-1].text, self.text = "".join(self.text), None
        elif name == "prop" and self.text is not None and not self.variants:
            self.properties.add((self.property, "".join(self.text)))
            self.text = None
        elif name == "tu":
            self.finish()

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def finish(self) -> None:
        """Make a pair of the unit, where it has both languages."""
        source = _nearest(self.variants, self.source)
        target = _nearest([v for v in self.variants if v is not source], self.target)
        self.variants, variants = [], (source, target)
        if source is None or target is None or not all(v and v.text.strip() for v in variants):
            return
        changed = _date(target.changed) or _date(self.changed)
        is_draft = DRAFT in self.properties
        self.pairs.append(Pair(source.text, target.text, changed, is_draft, self.line))


def _changed(attributes: dict[str, str]) -> str:
    return attributes.get("changedate") or attributes.get("creationdate", "")


def _date(text: str) -> datetime | None:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:  # the 31st of February
        return None


def _nearest(variants: list[_Variant], locale: Locale) -> _Variant | None:
    """Return the variant in the language of `locale`, of several the one most like it."""
    ranked = [(_likeness(variant.language, locale), variant) for variant in variants]
    best = max(ranked, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] else None


def _likeness(code: str, locale: Locale) -> int:
    """Return how near a language code is to `locale`; 0 is another language.

    >>> [_likeness(code, Locale("en-GB")) for code in ("EN_gb", "en", "en-US", "fr")]
    [3, 2, 1, 0]
    >>> _likeness("zh-Hant-TW", Locale("zh-Hans"))
    0
    """
    language, *rest = re.split(r"[-_]", code.strip().lower())
    wanted_language, *wanted = locale.tag.lower().split("-")
    if language != wanted_language:
        return 0
    scripts = {part for part in rest if len(part) == 4}
    wanted_scripts = {part for part in wanted if len(part) == 4}
    if scripts and wanted_scripts and scripts != wanted_scripts:
        return 0
    return 3 if rest == wanted else 1 if rest else 2


def _no_tmx(name: str, path: Path, line: int) -> ExchangeError:
    return ExchangeError(
        _("this is no translation memory (TMX) but a file of “{name}”").format(name=name),
        path=path,
        line=line,
        hint=_("Export the memory as TMX 1.4 from the program that holds it."),
    )


def format_tmx(bitexts: Sequence[Bitext], *, with_drafts: bool = False) -> bytes:
    """Return one TMX 1.4 file of the reviewed units of all bitexts; the same bytes for the same.

    With `with_drafts` the others that have a target come too, marked as drafts. A source with its
    target comes once for each state, however often it occurs.
    """
    sources = {bitext.article.locale.tag for bitext in bitexts}
    srclang = quoted(sources.pop() if len(sources) == 1 else "*all*")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<tmx version="1.4">',
        f'  <header creationtool="bilingual" creationtoolversion="{__version__}" o-tmf="PO"',
        f'    segtype="sentence" datatype="plaintext" adminlang="en" srclang={srclang}/>',
        "  <body>",
    ]
    seen: set[tuple[object, ...]] = set()
    for bitext in bitexts:
        pair = bitext.article.locale, bitext.target
        for unit in bitext.units:
            same = (*pair, unit.source, unit.target, unit.is_reviewed)
            if unit.target and (unit.is_reviewed or with_drafts) and same not in seen:
                seen.add(same)
                lines += _unit_lines(bitext, unit)
    return "\n".join([*lines, "  </body>", "</tmx>", ""]).encode()


def _unit_lines(bitext: Bitext, unit: Unit) -> Iterator[str]:
    yield "    <tu>"
    if unit.note:
        yield f"      <note>{escaped(unit.note)}</note>"
    yield f'      <prop type="x-article">{escaped(bitext.article.name)}</prop>'
    if not unit.is_reviewed:
        yield f'      <prop type="{DRAFT[0]}">{DRAFT[1]}</prop>'
        if unit.is_machine and unit.origin is not None:
            yield f'      <prop type="x-bilingual-draft-by">{escaped(unit.origin.signature)}</prop>'
    yield f"      <tuv xml:lang={quoted(bitext.article.locale.tag)}>"
    yield f"        <seg>{_content(unit.source)}</seg>"
    yield "      </tuv>"
    yield f"      <tuv xml:lang={quoted(bitext.target.tag)}{_who_and_when(unit)}>"
    yield f"        <seg>{_content(unit.target)}</seg>"
    yield from ("      </tuv>", "    </tu>")


def _who_and_when(unit: Unit) -> str:
    """Return the attributes that say who reviewed the target and when, as far as it is known."""
    if unit.review is None:
        return ""
    attributes = ""
    if unit.review.at:
        when = datetime.strptime(unit.review.at, "%Y-%m-%d %H:%M%z").astimezone(UTC)
        attributes += f' changedate="{when:%Y%m%dT%H%M%SZ}"'
    if unit.review.by:
        attributes += f" changeid={quoted(unit.review.by)}"
    return attributes


def _content(text: str) -> str:
    return "".join(
        escaped(piece) if is_legal else f'<ph type="{_CODE_POINT}">U+{ord(piece):04X}</ph>'
        for piece, is_legal in pieces(text)
    )
