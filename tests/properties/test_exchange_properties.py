"""What must hold for every catalog that goes out and comes back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import catalogs, texts
from translate.storage.tmx import tmxfile
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File
from xliff_rules import faults

from bilingual.exchange import (
    Fate,
    Language,
    Row,
    digest,
    format_csv,
    format_docx,
    format_tmx,
    format_xliff2,
    format_xliff12,
    read_tables,
    read_tmx,
    receive,
    settled,
)
from bilingual.exchange.markup import pictured
from bilingual.exchange.spreadsheet import guarded, unguarded
from bilingual.exchange.table import Base
from bilingual.model import Article, Bitext, Block, BlockKind, Locale, Span, State, keyed

XLIFF = {"xliff2": format_xliff2, "xliff1.2": format_xliff12}
BOTH_WAYS = {**XLIFF, "csv": format_csv}
FEWER = settings(max_examples=40)  # whole catalogs are slow to make
# Characters that XML cannot hold, and those that formats and spreadsheets stumble over.
nasty = st.text(
    st.sampled_from("a =+-@'\"<>&;,\t\n\r\x01\x0b\x1f\x7f\x85\u2028\ufffe\uffff\U0001f600é"),
    max_size=12,
)


def bitext_of(catalog):
    """Return the bitext of a catalog: an article of its sentences, one a paragraph."""
    text, blocks = "", []
    for unit in catalog.units:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(len(text), len(text) + len(unit.source))))
        text += unit.source + "\n\n"
    article = Article("a", Locale("fr"), text, tuple(blocks), name="articles/a b.fr.txt")
    segments = keyed(text, [block.span for block in blocks])
    segments = tuple(
        replace(segment, key=unit.key)
        for segment, unit in zip(segments, catalog.units, strict=True)
    )
    return Bitext(article, Locale("en"), segments, catalog.units)


@st.composite
def filled(draw):
    """Any catalog with a unit, some of its targets and notes full of nasty characters."""
    catalog = draw(catalogs().filter(lambda catalog: catalog.units))
    units = []
    for unit in catalog.units:
        target = draw(st.just(unit.target) | nasty.filter(bool))
        state = unit.state if unit.target else State.DRAFT
        alternatives = tuple(draw(st.lists(nasty.filter(str.strip), max_size=2)))
        units.append(
            replace(
                unit,
                target=target,
                state=state if target else State.UNTRANSLATED,
                note=draw(st.just(unit.note) | nasty),
                alternatives=alternatives,
                review=unit.review if target and state is State.REVIEWED else None,
            )
        )
    return replace(catalog, units=tuple(units))


def back(tmp_path_factory, data, name="a"):
    """Return the rows of a file with these bytes."""
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    return read_tables(path)[0].rows


@pytest.mark.parametrize("name", BOTH_WAYS)
@given(catalog=filled())
@FEWER
def test_out_and_back_changes_nothing(tmp_path_factory, name, catalog):
    """An export that nobody touched brings nothing: the catalog stays what it was."""
    rows = back(tmp_path_factory, BOTH_WAYS[name](bitext_of(catalog)))
    received, report = receive(catalog, rows)

    assert catalog == received
    assert {Fate.UNCHANGED} == {result.fate for result in report.results}
    assert len(catalog.units) == len(rows)


@pytest.mark.parametrize("name", BOTH_WAYS)
@given(catalog=filled())
@FEWER
def test_out_and_back_without_the_base_changes_nothing(tmp_path_factory, name, catalog):
    """Where a tool dropped our marks, an untouched file still brings nothing."""
    rows = back(tmp_path_factory, BOTH_WAYS[name](bitext_of(catalog)))
    received, report = receive(catalog, [replace(row, base=None) for row in rows])

    assert catalog == received
    assert {Fate.UNCHANGED} == {result.fate for result in report.results}


@pytest.mark.parametrize("name", BOTH_WAYS)
@given(catalog=filled())
@FEWER
def test_every_word_and_state_stands_in_the_file(tmp_path_factory, name, catalog):
    """XLIFF holds every character of a text, CSV all but the control characters."""
    same = settled if name == "csv" else lambda text: text
    rows = back(tmp_path_factory, BOTH_WAYS[name](bitext_of(catalog)))

    assert [(u.key, same(u.source), same(u.target), u.state) for u in catalog.units] == [
        (row.key, same(row.source or ""), same(row.target), row.state)
        # A target of nothing but blanks is none to other programs.
        if row.target.strip()
        else (row.key, same(row.source or ""), same(unit.target), unit.state)
        for row, unit in zip(rows, catalog.units, strict=True)
    ]
    assert [settled(u.note) for u in catalog.units] == [settled(r.note or "") for r in rows]
    assert [Base.of(unit) for unit in catalog.units] == [row.base for row in rows]


@pytest.mark.parametrize("name", XLIFF)
@given(catalog=filled())
@FEWER
def test_xliff_keeps_to_the_standard(name, catalog):
    """Elements, their order, attributes and values are those of the OASIS schemas."""
    assert [] == faults(XLIFF[name](bitext_of(catalog)))


STORES = {"xliff2": Xliff2File, "xliff1.2": xlifffile}


def stored(name, data):
    """Return translate-toolkit's reading of a file."""
    return STORES[name].parsestring(data)


