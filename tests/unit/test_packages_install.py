"""Putting packages into Argos's folder: whole or not at all, and nothing that must not be there."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tiny_package import make_archive, make_folder

from bilingual.errors import ModelMissing, OutputError, PackageError
from bilingual.packages import install as installing
from bilingual.packages import read_package
from bilingual.packages.contents import ZipContents
from bilingual.packages.install import (
    STAGING,
    exclusive,
    find_installed,
    install_archive,
    remove_folder,
    require_writable,
)

TOP = "translate-es_de-1.0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where packages are installed; it is not there yet."""
    return tmp_path / "argos-translate" / "packages"


def archive(tmp_path: Path, **options: object) -> Path:
    """Make an archive in a folder of its own."""
    return make_archive(tmp_path / f"made-{len(list(tmp_path.iterdir()))}", **options)


def repacked(path: Path, top: str) -> Path:
    """Give the archive another top folder."""
    made = path.with_name("repacked.argosmodel")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            if not info.is_dir():
                new.writestr(info.filename.replace(TOP, top, 1), old.read(info))
    return made


def left_over(folder: Path) -> list[str]:
    """Return what lies in the packages' folder and beside it, apart from packages."""
    beside = [p.name for p in folder.parent.iterdir() if p != folder]
    return beside + [p.name for p in folder.iterdir() if not (p / "metadata.json").is_file()]


def test_an_archive_is_installed_whole(tmp_path: Path, folder: Path) -> None:
    """Same contents, plain rights, nothing left over; Argos's own reader finds it."""
    package = read_package(archive(tmp_path))
    done = install_archive(package, folder)

    assert folder / TOP == done.package.path
    assert done.is_new
    assert package.contents.listing_sha256() == done.package.sha256
    assert [] == left_over(folder)
    for path in done.package.path.rglob("*"):
        assert path.is_dir() or not path.stat().st_mode & stat.S_IXUSR


def test_stock_argos_translates_with_what_we_installed(
    tmp_path: Path, folder: Path, home: Path
) -> None:
    """The official code lists the package and loads it."""
    install_archive(read_package(archive(tmp_path)), folder)
    program = (
        "from argostranslate import package\n"
        "found = package.get_installed_packages()\n"
        "print([(p.from_code, p.to_code, p.package_path.name, p.tokenizer is not None) "
        "for p in found])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "ARGOS_PACKAGES_DIR": str(folder), "HOME": str(home)},
    )

    assert f"[('es', 'de', '{TOP}', True)]" == done.stdout.strip()


def test_the_same_package_again_changes_nothing(tmp_path: Path, folder: Path) -> None:
    """Installing twice is installing once."""
    path = archive(tmp_path)
    install_archive(read_package(path), folder)
    before = (folder / TOP).stat().st_mtime_ns
    done = install_archive(read_package(path), folder)

    assert not done.is_new
    assert before == (folder / TOP).stat().st_mtime_ns


def test_another_package_of_the_same_version_needs_force(tmp_path: Path, folder: Path) -> None:
    """Refused with the way out; with force it is replaced whole."""
    install_archive(read_package(archive(tmp_path)), folder)
    other = read_package(archive(tmp_path, positions=32))
    before = read_package(folder / TOP).sha256
    with pytest.raises(PackageError, match=r"another package of that name.*1\.0") as caught:
        install_archive(other, folder)
    assert "--force" in caught.value.hint
    assert before == read_package(folder / TOP).sha256

    install_archive(other, folder, is_forced=True)

    assert other.contents.listing_sha256() == read_package(folder / TOP).sha256
    assert [] == left_over(folder)


def test_a_newer_package_of_the_same_name_is_not_overwritten(tmp_path: Path, folder: Path) -> None:
    """Going back needs force; going on does not."""
    names = {"name": "es_de"}
    install_archive(read_package(archive(tmp_path, version="1.9", **names)), folder)
    with pytest.raises(PackageError, match=r"1\.9"):
        install_archive(read_package(archive(tmp_path, version="1.2", **names)), folder)
    install_archive(read_package(archive(tmp_path, version="1.10", **names)), folder)

    assert "1.10" == read_package(folder / "es_de").version


