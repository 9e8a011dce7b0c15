"""`bilingual status`: how far each article has come."""

from __future__ import annotations

from pathlib import Path

import click

from bilingual.cli.base import Command, Common, common_options
from bilingual.cli.draft import ARTICLES, TARGETS
from bilingual.cli.show import print_table
from bilingual.interface import _
from bilingual.model import Locale, State
from bilingual.works import Work, open_articles


@click.command("status", cls=Command)
@ARTICLES
@TARGETS
@common_options
def status_command(articles: tuple[Path, ...], targets: tuple[Locale, ...], common: Common) -> None:
    """Show how many sentences of each article are drafted and reviewed.

    Reads only; nothing is written.
    """
    works: list[Work] = []
    for workspace, paths in common.groups(articles):
        works += open_articles(workspace, paths, targets or workspace.targets)
    if common.as_json:
        common.answer({"articles": [_facts(work) for work in works]})
    elif not common.quiet:
        columns = [
            (_("Article"), "left"),
            (_("Languages"), "left"),
            (_("Sentences"), "right"),
            (_("Without a draft"), "right"),
            (_("To review"), "right"),
            (_("Reviewed"), "right"),
            ("", "right"),
        ]
        print_table("", columns, [_row(work) for work in works])


def _row(work: Work) -> list[str]:
    total = len(work.catalog.units)
    reviewed = work.count(State.REVIEWED)
    return [
        work.article.slug,
        f"{work.article.locale} → {work.target}",
        str(total),
        str(work.count(State.UNTRANSLATED)),
        str(work.count(State.DRAFT)),
        str(reviewed),
        f"{reviewed * 100 // total if total else 100} %",
    ]


def _facts(work: Work) -> dict[str, object]:
    origins = [unit.origin for unit in work.catalog.units if unit.origin is not None]
    return {
        "article": work.article.name,
        "slug": work.article.slug,
        "source": work.article.locale.tag,
        "target": work.target.tag,
        "units": len(work.catalog.units),
        "untranslated": work.count(State.UNTRANSLATED),
        "drafts": work.count(State.DRAFT),
        "reviewed": work.count(State.REVIEWED),
        "memory": sum(origin.is_memory for origin in origins),
        "obsolete": len(work.catalog.obsolete),
        "catalog": str(work.path) if work.is_saved else None,
    }
