"""`bilingual models`: the model packages on this machine, and which one drafts each pair.

The commands below it that change or judge packages have files of their own.
"""

from __future__ import annotations

from dataclasses import replace

import click

from bilingual.cli.base import Command, Common, Group, common_options
from bilingual.cli.show import megabytes, print_table
from bilingual.doctor import all_packages, wanted_pairs
from bilingual.errors import BilingualError
from bilingual.interface import _
from bilingual.packages import Kind, Package, distribution_problem, survey, via
from bilingual.packages.routes import find_route
from bilingual.workspace import Workspace

SHORT_SHA256 = 12  # as in an engine's signature


@click.group("models", cls=Group, invoke_without_command=True)
@common_options
@click.pass_context
def models_command(context: click.Context, common: Common) -> None:
    """Show, install and check the model packages that make drafts.

    Only “install FROM TO” uses the network, and it asks first. Without a command, the packages
    are listed.
    """
    context.obj = common
    if context.invoked_subcommand is None:
        list_models(common)


@models_command.command("list", cls=Command)
@common_options
@click.pass_obj
def list_command(outer: Common, common: Common) -> None:
    """List the packages that are shipped with bilingual or installed, best first.

    The one that drafts a pair of languages is marked: the workspace's choice, else the installed
    package with the highest version, else the starter.
    """
    list_models(both(outer, common))


def both(outer: Common, common: Common) -> Common:
    """Return the common options of `models` and of the command below it, taken together."""
    return replace(
        common,
        workspace=common.workspace or outer.workspace,
        quiet=common.quiet or outer.quiet,
        as_json=common.as_json or outer.as_json,
    )


def list_models(common: Common) -> None:
    """Print the packages as a table, or as one JSON object."""
    workspace = common.find()
    seen = survey()
    packages, failure = all_packages(workspace, seen)
    used, pivots = _used(packages), _pivots(workspace, packages)
    problems: list[BilingualError] = [*seen.problems, *([failure] if failure else [])]
    if common.as_json:
        common.answer(
            {
                "packages": [{**facts(package), "used": package in used} for package in packages],
                "pivots": [
                    {
                        "source": steps[0].source,
                        "target": steps[-1].target,
                        "via": via(steps),
                        "packages": [str(step.path) for step in steps],
                    }
                    for steps in pivots
                ],
                "problems": [problem_facts(problem) for problem in problems],
                "installation": distribution_problem() or None,
            }
        )
        return
    if not common.quiet and packages:
        print_table("", _columns(), [_row(package, package in used) for package in packages])
    if not packages:
        common.tell(_("There is no model package. Give one with --package FILE.argosmodel."))
    for steps in pivots:
        common.tell()
        common.tell(pivot_note(steps))
    for package in sorted(used, key=lambda package: package.name):
        if package.kind is Kind.SHIPPED:
            common.tell()
            common.tell(
                _(
                    "The starter is a small model: many of its sentences are clumsy and some are "
                    "wrong.\nFor better drafts, download a larger Argos package: "
                    "bilingual models install {source} {target}\n"
                    "or draft with one that you have: --package FILE.argosmodel"
                ).format(source=package.source, target=package.target)
            )
    for text in [*map(str, problems), distribution_problem()]:
        if text:
            click.echo(_("Warning: {message}").format(message=text), err=True)


def _used(packages: tuple[Package, ...]) -> set[Package]:
    """Return the package that drafts each pair: the first of its pair."""
    used: dict[tuple[str, str], Package] = {}
    for package in packages:
        used.setdefault((package.source, package.target), package)
    return set(used.values())


def _pivots(workspace: Workspace, packages: tuple[Package, ...]) -> list[tuple[Package, ...]]:
    """Return the routes of several packages by which pairs of the workspace are drafted."""
    routes = [find_route(packages, *pair) for pair in wanted_pairs(workspace)]
    return [steps for steps in routes if via(steps)]


def pivot_note(steps: tuple[Package, ...]) -> str:
    """Say of a route that it goes by way of other languages."""
    return _(
        "{source} → {target} is drafted by way of {via}, with {names}: mistakes add up."
    ).format(
        source=steps[0].source,
        target=steps[-1].target,
        via=", ".join(via(steps)),
        names=" + ".join(step.name for step in steps),
    )


def _columns() -> list[tuple[str, str]]:
    return [
        (_("Package"), "left"),
        (_("Languages"), "left"),
        (_("Version"), "left"),
        (_("Kind"), "left"),
        (_("Used"), "left"),
        (_("Licence"), "left"),
        (_("Size"), "right"),
        ("SHA-256", "left"),
    ]


def _row(package: Package, is_used: bool) -> list[str]:
    kinds = {
        Kind.SHIPPED: _("shipped with bilingual"),
        Kind.INSTALLED: _("installed"),
        Kind.FILE: _("named in bilingual.toml"),
    }
    return [
        package.name,
        f"{package.source} → {package.target}",
        package.version,
        kinds[package.kind],
        _("yes") if is_used else "",
        package.licence or _("not stated"),
        megabytes(package.size),
        package.sha256[:SHORT_SHA256],
    ]


def facts(package: Package) -> dict[str, object]:
    """Return what a program is told of a package."""
    return {
        "name": package.name,
        "path": str(package.path),
        "source": package.source,
        "target": package.target,
        "version": package.version,
        "kind": package.kind.value,
        "licence": package.licence or None,
        "size": package.size,
        "sha256": package.sha256,
    }


def problem_facts(problem: BilingualError) -> dict[str, object]:
    """Return what a program is told of something that is wrong."""
    return {
        "path": None if problem.path is None else str(problem.path),
        "message": problem.message,
        "hint": problem.hint,
    }
