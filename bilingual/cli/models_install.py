"""`bilingual models install` and `remove`: packages into Argos's own folder, and out of it.

`install FROM TO` is the one command of the program that uses the network; what does so is
imported there and nowhere else.
"""

from __future__ import annotations

from pathlib import Path

import click

from bilingual.cli.asking import is_agreed
from bilingual.cli.base import Command, Common, common_options, option
from bilingual.cli.models import both, facts
from bilingual.cli.show import megabytes, progress_bar, shown_path
from bilingual.errors import ExitCode, PackageError
from bilingual.interface import _
from bilingual.model import Locale
from bilingual.packages import Kind, Package, add_pins, check_lock, read_package, survey
from bilingual.packages.index import Offer, find_offer, host, index_url
from bilingual.packages.install import (
    Installed,
    find_installed,
    install_archive,
    remove_folder,
    require_writable,
)
from bilingual.packages.lock import Pin, check_against, pin, pinned_pair, read_lock, repin
from bilingual.packages.places import download_folder, install_folder
from bilingual.workspace import Workspace

YES = option("-y", "--yes", "is_sure", is_flag=True, help="Do it without asking.")


@click.command("install", cls=Command)
@click.argument("what", nargs=-1, metavar="FROM TO | FILE")
@YES
@option(
    "--force",
    "is_forced",
    is_flag=True,
    help="Replace what is installed and pin the package anew, even where it is another one.",
)
@common_options
@click.pass_obj
def install_command(
    outer: Common, common: Common, what: tuple[str, ...], is_sure: bool, is_forced: bool
) -> int:
    """Install a model package: download one for two languages, or take a file.

    “install fr en” downloads the best package that Argos Translate's index has for French to
    English. It asks before it uses the network, and no other command uses it at all. A download
    that broke off goes on where it stopped.

    “install FILE.argosmodel” uses no network.

    The package goes where Argos Translate looks for packages too. In a workspace its fingerprint
    is kept in bilingual.lock, and compared ever after.
    """
    common = both(outer, common)
    workspace = common.find()
    if len(what) == 2:
        source, target = (_language(code) for code in what)
        return _install_pair(common, workspace, (source, target), is_sure, is_forced)
    if len(what) == 1 and (Path(what[0]).exists() or "." in what[0]):
        return _install_file(common, workspace, Path(what[0]), is_forced)
    raise click.UsageError(
        _("give two languages (bilingual models install fr en) or one file."),
        click.get_current_context(),
    )


def _language(code: str) -> str:
    """Return the language of a tag, as Argos names languages."""
    try:
        return Locale.parse(code).language
    except ValueError as error:
        raise click.UsageError(
            _("“{tag}” is no language; write fr, en or en-GB.").format(tag=code),
            click.get_current_context(),
        ) from error


def _install_file(common: Common, workspace: Workspace, path: Path, is_forced: bool) -> int:
    from bilingual.engines.trial import try_package

    package = read_package(path)
    if not is_forced and workspace.lock is not None:
        check_against(workspace.lock, read_lock(workspace.lock), package)
    try_package(package)
    done = install_archive(package, install_folder(), is_forced=is_forced)
    repin(workspace.lock, pin(package))
    _report(common, workspace, done, "")
    return ExitCode.DONE


def _install_pair(
    common: Common, workspace: Workspace, pair: tuple[str, str], is_sure: bool, is_forced: bool
) -> int:
    pins = read_lock(workspace.lock) if workspace.lock and not is_forced else ()
    pinned = pinned_pair(pins, *pair)
    if pinned is not None and (there := _sound(workspace, pair, pinned.version)) is not None:
        return _stays(common, workspace, there)
    require_writable(install_folder())
    address = index_url()
    question = _("Ask {host} which package it has for {source} → {target}?")
    question = question.format(host=host(address), source=pair[0], target=pair[1])
    if not is_agreed(question, is_sure=is_sure):
        return _declined()
    offer = _offer(common, address, pair, pinned)
    if not is_forced and (there := _sound(workspace, pair, offer.version)) is not None:
        return _stays(common, workspace, there)
    question = _("Download {name} ({size}) from {hosts} and install it in {folder}?").format(
        name=offer.name,
        size=megabytes(pinned.size) if pinned else _("its size is only known once it begins"),
        hosts=", ".join(offer.hosts),
        folder=install_folder(),
    )
    if not is_agreed(question, is_sure=is_sure):
        return _declined()
    size = pinned.size if pinned and pinned.sha256 else 0
    is_replacing = is_forced or _installed(pair, offer.version) is not None
    _download(common, workspace, offer, pins, size=size, is_forced=is_replacing)
    return ExitCode.DONE


