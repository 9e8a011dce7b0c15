"""The translation memory: what it finds, what it never does, and how its index keeps up."""

import os
import sqlite3

import pytest

from bilingual.catalog import Catalog, format_catalog, new_header
from bilingual.memory import Memory
from bilingual.model import Locale, Origin, State, Unit
from bilingual.text import segment_key
from bilingual.workspace import Workspace

FR, EN = Locale("fr"), Locale("en")


def unit(source, target, state=State.REVIEWED, **more):
    return Unit(segment_key(source), source, target, state, **more)


def save(root, slug, *units, locale="en", obsolete=(), date="2026-05-04 12:00+0200"):
    """Put a catalog into the workspace at `root`."""
    header = dict(new_header(slug, FR, Locale(locale)))
    header["PO-Revision-Date"] = date
    path = root / "locales" / Locale(locale).posix / "LC_MESSAGES" / f"{slug}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = format_catalog(Catalog(tuple(header.items()), units=units, obsolete=obsolete))
    path.write_text(text, encoding="utf-8")
    return path


def tmx(root, name, *pairs, target="en"):
    """Put a translation memory into the workspace at `root`."""
    body = "".join(
        f'<tu><tuv xml:lang="fr"><seg>{a}</seg></tuv><tuv xml:lang="{target}"><seg>{b}</seg></tuv></tu>'
        for a, b in pairs
    )
    path = root / "memory" / f"{name}.tmx"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f'<?xml version="1.0"?><tmx version="1.4"><header srclang="fr"/><body>{body}</body></tmx>',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def root(tmp_path):
    return tmp_path


def opened(root, source=FR, target=EN):
    return Memory.open(Workspace(root)).between(source, target)


def test_a_reviewed_sentence_is_found_whatever_word_processors_exchange(root):
    """Exact means equal after normalisation; the match says where its translation stands."""
    save(root, "a", unit("L’été fut « long »…", "Summer was “long”…"))

    (match,) = opened(root).exact('L\'été fut "long"...')

    assert match.target == "Summer was “long”…"
    assert match.is_exact
    assert match.ratio == 1.0
    assert match.diff == ()
    key = segment_key("L’été fut « long »…")
    assert match.origin == f"memory|from:locales/en/LC_MESSAGES/a.po|key:{key}"


def test_drafts_are_not_in_the_memory(root):
    """What no person has confirmed is not offered to anybody."""
    save(root, "a", unit("Il pleut.", "It rains.", State.DRAFT))

    assert opened(root).exact("Il pleut.") == ()


def test_reviewed_sentences_that_are_gone_stay_in_the_memory(root):
    """An obsolete unit keeps its review, and its use."""
    save(root, "a", obsolete=(unit("Il pleut.", "It rains."),))

    assert [m.target for m in opened(root).exact("Il pleut.")] == ["It rains."]


def test_copies_that_nobody_looked_at_do_not_vote(root):
    """What was taken over on trust does not outvote the correction of its original."""
    copy = Origin("memory|from:x|key:y|trusted:yes", "It rains.")
    for slug in ("a", "b", "c"):
        save(root, slug, unit("Il pleut.", "It rains.", origin=copy))
    save(root, "d", unit("Il pleut.", "It is raining."))

    assert [m.target for m in opened(root).exact("Il pleut.")] == ["It is raining."]


def test_the_most_frequent_translation_comes_first_then_the_most_recent(root):
    """Of several translations of one sentence the others follow."""
    save(root, "a", unit("Oui.", "Yes."), date="2024-01-01 00:00+0000")
    save(root, "b", unit("Oui.", "Yes."), date="2024-01-01 00:00+0000")
    save(root, "c", unit("Oui.", "Aye."), date="2025-01-01 00:00+0000")
    save(root, "d", unit("Oui.", "Yeah."), date="2026-01-01 00:00+0000")

    assert [(m.target, m.count) for m in opened(root).exact("Oui.")] == [
        ("Yes.", 2),
        ("Yeah.", 1),
        ("Aye.", 1),
    ]


def test_regions_share_a_memory_and_their_own_comes_first(root):
    """`en-GB` and `en-US` serve each other; the own region's translation is the better one."""
    save(root, "a", unit("La couleur.", "The color."), locale="en-US")
    save(root, "b", unit("La couleur.", "The color."), locale="en")
    save(root, "c", unit("La couleur.", "The colour."), locale="en-GB")

    found = opened(root, target=Locale("en-GB")).exact("La couleur.")

    assert [m.target for m in found] == ["The colour.", "The color."]


