"""Catalogs on disk: revisions, conflicts, and the file left whole when writing fails."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from dataclasses import replace

import pytest

from bilingual import atomic, locking
from bilingual.atomic import sweep, write_atomically
from bilingual.catalog import Catalog, new_header, read_catalog, save_catalog, store
from bilingual.errors import CatalogConflict, CatalogError, OutputError
from bilingual.locking import locked
from bilingual.model import Hypothesis, Locale, State, Unit

HEADER = new_header("a.fr.txt", Locale("fr"), Locale("en"))
YES = Unit("a", "Oui.", "Yes.", State.REVIEWED)
NO = Unit("b", "Non.", "No.", State.REVIEWED)


def test_no_file_is_no_catalog(tmp_path):
    """A catalog that was never made is None, not an error."""
    assert read_catalog(tmp_path / "absent.po") is None


def test_a_folder_is_an_error(tmp_path):
    """A folder in the catalog's place is said to be one."""
    with pytest.raises(CatalogError, match="a folder"):
        read_catalog(tmp_path)


def test_saving_makes_the_folders_it_needs(tmp_path):
    """locales/en/LC_MESSAGES/ comes into being with the first catalog."""
    path = tmp_path / "locales" / "en" / "LC_MESSAGES" / "a.po"

    assert save_catalog(path, Catalog(HEADER, units=(YES,)))
    assert (YES,) == read_catalog(path).units


def test_a_change_since_reading_is_a_conflict_and_nothing_is_written(tmp_path):
    """Of two editors, the second to save is told; the first one's work stays."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)))
    first, second = read_catalog(path), read_catalog(path)
    save_catalog(path, replace(first, units=(YES, NO)))
    before = path.read_bytes()

    with pytest.raises(CatalogConflict) as caught:
        save_catalog(path, replace(second, units=()))
    assert before == path.read_bytes()
    assert caught.value.kept is None
    assert [path] == list(tmp_path.iterdir())


def test_a_new_catalog_does_not_overwrite_one_that_appeared(tmp_path):
    """A catalog read as absent may not replace one made meanwhile."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)))

    with pytest.raises(CatalogConflict):
        save_catalog(path, Catalog(HEADER, units=(NO,)))


def test_a_vanished_file_is_a_conflict(tmp_path):
    """A catalog deleted meanwhile is not quietly brought back."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)))
    read = read_catalog(path)
    path.unlink()

    with pytest.raises(CatalogConflict):
        save_catalog(path, replace(read, units=(NO,)))


def test_only_a_change_moves_the_date(tmp_path):
    """PO-Revision-Date says when the words last changed, in UTC."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)), now=0)
    read = read_catalog(path)

    assert "1970-01-01 00:00+0000" == read.field("PO-Revision-Date")
    assert not save_catalog(path, read, now=86_400)
    assert save_catalog(path, replace(read, units=(YES, NO)), now=86_400)
    assert "1970-01-02 00:00+0000" == read_catalog(path).field("PO-Revision-Date")


def test_the_date_can_be_fixed_for_reproducible_builds(tmp_path, monkeypatch):
    """SOURCE_DATE_EPOCH stands for the clock."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    save_catalog(tmp_path / "a.po", Catalog(HEADER, units=(YES,)))

    assert "1970-01-02 00:00+0000" == read_catalog(tmp_path / "a.po").field("PO-Revision-Date")


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, call):
    """Whatever step fails, the old bytes are there and no temporary file is."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    if call == "write":
        real = os.fdopen

        def opened(*arguments):
            file = real(*arguments)
            monkeypatch.setattr(atomic.os, "fsync", fail)
            return file

        monkeypatch.setattr(atomic.os, "fdopen", opened)
    elif call == "fsync":
        monkeypatch.setattr(atomic.os, "fsync", fail)
    else:
        monkeypatch.setattr(atomic.Path, "replace", fail)
    with pytest.raises(OutputError, match="disk is full"):
        write_atomically(path, b"new")

    assert [path] == list(tmp_path.iterdir())
    assert b"old" == path.read_bytes()


