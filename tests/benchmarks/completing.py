"""How fast and how useful completion while typing is: people's translations typed key by key.

    python tests/benchmarks/completing.py [--sentences 40] [--package FILE] [--all-lengths]

Each human translation is typed as a reviewer would who wants exactly that text. After every key
the completer is asked. Where the next word of its proposal, or the rest of the word begun, is
right, it is taken with one key (Ctrl+→); where not, the next character is typed. Printed:

* p50 and p95 from the call to the proposal, of the calls for which the model was asked (a proposal
  that is typed along is known already), and of all; for the former the processor's time too, which
  is what they would take on a machine that does nothing else;
* keystrokes saved, of those that typing everything takes;
* how often the next word was right at the beginning of a word;
* the ratio of the median call to the median translation of a whole sentence (beam of the drafts).

Sentences have 25 to 35 words in the source, 30 in the middle, unless --all-lengths is given. They
are those of ../shared/starter/dev beside the checkout; without them, the few below. Nothing is
asserted: what else the machine does changes the times.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
from pathlib import Path

from bilingual.draft import Form
from bilingual.engines.argos import ArgosEngine
from bilingual.model import Locale
from bilingual.packages import choose, open_package
from bilingual.suggest import Completer

DEV = Path(__file__).resolve().parents[2].parent / "shared" / "starter" / "dev"
OWN = [
    (
        (
            "Le conseil municipal a adopté lundi soir le budget de la ville, qui prévoit la"
            " construction de deux écoles et la rénovation du vieux pont sur la rivière avant la fin"
            " de l’année prochaine."
        ),
        (
            "On Monday evening the city council adopted the city’s budget, which provides for the"
            " construction of two schools and the renovation of the old bridge over the river before"
            " the end of next year."
        ),
    ),
    (
        (
            "Selon la police, trois personnes ont été blessées dans l’accident, qui s’est produit vers"
            " huit heures du matin sur la route nationale, et la circulation est restée difficile"
            " jusqu’à midi."
        ),
        (
            "According to the police, three people were injured in the accident, which happened at"
            " about eight in the morning on the main road, and traffic remained difficult until noon."
        ),
    ),
    (
        (
            "Les agriculteurs de la région demandent une aide du gouvernement après plusieurs mois de"
            " sécheresse, car les récoltes de blé et de maïs ont diminué de moitié par rapport à"
            " l’année dernière."
        ),
        (
            "The farmers of the region are asking for government aid after several months of drought,"
            " because the wheat and maize harvests have fallen by half compared with last year."
        ),
    ),
]


def pairs(count: int, *, all_lengths: bool) -> list[tuple[str, str]]:
    """Return sentences with the translations that people made of them, always the same ones."""
    found = []
    for french in sorted(DEV.glob("*.fr")):
        english = french.with_suffix(".en")
        lines = french.read_text(encoding="utf-8").splitlines()
        found += zip(lines, english.read_text(encoding="utf-8").splitlines(), strict=True)
    fitting = [
        pair for pair in found or OWN if all(pair) and (all_lengths or _is_long_enough(pair[0]))
    ]
    random.Random(20).shuffle(fitting)
    return fitting[:count]


def _is_long_enough(source: str) -> bool:
    return 25 <= len(source.split()) <= 35


def next_word(text: str) -> str:
    """Return a text up to the end of its next word; a blank before it belongs to it.

    >>> next_word(" a world, too"), next_word("ld, too")
    (' a', 'ld,')
    """
    start = len(text) - len(text.lstrip())
    end = text.find(" ", start)
    return text if end < 0 else text[:end]


class Typist:
    """Types translations with a completer at hand, and counts."""

    def __init__(self, completer: Completer) -> None:
        self._completer = completer
        self.asked: list[float] = []  # seconds, of the calls that went to the model
        self.worked: list[float] = []  # the processor's seconds for the same
        self.all: list[float] = []
        self.keys = self.characters = self.words = self.right = 0

    def type(self, source: str, target: str) -> None:
        """Type one translation."""
        at = 0
        while at < len(target):
            proposal = self._proposal(source, target[:at])
            word, wanted = next_word(proposal), next_word(target[at:])
            is_right = bool(word) and word == wanted
            if at == 0 or target[at] == " ":
                self.words += 1
                self.right += is_right
            at += len(word) if is_right else 1
            self.keys += 1
        self.characters += len(target)

    def _proposal(self, source: str, prefix: str) -> str:
        start, worked = time.perf_counter(), time.process_time()
        made = self._completer.complete(source, prefix)
        took, worked = time.perf_counter() - start, time.process_time() - worked
        self.all.append(took)
        if made.words or not made.text:  # what is known already comes without words
            self.asked.append(took)
            self.worked.append(worked)
        return made.text


def quantile(values: list[float], share: float) -> float:
    """Return a quantile in milliseconds."""
    return 1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sentences", type=int, default=40)
    arguments.add_argument("--package")
    arguments.add_argument("--all-lengths", action="store_true")
    given = arguments.parse_args()
    chosen = open_package(given.package) if given.package else choose("fr", "en", environment={})
    engine = ArgosEngine(chosen, hypotheses=4)
    completer = Completer.of(engine, Form(Locale("fr"), Locale("en")))
    assert completer is not None
    completer.load()
    wanted = pairs(given.sentences, all_lengths=given.all_lengths)
    engine.translate([wanted[0][0]])
    whole = []
    for source, _target in wanted:
        start = time.perf_counter()
        engine.translate([source])
        whole.append(time.perf_counter() - start)
    typist = Typist(completer)
    for source, target in wanted:
        typist.type(source, target)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    words = statistics.median(len(source.split()) for source, _target in wanted)
    print(f"{chosen.name} {chosen.version}; {len(wanted)} sentences of {words:g} words (median)")
    print(f"{engine.threads} threads; load of the machine {load:.1f}")
    rows = {"asked": typist.asked, "asked, processor": typist.worked, "all": typist.all}
    for name, values in rows.items():
        print(
            f"{name}: {len(values)} calls, p50 {quantile(values, 0.5):.0f} ms, "
            f"p95 {quantile(values, 0.95):.0f} ms, p99 {quantile(values, 0.99):.0f} ms"
        )
    saved = 1 - typist.keys / typist.characters
    print(f"keystrokes saved: {saved:.1%} ({typist.keys} keys for {typist.characters})")
    print(f"next word right: {typist.right / typist.words:.1%} of {typist.words}")
    ratio = quantile(typist.asked, 0.5) / quantile(whole, 0.5)
    print(f"one call: {ratio:.2f} of a whole translation ({quantile(whole, 0.5):.0f} ms)")


if __name__ == "__main__":
    main()
