"""What must hold when two people's versions of a catalog become one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import catalogs, lines, sentences, units

from bilingual.catalog import Catalog, format_catalog, merge_three, parse_catalog
from bilingual.model import State


@st.composite
def edited(draw: st.DrawFn, base: Catalog) -> Catalog:
    """Return what a person, a machine or an article's change can make of a catalog."""
    kept, gone = [], list(base.obsolete)
    for unit in base.units:
        act = draw(st.sampled_from(["keep", "keep", "review", "redo", "note", "gone", "delete"]))
        if act == "keep":
            kept.append(unit)
        elif act == "review":
            kept.append(unit.reviewed(draw(lines.filter(bool))))
        elif act == "redo":
            other = draw(units(st.just(unit.source)))
            kept.append(replace(other, key=unit.key))
        elif act == "note":
            kept.append(replace(unit, note=draw(lines)))
        elif act == "gone":
            gone += [unit] if unit.has_work else []
    names = {(unit.key, unit.source) for unit in (*base.units, *base.obsolete)}
    new = [u for u in draw(catalogs(sentences)).units if (u.key, u.source) not in names]
    keys = {unit.key for unit in (*kept, *gone)}
    kept += [unit for unit in new if unit.key not in keys]
    if draw(st.booleans()):
        kept = draw(st.permutations(kept))
    date = draw(st.sampled_from(["", "2026-01-01 10:00+0100", "2026-01-01 09:30+0000"]))
    header = base.with_field("PO-Revision-Date", date)
    return replace(base, header=header, units=tuple(kept), obsolete=tuple(gone))


@st.composite
def forks(draw: st.DrawFn) -> tuple[Catalog, Catalog, Catalog]:
    """A catalog and two versions made of it."""
    base = draw(catalogs(sentences))
    return base, draw(edited(base)), draw(edited(base))


def everything(catalog):
    return (*catalog.units, *catalog.obsolete)


def texts_of(catalog):
    """Return each target and alternative with its source."""
    found = {(unit.source, unit.target) for unit in everything(catalog)}
    return found | {(u.source, text) for u in everything(catalog) for text in u.alternatives}


@given(forks())
@settings(max_examples=60)
def test_what_both_made_is_what_comes_out(fork):
    """Two equal versions are one, whatever both began from."""
    base, side, _other = fork

    assert side == merge_three(base, side, side)


@given(forks())
@settings(max_examples=60)
def test_what_one_made_comes_out_where_the_other_did_nothing(fork):
    """A side that changed nothing has no say, on either hand."""
    base, side, _other = fork

    assert side == merge_three(base, base, side)
    assert side == merge_three(base, side, base)


@given(forks())
@settings(max_examples=60)
def test_it_makes_no_difference_who_merges(fork):
    """The two sides may be given in either order, to the byte."""
    base, ours, theirs = fork
    one, two = merge_three(base, ours, theirs), merge_three(base, theirs, ours)

    assert one == two
    assert format_catalog(one) == format_catalog(two)


@given(forks())
@settings(max_examples=120)
def test_no_text_that_a_person_wrote_is_lost(fork):
    """Each new reviewed target or person's draft of a side stands, is obsolete, or an alternative."""
    base, ours, theirs = fork
    after = texts_of(merge_three(base, ours, theirs))
    before = {(u.source, u.target, u.state) for u in everything(base)}
    for side in (ours, theirs):
        for unit in everything(side):
            is_persons = unit.is_reviewed or (unit.target and not unit.is_machine)
            if is_persons and (unit.source, unit.target, unit.state) not in before:
                assert (unit.source, unit.target) in after
            for text in unit.alternatives:
                if (unit.source, text) not in texts_of(base):
                    assert (unit.source, text) in after


@given(forks())
@settings(max_examples=60)
def test_a_review_is_not_undone_by_a_draft(fork):
    """A sentence that one side reviewed anew is reviewed afterwards."""
    base, ours, theirs = fork
    merged = {(u.key, u.source): u for u in everything(merge_three(base, ours, theirs))}
    was = {(u.key, u.source): u for u in everything(base)}
    for side in (ours, theirs):
        for unit in everything(side):
            name = unit.key, unit.source
            if unit.is_reviewed and name in merged and name in was and not was[name].is_reviewed:
                assert State.REVIEWED is merged[name].state


@given(forks())
@settings(max_examples=60)
def test_notes_of_both_are_there(fork):
    """A note that a side wrote is in the merged note, line by line."""
    base, ours, theirs = fork
    merged = "\n".join(unit.note for unit in everything(merge_three(base, ours, theirs)))
    old = "\n".join(unit.note for unit in everything(base)).split("\n")
    for side in (ours, theirs):
        for unit in everything(side):
            for line in unit.note.split("\n") if unit.has_work else ():
                assert line in old or line in merged.split("\n")


@given(forks())
@settings(max_examples=60)
def test_what_comes_out_is_a_catalog(fork):
    """It can be written and read, and no key stands twice."""
    merged = merge_three(*fork)
    keys = [unit.key for unit in everything(merged)]

    assert len(keys) == len(set(keys))
    assert merged == parse_catalog(format_catalog(merged), "a.po")