def notes_of(name, unit):
    """Return the reviewer's note as translate-toolkit finds it."""
    if name == "xliff1.2":
        return unit.getnotes(origin="reviewer")
    notes = unit.getunitelement().iterdescendants("{*}note")  # it looks into segments only
    return "\n".join(note.text for note in notes if note.get("category") == "reviewer")


@pytest.mark.parametrize("name", XLIFF)
@given(catalog=catalogs().filter(lambda catalog: catalog.units))
@FEWER
def test_translate_toolkit_reads_the_same(name, catalog):
    """It sees each source, target, note, and whether the target is approved."""
    # It drops what stands for characters that XML cannot hold.
    assume(
        all(pictured(u.source) == u.source for u in catalog.units)
        and all(pictured(u.target) == u.target.strip() == u.target for u in catalog.units)
    )
    units = stored(name, XLIFF[name](bitext_of(catalog))).units

    assert [(u.source, u.target, u.is_reviewed) for u in catalog.units] == [
        (unit.source, unit.target or "", unit.isapproved()) for unit in units
    ]
    assert [settled(u.note) for u in catalog.units] == [
        settled(notes_of(name, unit) or "") for unit in units
    ]


@pytest.mark.parametrize("name", XLIFF)
@given(catalog=catalogs(), data=st.data())
@FEWER
def test_approving_one_unit_in_translate_toolkit_reviews_that_unit(
    tmp_path_factory, name, catalog, data
):
    """A person's text and approval in another program: this unit is reviewed, no other changed."""
    drafts = [i for i, unit in enumerate(catalog.units) if unit.state is State.DRAFT]
    assume(drafts)
    place = data.draw(st.sampled_from(drafts))
    store = stored(name, XLIFF[name](bitext_of(catalog)))
    text = data.draw(st.just(None) | st.just("A person’s text."))
    if text is not None:
        # It sets the first piece of a target and leaves what follows an element inside.
        assume(
            pictured(catalog.units[place].target).replace("␡", "\x7f")
            == catalog.units[place].target
        )
        store.units[place].target = text
    else:
        assume(catalog.units[place].target.strip())
    store.units[place].markapproved()
    received, report = receive(catalog, back(tmp_path_factory, bytes(store)))
    fates = {i: r.fate for i, r in enumerate(report.results) if r.fate is not Fate.UNCHANGED}

    assert {place: Fate.REVIEWED} == fates
    assert received.units[place].is_reviewed
    assert (text or catalog.units[place].target) == received.units[place].target
    assert [*catalog.units[:place], *catalog.units[place + 1 :]] == [
        *received.units[:place],
        *received.units[place + 1 :],
    ]


@st.composite
def touched_rows(draw, catalog):
    """Rows as they come back from anywhere: any text, state and note, base known, old or lost."""
    rows = []
    for unit in (*catalog.units, *catalog.obsolete):
        others = [unit.target, *unit.alternatives, unit.origin.text if unit.origin else ""]
        base = draw(
            st.none()
            | st.just(Base.of(unit))
            | st.builds(
                Base,
                st.just(digest("older")),
                st.sampled_from(State),
                st.just(digest("older note")),
            )
        )
        rows.append(
            Row(
                unit.key,
                draw(st.sampled_from([unit.source, "Autre chose.", None])),
                draw(st.sampled_from(others) | texts),
                draw(st.none() | st.sampled_from(State)),
                draw(st.none() | texts),
                base,
            )
        )
    return draw(st.permutations(rows))


def people_wrote(unit):
    """Return the texts of a unit that only a person can have written or confirmed."""
    own = [unit.target] if unit.is_reviewed or not unit.is_machine else []
    return {settled(text) for text in (*own, *unit.alternatives)} - {""}


@given(st.data(), catalogs(), st.booleans())
@settings(max_examples=300)
def test_no_review_is_taken_back_and_no_text_lost(data, catalog, is_reviewed):
    """Whatever comes back: reviewed stays reviewed, nothing is erased, people's texts stay.

    A person's text gives way only where the file shows that its author saw it.
    """
    rows = data.draw(touched_rows(catalog))
    received, report = receive(catalog, rows, is_reviewed=is_reviewed)
    before = {unit.key: unit for unit in (*catalog.units, *catalog.obsolete)}
    seen = {row.key for row in rows if row.base == Base.of(before[row.key])}

    for unit in (*received.units, *received.obsolete):
        old = before[unit.key]
        assert not old.is_reviewed or unit.is_reviewed
        assert unit.target or not old.target
        assert settled(old.note) in settled(unit.note) or old.key in seen
        if old.key not in seen:
            assert people_wrote(old) <= people_wrote(unit)
        assert unit.origin == old.origin
    for result in report.results:
        text = settled(result.row.target)
        if text and result.fate in (Fate.EDITED, Fate.REVIEWED, Fate.CONFLICT):
            unit = next(u for u in (*received.units, *received.obsolete) if u.key == result.row.key)
            assert text in {settled(t) for t in (unit.target, *unit.alternatives)}


