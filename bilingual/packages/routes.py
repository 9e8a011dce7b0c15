"""By which packages one language is reached from another: one, or several in a row.

In: the packages there are. Out: those to draft with, in the order of the work.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from bilingual.packages.choosing import choose, missing, open_package, survey
from bilingual.packages.package import Kind, Package

log = logging.getLogger(__name__)
# Each step adds its own mistakes; beyond three nothing of the source may be left.
MAX_STEPS = 3

Route = tuple[Package, ...]


def route(
    source: str,
    target: str,
    named: str | Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Route:
    """Return the packages that lead from `source` to `target`, never none.

    The named one alone, where it serves the pair; else a route on which it is a step. Without a
    name: the best package for the pair, else the shortest route over other languages. The same
    packages always give the same route: see `find_route`.

    Raises: ModelMissing when no route leads there; PackageError when the named one is damaged.
    """
    seen = survey(environment)
    if named is not None:
        package = open_package(named, environment)
        if (package.source, package.target) != (source, target):
            others = [p for p in seen.packages if (p.source, p.target) != _pair(package)]
            found = find_route([package, *others], source, target, through=package)
            if found:
                return found
        return (choose(source, target, named, environment),)
    for problem in seen.problems:
        log.warning("%s", problem)
    found = find_route(seen.packages, source, target)
    if not found:
        raise missing(source, target, seen)
    return found


def find_route(
    packages: Iterable[Package], source: str, target: str, through: Package | None = None
) -> Route:
    """Return the best route, or an empty one; `packages` stand best first within their pair.

    A direct package always wins, then the shortest route, then the one with fewest starters on
    it, then the one over English (what packages are mostly made for), then the alphabet. With
    `through`, only routes on which that package is a step count.
    """
    best: dict[tuple[str, str], Package] = {}
    for package in packages:
        best.setdefault(_pair(package), package)
    reached: list[Route] = [(package,) for package in best.values() if package.source == source]
    for _step in range(MAX_STEPS):
        arrived = [r for r in reached if r[-1].target == target]
        arrived = [r for r in arrived if through is None or through in r]
        if arrived:
            return min(arrived, key=_preference)
        reached = [
            (*walked, package)
            for walked in reached
            for package in best.values()
            if package.source == walked[-1].target
            and package.target not in {source, *(step.target for step in walked)}
        ]
    return ()


def via(steps: Route) -> tuple[str, ...]:
    """Return the languages between the first and the last; none where one package does it."""
    return tuple(step.target for step in steps[:-1])


def _preference(steps: Route) -> tuple[int, bool, tuple[str, ...]]:
    between = via(steps)
    return sum(step.kind is Kind.SHIPPED for step in steps), "en" not in between, between


def _pair(package: Package) -> tuple[str, str]:
    return package.source, package.target
