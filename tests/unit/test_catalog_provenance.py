"""Where a text comes from stays known, whatever program the catalog went through.

The programs are the real ones, with the settings they come with: gettext's own, polib, Babel and
translate-toolkit. (Poedit has a test of its own.)
"""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts
from translate.storage import factory

from bilingual.catalog import (
    Catalog,
    new_header,
    parse_catalog,
    read_catalog,
    save_catalog,
)
from bilingual.catalog.comments import quoted
from bilingual.model import Finding, Hypothesis, Locale, Review, Severity, Span, State, Unit
from bilingual.text import segment_key

SEEN = ("number 3f2a9c1b", "quote-form 00ff00ff")
MAKER = (
    "argos|package:translate-fr_en-1_9|version:1.9|sha256:575e8a1118ac|beam:4|length_penalty:1|"
    "hypotheses:4|window:60-120|compute:int8|form:1|select:1.1|segmenter:2"
)
LONG = (
    "The co-operative of the well-known floating market – a state-of-the-art one-off – has, "
    "after a long -- very long -- wait, reopened its forty-two semi-covered stalls on Monday."
)


@pytest.fixture
def catalog():
    """A catalog of every kind of unit, with texts longer than any program's lines."""
    sources = [
        "Le marché a rouvert.",
        "Il a coûté 2,4 millions.",
        "Oui.",
        "Non.",
        "Fin.",
        "Encore.",
    ]
    units = [
        Unit(segment_key(source), source, reference=f"articles/a.fr.txt:{i}")
        for i, source in enumerate(sources, 1)
    ]
    finding = Finding(
        "number",
        Severity.WARNING,
        "the number 2,4 is missing, and so are several other things that take up some room here",
        Span(0, 3),
    )
    drafted = [
        u.drafted(Hypothesis(LONG + " " + u.source, -0.25), MAKER, (finding,)) for u in units
    ]
    other = ("Other  words - of\n a person,\tkept «\u00a0to the letter\u00a0» " + LONG, "Short.")
    review = Review(
        "Anne Roux-Delacroix de la Rochefoucauld-Montbel, Port-Levant", "2026-11-24 10:38+0100"
    )
    drafted[1] = drafted[1].reviewed()
    drafted[2] = replace(drafted[2].reviewed("Yes, " + LONG), alternatives=other, dismissed=SEEN)
    drafted[3] = drafted[3].reviewed(LONG, review)
    drafted[4] = replace(drafted[4], target="The e")
    gone = (
        drafted[5],
        replace(drafted[5].reviewed(), key="x", source="Parti.", alternatives=other),
    )
    header = new_header("articles/a.fr.txt", Locale("fr"), Locale("en"))
    return Catalog(header, units=tuple(drafted[:5]), obsolete=gone)


@pytest.fixture
def path(tmp_path, catalog):
    path = tmp_path / "a.po"
    save_catalog(path, catalog, now=1_770_000_000)
    return path


def gettext(name, *arguments):
    if shutil.which(name) is None:
        pytest.skip("gettext is not installed")
    subprocess.run([name, *map(str, arguments)], check=True, capture_output=True)


def through_polib(path):
    polib.pofile(str(path)).save()


def through_babel(path):
    with path.open("rb") as file:
        read = read_po(file, abort_invalid=True)
    out = io.BytesIO()
    write_po(out, read, include_previous=True)
    path.write_bytes(out.getvalue())


def through_toolkit(path):
    store = factory.getobject(str(path))
    store.units[1].addnote("seen", origin="translator")
    store.save()


def through_msgcat(path):
    gettext("msgcat", "-o", path, path)


def through_msgattrib(path):
    gettext("msgattrib", "-o", path, path)


def through_msgconv(path):
    gettext("msgconv", "-t", "UTF-8", "--width=60", "-o", path, path)


def through_msguniq(path):
    gettext("msguniq", "-o", path, path)


def through_msgmerge(path):
    """As against a template that was made from the catalog."""
    template = path.with_suffix(".pot")
    gettext("msgattrib", "--clear-fuzzy", "--empty", "--no-obsolete", "-o", template, path)
    gettext("msgmerge", "--update", "--backup=none", path, template)


