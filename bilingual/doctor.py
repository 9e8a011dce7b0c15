"""What state the model packages and the machine are in, in words.

In: a workspace and the environment. Out: `Statement`s and `Verdict`s. Nothing is changed, and
nothing is fetched.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bilingual.errors import BilingualError, PackageError
from bilingual.interface import _
from bilingual.packages import (
    Kind,
    Package,
    Survey,
    check_lock,
    distribution_problem,
    open_package,
    survey,
    via,
)
from bilingual.packages.distribution import installed_versions
from bilingual.packages.lock import Pin, find_pin, read_lock
from bilingual.packages.places import download_folder, install_folder
from bilingual.packages.routes import find_route
from bilingual.workspace import Workspace


class Level(StrEnum):
    """How much a statement matters."""

    FINE = "fine"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is so, and what to do about it where it should not be."""

    topic: str
    level: Level
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one package; `is_pinned` is None where there is nothing to pin it in."""

    path: Path
    name: str
    package: Package | None
    is_pinned: bool | None
    problem: BilingualError | None


def all_packages(
    workspace: Workspace, seen: Survey
) -> tuple[tuple[Package, ...], BilingualError | None]:
    """Return all packages, best first within a pair, and why the workspace's own cannot be used.

    The workspace's own, where it names one, stands first.
    """
    if not workspace.package:
        return seen.packages, None
    beside = workspace.root / workspace.package
    try:
        named = open_package(beside if beside.exists() else workspace.package)
    except BilingualError as error:
        return seen.packages, error
    own = next((package for package in seen.packages if package.path == named.path), named)
    return (own, *(package for package in seen.packages if package is not own)), None


def wanted_pairs(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    """Return the pairs of languages that the workspace is about, as Argos names languages."""
    pairs = ((workspace.source.language, target.language) for target in workspace.targets)
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))


def verify(workspace: Workspace, named: str | None = None) -> tuple[Verdict, ...]:
    """Check packages against the lock, open each and translate one word with it.

    All that can be found, or the one that is named.

    Raises: ModelMissing when there is none of that name; WorkspaceError when the lock cannot be
    read.
    """
    pins = read_lock(workspace.lock) if workspace.lock else None
    if named is not None:
        return (_verdict(_find(named), workspace, pins),)
    seen = survey()
    packages, failure = all_packages(workspace, seen)
    verdicts = [_verdict(package, workspace, pins) for package in packages]
    for problem in [*seen.problems, *([failure] if failure else [])]:
        path = Path(problem.path or "")
        verdicts.append(Verdict(path, path.name, None, None, problem))
    return tuple(verdicts)


def _find(named: str) -> Package | PackageError:
    """Return the package of that name, or why it cannot be used."""
    for problem in survey().problems:
        if problem.path is not None and Path(problem.path).name == named:
            return problem
    try:
        return open_package(named)
    except PackageError as error:
        return error


def _verdict(
    package: Package | PackageError, workspace: Workspace, pins: Sequence[Pin] | None
) -> Verdict:
    if isinstance(package, PackageError):
        path = Path(package.path or "")
        return Verdict(path, path.name, None, None, package)
    from bilingual.engines.trial import try_package

    is_pinned = None
    if pins is not None and package.kind is not Kind.SHIPPED:
        is_pinned = find_pin(pins, package) is not None
    problem: BilingualError | None = None
    try:
        check_lock(workspace.lock, [package])
        try_package(package)
    except BilingualError as error:
        problem = error
    return Verdict(package.path, package.name, package, is_pinned, problem)


def diagnose(
    workspace: Workspace, environment: Mapping[str, str] = os.environ
) -> tuple[Statement, ...]:
    """Say what state everything is in that drafts depend on; problems are marked as such."""
    seen = survey(environment)
    packages, failure = all_packages(workspace, seen)
    return (
        *_installation(),
        *_processor(),
        *_folders(workspace, environment),
        *_packages(packages, [*seen.problems, *([failure] if failure else [])]),
        *_pairs(workspace, packages),
        *_lock(workspace, packages),
    )


def _installation() -> Iterator[Statement]:
    topic = _("Argos Translate")
    problem = distribution_problem()
    if problem:
        yield Statement(topic, Level.PROBLEM, problem)
        return
    names = ", ".join(f"{name} {version}" for name, version in installed_versions())
    yield Statement(topic, Level.FINE, _("installed: {names}").format(names=names or "?"))


def _processor() -> Iterator[Statement]:
    from bilingual.engines.loading import engine_version, resolve_compute_type, usable_threads

    topic = _("Processor")
    try:
        compute = resolve_compute_type("auto")
        version = engine_version()
    except BilingualError as error:
        yield Statement(topic, Level.PROBLEM, error.message, error.hint)
        return
    text = _("CTranslate2 {version} computes in {compute}").format(version=version, compute=compute)
    hint = ""
    if compute != "int8":
        hint = _("This processor has no fast int8: drafts need more time and memory.")
    yield Statement(topic, Level.NOTE if hint else Level.FINE, text, hint)
    threads = usable_threads()
    text = _("{threads} threads may be used, of {processors}").format(
        threads=threads, processors=os.cpu_count() or threads
    )
    yield Statement(topic, Level.FINE, text)


def _folders(workspace: Workspace, environment: Mapping[str, str]) -> Iterator[Statement]:
    topic = _("Folders")
    folder = install_folder(environment)
    if not folder.is_dir():
        text = _("packages go into {folder}, which the first installation makes")
        yield Statement(topic, Level.FINE, text.format(folder=folder))
    elif _is_writable(folder):
        yield Statement(topic, Level.FINE, _("packages go into {folder}").format(folder=folder))
    else:
        yield Statement(
            topic,
            Level.NOTE,
            _("packages go into {folder}, where you may not write").format(folder=folder),
            _("To install packages, ask for the right to write, or set ARGOS_PACKAGES_DIR."),
        )
    if not _is_writable(workspace.root):
        yield Statement(
            topic,
            Level.PROBLEM,
            _("you may not write in {folder}").format(folder=workspace.root),
            _("Drafts and pages go there: ask for the right, or choose another --workspace."),
        )
    for part in sorted(download_folder(environment).glob("*.part")):
        yield Statement(
            topic,
            Level.NOTE,
            _("an unfinished download waits: {path}").format(path=part),
            _("The same “bilingual models install” goes on with it; or delete the file."),
        )


def _is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK)


def _packages(
    packages: Sequence[Package], problems: Sequence[BilingualError]
) -> Iterator[Statement]:
    topic = _("Packages")
    if not packages:
        yield Statement(
            topic,
            Level.PROBLEM,
            _("there is no model package"),
            _("Install bilingual again, or download one: bilingual models install FROM TO"),
        )
    for problem in problems:
        where = "" if problem.path is None else f"{problem.path}: "
        yield Statement(topic, Level.PROBLEM, f"{where}{problem.message}", problem.hint)


def _pairs(workspace: Workspace, packages: Sequence[Package]) -> Iterator[Statement]:
    topic = _("Languages")
    direct = [(package.source, package.target) for package in packages]
    for pair in dict.fromkeys([*wanted_pairs(workspace), *sorted(direct)]):
        shown = f"{pair[0]} → {pair[1]}"
        steps = find_route(packages, *pair)
        names = " + ".join(f"{step.name} {step.version}" for step in steps)
        if not steps:
            yield Statement(
                topic,
                Level.PROBLEM,
                _("{pair}: no package, and none in a row").format(pair=shown),
                _("Download one: bilingual models install {source} {target}").format(
                    source=pair[0], target=pair[1]
                ),
            )
        elif via(steps):
            yield Statement(
                topic,
                Level.NOTE,
                _("{pair}: by way of {via}, with {names}").format(
                    pair=shown, via=", ".join(via(steps)), names=names
                ),
                _(
                    "Mistakes add up. For a direct package, where there is one: "
                    "bilingual models install {source} {target}"
                ).format(source=pair[0], target=pair[1]),
            )
        elif steps[0].kind is Kind.SHIPPED:
            yield Statement(
                topic,
                Level.NOTE,
                _("{pair}: {names}, the small starter").format(pair=shown, names=names),
                _("For better drafts: bilingual models install {source} {target}").format(
                    source=pair[0], target=pair[1]
                ),
            )
        else:
            text = _("{pair}: {names}").format(pair=shown, names=names)
            yield Statement(topic, Level.FINE, text)


def _lock(workspace: Workspace, packages: Sequence[Package]) -> Iterator[Statement]:
    topic = _("Lock")
    if workspace.lock is None:
        text = _("there is no workspace here (no bilingual.toml): packages are not pinned")
        yield Statement(topic, Level.FINE, text)
        return
    try:
        pins = read_lock(workspace.lock)
    except BilingualError as error:
        yield Statement(topic, Level.PROBLEM, str(error.message), error.hint)
        return
    for pinned in pins:
        found = next((p for p in packages if find_pin([pinned], p)), None)
        if found is None:
            yield Statement(
                topic,
                Level.NOTE,
                _("{name} is pinned and not on this machine").format(name=pinned.name),
                _("Get it: bilingual models install {source} {target}").format(
                    source=pinned.source, target=pinned.target
                ),
            )
            continue
        try:
            check_lock(workspace.lock, [found])
        except PackageError as error:
            yield Statement(topic, Level.PROBLEM, f"{pinned.name}: {error.message}", error.hint)
        else:
            text = _("{name} is the pinned package").format(name=pinned.name)
            yield Statement(topic, Level.FINE, text)
    if not pins:
        yield Statement(topic, Level.FINE, _("nothing is pinned yet"))