def test_a_package_of_another_pair_is_never_overwritten(tmp_path: Path, folder: Path) -> None:
    """Not even with force: the name is taken."""
    install_archive(read_package(archive(tmp_path, name="model")), folder)
    other = read_package(archive(tmp_path, name="model", source="it", target="pt"))

    with pytest.raises(PackageError, match="es → de"):
        install_archive(other, folder, is_forced=True)


def test_older_versions_go_and_strangers_stay(tmp_path: Path, folder: Path) -> None:
    """Only what has the same name but for the version is replaced."""
    for version, name in (("1.0", ""), ("1.2", ""), ("1.1", "ours-es_de"), ("2.0", "")):
        made = archive(tmp_path, version=version, name=name)
        install_archive(read_package(made), folder, is_forced=True)
    other = read_package(archive(tmp_path, source="it", target="pt", version="1.0"))
    install_archive(other, folder)
    done = install_archive(read_package(archive(tmp_path, version="1.10")), folder)

    assert () == done.replaced
    assert [
        "ours-es_de",
        "translate-es_de-1.10",
        "translate-es_de-2.0",
        "translate-it_pt-1.0",
    ] == sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("top", [".hidden", "a b", "é", "-x", "x" * 101, "x."])
def test_an_unsafe_folder_name_is_refused(tmp_path: Path, folder: Path, top: str) -> None:
    """What could hide, or mean something to a shell or a file system."""
    path = repacked(archive(tmp_path), top)

    with pytest.raises(PackageError, match="unsafe name"):
        install_archive(read_package(path), folder)
    assert not folder.exists()


def test_a_bomb_of_shared_members_is_refused(tmp_path: Path) -> None:
    """Many members, each harmless alone, that together would fill a disk."""
    path = tmp_path / "bomb.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for i in range(40):
            made.writestr(f"{TOP}/{i}", bytes(2**20))

    with pytest.raises(PackageError, match="absurd size"):
        read_package(path)


def test_an_archive_damaged_inside_replaces_nothing(tmp_path: Path, folder: Path) -> None:
    """A wrong checksum is found while unpacking; the old package is intact, nothing is left."""
    install_archive(read_package(archive(tmp_path)), folder)
    before = read_package(folder / TOP).sha256
    path = archive(tmp_path, positions=32)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as made:
        info = made.getinfo(f"{TOP}/model/model.bin")
    data[info.header_offset + 30 + len(info.filename) + 50] ^= 0xFF
    path.write_bytes(bytes(data))

    with pytest.raises(PackageError, match="damaged"):
        install_archive(read_package(path), folder, is_forced=True)
    assert before == read_package(folder / TOP).sha256
    assert [] == left_over(folder)


def test_a_damaged_installed_package_is_replaced(tmp_path: Path, folder: Path) -> None:
    """What cannot be used need not be asked for."""
    package = read_package(archive(tmp_path))
    install_archive(package, folder)
    (folder / TOP / "model" / "model.bin").unlink()

    assert install_archive(package, folder).is_new
    assert package.contents.listing_sha256() == read_package(folder / TOP).sha256


