"""Putting a package into Argos's own folder, whole or not at all, and taking one out of it.

In: an archive that was found safe. Out: a folder that Argos Translate sees too. What is being
unpacked or removed lies in a staging folder beside; an interrupted run is tidied by the next.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bilingual.atomic import flush_folder, make_folder, output_error
from bilingual.errors import ModelMissing, OutputError, PackageError
from bilingual.interface import _
from bilingual.packages.contents import ZipContents, damaged, unsafe
from bilingual.packages.package import Kind, Package, read_package
from bilingual.packages.places import argos_folders, starter_files

STAGING = ".bilingual-staging"
# What lies in the staging folder: being unpacked; moved out, comes back if we are interrupted;
# to be deleted.
NEW, OLD, GONE = "new-", "old-", "gone-"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,99}")
# What must stay free on the disk beside the package.
MARGIN = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation did: the package in its place, and which older ones it replaced.

    `is_new` is false where the very same package was there already.
    """

    package: Package
    replaced: tuple[str, ...] = ()
    is_new: bool = True


def install_archive(package: Package, folder: Path, *, is_forced: bool = False) -> Installed:
    """Unpack the archive of `package` into `folder`, under the name of its top folder.

    Unpacked beside, flushed, then renamed into place; older versions under the same name, the
    version left out, go only then. `is_forced` replaces another package of the same version, and
    a newer one of the same name.

    Raises: PackageError when it is unsafe or would overwrite what it must not; OutputError when
    the folder cannot be written to. What was installed before is intact.
    """
    contents = package.contents
    if not isinstance(contents, ZipContents):
        raise _no_archive(package.path)
    if not NAME.fullmatch(contents.top) or contents.top.endswith("."):
        raise unsafe(
            package.path,
            _("the archive's folder has an unsafe name: {name!r}").format(name=contents.top),
        )
    make_folder(folder)
    place = folder / contents.top
    with exclusive(folder), _writing(folder), staging(folder) as stage:
        if place.exists() and _stands(package, place, is_forced=is_forced):
            return Installed(read_package(place, Kind.INSTALLED), is_new=False)
        _check_space(contents, stage)
        fresh = stage / (NEW + contents.top)
        contents.unpack(fresh)
        if read_package(fresh).sha256 != contents.listing_sha256():
            raise damaged(package.path, _("what was unpacked is not what was packed"))
        _flush_all(fresh)
        if place.exists() or place.is_symlink():
            place.rename(stage / (OLD + place.name))  # an error from here on brings it back
        fresh.rename(place)
        flush_folder(folder)
        package = read_package(place, Kind.INSTALLED)
        replaced = older(package, folder)
        for old in replaced:
            _move_out(old.path, stage)
        return Installed(package, tuple(old.name for old in replaced))


def older(package: Package, folder: Path) -> tuple[Package, ...]:
    """Return the installed packages that `package` is a later version of.

    Same languages, same name but for the version at its end: a package of another maker stays.
    """
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _stem(path.name) != _stem(package.name) or path.name == package.name:
            continue
        with contextlib.suppress(PackageError):
            other = read_package(path, Kind.INSTALLED)
            same_pair = (other.source, other.target) == (package.source, package.target)
            if same_pair and other.rank[0] < package.rank[0]:
                found.append(other)
    return tuple(found)


def remove_folder(path: Path) -> None:
    """Remove an installed package: renamed away at once, then deleted.

    Raises: OutputError when that cannot be done; then it is still there.
    """
    folder = path.parent
    with exclusive(folder), _writing(path), staging(folder) as stage:
        _move_out(path, stage)
        flush_folder(folder)


