"""The command line: one command for each stage, in the order of the work."""

from __future__ import annotations

import logging

import click

from bilingual import __version__
from bilingual.cli.base import Option, Program
from bilingual.cli.check import check_command
from bilingual.cli.draft import draft_command
from bilingual.cli.evaluate import evaluate_command
from bilingual.cli.exchange import export_command, import_command
from bilingual.cli.init import init_command
from bilingual.cli.memory import memory_command
from bilingual.cli.merge_driver import merge_driver_command
from bilingual.cli.models import models_command
from bilingual.cli.models_check import doctor_command, verify_command
from bilingual.cli.models_install import install_command, remove_command
from bilingual.cli.publish import build_command, publish_command
from bilingual.cli.review import review_command
from bilingual.cli.segment import segment_command
from bilingual.cli.status import status_command
from bilingual.cli.train import train_command
from bilingual.interface import LANGUAGES


@click.group("bilingual", cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    cls=Option,
    type=click.Choice(LANGUAGES),
    metavar="LANGUAGE",
    help="The language of messages and help: en or fr (default: the system's).",
)
@click.option(
    "--traceback", is_flag=True, cls=Option, help="Show where in the program an error came from."
)
@click.version_option(
    __version__,
    "--version",
    message="bilingual %(version)s",
    cls=Option,
    help="Show the version and exit.",
)
def main(lang: str | None, traceback: bool) -> None:  # noqa: ARG001 - read by Program
    """From a French article to a reviewed, published bilingual page.

    An article is cut into sentences, drafted offline by a model on this machine, kept in a PO
    catalog that editors review, and published as a page with both languages side by side.

    \b
    bilingual build ARTICLE.fr.txt    does the whole way
    bilingual status                  shows what is left to review
    """  # noqa: D301 - \b keeps click from joining the lines
    logging.basicConfig(format="%(message)s", level=logging.WARNING)


for _command in (
    init_command,
    build_command,
    segment_command,
    draft_command,
    check_command,
    review_command,
    publish_command,
    status_command,
    export_command,
    import_command,
    merge_driver_command,
    memory_command,
    evaluate_command,
    train_command,
    models_command,
):
    main.add_command(_command)
for _command in (install_command, remove_command, verify_command, doctor_command):
    models_command.add_command(_command)
