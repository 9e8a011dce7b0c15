"""What the translation memory keeps, whatever happens to the catalogs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from bilingual.catalog import Catalog, format_catalog, new_header, parse_catalog
from bilingual.diff import likeness, words
from bilingual.draft import Reuse
from bilingual.memory import Memory
from bilingual.memory.index import Index
from bilingual.memory.shape import (
    FLOOR,
    hash_of,
    lengths,
    shape_of,
    shared_at_least,
    sought,
    unpacked,
)
from bilingual.model import Locale, Origin, State, Unit
from bilingual.text import normalised
from bilingual.workspace import Workspace

FR, EN = Locale("fr"), Locale("en")
# Few words, so that sentences are alike and repeat.
WORDS = [
    "le",
    "la",
    "un",
    "maire",
    "ville",
    "pluie",
    "«",
    "»",
    ",",
    "3,5",
    "l’été",
    "c'est",
    "œuvre",
]
SOURCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
TARGET = st.sampled_from(["Yes.", "No.", "“Yes.”", "It rains."])
NAME = st.sampled_from(["a", "b", "c", "d"])
TRUSTED = Origin("memory|from:x|key:y|trusted:yes", "Yes.")


@st.composite
def units(draw):
    """Units as a catalog may have them: in any state, of any origin."""
    pairs = draw(st.lists(st.tuples(SOURCE, TARGET), max_size=8))
    made = []
    for i, (source, target) in enumerate(pairs):
        state = draw(st.sampled_from([State.REVIEWED, State.REVIEWED, State.DRAFT]))
        origin = draw(st.sampled_from([None, Origin("echo", target), TRUSTED]))
        made.append(Unit(f"k{i}", source, target, state, origin=origin))
    return tuple(made)


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAME, units()),
        st.tuples(st.just("remove"), NAME, st.just(())),
        st.tuples(st.just("touch"), NAME, st.just(())),
        st.tuples(st.just("damage"), NAME, st.just(())),
        st.tuples(st.just("open"), NAME, st.just(())),
    ),
    min_size=1,
    max_size=12,
)


def catalog_path(root, name):
    return root / "locales" / "en" / "LC_MESSAGES" / f"{name}.po"


def written(units_):
    return format_catalog(
        Catalog(new_header("x", FR, EN), units=units_[::2], obsolete=units_[1::2])
    )


def change(root, kind, name, units_):
    path = catalog_path(root, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "write":
        path.write_text(written(units_), encoding="utf-8")
    elif kind == "damage":
        path.write_text("not PO\n")
    elif kind == "remove":
        path.unlink(missing_ok=True)
    elif kind == "touch" and path.exists():
        os.utime(path, ns=(1, 1))
    elif kind == "open":
        Memory.open(Workspace(root)).close()


def content(memory):
    """Return all that the index holds, without the numbers of rows."""

    def read(db):
        files = "SELECT name, languages, size, digest, is_catalog, problem FROM files ORDER BY name"
        of_units = (
            "SELECT files.name, pairs.source, pairs.target, units.key, units.text, units.target,"
            " units.changed, sources.hash, sources.shape FROM units JOIN files ON file = files.id"
            " JOIN pairs ON pair = pairs.id JOIN sources ON sources.id = units.source"
            " ORDER BY files.name, units.key, units.text"
        )
        postings = (
            "SELECT word, length, place, hash FROM postings JOIN sources"
            " ON sources.id = postings.source ORDER BY 1, 2, 3, 4"
        )
        sources = "SELECT hash, shape FROM sources ORDER BY hash"
        return [db.execute(query).fetchall() for query in (files, of_units, postings, sources)]

    return memory.ask(read)


@settings(max_examples=60)
@given(CHANGES)
def test_an_index_kept_up_is_an_index_built_anew(changes):
    """After any changes of catalogs, with or without a look in between, the content is the same."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for kind, name, units_ in changes:
            change(root, kind, name, units_)
        with Memory.open(Workspace(root)) as memory:
            kept = content(memory)
        shutil.rmtree(root / ".bilingual", ignore_errors=True)
        with Memory.open(Workspace(root)) as memory:
            assert kept == content(memory)


@settings(max_examples=60)
@given(CHANGES)
def test_words_that_are_ranked_leave_no_posting_behind(changes):
    """Also where words are ranked, and ranked anew, every source has its postings and no other."""
    with tempfile.TemporaryDirectory() as folder, mock.patch("bilingual.memory.index._FEW", 1):
        root = Path(folder)
        for kind, name, units_ in changes:
            change(root, kind, name, units_)
        with Memory.open(Workspace(root)) as memory:
            found = memory.ask(lambda db: db.execute("SELECT * FROM postings").fetchall())
            wanted = memory.ask(
                lambda db: [
                    (word, len(unpacked(data)), place, id_)
                    for id_, data in db.execute("SELECT id, shape FROM sources").fetchall()
                    for place, word in enumerate(sought(unpacked(data), Index(db).ranks))
                ]
            )
    assert sorted(found) == sorted(wanted)


