"""`bilingual review`: the editor for drafts, in the browser."""

from __future__ import annotations

import socket
import webbrowser
from pathlib import Path

import click

from bilingual import interface
from bilingual.cli.base import Command, Common, common_options, option
from bilingual.cli.draft import ARTICLES, TARGETS
from bilingual.cli.publish import site_settings
from bilingual.errors import CatalogError
from bilingual.interface import _
from bilingual.model import Locale


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
    help="Let other machines in, at this address of this one; asks for --password.",
)
@option(
    "--password",
    envvar="BILINGUAL_PASSWORD",
    metavar="PASSWORD",
    help="What other machines are asked for (or the environment's BILINGUAL_PASSWORD).",
)
@option("--no-browser", is_flag=True, help="Only print the address, and open no browser.")
@common_options
def review_command(
    articles: tuple[Path, ...],
    targets: tuple[Locale, ...],
    port: int | None,
    host: str | None,
    password: str | None,
    no_browser: bool,
    common: Common,
) -> None:
    """Review drafts in the browser: sentence by sentence, the French beside them.

    Without ARTICLE, all those in the workspace that have a catalog. Everything is saved into the
    catalogs as you write. Only this machine can reach the editor, and it fetches nothing from the
    network. Ctrl-C ends it.
    """
    from bilingual.review.app import make_app
    from bilingual.review.desk import Desk, Shelf
    from bilingual.review.guard import Hosts
    from bilingual.review.keys import Keys, kept_secret
    from bilingual.review.pages import address as page_address
    from bilingual.review.room import Room
    from bilingual.review.serving import LOOPBACK, listen, serve

    _check_password(host, password)
    groups = common.groups(articles)
    desk = Desk(
        [Shelf(workspace, paths if articles else ()) for workspace, paths in groups], targets
    )
    found = desk.articles()
    if not found:
        raise CatalogError(
            _("there is no catalog yet"),
            path=groups[0][1][0] if groups and groups[0][1] else None,
            hint=_("Make drafts first: bilingual draft"),
        )
    keys = Keys(kept_secret(groups[0][0].cache), password or "" if host else "")
    listening = listen(host or LOOPBACK, port)
    number = listening.getsockname()[1]
    names = {LOOPBACK, "localhost"}
    if host:
        names |= {host, socket.gethostname()}
    app = make_app(
        Room(desk, site_settings),
        keys,
        Hosts(number, names, takes_addresses=host is not None),
        cookie=f"bilingual-{number}",
        language=interface.current(),
    )
    path = page_address(*desk.names()[found[0]]) if articles and len(found) == 1 else "/"
    url = f"http://{_shown_host(host)}:{number}{path}?token={keys.token}"

    def ready() -> None:
        click.echo(_("Review: {url}").format(url=url))
        common.tell(_("Everything is saved as you write. Ctrl-C ends."))
        if not no_browser:
            webbrowser.open(url)

    serve(app, listening, on_ready=ready)
    common.tell(_("Ended. Everything is saved."))


def _check_password(host: str | None, password: str | None) -> None:
    if host is None:
        return
    if not password:
        raise click.UsageError(
            _("--host lets other machines in, and needs --password."), click.get_current_context()
        )
    if len(password) < 8:
        raise click.UsageError(
            _("the password needs 8 characters at least."), click.get_current_context()
        )


def _shown_host(host: str | None) -> str:
    """Return what the address on the screen begins with."""
    if host is None:
        return "127.0.0.1"
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - recognised, not chosen
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host