PROGRAMS = {
    function.__name__.removeprefix("through_"): function
    for function in (
        through_polib,
        through_babel,
        through_toolkit,
        through_msgcat,
        through_msgattrib,
        through_msgconv,
        through_msguniq,
        through_msgmerge,
    )
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_origin_state_and_alternatives_come_back(path, catalog, program):
    """Loaded and saved, with each program's own habits of wrapping: nothing is another's now."""
    PROGRAMS[program](path)
    after = read_catalog(path)

    for old, new in zip(catalog.units, after.units, strict=True):
        assert (old.key, old.source, old.target, old.state) == (
            new.key,
            new.source,
            new.target,
            new.state,
        )
        assert old.origin == new.origin or old.is_edited
        assert (old.is_machine, old.is_edited) == (new.is_machine, new.is_edited)
        assert (old.alternatives, old.review, old.findings, old.dismissed) == (
            new.alternatives,
            new.review,
            new.findings,
            new.dismissed,
        )
        assert () == new.remarks


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_words_of_a_draft_that_a_person_changed_are_kept(path, catalog, program):
    """What the person started from can be compared with what became of it."""
    PROGRAMS[program](path)
    for old, new in zip(catalog.units, read_catalog(path).units, strict=True):
        assert old.origin.text.split() == new.origin.text.split()
        assert old.origin.signature == new.origin.signature
        assert old.origin.log_prob == new.origin.log_prob


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_gone_keeps_its_state(path, catalog, program):
    """An obsolete draft is one, an obsolete review has its alternatives, whoever saved the file."""
    PROGRAMS[program](path)
    after = {unit.source: unit for unit in read_catalog(path).obsolete}

    assert {unit.source for unit in catalog.obsolete} == set(after)
    for old in catalog.obsolete:
        new = after[old.source]
        assert (old.target, old.state) == (new.target, new.state)
        assert (old.origin, old.alternatives) == (new.origin, new.alternatives)


def edit_polib(path, i, target):
    po = polib.pofile(str(path))
    po[i].msgstr, po[i].fuzzy = target, False
    po[i].flags = [flag for flag in po[i].flags if flag != "fuzzy"]
    po.save()


def edit_babel(path, i, target):
    with path.open("rb") as file:
        read = read_po(file)
    message = [message for message in read if message.id][i]
    message.string = target
    message.flags.discard("fuzzy")
    out = io.BytesIO()
    write_po(out, read)
    path.write_bytes(out.getvalue())


def edit_toolkit(path, i, target):
    store = factory.getobject(str(path))
    unit = [unit for unit in store.units if not unit.isheader()][i]
    unit.target = target
    unit.markfuzzy(False)
    store.save()


@pytest.mark.parametrize("edit", [edit_polib, edit_babel, edit_toolkit])
def test_a_persons_edit_is_a_persons(path, catalog, edit):
    """A draft that was changed and approved elsewhere, as Weblate or Virtaal do it, is reviewed and
    edited; one that was approved as it was is reviewed and not edited; the rest are drafts.
    """
    edit(path, 0, "The market is open again.")
    edit(path, 4, "The end.")
    units = read_catalog(path).units

    assert [State.REVIEWED] * 5 == [unit.state for unit in units]
    assert [True, False, True, True, True] == [unit.is_edited for unit in units]
    assert catalog.units[0].target.split() == units[0].origin.text.split()


@pytest.mark.parametrize("edit", [edit_polib, edit_babel, edit_toolkit])
def test_a_review_of_another_text_counts_no_more(path, edit):
    """A name stands for the very words it confirmed: changed elsewhere, nobody's name is on them."""
    assert read_catalog(path).units[3].review
    edit(path, 3, "Somebody else's words.")
    unit = read_catalog(path).units[3]

    assert unit.is_reviewed
    assert unit.review is None
    assert "" == unit.note


def test_a_template_from_elsewhere_takes_origins_but_no_states(path, catalog):
    """Msgmerge takes `#.` lines from the template; one without ours makes drafts of unknown origin.

    They are still no reviewed text, and edited or not nothing of the words is lost.
    """
    template = path.with_suffix(".pot")
    gettext("msgattrib", "--clear-fuzzy", "--empty", "--no-obsolete", "-o", template, path)
    lines = template.read_text("utf-8").splitlines(keepends=True)
    template.write_text("".join(ln for ln in lines if not ln.startswith("#.")), "utf-8")
    gettext("msgmerge", "--update", "--backup=none", path, template)
    after = read_catalog(path).units

    assert [(u.target, u.state, u.alternatives) for u in catalog.units] == [
        (u.target, u.state, u.alternatives) for u in after
    ]
    assert {None} == {unit.origin for unit in after}


def test_a_catalog_in_another_encoding_is_read_and_written_as_utf_8(path, catalog):
    """Msgconv's Latin-1 is read by its name; our next save is UTF-8 again."""
    plain = tuple(Unit(u.key, u.source, "Café", State.REVIEWED) for u in catalog.units)
    save_catalog(path, replace(read_catalog(path), units=plain, obsolete=()))
    gettext("msgconv", "-t", "ISO-8859-1", "-o", path, path)
    read = read_catalog(path)
    save_catalog(path, replace(read, units=read.units[:2]))

    assert plain == read.units
    assert "Café".encode() in path.read_bytes()


@given(st.lists(texts.filter(bool), min_size=1, max_size=3), st.sampled_from(["polib", "babel"]))
@settings(max_examples=150)
def test_any_alternative_survives_wrapping(tmp_path_factory, alternatives, program):
    """Whatever blanks, hyphens and line ends it has, it comes back to the letter."""
    words = " ".join(["many words to reach the edge of the line with"] * 2)
    kept = (*(f"{words}{text}{words}" for text in dict.fromkeys(alternatives)), *alternatives)
    kept = tuple(dict.fromkeys(kept))  # Babel drops a line that is there already
    unit = Unit("a", "Oui.", "Yes.", State.REVIEWED, alternatives=kept)
    path = tmp_path_factory.mktemp("po") / "a.po"
    header = new_header("a", Locale("fr"), Locale("en"))
    save_catalog(path, Catalog(header, units=(unit,)), now=0)
    PROGRAMS[program](path)

    assert kept == read_catalog(path).units[0].alternatives


def test_an_alternative_that_is_not_whole_is_a_note():
    """A line that a person wrote or damaged is not lost, nor taken for what it is not."""
    for line in ('alternative: "no end', "alternative: mine", 'alternative: ""', "reviewed: soon"):
        text = f'# {line}\n# more\nmsgctxt "a"\nmsgid "Oui."\nmsgstr "Yes."\n'
        (unit,) = parse_catalog(text, "a.po").units

        assert f"{line}\nmore" == unit.note
        assert () == unit.alternatives


def test_an_alternative_can_be_read_by_people():
    """It stands in quotes, its own quotes behind a backslash, accents as they are."""
    assert r'"Il dit : \"été\"."' == quoted('Il dit : "été".')
