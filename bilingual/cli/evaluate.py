"""`bilingual evaluate`: how near drafts come to what people made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bilingual.cli.base import Command, Common, Language, common_options, option
from bilingual.cli.draft import ARTICLES
from bilingual.cli.show import print_table, progress_bar
from bilingual.errors import BitextError, ModelMissing
from bilingual.interface import _
from bilingual.model import Locale
from bilingual.works import open_articles
from bilingual.workspace import Workspace

if TYPE_CHECKING:
    from bilingual.engines import Engine
    from bilingual.evaluation import Comparison, Measured, Set

FEW = 100  # with fewer sentences the numbers say little
FILE = click.Path(path_type=Path)


@click.command("evaluate", cls=Command)
@ARTICLES
@option(
    "--reference",
    type=FILE,
    metavar="FILE",
    help="A person's translation: one sentence a line, or a .tsv, .tmx or .po file.",
)
@option(
    "--source",
    "source_file",
    type=FILE,
    metavar="FILE",
    help="Translate this file, one sentence a line, instead of articles.",
)
@option(
    "--package",
    metavar="FILE|FOLDER|NAME",
    help="Translate anew with this package, instead of measuring the catalogs' drafts.",
)
@option(
    "--against",
    metavar="FILE|FOLDER|NAME",
    help="Tell whether --package is better than this one, or only luckier.",
)
@option(
    "--to", "target", type=Language(), metavar="LANGUAGE", help="The language of the translations."
)
@common_options
def evaluate_command(
    articles: tuple[Path, ...],
    reference: Path | None,
    source_file: Path | None,
    package: str | None,
    against: str | None,
    target: Locale | None,
    common: Common,
) -> None:
    """Measure drafts against the translations of people: chrF, BLEU and TER.

    Without options, each sentence that was reviewed is compared with the machine's draft it began
    as. With --package, the sentences are translated anew and nothing is written; with --reference,
    a file says what the translation should be. “--source FILE --reference FILE” needs no article.

    Each number comes with its signature, which says how it was computed. Nothing is fetched from
    the network.
    """
    from bilingual import evaluation

    evaluation.require_sacrebleu()
    _check(articles, reference, source_file, package, against)
    workspace = common.find(articles[0] if articles else None)
    wanted = target or workspace.targets[0]
    if source_file is not None and reference is not None:
        name = source_file.name
        texts = _lines(source_file), _lines(reference)
        sets: Sequence[Set] = [evaluation.text_set(name, *texts)]
    else:
        sets = _sets(common, articles, wanted, reference, is_anew=package is not None)
    quiet = common.quiet or common.as_json
    runs = []
    for named in (package, against):
        if named is None and (named is against or source_file is None):
            continue
        engine = _engine(named, workspace, wanted)
        with progress_bar(_("Translating"), is_quiet=quiet) as progress:
            runs.append(evaluation.translated(sets, engine, progress))
    if not runs:
        runs = [evaluation.drafted(sets)]
    if not any(one.items for one in runs[0]):
        raise _nothing(is_anew=package is not None, has_reference=reference is not None)
    found = [evaluation.measure(run, wanted.language) for run in runs]
    compared = _compared(runs, wanted) if len(runs) == 2 else ()
    has_changes = package is None and source_file is None and reference is None
    _report(common, runs, found, compared, has_changes=has_changes)
    common.answer(_answer(runs, found, compared))


def _check(
    articles: tuple[Path, ...],
    reference: Path | None,
    source_file: Path | None,
    package: str | None,
    against: str | None,
) -> None:
    """Raise a usage error for options that make no sense together."""
    problem = ""
    if source_file is not None and reference is None:
        problem = _("--source needs --reference, a translation to compare with.")
    elif source_file is not None and articles:
        problem = _("give articles or --source, not both.")
    elif against is not None and package is None:
        problem = _("--against needs --package, which is compared with it.")
    if problem:
        raise click.UsageError(problem, click.get_current_context())


def _lines(path: Path) -> list[str]:
    from bilingual.pairs import read_sentences

    return read_sentences(path)


def _sets(
    common: Common,
    articles: tuple[Path, ...],
    target: Locale,
    reference: Path | None,
    *,
    is_anew: bool,
) -> list[Set]:
    """Return the sentences to measure of each article."""
    from bilingual import evaluation
    from bilingual.pairs.reading import SUFFIXES

    groups = common.groups(articles)
    if (
        reference is not None
        and reference.suffix.lower() not in SUFFIXES
        and sum(len(paths) for _workspace, paths in groups) != 1
    ):
        raise click.UsageError(
            _("a reference of one sentence a line belongs to one article: name it."),
            click.get_current_context(),
        )
    sets = []
    for workspace, paths in groups:
        for work in open_articles(workspace, paths, (target,)):
            units = work.catalog.units
            if reference is None:
                made = evaluation.reviewed_set(work.article.slug, units, with_drafts=not is_anew)
            else:
                pair = (work.article.locale.language, target.language)
                made = evaluation.article_set(work.article.slug, units, reference, *pair)
            sets.append(made)
    return sets


def _engine(named: str | None, workspace: Workspace, target: Locale) -> Engine:
    """Return the engine of a package, as it drafts before anything is chosen or brought into form.

    Raises: ModelMissing when the package translates into another language.
    """
    from bilingual.engines.argos import ArgosEngine
    from bilingual.packages import choose, open_package

    if named is None:
        return ArgosEngine(choose(workspace.source.language, target.language))
    package = open_package(named)
    if package.target != target.language:
        raise ModelMissing(
            _("the package translates {has}, not into {wanted}").format(
                has=f"{package.source} → {package.target}", wanted=target.language
            ),
            path=package.path,
            hint=_("Say with --to which language the references are in."),
        )
    return ArgosEngine(package)


def _nothing(*, is_anew: bool, has_reference: bool) -> BitextError:
    if has_reference and is_anew:
        message = _("the reference has none of these sentences")
        hint = _("Compare the sources in it with the article's, letter by letter.")
    elif has_reference:
        message = _("there are no drafts for these sentences")
        hint = _("Make drafts first (bilingual draft), or name a package with --package.")
    elif is_anew:
        message = _("no sentence has been reviewed yet")
        hint = _("Review some, or give a translation with --reference FILE.")
    else:
        message = _("no sentence that began as a machine's draft has been reviewed yet")
        hint = _("Review some drafts, or give a translation with --reference FILE.")
    return BitextError(message, hint=hint)


def _compared(runs: Sequence[Sequence[Set]], target: Locale) -> tuple[Comparison, ...]:
    from bilingual import evaluation

    a, b = ([item.draft for one in run for item in one.items] for run in runs)
    references = [item.reference for one in runs[0] for item in one.items]
    return evaluation.compare(a, b, references, target.language)


def _report(
    common: Common,
    runs: Sequence[Sequence[Set]],
    found: Sequence[Sequence[Measured]],
    compared: Sequence[Comparison],
    *,
    has_changes: bool,
) -> None:
    if common.quiet or common.as_json:
        return
    columns = [(_("Text"), "left"), (_("Sentences"), "right")]
    columns += [(_("Changed"), "right")] if has_changes else []
    columns += [(score.metric, "right") for score in found[0][-1].scores]
    for run, measured in zip(runs, found, strict=True):
        rows = measured if len(measured) > 2 else measured[:1]
        print_table("", columns, [_row(one, has_changes=has_changes) for one in rows])
        for signature in _makers(run):
            common.tell(_("  translated by {signature}").format(signature=signature))
    for one in compared:
        verdict = _("no difference that luck does not explain")
        if one.is_significant:
            is_better = (one.a > one.b) is (one.metric != "TER")
            verdict = _("better") if is_better else _("worse")
        common.tell(
            _(
                "{metric}: {a:.1f} ± {margin_a:.1f} against {b:.1f} ± {margin_b:.1f}: {verdict}"
            ).format(
                metric=one.metric,
                a=one.a,
                margin_a=one.margin_a,
                b=one.b,
                margin_b=one.margin_b,
                verdict=verdict,
            )
            + f" (p = {one.p:.3f})"
        )
    for score in compared or found[0][-1].scores:
        common.tell(f"  {score.signature}")
    if found[0][-1].sentences < FEW:
        common.tell(_("With fewer than {n} sentences these numbers say little.").format(n=FEW))


def _row(one: Measured, *, has_changes: bool) -> list[str]:
    changed = [str(one.changed)] if has_changes else []
    scores = [f"{score.value:.1f}" for score in one.scores]
    return [one.name or _("all together"), str(one.sentences), *changed, *scores]


def _makers(run: Sequence[Set]) -> list[str]:
    """Return the signatures of what made the translations, each once."""
    return list(dict.fromkeys(i.made_by for one in run for i in one.items if i.made_by))


def _answer(
    runs: Sequence[Sequence[Set]],
    found: Sequence[Sequence[Measured]],
    compared: Sequence[Comparison],
) -> dict[str, object]:
    """Return what `evaluate --json` prints."""
    systems = [
        {
            "made_by": _makers(run),
            "articles": [_facts(one) for one in measured[:-1]],
            "overall": _facts(measured[-1]),
        }
        for run, measured in zip(runs, found, strict=True)
    ]
    return {
        "systems": systems,
        "signatures": {s.metric: s.signature for s in found[0][-1].scores},
        "comparison": [
            {
                "metric": one.metric,
                "package": one.a,
                "against": one.b,
                "p": one.p,
                "significant": one.is_significant,
                "signature": one.signature,
            }
            for one in compared
        ],
    }


def _facts(one: Measured) -> dict[str, object]:
    named = {} if not one.name else {"article": one.name}
    scores = {score.metric: round(score.value, 4) for score in one.scores}
    return {**named, "sentences": one.sentences, "changed": one.changed, **scores}
