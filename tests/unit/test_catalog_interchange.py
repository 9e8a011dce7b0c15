"""Catalogs in other programs' hands: the same words and states, and what they change is understood.

The programs are the real ones: gettext's own, polib, Babel, translate-toolkit.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace

import polib
import pytest
from babel.messages.pofile import read_po
from strategies import catalogs
from translate.storage import factory

from bilingual.catalog import format_catalog, new_header, parse_catalog, read_catalog, save_catalog
from bilingual.catalog.units import Catalog
from bilingual.model import Hypothesis, Locale, State, Unit
from bilingual.text import segment_key

WORDS = {
    "Le marché a rouvert.": "The market has reopened.",
    "« Oui », a-t-il dit.": "“Yes,” he said.",
    "Il a coûté 2,4 millions.": "It cost 2.4 million.",
    "Une ligne\u00a0: longue, " + "avec des mots, " * 12 + "et une fin.": "A line: long, "
    + "with words, " * 12
    + "and an end.",
    'Un "guillemet" droit et \\ une barre.': 'A "straight" quote and \\ a bar.',
    "Sans traduction.": "",
}


@pytest.fixture
def catalog():
    """A catalog with reviewed, drafted, edited, untranslated and obsolete units."""
    units = []
    for i, (source, target) in enumerate(WORDS.items()):
        unit = Unit(segment_key(source), source, reference=f"articles/a.fr.txt:{i + 1}")
        if target:
            unit = unit.drafted(Hypothesis(target, -0.25), "echo|segmenter:1")
        units.append(unit)
    units[0] = units[0].reviewed()
    units[1] = replace(units[1].reviewed("“Yes!” he said."), note="He shouts.\nSee the photo.")
    gone = Unit(segment_key("Parti."), "Parti.").drafted(Hypothesis("Gone."), "echo").reviewed()
    header = new_header("articles/a.fr.txt", Locale("fr"), Locale("en"))
    return Catalog(header, units=tuple(units), obsolete=(gone,))


@pytest.fixture
def path(tmp_path, catalog):
    """The catalog as a file."""
    path = tmp_path / "a.po"
    save_catalog(path, catalog, now=1_770_000_000)
    return path


def expected(catalog):
    """Return what every program must see: context, source, target, whether it is a draft."""
    return [(u.key, u.source, u.target, u.state is State.DRAFT) for u in catalog.units]


def test_polib_sees_the_same(path, catalog):
    """polib: words, contexts, fuzzy, obsolete."""
    po = polib.pofile(str(path), wrapwidth=0, check_for_duplicates=True)

    seen = [(e.msgctxt, e.msgid, e.msgstr, e.fuzzy) for e in po if not e.obsolete]
    assert expected(catalog) == seen
    assert ["Parti."] == [e.msgid for e in po.obsolete_entries()]


def test_babel_sees_the_same(path, catalog):
    """Babel: words, contexts, fuzzy."""
    with path.open("rb") as file:
        messages = [m for m in read_po(file, abort_invalid=True) if m.id]

    assert expected(catalog) == [(m.context, m.id, m.string, m.fuzzy) for m in messages]


def test_translate_toolkit_sees_the_same(path, catalog):
    """translate-toolkit: words, contexts, fuzzy."""
    store = factory.getobject(str(path))
    units = [u for u in store.units if not u.isheader() and not u.isobsolete()]

    seen = [(u.getcontext(), u.source, u.target, u.isfuzzy()) for u in units]
    assert expected(catalog) == seen


def gettext_tool(name):
    """Return the path of a gettext program, or skip where gettext is not installed."""
    return shutil.which(name) or pytest.skip("gettext is not installed")


def test_msgfmt_has_no_complaint(path):
    """`msgfmt -c` checks header and format and prints nothing but its count."""
    done = subprocess.run(
        [gettext_tool("msgfmt"), "-c", "-v", "-o", "/dev/null", str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C"},
    )

    counted = "2 translated messages, 3 fuzzy translations, 1 untranslated message."
    assert (0, counted) == (done.returncode, done.stderr.strip())


def test_our_bytes_are_msgcats_bytes(path, catalog):
    """What we write is what `msgcat --no-wrap` writes, so that neither makes noise in a diff."""
    done = subprocess.run(
        [gettext_tool("msgcat"), "--no-wrap", str(path)], capture_output=True, check=True
    )

    assert path.read_bytes() == done.stdout


@pytest.mark.parametrize("wrap", ["--no-wrap", "--width=79", "--width=40"])
def test_through_msgcat_and_back_nothing_changes(path, catalog, wrap):
    """Whatever width it wraps at, words, states, notes and the machine's mark come back."""
    subprocess.run([gettext_tool("msgcat"), wrap, "-o", str(path), str(path)], check=True)

    assert catalog.units == read_catalog(path).units
    assert catalog.obsolete == read_catalog(path).obsolete