def find_installed(name: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the installed package of that name lies, sound or damaged.

    Raises: PackageError when it is a starter, which stays; ModelMissing when there is none.
    """
    if any(path.name.removesuffix(".argosmodel") == name for path in starter_files()):
        raise PackageError(
            _("{name} comes with bilingual and is not removed").format(name=name),
            hint=_("An installed package for the same languages is used before it."),
        )
    folders = argos_folders(environment)
    for folder in folders:
        path = folder / name
        if NAME.fullmatch(name) and path.is_dir():
            return path
    names = sorted(path.name for folder in folders for path in folder.glob("*") if path.is_dir())
    raise ModelMissing(
        _("no package called {name} is installed").format(name=name),
        hint=_("There are: {names}").format(names=", ".join(names) or _("(none is installed)")),
    )


def require_writable(folder: Path) -> None:
    """Make sure that packages can be installed in `folder`, before anything is downloaded.

    Raises: OutputError when it may not be written to, or made.
    """
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir():
        raise output_error(NotADirectoryError(errno.ENOTDIR, ""), there)
    if not os.access(there, os.W_OK | os.X_OK):
        raise output_error(PermissionError(errno.EACCES, ""), there)


def _stands(package: Package, place: Path, *, is_forced: bool) -> bool:
    """Tell whether what lies at `place` is the same package; what is damaged may be replaced.

    Raises: PackageError when it is another one that must not be overwritten.
    """
    try:
        there = read_package(place, Kind.INSTALLED)
    except PackageError:
        return False
    if (there.source, there.target) != (package.source, package.target):
        raise PackageError(
            _("a package {pair} is installed under that name").format(
                pair=f"{there.source} → {there.target}"
            ),
            path=place,
            hint=_("Remove it first: bilingual models remove {name}").format(name=place.name),
        )
    if there.sha256 == package.contents.listing_sha256():
        return True
    if not is_forced and there.rank[0] >= package.rank[0]:
        raise PackageError(
            _("another package of that name is installed, version {version}").format(
                version=there.version
            ),
            path=place,
            hint=_("To replace it with version {version}, add --force.").format(
                version=package.version
            ),
        )
    return False


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Keep other runs away from `folder` while the block runs, where the system can.

    Raises: OutputError when another run is at it.
    """
    try:
        import fcntl
    except ImportError:  # Windows: two installations at once remain the user's care
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(
                _("another installation is running"),
                path=folder,
                hint=_("Wait until it has finished, then run the same command again."),
            ) from error
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(descriptor)


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give a folder on the same disk for what is not yet or no longer installed.

    What an interrupted run left there is tidied first: a package that was moved out and not
    replaced comes back. It lies beside `folder`, because Argos Translate fails on a folder in it
    that is no package; inside only where it must.
    """
    for stage in _stages(folder):
        if stage.is_dir():
            _tidy(stage, folder)
    stage = next(iter(_stages(folder)))
    stage.mkdir(exist_ok=True)
    try:
        yield stage
    except BaseException:
        _tidy(stage, folder)
        raise
    for left in stage.glob(OLD + "*"):
        left.rename(stage / (GONE + left.name))  # one step: from here on it does not come back
    shutil.rmtree(stage, ignore_errors=True)


def _stages(folder: Path) -> tuple[Path, ...]:
    """Return where the staging folder may be: the one to use first."""
    resolved = folder.resolve()
    beside, inside = resolved.parent / STAGING, resolved / STAGING
    is_near = resolved.parent.stat().st_dev == resolved.stat().st_dev
    if is_near and os.access(resolved.parent, os.W_OK | os.X_OK):
        return beside, inside
    return (inside,)


def _tidy(stage: Path, folder: Path) -> None:
    """Bring back what was moved out and not replaced, and delete the rest."""
    for left in stage.glob(OLD + "*"):
        place = folder / left.name.removeprefix(OLD)
        if not place.exists():
            left.rename(place)
    shutil.rmtree(stage, ignore_errors=True)


def _move_out(place: Path, stage: Path) -> None:
    """Move a package out of the way; a link goes, what it points to stays."""
    if place.is_symlink():
        place.unlink()
    else:
        place.rename(stage / (OLD + place.name))


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what can go wrong while writing below `path` into an OutputError."""
    try:
        yield
    except OSError as error:
        raise output_error(error, path) from error


def _check_space(contents: ZipContents, stage: Path) -> None:
    need = sum(map(contents.size, contents.names())) + MARGIN
    free = shutil.disk_usage(stage).free
    if need > free:
        raise OutputError(
            _("the disk has no room: {need} MB are needed, {free} MB are free").format(
                need=need // 10**6, free=free // 10**6
            ),
            path=stage.parent,
            hint=_("Free some space, then run the same command again."),
        )


def _flush_all(folder: Path) -> None:
    for made in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        flush_folder(made)


def _no_archive(path: Path) -> PackageError:
    return PackageError(
        _("this is a folder, not an .argosmodel file"),
        path=path,
        hint=_("A folder need not be installed: name it with --package FOLDER."),
    )


def _stem(name: str) -> str:
    """Return a package's name without the version at its end.

    >>> _stem("translate-fr_en-1_9"), _stem("fr_en")
    ('translate-fr_en', 'fr_en')
    """
    return re.sub(r"-\d+(?:[._]\d+)*$", "", name)
