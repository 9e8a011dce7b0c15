"""`bilingual check`: what an editor should look at, in articles or in any PO file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from bilingual.cli.base import Command, Common, Language, common_options, option
from bilingual.cli.draft import TARGETS
from bilingual.cli.show import print_table, sentences, shown_path
from bilingual.errors import ExitCode
from bilingual.inspection import Inspected, inspect_articles, inspect_file, save_findings
from bilingual.interface import _, ngettext
from bilingual.model import Finding, Locale, Severity, Span, Unit

_PO = (".po", ".pot")
_AROUND_CP = 18  # of the text beside the words concerned, so much is shown
_MOST_CP = 60  # of the words themselves
_SOURCE_CP = 24  # of the sentence that they stand in, its beginning
_GRAVE = {"error": (Severity.ERROR,), "warning": (Severity.ERROR, Severity.WARNING)}


@click.command("check", cls=Command)
@click.argument(
    "paths", nargs=-1, type=click.Path(path_type=Path), metavar="[ARTICLE|CATALOG.po]..."
)
@TARGETS
@option(
    "--from",
    "source",
    type=Language(),
    metavar="LANGUAGE",
    help="The language of a PO file's sources, where its header does not say it.",
)
@option("--all", "is_whole", is_flag=True, help="Show remarks too, not only errors and warnings.")
@option(
    "--fail-on",
    type=click.Choice(list(_GRAVE)),
    metavar="error|warning",
    help="End with exit code 3 where there are errors (or warnings).",
)
@option(
    "--write/--no-write",
    "is_written",
    default=None,
    help="Write the findings into the catalogs' comments: done for articles, not for other files.",
)
@common_options
def check_command(
    paths: tuple[Path, ...],
    targets: tuple[Locale, ...],
    source: Locale | None,
    is_whole: bool,
    fail_on: str | None,
    is_written: bool | None,
    common: Common,
) -> int:
    """Show what an editor should look at: numbers, names, negations, marks, lost clauses …

    Checks the sentences of articles, or of any PO file, also another program's. What is found is
    kept in the catalogs of articles as comments, for PO editors to show; another program's file is
    only written with --write. What a reviewer dismissed is not shown again.
    """
    inspected = _inspected(paths, targets, source, common)
    for one in inspected:
        if one.is_saved and (one.is_ours if is_written is None else is_written):
            save_findings(one)
    if common.as_json:
        common.answer({"units": [_facts(one, unit) for one in inspected for unit in one.units]})
    elif not common.quiet:
        for one in inspected:
            _tell(one, common, is_whole=is_whole)
    if fail_on is None:
        return ExitCode.DONE
    return ExitCode.UNREVIEWED if _has(inspected, _GRAVE[fail_on]) else ExitCode.DONE


def _inspected(
    paths: Sequence[Path], targets: Sequence[Locale], source: Locale | None, common: Common
) -> list[Inspected]:
    """Return what is found in the files and articles that were named, in that order."""
    files = [path for path in paths if path.suffix.lower() in _PO]
    articles = [path for path in paths if path.suffix.lower() not in _PO]
    made: dict[Path, list[Inspected]] = {}
    target = targets[0] if targets else None
    for path in files:
        made.setdefault(path, []).append(inspect_file(path, source, target))
    if articles or not files:
        for workspace, own in common.groups(articles):
            for one in inspect_articles(workspace, own, targets or workspace.targets):
                made.setdefault(Path(one.name), []).append(one)
    return [one for several in made.values() for one in several]


def _has(inspected: Sequence[Inspected], severities: Sequence[Severity]) -> bool:
    return any(
        finding.severity in severities
        for one in inspected
        for findings in one.found.values()
        for finding in findings
    )


def _facts(one: Inspected, unit: Unit) -> dict[str, object]:
    return {
        "key": unit.key,
        "source": unit.source,
        "target": unit.target,
        "state": unit.state.value,
        "risk": one.risk(unit),
        "findings": [
            {
                "check": finding.check,
                "severity": finding.severity.value,
                "message": finding.message,
                "source_span": _ends(finding.source_span),
                "target_span": _ends(finding.target_span),
            }
            for finding in one.found[unit.key]
        ],
    }


def _ends(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _tell(one: Inspected, common: Common, *, is_whole: bool) -> None:
    """Print what was found in one catalog: a table, then the numbers."""
    name = one.name if one.is_ours else shown_path(one.path)
    common.tell(f"{name} ({one.setting.source} → {one.setting.target})")
    if one.is_guessed:
        common.tell(
            _("  its header does not say which languages: taken for {source} → {target}").format(
                source=one.setting.source, target=one.setting.target
            )
        )
    rows = list(_rows(one, is_whole=is_whole))
    if rows:
        columns = [
            (_("No."), "right"),
            (_("Line"), "right"),
            (_("Sentence"), "left"),
            (_("Severity"), "left"),
            (_("What to look at"), "left"),
            (_("Words"), "left"),
        ]
        print_table("", columns, rows)
    common.tell("  " + _summary(one, is_whole=is_whole))
    common.tell()


def _rows(one: Inspected, *, is_whole: bool) -> Iterator[list[str]]:
    """Give a row for each finding, with the number that the editor gives the sentence."""
    words = {
        Severity.ERROR: _("error"),
        Severity.WARNING: _("warning"),
        Severity.INFO: _("remark"),
    }
    for number, unit in enumerate(one.units, 1):
        for finding in one.found[unit.key]:
            if finding.check == "empty" or (finding.severity is Severity.INFO and not is_whole):
                continue  # sentences without a translation are counted below the table
            where = [str(number), _line(unit), _beginning(unit.source)]
            yield [*where, words[finding.severity], finding.message, _concerned(unit, finding)]


def _line(unit: Unit) -> str:
    """Return the line of the article that a unit's reference names, if any."""
    number = unit.reference.rpartition(":")[2]
    return number if number.isdigit() else ""


