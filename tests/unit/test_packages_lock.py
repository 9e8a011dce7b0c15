"""`bilingual.lock`: pinned on first use, compared ever after."""

from __future__ import annotations

import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_package import make_archive, make_folder

from bilingual.errors import PackageError, WorkspaceError
from bilingual.packages import add_pins, check_lock, read_package
from bilingual.packages.lock import (
    Pin,
    check_against,
    pin,
    pinned_pair,
    read_lock,
    repin,
    write_lock,
)
from bilingual.packages.package import Kind
from bilingual.packages.places import starter_files

DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
PINS = st.lists(
    st.builds(
        Pin,
        name=WORDS,
        source=WORDS,
        target=WORDS,
        version=WORDS,
        size=st.integers(0, 2**40),
        sha256=DIGESTS | st.just(""),
        contents=DIGESTS,
        url=WORDS | st.just(""),
    ),
    unique_by=lambda pin: pin.key,
    max_size=5,
)


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "bilingual.lock"


@given(PINS)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, pins: list[Pin]) -> None:
    """Any pins, whatever is in their names: the same again, sorted, in TOML."""
    path = tmp_path_factory.mktemp("lock") / "bilingual.lock"
    write_lock(path, pins)

    assert sorted(pins, key=lambda pin: pin.key) == list(read_lock(path))
    before = path.read_bytes()
    write_lock(path, reversed(pins))
    assert before == path.read_bytes()


def test_a_package_is_pinned_on_first_use(tmp_path: Path, lock: Path) -> None:
    """Name, pair, version, size and fingerprint; then it is known, and the file stays as it is."""
    package = read_package(make_archive(tmp_path))
    assert (package,) == check_lock(lock, [package])
    assert not lock.exists()
    add_pins(lock, [package])
    before = lock.read_bytes()
    (entry,) = tomllib.loads(before.decode())["package"]

    assert "translate-es_de-1.0" == entry["name"]
    assert (package.sha256, package.size) == (entry["sha256"], entry["size"])
    assert () == check_lock(lock, [package])
    add_pins(lock, check_lock(lock, [package]))
    assert before == lock.read_bytes()


def test_another_package_of_that_name_is_refused(tmp_path: Path, lock: Path) -> None:
    """Both fingerprints are named, and what to do."""
    first = read_package(make_archive(tmp_path / "a"))
    other = read_package(make_archive(tmp_path / "b", positions=32))
    add_pins(lock, [first])

    with pytest.raises(PackageError) as caught:
        check_lock(lock, [other])
    assert first.sha256 in caught.value.message
    assert other.sha256 in caught.value.message
    assert other.path == caught.value.path
    assert "--force" in caught.value.hint
    assert "models install es de" in caught.value.hint


@pytest.mark.parametrize("locked_from", ["archive", "folder"])
def test_an_archive_and_its_folder_are_the_same_package(
    tmp_path: Path, lock: Path, locked_from: str
) -> None:
    """Whichever was pinned, the other is known; one changed byte in either is not."""
    archive = read_package(make_archive(tmp_path))
    shutil.unpack_archive(archive.path, tmp_path / "packages", "zip")
    folder = read_package(tmp_path / "packages" / "translate-es_de-1.0")
    add_pins(lock, [archive if locked_from == "archive" else folder])

    assert () == check_lock(lock, [archive, folder])
    (folder.path / "sentencepiece.model").write_bytes(b"x")
    with pytest.raises(PackageError, match="not the package that this workspace pinned"):
        check_lock(lock, [read_package(folder.path)])


def test_an_archive_packed_anew_from_the_same_files_is_the_same(tmp_path: Path, lock: Path) -> None:
    """Only contents count."""
    first = read_package(make_archive(tmp_path / "a"))
    add_pins(lock, [first])
    folder = tmp_path / "a" / "unpacked"
    with zipfile.ZipFile(tmp_path / "again.argosmodel", "w") as again:  # nothing squeezed
        for path in folder.rglob("*"):
            again.write(path, path.relative_to(folder))
    package = read_package(tmp_path / "again.argosmodel")

    assert first.sha256 != package.sha256
    assert () == check_lock(lock, [package])