@settings(max_examples=60)
@given(units(), SOURCE, st.sampled_from([1, 1_000]))
def test_all_that_is_near_enough_is_found(units_, wanted, few):
    """The look-up by words misses nothing that comparing with every sentence finds."""
    with tempfile.TemporaryDirectory() as folder, mock.patch("bilingual.memory.index._FEW", few):
        root = Path(folder)
        change(root, "write", "a", units_)
        with Memory.open(Workspace(root)) as memory:
            pair = memory.between(FR, EN)
            near = {normalised(m.source): m.ratio for m in pair.near(wanted, 100)}
            exact = {normalised(m.target) for m in pair.exact(wanted)}
    catalog = parse_catalog(written(units_), "x")
    held = [
        u
        for u in (*catalog.units, *catalog.obsolete)
        if u.is_reviewed and (u.origin != TRUSTED or u.target != TRUSTED.text)
    ]
    same = normalised(wanted)
    assert exact == {normalised(u.target) for u in held if normalised(u.source) == same}
    brute = {
        normalised(u.source): likeness(words(u.source), words(wanted))
        for u in held
        if normalised(u.source) != same
    }
    assert near == {source: ratio for source, ratio in brute.items() if ratio >= FLOOR}


@given(SOURCE, SOURCE, st.dictionaries(st.integers(0, 2**32 - 1), st.integers(0, 9)))
def test_two_like_sentences_share_a_sought_word(one, other, ranks):
    """However words are ranked, what is alike enough has a word in common that is looked up."""
    a, b = shape_of(one, "fr"), shape_of(other, "fr")
    ranks = {**ranks, **{word: i % 3 for i, word in enumerate(sorted({*a, *b}))}}
    if likeness(a, b) >= FLOOR:
        assert set(sought(a, ranks)) & set(sought(b, ranks))
        least, most = lengths(len(a))
        assert least <= len(b) <= most


@given(st.integers(1, 300), st.integers(1, 300))
def test_the_bounds_are_those_of_the_ratio(n, m):
    """Sharing one word less than the bound makes the ratio too small; a length beyond, too."""
    least, most = lengths(n)
    assert (2 * min(n, m) / (n + m) >= FLOOR) == (least <= m <= most)
    if least <= m <= most:
        shared = shared_at_least(n, m)
        assert 2 * shared / (n + m) >= FLOOR > 2 * (shared - 1) / (n + m)


@given(st.text(max_size=30))
def test_one_normalised_text_has_one_hash_and_one_shape(text):
    """What word processors exchange changes neither."""
    assert hash_of(text, "fr") == hash_of(normalised(text), "fr")
    assert shape_of(text, "fr") == shape_of(normalised(text), "fr")


@settings(max_examples=60)
@given(units(), units(), st.booleans(), st.booleans())
def test_nothing_is_reviewed_without_trust_and_no_work_is_lost(held, there, trust, redraft):
    """Without trust no unit becomes REVIEWED; what a person did stays to the letter."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        change(root, "write", "a", held)
        with Memory.open(Workspace(root)) as memory:
            reuse = Reuse(memory.between(FR, EN), EN, is_trusting=trust, redraft=redraft)
            before = Catalog(units=there)
            (filled,) = reuse.filled([before])
            (after,) = reuse.finished([before], [filled], [filled])
    for old, new in zip(there, after.units, strict=True):
        touched = old.is_reviewed or (old.target and not old.is_untouched)
        if touched:
            assert new == old
        elif not trust:
            assert new.state is not State.REVIEWED
        if new != old:
            assert new.origin.is_memory
            assert new.target == new.origin.text
            assert not new.is_machine
            assert new.is_reviewed == ("trusted:yes" in new.origin.signature.split("|"))


def test_many_processes_at_once_have_one_sound_index(tmp_path):
    """Processes that open a new memory together all find what it holds, and leave it whole."""
    for name in range(40):
        units_ = [
            Unit(f"k{i}", f"Phrase {i} de {name}.", f"{i}", State.REVIEWED) for i in range(20)
        ]
        change(tmp_path, "write", f"n{name}", tuple(units_))
    program = (
        "import sys; from pathlib import Path\n"
        "from bilingual.memory import Memory; from bilingual.model import Locale\n"
        "from bilingual.workspace import Workspace\n"
        "memory = Memory.open(Workspace(Path(sys.argv[1])))\n"
        "pair = memory.between(Locale('fr'), Locale('en'))\n"
        "assert memory.is_kept and pair.exact('Phrase 7 de 11.')[0].target == '7'\n"
        "assert sum(part.units for part in memory.parts()) == 800\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path)]) for _ in range(6)]

    assert [process.wait() for process in started] == [0] * 6
    db = sqlite3.connect(tmp_path / ".bilingual" / "memory.sqlite")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_an_index_whose_making_was_killed_is_made_by_the_next(tmp_path):
    """Killed at any moment, a process leaves an index that the next one mends by itself."""
    for name in range(60):
        made = [Unit(f"k{i}", f"Phrase {i} de {name}.", f"{i}", State.REVIEWED) for i in range(30)]
        change(tmp_path, "write", f"n{name}", tuple(made))
    program = (
        "import sys; from pathlib import Path\n"
        "from bilingual.memory import Memory; from bilingual.workspace import Workspace\n"
        "print('ready', flush=True)\n"
        "while True: Memory.open(Workspace(Path(sys.argv[1])), is_forced=True).close()\n"
    )
    for moment in (0.0, 0.03, 0.07, 0.15, 0.3):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(moment)
        process.kill()
        process.wait()
        process.stdout.close()
        with Memory.open(Workspace(tmp_path)) as memory:
            assert memory.is_kept
            assert sum(part.units for part in memory.parts()) == 60 * 30
            assert memory.between(FR, EN).exact("Phrase 7 de 11.")[0].target == "7"
