"""How fast the translation memory is on a large archive, and whether it misses anything.

    python tests/benchmarks/memory.py [--units 200000] [--queries 10]

The units are made of this project's own sentences: two halves of different ones, with a few words
exchanged among all of them. That is harder than a newspaper's archive, where sentences are less
alike. An article has 30 segments: some are in the memory to the letter, most are like a sentence
there but for one to three words, some are new.

It prints how long the index takes to build, to find that nothing changed, and to read one catalog
that changed; how long one article's 30 look-ups take (exact and near), also as a ratio to comparing
with every sentence; and the share of near matches so found that the look-up finds too. Processor
seconds stand beside those of the clock: other programs cannot lengthen them.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bilingual.catalog import Catalog, format_catalog, new_header
from bilingual.diff import likest, words
from bilingual.memory import Memory
from bilingual.memory.shape import FLOOR, shape_of
from bilingual.model import Locale, State, Unit
from bilingual.text import normalised, segment_key
from bilingual.workspace import Workspace

HERE = Path(__file__).resolve().parent
FR, EN = Locale("fr"), Locale("en")
SEGMENTS = 30  # of an article, and units of a catalog


def own_sentences() -> list[list[str]]:
    """Return the project's own French sentences, as words."""
    paths = [HERE / "facts.fr.txt", *sorted((HERE.parents[1] / "articles").glob("*.fr.txt"))]
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    pieces = [piece for line in lines for piece in re.split(r"(?<=[.!?…]) ", line)]
    return [piece.split() for piece in pieces if len(piece.split()) >= 4 and piece[0] != "#"]


def recombined(number: int, chance: random.Random) -> list[str]:
    """Return so many distinct sentences made of the halves of others."""
    own = own_sentences()
    vocabulary = sorted({word for sentence in own for word in sentence})
    made: dict[str, None] = {}
    while len(made) < number:
        first, second = chance.choice(own), chance.choice(own)
        sentence = first[: max(2, len(first) // 2)] + second[len(second) // 2 :]
        for _ in range(chance.randint(0, 3)):
            sentence[chance.randrange(len(sentence))] = chance.choice(vocabulary)
        made[" ".join(sentence)] = None
    return list(made)


def write_catalogs(root: Path, sources: list[str]) -> list[Path]:
    """Put the sentences, reviewed, into catalogs of a workspace."""
    folder = root / "locales" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    paths = []
    for start in range(0, len(sources), SEGMENTS):
        path = folder / f"article-{start // SEGMENTS:06d}.po"
        units: dict[str, Unit] = {}
        for source in sources[start : start + SEGMENTS]:
            key = segment_key(source)
            units[key] = Unit(key, source, f"({source})", State.REVIEWED)
        catalog = Catalog(new_header(path.stem, FR, EN), units=tuple(units.values()))
        path.write_text(format_catalog(catalog), encoding="utf-8")
        paths.append(path)
    return paths


def article(sources: list[str], chance: random.Random) -> list[str]:
    """Return 30 segments: 5 from the memory, 20 like one there, 5 new."""
    segments = chance.sample(sources, 25)
    for i in range(5, 25):
        changed = segments[i].split()
        for _ in range(chance.randint(1, 3)):
            changed[chance.randrange(len(changed))] = chance.choice(["Zorn", "brume", "42", "puis"])
        segments[i] = " ".join(changed)
    return segments + [" ".join(chance.choices(["xi", "psi", "phi"], k=12)) for _ in range(5)]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long something takes by the clock and by the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def show(name: str, seconds: tuple[float, float], rest: str = "") -> None:
    """Print a line of the table."""
    print(f"{name:44} {seconds[0]:8.3f} s {seconds[1]:8.3f} s  {rest}")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=10, help="articles of 30 segments")
    options = parser.parse_args()
    chance = random.Random(20_261_124)
    sources = recombined(options.units, chance)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        paths = write_catalogs(root, sources)
        print(f"{len(sources)} units in {len(paths)} catalogs, ", end="")
        print(f"{statistics.mean(len(words(s)) for s in sources[:2000]):.1f} words each")
        print(f"{'':44} {'clock':>10} {'processor':>10}")
        built = timed(lambda: Memory.open(Workspace(root)).close())
        size = (root / ".bilingual" / "memory.sqlite").stat().st_size / 1e6
        show("build the index", built, f"{len(sources) / built[1]:.0f} units/s, {size:.0f} MB")
        show("open it, nothing changed", timed(lambda: Memory.open(Workspace(root)).close()))
        paths[7].write_text(paths[7].read_text(encoding="utf-8").replace("(", "["), "utf-8")
        show("open it, one catalog changed", timed(lambda: Memory.open(Workspace(root)).close()))
        with Memory.open(Workspace(root)) as memory:
            look_up(memory, sources, options.queries, chance)


def look_up(memory: Memory, sources: list[str], number: int, chance: random.Random) -> None:
    """Measure look-ups, and compare with brute force what they find."""
    pair = memory.between(FR, EN)
    articles = [article(sources, chance) for _ in range(number)]

    def ask(segments: list[str]) -> None:
        for segment in segments:
            pair.exact(segment)
            pair.near(segment)

    times = [timed(lambda segments=segments: ask(segments)) for segments in articles]
    show("look up 30 segments, the first time", times[0])
    middle = statistics.median(wall for wall, _cpu in times[1:])
    cpu = statistics.median(cpu for _wall, cpu in times[1:])
    show("look up 30 segments, then (median)", (middle, cpu))

    shapes = [shape_of(source, "fr") for source in sources]
    keys = [normalised(source) for source in sources]
    asked = [segment for segments in articles for segment in segments[:25]][:100]
    expected = found = exact = 0
    brute = 0.0
    for segment in asked:
        begin = time.process_time()
        alike = likest(shape_of(segment, "fr"), shapes, FLOOR)
        brute += time.process_time() - begin
        own = normalised(segment)
        exact += any(keys[at] == own for _ratio, at in alike) == bool(pair.exact(segment))
        wanted = [ratio for ratio, at in alike if keys[at] != own][:3]
        got = [match.ratio for match in pair.near(segment, 3)]
        expected += len(wanted)
        found += sum(abs(a - b) < 1e-9 for a, b in zip(wanted, got, strict=False))
    ratio = brute / len(asked) * SEGMENTS / cpu
    print(f"\nagainst comparing with every sentence: {ratio:.0f} times as fast;")
    print(
        f"near matches found: {found} of {expected} ({100 * found / max(1, expected):.1f} %),",
        end=" ",
    )
    print(f"exact look-ups right: {exact} of {len(asked)}")
    if found < expected or exact < len(asked):
        sys.exit("the look-up misses matches")


if __name__ == "__main__":
    main()
