"""By which packages one language is reached from another."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_package import make_archive, make_folder

from bilingual.errors import ModelMissing, PackageError
from bilingual.packages import Kind, Package, route, via
from bilingual.packages.routes import MAX_STEPS, find_route

CODES = ("fr", "en", "es", "de", "it")
PAIRS = st.sets(st.sampled_from(list(permutations(CODES, 2))))


def package(source: str, target: str, kind: Kind = Kind.INSTALLED) -> Package:
    """A package that is only a name."""
    return Package(f"{source}_{target}", Path("/x"), source, target, "1.0", kind, 1)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    return tmp_path / "packages"


@pytest.fixture
def environment(installed: Path) -> Mapping[str, str]:
    return {"ARGOS_PACKAGES_DIR": str(installed)}


@given(PAIRS, st.permutations(CODES))
def test_a_route_leads_from_source_to_target(pairs: set[tuple[str, str]], codes: list[str]) -> None:
    """Each step begins where the last ended; no language twice; a direct package always wins."""
    source, target = codes[:2]
    packages = [package(*pair) for pair in pairs]
    steps = find_route(packages, source, target)

    if (source, target) in pairs:
        assert [(source, target)] == [(step.source, step.target) for step in steps]
    if not steps:
        return
    assert (source, target) == (steps[0].source, steps[-1].target)
    assert all(a.target == b.source for a, b in pairwise(steps))
    languages = [source, *(step.target for step in steps)]
    assert len(languages) == len(set(languages)) <= MAX_STEPS + 1
    assert tuple(languages[1:-1]) == via(steps)


@given(PAIRS, st.permutations(CODES))
def test_no_shorter_route_is_overlooked(pairs: set[tuple[str, str]], codes: list[str]) -> None:
    """As short as any chain of the packages up to the longest allowed."""
    source, target, *others = codes
    lengths = [
        len(between) + 1
        for n in range(MAX_STEPS)
        for between in permutations(others, n)
        if all(step in pairs for step in pairwise([source, *between, target]))
    ]

    assert min(lengths, default=0) == len(
        find_route([package(*pair) for pair in pairs], source, target)
    )


@given(PAIRS, st.randoms())
def test_the_order_in_which_packages_are_found_changes_nothing(
    pairs: set[tuple[str, str]], random: object
) -> None:
    """The same packages, the same route, on every machine."""
    packages = [package(*pair) for pair in sorted(pairs)]
    mixed = list(packages)
    random.shuffle(mixed)

    assert find_route(packages, "fr", "es") == find_route(mixed, "fr", "es")


def test_among_equally_long_routes_english_is_taken() -> None:
    """Packages are mostly made for it; without it the alphabet decides."""
    routes = [
        package(*pair) for code in ("de", "en", "it") for pair in (("fr", code), (code, "es"))
    ]

    assert ("en",) == via(find_route(routes, "fr", "es"))
    without = [step for step in routes if "en" not in {step.source, step.target}]
    assert ("de",) == via(find_route(without, "fr", "es"))


def test_installed_packages_come_before_a_starter_on_the_way() -> None:
    """The small model is taken where there is no other way of that length."""
    starter = [package("fr", "en", Kind.SHIPPED), package("en", "es")]
    installed = [package("fr", "it"), package("it", "es")]

    assert ("it",) == via(find_route([*starter, *installed], "fr", "es"))
    assert ("en",) == via(find_route(starter, "fr", "es"))


def test_a_pair_over_the_starter(environment: Mapping[str, str], installed: Path) -> None:
    """From fr to es by the starter and an installed en → es."""
    make_folder(installed, source="en", target="es")

    assert ["fr_en-starter", "translate-en_es-1.0"] == [
        step.name for step in route("fr", "es", environment=environment)
    ]


def test_no_way_is_an_error_with_the_command(environment: Mapping[str, str]) -> None:
    """The hint has what to type."""
    with pytest.raises(ModelMissing, match="no package translates fr → sw") as caught:
        route("fr", "sw", environment=environment)
    assert "models install fr sw" in caught.value.hint


def test_a_named_package_alone_where_it_serves_the_pair(
    environment: Mapping[str, str], installed: Path, tmp_path: Path
) -> None:
    """As `choose` does."""
    make_folder(installed, source="es", target="de", version="9.0")
    archive = make_archive(tmp_path)

    assert [archive] == [step.path for step in route("es", "de", archive, environment)]


def test_a_named_package_as_a_step(
    environment: Mapping[str, str], installed: Path, tmp_path: Path
) -> None:
    """Named for fr → en, it is the first step to es; where it is no step, the name is refused."""
    make_folder(installed, source="en", target="es")
    archive = make_archive(tmp_path, source="fr", target="en")

    assert [archive, installed / "translate-en_es-1.0"] == [
        step.path for step in route("fr", "es", archive, environment)
    ]
    with pytest.raises(ModelMissing, match="fr → en, not it → es"):
        route("it", "es", archive, environment)


def test_a_damaged_named_package_is_an_error(
    environment: Mapping[str, str], tmp_path: Path
) -> None:
    """Never passed over for another."""
    path = tmp_path / "x.argosmodel"
    path.write_bytes(b"no zip")

    with pytest.raises(PackageError, match="damaged"):
        route("fr", "en", path, environment)
