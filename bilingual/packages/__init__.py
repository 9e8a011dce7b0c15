"""Argos packages: which there are, whether one is sound, which one serves a pair of languages.

In: folders where Argos Translate keeps its packages, the starter shipped with us, or a path.
Out: `Package`. `argostranslate` is not imported. Only `install` (and below it `index`, `download`
and `transport`) creates or downloads anything; it is no part of this door.
"""

from __future__ import annotations

from bilingual.packages.choosing import Survey, choose, find_packages, open_package, survey
from bilingual.packages.distribution import distribution_problem, require_argostranslate
from bilingual.packages.lock import add_pins, check_lock
from bilingual.packages.package import Kind, Package, read_package
from bilingual.packages.routes import route, via

__all__ = [
    "Kind",
    "Package",
    "Survey",
    "add_pins",
    "check_lock",
    "choose",
    "distribution_problem",
    "find_packages",
    "open_package",
    "read_package",
    "require_argostranslate",
    "route",
    "survey",
    "via",
]
