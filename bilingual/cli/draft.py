"""`bilingual draft`: articles → catalogs with a draft of every sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from bilingual.build import Drafted, Manner, Outcome, draft_articles
from bilingual.cli.base import Command, Common, Language, common_options, option
from bilingual.cli.changes import change_facts, preview, tell_changes
from bilingual.cli.show import progress_bar, sentences, shown_path
from bilingual.engines import Engine
from bilingual.interface import _, ngettext
from bilingual.model import Locale
from bilingual.workspace import Workspace

HYPOTHESES = 4  # of so many candidates the one that keeps to the facts is taken

ARTICLES = click.argument(
    "articles", nargs=-1, type=click.Path(path_type=Path), metavar="[ARTICLE]..."
)
TARGETS = option(
    "--to",
    "targets",
    multiple=True,
    type=Language(),
    metavar="LANGUAGE",
    help="The language to translate into; may be given several times (default: en).",
)
PACKAGE = option(
    "--package",
    metavar="FILE|FOLDER|NAME",
    help="The model package to draft with (default: the best one for the languages).",
)
ENGINE = option(
    "--engine",
    "engine_name",
    default="argos",
    metavar="NAME",
    help="The engine to draft with: argos, or echo, which only repeats the source.",
)
REDRAFT = option(
    "--redraft",
    is_flag=True,
    help="Also make anew the drafts that nobody has touched; reviewed sentences stay.",
)

FAST = option(
    "--fast",
    is_flag=True,
    help=(
        "Draft sooner: do not search again for drafts that get a number, a name or an address "
        "wrong, and look only at the likelier words, where the package lists them."
    ),
)
NO_MEMORY = option(
    "--no-memory",
    is_flag=True,
    help="Do not use again what has been translated before.",
)
TRUST_MEMORY = option(
    "--trust-memory",
    is_flag=True,
    help="Take a sentence that was reviewed elsewhere in the workspace as reviewed here too.",
)

DRY_RUN = option(
    "--dry-run",
    is_flag=True,
    help="Only say what became of each sentence and what would be drafted; write nothing.",
)


@click.command("draft", cls=Command)
@ARTICLES
@TARGETS
@PACKAGE
@ENGINE
@REDRAFT
@FAST
@NO_MEMORY
@TRUST_MEMORY
@DRY_RUN
@common_options
def draft_command(
    articles: tuple[Path, ...],
    targets: tuple[Locale, ...],
    package: str | None,
    engine_name: str,
    redraft: bool,
    fast: bool,
    no_memory: bool,
    trust_memory: bool,
    dry_run: bool,
    common: Common,
) -> None:
    """Draft every sentence of the articles that has no translation yet.

    A sentence that was translated before, in any article, gets that translation, still to be
    confirmed; what is like it stands beside the draft, in the catalog's comment.

    Without ARTICLE, all those in the workspace's articles/ are drafted. Each gets a PO catalog
    that any translation editor opens. What a person has reviewed or changed is never touched, and
    a sentence that is gone from the article keeps its translation at the end of the catalog. Where
    a sentence changed, was cut up or joined with its neighbour, the translation it had is offered
    as a draft, to be checked.

    Nothing is fetched from the network.
    """
    manner = Manner(redraft=redraft, fast=fast, memory=not no_memory, trust_memory=trust_memory)
    groups = common.groups(articles)
    if dry_run:
        preview(groups, targets, common, redraft=redraft)
        return
    done = run_draft(groups, targets, package, common, manner, engine_name=engine_name)
    report_draft(done, common)
    common.answer(receipt(done))


def run_draft(
    groups: Sequence[tuple[Workspace, tuple[Path, ...]]],
    targets: tuple[Locale, ...],
    package: str | None,
    common: Common,
    manner: Manner,
    *,
    engine_name: str = "argos",
) -> Drafted:
    """Draft the articles of each workspace in a manner, to which its settings may add."""
    check_choice(package, engine_name)
    done = Drafted()
    with progress_bar(_("Drafting"), is_quiet=common.quiet or common.as_json) as progress:
        for workspace, paths in groups:
            fast = manner.fast or workspace.fast
            done += draft_articles(
                workspace,
                paths,
                targets or workspace.targets,
                partial(make_engine, workspace, engine_name, package, fast=fast),
                manner=replace(
                    manner,
                    fast=fast,
                    trust_memory=manner.trust_memory or workspace.trust_memory,
                ),
                progress=progress,
            )
    return done


def check_choice(package: str | None, engine_name: str) -> None:
    """Say that a package or engine is wrong today, not on the day something waits for it."""
    from bilingual import engines
    from bilingual.packages import open_package

    if engine_name not in engines.names():
        engines.get(engine_name)  # which says what there is
    if package is not None:
        open_package(package)


def make_engine(
    workspace: Workspace,
    name: str,
    package: str | None,
    source: Locale,
    target: Locale,
    *,
    pins: bool = True,
    fast: bool = False,
) -> Engine:
    """Return the engine for a pair: the package named, else the workspace's, else the best.

    The packages are pinned in the workspace's lock, unless `pins` is False. With `fast` the model
    looks at its shortlist of words only.
    """
    from bilingual import engines  # the engine's libraries are loaded when a draft is needed

    if name != "argos":
        return engines.get(name, source=source.language, target=target.language)
    from bilingual.engines.argos import ArgosEngine
    from bilingual.engines.decoding import Search
    from bilingual.engines.pivot import PivotEngine
    from bilingual.packages import add_pins, check_lock, route

    named = package or workspace.package or None
    if named and not package and (workspace.root / named).exists():
        named = str(workspace.root / named)
    search = Search(shortlist=fast)
    if workspace.beam is not None:
        search = replace(search, beam_size=workspace.beam)
    steps = route(source.language, target.language, named)
    new = check_lock(workspace.lock, steps)
    made = [ArgosEngine(step, search=search, hypotheses=HYPOTHESES) for step in steps]
    if pins:
        for step, engine in zip(steps, made, strict=True):
            if step in new:
                engine.load()  # what is damaged must not be pinned
        add_pins(workspace.lock, new)
    return made[0] if len(made) == 1 else PivotEngine(made)


def report_draft(done: Drafted, common: Common) -> None:
    """Tell a person what was drafted and where it lies."""
    for outcome in done.outcomes:
        pair = f"{outcome.source} → {outcome.target}"
        common.tell(f"{outcome.slug}  {pair}  {_account(outcome)}")
        if outcome.former is not None:
            common.tell(
                _("  took over the translations of {path}, whose article is gone").format(
                    path=shown_path(outcome.former)
                )
            )
        tell_changes(outcome, common)
        saved = _("saved") if outcome.is_changed else _("unchanged")
        common.tell(f"  {shown_path(outcome.path)}  ({saved})")
    common.tell(
        ngettext("{n} new draft", "{n} new drafts", done.drafted).format(n=done.drafted)
        + _(" in {seconds:.1f} s").format(seconds=done.seconds["all"])
    )
    _report_memory(done, common)
    for engine in done.engines:
        if between := getattr(engine, "via", ()):
            common.tell(
                _(
                    "No package translates {source} → {target}: these drafts were made by way of "
                    "{via} and hold the mistakes of each step. Read every sentence."
                ).format(source=engine.source, target=engine.target, via=", ".join(between))
            )
        if "fr_en-starter" in engine.signature:
            common.tell(
                _(
                    "Drafted with the small starter model that comes with bilingual: read every "
                    "sentence. Better drafts: --package FILE.argosmodel"
                )
            )


def _report_memory(done: Drafted, common: Common) -> None:
    """Tell how many sentences were translated before, and what was taken on trust."""
    drafts = done.memory - done.trusted
    if drafts:
        common.tell(
            ngettext(
                "{n} sentence translated before, from the memory: to be confirmed",
                "{n} sentences translated before, from the memory: to be confirmed",
                drafts,
            ).format(n=drafts)
        )
    if done.trusted:
        common.tell(
            ngettext(
                "{n} sentence reviewed before, from the memory: taken as reviewed",
                "{n} sentences reviewed before, from the memory: taken as reviewed",
                done.trusted,
            ).format(n=done.trusted)
        )


def _account(outcome: Outcome) -> str:
    reviewed = ngettext("{n} reviewed", "{n} reviewed ", outcome.reviewed).strip()
    return _("{sentences}: {drafts} to review, {reviewed}").format(
        sentences=sentences(outcome.units),
        drafts=outcome.drafts,
        reviewed=reviewed.format(n=outcome.reviewed),
    )


def receipt(done: Drafted) -> dict[str, object]:
    """Return what `draft --json` prints."""
    total = sum(outcome.units for outcome in done.outcomes)
    return {
        "articles": len({outcome.name for outcome in done.outcomes}),
        "segments": total,
        "drafted": done.drafted,
        "memory": done.memory,
        "trusted": done.trusted,
        "reused": total - done.drafted - done.memory,
        "words": sum(outcome.words for outcome in done.outcomes),
        "seconds": {name: round(value, 3) for name, value in done.seconds.items()},
        "engine": engine_facts(done.engines[0]) if done.engines else None,
        "catalogs": [str(outcome.path) for outcome in done.outcomes],
        "changes": change_facts(done.outcomes),
    }


def engine_facts(engine: Engine) -> dict[str, object]:
    """Return what a receipt says of the engine; what an engine does not know is left out."""
    facts: dict[str, object] = {"signature": engine.signature}
    package = getattr(engine, "package", None)
    if package is not None:
        facts["package"] = str(package.path)
        facts["beam"] = getattr(engine, "search").beam_size  # noqa: B009
    for name in ("hypotheses", "batch_tokens", "compute_type", "via"):
        if hasattr(engine, name):
            facts[name] = getattr(engine, name)
    return facts
