"""How fast drafting is, beside the bare model and beside Argos Translate, in one run.

    python tests/benchmarks/drafting.py [--sentences 2000] [--argos 200]

Three ways through the same package and the same French sentences, each in a process of its own:

* raw: `ctranslate2.Translator.translate_batch` on tokens that are ready, at the same beam, batch
  size, threads and compute type; loading is not counted. Only a program that asks less of the
  model can be faster: the row with the shortlist is raw for such a one.
* argos: `argostranslate.translate` with the package installed, one sentence a call, as its own
  way through does it. Its splitter, which would download a model, is replaced by one that gives
  back what it got. On fewer sentences, because it is slow.
* bilingual: `bilingual draft` as a whole command, from the start of Python to the saved catalogs;
  with `--fast`, which searches once and by the package's shortlist, and without, where all words
  are looked at and drafts with a fact wrong are searched for again: more work than raw does.

Sentences are those of ../shared/starter/dev beside the checkout; without them nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEV = ROOT.parent / "shared" / "starter" / "dev"
STARTER = ROOT / "bilingual" / "starter" / "fr_en-starter.argosmodel"

RAW = """
import json, sys, time, ctranslate2, sentencepiece
folder, beam, hypotheses, batch, compute, threads, lines, shortlist = sys.argv[1:9]
sources = open(lines, encoding="utf-8").read().splitlines()
sp = sentencepiece.SentencePieceProcessor(model_file=folder + "/sentencepiece.model")
tokens = sp.encode(sources, out_type=str)
model = ctranslate2.Translator(
    folder + "/model", compute_type=compute, inter_threads=int(threads), intra_threads=1
)
model.translate_batch(tokens[:8], beam_size=int(beam))
start = time.perf_counter()
model.translate_batch(
    tokens, beam_size=int(beam), num_hypotheses=int(hypotheses), max_batch_size=int(batch),
    batch_type="tokens", length_penalty=1, max_input_length=0, use_vmap=shortlist == "True",
)
print(json.dumps({"seconds": time.perf_counter() - start}))
"""

ARGOS = """
import json, sys, time, types
# The AGPL splitter is not loaded, here neither: a stand-in gives back what it got.
sys.modules["minisbd"] = types.SimpleNamespace(SBDetect=None, models=types.SimpleNamespace())
from argostranslate import sbd, settings
class Whole:
    def __init__(self, package): pass
    def split_sentences(self, text): return [text]
sbd.MiniSBDSentencizer = Whole
from argostranslate import translate
translate.MiniSBDSentencizer = Whole
settings.beam_size = int(sys.argv[1])
sources = open(sys.argv[2], encoding="utf-8").read().splitlines()
translate.translate(sources[0], "fr", "en")
start = time.perf_counter()
for source in sources:
    translate.translate(source, "fr", "en")
print(json.dumps({"seconds": time.perf_counter() - start}))
"""


def sentences() -> list[str]:
    """Return the French development sentences, none where they are not there."""
    found = []
    for path in sorted(DEV.glob("*.fr")):
        found += path.read_text(encoding="utf-8").splitlines()
    return [line for line in found if line.strip()]


def python(program: str, *arguments: object, **environment: str) -> float:
    """Run a program in a Python of its own and return the seconds it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    if done.returncode:
        sys.exit(done.stderr)
    return float(json.loads(done.stdout.splitlines()[-1])["seconds"])


def drafted(folder: Path, sources: list[str], *options: str) -> tuple[float, dict]:
    """Run `bilingual draft` on articles of 20 paragraphs; return wall seconds and its receipt."""
    (folder / "articles").mkdir(parents=True)
    (folder / "bilingual.toml").write_text("", encoding="utf-8")
    for i in range(0, len(sources), 20):
        text = "Titre\n\n" + "\n\n".join(sources[i : i + 20]) + "\n"
        (folder / "articles" / f"a{i:05}.fr.txt").write_text(text, encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder.parent / "compiled")
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bilingual", "draft", "--json", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    return seconds, json.loads(done.stdout)


def raw(folder: Path, package: Path, engine: dict, hypotheses: int, *, shortlist: bool) -> float:
    """Return the seconds of the model alone, with an engine's settings as a receipt has them."""
    return python(
        RAW,
        package,
        engine["beam"],
        hypotheses,
        engine["batch_tokens"],
        engine["compute_type"],
        len(os.sched_getaffinity(0)),
        folder / "all.txt",
        shortlist,
    )


def measured(folder: Path, sources: list[str], few: list[str]) -> dict[str, tuple[int, float]]:
    """Return how many sentences and words a second, each way through; prints the settings."""
    with zipfile.ZipFile(STARTER) as archive:
        archive.extractall(folder / "packages")
    (package,) = (folder / "packages").iterdir()
    (folder / "all.txt").write_text("\n".join(sources), encoding="utf-8")
    (folder / "few.txt").write_text("\n".join(few), encoding="utf-8")
    # As on an installed machine: what Python has compiled once is not compiled again.
    drafted(folder / "first", sources[:5])
    ours, receipt = drafted(folder / "careful", sources)
    quick, fast = drafted(folder / "fast", sources, "--fast")
    engine = receipt["engine"]
    several = engine["hypotheses"]
    print(
        f"beam {engine['beam']}, {engine['compute_type']}, batches of {engine['batch_tokens']} "
        f"tokens; receipt {receipt['seconds']}"
    )
    raws = [
        raw(folder, package, engine, hypotheses, shortlist=shortlist)
        for hypotheses, shortlist in ((1, False), (several, False), (several, True))
    ]
    home = {"ARGOS_PACKAGES_DIR": str(folder / "packages"), "HOME": str(folder)}
    argos = python(ARGOS, engine["beam"], folder / "few.txt", **home)
    words, few_words = (sum(len(line.split()) for line in lines) for lines in (sources, few))
    return {
        "raw translate_batch, 1 hypothesis": (len(sources), words / raws[0]),
        f"raw translate_batch, {several} hypotheses": (len(sources), words / raws[1]),
        "raw, the same by shortlist": (len(sources), words / raws[2]),
        "argostranslate.translate": (len(few), few_words / argos),
        "bilingual draft --fast, whole command": (fast["segments"], fast["words"] / quick),
        "bilingual draft, whole command": (receipt["segments"], receipt["words"] / ours),
    }


def main() -> None:
    """Measure the ways and print a table with the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=2_000)
    parser.add_argument("--argos", type=int, default=200)
    arguments = parser.parse_args()
    sources = sentences()[: arguments.sentences]
    if not sources:
        print(f"skipped: no sentences, {DEV} is not there")
        return
    few = sources[:: max(1, len(sources) // arguments.argos)]
    with tempfile.TemporaryDirectory() as name:
        rows = measured(Path(name), sources, few)
    for label, (n, speed) in rows.items():
        print(f"{label:38} {n:6} sentences {speed:8.0f} words/s")
    one, same, short, slow, *own = (speed for _n, speed in rows.values())
    for label, speed in zip(list(rows)[-2:], own, strict=True):
        print(
            f"{label}: {speed / same:.2f} of raw with the same hypotheses, {speed / one:.2f} of "
            f"raw with one, {speed / short:.2f} of raw by shortlist, "
            f"{speed / slow:.1f} x argostranslate"
        )


if __name__ == "__main__":
    main()
