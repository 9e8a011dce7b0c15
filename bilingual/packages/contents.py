"""The files of a package, whether it is a zip archive or a folder.

In: a path. Out: relative names and bytes, only after the archive has been found safe. Nothing
need be unpacked: a model can be used straight from the archive.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from bilingual.errors import PackageError
from bilingual.interface import _

MAX_FILES = 20_000
MAX_SIZE = 8 * 2**30
# Weights hardly shrink and vocabularies shrink about fivefold; a bomb shrinks a thousandfold.
MAX_RATIO = 200
RATIO_MATTERS_FROM = 16 * 2**20
BLOCK = 2**20


class Contents(Protocol):
    """What a package holds: names relative to its top folder, `/` between parts."""

    def names(self) -> tuple[str, ...]:
        """Return the names of the regular files, sorted."""

    def size(self, name: str) -> int:
        """Return how many bytes the file has when it is read."""

    def read(self, name: str) -> bytes:
        """Return the file's bytes.

        Raises: PackageError when it cannot be read.
        """

    def sha256(self) -> str:
        """Return the fingerprint of the package, 64 hexadecimal digits. Reads it whole."""

    def listing_sha256(self) -> str:
        """Return the fingerprint of names and contents, the same for an archive and its folder.

        Reads the package whole.
        """


def open_contents(path: Path) -> Contents:
    """Return the contents of the archive or folder at `path`.

    Raises: PackageError when it is neither, damaged, or not safe to read.
    """
    return FolderContents(path) if path.is_dir() else ZipContents(path)


def damaged(path: Path, what: str) -> PackageError:
    """Return the error for a package that cannot be used, with what to do about it."""
    return PackageError(
        what, path=path, hint=_("Download the package again, or choose another with --package.")
    )


def unsafe(path: Path, what: str) -> PackageError:
    """Return the error for an archive that no honest program makes."""
    return PackageError(
        what,
        path=path,
        hint=_("Do not use this file. Get the package from a source that you trust."),
    )


class FolderContents:
    """A package that Argos Translate installed, or that somebody unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with reading(path):
            self._files = {
                file.relative_to(path).as_posix(): file
                for file in path.rglob("*")
                if file.is_file()
            }

    def names(self) -> tuple[str, ...]:
        """Return the names of the regular files, sorted."""
        return tuple(sorted(self._files))

    def size(self, name: str) -> int:
        """Return how many bytes the file has."""
        with reading(self._files[name]):
            return self._files[name].stat().st_size

    def read(self, name: str) -> bytes:
        """Return the file's bytes.

        Raises: PackageError when it cannot be read.
        """
        with reading(self._files[name]):
            return self._files[name].read_bytes()

    def sha256(self) -> str:
        """Return `listing_sha256`: a folder has no bytes of its own."""
        return self.listing_sha256()

    def listing_sha256(self) -> str:
        """Return the SHA-256 of the list that `sha256sum` writes of the files, sorted by name.

        So `find * -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum` in the
        folder shows the same. Names and contents count; times and rights do not.
        """

        def digest(name: str) -> str:
            with reading(self._files[name]), self._files[name].open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()

        return _listed(self._files, digest)


