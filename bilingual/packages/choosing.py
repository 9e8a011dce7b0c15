"""Which packages there are, and which one serves a pair of languages."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bilingual.errors import ModelMissing, PackageError
from bilingual.interface import _
from bilingual.packages.contents import reading
from bilingual.packages.package import METADATA, Kind, NotForTranslation, Package, read_package
from bilingual.packages.places import argos_folders, starter_files

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Survey:
    """The packages that can be used, best first within a pair, and why others cannot."""

    packages: tuple[Package, ...]
    problems: tuple[PackageError, ...]

    def best(self, source: str, target: str) -> Package | None:
        """Return the package that serves the pair, or None."""
        for package in self.packages:
            if (package.source, package.target) == (source, target):
                return package
        return None


def survey(environment: Mapping[str, str] = os.environ) -> Survey:
    """Look through the shipped and the installed packages.

    Sorted by pair; within a pair every installed package stands before the starter, and higher
    versions before lower ones. A damaged package is a problem of the survey, not an error; a
    package that does not translate is left out.
    """
    found: list[Package] = []
    problems: list[PackageError] = []
    candidates = [(path, Kind.SHIPPED) for path in starter_files()]
    for folder in argos_folders(environment):
        try:
            candidates += [(path, Kind.INSTALLED) for path in _installed(folder)]
        except PackageError as error:
            problems.append(error)
    for path, kind in candidates:
        try:
            found.append(read_package(path, kind))
        except NotForTranslation:
            continue
        except PackageError as error:
            problems.append(error)
    found.sort(key=lambda package: package.rank, reverse=True)
    found.sort(key=lambda package: (package.source, package.target, package.kind is Kind.SHIPPED))
    return Survey(tuple(found), tuple(problems))


def find_packages(environment: Mapping[str, str] = os.environ) -> tuple[Package, ...]:
    """Return the shipped and installed packages that can be used, in the order of `survey`."""
    return survey(environment).packages


def open_package(named: str | Path, environment: Mapping[str, str] = os.environ) -> Package:
    """Return the package that `named` means: a file, a folder, or the name of one in the survey.

    A path that exists comes before a name.

    Raises: ModelMissing when there is no such file, folder or name; PackageError when it is
    damaged, incomplete or unsafe.
    """
    path = Path(named)
    if _is_there(path):
        return read_package(path)
    known = find_packages(environment)
    for package in known:
        if package.name == str(named):
            return package
    names = ", ".join(package.name for package in known)
    raise ModelMissing(
        _("there is no package file, folder or name {named!r}").format(named=str(named)),
        hint=_("Give the path of an .argosmodel file or folder, or one of: {names}").format(
            names=names or _("(none is installed)")
        ),
    )


def choose(
    source: str,
    target: str,
    named: str | Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Package:
    """Return the package that translates from `source` to `target`, as Argos names languages.

    The named one; else the installed one with the highest version; else the shipped starter.

    Raises: ModelMissing when there is none, or the named one serves another pair; PackageError
    when the named one is damaged.
    """
    if named is not None:
        package = open_package(named, environment)
        if (package.source, package.target) != (source, target):
            raise ModelMissing(
                _("the package translates {has}, not {wanted}").format(
                    has=f"{package.source} → {package.target}", wanted=f"{source} → {target}"
                ),
                path=package.path,
                hint=_("Choose a package for this pair with --package, or leave the option out."),
            )
        return package
    seen = survey(environment)
    for problem in seen.problems:
        log.warning("%s", problem)
    best = seen.best(source, target)
    if best is None:
        raise missing(source, target, seen)
    return best


def missing(source: str, target: str, seen: Survey) -> ModelMissing:
    """Return the error for a pair that no package serves."""
    pairs = sorted({f"{package.source} → {package.target}" for package in seen.packages})
    return ModelMissing(
        _("no package translates {source} → {target}").format(source=source, target=target),
        hint=_(
            "Give one with --package FILE.argosmodel, or download one: bilingual models install "
            "{source} {target}. There are packages for: {pairs}"
        ).format(source=source, target=target, pairs=", ".join(pairs) or _("(none is installed)")),
    )


def _installed(folder: Path) -> list[Path]:
    """Return what is installed in a folder of Argos's: every sub-folder with metadata.

    Raises: PackageError when the folder cannot be read.
    """
    with reading(folder):
        return sorted(path for path in folder.iterdir() if (path / METADATA).is_file())


def _is_there(path: Path) -> bool:
    """Tell whether a path exists; what the system takes for no path at all does not."""
    try:
        return path.exists()
    except OSError:
        return False
