"""`bilingual train`: reviewed catalogs and files of pairs → a model that has learnt them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bilingual.cli.base import Command, Common, Folder, Language, common_options, option
from bilingual.cli.models import facts
from bilingual.cli.show import megabytes, progress_bar, shown_path
from bilingual.errors import ModelMissing
from bilingual.interface import _, ngettext
from bilingual.model import Locale
from bilingual.packages import Kind, Package, find_packages, open_package
from bilingual.workspace import Workspace

if TYPE_CHECKING:
    from bilingual.training import Plan, Progress, Trained

SCRATCH, STARTER = "scratch", "starter"
FILE = click.Path(path_type=Path)


@click.command("train", cls=Command)
@option(
    "--from",
    "start",
    required=True,
    metavar="starter|PACKAGE|scratch",
    help="What to train on: the starter, another package (file, folder or name), or nothing.",
)
@option(
    "--catalogs",
    multiple=True,
    type=Folder(),
    metavar="FOLDER",
    help="Learn from the reviewed sentences of the catalogs in this folder.",
)
@option(
    "--bitext",
    "bitexts",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="Learn from a file of sentence pairs: .tsv, .tmx or .po.",
)
@option(
    "--replay",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="General sentences that keep the model from forgetting: .tsv, .tmx, or .txt.",
)
@option("--to", "target", type=Language(), metavar="LANGUAGE", help="Only from scratch: into what.")
@option("--name", metavar="NAME", help="The new package's name (default: fr_en-house).")
@option("--version", default="", metavar="VERSION", help="The new package's version.")
@option("--licence", default="", metavar="TEXT", help="The licence that its card states.")
@option(
    "--minutes",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="Stop after so long.",
)
@option("--steps", type=click.IntRange(min=1), metavar="N", help="Stop after so many steps in all.")
@option(
    "--output",
    type=Folder(),
    metavar="FOLDER",
    help="Where the package goes (default: models/ in the workspace).",
)
@option("--float16", is_flag=True, help="Store the weights in 16 bits: twice the size of 8.")
@option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    default=1,
    help="The same number gives the same package.",
)
@option(
    "--threads", type=click.IntRange(min=1), metavar="N", help="How many processor cores to use."
)
@option("--device", default="cpu", metavar="cpu|cuda", help="Train on the processor or a GPU.")
@option("--bfloat16", is_flag=True, help="Compute in 16 bits, where the processor can.")
@option("--anew", is_flag=True, help="Begin again also where an earlier run was stopped.")
@common_options
def train_command(start: str, common: Common, **options: Any) -> None:
    """Train a model on your own reviewed translations.

    “--from starter --catalogs locales” makes a package that has learnt the words your newsroom
    chose. Only sentences that a person has reviewed are learnt from, never drafts; a tenth of
    them is held out to measure what was gained. General sentences are replayed on the way, so
    that nothing is forgotten.

    Ctrl-C stops it; the same command goes on from there. Nothing is fetched from the network.
    The new package is an ordinary Argos package: try it with “draft --package”, or install it.
    """
    from bilingual import training

    training.require_torch()
    training.check_device(options["device"])
    plan = _plan(start, common, options)
    if plan.start is None and not (plan.limits.steps or plan.limits.minutes):
        raise click.UsageError(
            _("say with --minutes or --steps how long to train from scratch."),
            click.get_current_context(),
        )
    quiet = common.quiet or common.as_json
    with progress_bar(_("Translating general sentences"), is_quiet=quiet) as preparing:
        done = training.train(plan, lambda p: _show(p, is_quiet=quiet), preparing)
    _report(done, plan, common)


def _plan(start: str, common: Common, options: dict[str, Any]) -> Plan:
    from bilingual import training

    workspace = common.find()
    package = _package(start, workspace)
    target: Locale = options["target"] or workspace.targets[0]
    pair = (workspace.source.language, target.language)
    if package is not None:
        pair = (package.source, package.target)
    if not options["catalogs"] and not options["bitexts"]:
        raise click.UsageError(
            _("say what to learn from: --catalogs FOLDER or --bitext FILE."),
            click.get_current_context(),
        )
    recipe = training.Recipe(seed=options["seed"])
    if package is None:
        recipe = training.scratch(options["seed"])
    return training.Plan(
        sources=training.Sources(*pair, options["bitexts"], options["catalogs"]),
        output=options["output"] or workspace.root / "models",
        cache=workspace.root / ".bilingual" / "training",
        name=_name(options["name"] or f"{pair[0]}_{pair[1]}-house"),
        start=package,
        recipe=replace(recipe, is_bfloat16=_is_bfloat16(common, options)),
        limits=training.Limits(options["steps"] or 0, options["minutes"] or 0.0),
        replay=options["replay"],
        version=options["version"],
        licence=options["licence"],
        quantisation="float16" if options["float16"] else "int8",
        threads=options["threads"] or 0,
        device=options["device"],
        is_anew=options["anew"],
    )


def _is_bfloat16(common: Common, options: dict[str, Any]) -> bool:
    """Whether to compute in 16 bits: where it is asked for and does not take longer."""
    from bilingual import training

    if not options["bfloat16"]:
        return False
    is_quick = training.is_quick_in_bfloat16(options["device"])
    if not is_quick:
        common.tell(_("This processor is slow in 16 bits: it computes in 32."))
    return is_quick


def _package(start: str, workspace: Workspace) -> Package | None:
    """Return the package that `--from` names, None from scratch."""
    if start == SCRATCH:
        return None
    if start != STARTER:
        return open_package(start)
    pairs = {(workspace.source.language, target.language) for target in workspace.targets}
    shipped = [package for package in find_packages() if package.kind is Kind.SHIPPED]
    for package in shipped:
        if (package.source, package.target) in pairs:
            return package
    raise ModelMissing(
        _("there is no starter for the languages of this workspace"),
        hint=_("Name another package: --from FILE.argosmodel"),
    )


def _name(name: str) -> str:
    """Return the name of the package if it can name a file and a folder everywhere."""
    if name and all(char.isascii() and (char.isalnum() or char in "-_") for char in name):
        return name
    raise click.UsageError(
        _("a package's name has letters, digits, - and _ only."), click.get_current_context()
    )


def _show(progress: Progress, *, is_quiet: bool) -> None:
    """Print a measurement on standard error: one line, for people who wait."""
    if is_quiet:
        return
    step = str(progress.step) if not progress.steps else f"{progress.step}/{progress.steps}"
    # The mark says that these weights are the best so far.
    line = _("step {step}  {minutes:.1f} min  held-out loss {loss:.3f}  drift {drift:.3f}").format(
        step=step, minutes=progress.seconds / 60, loss=progress.loss, drift=progress.drift
    )
    click.echo(line + ("  *" if progress.is_best else ""), err=True)


def _report(done: Trained, plan: Plan, common: Common) -> None:
    path = shown_path(done.package.path)
    common.tell(
        ngettext("Learnt from {n} pair", "Learnt from {n} pairs", done.pairs).format(n=done.pairs)
        + _(", measured on {n} others, {m} general ones replayed").format(
            n=done.held_out, m=done.replayed
        )
    )
    for reason, count in sorted(done.count.left_out.items()):
        common.tell(_("  left out: {n} ({reason})").format(n=count, reason=reasons()[reason]))
    if done.after is not None:
        for metric, value in done.after.metrics.items():
            earlier = f"{done.before.metrics[metric]:.1f} → " if done.before is not None else ""
            common.tell(f"  {metric} {earlier}{value:.1f}")
    common.tell(
        _("{path}  ({size}, version {version})").format(
            path=path, size=megabytes(done.package.size), version=done.package.version
        )
    )
    common.tell(_("Try it: bilingual draft --redraft --package {path}").format(path=path))
    common.tell(_("Keep it: bilingual models install {path}").format(path=path))
    common.answer(_answer(done, plan))


def reasons() -> dict[str, str]:
    """Return why pairs are left out, in the interface's language."""
    return {
        "empty": _("one side is empty"),
        "wordless": _("no words"),
        "lengths": _("lengths too different"),
        "copied": _("both sides are the same"),
        "repeated": _("repeated"),
        "long": _("too long"),
    }


def _answer(done: Trained, plan: Plan) -> dict[str, object]:
    def scores(of: Any) -> object:
        return None if of is None else {"sentences": of.sentences, **of.metrics}

    return {
        "package": facts(done.package),
        "parent": str(plan.start.path) if plan.start is not None else None,
        "pairs": done.pairs,
        "held_out": done.held_out,
        "replayed": done.replayed,
        "left_out": done.count.left_out,
        "steps": done.steps,
        "best_step": done.best_step,
        "seen": done.seen,
        "seconds": round(done.seconds, 1),
        "resumed": done.was_resumed,
        "loss": {"before": round(done.loss_before, 4), "after": round(done.loss_after, 4)},
        "drift": round(done.drift, 5),
        "scores": {"before": scores(done.before), "after": scores(done.after)},
        "signatures": dict(done.after.signatures) if done.after is not None else None,
        "recipe": plan.recipe.signature,
        "checkpoint": str(done.folder),
    }