class ZipContents:
    """A package as it is handed about: a zip archive with one folder at the top."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with reading(path), zipfile.ZipFile(path) as archive:
            members = archive.infolist()
        self.top = _check_safe(path, members)
        files = [member for member in members if not member.is_dir()]
        self._members = {member.filename[len(self.top) + 1 :]: member for member in files}

    def names(self) -> tuple[str, ...]:
        """Return the names of the regular files, sorted."""
        return tuple(sorted(self._members))

    def size(self, name: str) -> int:
        """Return how many bytes the file has when it is unpacked."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """Return the file's bytes, checked against the archive's own checksum.

        Raises: PackageError when the archive is damaged there.
        """
        with reading(self.path), zipfile.ZipFile(self.path) as archive:
            return archive.read(self._members[name])

    def sha256(self) -> str:
        """Return the SHA-256 of the archive itself, as `sha256sum FILE` shows it."""
        with reading(self.path), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def listing_sha256(self) -> str:
        """Return what `FolderContents.sha256` gives for the folder that the archive unpacks to."""
        with reading(self.path), zipfile.ZipFile(self.path) as archive:

            def digest(name: str) -> str:
                whole = hashlib.sha256()
                with archive.open(self._members[name]) as member:
                    while block := member.read(BLOCK):
                        whole.update(block)
                return whole.hexdigest()

            return _listed(self._members, digest)

    def unpack(self, folder: Path) -> None:
        """Write the files, without the top folder, into `folder`, which must not be there yet.

        Each file is flushed to disk, with the rights that new files have: an archive cannot make
        one that runs.

        Raises: PackageError when the archive is damaged; OSError when a file cannot be written.
        """
        folder.mkdir(parents=True)
        with reading(self.path):
            archive = zipfile.ZipFile(self.path)
        with archive:
            for name, member in sorted(self._members.items()):
                target = folder.joinpath(*name.split("/"))
                target.parent.mkdir(parents=True, exist_ok=True)
                with self._opened(archive, member) as packed, target.open("xb") as file:
                    while block := self._block(packed):
                        file.write(block)
                    file.flush()
                    os.fsync(file.fileno())

    def _opened(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
        with reading(self.path):
            return archive.open(member)

    def _block(self, packed: IO[bytes]) -> bytes:
        """Return the next bytes of a member; a fault here is the archive's, not the disk's."""
        with reading(self.path):
            return packed.read(BLOCK)


def _listed(names: Iterable[str], digest: Callable[[str], str]) -> str:
    """Return the SHA-256 of a list of digests and names, sorted by the names' bytes."""
    whole = hashlib.sha256()
    for name in sorted(names, key=lambda name: name.encode("utf-8", "surrogateescape")):
        whole.update(f"{digest(name)}  {name}\n".encode("utf-8", "surrogateescape"))
    return whole.hexdigest()


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what can go wrong while reading `path` into a PackageError."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise damaged(path, _("not an Argos package: the zip archive is damaged")) from error
    except (NotImplementedError, RuntimeError) as error:
        # zipfile: an unknown compression method, or a password.
        raise damaged(path, _("the zip archive is packed in a way we cannot read")) from error
    except OSError as error:
        message = _("cannot be read: {reason}").format(reason=error.strerror or error)
        raise PackageError(
            message, path=path, hint=_("Check the path and the rights of the file.")
        ) from error


def _check_safe(path: Path, members: list[zipfile.ZipInfo]) -> str:
    """Return the archive's one top folder, having looked at every name and size."""
    size = sum(member.file_size for member in members)
    # Members may share their packed bytes, so each can be harmless alone and all a bomb together.
    is_bomb = size > RATIO_MATTERS_FROM and size > MAX_RATIO * path.stat().st_size
    if len(members) > MAX_FILES or size > MAX_SIZE or is_bomb:
        raise unsafe(path, _("the archive would unpack to an absurd size"))
    tops = set()
    seen = set()
    for member in members:
        _check_member(path, member)
        if member.filename in seen:
            raise unsafe(path, _("two files in the archive have the same name"))
        seen.add(member.filename)
        tops.add(PurePosixPath(member.filename).parts[0])
    if not members:
        raise damaged(path, _("the archive is empty"))
    loose = any("/" not in member.filename for member in members)
    if len(tops) != 1 or loose:
        raise unsafe(path, _("the archive must hold one folder with everything in it"))
    return tops.pop()


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    """Refuse a name that leaves the folder, a link, a device, a password or a bomb."""
    # zipfile itself cuts names at a NUL and turns the system's own separator into "/":
    # `orig_filename` is what the archive really says.
    name = member.orig_filename
    parts = name.split("/")
    if (
        not name.strip("/")
        or name.startswith("/")
        or ".." in parts
        or "." in parts
        or any(character in name for character in "\\:\0")
    ):
        raise unsafe(path, _("the archive holds an unsafe name: {name!r}").format(name=name))
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise unsafe(path, _("the archive holds a link: {name!r}").format(name=name))
    if member.flag_bits & 0x1:
        raise damaged(path, _("the archive is protected by a password"))
    if member.file_size > RATIO_MATTERS_FROM and (
        member.file_size > MAX_RATIO * max(member.compress_size, 1)
    ):
        raise unsafe(path, _("the archive would unpack to an absurd size"))
