"""How fast drafting is, beside the bare model and beside Argos Translate, in one run.

    python tests/benchmarks/drafting.py [--sentences 2000] [--argos 200]

Three ways through the same package and the same French sentences, each in a process of its own:

* raw: `ctranslate2.Translator.translate_batch` on tokens that are ready, at the same beam, batch
  size, threads and compute type; loading is not counted. No program can be faster than this.
* argos: `argostranslate.translate` with the package installed, one sentence a call, as its own
  way through does it. Its splitter, which would download a model, is replaced by one that gives
  back what it got. On fewer sentences, because it is slow.
* bilingual: `bilingual draft` as a whole command, from the start of Python to the saved catalogs;
  with `--fast`, which searches once as raw does, and without, where drafts with a fact wrong are
  searched for again: that is more work than raw does.

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
folder, beam, hypotheses, batch, compute, threads, lines = sys.argv[1:8]
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
    batch_type="tokens", length_penalty=1, max_input_length=0,
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
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bilingual", "draft", "--json", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(done.stderr)
    return seconds, json.loads(done.stdout)


def main() -> None:
    """Measure the three ways and print a table with the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sentences", type=int, default=2_000)
    parser.add_argument("--argos", type=int, default=200)
    arguments = parser.parse_args()
    sources = sentences()[: arguments.sentences]
    if not sources:
        print(f"skipped: no sentences, {DEV} is not there")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with zipfile.ZipFile(STARTER) as archive:
            archive.extractall(folder / "packages")
        (package,) = (folder / "packages").iterdir()
        (folder / "all.txt").write_text("\n".join(sources), encoding="utf-8")
        few = sources[:: max(1, len(sources) // arguments.argos)]
        (folder / "few.txt").write_text("\n".join(few), encoding="utf-8")
        ours, receipt = drafted(folder / "careful", sources)
        quick, fast = drafted(folder / "fast", sources, "--fast")
        engine = receipt["engine"]
        threads = len(os.sched_getaffinity(0))
        settings = (engine["beam"], engine["hypotheses"], engine["batch_tokens"])
        raw_n = python(RAW, package, *settings, engine["compute_type"], threads, folder / "all.txt")
        raw_1 = python(
            RAW,
            package,
            engine["beam"],
            1,
            engine["batch_tokens"],
            engine["compute_type"],
            threads,
            folder / "all.txt",
        )
        argos = python(
            ARGOS,
            engine["beam"],
            folder / "few.txt",
            ARGOS_PACKAGES_DIR=str(folder / "packages"),
            HOME=str(folder),
        )
    words = sum(len(source.split()) for source in sources)
    few_words = sum(len(source.split()) for source in few)
    rows = [
        ("raw translate_batch, 1 hypothesis", len(sources), words / raw_1),
        (f"raw translate_batch, {engine['hypotheses']} hypotheses", len(sources), words / raw_n),
        ("argostranslate.translate", len(few), few_words / argos),
        ("bilingual draft --fast, whole command", fast["segments"], fast["words"] / quick),
        ("bilingual draft, whole command", receipt["segments"], receipt["words"] / ours),
    ]
    print(
        f"beam {engine['beam']}, {engine['compute_type']}, {threads} threads, "
        f"batches of {engine['batch_tokens']} tokens; receipt {receipt['seconds']}"
    )
    for label, n, speed in rows:
        print(f"{label:38} {n:6} sentences {speed:8.0f} words/s")
    raw, raws, slow = (speed for _label, _n, speed in rows[:3])
    for label, _n, speed in rows[3:]:
        print(
            f"{label}: {speed / raws:.2f} of raw with the same hypotheses, "
            f"{speed / raw:.2f} of raw with one, {speed / slow:.1f} x argostranslate"
        )


if __name__ == "__main__":
    main()
