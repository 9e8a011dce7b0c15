"""Catalogs on disk: revisions, conflicts, and the file left whole when writing fails."""

from __future__ import annotations

import os
import threading
from dataclasses import replace

import pytest

from bilingual import atomic
from bilingual.atomic import write_atomically
from bilingual.catalog import Catalog, new_header, read_catalog, save_catalog
from bilingual.errors import CatalogConflict, CatalogError, OutputError
from bilingual.model import Locale, State, Unit

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

    with pytest.raises(CatalogConflict):
        save_catalog(path, replace(second, units=()))
    assert before == path.read_bytes()


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
