"""What became of an article's sentences since its catalog was made, told to people and programs.

In: what drafting did, or would do. Out: lines on the terminal, or the part of the receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bilingual.build import Outcome, preview_articles
from bilingual.catalog import Event, Fate, MergeReport
from bilingual.cli.base import Common
from bilingual.cli.show import sentences, shown_path
from bilingual.interface import _, ngettext
from bilingual.model import Locale
from bilingual.workspace import Workspace

_MOST = 10  # lines an article gets after drafting; --dry-run shows all
_WIDTH_CP = 100  # of a sentence, so much is shown
# What a person has to look at; the others need nothing from anybody.
_TO_CHECK = (Fate.CHANGED, Fate.SPLIT, Fate.JOINED)

_COUNTED: dict[Fate, Callable[[int], str]] = {
    Fate.CHANGED: lambda n: ngettext("{n} sentence changed", "{n} sentences changed", n),
    Fate.SPLIT: lambda n: ngettext("{n} sentence cut up", "{n} sentences cut up", n),
    Fate.JOINED: lambda n: ngettext(
        "{n} sentence joined of several", "{n} sentences joined of several", n
    ),
    Fate.MOVED: lambda n: ngettext("{n} sentence moved", "{n} sentences moved", n),
    Fate.RETURNED: lambda n: ngettext(
        "{n} sentence back with its translation", "{n} sentences back with their translations", n
    ),
    Fate.NEW: lambda n: ngettext("{n} new sentence", "{n} new sentences", n),
    Fate.GONE: lambda n: ngettext("{n} sentence gone", "{n} sentences gone", n),
}


def tell_changes(outcome: Outcome, common: Common, *, is_whole: bool = False) -> None:
    """Tell what became of an article's sentences; nothing where all stand as they did.

    After drafting only what is to be checked is listed, with `is_whole` everything.
    """
    report = outcome.merged
    if report is None or not report.events:
        return
    counts = report.counts
    told = (say(counts[fate]).format(n=counts[fate]) for fate, say in _COUNTED.items())
    present = (text for fate, text in zip(_COUNTED, told, strict=True) if counts[fate])
    common.tell(_("  since the last time: {changes}").format(changes=", ".join(present)))
    events = [e for e in report.events if is_whole or (e.fate in _TO_CHECK and e.is_offered)]
    shown = events if is_whole else events[:_MOST]
    for event in shown:
        common.tell(f"    {_line(event)}")
    if len(shown) < len(events):
        common.tell(_("    … and {n} more: see --dry-run").format(n=len(events) - len(shown)))


def _line(event: Event) -> str:
    """Return an event on one line: what happened, the words that changed, the sentence."""
    # Of a sentence that was cut up, the whole; of one that was joined, what it is now.
    is_old = event.fate is Fate.SPLIT or not event.new
    text = {
        Fate.CHANGED: _("changed ({difference}): {sentence}"),
        Fate.SPLIT: _("cut into {n}: {sentence}"),
        Fate.JOINED: _("joined of {n}: {sentence}"),
        Fate.MOVED: _("moved: {sentence}"),
        Fate.RETURNED: _("back: {sentence}"),
        Fate.NEW: _("new: {sentence}"),
        Fate.GONE: _("gone: {sentence}"),
    }[event.fate]
    line = text.format(
        difference=event.difference,
        n=max(len(event.old), len(event.new)),
        sentence=_shortened((event.old if is_old else event.new)[0]),
    )
    return line + _treatment(event)


def _treatment(event: Event) -> str:
    if event.is_offered or event.fate not in _TO_CHECK:
        return ""
    return _(" (to be drafted anew)")


def _shortened(text: str) -> str:
    return text if len(text) <= _WIDTH_CP else text[: _WIDTH_CP - 1].rstrip() + "…"


def change_facts(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """Return what a receipt says of the changes, for each article that had a catalog."""
    return [
        {
            "article": outcome.name,
            "target": outcome.target.tag,
            **{fate.value: n for fate, n in outcome.merged.counts.items()},
            "events": list(_event_facts(outcome.merged)),
        }
        for outcome in outcomes
        if outcome.merged is not None
    ]


def _event_facts(report: MergeReport) -> Iterator[dict[str, object]]:
    for event in report.events:
        yield {
            "fate": event.fate.value,
            "old": event.old,
            "new": event.new,
            "difference": event.difference,
            "offered": event.is_offered,
        }


def preview(
    groups: Sequence[tuple[Workspace, tuple[Path, ...]]],
    targets: tuple[Locale, ...],
    common: Common,
    *,
    redraft: bool,
) -> None:
    """Tell what drafting would do; nothing is written, no model is loaded."""
    outcomes: list[Outcome] = []
    for workspace, paths in groups:
        outcomes += preview_articles(
            workspace, paths, targets or workspace.targets, redraft=redraft
        )
    for outcome in outcomes:
        waiting = ngettext("{n} to be drafted", "{n} to be drafted ", outcome.waiting).strip()
        pair = f"{outcome.source} → {outcome.target}"
        account = _("{sentences}: {waiting}").format(
            sentences=sentences(outcome.units), waiting=waiting.format(n=outcome.waiting)
        )
        common.tell(f"{outcome.slug}  {pair}  {account}")
        if outcome.former is not None:
            common.tell(
                _("  would take over the translations of {path}, whose article is gone").format(
                    path=shown_path(outcome.former)
                )
            )
        tell_changes(outcome, common, is_whole=True)
    common.tell(_("Nothing was written."))
    common.answer(
        {
            "dry_run": True,
            "articles": len({outcome.name for outcome in outcomes}),
            "segments": sum(outcome.units for outcome in outcomes),
            "waiting": sum(outcome.waiting for outcome in outcomes),
            "catalogs": [str(outcome.path) for outcome in outcomes],
            "changes": change_facts(outcomes),
        }
    )
