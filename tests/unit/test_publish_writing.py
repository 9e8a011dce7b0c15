"""Writing the site: all pages or none, and nothing that has not changed."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bitexts import rain

from bilingual.errors import OutputError, WorkspaceError
from bilingual.publish import SiteSettings, publish, render_index, render_page

SETTINGS = SiteSettings("La Revue")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds, hidden files too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_publish_writes_the_index_and_a_page_for_each_bitext(tmp_path):
    """The files are what the render functions return; the folder is made where it is missing."""
    site = tmp_path / "new" / "site"
    first, second = rain(), rain(slug="soleil")

    assert publish([first, second], site, SETTINGS) == (
        site / "index.html",
        site / "pluie.html",
        site / "soleil.html",
    )
    assert contents(site) == {
        "index.html": render_index([first, second], SETTINGS).encode(),
        "pluie.html": render_page(first, SETTINGS).encode(),
        "soleil.html": render_page(second, SETTINGS).encode(),
    }


def test_what_has_not_changed_is_not_written_again(tmp_path):
    """Publishing again touches only the page that differs; a stranger's file is left alone."""
    (tmp_path / "notes.txt").write_text("mine")
    publish([rain(), rain(slug="soleil")], tmp_path, SETTINGS)
    before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
    publish([rain(), rain(["machine"] * 5, slug="soleil")], tmp_path, SETTINGS)
    after = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}

    assert {name for name in after if after[name] != before[name]} == {"index.html", "soleil.html"}


def test_pages_of_one_article_in_two_targets_name_each_other(tmp_path):
    """With an address, each page's hreflang names the other's page."""
    settings = SiteSettings("La Revue", "https://example.org")
    publish([rain(), rain(target="de")], tmp_path, settings)

    for page in ("pluie.html", "pluie.de.html"):
        text = (tmp_path / page).read_text(encoding="utf-8")
        assert '<link rel="alternate" hreflang="en" href="https://example.org/pluie.html">' in text
        assert '<link rel="alternate" hreflang="de" href="https://example.org/pluie.de.html">' in (
            text
        )
        assert f'<link rel="canonical" href="https://example.org/{page}">' in text


def test_a_mistake_on_the_last_page_leaves_the_site_as_it_was(tmp_path):
    """Everything is rendered before anything is written."""
    site, templates = tmp_path / "site", tmp_path / "templates"
    publish([rain()], site, SETTINGS)
    before = contents(site)
    templates.mkdir()
    (templates / "page.html").write_text("{{ nobody }}")

    with pytest.raises(WorkspaceError):
        publish([rain(["machine"] * 5)], site, SiteSettings("New", templates=templates))

    assert contents(site) == before


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """Let no file of this process grow over `limit` bytes, as on a disk that fills up."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_a_write_that_fails_half_way_changes_no_page(tmp_path):
    """The index fits, the page does not: neither is replaced, no temporary file stays."""
    publish([rain()], tmp_path, SETTINGS)
    before = contents(tmp_path)
    new, settings = rain(["machine"] * 5), SiteSettings("New")
    limit = len(render_index([new], settings).encode()) + 100
    assert limit < len(render_page(new, settings).encode())

    with small_files(limit), pytest.raises(OutputError):
        publish([new], tmp_path, settings)

    assert contents(tmp_path) == before


def test_a_failed_first_publication_leaves_no_folder(tmp_path):
    """A folder made for nothing is taken away again."""
    with small_files(100), pytest.raises(OutputError):
        publish([rain()], tmp_path / "new" / "site", SETTINGS)

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_called_that(tmp_path, monkeypatch):
    """ENOSPC becomes a sentence and a way out."""

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OutputError, match="the disk is full") as caught:
        publish([rain()], tmp_path / "site", SETTINGS)

    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["site", "site/deeper"])
def test_a_file_in_the_folder_s_place_is_named(tmp_path, place):
    """A file where the folder, or one above it, should be is an error, and is left alone."""
    (tmp_path / "site").write_text("mine")

    with pytest.raises(OutputError, match="site") as caught:
        publish([rain()], tmp_path / place, SETTINGS)

    assert caught.value.hint
    assert (tmp_path / "site").read_text() == "mine"


def test_a_folder_in_a_page_s_place_is_named(tmp_path):
    """A folder called like a page is an error; no other page is written."""
    (tmp_path / "pluie.html").mkdir()

    with pytest.raises(OutputError, match=r"pluie\.html"):
        publish([rain()], tmp_path, SETTINGS)

    assert [path.name for path in tmp_path.iterdir()] == ["pluie.html"]


@pytest.fixture
def read_only() -> Iterator[Path]:
    """Give a folder that this process, even as root, may not write into."""
    top = Path(tempfile.mkdtemp())
    folder = top / "site"
    folder.mkdir()
    folder.chmod(0o555)
    top.chmod(0o755)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(top)


def test_a_folder_without_permission_is_named(read_only):
    """No permission becomes a sentence with the path and what to do."""
    with pytest.raises(OutputError, match="may not be written to") as caught:
        publish([rain()], read_only, SETTINGS)

    assert str(read_only) in str(caught.value)
    assert caught.value.hint
