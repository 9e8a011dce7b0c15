"""What stands where in the files: states, provenance, alternatives, languages, marks."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from bitexts import rain
from docx.oxml.ns import qn
from lxml import etree
from translate.storage.xliff import xlifffile

from bilingual import interface
from bilingual.exchange import (
    Language,
    format_csv,
    format_docx,
    format_xliff2,
    format_xliff12,
    read_tables,
)
from bilingual.exchange.spreadsheet import read_csv
from bilingual.model import Finding, Locale, Review, Severity, State

FRENCH, ENGLISH = Language(Locale("fr"), "French"), Language(Locale("en"), "English")


@pytest.fixture
def bitext():
    """Five sentences: reviewed, machine's, reviewed with all its marks, edited, untranslated."""
    made = rain()
    units = list(made.units)
    units[2] = replace(
        units[2],
        alternatives=("Unheard of\x0b.",),
        note="Check the name.\nAsk Anne.",
        review=Review("Anne Le Bihan", "2026-03-04 10:00+0100"),
        previous_source="« Jamais vu », dit M. Le Goff.",
    )
    finding = Finding("numbers", Severity.ERROR, "the number 41 is missing")
    units[1] = replace(units[1], findings=(finding,))
    return replace(made, units=tuple(units))


def xml(data):
    return etree.fromstring(data)


def test_xliff_2_says_where_a_text_came_from(bitext):
    """States, the machine's mark, matches, metadata and notes, by the standard's own means."""
    root = xml(format_xliff2(bitext))
    space = {"x": root.nsmap[None], "m": root.nsmap["mtc"], "d": root.nsmap["mda"]}
    segments = root.findall(".//x:segment", space)

    assert ["reviewed", "translated", "reviewed", "translated", "initial"] == [
        segment.get("state") for segment in segments
    ]
    assert [None, "bilingual:machine", None, None, None] == [s.get("subState") for s in segments]
    matches = root.findall(".//m:match", space)
    assert ["bilingual:alternative", "bilingual:draft"] == [m.get("subType") for m in matches]
    assert ["[The Loire is low.]"] == [m.findtext("x:target", None, space) for m in matches[1:]]
    assert ["000B"] == [cp.get("hex") for cp in root.findall(".//x:cp", space)]
    said = {meta.get("type"): meta.text for meta in root.findall(".//d:meta", space)}
    assert "Anne Le Bihan 2026-03-04 10:00+0100" == said["reviewed"]
    assert "« Jamais vu », dit M. Le Goff." == said["previous-source"]
    notes = {note.get("category"): note.text for note in root.findall(".//x:note", space)}
    assert "Check the name.\nAsk Anne." == notes["reviewer"]
    assert "numbers: the number 41 is missing" == notes["finding"]


def test_xliff_1_2_says_where_a_text_came_from(bitext):
    """translate-toolkit finds states, locations, alternatives and notes where they belong."""
    store = xlifffile.parsestring(format_xliff12(bitext))

    assert [True, False, True, False, False] == [unit.isapproved() for unit in store.units]
    assert ["[The Loire is low.]"] == [a.target for a in store.units[3].getalttrans()]
    assert "Check the name.\nAsk Anne." == store.units[2].getnotes(origin="reviewer")
    assert "numbers: the number 41 is missing" == store.units[1].getnotes(origin="bilingual")
    targets = xml(format_xliff12(bitext)).findall(".//{*}trans-unit/{*}target")
    assert [
        "signed-off",
        *["needs-review-translation", "signed-off"],
        "needs-review-translation",
    ] == [target.get("state") for target in targets]
    assert [None, "leveraged-mt", None, None] == [t.get("state-qualifier") for t in targets]


def xliff12(unit_attributes, target_attributes):
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" '
        'source-language="fr" target-language="en-US" datatype="plaintext"><body><group>'
        f'<trans-unit id="k" {unit_attributes}><source>Oui <g id="1">et</g> non.</source>'
        f'<target {target_attributes}>Yes <g id="1">and</g> <ph id="2">{{0}}</ph>no.</target>'
        "</trans-unit></group></body></file></xliff>"
    )


@pytest.mark.parametrize(
    ("unit", "target", "state"),
    [
        ('approved="yes"', "", State.REVIEWED),
        ('approved="yes"', 'state="needs-review-translation"', State.REVIEWED),
        ("", 'state="translated"', State.REVIEWED),
        ("", 'state="signed-off"', State.REVIEWED),
        ("", 'state="final"', State.REVIEWED),
        ('approved="no"', 'state="translated"', State.DRAFT),
        ('approved="no"', 'state="final"', State.DRAFT),
        ("", "", State.DRAFT),
        ("", 'state="new"', State.DRAFT),
        ("", 'state="needs-translation"', State.DRAFT),
    ],
)
def test_states_of_xliff_1_2_are_understood(tmp_path, unit, target, state):
    """What other programs write: approval decides, then the state; inline codes are left out."""
    path = tmp_path / "a.xlf"
    path.write_text(xliff12(unit, target), encoding="utf-8")
    (table,) = read_tables(path)
    (row,) = table.rows

    assert (state, "Oui et non.", "Yes and no.") == (row.state, row.source, row.target)
    assert Locale("en-US") == table.target


