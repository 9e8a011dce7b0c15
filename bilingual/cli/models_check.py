"""`bilingual models verify` and `doctor`: whether packages are sound, and what state all is in."""

from __future__ import annotations

import click

from bilingual.cli.base import Command, Common, common_options
from bilingual.cli.models import both, facts, problem_facts
from bilingual.doctor import Level, Statement, Verdict, diagnose, verify
from bilingual.errors import ExitCode
from bilingual.interface import _


@click.command("verify", cls=Command)
@click.argument("name", required=False, metavar="[NAME]")
@common_options
@click.pass_obj
def verify_command(outer: Common, common: Common, name: str | None) -> int:
    """Check packages: the fingerprint against the workspace's lock, then one word translated.

    Without NAME, all of them. Nothing is fetched and nothing is written. The exit code is 1 where
    anything is wrong.
    """
    common = both(outer, common)
    verdicts = verify(common.find(), name)
    is_fine = all(verdict.problem is None for verdict in verdicts)
    common.answer({"packages": [_verdict_facts(verdict) for verdict in verdicts], "ok": is_fine})
    for verdict in verdicts:
        if verdict.problem is None:
            common.tell(_("{name}: ok").format(name=verdict.name) + _pinned(verdict))
        elif not common.as_json:
            click.echo(
                _("{name}: {message}").format(name=verdict.name, message=verdict.problem), err=True
            )
    return ExitCode.DONE if is_fine else ExitCode.ERROR


def _pinned(verdict: Verdict) -> str:
    if verdict.is_pinned is None:
        return ""
    if verdict.is_pinned:
        return _(" (the pinned package)")
    return _(" (not pinned yet)")


def _verdict_facts(verdict: Verdict) -> dict[str, object]:
    told: dict[str, object] = {"name": verdict.name, "path": str(verdict.path)}
    if verdict.package is not None:
        told = facts(verdict.package)
    return {
        **told,
        "pinned": verdict.is_pinned,
        "ok": verdict.problem is None,
        "problem": None if verdict.problem is None else problem_facts(verdict.problem),
    }


@click.command("doctor", cls=Command)
@common_options
@click.pass_obj
def doctor_command(outer: Common, common: Common) -> int:
    """Explain what state packages, folders and machine are in, and what to do where one is wrong.

    Nothing is fetched and nothing is written. The exit code is 1 where something keeps drafts
    from being made.
    """
    common = both(outer, common)
    statements = diagnose(common.find())
    is_fine = all(statement.level is not Level.PROBLEM for statement in statements)
    common.answer({"statements": [_statement_facts(one) for one in statements], "ok": is_fine})
    topic = ""
    for statement in statements:
        if statement.topic != topic:
            topic = statement.topic
            common.tell(f"{topic}")
        common.tell(_line(statement))
    if is_fine:
        common.tell(_("Nothing is wrong."))
    elif common.quiet and not common.as_json:
        for statement in statements:
            if statement.level is Level.PROBLEM:
                click.echo(_line(statement), err=True)
    return ExitCode.DONE if is_fine else ExitCode.ERROR


def _line(statement: Statement) -> str:
    """Return a statement on a line of its own, what to do about it below."""
    text = statement.text
    if statement.level is Level.PROBLEM:
        text = _("Problem: {message}").format(message=text)
    return f"  {text}" + (f"\n    {statement.hint}" if statement.hint else "")


def _statement_facts(statement: Statement) -> dict[str, object]:
    return {
        "topic": statement.topic,
        "level": statement.level.value,
        "text": statement.text,
        "hint": statement.hint,
    }