@pytest.mark.parametrize("fails", ["unpack", "rename"])
def test_a_failing_disk_leaves_the_old_package(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """Whether unpacking or the last step fails: an error, and what was there before."""
    install_archive(read_package(archive(tmp_path)), folder)
    other = read_package(archive(tmp_path, positions=32))
    before = read_package(folder / TOP).sha256
    real = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith("new-"):
            raise OSError(28, "No space left on device")
        return real(self, target)

    if fails == "rename":
        monkeypatch.setattr(Path, "rename", refuse)
    else:
        monkeypatch.setattr(os, "fsync", lambda _fd: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OutputError, match="disk is full"):
        install_archive(other, folder, is_forced=True)

    assert before == read_package(folder / TOP).sha256
    assert [] == left_over(folder)


def test_too_little_space_is_said_before_unpacking(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The unpacked size is known from the archive."""
    monkeypatch.setattr(installing, "MARGIN", 2**60)

    with pytest.raises(OutputError, match="no room"):
        install_archive(read_package(archive(tmp_path)), folder)
    assert [] == left_over(folder)


def test_a_folder_that_may_not_be_written_is_an_error(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do."""

    def refuse(self: Path, *_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    package = read_package(archive(tmp_path))
    folder.mkdir(parents=True)
    monkeypatch.setattr(Path, "mkdir", refuse)

    with pytest.raises(OutputError, match="may not be written"):
        install_archive(package, folder)


KILLED = """
import os, signal, sys
from pathlib import Path
from bilingual.packages import install, read_package
real, calls = os.fsync, []
def fsync(descriptor):
    calls.append(descriptor)
    if len(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    real(descriptor)
os.fsync = fsync
install.install_archive(read_package(Path(sys.argv[1])), Path(sys.argv[2]), is_forced=True)
"""


@pytest.mark.parametrize("at", range(1, 12))
def test_a_killed_installation_leaves_old_or_new_and_the_next_run_tidies(
    tmp_path: Path, folder: Path, at: int
) -> None:
    """Killed at each flush in turn: a whole package stands there, and nothing is left in the end."""
    install_archive(read_package(archive(tmp_path)), folder)
    path = archive(tmp_path, positions=32)
    wanted = {read_package(folder / TOP).sha256, read_package(path).contents.listing_sha256()}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, path, folder, str(at)], capture_output=True, check=False
    )
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr

    assert read_package(folder / TOP).sha256 in wanted
    install_archive(read_package(path), folder, is_forced=True)
    assert read_package(path).contents.listing_sha256() == read_package(folder / TOP).sha256
    assert [] == [name for name in left_over(folder) if name != STAGING]


def test_a_package_moved_out_by_a_killed_run_comes_back(tmp_path: Path, folder: Path) -> None:
    """Between the two renames the old one is only in the staging folder."""
    install_archive(read_package(archive(tmp_path)), folder)
    stage = folder.parent / STAGING
    stage.mkdir()
    (folder / TOP).rename(stage / f"old-{TOP}")
    install_archive(read_package(archive(tmp_path, source="it", target="pt")), folder)

    assert "es" == read_package(folder / TOP).source
    assert [] == left_over(folder)


def test_where_nothing_can_be_installed_is_known_beforehand(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the way, or no right to write, in the nearest folder that is there."""
    require_writable(folder)
    assert not folder.exists()
    monkeypatch.setattr(installing.os, "access", lambda path, _mode: path != tmp_path)
    with pytest.raises(OutputError, match="may not be written"):
        require_writable(folder)

    folder.parent.write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="a file where a folder is needed"):
        require_writable(folder)


def test_an_archive_whose_headers_disagree_is_refused(tmp_path: Path, folder: Path) -> None:
    """The name at a member is not the name in the directory: two programs would see two files."""
    path = archive(tmp_path)
    data = path.read_bytes()
    at = data.index(b"sentencepiece.model")
    path.write_bytes(data[:at] + b"SENTENCEPIECE.model" + data[at + 19 :])

    with pytest.raises(PackageError, match="damaged"):
        install_archive(read_package(path), folder)
    assert [] == left_over(folder)


def test_a_removed_package_does_not_come_back(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it deletes: what is left of it is rubbish, not a package."""
    install_archive(read_package(archive(tmp_path)), folder)
    with monkeypatch.context() as killed:
        killed.setattr(installing.shutil, "rmtree", lambda _path, **_how: None)
        remove_folder(folder / TOP)
    install_archive(read_package(archive(tmp_path, source="it", target="pt")), folder)

    assert ["translate-it_pt-1.0"] == [path.name for path in folder.iterdir()]
    assert [] == left_over(folder)


def test_a_disk_that_loses_bytes_is_noticed(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is read again before it takes its place."""
    real = ZipContents.unpack

    def lossy(self: ZipContents, to: Path) -> None:
        real(self, to)
        (to / "sentencepiece.model").write_bytes(b"")

    monkeypatch.setattr(ZipContents, "unpack", lossy)

    with pytest.raises(PackageError, match="not what was packed"):
        install_archive(read_package(archive(tmp_path)), folder)
    assert [] == list(folder.iterdir())


def test_a_linked_package_is_replaced_and_what_it_points_to_stays(
    tmp_path: Path, folder: Path
) -> None:
    """Somebody's own folder, linked in under the same name."""
    own = make_folder(tmp_path / "own", version="0.9", name=TOP)
    folder.mkdir(parents=True)
    (folder / TOP).symlink_to(own)
    install_archive(read_package(archive(tmp_path)), folder)

    assert "1.0" == read_package(folder / TOP).version
    assert not (folder / TOP).is_symlink()
    assert "0.9" == read_package(own).version


def test_two_installations_at_once_are_refused(tmp_path: Path, folder: Path) -> None:
    """The second says so and touches nothing."""
    package = read_package(archive(tmp_path))
    folder.mkdir(parents=True)

    with exclusive(folder), pytest.raises(OutputError, match="another installation is running"):
        install_archive(package, folder)
    assert install_archive(package, folder).is_new


def test_staging_lies_inside_where_it_cannot_lie_beside(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder above may not be written to, the installation still works."""
    monkeypatch.setattr(installing.os, "access", lambda _path, _mode: False)
    install_archive(read_package(archive(tmp_path)), folder)

    assert [TOP] == [path.name for path in folder.iterdir()]


def test_a_folder_is_no_archive(tmp_path: Path, folder: Path) -> None:
    """It need not be installed, and the hint says why."""
    with pytest.raises(PackageError, match=r"not an \.argosmodel file") as caught:
        install_archive(read_package(make_folder(tmp_path)), folder)
    assert "--package" in caught.value.hint


class TestRemove:
    """Taking a package out."""

    def test_it_is_gone(self, tmp_path: Path, folder: Path) -> None:
        """And nothing is left over."""
        install_archive(read_package(archive(tmp_path)), folder)
        remove_folder(folder / TOP)

        assert [] == list(folder.iterdir())
        assert [] == left_over(folder)

    def test_a_link_goes_and_what_it_points_to_stays(self, tmp_path: Path, folder: Path) -> None:
        """Somebody's own folder, linked in, is not ours to delete."""
        own = make_folder(tmp_path / "own")
        folder.mkdir(parents=True)
        (folder / "linked").symlink_to(own)
        remove_folder(folder / "linked")

        assert not (folder / "linked").exists()
        assert (own / "metadata.json").is_file()

    def test_installed_packages_are_found_by_name(self, tmp_path: Path, folder: Path) -> None:
        """Damaged ones too; the starter and what is not there are refused."""
        environment = {"ARGOS_PACKAGES_DIR": str(folder)}
        install_archive(read_package(archive(tmp_path)), folder)
        (folder / TOP / "metadata.json").write_text("{")

        assert folder / TOP == find_installed(TOP, environment)
        with pytest.raises(PackageError, match="comes with bilingual"):
            find_installed("fr_en-starter", environment)
        for name in ("nothing", "..", ".", "../packages", "/"):
            with pytest.raises(ModelMissing) as caught:
                find_installed(name, environment)
            assert TOP in caught.value.hint


def test_what_is_unpacked_is_what_was_packed(tmp_path: Path) -> None:
    """The archive's listing is the unpacked folder's fingerprint, as any unzip makes it."""
    path = archive(tmp_path)
    shutil.unpack_archive(path, tmp_path / "by-hand", "zip")

    assert (
        read_package(tmp_path / "by-hand" / TOP).sha256
        == read_package(path).contents.listing_sha256()
    )