def _beginning(source: str) -> str:
    """Return the first words of a sentence, on one line.

    >>> _beginning("Le marché a rouvert lundi 4 mai.")
    'Le marché a rouvert…'
    >>> _beginning("Il pleut.")
    'Il pleut.'
    """
    text = " ".join(source.split())
    if len(text) <= _SOURCE_CP:
        return text
    cut = text[:_SOURCE_CP]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut[:-1]}…"


def _concerned(unit: Unit, finding: Finding) -> str:
    """Return the words that a finding is about, with a little of what stands beside them."""
    pieces = [
        _piece(text, span)
        for text, span in ((unit.source, finding.source_span), (unit.target, finding.target_span))
        if span is not None
    ]
    return " → ".join(pieces) or _piece(unit.target, Span(0, len(unit.target)))


def _piece(text: str, span: Span) -> str:
    """Return a piece of a text on one line, between what stands beside it; [ ] around the words.

    >>> _piece("Il y a 212 bateaux dans le port ce matin.", Span(7, 10))
    'Il y a [212] bateaux dans le p…'
    """
    inside = span.of(text)
    if len(inside) > _MOST_CP:
        inside = f"{inside[: _MOST_CP - 1]}…"
    if len(span) == len(text):
        return " ".join(inside.split())
    start, end = max(0, span.start - _AROUND_CP), min(len(text), span.end + _AROUND_CP)
    before, after = text[start : span.start], text[span.end : end]
    before = ("…" if start else "") + before
    after += "…" if end < len(text) else ""
    return " ".join(f"{before}[{inside}]{after}".split())


def _summary(one: Inspected, *, is_whole: bool) -> str:
    """Return the numbers of one catalog in words."""
    counts = Counter(
        "empty" if finding.check == "empty" else finding.severity.value
        for findings in one.found.values()
        for finding in findings
    )
    parts = [
        ngettext("{n} error", "{n} errors", counts["error"]).format(n=counts["error"]),
        ngettext("{n} warning", "{n} warnings", counts["warning"]).format(n=counts["warning"]),
    ]
    if counts["info"]:
        remarks = ngettext("{n} remark", "{n} remarks", counts["info"]).format(n=counts["info"])
        parts.append(
            remarks if is_whole else _("{remarks} (shown with --all)").format(remarks=remarks)
        )
    if counts["empty"]:
        parts.append(
            ngettext(
                "{n} sentence without a translation",
                "{n} sentences without a translation",
                counts["empty"],
            ).format(n=counts["empty"])
        )
    if one.dismissed:
        parts.append(
            ngettext("{n} dismissed", "{n} dismissed ones", one.dismissed).format(n=one.dismissed)
        )
    if one.skipped:
        parts.append(
            ngettext(
                "{n} entry with plural forms not checked",
                "{n} entries with plural forms not checked",
                one.skipped,
            ).format(n=one.skipped)
        )
    return _("{counts}; {sentences} in all").format(
        counts=", ".join(parts), sentences=sentences(len(one.units))
    )