def _offer(common: Common, address: str, pair: tuple[str, str], pinned: Pin | None) -> Offer:
    """Ask the index what it offers: the pinned version, else the newest."""
    from bilingual.packages.fetching import ask_index

    offers = ask_index(address)
    newest = offer = find_offer(offers, *pair)
    if pinned is not None:
        offer = find_offer(offers, *pair, version=pinned.version, url=pinned.url)
    if newest.version != offer.version:
        common.tell(
            _(
                "There is version {newest} too; the workspace pinned {version}. Take it: --force"
            ).format(newest=newest.version, version=offer.version)
        )
    return offer


def _download(
    common: Common,
    workspace: Workspace,
    offer: Offer,
    pins: tuple[Pin, ...],
    *,
    size: int,
    is_forced: bool,
) -> None:
    """Download and install what is offered; `pins` are what it must agree with."""
    from bilingual.engines.trial import try_package
    from bilingual.packages.download import Limits
    from bilingual.packages.fetching import fetched

    def accept(package: Package) -> None:
        check_against(workspace.lock, pins, package)
        try_package(package)

    quiet = common.quiet or common.as_json
    with (
        progress_bar(_("Downloading"), is_quiet=quiet, is_bytes=True) as progress,
        fetched(offer, download_folder(), accept, Limits(size=size), progress) as got,
    ):
        done = install_archive(got.package, install_folder(), is_forced=is_forced)
        repin(workspace.lock, pin(got.package, got.url))
    _report(common, workspace, done, got.url)


def _installed(pair: tuple[str, str], version: str) -> Package | None:
    """Return the installed package of a pair and version, or None."""
    for package in survey().packages:
        is_pair = (package.source, package.target) == pair
        if is_pair and package.kind is Kind.INSTALLED and package.version == version:
            return package
    return None


def _sound(workspace: Workspace, pair: tuple[str, str], version: str) -> Package | None:
    """Return the installed package of a pair and version, if it works and is the pinned one."""
    from bilingual.engines.trial import try_package

    package = _installed(pair, version)
    if package is None:
        return None
    try:
        check_lock(workspace.lock, [package])
        try_package(package)
    except PackageError:
        return None  # it has to be downloaded again
    return package


def _stays(common: Common, workspace: Workspace, package: Package) -> int:
    """Report that the package is there already; where it is new to the workspace, pin it."""
    add_pins(workspace.lock, check_lock(workspace.lock, [package]))
    _report(common, workspace, Installed(package, is_new=False), "")
    return ExitCode.DONE


def _declined() -> int:
    click.echo(_("Nothing was changed."), err=True)
    return ExitCode.ERROR


def _report(common: Common, workspace: Workspace, done: Installed, url: str) -> None:
    package = done.package
    text = _("Installed {name}, version {version}: {path}")
    if not done.is_new:
        text = _("{name}, version {version}, is installed already: {path}")
    common.tell(text.format(name=package.name, version=package.version, path=package.path))
    for name in done.replaced:
        common.tell(_("It replaces {name}.").format(name=name))
    if workspace.lock is not None:
        common.tell(_("Pinned in {path}.").format(path=shown_path(workspace.lock)))
    best = survey().best(package.source, package.target)
    if best is not None and best.path != package.path:
        common.tell(
            _("Drafts are made with {name}, version {version}, which is newer.").format(
                name=best.name, version=best.version
            )
        )
    common.answer(
        {
            "package": facts(package),
            "is_new": done.is_new,
            "replaced": list(done.replaced),
            "url": url or None,
            "lock": str(workspace.lock) if workspace.lock else None,
        }
    )


@click.command("remove", cls=Command)
@click.argument("name", metavar="NAME")
@YES
@common_options
@click.pass_obj
def remove_command(outer: Common, common: Common, name: str, is_sure: bool) -> int:
    """Remove an installed package, as “models list” names it.

    Argos Translate will not find it any more either. The starter stays.
    """
    common = both(outer, common)
    path = find_installed(name)
    question = _("Delete {path}? Argos Translate uses this folder too.").format(path=path)
    if not is_agreed(question, is_sure=is_sure):
        return _declined()
    remove_folder(path)
    common.tell(_("Removed {path}").format(path=path))
    common.answer({"removed": str(path)})
    return ExitCode.DONE
