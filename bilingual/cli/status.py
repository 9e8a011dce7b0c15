"""`bilingual status`: how far each article has come, and what its review cost."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bilingual.cli.base import Command, Common, common_options, option
from bilingual.cli.draft import ARTICLES, TARGETS
from bilingual.cli.show import print_table
from bilingual.interface import _
from bilingual.model import Locale, State
from bilingual.review.effort import Effort, effort_of, read_times
from bilingual.works import Work, open_articles

_NOTHING = "–"


@click.command("status", cls=Command)
@ARTICLES
@TARGETS
@option(
    "--effort",
    "shows_effort",
    is_flag=True,
    help="Show what the review cost: time, drafts accepted as they were, letters changed.",
)
@common_options
def status_command(
    articles: tuple[Path, ...], targets: tuple[Locale, ...], shows_effort: bool, common: Common
) -> None:
    """Show how many sentences of each article are drafted and reviewed.

    Reads only; nothing is written.
    """
    works: list[Work] = []
    efforts: list[Effort] = []
    for workspace, paths in common.groups(articles):
        found = list(open_articles(workspace, paths, targets or workspace.targets))
        works += found
        if shows_effort:
            times = read_times(workspace)
            efforts += [effort_of(work, times) for work in found]
    if common.as_json:
        facts = [_facts(work) for work in works]
        for fact, effort in zip(facts, efforts, strict=False):
            fact["effort"] = _effort_facts(effort)
        common.answer({"articles": facts})
    elif shows_effort and not common.quiet:
        _print_effort(works, efforts)
    elif not common.quiet:
        _print_progress(works)


def _print_progress(works: Sequence[Work]) -> None:
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


def _print_effort(works: Sequence[Work], efforts: Sequence[Effort]) -> None:
    columns = [
        (_("Article"), "left"),
        (_("Languages"), "left"),
        (_("Reviewed"), "right"),
        (_("Accepted as drafted"), "right"),
        (_("Letters changed"), "right"),
        (_("Seconds a sentence"), "right"),
        (_("Time"), "right"),
    ]
    rows = [
        [work.article.slug, f"{work.article.locale} → {work.target}", *_effort_row(effort)]
        for work, effort in zip(works, efforts, strict=True)
    ]
    if len(rows) > 1:
        rows.append([_("All"), "", *_effort_row(sum(efforts, Effort()))])
    print_table("", columns, rows)


def _effort_row(effort: Effort) -> list[str]:
    unchanged, rate = effort.unchanged_share, effort.edit_rate
    seconds = effort.seconds_per_unit
    return [
        str(effort.reviewed),
        _NOTHING if unchanged is None else f"{unchanged * 100:.0f} %",
        _NOTHING if rate is None else f"{rate * 100:.1f} %",
        _NOTHING if seconds is None else f"{seconds:.0f}",
        _clock(effort.seconds) if effort.timed else _NOTHING,
    ]


def _clock(seconds: float) -> str:
    """Return a time as hours, minutes and seconds.

    >>> _clock(3725)
    '1:02:05'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def _effort_facts(effort: Effort) -> dict[str, object]:
    def rounded(value: float | None, digits: int) -> float | None:
        return None if value is None else round(value, digits)

    return {
        "reviewed": effort.reviewed,
        "drafted": effort.drafted,
        "unchanged": effort.unchanged,
        "unchanged_share": rounded(effort.unchanged_share, 4),
        "edits": effort.edits,
        "characters": effort.characters,
        "edit_rate": rounded(effort.edit_rate, 4),
        "seconds": round(effort.seconds, 1),
        "timed": effort.timed,
        "seconds_per_unit": rounded(effort.seconds_per_unit, 1),
    }


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
