"""Segmentation side by side: F1 on gold sets, exact answers on hard cases, and speed, in one run.

    python tests/benchmarks/segmentation.py [--shared FOLDER] [--update [--allow-regression]]

The gold sets (Universal Dependencies; licences beside them) are read from ../shared and are no
part of the project: where they are absent, this says what it leaves out. F1 is that of the
boundaries inside each document; its last one is nobody's merit. A hard case counts when every
segment is right. Speed is UTF-8 megabytes a second of processor time, the best of several rounds
in which the fast segmenters take turns, a document a call.

`segmentation_floors.json` pins our figures; a run below them fails. `--update` raises them and
never lowers one without `--allow-regression`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bilingual.model import Locale
from bilingual.segment import VERSION, segment_text

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLOORS = HERE / "segmentation_floors.json"
GOLD = ("sequoia_dev.nl", "sequoia_news.nl", "gsd_dev.nl", "pysbd_golden_fr")
FR, EN = Locale("fr"), Locale("en")
ROUNDS, REPEATS = 9, 10
MEGABYTE = 1_000_000
# One thing a megabyte long: what makes a careless pattern quadratic.
MONOTONOUS = ['"', "(", ".", "«", "»", "1", "a", " ", "\n", "!", '. "', '" ', ". ", "(a.) ", "M. "]
MONOTONOUS += [
    "p. ex. ",
    "A. B. ",
    "« a ! ",
    "Le « a ! b",
    "\n \n",
    ".\xa0a",
    "abc.Le",
    "etc. ",
    ". — ",
]

Segmenter = Callable[[str, Locale], Iterable[str]]
Spans = list[tuple[int, int]]


def ours(text: str, locale: Locale) -> list[str]:
    """Cut with the segmenter under test."""
    return [span.of(text) for span in segment_text(text, locale)]


def one_line_regex(text: str, locale: Locale) -> list[str]:
    """Cut after every mark and at every line break: what one line of code is worth."""
    return re.split(r"(?<=[.!?…])\s+|\n+", text)


def libraries() -> tuple[dict[str, Segmenter], list[str]]:
    """Return the libraries that are installed, by name, and the names of those that are not."""
    found: dict[str, Segmenter] = {}
    if importlib.util.find_spec("sentencex"):
        import sentencex  # type: ignore[import-untyped]

        found["sentencex"] = lambda text, locale: sentencex.segment(locale.language, text)
    if importlib.util.find_spec("choppa"):
        import choppa

        rules = Path(choppa.__file__).parent / "data/srx/languagetool_segment.srx"
        document = choppa.SrxDocument(ruleset=rules)
        found["choppa-srx"] = lambda text, locale: choppa.SrxTextIterator(
            document, f"{locale.language}_one", text
        )
    if importlib.util.find_spec("pysbd"):
        import pysbd  # type: ignore[import-untyped]

        cutters = {
            locale: pysbd.Segmenter(language=locale.language, clean=False) for locale in (FR, EN)
        }
        found["pysbd"] = lambda text, locale: cutters[locale].segment(text)
    return found, [name for name in ("sentencex", "choppa-srx", "pysbd") if name not in found]


def located(pieces: Iterable[str], text: str) -> Spans:
    """Return where the pieces lie in the text, without the white space around them."""
    spans, at = [], 0
    for piece in pieces:
        words = piece.strip()
        start = text.find(words, at) if words else -1
        if start >= 0:
            at = start + len(words)
            spans.append((start, at))
    return spans


def boundary_f1(cut: Segmenter, documents: Sequence[dict[str, object]]) -> float:
    """Return the F1, in per cent, of the boundaries inside the documents."""
    right = wrong = missed = 0
    for document in documents:
        text, gold = str(document["text"]), document["spans"]
        assert isinstance(gold, list)
        wanted = {end for _start, end in gold[:-1]}
        got = {end for _start, end in located(cut(text, FR), text)[:-1]}
        right += len(wanted & got)
        wrong += len(got - wanted)
        missed += len(wanted - got)
    return 200 * right / (2 * right + wrong + missed)


def exact(cut: Segmenter, cases: Sequence[tuple[str, list[list[str]]]], locale: Locale) -> int:
    """Return how many cases are cut exactly into one of their answers."""
    return sum(
        [text[a:b] for a, b in located(cut(text, locale), text)] in answers
        for text, answers in cases
    )


@dataclass(slots=True)
class Corpora:
    """What is measured on; `absent` names what could not be found."""

    gold: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    hard: dict[str, tuple[Locale, list[tuple[str, list[list[str]]]]]] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)

    def digests(self) -> dict[str, str]:
        """Return a short fingerprint of each corpus: figures hold for these and no others."""
        rows: dict[str, object] = {**self.gold, **{name: c for name, (_l, c) in self.hard.items()}}
        return {
            name: hashlib.sha256(json.dumps(rows[name], ensure_ascii=False).encode()).hexdigest()[
                :10
            ]
            for name in rows
        }


def corpora(shared: Path) -> Corpora:
    """Read the gold sets beside the project and the golden cases in it."""
    runner = ROOT / "tests/golden/test_segment_golden.py"
    spec = importlib.util.spec_from_file_location("segment_golden", runner)
    assert spec is not None
    assert spec.loader is not None
    golden = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(golden)
    found = Corpora()
    for name in GOLD:
        path = shared / "gold" / f"{name}.json"
        if path.is_file():
            found.gold[name] = json.loads(path.read_text(encoding="utf-8"))
        else:
            found.absent.append(f"{name} ({path} is not there)")
    for label, locale, paths in (
        ("press (156)", FR, [golden.HOME / "fr/press.json"]),
        ("own French", FR, sorted((golden.HOME / "fr").glob("*.txt"))),
        ("own English", EN, sorted((golden.HOME / "en").glob("*.txt"))),
    ):
        cases = [
            (text, answers) for path in paths for _where, text, answers in golden.cases_of(path)
        ]
        found.hard[label] = (locale, cases)
    return found


def quality(cut: Segmenter, found: Corpora) -> dict[str, float]:
    """Return F1 for each gold set and the number of exact answers for each set of cases."""
    figures: dict[str, float] = {
        name: round(boundary_f1(cut, documents), 2) for name, documents in found.gold.items()
    }
    for name, (locale, cases) in found.hard.items():
        figures[name] = exact(cut, cases, locale)
    return figures


def seconds_for(cut: Callable[[str, Locale], Iterable[object]], texts: Iterable[str]) -> float:
    """Return the processor time that cutting the texts takes."""
    begin = time.process_time()
    for text in texts:
        list(cut(text, FR))
    return time.process_time() - begin


def speeds(systems: dict[str, Segmenter], documents: list[str]) -> dict[str, float]:
    """Return megabytes a second for each system; the slow ones get one round on fewer documents."""
    many = {"choppa-srx": documents, "pysbd": documents[::8]}
    best: dict[str, float] = {}
    for turn in range(ROUNDS):
        for name, cut in systems.items():
            if name in many and turn:
                continue
            texts = many.get(name, documents * REPEATS)
            run = segment_text if name == "bilingual" else cut  # spans, as callers use them
            taken = seconds_for(run, texts)
            rate = sum(len(text.encode()) for text in texts) / MEGABYTE / taken
            best[name] = max(best.get(name, 0.0), rate)
    return best


def slowest_megabyte() -> tuple[str, float]:
    """Return which megabyte of one thing takes longest, and how many seconds."""
    taken = {}
    for unit in MONOTONOUS:
        text = unit * (MEGABYTE // len(unit))
        taken[unit] = seconds_for(segment_text, [text])
    worst = max(taken, key=lambda unit: taken[unit])
    return worst, taken[worst]


def print_table(
    columns: dict[str, dict[str, float]], speed: dict[str, float], found: Corpora
) -> None:
    """Print one row a corpus, one column a system."""
    names = list(columns)
    print(f"{'':22}" + "".join(f"{name:>13}" for name in names))
    for name in found.gold:
        print(f"{'F1 ' + name:22}" + "".join(f"{columns[s][name]:13.2f}" for s in names))
    for name, (_locale, cases) in found.hard.items():
        row = "".join(f"{columns[s][name]:>9.0f}/{len(cases):<3}" for s in names)
        print(f"{'exact ' + name:22}{row}")
    print(f"{'MB/s':22}" + "".join(f"{speed[name]:13.2f}" for name in names))


def judged(
    figures: dict[str, float], pinned: dict[str, float], *, update: bool, allow_regression: bool
) -> tuple[dict[str, float], list[str]]:
    """Return the floors to keep, and what is wrong.

    A figure below its floor is wrong, unless an update is allowed to lower it. Floors of corpora
    that were not measured stay as they are.
    """
    kept, wrong = dict(pinned), []
    for name, figure in figures.items():
        floor = pinned.get(name)
        if floor is not None and figure < floor and not (update and allow_regression):
            wrong.append(f"{name}: {figure:g} is below its floor, {floor:g}")
        elif update or floor is None:
            kept[name] = figure
    return kept, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Run everything, print the table, and compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared/segmentation")
    parser.add_argument("--update", action="store_true", help="raise the floors to this run")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower them")
    options = parser.parse_args(arguments)
    found = corpora(options.shared)
    others, missing = libraries()
    systems: dict[str, Segmenter] = {"bilingual": ours, **others, "regex": one_line_regex}
    for name in [
        *found.absent,
        *(f"{lib} (pip install 'bilingual-press[bench]')" for lib in missing),
    ]:
        print(f"left out: {name}")
    columns = {name: quality(cut, found) for name, cut in systems.items()}
    documents = [str(d["text"]) for rows in found.gold.values() for d in rows]
    what = "the gold sets' documents"
    if not documents:
        documents = [text for _locale, cases in found.hard.values() for text, _answers in cases]
        what = "our hard cases, for want of the gold sets"
    speed = speeds(systems, documents)
    print_table(columns, speed, found)
    size = sum(len(text.encode()) for text in documents) * REPEATS / MEGABYTE
    print(f"\nspeed on {what}: {len(documents) * REPEATS} texts, {size:.1f} MB, one text a call,")
    print("choppa-srx on a tenth of them, pysbd on an eightieth; processor time, best of", ROUNDS)
    if "sentencex" in speed:
        print(f"our share of sentencex's speed: {speed['bilingual'] / speed['sentencex']:.0%}")
    unit, seconds = slowest_megabyte()
    print(f"slowest of {len(MONOTONOUS)} monotonous megabytes: {unit!r}, {seconds:.2f} s")
    return _compare(columns["bilingual"], found, options)


def _compare(figures: dict[str, float], found: Corpora, options: argparse.Namespace) -> int:
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    digests = found.digests()
    changed = [n for n, d in digests.items() if pinned.get("corpora", {}).get(n, d) != d]
    if changed and not options.update:
        print(f"\nthese corpora are not those of the floors: {', '.join(changed)} (use --update)")
        return 1
    kept, wrong = judged(
        figures,
        pinned.get("floors", {}),
        update=options.update,
        allow_regression=options.allow_regression,
    )
    for line in wrong:
        print(f"FAILED {line}")
    if wrong:
        return 1
    if options.update:
        content = {
            "segmenter": VERSION,
            "corpora": {**pinned.get("corpora", {}), **digests},
            "floors": kept,
        }
        FLOORS.write_text(
            json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        print(f"\nfloors written to {FLOORS.name}")
    else:
        print("\nall figures at or above their floors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