def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path):
    """While a file is replaced over and over, no reader ever finds a part of it."""
    path = tmp_path / "a.po"
    versions = [bytes([65 + i]) * 50_000 for i in range(2)]
    path.write_bytes(versions[0])
    stop = threading.Event()

    def write():
        for i in range(150):
            write_atomically(path, versions[i % 2])
        stop.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while not stop.is_set():
        seen.add(path.read_bytes())
    writer.join()

    assert seen <= set(versions)


def test_a_link_stays_a_link(tmp_path):
    """A catalog kept elsewhere through a link is written there."""
    real = tmp_path / "real.po"
    real.write_bytes(b"old")
    link = tmp_path / "a.po"
    link.symlink_to(real)
    write_atomically(link, b"new")

    assert link.is_symlink()
    assert b"new" == real.read_bytes()


def test_access_rights_stay(tmp_path):
    """A catalog that colleagues may write stays so."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write_atomically(path, b"new")

    assert 0o664 == path.stat().st_mode & 0o777


def conflict_of(path, catalog):
    """Return the conflict that saving ends in."""
    with pytest.raises(CatalogConflict) as caught:
        save_catalog(path, catalog)
    return caught.value


def test_a_conflict_keeps_both_versions(tmp_path):
    """The file stays the first editor's; the second one's review stands in a file of its own."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES, NO)))
    first, second = read_catalog(path), read_catalog(path)
    save_catalog(path, replace(first, units=(YES.reviewed("Yes!"), NO)))
    mine = replace(second, units=(YES, replace(NO, target="Nope.", note="Sure?")))
    one, two = conflict_of(path, mine), conflict_of(path, mine)

    assert "Yes!" == read_catalog(path).units[0].target
    assert tmp_path / "conflicts" / "a.1.po" == one.kept
    assert str(one.kept) in str(one)
    assert mine.units == read_catalog(one.kept).units
    assert one.kept != two.kept
    assert not list(tmp_path.glob("conflicts/*.tmp"))


@pytest.mark.parametrize("work", ["draft", "offer", "alternative", "note", "edited draft"])
def test_a_conflict_keeps_a_file_for_peoples_work_only(tmp_path, work):
    """A draft can be made again, and words offered to a changed sentence; what is new cannot."""
    path = tmp_path / "a.po"
    blank = Unit("a", "Oui.")
    save_catalog(path, Catalog(HEADER, units=(blank, NO)))
    mine = read_catalog(path)
    save_catalog(path, replace(mine, units=(YES, NO)))
    drafted = blank.drafted(Hypothesis("Yes."), "echo")
    unit = {
        "draft": drafted,
        "offer": replace(blank, target=NO.target, state=State.DRAFT, previous_source=NO.source),
        "alternative": replace(blank, alternatives=("Yes!",)),
        "note": replace(blank, note="Who says so?"),
        "edited draft": replace(drafted, target="Yeah."),
    }[work]

    kept = conflict_of(path, replace(mine, units=(unit, NO))).kept

    assert (work not in ("draft", "offer")) == (kept is not None)


def test_a_vanished_file_does_not_take_the_review_with_it(tmp_path):
    """Where the file is gone, all that people had written is kept, not only what is new."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)))
    read = read_catalog(path)
    path.unlink()

    kept = conflict_of(path, replace(read, units=(YES, Unit("b", "Non.")))).kept
    assert YES == read_catalog(kept).units[0]


def test_a_vanished_folder_is_said_so_and_not_made_anew(tmp_path):
    """A disk that was unplugged is not replaced by a folder in its place."""
    path = tmp_path / "disk" / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)))
    read = read_catalog(path)
    path.unlink()
    path.parent.rmdir()

    with pytest.raises(OutputError, match="folder that the catalog was read from is gone"):
        save_catalog(path, replace(read, units=(YES, NO)))
    assert not path.parent.exists()


def test_a_change_at_the_last_moment_is_noticed(tmp_path, monkeypatch):
    """A PO editor that knows no locks and saves while we write is not overwritten."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)))
    read = read_catalog(path)
    real = atomic.os.fsync

    def saved_by_poedit(descriptor):
        real(descriptor)
        if b"Poedit" not in path.read_bytes():
            path.write_bytes(path.read_bytes() + b"\n# by Poedit\n")

    monkeypatch.setattr(atomic.os, "fsync", saved_by_poedit)

    assert conflict_of(path, replace(read, units=(YES, NO))).kept
    assert path.read_bytes().endswith(b"# by Poedit\n")
    assert not list(tmp_path.glob(".bilingual-*"))


