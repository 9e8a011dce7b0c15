"""What must hold for the syntax of PO: one reading, whatever form it is in, the same as polib's."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import catalogs

from bilingual.catalog import format_catalog, po, read_catalog, save_catalog
from bilingual.catalog.po import parse_po
from bilingual.errors import CatalogError

# Pieces that PO files are made of, whole and broken, to be put together in any order.
PIECES = st.sampled_from(
    [
        "# note",
        "#",
        "#. draft: A b.",
        "#: a:1",
        "#, fuzzy",
        "#,fuzzy, no-wrap",
        '#| msgid "old"',
        '#~| msgid "old"',
        'msgctxt "c"',
        'msgid "Oui."',
        'msgid ""',
        'msgstr "Yes."',
        'msgstr ""',
        '"more \\"words\\" \\\\"',
        '"\\1"',
        '"23\\n"',
        'msgid_plural "many"',
        'msgstr[0] "x"',
        '#~ msgid "gone"',
        '#~ msgstr "parti"',
        "#~",
        "",
        "",
        "  ",
        ' msgid  "blanks" ',
        'msgid "no end',
        "junk",
    ]
)


def read(text):
    """Return all that is read, or the line of the fault."""
    try:
        return list(parse_po(text, "a.po"))
    except CatalogError as error:
        return error.line


@given(st.lists(PIECES, max_size=14).map("\n".join))
@settings(max_examples=800)
def test_the_fast_way_and_the_slow_way_read_the_same(text):
    """Entries in the usual form are read by one expression; it knows them from all others."""
    fast = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po, "_USUAL", re.compile(r"(?!)"))
        slow = read(text)

    assert slow == fast


@given(catalogs())
@settings(max_examples=40)
def test_the_fast_way_reads_what_we_write(catalog):
    """Of what we write, only changed sources, obsolete entries and empty lines of notes are slow."""
    units = tuple(replace(unit, note="A note.", previous_source="") for unit in catalog.units)
    text = format_catalog(replace(catalog, units=units, obsolete=()))

    assert all(po._usual(chunk, 1) for chunk in text.rstrip("\n").split("\n\n"))


def rewritten(path, program, width):
    """Let another program write the file in its own style."""
    if program == "polib":
        polib.pofile(str(path), wrapwidth=width).save()
    elif shutil.which("msgcat"):
        subprocess.run(["msgcat", f"--width={width}", "-o", path, path], check=True)
    else:
        pytest.skip("gettext is not installed")


@given(catalogs(), st.sampled_from(["polib", "msgcat"]), st.sampled_from([20, 78]))
@settings(max_examples=40)
def test_other_programs_files_are_read_as_polib_reads_them(
    tmp_path_factory, catalog, program, width
):
    """Wrapped at any width, by any program: the same words, contexts, flags and obsolete entries."""
    path = tmp_path_factory.mktemp("po") / "a.po"
    save_catalog(path, catalog, now=0)
    rewritten(path, program, width)
    seen = polib.pofile(str(path), wrapwidth=0)

    assert [(e.msgctxt, e.msgid, e.msgstr, e.fuzzy) for e in seen if not e.obsolete] == [
        (entry.strings.get("msgctxt"), *(entry.strings[n] for n in ("msgid", "msgstr")), fuzzy)
        for entry in parse_po(path.read_text("utf-8"), path)
        if "msgid" in entry.strings and not entry.is_obsolete and not entry.is_header
        for fuzzy in ["fuzzy" in entry.flags]
    ]
    assert len(seen.obsolete_entries()) == len(read_catalog(path).obsolete)


@given(catalogs(), st.sampled_from(["polib", "msgcat"]), st.sampled_from([20, 78]))
@settings(max_examples=40)
def test_what_did_not_change_keeps_its_bytes(tmp_path_factory, catalog, program, width):
    """A file of another program is not written where nothing changed; else its other entries keep
    their lines.
    """
    path = tmp_path_factory.mktemp("po") / "a.po"
    save_catalog(path, catalog, now=0)
    rewritten(path, program, width)
    before = path.read_bytes()
    found = read_catalog(path)

    assert not save_catalog(path, found)
    assert before == path.read_bytes()
    if found.units:
        changed = replace(found.units[0], note="Changed here.")
        save_catalog(path, replace(found, units=(changed, *found.units[1:])), now=0)
        after = path.read_text("utf-8")
        for unit in (*found.units[1:], *found.obsolete):
            is_obsolete = unit not in found.units
            assert found.raw[unit.key, is_obsolete][1] in after
            assert found.raw[unit.key, is_obsolete][1] in before.decode()