def test_a_renamed_archive_is_still_known(tmp_path: Path, lock: Path) -> None:
    """What counts is the folder's name in it."""
    package = read_package(make_archive(tmp_path / "a"))
    add_pins(lock, [package])
    other = make_archive(tmp_path / "b", positions=32).rename(tmp_path / "mine.argosmodel")

    with pytest.raises(PackageError):
        check_lock(lock, [read_package(other)])


def test_packages_of_two_pairs_may_share_a_name(tmp_path: Path, lock: Path) -> None:
    """Whoever packs all models in a folder called `model` has no conflict."""
    pair = [
        read_package(make_archive(tmp_path / code, name="model", source=code, target="de"))
        for code in ("es", "it")
    ]
    add_pins(lock, check_lock(lock, pair))

    assert () == check_lock(lock, pair)
    assert 2 == len(read_lock(lock))


def test_the_starter_is_not_pinned(lock: Path) -> None:
    """It is part of the program: a new version of the program may bring a new one."""
    assert () == check_lock(lock, [read_package(starter_files()[0], Kind.SHIPPED)])


def test_without_a_workspace_nothing_is_pinned(tmp_path: Path) -> None:
    """No lock, nothing to compare with."""
    package = read_package(make_folder(tmp_path))

    assert () == check_lock(None, [package])
    add_pins(None, [package])
    repin(None, pin(package))


def test_pinning_anew_replaces_the_pin(tmp_path: Path, lock: Path) -> None:
    """`--force`: one entry, the new one."""
    first = read_package(make_archive(tmp_path / "a"))
    other = read_package(make_archive(tmp_path / "b", positions=32))
    add_pins(lock, [first])
    repin(lock, pin(other, "https://example.org/x"))

    assert [pin(other, "https://example.org/x")] == list(read_lock(lock))


def test_pinning_the_same_anew_forgets_nothing(tmp_path: Path, lock: Path) -> None:
    """Address and archive's fingerprint stay where only the folder is seen again."""
    archive = read_package(make_archive(tmp_path))
    shutil.unpack_archive(archive.path, tmp_path / "packages", "zip")
    folder = read_package(tmp_path / "packages" / "translate-es_de-1.0")
    repin(lock, pin(archive, "https://example.org/x"))
    before = lock.read_bytes()
    repin(lock, pin(folder))

    assert before == lock.read_bytes()


def test_another_version_under_the_same_name_may_be_installed(tmp_path: Path, lock: Path) -> None:
    """Whoever installs it wants it; but drafting with it unasked is refused."""
    first = read_package(make_archive(tmp_path / "a", name="es_de"))
    newer = read_package(make_archive(tmp_path / "b", name="es_de", version="1.1"))
    add_pins(lock, [first])

    check_against(lock, read_lock(lock), newer)
    with pytest.raises(PackageError):
        check_lock(lock, [newer])


def test_the_highest_pinned_version_of_a_pair() -> None:
    """Versions compare as numbers."""
    versions = ("1.9", "1.10", "1.2")
    pins = [Pin(f"n-{v}", "es", "de", v, 1, "", "0" * 64) for v in versions]

    assert "1.10" == pinned_pair(pins, "es", "de").version
    assert pinned_pair(pins, "fr", "de") is None


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "form = 2",
        "",
        'form = 1\n[[package]]\nname = "x"',
        'form = 1\n[[package]]\nname = 1\nsource="a"\ntarget="b"\nversion="1"\nsize=1\ncontents=""',
        (
            'form = 1\n[[package]]\nname="x"\nsource="a"\ntarget="b"\nversion="1"\nsize=1\n'
            'contents="zz"'
        ),
        'form = 1\n[[package]]\nname="x"\nextra=1',
        "form = 1\npackage = 7",
        "form = 1\npackage = [7]",
        "\0",
    ],
)
def test_a_lock_that_cannot_be_read_is_an_error(lock: Path, text: str) -> None:
    """Never taken for an empty one."""
    lock.write_text(text, encoding="utf-8")

    with pytest.raises(WorkspaceError, match="lock file cannot be read") as caught:
        read_lock(lock)
    assert lock == caught.value.path
    assert "version control" in caught.value.hint