@given(st.data(), catalogs(), st.booleans())
def test_receiving_twice_is_receiving_once(data, catalog, is_reviewed):
    """The same file a second time brings nothing."""
    rows = data.draw(touched_rows(catalog))
    once, _report = receive(catalog, rows, is_reviewed=is_reviewed)
    twice, _report = receive(once, rows, is_reviewed=is_reviewed)

    assert once == twice


@given(nasty | texts)
def test_no_cell_is_a_formula_and_every_cell_comes_back(text):
    """What a spreadsheet would run begins with an apostrophe, and loses it again."""
    cell = guarded(text)

    assert not cell.strip().startswith(("=", "+", "-", "@"))
    assert settled(text) == settled(unguarded(cell))


@given(filled())
@FEWER
def test_tmx_holds_what_is_reviewed_and_drafts_on_demand_only(tmp_path_factory, catalog):
    """By default every reviewed pair and no other; with drafts, these marked."""
    path = tmp_path_factory.getbasetemp() / "a.tmx"
    bitext = bitext_of(catalog)

    def pairs(wanted):
        units = [u for u in catalog.units if u.state in wanted and u.target.strip()]
        return {(u.source, u.target, u.state is State.DRAFT) for u in units}

    path.write_bytes(format_tmx([bitext, bitext]))
    read = list(read_tmx(path, Locale("fr"), Locale("en")))
    assert pairs({State.REVIEWED}) == {(p.source, p.target, p.is_draft) for p in read}
    assert len(read) == len(set(read)) or len({p.line for p in read}) == len(read)

    path.write_bytes(format_tmx([bitext], with_drafts=True))
    read = list(read_tmx(path, Locale("fr"), Locale("en")))
    both = {State.REVIEWED, State.DRAFT}
    assert pairs(both) == {(p.source, p.target, p.is_draft) for p in read}


@given(catalogs())
@FEWER
def test_translate_toolkit_reads_the_same_memory(catalog):
    """It sees each reviewed pair of a TMX file."""
    assume(all(pictured(u.target) == u.target for u in catalog.units))
    store = tmxfile.parsestring(format_tmx([bitext_of(catalog)]), sourcelanguage="fr")
    units = {(u.source, u.target) for u in catalog.units if u.is_reviewed}

    assert units == {(unit.source, unit.target) for unit in store.units}


@given(filled())
@FEWER
def test_a_document_holds_every_sentence_and_marks_what_is_not_reviewed(catalog):
    """python-docx reads a row for each unit, in order, with its text and its state in words."""
    document = docx.Document(io.BytesIO(docx_of(catalog)))
    rows = document.tables[0].rows[1:]

    def shown(text):
        return pictured(text.replace("\r\n", "\n").replace("\r", "\n")).replace("␡", "\x7f")

    assert [shown(u.source) for u in catalog.units] == [row.cells[1].text for row in rows]
    assert [shown(u.target) for u in catalog.units] == [
        row.cells[2].paragraphs[0].text for row in rows
    ]
    assert [u.is_reviewed for u in catalog.units] == ["reviewed" == r.cells[3].text for r in rows]


def docx_of(catalog):
    """Return the document of a catalog."""
    languages = Language(Locale("fr"), "French"), Language(Locale("en"), "English")
    return format_docx(bitext_of(catalog), *languages)


@given(filled())
@settings(max_examples=20)
def test_the_same_catalog_gives_the_same_bytes(catalog):
    """No clock and no chance is in any format."""
    bitext = bitext_of(catalog)
    for write in (*BOTH_WAYS.values(), lambda b: format_tmx([b], with_drafts=True)):
        assert write(bitext) == write(bitext)
    data = docx_of(catalog)
    assert data == docx_of(catalog)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in archive.infolist()}


@given(st.binary(max_size=300), st.sampled_from([b"", b"<xliff version='2.0'>", b"key,target\n"]))
def test_no_bytes_lead_to_another_error(tmp_path_factory, data, head):
    """Any file at all is read, or refused in words of ours."""
    from bilingual.errors import ExchangeError

    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(head + data)
    try:
        tables = read_tables(path)
    except ExchangeError as error:
        assert error.hint
    else:
        assert any(table.rows for table in tables)