def test_a_persons_date_stays_while_only_machines_work(tmp_path):
    """Who and when, as a PO editor wrote them, stand until a reviewed target changes."""
    path = tmp_path / "a.po"
    header = Catalog(HEADER).with_field("Last-Translator", "Anne Roux <anne@example.org>")
    save_catalog(path, Catalog(header, units=(YES,)), now=0)
    blank = Unit("c", "Fin.")
    save_catalog(path, replace(read_catalog(path), units=(YES, blank)), now=86_400)
    drafted = blank.drafted(Hypothesis("End."), "echo")
    save_catalog(path, replace(read_catalog(path), units=(YES, drafted)), now=86_400)

    assert "1970-01-01 00:00+0000" == read_catalog(path).field("PO-Revision-Date")
    save_catalog(path, replace(read_catalog(path), units=(YES, drafted.reviewed())), now=86_400)
    assert "1970-01-02 00:00+0000" == read_catalog(path).field("PO-Revision-Date")


def add_units(path, name, n):
    """Add `n` units to the catalog, each with a save of its own, reading again after a conflict."""
    for i in range(n):
        while True:
            catalog = read_catalog(path)
            new = Unit(f"{name}{i}", f"{name} {i}", "x", State.DRAFT)
            try:
                save_catalog(path, replace(catalog, units=(*catalog.units, new)))
                break
            except CatalogConflict:
                continue


def test_two_processes_that_save_at_once_lose_nothing(tmp_path):
    """Comparing and replacing are one step: of two writers, one is always told."""
    path = tmp_path / "a.po"
    save_catalog(path, Catalog(HEADER, units=(YES,)))
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=add_units, args=(path, name, 25)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert 51 == len(read_catalog(path).units)
    assert {path, tmp_path / "conflicts"} >= set(tmp_path.iterdir())


def hold(folder, ready):
    """Hold a folder's lock until killed."""
    with locked(folder):
        ready.set()
        time.sleep(600)


def test_a_lock_that_is_not_given_up_ends_in_a_clear_message(tmp_path, monkeypatch):
    """Waiting is bounded; and a process that is killed takes its lock with it."""
    monkeypatch.setattr(locking, "PATIENCE_S", 0.05)
    context = multiprocessing.get_context("fork")
    ready = context.Event()
    holder = context.Process(target=hold, args=(tmp_path, ready))
    holder.start()
    ready.wait()
    catalog = Catalog(HEADER, units=(YES,))
    try:
        with pytest.raises(OutputError, match="another bilingual is saving here"):
            save_catalog(tmp_path / "a.po", catalog)
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.join()

    assert save_catalog(tmp_path / "a.po", catalog)
    assert [tmp_path / "a.po"] == list(tmp_path.iterdir())


def test_where_the_disk_knows_no_locks_the_revision_still_guards(tmp_path, monkeypatch):
    """Some network disks have no locks: saving works, and a conflict is one."""

    def refused(*arguments):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(locking.fcntl, "flock", refused)
    path = tmp_path / "a.po"
    assert save_catalog(path, Catalog(HEADER, units=(YES,)))
    with pytest.raises(CatalogConflict):
        save_catalog(path, Catalog(HEADER, units=(NO,)))


def test_what_a_killed_run_left_is_swept_away(tmp_path):
    """The next save in the folder removes stale temporary files, and nothing else."""
    store._sweep.cache_clear()
    (tmp_path / ".bilingual-abc123.tmp").write_bytes(b"half")
    (tmp_path / ".mine.tmp").write_bytes(b"mine")
    save_catalog(tmp_path / "a.po", Catalog(HEADER, units=(YES,)))

    assert [".mine.tmp", "a.po"] == sorted(p.name for p in tmp_path.iterdir())


def test_a_file_that_may_be_being_written_is_not_swept(tmp_path):
    """Where no lock tells, only old temporary files are taken for stale."""
    young, old = (tmp_path / f".bilingual-{name}.tmp" for name in ("young", "old"))
    young.write_bytes(b"x")
    old.write_bytes(b"x")
    os.utime(old, (0, 0))
    sweep(tmp_path, older_than_s=3600)

    assert [young] == list(tmp_path.iterdir())
