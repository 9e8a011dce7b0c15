"""`bilingual.lock`: which model packages a workspace works with, by their fingerprints.

In: packages. Out: a TOML file in the workspace that pins each one on first use; ever after a
package of that name must be the same. The starter is part of the program and is not pinned.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bilingual.atomic import write_atomically
from bilingual.errors import PackageError, WorkspaceError
from bilingual.interface import _
from bilingual.packages.contents import ZipContents
from bilingual.packages.package import Kind, Package, version_numbers

FORM = 1
HEAD = """\
# The model packages of this workspace, pinned when they were first used. Written by bilingual:
# keep it under version control, so that everyone drafts with the same packages.
"""


@dataclass(frozen=True, slots=True)
class Pin:
    """One package as it was first used.

    `sha256` and `size` are the archive's; where only a folder was seen, `sha256` is empty and
    `size` that of its files. `contents` is the fingerprint of names and contents, the same for
    an archive and for the folder it unpacks to. `url` is where it was downloaded, or empty.
    """

    name: str
    source: str
    target: str
    version: str
    size: int
    sha256: str
    contents: str
    url: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What one pin is told from another by: folders of several pairs may share a name."""
        return self.name, self.source, self.target


def locked_name(package: Package) -> str:
    """Return the name a package is pinned under: that of its folder, packed or unpacked."""
    contents = package.contents
    return contents.top if isinstance(contents, ZipContents) else package.path.name


def pin(package: Package, url: str = "") -> Pin:
    """Return the package as it is now. Reads it whole."""
    return Pin(
        name=locked_name(package),
        source=package.source,
        target=package.target,
        version=package.version,
        size=package.size,
        sha256="" if package.path.is_dir() else package.sha256,
        contents=_contents(package),
        url=url,
    )


def read_lock(path: Path) -> tuple[Pin, ...]:
    """Return the pins of a lock file; none where there is no file.

    Raises: WorkspaceError when the file is not one that we wrote.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise _unreadable(path, " ".join(str(error).split())) from error
    if stated.get("form") != FORM:
        raise _unreadable(path, _("it was written by another version of bilingual"))
    try:
        return tuple(_read_pin(entry) for entry in stated.get("package", []))
    except (TypeError, ValueError) as error:
        raise _unreadable(path, _("an entry is not complete")) from error


def _read_pin(entry: dict[str, object]) -> Pin:
    """Return one entry.

    Raises: TypeError or ValueError when it is not one.
    """
    found = Pin(**{"sha256": "", **entry})  # type: ignore[arg-type]
    for name in Pin.__slots__:
        if not isinstance(getattr(found, name), int if name == "size" else str):
            raise TypeError(name)
    for digest in filter(None, (found.sha256, found.contents)):
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise ValueError(digest)
    return found


def _unreadable(path: Path, reason: str) -> WorkspaceError:
    return WorkspaceError(
        _("the lock file cannot be read: {reason}").format(reason=reason),
        path=path,
        hint=_("Take it from version control again, or delete it to pin the packages anew."),
    )


def write_lock(path: Path, pins: Iterable[Pin]) -> None:
    """Write the pins, sorted by name and pair, so that the same pins are the same file.

    Raises: OutputError when that cannot be done; the old file is intact.
    """
    parts = [HEAD, f"form = {FORM}\n"]
    for each in sorted(pins, key=lambda each: each.key):
        lines = [f"{name} = {_quoted(getattr(each, name))}" for name in Pin.__slots__]
        parts.append("\n".join(["", "[[package]]", *lines, ""]))
    write_atomically(path, "".join(parts).encode("utf-8"))


def _quoted(value: str | int) -> str:
    """Return a value as TOML writes it; JSON's escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def find_pin(pins: Sequence[Pin], package: Package) -> Pin | None:
    """Return the pin of the package's name and pair, or None."""
    key = locked_name(package), package.source, package.target
    return next((each for each in pins if each.key == key), None)


def check_pin(path: Path, found: Pin, package: Package) -> None:
    """Make sure that the package is the pinned one. Reads it whole.

    An archive that was packed anew from the same files is the same package. `path` is the lock's.

    Raises: PackageError, with both fingerprints, when it is another.
    """
    is_archive = bool(found.sha256) and not package.path.is_dir()
    pinned = found.sha256 if is_archive else found.contents
    has = package.sha256 if is_archive else _contents(package)
    if pinned == has or found.contents == _contents(package):
        return
    raise PackageError(
        _(
            "not the package that this workspace pinned: its SHA-256 is {has}, "
            "{lock} says {pinned} (version {version})"
        ).format(has=has, lock=path.name, pinned=pinned, version=found.version),
        path=package.path,
        hint=_(
            "Get the pinned one again: bilingual models install {source} {target}. If the new one "
            "is right, pin it: the same command with --force, or delete the entry from {lock}."
        ).format(source=package.source, target=package.target, lock=path),
    )


def _contents(package: Package) -> str:
    """Return the fingerprint of names and contents; a folder's is known already once it is read."""
    return package.sha256 if package.path.is_dir() else package.contents.listing_sha256()


def check_lock(path: Path | None, packages: Iterable[Package]) -> tuple[Package, ...]:
    """Compare packages with the lock at `path` and return those that it does not know yet.

    Without a path there is nothing to compare with, and none is returned; nor is a starter.

    Raises: PackageError when one differs; WorkspaceError when the lock cannot be read.
    """
    if path is None:
        return ()
    pins = read_lock(path)
    new = []
    for package in packages:
        if package.kind is Kind.SHIPPED:
            continue
        found = find_pin(pins, package)
        if found is None:
            new.append(package)
        else:
            check_pin(path, found, package)
    return tuple(new)


def check_against(path: Path | None, pins: tuple[Pin, ...], package: Package) -> None:
    """Compare an archive with what the lock at `path` has of its name and version.

    Another version of that name is no contradiction: whoever installs it wants it.

    Raises: PackageError when it is another package than the pinned one.
    """
    pinned = find_pin(pins, package)
    if path is not None and pinned is not None and pinned.version == package.version:
        check_pin(path, pinned, package)


def pinned_pair(pins: Iterable[Pin], source: str, target: str) -> Pin | None:
    """Return the highest version that is pinned for a pair, or None."""
    pair = [pin for pin in pins if (pin.source, pin.target) == (source, target)]
    return max(pair, key=lambda pin: (version_numbers(pin.version), pin.name), default=None)


def add_pins(path: Path | None, packages: Sequence[Package]) -> None:
    """Pin packages that are used for the first time, once they are known to be sound.

    Raises: WorkspaceError when the lock cannot be read; OutputError when it cannot be written.
    """
    if path is not None and packages:
        write_lock(path, [*read_lock(path), *map(pin, packages)])


def repin(path: Path | None, new: Pin) -> None:
    """Pin a package in place of what was pinned under its name.

    Where the same contents were pinned, what the old pin knew of archive and address is kept.

    Raises: WorkspaceError, OutputError.
    """
    if path is None:
        return
    pins = read_lock(path)
    for old in pins:
        if old.key == new.key and old.contents == new.contents:
            known = new if new.sha256 else replace(new, sha256=old.sha256, size=old.size)
            new = replace(known, url=new.url or old.url)
    kept = [old for old in pins if old.key != new.key]
    if set(pins) != {*kept, new}:
        write_lock(path, [*kept, new])
