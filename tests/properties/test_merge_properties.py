"""What must hold for every merge: no review lost, none carried to a sentence that differs."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from sources import article_of
from strategies import catalogs, sentences

from bilingual.catalog import (
    Catalog,
    Fate,
    format_catalog,
    is_human,
    is_offer,
    merge,
    new_header,
    parse_catalog,
)
from bilingual.draft import needs_draft
from bilingual.model import Hypothesis, Locale, State, Unit
from bilingual.text import normalised

# Short and long, alike and not, with repeats: what makes aligning hard.
WORDS = ("le", "la", "un", "deux", "pont", "marché", "maire", "port", "vallée", "lundi", "mardi")
WORDS += (
    "mercredi",
    "ouvre",
    "ferme",
    "promet",
    "accueille",
    "reçoit",
    "et",
    "mais",
    "avec",
    "sans",
)
WORDS += ("hier", "demain", "trente", "habitants", "fleurs", "bateaux", "élèves", "travaux")
# One number stands for a whole history: drawing each choice from Hypothesis takes ten times as long.
seeds = st.integers(0, 2**32)
OPENINGS = ("Le maire de Nantes", "Hier, le marché", "Trente bateaux", "Oui", "La vallée")


def sentence(rnd):
    """Return a sentence of few distinct words, so that many are alike."""
    return " ".join([rnd.choice(OPENINGS), *rnd.choices(WORDS, k=rnd.randint(0, 9))]) + "."


def edited(rnd, text):
    """Return the sentences after one random edit."""
    text = list(text)
    at = rnd.randrange(len(text)) if text else 0
    kind = rnd.choice(("replace", "insert", "delete", "move", "split", "join", "repeat", "word"))
    if kind == "insert" or not text:
        text.insert(rnd.randint(0, len(text)), sentence(rnd))
    elif kind in ("replace", "word"):
        pieces = text[at].rstrip(".").split(" ")
        where = rnd.randrange(len(pieces))
        new = [rnd.choice(WORDS)]
        pieces[where : where + 1] = new if kind == "replace" else [*new, pieces[where]]
        text[at] = " ".join(pieces) + "."
    elif kind == "delete":
        del text[at]
    elif kind == "move":
        one = text.pop(at)
        text.insert(rnd.randint(0, len(text)), one)
    elif kind == "repeat":
        text.insert(rnd.randint(0, len(text)), text[at])
    elif kind == "split":
        pieces = text[at].rstrip(".").split(" ")
        where = rnd.randint(1, max(1, len(pieces) - 1))
        halves = [" ".join(pieces[:where]), " ".join(pieces[where:]).capitalize()]
        text[at : at + 1] = [half + "." for half in halves if half]
    elif at + 1 < len(text):
        first, second = text[at].rstrip("."), text[at + 1]
        text[at : at + 2] = [f"{first} {rnd.choice(('et ', ''))}{second[:1].lower()}{second[1:]}"]
    return text


def worked_on(rnd, catalog, number):
    """Return the catalog after machine and people worked on it; every target tells its maker."""

    def work(unit):
        mine = f"{number}: {unit.source} – relu"
        ways = {
            "leave": unit,
            "draft": unit.drafted(Hypothesis(f"machine {unit.source}", -0.5), "echo"),
            "approve": unit.reviewed() if unit.target else unit,
            "correct": unit.reviewed(mine),
            "edit": replace(unit, target=mine + "?", state=State.DRAFT, review=None),
            "note": replace(unit, note=f"note {number}"),
            "other": replace(unit, alternatives=(*unit.alternatives, f"{mine} autrement")),
            "clear": replace(unit, target="", state=State.UNTRANSLATED, review=None),
        }
        barred = {"draft": not needs_draft(unit, redraft=True), "clear": unit.is_reviewed}
        kind = rnd.choice(list(ways))
        return unit if barred.get(kind) else ways[kind]

    return replace(catalog, units=tuple(work(unit) for unit in catalog.units))


def reviews(units):
    """Return how often each reviewed pair of source and target is among the units."""
    return Counter((normalised(u.source), u.target) for u in units if u.is_reviewed)


def is_held(text, texts):
    """Whether a text is among others, or is several of them joined."""
    starts = (one for one in texts if one and text.startswith(f"{one} "))
    return text in texts or any(is_held(text[len(one) + 1 :], texts) for one in starts)


def check(before: Catalog, after: Catalog, text: list[str]) -> None:
    """Assert what the issue asks of every merge."""
    wanted = Counter(normalised(line) for line in text)
    everything = (*after.units, *after.obsolete)
    old, now = reviews((*before.units, *before.obsolete)), reviews(everything)

    # Unchanged reviewed sentences stay reviewed, all of them, with their own words.
    had = Counter(normalised(u.source) for u in before.units if u.is_reviewed)
    has = Counter(normalised(u.source) for u in after.units if u.is_reviewed)
    for source, number in wanted.items():
        assert has[source] >= min(had[source], number), source
    # No review is carried to a sentence that differs, and none is lost.
    assert old == now
    assert [normalised(line) for line in text] == [normalised(u.source) for u in after.units]
    # Neither is a word that a person wrote without confirming it, nor a note, nor an alternative.
    texts = {u.target for u in everything}
    persons = {u.target for u in (*before.units, *before.obsolete) if is_human(u)}
    assert all(is_held(text, texts) for text in persons)
    notes = {line for u in everything for line in u.note.split("\n")}
    assert {line for u in before.units for line in u.note.split("\n") if line} <= notes
    others = {text for u in everything for text in u.alternatives}
    assert {text for u in before.units for text in u.alternatives} <= others
    # What a person wrote is in no danger from an engine, and does not pass for the engine's.
    for unit in after.units:
        if "relu" in unit.target:
            assert not unit.is_machine
        if is_human(unit):
            assert not needs_draft(unit, redraft=True)
    keys = [unit.key for unit in everything]
    assert len(keys) == len(set(keys))


@given(seeds)
@settings(max_examples=2_000)
def test_random_edits_lose_no_review_and_carry_none_over(seed):
    """Several rounds of editing, merging and reviewing, then back to where it began."""
    rnd = random.Random(seed)
    text = [sentence(rnd) for _ in range(rnd.randint(1, 8))]
    catalog = Catalog(new_header("articles/a.fr.txt", Locale("fr"), Locale("en")))
    for number in range(rnd.randint(2, 4)):
        after, report = merge(catalog, *article_of(text))
        check(catalog, after, text)
        again, second = merge(after, *article_of(text))
        assert (after, len(text), ()) == (again, second.kept, second.events)
        assert len(text) == report.kept + sum(len(event.new) for event in report.events)
        catalog = worked_on(rnd, after, number)
        if number == 0:
            first = text
        for _ in range(rnd.randint(1, 4)):
            text = edited(rnd, text)
    back, _report = merge(catalog, *article_of(first))
    check(catalog, back, first)


@given(seeds)
def test_an_edit_taken_back_gives_the_catalog_back(seed):
    """Edit, merge, take it back, merge: every unit with a person's words is as it was."""
    rnd = random.Random(seed)
    text = [sentence(rnd) for _ in range(rnd.randint(1, 8))]
    catalog, _report = merge(Catalog(), *article_of(text))
    catalog = worked_on(rnd, catalog, 0)
    later = text
    for _ in range(rnd.randint(1, 4)):
        later = edited(rnd, later)
    changed, _report = merge(catalog, *article_of(later))
    back, _report = merge(changed, *article_of(text))

    def persons(units: tuple[Unit, ...]) -> list[Unit]:
        # Among repeats, one that nobody translated gives way: their numbers may change.
        own = (unit for unit in units if is_human(unit) and not is_offer(unit))
        return [replace(unit, reference="", key="") for unit in own]

    assert sorted(persons(catalog.units), key=str) == sorted(persons(back.units), key=str)
    assert [] == [unit for unit in back.obsolete if is_human(unit)]


