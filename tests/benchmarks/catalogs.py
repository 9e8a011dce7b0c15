"""How long a catalog of 10,000 units takes to open and to save, beside polib with the same file.

Run: python tests/benchmarks/catalogs.py [UNITS]. Both in turn, in one process, the least of several
rounds; each round opens the file, changes one target and saves to disk. polib is measured with its
own settings, which wrap at 78 columns, and with wrapping off, which is what our files need.
Nothing is asserted: the table is for people.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib

from bilingual.catalog import Catalog, new_header, read_catalog, save_catalog
from bilingual.model import Finding, Hypothesis, Locale, Severity, Unit
from bilingual.text import segment_key

ROUNDS = 5
TEXT = """le marché a rouvert ses portes lundi après trois ans de travaux dans la rade de la ville
et compte deux cents bateaux « nous sommes revenus » dit la directrice qui vend des fruits"""
WORDS = TEXT.split()
MAKER = (
    "argos|package:fr_en-starter|version:0.1|sha256:575e8a1118ac|beam:4|length_penalty:1|"
    "hypotheses:4|window:60-120|compute:int8|form:1|select:1.1|segmenter:2"
)


def catalog_of(size: int) -> Catalog:
    """Return a catalog like those of the press: drafts, one in two reviewed, some with findings."""
    chance = random.Random(6)
    units = []
    for i in range(size):
        source = " ".join(chance.choices(WORDS, k=chance.randint(6, 34))).capitalize() + f" {i}."
        unit = Unit(segment_key(source), source, reference=f"articles/a.fr.txt:{i + 1}")
        finding = Finding("number", Severity.WARNING, "the number 12 is missing")
        unit = unit.drafted(
            Hypothesis(source.swapcase(), -0.4321), MAKER, (finding,) if i % 5 == 0 else ()
        )
        units.append(unit.reviewed(source.title()) if i % 2 else unit)
    header = new_header("articles/a.fr.txt", Locale("fr"), Locale("en"))
    return Catalog(header, units=tuple(units))


def ours(path: Path, n: int) -> tuple[float, float]:
    """Return how many seconds opening and saving took."""
    start = time.perf_counter()
    catalog = read_catalog(path)
    opened = time.perf_counter()
    assert catalog is not None
    unit = catalog.units[0].reviewed(f"Target {n}")
    save_catalog(path, replace(catalog, units=(unit, *catalog.units[1:])))
    return opened - start, time.perf_counter() - opened


def polibs(path: Path, n: int, width: int) -> tuple[float, float]:
    """Return the same of polib, which truncates the file and writes it anew, without a check."""
    start = time.perf_counter()
    po = polib.pofile(str(path), wrapwidth=width)
    opened = time.perf_counter()
    po[0].msgstr = f"Target {n}"
    po.save()
    return opened - start, time.perf_counter() - opened


def main(size: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.po"
        save_catalog(path, catalog_of(size))
        data = path.read_bytes()
        ways: dict[str, Callable[[Path, int], tuple[float, float]]] = {
            "bilingual": ours,
            "polib, as it comes": lambda p, n: polibs(p, n, 78),
            "polib, wrapping off": lambda p, n: polibs(p, n, 0),
        }
        best: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for n in range(ROUNDS):
            for name, way in ways.items():
                path.write_bytes(data)
                best[name].append(way(path, n))
    print(f"{size:,} units, {len(data) / 1e6:.1f} MB, least of {ROUNDS} rounds")
    print(f"{'':22}{'open':>8}{'save':>8}{'both':>8}   ours : it")
    whole = min(map(sum, best["bilingual"]))
    for name, times in best.items():
        both = min(map(sum, times))
        opening, saving = (min(column) for column in zip(*times, strict=True))
        print(f"{name:22}{opening:8.3f}{saving:8.3f}{both:8.3f}   {whole / both:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
