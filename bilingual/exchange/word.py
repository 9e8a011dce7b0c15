"""DOCX: a bitext → a document for people to read, print and comment on.

The headlines, a line of facts, and a table: the source left, the target right, each marked with its
language; what no person has confirmed is marked in words. One way only: changes come back by XLIFF
or CSV. The archive is written here, without a library, so that the bytes are the same for the same
bitext.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from bilingual.exchange import word_parts as parts
from bilingual.exchange.markup import escaped, quoted
from bilingual.interface import _, current, ngettext
from bilingual.model import Bitext, BlockKind, Locale, State, Unit

# At the end of the archive; a program that saves the document anew leaves it out.
MARK = b"made by bilingual"
_EAST_ASIAN = frozenset({"ja", "ko", "zh"})
_WIDTHS = (640, 6000, 6000, 2198)  # of the columns, in twentieths of a point: A4 across
_DRAFT_FILL = "FFF4CC"  # under what nobody has confirmed; the words beside it say the same
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP archive knows: the same for every export
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1000" w:right="1000" w:bottom="1000" w:left="1000" w:header="500"'
    ' w:footer="500" w:gutter="0"/></w:sectPr>'
)


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the document shows it: its name for readers, and its direction."""

    locale: Locale
    name: str
    is_right_to_left: bool = False


def format_docx(bitext: Bitext, source: Language, target: Language) -> bytes:
    """Return the DOCX file that shows a bitext; words between in the interface's language."""
    core = parts.CORE.format(
        title=escaped(bitext.article.headline), language=escaped(target.locale.tag)
    )
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
        "word/document.xml": _document(bitext, source, target),
        "word/footer1.xml": parts.FOOTER,
        "word/settings.xml": parts.SETTINGS,
        "word/styles.xml": parts.STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = MARK
        for name, text in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # whatever the machine is
            info.external_attr = 0o644 << 16
            archive.writestr(info, text)
    return out.getvalue()


def _document(bitext: Bitext, source: Language, target: Language) -> str:
    speech = Language(Locale(current()), "")
    body = [
        _paragraph(bitext.article.headline, source, "Heading1"),
        *_target_headline(bitext, target),
        *(_paragraph(fact, speech, "Facts") for fact in _facts(bitext, source, target)),
        "".join(_table(bitext, source, target, speech)),
        _paragraph("", speech),
        _SECTION,
    ]
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'{parts.HEAD}<w:document {parts.WORD} xmlns:r="{relations}"><w:body>'
        + "".join(body)
        + "</w:body></w:document>\n"
    )


def _target_headline(bitext: Bitext, target: Language) -> Iterator[str]:
    for block, pairs in bitext.blocks():
        if block.kind is BlockKind.HEADLINE:
            words = " ".join(unit.target for _segment, unit in pairs if unit.target)
            if words:
                yield _paragraph(words, target, "Heading2")


def _facts(bitext: Bitext, source: Language, target: Language) -> Iterator[str]:
    total, reviewed = len(bitext.units), bitext.count(State.REVIEWED)
    yield _("{source} → {target} · {article} · {sentences}, {reviewed} reviewed").format(
        source=source.name,
        target=target.name,
        article=bitext.article.name,
        sentences=ngettext("{n} sentence", "{n} sentences", total).format(n=total),
        reviewed=reviewed,
    )
    if reviewed < total:
        yield _(
            "Sentences marked as drafts were made by a machine or changed since, and nobody has "
            "confirmed them: read them against the original before you use them."
        )


def _table(bitext: Bitext, source: Language, target: Language, speech: Language) -> Iterator[str]:
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Pairs"/>'
        f'<w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>'
    )
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS) + "</w:tblGrid>"
    heads = (_("No."), source.name, target.name, _("State"))
    yield _row([_paragraph(head, speech, "TableHead") for head in heads], fill="EDEDED", head=True)
    number = 0
    for _block, pairs in bitext.blocks():
        for place, (_segment, unit) in enumerate(pairs):
            number += 1
            cells = [
                _paragraph(str(number), speech),
                _paragraph(unit.source, source),
                _paragraph(unit.target, target) + "".join(_remarks(unit, target, speech)),
                _paragraph(_state(unit), speech),
            ]
            fill = "" if unit.is_reviewed else _DRAFT_FILL
            yield _row(cells, fill=fill, first=place == 0)
    yield "</w:tbl>"


def _state(unit: Unit) -> str:
    if unit.is_reviewed:
        return _("reviewed")
    if unit.state is State.UNTRANSLATED:
        return _("not translated")
    return _("machine draft, not reviewed") if unit.is_machine else _("draft, not reviewed")


def _remarks(unit: Unit, target: Language, speech: Language) -> Iterator[str]:
    """Give what stands under a target in small letters: note, other translations, findings."""
    for line in filter(None, unit.note.split("\n")):
        yield _paragraph(_("Note: {text}").format(text=line), speech, "Remark")
    for text in unit.alternatives:
        label = _("Another translation: {text}").format(text="")
        yield _paragraph(label, speech, "Remark", more=_run(text, target))
    if not unit.is_reviewed:
        for finding in unit.findings:
            yield _paragraph(_("Check: {text}").format(text=finding.message), speech, "Remark")


def _row(cells: list[str], *, fill: str = "", head: bool = False, first: bool = False) -> str:
    """Return a row; a thicker line stands over the `first` sentence of a paragraph."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    edge = ""
    if first:
        line = '<w:top w:val="single" w:sz="12" w:space="0" w:color="7F7F7F"/>'
        edge = f"<w:tcBorders>{line}</w:tcBorders>"
    out = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{edge}'
        f"{shade if head or place >= 2 else ''}</w:tcPr>{cell}</w:tc>"
        for place, (width, cell) in enumerate(zip(_WIDTHS, cells, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{out}</w:tr>"


def _paragraph(text: str, language: Language, style: str = "", *, more: str = "") -> str:
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    side = "<w:bidi/>" if language.is_right_to_left else ""
    properties = f"<w:pPr>{name}{side}</w:pPr>" if name or side else ""
    return f"<w:p>{properties}{_run(text, language)}{more}</w:p>"


def _run(text: str, language: Language) -> str:
    """Return a run in its language; line feeds and tabs as the format has them."""
    if not text:
        return ""
    tag = quoted(language.locale.tag)
    tags = f"w:val={tag}"
    if language.locale.language in _EAST_ASIAN:
        tags += f" w:eastAsia={tag}"
    if language.is_right_to_left:
        tags += f" w:bidi={tag}"
    side = "<w:rtl/>" if language.is_right_to_left else ""
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    pieces = (
        marks.get(piece) or f'<w:t xml:space="preserve">{escaped(piece)}</w:t>'
        for piece in re.split(r"([\n\t])", re.sub(r"\r\n?", "\n", text))
        if piece
    )
    return f"<w:r><w:rPr>{side}<w:lang {tags}/></w:rPr>{''.join(pieces)}</w:r>"
