"""Argos packages: which there are, whether one is sound, which one serves a pair of languages.

In: folders where Argos Translate keeps its packages, the starter shipped with us, or a path.
Out: `Package`. Nothing is unpacked, created or downloaded, and `argostranslate` is not imported.
"""

from __future__ import annotations

from bilingual.packages.choosing import Survey, choose, find_packages, open_package, survey
from bilingual.packages.distribution import distribution_problem, require_argostranslate
from bilingual.packages.package import Kind, Package, read_package

__all__ = [
    "Kind",
    "Package",
    "Survey",
    "choose",
    "distribution_problem",
    "find_packages",
    "open_package",
    "read_package",
    "require_argostranslate",
    "survey",
]
