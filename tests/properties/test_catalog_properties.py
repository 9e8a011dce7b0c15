"""What must hold for every catalog: nothing lost, bytes stable, one reading everywhere."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import polib
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sources import article_of
from strategies import catalogs, sentences

from bilingual.catalog import format_catalog, merge, parse_catalog
from bilingual.model import State


@given(catalogs())
def test_written_and_read_again_a_catalog_is_the_same(catalog):
    """Every field of every unit, in use or obsolete, comes back from the PO text."""
    again = parse_catalog(format_catalog(catalog), "a.po")

    assert catalog == again


@given(catalogs())
def test_writing_what_was_read_gives_the_same_bytes(catalog):
    """A file of ours is stable to the byte, however often it is read and written."""
    text = format_catalog(catalog)

    assert text == format_catalog(parse_catalog(text, "a.po"))


@given(catalogs())
def test_formatting_anew_gives_the_same_bytes(catalog):
    """Stability does not rest on the remembered lines alone."""
    text = format_catalog(catalog)

    assert text == format_catalog(replace(parse_catalog(text, "a.po"), raw={}))


@given(catalogs())
@settings(max_examples=200)
def test_polib_reads_the_same_words_and_states(tmp_path_factory, catalog):
    """The common library sees each source, target, context and the fuzzy flag as we do."""
    path = tmp_path_factory.mktemp("po") / "a.po"
    path.write_text(format_catalog(catalog), encoding="utf-8", newline="")
    entries = polib.pofile(str(path), wrapwidth=0)

    seen = [(e.msgctxt, e.msgid, e.msgstr, "fuzzy" in e.flags) for e in entries if not e.obsolete]
    assert seen == [(u.key, u.source, u.target, u.state is State.DRAFT) for u in catalog.units]


@given(catalogs(sentences))
@settings(max_examples=25, deadline=None)
def test_msgfmt_finds_nothing_to_complain_of(tmp_path_factory, catalog):
    """`msgfmt -c` passes without a word on standard error.

    It asks that source and target both begin and end with a line feed or not; sources never do.
    """
    assume(all(unit.target.strip("\n") == unit.target for unit in catalog.units))
    path = tmp_path_factory.mktemp("po") / "a.po"
    dated = replace(catalog, header=catalog.with_field("PO-Revision-Date", "2026-01-19 10:00+0000"))
    path.write_text(format_catalog(dated), encoding="utf-8", newline="")
    done = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_read_or_refused_with_its_line(text):
    """A file that is not PO ends in our error with a line number, never in another exception."""
    from bilingual.errors import CatalogError

    try:
        catalog = parse_catalog(text, "a.po")
    except CatalogError as error:
        assert error.line is not None
    else:
        assert catalog == parse_catalog(format_catalog(catalog), "a.po")


@given(catalogs(sentences))
def test_what_clears_fuzzy_everywhere_approves_nothing_that_is_gone(catalog):
    """A draft whose sentence had gone is a draft when it returns, though its flag was cleared."""
    gone = replace(catalog, units=(), obsolete=merge(catalog, *article_of([]))[0].obsolete)
    cleared = format_catalog(gone).replace("#, fuzzy, no-wrap\n", "#, no-wrap\n")
    read = parse_catalog(cleared.replace("#, fuzzy\n", ""), "a.po")

    assert [u.state for u in gone.obsolete] == [u.state for u in read.obsolete]
    assert [u.origin for u in gone.obsolete] == [u.origin for u in read.obsolete]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_of_the_file_stay(tmp_path, newline):
    """A catalog written under Windows keeps its line ends."""
    text = f'msgctxt "a"{newline}msgid "Oui."{newline}msgstr "Yes."{newline}'
    from bilingual.catalog import read_catalog

    path = tmp_path / "a.po"
    path.write_bytes(text.encode())
    catalog = read_catalog(path)

    assert catalog is not None
    assert newline == catalog.newline
    assert "Yes." == catalog.units[0].target