def test_languages_and_scripts_are_not_mixed(root):
    """A Spanish translation is none for English, nor traditional characters for simplified."""
    save(root, "a", unit("Oui.", "Sí."), locale="es")
    save(root, "b", unit("Oui.", "是。"), locale="zh-Hant")

    assert opened(root).exact("Oui.") == ()
    assert opened(root, target=Locale("zh-Hans")).exact("Oui.") == ()
    assert opened(root, source=EN, target=Locale("es")).exact("Oui.") == ()


def test_a_near_sentence_is_told_with_what_differs(root):
    """A near match has its ratio, the words that changed, and one line for PO editors."""
    save(
        root,
        "a",
        unit("Le conseil se réunit mardi.", "The council meets on Tuesday."),
        unit("Rien à voir.", "Nothing."),
    )

    (match,) = opened(root).near("Le conseil se réunit mercredi.")

    assert not match.is_exact
    assert round(match.ratio, 3) == 0.833
    assert [(c.old, c.new) for c in match.diff] == [("mardi", "mercredi")]
    assert match.remark == (
        "memory: 0.83 «Le conseil se réunit mardi.» → The council meets on Tuesday. "
        "[mardi → mercredi]"
    )


def test_near_leaves_out_the_sentence_itself(root):
    """The same sentence is an exact match, not a near one."""
    save(root, "a", unit("Le conseil se réunit mardi.", "The council meets on Tuesday."))

    assert opened(root).near("Le conseil se réunit mardi.") == ()


def test_an_imported_memory_is_found_and_is_not_called_reviewed(root):
    """A TMX file in memory/ serves; nobody knows whether a person confirmed it."""
    tmx(root, "agence 1", ("Il pleut.", "It rains."))

    (match,) = opened(root).exact("Il pleut.")

    assert match.target == "It rains."
    assert not match.is_reviewed
    assert match.origin == "memory|tmx:agence%201|line:1"


def test_what_was_reviewed_here_comes_before_an_imported_memory(root):
    """However often an imported memory says otherwise."""
    tmx(root, "agence", ("Oui.", "Aye."), ("Oui.", "Aye."))
    save(root, "a", unit("Oui.", "Yes."))

    assert [m.target for m in opened(root).exact("Oui.")] == ["Yes.", "Aye."]


def test_search_finds_words_in_either_language_whatever_their_case(root):
    """A concordance: every pair that has the text, in its source or its target."""
    save(root, "a", unit("Le CŒUR de l’été.", "The heart of summer."), unit("Non.", "No."))
    memory = Memory.open(Workspace(root))

    assert [u.target for u in memory.search("cœur de l'ÉTÉ")] == ["The heart of summer."]
    assert [u.source for u in memory.search("heart")] == ["Le CŒUR de l’été."]
    assert [u.target for u in memory.search("co\xadeur")] == ["The heart of summer."]
    assert memory.search("100 %") == ()
    assert memory.search("  ") == ()


# The index ---------------------------------------------------------------------------------------


def test_the_index_lies_in_a_folder_that_git_ignores(root):
    """Nothing derived is committed by mistake, in whatever repository the workspace lies."""
    save(root, "a", unit("Oui.", "Yes."))
    memory = Memory.open(Workspace(root))

    assert memory.is_kept
    assert memory.path == root / ".bilingual" / "memory.sqlite"
    assert "*" in (root / ".bilingual" / ".gitignore").read_text().splitlines()


def test_without_anything_to_remember_nothing_is_written(root):
    """A folder without catalogs gets no hidden folder."""
    memory = Memory.open(Workspace(root))

    assert memory.between(FR, EN).exact("Oui.") == ()
    assert list(root.iterdir()) == []


def test_a_change_of_the_same_size_in_the_same_moment_is_seen(root):
    """Time and size of a catalog alone do not prove that it is the same."""
    path = save(root, "a", unit("Oui.", "Yes."))
    state = path.stat()
    assert opened(root).exact("Oui.")[0].target == "Yes."
    save(root, "a", unit("Oui.", "Aye."))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    assert opened(root).exact("Oui.")[0].target == "Aye."


