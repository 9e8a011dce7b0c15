"""Asking a person: a question on the terminal, and what to do where there is none."""

from __future__ import annotations

import sys

import click

from bilingual.interface import _


def is_agreed(question: str, *, is_sure: bool) -> bool:
    """Tell whether the user agrees; `is_sure` is `--yes`, and then nothing is asked.

    Anything but a yes is a no. The question goes to standard error, so that a program can read
    the answer of the command.

    Raises: click.UsageError (exit code 2) where there is nobody to ask.
    """
    if is_sure:
        return True
    if not sys.stdin.isatty():
        raise click.UsageError(
            _("this has to be confirmed, and there is no terminal to ask on: add --yes.")
            + f"\n{question}",
            click.get_current_context(),
        )
    click.echo(question + " " + _("[y/N]") + " ", nl=False, err=True)
    answer = sys.stdin.readline()
    if not answer:
        click.echo(err=True)
    return answer.strip().lower() in {"y", "yes", "o", "oui"}
