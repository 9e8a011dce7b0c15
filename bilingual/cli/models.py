"""`bilingual models`: the model packages on this machine, and which one drafts each pair."""

from __future__ import annotations

from dataclasses import replace

import click

from bilingual.cli.base import Command, Common, Group, common_options
from bilingual.cli.show import print_table
from bilingual.errors import BilingualError
from bilingual.interface import _, current
from bilingual.packages import (
    Kind,
    Package,
    Survey,
    distribution_problem,
    open_package,
    survey,
)
from bilingual.workspace import Workspace

SHORT_SHA256 = 12  # as in an engine's signature


@click.group("models", cls=Group, invoke_without_command=True)
@common_options
@click.pass_context
def models_command(context: click.Context, common: Common) -> None:
    """Show the model packages that can make drafts.

    Nothing is fetched from the network, and nothing is written.
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
    list_models(
        replace(
            common,
            workspace=common.workspace or outer.workspace,
            quiet=common.quiet or outer.quiet,
            as_json=common.as_json or outer.as_json,
        )
    )


def list_models(common: Common) -> None:
    """Print the packages as a table, or as one JSON object."""
    seen = survey()
    named, failure = _named(common.find())
    packages = _with(named, seen)
    used = _used(packages, named)
    problems: list[BilingualError] = [*seen.problems, *([failure] if failure else [])]
    if common.as_json:
        common.answer(
            {
                "packages": [_facts(package, package in used) for package in packages],
                "problems": [_problem(problem) for problem in problems],
                "installation": distribution_problem() or None,
            }
        )
        return
    if not common.quiet and packages:
        print_table("", _columns(), [_row(package, package in used) for package in packages])
    if not packages:
        common.tell(_("There is no model package. Give one with --package FILE.argosmodel."))
    if any(package.kind is Kind.SHIPPED for package in used):
        common.tell()
        common.tell(
            _(
                "The starter is a small model: many of its sentences are clumsy and some are "
                "wrong.\nFor better drafts, draft with a larger Argos package: "
                "--package FILE.argosmodel"
            )
        )
    for text in [*map(str, problems), distribution_problem()]:
        if text:
            click.echo(_("Warning: {message}").format(message=text), err=True)


def _named(workspace: Workspace) -> tuple[Package | None, BilingualError | None]:
    """Return the package that the workspace chooses, or why it cannot be used."""
    if not workspace.package:
        return None, None
    beside = workspace.root / workspace.package
    try:
        return open_package(beside if beside.exists() else workspace.package), None
    except BilingualError as error:
        return None, error


def _with(named: Package | None, seen: Survey) -> tuple[Package, ...]:
    """Return all packages, the workspace's own among them, each once."""
    if named is None or any(package.path == named.path for package in seen.packages):
        return seen.packages
    return (named, *seen.packages)


def _used(packages: tuple[Package, ...], named: Package | None) -> set[Package]:
    """Return the package that drafts each pair: the first of its pair, or the workspace's own."""
    used: dict[tuple[str, str], Package] = {}
    for package in packages:
        pair = package.source, package.target
        is_named = named is not None and package.path == named.path
        if pair not in used or is_named:
            used[pair] = package
    return set(used.values())


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
        _size(package.size),
        package.sha256[:SHORT_SHA256],
    ]


def _size(n: int) -> str:
    """Return a size in megabytes (of a million bytes), as the interface's language writes it."""
    from babel.numbers import format_decimal

    return _("{n} MB").format(n=format_decimal(n / 1e6, format="#,##0.0", locale=current()))


def _facts(package: Package, is_used: bool) -> dict[str, object]:
    return {
        "name": package.name,
        "path": str(package.path),
        "source": package.source,
        "target": package.target,
        "version": package.version,
        "kind": package.kind.value,
        "used": is_used,
        "licence": package.licence or None,
        "size": package.size,
        "sha256": package.sha256,
    }


def _problem(problem: BilingualError) -> dict[str, object]:
    return {
        "path": None if problem.path is None else str(problem.path),
        "message": problem.message,
        "hint": problem.hint,
    }