@given(seeds)
@settings(max_examples=200)
def test_what_is_merged_is_written_and_read_again_the_same(seed):
    """Offers, marks and obsolete units come back from the PO text as they were."""
    rnd = random.Random(seed)
    text = [sentence(rnd) for _ in range(rnd.randint(1, 8))]
    catalog = Catalog(new_header("articles/a.fr.txt", Locale("fr"), Locale("en")))
    for number in range(3):
        catalog, _report = merge(catalog, *article_of(text))
        assert catalog == parse_catalog(format_catalog(catalog), "a.po")
        catalog = worked_on(rnd, catalog, number)
        text = edited(rnd, edited(rnd, text))


@given(catalogs(sentences), st.lists(sentences, max_size=10))
def test_merge_gives_each_segment_its_unit(catalog, words):
    """Units follow the article: as many, in its order, under its keys, with its words."""
    article, segments = article_of(words)
    merged, _report = merge(catalog, article, segments)

    assert [s.key for s in segments] == [u.key for u in merged.units]
    assert [s.source for s in segments] == [u.source for u in merged.units]


@given(catalogs(sentences), st.lists(sentences, max_size=10))
def test_merge_twice_is_merge_once(catalog, words):
    """Drafting again changes nothing."""
    article, segments = article_of(words)
    once, _report = merge(catalog, article, segments)

    assert once == merge(once, article, segments)[0]