def test_through_polib_and_back_nothing_changes(path, catalog):
    """Loaded and saved by polib, with its default wrapping of strings."""
    polib.pofile(str(path), wrapwidth=0).save()

    assert catalog.units == read_catalog(path).units


def test_through_translate_toolkit_and_back_nothing_changes(path, catalog):
    """Loaded and saved by translate-toolkit."""
    store = factory.getobject(str(path))
    store.save()

    assert catalog.units == read_catalog(path).units


@pytest.mark.parametrize("program", ["polib", "translate-toolkit", "msgattrib"])
def test_taking_fuzzy_away_is_a_humans_approval(path, catalog, program):
    """The state becomes reviewed; where the draft came from stays known."""
    if program == "polib":
        po = polib.pofile(str(path), wrapwidth=0)
        for entry in po:
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        po.save()
    elif program == "translate-toolkit":
        store = factory.getobject(str(path))
        for unit in store.units:
            if not unit.isheader():
                unit.markfuzzy(False)
        store.save()
    else:
        subprocess.run(
            [gettext_tool("msgattrib"), "--clear-fuzzy", "-o", str(path), str(path)], check=True
        )
    after = read_catalog(path).units

    assert all(unit.is_reviewed for unit in after if unit.target)
    assert [unit.origin for unit in catalog.units] == [unit.origin for unit in after]


def test_an_edit_that_keeps_fuzzy_is_no_approval(path):
    """A text that a person began and left marked is still to be reviewed, and is not a machine's."""
    po = polib.pofile(str(path), wrapwidth=0)
    po[2].msgstr = "It cost 2.4 million euros."
    po.save()
    unit = read_catalog(path).units[2]

    assert State.DRAFT is unit.state
    assert not unit.is_machine
    assert "It cost 2.4 million." == unit.origin.text


def test_fuzzy_without_our_mark_is_a_draft_of_unknown_origin(tmp_path):
    """What another program marked as needing work is not passed off as reviewed."""
    text = '#, fuzzy, no-wrap\nmsgctxt "a"\nmsgid "Oui."\nmsgstr "Yes."\n'
    (unit,) = parse_catalog(text, "a.po").units

    assert State.DRAFT is unit.state
    assert unit.origin is None
    assert ("no-wrap",) == unit.flags


def test_what_other_programs_wrote_is_kept(tmp_path, catalog):
    """Their header fields, comments, flags, plural entries and previous contexts stay."""
    text = (
        '# A title.\nmsgid ""\nmsgstr "Language: en\\nX-Poedit-Basepath: .\\n"\n\n'
        '# a note\n#. another program\'s remark\n#: a:1 b:2\n#, no-wrap\n#| msgctxt "old"\n'
        '#| msgid "Non."\nmsgctxt "a"\nmsgid "Oui."\nmsgstr "Yes."\n\n'
        'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "un"\nmsgstr[1] "des"\n\n'
        '#~| msgid "before"\n#~ msgid "gone"\n#~ msgstr "parti"\n\n# the end\n'
    )
    read = parse_catalog(text, "a.po")
    changed = replace(read, units=(*read.units, catalog.units[0]))
    again = format_catalog(changed)

    for line in text.splitlines():
        assert "msgstr" in line or line in again, line
    assert "X-Poedit-Basepath: .\\n" in again
    assert read.units[0] in parse_catalog(again, "a.po").units


def test_an_unchanged_file_of_another_program_is_not_rewritten(tmp_path):
    """Loading and saving leaves its bytes alone, whatever its style."""
    path = tmp_path / "a.po"
    text = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n\n\nmsgid   "Oui."\nmsgstr\t"Yes."\n'
    path.write_text(text, encoding="utf-8")

    assert not save_catalog(path, read_catalog(path))
    assert text == path.read_text(encoding="utf-8")


def test_the_strategies_cover_every_state():
    """The properties elsewhere would prove little if they never drew a draft or a review."""
    seen = set()

    from hypothesis import given, settings

    @settings(max_examples=60)
    @given(catalogs())
    def look(catalog):
        seen.update(unit.state for unit in (*catalog.units, *catalog.obsolete))

    look()
    assert set(State) == seen