def xliff2(segments):
    return (
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="fr" '
        f'trgLang="en"><file id="f"><group id="g"><unit id="k">{segments}</unit></group></file>'
        "</xliff>"
    )


@pytest.mark.parametrize(
    ("states", "state"),
    [
        (("final", "reviewed"), State.REVIEWED),
        (("final", "translated"), State.DRAFT),
        (("initial", "final"), State.DRAFT),
        (("", "final"), State.DRAFT),
    ],
)
def test_a_unit_cut_into_segments_is_one_sentence_again(tmp_path, states, state):
    """Its words are joined; it has come as far as the segment that has come least far."""
    path = tmp_path / "a.xlf"
    one, two = (f'state="{name}"' if name else "" for name in states)
    path.write_text(
        xliff2(
            f'<segment {one}><source>Il <pc id="1">pleut</pc>.</source><target>It rains.</target>'
            "</segment><ignorable><source> </source></ignorable>"
            f"<segment {two}><source>Oui.</source><target>Yes<ph id='2'/>.</target></segment>"
        ),
        encoding="utf-8",
    )
    (row,) = read_tables(path)[0].rows

    assert ("Il pleut. Oui.", "It rains. Yes.", state) == (row.source, row.target, row.state)


def test_a_document_is_fit_to_be_read(bitext):
    """Headlines, facts, a table whose head repeats, each text in its language, drafts in words."""
    document = docx.Document(io.BytesIO(format_docx(bitext, FRENCH, ENGLISH)))
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    rows = document.tables[0].rows

    assert ("Heading 1", "Nantes attend la pluie") == styles[0]
    assert ("Heading 2", "Nantes awaits rain") == styles[1]
    assert "French → English · articles/pluie.fr.txt · 5 sentences, 2 reviewed" == styles[2][1]
    assert ["No.", "French", "English", "State"] == [cell.text for cell in rows[0].cells]
    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [
        "reviewed",
        "machine draft, not reviewed",
        "reviewed",
        "draft, not reviewed",
        "not translated",
    ] == [row.cells[3].text for row in rows[1:]]
    remarks = [p.text for row in rows[1:] for p in row.cells[2].paragraphs[1:]]
    assert [
        "Check: the number 41 is missing",
        "Note: Check the name.",
        "Note: Ask Anne.",
        "Another translation: Unheard of␋.",
    ] == remarks
    languages = [
        {lang.get(qn("w:val")) for lang in row.cells[column]._tc.iter(qn("w:lang"))}
        for row in rows[1:2]
        for column in (1, 2)
    ]
    assert [{"fr"}, {"en"}] == languages
    assert "Nantes attend la pluie" == document.core_properties.title


def test_a_document_in_arabic_runs_from_right_to_left(bitext):
    """Paragraphs and runs of the target say so; those of the source do not."""
    arabic = Language(Locale("ar"), "Arabic", is_right_to_left=True)
    document = docx.Document(io.BytesIO(format_docx(bitext, FRENCH, arabic)))
    row = document.tables[0].rows[1]

    assert 1 == len(list(row.cells[2]._tc.iter(qn("w:bidi"))))
    assert 1 == len(list(row.cells[2]._tc.iter(qn("w:rtl"))))
    assert 0 == len(list(row.cells[1]._tc.iter(qn("w:rtl"))))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_a_table_is_read_however_it_was_saved(bitext, language, delimiter, encoding, newline):
    """Language of the headings, separator, encoding and line ends make no difference."""
    rows = read_csv(format_csv(bitext), Path("a.csv")).rows
    rows = tuple(replace(row, line=0) for row in rows)
    interface.use(language)
    text = format_csv(bitext, delimiter=delimiter, with_mark=False).decode()
    text = text.replace("␋", "").replace("\r\n", newline)
    read = read_csv(text.encode(encoding), Path("a.csv")).rows

    assert rows == tuple(replace(row, line=0) for row in read)


def test_keys_and_versions_are_no_numbers(bitext):
    """A spreadsheet that takes cells for numbers where it can leaves these as they are."""
    units = [
        replace(unit, key=f"{number}23e45678{number}") for number, unit in enumerate(bitext.units)
    ]
    text = format_csv(replace(bitext, units=tuple(units), segments=tuple(
        replace(segment, key=unit.key) for segment, unit in zip(bitext.segments, units, strict=True)
    ))).decode("utf-8-sig")  # fmt: skip
    for line in text.splitlines()[1:]:
        for cell in (line.split(",")[0], line.split(",")[-1]):
            if cell and cell[:1] in "kv":
                with pytest.raises(ValueError, match="could not convert"):
                    float(cell)
    assert [unit.key for unit in units] == [
        row.key for row in read_csv(text.encode(), Path("a.csv")).rows
    ]
