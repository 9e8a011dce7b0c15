"""The card of a trained package: what it learnt from, how, and what it is worth.

In: a plan and what came of it. Out: the metadata that Argos reads, and a text for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bilingual import __version__
from bilingual.packages import Package
from bilingual.training.plan import Plan, Scores

_NAMES = {"fr": "French", "en": "English"}  # where no parent says how Argos names them
FILE = "README.md"


def version_of(plan: Plan) -> str:
    """Return the package's version: the one asked for, else one that follows the parent's."""
    if plan.version:
        return plan.version
    return f"{plan.start.version}.1" if plan.start is not None else "1.0"


def folder_name(plan: Plan) -> str:
    """Return the name of the folder that the package unpacks to, which Argos installs it as."""
    return f"translate-{plan.name}-{version_of(plan).replace('.', '_')}"


def metadata_of(plan: Plan) -> dict[str, object]:
    """Return what metadata.json says; Argos reads the first seven, the rest is for people."""
    source, target = plan.sources.source, plan.sources.target
    stated: dict[str, object] = {
        "package_version": version_of(plan),
        "argos_version": "1.9.0",
        "from_code": source,
        "from_name": _NAMES.get(source, source),
        "to_code": target,
        "to_name": _NAMES.get(target, target),
        "type": "translate",
    }
    if licence := licence_of(plan):
        stated["license"] = licence
    if plan.start is not None:
        stated["parent"] = parent_facts(plan.start)
    stated["made_with"] = f"bilingual {__version__}"
    return stated


def licence_of(plan: Plan) -> str:
    """Return the licence that was asked for, else the parent's."""
    return plan.licence or (plan.start.licence if plan.start is not None else "")


def parent_facts(package: Package) -> dict[str, object]:
    """Return what names the package that was trained on."""
    return {"name": package.name, "version": package.version, "sha256": package.sha256}


def card(
    plan: Plan, facts: Mapping[str, object], before: Scores | None, after: Scores | None
) -> str:
    """Return the card, in Markdown. `facts` are the run's numbers by name."""
    source, target = plan.sources.source, plan.sources.target
    lines = [f"# {plan.name} {version_of(plan)}", ""]
    if plan.start is not None:
        lines += [
            f"A translation model for {source} → {target}, fine-tuned by `bilingual train`.",
        ]
    else:
        lines += [f"A translation model for {source} → {target}, trained by `bilingual train`."]
    lines += [
        "It drafts; a person reads every sentence before it is published.",
        "",
        f"- Languages: {source} to {target}",
        f"- License: {licence_of(plan) or 'not stated'}",
        f"- Form: Argos package (CTranslate2 model in {plan.quantisation}, SentencePiece)",
    ]
    if plan.start is not None:
        lines += [f"- Parent: {plan.start.name} {plan.start.version}, {plan.start.sha256}"]
    lines += ["", "## What it learnt from", ""]
    lines += [f"- {name}" for name in _files(plan)]
    lines += ["", "## How", ""]
    lines += [f"- {name}: {value}" for name, value in facts.items()]
    lines += [f"- recipe: {plan.recipe.signature}", "", "## What it is worth", ""]
    lines += _table(before, after)
    return "\n".join(lines) + "\n"


def _files(plan: Plan) -> list[str]:
    """Return the names of the files, without the folders of whoever trained it."""
    named = [*plan.sources.bitexts, *plan.sources.catalogs]
    replay = plan.replay or ((Path("general sentences of bilingual"),) if plan.start else ())
    return [
        *(f"pairs: {path.name}" for path in named),
        *(f"replay: {path.name}" for path in replay),
    ]


def _table(before: Scores | None, after: Scores | None) -> list[str]:
    if after is None:
        return ["Not measured: sacrebleu was not installed."]
    lines = [
        f"Measured on {after.sentences} sentences that were held out from training:",
        "",
        "| | parent | this model |" if before is not None else "| | this model |",
        "|---|--:|--:|" if before is not None else "|---|--:|",
    ]
    for name, value in after.metrics.items():
        first = f" {before.metrics[name]:.1f} |" if before is not None else ""
        lines.append(f"| {name} |{first} {value:.1f} |")
    signatures = [f"`{name}: {signature}`" for name, signature in after.signatures.items()]
    return [*lines, "", "sacreBLEU: " + ", ".join(signatures)] if signatures else lines
