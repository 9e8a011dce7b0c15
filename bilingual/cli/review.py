"""`bilingual review`: the editor for drafts, in the browser."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import click

from bilingual import interface
from bilingual.cli.base import Command, Common, common_options, option
from bilingual.cli.draft import ARTICLES, ENGINE, PACKAGE, TARGETS, check_choice, make_engine
from bilingual.cli.publish import site_settings
from bilingual.errors import BilingualError, CatalogError
from bilingual.interface import _
from bilingual.model import Locale
from bilingual.workspace import Workspace

if TYPE_CHECKING:
    from bilingual.engines import Engine
    from bilingual.review.desk import Desk

Groups = Sequence[tuple[Workspace, tuple[Path, ...]]]
SHORTEST_PASSWORD = 8  # characters


@click.command("review", cls=Command)
@ARTICLES
@TARGETS
@option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="NUMBER",
    help="The port to listen on (default: 8765, or the next free one).",
)
@option(
    "--host",
    metavar="ADDRESS",
    help="Let other machines in, at this address of this one; needs --password.",
)
@option(
    "--password",
    envvar="BILINGUAL_PASSWORD",
    metavar="PASSWORD",
    help="What other machines are asked for (default: BILINGUAL_PASSWORD of the environment).",
)
@option("--no-browser", is_flag=True, help="Only print the address, and open no browser.")
@PACKAGE
@ENGINE
@common_options
def review_command(
    articles: tuple[Path, ...],
    targets: tuple[Locale, ...],
    port: int | None,
    host: str | None,
    password: str | None,
    no_browser: bool,
    package: str | None,
    engine_name: str,
    common: Common,
) -> None:
    """Review drafts in the browser: sentence by sentence, with the source beside them.

    Without ARTICLE, all those in the workspace that have a catalog. Everything is saved into the
    catalogs as you write, and the published page can be seen beside it. Only this machine can
    reach the editor, and it fetches nothing from the network. Ctrl-C ends it.
    """
    _check_password(host, password)
    check_choice(package, engine_name)
    groups = common.groups(articles)
    desk = _desk(groups, articles, targets, common)
    _serve(desk, groups, host, port, password or "", package, engine_name, common, no_browser)


def _check_password(host: str | None, password: str | None) -> None:
    context = click.get_current_context()
    if host is not None and not password:
        raise click.UsageError(_("--host lets other machines in, and needs --password."), context)
    if host is not None and len(password or "") < SHORTEST_PASSWORD:
        raise click.UsageError(
            _("the password has to have {n} characters at least.").format(n=SHORTEST_PASSWORD),
            context,
        )


def _desk(
    groups: Groups, articles: Sequence[Path], targets: Sequence[Locale], common: Common
) -> Desk:
    """Return the desk with the articles on it; say which have no catalog to be reviewed.

    Raises: CatalogError where none has one.
    """
    from bilingual.review.desk import Desk, Shelf

    shelves = [Shelf(workspace, paths if articles else ()) for workspace, paths in groups]
    desk = Desk(shelves, targets)
    found = {one.path for one in desk.articles()}
    missing = [(workspace, path) for workspace, paths in groups for path in paths]
    missing = [(workspace, path) for workspace, path in missing if path not in found]
    for workspace, path in missing:
        if not found or not path.is_file():
            _check_is_article(workspace, path)
        if not found:
            break  # said below, and once
        common.tell(
            _("{name}: no catalog yet, left out (bilingual draft makes one)").format(
                name=workspace.name_of(path)
            )
        )
    if not found:
        raise CatalogError(
            _("there is no catalog yet"),
            path=missing[0][1] if missing else None,
            hint=_("Make drafts first: bilingual draft"),
        )
    return desk


def _check_is_article(workspace: Workspace, path: Path) -> None:
    """Say of a name that was mistyped, or of an empty file, what reading it would say."""
    from bilingual.article import read_article

    read_article(path, locale=workspace.source, name=workspace.name_of(path))


def _serve(
    desk: Desk,
    groups: Groups,
    host: str | None,
    port: int | None,
    password: str,
    package: str | None,
    engine_name: str,
    common: Common,
    no_browser: bool,
) -> None:
    from bilingual.review.app import make_app
    from bilingual.review.guard import Hosts
    from bilingual.review.keys import Keys, kept_secret
    from bilingual.review.proposals import Proposer
    from bilingual.review.room import Room
    from bilingual.review.serving import LOOPBACK, listen, serve

    def engine_for(workspace: Workspace, source: Locale, target: Locale) -> Engine:
        return make_engine(workspace, engine_name, package, source, target, pins=False)

    keys = Keys(kept_secret(groups[0][0].cache), password if host else "")
    listening = listen(host or LOOPBACK, port)
    number = listening.getsockname()[1]
    names = {LOOPBACK, "localhost"} | ({host, socket.gethostname()} if host else set())
    room = Room(
        desk, site_settings, Proposer(engine_for, partial(_has_engine, engine_name, package))
    )
    app = make_app(
        room,
        keys,
        Hosts(number, names, takes_addresses=host is not None),
        cookie=f"bilingual-{number}",
        language=interface.current(),
    )
    url = f"http://{_shown_host(host)}:{number}{_first_page(desk)}?token={keys.token}"

    def ready() -> None:
        common.answer({"address": url, "articles": len(desk.articles())})
        if not common.as_json:
            click.echo(_("Review: {url}").format(url=url))
        common.tell(_("Everything is saved as you write. Ctrl-C ends."))
        if host is not None:
            common.tell(
                _(
                    "Other machines are asked for the password. What they send can be read on its "
                    "way: let them in on a network that you trust."
                )
            )
        if not no_browser:
            # Beside: some browsers return only when they are closed, and pages wait for us.
            Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    try:
        serve(app, listening, on_ready=ready)
    finally:
        room.close()
    common.tell(_("Ended. Everything is saved."))


def _first_page(desk: Desk) -> str:
    """Return where the review begins: at the one article there is, else at the list."""
    from bilingual.review.pages import address

    names = list(desk.names().values())
    return address(*names[0]) if len(names) == 1 else "/"


def _has_engine(
    engine_name: str, package: str | None, workspace: Workspace, source: Locale, target: Locale
) -> bool:
    """Tell whether there is a model for a pair of languages; none is loaded."""
    if engine_name != "argos":
        return True
    from bilingual.packages import route

    named = package or workspace.package or None
    if named and not package and (workspace.root / named).exists():
        named = str(workspace.root / named)
    try:
        return bool(route(source.language, target.language, named))
    except BilingualError:
        return False


def _shown_host(host: str | None) -> str:
    """Return what the address on the screen begins with."""
    if host is None:
        return "127.0.0.1"
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - recognised, not chosen
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