def test_a_refresh_reads_only_what_changed(root):
    """One catalog more or less costs the reading of one; a touched one costs none."""
    for slug in "abc":
        save(root, slug, unit(f"Phrase {slug}.", f"Sentence {slug}."))
    workspace = Workspace(root)
    Memory.open(workspace).close()
    steps = []
    path = save(root, "b", unit("Phrase nouvelle.", "New sentence."))
    os.utime(root / "locales/en/LC_MESSAGES/a.po", (1, 1))
    (root / "locales/en/LC_MESSAGES/c.po").unlink()

    memory = Memory.open(workspace, progress=lambda done, total: steps.append((done, total)))

    assert path.exists()
    assert steps == [(1, 1)]
    pair = memory.between(FR, EN)
    found = [bool(pair.exact(f"Phrase {name}.")) for name in ("a", "b", "c", "nouvelle")]
    assert found == [True, False, False, True]


@pytest.mark.parametrize("damage", ["garbage", "empty", "cut", "tables", "version", "rows"])
def test_a_damaged_index_is_built_anew(root, damage):
    """Whatever happened to the derived file, the catalogs answer."""
    save(root, "a", *(unit(f"Phrase numéro {n} du lot.", f"Sentence {n}.") for n in range(400)))
    with Memory.open(Workspace(root)) as memory:
        path = memory.path
    data = path.read_bytes()
    if damage == "garbage":
        path.write_bytes(b"no database" * 1000)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "rows":
        path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    else:
        with sqlite3.connect(path) as db:
            db.execute("DROP TABLE units" if damage == "tables" else "PRAGMA user_version = 7")
        db.close()

    memory = Memory.open(Workspace(root))
    pair = memory.between(FR, EN)

    assert pair.exact("Phrase numéro 7 du lot.")[0].target == "Sentence 7."
    assert len(pair.near("Phrase numéro 7 du gros lot.")) == 3
    assert memory.is_kept


def test_a_folder_in_the_indexs_place_is_no_hindrance(root):
    """Where no index can lie on disk, the memory works without one."""
    save(root, "a", unit("Oui.", "Yes."))
    (root / ".bilingual" / "memory.sqlite").mkdir(parents=True)
    memory = Memory.open(Workspace(root))

    assert not memory.is_kept
    assert memory.between(FR, EN).exact("Oui.")[0].target == "Yes."


def test_a_file_in_the_folders_place_is_no_hindrance(root):
    """Nor where a file lies in the place of the folder."""
    save(root, "a", unit("Oui.", "Yes."))
    (root / ".bilingual").write_text("mine")
    memory = Memory.open(Workspace(root))

    assert not memory.is_kept
    assert memory.between(FR, EN).exact("Oui.")[0].target == "Yes."
    assert (root / ".bilingual").read_text() == "mine"


def test_an_index_that_another_process_holds_is_no_hindrance(root):
    """Who waits too long for another process works without the file, and leaves it alone."""
    save(root, "a", unit("Oui.", "Yes."))
    Memory.open(Workspace(root)).close()
    save(root, "b", unit("Non.", "No."))
    other = sqlite3.connect(root / ".bilingual" / "memory.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    memory = Memory(Workspace(root), patience_s=0.01)
    memory.refresh()

    assert not memory.is_kept
    assert memory.between(FR, EN).exact("Non.")[0].target == "No."
    other.execute("COMMIT")
    other.close()
    assert Memory.open(Workspace(root)).is_kept


def test_a_damaged_catalog_is_named_and_the_others_serve(root):
    """One bad file does not cost the memory of all the others."""
    save(root, "a", unit("Oui.", "Yes."))
    save(root, "b", unit("Non.", "No.")).write_text("this is not PO\n")
    tmx(root, "cut", ("Si.", "Yes.")).write_text("<tmx><body><tu>")
    memory = Memory.open(Workspace(root))

    assert memory.between(FR, EN).exact("Oui.")
    problems = {part.name: part.problem for part in memory.parts() if part.problem}
    assert sorted(problems) == ["locales/en/LC_MESSAGES/b.po", "memory/cut.tmx"]
    assert "not PO" in problems["locales/en/LC_MESSAGES/b.po"]


def test_damage_that_shows_at_a_look_up_only_is_mended_then(root):
    """A memory that is open when its index is damaged answers all the same."""
    save(root, "a", *(unit(f"Phrase numéro {n} du lot.", f"Sentence {n}.") for n in range(400)))
    memory = Memory.open(Workspace(root))
    with sqlite3.connect(memory.path) as db:
        db.execute("DROP TABLE units")
    db.close()

    found = memory.between(FR, EN).exact("Phrase numéro 7 du lot.")

    assert [m.target for m in found] == ["Sentence 7."]
