"""A package put to the test: loaded, and one word translated with it."""

from __future__ import annotations

from bilingual.engines.argos import ArgosEngine
from bilingual.packages import Package

# A word that most languages share, in capitals of a script that every tokenizer has met.
WORD = "OK"


def try_package(package: Package) -> str:
    """Return what the package makes of one word; what matters is that it makes it.

    Raises: PackageError when tokenizer or model are damaged; InstallError when a library that
    they need is missing.
    """
    made = ArgosEngine(package, threads=1).translate([WORD])
    return made[0][0].text if made[0] else ""
