"""How many drafts get a fact wrong, before and after selection; and false alarms on human pairs.

    python tests/benchmarks/faithfulness.py [--shared FOLDER] [--limit N] [--hypotheses N]
        [--package FILE] [--alarms-only] [--json FILE]

Sources: `facts.fr.txt` beside this file, written for the project, and the French halves of
FLORES-200 dev and newstest2013 from ../shared, where they are; what is absent is left out and
said. *Before* is the engine's best hypothesis; *after* is what `faithful` chooses, retries
included. A sentence has a wrong fact where `compare` reports an error or a warning.

The same `compare` judges before and after, and chose: what it cannot see is in neither figure.
chrF and BLEU (sacrebleu, where it is installed) against the human halves tell whether the texts
became worse elsewhere. Seconds are the processor's: other programs do not count. False alarms:
what `compare` reports on the human pairs themselves.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bilingual.engines.argos import ArgosEngine
from bilingual.facts import Context, Reader
from bilingual.model import Finding, Hypothesis, Locale, Severity
from bilingual.packages import choose as choose_package
from bilingual.select import Choice, choose, faithful

HERE = Path(__file__).resolve().parent
PAIR = Context(Locale("fr"), Locale("en"))
# What was looked at while writing the checks, and what was not.
SETS = {"newstest2013": "seen", "flores200-dev": "first 500 seen, the rest held out"}
SEEN_OF_FLORES = 500
GOAL_ALARMS = 20.0


@dataclass(frozen=True)
class Pairs:
    """Sources with their human targets, where there are any."""

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...] = ()


def read_pairs(shared: Path) -> list[Pairs]:
    """Return the sets that are there; say which are not."""
    own = (HERE / "facts.fr.txt").read_text(encoding="utf-8").splitlines()
    found = [Pairs("our own", tuple(line for line in own if line and line[0] != "#"))]
    for name in SETS:
        files = [shared / "starter" / "dev" / f"{name}.{end}" for end in ("fr", "en")]
        if not all(path.is_file() for path in files):
            print(f"left out: {name} (not in {files[0].parent})")
            continue
        halves = [tuple(path.read_text(encoding="utf-8").split("\n"))[:-1] for path in files]
        if len(halves[0]) != len(halves[1]):
            sys.exit(f"{name}: {len(halves[0])} sources, {len(halves[1])} targets")
        found.append(Pairs(name, *halves))
    return found


def grave(findings: Sequence[Finding]) -> list[Finding]:
    """Return errors and warnings."""
    return [finding for finding in findings if finding.severity is not Severity.INFO]


def alarms(pairs: Pairs) -> dict[str, Any]:
    """Return what `compare` reports on human pairs: sentences with an error, findings by kind."""
    kinds: Counter[str] = Counter()
    errors = warnings = 0
    begin = time.perf_counter()
    for source, target in zip(pairs.sources, pairs.targets, strict=True):
        findings = grave(Reader(source, PAIR).compare(target))
        kinds.update(f"{finding.severity} {finding.check}" for finding in findings)
        errors += any(finding.severity is Severity.ERROR for finding in findings)
        warnings += bool(findings)
    count = len(pairs.sources)
    return {
        "set": pairs.name,
        "pairs": count,
        "errors_per_1000": 1000 * errors / count,
        "errors_or_warnings_per_1000": 1000 * warnings / count,
        "kinds": dict(sorted(kinds.items())),
        "ms_per_pair": 1000 * (time.perf_counter() - begin) / count,
    }


def print_alarms(found: Sequence[Pairs]) -> list[dict[str, Any]]:
    """Measure and print the false alarms of each set with human targets."""
    print(f"\nFalse alarms on human pairs (goal: < {GOAL_ALARMS:g} errors per 1,000)")
    measured = []
    for pairs in found:
        if not pairs.targets:
            continue
        halves = [pairs]
        if pairs.name == "flores200-dev":
            at = SEEN_OF_FLORES
            halves += [
                Pairs("… seen", pairs.sources[:at], pairs.targets[:at]),
                Pairs("… held out", pairs.sources[at:], pairs.targets[at:]),
            ]
        for half in halves:
            one = alarms(half)
            measured.append(one)
            print(
                f"  {one['set']:16} {one['pairs']:5} pairs: errors {one['errors_per_1000']:5.1f}, "
                f"with warnings {one['errors_or_warnings_per_1000']:5.1f} per 1,000; "
                f"{one['ms_per_pair']:.2f} ms a pair"
            )
            print("     ", ", ".join(f"{kind} {n}" for kind, n in one["kinds"].items()))
    return measured


def draft(engine: ArgosEngine, sources: Sequence[str]) -> dict[str, Any]:
    """Draft the sources once with the best hypothesis and once with selection."""
    engine.load()
    begin = time.process_time()
    first: dict[str, tuple[Hypothesis, ...]] = {}
    for indices, hypotheses in engine.stream(sources, hypotheses=1):
        first[sources[indices[0]]] = hypotheses
    plain = time.process_time() - begin
    begin = time.process_time()
    after: dict[str, Choice] = {}
    for indices, choice in faithful(engine, sources, PAIR):
        after[sources[indices[0]]] = choice
    chosen = time.process_time() - begin
    before = {source: choose(source, hypotheses, PAIR) for source, hypotheses in first.items()}
    return {"before": before, "after": after, "seconds": (plain, chosen)}


def share(choices: dict[str, Choice], sources: Sequence[str]) -> tuple[int, Counter[str]]:
    """Return how many of the sources have a wrong fact, and of which kinds."""
    kinds: Counter[str] = Counter()
    wrong = 0
    for source in sources:
        findings = grave(choices[source].findings)
        kinds.update({finding.check for finding in findings})
        wrong += bool(findings)
    return wrong, kinds


def scores(choices: dict[str, Choice], pairs: Pairs) -> str:
    """Return chrF and BLEU against the human targets, or why there are none."""
    try:
        import sacrebleu
    except ImportError:
        return "no scores: sacrebleu is not installed"
    texts = [
        choices[source].hypothesis.text if choices[source].hypothesis else ""
        for source in pairs.sources
    ]
    references = [list(pairs.targets)]
    chrf = sacrebleu.corpus_chrf(texts, references).score
    bleu = sacrebleu.corpus_bleu(texts, references).score
    return f"chrF {chrf:.2f}, BLEU {bleu:.2f}"


def report(found: Sequence[Pairs], drafted: dict[str, Any]) -> list[dict[str, Any]]:
    """Print the shares before and after, for each set and all together."""
    before, after = drafted["before"], drafted["after"]
    everything = Pairs("all", tuple(source for pairs in found for source in pairs.sources))
    measured = []
    for pairs in [*found, everything]:
        count = len(pairs.sources)
        (wrong, kinds), (left, rest) = share(before, pairs.sources), share(after, pairs.sources)
        print(
            f"\n{pairs.name}: {count} sentences; wrong fact before {wrong} ({wrong / count:.1%}), "
            f"after {left} ({left / count:.1%}): {1 - left / max(wrong, 1):.0%} fewer"
        )
        for kind in sorted(kinds | rest):
            print(f"    {kind:14} {kinds[kind]:5} → {rest[kind]:5}")
        if pairs.targets:
            print(f"    before {scores(before, pairs)}; after {scores(after, pairs)}")
        measured.append(
            {
                "set": pairs.name,
                "sentences": count,
                "before": wrong,
                "after": left,
                "kinds_before": dict(kinds),
                "kinds_after": dict(rest),
            }
        )
    plain, chosen = drafted["seconds"]
    print(
        f"\nprocessor seconds: best hypothesis {plain:.1f}, with selection and retries {chosen:.1f} "
        f"({chosen / plain:.2f} times)"
    )
    return measured


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent.parent / "shared")
    parser.add_argument("--limit", type=int, help="so many sentences of each set")
    parser.add_argument("--hypotheses", type=int, default=1, help="of the first search")
    parser.add_argument("--package", type=Path, help="an .argosmodel, else the starter")
    parser.add_argument("--alarms-only", action="store_true")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args()
    found = read_pairs(options.shared)
    figures: dict[str, Any] = {"alarms": print_alarms(found)}
    if not options.alarms_only:
        kept = [
            Pairs(pairs.name, pairs.sources[: options.limit], pairs.targets[: options.limit])
            for pairs in found
        ]
        package = choose_package("fr", "en", named=options.package, environment={})
        engine = ArgosEngine(package, hypotheses=options.hypotheses)
        print(f"\nengine: {engine.signature}")
        sources = list(dict.fromkeys(source for pairs in kept for source in pairs.sources))
        figures["facts"] = report(kept, draft(engine, sources))
        figures["signature"] = engine.signature
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
