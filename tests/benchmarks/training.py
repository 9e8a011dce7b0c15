"""What fine-tuning teaches and what it costs: the house's words against general translation.

    python tests/benchmarks/training.py [--sentences 500] [--steps 100] [--replay FILE] [--threads 2]

The starter is fine-tuned on the made-up newsroom's terms of tests/termset.py. Before and after:
the share of terms obeyed in sentences of other frames, and chrF of newstest2013 and FLORES-200 dev
(the first so many sentences of each), which lie in ../shared/starter/dev beside the checkout;
without them only the terms are measured. `--replay` names general sentences or pairs to replay in
place of those that bilingual ships. The goal: general chrF down by less than 0.5.

With the starter 0.1, 1,000 sentences and the shipped replay, 200 steps (693 s of one busy thread):
terms 0 → 60 %, newstest2013 51.3 → 51.1 (-0.22), FLORES-200 dev 52.8 → 52.3 (-0.46).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from termset import LEARNT, MEASURED, obeyed, sentences  # noqa: E402

from bilingual.engines.argos import ArgosEngine  # noqa: E402
from bilingual.evaluation import score  # noqa: E402
from bilingual.packages import Package, open_package  # noqa: E402
from bilingual.training import Limits, Plan, Progress, Sources, train  # noqa: E402

DEV = ROOT.parent / "shared" / "starter" / "dev"
GOAL = 0.5


def drafts(package: Package, sources: list[str]) -> list[str]:
    """Return the best hypothesis of each source."""
    found = ArgosEngine(package).translate(sources)
    return [hypotheses[0].text if hypotheses else "" for hypotheses in found]


def general(package: Package, count: int) -> dict[str, float]:
    """Return chrF of each development set, of its first sentences."""
    found = {}
    for path in sorted(DEV.glob("*.fr")):
        sides = (path, path.with_suffix(".en"))
        french, english = (side.read_text(encoding="utf-8").splitlines()[:count] for side in sides)
        found[path.stem] = score(drafts(package, french), english, "en")[0].value
    return found


def show(progress: Progress) -> None:
    """Print a measurement."""
    print(
        f"step {progress.step}: {progress.seconds:.0f} s, held-out loss {progress.loss:.3f}, "
        f"drift {progress.drift:.4f}"
    )


def main() -> None:
    """Fine-tune once and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=500)
    parser.add_argument("--steps", type=int, default=0)
    parser.add_argument("--replay", type=Path, action="append", default=[])
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    starter = open_package("fr_en-starter")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bitext = folder / "terms.tsv"
        lines = ["\t".join(pair) for pair in sentences(LEARNT)]
        bitext.write_text("\n".join(lines) + "\n", encoding="utf-8")
        plan = Plan(
            sources=Sources("fr", "en", (bitext,)),
            output=folder,
            cache=folder,
            name="fr_en-house",
            start=starter,
            limits=Limits(steps=arguments.steps),
            replay=tuple(arguments.replay),
            threads=arguments.threads,
        )
        done = train(plan, show)
        pairs = sentences(MEASURED)
        rows = {}
        for label, package in (("before", starter), ("after", done.package)):
            share = obeyed(pairs, drafts(package, [pair[0] for pair in pairs]))
            rows[label] = {"terms obeyed, %": 100 * share, **general(package, arguments.sentences)}
    print(
        f"{done.pairs} pairs, {done.replayed} replayed, {done.steps} steps, best {done.best_step}"
    )
    print(f"{plan.recipe.signature}\n")
    for metric, before in rows["before"].items():
        after = rows["after"][metric]
        print(f"{metric:20} {before:6.1f} → {after:6.1f}  ({after - before:+.2f})")
    falls = [rows["before"][m] - rows["after"][m] for m in list(rows["before"])[1:]]
    if falls:
        verdict = "kept" if max(falls) < GOAL else "MISSED"
        print(f"goal: general chrF falls by less than {GOAL}: {verdict} ({max(falls):.2f})")


if __name__ == "__main__":
    main()