@given(catalogs(sentences), st.lists(sentences, max_size=10))
def test_merge_loses_no_work(catalog, words):
    """Every target, note and origin is there afterwards, with its source and its state.

    But for offers that hold nothing their original does not.
    """
    merged, _report = merge(catalog, *article_of(words))

    def work(units):
        return Counter(
            (normalised(u.source), u.target, u.state.value, u.note, u.alternatives, str(u.origin))
            for u in units
            if u.has_work
        )

    after = work((*merged.units, *merged.obsolete))
    lost = work((*catalog.units, *catalog.obsolete)) - after
    offers = {normalised(u.source): u for u in catalog.units if is_offer(u)}
    texts = {u.target for u in (*merged.units, *merged.obsolete)}
    assert {source for source, *_rest in lost} <= set(offers)
    assert {target for _source, target, *_rest in lost} <= texts


@given(catalogs(sentences), st.lists(sentences, max_size=10))
def test_a_merged_catalog_has_no_two_entries_in_one_place(catalog, words):
    """In use or obsolete, each key stands once: gettext refuses a file in which it does not."""
    merged, _report = merge(catalog, *article_of(words))
    keys = [u.key for u in (*merged.units, *merged.obsolete)]

    assert len(keys) == len(set(keys))


@given(catalogs(sentences), st.lists(sentences, max_size=6), st.lists(sentences, max_size=6))
def test_a_sentence_that_returns_brings_its_review_back(catalog, first, second):
    """Whatever an edit takes out and a later edit puts back is reviewed as before."""
    start, _report = merge(catalog, *article_of(first))
    away, _report = merge(start, *article_of(second))
    back, _report = merge(away, *article_of(first))

    def reviewed(units):
        return sorted((u.source, u.target) for u in units if u.is_reviewed)

    assert len(reviewed(back.units)) >= len(reviewed(start.units))
    if len(set(first)) == len(first):
        assert set(reviewed(start.units)) <= set(reviewed((*back.units, *back.obsolete)))


def test_a_long_article_wholly_rewritten_is_merged_in_bounded_work():
    """Of 400 sentences that are all alike, none is compared without end, none is lost."""
    rnd = random.Random(6)
    text = [f"Le quartier {n} compte {rnd.randint(100, 900)} habitants." for n in range(400)]
    catalog, _report = merge(Catalog(), *article_of(text))
    catalog = replace(catalog, units=tuple(u.reviewed(u.source.upper()) for u in catalog.units))
    later = [line.replace("habitants", "électeurs") for line in text]
    merged, report = merge(catalog, *article_of(later))

    check(catalog, merged, later)
    assert 400 == report.counts[Fate.CHANGED]
    assert text == [unit.previous_source for unit in merged.units]
